"""Exports and templates: masked unless a reason allows more, marked, nothing that runs, and a way back in."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import TestCase
from django.utils import timezone
from openpyxl import load_workbook

from tests import builders
from tests.builders import VILLAGE
from tests.certificates.office import sworn
from tests.ledgers.books import HEADS, agree, book, hand_in, ledger, number, people
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.ledger import ledgers
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.ledgers import exports, sheets
from zulian.ledgers.marks import all_in, hidden
from zulian.ledgers.models import Import, Job
from zulian.people.models import Person
from zulian.people.rules import mask_id
from zulian.regions.models import Region


@pytest.fixture
def clerk(regions: None) -> Post:
    made = builders.post(Role.CERTIFICATE_CLERK)
    agree(hand_in("people", made, book(HEADS, people(45))))
    return made


def taken(post: Post, query: str = "", **options: object) -> tuple[Job, bytes]:
    with scope(post.region.scope()):
        job = Job.objects.get(pk=exports.ask(ledger("people"), post, query, **options).pk)  # type: ignore[arg-type]
        assert job.state == Job.State.DONE, job.message
        assert job.file is not None
        return job, job.file.read()


def text_of(data: bytes) -> list[list[str]]:
    return [
        [str(c or "") for c in row]
        for row in load_workbook(BytesIO(data)).active.iter_rows(values_only=True)
    ]


def test_an_export_is_masked_marked_and_audited(clerk: Post) -> None:
    job, data = taken(clerk)
    rows = text_of(data)
    flat = "".join("".join(row) for row in rows)
    assert number(1) not in flat and mask_id(number(1)) in flat
    assert f"导出人：{clerk.user.name}" in rows[1][0] and f"编号：{job.pk}" in rows[1][0]
    assert list(all_in(rows[0][0])) == [job.pk]
    # Who copies only some rows out takes the mark along.
    assert [n for row in rows[3:] for n in all_in(row[0])] == [job.pk] * 3
    entry = AuditEntry.objects.get(action="ledger.export")
    assert (entry.changes["rows"], entry.changes["whole"]) == (45, False)


def test_whole_data_needs_post_and_reason_and_comes_back_in_unchanged(clerk: Post) -> None:
    with pytest.raises(ValidationError, match="写明用途"):
        exports.ask(ledger("people"), clerk, "", whole=True, reason=" ")
    with pytest.raises(ValidationError, match="不能导出完整"):
        exports.ask(
            ledger("people"),
            builders.post(Role.TOWNSHIP_OFFICER),
            "",
            whole=True,
            reason="核对全部信息",
        )
    _job, data = taken(clerk, whole=True, reason="年度核查")
    assert number(1) in str(text_of(data)) and "年度核查" in text_of(data)[1][0]
    again = hand_in("people", clerk, data)
    assert (again.same, again.new, again.changed, again.refused) == (45, 0, 0, 0)


def test_only_what_the_filter_shows_is_taken(clerk: Post) -> None:
    _job, data = taken(clerk, "sex=female")
    rows = text_of(data)[3:]
    assert rows and {row[3] for row in rows} == {"女"}


def test_formulas_become_text(clerk: Post) -> None:
    evil = ['=HYPERLINK("http://x","点我")', "+cmd|' /C calc'!A0", "@SUM(1+1)", "-2+3", "\t=1+1"]
    for n, text in enumerate(evil, 50):
        row = ["演公", number(n), VILLAGE, "", "", text]
        agree(hand_in("people", clerk, book((*HEADS, "户籍地址"), [row])))
    assert sum(person.address.startswith("=") for person in Person.objects.filter(name="演公")) == 2
    _job, data = taken(clerk, whole=True, reason="核对公式的显示")
    for row in load_workbook(BytesIO(data)).active.iter_rows(min_row=3):
        for cell in row:
            assert cell.data_type != "f"
            if str(cell.value or "").startswith(("=", "+", "-", "@")):
                assert cell.quotePrefix


@pytest.mark.parametrize("key", [one.key for one in ledgers()])
def test_every_template_can_be_handed_in_again(regions: None, key: str) -> None:
    one, out = ledger(key), BytesIO()
    sheets.template(one, out)
    made = load_workbook(BytesIO(out.getvalue()))
    heads = [cell.value for cell in made.worksheets[0][1]]
    marks = [f"（{c.sometimes}）" if c.sometimes else "*" if c.required else "" for c in one.taken]
    assert heads == [f"{c.name}{mark}" for c, mark in zip(one.taken, marks, strict=True)]
    lists = sum(1 for c in one.taken if c.choices)
    assert len(made.worksheets[0].data_validations.dataValidation) == lists
    for place, column in enumerate(one.taken):
        letter = made.worksheets[0].cell(1, place + 1).column_letter
        assert not column.text or made.worksheets[0].column_dimensions[letter].number_format == "@"


def test_a_template_without_rows_says_so(clerk: Post) -> None:
    out = BytesIO()
    sheets.template(ledger("people"), out)
    made = hand_in("people", clerk, out.getvalue())
    assert "没有数据行" in Job.objects.get(source=made).message


def test_refused_rows_come_back_marked_and_go_in_once_mended(clerk: Post, tmp_path: Path) -> None:
    rows = people(48)[45:]
    rows[1][1] = "210900196005060011"
    made = agree(hand_in("people", clerk, book(HEADS, rows)), "good")
    from zulian.ledgers.services import rows_of

    out = BytesIO()
    sheets.refused(
        made.register, made.layout, (r for r in rows_of(made) if r["v"] == "refused"), out
    )
    back = load_workbook(BytesIO(out.getvalue()))
    cell = back.active.cell(2, 2)
    assert cell.fill.start_color.rgb == "FFFFD6D6" and "校验位" in cell.comment.text
    assert "校验位" in back.active.cell(2, 6).value
    cell.value = number(47)
    mended = BytesIO()
    back.save(mended)
    again = hand_in("people", clerk, mended.getvalue())
    assert (again.new, again.refused, again.layout["extra"]) == (1, 0, [])


def test_hidden_marks_hold_numbers_and_nothing_else_does() -> None:
    assert [list(all_in(f"张三{hidden(n)}李{hidden(n)}")) for n in (0, 1, 2**40 - 1)] == [
        [n, n] for n in (0, 1, 2**40 - 1)
    ]
    assert not list(all_in("张三")) and not list(all_in("\u2060\u200b"))


def test_an_export_is_only_for_who_made_it(clerk: Post) -> None:
    from django.test import Client

    job, _data = taken(clerk)
    other = builders.post(Role.CERTIFICATE_CLERK)
    client = Client()
    client.force_login(other.user)
    assert client.get(f"/ledgers/jobs/{job.pk}/file/").status_code == 403
    assert client.get(f"/documents/{job.file_id}/").status_code == 403
    assert Import.objects.count() == 1


def test_every_register_carries_the_mark_in_its_rows(clerk: Post) -> None:
    city = builders.post(Role.CITY_OFFICER)
    builders.plan(city)
    with scope(city.region.scope()):
        for key in ("people", "staff", "regions", "assignments"):
            job = Job.objects.get(pk=exports.ask(ledger(key), city, "").pk)
            assert job.file is not None, job.message
            cells = [cell for row in text_of(job.file.read())[3:] for cell in row]
            assert job.pk in {n for cell in cells for n in all_in(cell)}, key


def test_rows_copied_out_of_an_export_tell_who_took_it(
    clerk: Post, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from zulian.cli import main

    job, data = taken(clerk)
    leaked = "\n".join(",".join(row) for row in text_of(data)[20:45])
    path = tmp_path / "leaked.csv"
    path.write_text(f"姓名,证号\n{leaked}", encoding="utf-8")
    assert main(["trace", str(path)]) == 0
    assert (
        f"export {job.pk}: 残疾人档案, 45 rows, masked" in (said := capsys.readouterr().out)
        and clerk.user.name in said
    )
    path.write_text("姓名\n张三", encoding="utf-8")
    assert main(["trace", str(path)]) == 1
    assert "no mark found" in capsys.readouterr().out


def test_the_file_of_an_old_export_is_deleted_and_its_trail_stays(clerk: Post) -> None:
    job, _data = taken(clerk)
    path = Path(job.file.file.path)
    assert exports.clear_old(timezone.localdate()) == 0 and path.exists()
    later = timezone.localdate() + timedelta(days=exports.KEPT_DAYS + 1)
    with scope(EVERYTHING), TestCase.captureOnCommitCallbacks(execute=True):
        assert exports.clear_old(later) == 1
        assert exports.clear_old(later) == 0
    again = Job.objects.get(pk=job.pk)
    assert again.file is None and "按期删除" in again.message and not path.exists()
    assert AuditEntry.objects.filter(action="ledger.export").exists()
    assert AuditEntry.objects.filter(action="attachment.forget").exists()


def test_the_list_of_divisions_gives_out_what_its_filter_shows(clerk: Post) -> None:
    city = builders.post(Role.CITY_OFFICER)
    with scope(city.region.scope()):
        job = Job.objects.get(pk=exports.ask(ledger("regions"), city, "level=6").pk)
        shown = text_of(job.file.read())[3:]
        assert {row[0][6:] for row in shown} == {"000000"} and len(shown) == Region.objects.within(
            city.region.scope()
        ).filter(level=6).count()


@pytest.mark.parametrize("key", ["people", "certificates", "staff", "regions", "assignments"])
def test_every_register_has_a_statistical_table_that_adds_up(clerk: Post, key: str) -> None:
    from tests.ledgers.books import CARD_HEADS, cards

    city = builders.post(Role.CITY_OFFICER)
    builders.plan(city)
    sworn_clerk = sworn(Role.CERTIFICATE_CLERK)
    agree(hand_in("certificates", sworn_clerk, book(CARD_HEADS, cards(20))))
    with scope(city.region.scope()):
        job = Job.objects.get(pk=exports.ask_statistics(ledger(key), city, "").pk)
        assert job.file is not None, job.message
        whole = ledger(key).rows().count()
    made = load_workbook(BytesIO(job.file.read()))
    assert len(made.sheetnames) == len(ledger(key).counted) and whole
    assert list(all_in(str(made.worksheets[0].cell(1, 1).value))) == [job.pk]
    for sheet in made:
        rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
        assert rows[0][0] == "区划" and rows[-1][0] == "合计" and rows[-1][-1] == whole
        for row in rows[1:]:
            assert row[-1] == sum(row[1:-1])
        for place in range(1, len(rows[0])):
            assert rows[-1][place] == sum(row[place] for row in rows[1:-1])
    assert AuditEntry.objects.filter(action="ledger.statistics").exists()

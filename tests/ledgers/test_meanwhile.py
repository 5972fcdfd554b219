"""What happens between a preview and its import, and what sheets say that is no content."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from tests import builders
from tests.builders import VILLAGE
from tests.ledgers.books import HEADS, agree, book, faults, hand_in, last_job, number, people
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.ledger_cells import CellError, read_date
from zulian.ledgers import services
from zulian.ledgers.models import Import
from zulian.people import services as files
from zulian.people.models import Person

MOVED = "导入期间被别人改过，没有写入，请重新上传核对。"


@pytest.fixture
def clerk(regions: None) -> Post:
    made = builders.post(Role.CERTIFICATE_CLERK)
    agree(hand_in("people", made, book(HEADS, people(3))))
    return made


def phones() -> list[str]:
    return [person.phone for person in Person.objects.order_by("pk")]


def preview(clerk: Post) -> Import:
    """A sheet that gives three people new telephones."""
    rows = people(3)
    for n, row in enumerate(rows):
        row[3] = f"1310000000{n}"
    made = hand_in("people", clerk, book(HEADS, rows))
    assert made.changed == 3
    return made


def test_a_row_that_somebody_corrected_meanwhile_is_not_written_and_named(clerk: Post) -> None:
    made = preview(clerk)
    files.correct(Person.objects.get(name="演试2"), {"phone": "13911112222"})
    done = agree(made, "good")
    assert phones() == ["13100000000", "13911112222", "13100000002"]
    assert (done.changed, done.refused, faults(done)) == (2, 1, [{"": MOVED}])
    assert "1 行在导入期间被别人改过" in last_job(made).message


def test_a_whole_file_is_not_written_where_one_row_was_corrected_meanwhile(clerk: Post) -> None:
    made, before = preview(clerk), phones()
    files.correct(Person.objects.get(name="演试2"), {"phone": "13911112222"})
    assert agree(made, "all").state == Import.State.READY
    assert "1 行不能导入" in last_job(made).message
    assert phones() == [before[0], "13911112222", before[2]]


def test_a_row_that_is_corrected_while_the_import_judges_is_found_when_it_is_written(
    clerk: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the second judgement and the transaction that writes."""
    made = preview(clerk)
    keep = services._keep_to_preview

    def keep_and_correct(*asked: Any) -> None:
        keep(*asked)
        files.correct(Person.objects.get(name="演试3"), {"phone": "13911112222"})

    monkeypatch.setattr(services, "_keep_to_preview", keep_and_correct)
    done = agree(made, "good")
    assert phones() == ["13100000000", "13100000001", "13911112222"]
    assert faults(done) == [{"": MOVED}]


def test_what_the_preview_refused_stays_refused(clerk: Post) -> None:
    """A new person whose division comes into being between preview and import was not agreed to."""
    rows = [[*people(1)[0]], ["演新", number(9), "999999999999", "", ""]]
    rows[0][3] = "13100000000"
    made = hand_in("people", clerk, book(HEADS, rows))
    assert (made.changed, made.refused) == (1, 1)
    said = faults(made)
    done = agree(made, "good")
    assert (done.changed, done.refused, faults(done)) == (1, 1, said)


def test_only_who_handed_a_file_in_confirms_it(clerk: Post) -> None:
    made = preview(clerk)
    other = builders.post(Role.CERTIFICATE_CLERK)
    with pytest.raises(ValidationError, match="请由上传文件的"):
        services.agree(made, other, "all")
    assert made.jobs.count() == 1


def test_one_person_without_and_with_a_number_is_one_person(clerk: Post) -> None:
    heads = ["姓名", "身份证号", "没有身份证号的原因", "性别", "出生日期", "户籍所在地"]
    without = ["演无", "", "户口办理中", "男", "1960-05-06", VILLAGE]
    numbered = ["演无", number(77), "", "", "", VILLAGE]
    both = hand_in("people", clerk, book(heads, [without, numbered]))
    assert (both.new, both.refused) == (1, 1) and "第 2 行是同一条" in faults(both)[0][""]
    agree(hand_in("people", clerk, book(heads, [without])))
    later = hand_in("people", clerk, book(heads, [numbered]))
    assert "可能就是已登记的“演无”" in faults(later)[0]["name"]


def workbook(fill: Any) -> bytes:
    """An .xlsx that `fill` writes into its first sheet."""
    made, out = Workbook(), BytesIO()
    fill(made)
    made.save(out)
    return out.getvalue()


def test_merged_cells_say_nothing_of_the_columns_beside_them(clerk: Post) -> None:
    def fill(made: Workbook) -> None:
        sheet = made.active
        sheet.append(["姓名", "身份证号", "联系电话", "户籍地址", "现住址"])
        sheet.append(["演试1", number(1), "13800000001"])
        sheet.merge_cells("C2:E2")
        sheet.append(["演试2", number(2), "", "演示路 1 号"])
        sheet.append(["演试3", number(3)])
        sheet.merge_cells("D3:D4")

    made = hand_in("people", clerk, workbook(fill))
    changed = [set(row["d"]) - {"phone_index", "address_index"} for row in services.rows_of(made)]
    assert changed == [{"phone"}, {"address"}, {"address"}]


def test_a_second_sheet_of_the_same_headings_is_named(clerk: Post) -> None:
    def fill(made: Workbook) -> None:
        for title, row in (("甲乡", people(1)[0]), ("乙乡", people(2)[1])):
            sheet = made.create_sheet(title)
            sheet.append(HEADS)
            sheet.append(row)

    made = hand_in("people", clerk, workbook(fill))
    assert (made.layout["sheet"], made.layout["unread"], made.total) == ("甲乡", ["乙乡"], 1)


@pytest.mark.parametrize(
    "word", ["同上", "无", "不详", "××", "已登记", "***", "*", "-", "阜蒙县×××街"]
)
def test_words_that_hide_or_say_nothing_change_no_address(clerk: Post, word: str) -> None:
    person = files.correct(Person.objects.get(name="演试1"), {"address": "演示路 1 号"})
    made = hand_in("people", clerk, book((*HEADS, "户籍地址"), [[*people(1)[0], word]]))
    assert (made.same, made.total) == (1, 1), list(services.rows_of(made))
    assert Person.objects.get(pk=person.pk).address == "演示路 1 号"


@pytest.mark.parametrize(
    "name", ["施*", "华**", "12345", "*演", "…", "#REF!", "演试1(已故)", "张××", "张xx"]
)
def test_what_is_no_name_renames_nobody(clerk: Post, name: str) -> None:
    made = hand_in("people", clerk, book(HEADS, [[name, *people(1)[0][1:]]]))
    assert made.changed == 0
    assert Person.objects.get(pk=Person.objects.order_by("pk")[0].pk).name == "演试1"


@pytest.mark.parametrize("text", ["2024", "202403", "39", "7305", "99999", "24.3.5"])
def test_no_year_or_bare_number_is_a_day(text: str) -> None:
    with pytest.raises(CellError):
        read_date(text)


@pytest.mark.parametrize("text", ["٠٩١٢٣٤٥٦٧٨٩", "²²²²²²²²"])
def test_digits_of_other_scripts_are_no_telephone(clerk: Post, text: str) -> None:
    row = people(1)[0]
    row[3] = text
    assert list(faults(hand_in("people", clerk, book(HEADS, [row])))[0]) == ["phone"]


def test_a_row_that_begins_with_a_footer_word_is_a_row_where_it_has_a_number(clerk: Post) -> None:
    made = hand_in(
        "people",
        clerk,
        book(
            ["姓名", "身份证号", "联系电话"],
            [["小计龙", number(1), "13800000001"], ["合计", "2 人"]],
        ),
    )
    assert (made.total, made.refused) == (1, 0)


def test_a_csv_that_lacks_a_quote_is_told_in_one_sentence(clerk: Post) -> None:
    data = 'a,b\n"' + "x" * 200_000
    made = hand_in("people", clerk, data.encode(), "a.csv")
    assert "少了一个引号" in last_job(made).message

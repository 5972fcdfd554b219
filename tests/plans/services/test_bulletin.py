"""Bulletins: every figure equals the rows behind its link, on the web and in Word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import docx
import pytest
from django.test import Client
from django.utils import timezone
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    VILLAGE,
    assignment,
    bring_to,
    draft,
    photo,
    plan,
    post,
)
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.documents.official import (
    Figure,
    Heading,
    Official,
    Table,
    Text,
    compose,
    plain,
    write_docx,
)
from zulian.foundation.clock import on_day
from zulian.indicators.models import Snapshot
from zulian.plans.models import Assignment, Circular, Clause, IssuedBulletin, State
from zulian.plans.services import bulletin, highlights, review, work
from zulian.plans.services.bulletin import Kind, closing_day
from zulian.plans.services.notices import issue_notice
from zulian.plans.services.readings import PlanReadings
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def circular(city: Post) -> Circular:
    with on_day(date(timezone.localdate().year, 1, 1)):
        made = plan(city)
    county = post(Role.COUNTY_OFFICER)
    bring_to(assignment(made, "一（一）", COUNTY), State.CLOSED, county, city)
    bring_to(
        assignment(made, "一（一）", OTHER_COUNTY),
        State.REPORTED,
        post(Role.COUNTY_OFFICER, OTHER_COUNTY),
        city,
    )
    bring_to(assignment(made, "二（一）", TOWN), State.SIGNED, post(Role.TOWNSHIP_OFFICER), city)
    issue_notice(assignment(made, "二（一）", TOWN).pk, city, "限期上报")
    return made


def figures(made: Official) -> Iterator[Figure]:
    for block in made.blocks:
        parts = (
            block.parts
            if isinstance(block, Text)
            else [c for r in block.rows for c in r]
            if isinstance(block, Table)
            else []
        )
        yield from (part for part in parts if isinstance(part, Figure))


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("role", [Role.CITY_OFFICER, Role.COUNTY_OFFICER])
def test_every_figure_equals_its_rows(
    circular: Circular, client: Client, kind: Kind, role: str
) -> None:
    reader = post(role)
    made = bulletin.write(circular, reader.region, kind, timezone.localdate())
    client.force_login(reader.user)
    counts = [f for f in figures(made) if "measure=" in f.url or "/notices/" in f.url]
    assert len(counts) > 20
    for figure in figures(made):
        response = client.get(figure.url)
        assert response.status_code == 200, figure
        if figure in counts and figure.text.isdigit() and figure not in units(made):
            assert response.context["table"].total == int(figure.text), figure


def units(made: Official) -> list[Figure]:
    """The number of organisations: its rows are their assignments, of which each has several."""
    texts = [b.parts for b in made.blocks if isinstance(b, Text)]
    after = [
        parts[n + 1]
        for parts in texts
        for n, part in enumerate(parts)
        if str(part).endswith("下达到")
    ]
    assert len(after) == 1
    return [part for part in after if isinstance(part, Figure)]


@pytest.mark.parametrize("kind", list(Kind))
def test_no_count_or_rate_stands_without_its_link(
    circular: Circular, city: Post, kind: Kind
) -> None:
    made = bulletin.write(circular, city.region, kind, timezone.localdate())
    for block in made.blocks:
        for part in block.parts if isinstance(block, Text) else ():
            assert isinstance(part, Figure) or not re.search(r"%|\d+(项|个|份|条)", part), part
        for row in block.rows if isinstance(block, Table) else ():
            assert isinstance(row[2], Figure)
            assert all(isinstance(cell, Figure) or not re.search(r"\d", cell) for cell in row[2:])


def test_the_word_file_says_what_the_page_says(
    circular: Circular, city: Post, client: Client
) -> None:
    client.force_login(city.user)
    address = f"/plans/{circular.pk}/bulletin/?kind=year"
    made = bulletin.write(circular, city.region, Kind.YEAR, timezone.localdate())
    paper = docx.Document(BytesIO(client.get(f"{address}&export=docx").content))
    printed = "\n".join(p.text for p in paper.paragraphs)
    for label, block in made.numbered():
        if isinstance(block, Heading):
            assert label + block.text in printed
    assert paper.tables
    for table in paper.tables:
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows].index(
            False
        ) == 1
        assert sum(cell.width for cell in table.rows[0].cells) <= Mm(156.1)
    assert [len(t.rows) for t in paper.tables] == [
        len(b.rows) + 1 for b in made.blocks if isinstance(b, Table)
    ]
    assert "二、各项工作落实情况" in client.get(address).content.decode()


def test_page_type_area_and_fonts_follow_the_standard(circular: Circular, city: Post) -> None:
    paper = docx.Document(
        BytesIO(write_docx(bulletin.write(circular, city.region, Kind.HALF, timezone.localdate())))
    )
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    assert section.page_width - section.left_margin - section.right_margin == pytest.approx(
        Mm(156), abs=Mm(0.2)
    )
    title, body = paper.paragraphs[0], paper.paragraphs[4]
    assert title.runs[0].font.size == Pt(22) and body.runs[0].font.size == Pt(16)
    assert body.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) in {"仿宋_GB2312", "黑体"}
    assert body.paragraph_format.line_spacing * 22 <= Mm(225)
    fonts = next(
        p for p in paper.part.package.iter_parts() if p.partname == "/word/fontTable.xml"
    ).blob.decode()
    assert 'w:altName w:val="仿宋,' in fonts
    assert paper.settings.odd_and_even_pages_header_footer


def test_headings_are_numbered_by_their_place() -> None:
    made = Official("题", "", "某残联", date(2026, 6, 30))
    made.blocks = [
        Heading("甲"),
        Heading("子", 2),
        Heading("丑", 2),
        Heading("寅", 3),
        Heading("乙"),
        Heading("卯", 2),
    ]
    assert [label for label, _block in made.numbered()] == [
        "一、",
        "（一）",
        "（二）",
        "1.",
        "二、",
        "（一）",
    ]


def test_compose_keeps_figures() -> None:
    assert compose("共{n}项，{word}", n=Figure("3", "/x"), word="好").parts == (
        "共",
        Figure("3", "/x"),
        "项，",
        "好",
    )


def test_figures_stand_at_the_end_of_the_period_or_today() -> None:
    assert closing_day(Kind.HALF, 2025, date(2025, 11, 1)) == date(2025, 6, 30)
    assert closing_day(Kind.YEAR, 2025, date(2025, 11, 1)) == date(2025, 11, 1)
    assert closing_day(Kind.HALF, 2025, date(2025, 3, 1)) == date(2025, 3, 1)


def test_measures_look_back_to_any_day(circular: Circular) -> None:
    from zulian.plans.models import Assignment

    rows = Assignment.objects.filter(circular=circular)
    today = timezone.localdate()
    (now,) = bulletin.tally(rows, today, by_circular(), today).values()
    (before,) = bulletin.tally(rows, today - timedelta(days=1), by_circular(), today).values()
    assert now["closed"] == 1 and before["closed"] == 0
    assert now["overdue"] + now["reported"] == now["expected"]
    assert now["signed"] + now["unsigned"] == now["all"]


def test_measures_of_a_day_that_has_passed_are_those_of_its_snapshot(circular: Circular) -> None:
    clause = circular.clauses.get(path="一（二）")
    clause.indicators = ["cadres.complete"]
    clause.save()
    yesterday = timezone.localdate() - timedelta(days=1)
    Snapshot.objects.create(indicator="cadres.complete", region_id=CITY, day=yesterday, met=3, of=4)
    circular.refresh_from_db()
    made = bulletin.write(
        circular, Region.objects.get(code=CITY), Kind.YEAR, timezone.localdate(), yesterday
    )
    assert ["一（二）", "干部档案完整率", "75%", "接近达标"] in lines_of(made)
    assert "台账各项数字截至" not in words_of(made), "they are of the very day"
    earlier = timezone.localdate() - timedelta(days=3)
    Snapshot.objects.update(day=earlier)
    made = bulletin.write(
        circular, Region.objects.get(code=CITY), Kind.YEAR, timezone.localdate(), yesterday
    )
    assert ["一（二）", "干部档案完整率", "75%", "接近达标"] in lines_of(made)
    assert f"台账各项数字截至{earlier.year}年{earlier.month}月{earlier.day}日。" in words_of(made)
    now = bulletin.write(circular, Region.objects.get(code=CITY), Kind.YEAR, timezone.localdate())
    assert "台账各项数字截至" not in words_of(now)


def words_of(made: Official) -> str:
    return "".join(
        plain(part) for block in made.blocks if isinstance(block, Text) for part in block.parts
    )


def lines_of(made: Official) -> list[list[str]]:
    """The lines of all tables as printed."""
    return [
        [plain(cell) for cell in row]
        for block in made.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


def test_measures_stand_in_a_table_and_not_in_the_words(circular: Circular) -> None:
    clause = circular.clauses.get(path="一（二）")
    clause.indicators = ["cadres.complete"]
    clause.save()
    Snapshot.objects.create(
        indicator="cadres.complete", region_id=CITY, day=timezone.localdate(), met=3, of=4
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    Snapshot.objects.update(day=yesterday)
    made = bulletin.write(
        circular, Region.objects.get(code=CITY), Kind.YEAR, timezone.localdate(), yesterday
    )
    heads = [block.head for block in made.blocks if isinstance(block, Table)]
    assert ("条款", "指标或目标", "完成情况", "状态") in heads
    # The words name it once, where it hinders, with what is asked of it.
    assert words_of(made).count("干部档案完整率") == 1
    assert "对照工作目标，差距较大的工作有：干部档案完整率（75%，目标90%）。" in words_of(made)
    assert "快照" not in words_of(made)


def test_the_greatest_change_since_a_month_before_is_told(circular: Circular) -> None:
    clause = circular.clauses.get(path="一（二）")
    clause.indicators = ["cadres.complete", "grassroots.certified"]
    clause.save()
    today = timezone.localdate()
    yesterday, before = today - timedelta(days=1), today - timedelta(days=45)
    for day, met in ((before, 1), (yesterday, 3)):
        Snapshot.objects.create(indicator="cadres.complete", region_id=CITY, day=day, met=met, of=4)
    made = bulletin.write(circular, Region.objects.get(code=CITY), Kind.HALF, today, yesterday)
    since = f"{before.year}年{before.month}月{before.day}日"
    assert f"与{since}相比，干部档案完整率由25%提高到75%，提高50个百分点，增幅最大。" in words_of(
        made
    )
    assert "降幅" not in words_of(made)
    Snapshot.objects.filter(day=before).update(met=4)
    made = bulletin.write(circular, Region.objects.get(code=CITY), Kind.HALF, today, yesterday)
    assert "干部档案完整率由100%下降到75%，下降25个百分点，降幅最大" in words_of(made)


def test_a_day_without_data_says_so_and_shows_no_figures(circular: Circular) -> None:
    city, today = Region.objects.get(code=CITY), timezone.localdate()
    made = bulletin.write(circular, city, Kind.YEAR, today, date(today.year - 1, 6, 30))
    assert "尚未下达，无数据。" in words_of(made)
    assert not list(figures(made)) and not any(
        isinstance(block, Heading | Table) for block in made.blocks
    )
    # Tasks are out, but the registers were not counted on that day: their columns and sentences are left out.
    clause = circular.clauses.get(path="一（二）")
    clause.indicators = ["cadres.complete"]
    clause.save()
    made = bulletin.write(circular, city, Kind.YEAR, today, today - timedelta(days=1))
    assert "台账方面无数据。" in words_of(made) and "干部档案完整率" not in words_of(made)
    assert all("得分" not in block.head for block in made.blocks if isinstance(block, Table))


def test_returned_reports_are_told_and_lead_to_their_rows(
    circular: Circular, city: Post, client: Client
) -> None:
    county = post(Role.COUNTY_OFFICER)
    row = bring_to(assignment(circular, "一（二）", COUNTY), State.RETURNED, county, city)
    made = bulletin.write(circular, city.region, Kind.YEAR, timezone.localdate())
    # Once is not often.
    assert "退回补正较多" not in words_of(made)
    work.report(row.pk, county, "再报", None, [photo()])
    work.judge(row.pk, city, accepted=False, reason="仍缺佐证")
    made = bulletin.write(circular, city.region, Kind.YEAR, timezone.localdate())
    assert "退回补正较多的工作有：更新名册（2次）。" in words_of(made)
    (returned,) = [figure for figure in figures(made) if "returned=yes" in figure.url]
    client.force_login(city.user)
    assert client.get(returned.url).context["table"].total == 2


@pytest.mark.parametrize(
    ("code", "addressees"),
    [
        (CITY, "各县（区）残联"),
        (COUNTY, "各乡镇（街道）残联"),
        (TOWN, "各村（社区）残协"),
        ("210921100201", ""),
    ],
)
def test_a_bulletin_goes_to_the_organisations_below_its_signer(
    circular: Circular, code: str, addressees: str
) -> None:
    made = bulletin.write(circular, Region.objects.get(code=code), Kind.HALF, timezone.localdate())
    assert made.addressees == addressees


def test_a_clause_that_is_called_by_its_name_alone_is_not_doubled() -> None:
    clause = Clause(path="结转", title="上年结转任务")
    assert str(clause) == clause.heading() == "上年结转任务"
    assert str(Clause(path="一（二）续", text="报送名册。")) == "一（二）续 报送名册"
    assert str(Clause(label="（一）", path="二（一）", title="建站")) == "二（一） 建站"


def by_circular() -> object:
    from django.db.models import F

    return F("circular_id")


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 1), Kind.HALF),
        (date(2026, 6, 30), Kind.HALF),
        (date(2026, 9, 29), Kind.HALF),
        (date(2026, 10, 1), Kind.YEAR),
        (date(2026, 11, 26), Kind.YEAR),
        (date(2027, 3, 1), Kind.YEAR),
    ],
)
def test_the_period_that_has_just_ended_or_ends_next_is_offered_first(
    day: date, kind: Kind
) -> None:
    assert bulletin.usual_kind(2026, day) is kind


def test_the_page_opens_with_the_period_of_its_day_and_drafts_the_same(
    circular: Circular, city: Post, client: Client
) -> None:
    with on_day(date(circular.year, 11, 26)):
        client.force_login(city.user)
        answer = client.get(f"/plans/{circular.pk}/bulletin/")
        assert (answer.context["kind"], answer.context["day"]) == (
            Kind.YEAR,
            date(circular.year, 11, 26),
        )
        client.post(f"/plans/{circular.pk}/bulletin/draft/")
    assert IssuedBulletin.objects.get().kind == Kind.YEAR


def test_a_village_answers_only_for_the_clauses_it_carries(circular: Circular) -> None:
    village = Region.objects.get(code=VILLAGE)
    day = date(circular.year, 3, 1)
    made = bulletin.write(circular, village, Kind.HALF, day, day)
    carried = set(
        Assignment.objects.filter(circular=circular, region=village).values_list(
            "clause__path", flat=True
        )
    )
    told = {row[0] for block in made.blocks if isinstance(block, Table) for row in block.rows}
    readings = PlanReadings(circular, village, day, day)
    measured = {
        c.path
        for c in readings.clauses
        if any(r.light != "none" for r in readings.whole.get(c.pk, []))
    }
    assert measured - carried, "the plan measures nothing of a village that others carry"
    assert told <= carried


def test_what_falls_due_later_is_not_called_over(circular: Circular) -> None:
    village = Region.objects.get(code=VILLAGE)
    Assignment.objects.filter(circular=circular, region=village).update(
        due=date(circular.year, 12, 31)
    )
    day = date(circular.year, 6, 30)
    said = "".join(
        "".join(map(plain, block.parts))
        for block in bulletin.write(circular, village, Kind.HALF, day, day).blocks
        if isinstance(block, Text)
    )
    assert "均已到期" not in said and "没有到期的任务，其后到期的" in said


def test_what_falls_due_is_told_in_one_sentence_for_each_deadline(circular: Circular) -> None:
    day = date(circular.year, 11, 20)
    end, middle = date(circular.year, 12, 31), date(circular.year, 12, 10)
    Assignment.objects.filter(circular=circular).update(due=end)
    first = circular.tasks.first()
    assert first is not None
    first.name = "落实“强基”工程,报送名册"
    first.save()
    Assignment.objects.filter(task=first).update(due=middle)
    said = words_of(bulletin.write(circular, Region.objects.get(code=CITY), Kind.YEAR, day, day))
    assert (
        said.count(f"{end.year}年12月31日前")
        == said.count(f"{end.year}年12月10日前要完成的任务有：")
        == 1
    )
    assert "“落实‘强基’工程，报送名册”（要点一（一），" in said


def test_a_clause_is_called_by_a_few_words(city: Post, real_circular: bytes) -> None:
    made = plan(city, real_circular.decode().replace("2013", str(timezone.localdate().year)))
    paper = bulletin.write(made, city.region, Kind.YEAR, timezone.localdate())
    names = re.findall("“([^”]*)”方面", words_of(paper))
    heads = [re.sub(r"等\d+项工作$", "", name) for name in names]
    assert len(names) > 10 and max(map(len, heads)) <= 18
    assert heads != names, "一条有几项任务的，不能只叫第一项"
    assert not any(set("“《》,(") & set(name) for name in names)


def test_one_of_several_duties_does_not_stand_for_all_of_them() -> None:
    clause = Clause(path="一（一）", text="制订方案，报送名册。")
    assert highlights.clause_words(clause, ["制订方案"]) == "制订方案"
    assert highlights.clause_words(clause, ["制订方案", "报送名册"]) == "制订方案等2项工作"
    assert highlights.clause_words(Clause(path="一（一）", title="建档"), ["甲", "乙"]) == "建档"


def said(made: Official) -> str:
    return "".join(plain(part) for b in made.blocks if isinstance(b, Text) for part in b.parts)


class TestOfASupplement:
    """It came in the middle of its plan's year: it is told of from then on, and nobody is blamed for what is not due yet."""

    @pytest.fixture
    def supplement(self, city: Post, circular: Circular) -> Circular:
        year = circular.year
        with on_day(date(year, 5, 20)):
            given = draft(city)
            review.make_part_of_plan(given, Circular.Kind.SUPPLEMENT)
            given.tasks.update(due=date(year, 12, 20), rhythm="")
            review.adopt(given)
        return Circular.objects.get(pk=given.pk)

    def test_it_is_compared_with_no_day_before_it_was_given(
        self, city: Post, supplement: Circular
    ) -> None:
        year = supplement.year
        for month in (3, 5):
            Snapshot.objects.create(
                indicator="certificates.on_time",
                region=city.region,
                day=date(year, month, 31),
                met=1,
                of=2,
            )
        with on_day(date(year, 6, 15)):
            readings = PlanReadings(supplement, city.region, date(year, 6, 15), date(year, 6, 15))
            assert highlights.compared_day(readings, is_year=False) == date(year, 5, 31)
            plan_ = supplement.amends
            assert plan_ is not None
            readings = PlanReadings(plan_, city.region, date(year, 6, 15), date(year, 6, 15))
            assert highlights.compared_day(readings, is_year=False) == date(year, 3, 31)

    def test_nobody_has_a_place_before_anything_is_due(
        self, city: Post, supplement: Circular
    ) -> None:
        day = date(supplement.year, 6, 30)
        with on_day(day):
            made = bulletin.write(supplement, city.region, Kind.HALF, day)
        [table] = [b for b in made.blocks if isinstance(b, Table) and b.head[0] == "名次"]
        assert table.rows and {row[0] for row in table.rows} == {"—"}
        words = said(made)
        assert "末位" not in words and "最低" not in words

    def test_who_had_nothing_to_do_yet_is_not_the_last(
        self, city: Post, supplement: Circular
    ) -> None:
        """Of two counties one had a task due: it stands alone, and the other has no place."""
        day = date(supplement.year, 6, 30)
        row = Assignment.objects.filter(circular=supplement, region=COUNTY)[0]
        Assignment.objects.filter(pk=row.pk).update(due=date(supplement.year, 6, 1))
        with on_day(day):
            made = bulletin.write(supplement, city.region, Kind.HALF, day)
        [table] = [b for b in made.blocks if isinstance(b, Table) and b.head[0] == "名次"]
        places = {row[1]: row[0] for row in table.rows}
        mine = Region.objects.get(code=COUNTY).organisation
        assert places.pop(mine) != "—" and set(places.values()) == {"—"}
        assert "末位" not in said(made)

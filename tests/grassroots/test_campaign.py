"""One campaign over all 83 townships and 813 villages of Fuxin: self-check, draw, inspection, mending, pack."""

from __future__ import annotations

import random
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from django.test import Client
from openpyxl import load_workbook

from tests import builders
from tests.grassroots import stage
from tests.ledgers import books
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import scope
from zulian.grassroots.models import Assessment, Mark, Organisation, Problem
from zulian.grassroots.services import (
    campaigns,
    checking,
    problems,
    settling,
    standard_reading,
    standards,
)
from zulian.grassroots.services.common import keep_evidence
from zulian.grassroots.services.comparison import changes, heat
from zulian.indicators import aggregates
from zulian.indicators.services import take_snapshots
from zulian.ledgers.models import Import, Job
from zulian.regions.services import load_csv

CITY, COUNTY = "210900000000", "210904000000"
HEADS = ["行号", "自评", "不适用", "自查说明"]


@pytest.fixture
def city(own_database: None) -> Post:
    load_csv()
    return builders.post(Role.CITY_OFFICER, CITY)


def answers(rows: list[Mark], chance: random.Random) -> list[list[Any]]:
    """What a county types into the sheet without a line: now and then a deduction with its reason."""
    lines: list[list[Any]] = []
    for row in rows:
        short = chance.random() < 0.15 and not row.item.veto and not row.item.indicator
        lines.append(
            [
                str(row.pk),
                str(row.item.top - 1 if short else row.item.top),
                "否",
                "台账缺页" if short else "",
            ]
        )
    return lines


def filled_offline(county: Post, lines: list[list[Any]]) -> None:
    """Out, filled in, and back through the ledger with its preview."""
    with scope(county.region.scope()):
        made = books.agree(
            books.hand_in(
                "self-checks", county, books.book(HEADS, lines, "自查评分"), "自查评分.xlsx"
            )
        )
    assert (made.state, made.refused) == (Import.State.DONE, 0)


@pytest.mark.long
def test_a_campaign_over_the_whole_city(city: Post) -> None:
    chance = random.Random(1)  # noqa: S311
    used = [
        standards.publish(standard_reading.load_example(city, level).pk, city) for level in (9, 12)
    ]
    made = campaigns.open_campaign(city, "全市评估", used, stage.dates())
    sheets = Assessment.objects.filter(campaign=made)
    assert (sheets.filter(region__level=9).count(), sheets.filter(region__level=12).count()) == (
        83,
        813,
    )

    counties = {
        code: builders.post(Role.COUNTY_OFFICER, code)
        for code in sorted({s.region_id[:6] + "000000" for s in sheets})
    }
    for code, post in counties.items():
        filled_offline(
            post,
            answers(list(Mark.objects.under(code).select_related("item").order_by("pk")), chance),
        )
    take_snapshots(today())
    for code, post in counties.items():
        with scope(post.region.scope()):
            settling.ask_to_submit(made, post)
        assert not sheets.under(code).to_fill().exists()
    short = Mark.objects.filter(own_note="台账缺页").count()
    assert short > 900 and Problem.objects.filter(source="own").count() == short

    drawn = campaigns.draw(made.pk, city, 10, 1, seed=2013)
    assert 90 <= drawn <= 130
    again = list(sheets.filter(sampled=True).values_list("pk", flat=True))
    campaigns.draw(made.pk, city, 10, 1, seed=2013)
    assert list(sheets.filter(sampled=True).values_list("pk", flat=True)) == again

    judge = builders.post(Role.CITY_OFFICER, CITY)
    for row in sheets.under(COUNTY):
        checking.finish_review(row.pk, judge)
    visited = list(sheets.to_visit().with_names())
    assert visited
    for row in visited:
        first = row.marks.select_related("item").order_by("item_id")[0]
        checking.visit(row.pk, city, {first.pk: checking.Entry("0", "现场没有牌子")})
        checking.finish_visit(row.pk, city)
    with on_day(today() + timedelta(days=15)):
        job = settling.ask_to_settle(made, city)
    assert "已核定" in Job.objects.get(pk=job.pk).message
    settled = sheets.filter(state="settled")
    assert settled.count() == sheets.under(COUNTY).count()
    reached = Organisation.objects.reached(today()).count()
    assert 0 < reached == settled.filter(grade__in=["good", "reached"]).count()

    found = Problem.objects.filter(source="visit")[0]
    problems.plan(found.pk, "牌子掉落", "重新制作", counties[COUNTY], today() + timedelta(days=3))
    problems.mend(found.pk, counties[COUNTY], "已重挂", [builders.photo()])
    problems.verify(found.pk, city, True, "属实")
    assert aggregates.verify() == []

    table = heat(made, used[1], city.region)
    assert len(table.regions) == 7 and len(table.lines) == 8
    assert table.weakest(1)[0][2] < 1 and changes(made, table, city.region) == (None, [])
    pack_of(counties[COUNTY], made)


def pack_of(county: Post, made: Any) -> None:
    """One click: report, workbooks, evidence."""
    mark = Mark.objects.under(COUNTY).filter(wants_evidence=True)[0]
    mark.evidence.add(*keep_evidence(mark.region, county, [builders.photo()], "门牌照片"))
    client = Client()
    client.force_login(county.user)
    answer = client.post(f"/grassroots/campaigns/{made.pk}/pack/{COUNTY}/")
    files = client.get(f"{answer['Location']}file/")
    with zipfile.ZipFile(BytesIO(b"".join(files.streaming_content))) as archive:  # type: ignore[attr-defined]
        names = archive.namelist()
        report = docx.Document(BytesIO(archive.read(names[0])))
        scores = load_workbook(BytesIO(archive.read(names[1]))).active
    assert names[0].endswith(".docx") and len(names) == 6 and names[-1].startswith("佐证材料/")
    assert "薄弱环节" in "".join(p.text for p in report.paragraphs)
    assert scores.max_row == Mark.objects.under(COUNTY).count() + 2


def test_a_line_of_the_sheet_keeps_to_its_item(city: Post) -> None:
    used = stage.standard(city)
    campaigns.open_campaign(city, "评估", [used], stage.dates())
    county = builders.post(Role.COUNTY_OFFICER, COUNTY)
    rows = list(Mark.objects.under(COUNTY).select_related("item").order_by("pk"))
    away = Mark.objects.under("210902000000")[0]
    lines = [
        [str(rows[0].pk), "41", "", ""],
        [str(away.pk), "1", "", ""],
        [str(rows[3].pk), "0.5", "", ""],
        [str(rows[1].pk), "12.5", "", "差"],
    ]
    with scope(county.region.scope()):
        made_import = books.hand_in(
            "self-checks", county, books.book(HEADS, lines, "自查评分"), "自查.xlsx"
        )
    assert (made_import.refused, made_import.changed) == (3, 1)
    with scope(county.region.scope()):
        books.agree(made_import, "good")
    rows[1].refresh_from_db()
    assert (float(rows[1].own or 0), rows[1].own_note, float(rows[1].share or 0)) == (
        12.5,
        "差",
        0.625,
    )

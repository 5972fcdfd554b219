"""The pages of an appraisal, from the draft to the published results, and the letter of responsibility."""

from __future__ import annotations

import re
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.appraisals.stage import Stage, stage
from tests.builders import COUNTY, OTHER_COUNTY
from tests.congress.test_papers import words
from zulian.accounts.models import Post
from zulian.appraisals.models import Scheme, SchemeItem, Score
from zulian.appraisals.papers import responsibility
from zulian.appraisals.rules import Kind
from zulian.appraisals.services import schemes
from zulian.documents.official import Table, write_docx

pytestmark = pytest.mark.usefixtures("regions")
State = Scheme.State
SURE = {"sure": "on"}


@pytest.fixture
def on() -> Stage:
    return stage()


def browser(who: Post) -> Client:
    client = Client()
    client.force_login(who.user)
    return client


def test_the_year_of_an_appraisal(on: Stage) -> None:
    client = browser(on.city)
    page = client.get("/appraisals/schemes/draw-up/").content.decode()
    assert on.circular.title in page
    client.post("/appraisals/schemes/draw-up/", {"circular": on.circular.pk, "name": "演示办法"})
    scheme = Scheme.objects.get()
    address = f"/appraisals/schemes/{scheme.pk}/"
    assert "按时上报" in client.get(address).content.decode()
    added = {"title": "创新", "kind": "judged", "points": "10", "rule": "评议"}
    added |= {"late_by": "all", "each": ""}
    client.post(f"{address}item/", added)
    assert "合计 110" in client.get(address).content.decode()
    item = scheme.items.get(kind=Kind.JUDGED)
    client.post(f"/appraisals/items/{item.pk}/drop/")
    assert "下达后不能再改" in client.post(f"{address}issue/", {}).content.decode()
    client.post(f"{address}issue/", SURE)
    assert Scheme.objects.get().state == State.ISSUED
    result = on.result(scheme)
    own = browser(on.county)
    page = own.get(f"/appraisals/results/{result.pk}/").content.decode()
    assert "按时上报" in page and "打分" not in page
    assert own.get(f"/appraisals/results/{on.result(scheme, OTHER_COUNTY).pk}/").status_code == 404
    bonus = on.score(scheme, Kind.BONUS)
    page = client.get(f"/appraisals/scores/{bonus.pk}/judge/").content.decode()
    assert "最多 5 分" in page and "加分" in page and on.county.region.organisation in page
    client.post(f"/appraisals/scores/{bonus.pk}/judge/", {"given": "2.5", "note": "先进"})
    page = own.get(f"/appraisals/results/{result.pk}/").content.decode()
    assert "先进" not in page, "nobody below knows a mark before it is told"
    client.post(f"{address}tell/", SURE)
    assert "先进" in own.get(f"/appraisals/results/{result.pk}/").content.decode()
    own.post(f"/appraisals/scores/{bonus.pk}/object/", {"ground": "应加五分"})
    assert Score.objects.get(pk=bonus.pk).ground == "应加五分"
    assert "待答复的考核异议" in client.get("/").content.decode()
    client.post(f"/appraisals/scores/{bonus.pk}/answer/", {"given": "", "reply": "维持"})
    assert Score.objects.get(pk=bonus.pk).given == Score.objects.get(pk=bonus.pk).points


def test_places_are_told_with_the_results_and_all_of_them_once_published(on: Stage) -> None:
    scheme = on.scheme(State.ISSUED)
    own = browser(on.county)
    result = f"/appraisals/results/{on.result(scheme).pk}/"
    assert "名次" not in own.get(result).content.decode()
    address = f"/appraisals/schemes/{scheme.pk}/"
    other = on.result(scheme, OTHER_COUNTY).region.organisation
    assert other not in own.get(address).content.decode()
    Scheme.objects.filter(pk=scheme.pk).update(state=State.PUBLISHED)
    assert "名次" in own.get(result).content.decode()
    page = own.get(address).content.decode()
    assert (
        other in page and f"/appraisals/results/{on.result(scheme, OTHER_COUNTY).pk}/" not in page
    )


def test_the_letter_of_responsibility_says_tasks_points_and_who_signs(on: Stage) -> None:
    scheme = on.scheme(State.ISSUED)
    told = responsibility(on.result(scheme))
    tasks, items, sides = (block for block in told.blocks if isinstance(block, Table))
    assert tasks.rows and items.rows[0][1] == "台账达标"
    assert any("最多扣10" in row for row in items.rows)
    assert sides.head == ("甲方", "乙方")
    assert "目标责任书" in words(write_docx(told))
    answer = browser(on.county).get(f"/appraisals/results/{on.result(scheme).pk}/paper/")
    assert answer.status_code == 200 and answer.content[:2] == b"PK"
    assert on.result(scheme).region_id == COUNTY


def test_the_table_of_the_results_is_the_issuers_until_it_is_published(on: Stage) -> None:
    scheme = on.scheme(State.TOLD)
    address = f"/appraisals/schemes/{scheme.pk}/summary/"
    [head, *rows] = [
        [cell.value for cell in row]
        for row in load_workbook(BytesIO(browser(on.city).get(address).content)).active.iter_rows(
            min_row=2
        )
    ]
    assert head[0] == "单位" and head[-2:] == ["总分", "名次"] and "逾期扣分（最多扣10）" in head
    assert {row[0] for row in rows} >= {on.county.region.organisation, on.other.region.organisation}
    assert browser(on.county).get(address).status_code == 403
    Scheme.objects.filter(pk=scheme.pk).update(state=State.PUBLISHED)
    assert browser(on.county).get(address).status_code == 200


def test_an_item_leads_to_the_tasks_behind_it_and_a_unit_says_what_lacks(on: Stage) -> None:
    scheme = on.scheme()
    measured = scheme.items.get(kind=Kind.MEASURED)
    SchemeItem.objects.filter(pk=measured.pk).update(points=30)
    SchemeItem.objects.create(
        scheme=scheme, region=scheme.region, order=9, title="评议", kind=Kind.JUDGED, points=10
    )
    schemes.issue(scheme.pk, on.city)
    page = browser(on.city).get(f"/appraisals/schemes/{scheme.pk}/").content.decode()
    assert "评议还有 1 项没有打分" in page
    page = browser(on.city).get(f"/appraisals/results/{on.result(scheme).pk}/").content.decode()
    found = re.search(r'href="(/[^"]*measure=unsigned[^"]*)"', page)
    assert found
    answer = browser(on.city).get(found[1].replace("&amp;", "&"))
    assert answer.status_code == 200
    mine = browser(on.county).get(f"/appraisals/schemes/{scheme.pk}/").content.decode()
    assert "没有打分" not in mine


def test_a_column_of_marks_is_given_on_one_page(on: Stage) -> None:
    scheme = on.scheme(State.ISSUED)
    mine, others = (on.score(scheme, Kind.BONUS, code) for code in (COUNTY, OTHER_COUNTY))
    client, address = browser(on.city), f"/appraisals/items/{mine.item_id}/marks/"
    assert address in client.get(f"/appraisals/schemes/{scheme.pk}/").content.decode()
    page = client.get(address).content.decode()
    assert mine.region.organisation in page and f'name="given_{others.pk}"' in page
    sent = {f"given_{mine.pk}": "2.5", f"note_{mine.pk}": "先进", f"given_{others.pk}": "9"}
    page = client.post(address, sent).content.decode()
    assert "应在 0 到" in page and 'value="2.5"' in page
    assert client.post(address, sent | {f"given_{others.pk}": "1"}).status_code == 302
    assert on.score(scheme, Kind.BONUS).points == Decimal("2.5")
    counted = scheme.items.get(kind=Kind.SIGNED)
    assert client.get(f"/appraisals/items/{counted.pk}/marks/").status_code != 200


def test_a_plan_and_its_scheme_lead_to_each_other(on: Stage) -> None:
    """A draft is known to who drew it up; handed down, each unit appraised finds it from the plan."""
    plan = on.circular.get_absolute_url()
    own, county = browser(on.city), browser(on.county)
    own.post("/appraisals/schemes/draw-up/", {"circular": on.circular.pk, "name": "演示办法"})
    scheme = Scheme.objects.get()
    address = f'href="/appraisals/schemes/{scheme.pk}/"'
    assert address in own.get(plan).content.decode()
    assert address not in county.get(plan).content.decode()
    own.post(f"/appraisals/schemes/{scheme.pk}/issue/", SURE)
    assert address in county.get(plan).content.decode()


def test_where_every_plan_has_its_scheme_the_form_says_so(on: Stage) -> None:
    client = browser(on.city)
    page = client.get("/appraisals/schemes/draw-up/").content.decode()
    assert "都已有考核办法" not in page
    client.post("/appraisals/schemes/draw-up/", {"circular": on.circular.pk, "name": "演示办法"})
    page = client.get("/appraisals/schemes/draw-up/").content.decode()
    assert "没有可以选的工作要点" in page and "都已有考核办法" in page

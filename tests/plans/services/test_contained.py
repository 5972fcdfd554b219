"""An act of the plan above that stands among others here: mapped and asked about, never joined by itself."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tests.builders import draft, plan, post
from zulian.accounts.roles import Role
from zulian.plans.models import Circular
from zulian.plans.services import likeness
from zulian.plans.services.outlook import outlook_of

pytestmark = pytest.mark.usefixtures("regions")
HEAD = "{unit}残联示〔{year}〕{n}号\n{year}年1月12日\n{year}年{place}残联组织工作要点\n"
CITYS = """一、夯实基层
（一）用好专职委员。村（社区）残协要每季度更新一次残疾人基本情况档案，落实每月补贴。
二、社会组织
（一）联系助残社会组织。县（区）残联要在10月底前摸清本地助残社会组织底数，建立联系名单。
"""
COUNTYS = """一、基层
（一）做实档案。村（社区）残协要每季度更新一次残疾人基本情况档案，并走访残疾人家庭不少于5户。
二、社团
（一）摸底。县（区）残联要在9月底前摸清助残社会组织底数，逐一签订合作协议。
三、其他
（一）康复。村（社区）残协要每季度更新一次残疾儿童康复档案，并上报情况。
"""


def text(words: str, unit: str, place: str, n: int) -> str:
    year = timezone.localdate().year
    return HEAD.format(unit=unit, place=place, n=n, year=year) + words


@pytest.fixture
def own() -> Circular:
    plan(post(Role.CITY_OFFICER), text(CITYS, "阜", "全市", 1))
    return draft(post(Role.COUNTY_OFFICER), text(COUNTYS, "蒙", "全县", 5))


def test_the_clause_is_mapped_and_its_task_asked_about(own: Circular) -> None:
    mapped = own.clauses.filter(carries_out__isnull=False).select_related("carries_out")
    assert {one.path: one.carries_out.path for one in mapped if one.carries_out} == {
        "一（一）": "一（一）",
        "二（一）": "二（一）",
    }
    seen = outlook_of(own)
    assert seen.pairs == []
    assert {pair.task.clause.path for pair in seen.doubts} == {"一（一）", "二（一）"}


@pytest.mark.parametrize(
    ("one", "other", "shares"),
    [
        ("村要更新一次残疾人基本情况档案，并走访。", "村每季度更新残疾人基本情况档案。", True),
        ("县要摸清本地助残社会组织底数。", "摸清助残社会组织底数，建立名单。", True),
        ("县要召开会议，建立台账。", "县要召开会议。", False),
        ("更新残疾儿童康复档案。", "更新残疾人基本情况档案。", False),
    ],
)
def test_an_act_is_shared_by_its_words(one: str, other: str, shares: bool) -> None:
    assert likeness.share_an_act(one, other) is shares


def test_one_order_for_townships_is_linked_however_each_paper_says_it() -> None:
    """What city and county both ask of every township becomes one assignment, or is asked about before it goes out."""
    year = timezone.localdate().year
    citys = f"一、夯实基层\n（一）档案。乡镇（街道）残联要在11月底前完成{year}年度档案归档。\n"
    for n, words in enumerate(
        (
            f"乡镇（街道）残联于11月底前完成{year}年度档案归档。",
            f"各乡镇（街道）残联要在10月底前完成{year}年度档案归档工作。",
            f"11月20日前，乡镇（街道）残联要完成{year}年度残疾人档案归档，并报县残联。",
        )
    ):
        if not n:
            plan(post(Role.CITY_OFFICER), text(citys, "阜", "全市", 1))
        own = draft(
            post(Role.COUNTY_OFFICER),
            text(f"一、基层\n（一）归档。{words}\n", "蒙", "全县", 10 + n),
        )
        mapped = own.clauses.get(path="一（一）").carries_out
        assert mapped is not None and mapped.path == "一（一）", words
        seen = outlook_of(own)
        assert len(seen.pairs) + len(seen.doubts) == 1, words
        own.delete()

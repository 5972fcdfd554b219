"""How alike clauses are: by what is rare in their plans, not by what all of the field say."""

from __future__ import annotations

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import draft, plan, post
from zulian.accounts.roles import Role
from zulian.plans.services.rarity import Rarity

CITY = """测残联〔{year}〕9号
{year}年1月20日
{year}年全市残联组织工作要点
一、专职委员
（一）补齐专职委员。县（区）残联要在6月底前补齐空缺的专职委员岗位，实现村（社区）全覆盖。
（二）培训专职委员。县（区）残联全年组织专职委员业务培训不少于2次。
（三）建立档案。县（区）残联要建立健全专职委员档案，每季度更新一次专职委员信息。
二、志愿助残
（一）壮大队伍。县（区）残联全年新增注册助残志愿者不少于60名。
（二）宣传表彰。县（区）残联要推荐宣传优秀助残志愿者典型。
三、残疾人证
（一）上门办证。县（区）残联要对行动不便的重度残疾人上门评定、上门送证。
（二）档案管理。县（区）残联要规范残疾人证核发档案，做到一人一档。
"""
COUNTY = """新测残联〔{year}〕7号
{year}年2月1日
{year}年全县残联组织工作要点
一、专职委员
（一）专职委员培训。各乡镇（街道）残联要在年底前组织残疾人专职委员参加业务培训1次。
（二）专职委员考核。各乡镇（街道）残联每半年对专职委员履职情况考核一次。
（三）专职委员补贴。县残联要在9月底前落实专职委员岗位补贴，按月发放。
二、其他
（一）志愿者保险。县残联为助残志愿者购买意外保险。
（二）办证。各乡镇（街道）残联要为行动不便的重度残疾人上门办理残疾人证。
（三）专职委员档案。村（社区）残协要建立专职委员个人档案。
"""


@pytest.mark.usefixtures("regions")
def test_what_shares_only_the_words_of_the_field_is_not_suggested() -> None:
    """补贴 is not 岗位, 考核 not 培训, 保险 of volunteers not 宣传; 培训, 办证 and 档案 are told in other words."""
    year = timezone.localdate().year
    plan(post(Role.CITY_OFFICER), text=CITY.format(year=year))
    own = draft(post(Role.COUNTY_OFFICER), COUNTY.format(year=year))
    rows = own.clauses.filter(carries_out__isnull=False).select_related("carries_out")
    assert {clause.path: clause.carries_out.path for clause in rows if clause.carries_out} == {
        "一（一）": "一（二）",
        "二（二）": "三（一）",
        "二（三）": "一（三）",
    }


WORDS = st.text("残疾人专职委员培训补贴档案，2", max_size=20)


@given(st.lists(WORDS, max_size=6), st.lists(WORDS, max_size=6), WORDS, WORDS)
def test_likeness_is_a_share_and_goes_both_ways(
    own: list[str], above: list[str], one: str, other: str
) -> None:
    rarity = Rarity([own, above])
    assert 0 <= rarity.alike(one, other) <= 1
    assert rarity.alike(one, other) == pytest.approx(rarity.alike(other, one))


def test_what_all_say_tells_less_than_what_one_says() -> None:
    rarity = Rarity([["走访慰问家庭", "走访调查家庭", "走访登记家庭"], ["走访帮扶家庭"]])
    assert rarity.alike("走访帮扶", "走访慰问") < rarity.alike("帮扶走访", "帮扶慰问")

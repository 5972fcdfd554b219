"""Who helps (会同、联合、与…共同、配合): kept beside those who act, and never taken for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.plans.reading.papers import CITY, COUNTY, duties_of
from zulian.plans.reading.duties import Guess

BODIES = (
    "市民政局",
    "市人力资源和社会保障局",
    "市卫生健康委",
    "市文化旅游和广播电视局",
    "团市委",
    "市妇联",
    "市教育局",
    "公安机关",
    "市住房和城乡建设局",
)
# Each way to name them, and what is done.
WORDINGS = (
    "市残联会同{names}举办招聘会。",
    "市残联联合{names}举办招聘会。",
    "市残联与{names}联合举办招聘会。",
    "市残联与{names}共同举办招聘会。",
    "由市残联牵头、{names}配合，举办招聘会。",
    "由市残联牵头，{names}配合，举办招聘会。",
    "市残联举办招聘会，{names}配合。",
    "市残联举办招聘会，{names}积极参与，10月底前完成。",
    "市残联在{names}配合下举办招聘会。",
    "市残联举办招聘会（{names}配合）。",
    "市残联商请{names}举办招聘会。",
)


@given(
    st.lists(st.sampled_from(BODIES), min_size=1, max_size=4, unique=True),
    st.sampled_from(WORDINGS),
    st.sampled_from(["、", "和", "及"]),
)
def test_who_helps_is_kept_however_it_is_said(names: list[str], wording: str, last: str) -> None:
    listed = last.join(["、".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    [duty] = duties_of(wording.format(names=listed))
    kept = duty.actors.departments
    assert duty.actors.levels == ("city",)
    # A body may be kept by its short name (公安 of 公安机关).
    assert all(any(one in name or name in one for one in kept) for name in names)
    assert len(kept) == len(names) and duty.title.startswith("举办招聘会")
    assert not duty.guesses - {Guess.DEADLINE}


@pytest.mark.parametrize("verb", ["配合", "积极配合", "协助", "要配合"])
@pytest.mark.parametrize("body", ["县残联", "市残联"])
def test_who_is_helped_does_not_act(verb: str, body: str) -> None:
    [duty] = duties_of(f"{verb}{body}做好换届工作，6月底前完成。", COUNTY)
    assert (duty.actors.levels, duty.actors.departments) == (("township",), (body,))
    assert duty.guesses == {Guess.ADDRESSEES} and duty.title.endswith(f"{body}做好换届工作")


@pytest.mark.parametrize(
    ("clause", "levels", "helpers"),
    [
        ("各乡镇残联要配合县残联做好换届工作。", ("township",), ("县残联",)),
        ("会同乡镇残联开展入户核查。", ("county",), ("乡镇残联",)),
        ("县残联联合各乡镇开展走访。", ("county",), ("乡镇",)),
        ("市残联商市财政局制定补助办法。", ("city",), ("市财政局",)),
        ("县（区）残联与公安、民政等部门建立共享机制。", ("county",), ("公安", "民政")),
        ("县（区）残联开展筛查（市卫健委配合）。", ("county",), ("市卫健委",)),
        ("县（区）残联开展筛查。配合单位：市卫健委。", ("county",), ("市卫健委",)),
        ("市残联与各县（区）残联签订责任书。", ("city",), ()),
        ("市残联举办商品展销活动。", ("city",), ()),
    ],
)
def test_helpers_beside_who_acts(
    clause: str, levels: tuple[str, ...], helpers: tuple[str, ...]
) -> None:
    [duty] = duties_of(clause, CITY)
    assert (duty.actors.levels, duty.actors.departments) == (levels, helpers)
    assert not {Guess.REST, Guess.ACTORS, Guess.PARTLY} & duty.guesses

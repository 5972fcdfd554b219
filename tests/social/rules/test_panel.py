"""Who may judge: conflicts of interest and the make-up of a panel, by property."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from zulian.social.rules.panel import Bidder, Conflict, Fault, JudgeFacts, conflict, faults, fit

NAMES = ("演甲", "演乙", "演丙", "演丁", "演戊", "演己")
HOUSES = ("演示残联", "演示大学", "阳光之家", "星星（儿童）中心", "演示律所")
judges = st.builds(
    JudgeFacts,
    st.sampled_from(NAMES),
    st.sampled_from(HOUSES),
    st.booleans(),
    st.sampled_from([None, True, False]),
)
bidders = st.builds(
    Bidder, st.sampled_from(HOUSES), st.frozensets(st.sampled_from(NAMES), max_size=3)
)
panels, offers = st.lists(judges, max_size=9), st.lists(bidders, max_size=4)


@given(panels, offers)
def test_nobody_left_has_any_tie_to_any_bidder(panel: list[JudgeFacts], rows: list[Bidder]) -> None:
    for judge in fit(panel, rows):
        assert not judge.declared
        assert all(judge.employer != b.name and judge.name not in b.people for b in rows)


@given(panels, offers, bidders)
def test_one_more_bidder_never_lets_a_judge_back_in(
    panel: list[JudgeFacts], rows: list[Bidder], more: Bidder
) -> None:
    assert set(fit(panel, [*rows, more])) <= set(fit(panel, rows))


@given(judges, offers)
def test_who_declares_an_interest_steps_aside_whatever_else(
    judge: JudgeFacts, rows: list[Bidder]
) -> None:
    assert conflict(replace(judge, declared=True), rows) is Conflict.DECLARED


@given(panels, offers, st.integers(1, 5), st.integers(1, 4))
def test_a_panel_without_fault_is_odd_large_enough_declared_and_not_the_buyers(
    panel: list[JudgeFacts], rows: list[Bidder], least: int, own_one_in: int
) -> None:
    left = fit(panel, rows)
    if not faults(panel, rows, least, own_one_in):
        assert len(left) >= least and len(left) % 2 == 1
        assert all(judge.declared is False for judge in left)
        assert sum(judge.own_house for judge in left) <= len(left) / own_one_in


@given(panels, offers, judges)
def test_a_recused_judge_changes_nothing_in_the_panel(
    panel: list[JudgeFacts], rows: list[Bidder], judge: JudgeFacts
) -> None:
    recused = replace(judge, declared=True)
    assert faults([*panel, recused], rows, 3, 3) == faults(panel, rows, 3, 3)


def test_a_name_written_another_way_is_the_same_house() -> None:
    judge = JudgeFacts("演甲", "星星(儿童) 中心", declared=False)
    assert conflict(judge, [Bidder("星星（儿童）中心")]) is Conflict.EMPLOYED
    assert (
        conflict(JudgeFacts("演 乙", "演示大学"), [Bidder("阳光之家", frozenset({"演乙"}))])
        is Conflict.LEADS
    )


def test_each_fault_is_told() -> None:
    fair = [JudgeFacts(name, "演示大学", declared=False) for name in NAMES[:3]]
    assert faults(fair, [], 3, 3) == []
    assert faults(fair[:2], [], 3, 3) == [Fault.FEW, Fault.EVEN]
    assert Fault.UNDECLARED in faults([replace(fair[0], declared=None), *fair[1:]], [], 3, 3)
    assert Fault.OWN in faults([replace(j, own_house=True) for j in fair[:2]] + fair[2:], [], 3, 3)

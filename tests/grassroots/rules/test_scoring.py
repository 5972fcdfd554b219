"""Scoring: bounds, weights, what does not apply, vetoes, whose mark counts."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from zulian.grassroots.rules.scoring import HUNDRED, Node, Said, differs, grade, score, settled

POINTS = st.integers(1, 40).map(Decimal)
SHARES = st.integers(0, 20).map(lambda n: Decimal(n) / 20)


@st.composite
def trees(draw: st.DrawFn) -> tuple[Node, ...]:
    """Groups of items, some one deeper; groups with and without points of their own; some vetoes."""
    keys = count(1)

    def leaf() -> Node:
        veto = draw(st.booleans())
        return Node(next(keys), draw(POINTS), Decimal(draw(st.integers(1, 3))), veto)

    def group(depth: int) -> Node:
        children = tuple(
            group(depth - 1) if depth and draw(st.booleans()) else leaf()
            for _n in range(draw(st.integers(1, 3)))
        )
        return Node(
            next(keys),
            draw(st.sampled_from([Decimal(0), Decimal(30)])),
            Decimal(draw(st.integers(1, 3))),
            False,
            children,
        )

    return tuple(group(1) for _n in range(draw(st.integers(1, 3))))


def leaves(nodes: tuple[Node, ...]) -> list[Node]:
    return [leaf for node in nodes for leaf in node.leaves()]


@given(trees(), st.data())
def test_points_lie_between_nothing_and_the_whole_and_more_never_earns_less(
    nodes: tuple[Node, ...], data: st.DataObject
) -> None:
    marks = {leaf.key: data.draw(st.none() | SHARES) for leaf in leaves(nodes)}
    result = score(nodes, marks)
    assert 0 <= result.points <= result.full and 0 <= result.percent <= HUNDRED
    better = data.draw(st.sampled_from(sorted(marks)))
    if marks[better] is not None:
        assert score(nodes, marks | {better: Decimal(1)}).points >= result.points


@given(trees())
def test_all_is_all_and_nothing_is_nothing(nodes: tuple[Node, ...]) -> None:
    everything = {leaf.key: Decimal(1) for leaf in leaves(nodes)}
    assert score(nodes, everything).percent == HUNDRED and not score(nodes, everything).vetoes
    assert score(nodes, {}).points == 0
    assert set(score(nodes, {}).vetoes) == {leaf.key for leaf in leaves(nodes) if leaf.veto}


@given(trees(), SHARES)
def test_the_same_share_everywhere_is_that_share_whatever_the_weights(
    nodes: tuple[Node, ...], share: Decimal
) -> None:
    result = score(nodes, {leaf.key: share for leaf in leaves(nodes)})
    assert abs(result.percent - share * HUNDRED) <= Decimal("0.02")


@given(trees(), st.data())
def test_what_does_not_apply_counts_as_its_neighbours_do(
    nodes: tuple[Node, ...], data: st.DataObject
) -> None:
    """Leaving an item out is the same as giving it the share that the rest of its group earned."""
    marks = {leaf.key: data.draw(SHARES) for leaf in leaves(nodes)}
    flat = (Node(0, children=tuple(leaves(nodes))),)
    out = data.draw(st.sampled_from(sorted(marks)))
    rest = {k: v for k, v in marks.items() if k != out}
    if not rest:
        assert score(flat, {out: None}).points == 0
        return
    others = (Node(0, children=tuple(leaf for leaf in leaves(nodes) if leaf.key != out)),)
    assert score(flat, rest | {out: None}).percent == score(others, rest).percent


@given(trees(), st.data())
def test_one_failed_veto_is_enough(nodes: tuple[Node, ...], data: st.DataObject) -> None:
    marks = {leaf.key: Decimal(1) for leaf in leaves(nodes)}
    vetoes = [leaf.key for leaf in leaves(nodes) if leaf.veto]
    if vetoes:
        failed = data.draw(st.sampled_from(vetoes))
        result = score(nodes, marks | {failed: Decimal("0.95")})
        assert result.vetoes == (failed,) and grade(result, Decimal(1), Decimal(2)) == "short"
        assert not score(nodes, marks | {failed: None}).vetoes
    assert grade(score(nodes, marks), Decimal(80), Decimal(90)) == "good"


def test_weights_tell_by_hand() -> None:
    nodes = (
        Node(1, Decimal(60), children=(Node(2, Decimal(40)), Node(3, Decimal(20)))),
        Node(
            4,
            Decimal(20),
            Decimal(2),
            children=(Node(5, Decimal(10)), Node(6, Decimal(10), Decimal(3))),
        ),
    )
    result = score(nodes, {2: Decimal("0.5"), 3: Decimal(1), 5: Decimal(1), 6: Decimal(0)})
    # 60 × (20 + 20) / 60 + 40 × 10 / 40
    assert (result.points, result.full, result.percent) == (Decimal(50), Decimal(100), Decimal(50))


@given(
    st.none() | SHARES, st.booleans(), st.none() | SHARES, st.none() | SHARES, st.none() | SHARES
)
def test_who_looked_last_has_the_word(
    own: Decimal | None,
    left_out: bool,
    review: Decimal | None,
    visit: Decimal | None,
    decided: Decimal | None,
) -> None:
    found = settled(Said(own, left_out, review, visit, decided))
    first = next((m for m in (decided, visit, review) if m is not None), None)
    assert found == (first if first is not None else None if left_out else own or Decimal(0))


def test_a_difference_is_more_than_the_slack() -> None:
    slack = Decimal("0.1")
    assert not differs(Said(Decimal("0.9"), review=Decimal("0.8")), slack)
    assert differs(Said(Decimal("0.9"), review=Decimal("0.75")), slack)
    assert differs(Said(Decimal("0.9"), review=Decimal("0.9"), visit=Decimal("0.2")), slack)
    assert differs(Said(None, True, review=Decimal(1)), slack)
    assert not differs(Said(Decimal(1)), slack)

"""Jurisdiction: ranges of codes, and the refusal of unscoped queries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import CITY, COUNTY, OTHER_COUNTY, TOWN, VILLAGE
from zulian.accounts.models import Message
from zulian.foundation.scopes import EVERYTHING, Scope, ScopeError, code_range, prefix_length, scope
from zulian.regions.models import Region, ancestors, parent_code

digits = st.text("0123456789", min_size=2, max_size=2)
codes = st.builds(
    lambda parts, depth: "".join(parts[:depth]).ljust(12, "0"),
    st.tuples(
        st.integers(11, 65).map(str),
        st.integers(1, 99).map("{:02}".format),
        st.integers(1, 99).map("{:02}".format),
        st.integers(1, 999).map("{:03}".format),
        st.integers(1, 999).map("{:03}".format),
    ),
    st.integers(1, 5),
)


@given(codes, codes)
def test_a_code_lies_in_the_range_of_another_exactly_when_it_begins_with_its_prefix(
    code: str, other: str
) -> None:
    low, high = code_range(other)
    assert (low <= code < high) == code.startswith(other[: prefix_length(other)])


@given(codes)
def test_ancestors_end_at_the_province_and_each_holds_the_code(code: str) -> None:
    above = ancestors(code)
    assert len(above) == [2, 4, 6, 9, 12].index(prefix_length(code))
    assert all(low <= code < high for low, high in map(code_range, above))
    assert (parent_code(code) == "") == (prefix_length(code) == 2)


@pytest.mark.django_db
def test_a_query_without_a_scope_is_an_error() -> None:
    with pytest.raises(ScopeError):
        Message.objects.count()


def test_scopes_nest_and_close() -> None:
    inner = Scope(ranges=(code_range(COUNTY),))
    with scope(EVERYTHING), scope(inner):
        assert inner.holds(VILLAGE)
        assert not inner.holds(OTHER_COUNTY)
    with pytest.raises(ScopeError):
        Message.objects.all()


def test_only_rows_inside_and_published_rows_above_are_seen(regions: None) -> None:
    for n, code in enumerate((CITY, COUNTY, TOWN, OTHER_COUNTY)):
        Message.objects.create(region_id=code, kind="x", title=code, url="/", key=str(n))
    with scope(Region.objects.get(code=COUNTY).scope()):
        assert set(Message.objects.values_list("region_id", flat=True)) == {COUNTY, TOWN}
    with scope(Scope()):
        assert not Message.objects.exists()


@pytest.mark.django_db
def test_rows_are_asked_for_anew_each_time(regions: None) -> None:
    """The condition of a jurisdiction is made once; what was found by it is nobody else's."""
    with scope(Region.objects.get(code=COUNTY).scope()):
        before = list(Message.objects.all())
        narrowed = Message.objects.filter(kind="y")
        Message.objects.create(region_id=TOWN, kind="x", title="t", url="/", key="k")
        assert (before, list(narrowed), Message.objects.count()) == ([], [], 1)
    with scope(Region.objects.get(code=OTHER_COUNTY).scope()):
        assert not Message.objects.exists()

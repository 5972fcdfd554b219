"""The meeting: quorum as people come, seats for everybody, papers in the forms that are wanted."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import TOWN, VILLAGE, post
from tests.congress import stage
from zulian.accounts.roles import Role
from zulian.congress.models import Congress, Delegate
from zulian.congress.models.delegates import Need
from zulian.congress.services import delegates, meeting
from zulian.congress.services.meeting import _seats
from zulian.foundation.models import AuditEntry


@pytest.fixture
def congress(regions: None) -> Congress:
    found = stage.of(stage.open_round(post(Role.CITY_OFFICER)), TOWN)
    stage.units(found, [1], 7)
    stage.relax(found)
    stage.fill(found)
    stage.elect_delegates(found)
    return found


def test_the_quorum_shows_as_delegates_come(congress: Congress) -> None:
    rows = list(congress.delegates.all())
    for n, delegate in enumerate(rows, 1):
        meeting.check_in(delegate.pk)
        found = meeting.presence(congress)
        assert (found.present, found.due, found.needed, found.enough) == (n, 7, 5, n >= 5)
    entries = AuditEntry.objects.filter(action="delegate.check_in").count()
    meeting.check_in(rows[0].pk)
    assert (
        AuditEntry.objects.filter(action="delegate.check_in").count() == entries
    )  # twice changes nothing
    meeting.check_out(rows[0].pk)
    assert meeting.presence(congress).present == 6


def test_who_is_not_elected_does_not_check_in(congress: Congress) -> None:
    other = delegates.propose(
        congress.pk, stage.people(VILLAGE, 1)[0], delegates.Name(congress.units.get(), "none")
    )
    with pytest.raises(ValidationError, match="不是当选代表"):
        meeting.check_in(other.pk)


def test_wanted_forms_are_counted(congress: Congress) -> None:
    one, two = congress.delegates.all()[:2]
    for row, needs in ((one, ["braille", "companion"]), (two, ["braille"])):
        Delegate.objects.filter(pk=row.pk).update(needs=needs)
    found = dict(meeting.wanted_papers(congress))
    assert found["盲文文件"] == 2 and found["陪同人员"] == 1 and found["大字文件"] == 0


needs = st.lists(
    st.sampled_from([[], [], [], ["wheelchair"], ["sign"], ["sign", "wheelchair"]]), max_size=80
)


@given(needs, st.integers(2, 20))
def test_everybody_has_a_seat_of_their_own_and_wheelchairs_have_room(
    wanted: list[list[str]], per_row: int
) -> None:
    people = [Delegate(pk=n, needs=need) for n, need in enumerate(wanted, 1)]
    found = _seats(people, per_row)
    assert len({seat for _d, seat in found}) == len(found) == len(people)
    rows = {d.pk: tuple(map(int, seat.split("-"))) for d, seat in found}
    assert all(1 <= column <= per_row for _row, column in rows.values())
    ends = [rows[d.pk] for d in people if Need.WHEELCHAIR in d.needs]
    assert all(column in {1, per_row} for _row, column in ends)
    signers = [rows[d.pk] for d in people if d.needs == ["sign"]]
    others = [rows[d.pk] for d in people if not d.needs]
    assert not signers or not others or max(signers) < min(others)

"""Contests: candidates enough, published, counted by two tellers apart, decided, and what follows; and by chance, many times."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import signing
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import TOWN, VILLAGE, post
from tests.congress import stage
from tests.leadership.stage import held, offices
from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.congress.models import Congress, Contest, ContestState, Delegate, Nominee, TellerSheet
from zulian.congress.services import contests, holding, tellers
from zulian.foundation.clock import on_day, today
from zulian.leadership.models import Office, Term


@pytest.fixture
def congress(regions: None) -> Congress:
    """A township's congress on its day: nine delegates, all there."""
    found = stage.of(stage.open_round(post(Role.CITY_OFFICER)), TOWN)
    return stage.ready(found, post(Role.TOWNSHIP_OFFICER), post(Role.COUNTY_OFFICER), seats=9)


def test_candidates_must_be_enough_for_the_kind_of_election(congress: Congress) -> None:
    made = contests.set_up(congress.pk, contests.Setup("up", 2, differential=True))
    for who in stage.people(VILLAGE, 2):
        contests.nominate(made.pk, who, "self", "", "")
    with pytest.raises(ValidationError, match="差额选举"):
        contests.publish(made.pk)
    contests.nominate(made.pk, stage.people(VILLAGE, 1)[0], "self", "", "")
    contests.publish(made.pk)
    equal = contests.set_up(congress.pk, contests.Setup("board.chair", 1))
    for who in stage.people(VILLAGE, 2):
        contests.nominate(equal.pk, who, "self", "", "")
    with pytest.raises(ValidationError, match="等额选举"):
        contests.publish(equal.pk)


def test_votes_are_cast_after_publication_only(congress: Congress) -> None:
    made = contests.set_up(congress.pk, contests.Setup("board.chair", 1))
    contests.nominate(made.pk, stage.people(VILLAGE, 1)[0], "self", "", "")
    with pytest.raises(ValidationError, match="先公示"):
        contests.open_voting(made.pk)
    shown = contests.publish(made.pk)
    with pytest.raises(ValidationError, match="期满后"):
        contests.open_voting(made.pk)
    assert shown.public_until is not None
    with on_day(shown.public_until + timedelta(days=1)):
        assert contests.open_voting(made.pk).voters == 9


def test_two_tellers_enter_apart_and_nothing_is_told_before_both_are_there(
    congress: Congress,
) -> None:
    made = stage.contest(congress, "board.chair", stage.people(VILLAGE, 1), 1)
    tellers.enter(made.pk, "a", stage.entered(made, [7]))
    assert tellers.compare(made).outcome is None and not tellers.compare(made).differences
    with pytest.raises(ValidationError, match="不同的人"):
        tellers.enter(made.pk, "b", stage.entered(made, [7]))
    with pytest.raises(ValidationError, match="都录入后"):
        contests.decide(made.pk)
    tellers.enter(made.pk, "b", stage.entered(made, [6], "演乙"))
    found = tellers.compare(made)
    assert found.differences == [made.nominees.get().person.name] and found.outcome is None
    with pytest.raises(ValidationError, match="不一致"):
        contests.decide(made.pk)
    tellers.enter(made.pk, "b", stage.entered(made, [7], "演乙"))
    assert contests.decide(made.pk).state == ContestState.DECIDED


def test_a_tellers_key_opens_one_seat_of_one_contest(congress: Congress) -> None:
    made = stage.contest(congress, "board.chair", stage.people(VILLAGE, 1), 1)
    key = tellers.teller_key(made, "b", 3)
    assert tellers.read_key(key) == (made, "b", 3)
    with pytest.raises(signing.BadSignature):
        tellers.read_key(key[:-1] + ("A" if key[-1] != "A" else "B"))
    with pytest.raises(signing.BadSignature):
        tellers.read_key(signing.dumps([made.pk, "b", 3], salt="something else"))


def test_nothing_that_is_counted_can_be_linked_to_a_voter() -> None:
    voters = {Delegate, Term, Post, User}
    for model in (TellerSheet, Contest):
        assert not {f.related_model for f in model._meta.get_fields() if f.is_relation} & voters
    assert set(TellerSheet(votes={}).figures) == set()


def test_more_present_than_checked_in_is_refused(congress: Congress) -> None:
    made = stage.contest(congress, "board.chair", stage.people(VILLAGE, 1), 1)
    with pytest.raises(ValidationError, match="多于签到"):
        tellers.enter(made.pk, "a", stage.entered(made, [9], present=10))


def test_more_papers_back_than_given_out_void_the_election_and_it_is_repeated(
    congress: Congress,
) -> None:
    who = stage.people(VILLAGE, 1)
    made = stage.contest(congress, "board.chair", who, 1)
    void = stage.vote(made, [9], issued=8)
    assert void.state == ContestState.VOID and not stage.winners(void) and not Term.objects.exists()
    second = contests.open_voting(contests.again(made.pk).pk)
    assert stage.winners(stage.vote(second, [8])) == who
    with pytest.raises(ValidationError, match="已经安排"):
        contests.again(made.pk)


def test_a_count_that_does_not_add_up_is_sent_back_to_the_tellers(congress: Congress) -> None:
    made = stage.contest(congress, "board.chair", stage.people(VILLAGE, 1), 1)
    with pytest.raises(ValidationError, match="计票有误"):
        stage.vote(made, [9], invalid=2)
    assert Contest.objects.get(pk=made.pk).state == ContestState.VOTING


def test_a_tie_at_the_last_seat_is_voted_on_again_between_those_who_tied(
    congress: Congress,
) -> None:
    who = stage.people(VILLAGE, 4)
    first = stage.vote(stage.contest(congress, "up", who, 2), [6, 5, 5, 1])
    assert stage.winners(first) == who[:1] and first.outcome["open_seats"] == 1
    second = contests.again(first.pk)
    assert {n.person for n in second.nominees.select_related("person")} == set(
        who[1:3]
    ) and second.seats == 1
    done = stage.vote(contests.open_voting(second.pk), [6, 3])
    assert len(stage.winners(done)) == 1


def test_half_of_those_present_is_not_enough(congress: Congress) -> None:
    stage.check_in(congress)
    made = stage.contest(congress, "board.vice", stage.people(VILLAGE, 2), 2)
    done = stage.vote(
        made, [5, 4], present=8
    )  # eight voted of nine there: five is more than half, four is not
    assert [n.favour for n in done.nominees.filter(result=Nominee.Result.ELECTED)] == [5]


def test_somebody_written_in_by_most_is_elected_once_they_are_known(congress: Congress) -> None:
    made = stage.contest(congress, "board.chair", stage.people(VILLAGE, 1), 1)
    [other] = stage.people(VILLAGE, 1)
    for seat, teller in (("a", "演甲"), ("b", "演乙")):
        tellers.enter(made.pk, seat, stage.entered(made, [2], teller, write_ins={other.name: 6}))
    with pytest.raises(ValidationError, match="先登记其身份"):
        contests.decide(made.pk)
    contests.nominate(made.pk, other, "none", "", "", write_in=True)
    assert stage.winners(contests.decide(made.pk)) == [other]
    assert Term.objects.get().person == other


def test_a_congress_renews_posts_and_a_by_election_fills_what_is_vacant(congress: Congress) -> None:
    chair, vice = offices(TOWN)
    old = held(chair, today() - timedelta(days=1800))
    stage.vote(stage.contest(congress, "board.chair", stage.people(VILLAGE, 1), 1), [9])
    stage.vote(stage.contest(congress, "board.vice", stage.people(VILLAGE, 1), 1), [9])
    ended = Term.objects.get(pk=old.pk)
    assert (ended.ended_on, ended.ended_why) == (today(), "congress")
    now = Term.objects.get(office=chair, ended_on=None)
    assert now.until.year == today().year + 5 and now.source == str(congress)
    holding.hold(congress.pk, today(), 9)
    with pytest.raises(ValidationError, match="不能补选"):
        contests.set_up(congress.pk, contests.Setup("up", 1, by_election=True))
    Term.objects.filter(office=vice, ended_on=None).update(ended_on=today(), ended_why="transfer")
    made = contests.set_up(congress.pk, contests.Setup("board.vice", 1, by_election=True))
    [who] = stage.people(VILLAGE, 1)
    contests.nominate(made.pk, who, "self", "", "")
    with on_day(today() - timedelta(days=20)):
        contests.publish(made.pk)
    stage.vote(contests.open_voting(made.pk), [9])
    term = Term.objects.get(office=vice, ended_on=None)
    assert (term.person, term.how) == (who, "by_election") and Term.objects.filter(
        office=chair, ended_on=None
    ).get() == now


def test_posts_meant_for_disabled_people_go_to_such_winners(congress: Congress) -> None:
    vice = Office.objects.get(region_id=TOWN, rank="vice")
    made = contests.set_up(congress.pk, contests.Setup("board.vice", 2))
    plain, tied = stage.people(VILLAGE, 2)
    contests.nominate(made.pk, plain, "none", "", "")
    contests.nominate(made.pk, tied, "self", "", "")
    with on_day(today() - timedelta(days=20)):
        contests.publish(made.pk)
    stage.vote(contests.open_voting(made.pk), [9, 8])
    assert Term.objects.get(office=vice).person == tied
    assert Office.objects.filter(region_id=TOWN, rank="vice").count() == 2


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.data())
def test_whatever_is_counted_nobody_is_elected_against_the_rules(
    congress: Congress, data: st.DataObject
) -> None:
    """Any ballot of any figures: it is refused, void, or elects at most the seats, each with more than half of those present."""
    seats, candidates = data.draw(st.integers(1, 3)), data.draw(st.integers(2, 5))
    extra = max(candidates, seats + 1)
    made = stage.contest(congress, "up", stage.people(VILLAGE, extra), seats)
    present = data.draw(st.integers(1, 9))
    favour = [data.draw(st.integers(0, present)) for _n in range(extra)]
    issued = data.draw(st.sampled_from([present, present, max(present - 1, 0)]))
    try:
        done = stage.vote(made, favour, present, issued=issued)
    except ValidationError:
        assert Contest.objects.get(pk=made.pk).state == ContestState.VOTING
        assert not made.nominees.exclude(result="").exists()
        return
    won = list(done.nominees.filter(result=Nominee.Result.ELECTED))
    if done.state == ContestState.VOID:
        assert not won and (present < 6 or issued < present)
        return
    assert present >= 6 and len(won) + done.outcome["open_seats"] == seats
    assert all(2 * n.favour > present for n in won)
    lost = [n.favour for n in done.nominees.exclude(result=Nominee.Result.ELECTED)]
    assert (
        not won or done.outcome["open_seats"] or max(lost, default=0) < min(n.favour for n in won)
    )
    assert sum(n.favour for n in done.nominees.all()) <= seats * present

"""Delegates: seats shared out, names reviewed and listed, the list kept against its targets, and mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.builders import COUNTY, TOWN, VILLAGE, post
from tests.certificates.office import applied, office, person
from tests.congress import stage
from tests.tables.certificates import card_of
from zulian.accounts.roles import Role
from zulian.congress.models import Congress, Delegate, DelegateState, Trait
from zulian.congress.services import delegates, electoral_units
from zulian.foundation.clock import today


@pytest.fixture
def congress(regions: None) -> Congress:
    return stage.of(stage.open_round(post(Role.CITY_OFFICER)), TOWN)


def test_units_come_from_below_weighted_by_the_disabled_people_on_file(congress: Congress) -> None:
    who = office()
    applied(who, person()), applied(who, person())
    person()  # a file alone, as an official has one
    made = electoral_units.units_from_below(congress.pk)
    assert {u.place_id: u.weight for u in made} == {VILLAGE: 2, "210921100202": 0}
    assert electoral_units.units_from_below(congress.pk) == []


def test_seats_are_shared_out_with_the_floor_and_add_up(congress: Congress) -> None:
    made = stage.units(congress, [70, 20, 10], 12)
    assert [u.seats for u in made] == [7, 3, 2]
    assert Congress.objects.get(pk=congress.pk).size == 12
    with pytest.raises(ValidationError, match="至少为 3"):
        electoral_units.share_out(congress.pk, 2)
    with pytest.raises(ValidationError, match="已经有"):
        electoral_units.add_unit(congress.pk, "第1选举单位", 1)


def test_a_name_is_proposed_once_and_its_category_comes_from_the_card(congress: Congress) -> None:
    [unit] = stage.units(congress, [1], 2)
    holder = person()
    card_of(holder, today() - timedelta(days=50))
    made = delegates.propose(congress.pk, holder, delegates.Name(unit, "self", 1))
    assert (
        made.category == 4
        and Trait.BODY in delegates.traits(made)
        and Trait.TIED in delegates.traits(made)
    )
    with pytest.raises(ValidationError, match="已在本次大会"):
        delegates.propose(congress.pk, holder, delegates.Name(unit, "self", 1))
    with pytest.raises(ValidationError, match="残疾类别"):
        delegates.propose(congress.pk, stage.people(VILLAGE, 1)[0], delegates.Name(unit, "self"))
    other = delegates.propose(
        congress.pk, stage.people(VILLAGE, 1)[0], delegates.Name(unit, "none", 3)
    )
    assert other.category is None and other.listed
    spare = delegates.propose(
        congress.pk, stage.people(VILLAGE, 1)[0], delegates.Name(unit, "none")
    )
    assert not spare.listed  # the seats are taken: a name at hand


def test_the_review_goes_in_order_and_gives_its_reasons(congress: Congress) -> None:
    [unit] = stage.units(congress, [1], 2)
    one, two = (
        delegates.propose(congress.pk, p, delegates.Name(unit, "none"))
        for p in stage.people(VILLAGE, 2)
    )
    with pytest.raises(ValidationError, match="待资格审查"):
        delegates.review(one.pk, "elect")
    with pytest.raises(ValidationError, match="写明原因"):
        delegates.review(one.pk, "reject")
    delegates.review(one.pk, "reject", "非本选区")
    assert not Delegate.objects.get(pk=one.pk).listed
    assert delegates.pass_all(congress.pk) == 1 and delegates.elect_all(congress.pk) == 1
    assert Delegate.objects.get(pk=two.pk).state == DelegateState.ELECTED


def test_a_list_over_its_seats_is_not_elected(congress: Congress) -> None:
    [unit] = stage.units(congress, [1], 2)
    for who in stage.people(VILLAGE, 2):
        delegates.propose(congress.pk, who, delegates.Name(unit, "none"))
    delegates.pass_all(congress.pk)
    electoral_units.change_unit(unit.pk, 1, 1)
    with pytest.raises(ValidationError, match="超过名额"):
        delegates.elect_all(congress.pk)


def test_the_list_is_kept_against_its_targets_and_mended_by_the_fewest_swaps(
    congress: Congress,
) -> None:
    one, two = stage.units(congress, [1, 1], 4)
    stage.relax(congress)
    delegates.set_target(congress.pk, "tied", 50, 0)
    plain = [
        delegates.propose(congress.pk, p, delegates.Name(u, "none"))
        for u in (one, two)
        for p in stage.people(VILLAGE, 2)
    ]
    spare = [
        delegates.propose(congress.pk, stage.people(VILLAGE, 1)[0], delegates.Name(u, "relative"))
        for u in (one, one, two)
    ]
    found = delegates.compose(congress)
    assert not found.met and found.repair and len(found.repair.into) == len(found.repair.out) == 2
    assert set(map(int, found.repair.into)) <= {d.pk for d in spare}
    delegates.relist(congress.pk, map(int, found.repair.out), map(int, found.repair.into))
    assert Congress.objects.get(pk=congress.pk).composition_met
    assert delegates.compose(congress).met and len(plain) == 4
    delegates.set_target(congress.pk, "tied", 100, 0)
    assert (
        delegates.compose(congress).impossible
        and not Congress.objects.get(pk=congress.pk).composition_met
    )


def test_a_stale_proposal_for_the_list_is_refused_whole(congress: Congress) -> None:
    [unit] = stage.units(congress, [1], 1)
    one, two = (
        delegates.propose(congress.pk, p, delegates.Name(unit, "none"))
        for p in stage.people(VILLAGE, 2)
    )
    delegates.review(two.pk, "withdraw", "本人放弃")
    with pytest.raises(ValidationError, match="刚刚有变化"):
        delegates.relist(congress.pk, [one.pk], [two.pk])
    assert Delegate.objects.get(pk=one.pk).listed


def test_those_elected_go_up_to_the_list_of_the_congress_above(regions: None) -> None:
    found = stage.open_round(post(Role.CITY_OFFICER))
    town, county = stage.of(found, TOWN), stage.of(found, COUNTY)
    electoral_units.units_from_below(county.pk)
    ready = stage.ready(town, post(Role.TOWNSHIP_OFFICER), post(Role.COUNTY_OFFICER))
    candidates = [d.person for d in ready.delegates.elected().select_related("person")][:3]
    stage.vote(stage.contest(ready, "up", candidates, 2), [4, 3, 1])
    above = Delegate.objects.filter(congress=county)
    assert {d.person_id for d in above} == {p.pk for p in candidates[:2]}
    assert all(
        d.unit.place_id == TOWN and d.how == "elected" and d.state == DelegateState.PROPOSED
        for d in above.select_related("unit")
    )

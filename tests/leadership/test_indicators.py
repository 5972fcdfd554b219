"""Posts count as held by a term that rests on something; the share of disabled people in the leading group is its own measure."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests.builders import COUNTY, OTHER_TOWN, TOWN, post
from tests.congress.stage import people
from tests.leadership import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.scopes import scope
from zulian.indicators import aggregates
from zulian.indicators.registry import named
from zulian.indicators.rules import Pair
from zulian.indicators.services import overview
from zulian.leadership.models import Office, Tie
from zulian.leadership.services import terms
from zulian.regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def pair(code: str) -> tuple[int, int]:
    indicator = named(f"leadership.{code}")
    assert indicator is not None
    found: Pair = overview(Region.objects.get(code=COUNTY), today(), [indicator]).get(
        indicator.code, Pair()
    )
    return found.met, found.of


def test_a_term_counts_once_it_says_what_it_rests_on() -> None:
    offices = [office for office in stage.offices(COUNTY) if office.leading]
    aggregates.rebuild(today())
    due = pair("filled")[1]
    stage.held(offices[0], tie=Tie.NONE)
    term = terms.take(
        offices[1], terms.Taking(people(COUNTY, 1)[0], today(), "appointed", Tie.RELATIVE)
    )
    assert pair("filled") == (1, due) and pair("tied_share") == (0, 1)
    with pytest.raises(ValidationError, match="任职依据"):
        terms.say_source(term.pk, " ")
    terms.say_source(term.pk, "演任〔2026〕1号")
    assert pair("filled") == (2, due) and pair("tied_share") == (1, 2)
    terms.leave(term.pk, today(), "transfer")
    assert pair("filled") == (1, due) and pair("tied_share") == (0, 1)
    assert aggregates.verify() == []


def test_a_township_notes_who_holds_its_own_posts_and_no_others() -> None:
    own, other = stage.offices(TOWN)[0], stage.offices(OTHER_TOWN)[0]
    person = people(TOWN, 1)[0]
    town = post(Role.TOWNSHIP_OFFICER)
    assert town.may("office.term") and not town.may("office.write")
    with scope(town.region.scope()):
        assert (
            terms.take(
                own, terms.Taking(person, today(), "appointed", Tie.SELF, "演任1号")
            ).region_id
            == TOWN
        )
        with pytest.raises(Office.DoesNotExist):
            terms.take(other, terms.Taking(person, today(), "appointed", Tie.SELF, "演任1号"))

"""Business across counties (跨省通办): taken in at any county, decided where the holder is registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Certificate
from zulian.certificates.rules.cards import Kind
from zulian.foundation.audit import record
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.people.models import Person
from zulian.regions.models import Region

SALT, LASTS = "certificates.across", 8 * 3600
COUNTY = 6


def kinds_across(day: date) -> tuple[Kind, ...]:
    """What any county takes in for a holder of another one on `day`."""
    wanted = set(policy("certificates/acceptance", day)["across"])
    return tuple(kind for kind in Kind if kind in wanted)


def place_taken(person: Person, post: Post, kind: Kind, day: date) -> Region | None:
    """The county that takes a case in when it is not the holder's own, None at home.

    Raises ValidationError for what is taken in at home only.
    """
    if post.region_id[:COUNTY] == person.region_id[:COUNTY]:
        return None
    if kind not in kinds_across(day):
        words = _("这项业务在户籍所在县（区）办理，本人户籍在%(where)s。")
        raise ValidationError(words % {"where": person.region.full_path})
    return post.region


def token_of(person: Person) -> str:
    """What stands in an address for a holder of another county: it opens nothing after a working day."""
    return signing.dumps(person.pk, salt=SALT)


@dataclass(frozen=True)
class Visitor:
    """A holder of another county at the counter: who, and the card in use."""

    person: Person
    card: Certificate | None


@unit_of_work
def visitor(token: str) -> Visitor:
    """The holder of a token, with the card in use; looking is kept in the trail. Raises Person.DoesNotExist."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise Person.DoesNotExist from error
    with scope(EVERYTHING):
        person = Person.objects.alive().select_related("region").get(pk=pk)
        card = Certificate.objects.live().filter(person=person).first()
        record("person.across", person)
    return Visitor(person, card)

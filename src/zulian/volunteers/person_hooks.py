"""What this room tells the people room: why a file must stay, and that it meets needs of help."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import (
    Ends,
    Hold,
    register_death,
    register_hold,
    register_keeper,
    register_need,
)
from zulian.people.models import Person
from zulian.volunteers.models import HelpNeed, Offer, Service, SignUp, Volunteer
from zulian.volunteers.services import activities, offers
from zulian.volunteers.services.needs import hand_in

register_need("help", hand_in)


@register_hold
def in_use(person: Person) -> Iterator[Hold]:
    """A volunteer, or somebody helped, keeps their file open."""
    with scope(EVERYTHING):
        if Volunteer.objects.filter(person=person).exists():
            yield Hold(_("是注册志愿者"))
        if (
            last := HelpNeed.objects.filter(person=person)
            .order_by("-at")
            .values_list("at", flat=True)
            .first()
        ):
            yield Hold(_("有志愿服务需求"), last.date())


def end_with_death(ends: Ends) -> None:
    """A volunteer who died serves no more, and who was to be helped needs nothing: what was promised is told and let go."""
    person, words = ends.person, _("%(day)s 去世") % {"day": ends.day}
    ahead = Service.objects.filter(on__gte=today(), state__in=["offered", "booked"])
    promised = ahead.filter(volunteer__person=person)
    _withdraw(ends, promised, words)
    ends.end("service.reopen", promised, state=Service.State.OPEN, volunteer_id=None)
    _leave_activities(person)
    volunteers = Volunteer.objects.filter(
        person=person, status__in=[Volunteer.Status.ACTIVE, Volunteer.Status.AWAY]
    )
    ends.end(
        "volunteer.leave",
        volunteers,
        status=Volunteer.Status.LEFT,
        away_until=None,
        ended_why=words,
    )
    _end_needs(ends, _("服务对象去世"))


def _end_needs(ends: Ends, words: str) -> None:
    needs = HelpNeed.objects.filter(
        person=ends.person, state__in=[HelpNeed.State.NEW, HelpNeed.State.OPEN]
    )
    services = Service.objects.filter(need__in=list(needs.values_list("pk", flat=True)))
    to_come = services.filter(state__in=["open", "offered", "booked"])
    for service in to_come.filter(state="booked").select_related("volunteer__person"):
        if service.volunteer is not None:
            told = _("约好的 %(when)s 的助残服务不用去了：%(why)s。")
            offers.tell(service.volunteer, told % {"when": service, "why": words})
    _withdraw(ends, to_come, words)
    ends.end("service.cancel", to_come, state=Service.State.CANCELLED, volunteer_id=None, why=words)
    ends.end("need.close", needs, state=HelpNeed.State.CLOSED, note=words)


def _withdraw(ends: Ends, services: QuerySet[Service], words: str) -> None:
    answers = [Offer.Answer.NONE, Offer.Answer.YES]
    open_ones = Offer.objects.filter(
        service__in=list(services.values_list("pk", flat=True)), answer__in=answers
    )
    ends.end("offer.withdraw", open_ones, answer=Offer.Answer.WITHDRAWN, note=words)


def _leave_activities(person: Person) -> None:
    """Places in activities to come go to who waits; they do not come back with the person."""
    rows = SignUp.objects.filter(
        volunteer__person=person, on__gte=today(), state__in=["in", "waiting"]
    )
    for row in rows.select_related("volunteer"):
        activities.sign_off(row.pk, row.volunteer)


register_death(end_with_death)


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People who are no volunteers and have asked for no help since a day."""
    with scope(EVERYTHING):
        mine = OuterRef("pk")
        return rows.filter(
            ~Exists(Volunteer.objects.filter(person=mine)),
            ~Exists(HelpNeed.objects.filter(person=mine, at__date__gt=day)),
        )

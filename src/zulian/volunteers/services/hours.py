"""Hours (服务时长): stretches are checked, confirmed and added up; stars follow from them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.volunteers.models import Service, SignUp, Stint, Volunteer
from zulian.volunteers.rules.figures import hours_between, stars_of
from zulian.volunteers.services.common import figures, write


@dataclass(frozen=True)
class Stretch:
    """One stretch of service: from when to when, doing what, for which service or place of an activity."""

    start: datetime
    end: datetime
    kind: str
    how: str
    service: Service | None = None
    sign_up: SignUp | None = None


def at(day: date, clock: Any) -> datetime:
    """A moment of a day."""
    return timezone.make_aware(datetime.combine(day, clock))


def check(volunteer: Volunteer, stretch: Stretch) -> Decimal:
    """The hours of a stretch; raises ValidationError where it can't have been: in the future, too long, overlapping another."""
    rules = figures()
    if stretch.end > now() + timedelta(minutes=5):
        raise ValidationError({"end": _("结束时间不能晚于现在。")})
    if timezone.localdate(stretch.start) < today() - timedelta(days=rules["late_days"] + 1):
        raise ValidationError(
            {"start": _("只能登记最近 %(n)d 天的服务。") % {"n": rules["late_days"]}}
        )
    hours = hours_between(stretch.start, stretch.end)
    if hours < Decimal(str(rules["least_hours"])):
        raise ValidationError({"end": _("服务时间不足半小时，不计时长；请核对开始和结束时间。")})
    day = timezone.localdate(stretch.start)
    others = Stint.objects.filter(volunteer=volunteer)
    if others.filter(start__lt=stretch.end, end__gt=stretch.start).exists():
        raise ValidationError({"start": _("这段时间与已有的服务记录重叠，请核对。")})
    already = others.filter(day=day).aggregate(total=Sum("hours"))["total"] or Decimal(0)
    if hours + already > rules["longest_hours"]:
        raise ValidationError(
            {"end": _("一天的服务最多计 %(n)d 小时，请核对时间。") % {"n": rules["longest_hours"]}}
        )
    return hours


@unit_of_work
def note(volunteer_pk: int, stretch: Stretch, confirmed: bool) -> Stint:
    """Write a stretch down once; the row of the volunteer is locked, so that two at one moment can't overlap."""
    with scope(EVERYTHING):
        volunteer = Volunteer.objects.select_for_update(of=("self",), no_key=True).get(
            pk=volunteer_pk
        )
        hours = check(volunteer, stretch)
        stint = Stint(
            volunteer=volunteer,
            day=timezone.localdate(stretch.start),
            hours=hours,
            confirmed_on=today() if confirmed else None,
            **vars(stretch),
        )
        write(stint, "stint.note")
        if confirmed:
            recount(volunteer)
    return stint


@unit_of_work
def confirm(pk: int, how: str) -> Stint:
    """确认时长; confirming twice counts once."""
    with scope(EVERYTHING):
        stint = Stint.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
        if stint.confirmed_on is None:
            write(stint, "stint.confirm", confirmed_on=today(), how=how)
            recount(
                Volunteer.objects.select_for_update(of=("self",), no_key=True).get(
                    pk=stint.volunteer_id
                )
            )
    return stint


def recount(volunteer: Volunteer) -> None:
    """Hours, times, stars and last day, from the confirmed stretches alone."""
    rows = Stint.objects.filter(volunteer=volunteer).confirmed()
    total = rows.aggregate(total=Sum("hours"))["total"] or Decimal(0)
    last = rows.order_by("-day").values_list("day", flat=True).first()
    with audited("volunteer.hours", volunteer):
        volunteer.hours, volunteer.times_served, volunteer.last_served_on = (
            total,
            rows.count(),
            last,
        )
        volunteer.stars = stars_of(total, figures()["stars"])
        volunteer.save()


def spoken_for(volunteer: Volunteer, day: date) -> Iterator[tuple[Any, Any]]:
    """From when to when a volunteer is promised that day, to services and to activities."""
    services = Service.objects.live().filter(volunteer=volunteer, on=day)
    yield from services.values_list("start", "end")
    sign_ups = SignUp.objects.filter(
        volunteer=volunteer, on=day, state__in=["in", "present", "done"]
    )
    yield from sign_ups.values_list("slot__start", "slot__end")


def free(volunteer: Volunteer, day: date, start: Any, end: Any) -> bool:
    """Whether nothing promised overlaps."""
    return all(end <= a or start >= b for a, b in spoken_for(volunteer, day))


def ensure_apart(volunteer: Volunteer) -> None:
    """That no two stretches of a volunteer overlap; raises ValidationError naming the day where they do."""
    last: datetime | None = None
    for start, end in (
        Stint.objects.filter(volunteer=volunteer).order_by("start").values_list("start", "end")
    ):
        if last is not None and start < last:
            words = _("%(who)s %(day)s 的服务记录互相重叠，请核对后再导入。")
            raise ValidationError(words % {"who": volunteer, "day": timezone.localdate(start)})
        last = end

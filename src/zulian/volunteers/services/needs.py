"""Needs: asked on the portal, taken down, handed over by others; triage; services, their end and their confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation import bulk
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.foundation.steps import locked, need_words
from zulian.foundation.work import unit_of_work
from zulian.people.models import Person
from zulian.regions.models import Region
from zulian.volunteers.models import Concern, Feedback, HelpNeed, Service, Stint, Volunteer
from zulian.volunteers.rules.figures import repeats
from zulian.volunteers.services import hours
from zulian.volunteers.services.common import catalogue, write
from zulian.volunteers.services.offers import release

MOST_SERVICES, AHEAD = 60, 366


@dataclass(frozen=True)
class Wanted:
    """What is needed: which service, in words, on which day from when to when, again how often until when."""

    kind: str
    text: str
    on: date
    start: time
    end: time
    repeat: str = ""
    until: date | None = None


def _check(wanted: Wanted) -> None:
    if wanted.kind not in dict(catalogue()):
        raise ValidationError({"kind": _("请选择服务项目。")})
    if not today() <= wanted.on <= today() + timedelta(days=AHEAD):
        raise ValidationError({"on": _("请填写今天或以后一年内的日期。")})
    if wanted.repeat and (
        wanted.until is None or not wanted.on <= wanted.until <= wanted.on + timedelta(days=AHEAD)
    ):
        raise ValidationError({"until": _("请填写重复到哪一天，最长一年。")})


def _make(wanted: Wanted, region: Region, **more: Any) -> HelpNeed:
    need = HelpNeed(region=region, **_columns(wanted), **more)
    return write(need, "need.ask")


def _columns(wanted: Wanted) -> dict[str, Any]:
    """What is kept of what is needed."""
    until = wanted.until if wanted.repeat else None
    return vars(wanted) | {"text": wanted.text.strip(), "until": until}


@unit_of_work
def ask(region: Region, name: str, phone: str, place: str, wanted: Wanted) -> HelpNeed:
    """提出需求 on the portal, without an account."""
    _check(wanted)
    return _make(
        wanted,
        region,
        name=name.strip(),
        phone=phone,
        place=place.strip()[:120],
        source=HelpNeed.Source.PORTAL,
    )


@unit_of_work
def take_down(post: Post, person: Person, source: str, wanted: Wanted, place: str = "") -> HelpNeed:
    """登记需求 of somebody of the jurisdiction, told on the telephone or at home."""
    _check(wanted)
    return _make(
        wanted,
        person.region,
        person=person,
        name=person.name,
        phone=person.phone,
        place=place.strip()[:120] or person.address,
        source=source,
        by=post,
    )


def hand_in(person: Person, post: Post, words: str) -> str:
    """A need that a commissioner found, for triage; answers with its address."""
    day = today() + timedelta(days=3)
    wanted = Wanted(catalogue()[0][0], words, day, time(9), time(11))
    help_need = take_down(post, person, HelpNeed.Source.COMMISSIONER, wanted)
    return reverse("volunteers:need", args=[help_need.pk])


@dataclass(frozen=True)
class Verdict:
    """What triage settles beside the need itself: how careful one must be, who is wished for, whose file it is."""

    risk: str
    same_sex: bool = False
    wished: Volunteer | None = None
    person: Person | None = None


@unit_of_work
def triage(pk: int, wanted: Wanted, verdict: Verdict) -> HelpNeed:
    """受理: the need as it really is; one service for each of its days.

    Raises ValidationError where the same sex is wanted and the person's own is not known.
    """
    need = locked(HelpNeed, pk, HelpNeed.State.NEW)
    _check(wanted)
    if verdict.same_sex and need.person is None and verdict.person is None:
        raise ValidationError({"person": _("要求同性志愿者的，请先对上服务对象的档案。")})
    settled = vars(verdict) | {"person": verdict.person or need.person}
    write(need, "need.accept", need.accept, **_columns(wanted) | settled)
    days = repeats(need.on, need.repeat, need.until, MOST_SERVICES)
    bulk.create(Service(need=need, on=day, start=need.start, end=need.end) for day in days)
    return need


@unit_of_work
def refuse(pk: int, note: str) -> HelpNeed:
    """不予受理 with the reason, which who asked can read."""
    need = locked(HelpNeed, pk, HelpNeed.State.NEW)
    return write(need, "need.refuse", need.refuse, note=need_words(note, "note", _("请写明原因。")))


@unit_of_work
def close(pk: int, note: str) -> HelpNeed:
    """办结: services that have not begun are cancelled."""
    need = locked(HelpNeed, pk, HelpNeed.State.OPEN)
    words = need_words(note, "note", _("请写明办结情况。"))[:200]
    for service in need.services.filter(state__in=["open", "offered", "booked"]):
        cancel(service.pk, words)
    return write(need, "need.close", need.close, note=words)


# A service and its end


@unit_of_work
def cancel(pk: int, why: str) -> Service:
    """取消 one service; a volunteer who was promised is free again."""
    service = locked(Service, pk, Service.State.OPEN, Service.State.OFFERED, Service.State.BOOKED)
    if service.volunteer_id:
        service = release(pk, why)
    return write(
        service,
        "service.cancel",
        service.cancel,
        why=need_words(why, "why", _("请写明取消的原因。")),
    )


def _hers(pk: int, volunteer: Volunteer, *states: Service.State) -> Service:
    service = locked(Service, pk, *states)
    if service.volunteer_id != volunteer.pk:
        raise ValidationError(_("这次服务不是由您承担。"))
    return service


@unit_of_work
def arrive(pk: int, volunteer: Volunteer) -> Service:
    """到达: the volunteer's own check-in, on the day.

    Raises ValidationError on any other day.
    """
    service = _hers(pk, volunteer, Service.State.BOOKED)
    if service.on != today():
        raise ValidationError(_("只能在服务当天（%(day)s）签到。") % {"day": service.on})
    return write(service, "service.begin", service.begin, started_at=now())


@unit_of_work
def depart(pk: int, volunteer: Volunteer) -> Stint:
    """离开: the check-out; the hours wait for a confirmation."""
    service = _hers(pk, volunteer, Service.State.STARTED)
    assert service.started_at is not None
    return _done(service, service.started_at, now(), Stint.How.CODE, confirmed=False)


@unit_of_work
def report_done(pk: int, start: datetime, end: datetime) -> Stint:
    """联络站登记 what was done where nobody checked in; counts at once."""
    service = locked(Service, pk, Service.State.BOOKED, Service.State.STARTED)
    return _done(service, start, end, Stint.How.STATION, confirmed=True)


def _done(service: Service, start: datetime, end: datetime, how: str, confirmed: bool) -> Stint:
    assert service.volunteer_id is not None
    stretch = hours.Stretch(start, end, service.need.kind, how, service=service)
    stint = hours.note(service.volunteer_id, stretch, confirmed)
    with audited("service.done", service):
        service.finish()
        service.started_at, service.ended_at = start, end
        if confirmed:
            service.confirm()
        service.save()
    if confirmed:
        _helped(service.need, service.on)
    return stint


@unit_of_work
def confirm(pk: int, how: str) -> Service:
    """确认 by who was helped, or by the station."""
    service = locked(Service, pk, Service.State.DONE)
    with scope(EVERYTHING):
        hours.confirm(Stint.objects.get(service=service).pk, how)
    write(service, "service.confirm", service.confirm)
    _helped(service.need, service.on)
    return service


def _helped(need: HelpNeed, day: date) -> None:
    """The first help is noted; a need whose services are all confirmed or cancelled is settled."""
    if need.help_days is None:
        write(need, "need.help", help_days=max(0, (day - timezone.localdate(need.at)).days))
    if (
        need.state == HelpNeed.State.OPEN
        and not need.services.exclude(state__in=["confirmed", "cancelled"]).exists()
    ):
        write(need, "need.close", need.close)


# What both sides say


@unit_of_work
def rate(pk: int, side: str, mark: int, text: str) -> Feedback:
    """评价 after a service; saying it again replaces it.

    Raises ValidationError for a mark that is none.
    """
    service = locked(Service, pk, Service.State.DONE, Service.State.CONFIRMED)
    if not 1 <= mark <= 5:
        raise ValidationError({"mark": _("请选择 1 到 5 分。")})
    feedback = service.feedback.filter(side=side).first() or Feedback(service=service, side=side)
    return write(feedback, "feedback.give", mark=mark, text=text.strip())


@unit_of_work
def report_concern(pk: int, side: str, text: str) -> Concern:
    """安全和权益报告: sealed, for the county alone."""
    service = Service.objects.get(pk=pk)
    concern = Concern(
        service=service,
        side=side,
        text=need_words(text, "text", _("请写明发生了什么。"))[:1000],
    )
    return write(concern, "concern.report")


@unit_of_work
def settle_concern(pk: int, outcome: str) -> Concern:
    """处理完毕 with what was done."""
    concern = locked(Concern, pk, Concern.State.OPEN)
    return write(
        concern,
        "concern.settle",
        concern.settle,
        outcome=need_words(outcome, "outcome", _("请写明处理结果。"))[:1000],
        done_on=today(),
    )


def find_person(post: Post, id_number: str) -> Person:
    """Somebody of the jurisdiction by number; raises ValidationError where there is none."""
    person = Person.objects.alive().numbered(id_number).first()
    if person is None or not active_scope().holds(person.region_id):
        raise ValidationError(
            {"id_number": _("本辖区档案中没有这个身份证号，请核对，或先登记残疾人档案。")}
        )
    return person

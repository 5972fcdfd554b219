"""Offers: ask a volunteer, the answer, falling out, somebody else at short notice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.foundation import sending
from zulian.foundation.clock import now, today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.steps import locked
from zulian.foundation.work import unit_of_work
from zulian.volunteers.models import Offer, Qualification, Service, Volunteer
from zulian.volunteers.services import hours
from zulian.volunteers.services.codes import subject
from zulian.volunteers.services.common import figures, trained_kinds, write


def _ensure_fit(service: Service, volunteer: Volunteer) -> None:
    """What no plan and no person may set aside: registered, offering, qualified, of the sex required, free."""
    kind = service.need.kind
    if not Volunteer.objects.back_before(service.on).filter(pk=volunteer.pk).exists():
        raise ValidationError(_("%(who)s现在不在册或暂停服务。") % {"who": volunteer})
    if kind not in volunteer.skill_keys:
        raise ValidationError(_("%(who)s没有登记这项服务。") % {"who": volunteer})
    if (
        kind in trained_kinds()
        and not Qualification.objects.filter(
            volunteer=volunteer, key=kind, until__gte=service.on
        ).exists()
    ):
        raise ValidationError(_("%(who)s没有这项服务的有效资格，请先培训。") % {"who": volunteer})
    need = service.need
    if need.same_sex and need.person is not None and need.person.sex != volunteer.person.sex:
        raise ValidationError(_("这项需求要求同性志愿者。"))
    if not hours.free(volunteer, service.on, service.start, service.end):
        raise ValidationError(_("%(who)s这一天这段时间已有安排。") % {"who": volunteer})


@unit_of_work
def ask(service_pk: int, volunteer_pk: int, why: Sequence[str]) -> Offer:
    """邀请 one volunteer for one service; holds the day until the answer.

    Raises ValidationError for a day that is past, and for who may not be asked.
    """
    with scope(EVERYTHING):
        volunteer = (
            Volunteer.objects.select_for_update(of=("self",), no_key=True)
            .select_related("person")
            .get(pk=volunteer_pk)
        )
        service = locked(Service, service_pk, Service.State.OPEN)
        if service.on < today():
            raise ValidationError(_("这次服务的日期已经过去。"))
        _ensure_fit(service, volunteer)
        offer = Offer(service=service, volunteer=volunteer, why=list(why)[:8])
        write(offer, "offer.make")
        write(service, "service.offer", service.offer, volunteer=volunteer)
        words = _("您有一个 %(when)s 的助残服务邀请，请打开自己的志愿者页面答复。") % {
            "when": service
        }
        tell(volunteer, words)
    return offer


def tell(volunteer: Volunteer, words: str) -> None:
    """By e-mail or text message, where a channel is configured."""
    address = next(
        (a for a in (volunteer.email, volunteer.person.phone) if sending.reachable(a)), ""
    )
    sending.send(address, subject(), words)


def _open(pk: int, volunteer: Volunteer) -> Offer:
    service = Offer.objects.get(pk=pk, volunteer=volunteer).service_id
    # The service before its offers, as whoever withdraws them locks: two orders would wait for each other.
    locked(Service, service)
    offer = Offer.objects.select_for_update(of=("self",), no_key=True).get(
        pk=pk, volunteer=volunteer
    )
    if offer.answer:
        raise ValidationError(_("这个邀请已经答复或撤回。"))
    return offer


@unit_of_work
def accept(pk: int, volunteer: Volunteer) -> Offer:
    """接受."""
    offer = _open(pk, volunteer)
    service = locked(Service, offer.service_id, Service.State.OFFERED)
    write(offer, "offer.accept", answer=Offer.Answer.YES)
    write(service, "service.book", service.book)
    return offer


@unit_of_work
def decline(pk: int, volunteer: Volunteer, note: str) -> Offer:
    """谢绝: somebody else is looked for; this one is not asked for it again."""
    offer = _open(pk, volunteer)
    write(offer, "offer.decline", answer=Offer.Answer.NO, note=note.strip())
    _reopen(locked(Service, offer.service_id, Service.State.OFFERED))
    return offer


def _reopen(service: Service) -> Service:
    return write(service, "service.reopen", service.reopen, volunteer=None)


@unit_of_work
def release(service_pk: int, why: str) -> Service:
    """The volunteer of a service is let go: the open offer is withdrawn, an accepted one counts as declined."""
    service = locked(Service, service_pk, Service.State.OFFERED, Service.State.BOOKED)
    if service.state == Service.State.BOOKED:
        with scope(EVERYTHING):
            booked = Volunteer.objects.with_names().get(services=service)
        words = _("约好的 %(when)s 的助残服务不用去了：%(why)s。") % {
            "when": service,
            "why": why.strip(),
        }
        tell(booked, words)
    for offer in Offer.objects.filter(
        service=service, answer__in=[Offer.Answer.NONE, Offer.Answer.YES]
    ):
        write(offer, "offer.withdraw", answer=Offer.Answer.WITHDRAWN, note=why.strip())
    return _reopen(service)


@unit_of_work
def fall_out(service_pk: int, volunteer: Volunteer, why: str) -> Service:
    """临时不能来: the station is told at once, so that somebody else can be asked.

    Raises ValidationError for a service that is somebody else's, and without a reason.
    """
    service = locked(Service, service_pk, Service.State.BOOKED)
    if service.volunteer_id != volunteer.pk:
        raise ValidationError(_("这次服务不是由您承担。"))
    if not why.strip():
        raise ValidationError({"why": _("请写明原因，方便联络站另作安排。")})
    for offer in Offer.objects.filter(
        service=service, volunteer=volunteer, answer=Offer.Answer.YES
    ):
        write(offer, "offer.fall_out", answer=Offer.Answer.NO, note=why.strip())
    released = _reopen(service)
    county = f"{service.region_id[:6]}000000"
    title = _("%(day)s 的服务需要换人") % {"day": service}
    send(
        county,
        "service",
        title,
        reverse("volunteers:service", args=[service_pk]),
        f"fall-{service_pk}-{Offer.objects.filter(service=service).count()}",
    )
    return released


def expire() -> int:
    """Offers nobody answered in time are withdrawn; run once a day."""
    late = now() - timedelta(hours=figures()["offer_hours"])
    rows = Offer.objects.filter(answer="", at__lt=late).values_list("service_id", flat=True)
    count = 0
    for pk in list(rows):
        release(pk, _("超过时限没有答复"))
        count += 1
    return count

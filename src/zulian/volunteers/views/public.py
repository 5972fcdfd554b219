"""Pages for everybody, without an account: join, ask for help, activities, the calendar feed, verification."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from zulian.documents.views import attachment_response
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.few import Few
from zulian.foundation.public import public
from zulian.people.rules import mask_name
from zulian.registers.shown import Shown, choice_of
from zulian.volunteers.forms import public as forms
from zulian.volunteers.models import Activity, HelpNeed, Photo, Slot, Volunteer
from zulian.volunteers.papers import read_certificate
from zulian.volunteers.registers.activities import ACCESS, ACTIVITIES, OCCASION
from zulian.volunteers.room import ROOM, to
from zulian.volunteers.services import needs, registry
from zulian.volunteers.services.common import words_of
from zulian.volunteers.views.mine import PAGE
from zulian.volunteers.views.portal import SUBMIT, front, page_of

AHEAD, MOST, MOST_IN_FRONT = timedelta(days=366), 100, 8
# What everybody sees of an activity.
FACTS: tuple[str | Shown, ...] = (
    OCCASION,
    *("on", "place", "text", *ACCESS),
    Shown("region__official_name", ACTIVITIES.label_of(Shown("region"))),
    *("summary", "coverage"),
)


@public
def index(request: HttpRequest) -> HttpResponseBase:
    """What one can do here."""
    coming = (
        Activity.objects.public().filter(on__gte=today()).order_by("on").select_related("region")
    )
    rows = Few.of(coming, MOST_IN_FRONT, to("public-activities"))
    return render(
        request, "volunteers/front.html", {"title": _("助残志愿服务"), "activities": rows}
    )


@public
def join(request: HttpRequest) -> HttpResponseBase:
    """Apply to become a volunteer."""
    form = forms.JoinForm(request.POST or None)
    return ROOM.form_page(
        request,
        form,
        lambda data: registry.apply(form.application()),
        title=_("注册成为助残志愿者"),
        button=_("提交申请"),
        intro=_("填写后由服务地区的残联或联络站审核。请保存提交后的页面地址，那是您自己的页面。"),
        to=lambda registration: to("mine", registration.page_key),
        done=_("已提交。请收藏本页，审核结果和以后的服务都在这里。"),
        back=to("public"),
        crumbs=front(),
    )


@public
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for help."""

    def act(data: dict[str, Any]) -> HelpNeed:
        return needs.ask(
            data["region"], data["name"], data["phone"], data["place"], forms.wanted(data)
        )

    return ROOM.form_page(
        request,
        forms.AskForm(request.POST or None, initial=forms.wanted_today(None)),
        act,
        title=_("我需要志愿者帮助"),
        button=SUBMIT,
        intro=_("残疾人和家属都可以填。工作人员会联系您核实，再安排志愿者。"),
        to=lambda need: to("asked", need.page_key),
        done=_("已提交。请收藏本页，安排和确认都在这里。"),
        back=to("public"),
        crumbs=front(),
    )


@public
def find(request: HttpRequest) -> HttpResponseBase:
    """Have the address of the own page sent to the address on file; the answer is the same whether somebody was found or not."""

    def act(data: dict[str, Any]) -> None:
        registry.send_page(**data, url=lambda key: request.build_absolute_uri(to("mine", key)))

    return ROOM.form_page(
        request,
        forms.FindForm(request.POST or None),
        act,
        title=_("找回我的页面"),
        button=_("发送"),
        intro=_("地址会发到登记的手机或邮箱；没有收到的，请带身份证到联络站。"),
        done=_("如果信息一致，地址已经发出，请查收。"),
        back=to("public"),
        crumbs=front(),
    )


# Activities


@public
def activities(request: HttpRequest) -> HttpResponseBase:
    """Activities to come, by month."""
    coming = Activity.objects.public().filter(on__gte=today(), on__lte=today() + AHEAD)
    rows = Few.of(coming.select_related("region").order_by("on"), MOST)
    items = [
        ListItem(
            row.title,
            to("public-activity", row.pk),
            f"{row.on} · {row.region.name} · {row.place}",
            *choice_of(row),
        )
        for row in rows
    ]
    return page_of(
        request,
        title=_("志愿助残活动"),
        cards=[Panel(_("近期活动"), items, _("近期没有公开的活动。"), of=rows)],
        acts=[Button(_("订阅日历"), to("public-feed"), "calendar")],
    )


def _activity(pk: int) -> Activity:
    return get_object_or_404(Activity.objects.public().with_names(), pk=pk)


@public
def activity(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The project page: what, where, how accessible, which roles are free."""
    row = _activity(pk)
    is_open = row.state == Activity.State.PUBLISHED and row.on >= today()
    key = request.session.get(PAGE, "")
    items = [_slot(slot, key if is_open else "") for slot in row.slots.all()]
    return page_of(
        request,
        title=row.title,
        state=choice_of(row),
        facts=[(ACTIVITIES.label_of(shown), shown.value_of(row)) for shown in map(Shown.of, FACTS)],
        alert=_("注册志愿者请先打开自己的页面，再回到这里报名。") if is_open and not key else "",
        crumbs=[*front(), (_("活动"), to("public-activities"))],
        beside=[Panel(_("岗位"), items, _("没有招募岗位。"))],
        photos=row.photos.filter(consent=True),
    )


def _slot(slot: Slot, key: str) -> ListItem:
    """A role, with a button for the volunteer whose page was opened on this telephone."""
    words = _("还有 %(n)d 个名额") % {"n": slot.free} if slot.free else _("已满，可以候补")
    button = _("报名") if slot.free else _("候补")
    acts = [Button(button, to("mine-sign-up", key, slot.pk), click=True)] if key else []
    return ListItem(str(slot), detail=f"{words_of(slot.kind)} · {words}", acts=acts)


@public
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photograph whose people agree to its being public."""
    row = get_object_or_404(Photo.objects.select_related("file", "activity"), pk=pk, consent=True)
    _activity(row.activity_id)
    return attachment_response(row.file)


@require_GET
@public
def feed(request: HttpRequest) -> HttpResponse:
    """All public activities as iCalendar."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", "-//zulian//volunteers//")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("志愿助残活动"))
    rows = (
        Activity.objects.public()
        .filter(on__gte=today() - AHEAD)
        .select_related("region")
        .order_by("on")
    )
    for row in rows:
        event = Event()
        event.add("uid", f"activity-{row.pk}@zulian")
        event.add("summary", row.title)
        event.add("dtstart", row.on)
        event.add("location", row.place)
        event.add("url", request.build_absolute_uri(to("public-activity", row.pk)))
        calendar.add_component(event)
    return HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")


# Verification


@public
def verify(request: HttpRequest, code: str) -> HttpResponseBase:
    """Whether a certificate is genuine, and what it says."""
    try:
        volunteer, hours, day = read_certificate(code)
    except (signing.BadSignature, Volunteer.DoesNotExist, ValueError) as error:
        raise Http404 from error
    return page_of(
        request,
        title=_("志愿服务证明查验"),
        state=("closed", _("证明属实")),
        facts=(
            (_("姓名"), mask_name(volunteer.person.name)),
            (_("志愿者编号"), volunteer.number),
            (_("截至"), day),
            (_("累计时长（小时）"), f"{hours:f}"),
            (_("出具单位"), registry.issuer(volunteer)),
        ),
    )


@public
def card(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the code of a card says: whether this is a volunteer in service."""
    volunteer = get_object_or_404(Volunteer.objects.with_names(), card_code=code)
    return page_of(
        request,
        title=_("志愿者身份查验"),
        state=choice_of(volunteer, "status"),
        facts=(
            (_("姓名"), mask_name(volunteer.person.name)),
            (_("志愿者编号"), volunteer.number),
            (_("星级"), "★" * volunteer.stars or "—"),
            (_("服务地区"), volunteer.region.name),
        ),
    )

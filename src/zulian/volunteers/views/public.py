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
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.few import Few
from zulian.foundation.pages import form_page
from zulian.foundation.public import public
from zulian.foundation.rooms import Crumbs
from zulian.people.occasions import occasions
from zulian.people.rules import mask_name
from zulian.regions.models import Region
from zulian.registers.shown import Shown, choice_of
from zulian.volunteers import forms
from zulian.volunteers.models import Activity, HelpNeed, Photo, Registration, Volunteer
from zulian.volunteers.papers import read_certificate
from zulian.volunteers.registers.activities import ACCESS, ACTIVITIES
from zulian.volunteers.room import one, to
from zulian.volunteers.services import needs, registry
from zulian.volunteers.services.common import words_of

PUBLIC = "volunteers/public.html"
AHEAD, MOST, MAX_PICKS = timedelta(days=366), 100, 12


def front() -> Crumbs:
    """The front page of the portal."""
    return [(_("助残志愿服务"), to("public"))]


@public
def index(request: HttpRequest) -> HttpResponseBase:
    """What one can do here."""
    coming = Activity.objects.public().filter(on__gte=today()).order_by("on").select_related("region")
    rows = Few.of(coming, 8, to("public-activities"))
    return render(request, "volunteers/front.html", {"title": _("助残志愿服务"), "activities": rows})


@require_GET
def places(request: HttpRequest) -> HttpResponseBase:
    """Suggestions for a division; divisions are public knowledge."""
    words = str(next(iter(request.GET.values()), ""))[:40]
    return render(request, "regions/pick.html", {"regions": Region.objects.current().matching(words)[:MAX_PICKS]})


@public
def join(request: HttpRequest) -> HttpResponseBase:
    """Apply to become a volunteer."""
    form = forms.JoinForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda d: registry.apply(form.application()),
        title=_("注册成为助残志愿者"),
        button=_("提交申请"),
        intro=_("填写后由服务地区的残联或联络站审核。请保存提交后的页面地址，那是您自己的页面。"),
        to=lambda made: to("mine", made.page_key),
        done=_("已提交。请收藏本页，审核结果和以后的服务都在这里。"),
        back=to("public"),
        crumbs=front(),
    )


@public
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for help."""
    form = forms.AskForm(request.POST or None, initial=forms.wanted_today(None))

    def act(d: dict[str, Any]) -> HelpNeed:
        return needs.ask(d["region"], d["name"], d["phone"], d["place"], forms.wanted(d))

    return form_page(
        request,
        form,
        act,
        title=_("我需要志愿者帮助"),
        button=_("提交"),
        intro=_("残疾人和家属都可以填。工作人员会联系您核实，再安排志愿者。"),
        to=lambda made: to("asked", made.page_key),
        done=_("已提交。请收藏本页，安排和确认都在这里。"),
        back=to("public"),
        crumbs=front(),
    )


@public
def find(request: HttpRequest) -> HttpResponseBase:
    """Have the address of the own page sent to the address on file; the answer is the same whether somebody was found or not."""

    def act(d: dict[str, Any]) -> None:
        registry.send_page(d["number"], d["address"], lambda key: request.build_absolute_uri(to("mine", key)))

    return form_page(
        request,
        forms.FindForm(request.POST or None),
        act,
        title=_("找回我的页面"),
        button=_("发送"),
        to=to("public"),
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
        Item(
            found.title,
            to("public-activity", found.pk),
            f"{found.on} · {found.region.name} · {found.place}",
            *choice_of(found),
        )
        for found in rows
    ]
    return one(
        request,
        "",
        template=PUBLIC,
        title=_("志愿助残活动"),
        crumbs=front(),
        cards=[Card(_("近期活动"), items, _("近期没有公开的活动。"), of=rows)],
        acts=[Act(_("订阅日历"), to("public-feed"), "calendar")],
    )


def _shown(pk: int) -> Activity:
    return get_object_or_404(Activity.objects.public().with_names(), pk=pk)


@public
def activity(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The project page: what, where, how accessible, which roles are free."""
    found = _shown(pk)
    facts = (
        (_("时机"), dict(occasions()).get(found.occasion)),
        (_("日期"), found.on),
        (_("地点"), found.place),
        (_("活动内容"), found.text),
        *((ACTIVITIES.label_of(shown), shown.value_of(found)) for shown in map(Shown.of, ACCESS)),
        (_("主办单位"), found.region.official_name),
        (_("活动总结"), found.summary),
        (_("媒体报道"), found.coverage),
    )
    own = request.session.get("volunteer_page", "")
    open_now = found.state == Activity.State.PUBLISHED and found.on >= today()
    items = []
    for slot in found.slots.all():
        words = _("还有 %(n)d 个名额") % {"n": slot.free} if slot.free else _("已满，可以候补")
        acts = (
            [Act(_("报名") if slot.free else _("候补"), to("mine-sign-up", own, slot.pk), click=True)]
            if own and open_now
            else ()
        )
        items.append(Item(str(slot), detail=f"{words_of(slot.kind)} · {words}", acts=acts))
    hint = _("注册志愿者请先打开自己的页面，再回到这里报名。") if open_now and not own else ""
    return one(
        request,
        "",
        template=PUBLIC,
        title=found.title,
        state=choice_of(found),
        facts=facts,
        alert=hint,
        crumbs=[*front(), (_("活动"), to("public-activities"))],
        beside=[Card(_("岗位"), items, _("没有招募岗位。"))],
        photos=found.photos.filter(consent=True),
    )


@public
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photograph whose people agree to its being public."""
    found = get_object_or_404(Photo.objects.select_related("file", "activity"), pk=pk, consent=True)
    _shown(found.activity_id)
    return attachment_response(found.file)


@require_GET
@public
def feed(request: HttpRequest) -> HttpResponse:
    """All public activities as iCalendar."""
    from icalendar import Calendar, Event

    made = Calendar()
    made.add("prodid", "-//zulian//volunteers//")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("志愿助残活动"))
    rows = Activity.objects.public().filter(on__gte=today() - AHEAD).select_related("region").order_by("on")
    for found in rows:
        event = Event()
        event.add("uid", f"activity-{found.pk}@zulian")
        event.add("summary", found.title)
        event.add("dtstart", found.on)
        event.add("location", found.place)
        event.add("url", request.build_absolute_uri(to("public-activity", found.pk)))
        made.add_component(event)
    return HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")


# Verification


@public
def verify(request: HttpRequest, code: str) -> HttpResponseBase:
    """Whether a certificate is genuine, and what it says."""
    try:
        found, hours, day = read_certificate(code)
    except (signing.BadSignature, Volunteer.DoesNotExist, ValueError) as error:
        raise Http404 from error
    facts = (
        (_("姓名"), mask_name(found.person.name)),
        (_("志愿者编号"), found.number),
        (_("截至"), day),
        (_("累计时长（小时）"), f"{hours:f}"),
        (_("出具单位"), registry.issuer(found)),
    )
    return one(
        request,
        "",
        template=PUBLIC,
        title=_("志愿服务证明查验"),
        state=("closed", _("证明属实")),
        facts=facts,
        crumbs=front(),
    )


@public
def card(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the code of a card says: whether this is a volunteer in service."""
    found = Volunteer.objects.with_names().filter(card_code=code).first()
    if found is None:
        raise Http404
    facts = (
        (_("姓名"), mask_name(found.person.name)),
        (_("志愿者编号"), found.number),
        (_("星级"), "★" * found.stars or "—"),
        (_("服务地区"), found.region.name),
    )
    return one(
        request,
        "",
        template=PUBLIC,
        title=_("志愿者身份查验"),
        state=choice_of(found, "status"),
        facts=facts,
        crumbs=front(),
    )


def of_key(key: str) -> Registration:
    """The application of a page key, as long as it is one."""
    return get_object_or_404(Registration.objects.select_related("region"), page_key=key)

"""Activities: the year's calendar, one activity with its roles, sign-ups, check-in, photographs and summary."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents.codes import code_svg
from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_year
from zulian.foundation.pages import act_and_go, form_page
from zulian.people.occasions import occasions, year_days
from zulian.volunteers import forms, proofs
from zulian.volunteers.models import Activity, SignUp, Slot
from zulian.volunteers.services import activities as services
from zulian.volunteers.services.common import words_of
from zulian.volunteers.tables import TONES, ActivityFilter, ActivityTable, SignUpTable
from zulian.volunteers.views.common import Crumbs, home, listing, one, to

MOST = 400
FIELDS = (
    "title",
    "occasion",
    "brand",
    "on",
    "place",
    "text",
    "expected",
    "entrance",
    "toilet",
    "signing",
    "guiding",
    "safety",
)


def way() -> Crumbs:
    """The way to the activities."""
    return [*home(), (_("活动"), to("activities"))]


@page("volunteer.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Activities of the jurisdiction."""
    acts = [Act(_("全年日历"), to("year"), "calendar"), Act(_("报名记录"), to("sign-ups"), "clipboard-list")]
    if request.post.may("volunteer.activity"):
        acts.insert(0, Act(_("策划活动"), to("activity-add"), "plus", main=True))
    return listing(
        request,
        "activities",
        title=_("志愿助残活动"),
        rows=Activity.objects.with_names(),
        table=ActivityTable,
        filters=ActivityFilter,
        acts=acts,
    )


@page("volunteer.read")
def sign_ups(request: PostRequest) -> HttpResponseBase:
    """Sign-ups."""
    rows = SignUp.objects.select_related("slot__activity", "volunteer__person").order_by("-at", "-id")
    return listing(request, "activities", title=_("活动报名"), rows=rows, table=SignUpTable)


@page("volunteer.read")
def year(request: PostRequest) -> HttpResponseBase:
    """The year's days and what is planned on each; brands across the years."""
    shown = read_year(request.GET.get("year", ""), today().year)
    held: dict[str, list[Activity]] = {}
    for found in Activity.objects.with_names().filter(on__year=shown).exclude(state=Activity.State.CANCELLED):
        held.setdefault(found.occasion, []).append(found)
    days = [(day, key, name, usual, held.pop(key, [])) for day, key, name, usual in year_days(shown)]
    rest = [found for rows in held.values() for found in rows]
    brands: dict[str, list[Activity]] = {}
    branded = Activity.objects.public().exclude(brand="").select_related("region")
    latest = Few.of(branded.order_by("-on", "-pk"), MOST)
    for found in reversed(latest):
        brands.setdefault(found.brand, []).append(found)
    lasting = {name: rows for name, rows in brands.items() if len({row.on.year for row in rows}) > 1}
    return one(
        request, "activities", template="volunteers/year.html", title=_("%(year)d 年活动日历") % {"year": shown}, crumbs=way(), days=days, rest=rest,
        brands=lasting, latest=latest, year=shown, may_plan=request.post.may("volunteer.activity"),
        feed=request.build_absolute_uri(to("public-feed")),
    )  # fmt: skip


@page("volunteer.activity")
def add(request: PostRequest) -> HttpResponseBase:
    """Plan an activity, from the template of its occasion."""
    start = services.template(request.GET.get("occasion", "")[:10], today().year)
    if start.get("on") and start["on"] < today():
        start = services.template(start["occasion"], today().year + 1)
    return form_page(
        request,
        forms.ActivityForm(request.POST or None, initial=start),
        lambda d: services.plan(request.post, d),
        title=_("策划活动"),
        intro=_("场地的无障碍条件和安全预案必须填写。"),
        button=_("保存"),
        to=lambda made: to("activity", made.pk),
        done=_("已保存，下一步设置岗位。"),
        back=to("activities"),
        crumbs=way(),
    )


def _mine(pk: int) -> Activity:
    return get_object_or_404(Activity.objects.with_names(), pk=pk)


@page("volunteer.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One activity."""
    found = _mine(pk)
    runs = request.post.may("volunteer.activity") and found.region_id == request.post.region_id
    facts = (
        (_("时机"), dict(occasions()).get(found.occasion)), (_("活动品牌"), found.brand), (_("日期"), found.on), (_("地点"), found.place),
        (_("活动内容"), found.text), *access(found), (_("安全预案"), found.safety),
        (_("服务残疾人"), _("预计 %(n)d 人，实际 %(m)d 人") % {"n": found.expected, "m": found.reached}),
        (_("经费（元）"), f"{found.cost:f}" if found.cost else ""), (_("活动总结"), found.summary), (_("媒体报道"), found.coverage),
    )  # fmt: skip
    url = request.build_absolute_uri(to("arrive", found.code))
    return one(
        request,
        "activities",
        template="volunteers/activity.html",
        title=found.title,
        intro=found.region.organisation,
        facts=facts,
        found=found,
        state=(TONES[found.state], found.get_state_display()),
        alert=proofs.ACTIVITY.sentence(found, today(), _("已登记举办"))
        if found.state in {Activity.State.HELD, Activity.State.SUMMED}
        else "",
        acts=_acts(found) if runs else [],
        crumbs=way(),
        photos=found.photos.select_related("file"),
        beside=_slots(found, runs),
        url=url,
        qr=mark_safe(code_svg(url)) if runs and found.on == today() else "",  # noqa: S308
    )


def access(found: Activity) -> tuple[tuple[Any, Any], ...]:
    """The accessibility of the place in words."""
    return (
        (_("无障碍出入口"), found.get_entrance_display()), (_("无障碍卫生间"), found.get_toilet_display()),
        (_("手语翻译或字幕"), found.get_signing_display()), (_("盲道或引导"), found.get_guiding_display()),
    )  # fmt: skip


def _acts(found: Activity) -> list[Act]:
    states, pk = Activity.State, found.pk
    change, cancel = (
        Act(_("修改"), to("activity-change", pk), "edit"),
        Act(_("取消活动"), to("activity-cancel", pk), "x", click=True),
    )
    slot = Act(_("设岗"), to("slot-add", pk), "plus")
    photos = Act(_("上传照片"), to("photos-add", pk), "upload")
    settle = (
        [Act(_("活动结束"), to("activity-settle", pk), "check", main=True, click=True)] if found.on <= today() else []
    )
    return {
        states.DRAFT: [Act(_("发布招募"), to("activity-publish", pk), "send", main=True, click=True), slot, change, cancel],
        states.PUBLISHED: [*settle, slot, change, photos, cancel],
        states.HELD: [Act(_("写总结"), to("activity-sum", pk), "edit", main=True), photos],
        states.SUMMED: [Act(_("修改总结"), to("activity-sum", pk), "edit"), photos],
    }.get(found.state, [])  # fmt: skip


def _slots(found: Activity, runs: bool) -> list[Card]:
    """A card for each role, with who has signed up and what can be done on the day."""
    rows: dict[int, list[SignUp]] = {}
    for sign_up in SignUp.objects.filter(slot__activity=found).select_related("volunteer__person"):
        rows.setdefault(sign_up.slot_id, []).append(sign_up)
    live = runs and found.state == Activity.State.PUBLISHED
    made = []
    for slot in found.slots.all():
        title = _("%(slot)s · %(taken)d/%(places)d 人") % {"slot": slot, "taken": slot.taken, "places": slot.places}
        items = [
            Item(
                s.volunteer.person.name,
                to("volunteer", s.volunteer_id),
                "",
                TONES[s.state],
                s.get_state_display(),
                _on_the_day(s) if live else (),
            )
            for s in rows.get(slot.pk, [])
        ]
        drop = [Act(_("删除岗位"), to("slot-drop", slot.pk), "x", click=True)] if live and slot.pk not in rows else ()
        made.append(Card(title, items, _("还没有人报名（%(kind)s）。") % {"kind": words_of(slot.kind)}, drop))
    return made or [Card(_("岗位"), [], _("还没有设岗。"))]


def _on_the_day(row: SignUp) -> list[Act]:
    if row.on != today():
        return []
    if row.state == SignUp.State.IN:
        return [Act(_("签到"), to("sign-up-come", row.pk), click=True)]
    return [Act(_("签退"), to("sign-up-go", row.pk), click=True)] if row.state == SignUp.State.PRESENT else []


@page("volunteer.activity")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Change what is planned."""
    found, back = _mine(pk), to("activity", pk)
    form = forms.ActivityForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})
    return form_page(
        request,
        form,
        lambda d: services.change(pk, request.post, d),
        title=_("修改活动"),
        button=_("保存"),
        to=back,
        done=_("已保存。"),
        back=back,
        crumbs=[*way(), (found.title, back)],
    )


@page("volunteer.activity")
def slot_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A role for a shift."""
    found, back = _mine(pk), to("activity", pk)
    return form_page(
        request, forms.SlotForm(request.POST or None), lambda d: services.add_slot(pk, request.post, d), title=_("设岗"), button=_("添加"), to=back,
        done=_("已添加。"), back=back, crumbs=[*way(), (found.title, back)],
    )  # fmt: skip


@require_POST
@page("volunteer.activity")
def slot_drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a role out."""
    slot = get_object_or_404(Slot, pk=pk)
    _mine(slot.activity_id)
    return act_and_go(request, lambda: services.drop_slot(pk, request.post), _("已删除。"), to("activity", slot.activity_id))  # fmt: skip


@require_POST
@page("volunteer.activity")
def publish(request: PostRequest, pk: int) -> HttpResponseBase:
    """Open it for sign-up."""
    _mine(pk)
    return act_and_go(request, lambda: services.publish(pk, request.post), _("已发布，公众页面可以报名。"), to("activity", pk))  # fmt: skip


@require_POST
@page("volunteer.activity")
def cancel(request: PostRequest, pk: int) -> HttpResponseBase:
    """Cancel it."""
    _mine(pk)
    return act_and_go(request, lambda: services.cancel(pk, request.post), _("活动已取消。"), to("activity", pk))


@require_POST
@page("volunteer.activity")
def settle(request: PostRequest, pk: int) -> HttpResponseBase:
    """It is over."""
    _mine(pk)
    return act_and_go(request, lambda: services.settle(pk, request.post), _("活动已结束，时长已计入；请写总结。"), to("activity", pk))  # fmt: skip


def _sign_up(pk: int) -> SignUp:
    return get_object_or_404(SignUp.objects.select_related("slot"), pk=pk)


@require_POST
@page("volunteer.activity")
def come(request: PostRequest, pk: int) -> HttpResponseBase:
    """Check somebody in."""
    found = _sign_up(pk)
    return act_and_go(request, lambda: services.come(pk), _("已签到。"), to("activity", found.slot.activity_id))


@require_POST
@page("volunteer.activity")
def go(request: PostRequest, pk: int) -> HttpResponseBase:
    """Check somebody out."""
    found = _sign_up(pk)
    return act_and_go(
        request, lambda: services.go(pk), _("已签退，时长已计入。"), to("activity", found.slot.activity_id)
    )


@page("volunteer.activity")
def photos_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Photographs."""
    found, back = _mine(pk), to("activity", pk)
    form = forms.PhotosForm(request.POST or None, request.FILES or None)
    return form_page(
        request,
        form,
        lambda d: services.add_photos(pk, request.post, d["papers"], d["caption"], d["consent"]),
        title=_("上传照片"),
        button=_("上传"),
        intro=_("没有勾选同意公开的，只在内部保存，不出现在公众页面。"),
        to=back,
        done=_("已上传。"),
        back=back,
        crumbs=[*way(), (found.title, back)],
    )


@page("volunteer.activity")
def sum_up(request: PostRequest, pk: int) -> HttpResponseBase:
    """What came of it."""
    found, back = _mine(pk), to("activity", pk)
    start = {name: getattr(found, name) for name in ("reached", "cost", "summary", "coverage")}
    return form_page(
        request,
        forms.SummaryForm(request.POST or None, initial=start),
        lambda d: services.sum_up(pk, request.post, d),
        title=_("活动总结"),
        button=_("保存"),
        to=back,
        done=_("已保存。"),
        back=back,
        crumbs=[*way(), (found.title, back)],
    )

"""Activities, brands and honours."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.associations.forms import work as forms
from zulian.associations.models import Activity, Award, Member, Photo, Turnout
from zulian.associations.services import activities as services
from zulian.associations.tables import TONES, ActivityFilter, ActivityTable, AwardTable, OfKind, TurnoutTable
from zulian.associations.views.common import ROOM, association_of, home, to, way_to, writes
from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.few import Few

FIELDS = ("title", "kind", "occasion", "brand", "on", "place", "text", "easy", "access", "budget")
MOST_MEMBERS, MOST_BRANDED = 300, 1000


def way() -> Any:
    """The way to activities."""
    return [*home(), (_("活动品牌"), to("activities"))]


@page("association.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Activities of the jurisdiction."""
    acts = [
        Act(_("活动品牌"), to("brands"), "trophy"),
        Act(_("会员参加记录"), to("turnouts"), "clipboard-list"),
        Act(_("荣誉和名次"), to("awards"), "trophy"),
    ]
    intro = _("从协会页面策划活动，报残联批准后公开；办完登记参加的人和成效。")
    return ROOM.listing(
        request,
        "activities",
        title=_("协会活动"),
        intro=intro,
        rows=Activity.objects.with_names(),
        table=ActivityTable,
        filters=ActivityFilter,
        acts=acts,
    )


@page("association.read")
def turnouts(request: PostRequest) -> HttpResponseBase:
    """Which members took part in what."""
    rows = Turnout.objects.select_related("activity", "member__person")
    return ROOM.listing(request, "activities", title=_("会员参加记录"), rows=rows, table=TurnoutTable, crumbs=way())


@page("association.read")
def brands(request: PostRequest) -> HttpResponseBase:
    """Brands: the same name over the years, with what each cost and reached."""
    known: dict[str, list[Activity]] = {}
    branded = Activity.objects.with_names().exclude(brand="").filter(state__in=["held", "summed"])
    latest = Few.of(branded.order_by("-on", "-pk"), MOST_BRANDED)
    for found in reversed(latest):
        known.setdefault(found.brand, []).append(found)
    order = sorted(known.items(), key=lambda pair: (-len({row.on.year for row in pair[1]}), pair[0]))
    cards = [
        Card(
            _("%(name)s · 办过 %(n)d 次") % {"name": name, "n": len(rows)},
            [
                Item(
                    f"{a.on.year} {a.title}",
                    to("activity", a.pk),
                    _("%(who)s · 参加 %(n)d 人 · 支出 %(cost)s 元")
                    % {"who": a.association.short, "n": a.reached, "cost": a.cost},
                )
                for a in rows
            ],
            "",
        )
        for name, rows in order
    ]
    return ROOM.one(
        request, "activities", title=_("活动品牌"), intro=_("同一个品牌历年的活动，连办年数多的在前。"), alert=latest.words, crumbs=way(),
        cards=cards or [Card(_("活动品牌"), [], _("策划活动时填写品牌名称，办过的会列在这里。"))],
    )  # fmt: skip


@page("association.write")
def add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A plan, from the template of one of the group's days."""
    found = association_of(pk)
    start = services.template(found, request.GET.get("occasion", "")[:10], today().year)
    if start.get("on") and start["on"] < today():
        start = services.template(found, start["occasion"], today().year + 1)
    days = "、".join(
        f"{name}（{day:%m-%d}）" for day, _key, name, _usual in services.own_days(found, today().year)
    )  # untranslated: brackets
    return ROOM.form(
        request, forms.ActivityForm(request.POST or None, initial=start), lambda d: services.plan(pk, request.post, d), title=_("策划活动"),
        intro=_("本类别的节日：%(days)s。") % {"days": days}, back=to("association", pk), way=way_to(found), to=lambda made: to("activity", made.pk),
        done=_("已保存，下一步报批。"),
    )  # fmt: skip


def _activity(pk: int) -> Activity:
    return get_object_or_404(Activity.objects.with_names(), pk=pk)


@page("association.read")
def activity(request: PostRequest, pk: int) -> HttpResponseBase:
    """One activity."""
    found = _activity(pk)
    facts = (
        (_("类别"), found.get_kind_display()),
        (_("时机"), services.occasion_words(found.occasion)),
        (_("活动品牌"), found.brand),
        (_("日期"), found.on),
        (_("地点"), found.place),
        (_("活动方案"), found.text),
        (_("易读介绍"), found.easy),
        (_("无障碍安排"), found.access),
        (_("预算（元）"), found.budget),
        (_("审批意见"), found.note),
        (_("实际支出（元）"), found.cost or ""),
        (_("成效"), found.effect),
    )
    groups = [Item(str(words), state=_("%(n)d 人") % {"n": n}, tone="signed") for words, n in services.by_group(found)]
    awards = [Item(a.title, detail=f"{a.whom} · {a.by}") for a in found.awards.all()]
    return ROOM.one(
        request,
        "activities",
        template="associations/activity.html",
        title=found.title,
        intro=str(found.association),
        facts=facts,
        crumbs=way(),
        state=(TONES[found.state], found.get_state_display()),
        acts=_acts(request, found),
        photos=found.photos.all(),
        may_change=writes(request, found),
        beside=[
            Card(_("参加的人（共 %(n)d 人）") % {"n": found.reached}, groups, _("办完以后登记。")),
            Card(_("荣誉和名次"), awards, _("没有登记。")),
        ],
    )


def _acts(request: PostRequest, found: Activity) -> list[Act]:
    if not writes(request, found):
        return []
    states, pk = Activity.State, found.pk
    cancel, photos = Act(_("取消活动"), to("activity-cancel", pk), "x", click=True), Act(_("上传照片"), to("photos-add", pk), "upload")  # fmt: skip
    lead = (
        [Act(_("审批"), to("activity-judge", pk), "check", main=True)] if request.post.may("association.lead") else []
    )
    over = [Act(_("登记举办"), to("activity-hold", pk), "check", main=True)] if found.on <= today() else []
    award = Act(_("登记荣誉"), to("award-add", pk), "trophy")
    return {
        states.DRAFT: [
            Act(_("报残联审批"), to("activity-submit", pk), "send", main=True, click=True),
            Act(_("修改"), to("activity-change", pk), "edit"),
            cancel,
        ],
        states.SUBMITTED: [*lead, cancel],
        states.APPROVED: [*over, photos, cancel],
        states.HELD: [Act(_("总结成效"), to("activity-sum", pk), "edit", main=True), photos, award],
        states.SUMMED: [photos, award],
    }.get(states(found.state), [])


def _way(found: Activity) -> Any:
    return [*way(), (found.title, to("activity", found.pk))]


@page("association.write")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Change the plan."""
    found = _activity(pk)
    form = forms.ActivityForm(request.POST or None, initial={name: getattr(found, name) for name in FIELDS})
    return ROOM.form(
        request,
        form,
        lambda d: services.change(pk, request.post, d),
        title=_("修改活动"),
        back=to("activity", pk),
        way=_way(found),
    )


@require_POST
@page("association.write")
def submit(request: PostRequest, pk: int) -> HttpResponseBase:
    """To the federation."""
    _activity(pk)
    return ROOM.click(request, lambda: services.submit(pk, request.post), _("已报残联审批。"), to("activity", pk))


@page("association.lead")
def judge(request: PostRequest, pk: int) -> HttpResponseBase:
    """The federation approves, or sends it back."""
    found = _activity(pk)
    intro = _("预算 %(n)s 元。") % {"n": found.budget}
    return ROOM.form(
        request,
        forms.JudgeForm(request.POST or None),
        lambda d: services.judge(pk, request.post, d["approved"], d["note"]),
        title=_("审批活动"),
        intro=intro,
        back=to("activity", pk),
        way=_way(found),
    )


@require_POST
@page("association.write")
def cancel(request: PostRequest, pk: int) -> HttpResponseBase:
    """Cancel it."""
    _activity(pk)
    return ROOM.click(request, lambda: services.cancel(pk, request.post), _("活动已取消。"), to("activity", pk))


@page("association.write")
def hold(request: PostRequest, pk: int) -> HttpResponseBase:
    """Who took part."""
    found = _activity(pk)
    rows = (
        Member.objects.filter(association=found.association, left_on=None)
        .select_related("person")
        .order_by("person__name")
    )
    form = forms.TurnoutForm(request.POST or None, members=rows)
    return ROOM.form(
        request,
        form,
        lambda d: services.hold(pk, request.post, d["members"], form.guests()),
        title=_("登记举办"),
        back=to("activity", pk),
        way=_way(found),
    )


@page("association.write")
def sum_up(request: PostRequest, pk: int) -> HttpResponseBase:
    """Effect and cost."""
    found = _activity(pk)
    form = forms.SumForm(request.POST or None, initial={"cost": found.budget})
    return ROOM.form(
        request,
        form,
        lambda d: services.sum_up(pk, request.post, d["effect"], d["cost"]),
        title=_("总结成效"),
        back=to("activity", pk),
        way=_way(found),
    )


@page("association.write")
def photos_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Photographs."""
    found = _activity(pk)
    form = forms.PhotosForm(request.POST or None, request.FILES or None)
    return ROOM.form(
        request, form, lambda d: services.add_photos(pk, request.post, d["papers"], d["caption"], d["consent"]), title=_("上传照片"),
        intro=_("没有勾选同意公开的，只在内部保存，不出现在公众页面。"), button=_("上传"), back=to("activity", pk), way=_way(found),
    )  # fmt: skip


@require_POST
@page("association.write")
def photo_consent(request: PostRequest, pk: int) -> HttpResponseBase:
    """Those on a photograph agree to its being public, or no longer do."""
    found = get_object_or_404(Photo, pk=pk)
    words = _("已撤下，不再公开。") if found.consent else _("已公开。")
    return ROOM.click(
        request,
        lambda: services.set_consent(pk, request.post, not found.consent),
        words,
        to("activity", found.activity_id),
    )


@page("association.write")
def award_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """An honour won at an activity or event."""
    found = _activity(pk)

    def act(d: dict[str, Any]) -> Award:
        return services.add_award(found.association_id, request.post, d | {"activity": found})

    return ROOM.form(request, forms.AwardForm(request.POST or None), act, title=_("登记荣誉"), back=to("activity", pk), way=_way(found))  # fmt: skip


@page("association.read")
def awards(request: PostRequest) -> HttpResponseBase:
    """Honours."""
    return ROOM.listing(request, "reviews", title=_("荣誉和名次"), rows=Award.objects.with_names(), table=AwardTable, filters=OfKind)  # fmt: skip


@page("association.write")
def honour_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """An honour of the association itself."""
    found = association_of(pk)
    return ROOM.form(
        request, forms.AwardForm(request.POST or None), lambda d: services.add_award(pk, request.post, d), title=_("登记荣誉"), back=to("awards"),
        way=way_to(found),
    )  # fmt: skip

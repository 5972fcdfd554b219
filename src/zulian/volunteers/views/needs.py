"""Needs: take down, triage, refuse, settle; reports on what should not have happened."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.audit import record
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.pages import form_page
from zulian.volunteers import forms
from zulian.volunteers.models import Concern, HelpNeed, Volunteer
from zulian.volunteers.services import needs as services
from zulian.volunteers.services.common import words_of
from zulian.volunteers.tables import (
    TONES,
    ConcernTable,
    NeedFilter,
    NeedTable,
)
from zulian.volunteers.views.common import Crumbs, home, listing, one, to


def way() -> Crumbs:
    """The way to the needs."""
    return [*home(), (_("需求"), to("needs"))]


@page("volunteer.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Needs of the jurisdiction."""
    acts = [Act(_("评价"), to("feedback"), "circle-check")]
    if request.post.may("volunteer.need"):
        acts.insert(0, Act(_("登记需求"), to("need-add"), "plus", main=True))
    if request.post.may("volunteer.safeguard"):
        acts.append(Act(_("安全和权益报告"), to("concerns"), "alert-triangle"))
    return listing(
        request, "needs", title=_("志愿服务需求"), rows=HelpNeed.objects.select_related("person", "region"), table=NeedTable, filters=NeedFilter,
        acts=acts, intro=_("专职委员走访、公众页面、入户和来电的需求都在这里；受理后生成每次服务，再统一匹配。"),
    )  # fmt: skip


@page("volunteer.need")
def add(request: PostRequest) -> HttpResponseBase:
    """Take a need down."""
    form = forms.TakeDownForm(request.POST or None)

    def act(d: dict[str, Any]) -> HelpNeed:
        person = services.find_person(request.post, d["id_number"])
        return services.take_down(request.post, person, d["source"], form.wanted(), d["place"])

    return form_page(
        request, form, act, title=_("登记需求"), button=_("登记"), to=lambda made: to("need", made.pk), done=_("已登记，请受理。"), back=to("needs"),
        crumbs=way(),
    )  # fmt: skip


def _need(pk: int) -> HelpNeed:
    return get_object_or_404(HelpNeed.objects.select_related("person", "region", "wished__person"), pk=pk)


@page("volunteer.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One need and its services."""
    found, write = _need(pk), request.post.may("volunteer.write")
    acts = []
    if write and found.state == HelpNeed.State.NEW:
        acts = [Act(_("受理"), to("triage", pk), "check", main=True), Act(_("不予受理"), to("need-refuse", pk), "x")]
    if write and found.state == HelpNeed.State.OPEN:
        acts = [Act(_("去匹配"), to("match"), "users", main=True), Act(_("办结"), to("need-close", pk), "circle-check")]
    times = f"{found.on} {found.start:%H:%M}–{found.end:%H:%M}"
    facts = (
        (_("服务对象"), found.whose), (_("联系电话"), found.masked_phone), (_("服务项目"), words_of(found.kind)), (_("时间"), times),
        (_("重复"), f"{found.get_repeat_display()}，{found.until}" if found.repeat else ""), (_("地区"), found.region.name),
        (_("来源"), found.get_source_display()), (_("风险等级"), found.get_risk_display()),
        (_("意愿"), "、".join(w for w in ((_("同性志愿者") if found.same_sex else ""), str(found.wished.person.name) if found.wished else "") if w)),
        (_("办理意见"), found.note),
    )  # fmt: skip
    rows = found.services.select_related("volunteer__person")
    items = [
        Item(
            f"{s.on} {s.start:%H:%M}–{s.end:%H:%M}",
            to("service", s.pk),
            s.volunteer.person.name if s.volunteer else "",
            TONES[s.state],
            s.get_state_display(),
        )
        for s in rows
    ]
    return one(
        request, "needs", title=str(found), state=(TONES[found.state], found.get_state_display()), facts=facts, acts=acts, crumbs=way(),
        beside=[Card(_("每次服务"), items, _("受理后按日期生成。"))],
    )  # fmt: skip


@page("volunteer.write")
def triage(request: PostRequest, pk: int) -> HttpResponseBase:
    """The need as it really is."""
    found, back = _need(pk), to("need", pk)
    start = {
        name: getattr(found, name)
        for name in ("kind", "text", "on", "start", "end", "repeat", "until", "risk", "same_sex")
    }
    form = forms.TriageForm(request.POST or None, initial=start)

    def act(d: dict[str, Any]) -> HelpNeed:
        person = services.find_person(request.post, d["id_number"]) if d["id_number"] else None
        return services.triage(
            pk, form.wanted(), services.Verdict(d["risk"], d["same_sex"], _numbered(d["number"]), person)
        )

    return form_page(
        request,
        form,
        act,
        title=_("受理需求"),
        intro=found.text,
        button=_("受理"),
        to=back,
        done=_("已受理，可以匹配志愿者了。"),
        back=back,
        crumbs=[*way(), (str(found), back)],
    )


def _numbered(number: str) -> Volunteer | None:
    if not number.strip():
        return None
    found = Volunteer.objects.filter(number=number.strip()).first()
    if found is None:
        raise ValidationError({"number": _("本辖区没有这个志愿者编号，请核对。")})
    return found


@page("volunteer.write")
def refuse(request: PostRequest, pk: int) -> HttpResponseBase:
    """Refuse a need."""
    found, back = _need(pk), to("need", pk)
    return form_page(
        request, forms.NoteForm(request.POST or None), lambda d: services.refuse(pk, d["note"]), title=_("不予受理"), button=_("不予受理"), to=back,
        intro=_("提出的人在自己的页面上能看到这里写的话。"), done=_("已登记。"), back=back, crumbs=[*way(), (str(found), back)],
    )  # fmt: skip


@page("volunteer.write")
def close(request: PostRequest, pk: int) -> HttpResponseBase:
    """Settle a need."""
    found, back = _need(pk), to("need", pk)
    return form_page(
        request, forms.NoteForm(request.POST or None), lambda d: services.close(pk, d["note"]), title=_("办结需求"), button=_("办结"), to=back,
        intro=_("还没有开始的服务会取消；能联系上的，已约的志愿者会收到通知。"), done=_("已办结。"), back=back, crumbs=[*way(), (str(found), back)],
    )  # fmt: skip


# Reports


@page("volunteer.safeguard")
def concerns(request: PostRequest) -> HttpResponseBase:
    """Reports of the county; what they say is on their pages."""
    return listing(
        request, "needs", title=_("安全和权益报告"), rows=Concern.objects.select_related("service", "region"), table=ConcernTable,
        intro=_("内容加密保存，只有县残联能看；每次查看都记入审计。"),
    )  # fmt: skip


def _concern(pk: int) -> Concern:
    return get_object_or_404(
        Concern.objects.select_related("service__volunteer__person", "service__need__person", "region"), pk=pk
    )


@page("volunteer.safeguard")
def concern(request: PostRequest, pk: int) -> HttpResponseBase:
    """One report; looking at it is kept in the trail."""
    found = _concern(pk)
    record("concern.read", found)
    acts = (
        [Act(_("登记处理结果"), to("concern-settle", pk), "check", main=True)]
        if found.state == Concern.State.OPEN
        else []
    )
    who = found.service.volunteer
    facts = (
        (_("报告人"), found.get_side_display()), (_("情况"), found.text), (_("服务"), str(found.service)),
        (_("志愿者"), who.person.name if who else "—"), (_("服务对象"), found.service.need.whose), (_("处理结果"), found.outcome),
        (_("处理日期"), found.done_on),
    )  # fmt: skip
    return one(
        request, "needs", title=_("安全和权益报告"), state=(TONES[found.state], found.get_state_display()), facts=facts, acts=acts,
        crumbs=[*way(), (_("报告"), to("concerns"))],
    )  # fmt: skip


@page("volunteer.safeguard")
def concern_settle(request: PostRequest, pk: int) -> HttpResponseBase:
    """What was done about it."""
    found, back = _concern(pk), to("concern", pk)
    if found.region_id[:6] != request.post.region_id[:6]:
        raise PermissionDenied(_("由所在县残联处理。"))
    return form_page(
        request,
        forms.OutcomeForm(request.POST or None),
        lambda d: services.settle_concern(pk, d["outcome"]),
        title=_("登记处理结果"),
        button=_("处理完毕"),
        to=back,
        done=_("已登记。"),
        back=back,
        crumbs=[*way(), (_("报告"), back)],
    )

"""Social organisations: the register, one organisation, incubation, support, inspection."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.rooms import Crumbs
from zulian.social import forms
from zulian.social.models import AnnualInspection, Organisation, Step, Support
from zulian.social.services import organisations as services
from zulian.social.tables import TONES, InspectionTable, OrganisationFilter, OrganisationTable, StepTable, SupportTable
from zulian.social.views.common import ROOM, home, to

States = Organisation.State


@page("social.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Organisations of the jurisdiction."""
    acts = [Act(_("登记组织"), to("add"), "plus", main=True)] if request.post.may("social.write") else []
    rows = Organisation.objects.with_names()
    unregistered = rows.there().exclude(state=States.REGISTERED).count()
    intro = _("残疾人自己的组织和助残组织，先摸底登记，再孵化、登记成立、年检、承接服务。")
    if unregistered:
        intro += _("未登记和孵化中 %(n)d 个。") % {"n": unregistered}
    return ROOM.listing(
        request, "organisations", title=_("残疾人社会组织"), intro=intro, rows=rows, table=OrganisationTable, filters=OrganisationFilter,
        ledger="social-organisations", acts=acts, crumbs=[],
    )  # fmt: skip


@page("social.write")
def add(request: PostRequest) -> HttpResponseBase:
    """An organisation found."""
    return ROOM.form(
        request,
        forms.AddForm(request.POST or None),
        services.add,
        title=_("登记社会组织"),
        back=to("list"),
        to=lambda made: to("organisation", made.pk),
    )


def found_of(pk: int) -> Organisation:
    """An organisation within the jurisdiction."""
    return get_object_or_404(Organisation.objects.with_names(), pk=pk)


def way_to(found: Organisation) -> Crumbs:
    """The way to an organisation."""
    return [*home(), (found.name, to("organisation", found.pk))]


@page("social.read")
def organisation(request: PostRequest, pk: int) -> HttpResponseBase:
    """One organisation."""
    found = found_of(pk)
    write = request.post.may("social.write") and found.state != States.ENDED
    facts = (
        (_("所在地区"), found.region.name), (_("类型"), found.get_kind_display()), (_("性质"), found.get_nature_display()),
        (_("统一社会信用代码"), found.credit_code), (_("登记日期"), found.registered_on), (_("登记管理机关"), found.authority),
        (_("业务主管单位"), found.supervisor), (_("负责人"), found.leader), (_("其他主要成员"), found.people), (_("联系电话"), found.masked_phone),
        (_("公开的联系方式"), found.contact), (_("地址"), found.place), (_("服务内容"), found.services), (_("工作人员"), found.staff or ""),
        (_("每年可服务人数"), found.capacity or ""), (_("公众页面"), _("公开") if found.listed else _("不公开")), (_("注销日期"), found.ended_on),
    )  # fmt: skip
    return ROOM.one(
        request, "organisations", title=found.name, state=(TONES[found.state], found.get_state_display()), facts=facts,
        acts=_acts(found) if write else [], cards=_path(found, write), beside=_beside(found, write),
    )  # fmt: skip


def _acts(found: Organisation) -> list[Act]:
    pk, acts = found.pk, []
    if found.state == States.FOUND:
        acts.append(Act(_("开始孵化"), to("incubate", pk), "refresh", main=True, click=True))
    if found.state in {States.FOUND, States.INCUBATING}:
        acts.append(Act(_("登记成立"), to("register", pk), "check", main=found.state == States.INCUBATING))
    acts += [Act(_("修改"), to("change", pk), "edit"), Act(_("本组织的页面地址"), to("own-page", pk), "link")]
    return [*acts, Act(_("注销"), to("end", pk), "x")]


def _path(found: Organisation, write: bool) -> list[Card]:
    """The checklist of incubation."""
    if found.state not in {States.INCUBATING, States.REGISTERED}:
        return []
    done = {s.key: s for s in found.steps.all()}
    if found.state == States.REGISTERED and not done:
        return []
    live = write and found.state == States.INCUBATING
    return [Card(_("孵化清单"), [_step(found, done.get(key), key, words, needed, live) for key, words, needed in services.path()], "")]  # fmt: skip


def _step(found: Organisation, there: Step | None, key: str, words: str, needed: bool, live: bool) -> Item:
    state = ("closed", _("已完成")) if there else ("issued", _("必需")) if needed else ("none", _("可选"))
    detail = f"{there.done_on} {there.note}" if there else ""
    url = reverse("documents:download", args=[there.file_id]) if there and there.file_id else ""
    acts = [Act(_("修改") if there else _("完成"), to("step", found.pk, key), "check")] if live else ()
    return Item(words, url, detail, *state, acts)


def _beside(found: Organisation, write: bool) -> list[Card]:
    pk = found.pk
    inspected = [
        Item(
            _("%(y)d 年度") % {"y": i.year},
            detail=f"{i.on} {i.note}",
            tone="closed" if i.result in services.GOOD else "overdue",
            state=i.get_result_display(),
        )
        for i in found.inspections.all()
    ]
    given = [
        Item(
            s.text, detail=_("%(on)s · %(kind)s · %(n)s 元") % {"on": s.on, "kind": s.get_kind_display(), "n": s.amount}
        )
        for s in found.supports.all()
    ]
    contracts = [
        Item(
            c.purchase.title,
            to("contract", c.pk),
            _("%(a)s 元 · 服务 %(n)d/%(m)d 人") % {"a": c.amount, "n": c.served, "m": c.people},
            "closed" if c.fulfilled_on else "reported",
            _("已履约") if c.fulfilled_on else _("履约中"),
        )
        for c in found.contracts.select_related("purchase")
    ]
    registered = found.state == States.REGISTERED
    return [
        Card(_("年检"), inspected, _("还没有年检结论。"), [Act(_("登记年检"), to("inspect", pk), "plus")] if write and registered else ()),
        Card(_("扶持"), given, _("还没有扶持记录。"), [Act(_("登记扶持"), to("support", pk), "plus")] if write else ()),
        Card(_("承接的服务"), contracts, _("还没有承接服务。")),
    ]  # fmt: skip


@page("social.write")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """What is kept of it."""
    found = found_of(pk)
    form = forms.ChangeForm(request.POST or None, initial=forms.initial_of(found, forms.KEPT))
    return ROOM.form(
        request,
        form,
        lambda d: services.change(pk, d),
        title=_("修改社会组织"),
        back=to("organisation", pk),
        way=way_to(found),
    )


@page("social.write")
def own_page(request: PostRequest, pk: int) -> HttpResponseBase:
    """The address of the organisation's own page, to be given to it; showing it is audited."""
    found = found_of(pk)
    services.told_key(found)
    url = request.build_absolute_uri(to("mine", found.page_key))
    return ROOM.one(
        request,
        "organisations",
        title=_("本组织的页面地址"),
        intro=_("发给负责人。凭这个地址可以修改介绍、报价、报请验收，请勿外传。"),
        facts=((found.name, url),),
        crumbs=way_to(found),
    )


@require_POST
@page("social.write")
def incubate(request: PostRequest, pk: int) -> HttpResponseBase:
    """Incubation begins."""
    found_of(pk)
    return ROOM.click(request, lambda: services.incubate(pk), _("已开始孵化，按清单逐项完成。"), to("organisation", pk))


@page("social.write")
def step(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """A step is done."""
    found = found_of(pk)
    words = next((w for k, w, _n in services.path() if k == key), "")

    def act(d: dict[str, Any]) -> Step:
        file = d.pop("paper")
        return services.step(pk, request.post, key, d, file)

    form = forms.StepForm(request.POST or None, request.FILES or None)
    return ROOM.form(
        request, form, act, title=_("完成孵化步骤"), intro=words, back=to("organisation", pk), way=way_to(found)
    )


@page("social.write")
def register(request: PostRequest, pk: int) -> HttpResponseBase:
    """It is registered."""
    found = found_of(pk)
    form = forms.RegisterForm(request.POST or None)
    return ROOM.form(
        request, form, lambda d: services.register(pk, d["credit_code"], d["registered_on"], d["authority"]), title=_("登记成立"),
        back=to("organisation", pk), way=way_to(found), done=_("已登记成立。"),
    )  # fmt: skip


@page("social.write")
def end(request: PostRequest, pk: int) -> HttpResponseBase:
    """It comes to an end."""
    found = found_of(pk)
    return ROOM.form(
        request,
        forms.DayForm(request.POST or None),
        lambda d: services.end(pk, d["on"]),
        title=_("注销"),
        intro=found.name,
        back=to("organisation", pk),
        way=way_to(found),
        done=_("已注销。"),
    )


@page("social.write")
def support(request: PostRequest, pk: int) -> HttpResponseBase:
    """Support given."""
    found = found_of(pk)
    return ROOM.form(
        request,
        forms.SupportForm(request.POST or None),
        lambda d: services.support(pk, d),
        title=_("登记扶持"),
        back=to("organisation", pk),
        way=way_to(found),
    )


@page("social.write")
def inspect(request: PostRequest, pk: int) -> HttpResponseBase:
    """The yearly inspection."""
    found = found_of(pk)
    return ROOM.form(
        request,
        forms.InspectionForm(request.POST or None),
        lambda d: services.inspect(pk, d),
        title=_("登记年检"),
        back=to("organisation", pk),
        way=way_to(found),
    )


@page("social.read")
def inspections(request: PostRequest) -> HttpResponseBase:
    """Yearly inspections."""
    acts = [Act(_("扶持记录"), to("supports"), "clipboard-list"), Act(_("孵化步骤"), to("steps"), "clipboard-list")]
    return ROOM.listing(
        request,
        "inspections",
        title=_("社会组织年检"),
        rows=AnnualInspection.objects.with_names(),
        table=InspectionTable,
        acts=acts,
    )


@page("social.read")
def supports(request: PostRequest) -> HttpResponseBase:
    """Support given."""
    return ROOM.listing(
        request, "inspections", title=_("扶持记录"), rows=Support.objects.with_names(), table=SupportTable
    )


@page("social.read")
def steps(request: PostRequest) -> HttpResponseBase:
    """Steps of incubation."""
    return ROOM.listing(request, "inspections", title=_("孵化步骤"), rows=Step.objects.with_names(), table=StepTable)

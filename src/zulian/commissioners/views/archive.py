"""Posts and the archive: lists, one post, one person's archive and what is done with it."""

from __future__ import annotations

from typing import Any

from django.db.models import Sum
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.commissioners import forms
from zulian.commissioners.models import Commissioner, Position
from zulian.commissioners.papers import archive_form
from zulian.commissioners.services import archive as services
from zulian.commissioners.services.training import hours_of
from zulian.commissioners.tables import CommissionerFilter, CommissionerTable, PositionFilter, PositionTable
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.people.hooks import disabilities_of

Crumbs = list[tuple[Any, str]]


def home() -> Crumbs:
    """The room."""
    return [(_("专职委员"), reverse("commissioners:list"))]


def to_file(pk: int) -> str:
    """The address of an archive."""
    return reverse("commissioners:commissioner", args=[pk])


def crumbs(found: Commissioner) -> Crumbs:
    """The way to an archive."""
    return [*home(), (found.person.name, to_file(found.pk))]


def mine(pk: int) -> Commissioner:
    """An archive of the jurisdiction."""
    return get_object_or_404(
        Commissioner.objects.with_names().select_related("account__user", "account__region"), pk=pk
    )


# Posts


@page("commissioner.read")
def positions(request: PostRequest) -> HttpResponseBase:
    """Posts of the jurisdiction."""
    rows = Position.objects.with_names().prefetch_related("tenures__commissioner__person")
    return list_page(
        request, title=_("专职委员岗位"), rows=rows, table=PositionTable, filters=PositionFilter, template="commissioners/positions.html",
        tab="positions", crumbs=home(), intro=_("乡镇（街道）、村（社区）按编配标准设岗；空缺的用红字标出。"),
    )  # fmt: skip


@page("commissioner.write")
def position_add(request: PostRequest) -> HttpResponseBase:
    """One post more."""
    to = reverse("commissioners:positions")
    return form_page(
        request, forms.PlaceForm(request.POST or None), lambda d: services.add_position(d["region"]), title=_("增设岗位"), button=_("增设"), to=to,
        done=_("已增设。"), back=to, crumbs=home(),
    )  # fmt: skip


def _position(pk: int) -> Position:
    return get_object_or_404(Position.objects.with_names(), pk=pk)


@page("commissioner.read")
def position(request: PostRequest, pk: int) -> HttpResponseBase:
    """One post: who holds it, who held it."""
    found = _position(pk)
    tenures = list(found.tenures.select_related("commissioner__person"))
    context = {
        "title": str(found), "found": found, "tenures": tenures, "held": any(t.ended_on is None for t in tenures), "tab": "positions",
        "crumbs": [*home(), (_("岗位"), reverse("commissioners:positions"))], "write": request.post.may("commissioner.write"),
    }  # fmt: skip
    return render(request, "commissioners/position.html", context)


@require_POST
@page("commissioner.write")
def abolish(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a vacant post out of use."""
    _position(pk)
    return act_and_go(
        request, lambda: services.abolish(pk), _("已撤岗。"), reverse("commissioners:position", args=[pk])
    )


@page("commissioner.write")
def appoint(request: PostRequest, pk: int) -> HttpResponseBase:
    """Put somebody into a post."""
    found = _position(pk)
    form = forms.AppointForm(
        request.POST or None, initial={"since": today(), "home": f"{found.region.name} {found.region_id}"}
    )

    def act(d: dict[str, Any]) -> Commissioner:
        return services.appoint(
            pk, form.person(), services.Terms(d["tie"], d["how"], d["since"], d["until"], d["education"])
        )

    back = reverse("commissioners:position", args=[pk])
    return form_page(
        request, form, act, title=_("聘任专职委员"), intro=str(found), button=_("聘任"), to=lambda made: to_file(made.pk), back=back,
        done=_("已聘任，请补充档案并关联系统账号。"), crumbs=[*home(), (str(found), back)],
    )  # fmt: skip


# The archive


@page("commissioner.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Archives of the jurisdiction."""
    return list_page(
        request, title=_("专职委员档案"), rows=Commissioner.objects.with_names(), table=CommissionerTable, filters=CommissionerFilter,
        template="commissioners/list.html", ledger="commissioners", tab="archive",
        intro=_("每人一份电子档案：任职、协议、补贴、保险、考核、培训、奖惩和工作日志。"),
    )  # fmt: skip


@page("commissioner.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One archive."""
    found = mine(pk)
    payments = found.payments.order_by("-month")
    sums = payments.arrears(today()).aggregate(due=Sum("due"), paid=Sum("paid"))
    context = {
        "title": found.person.name, "found": found, "tab": "archive", "crumbs": home(), "lacks": services.missing_of([pk], today())[pk],
        "fact": disabilities_of([found.person_id]).get(found.person_id), "tenures": found.tenures.select_related("position__region"),
        "contracts": found.contracts.all(),
        "appraisals": Few.of(found.appraisals.select_related("period").order_by("-period__last"), 5),
        "trainings": Few.of(found.attendances.select_related("session__course"), 8), "hours": hours_of(found, today().year),
        "records": found.records.all(), "payments": Few.of(payments, 12, f"{reverse('commissioners:payments')}?commissioner={pk}"),
        "owed": (sums["due"] or 0) - (sums["paid"] or 0), "logs": Few.of(found.logs.select_related("person"), 10),
        "serving": found.status == Commissioner.Status.SERVING,
        "can": {"write": request.post.may("commissioner.write"), "pay": request.post.may("commissioner.pay"),
                "photo": request.post.may("person.photo")},
    }  # fmt: skip
    return render(request, "commissioners/commissioner.html", context)


@page("commissioner.write")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Correct an archive."""
    found = mine(pk)
    start = {name: getattr(found, name) for name in forms.ChangeForm.base_fields} | {"account": found.account_id}
    form = forms.ChangeForm(request.POST or None, initial=start, posts=services.accounts_for(found))
    return form_page(
        request, form, lambda d: services.change(pk, d), title=_("修改档案"), button=_("保存"), to=to_file(pk), done=_("已保存。"), back=to_file(pk),
        crumbs=crumbs(found),
    )  # fmt: skip


@require_POST
@page("commissioner.write")
def verify(request: PostRequest, pk: int) -> HttpResponseBase:
    """The archive is right as of today."""
    mine(pk)
    return act_and_go(request, lambda: services.verify(pk), _("已记下今天核实无误。"), to_file(pk))


@page("commissioner.write")
def renew(request: PostRequest, pk: int) -> HttpResponseBase:
    """Sign a contract."""
    found = mine(pk)
    form = forms.ContractForm(request.POST or None, initial={"since": today()})
    return form_page(
        request, form, lambda d: services.renew(pk, d["since"], d["until"], d["number"]), title=_("签订聘用协议"), button=_("保存"), to=to_file(pk),
        done=_("已登记。"), back=to_file(pk), crumbs=crumbs(found),
    )  # fmt: skip


@page("commissioner.write")
def record_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A line of the archive."""
    found = mine(pk)
    return form_page(
        request, forms.RecordForm(request.POST or None), lambda d: services.add_record(pk, d["kind"], d["on"], d["text"]), title=_("添加档案记录"),
        button=_("添加"), to=to_file(pk), done=_("已添加。"), back=to_file(pk), crumbs=crumbs(found),
    )  # fmt: skip


@page("commissioner.write")
def leave(request: PostRequest, pk: int) -> HttpResponseBase:
    """Leave with handover."""
    found = mine(pk)
    form = forms.LeaveForm(request.POST or None, initial={"on": today()})
    return form_page(
        request, form, lambda d: services.leave(pk, services.Leaving(d["on"], d["why"], d["handover"])), title=_("办理离任"), button=_("办理离任"),
        to=to_file(pk), done=_("已办理离任，岗位空缺。系统账号请由系统管理员停用。"), back=to_file(pk), crumbs=crumbs(found),
    )  # fmt: skip


@page("commissioner.write")
def transfer(request: PostRequest, pk: int) -> HttpResponseBase:
    """Into another vacant post."""
    found = mine(pk)
    form = forms.TransferForm(
        request.POST or None, positions=Position.objects.vacant().with_names(), initial={"on": today()}
    )
    return form_page(
        request, form, lambda d: services.transfer(pk, d["position"].pk, d["on"], d["handover"]), title=_("调整岗位"), button=_("调整"),
        to=to_file(pk), done=_("已调整。"), back=to_file(pk), crumbs=crumbs(found),
    )  # fmt: skip


@page("commissioner.read")
def paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """The archive as a form to print."""
    found = mine(pk)
    record("commissioner.paper", found)
    name = _("专职委员档案表（%(name)s）") % {"name": found.person.name}
    return file_response(name, sheets.write([archive_form(found)], "docx"), "docx")

"""Cases: the list, one case with what can be done on it, each step as one small page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.certificates import forms
from zulian.certificates.models import Case, Hospital, State
from zulian.certificates.models.cases import STEPS
from zulian.certificates.papers import letter as letter_of
from zulian.certificates.papers import sheets_of
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import assessment, counter, decisions, transfer
from zulian.certificates.services.decisions import Verdict
from zulian.certificates.services.promises import missing_promises
from zulian.certificates.tables import CaseFilter, CaseTable, case_badge
from zulian.documents import sheets
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.forms import HouseForm
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.regions.models import Region


def crumbs(case: Case | None = None) -> list[tuple[Any, str]]:
    home = [(_("办件"), reverse("certificates:cases"))]
    return [*home, (case.person.name, address(case.pk))] if case else home


def address(pk: int) -> str:
    return reverse("certificates:case", args=[pk])


def mine(pk: int) -> Case:
    rows = Case.objects.with_names().select_related(
        "accepted_by__user", "reviewed_by__user", "approved_by__user", "origin"
    )
    return get_object_or_404(rows, pk=pk)


@page("certificate.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Cases of the jurisdiction, what is due first on top."""
    rows = Case.objects.with_names().due_first()
    return list_page(
        request,
        title=_("办件"),
        rows=rows,
        table=CaseTable,
        filters=CaseFilter,
        template="certificates/list.html",
        tab="cases",
    )


@page("certificate.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One case: where it stands, by when, what I can do."""
    case = mine(pk)
    steps = list(case.history.select_related("by__user"))
    context = {
        "title": f"{case.person.name} · {case.get_kind_display()}", "case": case, "badge": case_badge(case), "history": steps,
        "way": _way(case), "materials": case.materials.select_related("scan"), "orders": case.orders.select_related("hospital"),
        "findings": case.findings.select_related("by__user"), "objections": case.objections.all(), "can": _can(case, request.post),
        "missing": missing_promises(request.post, today()), "verdict_form": forms.VerdictForm(assessed=State.ASSESS in case.steps),
        "hand_form": forms.HandOverForm(initial={"how": "home" if case.at_home else "person", "to": case.person.name}),
        "answer_form": forms.AnswerForm(), "over": bool(case.publish_until and case.publish_until < today()), "tab": "cases",
        "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "certificates/case.html", context)


def _way(case: Case) -> list[tuple[str, str]]:
    """The steps of the case in order, each done, present, or to come."""
    present = (
        case.steps.index(case.state)
        if case.state in case.steps
        else len(case.steps)
        if case.state == State.CLOSED
        else -1
    )
    if case.state in {State.UNQUALIFIED, State.WITHDRAWN}:
        passed = {s.state for s in case.history.all()}
        return [(str(STEPS[s]), "done" if s in passed else "gone") for s in case.steps]
    return [
        (str(STEPS[s]), "done" if n < present else "now" if n == present else "next") for n, s in enumerate(case.steps)
    ]


def _can(case: Case, post: Post) -> dict[str, bool]:
    here = post.region_id[:6] == case.county and not case.paused_on and not missing_promises(post, today())
    clerk = here and post.may("certificate.counter")
    return {
        "materials": clerk and case.state == State.MATERIALS,
        "order": clerk and case.state == State.ORDER,
        "joint": clerk and case.state == State.ORDER and bool(case.procedure["evident_signers"]),
        "published": clerk and case.state == State.PUBLISH,
        "review": here and post.may("certificate.review") and case.state == State.REVIEW,
        "approve": here and post.may("certificate.approve") and case.state == State.APPROVE,
        "produce": clerk and case.state == State.PRODUCE,
        "hand_over": clerk and case.state == State.HANDOVER,
        "answer": clerk and case.state in {State.RELEASE, State.RECEIVE},
        "pause": clerk and case.is_running,
        "resume": bool(case.paused_on) and post.may("certificate.counter") and post.region_id[:6] == case.county,
        "withdraw": clerk and case.is_running and case.state != State.HANDOVER,
        "object": clerk and bool(case.told_on) and case.kind in {Kind.FIRST, Kind.REGRADE} and case.state not in {State.PRODUCE, State.HANDOVER},
    }  # fmt: skip


@page("certificate.counter")
def materials(request: PostRequest, pk: int) -> HttpResponseBase:
    """Note what has come in."""
    case = mine(pk)
    form = forms.MaterialsForm(request.POST or None, request.FILES or None, items=list(case.materials.all()))

    def act(data: dict[str, Any]) -> Case:
        scans = {data["scan_of"]: data["scan"]} if data["scan"] else {}
        return counter.receive_materials(pk, request.post, data["received"], scans)

    return _form(
        request, case, form, _("补收材料"), _("保存"), act,
        lambda done: _("已受理。") if done.state != State.MATERIALS else _("已保存，还有材料待补。"),
    )  # fmt: skip


@page("certificate.counter")
def order(request: PostRequest, pk: int) -> HttpResponseBase:
    """Send the person to a designated hospital."""
    case = mine(pk)
    hospitals = Hospital.objects.designated(today())
    wanted = case.wanted or sorted(int(c) for c in case.parts)
    fitting = next((h.pk for h in hospitals if wanted and set(wanted) <= set(h.categories)), None)
    start = {"at_home": case.at_home, "categories": wanted, "hospital": fitting}
    form = forms.OrderForm(request.POST or None, hospitals=hospitals, initial=start)
    return _form(
        request, case, form, _("派评定"), _("派单"),
        lambda data: assessment.send_orders(pk, request.post, form.wishes, data["at_home"]), _("已派单，等医院评定。"),
    )  # fmt: skip


@page("certificate.counter")
def joint(request: PostRequest, pk: int) -> HttpResponseBase:
    """Record evident disability jointly (rules before 2018)."""
    case = mine(pk)
    form = forms.JointForm(request.POST or None)

    def act(data: dict[str, Any]) -> Case:
        return assessment.record_jointly(
            pk, request.post, {data["category"]: data["grade"]}, data["signers"].splitlines()
        )

    return _form(request, case, form, _("共同签署认定"), _("登记结论"), act, _("已登记。"))


@require_POST
@page("certificate.counter")
def published(request: PostRequest, pk: int) -> HttpResponseBase:
    """The publication is over."""
    return act_on(request, mine(pk), lambda: decisions.end_publication(pk, request.post), _("已送审核。"))


@require_POST
@page("certificate.review")
def review(request: PostRequest, pk: int) -> HttpResponseBase:
    """审核."""
    return _judge(request, mine(pk), decisions.review)


@require_POST
@page("certificate.approve")
def approve(request: PostRequest, pk: int) -> HttpResponseBase:
    """审批."""
    return _judge(request, mine(pk), decisions.approve)


def _judge(request: PostRequest, case: Case, service: Callable[..., Case]) -> HttpResponseBase:
    verdict = request.POST.get("verdict", "")
    if verdict not in set(Verdict):
        messages.error(request, _("请选择意见。"))
        return redirect("certificates:case", case.pk)
    words = request.POST.get("words", "")
    return act_on(request, case, lambda: service(case.pk, request.post, Verdict(verdict), words), _("意见已记录。"))


@require_POST
@page("certificate.counter")
def produce(request: PostRequest, pk: int) -> HttpResponseBase:
    """制证."""
    return act_on(request, mine(pk), lambda: decisions.produce(pk, request.post), _("证号已编制，请制证后发放。"))


@require_POST
@page("certificate.counter")
def hand_over(request: PostRequest, pk: int) -> HttpResponseBase:
    """发放."""
    how, to = request.POST.get("how", ""), request.POST.get("to", "")
    return act_on(request, mine(pk), lambda: decisions.hand_over(pk, request.post, how, to), _("已发放，办件办结。"))


@require_POST
@page("certificate.counter")
def answer(request: PostRequest, pk: int) -> HttpResponseBase:
    """A county's answer to a transfer."""
    agreed = request.POST.get("agreed") == "yes"
    words = request.POST.get("words", "")
    return act_on(request, mine(pk), lambda: transfer.answer(pk, request.post, agreed, words), _("已答复。"))


@page("certificate.counter")
def pause(request: PostRequest, pk: int) -> HttpResponseBase:
    """Stop the clock."""
    case = mine(pk)
    form = forms.PauseForm(request.POST or None, reasons=case.routes["pause_reasons"])
    return _form(
        request,
        case,
        form,
        _("暂停时限"),
        _("暂停"),
        lambda data: counter.pause(pk, request.post, data["reason"]),
        _("时限已暂停。"),
    )


@require_POST
@page("certificate.counter")
def resume(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let the clock run again."""
    return act_on(request, mine(pk), lambda: counter.resume(pk, request.post), _("时限已恢复。"))


@page("certificate.counter")
def withdraw(request: PostRequest, pk: int) -> HttpResponseBase:
    """撤回."""
    form = forms.ReasonForm(request.POST or None)
    return _form(
        request,
        mine(pk),
        form,
        _("撤回申请"),
        _("撤回"),
        lambda data: counter.withdraw(pk, request.post, data["reason"]),
        _("已撤回。"),
    )


@page("certificate.counter")
def forms_out(request: PostRequest, pk: int) -> HttpResponseBase:
    """Application and assessment forms to print: `?which=application|assessment&kind=pdf|docx`."""
    case = mine(pk)
    kind = "docx" if request.GET.get("kind") == "docx" else "pdf"
    record("case.print", case)
    made = sheets_of(case, request.GET.get("which", ""))
    return file_response(made[0].title, sheets.write(made, kind), kind)


@page("certificate.read")
def letter(request: PostRequest, pk: int) -> HttpResponseBase:
    """The reasoned letter of a refusal."""
    case = get_object_or_404(Case.objects.with_names(), pk=pk, state=State.UNQUALIFIED)
    record("case.letter", case)
    made = letter_of(case, Region.objects.get(code=case.region_id[:6].ljust(12, "0")))
    return file_response(made.name, write_docx(made), "docx")


def act_on(request: PostRequest, case: Case, act: Callable[[], Any], done: str) -> HttpResponseBase:
    """Do one step and come back to the case."""
    return act_and_go(request, act, done, address(case.pk))


def _form(
    request: PostRequest,
    case: Case,
    form: HouseForm,
    title: str,
    button: str,
    act: Callable[[dict[str, Any]], Any],
    done: Any,
) -> HttpResponseBase:
    return form_page(
        request, form, act, title=title, intro=f"{case.person.name} · {case.get_kind_display()} · {case.region.name}", button=button,
        done=done, to=address(case.pk), back=address(case.pk), crumbs=crumbs(case),
    )  # fmt: skip

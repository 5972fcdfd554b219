"""Posts and terms: who holds what, what is vacant, who takes and leaves a post."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.leadership import forms, proofs
from zulian.leadership.models import Office, Term
from zulian.leadership.papers import leader_list
from zulian.leadership.services import posts
from zulian.leadership.tables import OfficeFilter, OfficeTable, TermFilter, TermTable
from zulian.people.services import enrol

MAX_ROSTER = 2000


def home() -> tuple[Any, str]:
    """The posts in the crumbs."""
    return _("领导班子"), reverse("leadership:offices")


def _to(pk: int) -> str:
    return reverse("leadership:office", args=[pk])


@page("office.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Posts and who holds them."""
    rows = Office.objects.in_use().select_related("region").prefetch_related("terms__person")
    return list_page(
        request, title=_("领导班子"), rows=rows, table=OfficeTable, filters=OfficeFilter, template="leadership/offices.html", tab="offices",
        intro=_("各级残联主席团和执行理事会的职务、现任、届满时间和空缺。"),
    )  # fmt: skip


@page("office.read")
def terms(request: PostRequest) -> HttpResponseBase:
    """Who held which post."""
    return list_page(
        request, title=_("任职记录"), rows=Term.objects.with_names(), table=TermTable, filters=TermFilter, template="leadership/list.html",
        ledger="terms", tab="offices", crumbs=[home()],
    )  # fmt: skip


@page("office.read")
def paper(request: PostRequest) -> HttpResponseBase:
    """The roster of those in office as an official paper."""
    rows = Few.of(Term.objects.held(today()).with_names().order_by("region_id", "office_id"), MAX_ROSTER)
    if rows.words:
        words = _("在任 %(n)d 人，名册一次最多印 %(most)d 人，请用台账导出。") % {"n": rows.total, "most": MAX_ROSTER}
        messages.error(request, words)
        return redirect("leadership:terms")
    made = leader_list(request.post.region, rows)
    return file_response(made.name, write_docx(made), "docx")


def _mine(pk: int) -> Office:
    return get_object_or_404(Office.objects.select_related("region"), pk=pk)


@page("office.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One post: who holds it, who did."""
    office = _mine(pk)
    held = list(office.terms.select_related("person"))
    now = next((t for t in held if t.ended_on is None), None)
    context = {
        "title": f"{office.region.organisation} {office.title}",
        "office": office,
        "terms": held,
        "tab": "offices",
        "crumbs": [home()],
        "now": now,
        "alert": proofs.TERM.sentence(now, today(), _("现任已登记")) if now else "",
        "can": request.post.may("office.write"),
        "notes": request.post.may("office.term"),
    }
    return render(request, "leadership/office.html", context)


@page("office.write")
def add(request: PostRequest) -> HttpResponseBase:
    """One more post."""
    return form_page(
        request, forms.OfficeForm(request.POST or None), lambda data: posts.add_office(**data), title=_("增设职务"), button=_("增设"),
        to=lambda made: _to(made.pk), done=_("已增设。"), back=home()[1], crumbs=[home()],
    )  # fmt: skip


@require_POST
@page("office.write")
def abolish(request: PostRequest, pk: int) -> HttpResponseBase:
    """Abolish a vacant post."""
    _mine(pk)
    return act_and_go(request, lambda: posts.abolish(pk), _("已撤销这个职务。"), home()[1])


@page("office.term")
def take(request: PostRequest, pk: int) -> HttpResponseBase:
    """Somebody takes a post."""
    office = _mine(pk)
    form = forms.TakeForm(request.POST or None, initial={"how": Term.How.APPOINTED})

    def act(data: dict[str, Any]) -> Term:
        chosen = {name: data[name] for name in ("tie", "how", "since", "until", "source")}
        return posts.take(office, posts.Taking(enrol(form.person()), **chosen))

    return form_page(
        request, form, act, title=_("登记任职"), intro=f"{office.region.organisation} {office.title}", button=_("登记"), to=_to(pk),
        done=_("已登记任职。"), back=_to(pk), crumbs=[home()],
    )  # fmt: skip


@page("office.term")
def source(request: PostRequest, pk: int) -> HttpResponseBase:
    """What a term rests on, where it was not said when it began."""
    term = get_object_or_404(Term.objects.with_names(), pk=pk)
    return form_page(
        request,
        forms.SourceForm(request.POST or None, initial={"source": term.source}),
        lambda data: posts.say_source(pk, data["source"]),
        title=_("补录任职依据"),
        intro=f"{term.person.name} · {term.office.title}",
        button=_("保存"),
        to=_to(term.office_id),
        done=_("已保存。"),
        back=_to(term.office_id),
        crumbs=[home()],
    )


@page("office.term")
def leave(request: PostRequest, pk: int) -> HttpResponseBase:
    """Somebody leaves a post."""
    term = get_object_or_404(Term.objects.with_names(), pk=pk)
    return form_page(
        request, forms.LeaveForm(request.POST or None), lambda data: posts.leave(pk, **data), title=_("登记离任"),
        intro=f"{term.person.name} · {term.office.title}", button=_("登记"), to=_to(term.office_id), done=_("已登记离任，职务空缺。"),
        back=_to(term.office_id), crumbs=[home()],
    )  # fmt: skip

"""Files of cadres: list, one file, what is done with it, comparison, the inspections with their circle."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.cadres import forms, proofs
from zulian.cadres.models import Cadre, Entry, Training
from zulian.cadres.papers import appointment_form
from zulian.cadres.services import files, quality
from zulian.cadres.tables import CadreFilter, CadreTable, TrainingFilter, TrainingTable
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.inputs import read_ids
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.indicators.proofs import lacking_words
from zulian.leadership.forms import InspectionForm
from zulian.leadership.models import Inspection
from zulian.leadership.services import inspections
from zulian.people.hooks import disabilities_of

MAX_COMPARED = 4


def crumbs(cadre: Cadre | None = None) -> list[tuple[Any, str]]:
    """The way to a file."""
    home = [(_("干部队伍"), reverse("cadres:list"))]
    return [*home, (cadre.person.name, to_file(cadre.pk))] if cadre else home


def to_file(pk: int) -> str:
    """The address of a file."""
    return reverse("cadres:cadre", args=[pk])


def _mine(pk: int) -> Cadre:
    return get_object_or_404(Cadre.objects.with_names().select_related("person__region", "verified_by__user"), pk=pk)


@page("cadre.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Files of the jurisdiction."""
    return list_page(
        request, title=_("干部档案"), rows=Cadre.objects.with_names(), table=CadreTable, filters=CadreFilter,
        template="cadres/list.html", ledger="cadres", tab="files", compare=True,
        intro=_("残疾人干部和残联工作干部，每人一份。勾选两至四人可以并排对比。"),
    )  # fmt: skip


@page("cadre.write")
def add(request: PostRequest) -> HttpResponseBase:
    """A new file."""
    region = f"{request.post.region.name} {request.post.region_id}"
    form = forms.OpenForm(request.POST or None, initial={"region": region})
    return form_page(
        request, form, lambda data: files.open_file(form.person(), data["region"], request.post, form.file()), title=_("新建干部档案"),
        button=_("建档"), to=lambda made: to_file(made.pk), done=_("档案已建立，请补充经历和照片，再点“核实无误”。"),
        back=reverse("cadres:list"), crumbs=crumbs(),
    )  # fmt: skip


@page("cadre.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One file: what it holds, what is wrong with it, what may be done."""
    cadre = _mine(pk)
    entries, trainings = list(cadre.entries.all()), list(cadre.trainings.all())
    done = [training for training in trainings if training.done_on]
    lacking = proofs.TRAINING.lacking_among(done, today())
    context = {
        "title": cadre.person.name, "cadre": cadre, "troubles": quality.troubles(cadre), "crumbs": crumbs(), "tab": "files",
        "fact": disabilities_of([cadre.person_id]).get(cadre.person_id),
        "groups": [(name, [e for e in entries if e.kind == kind]) for kind, name in Entry.Kind.choices],
        "trainings": [(t, lacking_words(_("已登记完成"), lacking.get(t.pk, []))) for t in trainings], "reserves": cadre.reserves.all(),
        "terms": cadre.person.terms.with_names(), "inspections": Inspection.objects.seen_by(request.post).filter(person=cadre.person),
        "can": {"write": request.post.may("cadre.write"), "inspect": request.post.may("inspection.read"),
                "photo": request.post.may("person.photo")},
    }  # fmt: skip
    return render(request, "cadres/cadre.html", context)


@page("cadre.write")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Change a file."""
    cadre = _mine(pk)
    names = list(forms.ChangeForm.base_fields)
    start = {name: getattr(cadre, name) for name in names} | {
        "region": f"{cadre.region.name} {cadre.region_id}", "keeper": cadre.keeper_id,
    }  # fmt: skip
    keepers = Post.objects.held().filter(role__in=PERMISSIONS["cadre.write"])
    form = forms.ChangeForm(request.POST or None, initial=start, keepers=keepers)
    return form_page(
        request, form, lambda data: files.change(pk, data), title=_("修改档案"), button=_("保存"), to=to_file(pk), done=_("已保存。"),
        back=to_file(pk), crumbs=crumbs(cadre),
    )  # fmt: skip


@require_POST
@page("cadre.write")
def verify(request: PostRequest, pk: int) -> HttpResponseBase:
    """The file is right as of today."""
    _mine(pk)
    return act_and_go(request, lambda: files.verify(pk, request.post), _("已记下今天核实无误。"), to_file(pk))


@page("cadre.write")
def entry_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Add a line."""
    cadre = _mine(pk)
    form = forms.EntryForm(request.POST or None, initial={"kind": request.GET.get("kind", "")})
    return form_page(
        request, form, lambda data: files.add_entry(pk, files.Line(**data)), title=_("添加档案记录"), button=_("添加"), to=to_file(pk),
        done=_("已添加。"), back=to_file(pk), crumbs=crumbs(cadre),
    )  # fmt: skip


@require_POST
@page("cadre.write")
def entry_drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a wrong line out."""
    entry = get_object_or_404(Entry, pk=pk)
    return act_and_go(request, lambda: files.drop_entry(pk), _("已删除。"), to_file(entry.cadre_id))


@page("cadre.read")
def trainings(request: PostRequest) -> HttpResponseBase:
    """Trainings planned and done."""
    return list_page(
        request, title=_("培养锻炼"), rows=Training.objects.select_related("cadre__person", "region"), table=TrainingTable,
        filters=TrainingFilter, template="cadres/list.html", tab="trainings", crumbs=crumbs(),
    )  # fmt: skip


@page("cadre.write")
def training_plan(request: PostRequest, pk: int) -> HttpResponseBase:
    """Plan a training."""
    cadre = _mine(pk)
    form = forms.TrainingForm(request.POST or None)
    return form_page(
        request, form, lambda data: files.plan_training(pk, **data), title=_("安排培养锻炼"), button=_("安排"), to=to_file(pk),
        done=_("已列入培养计划。"), back=to_file(pk), crumbs=crumbs(cadre),
    )  # fmt: skip


@page("cadre.write")
def training_done(request: PostRequest, pk: int) -> HttpResponseBase:
    """A training was done."""
    found = get_object_or_404(Training.objects.select_related("cadre__person"), pk=pk)
    home = to_file(found.cadre_id)
    return form_page(
        request, forms.DoneForm(request.POST or None), lambda data: files.finish_training(pk, **data), title=_("登记培养完成"),
        intro=found.subject, button=_("登记"), to=home, done=_("已登记。"), back=home, crumbs=crumbs(found.cadre),
    )  # fmt: skip


@page("cadre.read")
def compare(request: PostRequest) -> HttpResponseBase:
    """Up to four cadres side by side."""
    picked = read_ids(request.GET.getlist("pick"))
    wanted = picked[:MAX_COMPARED]
    if len(picked) > MAX_COMPARED:
        messages.warning(request, _("一次最多对比 %(n)d 人，只列出先勾选的。") % {"n": MAX_COMPARED})
    chosen = list(Cadre.objects.with_names().filter(pk__in=wanted).prefetch_related("entries", "trainings"))
    context = {"title": _("干部对比"), "chosen": chosen, "rows": _compared(chosen), "tab": "files", "crumbs": crumbs()}
    return render(request, "cadres/compare.html", context)


def _compared(chosen: list[Cadre]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """One row for each thing that is compared: under each name what is kept of it."""
    facts = disabilities_of(c.person_id for c in chosen)

    def best(cadre: Cadre, kind: str) -> str:
        return "；".join(f"{e.text} {e.result}".strip() for e in cadre.entries.all() if e.kind == kind) or "—"

    makers: tuple[tuple[Any, Any], ...] = (
        (_("性别、出生日期"), lambda c: f"{c.person.get_sex_display()} {c.person.birth}"),
        (_("与残疾人的关系"), lambda c: c.get_tie_display()),
        (_("残疾类别等级"), lambda c: facts[c.person_id].words if c.person_id in facts else "—"),
        (_("现任职务"), lambda c: f"{c.unit} {c.position}".strip() or "—"),
        (_("任现职时间"), lambda c: str(c.since or "—")),
        (_("学历"), lambda c: f"{c.get_education_display()} {c.school}".strip() or "—"),
        (_("政治面貌"), lambda c: c.get_party_display() or "—"),
        (_("参加工作时间"), lambda c: str(c.work_since or "—")),
        (_("手语、语言"), lambda c: f"{c.get_sign_display()} {c.languages}".strip()),
        (_("特长"), lambda c: c.strengths or "—"),
        (_("年度考核"), lambda c: best(c, Entry.Kind.APPRAISAL)),
        (_("奖惩"), lambda c: best(c, Entry.Kind.AWARD)),
        (_("培训学时"), lambda c: str(sum(t.hours for t in c.trainings.all()))),
        (_("最近核实"), lambda c: str(c.verified_on or "—")),
    )
    return [(name, [(cadre.person.name, str(make(cadre))) for cadre in chosen]) for name, make in makers]


@page("cadre.read")
def paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """The appointment form as Word."""
    cadre = _mine(pk)
    record("cadre.paper", cadre)
    name = _("干部任免审批表")
    return file_response(f"{name}（{cadre.person.name}）", sheets.write([appointment_form(cadre)], "docx"), "docx")


@page("inspection.read")
def inspect(request: PostRequest, pk: int) -> HttpResponseBase:
    """Record an inspection of a cadre."""
    cadre = _mine(pk)
    form = InspectionForm(request.POST or None)
    return form_page(
        request, form, lambda data: inspections.inspect(cadre.person, request.post.region, request.post, inspections.Findings(**data)),
        title=_("登记考察情况"), button=_("保存"), to=lambda made: reverse("leadership:inspection", args=[made.pk]),
        done=_("已保存，目前只有您能看。"), back=to_file(pk), crumbs=crumbs(cadre),
    )  # fmt: skip

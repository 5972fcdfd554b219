"""One organisation's sheet: a page for each group of items, the same for self-check, review and visit; evidence; objections."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_ids
from zulian.foundation.lists import list_page
from zulian.foundation.once import do_once
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.grassroots import forms
from zulian.grassroots.models import Assessment, AssessmentState, Evidence, Item, Mark, Objection
from zulian.grassroots.models.campaigns import TO_FILL, TOLD
from zulian.grassroots.models.standards import Tree
from zulian.grassroots.radar import radar
from zulian.grassroots.rules.scoring import differs, plain
from zulian.grassroots.services import campaigns, checking
from zulian.grassroots.services.checking import Entry
from zulian.grassroots.services.common import is_above, rules
from zulian.grassroots.services.comparison import profile
from zulian.grassroots.tables import STATE_TONES, EvidenceTable, MarkFilter, MarkTable, grade_badge
from zulian.grassroots.views.common import home, to_campaign, to_sheet
from zulian.indicators.registry import named

MODES = {"own": "grassroots.fill", "review": "grassroots.check", "visit": "grassroots.check"}
SAVE = {"own": lambda pk, post, entries: checking.fill(pk, entries), "review": checking.review, "visit": checking.visit}
MAX_OWN = 200


def to(pk: int, part: int | None = None) -> str:
    """The address of a sheet, or of one group of it."""
    return reverse("grassroots:sheet", args=[pk]) if part is None else reverse("grassroots:part", args=[pk, part])


def _mine(pk: int) -> Assessment:
    return get_object_or_404(
        Assessment.objects.with_names().select_related("visitor__user", "reviewed_by__user"), pk=pk
    )


def mode_of(row: Assessment, request: PostRequest) -> str:
    """What the post may write into a sheet now: its own marks, a review, a visit, or nothing ("")."""
    if not row.is_open:
        return ""
    if row.state in TO_FILL:
        return "own" if request.post.may("grassroots.fill") else ""
    if (
        not is_above(request.post, row.region_id)
        or not request.post.may("grassroots.check")
        or row.submitted_by_id == request.post.pk
    ):
        return ""
    if row.state == AssessmentState.SUBMITTED:
        return "review"
    return "visit" if row.state == AssessmentState.REVIEWED and row.sampled else ""


@dataclass(frozen=True)
class Line:
    """An item on the page: what is asked, what was said, what may be typed."""

    number: str
    item: Item
    mark: Mark
    measured: str
    value: str
    note: str
    left_out: bool
    differs: bool
    objection: Objection | None


@page("grassroots.read")
def sheet(request: PostRequest, pk: int) -> HttpResponseBase:
    """A sheet as a whole: how far it is, what it comes to, what comes next."""
    row = _mine(pk)
    tree = row.standard.tree()
    marks = {m.item_id: m for m in row.marks.select_related("item")}
    mode, field = mode_of(row, request), mode_of(row, request) or "own"
    groups: list[dict[str, Any]] = []
    for n, group in enumerate(tree.groups, 1):
        inside = [marks[leaf.pk] for leaf in tree.leaves_of(group)]
        answered = sum(m.own is not None or m.not_applicable or bool(m.item.indicator) for m in inside)
        touched = sum(getattr(m, field) is not None for m in inside) if field != "own" else answered
        lacking = sum(m.wants_evidence and not m.pieces for m in inside)
        groups.append(
            {"n": n, "group": group, "count": len(inside), "answered": answered, "touched": touched, "lacking": lacking}
        )
    axes = profile(row) if row.state not in TO_FILL else []
    due = checking.objection_due(row)
    own = request.post.region_id == row.region_id
    settled = Assessment.objects.filter(region=row.region_id, percent__isnull=False)
    before = settled.exclude(pk=row.pk).with_names().order_by("-pk")
    context = {
        "title": row.region.organisation, "row": row, "groups": groups, "mode": mode, "tone": STATE_TONES[row.state],
        "grade": grade_badge(row.grade), "axes": axes, "radar": radar(axes), "objection_due": due, "tab": "campaigns",
        "left": sum(g["count"] - g["answered"] for g in groups), "crumbs": to_campaign(row.campaign),
        "objections": Objection.objects.filter(mark__assessment=row).select_related("mark__item", "by__user"),
        "problems": row.problems.with_names(), "above": is_above(request.post, row.region_id) and request.post.may("grassroots.check"),
        "can_accept": own and row.state in TOLD and row.accepted_on is None and row.is_open,
        "can_remind": row.is_open and row.state in TO_FILL and request.post.may("grassroots.check") and is_above(request.post, row.region_id),
        "earlier": Few.of(before, 4),
    }  # fmt: skip
    return render(request, "grassroots/sheet.html", context)


def _typed(request: PostRequest, key: int) -> Entry:
    data = request.POST
    return Entry(data.get(f"m-{key}", "")[:12], data.get(f"n-{key}", "")[:300], f"x-{key}" in data)


@page("grassroots.read")
def part(request: PostRequest, pk: int, number: int) -> HttpResponseBase:
    """One group of a sheet's items, to be filled in, checked, or read."""
    row = _mine(pk)
    tree = row.standard.tree()
    if not 1 <= number <= len(tree.groups):
        raise Http404
    mode = mode_of(row, request)
    leaves = tree.leaves_of(tree.groups[number - 1])
    rows = (
        row.marks.filter(item__in=[leaf.pk for leaf in leaves])
        .select_related("item")
        .prefetch_related("evidence__file", "objections")
    )
    marks = {m.item_id: m for m in rows}
    typed: dict[int, Entry] = {}
    if request.method == "POST":
        if not mode:
            raise PermissionDenied(_("这份评估表现在不能由您填写。"))
        require(request, MODES[mode])
        typed = {m.pk: _typed(request, m.pk) for m in marks.values() if mode != "visit" or f"m-{m.pk}" in request.POST}
        answer = _save(request, row, mode, typed, number, len(tree.groups))
        if answer is not None:
            return answer
    slack = Decimal(rules(today())["slack_percent"]) / 100
    context = {
        "title": str(tree.groups[number - 1]), "row": row, "mode": mode, "part": number, "parts": len(tree.groups), "tab": "campaigns",
        "lines": [_line(tree, marks[leaf.pk], mode, typed.get(marks[leaf.pk].pk), slack) for leaf in leaves], "crumbs": to_sheet(row),
        "tone": STATE_TONES[row.state], "next": number + 1 if number < len(tree.groups) else None, "before": number - 1 or None,
        "can_object": request.post.region_id == row.region_id and row.state in TOLD and row.is_open,
        "can_decide": is_above(request.post, row.region_id) and request.post.may("grassroots.check"),
    }  # fmt: skip
    return render(request, "grassroots/part.html", context)


def _save(
    request: PostRequest, row: Assessment, mode: str, typed: dict[int, Entry], part: int, parts: int
) -> HttpResponseBase | None:
    onward = part + 1 if part < parts else None

    def do() -> str:
        changed = SAVE[mode](row.pk, request.post, typed)
        messages.success(request, _("已保存 %(n)d 项。") % {"n": len(changed)} if changed else _("没有改动。"))
        return to(row.pk, onward if "next" in request.POST else part)

    try:
        return redirect(do_once(request, do))
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
        return None


def _line(tree: Tree, mark: Mark, mode: str, typed: Entry | None, slack: Any) -> Line:
    value = getattr(mark, mode or "own")
    shown = typed or Entry(
        "" if value is None else plain(value), getattr(mark, f"{mode or 'own'}_note"), mark.not_applicable
    )
    indicator = named(mark.item.indicator) if mark.item.indicator else None
    objection = max(mark.objections.all(), key=lambda o: o.pk, default=None)
    return Line(
        tree.numbers[mark.item_id], mark.item, mark, str(indicator.name) if indicator else mark.item.indicator, shown.mark, shown.note,
        shown.not_applicable, differs(mark.said, slack), objection,
    )  # fmt: skip


ACTS: dict[str, tuple[str, Any, Any]] = {
    "submit": ("grassroots.fill", checking.submit, lambda: _("已上报。")),
    "review": ("grassroots.check", checking.finish_review, lambda: _("已完成复核，结果已告知单位。")),
    "visit": ("grassroots.check", checking.finish_visit, lambda: _("已完成检查，结果已告知单位。")),
    "accept": ("grassroots.fill", checking.accept, lambda: _("已确认评估结果。")),
}


@require_POST
@page("grassroots.read")
def step(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """Hand in, finish the review or the visit, agree with the result."""
    if key not in ACTS:
        raise Http404
    _mine(pk)
    permission, act, done = ACTS[key]
    require(request, permission)
    return act_and_go(request, lambda: act(pk, request.post), done(), to(pk))


@page("grassroots.check")
def give_back(request: PostRequest, pk: int) -> HttpResponseBase:
    """Send a sheet back to be mended."""
    row = _mine(pk)
    return form_page(
        request, forms.WhyForm(request.POST or None), lambda d: checking.give_back(pk, request.post, d["why"]), title=_("退回补正"),
        button=_("退回"), to=to(pk), done=_("已退回。"), back=to(pk), crumbs=to_sheet(row),
    )  # fmt: skip


@require_POST
@page("grassroots.check")
def remind(request: PostRequest, pk: int) -> HttpResponseBase:
    """Remind an organisation to hand in."""
    row = _mine(pk)
    return act_and_go(request, lambda: campaigns.note_late(row.campaign, row), _("已提醒。"), to(pk))


# Items, evidence, objections


def _mark(pk: int) -> Mark:
    rows = Mark.objects.with_names().select_related("assessment__standard")
    return get_object_or_404(rows.prefetch_related("evidence__file"), pk=pk)


@page("grassroots.read")
def marks(request: PostRequest) -> HttpResponseBase:
    """Marks item by item; their ledger is the sheet to fill in without a line."""
    return list_page(
        request, title=_("评分明细"), rows=Mark.objects.with_names(), table=MarkTable, filters=MarkFilter, template="grassroots/list.html",
        ledger="self-checks", tab="campaigns", crumbs=home(), intro=_("导出 Excel 可离线填写“自评、不适用、自查说明”三栏，填好后从这里导入。"),
    )  # fmt: skip


@page("grassroots.read")
def mark(request: PostRequest, pk: int) -> HttpResponseBase:
    """One item of a sheet: its evidence, and evidence handed in before that shows it too."""
    found = _mark(pk)
    row = found.assessment
    tree = row.standard.tree()
    number = tree.numbers[found.item_id]
    part = next(n for n, group in enumerate(tree.groups, 1) if found.item in tree.leaves_of(group))
    form = forms.EvidenceForm(request.POST or None, request.FILES or None)
    mode = mode_of(row, request)
    if request.method == "POST":
        require(request, "grassroots.fill")
    answer = act_with_form(
        request, form, lambda d: checking.add_evidence(pk, request.post, d["papers"], d["title"], d["link"]), done=_("已添加佐证材料。"),
        to=reverse("grassroots:mark", args=[pk]),
    )  # fmt: skip
    own = list(found.evidence.all())
    others = (
        Evidence.objects.filter(region=row.region_id)
        .exclude(pk__in=[e.pk for e in own])
        .select_related("file")
        .order_by("-pk")
    )
    context = {
        "title": _("第 %(n)s 项") % {"n": number}, "mark": found, "row": row, "pieces": own, "others": Few.of(others, MAX_OWN), "form": form,
        "tab": "campaigns", "mode": mode, "part": part, "crumbs": [*to_sheet(row), (str(tree.groups[part - 1]), to(row.pk, part))],
    }  # fmt: skip
    return answer or render(request, "grassroots/mark.html", context)


@require_POST
@page("grassroots.fill")
def use(request: PostRequest, pk: int) -> HttpResponseBase:
    """Choose which of the organisation's evidence an item uses."""
    _mark(pk)
    keys = read_ids(request.POST.getlist("pick"))
    return act_and_go(
        request, lambda: checking.use_evidence(pk, keys), _("已保存所选材料。"), reverse("grassroots:mark", args=[pk])
    )


@page("grassroots.read")
def evidence(request: PostRequest) -> HttpResponseBase:
    """Evidence of the jurisdiction."""
    rows = Evidence.objects.select_related("region", "file").annotate(uses=Count("marks"))
    return list_page(
        request,
        title=_("佐证材料"),
        rows=rows,
        table=EvidenceTable,
        template="grassroots/list.html",
        tab="campaigns",
        crumbs=home(),
    )


@page("grassroots.fill")
def object_to(request: PostRequest, pk: int) -> HttpResponseBase:
    """Object to the mark of an item."""
    found = _mark(pk)
    back = to(found.assessment_id)
    return form_page(
        request, forms.ObjectForm(request.POST or None), lambda d: checking.object_to(pk, request.post, d["text"]), title=_("提出申诉"),
        intro=str(found.item), button=_("提出"), to=back, done=_("已提出，等待裁定。"), back=back, crumbs=to_sheet(found.assessment),
    )  # fmt: skip


@page("grassroots.check")
def decide(request: PostRequest, pk: int) -> HttpResponseBase:
    """Decide about an objection."""
    found = get_object_or_404(
        Objection.objects.select_related("mark__item", "mark__assessment__campaign", "mark__assessment__region"), pk=pk
    )
    row = found.mark.assessment
    return form_page(
        request, forms.DecideForm(request.POST or None),
        lambda d: checking.decide(pk, request.post, d["mark"] if d["verdict"] == "change" else None, d["reply"]), title=_("裁定申诉"),
        intro=_("%(item)s：%(text)s") % {"item": found.mark.item, "text": found.text}, button=_("裁定"), to=to(row.pk), done=_("已裁定。"),
        back=to(row.pk), crumbs=to_sheet(row),
    )  # fmt: skip

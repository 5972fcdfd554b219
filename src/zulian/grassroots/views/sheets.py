"""One organisation's sheet: a page for each group of items, the same for self-check, review and visit; its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, Panel
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_ids
from zulian.foundation.numbers import plain
from zulian.foundation.once import do_once
from zulian.foundation.pages import act_with_form
from zulian.foundation.rooms import Crumbs
from zulian.grassroots import forms
from zulian.grassroots.models import Assessment, Evidence, Item, Mark, Objection
from zulian.grassroots.models.standards import Tree
from zulian.grassroots.registers.problems import piece_item
from zulian.grassroots.registers.sheets import MARKS, OBJECTIONS, SHEETS, mode_of
from zulian.grassroots.room import FILL, READ, ROOM
from zulian.grassroots.rules.scoring import differs
from zulian.grassroots.services import checking
from zulian.grassroots.services.checking import Entry
from zulian.grassroots.services.common import rules
from zulian.indicators.registry import named
from zulian.registers.pages import row_of

SAVE = {
    "own": lambda pk, post, entries: checking.fill(pk, entries),
    "review": checking.review,
    "visit": checking.visit,
}
MAX_OWN = 200


@dataclass(frozen=True)
class Line:
    """An item on the page: what is asked, what was said, what may be typed, what can be done."""

    number: str
    item: Item
    mark: Mark
    measured: str
    value: str
    note: str
    left_out: bool
    differs: bool
    objection: Objection | None
    acts: list[Button]


def _way(sheet: Assessment) -> Crumbs:
    """The way to a page of a sheet."""
    return [*SHEETS.crumbs_to(sheet), (SHEETS.title_of(sheet), sheet.get_absolute_url())]


def _typed(request: PostRequest, key: int) -> Entry:
    data = request.POST
    return Entry(data.get(f"m-{key}", "")[:12], data.get(f"n-{key}", "")[:300], f"x-{key}" in data)


@page(READ)
def part(request: PostRequest, pk: int, number: int) -> HttpResponseBase:
    """One group of a sheet's items, to be filled in, checked, or read."""
    sheet: Assessment = row_of(SHEETS, pk, request.post)
    tree = sheet.standard.tree()
    if not 1 <= number <= len(tree.groups):
        raise Http404
    mode, group = mode_of(sheet, request.post), tree.groups[number - 1]
    leaves = tree.leaves_of(group)
    rows = sheet.marks.filter(item__in=[leaf.pk for leaf in leaves]).select_related("item")
    marks = {mark.item_id: mark for mark in rows.prefetch_related("evidence__file", "objections")}
    typed: dict[int, Entry] = {}
    if request.method == "POST":
        if not mode:
            raise PermissionDenied(_("这份评估表现在不能由您填写。"))
        keys = [
            mark.pk for mark in marks.values() if mode != "visit" or f"m-{mark.pk}" in request.POST
        ]
        typed = {key: _typed(request, key) for key in keys}
        answer = _save(request, sheet, mode, typed, number, len(tree.groups))
        if answer is not None:
            return answer
    slack = Decimal(rules(today(), sheet.campaign.region_id)["slack_percent"]) / 100
    lines = [
        _line(request, tree, marks[leaf.pk], mode, typed.get(marks[leaf.pk].pk), slack)
        for leaf in leaves
    ]
    return ROOM.detail_page(
        request,
        "campaigns",
        template="grassroots/part.html",
        title=f"{number}. {group}",
        intro=_intro(sheet, mode, number, len(tree.groups)),
        row=sheet,
        state=SHEETS.state_of(sheet),
        mode=mode,
        lines=lines,
        next=number + 1 if number < len(tree.groups) else None,
        previous=number - 1 or None,
        crumbs=_way(sheet),
    )


def _intro(sheet: Assessment, mode: str, number: int, parts: int) -> str:
    """The sentence above a sheet: its organisation, how far it is filled in, and what is still to be done."""
    words = [SHEETS.title_of(sheet), _("第 %(n)d／%(m)d 部分") % {"n": number, "m": parts}]
    if mode in ("review", "visit"):
        words.append(_("与自评一致的不用填，有出入才填得分和原因"))
    return " · ".join(words)


def _save(
    request: PostRequest,
    sheet: Assessment,
    mode: str,
    typed: dict[int, Entry],
    part: int,
    parts: int,
) -> HttpResponseBase | None:
    """Write what was typed, and go on; None where it can't be taken."""

    def do() -> str:
        changed = SAVE[mode](sheet.pk, request.post, typed)
        messages.success(
            request, _("已保存 %(n)d 项。") % {"n": len(changed)} if changed else _("没有改动。")
        )
        if "next" not in request.POST:
            return ROOM.url("part", sheet.pk, part)
        return ROOM.url("part", sheet.pk, part + 1) if part < parts else sheet.get_absolute_url()

    try:
        return redirect(do_once(request, do))
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
        return None


def _line(
    request: PostRequest, tree: Tree, mark: Mark, mode: str, typed: Entry | None, slack: Any
) -> Line:
    """An item on the page, as it is kept or as it was typed."""
    item, side = mark.item, mode or "own"
    value = getattr(mark, side)
    kept = Entry(
        "" if value is None else plain(value), getattr(mark, f"{side}_note"), mark.not_applicable
    )
    shown, indicator = typed or kept, named(item.indicator) if item.indicator else None
    objection = max(mark.objections.all(), key=lambda each: each.pk, default=None)
    acts = MARKS.acts(mark, request.post)
    if objection is not None:
        objection.mark = mark
        acts += OBJECTIONS.acts(objection, request.post)
    return Line(
        number=tree.numbers[item.pk],
        item=item,
        mark=mark,
        measured=str(indicator.name) if indicator else item.indicator,
        value=shown.mark,
        note=shown.note,
        left_out=shown.not_applicable,
        differs=differs(mark.said, slack),
        objection=objection,
        acts=acts,
    )


@page(READ)
def mark(request: PostRequest, pk: int) -> HttpResponseBase:
    """One item of a sheet: its evidence, and evidence handed in before that shows it too."""
    mark: Mark = row_of(MARKS, pk, request.post)
    sheet, tree = mark.assessment, mark.assessment.standard.tree()
    part = next(n for n, group in enumerate(tree.groups, 1) if mark.item in tree.leaves_of(group))
    form = forms.EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        require(request, FILL)
    answer = act_with_form(
        request,
        form,
        lambda data: checking.add_evidence(
            pk, request.post, data["papers"], data["title"], data["link"]
        ),
        done=_("已添加佐证材料。"),
        to=mark.get_absolute_url(),
    )
    pieces = list(mark.evidence.select_related("file"))
    others = Evidence.objects.filter(region=sheet.region_id).exclude(
        pk__in=[piece.pk for piece in pieces]
    )
    intro = str(mark.item)
    if mark.item.evidence:
        intro += _("。需要：%(what)s") % {"what": mark.item.evidence}
    return answer or ROOM.detail_page(
        request,
        "campaigns",
        template="grassroots/mark.html",
        title=_("第 %(n)s 项") % {"n": tree.numbers[mark.item_id]},
        intro=intro,
        mark=mark,
        pieces=pieces,
        card=Panel(_("佐证材料"), [piece_item(piece) for piece in pieces], _("还没有材料。")),
        others=Few.of(others.order_by("-pk"), MAX_OWN),
        form=form,
        mode=mode_of(sheet, request.post),
        acts=[Button(_("返回评估表"), ROOM.url("part", sheet.pk, part), "arrow-back-up")],
        crumbs=[*_way(sheet), (str(tree.groups[part - 1]), ROOM.url("part", sheet.pk, part))],
    )


@require_POST
@page(FILL)
def use(request: PostRequest, pk: int) -> HttpResponseBase:
    """Choose which of the organisation's evidence an item uses."""
    mark: Mark = row_of(MARKS, pk, request.post)
    keys = read_ids(request.POST.getlist("pick"))
    return ROOM.post_action(
        request,
        lambda: checking.use_evidence(pk, keys),
        _("已保存所选材料。"),
        mark.get_absolute_url(),
    )

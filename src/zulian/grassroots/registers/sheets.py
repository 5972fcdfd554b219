"""Registers of sheets (评估表): one for each organisation in a campaign; their marks, evidence and objections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.few import Few
from zulian.grassroots import forms
from zulian.grassroots.models import (
    Assessment,
    AssessmentState,
    Evidence,
    Mark,
    Objection,
    Organisation,
    Problem,
)
from zulian.grassroots.models.campaigns import TO_FILL, TOLD
from zulian.grassroots.registers.common import (
    BY_PLACE,
    LEVEL,
    UNIT,
    GrassrootsRegister,
    axes_of,
    if_any,
    stands_above,
)
from zulian.grassroots.room import FILL, ROOM
from zulian.grassroots.services import campaigns, checking, objections
from zulian.grassroots.services.common import ABOVE
from zulian.registers.actions import Action, is_own
from zulian.registers.filters import EmptyFilter, parent_filter
from zulian.registers.shown import Shown, in_words

State = AssessmentState
EARLIER = 4
IS_OPEN = attrgetter("is_open")


def may_check(post: Post, row: Assessment) -> bool:
    """Whether a post may review or visit: it stands above, and did not hand the sheet in itself."""
    return stands_above(post, row) and row.submitted_by_id != post.pk


def mode_of(row: Assessment, post: Post) -> str:
    """What the post may write into a sheet now: its own marks, a review, a visit, or nothing ("")."""
    modes = {"own": "submit", "review": "review", "visit": "visit"}
    return next(
        (mode for mode, key in modes.items() if SHEETS.may(post, SHEETS.action(key), row)), ""
    )


WRITING = {"own": _("填写自查"), "review": _("逐项复核"), "visit": _("逐项检查")}
OTHERS = _("由上级残联的其他同事办理，本单位和填报人不能给自己复核、检查。")


class AssessmentRegister(GrassrootsRegister):
    """Sheets, one for each organisation in a campaign."""

    model = Assessment
    key, prefix, tab, ledger = "sheet", "sheets/", "campaigns", "assessments"
    parent = "campaign"
    template = "grassroots/sheet.html"
    empty = _("还没有参加过评估。")
    related = ("visitor__user", "reviewed_by__user")
    columns = (
        UNIT,
        LEVEL,
        *("state", "submitted_on", "own_percent", "percent", "grade", "sampled", "visit_on"),
    )
    filters = (*BY_PLACE, "state", "grade", "sampled")
    facts = (
        "standard",
        "own_percent",
        Shown(
            "percent",
            value=lambda row: (
                "" if row.state == State.SUBMITTED or row.percent is None else row.percent
            ),
        ),
        "grade",
        if_any("sampled"),
        Shown("visitor__user__name", _("检查人")),
        *("visit_on", "told_on"),
        Shown("objection_due", _("申诉期限"), lambda row: in_words(objections.objection_due(row))),
        *("accepted_on", "settled_on"),
    )
    panels = (Objection, Problem)
    actions = (
        Action(
            key="submit",
            label=_("上报自查结果"),
            icon="send",
            service=lambda call: checking.submit(call.pk, call.post),
            sources=TO_FILL,
            is_open_for=IS_OPEN,
            permission=FILL,
            main=True,
            many=True,
            done=_("已上报。"),
        ),
        Action(
            key="review",
            label=_("完成复核"),
            icon="check",
            service=lambda call: checking.finish_review(call.pk, call.post),
            sources=[State.SUBMITTED],
            is_open_for=IS_OPEN,
            is_for=may_check,
            whose=OTHERS,
            many=True,
            done=_("已完成复核，结果已告知单位。"),
        ),
        Action(
            key="visit",
            label=_("完成检查"),
            icon="check",
            service=lambda call: checking.finish_visit(call.pk, call.post),
            sources=[State.REVIEWED],
            is_open_for=lambda row: row.sampled and row.is_open,
            is_for=may_check,
            whose=OTHERS,
            done=_("已完成检查，结果已告知单位。"),
        ),
        Action(
            key="return",
            label=_("退回补正"),
            icon="arrow-back-up",
            service=lambda call: checking.give_back(call.pk, call.post, call.data["returned_why"]),
            fields=("returned_why",),
            required=("returned_why",),
            starts=lambda row: {"returned_why": ""},
            sources=[State.SUBMITTED],
            is_open_for=IS_OPEN,
            is_for=stands_above,
            whose=ABOVE,
            button=_("退回"),
            done=_("已退回。"),
        ),
        Action(
            key="accept",
            label=_("确认结果"),
            icon="check",
            service=lambda call: objections.accept(call.pk, call.post),
            sources=TOLD,
            is_open_for=lambda row: row.accepted_on is None and row.is_open,
            permission=FILL,
            is_for=is_own,
            whose=_("由被评估单位自己确认。"),
            main=True,
            done=_("已确认评估结果。"),
        ),
        Action(
            key="remind",
            label=_("提醒"),
            icon="bell",
            service=lambda call: campaigns.note_late(call.row.campaign, call.row),
            sources=TO_FILL,
            is_open_for=IS_OPEN,
            is_for=stands_above,
            whose=ABOVE,
            many=True,
            done=_("已提醒。"),
        ),
    )

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: item by item. What is not filled in can't be handed in yet."""
        acts = super().acts(row, post, panel)
        if panel:
            return acts
        mode = mode_of(row, post)
        if mode == "own" and row.marks.blank().exists():
            acts = [act for act in acts if act.url != self.url("submit", row.pk)]
        if mode and not any(act.main for act in acts):
            acts.insert(0, Button(WRITING[mode], ROOM.url("part", row.pk, 1), "edit", main=True))
        return [
            *acts,
            Button(
                _("离线填报表"), f"{ROOM.url('mark-list')}?assessment={row.pk}", "clipboard-list"
            ),
        ]

    def alert(self, post: Post, row: Any) -> str:
        """Why it was given back, or until when its organisation may object."""
        if row.state == State.RETURNED:
            return gettext("退回原因：%(why)s") % {"why": row.returned_why}
        due = objections.objection_due(row)
        if due is None or row.state == State.SETTLED or row.accepted_on:
            return ""
        return gettext("对结果有异议的，%(day)s 前在各项下提出申诉；无异议请确认。") % {"day": due}

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """Its groups of items: how far each is."""
        tree, mode = row.standard.tree(), mode_of(row, post)
        marks = {mark.item_id: mark for mark in row.marks.select_related("item")}
        groups = [
            self._group(
                row, n, str(group), [marks[leaf.pk] for leaf in tree.leaves_of(group)], mode
            )
            for n, group in enumerate(tree.groups, 1)
        ]
        return [Panel(row.standard.name, groups, "")]

    def _group(self, row: Assessment, n: int, name: str, marks: list[Mark], mode: str) -> ListItem:
        """A group of items: what was answered, or changed by who checks, and how many lack evidence."""
        answered = sum(
            mark.own is not None or mark.not_applicable or bool(mark.item.indicator)
            for mark in marks
        )
        words = gettext("已填 %(n)d／%(m)d") % {"n": answered, "m": len(marks)}
        if mode in ("review", "visit"):
            words = gettext("改动 %(n)d 项") % {
                "n": sum(getattr(mark, mode) is not None for mark in marks)
            }
        lacking = sum(mark.wants_evidence and not mark.pieces for mark in marks)
        if lacking:
            words += " · " + gettext("%(n)d 项还没有佐证材料") % {"n": lacking}
        return ListItem(f"{n}. {name}", ROOM.url("part", row.pk, n), words)

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        return axes_of(None if row.state in TO_FILL else row)

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """What its organisation came to before."""
        told = Assessment.objects.filter(region=row.region_id, percent__isnull=False).exclude(
            pk=row.pk
        )
        earlier = Few.of(told.with_names().order_by("-pk"), EARLIER)
        return (
            [Panel(_("以往评估"), [self.item(each, post) for each in earlier], "", of=earlier)]
            if earlier
            else []
        )

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        """Those of an organisation, the newest first."""
        if isinstance(parent, Organisation):
            return self.rows().filter(region=parent.region_id).order_by("-pk")
        return super().rows_on(parent)

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel | None:
        card = super().panel(parent, post, acts)
        return replace(card, title=_("历次评估")) if card else None

    def item(self, row: Any, post: Post) -> ListItem:
        """By its campaign: what it came to."""
        words = [gettext("%(p)s 分") % {"p": row.percent}] if row.percent is not None else []
        if row.grade:
            words.append(row.get_grade_display())
        return ListItem(
            row.campaign.name,
            row.get_absolute_url(),
            " · ".join(words),
            *(self.state_of(row) or ("", "")),
        )


# Marks, evidence, objections


def mark_link(row: Mark) -> SafeString:
    """The way to an item of a sheet: its evidence."""
    return format_html('<a href="{}">{}</a>', row.get_absolute_url(), row.item)


def is_to_object(row: Mark) -> bool:
    """Whether an objection to a mark is open: it is told, not as the organisation said, and was not objected to."""
    sheet = row.assessment
    is_told = sheet.state in TOLD and sheet.is_open and row.said.checked is not None
    return is_told and not row.objections.all()


class MarkRegister(GrassrootsRegister):
    """Marks item by item; their ledger is the sheet to fill in without a line."""

    model = Mark
    key, prefix, tab, ledger = "mark", "marks/", "campaigns", "self-checks"
    title = _("评分明细")
    intro = _("导出 Excel 可离线填写“自评、不适用、自查说明”三栏，填好后从这里导入。")
    parent, has_page = "assessment", False
    related = ("assessment__standard",)
    columns = (
        UNIT,
        Shown("item", value=mark_link),
        *("own", "own_note", "review", "review_note", "visit", "visit_note", "decided", "pieces"),
    )
    filters = (*BY_PLACE, EmptyFilter("share", _("未填写")), parent_filter("assessment__campaign"))
    actions = (
        Action(
            key="object",
            label=_("提出申诉"),
            service=lambda call: objections.object_to(call.pk, call.post, call.data["text"]),
            model=Objection,
            fields=("text",),
            intro=lambda row: str(row.item),
            is_open_for=is_to_object,
            permission=FILL,
            is_for=is_own,
            whose=_("由被评估单位自己提出。"),
            button=_("提出"),
            done=_("已提出，等待裁定。"),
        ),
    )


class EvidenceRegister(GrassrootsRegister):
    """Evidence by organisation; what opens it stands with its items."""

    model = Evidence
    key, prefix, tab, has_page = "evidence", "evidence/", "campaigns", False
    related = ("region", "file")
    columns = ("title", UNIT, "at", Shown("uses", _("用于项目数")), "link")

    def rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().rows().annotate(uses=Count("marks"))
        return rows


class ObjectionRegister(GrassrootsRegister):
    """Objections to marks (申诉), on the page of their sheet."""

    model = Objection
    key, prefix, tab, parent = "objection", "objections/", "campaigns", "mark"
    has_page = has_list = False
    empty = _("没有。")
    related = ("mark__item", "mark__assessment__campaign", "mark__assessment__region", "by__user")
    actions = (
        Action(
            key="decide",
            label=_("裁定"),
            title=_("裁定申诉"),
            icon="check",
            service=lambda call: objections.decide(
                call.pk, call.post, call.data["mark"], call.data["reply"]
            ),
            form=forms.DecideForm,
            intro=lambda row: (
                gettext("%(item)s：%(text)s") % {"item": row.mark.item, "text": row.text}
            ),
            is_open_for=lambda row: not row.outcome and row.mark.assessment.is_open,
            is_for=stands_above,
            whose=ABOVE,
            button=_("裁定"),
            done=_("已裁定。"),
        ),
    )

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        return self.rows().filter(mark__assessment=parent)

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel | None:
        """Where there are any."""
        card = super().panel(parent, post, acts)
        return card if card and card.items else None

    def item(self, row: Any, post: Post) -> ListItem:
        words = f"{row.get_outcome_display()}：{row.reply}" if row.outcome else gettext("等待裁定")
        return ListItem(str(row.mark.item), "", f"{row.text} · {words}", acts=self.acts(row, post))

    def home_of(self, row: Any) -> str:
        return str(row.mark.assessment.get_absolute_url())


SHEETS = AssessmentRegister()
MARKS = MarkRegister()
EVIDENCE = EvidenceRegister()
OBJECTIONS = ObjectionRegister()

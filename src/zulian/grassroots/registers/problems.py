"""The register of problems found and mended (问题清单、整改台账)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.actor import current_actor
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.grassroots import forms
from zulian.grassroots.models import Assessment, Evidence, Problem, ProblemState
from zulian.grassroots.registers.common import (
    BY_PLACE,
    UNIT,
    GrassrootsRegister,
    if_any,
    stands_above,
)
from zulian.grassroots.room import FILL
from zulian.grassroots.services import problems as services
from zulian.grassroots.services.common import ABOVE
from zulian.registers.actions import Action, Add, Call
from zulian.registers.dates import Day
from zulian.registers.filters import parent_filter
from zulian.registers.shown import Shown, in_words, state_of

LATE = ("overdue", _("已逾期"))
OWNER = Shown("owner__user__name", _("责任人"))


def by_late(rows: Any, name: str, value: bool) -> Any:
    """Problems that are past their day, or those that are not."""
    return (
        rows.overdue(today())
        if value
        else rows.exclude(pk__in=rows.model.objects.overdue(today()).values("pk"))
    )


def state_cell(row: Problem) -> Any:
    """The state, or that the problem is past its day."""
    return badge(*(LATE if row.is_overdue else state_of(row, "state") or ("", "")))


def sheet_link(row: Problem) -> str:
    """The way to the sheet that it was found in."""
    sheet = row.assessment
    return (
        format_html('<a href="{}">{}</a>', sheet.get_absolute_url(), sheet.campaign)
        if sheet
        else ""
    )


def piece_item(piece: Evidence) -> ListItem:
    """A piece of evidence: a picture is shown, whatever else it is can be opened."""
    day = in_words(piece.at)
    if piece.file is None:
        return ListItem(piece.title, piece.link, day)
    url = reverse("documents:download", args=[piece.file_id])
    if not piece.file.is_image:
        return ListItem(piece.title, url, day)
    image = format_html('<img class="thumb" src="{}" alt="{}" loading="lazy">', url, piece.title)
    return ListItem(image, url, f"{piece.title} · {day}")


def report(call: Call) -> Problem:
    """Put a problem found elsewhere onto the list."""
    data = call.data
    finding = services.Finding(
        "", data["subject"].strip(), data["text"].strip(), Problem.Source.OTHER
    )
    return services.find(data["region"], finding, None, data["due"])


PLAN = Action(
    key="plan",
    label=_("制定整改措施"),
    service=lambda call: services.plan(call.pk, **call.data),
    form=forms.PlanForm,
    intro=lambda row: row.text,
    sources=[ProblemState.FOUND],
    permission=FILL,
    main=True,
    done=_("整改措施已保存。"),
)


class ProblemRegister(GrassrootsRegister):
    """Problems, each until it was seen to be mended."""

    model = Problem
    dates = (Day("due", "done_on", in_feed=True, name=_("整改期限")),)
    key, prefix, tab, ledger = "problem", "problems/", "problems", "problems"
    title = _("问题清单和整改台账")
    intro = _("自查、复核、检查发现的问题自动列入；原因、措施、责任人、期限、验收，一条一条销号。")
    empty = _("没有。")
    related = ("verified_by__user", "assessment__campaign", "repeats")
    columns = (
        "text",
        "subject",
        UNIT,
        *("source", "found_on", "due"),
        OWNER,
        Shown("state", value=state_cell),
    )
    filters = (
        *BY_PLACE,
        *("state", "source"),
        django_filters.BooleanFilter("late", label=_("已逾期"), method=by_late),
        django_filters.BooleanFilter("repeats", "isnull", exclude=True, label=_("重复问题")),
        parent_filter("assessment"),
    )
    facts = (
        Shown("region__organisation", _("单位")),
        "text",
        *("source", "found_on"),
        Shown("assessment", value=sheet_link),
        if_any("veto"),
        *(
            "cause",
            "measure",
            OWNER,
            Shown("owner", _("责任岗位")),
            "due",
            "done",
            "done_on",
            "verdict",
            "verified_on",
        ),
        Shown("verified_by__user__name", _("验收人")),
        *map(if_any, ("returns", "reopened")),
    )
    actions = (
        Add(
            label=_("登记问题"),
            service=report,
            fields=("region", "subject", "text", "due"),
            starts=lambda row: {"due": services.default_due(today(), current_actor().region)},
            button=_("登记"),
            done=_("已列入问题清单。"),
        ),
        Action(
            key="verify",
            label=_("验收"),
            title=_("验收整改"),
            icon="check",
            service=lambda call: services.verify(call.pk, call.post, **call.data),
            form=forms.VerifyForm,
            intro=lambda row: row.done if row else "",
            sources=[ProblemState.MENDED],
            is_for=stands_above,
            whose=ABOVE,
            main=True,
            many=True,
            button=_("提交"),
            done=_("已登记验收结果。"),
        ),
        Action(
            key="mend",
            label=_("上报整改完成"),
            icon="send",
            service=lambda call: services.mend(
                call.pk, call.post, call.data["done"], call.data["papers"], call.data["link"]
            ),
            form=forms.MendForm,
            intro=lambda row: row.text,
            sources=[ProblemState.MENDING],
            permission=FILL,
            main=True,
            button=_("上报验收"),
            done=_("已上报，等上级验收。"),
        ),
        PLAN,
        replace(
            PLAN, key="change", label=_("修改措施"), sources=[ProblemState.MENDING], main=False
        ),
        Action(
            key="reopen",
            label=_("重新打开"),
            icon="arrow-back-up",
            service=lambda call: services.reopen(
                call.pk, call.post, call.data["why"], call.data["due"]
            ),
            form=forms.ReopenForm,
            starts=lambda row: {"due": services.default_due(today(), row.region_id)},
            intro=lambda row: row.text,
            sources=[ProblemState.CLOSED],
            is_for=stands_above,
            whose=ABOVE,
            button=_("重新打开"),
            done=_("已重新打开。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        return str(row.subject)

    def state_of(self, row: Any) -> tuple[str, Any] | None:
        color, label = super().state_of(row) or ("", "")
        return (LATE[0], f"{LATE[1]}·{label}") if row.is_overdue else (color, label)

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the closed problem that came back in this one."""
        acts = super().acts(row, post, panel)
        if row.repeats_id:
            acts.append(Button(_("重复问题，看上一次"), row.repeats.get_absolute_url(), "history"))
        return acts

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        pieces = row.evidence.select_related("file")
        return [Panel(_("佐证材料"), [piece_item(piece) for piece in pieces], _("还没有材料。"))]

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        """Those of a sheet; of an organisation those that stand open."""
        if isinstance(parent, Assessment):
            return super().rows_on(parent)
        return Problem.objects.open().with_names().filter(region=parent.region_id)

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel | None:
        card = super().panel(parent, post, acts)
        title = _("发现的问题") if isinstance(parent, Assessment) else _("未销号的问题")
        return replace(card, title=title) if card else None

    def item(self, row: Any, post: Post) -> ListItem:
        words = [row.subject, row.get_source_display(), gettext("限 %(day)s") % {"day": row.due}]
        if row.repeats_id:
            words.append(gettext("重复"))
        if row.veto:
            words.append(gettext("否决项"))
        return ListItem(
            row.text, row.get_absolute_url(), " · ".join(words), *(self.state_of(row) or ("", ""))
        )


PROBLEMS = ProblemRegister()

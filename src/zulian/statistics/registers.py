"""The register of statistical returns: what a unit fills and hands in, and what those above see and judge."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.pages import Doubt
from zulian.registers.actions import Action, Add, is_own
from zulian.registers.dates import Day
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown, choice_of
from zulian.statistics import forms
from zulian.statistics.models import OPEN, Filing
from zulian.statistics.room import LEAD, READ, ROOM
from zulian.statistics.services import filling, issuing, judging
from zulian.statistics.shown import grid_of, origins

State = Filing.State
JUDGED = _("由上一级单位审核，自己上报的不能自己审核。")
LATE = ("overdue", _("逾期未报"))


def by_lateness(rows: Any, name: str, value: str) -> Any:
    """Returns that should have been handed in by now."""
    return rows.overdue(today())


def is_of_unit_above(post: Post, row: Filing) -> bool:
    """Whether a post is of the unit to which the return is handed in."""
    return row.to_id == post.region_id


def standing_words(row: Filing) -> str:
    """Where the form comes from: marked where no original was seen."""
    source = str(row.layout.get("source", ""))
    if row.layout.get("background"):
        return gettext("背景知识，非正式报表制度：%(source)s") % {"source": source}
    return source


def issued_words(filing: Filing) -> str:
    """That a form was asked for; a deadline by the policy that is over already stands out."""
    if filing.due_on >= today():
        return gettext("已布置，下级单位会在待办里看到。")
    words = gettext(
        "已布置。按政策算出的上报期限 %(day)s 已过，各单位即列为逾期；补报的，请告诉他们新的日期。"
    )
    return Doubt(words % {"day": filing.due_on})


class FilingRegister(Register):
    """Returns, from being asked for to being locked."""

    model = Filing
    room, tab, permission, key = ROOM, "filings", "statistic", "filing"
    read = READ
    title = _("统计报表")
    intro = _("按期布置的快报、年报：从台账取数，核对更正后上报，由上一级审核、汇总。")
    template = "statistics/filing.html"
    columns = (
        "name",
        Shown("period_words", _("报告期"), lambda row: row.period_words),
        "region",
        "kind",
        "until",
        "due_on",
        "handed_on",
        "state",
    )
    facts = (
        "number",
        Shown("region__organisation", _("填报单位")),
        Shown("period", _("报告期"), lambda row: f"{row.since} — {row.until}"),
        "due_on",
        "filled_on",
        Shown("origins", _("数据来源"), origins),
        Shown("by__user__name", _("制表人")),
        "leader",
        "handed_on",
        "explanation",
        Shown("to__organisation", _("审核单位")),
        Shown("judged_by__user__name", _("审核人")),
        "judged_on",
        "opinion",
        Shown("version", _("版本"), lambda row: str(row.version)),
        Shown("source", _("报表依据"), standing_words),
    )
    related = ("by__user", "judged_by__user")
    filters = (
        "name",
        "year",
        "quarter",
        "kind",
        "state",
        django_filters.ChoiceFilter(
            field_name="late",
            label=_("上报期限"),
            choices=[("late", _("逾期未报"))],
            empty_label=ALL,
            method=by_lateness,
        ),
    )
    search = ("name__contains",)
    hit_columns = (Shown("period_words", _("报告期"), lambda row: row.period_words),)
    dates = (Day("due_on", ~Q(state__in=OPEN), in_feed=True),)
    actions = (
        Add(
            key="issue",
            label=_("布置报表"),
            permission=LEAD,
            form=forms.IssueForm,
            service=lambda call: issuing.issue(call.post, call.data, today()),
            starts=lambda row: {"year": today().year},
            intro=_("布置给本单位和需要填报的下级单位，已经布置过的不变。"),
            button=_("布置"),
            done=issued_words,
        ),
        Action(
            key="hand-in",
            label=_("上报"),
            icon="send",
            form=forms.HandInForm,
            service=lambda call: judging.hand_in(
                call.pk, call.post, call.data["leader"], call.data["explanation"]
            ),
            sources=[State.FILLING],
            is_for=is_own,
            main=True,
            button=_("上报"),
            done=_("已上报，等上一级审核。"),
        ),
        Action(
            key="fill",
            label=_("取数"),
            icon="refresh",
            service=lambda call: filling.fill(call.pk, call.post),
            sources=OPEN,
            is_for=is_own,
            main=True,
            done=_("已取数，更正过的数保留。"),
        ),
        Action(
            key="correct",
            label=_("填写和更正"),
            form=forms.FiguresForm,
            service=lambda call: filling.correct(
                call.pk, call.post, call.data["numbers"], call.data["reason"]
            ),
            sources=OPEN,
            is_for=is_own,
            is_open_for=lambda row: row.filled_on is not None,
            closed=_("请先取数。"),
            intro=_("统计数一直保留；改得不同的写明理由，审核单位看得到。"),
        ),
        Action(
            key="accept",
            label=_("审核通过"),
            icon="check",
            service=lambda call: judging.accept(call.pk, call.post, call.data["opinion"]),
            fields=("opinion",),
            optional=("opinion",),
            sources=[State.HANDED_IN],
            is_for=judging.may_judge,
            whose=JUDGED,
            main=True,
            button=_("审核通过"),
            done=_("已审核通过，可以汇总。"),
        ),
        Action(
            key="send-back",
            label=_("退回"),
            icon="arrow-back-up",
            form=forms.SendBackForm,
            service=lambda call: judging.send_back(call.pk, call.post, call.data["opinion"]),
            sources=[State.HANDED_IN, State.ACCEPTED, State.LOCKED],
            is_for=judging.may_judge,
            whose=JUDGED,
            is_open_for=lambda row: not judging.sum_is_out(row),
            closed=_("汇总数已经上报，请先退回汇总的报表。"),
            button=_("退回"),
            done=_("已退回。"),
        ),
        Action(
            key="lock",
            label=_("锁定"),
            icon="shield-lock",
            service=lambda call: judging.lock(call.pk, call.post),
            sources=[State.ACCEPTED],
            is_for=judging.may_judge,
            whose=JUDGED,
            done=_("已锁定。"),
        ),
        Action(
            key="remind",
            label=_("催报"),
            icon="bell",
            service=lambda call: judging.remind(call.pk, call.post),
            sources=OPEN,
            is_for=is_of_unit_above,
            whose=_("由上一级单位催报。"),
            many=True,
            done=_("已提醒；同一天只提醒一次。"),
        ),
        Action(
            key="put-off",
            label=_("改上报期限"),
            service=lambda call: issuing.put_off(call.row, call.data["due_on"]),
            fields=("due_on",),
            sources=OPEN,
            is_for=is_of_unit_above,
            whose=_("由上一级单位更改。"),
        ),
    )

    def state_of(self, row: Any) -> tuple[str, Any]:
        return LATE if row.is_overdue else choice_of(row)

    def title_of(self, row: Any) -> str:
        """With whose it is: a list shows one form of many units."""
        return f"{row.region.name} {row}"

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the table as Excel, and beside last year's."""
        acts = super().acts(row, post, panel)
        if panel or row.filled_on is None:
            return acts
        return [
            *acts,
            Button(_("导出 Excel"), ROOM.url("filing-workbook", row.pk), "download"),
            Button(_("与上年比较"), ROOM.url("filing-compared", row.pk), "chart-bar"),
        ]

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """Its grid, over the whole width."""
        return {"row": row, "grid": grid_of(row), "notes": row.form.notes}

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """What checks say, the figures that were corrected, and the returns of the units below."""
        return [*_checks(row), *_corrections(row), *_units(row)]


def _checks(row: Filing) -> list[Panel]:
    if row.filled_on is None:
        return []
    verdict = judging.verdict_of(row)
    items = [ListItem(words, tone="overdue", state=gettext("不成立")) for words in verdict.hard]
    items += [ListItem(words, tone="issued", state=gettext("需说明")) for words in verdict.soft]
    return [Panel(gettext("审核关系"), items, gettext("全部成立。"))]


def _corrections(row: Filing) -> list[Panel]:
    layout = row.form
    cells = [c for c in row.cells.select_related("by__user") if c.is_corrected]
    items = [
        ListItem(
            gettext("%(what)s：%(counted)s 改为 %(reported)s")
            % {
                "what": layout.name_of((cell.line, cell.column)),
                "counted": cell.counted_words,
                "reported": cell.reported_words,
            },
            "",
            " · ".join(filter(None, (cell.reason, cell.by.user.name if cell.by else ""))),
        )
        for cell in cells
    ]
    return [Panel(gettext("更正的数"), items, "")] if items else []


def _units(row: Filing) -> list[Panel]:
    units = filling.below(row)
    items = [
        ListItem(one.region.name, one.get_absolute_url(), "", *FILINGS.state_of(one))
        for one in sorted((*units.settled, *units.missing), key=lambda one: one.region_id)
    ]
    return [Panel(gettext("下级报表"), items, "")] if items else []


FILINGS = FilingRegister()

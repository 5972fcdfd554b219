"""Registers of appraisal (考核): periods, the sheets of each, what people who were served say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.commissioners import forms
from zulian.commissioners.models import Appraisal, Commissioner, Opinion, Period
from zulian.commissioners.room import ROOM
from zulian.commissioners.services import appraisal as services
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem, Panel
from zulian.people.tables import name_filter
from zulian.registers.actions import Action, Add
from zulian.registers.filters import EmptyFilter, parent_filter
from zulian.registers.register import Register
from zulian.registers.shown import Shown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

State = Period.State
FACTS = {
    "logs": _("工作记录"),
    "visits": _("入户走访"),
    "people": _("服务人数"),
    "days": _("有记录的天数"),
    "needs": _("发现需求"),
    "met": _("办结需求"),
}


class PeriodRegister(Register):
    """Periods of appraisal: one's own and those of divisions above."""

    model = Period
    room, tab, permission = ROOM, "appraisal", "commissioner"
    key, prefix, title = "period", "appraisals/periods/", _("专职委员考核")
    intro = _("自评、乡镇评分、服务对象评价按权重合成，优秀有名额，结果与补贴系数挂钩。")
    related = ("region",)
    columns = ("name", "region", "first", "last", "state", "settled_on")
    facts = (Shown("region__organisation", _("组织单位")), "first", "last", "settled_on")
    panels = (Appraisal,)
    links = ((_("考核表"), "appraisal-list", "clipboard-list"),)
    actions = (
        Add(
            label=_("开展考核"),
            service=lambda call: services.begin(call.post, **call.data),
            fields=("name", "first", "last"),
            permission="commissioner.appraise",
            starts=lambda row: {"last": today()},
            intro=_("本级管辖范围内现在在岗的专职委员每人一份考核表。"),
            button=_("开展"),
            done=_("已生成考核表。"),
        ),
        Action(
            key="settle",
            label=_("定等次"),
            icon="check",
            service=lambda call: services.settle(call.pk, call.post),
            permission="commissioner.appraise",
            is_for=lambda post, row: post.region_id == row.region_id,
            whose=_("由组织考核的残联定等次。"),
            sources=[State.OPEN],
            main=True,
            done=_("已定等次，补贴系数从下次核定起执行。"),
        ),
    )


def is_own(post: Post, row: Appraisal) -> bool:
    """Whether a sheet is that of who acts."""
    return bool(row.commissioner.account_id == post.pk)


def is_running(row: Appraisal) -> bool:
    """Whether marks can still be given."""
    return bool(row.period.state == State.OPEN)


def may_appeal(row: Appraisal) -> bool:
    """Whether an appeal can be made: once, while the time for it runs."""
    due = services.appeal_due(row)
    return not row.appeal and due is not None and due >= today()


class AppraisalRegister(Register):
    """Sheets, one for each commissioner of a period: three sides, facts, the grade, an appeal."""

    model = Appraisal
    room, tab, permission = ROOM, "appraisal", "commissioner"
    key, prefix, title = "appraisal", "appraisals/", _("考核表")
    parent, state, empty = "period", "grade", _("没有考核记录。")
    related = ("commissioner__person", "commissioner__account", "region", "period")
    columns = (
        Shown("commissioner__person__name", _("姓名")),
        *("region", "period", "own", "town", "served", "total", "grade", "factor"),
    )
    filters = (
        name_filter("commissioner__person"),
        "grade",
        EmptyFilter("town", _("待乡镇评分")),
        parent_filter("commissioner"),
    )
    facts = (
        Shown("region__organisation", _("单位")),
        "total",
        Shown("factor", value=lambda row: row.factor if row.grade else ""),
        *("appeal", "appealed_on", "reply", "replied_on"),
    )
    beside = (Opinion,)
    actions = (
        Action(
            key="own",
            label=_("填写自评"),
            title=_("自评"),
            service=lambda call: services.rate_oneself(call.pk, call.post, **call.data),
            form=forms.OwnForm,
            permission="log.write",
            is_for=is_own,
            whose=_("自评由专职委员本人填写。"),
            is_open_for=is_running,
            main=True,
        ),
        Action(
            key="rate",
            label=_("乡镇评分"),
            service=lambda call: services.rate(call.pk, call.post, **call.data),
            form=forms.RateOtherForm,
            is_for=services.may_judge,
            whose=services.NOT_ONESELF,
            is_open_for=is_running,
            main=True,
        ),
        Action(
            key="hear",
            label=_("登记服务对象评价"),
            icon="plus",
            service=lambda call: services.hear(call.pk, call.post, **call.data),
            form=forms.OpinionForm,
            is_for=services.may_judge,
            whose=services.NOT_ONESELF,
            is_open_for=is_running,
            intro=_("由乡镇电话或上门询问工作日志里的服务对象。"),
            panel="opinion",
            button=_("登记"),
            done=_("已登记。"),
        ),
        Action(
            key="appeal",
            label=_("提出申诉"),
            service=lambda call: services.appeal(call.pk, call.post, call.data["appeal"]),
            fields=("appeal",),
            required=("appeal",),
            permission="log.write",
            is_for=is_own,
            whose=_("申诉由专职委员本人提出。"),
            is_open_for=may_appeal,
            button=_("提出"),
            done=_("已提出，等待答复。"),
        ),
        Action(
            key="decide",
            label=_("答复申诉"),
            service=lambda call: services.decide(call.pk, call.post, **call.data),
            fields=("grade", "reply"),
            required=("grade", "reply"),
            permission="commissioner.appraise",
            is_for=lambda post, row: post.region_id == row.period.region_id,
            whose=_("由组织考核的残联答复。"),
            is_open_for=lambda row: bool(row.appeal) and not row.reply,
            intro=lambda row: row.appeal,
            main=True,
            button=_("答复"),
            done=_("已答复。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        return str(row.commissioner.person.name)

    def state_of(self, row: Any) -> tuple[str, Any] | None:
        return super().state_of(row) if row.grade else None

    def fact_list(self, row: Any) -> list[tuple[StrOrPromise, Any]]:
        """Beside its own facts: what the registers say of the work, as it was counted when the period was settled or as it is."""
        facts = row.facts or services.facts_of(row.period).get(row.commissioner_id, {})
        return [
            *super().fact_list(row),
            *((label, facts.get(name, 0)) for name, label in FACTS.items()),
        ]

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """What each side says."""
        weights = services.figures(row.period.settled_on or today())["weights"]
        sides = [
            ListItem(
                gettext("自评（%(n)s%%）") % {"n": weights["own"]},
                "",
                _said(row.own, row.own_text, row.own_items),
            ),
            ListItem(
                gettext("乡镇评分（%(n)s%%）") % {"n": weights["town"]},
                "",
                _said(row.town, row.town_note, row.town_items),
            ),
            ListItem(
                gettext("服务对象（%(n)s%%）") % {"n": weights["served"]}, "", _said(row.served)
            ),
        ]
        return [Panel(_("三方评分"), sides, "")]

    def item(self, row: Any, post: Post) -> ListItem:
        return self._line(row, row.commissioner.person.name, row.region.organisation)

    def item_on(self, parent: Any, row: Any, post: Post) -> ListItem:
        return (
            self._line(row, row.period.name)
            if isinstance(parent, Commissioner)
            else self.item(row, post)
        )

    def _line(self, row: Appraisal, text: str, more: str = "") -> ListItem:
        total = "" if row.total is None else gettext("%(n)s 分") % {"n": row.total}
        words = " · ".join(filter(None, (more, total)))
        return ListItem(text, row.get_absolute_url(), words, *(self.state_of(row) or ("", "")))


def _said(mark: Any, words: str = "", items: Any = ()) -> str:
    """A mark, in words, and item by item."""
    parts = (
        "—" if mark is None else str(mark),
        words,
        *(f"{name} {points}" for name, points in items),
    )
    return " · ".join(filter(None, parts))


class OpinionRegister(Register):
    """What people who were served say (服务对象评价)."""

    model = Opinion
    room, tab, permission = ROOM, "appraisal", "commissioner"
    key, prefix, has_list = "opinion", "opinions/", False
    parent, has_page, empty = "appraisal", False, _("还没有登记评价。")
    related = ("person",)

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(row.person.name, "", f"{row.get_mark_display()} {row.note}".strip())


PERIODS = PeriodRegister()
APPRAISALS = AppraisalRegister()
OPINIONS = OpinionRegister()

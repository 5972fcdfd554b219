"""Registers of positions (岗位) and of archives (电子档案): who holds or held a position, contracts, what else an archive says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import django_filters
from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.commissioners import forms
from zulian.commissioners.models import (
    Appraisal,
    Attendance,
    Commissioner,
    Contract,
    Log,
    Payment,
    Position,
    Record,
    Tenure,
)
from zulian.commissioners.models.pay import LEVELS
from zulian.commissioners.room import ROOM
from zulian.commissioners.services import archive as services
from zulian.commissioners.services.training import enough, hours_of
from zulian.foundation.audit import record
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.forms import person_in
from zulian.people.models import Person
from zulian.people.shown import person_link, photo_card, tie_words
from zulian.people.tables import name_filter
from zulian.regions.filters import UnitFilter
from zulian.registers.actions import Action, Add, Call
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown

LEVEL = django_filters.ChoiceFilter(
    field_name="region__level", label=_("层级"), choices=LEVELS, empty_label=ALL
)


def not_met(name: str, label: Any, condition: Callable[[date], Q]) -> django_filters.BooleanFilter:
    """The filter of archives by what should hold today: yes for those of which it does not."""

    def narrowed(rows: Any, name: str, value: bool) -> Any:
        return rows.exclude(condition(today())) if value else rows.filter(condition(today()))

    return django_filters.BooleanFilter(name, label=label, method=narrowed)


# Positions


def by_vacancy(rows: Any, name: str, value: bool) -> Any:
    """Positions in use that nobody holds, or the others in use."""
    return rows.vacant() if value else rows.in_use().exclude(pk__in=rows.vacant().values("pk"))


def holding(row: Position) -> Tenure | None:
    """Who holds a position now."""
    return next((tenure for tenure in row.tenures.all() if tenure.ended_on is None), None)


def holder_cell(row: Position) -> Any:
    """The name of who holds a position, marked where nobody does."""
    tenure = holding(row)
    return tenure.commissioner.person.name if tenure else badge("overdue", _("空缺"))


def is_free(row: Position) -> bool:
    """Whether a position can be taken or abolished: it is in use, and nobody holds it."""
    return row.abolished_on is None and holding(row) is None


def appoint(call: Call) -> Commissioner:
    """Put a person into the position, who is registered first where they are not."""
    names = ("tie", "how", "since", "until", "education")
    terms = services.Terms(**{name: call.data[name] for name in names})
    return services.appoint(call.pk, person_in(call.data), terms)


class PositionRegister(Register):
    """Positions of townships and villages."""

    model = Position
    room, tab, permission = ROOM, "positions", "commissioner"
    key, prefix = "position", "positions/"
    intro = _("乡镇（街道）、村（社区）按编配标准设岗；空缺的用红字标出。")
    columns = (
        "region",
        "number",
        Shown("holder", _("任职人"), holder_cell),
        "since",
        "abolished_on",
    )
    filters = (
        UnitFilter("region__name", label=_("单位名称")),
        LEVEL,
        django_filters.BooleanFilter("vacant", label=_("空缺"), method=by_vacancy),
    )
    facts = (Shown("region__organisation", _("单位")), "number", "since", "abolished_on")
    panels = (Tenure,)
    actions = (
        Add(
            label=_("增设岗位"),
            service=lambda call: services.add_position(call.data["region"]),
            fields=("region",),
            button=_("增设"),
            done=_("已增设。"),
        ),
        Action(
            key="appoint",
            label=_("聘任"),
            title=_("聘任专职委员"),
            icon="plus",
            service=appoint,
            form=forms.AppointForm,
            intro=str,
            is_open_for=is_free,
            main=True,
            button=_("聘任"),
            done=_("已聘任，请补充档案并关联系统账号。"),
            leads_to=lambda commissioner: str(commissioner.get_absolute_url()),
        ),
        Action(
            key="abolish",
            label=_("撤岗"),
            icon="x",
            service=lambda call: services.abolish(call.pk),
            is_open_for=is_free,
            many=True,
            done=_("已撤岗。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().prefetch_related("tenures__commissioner__person")

    def state_of(self, row: Any) -> tuple[str, Any]:
        if row.abolished_on:
            return "dropped", _("已撤岗")
        return ("closed", _("在岗")) if holding(row) else ("overdue", _("空缺"))


class TenureRegister(Register):
    """Who held which post, on the page of the post and in the archive."""

    model = Tenure
    room, tab, permission = ROOM, "positions", "commissioner"
    key, prefix, has_list = "tenure", "tenures/", False
    parent, has_page, empty = "position", False, _("还没有人任职。")
    related = ("commissioner__person", "region", "position__region")
    columns = (
        Shown("commissioner__person__name", _("姓名"), leads="commissioner"),
        *("region", "how", "since", "ended_on"),
    )

    def item(self, row: Any, post: Post) -> ListItem:
        return self._line(row, row.commissioner.person.name, row.commissioner)

    def item_on(self, parent: Any, row: Any, post: Post) -> ListItem:
        is_archive = isinstance(parent, Commissioner)
        return (
            self._line(row, str(row.position), row.position) if is_archive else self.item(row, post)
        )

    def _line(self, row: Tenure, text: str, to: Any) -> ListItem:
        """From when to when, why it ended, how it began, what was handed over."""
        until = f"{row.ended_on} {row.get_ended_why_display()}" if row.ended_on else gettext("至今")
        handover = gettext("交接：%(words)s") % {"words": row.handover} if row.handover else ""
        words = (f"{row.since} — {until}", row.get_how_display(), handover)
        return ListItem(text, to.get_absolute_url(), " · ".join(filter(None, words)))


# The archive


def is_serving(row: Commissioner) -> bool:
    """Whether somebody is a commissioner now."""
    return row.status == Commissioner.Status.SERVING


def account_words(row: Commissioner) -> str:
    """The post in this system."""
    return f"{row.account.user.name} {row.account}" if row.account else ""


def owed_words(row: Commissioner) -> str:
    """What should have been paid by now and was not."""
    sums = row.payments.order_by().arrears(today()).aggregate(due=Sum("due"), paid=Sum("paid"))
    owed = (sums["due"] or 0) - (sums["paid"] or 0)
    return gettext("%(n)s 元") % {"n": owed} if owed else ""


def leave(call: Call) -> Commissioner:
    """Let the commissioner leave the position."""
    data = call.data
    return services.leave(
        call.pk, services.Leaving(data["ended_on"], data["ended_why"], data["handover"])
    )


class CommissionerRegister(Register):
    """Archives of commissioners, one for each."""

    model = Commissioner
    room, tab, permission = ROOM, "archive", "commissioner"
    key, title, ledger, state = "commissioner", _("专职委员档案"), "commissioners", "status"
    intro = _("每人一份电子档案：任职、协议、补贴、保险、考核、培训、奖惩和工作日志。")
    related = ("account__user", "account__region")
    columns = (
        "person__name",
        "person__birth",
        "tie",
        "education",
        "region",
        "status",
        "verified_on",
        "last_log_on",
    )
    filters = (
        name_filter(),
        "status",
        LEVEL,
        "tie",
        not_met("lacking", _("档案不全"), services.complete),
        not_met("stale", _("待核实"), services.fresh),
        not_met("short", _("本年学时不足"), enough),
    )
    search = ("person__name",)
    facts = (
        Shown("region__organisation", _("任职单位")),
        Shown("verified_on", value=lambda row: row.verified_on or _("尚未核实")),
        *("person__sex", "person__birth", "person__ethnicity"),
        Shown("tie", value=tie_words),
        *("education", "skills", "party"),
        Shown("pension", _("社会保险"), lambda row: " ".join(row.insurances)),
        Shown("account", value=account_words),
        Shown("payments", _("欠发补贴"), owed_words),
        Shown("attendances", _("本年学时"), lambda row: hours_of(row, today().year)),
        Shown("person__masked_id", _("人员档案"), person_link),
    )
    panels = (Tenure, Log, Record)
    beside = (Contract, Payment, Appraisal, Attendance)
    actions = (
        Action(
            key="verify",
            label=_("核实无误"),
            icon="check",
            service=lambda call: services.verify(call.pk),
            main=True,
            done=_("已记下今天核实无误。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改档案"),
            service=lambda call: services.change(call.pk, call.data),
            form=forms.ChangeForm,
        ),
        Action(
            key="transfer",
            label=_("调整岗位"),
            icon="arrows-exchange",
            service=lambda call: services.transfer(
                call.pk, call.data["position"].pk, call.data["ended_on"], call.data["handover"]
            ),
            form=forms.TransferForm,
            is_open_for=is_serving,
            button=_("调整"),
            done=_("已调整。"),
        ),
        Action(
            key="leave",
            label=_("办理离任"),
            icon="logout",
            service=leave,
            form=forms.LeaveForm,
            starts=lambda row: {"ended_on": today()},
            is_open_for=is_serving,
            button=_("办理离任"),
            done=_("已办理离任，岗位空缺。系统账号请由系统管理员停用。"),
        ),
        Action(
            key="contract",
            label=_("续签"),
            title=_("签订聘用协议"),
            icon="plus",
            service=lambda call: services.renew(call.pk, **call.data),
            model=Contract,
            fields=("number", "since", "until"),
            starts=lambda row: {"since": today()},
            is_open_for=is_serving,
            panel="contract",
            done=_("已登记。"),
        ),
        Action(
            key="record",
            label=_("添加"),
            title=_("添加档案记录"),
            icon="plus",
            service=lambda call: services.add_record(call.pk, **call.data),
            model=Record,
            fields=("kind", "on", "text"),
            panel="record",
            button=_("添加"),
            done=_("已添加。"),
        ),
    )

    def opened(self, row: Any) -> None:
        record("commissioner.read", row)

    def title_of(self, row: Any) -> str:
        return str(row.person.name)

    def found_by(self, words: str) -> QuerySet[Any]:
        with scope(EVERYTHING):
            people = Person.objects.called(words)
        return self.rows().filter(person__in=people)

    def list_acts(self, post: Post) -> list[Button]:
        """Who is appointed gets an archive: the way to the vacant positions."""
        if not post.may("commissioner.write"):
            return []
        return [
            Button(
                _("聘任到空缺岗位"), f"{ROOM.url('position-list')}?vacant=true", "plus", main=True
            )
        ]

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the archive as a form."""
        acts = super().acts(row, post, panel)
        return (
            acts if panel else [*acts, Button(_("档案表"), self.url("paper", row.pk), "file-text")]
        )

    def alert(self, post: Post, row: Any) -> str:
        """What the archive lacks."""
        lacks = services.missing_of([row.pk], today())[row.pk] if is_serving(row) else []
        return gettext("档案还缺：%(names)s") % {"names": "、".join(lacks)} if lacks else ""

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        return [photo_card(row)] if row.person.photo_id and post.may("person.photo") else []


class OfCommissioner(Register):
    """Lines of an archive."""

    room, tab, permission = ROOM, "archive", "commissioner"
    parent, has_page, has_list = "commissioner", False, False
    related = ("commissioner__person",)


class ContractRegister(OfCommissioner):
    """Contracts of engagement (聘用协议)."""

    model = Contract
    key, prefix, empty = "contract", "contracts/", _("没有协议。")

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(str(row), "", row.number)


class RecordRegister(OfCommissioner):
    """Work before, awards, incentives, penalties (奖惩和经历)."""

    model = Record
    key, prefix, title, empty = "record", "records/", _("奖惩和经历"), _("没有记录。")

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(f"{row.on} · {row.get_kind_display()}", "", row.text)


POSITIONS = PositionRegister()
TENURES = TenureRegister()
COMMISSIONERS = CommissionerRegister()
CONTRACTS = ContractRegister()
RECORDS = RecordRegister()

"""Registers of allowances (补贴): the standards, months due and paid."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, F, QuerySet, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.commissioners import forms
from zulian.commissioners.models import Payment, Rate
from zulian.commissioners.room import ROOM
from zulian.commissioners.services import pay as services
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem
from zulian.people.tables import name_filter
from zulian.registers.actions import Action, Add
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown


class RateRegister(Register):
    """Standards of pay, by level and division: one's own and those of divisions above."""

    model = Rate
    room, tab, permission = ROOM, "pay", "commissioner"
    key, prefix, has_page = "rate", "pay/rates/", False
    intro = _("按岗位层级和地区登记；本地没有登记的，适用上级的标准。")
    related = ("region",)
    columns = ("region", "level", "monthly", "since", "basis")
    actions = (
        Add(
            label=_("登记标准"),
            title=_("登记补贴标准"),
            service=lambda call: services.set_rate(call.post, **call.data),
            fields=("level", "monthly", "since", "basis"),
            permission="commissioner.rate",
            button=_("登记"),
            done=_("已登记。"),
        ),
    )


# So many months can be asked for.
MONTHS = 36


def months_asked() -> list[tuple[str, str]]:
    """The months that can be asked for, this one first."""
    return [(f"{m:%Y-%m}", f"{m:%Y-%m}") for m in reversed(services.months_back(today(), MONTHS))]


def by_month(rows: Any, name: str, value: str) -> Any:
    """Payments of a month written like 2026-03."""
    year, _dash, month = value.partition("-")
    return rows.filter(month__year=int(year), month__month=int(month))


def by_arrears(rows: Any, name: str, value: bool) -> Any:
    """Payments that are late, or the others."""
    late = rows.arrears(today())
    return late if value else rows.exclude(pk__in=late.values("pk"))


def month_words(row: Payment) -> str:
    """The month of a payment."""
    return f"{row.month:%Y-%m}"


def due_words(row: Payment) -> str:
    """The commissioner, the month and the amount due of a payment, in words."""
    facts = {"name": row.commissioner, "month": month_words(row), "due": row.due}
    return gettext("%(name)s %(month)s，应发 %(due)s 元") % facts


class PaymentRegister(Register):
    """Months of commissioners, reckoned and paid."""

    model = Payment
    room, tab, permission = ROOM, "pay", "commissioner"
    key, prefix, title, ledger = "payment", "pay/", _("补贴发放"), "payments"
    intro = _("应发按标准和在岗天数核定；县（区）残联登记发放和凭证，欠发的用红字标出。")
    parent, has_page, panel_rows, empty = "commissioner", False, 4, _("还没有核定补贴。")
    columns = (
        Shown("month", value=month_words),
        Shown("commissioner__person__name", _("姓名"), leads="commissioner"),
        *("region", "due", "paid"),
        Shown(
            "owed",
            _("欠发（元）"),
            lambda row: badge("overdue", row.owed) if row.owed else "—",
            is_figure=True,
        ),
        *("paid_on", "proof"),
    )
    filters = (
        name_filter("commissioner__person"),
        django_filters.ChoiceFilter(
            field_name="month",
            label=_("月份"),
            choices=months_asked,
            empty_label=ALL,
            method=by_month,
        ),
        django_filters.BooleanFilter("arrears", label=_("欠发"), method=by_arrears),
    )
    links = (
        (_("欠发统计"), "arrears", "alert-triangle"),
        (_("补贴标准"), "rate-list", "clipboard-list"),
    )
    actions = (
        Add(
            label=_("核定应发"),
            title=_("核定应发补贴"),
            icon="refresh",
            service=lambda call: services.reckon(call.post.region, call.data["month"]),
            form=forms.MonthForm,
            permission="commissioner.pay",
            intro=_("按任职天数和补贴标准计算；已经核定过的人不变。"),
            button=_("核定"),
            done=lambda n: gettext("新增 %(n)d 人的应发补贴。") % {"n": n},
            leads_to=lambda n: ROOM.url("payment-list"),
        ),
        Action(
            key="pay",
            label=_("登记发放"),
            icon="check",
            service=lambda call: services.pay([call.pk], call.post, **call.data),
            form=forms.PayForm,
            permission="commissioner.pay",
            intro=due_words,
            is_open_for=lambda row: bool(row.owed),
            many=True,
            button=_("登记发放"),
        ),
        Action(
            key="correct",
            label=_("更正"),
            title=_("更正发放"),
            service=lambda call: services.correct(call.pk, call.post, **call.data),
            fields=("paid", "paid_on", "proof"),
            permission="commissioner.pay",
            is_for=lambda post, row: post.region_id != row.region_id,
            whose=_("由县（区）残联登记。"),
            starts=lambda row: {"paid_on": row.paid_on or today()},
            intro=due_words,
            done=_("已更正。"),
        ),
    )

    def list_rows(self) -> QuerySet[Any]:
        """What is owed comes first: it is what one opens the list for."""
        is_paid = Case(When(paid__lt=F("due"), then=0), default=1)
        rows: QuerySet[Any] = self.rows().annotate(is_paid=is_paid)
        return rows.order_by("is_paid", "-month", "region_id", "pk")

    def title_of(self, row: Any) -> str:
        return f"{month_words(row)} {row.commissioner.person.name}"

    def item(self, row: Any, post: Post) -> ListItem:
        sums = gettext("应发 %(due)s，实发 %(paid)s") % {"due": row.due, "paid": row.paid}
        return ListItem(month_words(row), "", sums, acts=self.acts(row, post))


RATES = RateRegister()
PAYMENTS = PaymentRegister()

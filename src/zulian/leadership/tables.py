"""Lists of the leadership room."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.leadership import proofs
from zulian.leadership.models import Office, Term
from zulian.people.tables import called
from zulian.regions.filters import LEVELS


class OfficeTable(tables.Table):
    """Posts and who holds them."""

    title = tables.LinkColumn("leadership:office", args=[tables.A("pk")], verbose_name=_("职务"), orderable=False)
    holder = tables.Column(verbose_name=_("现任"), orderable=False, empty_values=())
    until = tables.Column(verbose_name=_("届满日期"), orderable=False, empty_values=())
    for_disabled = tables.BooleanColumn(yesno="✔,—", verbose_name=_("应由残疾人或亲属担任"))
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("单位"))

    class Meta:
        model = Office
        fields = ("title", "body", "holder", "until", "for_disabled", "region")

    def render_holder(self, record: Office) -> Any:
        term = holder_of(record)
        if term is None:
            return badge("issued", _("空缺"))
        if not proofs.is_whole(term, today()):
            return badge("returned", _("%(name)s（缺任职依据）") % {"name": term.person.name})
        return f"{term.person.name}（{term.get_tie_display()}）"

    def value_holder(self, record: Office) -> str:
        term = holder_of(record)
        return str(_("空缺")) if term is None else term.person.name

    def render_until(self, record: Office) -> Any:
        term = holder_of(record)
        if term is None:
            return "—"
        return badge("returned", term.until) if term.is_running_out else term.until

    def value_until(self, record: Office) -> Any:
        term = holder_of(record)
        return term.until if term else ""


def holder_of(office: Office) -> Term | None:
    """The term under way; `terms` is prefetched by the list."""
    return next((t for t in office.terms.all() if t.ended_on is None), None)


class OfficeFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("范围"), method="by_state", empty_label=_("全部职务"),
        choices=[("vacant", _("空缺")), ("ending", _("一年内届满")), ("disabled", _("应由残疾人或亲属担任"))],
    )  # fmt: skip
    level = django_filters.ChoiceFilter(
        label=_("层级"), field_name="region__level", choices=LEVELS, empty_label=_("全部")
    )

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "vacant":
            return rows.filter(pk__in=Office.objects.vacant(today()).values("pk"))
        if value == "ending":
            days = policy("leadership/posts", today())["warn_days"]
            return rows.filter(pk__in=Term.objects.ending(today(), days).values("office_id"))
        return rows.filter(for_disabled=True)


class TermTable(tables.Table):
    """Who held which post from when to when."""

    person = tables.Column(accessor="person__name", verbose_name=_("姓名"))
    office = tables.LinkColumn(
        "leadership:office",
        args=[tables.A("office_id")],
        accessor="office__title",
        verbose_name=_("职务"),
        orderable=False,
    )
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("单位"))

    class Meta:
        model = Term
        fields = ("person", "office", "tie", "how", "since", "until", "ended_on", "ended_why", "region")


class TermFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    now = django_filters.ChoiceFilter(
        label=_("范围"), method="by_now", choices=[("now", _("现任")), ("past", _("历任"))], empty_label=_("全部")
    )
    how = django_filters.ChoiceFilter(label=_("产生方式"), choices=Term.How.choices, empty_label=_("全部"))

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "person")

    def by_now(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(ended_on__isnull=value == "now")

"""Lists of the room of social organisations."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.foundation.addresses import IdFilter
from zulian.foundation.cells import badge
from zulian.social.models import (
    AnnualInspection,
    Bid,
    Contract,
    Milestone,
    Organisation,
    Purchase,
    Served,
    Step,
    Support,
)
from zulian.social.services.organisations import path

ALL = _("全部")
TONES = {
    "found": "issued",
    "incubating": "reported",
    "registered": "closed",
    "ended": "dropped",
    "draft": "issued",
    "called": "reported",
    "judging": "reported",
    "decided": "signed",
    "contracted": "closed",
    "stopped": "dropped",
    "due": "issued",
    "delivered": "reported",
    "accepted": "signed",
    "paid": "closed",
}


class Stated(tables.Table):
    """A list whose rows have a state."""

    def render_state(self, record: Any) -> SafeString:
        return badge(TONES[record.state], record.get_state_display())

    def value_state(self, record: Any) -> str:
        return str(record.get_state_display())


def link(name: str, accessor: str, words: Any, key: str = "pk") -> tables.Column:
    """A column that leads to a row's page."""
    return tables.LinkColumn(f"social:{name}", args=[tables.A(key)], accessor=accessor, verbose_name=words)


def place(words: Any = None) -> tables.Column:
    """The column of the division."""
    return tables.Column(accessor="region__name", order_by="region_id", verbose_name=words or _("所在地区"))


def whose() -> tables.Column:
    """The column of the organisation."""
    return link("organisation", "organisation__name", _("组织"), "organisation_id")


class OrganisationTable(Stated):
    name = link("organisation", "name", _("名称"))
    region = place()

    class Meta:
        model = Organisation
        fields = ("name", "region", "kind", "nature", "credit_code", "capacity", "inspected_year", "state")


class OrganisationFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("名称"), field_name="name", lookup_expr="contains")
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=Organisation.Kind.choices, empty_label=ALL)
    nature = django_filters.ChoiceFilter(label=_("性质"), choices=Organisation.Nature.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("登记状态"), choices=Organisation.State.choices, empty_label=ALL)


class StepTable(tables.Table):
    organisation = whose()

    class Meta:
        model = Step
        fields = ("organisation", "key", "done_on", "note")

    def render_key(self, value: str) -> str:
        return next((words for key, words, _needed in path() if key == value), value)


class InspectionTable(tables.Table):
    organisation = whose()

    class Meta:
        model = AnnualInspection
        fields = ("year", "organisation", "on", "result", "note")


class SupportTable(tables.Table):
    organisation = whose()

    class Meta:
        model = Support
        fields = ("on", "organisation", "kind", "amount", "text")


class PurchaseTable(Stated):
    title = link("purchase", "title", _("项目名称"))
    region = place(_("购买单位"))

    class Meta:
        model = Purchase
        fields = ("title", "region", "people", "budget", "called_on", "closes_on", "decided_on", "state")


class PurchaseFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("项目名称"), field_name="title", lookup_expr="contains")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=Purchase.State.choices, empty_label=ALL)


class BidTable(tables.Table):
    """Offers of calls that are over: before that nobody sees them."""

    purchase = link("purchase", "purchase__title", _("项目"), "purchase_id")
    organisation = whose()

    class Meta:
        model = Bid
        fields = ("purchase", "organisation", "price", "at", "score", "place")


class ContractTable(tables.Table):
    number = link("contract", "number", _("合同编号"))
    purchase = tables.Column(accessor="purchase__title", verbose_name=_("项目"))
    organisation = whose()

    class Meta:
        model = Contract
        fields = (
            "number",
            "purchase",
            "organisation",
            "amount",
            "people",
            "served",
            "signed_on",
            "until",
            "fulfilled_on",
        )


class ContractFilter(django_filters.FilterSet):
    running = django_filters.BooleanFilter(label=_("履约中"), field_name="fulfilled_on", lookup_expr="isnull")
    organisation = IdFilter(field_name="organisation_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.form.fields["organisation"]
        field.widget = field.hidden_widget()


class MilestoneTable(Stated):
    contract = link("contract", "contract__number", _("合同编号"), "contract_id")

    class Meta:
        model = Milestone
        fields = ("contract", "words", "due_on", "amount", "accepted_on", "paid_on", "state")


class ServedTable(tables.Table):
    contract = link("contract", "contract__number", _("合同编号"), "contract_id")
    person = tables.Column(accessor="person__masked_name", order_by="person__name", verbose_name=_("服务对象"))

    class Meta:
        model = Served
        fields = ("contract", "person", "on", "mark", "words")

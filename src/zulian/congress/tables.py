"""Lists of the congress room."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.congress.models import Congress, CongressState, Delegate, DelegateState, Step, StepState
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.leadership.models import Tie
from zulian.people.tables import called
from zulian.regions.filters import LEVELS

TONES = {"preparing": "signed", "held": "reported", "filed": "closed", "exempt": "dropped"}
STEP_TONES = {"todo": "issued", "submitted": "reported", "returned": "returned", "done": "closed"}
DELEGATE_TONES = {
    "proposed": "issued",
    "qualified": "signed",
    "elected": "closed",
    "rejected": "dropped",
    "withdrawn": "dropped",
}


def congress_badge(congress: Congress) -> SafeString:
    """The state of a congress; being late outweighs it."""
    if congress.is_late:
        return badge("overdue", f"{_('逾期')}·{congress.get_state_display()}")
    return badge(TONES[congress.state], congress.get_state_display())


def step_badge(step: Step) -> SafeString:
    """The state of a step; being late outweighs it."""
    if step.is_late:
        return badge("overdue", f"{_('逾期')}·{step.get_state_display()}")
    return badge(STEP_TONES[step.state], step.get_state_display())


class CongressTable(tables.Table):
    """Congresses of all rounds and of the time before."""

    region = tables.LinkColumn(
        "congress:congress",
        args=[tables.A("pk")],
        accessor="region__organisation",
        order_by="region_id",
        verbose_name=_("单位"),
    )
    name = tables.Column(verbose_name=_("届次"), order_by="ordinal")
    state = tables.Column(verbose_name=_("状态"))
    composition_met = tables.BooleanColumn(yesno="✔,—", verbose_name=_("构成达标"))

    class Meta:
        model = Congress
        fields = ("region", "name", "state", "due", "day", "held_on", "size", "attended", "composition_met")

    def render_state(self, record: Congress) -> SafeString:
        return congress_badge(record)

    def value_state(self, record: Congress) -> str:
        return str(record.get_state_display())


class CongressFilter(django_filters.FilterSet):
    level = django_filters.ChoiceFilter(
        label=_("层级"), field_name="region__level", choices=LEVELS, empty_label=_("全部")
    )
    ordinal = django_filters.NumberFilter(label=_("第几次"), min_value=1, max_value=99)
    state = django_filters.ChoiceFilter(
        label=_("状态"),
        choices=[*CongressState.choices, ("late", _("逾期未召开"))],
        method="by_state",
        empty_label=_("全部"),
    )

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        if value == "late":
            return rows.filter(state=CongressState.PREPARING, due__lt=today())
        return rows.filter(state=value)


class StepTable(tables.Table):
    """Steps of all congresses in view."""

    name = tables.LinkColumn("congress:step", args=[tables.A("pk")], verbose_name=_("步骤"))
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))
    owner = tables.Column(accessor="owner__user__name", verbose_name=_("负责人"))
    state = tables.Column(verbose_name=_("状态"))

    class Meta:
        model = Step
        fields = ("name", "region", "due", "state", "owner", "done_on", "note")

    def render_state(self, record: Step) -> SafeString:
        return step_badge(record)

    def value_state(self, record: Step) -> str:
        return str(record.get_state_display())


class StepFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=[*StepState.choices, ("late", _("逾期"))], method="by_state", empty_label=_("全部")
    )
    level = django_filters.ChoiceFilter(
        label=_("层级"), field_name="region__level", choices=LEVELS, empty_label=_("全部")
    )

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.open().filter(due__lt=today()) if value == "late" else rows.filter(state=value)


class DelegateTable(tables.Table):
    """The list of delegates and the names at hand."""

    person = tables.LinkColumn(
        "congress:delegate", args=[tables.A("pk")], accessor="person__name", verbose_name=_("姓名")
    )
    sex = tables.Column(accessor="person__sex", verbose_name=_("性别"))
    ethnicity = tables.Column(accessor="person__ethnicity", verbose_name=_("民族"))
    unit = tables.Column(accessor="unit__name", order_by="unit_id", verbose_name=_("选举单位"))
    state = tables.Column(verbose_name=_("状态"))
    party = tables.BooleanColumn(yesno="✔,—", verbose_name=_("中共党员"))
    grassroots = tables.BooleanColumn(yesno="✔,—", verbose_name=_("基层一线"))
    listed = tables.BooleanColumn(yesno="✔,—", verbose_name=_("在名单中"))

    class Meta:
        model = Delegate
        fields = (
            "person",
            "sex",
            "ethnicity",
            "unit",
            "tie",
            "category",
            "party",
            "grassroots",
            "work",
            "listed",
            "state",
        )

    def render_sex(self, record: Delegate) -> str:
        return str(record.person.get_sex_display())

    def value_sex(self, record: Delegate) -> str:
        return str(record.person.get_sex_display())

    def render_ethnicity(self, record: Delegate) -> str:
        return str(record.person.get_ethnicity_display())

    def value_ethnicity(self, record: Delegate) -> str:
        return str(record.person.get_ethnicity_display())

    def render_state(self, record: Delegate) -> SafeString:
        return badge(DELEGATE_TONES[record.state], record.get_state_display())

    def value_state(self, record: Delegate) -> str:
        return str(record.get_state_display())


class DelegateFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    tie = django_filters.ChoiceFilter(label=_("与残疾人的关系"), choices=Tie.choices, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=DelegateState.choices, empty_label=_("全部"))
    listed = django_filters.ChoiceFilter(
        label=_("名单"), choices=[("yes", _("在名单中")), ("no", _("备选"))], method="by_listed", empty_label=_("全部")
    )

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "person")

    def by_listed(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(listed=value == "yes")


class CheckInFilter(django_filters.FilterSet):
    """At the door: by name, and who is not there yet."""

    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    here = django_filters.ChoiceFilter(
        label=_("签到"), choices=[("no", _("未签到")), ("yes", _("已签到"))], method="by_here", empty_label=_("全部")
    )

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "person")

    def by_here(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(checked_in_at__isnull=value == "no")


class PresenceTable(tables.Table):
    """Who is there, one line for each delegate."""

    person = tables.Column(accessor="person__name", verbose_name=_("姓名"))
    unit = tables.Column(accessor="unit__name", order_by="unit_id", verbose_name=_("选举单位"))
    needs = tables.Column(accessor="need_words", verbose_name=_("无障碍需求"), orderable=False)

    class Meta:
        model = Delegate
        fields = ("person", "unit", "seat", "needs", "checked_in_at")


class CheckInTable(PresenceTable):
    """The same with a button in each line; all of them belong to one form of the page."""

    act = tables.Column(accessor="pk", verbose_name=_("操作"), orderable=False, exclude_from_export=True)

    def render_act(self, record: Delegate) -> SafeString:
        side, words = ("out", _("撤销签到")) if record.checked_in_at else ("in", _("签到"))
        return format_html(
            '<button class="btn" form="check" name="{}" value="{}" aria-label="{} {}">{}</button>',
            side,
            record.pk,
            words,
            record.person.name,
            words,
        )

"""Lists of the plans room."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.foundation import clock
from zulian.foundation.addresses import IdFilter
from zulian.foundation.choices import in_order_of_choices
from zulian.foundation.filters import DayFilter, FilterSet
from zulian.plans.measures import MEASURES, measures_on
from zulian.plans.models import (
    Assignment,
    Circular,
    Clause,
    ReportFigure,
    State,
)
from zulian.regions.naming import organisation_named


def state_badge(assignment: Assignment) -> SafeString:
    """The state in words, with its colour; overdue outweighs the rest."""
    if assignment.is_late:
        return format_html(
            '<span class="state s-overdue">{}·{}</span>', _("逾期"), assignment.state_words
        )
    return format_html(
        '<span class="state s-{}">{}</span>', assignment.state, assignment.state_words
    )


# What a list of tasks is asked by when it shows those of one plan.
OF_A_PLAN = frozenset({"circular", "clause", "task", "section"})


class AssignmentTable(tables.Table):
    """Assignments, one a row."""

    phone = ("clause", "year", "period", "region", "due")

    task = tables.LinkColumn(
        "plans:assignment", args=[tables.A("pk")], verbose_name=_("任务"), accessor="task__name"
    )
    clause = tables.Column(
        accessor="clause__path", order_by="clause__order", verbose_name=_("条款")
    )
    region = tables.Column(
        accessor="region__organisation", order_by="region_id", verbose_name=_("承担单位")
    )
    issuer = tables.Column(
        accessor="issued_by__organisation", order_by="issued_by_id", verbose_name=_("下达单位")
    )
    state = tables.Column(verbose_name=_("状态"))

    class Meta:
        model = Assignment
        fields = ("clause", "task", "period", "region", "issuer", "due", "state")

    def render_state(self, record: Assignment) -> SafeString:
        return state_badge(record)

    def value_state(self, record: Assignment) -> str:
        return f"{_('逾期·') if record.is_late else ''}{record.state_words}"

    def order_state(self, rows: Any, is_descending: bool) -> tuple[Any, bool]:
        """As the work goes on, from signing to the end."""
        return in_order_of_choices(rows, "state", State, is_descending=is_descending), True

    def render_issuer(self, value: str, record: Assignment) -> str:
        """The organisation that issued the task, and those whose own task is done along with it."""
        along = [row.issued_by.organisation for row in record.__dict__.get("along", [])]
        return "、".join(dict.fromkeys([value, *along]))

    def render_due(self, record: Assignment) -> str:
        return record.due_words

    def order_due(self, rows: Any, is_descending: bool) -> tuple[Any, bool]:
        """By the day that is shown: the earliest one, where rows come with what goes along with them."""
        day = "first_day" if "first_day" in rows.query.annotations else "due"
        return rows.order_by(f"-{day}" if is_descending else day), True

    def value_due(self, record: Assignment) -> date:
        return record.first_due


class MixedTable(AssignmentTable):
    """The same of plans of several years: each row tells its year."""

    year = tables.Column(accessor="circular__year", verbose_name=_("年度"))

    class Meta(AssignmentTable.Meta):
        sequence = ("clause", "task", "year", "...")


class SectionFilter(IdFilter):
    """A clause with all below it."""

    of = Clause


BRACKETS = str.maketrans("()", "（）")  # untranslated: brackets of clauses
# Years of plans by what they are today, beside each year by its number.
IN_FORCE, AHEAD, RUNNING, EVERY_YEAR = "current", "ahead", "running", "all"
YEARS = (
    (IN_FORCE, _("执行中的年度")),
    (AHEAD, _("年度未开始")),
    (RUNNING, _("未结账的年度")),
    (EVERY_YEAR, _("全部年度")),
)


def _years() -> list[str]:
    """The years of all plans in view, the last one first."""
    adopted = Circular.objects.filter(status=Circular.Status.ADOPTED).order_by("-year")
    return [str(year) for year in adopted.values_list("year", flat=True).distinct()]


class AssignmentFilter(FilterSet):
    """By year, circular, clause, state, lateness, region."""

    words = django_filters.CharFilter(label=_("任务、条款或单位"), method="by_words")
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=State.choices, empty_label=_("全部")
    )
    late = django_filters.ChoiceFilter(
        label=_("时限"),
        choices=[("yes", _("只看逾期")), ("month", _("本月到期"))],
        method="by_time",
        empty_label=_("全部"),
    )
    open = django_filters.ChoiceFilter(
        label=_("未办结"),
        choices=[("yes", _("未办结"))],
        method="by_open",
        widget=django_filters.widgets.forms.HiddenInput,
    )
    year = django_filters.ChoiceFilter(
        label=_("年度"), choices=YEARS, method="by_year", empty_label=None
    )
    clause = IdFilter(field_name="clause_id", widget=django_filters.widgets.forms.HiddenInput)
    circular = IdFilter(field_name="circular_id", widget=django_filters.widgets.forms.HiddenInput)
    task = IdFilter(field_name="task_id", widget=django_filters.widgets.forms.HiddenInput)
    due = DayFilter(widget=django_filters.widgets.forms.HiddenInput)
    section = SectionFilter(
        label=_("条款及以下"), method="by_section", widget=django_filters.widgets.forms.HiddenInput
    )
    unit = django_filters.CharFilter(
        field_name="region_id", widget=django_filters.widgets.forms.HiddenInput
    )
    measure = django_filters.ChoiceFilter(
        label=_("口径"),
        choices=[(key, name) for key, (name, _of) in MEASURES.items()],
        method="by_measure",
        widget=django_filters.widgets.forms.HiddenInput,
    )
    on = DayFilter(
        label=_("截至"), method="by_measure", widget=django_filters.widgets.forms.HiddenInput
    )

    def __init__(self, *given: Any, is_shown: bool = True, **more: Any) -> None:
        """`is_shown`: the years are offered to be chosen from; else only what was asked is known."""
        super().__init__(*given, **more)
        asked = str((self.data or {}).get("year", ""))
        years = _years() if is_shown else [asked] if asked.isdigit() else []
        each = [(year, _("%(year)s年") % {"year": year}) for year in years]
        self.filters["year"].extra["choices"] = [*YEARS, *each]

    def by_words(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        # A clause is typed as it is read: 二（二）, or 二(二).
        clause = Q(clause__path__startswith=value.strip().translate(BRACKETS))
        return rows.filter(
            Q(task__name__contains=value) | clause | organisation_named("region", value)
        )

    def by_time(self, rows: Any, name: str, value: str) -> Any:
        today = clock.today()
        if value == "month":
            return rows.filter(due__year=today.year, due__month=today.month)
        # In the list of one plan its own deadlines count, as in its matrix.
        return rows.overdue(today) if self.is_of_a_plan else rows.late_anywhere(today)

    @property
    def is_of_a_plan(self) -> bool:
        """Whether the list shows the rows of one plan, as they are counted there."""
        return bool(self.data and set(self.data) & OF_A_PLAN)

    def by_open(self, rows: Any, name: str, value: str) -> Any:
        return rows.open()

    def by_year(self, rows: Any, name: str, value: str) -> Any:
        if value == EVERY_YEAR:
            return rows
        if value.isdigit():
            return rows.filter(circular__year=int(value))
        rows = rows.filter(circular__closed_at=None)
        if value == AHEAD:
            return rows.ahead()
        return rows.in_force() if value == IN_FORCE else rows

    def by_measure(self, rows: Any, name: str, value: Any) -> Any:
        """`measure` as of the day `on` (today): the rows behind a figure of a bulletin or an indicator."""
        chosen = self.form.cleaned_data
        if name != "measure":
            return rows
        today = clock.today()
        day = chosen.get("on") or today
        _name, of = measures_on(day, today)[chosen["measure"]]
        return rows.counted().filter(of(day))

    def by_section(self, rows: Any, name: str, value: Any) -> Any:
        """A clause and all below it."""
        ids = {int(value)}
        clauses = Clause.objects.filter(circular__clauses=int(value)).order_by("order")
        for pk, parent in clauses.values_list("pk", "parent_id"):
            if parent in ids:
                ids.add(pk)
        return rows.filter(clause_id__in=ids)


class AmountColumn(tables.Column):
    """A number without zeros that say nothing."""

    is_figure = True

    def render(self, value: Any) -> str:
        return f"{Decimal(value).normalize():f}"

    def value(self, value: Any) -> Decimal:
        return Decimal(value)


class FigureTable(tables.Table):
    """Numbers that standing reports say for one target."""

    task = tables.LinkColumn(
        "plans:assignment",
        args=[tables.A("report__assignment_id")],
        accessor="report__assignment__task__name",
        verbose_name=_("任务"),
    )
    region = tables.Column(
        accessor="region__organisation", order_by="region_id", verbose_name=_("上报单位")
    )
    at = tables.Column(accessor="report__at", verbose_name=_("上报时间"))
    outcome = tables.Column(
        accessor="report__get_outcome_display", orderable=False, verbose_name=_("审核结果")
    )

    class Meta:
        model = ReportFigure
        fields = ("region", "task", "at", "outcome")
        order_by = "region"

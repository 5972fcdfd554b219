"""Forms of statistical returns: which one is filled for which period, the grid of its figures, handing in, verdicts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.foundation.actor import current_actor
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE
from zulian.foundation.forms import BaseForm, NumberField, area_of, leave_unmarked
from zulian.registers.forms import BaseModelForm
from zulian.statistics.models import Filing
from zulian.statistics.offered import offered
from zulian.statistics.rules import Place
from zulian.statistics.services.judging import verdict_of
from zulian.statistics.shown import Grid, grid_of

QUARTERS = [(0, _("全年"))] + [(n, f"{n}") for n in range(1, 5)]
DIGITS, PLACES = 14, 2


class IssueForm(BaseModelForm):
    """Which form for which period, and by when."""

    optional = ("due_on",)
    code = forms.ChoiceField(label=_("报表"))
    quarter = forms.TypedChoiceField(
        label=_("季度"), choices=QUARTERS, coerce=int, help_text=_("年报选“全年”。")
    )
    due_on = forms.DateField(
        label=_("上报期限"),
        required=False,
        validators=[DEADLINE],
        help_text=_("不填的按政策设定的天数计算。"),
    )
    field_order = ("code", "year", "quarter", "due_on")

    class Meta:
        model = Filing
        fields = ("year",)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        known = offered(current_actor().region, today())
        named = [(form.version.code, form.label) for form in known]
        self.fields["code"].choices = named  # type: ignore[attr-defined]


def field_name(place: Place) -> str:
    """The name of a cell's field."""
    return f"n_{place[0]}_{place[1]}"


class FiguresForm(BaseForm):
    """The grid of a return: each cell that holds a number can be written over, with one reason for all that differ."""

    template_name = "statistics/figures_form.html"
    reason = forms.CharField(
        label=_("更正理由"),
        required=False,
        max_length=200,
        help_text=_("改得与统计数不同的要写；手工填写的不用。"),
    )

    grid: Grid

    def fit_to(self, row: Any) -> None:
        """A field for each cell that is kept."""
        self.grid = grid_of(row)
        for cell in self.grid.cells():
            if not cell.is_kept:
                continue
            field = NumberField(
                label=cell.label,
                required=False,
                min_value=Decimal(0),
                max_digits=DIGITS,
                decimal_places=PLACES,
                initial=cell.reported,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "aria-label": cell.label}),
            )
            leave_unmarked(field)
            self.add_field(field_name(cell.place), field)
        self.move_reason_last()

    def move_reason_last(self) -> None:
        """The reason stands below the grid."""
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def rows(self) -> list[tuple[Any, list[tuple[Any, Any]]]]:
        """The lines with their cells, each with its field where it has one."""
        return [
            (line, [(cell, self._field(cell)) for cell in cells]) for line, cells in self.grid.lines
        ]

    def _field(self, cell: Any) -> Any:
        name = field_name(cell.place)
        return self[name] if name in self.fields else None

    def numbers(self) -> dict[Place, Decimal | None]:
        """What was filled in, by cell."""
        kept = [cell.place for cell in self.grid.cells() if cell.is_kept]
        return {place: self.cleaned_data.get(field_name(place)) for place in kept}

    def clean(self) -> dict[str, Any]:
        """With all numbers under one name, as the service takes them."""
        told = super().clean() or {}
        return told | {"numbers": self.numbers()}


class HandInForm(BaseModelForm):
    """Under whose name a return is handed in, with a word on what checks found."""

    required = ("leader",)
    explanation = area_of(_("情况说明"), 1000, 4, required=False)

    class Meta:
        model = Filing
        fields = ("leader", "explanation")

    def fit_to(self, row: Any) -> None:
        """Say what is to be explained."""
        verdict = verdict_of(row)
        if verdict.soft:
            words = gettext("需要说明：%(what)s") % {"what": "；".join(verdict.soft)}
            self.fields["explanation"].help_text = words


class SendBackForm(BaseModelForm):
    """Why a return goes back."""

    required = ("opinion",)

    class Meta:
        model = Filing
        fields = ("opinion",)

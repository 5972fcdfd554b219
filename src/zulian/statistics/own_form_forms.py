"""Forms of a unit's own statistical forms: the file, the sheet of it, the table itself, the day from which it holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.foundation.forms import BaseForm, leave_unmarked
from zulian.registers.forms import BaseModelForm
from zulian.statistics.bindings import (
    BY_HAND,
    HEAD_LINE,
    Groups,
    label_of_value,
    measure_groups,
    suggested,
)
from zulian.statistics.editor import ACROSS, HAND, layout_of, texts_of
from zulian.statistics.models import OwnForm
from zulian.statistics.services.own_forms import HEAD
from zulian.statistics.sheet import LONGEST, MAX_COLUMNS, MAX_LINES
from zulian.statistics.sheet_lines import MAX_UNIT

# Empty fields behind what is there, for what is to be added.
MORE_COLUMNS, MORE_LINES = 1, 5
MOST = {"cols": MAX_COLUMNS, "rows": MAX_LINES}
MAX_CHECKS, MAX_NOTES = 8000, 4000
NARROWS = (
    ("province", _("省级")),
    ("city", _("市级")),
    ("county", _("县级")),
    ("township", _("乡级")),
    ("village", _("村级")),
)
COLUMN_PARTS = ("key", "name", "narrow")
LINE_PARTS = ("no", "name", "unit", "source", "formula", "blank", "after")


class SheetForm(BaseForm):
    """The table as a file."""

    file = forms.FileField(
        label=_("报表文件"),
        help_text=_("本单位的报表，空表、填好的都行：Excel（.xlsx、.xls）或 CSV，不超过 5 MB。"),
    )


class ChooseSheetForm(BaseForm):
    """Another sheet of the file that was read."""

    sheet = forms.ChoiceField(label=_("工作表"), widget=forms.RadioSelect)

    def fit_to(self, row: Any) -> None:
        """The sheets that have a table."""
        names = [(one["sheet"], one["sheet"]) for one in row.read.get("tables", ())]
        self.fields["sheet"].choices = names  # type: ignore[attr-defined]
        self.fields["sheet"].initial = row.read.get("sheet", "")


class EnableForm(BaseModelForm):
    """From when on a form holds."""

    required = ("since",)

    class Meta:
        model = OwnForm
        fields = ("since",)


class TableForm(BaseModelForm):
    """A form's head, and its table: fields for each column and each line, and some more to be added."""

    template_name = "statistics/table_form.html"
    cols = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MAX_COLUMNS)
    rows = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MAX_LINES)
    checks = forms.CharField(
        label=_("审核关系"),
        required=False,
        max_length=MAX_CHECKS,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "每行一条，如：2 <= 1 已召开的不应多于到期的（必须）。两边是行次，可以用 + 相加；中间用 <=、>= 或 =；"
            "与一个数比的写 #100。末尾写“（必须）”的不成立不能上报，其余的要说明。"
        ),
    )
    notes = forms.CharField(
        label=_("表下说明"),
        required=False,
        max_length=MAX_NOTES,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一条。"),
    )

    class Meta:
        model = OwnForm
        fields = HEAD

    counts: dict[str, int]
    guesses: dict[str, str]

    def fit_to(self, row: Any) -> None:
        """The fields of what is sent, or of the table as it is kept with some more."""
        texts = texts_of(row.data)
        self.guesses = self._guesses(row)
        have = {"cols": len(row.data.get("columns", ())), "rows": len(row.data.get("lines", ()))}
        more = {"cols": MORE_COLUMNS, "rows": MORE_LINES}
        self.counts = {
            name: self._sent(name, min(have[name] + more[name], MOST[name])) for name in MOST
        }
        # What is there is kept even where nothing more may be added.
        self.new_from = have["rows"]
        groups = measure_groups()
        for n in range(self.counts["cols"]):
            self._add_column(n, texts)
        for n in range(self.counts["rows"]):
            self._add_line(n, texts, groups)
        for name in ("checks", "notes"):
            self.initial[name] = texts[name]
        self.initial.update(self.counts)

    def _sent(self, name: str, usual: int) -> int:
        """How many columns or lines were sent, as many as there may be; the usual number where none were."""
        said = str(self.data.get(name, ""))
        if not self.is_bound or not (said.isascii() and said.isdigit() and len(said) < 5):
            return usual
        return min(int(said), MOST[name])

    @staticmethod
    def _guesses(row: OwnForm) -> dict[str, str]:
        """What was guessed, by the field beside which it is told."""
        told: dict[str, str] = dict(row.read.get("guesses", {}))
        for prefix, part, key in (("c", "columns", "key"), ("l", "lines", "no")):
            for n, one in enumerate(row.data.get(part, ())):
                name = f"l:{one[key]}" if prefix == "l" else one[key]
                if name in told:
                    told[f"{prefix}{n}_name"] = told.pop(name)
        return told

    def _add_column(self, n: int, texts: dict[str, Any]) -> None:
        narrows = [
            ("", _("不限")),
            *NARROWS,
            (ACROSS, _("各列之和")),
            (HAND, _("手工填写")),
        ]
        self._add(f"c{n}_key", forms.CharField(max_length=8, widget=forms.HiddenInput), texts)
        self._add(f"c{n}_name", forms.CharField(label=_("列名"), max_length=LONGEST), texts)
        self._add(f"c{n}_narrow", forms.ChoiceField(label=_("取哪些数"), choices=narrows), texts)

    def _add_line(self, n: int, texts: dict[str, Any], groups: Groups) -> None:
        name = forms.CharField(label=_("指标名称"), max_length=LONGEST, strip=False)
        self._add(f"l{n}_no", forms.CharField(label=_("行次"), max_length=12), texts)
        self._add(f"l{n}_name", name, texts)
        self._add(f"l{n}_unit", forms.CharField(label=_("计量单位"), max_length=MAX_UNIT), texts)
        source = forms.ChoiceField(label=_("来源"), choices=_sources(n, texts, groups))
        self._add(f"l{n}_source", source, texts)
        self._add(f"l{n}_formula", forms.CharField(label=_("公式"), max_length=200), texts)
        self._add(f"l{n}_blank", forms.CharField(label=_("不填的列"), max_length=400), texts)
        if n >= self.new_from:
            self._add(f"l{n}_after", forms.CharField(label=_("插在哪一行后"), max_length=12), texts)

    def _add(self, name: str, field: forms.Field, texts: dict[str, Any]) -> None:
        field.required = False
        leave_unmarked(field)
        self.add_field(name, field)
        self.initial[name] = texts.get(name, "")

    def clean(self) -> dict[str, Any]:
        """With the layout that the fields say, once nothing of it is wrong."""
        told = super().clean() or {}
        said = layout_of(told, self.counts["cols"], self.counts["rows"])
        for name, words in said.faults.items():
            self.add_error(name if name in self.fields else None, words)
        return told | {"data": said.data}

    # What the template shows

    def head(self) -> list[tuple[Any, str]]:
        """The fields of the head, each with what was guessed."""
        return [(self[name], self.guesses.get(name, "")) for name in HEAD]

    def column_rows(self) -> Iterator[dict[str, Any]]:
        """The fields of each column."""
        return (self._shown("c", n, COLUMN_PARTS) for n in range(self.counts["cols"]))

    def line_rows(self) -> Iterator[dict[str, Any]]:
        """The fields of each line."""
        return (self._shown("l", n, LINE_PARTS) for n in range(self.counts["rows"]))

    def _shown(self, prefix: str, n: int, parts: tuple[str, ...]) -> dict[str, Any]:
        names = {part: f"{prefix}{n}_{part}" for part in parts}
        fields = {part: self[name] for part, name in names.items() if name in self.fields}
        value = fields["name"].value() or ""
        return fields | {
            "title": value.strip() or gettext("新增"),
            "guess": self.guesses.get(names["name"], ""),
        }


def _sources(n: int, texts: dict[str, Any], groups: Groups) -> list[Any]:
    """Where the numbers of a line may come from, what its name suggests first."""
    value = texts.get(f"l{n}_source", "")
    first: list[Any] = [
        (BY_HAND, gettext("手工填写或按公式")),
        (HEAD_LINE, gettext("标题行（不填数）")),
    ]
    known = {code for _name, choices in groups for code, _label in choices}
    if value and value != HEAD_LINE and value not in known:
        first.append((value, label_of_value(value)))
    words = suggested(str(texts.get(f"l{n}_name", "")), str(texts.get(f"l{n}_unit", "")), groups)
    if words:
        first.append((gettext("按名称推荐"), words))
    return [*first, *groups]

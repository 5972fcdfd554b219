"""Forms of the review of a draft: what measures a clause or a number, which clause above it carries out, where it is cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.foundation.forms import BaseForm, NumberField, SearchableCheckboxes
from zulian.indicators.registry import countables, known, named
from zulian.indicators.sections import grouped
from zulian.plans.models import Clause, Task, TaskTarget
from zulian.plans.services import likeness
from zulian.plans.services.binding import said_codes

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class IndicatorsForm(BaseForm):
    """What measures a clause: what is chosen and what its words suggest first, then all by their wings."""

    indicators = forms.MultipleChoiceField(
        label=_("用哪些指标衡量本条"), widget=SearchableCheckboxes(button=_("保存")), required=False
    )

    def __init__(
        self, *args: Any, text: str, chosen: Sequence[str], on: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, initial={"indicators": list(chosen)}, **kwargs)
        fitting = said_codes(text, on)
        groups = [
            (str(_("已选的")), [i for i in known() if i.code in chosen]),
            (
                str(_("按本条文字推荐的")),
                [i for code in fitting if code not in chosen and (i := named(code))],
            ),
        ]
        first = {i.code for _name, indicators in groups for i in indicators}
        choices = [
            (name, [(i.code, _described(i)) for i in indicators])
            for name, indicators in groups
            if indicators
        ]
        rest = grouped((i for i in known() if i.code not in first), _described)
        self.fields["indicators"].choices = [*choices, *rest]  # type: ignore[attr-defined]


ALONG = (
    ("", _("按内容判断")),
    ("yes", _("随上级任务一并办理")),
    ("no", _("单独办理")),
)


class AlongForm(BaseForm):
    """Beside which clauses are carried out: whether each task goes along with one from above, with which, or is done by itself."""

    tasks: Sequence[Task] = ()
    with_tasks: Mapping[str, Task] = {}

    def ask_of(self, tasks: Sequence[Task], uppers: Mapping[int, Sequence[Task]]) -> None:
        """A field for each of some tasks; where the clause above has several tasks (`uppers`, by its key) which one is asked."""
        self.tasks = tasks
        self.with_tasks = {_with(one): one for several in uppers.values() for one in several}
        for task in tasks:
            above = uppers.get(task.clause.carries_out_id or 0, ())
            field = forms.ChoiceField(
                label=_("任务“%(task)s”") % {"task": task.name},
                choices=_choices(above),
                required=False,
                initial=_initial(task, above),
            )
            self.add_field(f"task_{task.pk}", field)

    @property
    def along(self) -> dict[int, bool | Task | None]:
        """What was said of each task, by their keys."""
        said: dict[str, bool | Task] = {"yes": True, "no": False, **self.with_tasks}
        return {task.pk: said.get(self.cleaned_data[f"task_{task.pk}"]) for task in self.tasks}


def _with(upper: Task) -> str:
    """How a form calls that a task goes along with one from above."""
    return f"with-{upper.pk}"


def _choices(above: Sequence[Task]) -> list[tuple[str, StrOrPromise]]:
    """What can be said of a task whose clause carries out one that has some tasks."""
    if len(above) < 2:
        return list(ALONG)
    words = _("随上级任务“%(task)s”一并办理")
    return [ALONG[0], *((_with(one), words % {"task": one.name}) for one in above), ALONG[2]]


def _initial(task: Task, above: Sequence[Task]) -> str:
    """What is said of a task so far; of several the one that was named, else the one whose name is most like its own."""
    if task.goes_along is None:
        return ""
    if not task.goes_along:
        return "no"
    if len(above) < 2:
        return "yes"
    named = next((one for one in above if one.pk == task.goes_with_id), None)
    return _with(named or max(above, key=lambda one: likeness.of_words(task.name, one.name)))


def _called(clause: Clause) -> str:
    """A clause above; those of a supplement have the numbers of its plan, so their paper is named."""
    if clause.circular.amends_id is None:
        return str(clause)
    return f"{clause.circular.get_kind_display()} {clause}"


class CarriesOutForm(AlongForm):
    """Which clause of the plan above a clause carries out, and which of its tasks go along."""

    carries_out = forms.TypedChoiceField(
        label=_("承接上级哪一条"), required=False, coerce=int, empty_value=None
    )

    def __init__(
        self,
        *args: Any,
        above: Sequence[Clause],
        tasks: Sequence[Task],
        uppers: Mapping[int, Sequence[Task]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ask_of(tasks, uppers)
        choices = [(clause.pk, _called(clause)) for clause in above]
        self.fields["carries_out"].choices = [("", _("不承接上级条款")), *choices]  # type: ignore[attr-defined]


class CorrectForm(AlongForm):
    """Which clauses above the clauses of an adopted plan carry out: a field for each clause, and why it is corrected.

    Below a clause that carries out another each of its tasks may be said to go along or to be done by itself.

    What is suggested for a clause that carries out nothing yet is said beside it, and chosen by nobody but the officer.
    """

    reason = forms.CharField(
        label=_("更正理由"),
        max_length=300,
        help_text=_(
            "更正后，相同的任务并到上级的任务里只办一次；不再承接的，由承担单位为本文件另办。理由记入操作日志。"
        ),
    )

    def __init__(
        self,
        *args: Any,
        clauses: Sequence[Clause],
        above: Sequence[Clause],
        suggested: Mapping[int, Clause],
        uppers: Mapping[int, Sequence[Task]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.clauses = clauses
        choices = [("", _("不承接上级条款")), *((clause.pk, _called(clause)) for clause in above)]
        for clause in clauses:
            field = forms.TypedChoiceField(
                label=str(clause),
                choices=choices,
                required=False,
                coerce=int,
                empty_value=None,
                initial=clause.carries_out_id,
            )
            if clause.pk in suggested:
                field.help_text = _("推荐：%(clause)s") % {"clause": suggested[clause.pk]}
            self.add_field(f"clause_{clause.pk}", field)
        self.ask_of(
            [task for clause in clauses if clause.carries_out_id for task in clause.tasks.all()],
            uppers,
        )
        of_clause = {
            clause.pk: [f"task_{task.pk}" for task in self.tasks if task.clause_id == clause.pk]
            for clause in clauses
        }
        self.order_fields(
            [
                *(name for pk, names in of_clause.items() for name in (f"clause_{pk}", *names)),
                "reason",
            ]
        )

    @property
    def wanted(self) -> dict[int, int | None]:
        """The clause above that was chosen for each clause, by their keys."""
        return {clause.pk: self.cleaned_data[f"clause_{clause.pk}"] for clause in self.clauses}


class SplitForm(BaseForm):
    """Where to cut a clause: before one of its pieces. A piece is sent with its first words, so that the text is the one shown."""

    at = forms.TypedChoiceField(
        label=_("从哪一句起另成一条"),
        coerce=lambda value: int(value.partition(" ")[0]),
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择从哪一句起另成一条。")},
    )

    def __init__(self, *args: Any, pieces: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["at"]
        field.choices = [  # type: ignore[attr-defined]
            (f"{number} {piece.strip()[:20]}", piece.strip())
            for number, piece in enumerate(pieces)
            if number
        ]
        if len(pieces) == 2:
            field.initial = field.choices[0][0]  # type: ignore[attr-defined]
        if len(pieces) < 2:
            field.help_text = _("本条只有一句，不能再拆分。要多设一项任务的，请用“加任务”。")


def _described(measure: Any) -> str:
    return f"{measure.name}（{measure.meaning}）"


def _measures() -> list[Any]:
    """What may count a target, by wings: nothing but the reports, a countable, or an indicator for a share."""
    counts = [
        (_("数量 · %(wing)s") % {"wing": wing}, choices)
        for wing, choices in grouped(countables(), _described)
    ]
    shares = grouped((i for i in known() if not i.clause_field), _described)
    rates = [(_("比例 · %(wing)s") % {"wing": wing}, choices) for wing, choices in shares]
    return [("", _("由上报填写，各单位的数相加")), *counts, *rates]


class TargetForm(BaseForm):
    """What is counted, how many, over which time, by what."""

    models = (TaskTarget,)
    what = forms.CharField(label=_("计什么"), max_length=60)
    kind = forms.ChoiceField(label=_("类别"), choices=TaskTarget.Kind.choices)
    number = NumberField(
        label=_("目标"),
        max_digits=12,
        decimal_places=2,
        min_value=Decimal("0.01"),
        help_text=_("比例填百分数，如 30。"),
    )
    unit = forms.CharField(label=_("单位"), max_length=10, help_text=_("如名、次、个；比例填 %。"))
    span = forms.ChoiceField(label=_("按什么周期"), choices=TaskTarget.Span.choices, required=False)
    is_each = forms.BooleanField(
        label=_("每个承担单位各自达到"), required=False, help_text=_("不勾选时，各单位合起来达到。")
    )
    measure = forms.ChoiceField(label=_("由什么衡量"), choices=_measures, required=False)

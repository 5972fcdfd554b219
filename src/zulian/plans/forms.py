"""Forms of the plans room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator, MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from zulian.foundation import clock
from zulian.foundation.days import DEADLINE, RECEIVED, DayField
from zulian.foundation.forms import BaseForm
from zulian.plans.models import (
    Circular,
    Clause,
    Task,
)
from zulian.regions.models import Level

LEVELS = (
    ("province", _("省")),
    ("city", _("市")),
    ("county", _("县（区）")),
    ("township", _("乡镇（街道）")),
    ("village", _("村（社区）")),
)
# By name; what a file is in fact its reader finds out. The last three get sentences of their own there.
PDF_HEAD = 1024
READABLE = ("docx", "pdf", "html", "htm", "mht", "txt", "doc", "wps", "rtf")


is_readable = FileExtensionValidator(
    READABLE,
    _("不是可以读取的文件类型（.%(extension)s）。请上传 Word（.docx）、PDF、网页或文本文件。"),
)


def is_what_it_says(file: Any) -> None:
    """Raise ValidationError where a file is called .pdf and is none."""
    head = file.read(PDF_HEAD)
    file.seek(0)
    if str(file.name).lower().endswith(".pdf") and b"%PDF" not in head:
        raise ValidationError(_("文件名是 .pdf，内容却不是 PDF。请重新导出后上传。"))


class UploadForm(BaseForm):
    """The circular's file."""

    file = forms.FileField(
        label=_("工作要点文件"),
        help_text=_(
            "Word（.docx）、PDF、网页或文本文件，不超过 20 MB。系统会读出文号、条款、责任单位和时限，请您核对后再下达。"
        ),
        validators=[is_readable, is_what_it_says],
        error_messages={
            "required": _("请先选择文件。"),
            "empty": _("文件是空的，请检查后重新选择。"),
        },
    )
    kind = forms.ChoiceField(
        label=_("类别"), choices=Circular.Kind.choices, initial=Circular.Kind.PLAN
    )
    amends: forms.ModelChoiceField[Circular] = forms.ModelChoiceField(
        label=_("补充或修改哪份文件"),
        queryset=None,
        required=False,
        empty_label=_("不是补充或修改"),
        help_text=_("补充通知、修改通知请选择对应的工作要点；新的工作要点不选。"),
    )

    def __init__(self, *args: Any, adopted: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amends"].queryset = adopted  # type: ignore[attr-defined]
        if not adopted:
            del self.fields["amends"], self.fields["kind"]


class RegisterForm(BaseForm):
    """A paper that came in, and when."""

    file = forms.FileField(
        label=_("来文"),
        help_text=_(
            "Word（.docx）、PDF、网页或文本文件，不超过 20 MB。系统会读出文号、标题、来文机关和日期，请您核对。"
        ),
        validators=[is_readable, is_what_it_says],
        error_messages={
            "required": _("请先选择文件。"),
            "empty": _("文件是空的，请检查后重新选择。"),
        },
    )
    received_on = DayField(span=RECEIVED, label=_("收文日期"), initial=clock.today)
    is_corrected = forms.BooleanField(
        label=_("更正后重发的文件"),
        required=False,
        help_text=_("文号、标题与已登记的相同，内容更正过的，请勾选。原来登记的留着备查。"),
    )


class HeadForm(BaseForm):
    """Header of a draft; year and period of a supplement are those of its plan."""

    models = (Circular,)
    title = forms.CharField(label=_("标题"), max_length=200)
    number = forms.CharField(label=_("文号"), max_length=60, required=False)
    issuer = forms.CharField(label=_("发文机关"), max_length=60)
    issued_on = forms.DateField(label=_("成文日期"), required=False)
    year = forms.IntegerField(label=_("年度"), min_value=1990, max_value=2100)
    starts_on = forms.DateField(label=_("执行期起"))
    ends_on = forms.DateField(
        label=_("执行期止"),
        help_text=_("指标算到这一天为止；从这一天起可以年终结账。一般为当年1月1日至12月31日。"),
    )
    default_due = DayField(span=DEADLINE, label=_("未写明时限的任务，完成时限为"))

    def __init__(self, *args: Any, is_plan: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_plan:
            del self.fields["year"], self.fields["starts_on"], self.fields["ends_on"]


class CloseForm(BaseForm):
    """The second look before a plan is closed."""

    is_sure = forms.BooleanField(
        label=_("我已核对结账内容，知道结账后不能撤销、不能重开"),
        error_messages={"required": _("请先核对，再勾选确认。")},
    )


class AdoptForm(BaseForm):
    """The second look before tasks go out; `seen` tells what was looked at."""

    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)


class DiscardForm(BaseForm):
    """The second look before a draft is deleted."""

    is_sure = forms.BooleanField(
        label=_("确认删除这份草稿"), error_messages={"required": _("请先确认，再删除。")}
    )


class RecallForm(BaseForm):
    """The second look before a circular is taken back."""

    is_sure = forms.BooleanField(
        label=_("我已与有关单位说明，确认收回"),
        error_messages={"required": _("请先确认，再收回。")},
    )


class SpotCheckForm(BaseForm):
    """How many closed tasks are drawn, of which level."""

    size = forms.IntegerField(label=_("抽取多少项"), min_value=1, max_value=200, initial=10)
    level = forms.ChoiceField(label=_("抽查哪一级"), required=False)

    def __init__(self, *args: Any, levels: Sequence[Level], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        shown = [(str(int(level)), level.label) for level in levels]
        field.choices = [("", _("各级都抽")), *shown]  # type: ignore[attr-defined]


class CarryForm(BaseForm):
    """Which unfinished tasks of which organisations go on in the next year, and by when."""

    tasks = forms.TypedMultipleChoiceField(
        label=_("结转哪些任务"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一项任务。")},
    )
    units = forms.MultipleChoiceField(
        label=_("结转哪些地方的任务"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个单位。")},
    )
    due = DayField(span=DEADLINE, label=_("结转后的完成时限"))

    def __init__(
        self,
        *args: Any,
        tasks: Sequence[tuple[int, str]],
        units: Sequence[tuple[str, str]],
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.fields["tasks"].choices = tasks  # type: ignore[attr-defined]
        self.fields["units"].choices = units  # type: ignore[attr-defined]


# No clause that anybody wrote has so many characters.
LONGEST_CLAUSE = 5000


class ClauseForm(BaseForm):
    """Label, heading and text of a clause in a draft."""

    models = (Clause,)
    label = forms.CharField(label=_("编号"), max_length=20, required=False)
    title = forms.CharField(label=_("标题"), max_length=200, required=False)
    text = forms.CharField(label=_("内容"), widget=forms.Textarea(attrs={"rows": 8}))

    def __init__(self, *args: Any, clause: Clause, **kwargs: Any) -> None:
        """A clause that has words keeps some, unless it only gathers others; one that was read longer than usual stays so."""
        super().__init__(*args, **kwargs)
        text = self.fields["text"]
        text.required = bool(clause.text) and not clause.items.exists()
        longest = max(LONGEST_CLAUSE, len(clause.text))
        text.max_length = longest  # type: ignore[attr-defined]
        text.validators.append(MaxLengthValidator(longest))


class TaskForm(BaseForm):
    """Who does what by when."""

    name = forms.CharField(label=_("任务"), max_length=120)
    levels = forms.MultipleChoiceField(
        label=_("承担级别"),
        choices=LEVELS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选一个承担级别。")},
    )
    places = forms.MultipleChoiceField(
        label=_("只由这些地方承担"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "都不选，就是承担级别的全部单位；选了县（区）的，乡镇、村也只限这些县（区）的。"
        ),
    )
    partners = forms.CharField(label=_("配合部门"), max_length=200, required=False)
    rhythm = forms.ChoiceField(label=_("周期"), choices=Task.Rhythm.choices, required=False)
    month_day = forms.IntegerField(
        label=_("每月几日前"),
        required=False,
        min_value=1,
        max_value=31,
        help_text=_("只用于每月的任务；不填则按月末。没有这一天的月份按月末。"),
    )
    due = DayField(
        span=DEADLINE,
        label=_("完成时限"),
        required=False,
        help_text=_(
            "只用于一次性任务；不填则按文件的默认时限。周期性任务按每期期末，每月的可以在上面定日子。"
        ),
    )
    needs_evidence = forms.BooleanField(label=_("上报时须附佐证材料"), required=False)

    def __init__(
        self,
        *args: Any,
        own: int,
        places: Mapping[str, str] = MappingProxyType({}),
        only: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        """`own`: the issuer's level, above which nobody is tasked; `places`: code → name of those that it may be limited to;
        `only`: the fields to be set for several tasks at once."""
        super().__init__(*args, **kwargs)
        self.known_places = places
        self.fields["places"].choices = list(places.items())  # type: ignore[attr-defined]
        if not places:
            del self.fields["places"]
        choices = [(name, label) for name, label in LEVELS if Level[name.upper()] >= own]
        self.fields["levels"].choices = choices  # type: ignore[attr-defined]
        for name in set(self.fields) - set(only or self.fields):
            del self.fields[name]

    def clean_places(self) -> dict[str, str]:
        """The places chosen, with their names."""
        return {code: self.known_places[code] for code in self.cleaned_data["places"]}

    def clean_month_day(self) -> int | None:
        """A day of the month belongs to a monthly task alone."""
        is_monthly = self.cleaned_data.get("rhythm") == Task.Rhythm.MONTH
        return self.cleaned_data["month_day"] if is_monthly else None

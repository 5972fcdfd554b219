"""Forms of home service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField
from zulian.certificates.forms import Numbers
from zulian.certificates.models import Assessor, Request, Stop, Team
from zulian.foundation.days import DEADLINE, DayField
from zulian.foundation.forms import HouseForm

TOOLS = (("photo", _("照相")), ("hearing", _("听力计")), ("vision", _("视力表")), ("printer", _("制证打印")))


class VisitForm(HouseForm):
    """A request for a visit at home."""

    purpose = forms.ChoiceField(label=_("上门事项"), choices=Request.Purpose.choices)
    source = forms.ChoiceField(label=_("来源"), choices=Request.Source.choices)
    why = forms.CharField(label=_("行动不便的情况"), max_length=200)
    cannot_travel = forms.BooleanField(label=_("本人无法出行"), required=False, initial=True)
    region = RegionField(label=_("上门地点"), required=False, help_text=_("不填则为现居住地或户籍所在地。"))
    categories = Numbers(label=_("需评定的类别"), required=False)
    equipment = forms.MultipleChoiceField(
        label=_("需带设备"), choices=TOOLS, widget=forms.CheckboxSelectMultiple, required=False
    )
    from_time = forms.TimeField(label=_("最早时间"), initial="08:30")
    to_time = forms.TimeField(label=_("最晚时间"), initial="17:00")
    must_by = DayField(span=DEADLINE, label=_("必须在此日前上门"), required=False)


class VisitJudgeForm(HouseForm):
    """Whether a request is admitted."""

    models = (Request,)
    verdict = forms.ChoiceField(
        label=_("核实结果"), widget=forms.RadioSelect, initial="admit",
        choices=[("admit", _("同意上门")), ("refuse", _("不符合条件")), ("cancel", _("取消申请"))],
    )  # fmt: skip
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, admitted: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if admitted:  # all that is left to say of it is that it is no longer wanted
            field: Any = self.fields["verdict"]
            field.choices, field.initial = field.choices[-1:], "cancel"


class TeamForm(HouseForm):
    """A team."""

    models = (Team,)
    name = forms.CharField(label=_("小组名称"), max_length=40)
    members = forms.CharField(label=_("成员"), max_length=120)
    assessor: forms.ModelChoiceField[Assessor] = forms.ModelChoiceField(
        label=_("随行评定医生"), queryset=None, required=False, empty_label=_("没有")
    )
    equipment = forms.MultipleChoiceField(
        label=_("随车设备"), choices=TOOLS, widget=forms.CheckboxSelectMultiple, required=False
    )
    starts = forms.TimeField(label=_("出发时间"), initial="08:30")
    ends = forms.TimeField(label=_("返回时间"), initial="17:00")
    capacity = forms.IntegerField(label=_("每天最多（车位）"), min_value=1, max_value=99, initial=10)
    active = forms.BooleanField(label=_("启用"), required=False, initial=True)

    def __init__(self, *args: Any, assessors: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assessor"].queryset = assessors  # type: ignore[attr-defined]


class RoundForm(HouseForm):
    """The day to plan."""

    day = forms.DateField(label=_("上门日期"))


class StopForm(HouseForm):
    """The outcome of a stop, on a phone without the script."""

    models = (Stop,)
    outcome = forms.ChoiceField(label=_("结果"), choices=[o for o in Stop.Outcome.choices if o[0]])
    note = forms.CharField(label=_("情况"), max_length=300, required=False)

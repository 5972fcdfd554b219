"""Forms of the cadres room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField, pick_post
from zulian.accounts.models import Post
from zulian.cadres.models import Cadre, Entry, Evaluation, Reserve, Training
from zulian.foundation.days import PAST, DayField
from zulian.foundation.forms import HouseForm
from zulian.leadership.models import TIE_OR_UNSAID
from zulian.people.forms import WhoForm

PERSON = ("id_number", "name", "home", "phone", "ethnicity")


class FileFields(HouseForm):
    """What a file holds beside the person."""

    region = RegionField(label=_("管理单位"), help_text=_("管理这份档案的残联所在区划。"))
    tie = forms.ChoiceField(label=_("与残疾人的关系"), choices=TIE_OR_UNSAID, required=False)
    unit = forms.CharField(label=_("工作单位"), max_length=60, required=False)
    position = forms.CharField(label=_("现任职务"), max_length=60, required=False)
    grade = forms.CharField(label=_("职级"), max_length=30, required=False)
    since = DayField(span=PAST, label=_("任现职时间"), required=False)
    work_since = DayField(span=PAST, label=_("参加工作时间"), required=False)
    education = forms.ChoiceField(
        label=_("学历"), choices=[("", _("请选择")), *Cadre.Education.choices], required=False
    )
    school = forms.CharField(label=_("毕业院校及专业"), max_length=80, required=False)
    party = forms.ChoiceField(label=_("政治面貌"), choices=[("", _("请选择")), *Cadre.Party.choices], required=False)
    party_since = DayField(span=PAST, label=_("入党时间"), required=False)
    native_place = forms.CharField(label=_("籍贯"), max_length=40, required=False)
    profession = forms.CharField(label=_("专业技术职务"), max_length=40, required=False)
    sign = forms.ChoiceField(label=_("手语"), choices=[("", _("未填")), *Cadre.Sign.choices], required=False)
    languages = forms.CharField(
        label=_("其他语言"), max_length=80, required=False, help_text=_("如：蒙古语、英语、盲文。")
    )
    strengths = forms.CharField(label=_("特长"), max_length=200, required=False)


class OpenForm(WhoForm, FileFields):
    """A new file: the person and what is known of them."""

    field_order = [*PERSON]

    def file(self) -> dict[str, Any]:
        """What was filled in for the file."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {*PERSON, "region"}}


class ChangeForm(FileFields):
    """Changing a file, the state of the cadre included."""

    status = forms.ChoiceField(label=_("状态"), choices=Cadre.Status.choices)
    keeper: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label=_("档案责任人"), queryset=None, required=False, empty_label=_("未指定")
    )

    def __init__(self, *args: Any, keepers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_post(self.fields["keeper"], keepers)


class EntryForm(HouseForm):
    """One line of a file."""

    models = (Entry,)
    kind = forms.ChoiceField(label=_("类别"), choices=Entry.Kind.choices)
    since = forms.DateField(label=_("起始日期"), required=False)
    until = forms.DateField(label=_("截止日期"), required=False)
    text = forms.CharField(
        label=_("内容"), max_length=200, help_text=_("单位职务、学校专业、考核年度、奖惩事由或家庭成员情况。")
    )
    result = forms.CharField(
        label=_("结果"), max_length=60, required=False, help_text=_("年度考核填写等次，如：优秀、称职。")
    )


class TrainingForm(HouseForm):
    """A training to plan."""

    kind = forms.ChoiceField(label=_("培养方式"), choices=Training.Kind.choices)
    subject = forms.CharField(label=_("内容"), max_length=100)
    planned_on = forms.DateField(label=_("计划日期"))


class DoneForm(HouseForm):
    """A training that was done."""

    models = (Training,)
    done_on = forms.DateField(label=_("完成日期"))
    hours = forms.IntegerField(label=_("学时"), min_value=1, max_value=2000)
    result = forms.CharField(label=_("结果"), max_length=100, required=False)


class NominateForm(HouseForm):
    """Nomination for a list."""

    models = (Reserve,)
    level = forms.ChoiceField(label=_("名单层级"), choices=Reserve.LEVELS)
    direction = forms.CharField(label=_("培养方向"), max_length=60, help_text=_("如：县残联副理事长。"))
    reason = forms.CharField(label=_("提名理由"), max_length=300, widget=forms.Textarea)


class ReviewForm(HouseForm):
    """The joint review's opinion."""

    verdict = forms.ChoiceField(
        label=_("联合审核结果"),
        choices=[("pass", _("通过")), ("refuse", _("不通过"))],
        widget=forms.RadioSelect,
        initial="pass",
    )
    note = forms.CharField(label=_("会同组织部门审核的意见"), max_length=200)


class ConfirmForm(HouseForm):
    """By which paper the list was confirmed."""

    basis = forms.CharField(label=_("确定名单的文号或会议"), max_length=60)


class EvaluateForm(HouseForm):
    """The year's evaluation."""

    models = (Evaluation,)
    verdict = forms.ChoiceField(label=_("考评结论"), choices=Evaluation.Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), max_length=200)


class RecommendForm(HouseForm):
    """Where a name is recommended to."""

    to = forms.CharField(label=_("推荐的单位和职务"), max_length=100)


class AppointForm(RecommendForm):
    """What a name was appointed to."""

    to = forms.CharField(label=_("任用的单位和职务"), max_length=60)
    on = forms.DateField(label=_("任用日期"))

"""Forms of contact, research, activities, awards and reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.associations.forms.bodies import easy_field
from zulian.associations.models import Activity, Award, Fieldwork, Question, Survey, Visit
from zulian.associations.models.contacts import How
from zulian.associations.services.activities import guest_kinds
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE, DayField
from zulian.foundation.forms import HouseForm, ManyFilesField, area_of, decision
from zulian.people.occasions import occasions

YES_NO = [("yes", _("是")), ("no", _("否"))]


class ContactForm(HouseForm):
    """Somebody to keep in contact with."""

    id_number = forms.CharField(label=_("联系对象身份证号"), max_length=30, help_text=_("须是本类别的持证残疾人。"))
    since = forms.DateField(label=_("开始联系"), initial=today)


class VisitForm(HouseForm):
    """A visit."""

    models = (Visit,)
    on = forms.DateField(label=_("日期"), initial=today)
    how = forms.ChoiceField(label=_("方式"), choices=How.choices)
    text = area_of(_("了解到的情况"), 500)
    opinion = area_of(_("提出的意见建议"), 300, 2, required=False)


class AnswerForm(HouseForm):
    """Who answers an opinion, and how."""

    by = forms.CharField(label=_("答复单位"), max_length=60)
    answer = area_of(_("答复"), 300)


class FollowForm(HouseForm):
    """What changed."""

    changed = decision(_("有没有落实"), _("已落实"), _("未能落实"))
    change = area_of(_("改变了什么，或未能落实的原因"), 300)


class ResearchForm(HouseForm):
    """A topic."""

    topic = forms.CharField(label=_("课题"), max_length=100)
    question = area_of(_("要弄清的问题"), 1000)
    due_on = DayField(span=DEADLINE, label=_("完成时限"))


class FieldworkForm(HouseForm):
    """A day in the field."""

    models = (Fieldwork,)
    on = forms.DateField(label=_("日期"), initial=today)
    place = forms.CharField(label=_("地点"), max_length=80)
    people = forms.IntegerField(label=_("访谈人数"), min_value=0, max_value=10_000)
    notes = area_of(_("记录"), 3000, 5)


class ReportForm(HouseForm):
    """The report."""

    report = area_of(_("调研报告"), 8000, 10)
    paper = forms.FileField(label=_("报告文件"), required=False)


class ProposalForm(HouseForm):
    """A proposal, and to whom."""

    proposal = area_of(_("建议"), 1000, 4)
    to = forms.CharField(label=_("提交给"), max_length=80)


class VerdictForm(HouseForm):
    """Whether it was adopted, by whom."""

    adopted = decision(_("结果"), _("采纳"), _("未采纳"))
    by = forms.CharField(label=_("答复单位"), max_length=80)
    words = area_of(_("采纳情况或理由"), 500)


class SurveyForm(HouseForm):
    """A survey."""

    models = (Survey,)
    title = forms.CharField(label=_("问卷名称"), max_length=80)
    intro = area_of(_("说明"), 300)
    easy = easy_field(_("易读说明"))
    anonymous = forms.BooleanField(label=_("匿名：不记姓名、时间和来源"), required=False, initial=True)
    until = forms.DateField(label=_("截止日期"))


class QuestionForm(HouseForm):
    """A question."""

    models = (Question,)
    kind = forms.ChoiceField(label=_("题型"), choices=Question.Kind.choices)
    text = forms.CharField(label=_("问题"), max_length=200)
    easy = forms.CharField(label=_("易读问法"), max_length=100, required=False, help_text=_("不填就用上面的问题。"))
    options = area_of(_("选项"), 1000, 4, required=False, help_text=_("单选、多选填写，每行一个。"))
    required = forms.BooleanField(label=_("必答"), required=False, initial=True)


# Activities and honours


class ActivityForm(HouseForm):
    """A plan for an activity."""

    models = (Activity,)
    title = forms.CharField(label=_("活动名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类别"), choices=Activity.Kind.choices)
    occasion = forms.ChoiceField(label=_("时机"), choices=occasions)
    brand = forms.CharField(label=_("活动品牌"), max_length=40, required=False, help_text=_("多年连续举办的，用同一个名字。"))  # fmt: skip
    on = forms.DateField(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=100)
    text = area_of(_("活动方案"), 3000, 6)
    easy = easy_field(_("易读介绍"))
    access = area_of(_("无障碍安排"), 300, 2, help_text=_("坡道、手语翻译和字幕、引导和口述、安静角落等。"))
    budget = forms.DecimalField(label=_("预算（元）"), min_value=0, max_digits=9, decimal_places=2, initial=0)


class JudgeForm(HouseForm):
    """Whether an activity is approved."""

    approved = decision(_("审批"), _("批准"), _("退回修改"))
    note = forms.CharField(label=_("审批意见"), max_length=200, required=False)


class TurnoutForm(HouseForm):
    """Who took part."""

    members: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("参加的会员"), queryset=None, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, members: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["members"]
        field.queryset = members
        field.label_from_instance = lambda m: m.person.name
        for key, words in guest_kinds():
            label = _("其他%(what)s残疾人") % {"what": words} if key.isdecimal() else words
            self.fields[f"guests-{key}"] = forms.IntegerField(
                label=label, min_value=0, max_value=100_000, initial=0, widget=forms.NumberInput(attrs={"class": "form-control"})
            )  # fmt: skip

    def guests(self) -> dict[str, int]:
        """Those who are no members, by group."""
        return {key: self.cleaned_data[f"guests-{key}"] for key, _words in guest_kinds()}


class SumForm(HouseForm):
    """Effect and cost."""

    effect = area_of(_("成效"), 3000, 5)
    cost = forms.DecimalField(
        label=_("实际支出（元）"), min_value=0, max_digits=9, decimal_places=2, help_text=_("同时记入协会经费支出。")
    )


class PhotosForm(HouseForm):
    """Photographs."""

    papers = ManyFilesField(label=_("照片"), required=False)
    caption = forms.CharField(label=_("照片说明"), max_length=80, help_text=_("说清画面里有什么，盲人要听的。"))
    consent = forms.BooleanField(label=_("照片中的人都同意公开"), required=False)


class AwardForm(HouseForm):
    """An honour."""

    title = forms.CharField(label=_("荣誉或名次"), max_length=80)
    whom = forms.CharField(label=_("获得者"), max_length=60)
    level = forms.ChoiceField(label=_("级别"), choices=Award.Level.choices)
    by = forms.CharField(label=_("授予单位"), max_length=80)
    on = forms.DateField(label=_("日期"), initial=today)


class PointsForm(HouseForm):
    """Points for each item of the yearly review, with what the registers suggest."""

    def __init__(self, *args: Any, items: Sequence[tuple[str, str, int]], shown: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words, most in items:
            hint = _("满分 %(n)d，台账测算 %(m)d") % {"n": most, "m": shown.get(key, 0)}
            self.fields[key] = forms.IntegerField(
                label=words, min_value=0, max_value=most, initial=shown.get(key, 0), help_text=hint,
                widget=forms.NumberInput(attrs={"class": "form-control"}),
            )  # fmt: skip
        self.order_fields([key for key, _words, _most in items])


class SelfForm(PointsForm):
    """The self-rating."""

    words = area_of(_("自评说明"), 2000, 4, required=False)


class ReviewForm(PointsForm):
    """The federation's review."""

    opinion = area_of(_("评议意见"), 500, 3)

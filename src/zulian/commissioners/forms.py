"""Forms of the commissioners room."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField, pick_post
from zulian.accounts.models import Post
from zulian.commissioners.models import (
    Applicant,
    Appraisal,
    Commissioner,
    Log,
    Material,
    Need,
    Position,
    Question,
    Record,
    Tenure,
)
from zulian.commissioners.models.appraisal import Grade, Opinion
from zulian.commissioners.models.pay import LEVELS
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE, DayField
from zulian.foundation.forms import HouseForm, YesNoField, dress
from zulian.leadership.models import TIE_ASKED, TIE_OR_UNSAID
from zulian.people.forms import WhoForm
from zulian.people.models import Person


class PlaceForm(HouseForm):
    """For which division."""

    region = RegionField(label=_("单位"))


class AppointForm(WhoForm):
    """Who takes a post, how."""

    tie = forms.ChoiceField(label=_("与残疾人的关系"), choices=TIE_ASKED)
    how = forms.ChoiceField(label=_("产生方式"), choices=Tenure.How.choices[:2])
    education = forms.ChoiceField(label=_("学历"), choices=Commissioner.Education.choices)
    since = forms.DateField(label=_("任职日期"))
    until = forms.DateField(label=_("聘用协议截止"), required=False, help_text=_("不填按规定年限。"))


class ChangeForm(HouseForm):
    """What an archive says."""

    tie = forms.ChoiceField(label=_("与残疾人的关系"), choices=TIE_OR_UNSAID, required=False)
    education = forms.ChoiceField(
        label=_("学历"), choices=[("", _("未填")), *Commissioner.Education.choices], required=False
    )
    party = YesNoField(label=_("中共党员"))
    skills = forms.CharField(label=_("特长"), max_length=100, required=False)
    pension = YesNoField(label=_("已参加养老保险"))
    medical = YesNoField(label=_("已参加医疗保险"))
    injury = YesNoField(label=_("已投意外或工伤保险"))
    account: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label=_("系统账号"), queryset=None, required=False, empty_label=_("没有"), help_text=_("关联后本人可以用手机记工作日志。")
    )  # fmt: skip

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_post(self.fields["account"], posts)


class ContractForm(HouseForm):
    """A contract."""

    number = forms.CharField(label=_("协议编号"), max_length=40, required=False)
    since = forms.DateField(label=_("起始日期"))
    until = forms.DateField(label=_("截止日期"))


class RecordForm(HouseForm):
    """A line of an archive."""

    models = (Record,)
    kind = forms.ChoiceField(label=_("类别"), choices=Record.Kind.choices)
    on = forms.DateField(label=_("日期"))
    text = forms.CharField(label=_("内容"), max_length=200)


class LeaveForm(HouseForm):
    """How a post is left."""

    on = forms.DateField(label=_("离任日期"))
    why = forms.ChoiceField(label=_("离任原因"), choices=[c for c in Tenure.Why.choices if c[0] != "transfer"])
    handover = forms.CharField(
        label=_("工作交接"), max_length=300, required=False, widget=forms.Textarea, help_text=_("残疾人档案、台账、物品交接给谁，还有什么没办完。")
    )  # fmt: skip


class TransferForm(HouseForm):
    """Into which post."""

    position: forms.ModelChoiceField[Position] = forms.ModelChoiceField(label=_("调整到"), queryset=None)
    on = forms.DateField(label=_("调整日期"))
    handover = forms.CharField(label=_("工作交接"), max_length=300, widget=forms.Textarea)

    def __init__(self, *args: Any, positions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = positions  # type: ignore[attr-defined]


class NoticeForm(HouseForm):
    """A notice of recruitment."""

    title = forms.CharField(label=_("标题"), max_length=80)
    conditions = forms.CharField(label=_("报名条件"), max_length=2000, widget=forms.Textarea)
    opens_on = forms.DateField(label=_("报名开始"))
    closes_on = DayField(span=DEADLINE, label=_("报名截止"))
    positions: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("空缺岗位"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, positions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["positions"].queryset = positions  # type: ignore[attr-defined]


class ApplyForm(WhoForm):
    """Somebody applies."""

    position: forms.ModelChoiceField[Position] = forms.ModelChoiceField(label=_("报考岗位"), queryset=None)
    tie = forms.ChoiceField(label=_("与残疾人的关系"), choices=TIE_ASKED)

    def __init__(self, *args: Any, positions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].queryset = positions  # type: ignore[attr-defined]


class ReviewForm(HouseForm):
    """Whether an applicant qualifies."""

    verdict = forms.ChoiceField(
        label=_("审核结果"),
        choices=[("pass", _("通过")), ("reject", _("不通过"))],
        widget=forms.RadioSelect,
        initial="pass",
    )
    score = forms.DecimalField(
        label=_("笔试面试成绩"), min_value=Decimal(0), max_value=Decimal(100), decimal_places=2, required=False
    )
    note = forms.CharField(label=_("审核意见"), max_length=200, required=False)


class ChooseForm(HouseForm):
    """Who is chosen, from when."""

    columns = {"why": (Applicant, "note")}
    since = forms.DateField(label=_("任职日期"))
    why = forms.CharField(label=_("理由"), max_length=200, required=False, help_text=_("不是排名第一的，须写明理由。"))


class RateForm(HouseForm):
    """A standard of pay."""

    level = forms.TypedChoiceField(label=_("岗位层级"), choices=LEVELS, coerce=int)
    monthly = forms.DecimalField(label=_("每月标准（元）"), min_value=Decimal(0), max_digits=8, decimal_places=2)
    since = forms.DateField(label=_("执行日期"))
    basis = forms.CharField(label=_("依据文件"), max_length=100)


class MonthForm(HouseForm):
    """A month to reckon."""

    month = forms.DateField(label=_("补贴月份"), help_text=_("选当月任何一天。"))


class PayForm(HouseForm):
    """That some months were paid."""

    on = forms.DateField(label=_("发放日期"))
    proof = forms.CharField(label=_("拨付凭证号"), max_length=80)
    file = forms.FileField(label=_("凭证扫描件"), required=False)


class CorrectForm(HouseForm):
    """What was paid in one month."""

    paid = forms.DecimalField(label=_("实发（元）"), min_value=Decimal(0), max_digits=8, decimal_places=2)
    on = forms.DateField(label=_("发放日期"))
    proof = forms.CharField(label=_("拨付凭证号"), max_length=80, required=False)


class PersonChoice(forms.ModelChoiceField[Person]):
    """Somebody of the own village, told apart from namesakes by the year of birth."""

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj.name}（{obj.birth.year}）"


class LogForm(HouseForm):
    """One entry of the log: what, for whom, when; what is needed. Large and short, for a phone."""

    models = (Log,)
    kind = forms.ChoiceField(
        label=_("做了什么"), choices=Log.Kind.choices, widget=forms.RadioSelect, initial=Log.Kind.VISIT
    )
    person = PersonChoice(label=_("服务对象"), queryset=None, required=False, empty_label=_("请选择"))
    day = forms.DateField(label=_("日期"), initial=today)
    text = forms.CharField(label=_("情况"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    need = forms.ChoiceField(label=_("发现的需求"), choices=[("", _("没有")), *Need.Kind.choices], required=False)
    need_text = forms.CharField(label=_("需求说明"), max_length=200, required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial=lambda: str(uuid.uuid4()), max_length=36)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class ReplyForm(HouseForm):
    """What was done about a need."""

    models = (Need,)
    reply = forms.CharField(label=_("办理情况"), max_length=200)


class PeriodForm(HouseForm):
    """A period of appraisal."""

    name = forms.CharField(label=_("名称"), max_length=60)
    first = forms.DateField(label=_("起始日期"))
    last = forms.DateField(label=_("截止日期"))


class ItemsForm(HouseForm):
    """A mark for each item of the policy; together they are of a hundred."""

    def __init__(self, *args: Any, items: Any, marks: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = [(str(name), int(points)) for name, points in items]
        given = dict(marks)
        for n, (name, points) in enumerate(self.items):
            label = _("%(name)s（%(points)d 分）") % {"name": name, "points": points}
            field = forms.DecimalField(
                label=label, min_value=Decimal(0), max_value=Decimal(points), decimal_places=1, initial=given.get(name)
            )
            dress(field)
            self.fields[f"item-{n}"] = field
        self.order_fields([f"item-{n}" for n in range(len(self.items))])

    def marks(self) -> list[tuple[str, str]]:
        """Name and mark of each item."""
        return [(name, str(self.cleaned_data[f"item-{n}"])) for n, (name, _points) in enumerate(self.items)]

    def total(self) -> Decimal:
        """All marks together, of a hundred."""
        whole = sum(points for _name, points in self.items)
        return sum((Decimal(mark) for _name, mark in self.marks()), Decimal(0)) * 100 / whole


class OwnForm(ItemsForm):
    """One's own marks and summary."""

    columns = {"text": (Appraisal, "own_text")}
    text = forms.CharField(label=_("个人总结"), max_length=500, widget=forms.Textarea)


class RateOtherForm(ItemsForm):
    """The township's marks."""

    columns = {"note": (Appraisal, "town_note")}
    note = forms.CharField(label=_("意见"), max_length=300, required=False, widget=forms.Textarea)


class OpinionForm(HouseForm):
    """What somebody who was served says."""

    person = PersonChoice(label=_("服务对象"), queryset=None)
    mark = forms.TypedChoiceField(label=_("评价"), choices=Opinion.MARKS, coerce=int, widget=forms.RadioSelect)
    note = forms.CharField(label=_("意见"), max_length=200, required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


class AppealForm(HouseForm):
    """An appeal."""

    columns = {"text": (Appraisal, "appeal")}
    text = forms.CharField(label=_("申诉理由"), max_length=300, widget=forms.Textarea)


class DecideForm(HouseForm):
    """The answer to an appeal."""

    models = (Appraisal,)
    grade = forms.ChoiceField(label=_("等次"), choices=Grade.choices)
    reply = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea)


class CourseForm(HouseForm):
    """A course for the plan."""

    title = forms.CharField(label=_("课程"), max_length=80)
    hours = forms.IntegerField(label=_("学时"), min_value=1, max_value=200)
    planned_on = forms.DateField(label=_("计划日期"))
    aim = forms.CharField(label=_("培训内容"), max_length=300, required=False, widget=forms.Textarea)


class SessionForm(HouseForm):
    """When and where a course is held."""

    on = forms.DateField(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=80)


class QuestionForm(HouseForm):
    """A question of a test."""

    models = (Question,)
    text = forms.CharField(label=_("题目"), max_length=300, widget=forms.Textarea)
    options = forms.CharField(
        label=_("选项"), max_length=800, widget=forms.Textarea, help_text=_("一行一个，2 至 6 个。")
    )
    answer = forms.IntegerField(label=_("正确答案是第几个"), min_value=1, max_value=6)


class MaterialForm(HouseForm):
    """Something to learn from."""

    models = (Material,)
    title = forms.CharField(label=_("名称"), max_length=80)
    file = forms.FileField(label=_("文件"), required=False, help_text=_("PDF、Word、Excel 或图片。"))
    link = forms.CharField(label=_("音像地址"), max_length=200, required=False)
    text = forms.CharField(
        label=_("文字稿"), max_length=20_000, required=False, widget=forms.Textarea,
        help_text=_("音像教材必填：字幕内容。页面上用大字显示，读屏软件可以朗读。"),
    )  # fmt: skip

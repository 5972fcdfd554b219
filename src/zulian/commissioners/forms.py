"""Forms of the commissioners room that ask for more than columns of one model."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import pick_post
from zulian.commissioners.models import (
    Applicant,
    Appraisal,
    Commissioner,
    Log,
    Material,
    Need,
    Opinion,
    Payment,
    Position,
    Question,
    Recruitment,
    Session,
    Tenure,
)
from zulian.commissioners.services.appraisal import figures, served_people
from zulian.commissioners.services.archive import accounts_for
from zulian.commissioners.services.pay import first_of
from zulian.commissioners.services.training import absent_from
from zulian.foundation.clock import today
from zulian.foundation.forms import BaseForm, NumberField, area_of, decision, mark
from zulian.leadership.models import TIE_ASKED
from zulian.people.forms import WhoForm
from zulian.people.models import Person
from zulian.registers.forms import BaseModelForm


class PersonChoice(forms.ModelChoiceField[Person]):
    """Somebody of the own village, told apart from namesakes by the year of birth."""

    def label_from_instance(self, obj: Person) -> str:
        return f"{obj.name}（{obj.birth.year}）"


# Positions and the archive


class AppointForm(WhoForm):
    """Who takes a position, how."""

    tie = forms.ChoiceField(label=_("与残疾人的关系"), choices=TIE_ASKED)
    how = forms.ChoiceField(label=_("产生方式"), choices=Tenure.How.choices[:2])
    education = forms.ChoiceField(label=_("学历"), choices=Commissioner.Education.choices)
    since = forms.DateField(label=_("任职日期"), initial=today)
    until = forms.DateField(
        label=_("聘用协议截止"), required=False, help_text=_("不填按规定年限。")
    )

    def fit_to(self, row: Position) -> None:
        self.initial["home"] = f"{row.region.name} {row.region_id}"


class ChangeForm(BaseModelForm):
    """What an archive says."""

    optional = ("account",)

    class Meta:
        model = Commissioner
        fields = ("tie", "education", "party", "skills", "pension", "medical", "injury", "account")

    def fit_to(self, row: Commissioner) -> None:
        pick_post(self.fields["account"], accounts_for(row))


class LeaveForm(BaseModelForm):
    """How a position is left; another one is taken by its own step."""

    required = ("ended_why",)

    class Meta:
        model = Tenure
        fields = ("ended_on", "ended_why", "handover")

    def fit_to(self, row: Commissioner) -> None:
        field: Any = self.fields["ended_why"]
        field.choices = [
            (value, words) for value, words in field.choices if value != Tenure.Why.TRANSFER
        ]


class TransferForm(BaseForm):
    """Into which position."""

    models = (Tenure,)
    position: forms.ModelChoiceField[Position] = forms.ModelChoiceField(
        label=_("调整到"), queryset=None
    )
    ended_on = forms.DateField(label=_("调整日期"), initial=today)
    handover = area_of(_("工作交接"), 300)

    def fit_to(self, row: Commissioner) -> None:
        self.fields["position"].queryset = Position.objects.vacant().with_names()  # type: ignore[attr-defined]


# Recruitment


class NoticeForm(BaseModelForm):
    """A notice of recruitment."""

    positions: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("空缺岗位"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Recruitment
        fields = ("title", "conditions", "opens_on", "closes_on")

    def fit_to(self, row: None) -> None:
        self.fields["positions"].queryset = Position.objects.vacant().with_names()  # type: ignore[attr-defined]


class ApplyForm(WhoForm, BaseModelForm):
    """Somebody applies."""

    field_order = ("id_number", "name", "home", "phone", "ethnicity")

    class Meta:
        model = Applicant
        fields = ("position", "tie")

    def fit_to(self, row: Recruitment) -> None:
        self.fields["position"].queryset = row.positions.with_names()  # type: ignore[attr-defined]


class ReviewForm(BaseModelForm):
    """Whether an applicant qualifies."""

    optional = ("score",)
    field_order = ("passed",)
    passed = decision(_("审核结果"), _("通过"), _("不通过"))

    class Meta:
        model = Applicant
        fields = ("score", "note")


class ChooseForm(BaseForm):
    """Who is chosen, from when."""

    columns = {"why": (Applicant, "note")}
    since = forms.DateField(label=_("任职日期"), initial=today)
    why = forms.CharField(
        label=_("理由"), required=False, help_text=_("不是排名第一的，须写明理由。")
    )


# Allowances


class MonthForm(BaseForm):
    """A month to reckon."""

    month = forms.DateField(
        label=_("补贴月份"), initial=lambda: first_of(today()), help_text=_("选当月任何一天。")
    )


class PayForm(BaseForm):
    """That a month was paid in full."""

    models = (Payment,)
    paid_on = forms.DateField(label=_("发放日期"), initial=today)
    proof = forms.CharField(label=_("拨付凭证号"))
    file = forms.FileField(label=_("凭证扫描件"), required=False)


# The work log


class LogForm(BaseForm):
    """One entry of the log: what, for whom, when; what is needed. Large and short, for a phone."""

    models = (Log,)
    kind = forms.ChoiceField(
        label=_("做了什么"),
        choices=Log.Kind.choices,
        widget=forms.RadioSelect,
        initial=Log.Kind.VISIT,
    )
    person = PersonChoice(
        label=_("服务对象"), queryset=None, required=False, empty_label=_("请选择")
    )
    day = forms.DateField(label=_("日期"), initial=today)
    text = area_of(_("情况"), 300, 2, required=False)
    photo = forms.FileField(
        label=_("现场照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text=_("一张，JPG 或 PNG。只有能看工作日志的人能看到。"),
    )
    need = forms.ChoiceField(
        label=_("发现的需求"), choices=[("", _("没有")), *Need.Kind.choices], required=False
    )
    need_text = forms.CharField(label=_("需求说明"), max_length=200, required=False)
    key = forms.CharField(
        widget=forms.HiddenInput, initial=lambda: str(uuid.uuid4()), max_length=36
    )

    def fit_to(self, row: Commissioner) -> None:
        people = Person.objects.alive().under(row.region_id).order_by("initials", "pk")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        mark(self.fields["person"], _("走访、电话联系、代办必选"))


# Appraisal


class ItemsForm(BaseForm):
    """A mark for each item of the policy; together they are of a hundred."""

    def __init__(self, *args: Any, items: Any = (), **more: Any) -> None:
        super().__init__(*args, **more)
        self.ask(items)

    def ask(self, items: Any, marks: Any = ()) -> None:
        """Ask for a mark for each of some items, which are a name and its points; `marks` are those that were given before."""
        self.items = [(str(name), int(points)) for name, points in items]
        given = dict(marks)
        for n, (name, points) in enumerate(self.items):
            label = _("%(name)s（%(points)d 分）") % {"name": name, "points": points}
            field = NumberField(
                label=label,
                min_value=Decimal(0),
                max_value=Decimal(points),
                decimal_places=1,
                initial=given.get(name),
            )
            self.add_field(f"item-{n}", field)
        self.order_fields([f"item-{n}" for n in range(len(self.items))])

    def clean(self) -> dict[str, Any]:
        """What was filled in, with `mark` and `items` in the place of the mark of each item."""
        data = self.cleaned_data
        self.given = [data.pop(f"item-{n}", Decimal(0)) for n in range(len(self.items))]
        return data if self.errors else data | {"mark": self.total(), "items": self.marks()}

    def marks(self) -> list[tuple[str, str]]:
        """Name and mark of each item."""
        return [
            (name, str(mark)) for (name, _points), mark in zip(self.items, self.given, strict=True)
        ]

    def total(self) -> Decimal:
        """All marks together, of a hundred."""
        return sum(self.given, Decimal(0)) * 100 / sum(points for _name, points in self.items)


class OwnForm(ItemsForm):
    """One's own marks and summary."""

    columns = {"text": (Appraisal, "own_text")}
    text = forms.CharField(label=_("个人总结"), widget=forms.Textarea)

    def fit_to(self, row: Appraisal) -> None:
        self.initial["text"] = row.own_text
        self.ask(figures(today())["items"], row.own_items)


class RateOtherForm(ItemsForm):
    """The township's marks."""

    columns = {"note": (Appraisal, "town_note")}
    note = forms.CharField(label=_("意见"), required=False, widget=forms.Textarea)

    def fit_to(self, row: Appraisal) -> None:
        self.initial["note"] = row.town_note
        self.ask(figures(today())["items"], row.town_items)


class OpinionForm(BaseForm):
    """What somebody who was served says."""

    models = (Opinion,)
    person = PersonChoice(label=_("服务对象"), queryset=None)
    mark = forms.TypedChoiceField(
        label=_("评价"), choices=Opinion.MARKS, coerce=int, widget=forms.RadioSelect
    )
    note = forms.CharField(label=_("意见"), required=False)

    def fit_to(self, row: Appraisal) -> None:
        people = Person.objects.filter(pk__in=served_people(row)).order_by("initials")
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


# Training


class ByHandForm(BaseForm):
    """Who was there without a phone."""

    people: forms.ModelMultipleChoiceField[Commissioner] = forms.ModelMultipleChoiceField(
        label=_("到场的人"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    def fit_to(self, row: Session) -> None:
        field: Any = self.fields["people"]
        field.queryset = absent_from(row)
        field.label_from_instance = lambda c: f"{c.person.name} {c.region.organisation}"


class QuestionForm(BaseForm):
    """A question of a test."""

    models = (Question,)
    text = forms.CharField(label=_("题目"), widget=forms.Textarea)
    options = forms.CharField(
        label=_("选项"), max_length=800, widget=forms.Textarea, help_text=_("一行一个，2 至 6 个。")
    )
    answer = forms.IntegerField(label=_("正确答案是第几个"), min_value=1, max_value=6)


class MaterialForm(BaseModelForm):
    """Something to learn from."""

    field_order = ("title", "file")
    file = forms.FileField(
        label=_("文件"), required=False, help_text=_("PDF、Word、Excel 或图片。")
    )

    class Meta:
        model = Material
        fields = ("title", "link", "text")

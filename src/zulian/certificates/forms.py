"""Forms of the certificates room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField, pick_post
from zulian.accounts.models import Post
from zulian.accounts.open_places import OpenRegionField
from zulian.accounts.roles import Role
from zulian.certificates.models import (
    Assessor,
    Case,
    ChapterQuestion,
    DeathReport,
    Departure,
    HomeAsk,
    Hospital,
    Objection,
    PromiseText,
    Request,
    State,
    Stop,
    Team,
)
from zulian.certificates.models.assessment import MEASURES, HospitalQuerySet
from zulian.certificates.models.cards import GRADES
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services.assessment import signing
from zulian.certificates.services.common import whole
from zulian.certificates.services.decisions import HANDED, Verdict
from zulian.foundation.clock import today
from zulian.foundation.forms import BaseForm, area_of, decision
from zulian.foundation.policy import Policy
from zulian.leadership.models import Term
from zulian.people.disabilities import CATEGORIES, SINGLE
from zulian.people.forms import PersonForm
from zulian.people.models import Person
from zulian.registers.forms import BaseModelForm

NOT_FOUND = ("none", _("不符合"))


class Numbers(forms.TypedMultipleChoiceField):
    """Several categories, as numbers."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=SINGLE, coerce=int, **kwargs)


class KeyedBoxes(forms.CheckboxSelectMultiple):
    """Boxes that are ticked by the key of their number."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(*args, **kwargs)
        option["attrs"]["data-key"] = str(option["value"])
        return option


class LookUpForm(BaseForm):
    """The counter's one field."""

    words = forms.CharField(
        label=_("身份证号、残疾人证号、电话、姓名或拼音"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "inputmode": "text"}
        ),
    )


class RegisterForm(PersonForm):
    """A new person at the counter, with the consent that they have just signed."""

    consent = forms.BooleanField(label=_("本人（监护人）已签署个人信息处理同意书"), required=True)
    field_order = ["id_number", "name", "region", "phone", "address", "consent"]


class StartForm(BaseForm):
    """What a business takes down besides the materials; fields that it does not need are left out."""

    models = (Person, Case)
    categories = Numbers(
        label=_("申请评定的类别"),
        widget=KeyedBoxes,
        error_messages={"required": _("请选择申请评定的残疾类别。")},
        help_text=_("按数字键 1 至 6 勾选。"),
    )
    to_region = RegionField(label=_("迁入地"), anywhere=True)
    reason = forms.CharField(label=_("事由"), max_length=200)
    name = forms.CharField(label=_("新姓名"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("新电话"),
        max_length=30,
        required=False,
        help_text=_("电话、地址不印在证上，只改这些时受理即办结，不换证。"),
    )
    address = forms.CharField(label=_("新户籍地址"), max_length=120, required=False)
    received = forms.MultipleChoiceField(
        label=_("收到的材料"), widget=forms.CheckboxSelectMultiple, required=False
    )
    at_home = forms.BooleanField(label=_("行动不便，需要上门评定或服务"), required=False)

    WANTED = {
        Kind.FIRST: {"categories", "at_home"},
        Kind.REGRADE: {"categories", "at_home"},
        Kind.TRANSFER: {"to_region"},
        Kind.REPLACEMENT: {"reason"},
        Kind.DAMAGE: {"reason"},
        Kind.DETAILS: {"name", "phone", "address"},
        Kind.FREEZE: {"reason"},
        Kind.LOSS: {"reason"},
        Kind.CANCEL: {"reason"},
    }

    def __init__(self, *args: Any, kind: Kind, items: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - self.WANTED.get(kind, set()) - {"received"}:
            del self.fields[name]
        # The hand goes to what must be typed; where nothing must, Enter accepts at once.
        self.typed = next(
            (name for name in ("to_region", "reason", "name") if name in self.fields), ""
        )
        if self.typed:
            self.fields[self.typed].widget.attrs["autofocus"] = True
        field: Any = self.fields["received"]
        optional = _("（有则提供）")
        field.choices = [
            (i["key"], i["name"] if i["required"] else f"{i['name']}{optional}") for i in items
        ]


class ComeForm(BaseForm):
    """Where a person registered elsewhere moves to."""

    region = RegionField(label=_("迁入地（本县区的村或社区）"))
    id_number = forms.CharField(widget=forms.HiddenInput, max_length=20)


class MaterialsForm(BaseForm):
    """What has come in, and a scan of it."""

    received = forms.MultipleChoiceField(
        label=_("收到的材料"), widget=forms.CheckboxSelectMultiple, required=False
    )
    scan_of = forms.ChoiceField(label=_("扫描件是哪一项"), required=False)
    scan = forms.FileField(label=_("扫描件"), required=False)

    def fit_to(self, row: Case) -> None:
        # Who took the case in for another county gathers what that county's list asks for.
        with whole():
            items = list(row.materials.all())
        choose(
            self, "received", [(item.key, item.name) for item in items if item.received_on is None]
        )
        choose(self, "scan_of", [("", "—"), *((item.key, item.name) for item in items)])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("scan")) != bool(data.get("scan_of")):
            self.add_error("scan_of", _("上传扫描件时，请选择它是哪一项材料。"))
        return data


def choose(form: forms.Form, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
    """Let a field choose among the choices of a row."""
    form.fields[name].choices = choices  # type: ignore[attr-defined]


def designated() -> HospitalQuerySet:
    """The hospitals that assess today."""
    rows: HospitalQuerySet = Hospital.objects.designated(today())
    return rows


class OrderForm(BaseForm):
    """To which hospital for which categories; a second hospital where one does not cover all."""

    hospital: forms.ModelChoiceField[Hospital] = forms.ModelChoiceField(
        label=_("评定机构"), queryset=None, empty_label=_("请选择")
    )
    categories = Numbers(label=_("评定类别"))
    second: forms.ModelChoiceField[Hospital] = forms.ModelChoiceField(
        label=_("另一家评定机构"),
        queryset=None,
        required=False,
        empty_label=_("不需要"),
        help_text=_("多重残疾须两家评定时填写。"),
    )
    second_categories = Numbers(label=_("另一家的评定类别"), required=False)
    at_home = forms.BooleanField(label=_("上门评定"), required=False)

    def fit_to(self, row: Case) -> None:
        hospitals = designated()
        for name in ("hospital", "second"):
            offer(self.fields[name], hospitals)
        if len(hospitals) < 2:
            del self.fields["second"], self.fields["second_categories"]


def offer(field: Any, hospitals: HospitalQuerySet) -> None:
    """Let a field choose among hospitals, each with what it assesses."""
    field.queryset = hospitals
    field.label_from_instance = lambda h: f"{h.name}（{h.category_words}）"


class HospitalForm(BaseForm):
    """To which hospital several cases go, each with the categories that it was accepted for."""

    hospital: forms.ModelChoiceField[Hospital] = forms.ModelChoiceField(
        label=_("评定机构"), queryset=None, empty_label=_("请选择")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["hospital"], designated())


def wishes_of(data: dict[str, Any]) -> list[tuple[Hospital, list[int]]]:
    """Each hospital of an `OrderForm` with its categories."""
    pairs = [
        (data["hospital"], data["categories"]),
        (data.get("second"), data.get("second_categories") or []),
    ]
    return [(hospital, categories) for hospital, categories in pairs if hospital]


class JointForm(BaseForm):
    """Evident disability recorded jointly (rules before 2018)."""

    category = forms.TypedChoiceField(label=_("残疾类别"), choices=SINGLE, coerce=int)
    grade = forms.TypedChoiceField(label=_("残疾等级"), choices=GRADES, coerce=int)
    signers: forms.ModelMultipleChoiceField[Term] = forms.ModelMultipleChoiceField(
        label=_("共同签署人"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("本县（区）残联在任领导，须包括理事长；没有列出的请先在“领导班子”登记任职。"),
    )

    def fit_to(self, row: Case) -> None:
        field: Any = self.fields["signers"]
        field.queryset = signing(row)
        field.label_from_instance = lambda term: f"{term.office.title} {term.person.name}"


class FindingForm(BaseForm):
    """The findings of one order: for each category the grade and its measurements."""

    def __init__(
        self,
        *args: Any,
        categories: list[int],
        measures: dict[int, tuple[str, ...]],
        rules: Policy,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names = dict(CATEGORIES)
        self.categories, self.measures = categories, measures
        for category in categories:
            for measure in measures[category]:
                self.add_field(f"{measure}_{category}", self._measure(measure, rules))
            label = _("%(name)s残疾等级") % {"name": names[category]}
            self.add_field(
                f"grade_{category}",
                forms.ChoiceField(label=label, choices=[("", "—"), *GRADES, NOT_FOUND]),
            )
            self.add_field(f"note_{category}", area_of(_("评定意见"), 300, 2, required=False))
            self.add_field(
                f"reason_{category}",
                area_of(
                    _("与推算不一致的理由"),
                    300,
                    2,
                    required=False,
                    help_text=_(
                        "所评等级与测量推算不同，或没有测量结果就评定等级时必填；核对、审核时会看到。"
                    ),
                ),
            )

    def _measure(self, name: str, rules: Policy) -> forms.Field:
        if name == "limb":
            return forms.MultipleChoiceField(
                label=MEASURES[name],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(item["key"], item["name"]) for item in rules["limb"]],
            )
        if name == "adaptive":
            return forms.TypedChoiceField(
                label=MEASURES[name],
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "—"), *((i["grade"], i["name"]) for i in rules["adaptive"])],
            )
        return forms.FloatField(label=MEASURES[name], required=False)

    def measured(self, category: int) -> dict[str, Any]:
        """The measurements of a category that were filled in, as far as they are right."""
        given = {m: self.cleaned_data.get(f"{m}_{category}") for m in self.measures[category]}
        return {m: v for m, v in given.items() if v not in (None, "", [])}

    def graded(self, category: int) -> int | None:
        """The grade that was chosen for a category; None for none, and for what was not chosen yet."""
        grade = self.cleaned_data.get(f"grade_{category}")
        return int(grade) if grade and grade != "none" else None

    def findings(self) -> list[tuple[int, int | None, dict[str, Any], str, str]]:
        """Category, grade or None, measurements, note, and why it is not the grade that these suggest."""
        return [
            (
                category,
                self.graded(category),
                self.measured(category),
                self.cleaned_data[f"note_{category}"],
                self.cleaned_data[f"reason_{category}"],
            )
            for category in self.categories
        ]

    def as_typed(self) -> dict[str, Any]:
        """What was typed so far, to show the form with it once more and without faults."""
        return {
            name: field.widget.value_from_datadict(self.data, self.files, name)
            for name, field in self.fields.items()
        }


VERDICTS = (
    (Verdict.PASS, _("同意")),
    (Verdict.MORE, _("退回补正材料")),
    (Verdict.REASSESS, _("退回重新评定")),
    (Verdict.REFUSE, _("不予办理")),
)


class VerdictForm(BaseForm):
    """What a reviewer or the leader says."""

    verdict = forms.ChoiceField(
        label=_("意见"), widget=forms.RadioSelect, initial=Verdict.PASS, choices=VERDICTS
    )
    words = area_of(_("理由"), 300, 2, required=False, help_text=_("同意可不填。"))

    def fit_to(self, row: Case | None) -> None:
        if row is not None and State.ASSESS not in row.steps:
            choose(
                self, "verdict", [choice for choice in VERDICTS if choice[0] != Verdict.REASSESS]
            )


class CheckForm(BaseForm):
    """What becomes of a finding that differs from what the measurements suggest."""

    agreed = decision(_("核对"), _("理由成立，按医生结论继续"), _("退回重新评定"))
    words = area_of(_("意见"), 300, 2, required=False, help_text=_("退回时必填。"))


class HandOverForm(BaseForm):
    """How the card reaches the holder."""

    how = forms.ChoiceField(label=_("领取方式"), choices=HANDED)
    to = forms.CharField(
        label=_("领取人"), max_length=40, help_text=_("本人或代领人姓名、与本人关系。")
    )


class PauseForm(BaseForm):
    """Why the clock stops."""

    reason = forms.ChoiceField(label=_("暂停原因"))

    def fit_to(self, row: Case) -> None:
        choose(self, "reason", [(reason, reason) for reason in row.routes["pause_reasons"]])


class ReasonForm(BaseForm):
    """A reason."""

    models = (Case,)
    reason = forms.CharField(label=_("原因"), max_length=200)


class AnswerForm(BaseForm):
    """A county's answer to a transfer."""

    agreed = decision(_("意见"), _("同意"), _("不同意"))
    words = forms.CharField(label=_("理由"), max_length=300, required=False)


class ChapterQuestionForm(BaseForm):
    """A question on a chapter of the handbook."""

    models = (ChapterQuestion,)
    text = forms.CharField(label=_("题目"), max_length=300, widget=forms.Textarea)
    options = forms.CharField(
        label=_("选项"), max_length=800, widget=forms.Textarea, help_text=_("一行一个，2 至 6 个。")
    )
    answer = forms.IntegerField(label=_("正确答案是第几个"), min_value=1, max_value=6)


class ProgressForm(BaseForm):
    """The code on a receipt."""

    code = forms.CharField(
        label=_("查询码"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class CheckCardForm(BaseForm):
    """A card to be checked."""

    models = (Person,)
    number = forms.CharField(
        label=_("残疾人证号"), max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    name = forms.CharField(label=_("姓名"), max_length=60)


class HomeAskForm(BaseModelForm):
    """Somebody asks to be visited at home."""

    required = ("phone",)
    field_order = ("name", "phone", "region", "place")
    region = OpenRegionField(picks="certificates:public-places", label=_("在哪个村（社区）"))

    class Meta:
        model = HomeAsk
        fields = ("name", "phone", "place", "purpose", "why")


class TakeHomeForm(BaseForm):
    """Whose file belongs to a visit that was asked for."""

    id_number = forms.CharField(label=_("申请人身份证号"), max_length=30)
    categories = Numbers(label=_("评定类别"), required=False, help_text=_("上门评定的必须选择。"))


class WhyForm(BaseForm):
    """Why something is undone."""

    why = forms.CharField(label=_("撤销原因"), max_length=200)


class NamedForm(BaseModelForm):
    """Somebody by number and name, beside the fields of a model."""

    columns = {"name": (Person, "name")}
    id_number = forms.CharField(label=_("身份证号"), max_length=30)
    name = forms.CharField(label=_("姓名"), max_length=60)

    class Meta:
        model = DeathReport
        fields: tuple[str, ...] = ()


class DeathLineForm(NamedForm):
    """One line of a list of deaths."""

    field_order = ("id_number", "name")

    class Meta:
        model = DeathReport
        fields = ("died_on", "source", "origin")


class DeathCheckForm(BaseModelForm):
    """Whether somebody has died, and how that was found out."""

    died = decision(_("核实结果"), _("属实"), _("不属实"))
    required = ("how",)
    field_order = ("died", "how")

    class Meta:
        model = DeathReport
        fields = ("how",)


class DepartureForm(NamedForm):
    """A household that moved away."""

    field_order = ("id_number", "name")

    class Meta:
        model = Departure
        fields = ("moved_on", "moved_to", "source")


class DoubtForm(BaseForm):
    """Why the receiving county wants a reassessment."""

    words = area_of(_("理由"), 300, 2, help_text=_("如：现场情况与证上等级明显不符。"))


class ObjectionForm(BaseModelForm):
    """An objection."""

    class Meta:
        model = Objection
        fields = ("by_whom", "ground")


def category_of(label: Any, none: Any) -> forms.TypedChoiceField:
    """A category that was found, or none."""
    choices = [("", none), *SINGLE]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=False
    )


def grade_of(label: Any) -> forms.TypedChoiceField:
    """A grade that was found, or none."""
    choices = [("", "—"), *GRADES]
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=int, empty_value=None, required=False
    )


class DecisionForm(BaseForm):
    """The result of the reassessment."""

    upheld = decision(_("复核结论"), _("异议成立，改变结论"), _("维持原结论"))
    category = category_of(_("新的类别"), _("不符合条件"))
    grade = grade_of(_("新的等级"))
    second = category_of(_("另一类别"), "—")
    second_grade = grade_of(_("另一类别的等级"))
    decision = area_of(_("复核意见"), 300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for kind, grade in (("category", "grade"), ("second", "second_grade")):
            if bool(data.get(kind)) != bool(data.get(grade)):
                self.add_error(grade, _("类别和等级要一起填写。"))
        return data


def parts_of(data: dict[str, Any]) -> dict[int, int]:
    """The new findings of a `DecisionForm`: {category: grade}."""
    pairs = [(data["category"], data["grade"]), (data["second"], data["second_grade"])]
    return {category: grade for category, grade in pairs if category and grade}


class SignForm(BaseForm):
    """Signing in the system."""

    typed_name = forms.CharField(label=_("输入您的姓名作为签名"), max_length=40)


class PaperForm(BaseForm):
    """A text signed on paper."""

    post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(label=_("签署人"), queryset=None)
    kind = forms.ChoiceField(label=_("文本"), choices=PromiseText.Kind.choices)
    signed_on = forms.DateField(label=_("签署日期"))
    scan = forms.FileField(label=_("扫描件"), help_text=_("PDF 或照片，不超过 20 MB。"))

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_post(self.fields["post"], posts)


class TextForm(BaseModelForm):
    """A new version of a text."""

    text = area_of(_("内容"), 10_000, 14)

    class Meta:
        model = PromiseText
        fields = ("kind", "text", "since")


class AssessorForm(BaseModelForm):
    """A doctor of a hospital; who is one already is appointed anew."""

    post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label=_("医生（岗位）"), queryset=None
    )
    field_order = ("post", "categories")

    class Meta:
        model = Assessor
        fields = ("categories",)

    def fit_to(self, row: Hospital | None) -> None:
        pick_post(self.fields["post"], Post.objects.held().filter(role=Role.ASSESSOR))


# Home service


class VisitForm(BaseModelForm):
    """A request for a visit at home."""

    optional = ("region", "categories", "equipment")
    cannot_travel = forms.BooleanField(label=_("本人无法出行"), required=False, initial=True)
    field_order = ("purpose", "source", "why", "cannot_travel")

    class Meta:
        model = Request
        fields = (
            *("purpose", "source", "why", "region", "categories", "equipment"),
            *("from_time", "to_time", "must_by"),
        )


class VisitJudgeForm(BaseForm):
    """Whether a request is admitted."""

    models = (Request,)
    admitted = decision(_("核实结果"), _("同意上门"), _("不符合条件"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class TeamForm(BaseModelForm):
    """A team."""

    optional = ("equipment",)

    class Meta:
        model = Team
        fields = (
            "name",
            "members",
            "assessor",
            "equipment",
            "starts",
            "ends",
            "capacity",
            "active",
        )


class StopForm(BaseModelForm):
    """The outcome of a stop, on a phone without the script."""

    required = ("outcome",)

    class Meta:
        model = Stop
        fields = ("outcome", "note")

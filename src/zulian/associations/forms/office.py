"""Forms of the office that ask for more than columns of one model."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import pick_post
from zulian.accounts.models import Post
from zulian.associations.models import (
    Activity,
    Association,
    CaseNote,
    Contact,
    Decision,
    Meeting,
    Member,
    Opinion,
    Paper,
    Photo,
    Question,
    Research,
    Review,
    RightsCase,
    Seat,
    Visit,
)
from zulian.associations.rules.figures import equipment
from zulian.associations.services import cases, meetings, reviews
from zulian.associations.services.activities import guest_kinds
from zulian.departments.forms import offer_own
from zulian.foundation.clock import today
from zulian.foundation.forms import BaseForm, ManyFilesField, area_of, decision
from zulian.leadership.models import Tie
from zulian.people.forms import WhoForm
from zulian.people.models import Person
from zulian.registers.forms import BaseModelForm

WHO = ("id_number", "name", "home", "phone", "ethnicity")

# Associations


class AssociationForm(BaseModelForm):
    """Office and means of an association."""

    required, unshown = ("contact",), ("phone",)
    equipment = forms.MultipleChoiceField(
        label=_("设备"), choices=equipment, widget=forms.CheckboxSelectMultiple, required=False
    )

    class Meta:
        model = Association
        fields = ("set_up_on", "office", "area", "equipment", "contact", "phone", "about", "easy")

    def clean_equipment(self) -> str:
        """The keys as the column holds them."""
        return ",".join(self.cleaned_data["equipment"])


class PaperForm(BaseModelForm):
    """A constitution or a system."""

    paper = forms.FileField(
        label=_("文本"), required=False, help_text=_("Word、PDF 或照片，不超过 20 MB。")
    )

    class Meta:
        model = Paper
        fields = ("kind", "title", "adopted_on")


class TiedForm(WhoForm):
    """A person and how they belong to the group."""

    field_order = (*WHO, "tie", "through")
    columns = {name: (Person, name) for name in ("name", "phone")}
    through = forms.CharField(
        label=_("所关联残疾人的身份证号"),
        max_length=30,
        required=False,
        help_text=_("选“残疾人亲属”时填写，用来核对档案。"),
    )


class SeatForm(TiedForm, BaseModelForm):
    """Somebody for a committee."""

    class Meta:
        model = Seat
        fields = ("tie", "office", "since")

    def clean(self) -> dict[str, Any]:
        """What a chair must be is told at its field, not above the form as constraints are."""
        data = super().clean() or {}
        if data.get("office") == Seat.Office.CHAIR and data.get("tie") == Tie.NONE:
            self.add_error("tie", _("主席须由本类别残疾人或其亲属担任。"))
        return data


class MemberForm(TiedForm, BaseModelForm):
    """A member."""

    class Meta:
        model = Member
        fields = ("tie", "joined_on")


# Meetings


class HoldForm(BaseModelForm):
    """Who came, what was said."""

    required = ("minutes",)
    field_order = ("present",)
    present: forms.ModelMultipleChoiceField[Seat] = forms.ModelMultipleChoiceField(
        label=_("到会的委员"), queryset=None, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Meeting
        fields = ("minutes",)

    def fit_to(self, row: Meeting) -> None:
        field: Any = self.fields["present"]
        field.queryset = meetings.due(row)
        field.label_from_instance = lambda seat: (
            f"{seat.person.name}（{seat.get_office_display()}）"
        )  # untranslated: brackets


# Contact


class DecisionForm(BaseModelForm):
    """What a meeting decided."""

    class Meta:
        model = Decision
        fields = ("text", "owner", "department", "due")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_own(self)


class ContactForm(BaseModelForm):
    """Somebody to keep in contact with."""

    field_order = ("id_number",)
    id_number = forms.CharField(
        label=_("联系对象身份证号"), max_length=30, help_text=_("须是本类别的持证残疾人。")
    )

    class Meta:
        model = Contact
        fields = ("since",)


class VisitForm(BaseModelForm):
    """A visit, and what was said on it."""

    columns = {"opinion": (Opinion, "text")}
    opinion = area_of(_("提出的意见建议"), 300, 2, required=False)

    class Meta:
        model = Visit
        fields = ("on", "how", "text")


class FollowForm(BaseModelForm):
    """What changed."""

    required = ("change",)
    field_order = ("changed",)
    changed = decision(_("有没有落实"), _("已落实"), _("未能落实"))

    class Meta:
        model = Opinion
        fields = ("change",)


# Research


class ReportForm(BaseModelForm):
    """The report."""

    required = ("report",)
    paper = forms.FileField(label=_("报告文件"), required=False)

    class Meta:
        model = Research
        fields = ("report",)


class VerdictForm(BaseModelForm):
    """Whether it was adopted, by whom."""

    required = ("verdict_by", "verdict")
    field_order = ("adopted",)
    adopted = decision(_("结果"), _("采纳"), _("未采纳"))

    class Meta:
        model = Research
        fields = ("verdict_by", "verdict")


class QuestionForm(BaseModelForm):
    """A question."""

    field_order = ("kind", "text", "easy", "options")
    options = area_of(_("选项"), 1000, 4, required=False, help_text=_("单选、多选填写，每行一个。"))

    class Meta:
        model = Question
        fields = ("kind", "text", "easy", "required")


# Activities


class JudgeForm(BaseModelForm):
    """Whether an activity is approved."""

    field_order = ("approved",)
    approved = decision(_("审批"), _("批准"), _("退回修改"))

    class Meta:
        model = Activity
        fields = ("note",)


class TurnoutForm(BaseForm):
    """Which members took part, and how many others of each group."""

    members: forms.ModelMultipleChoiceField[Member] = forms.ModelMultipleChoiceField(
        label=_("参加的会员"), queryset=None, widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, words in guest_kinds():
            label = _("其他%(what)s残疾人") % {"what": words} if key.isdecimal() else words
            field = forms.IntegerField(label=label, min_value=0, max_value=100_000, initial=0)
            self.add_field(f"guests-{key}", field)

    def fit_to(self, row: Activity) -> None:
        field: Any = self.fields["members"]
        rows = Member.objects.filter(association=row.association_id, left_on=None).select_related(
            "person"
        )
        field.queryset = rows.order_by("person__name")
        field.label_from_instance = lambda member: member.person.name


class SumForm(BaseModelForm):
    """Effect and cost."""

    required = ("effect",)

    class Meta:
        model = Activity
        fields = ("effect", "cost")


class PhotosForm(BaseModelForm):
    """Photographs."""

    field_order = ("papers",)
    papers = ManyFilesField(label=_("照片"), required=False)

    class Meta:
        model = Photo
        fields = ("caption", "consent")


# Reviews


class PointsForm(BaseForm):
    """Points for each item of the yearly review."""

    models = (Review,)

    def ask(self, association: Association, year: int, given: dict[str, int]) -> None:
        """Ask for the points of a year's items, beginning with those that are given, else with what the registers suggest."""
        items, known = reviews.items(year), reviews.suggestions(association, year)
        for key, words, most in items:
            start = given.get(key, 0) if given else known[key]
            hint = _("满分 %(n)d，台账测算 %(m)d") % {"n": most, "m": known[key]}
            field = forms.IntegerField(
                label=words, min_value=0, max_value=most, initial=start, help_text=hint
            )
            self.add_field(key, field)
        self.order_fields([key for key, _words, _most in items])


class SelfForm(PointsForm):
    """The self-rating of this year."""

    words = area_of(_("自评说明"), 2000, 4, required=False)

    def fit_to(self, row: Association) -> None:
        review = Review.objects.filter(association=row, year=today().year).first()
        self.ask(row, today().year, review.own if review else {})


class ReviewForm(PointsForm):
    """The federation's review."""

    opinion = area_of(_("评议意见"), 500, 3)

    def fit_to(self, row: Review) -> None:
        self.ask(row.association, row.year, row.own)


# Rights cases


class TakeDownForm(BaseForm):
    """A complaint taken down in the office."""

    models = (RightsCase,)
    matter = forms.ChoiceField(label=_("事由"), choices=RightsCase.Matter.choices)
    source = forms.ChoiceField(label=_("来源"), choices=RightsCase.Source.choices[1:])
    name = forms.CharField(label=_("反映人"), max_length=40)
    reply_to = forms.CharField(label=_("怎么联系"), max_length=100, required=False)
    text = area_of(_("反映的问题"), 2000, 6)


class CaseNoteForm(BaseForm):
    """A step in handling a case."""

    models = (CaseNote,)
    text = area_of(_("办理情况"), 1000)
    shared = forms.BooleanField(label=_("反映人可以看到（作为答复或询问）"), required=False)


class OutcomeForm(BaseForm):
    """How a case ends."""

    models = (RightsCase,)
    outcome = area_of(_("办理结果"), 1000, help_text=_("反映人会看到。"))


class RefuseForm(BaseForm):
    """Why a case is not taken up."""

    columns = {"note": (RightsCase, "outcome")}
    note = area_of(_("原因，以及可以找谁"), 500)


class AdmitForm(BaseForm):
    """Another post for the circle."""

    post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label=_("准许查看的岗位"), queryset=None
    )

    def fit_to(self, row: RightsCase) -> None:
        pick_post(self.fields["post"], cases.admissible(row))

"""Forms of assessment (评定): orders to hospitals, a joint record, the findings of a doctor, who assesses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import pick_post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.forms.common import Numbers, PartsForm, part
from zulian.certificates.models import Assessor, Case, Hospital
from zulian.certificates.models.assessment import MEASURES, HospitalQuerySet
from zulian.certificates.services.assessment import signing
from zulian.foundation.clock import today
from zulian.foundation.forms import BaseForm, area_of
from zulian.foundation.policy import Policy
from zulian.leadership.models import Term
from zulian.people.disabilities import CATEGORIES, GRADES, SINGLE
from zulian.registers.forms import BaseModelForm

NOT_FOUND = ("none", _("不符合"))
# More hospitals of one case, where the first does not assess all of it.
MORE = ("second", "third")


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
        help_text=_("一家评定不了全部类别时填写。"),
    )
    second_categories = Numbers(label=_("另一家的评定类别"), required=False)
    third: forms.ModelChoiceField[Hospital] = forms.ModelChoiceField(
        label=_("第三家评定机构"), queryset=None, required=False, empty_label=_("不需要")
    )
    third_categories = Numbers(label=_("第三家的评定类别"), required=False)
    at_home = forms.BooleanField(label=_("上门评定"), required=False)

    def fit_to(self, row: Case) -> None:
        hospitals = designated()
        offer(self.fields["hospital"], hospitals)
        for n, name in enumerate(MORE, 2):
            if len(hospitals) < n:
                del self.fields[name], self.fields[f"{name}_categories"]
            else:
                offer(self.fields[name], hospitals)


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
        *((data.get(name), data.get(f"{name}_categories") or []) for name in MORE),
    ]
    return [(hospital, categories) for hospital, categories in pairs if hospital]


class JointForm(PartsForm):
    """Evident disability recorded jointly (rules before 2018)."""

    signers: forms.ModelMultipleChoiceField[Term] = forms.ModelMultipleChoiceField(
        label=_("共同签署人"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("本县（区）残联在任领导，须包括理事长；没有列出的请先在“领导班子”登记任职。"),
    )
    field_order = (*(part(category) for category, _name in SINGLE), "signers")

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
                    _("理由（结论与推算不同，或测量没有填全）"),
                    300,
                    2,
                    required=False,
                    help_text=_("有以上情形时必填；公示前由办证员核对。"),
                ),
            )

    def _measure(self, name: str, rules: Policy) -> forms.Field:
        if name == "limb":
            return forms.MultipleChoiceField(
                label=MEASURES[name],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=_by_grade(rules["limb"]),
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


def _by_grade(conditions: list[dict[str, Any]]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Conditions under the grade that each suggests, the most severe first."""
    return [
        (
            _("%(grade)s的情形") % {"grade": name},
            [(item["key"], item["name"]) for item in conditions if item["grade"] == grade],
        )
        for grade, name in GRADES
    ]


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

"""Forms of volunteers that ask for more than columns of one model."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField
from zulian.departments.forms import offer_own
from zulian.foundation.forms import BaseForm, ManyFilesField, area_of
from zulian.people.commemorative_days import named_days
from zulian.registers.forms import BaseModelForm
from zulian.volunteers.forms.public import (
    JoinForm,
    ProfileForm,
    WantedForm,
    kind_field,
    several,
)
from zulian.volunteers.models import (
    Activity,
    Decision,
    Group,
    HelpNeed,
    Meeting,
    Member,
    Photo,
    Slot,
    Training,
    Unit,
    Volunteer,
)
from zulian.volunteers.services.common import catalogue, trained_kinds

HOW_CHECKED = [
    ("", _("暂不核验")),
    ("document", _("见身份证原件")),
    ("copy", _("见身份证复印件并电话核实")),
    ("employer", _("由所在单位集中核实")),
]


def how_words(how: str) -> str:
    """How an identity was checked, in words; "" where it was not."""
    return str(dict(HOW_CHECKED)[how]) if how else ""


class UnitForm(BaseModelForm):
    """A unit of the network; what is still missing does not hold up the rest, the unit's page says what it is."""

    unshown = ("phone",)

    class Meta:
        model = Unit
        fields: tuple[str, ...] = ("leader", "phone", "place", "set_up_on")


class BrigadeForm(UnitForm):
    """A brigade of a department or an association."""

    required = ("host",)

    class Meta:
        model = Unit
        fields = ("host", *UnitForm.Meta.fields)
        labels = {"host": _("依托的科室或专门协会")}


class GroupForm(BaseModelForm):
    """A leading group."""

    required = ("leader",)

    class Meta:
        model = Group
        fields = ("leader", "basis", "set_up_on")


class MemberForm(BaseModelForm):
    """A member department of a leading group, with the one kept beside the federation where it is kept."""

    class Meta:
        model = Member
        fields = ("department", "partner", "name", "title", "phone")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_own(self, "partner")


class DecisionForm(BaseModelForm):
    """What a joint meeting decided."""

    class Meta:
        model = Decision
        fields = ("text", "owner", "department", "due")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_own(self)


class HoldForm(BaseForm):
    """Who came, what was said."""

    models = (Meeting,)
    present: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("到会的成员"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    minutes = area_of(_("会议纪要"), 5000, 4)

    def fit_to(self, row: Meeting) -> None:
        self.fields["present"].queryset = row.group.members.all()  # type: ignore[attr-defined]


# Volunteers


class StationForm(JoinForm):
    """An application taken down at a station, with the document at hand."""

    region = RegionField(label=_("服务地区"))
    how = forms.ChoiceField(label=_("实名核验"), choices=HOW_CHECKED, required=False)
    consent = forms.BooleanField(label=_("本人同意登记和使用以上信息"), required=False)


class ApprovalForm(BaseForm):
    """How the identity was checked."""

    how = forms.ChoiceField(
        label=_("实名核验"), choices=HOW_CHECKED, required=False, widget=forms.RadioSelect
    )


class VerifyForm(BaseForm):
    """How the identity was checked, now."""

    how = forms.ChoiceField(label=_("核验方式"), choices=HOW_CHECKED[1:])


class ChangeForm(ProfileForm):
    """What is kept of a volunteer."""

    optional = ("team", "brigade")
    field_order = ("region", "team", "brigade", "skills", "times")

    class Meta:
        model = Volunteer
        fields = ("region", "team", "brigade", *ProfileForm.Meta.fields)

    def fit_to(self, row: Volunteer) -> None:
        team: Any = self.fields["team"]
        brigade: Any = self.fields["brigade"]
        team.empty_label, brigade.empty_label = _("个人"), _("没有")
        brigade.queryset = Unit.objects.due().filter(kind=Unit.Kind.BRIGADE).with_names()


def trained_choices() -> list[tuple[str, str]]:
    """Services for which a qualification is needed."""
    wanted = trained_kinds()
    return [(key, words) for key, words in catalogue() if key in wanted]


class TrainingForm(BaseModelForm):
    """A session of training."""

    keys = several(_("合格后取得哪些服务的资格"), trained_choices, required=False)

    class Meta:
        model = Training
        fields = ("title", "on", "place", "hours")


class NumberForm(BaseForm):
    """A volunteer by number."""

    number = forms.CharField(label=_("志愿者编号"), max_length=20)


# Needs


class TakeDownForm(WantedForm):
    """A need that was told."""

    field_order = ("id_number", "source", "place")
    id_number = forms.CharField(label=_("服务对象身份证号"), max_length=30)
    source = forms.ChoiceField(label=_("来源"), choices=HelpNeed.Source.choices[2:])

    class Meta:
        model = HelpNeed
        fields = ("source", "place", *WantedForm.Meta.fields)
        help_texts = {"place": _("不填按档案地址。")}


class TriageForm(WantedForm):
    """A need as it really is."""

    id_number = forms.CharField(
        label=_("服务对象身份证号"),
        max_length=30,
        required=False,
        help_text=_("公众页面提出的，填写后对上档案。"),
    )
    number = forms.CharField(label=_("希望由谁来（志愿者编号）"), max_length=20, required=False)

    class Meta:
        model = HelpNeed
        fields = (*WantedForm.Meta.fields, "risk", "same_sex")


class OutcomeForm(BaseForm):
    """What was done about a report."""

    outcome = area_of(_("处理结果"), 1000, 4)


# Activities


class ActivityForm(BaseModelForm):
    """An activity; the accessibility of its place is not optional."""

    occasion = forms.ChoiceField(label=_("时机"), choices=named_days)

    class Meta:
        model = Activity
        fields = (
            *("title", "occasion", "brand", "on", "place", "text", "expected"),
            *("entrance", "toilet", "signing", "guiding", "safety"),
        )


class SlotForm(BaseModelForm):
    """A role for a shift."""

    kind = kind_field()

    class Meta:
        model = Slot
        fields = ("name", "kind", "start", "end", "places")


class PhotosForm(BaseModelForm):
    """Photographs."""

    field_order = ("papers",)
    papers = ManyFilesField(label=_("照片"), required=False)

    class Meta:
        model = Photo
        fields = ("caption", "consent")


class SummaryForm(BaseModelForm):
    """What came of an activity."""

    required = ("summary",)

    class Meta:
        model = Activity
        fields = ("reached", "cost", "summary", "coverage")


# The own page

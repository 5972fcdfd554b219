"""Forms of the pages for everybody and of a volunteer's own page, which the office's build on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField
from zulian.accounts.open_places import OpenRegionField
from zulian.foundation.clock import today
from zulian.foundation.forms import MARKS, BaseForm, area_of
from zulian.registers.forms import BaseModelForm
from zulian.volunteers.models import (
    Concern,
    Feedback,
    HelpNeed,
    Registration,
    Team,
    Volunteer,
)
from zulian.volunteers.models.registry import PROFILE
from zulian.volunteers.rules.figures import PARTS, WEEK, bit
from zulian.volunteers.services.common import catalogue
from zulian.volunteers.services.needs import Wanted
from zulian.volunteers.services.registry import Application

DAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
PART_WORDS = (_("上午"), _("下午"), _("晚上"))
USUAL_RADIUS = 5
PICKS = "volunteers:public-places"


def day_part_choices() -> list[tuple[str, str]]:
    """Each weekday's parts, by their bits."""
    return [
        (str(bit(d, p)), f"{DAYS[d]}{PART_WORDS[p]}")
        for d in range(WEEK)
        for p in range(len(PARTS))
    ]


def several(label: Any, choices: Any, **more: Any) -> forms.MultipleChoiceField:
    """Any of some choices."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **more
    )


def kind_field() -> forms.ChoiceField:
    """One kind of service."""
    return forms.ChoiceField(label=_("服务项目"), choices=catalogue)


# The network


class ProfileForm(BaseModelForm):
    """What a volunteer offers and says of themselves."""

    unshown = ("guardian_phone",)
    field_order: tuple[str, ...] = ("skills", "times")
    skills = several(_("愿意提供的服务"), catalogue)
    times = several(
        _("可服务时间"), day_part_choices, required=False, help_text=_("不选表示时间可以商量。")
    )

    class Meta:
        model: Any = Volunteer
        fields: tuple[str, ...] = (
            *(
                "radius",
                "vehicle",
                "languages",
                "own_disability",
                "education",
                "politics",
                "employer",
            ),
            *("guardian", "guardian_phone"),
        )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if self.instance.pk:
            self.initial["skills"] = self.instance.skill_keys
            self.initial["times"] = chosen_times(self.instance.times)
        else:
            self.initial["radius"] = USUAL_RADIUS

    def clean_times(self) -> int:
        """Bits of the parts chosen."""
        return sum({int(value) for value in self.cleaned_data["times"]})


def chosen_times(times: int) -> list[str]:
    """The choices that bits stand for."""
    return [value for value, _word in day_part_choices() if times & int(value)]


class JoinForm(ProfileForm):
    """An application to become a volunteer."""

    field_order = ("name", "id_number", "phone", "email", "region", "team", "skills", "times")
    name = forms.CharField(label=_("姓名"), widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("手机号"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False, help_text=_("没有可以不填。"))
    region: RegionField = OpenRegionField(picks=PICKS, label=_("想在哪里服务"))
    team: forms.ModelChoiceField[Team] = forms.ModelChoiceField(
        label=_("所在团体"),
        queryset=Team._base_manager.none(),
        required=False,
        empty_label=_("个人报名"),
        help_text=_("团体请先在联络站登记。"),
    )
    guardian_consent = forms.BooleanField(label=_("监护人同意（未满 18 周岁勾选）"), required=False)
    consent = forms.BooleanField(label=_("我同意残联为志愿服务登记和使用以上信息"), required=False)

    class Meta:
        model = Registration
        fields = (
            *("name", "id_number", "phone", "email", "region", "team"),
            *ProfileForm.Meta.fields,
            "guardian_consent",
        )

    def application(self) -> Application:
        """The application as it was filled in."""
        names = (
            "name",
            "id_number",
            "phone",
            "region",
            "skills",
            "consent",
            "email",
            "guardian_consent",
            "team",
        )
        data = self.cleaned_data
        profile = {name: data[name] for name in PROFILE if name in data}
        return Application(**{name: data[name] for name in names}, profile=profile)


class NoteForm(BaseForm):
    """Words to an applicant."""

    note = area_of(_("说明"), 200, 2)


class WhyForm(BaseForm):
    """A reason."""

    why = area_of(_("原因"), 200, 2)


class UntilForm(BaseForm):
    """Until when."""

    until = forms.DateField(label=_("暂停至"))


def wanted_today(row: Any) -> dict[str, Any]:
    """What the form of a need begins with."""
    return {"on": today(), "start": "09:00", "end": "11:00"}


def wanted(data: dict[str, Any]) -> Wanted:
    """What is needed, as it was filled in."""
    return Wanted(**{name: data[name] for name in WantedForm.Meta.fields})


class WantedForm(BaseModelForm):
    """What is needed, when."""

    optional = ("until",)
    kind = kind_field()

    class Meta:
        model = HelpNeed
        fields: tuple[str, ...] = ("kind", "text", "on", "start", "end", "repeat", "until")


class AskForm(WantedForm):
    """Somebody asks for help on the portal."""

    required = ("phone", "place")
    field_order = ("name", "phone", "region", "place")
    region = OpenRegionField(picks=PICKS, label=_("在哪个村（社区）"))

    class Meta:
        model = HelpNeed
        fields = ("name", "phone", "place", *WantedForm.Meta.fields)
        labels = {"name": _("怎么称呼您"), "place": _("详细地点")}
        help_texts = {"place": _("只给工作人员和接受服务的志愿者看。")}


class FeedbackForm(BaseForm):
    """What somebody says of a service."""

    models = (Feedback,)
    mark = forms.TypedChoiceField(
        label=_("评价"), choices=MARKS, coerce=int, widget=forms.RadioSelect
    )
    text = area_of(_("想说的话"), 300, 2, required=False)


class ConcernForm(BaseForm):
    """A report."""

    models = (Concern,)
    text = area_of(_("发生了什么"), 1000, 4, help_text=_("加密保存，只有县残联负责人能看到。"))


class CodeForm(BaseForm):
    """A code that was sent."""

    digits = forms.CharField(
        label=_("验证码"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class FindForm(BaseForm):
    """Which volunteer wants the own page."""

    columns = {"number": None}
    number = forms.CharField(label=_("志愿者编号或身份证号"), max_length=30)
    address = forms.CharField(label=_("登记的手机号或邮箱"), max_length=100)

"""Forms of the people room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField
from zulian.foundation.days import PAST, DayField
from zulian.foundation.forms import BaseForm, decision
from zulian.people.ethnicities import ETHNICITIES
from zulian.people.models import Person
from zulian.people.rules import Sex
from zulian.people.services import Entry, duplicates

REVEALED = (
    ("id_number", _("身份证号")),
    ("phone", _("联系电话")),
    ("address", _("户籍地址")),
    ("residence_address", _("现住址")),
)

# Nothing is chosen beforehand: what is not said stays unknown.
ETHNICITY_OR_UNSAID = [("", _("未填")), *ETHNICITIES]


class PersonForm(BaseForm):
    """What is asked of a person; sex and birth date come from the number where there is one."""

    models = (Person,)
    id_number = forms.CharField(
        label=_("身份证号"),
        max_length=30,
        required=False,
        help_text=_("可用读卡器读入；性别和出生日期由号码得出。"),
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    region = RegionField(label=_("户籍所在地"))
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    address = forms.CharField(label=_("户籍地址"), max_length=120, required=False)
    ethnicity = forms.ChoiceField(label=_("民族"), choices=ETHNICITY_OR_UNSAID, required=False)
    residence = RegionField(
        label=_("现居住地"), required=False, help_text=_("与户籍所在地不同时填写。")
    )
    residence_address = forms.CharField(label=_("现住址"), max_length=120, required=False)
    no_number = forms.ChoiceField(
        label=_("没有身份证号的原因"),
        choices=[("", _("有身份证号")), *Person.NoNumber.choices],
        required=False,
        help_text=_("新生儿等暂无号码的，选择原因，并填写下面两项。"),
    )
    sex = forms.ChoiceField(
        label=_("性别"),
        choices=[("", _("由身份证号得出")), (Sex.MALE, _("男")), (Sex.FEMALE, _("女"))],
        required=False,
    )
    birth = DayField(span=PAST, label=_("出生日期"), required=False)


# What is kept where nothing is typed: sealed values are not shown again.
KEPT = ("id_number", "phone", "address", "residence_address", "residence")
UNCHANGED = _("不改就留空。")


class CorrectForm(BaseForm):
    """What may be corrected; an empty number, phone or address leaves the kept one as it is."""

    models = (Person,)
    name = forms.CharField(label=_("姓名"), max_length=60)
    region = RegionField(label=_("户籍所在地"))
    ethnicity = forms.ChoiceField(label=_("民族"), choices=ETHNICITY_OR_UNSAID, required=False)
    residence = RegionField(label=_("现居住地"), required=False)
    id_number = forms.CharField(
        label=_("身份证号"), max_length=30, required=False, help_text=UNCHANGED
    )
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False, help_text=UNCHANGED)
    address = forms.CharField(
        label=_("户籍地址"), max_length=120, required=False, help_text=UNCHANGED
    )
    residence_address = forms.CharField(
        label=_("现住址"), max_length=120, required=False, help_text=UNCHANGED
    )


def changes_of(data: dict[str, Any]) -> dict[str, Any]:
    """What was filled in of a `CorrectForm`."""
    return {name: value for name, value in data.items() if value or name not in KEPT}


def kept_of(row: Person) -> dict[str, Any]:
    """What a `CorrectForm` begins with."""
    residence = f"{row.residence.name} {row.residence_id}" if row.residence else ""
    region = f"{row.region.name} {row.region_id}"
    return {"name": row.name, "ethnicity": row.ethnicity, "region": region, "residence": residence}


class RevealForm(BaseForm):
    """Which sealed value, and why."""

    field = forms.ChoiceField(label=_("查看哪一项"), choices=REVEALED)
    reason = forms.CharField(
        label=_("查看原因"), max_length=200, help_text=_("原因会记入审计日志。")
    )


class ConsentForm(BaseForm):
    """Consent to the handling of sensitive data, given or withdrawn."""

    given = decision(_("本人意见"), _("同意"), _("不同意或撤回"))
    purpose = forms.CharField(label=_("用途"), max_length=120, initial=_("办理残疾人证"))
    by_guardian = forms.BooleanField(label=_("由监护人代为作出"), required=False)


class PhotoForm(BaseForm):
    """The photograph for the certificate."""

    photo = forms.FileField(
        label=_("照片"), help_text=_("两寸免冠白底正面照，JPG 或 PNG，不超过 5 MB。")
    )


class MergeForm(BaseForm):
    """Into which file this one is merged."""

    into: forms.ModelChoiceField[Person] = forms.ModelChoiceField(
        label=_("并入哪一份档案"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(label=_("合并原因"), max_length=200)

    def fit_to(self, row: Person) -> None:
        field: Any = self.fields["into"]
        field.queryset = duplicates(row)
        field.label_from_instance = lambda p: (
            f"{p.name} {p.birth} {p.region.name} {p.masked_id or p.get_no_number_display()}"
        )


class CloseForm(BaseForm):
    """Why a file is closed."""

    reason = forms.CharField(label=_("封存原因"), max_length=200)


class UndoDeathForm(BaseForm):
    """Why a death is taken back."""

    why = forms.CharField(label=_("撤销原因"), max_length=200)


class WhoForm(BaseForm):
    """A person by their ID number: found where they are registered, registered where they are not."""

    id_number = forms.CharField(
        label=_("身份证号"),
        max_length=30,
        help_text=_("已在册的自动对上；性别和出生日期由号码得出。"),
    )
    name = forms.CharField(label=_("姓名"), max_length=60)
    home = RegionField(label=_("户籍所在地"))
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False)
    ethnicity = forms.ChoiceField(label=_("民族"), choices=ETHNICITY_OR_UNSAID, required=False)

    def person(self) -> Entry:
        """What was filled in about the person."""
        return person_in(self.cleaned_data)


def person_in(data: dict[str, Any]) -> Entry:
    """What a `WhoForm` was told about the person."""
    return Entry(
        data["name"],
        data["home"],
        id_number=data["id_number"],
        phone=data["phone"],
        ethnicity=data["ethnicity"],
    )

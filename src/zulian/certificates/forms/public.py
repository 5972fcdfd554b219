"""Forms of the pages for applicants, and what the office makes of what was asked there."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.open_places import OpenRegionField
from zulian.certificates.forms.common import Numbers
from zulian.certificates.models import HomeAsk
from zulian.foundation.forms import BaseForm
from zulian.people.models import Person
from zulian.registers.forms import BaseModelForm


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
    for_other = forms.BooleanField(
        label=_("家属代为预约，已打电话核实"),
        required=False,
        help_text=_("预约人和申请人姓名不同的，核实后勾选。"),
    )
    categories = Numbers(label=_("评定类别"), required=False, help_text=_("上门评定的必须选择。"))

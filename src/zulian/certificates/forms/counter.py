"""Forms of the counter (窗口): who is this, what do they come for, what have they brought, and the clock of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField
from zulian.certificates.forms.common import KeyedBoxes, Numbers, choose
from zulian.certificates.models import Case
from zulian.certificates.rules.cards import PRINTING, Kind
from zulian.certificates.services.common import whole
from zulian.foundation.forms import BaseForm
from zulian.people.forms import PersonForm
from zulian.people.models import Person


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
    id_number = forms.CharField(
        label=_("新身份证号"),
        max_length=30,
        required=False,
        help_text=_("姓名、身份证号印在证上，改了要换证；身份证号改了，证号随着改。"),
    )
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
    collect_there = forms.BooleanField(
        label=_("在本县（区）领取新证"),
        required=False,
        initial=True,
        help_text=_("户籍地制证后寄来，由本县（区）发放；不选的由户籍地邮寄或发放。"),
    )
    at_home = forms.BooleanField(label=_("行动不便，需要上门评定或服务"), required=False)

    WANTED = {
        Kind.FIRST: {"categories", "at_home"},
        Kind.REGRADE: {"categories", "at_home"},
        Kind.TRANSFER: {"to_region"},
        Kind.REPLACEMENT: {"reason"},
        Kind.DAMAGE: {"reason"},
        Kind.DETAILS: {"name", "id_number", "phone", "address"},
        Kind.FREEZE: {"reason"},
        Kind.LOSS: {"reason"},
        Kind.CANCEL: {"reason"},
    }

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        items: list[dict[str, Any]],
        is_elsewhere: bool = False,
        said: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if said:
            words = _(
                "原证：%(what)s。勾选要重新评定的类别；没有勾选的按原证保留，不再保留的也要勾选，由医生评定。"
            )
            self.fields["categories"].help_text = words % {"what": said}
        wanted = self.WANTED.get(kind, set()) | {"received"}
        if is_elsewhere and kind in PRINTING:
            wanted = wanted | {"collect_there"}
        for name in set(self.fields) - wanted:
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
    is_complete = forms.BooleanField(
        label=_("身份证、户口簿、原残疾人证等材料已收齐"),
        required=False,
        help_text=_(
            "由监护人申请的，还有监护人材料。没有收齐的，先登记，在办件页补收后再发给迁出地。"
        ),
    )
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


class PauseForm(BaseForm):
    """Why the clock stops."""

    reason = forms.ChoiceField(label=_("暂停原因"))
    words = forms.CharField(
        label=_("说明"), max_length=40, required=False, help_text=_("选“其他”的必须写明。")
    )

    def fit_to(self, row: Case) -> None:
        choose(self, "reason", [(reason, reason) for reason in row.routes["pause_reasons"]])

"""Forms of associations, their means, committees, members and meetings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField
from zulian.associations.models import Association, Budget, Decision, Meeting, Paper, Seat, Staff
from zulian.associations.services.common import equipment, meeting_kinds
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE, FOUNDED, DayField
from zulian.foundation.forms import HouseForm, area_of
from zulian.leadership.models import TIE_ASKED, TIED
from zulian.people.forms import WhoForm
from zulian.people.models import Person

MONEY: dict[str, Any] = {"max_digits": 10, "decimal_places": 2}
TIE_CHOICES = [(t.value, t.label) for t in TIED]


def easy_field(label: Any, limit: int = 200, **more: Any) -> forms.CharField:
    """Words for easy reading."""
    hint = _("给智力残疾人看的话：短句，一句一件事，每句不超过 18 个字。")
    return area_of(label, limit, help_text=hint, **more)


class AssociationForm(HouseForm):
    """Office and means of an association."""

    models = (Association,)
    set_up_on = DayField(span=FOUNDED, label=_("成立日期"))
    office = forms.CharField(label=_("办公场所"), max_length=100, required=False)
    area = forms.IntegerField(label=_("面积（平方米）"), min_value=0, max_value=10_000, initial=0)
    equipment = forms.MultipleChoiceField(label=_("设备"), choices=equipment, widget=forms.CheckboxSelectMultiple, required=False)  # fmt: skip
    contact = forms.CharField(
        label=_("不用电话的联系方式"), max_length=100, help_text=_("邮箱、微信号等，公众页面会写出来；聋人不能打电话。")
    )
    phone = forms.CharField(label=_("办公电话"), max_length=30, required=False, help_text=_("不改就留空。"))
    about = area_of(_("协会简介"), 1000, required=False)
    easy = easy_field(_("易读简介"), 300, required=False)

    def clean_equipment(self) -> str:
        """The keys as the column holds them."""
        return ",".join(self.cleaned_data["equipment"])


def initial_of(found: Association) -> dict[str, Any]:
    """What the form of an association begins with."""
    names = ("office", "area", "contact", "about", "easy")
    return {name: getattr(found, name) for name in names} | {"set_up_on": found.set_up_on or today(), "equipment": found.equipped}  # fmt: skip


class StaffForm(HouseForm):
    """Somebody who works for the association."""

    models = (Staff,)
    name = forms.CharField(label=_("姓名"), max_length=40)
    full_time = forms.TypedChoiceField(
        label=_("专职或兼职"),
        choices=[("yes", _("专职")), ("no", _("兼职"))],
        coerce=lambda v: v == "yes",
        initial="yes",
    )
    duty = forms.CharField(label=_("分工"), max_length=60, required=False)
    since = forms.DateField(label=_("到岗日期"), initial=today)


class UntilForm(HouseForm):
    """The last day."""

    until = forms.DateField(label=_("离岗日期"), initial=today)


class PaperForm(HouseForm):
    """A constitution or a system."""

    kind = forms.ChoiceField(label=_("类别"), choices=Paper.Kind.choices)
    title = forms.CharField(label=_("名称"), max_length=80)
    adopted_on = forms.DateField(label=_("通过日期"), initial=today)
    paper = forms.FileField(label=_("文本"), required=False, help_text=_("Word、PDF 或照片，不超过 20 MB。"))


class BudgetForm(HouseForm):
    """The year's money."""

    models = (Budget,)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100, initial=lambda: today().year)
    amount = forms.DecimalField(label=_("经费（元）"), min_value=0, **MONEY)
    source = forms.CharField(label=_("来源"), max_length=60, initial=_("残联预算"))


class SpendingForm(HouseForm):
    """A spending."""

    on = forms.DateField(label=_("日期"), initial=today)
    amount = forms.DecimalField(label=_("金额（元）"), min_value=0.01, **MONEY)
    purpose = forms.CharField(label=_("用途"), max_length=100)


class ElectForm(HouseForm):
    """A new committee."""

    since = forms.DateField(label=_("产生日期"), initial=today)


class TiedForm(WhoForm):
    """A person and how they belong to the group."""

    models = (Person,)
    tie = forms.ChoiceField(label=_("与本类别残疾人的关系"), choices=TIE_ASKED)
    through = forms.CharField(
        label=_("所关联残疾人的身份证号"),
        max_length=30,
        required=False,
        help_text=_("选“残疾人亲属”时填写，用来核对档案。"),
    )


class SeatForm(TiedForm):
    """Somebody for a committee."""

    office = forms.ChoiceField(label=_("职务"), choices=Seat.Office.choices)
    since = forms.DateField(label=_("任职日期"), help_text=_("晚于本届产生日期的，记为届中补选。"))


class LeaveForm(HouseForm):
    """Why and when a seat is left."""

    day = forms.DateField(label=_("卸任日期"), initial=today)
    why = forms.CharField(label=_("原因"), max_length=60)


class MemberForm(TiedForm):
    """A member."""

    tie = forms.ChoiceField(label=_("与本类别残疾人的关系"), choices=TIE_CHOICES)
    joined_on = forms.DateField(label=_("入会日期"), initial=today)


class MeetingForm(HouseForm):
    """A meeting beyond the calendar."""

    kind = forms.ChoiceField(label=_("会议"), choices=meeting_kinds)
    subject = forms.CharField(label=_("议题"), max_length=100)
    on = forms.DateField(label=_("日期"))


class NoticeForm(HouseForm):
    """When, where and about what."""

    models = (Meeting,)
    on = forms.DateField(label=_("日期"))
    place = forms.CharField(label=_("地点"), max_length=80, help_text=_("写明无障碍条件；有聋人委员的，安排手语翻译。"))
    agenda = area_of(_("议程"), 2000, 5)


class HoldForm(HouseForm):
    """Who came, what was said."""

    present: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("到会的委员"), queryset=None, widget=forms.CheckboxSelectMultiple
    )
    minutes = area_of(_("会议纪要"), 5000, 6)

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["present"]
        field.queryset = seats
        field.label_from_instance = lambda s: f"{s.person.name}（{s.get_office_display()}）"  # untranslated: brackets


class DecisionForm(HouseForm):
    """What was decided."""

    models = (Decision,)
    text = area_of(_("议定事项"), 200, 2)
    owner = RegionField(label=_("承办单位"))
    due = DayField(span=DEADLINE, label=_("完成时限"))


class SettleForm(HouseForm):
    """What came of a decision."""

    models = (Decision,)
    outcome = area_of(_("落实情况"), 200, 2)

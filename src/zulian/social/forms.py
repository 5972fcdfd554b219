"""Forms of the room of social organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField
from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE, FOUNDED, DayField
from zulian.foundation.forms import MARKS, HouseForm, area_of, decision, dress
from zulian.social.models import (
    AnnualInspection,
    Bid,
    Criterion,
    Judge,
    Milestone,
    Organisation,
    Purchase,
    Served,
    Support,
)

MONEY: dict[str, Any] = {"max_digits": 10, "decimal_places": 2}


class OwnFactsForm(HouseForm):
    """What an organisation says of itself."""

    services = area_of(_("服务内容"), 300)
    easy = area_of(_("易读介绍"), 200, required=False, help_text=_("给智力残疾人看的话：短句，一句一件事。"))
    contact = forms.CharField(
        label=_("公开的联系方式"), max_length=100, help_text=_("写上邮箱或微信，聋人不能打电话。")
    )
    place = forms.CharField(label=_("地址"), max_length=100, required=False)
    staff = forms.IntegerField(label=_("工作人员"), min_value=0, max_value=10_000, initial=0)
    capacity = forms.IntegerField(label=_("每年可服务人数"), min_value=0, max_value=1_000_000, initial=0)
    listed = forms.BooleanField(label=_("同意在公众页面公开"), required=False)


class ChangeForm(OwnFactsForm):
    """What the office keeps of an organisation."""

    models = (Organisation,)
    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(label=_("类型"), choices=Organisation.Kind.choices)
    nature = forms.ChoiceField(label=_("性质"), choices=Organisation.Nature.choices)
    supervisor = forms.CharField(label=_("业务主管单位"), max_length=60, required=False)
    leader = forms.CharField(label=_("负责人"), max_length=40)
    people = forms.CharField(
        label=_("其他主要成员"), max_length=200, required=False, help_text=_("用顿号隔开；评审回避时要核对。")
    )
    phone = forms.CharField(label=_("联系电话"), max_length=30, required=False, help_text=_("不改就留空。"))
    field_order = ["name", "kind", "nature", "supervisor", "leader", "people", "phone"]


class AddForm(ChangeForm):
    """An organisation found, registered or not yet."""

    # Typed with blanks or without; its own check says how many characters are left.
    columns = {"credit_code": None}
    region = RegionField(label=_("所在地区"))
    credit_code = forms.CharField(
        label=_("统一社会信用代码"), max_length=30, required=False, help_text=_("还没有登记的不填，以后可以孵化。")
    )
    registered_on = DayField(span=FOUNDED, label=_("登记日期"), required=False)
    authority = forms.CharField(label=_("登记管理机关"), max_length=60, required=False)
    field_order = ["name", "region", "kind", "nature", "credit_code", "registered_on", "authority", "supervisor", "leader"]  # fmt: skip


FACTS = ("services", "easy", "contact", "place", "staff", "capacity", "listed")
KEPT = (*FACTS, "name", "kind", "nature", "supervisor", "leader", "people")


def initial_of(found: Organisation, names: Iterable[str]) -> dict[str, Any]:
    """What the form of an organisation begins with."""
    return {name: getattr(found, name) for name in names}


class RegisterForm(HouseForm):
    """How it was registered."""

    models = (Organisation,)
    # Typed with blanks or without; its own check says how many characters are left.
    columns = {"credit_code": None}
    credit_code = forms.CharField(label=_("统一社会信用代码"), max_length=30)
    registered_on = DayField(span=FOUNDED, label=_("登记日期"), initial=today)
    authority = forms.CharField(label=_("登记管理机关"), max_length=60)


class DayForm(HouseForm):
    """On which day."""

    on = forms.DateField(label=_("日期"), initial=today)


class StepForm(HouseForm):
    """A step that is done."""

    done_on = forms.DateField(label=_("完成日期"), initial=today)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    paper = forms.FileField(label=_("材料"), required=False)


class SupportForm(HouseForm):
    """What was given."""

    on = forms.DateField(label=_("日期"), initial=today)
    kind = forms.ChoiceField(label=_("方式"), choices=Support.Kind.choices)
    amount = forms.DecimalField(label=_("金额（元）"), min_value=0, initial=0, **MONEY)
    text = forms.CharField(label=_("内容"), max_length=200)


class InspectionForm(HouseForm):
    """The word of the yearly inspection."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100, initial=lambda: today().year - 1)
    on = forms.DateField(label=_("日期"), initial=today)
    result = forms.ChoiceField(label=_("结论"), choices=AnnualInspection.Result.choices)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


# Purchases


class PurchaseForm(HouseForm):
    """What is to be bought."""

    title = forms.CharField(label=_("项目名称"), max_length=80)
    need = area_of(_("服务需求"), 3000, 6, help_text=_("服务谁、做什么、做多少、怎么算做好。"))
    easy = area_of(_("易读介绍"), 200, 2, help_text=_("给智力残疾人看的话：短句，一句一件事。"))
    people = forms.IntegerField(label=_("计划服务人数"), min_value=1, max_value=1_000_000)
    budget = forms.DecimalField(label=_("预算（元）"), min_value=1, **MONEY)


class CriterionForm(HouseForm):
    """What offers are judged by."""

    models = (Criterion,)
    words = forms.CharField(label=_("评分项"), max_length=60)
    points = forms.IntegerField(label=_("满分"), min_value=1, max_value=100)
    by_price = forms.BooleanField(label=_("按报价计算"), required=False, help_text=_("最低报价得满分，其他按比例。"))


class CallForm(HouseForm):
    """Until when offers may come in."""

    closes_on = DayField(span=DEADLINE, label=_("截止日期"))


class BidForm(HouseForm):
    """An offer."""

    price = forms.DecimalField(label=_("报价（元）"), min_value=1, **MONEY)
    plan = area_of(_("服务方案"), 5000, 8)
    paper = forms.FileField(label=_("方案附件"), required=False)


class CounterBidForm(BidForm):
    """An offer taken in at the counter."""

    organisation: forms.ModelChoiceField[Organisation] = forms.ModelChoiceField(
        label=_("报价的组织"), queryset=None, empty_label=_("请选择")
    )
    field_order = ["organisation"]

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class JudgeForm(HouseForm):
    """A judge."""

    models = (Judge,)
    name = forms.CharField(label=_("姓名"), max_length=40)
    employer = forms.CharField(label=_("工作单位"), max_length=80)
    own_house = forms.BooleanField(label=_("购买单位的人"), required=False)


class DeclareForm(HouseForm):
    """Whether a judge has an interest in an offer."""

    models = (Judge,)
    interest = decision(
        _("您与报价的组织有没有利害关系（在其中工作或任职、亲属关系、经济往来）"),
        _("有，我回避"),
        _("没有，我承诺公正评审"),
    )
    reason = forms.CharField(label=_("有的话，与哪个组织、什么关系"), max_length=200, required=False)


class MarkForm(HouseForm):
    """A judge's marks: every offer by every criterion."""

    def __init__(self, *args: Any, bids: Sequence[Bid], criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [(b, c) for b in bids for c in criteria]
        for bid, criterion in self.keys:
            words = _("%(who)s：%(what)s（满分 %(n)d）") % {
                "who": bid.organisation.name,
                "what": criterion.words,
                "n": criterion.points,
            }
            field = forms.IntegerField(label=words, min_value=0, max_value=criterion.points)
            dress(field)
            self.fields[f"m{bid.pk}-{criterion.pk}"] = field

    def points(self) -> dict[tuple[int, int], int]:
        """The marks by offer and criterion."""
        return {(b.pk, c.pk): self.cleaned_data[f"m{b.pk}-{c.pk}"] for b, c in self.keys}


class DecideForm(HouseForm):
    """Which of several firsts, and why; empty where there is one."""

    models = (Purchase,)
    choice: forms.ModelChoiceField[Bid] = forms.ModelChoiceField(
        label=_("并列第一时选定"), queryset=None, required=False, empty_label=_("没有并列")
    )
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)

    def __init__(self, *args: Any, bids: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["choice"].queryset = bids  # type: ignore[attr-defined]


class ReasonForm(HouseForm):
    """A reason."""

    models = (Purchase,)
    reason = area_of(_("原因"), 300, 2)


class ContractForm(HouseForm):
    """A contract."""

    number = forms.CharField(label=_("合同编号"), max_length=40)
    amount = forms.DecimalField(label=_("合同金额（元）"), min_value=1, **MONEY)
    people = forms.IntegerField(label=_("应服务人数"), min_value=1, max_value=1_000_000)
    signed_on = forms.DateField(label=_("签订日期"), initial=today)
    until = forms.DateField(label=_("完成期限"))


class MilestoneForm(HouseForm):
    """A part of a contract."""

    models = (Milestone,)
    words = forms.CharField(label=_("节点"), max_length=100)
    due_on = DayField(span=DEADLINE, label=_("期限"))
    amount = forms.DecimalField(label=_("付款（元）"), min_value=0, **MONEY)


class DeliverForm(HouseForm):
    """What was done."""

    report = area_of(_("完成情况"), 500)


class AcceptForm(HouseForm):
    """Whether it is accepted."""

    accepted = decision(_("验收结论"), _("合格"), _("退回整改"))
    verdict = forms.CharField(label=_("验收意见"), max_length=300, required=False)


class ServedForm(HouseForm):
    """Somebody served."""

    id_number = forms.CharField(label=_("服务对象身份证号"), max_length=30)
    on = forms.DateField(label=_("服务日期"), initial=today)


class EvaluateForm(HouseForm):
    """What somebody served says."""

    models = (Served,)
    mark = forms.TypedChoiceField(label=_("满意吗"), choices=MARKS, coerce=int, widget=forms.RadioSelect)
    words = area_of(_("想说的话"), 300, 2, required=False)

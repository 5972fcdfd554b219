"""Forms of the grassroots room."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import RegionField, pick_post
from zulian.accounts.models import Post
from zulian.foundation.days import DEADLINE, FOUNDED, DayField
from zulian.foundation.forms import HouseForm, ManyFilesField, YesNoField
from zulian.grassroots.models import Item, Organisation, Standard
from zulian.grassroots.models.standards import LEVELS
from zulian.indicators.registry import known

FILES_HELP = _("照片、PDF、Word 或 Excel，可一次选多个。手机上可直接拍照。")
LINK_HELP = _("能用台账说明的，把台账页面的地址复制到这里。")


class OrganisationForm(HouseForm):
    """What an organisation has."""

    established_on = DayField(span=FOUNDED, label=_("成立日期"), required=False)
    basis = forms.CharField(label=_("批准文号"), max_length=80, required=False)
    head = forms.CharField(label=_("负责人"), max_length=40, required=False)
    contact = forms.CharField(label=_("联系人"), max_length=40, required=False)
    contact_phone = forms.RegexField(
        r"^[0-9+\- ]{7,20}$", label=_("联系电话"), required=False, error_messages={"invalid": _("电话只填数字，可加区号和“-”。")}
    )  # fmt: skip
    posts = forms.IntegerField(label=_("编制数"), required=False, min_value=0, max_value=999)
    staff = forms.IntegerField(label=_("实有人员"), required=False, min_value=0, max_value=999)
    office = forms.CharField(label=_("办公地点"), max_length=100, required=False)
    office_area = forms.IntegerField(label=_("办公面积（平方米）"), required=False, min_value=0, max_value=99_999)
    activity_area = forms.IntegerField(label=_("活动场所面积（平方米）"), required=False, min_value=0, max_value=99_999)
    computers = forms.IntegerField(label=_("电脑（台）"), required=False, min_value=0, max_value=999)
    equipment = forms.CharField(label=_("其他设备"), max_length=200, required=False)
    funds = forms.IntegerField(label=_("年度工作经费（元）"), required=False, min_value=0, max_value=99_999_999)
    sign = YesNoField(label=_("已挂牌"))
    accessible = YesNoField(label=_("出入无障碍"))
    wall_charter = YesNoField(label=_("章程上墙"))
    wall_duties = YesNoField(label=_("职责上墙"))
    wall_rules = YesNoField(label=_("工作制度上墙"))
    wall_people = YesNoField(label=_("残疾人底数上墙"))
    wall_services = YesNoField(label=_("服务内容公示"))


ORGANISATION_FIELDS = tuple(OrganisationForm.base_fields)
assert all(Organisation._meta.get_field(name) for name in ORGANISATION_FIELDS)


class HeadForm(HouseForm):
    """What a standard is called, for whom, and its marks."""

    models = (Standard,)
    name = forms.CharField(label=_("名称"), max_length=80)
    level = forms.TypedChoiceField(label=_("适用层级"), choices=LEVELS, coerce=int)
    pass_mark = forms.DecimalField(
        label=_("达标线（百分制）"), min_value=Decimal(0), max_value=Decimal(100), decimal_places=2
    )
    good_mark = forms.DecimalField(
        label=_("优秀线（百分制）"), min_value=Decimal(0), max_value=Decimal(100), decimal_places=2
    )
    source = forms.CharField(label=_("依据"), max_length=120, required=False)


class SheetForm(HeadForm):
    """A standard in a workbook."""

    file = forms.FileField(
        label=_("Excel 文件"), help_text=_("五栏表：项目、分值、考核内容、评分标准、责任单位；合并单元格照原样即可。")
    )
    field_order = ("file",)


class ItemForm(HouseForm):
    """An item of a standard."""

    title = forms.CharField(
        label=_("项目名称"), max_length=80, required=False, help_text=_("大项填名称；具体项可以不填。")
    )
    asked = forms.CharField(label=_("考核内容"), max_length=2000, required=False, widget=forms.Textarea)
    rule = forms.CharField(label=_("评分标准"), max_length=2000, required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(label=_("评定方式"), choices=Item.Kind.choices)
    points = forms.DecimalField(
        label=_("分值"), min_value=Decimal(0), max_value=Decimal(1000), decimal_places=2, initial=0,
        help_text=_("大项可填 0，由下面各项相加。"),
    )  # fmt: skip
    weight = forms.DecimalField(
        label=_("权重"), min_value=Decimal("0.01"), max_value=Decimal(100), decimal_places=2, initial=1
    )
    veto = forms.BooleanField(label=_("一票否决（按达标项评定）"), required=False)
    evidence = forms.CharField(label=_("需要的佐证材料"), max_length=200, required=False)
    checker = forms.CharField(label=_("责任单位"), max_length=80, required=False)
    method = forms.ChoiceField(label=_("检查方式"), choices=Item.Method.choices)
    indicator = forms.ChoiceField(
        label=_("自动取数"), required=False, help_text=_("选了指标，得分由系统按台账计算，不用填报。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("不自动取数")), *((i.code, i.name) for i in known())]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]


class CampaignForm(HouseForm):
    """A campaign to open."""

    name = forms.CharField(label=_("名称"), max_length=80)
    standards: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("评估标准"), queryset=None, widget=forms.CheckboxSelectMultiple, help_text=_("每个层级选一份；选了哪级，就评估哪级的全部组织。")
    )  # fmt: skip
    starts_on = forms.DateField(label=_("开始日期"))
    self_due = DayField(span=DEADLINE, label=_("自查截止"))
    review_due = DayField(span=DEADLINE, label=_("复核截止"))
    ends_on = forms.DateField(label=_("结束日期"))

    def __init__(self, *args: Any, standards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["standards"].queryset = standards  # type: ignore[attr-defined]


class DrawForm(HouseForm):
    """How large a sample to draw."""

    percent = forms.IntegerField(label=_("抽查比例（%）"), min_value=1, max_value=100)
    least = forms.IntegerField(label=_("每层最少（个）"), min_value=0, max_value=50)
    seed = forms.IntegerField(
        label=_("抽样种子"), min_value=1, max_value=2**31 - 1, required=False,
        help_text=_("一般不填，由系统随机产生并记录；填写以前的种子可以重现当时的抽样结果。"),
    )  # fmt: skip


class SendForm(HouseForm):
    """Who visits, and when."""

    visitor: forms.ModelChoiceField[Post] = forms.ModelChoiceField(label=_("检查人"), queryset=None)
    on = forms.DateField(label=_("检查日期"))

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_post(self.fields["visitor"], posts)


class EvidenceForm(HouseForm):
    """New evidence for an item."""

    papers = ManyFilesField(label=_("照片或文件"), required=False, help_text=FILES_HELP)
    title = forms.CharField(label=_("材料名称"), max_length=60, required=False, help_text=_("不填就用文件名。"))
    link = forms.CharField(label=_("台账页面"), max_length=300, required=False, help_text=LINK_HELP)


class WhyForm(HouseForm):
    """A reason."""

    why = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea)


class ObjectForm(HouseForm):
    """An objection."""

    text = forms.CharField(label=_("申诉理由"), max_length=300, widget=forms.Textarea)


class DecideForm(HouseForm):
    """The decision about an objection."""

    verdict = forms.ChoiceField(
        label=_("裁定"),
        choices=[("keep", _("维持原分")), ("change", _("予以调整"))],
        widget=forms.RadioSelect,
        initial="keep",
    )
    mark = forms.CharField(label=_("调整后的得分"), max_length=10, required=False, help_text=_("维持原分时不填。"))
    reply = forms.CharField(label=_("裁定理由"), max_length=300, widget=forms.Textarea)


class VetoForm(HouseForm):
    """A veto item that failed after all."""

    item: forms.ModelChoiceField[Item] = forms.ModelChoiceField(label=_("否决事项"), queryset=None)
    text = forms.CharField(label=_("情况和依据"), max_length=300, widget=forms.Textarea)

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items  # type: ignore[attr-defined]


class ProblemForm(HouseForm):
    """A problem from elsewhere."""

    region = RegionField(label=_("存在问题的单位"))
    subject = forms.CharField(label=_("涉及事项"), max_length=120)
    text = forms.CharField(label=_("问题"), max_length=300, widget=forms.Textarea)
    due = DayField(span=DEADLINE, label=_("整改期限"))


class PlanForm(HouseForm):
    """How a problem is to be mended."""

    cause = forms.CharField(label=_("原因分析"), max_length=300, widget=forms.Textarea)
    measure = forms.CharField(label=_("整改措施"), max_length=300, widget=forms.Textarea)
    owner: forms.ModelChoiceField[Post] = forms.ModelChoiceField(label=_("责任人"), queryset=None)
    due = DayField(span=DEADLINE, label=_("整改期限"))

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_post(self.fields["owner"], posts)


class MendForm(HouseForm):
    """What was done, with evidence."""

    done = forms.CharField(label=_("整改情况"), max_length=300, widget=forms.Textarea)
    papers = ManyFilesField(label=_("整改后的照片或材料"), required=False, help_text=FILES_HELP)
    link = forms.CharField(label=_("台账页面"), max_length=300, required=False, help_text=LINK_HELP)


class VerifyForm(HouseForm):
    """Whether it is mended."""

    verdict = forms.ChoiceField(
        label=_("验收结果"), choices=[("pass", _("通过，销号")), ("return", _("不通过，继续整改"))], widget=forms.RadioSelect, initial="pass"
    )  # fmt: skip
    note = forms.CharField(label=_("验收意见"), max_length=300, required=False, widget=forms.Textarea)


class ReopenForm(WhyForm):
    """Why a problem is open again, and by when it is to be mended."""

    due = DayField(span=DEADLINE, label=_("整改期限"))

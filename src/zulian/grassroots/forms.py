"""Forms of the grassroots room that ask for more than columns of one model."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import pick_post
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.foundation.actor import current_actor
from zulian.foundation.days import DEADLINE, DayField
from zulian.foundation.forms import BaseForm, ManyFilesField, area_of, decision
from zulian.grassroots.models import Campaign, Item, Objection, Organisation, Problem, Standard
from zulian.grassroots.services.organisations import veto_items
from zulian.grassroots.services.standards import FIELDS
from zulian.indicators.registry import known
from zulian.registers.forms import BaseModelForm

FILES_HELP = _("照片、PDF、Word 或 Excel，可一次选多个。手机上可直接拍照。")
LINK_HELP = _("能用台账说明的，把台账页面的地址复制到这里。")
HEAD = ("name", "level", "pass_mark", "good_mark", "source")


class SheetForm(BaseModelForm):
    """A standard in a workbook."""

    file = forms.FileField(
        label=_("Excel 文件"),
        help_text=_("五栏表：项目、分值、考核内容、评分标准、责任单位；合并单元格照原样即可。"),
    )
    field_order = ("file",)

    class Meta:
        model = Standard
        fields = HEAD


class ItemForm(BaseModelForm):
    """An item of a standard."""

    asked = area_of(_("考核内容"), 2000, 4, required=False)
    rule = area_of(_("评分标准"), 2000, 4, required=False)
    indicator = forms.ChoiceField(
        label=_("自动取数"),
        required=False,
        help_text=_("选了指标，得分由系统按台账计算，不用填报。"),
    )
    field_order = FIELDS

    class Meta:
        model = Item
        fields = FIELDS

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("不自动取数")), *((each.code, each.name) for each in known())]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A veto is a pass item, whatever was chosen."""
        data = super().clean() or {}
        return data | ({"kind": Item.Kind.PASS} if data.get("veto") else {})


class BelowForm(ItemForm):
    """An item below the one that it is about, of which it takes nothing over."""

    def __init__(self, *args: Any, instance: Item | None = None, **more: Any) -> None:
        super().__init__(*args, **more)


class CampaignForm(BaseModelForm):
    """A campaign to open."""

    standards: forms.ModelMultipleChoiceField[Any] = forms.ModelMultipleChoiceField(
        label=_("评估标准"),
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("每个层级选一份；选了哪级，就评估哪级的全部组织。"),
    )
    field_order = ("name", "standards")

    class Meta:
        model = Campaign
        fields = ("name", "starts_on", "self_due", "review_due", "ends_on")

    def fit_to(self, row: Campaign | None) -> None:
        standards = Standard.objects.in_force().order_by("level")
        self.fields["standards"].queryset = standards  # type: ignore[attr-defined]


class SendForm(BaseForm):
    """Who visits, and when."""

    visitor: forms.ModelChoiceField[Post] = forms.ModelChoiceField(label=_("检查人"), queryset=None)
    on = forms.DateField(label=_("检查日期"))

    def fit_to(self, row: Campaign) -> None:
        pick_post(
            self.fields["visitor"],
            Post.objects.held().filter(role__in=PERMISSIONS["grassroots.check"]),
        )


class EvidenceForm(BaseForm):
    """New evidence for an item."""

    papers = ManyFilesField(label=_("照片或文件"), required=False, help_text=FILES_HELP)
    title = forms.CharField(
        label=_("材料名称"), max_length=60, required=False, help_text=_("不填就用文件名。")
    )
    link = forms.CharField(label=_("台账页面"), max_length=300, required=False, help_text=LINK_HELP)


class DecideForm(BaseModelForm):
    """The decision about an objection."""

    required = ("reply",)
    verdict = decision(_("裁定"), _("予以调整"), _("维持原分"))
    mark = forms.CharField(
        label=_("调整后的得分"), max_length=10, required=False, help_text=_("维持原分时不填。")
    )
    field_order = ("verdict", "mark")

    class Meta:
        model = Objection
        fields = ("reply",)

    def clean(self) -> dict[str, Any]:
        """A mark that is kept is none."""
        data = super().clean() or {}
        return data | ({} if data.get("verdict") else {"mark": None})


class VetoForm(BaseForm):
    """A veto item that failed after all."""

    models = (Problem,)
    item: forms.ModelChoiceField[Item] = forms.ModelChoiceField(label=_("否决事项"), queryset=None)
    text = area_of(_("情况和依据"), 300)

    def fit_to(self, row: Organisation) -> None:
        self.fields["item"].queryset = veto_items(row)  # type: ignore[attr-defined]


class PlanForm(BaseModelForm):
    """How a problem is to be mended; whoever plans it answers for it, unless told."""

    required = ("cause", "measure")

    class Meta:
        model = Problem
        fields = ("cause", "measure", "owner", "due")

    def fit_to(self, row: Problem | None) -> None:
        pick_post(
            self.fields["owner"],
            Post.objects.held().filter(role__in=PERMISSIONS["grassroots.fill"]),
        )
        self.initial["owner"] = self.initial["owner"] or current_actor().post_id


class MendForm(BaseModelForm):
    """What was done, with evidence."""

    required = ("done",)
    papers = ManyFilesField(label=_("整改后的照片或材料"), required=False, help_text=FILES_HELP)
    link = forms.CharField(label=_("台账页面"), max_length=300, required=False, help_text=LINK_HELP)
    field_order = ("done",)

    class Meta:
        model = Problem
        fields = ("done",)


class VerifyForm(BaseForm):
    """Whether it is mended."""

    models = (Problem,)
    passed = decision(_("验收结果"), _("通过，销号"), _("不通过，继续整改"))
    verdict = area_of(_("验收意见"), 300, required=False)


class ReopenForm(BaseForm):
    """Why a problem is open again, and by when it is to be mended."""

    models = (Problem,)
    why = area_of(_("原因"), 300)
    due = DayField(span=DEADLINE, label=_("整改期限"))

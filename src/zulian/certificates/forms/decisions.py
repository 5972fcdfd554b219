"""Forms of what is decided on a case: verdicts, objections, transfers, and how the card reaches its holder."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.certificates.forms.common import PartsForm, choose, part
from zulian.certificates.models import Case, Objection, State
from zulian.certificates.models.cases import Told
from zulian.certificates.services.decisions import HANDED, Verdict, materials_of
from zulian.certificates.services.objections import obstacle, to_this_finding
from zulian.foundation.forms import BaseForm, area_of, decision
from zulian.people.disabilities import SINGLE
from zulian.registers.forms import BaseModelForm

VERDICTS = (
    (Verdict.PASS, _("同意")),
    (Verdict.MORE, _("退回补正材料")),
    (Verdict.REASSESS, _("退回重新评定")),
    (Verdict.REFUSE, _("不予办理")),
)


class VerdictForm(BaseForm):
    """What a reviewer or the leader says."""

    verdict = forms.ChoiceField(
        label=_("意见"),
        widget=forms.RadioSelect,
        # Which materials are missing is said of one case at a time.
        choices=[choice for choice in VERDICTS if choice[0] != Verdict.MORE],
    )
    words = area_of(_("理由"), 300, 2, required=False, help_text=_("同意可不填。"))

    def fit_to(self, row: Case | None) -> None:
        if row is not None:
            is_assessed = State.ASSESS in row.steps
            offered = [c for c in VERDICTS if is_assessed or c[0] != Verdict.REASSESS]
            choose(self, "verdict", offered)
            field = forms.MultipleChoiceField(
                label=_("要补正的材料"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[(item["key"], item["name"]) for item in materials_of(row)],
                help_text=_("退回补正时选择，申请人凭查询码能看到。"),
            )
            self.add_field("lacking", field)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_asked = "lacking" in self.fields and data.get("verdict") == Verdict.MORE
        if is_asked and not data.get("lacking"):
            self.add_error("lacking", _("请选择要补正的材料。"))
        return data


class CheckForm(BaseForm):
    """What becomes of a finding that differs from what the measurements suggest, or rests on none."""

    agreed = decision(_("核对"), _("理由成立，按医生结论继续"), _("退回重新评定"))
    words = area_of(_("意见"), 300, 2, required=False, help_text=_("退回时必填。"))


class ProduceForm(BaseForm):
    """That who is to get a card was looked at once more: a number that is given stays given."""

    checked = forms.BooleanField(label=_("姓名、类别等级和照片已核对"))

    def fit_to(self, row: Case | None) -> None:
        if row is not None and not row.person.photo_id:
            self.fields["checked"].label = _("姓名、类别等级已核对；档案中没有照片，已核对纸质照片")


class HandOverForm(BaseForm):
    """How the card reaches the holder."""

    how = forms.ChoiceField(label=_("领取方式"), choices=HANDED)
    to = forms.CharField(
        label=_("领取人"), max_length=40, help_text=_("本人或代领人姓名、与本人关系。")
    )


class AnswerForm(BaseForm):
    """A county's answer to a transfer."""

    agreed = decision(_("意见"), _("同意"), _("不同意"))
    words = forms.CharField(label=_("理由"), max_length=300, required=False)


class DoubtForm(BaseForm):
    """Why the receiving county wants a reassessment."""

    words = area_of(_("理由"), 300, 2, help_text=_("如：现场情况与证上等级明显不符。"))


class ObjectionForm(BaseModelForm):
    """An objection."""

    class Meta:
        model = Objection
        fields = ("by_whom", "ground")

    def fit_to(self, row: Case) -> None:
        """Only those are offered who may object today."""
        known = to_this_finding(row)
        offered = [c for c in Objection.By.choices if not obstacle(row, c[0], known)]
        choose(self, "by_whom", [("", _("请选择")), *offered])


class TellForm(BaseModelForm):
    """When and how somebody was told; who gets the card is told with it, which is noted there."""

    class Meta:
        model = Case
        fields = ("told_on", "told_how")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = True
        offered = [("", _("请选择")), *(c for c in Told.choices if c[0] != Told.HANDED)]
        choose(self, "told_how", offered)


class DecisionForm(PartsForm):
    """The result of the reassessment: all findings as they stand from now on."""

    upheld = decision(
        _("结论"),
        _("异议成立，按下面改变结论"),
        _("维持原结论"),
        help_text=_("异议成立的，把各类等级改成复核后的样子；不再符合的选“无”。"),
    )
    decision = area_of(_("复核意见"), 300)
    field_order = ("upheld", *(part(category) for category, _name in SINGLE), "decision")


class CardPartsForm(PartsForm):
    """What each part of 多重 is on the holder's card."""

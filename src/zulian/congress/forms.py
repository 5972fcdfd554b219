"""Forms of the congress room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import pick_post
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.congress.models import Congress, Contest, Delegate, Nominee, Step
from zulian.congress.models.delegates import Need
from zulian.foundation.forms import BaseForm, ManyFilesField, decision
from zulian.leadership.models import TIE_ASKED
from zulian.people.forms import WhoForm
from zulian.registers.forms import BaseModelForm


class ExemptForm(BaseForm):
    """Why a federation does not take part."""

    columns = {"why": (Congress, "note")}
    why = forms.CharField(label=_("不参加本轮的原因"))


class ReportForm(BaseModelForm):
    """How a step was taken: what was done, when, with its papers."""

    required = ("note",)
    optional = ("done_on",)
    files = ManyFilesField(  # type: ignore[assignment]
        label=_("材料"), required=False, help_text=_("请示、批复、名单等，可多选。")
    )

    class Meta:
        model = Step
        fields = ("note", "done_on")


class JudgeForm(BaseForm):
    """The level above's word on a step."""

    models = (Step,)
    approved = decision(_("审批结果"), _("同意"), _("退回"))
    verdict = forms.CharField(label=_("审批意见"), required=False)


class OwnerForm(BaseModelForm):
    """Who is in charge of a step."""

    optional = ("owner",)

    class Meta:
        model = Step
        fields = ("owner",)

    def fit_to(self, row: Step) -> None:
        posts = Post.objects.held().filter(
            region_id=row.region_id, role__in=PERMISSIONS["congress.write"]
        )
        pick_post(self.fields["owner"], posts)


class DelegateFields(BaseModelForm):
    """What a list is looked at for, and what a delegate needs."""

    optional = ("category",)
    needs = forms.MultipleChoiceField(
        label=_("无障碍需求"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    class Meta:
        model = Delegate
        fields: Sequence[str] = ("tie", "category", "party", "grassroots", "work")

    def fit_to(self, row: Any) -> None:
        self.initial["needs"] = row.needs


class DelegateForm(WhoForm, DelegateFields):
    """A name for the list of a congress."""

    field_order = ["id_number", "name", "home", "phone", "ethnicity", "unit", "how"]

    class Meta:
        model = Delegate
        fields = ("unit", "how", *DelegateFields.Meta.fields)

    def fit_to(self, row: Congress) -> None:
        self.fields["unit"].queryset = row.units.all()  # type: ignore[attr-defined]


class SeatForm(BaseForm):
    """How many seats a row has."""

    per_row = forms.IntegerField(label=_("每排座位数"), min_value=2, max_value=60, initial=12)


class ContestForm(BaseModelForm):
    """What is to be elected."""

    field_order = ["what", "seats", "differential", "electorate"]
    differential = forms.ChoiceField(
        label=_("选举方式"),
        choices=[("no", _("等额选举")), ("yes", _("差额选举"))],
        widget=forms.RadioSelect,
        initial="no",
    )

    class Meta:
        model = Contest
        fields = ("what", "seats", "electorate")

    def clean_differential(self) -> bool:
        return bool(self.cleaned_data["differential"] == "yes")


class NomineeForm(WhoForm, BaseModelForm):
    """A candidate. What ties them to disabled people is chosen, never taken for granted."""

    field_order = ["id_number", "name", "home", "phone", "ethnicity", "tie"]
    tie = forms.ChoiceField(label=_("与残疾人的关系"), choices=TIE_ASKED)

    class Meta:
        model = Nominee
        fields = ("work", "nominated_by")


class TellerForm(BaseForm):
    """A teller's count: the papers, the votes of each candidate, other names."""

    teller = forms.CharField(label=_("计票员姓名"), max_length=40)
    present = forms.IntegerField(label=_("实到人数"), min_value=0, max_value=5000)
    issued = forms.IntegerField(label=_("发出选票"), min_value=0, max_value=5000)
    back = forms.IntegerField(label=_("收回选票"), min_value=0, max_value=5000)
    invalid = forms.IntegerField(label=_("无效选票"), min_value=0, max_value=5000, initial=0)
    others = forms.CharField(
        label=_("另选人"),
        widget=forms.Textarea,
        required=False,
        max_length=2000,
        help_text=_("每行一人：姓名 票数，如“演小明 3”。"),
    )

    def __init__(self, *args: Any, nominees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nominees = list(nominees)
        for nominee in self.nominees:
            for key, words in (
                ("favour", gettext("赞成")),
                ("against", gettext("反对")),
                ("abstain", gettext("弃权")),
            ):
                field = forms.IntegerField(label=words, min_value=0, max_value=5000)
                self.add_field(f"{key}-{nominee.pk}", field)
        self.fields["others"] = self.fields.pop("others")

    def clean_others(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in self.cleaned_data["others"].splitlines():
            words = line.split()
            if not words:
                continue
            if len(words) != 2 or not words[1].isdecimal() or words[0] in found:
                raise ValidationError(
                    gettext("“%(line)s”写法不对，请每行写一个姓名和票数，不要重复。")
                    % {"line": line[:30]}
                )
            found[words[0][:40]] = int(words[1])
        return found

    def head(self) -> list[forms.BoundField]:
        """The fields about the papers."""
        return [self[name] for name in ("teller", "present", "issued", "back", "invalid")]

    def lines(self) -> list[tuple[Nominee, list[forms.BoundField]]]:
        """Each candidate with the three fields of their votes."""
        return [
            (n, [self[f"{key}-{n.pk}"] for key in ("favour", "against", "abstain")])
            for n in self.nominees
        ]

    def votes(self) -> dict[str, tuple[int, int, int]]:
        """Votes by the key of the nominee."""
        data = self.cleaned_data
        return {
            str(n.pk): (data[f"favour-{n.pk}"], data[f"against-{n.pk}"], data[f"abstain-{n.pk}"])
            for n in self.nominees
        }

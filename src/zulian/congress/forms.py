"""Forms of the congress room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import pick_post
from zulian.accounts.models import Post
from zulian.congress.models import Congress, Contest, Delegate, Nominee, Step, Trait, Unit
from zulian.congress.models.contests import WHAT
from zulian.congress.models.delegates import Need
from zulian.foundation.days import DEADLINE, DayField
from zulian.foundation.forms import HouseForm, ManyFilesField, YesNoField, dress
from zulian.leadership.models import TIE_ASKED, TIE_OR_UNSAID
from zulian.people.disabilities import CATEGORIES
from zulian.people.forms import WhoForm


class RoundForm(HouseForm):
    """A new round."""

    ordinal = forms.IntegerField(label=_("第几次代表大会"), min_value=1, max_value=99)
    basis = forms.CharField(label=_("依据"), max_length=120, required=False, help_text=_("上级部署换届的文件。"))
    township_due = DayField(span=DEADLINE, label=_("乡镇（街道）完成时限"))
    county_due = DayField(span=DEADLINE, label=_("县（区）完成时限"))
    city_due = DayField(span=DEADLINE, label=_("市级完成时限"))


class DayForm(HouseForm):
    """The congress day."""

    models = (Congress,)
    day = forms.DateField(label=_("拟召开日期"), help_text=_("各步骤的时限由这一天倒推。"))
    place = forms.CharField(label=_("地点"), max_length=80, required=False)


class HoldForm(HouseForm):
    """The congress was held."""

    on = forms.DateField(label=_("召开日期"))
    attended = forms.IntegerField(label=_("实到代表"), min_value=1, max_value=5000)


class ExemptForm(HouseForm):
    """Why a federation does not take part."""

    why = forms.CharField(label=_("不参加本轮的原因"), max_length=200)


class ReportForm(HouseForm):
    """What was done of a step."""

    models = (Step,)
    note = forms.CharField(label=_("办理情况"), max_length=300, widget=forms.Textarea)
    done_on = forms.DateField(label=_("完成日期"), required=False, help_text=_("不填为今天。"))
    files = ManyFilesField(  # type: ignore[assignment]
        label=_("材料"), required=False, help_text=_("请示、批复、名单等，可多选。")
    )


class JudgeForm(HouseForm):
    """The level above's word on a step."""

    verdict = forms.ChoiceField(
        label=_("审批结果"),
        choices=[("approve", _("同意")), ("return", _("退回"))],
        widget=forms.RadioSelect,
        initial="approve",
    )
    words = forms.CharField(label=_("审批意见"), max_length=300, required=False)


class OwnerForm(HouseForm):
    """Who is in charge of a step."""

    owner: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label=_("负责人"), queryset=None, required=False, empty_label=_("未指定")
    )

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_post(self.fields["owner"], posts)


class UnitForm(HouseForm):
    """A unit that is no division."""

    name = forms.CharField(label=_("选举单位"), max_length=60)
    weight = forms.IntegerField(
        label=_("分配依据数"), min_value=0, max_value=10_000_000, help_text=_("如持证残疾人数。")
    )


class UnitChangeForm(HouseForm):
    """A unit's weight and seats."""

    weight = forms.IntegerField(label=_("分配依据数"), min_value=0, max_value=10_000_000)
    seats = forms.IntegerField(label=_("名额"), min_value=0, max_value=2000)


class ShareForm(HouseForm):
    """How many delegates in all."""

    total = forms.IntegerField(label=_("代表总名额"), min_value=1, max_value=5000)


class TargetForm(HouseForm):
    """One target."""

    trait = forms.ChoiceField(label=_("构成"), choices=Trait.choices)
    percent = forms.IntegerField(label=_("不少于（%）"), min_value=0, max_value=100, initial=0)
    number = forms.IntegerField(label=_("不少于（人）"), min_value=0, max_value=2000, initial=0)


class DelegateFields(HouseForm):
    """What a list is looked at for, and what a delegate needs."""

    tie = forms.ChoiceField(label=_("与残疾人的关系"), choices=TIE_OR_UNSAID, required=False)
    category = forms.TypedChoiceField(
        label=_("残疾类别"), choices=[("", _("非残疾人")), *CATEGORIES], coerce=int, empty_value=None, required=False,
        help_text=_("有残疾人证的以证上为准。"),
    )  # fmt: skip
    party = YesNoField(label=_("中共党员"))
    grassroots = YesNoField(label=_("基层一线"))
    work = forms.CharField(label=_("单位及职务"), max_length=80, required=False)
    needs = forms.MultipleChoiceField(
        label=_("无障碍需求"), choices=Need.choices, widget=forms.CheckboxSelectMultiple, required=False
    )


class DelegateForm(WhoForm, DelegateFields):
    """A name for the list."""

    unit: forms.ModelChoiceField[Unit] = forms.ModelChoiceField(label=_("选举单位"), queryset=None)
    how = forms.ChoiceField(label=_("产生方式"), choices=Delegate.How.choices)
    field_order = ["id_number", "name", "home", "phone", "ethnicity", "unit", "how"]

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["unit"]
        field.queryset = units


class NoteForm(HouseForm):
    """Why a name is rejected or withdraws."""

    models = (Delegate,)
    note = forms.CharField(label=_("原因"), max_length=200)


class SeatForm(HouseForm):
    """How many seats a row has."""

    per_row = forms.IntegerField(label=_("每排座位数"), min_value=2, max_value=60, initial=12)


class ContestForm(HouseForm):
    """What is to be elected."""

    what = forms.ChoiceField(label=_("选举事项"), choices=WHAT)
    seats = forms.IntegerField(label=_("应选名额"), min_value=1, max_value=500)
    differential = forms.ChoiceField(
        label=_("选举方式"),
        choices=[("no", _("等额选举")), ("yes", _("差额选举"))],
        widget=forms.RadioSelect,
        initial="no",
    )
    electorate = forms.ChoiceField(label=_("选举人"), choices=Contest.Electorate.choices)

    def clean_differential(self) -> bool:
        return bool(self.cleaned_data["differential"] == "yes")


class NomineeForm(WhoForm):
    """A candidate."""

    tie = forms.ChoiceField(label=_("与残疾人的关系"), choices=TIE_ASKED)
    work = forms.CharField(label=_("单位及职务"), max_length=80, required=False)
    nominated_by = forms.CharField(
        label=_("提名方式"), max_length=60, required=False, help_text=_("如：党委提名、代表联名。")
    )


class TellerForm(HouseForm):
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
            for key, words in (("favour", gettext("赞成")), ("against", gettext("反对")), ("abstain", gettext("弃权"))):
                field = forms.IntegerField(label=words, min_value=0, max_value=5000)
                dress(field)
                self.fields[f"{key}-{nominee.pk}"] = field
        self.fields["others"] = self.fields.pop("others")

    def clean_others(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for line in self.cleaned_data["others"].splitlines():
            words = line.split()
            if not words:
                continue
            if len(words) != 2 or not words[1].isdecimal() or words[0] in found:
                raise ValidationError(
                    gettext("“%(line)s”写法不对，请每行写一个姓名和票数，不要重复。") % {"line": line[:30]}
                )
            found[words[0][:40]] = int(words[1])
        return found

    def head(self) -> list[forms.BoundField]:
        """The fields about the papers."""
        return [self[name] for name in ("teller", "present", "issued", "back", "invalid")]

    def lines(self) -> list[tuple[Nominee, list[forms.BoundField]]]:
        """Each candidate with the three fields of their votes."""
        return [(n, [self[f"{key}-{n.pk}"] for key in ("favour", "against", "abstain")]) for n in self.nominees]

    def votes(self) -> dict[str, tuple[int, int, int]]:
        """Votes by the key of the nominee."""
        data = self.cleaned_data
        return {
            str(n.pk): (data[f"favour-{n.pk}"], data[f"against-{n.pk}"], data[f"abstain-{n.pk}"]) for n in self.nominees
        }

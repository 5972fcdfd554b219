"""Forms of social organisations that ask for more than columns of one model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.foundation.clock import today
from zulian.foundation.days import DEADLINE, DayField
from zulian.foundation.forms import MARKS, BaseForm, area_of, decision
from zulian.registers.forms import BaseModelForm
from zulian.social.models import (
    Bid,
    Criterion,
    Judge,
    Milestone,
    Organisation,
    Purchase,
    Served,
    Step,
)

OWN_FACTS = ("services", "easy", "contact", "place", "staff", "capacity", "listed")
REGISTRATION = ("credit_code", "registered_on", "authority")


class OwnFactsForm(BaseModelForm):
    """What an organisation says of itself."""

    # What an import may have left out is asked for here.
    required = ("contact",)

    class Meta:
        model = Organisation
        fields = OWN_FACTS


class ChangeForm(BaseModelForm):
    """What the office keeps of an organisation; the telephone is not shown again, and stays where nothing is typed."""

    required, unshown = ("contact",), ("phone",)

    class Meta:
        model = Organisation
        fields = ("name", "kind", "nature", "supervisor", "leader", "people", "phone", *OWN_FACTS)


def code_field() -> forms.CharField:
    """The code, typed with blanks or without: the service's check says how many characters are left."""
    return forms.CharField(label=_("统一社会信用代码"), max_length=30)


class AddForm(BaseModelForm):
    """A new organisation, registered or not yet."""

    required = ("contact",)
    optional = REGISTRATION
    columns = {"credit_code": None}
    credit_code = code_field()

    class Meta:
        model = Organisation
        fields = (
            "name",
            "region",
            "kind",
            "nature",
            *REGISTRATION,
            "supervisor",
            "leader",
            "people",
            "phone",
            *OWN_FACTS,
        )

    def fit_to(self, row: Organisation | None) -> None:
        self.fields["credit_code"].help_text = _("还没有登记的不填，以后可以孵化。")


class RegisterForm(BaseModelForm):
    """How an organisation was registered."""

    required = REGISTRATION
    columns = {"credit_code": None}
    credit_code = code_field()

    class Meta:
        model = Organisation
        fields = REGISTRATION

    def fit_to(self, row: Organisation | None) -> None:
        self.initial["registered_on"] = today()


class DayForm(BaseForm):
    """On which day."""

    on = forms.DateField(label=_("日期"), initial=today)


class StepForm(BaseModelForm):
    """A step that is done."""

    paper = forms.FileField(label=_("材料"), required=False)

    class Meta:
        model = Step
        fields = ("done_on", "note")


# Purchases


class CallForm(BaseForm):
    """Until when offers may come in."""

    closes_on = DayField(span=DEADLINE, label=_("截止日期"))


class BidForm(BaseModelForm):
    """An offer."""

    paper = forms.FileField(label=_("方案附件"), required=False)

    class Meta:
        model = Bid
        fields = ("price", "plan")


class CounterBidForm(BidForm):
    """An offer taken in at the counter."""

    class Meta:
        model = Bid
        fields = ("organisation", "price", "plan")

    def fit_to(self, row: Purchase | None) -> None:
        organisations = Organisation.objects.filter(state=Organisation.State.REGISTERED)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]


class DeclareForm(BaseForm):
    """Whether a judge has an interest in an offer."""

    models = (Judge,)
    interest = decision(
        _("您与报价的组织有没有利害关系（在其中工作或任职、亲属关系、经济往来）"),
        _("有，我回避"),
        _("没有，我承诺公正评审"),
    )
    reason = forms.CharField(
        label=_("有的话，与哪个组织、什么关系"), max_length=200, required=False
    )


class MarkForm(BaseForm):
    """A judge's marks: every offer by every criterion."""

    def __init__(
        self, *args: Any, bids: Sequence[Bid], criteria: Sequence[Criterion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [(b, c) for b in bids for c in criteria]
        for bid, criterion in self.keys:
            words = _("%(who)s：%(what)s（满分 %(n)d）") % {
                "who": bid.organisation.name,
                "what": criterion.words,
                "n": criterion.points,
            }
            field = forms.IntegerField(label=words, min_value=0, max_value=criterion.points)
            self.add_field(f"m{bid.pk}-{criterion.pk}", field)

    def points(self) -> dict[tuple[int, int], int]:
        """The marks by offer and criterion."""
        return {(b.pk, c.pk): self.cleaned_data[f"m{b.pk}-{c.pk}"] for b, c in self.keys}


class DecideForm(BaseForm):
    """Which of several firsts, and why; empty where there is one."""

    models = (Purchase,)
    choice: forms.ModelChoiceField[Bid] = forms.ModelChoiceField(
        label=_("并列第一时选定"), queryset=None, required=False, empty_label=_("没有并列")
    )
    reason = forms.CharField(label=_("理由"), max_length=300, required=False)

    def fit_to(self, row: Purchase) -> None:
        self.fields["choice"].queryset = row.bids.select_related("organisation")  # type: ignore[attr-defined]


class ReasonForm(BaseForm):
    """Why a purchase is stopped."""

    models = (Purchase,)
    reason = area_of(_("原因"), 300, 2)


class DeliverForm(BaseModelForm):
    """What was done for a milestone."""

    required = ("report",)

    class Meta:
        model = Milestone
        fields = ("report",)


class AcceptForm(BaseForm):
    """Whether it is accepted."""

    accepted = decision(_("验收结论"), _("合格"), _("退回整改"))
    verdict = forms.CharField(label=_("验收意见"), max_length=300, required=False)


class ServedForm(BaseForm):
    """Somebody served."""

    id_number = forms.CharField(label=_("服务对象身份证号"), max_length=30)
    on = forms.DateField(label=_("服务日期"), initial=today)


class EvaluateForm(BaseForm):
    """What somebody served says."""

    models = (Served,)
    mark = forms.TypedChoiceField(
        label=_("满意吗"), choices=MARKS, coerce=int, widget=forms.RadioSelect
    )
    words = area_of(_("想说的话"), 300, 2, required=False)

"""Forms of home service (上门服务)."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.certificates.models import Request, Stop, Team
from zulian.foundation.forms import BaseForm, decision
from zulian.registers.forms import BaseModelForm


class VisitForm(BaseModelForm):
    """A request for a visit at home."""

    optional = ("region", "categories", "equipment")
    cannot_travel = forms.BooleanField(label=_("本人无法出行"), required=False, initial=True)
    field_order = ("purpose", "source", "why", "cannot_travel")

    class Meta:
        model = Request
        fields = (
            *("purpose", "source", "why", "region", "categories", "equipment"),
            *("from_time", "to_time", "must_by"),
        )


class VisitJudgeForm(BaseForm):
    """Whether a request is admitted."""

    models = (Request,)
    admitted = decision(_("核实结果"), _("同意上门"), _("不符合条件"))
    note = forms.CharField(label=_("说明"), max_length=200, required=False)


class TeamForm(BaseModelForm):
    """A team."""

    optional = ("equipment",)

    class Meta:
        model = Team
        fields = (
            "name",
            "members",
            "assessor",
            "equipment",
            "starts",
            "ends",
            "capacity",
            "active",
        )


class StopForm(BaseModelForm):
    """The outcome of a stop, on a phone without the script."""

    required = ("outcome",)

    class Meta:
        model = Stop
        fields = ("outcome", "note")

"""Forms of what others tell of holders: deaths, households that moved away."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.certificates.forms.common import NamedForm
from zulian.certificates.models import DeathReport, Departure
from zulian.foundation.forms import BaseForm, decision
from zulian.registers.forms import BaseModelForm


class WhyForm(BaseForm):
    """Why something is undone."""

    why = forms.CharField(label=_("撤销原因"), max_length=200)


class DeathLineForm(NamedForm):
    """One line of a list of deaths."""

    field_order = ("id_number", "name")

    class Meta:
        model = DeathReport
        fields = ("died_on", "source", "origin")


class DeathCheckForm(BaseModelForm):
    """Whether somebody has died, and how that was found out."""

    died = decision(_("核实结果"), _("属实"), _("不属实"))
    required = ("how",)
    field_order = ("died", "how")

    class Meta:
        model = DeathReport
        fields = ("how",)


class DepartureForm(NamedForm):
    """A household that moved away."""

    field_order = ("id_number", "name")

    class Meta:
        model = Departure
        fields = ("moved_on", "moved_to", "source")

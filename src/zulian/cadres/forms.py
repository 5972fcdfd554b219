"""Forms of the cadres room that ask for more than columns of one model."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import pick_post
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.cadres.models import Cadre, Entry, Reserve
from zulian.foundation.actor import current_actor
from zulian.foundation.forms import BaseForm, decision
from zulian.people.forms import WhoForm
from zulian.regions.models import Region
from zulian.registers.forms import BaseModelForm

PERSON = ("id_number", "name", "home", "phone", "ethnicity")
FILE = (
    "region",
    "tie",
    "unit",
    "position",
    "grade",
    "since",
    "work_since",
    "education",
    "school",
    "party",
    "party_since",
    "native_place",
    "profession",
    "sign",
    "languages",
    "strengths",
)
DAYS = ("since", "work_since", "party_since")


class OpenForm(WhoForm, BaseModelForm):
    """A new file: the person and what is known of them; it is kept by the federation of whoever opens it, unless told."""

    optional = DAYS
    field_order = [*PERSON]

    class Meta:
        model = Cadre
        fields = FILE

    def fit_to(self, row: Cadre | None) -> None:
        if own := Region.objects.filter(pk=current_actor().region).first():
            self.initial["region"] = f"{own.name} {own.pk}"


class ChangeForm(BaseModelForm):
    """Changing a file, the state of the cadre and the post that answers for it included."""

    optional = (*DAYS, "keeper")

    class Meta:
        model = Cadre
        fields = (*FILE, "status", "keeper")

    def fit_to(self, row: Cadre | None) -> None:
        pick_post(
            self.fields["keeper"], Post.objects.held().filter(role__in=PERMISSIONS["cadre.write"])
        )


class EntryForm(BaseModelForm):
    """One line of a file."""

    optional = ("since", "until")

    class Meta:
        model = Entry
        fields = ("kind", "since", "until", "text", "result")


class ReviewForm(BaseForm):
    """The joint review's opinion."""

    columns = {"note": (Reserve, "review_note")}
    passed = decision(_("联合审核结果"), _("通过"), _("不通过"))
    note = forms.CharField(label=_("会同组织部门审核的意见"))


class ConfirmForm(BaseModelForm):
    """By which paper the list was confirmed."""

    required = ("basis",)

    class Meta:
        model = Reserve
        fields = ("basis",)


class RecommendForm(BaseModelForm):
    """Where a name is recommended to."""

    required = ("recommended_to",)

    class Meta:
        model = Reserve
        fields = ("recommended_to",)


class AppointForm(BaseModelForm):
    """What a name was appointed to, and from which day; the file takes the position from here."""

    required = ("appointed_to",)
    columns = {"appointed_to": (Cadre, "position")}

    class Meta:
        model = Reserve
        fields = ("appointed_to", "appointed_on")

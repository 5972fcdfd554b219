"""Forms of the leadership room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import pick_post
from zulian.accounts.models import Post
from zulian.foundation.forms import BaseForm
from zulian.leadership.models import Inspection, Term
from zulian.people.forms import WhoForm
from zulian.registers.forms import BaseModelForm


class InspectionForm(BaseForm):
    """An inspection's findings."""

    purpose = forms.CharField(label=_("考察事由"), max_length=100)
    on = forms.DateField(label=_("考察日期"))
    inspectors = forms.CharField(label=_("考察组"), max_length=100)
    notes = forms.CharField(
        label=_("考察情况"),
        widget=forms.Textarea,
        max_length=4000,
        help_text=_("加密保存，只有知悉范围内的岗位能看，每次查看都有记录。"),
    )
    verdict = forms.ChoiceField(
        label=_("结论"), choices=Inspection.Verdict.choices, widget=forms.RadioSelect
    )


class AdmitForm(BaseForm):
    """Another post for the circle."""

    post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(
        label=_("准许查看的岗位"), queryset=None
    )

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_post(self.fields["post"], posts)


class TakeForm(WhoForm, BaseModelForm):
    """Who takes a post."""

    required = ("tie",)
    optional = ("until",)
    field_order = ("id_number", "name", "home", "phone", "ethnicity")

    class Meta:
        model = Term
        fields = ("tie", "how", "since", "until", "source")


class SourceForm(BaseModelForm):
    """What a term rests on."""

    required = ("source",)

    class Meta:
        model = Term
        fields = ("source",)


class LeaveForm(BaseModelForm):
    """When and why an office is left."""

    required = ("ended_why",)

    class Meta:
        model = Term
        fields = ("ended_on", "ended_why")

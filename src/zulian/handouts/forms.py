"""The form of a handout."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.roles import Role
from zulian.documents.services import ACCEPTED
from zulian.foundation.actor import current_actor
from zulian.foundation.forms import area_of
from zulian.foundation.scopes import prefix_length
from zulian.handouts.models import Handout
from zulian.handouts.rules import READERS, roles_within
from zulian.registers.forms import BaseModelForm


class HandoutForm(BaseModelForm):
    """What is sent out, to whom, and by when it is to be read."""

    text = area_of(_("内容"), 8000, 8, required=False)
    roles = forms.MultipleChoiceField(
        label=_("传阅给"),
        choices=[(role.value, role.label) for role in READERS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("本单位和下级在岗的都要读，以后到岗的也要读。"),
        error_messages={"required": _("请至少选一个岗位。")},
    )
    file = forms.FileField(label=_("附件"), required=False, help_text=ACCEPTED)
    field_order = ("kind", "title", "text", "file", "roles", "read_by")

    class Meta:
        model = Handout
        fields = ("kind", "title", "text", "read_by")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        actor = current_actor()
        roles = roles_within(prefix_length(actor.region)) if actor.region else READERS
        self.fields["roles"].choices = [  # type: ignore[attr-defined]
            (role.value, role.label) for role in map(Role, roles)
        ]

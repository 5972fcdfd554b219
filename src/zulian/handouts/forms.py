"""The form of a handout."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.roles import Role
from zulian.documents.services import ACCEPTED
from zulian.handouts.models import Handout
from zulian.registers.forms import BaseModelForm

# Who may be asked to read something: those who work in the rooms.
READERS = tuple(
    role for role in Role if role not in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
)


class HandoutForm(BaseModelForm):
    """What is sent out, to whom, and by when it is to be read."""

    roles = forms.MultipleChoiceField(
        label=_("传阅给"),
        choices=[(role.value, role.label) for role in READERS],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("本单位和下级在岗的都要读，以后到岗的也要读。"),
        error_messages={"required": _("请至少选一个岗位。")},
    )
    file = forms.FileField(label=_("附件"), required=False, help_text=ACCEPTED)

    class Meta:
        model = Handout
        fields = ("kind", "title", "text", "read_by")

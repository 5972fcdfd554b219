"""Forms of departments and letters that ask for more than columns of one model."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.departments.models import Department, Letter
from zulian.documents.services import ACCEPTED
from zulian.foundation.actor import current_actor
from zulian.foundation.forms import area_of
from zulian.registers.forms import BaseModelForm


def offer_own(form: Any, name: str = "department") -> None:
    """Let a field of a form choose among the departments of the own division that are still there."""
    own = Department.objects.standing().filter(region_id=current_actor().region)
    form.fields[name].queryset = own.order_by("kind", "name")


class LetterForm(BaseModelForm):
    """What a department is asked for, and why; the department is one of the own division that is still there."""

    text = area_of(
        _("商请事项"), 4000, 8, help_text=_("正文，一段一行。称谓、落款和日期由系统加上。")
    )
    file = forms.FileField(label=_("附件"), required=False, help_text=ACCEPTED)
    field_order = ("department", "title", "about", "text", "answer_by", "file")

    class Meta:
        model = Letter
        fields = ("department", "title", "about", "text", "answer_by")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        offer_own(self)
        self.fields["department"].help_text = _("本单位登记的有关部门；没有的请先登记。")


class ChangeLetterForm(LetterForm):
    """The same of a letter that is drawn up already."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["file"].help_text = _("不换附件就留空。%(kinds)s") % {"kinds": ACCEPTED}


class AnswerForm(BaseModelForm):
    """An answer that came."""

    required = ("answer",)
    file = forms.FileField(label=_("复函文件"), required=False, help_text=ACCEPTED)

    class Meta:
        model = Letter
        fields = ("answered_on", "answer")

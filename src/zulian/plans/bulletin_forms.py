"""Forms of a bulletin: its words as a draft, and the second look before it is issued."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.documents.official import Block, Heading, Table
from zulian.foundation.forms import BaseForm, area_of, leave_unmarked
from zulian.plans.models import IssuedBulletin
from zulian.plans.services import issuing

# So many characters fill a line of the form.
LINE = 40


class BulletinForm(BaseForm):
    """The words of a draft of a bulletin, block by block; tables may be left out."""

    models = (IssuedBulletin,)
    title = area_of(_("标题"), 200, 2)
    addressees = forms.CharField(label=_("主送机关"), max_length=300, required=False)
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, draft: IssuedBulletin, **kwargs: Any) -> None:
        initial = {
            "title": draft.title,
            "addressees": draft.addressees,
            "seen": issuing.digest(draft),
        }
        super().__init__(*args, initial=initial, **kwargs)
        section, number = str(_("正文")), 0
        for place, (label, block) in enumerate(issuing.document_of(draft).numbered()):
            number += 1
            if isinstance(block, Heading):
                section, number = f"{label}{block.text}", 0
            self._add(issuing.field_of(place), section, number, block)

    def _add(self, name: str, section: str, number: int, block: Block) -> None:
        """A field of one block, called by the section that it stands in."""
        field: forms.Field
        facts = {"section": section, "n": number}
        if isinstance(block, Table):
            label = _("%(section)s，第 %(n)d 段：保留表格（%(names)s）") % {
                **facts,
                "names": "、".join(block.head),
            }
            field = forms.BooleanField(label=label, required=False, initial=True)
        elif isinstance(block, Heading):
            label = _("小标题：%(section)s") % facts
            field = forms.CharField(label=label, max_length=issuing.LONGEST_HEADING, required=False)
            field.initial = issuing.words_of(block)
        else:
            words = issuing.words_of(block)
            longest = max(issuing.LONGEST_PARAGRAPH, len(words))
            rows = len(words) // LINE + 1
            label = _("%(section)s，第 %(n)d 段") % facts
            field = area_of(label, longest, rows, required=False, initial=words)
            field.widget.attrs["data-fit"] = ""
        leave_unmarked(field)
        self.add_field(name, field)


class IssueForm(BaseForm):
    """The second look before a bulletin is issued; `seen` tells what was looked at."""

    models = (IssuedBulletin,)
    number = forms.CharField(
        label=_("文号"), max_length=60, help_text=_("如：阜残发〔2026〕12号。本单位不重复。")
    )
    is_sure = forms.BooleanField(
        label=_("我已核对全文，知道印发后不能修改、不能收回"),
        error_messages={"required": _("请先核对，再勾选确认。")},
    )
    seen = forms.CharField(max_length=40, widget=forms.HiddenInput)

"""Forms of appraisal: a scheme for a plan of one's own, an item, a mark, an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.appraisals.models import Scheme, SchemeItem, Score
from zulian.foundation.forms import BaseForm, ManyFilesField
from zulian.foundation.scopes import active_scope
from zulian.plans.models import Circular
from zulian.registers.forms import BaseModelForm


class SchemeForm(BaseModelForm):
    """For which plan, and what it is called."""

    circular: forms.ModelChoiceField[Circular] = forms.ModelChoiceField(
        label=_("工作要点"), queryset=None, empty_label=_("请选择")
    )
    field_order = ("circular", "name")

    class Meta:
        model = Scheme
        fields = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = {low for low, _high in active_scope().ranges}
        rows = Circular.objects.filter(status=Circular.Status.ADOPTED, kind=Circular.Kind.PLAN)
        field: Any = self.fields["circular"]
        field.queryset = rows.filter(region_id__in=own, scheme=None).order_by("-year", "-pk")


class SchemeItemForm(BaseModelForm):
    """An item of a scheme."""

    class Meta:
        model = SchemeItem
        fields = ("title", "kind", "points", "each", "rule")


class PapersForm(BaseForm):
    """What a unit shows for a mark."""

    papers = ManyFilesField(
        label=_("照片或文件"), help_text=_("照片、PDF、Word 或 Excel，每一项最多 9 个。")
    )


class MarkForm(BaseModelForm):
    """A mark by hand, and why."""

    class Meta:
        model = Score
        fields = ("given", "note")

    def fit_to(self, row: Score) -> None:
        words = _("满分 %(points)s 分；系统计分 %(counted)s。%(rule)s")
        counted = "—" if row.counted is None else row.counted
        said = {"points": row.item.points, "counted": counted, "rule": row.item.rule}
        self.fields["given"].help_text = words % said


class AnswerForm(BaseModelForm):
    """What becomes of an objection: another mark or none, and why."""

    class Meta:
        model = Score
        fields = ("given", "reply")

    def fit_to(self, row: Score) -> None:
        words = _("现得 %(points)s 分，满分 %(most)s 分；维持的不填。")
        said = {"points": row.points, "most": row.item.points}
        self.fields["given"].help_text = words % said
        self.initial["given"] = None

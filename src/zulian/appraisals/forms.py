"""Forms of appraisal: a scheme for a plan of one's own, an item, a mark, an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.appraisals.models import Scheme, SchemeItem, Score
from zulian.appraisals.rules import COUNTED, TAKEN_OFF, Kind, short
from zulian.appraisals.services.marks import Given, mark_words
from zulian.foundation.clock import today
from zulian.foundation.forms import BaseForm, ManyFilesField, area_of
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
        if not field.queryset.exists():
            field.empty_label = _("没有可以选的工作要点")
            field.help_text = _(
                "本单位下达的工作要点都已有考核办法。要起草新的，先在“工作要点”上传、下达新一年的。"
            )


class SchemeItemForm(BaseModelForm):
    """An item of a scheme."""

    class Meta:
        model = SchemeItem
        fields = ("title", "kind", "points", "late_by", "each", "rule")


class PapersForm(BaseForm):
    """What a unit shows for a mark."""

    papers = ManyFilesField(
        label=_("照片或文件"), help_text=_("照片、PDF、Word 或 Excel，每一项最多 9 个。")
    )


class MarkForm(BaseModelForm):
    """A mark by hand, and why; `was` is the mark that it was opened with."""

    was = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    class Meta:
        model = Score
        fields = ("given", "note")

    def fit_to(self, row: Score) -> None:
        kind, field = row.item.kind, self.fields["given"]
        most = _("最多 %(points)s 分") % {"points": short(row.item.points)}
        counted = "" if row.counted is None else _("系统计分 %s") % short(row.counted)
        field.help_text = "；".join(filter(None, (most, counted, row.item.rule)))
        is_there = row.given is not None and row.result.scheme.state == Scheme.State.ISSUED
        field.required = kind not in COUNTED and not is_there
        if kind in TAKEN_OFF:
            field.label = _("扣分")
        elif kind == Kind.BONUS:
            field.label = _("加分")
        self.initial["was"] = mark_words(row)


class ColumnForm(BaseForm):
    """The marks of all units for one item, a line each."""

    template_name = "appraisals/column.html"

    def fit_to(self, row: SchemeItem) -> None:
        rows = Score.objects.with_names().filter(item=row).prefetch_related("papers")
        self.scores = list(rows.order_by("region_id"))
        for score in self.scores:
            for name, label in (("given", _column_word(row.kind)), ("note", _("评分说明"))):
                column: Any = Score._meta.get_field(name)
                field = column.formfield(required=False, label=label)
                self.add_field(f"{name}_{score.pk}", field)
            for name in ("was", "note_was"):
                was = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)
                self.add_field(f"{name}_{score.pk}", was)
            self.initial[f"given_{score.pk}"] = score.given
            self.initial[f"note_{score.pk}"] = score.note
            self.initial[f"was_{score.pk}"] = mark_words(score)
            self.initial[f"note_was_{score.pk}"] = score.note

    @property
    def lines(self) -> list[tuple[Score, Any, Any]]:
        """Each unit's mark with its two fields."""
        return [(s, self[f"given_{s.pk}"], self[f"note_{s.pk}"]) for s in self.scores]

    def clean(self) -> dict[str, Any]:
        """What was filled in, by the key of each mark."""
        data = super().clean() or {}
        if not self.errors:
            names = ("given", "note", "was", "note_was")
            column = {s.pk: Given(*(data[f"{name}_{s.pk}"] for name in names)) for s in self.scores}
            data["column"] = column
        return data


def _column_word(kind: str) -> Any:
    words = {Kind.BONUS: _("加分"), **dict.fromkeys(TAKEN_OFF, _("扣分"))}
    return words.get(Kind(kind), _("打分"))


class RecallForm(BaseForm):
    """Why a scheme is called back."""

    reason = area_of(_("理由"), 100, 2)


class SureForm(BaseForm):
    """That a step which is not taken back was looked at once more."""

    sure = forms.BooleanField(label=_("已核对"))
    words: Any = ""

    def fit_to(self, row: Scheme) -> None:
        self.fields["sure"].label = self.words


class IssueForm(SureForm):
    """Before a scheme is handed down."""

    words = _("项目和分值已核对（下达后不能再改，各单位随即收到通知）")


class TellForm(SureForm):
    """Before the results are told."""

    words = _("各单位的得分已核对（告知后各单位看到得分和名次，开始计算异议期）")

    def fit_to(self, row: Scheme) -> None:
        super().fit_to(row)
        if row.circular.ends_on >= today():
            words = _("这份工作要点到 %(day)s 才结束，现在告知，得分只算到今天。")
            self.fields["sure"].help_text = words % {"day": row.circular.ends_on}


class PublishForm(SureForm):
    """Before the results are published."""

    words = _("异议均已答复，公布后不能再改")


class AnswerForm(BaseModelForm):
    """What becomes of an objection: another mark or none, and why."""

    class Meta:
        model = Score
        fields = ("given", "reply")

    def fit_to(self, row: Score) -> None:
        words = _("现得 %(points)s 分，满分 %(most)s 分；维持的不填。")
        self.fields["reply"].required = True
        points = "—" if row.points is None else short(row.points)
        said = {"points": points, "most": short(row.item.points)}
        self.fields["given"].help_text = words % said
        self.initial["given"] = None

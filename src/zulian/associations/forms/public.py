"""Forms for everybody: a survey filled in, a complaint. No telephone is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.associations.models import Association, CaseNote, Question, RightsCase
from zulian.associations.services.research import SCALE
from zulian.foundation.forms import MARKS, BaseForm, area_of


def field_of(question: Question, easy: bool) -> forms.Field:
    """The field of a question; in easy reading with its easy words."""
    kinds, text = Question.Kind, (question.easy if easy else "") or question.text
    options = [(value, value) for value in question.options]
    common: dict[str, Any] = {"label": text, "required": question.required}
    if question.kind == kinds.ONE:
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **common)
    if question.kind == kinds.MANY:
        return forms.MultipleChoiceField(
            choices=options, widget=forms.CheckboxSelectMultiple, **common
        )
    if question.kind == kinds.SCALE:
        words = (_("很不好"), _("不好"), _("一般"), _("好"), _("很好"))
        marks = [(str(n), words[n - 1] if easy else str(n)) for n in range(1, SCALE + 1)]
        hint = "" if easy else _("1 分最差，5 分最好。")
        return forms.ChoiceField(choices=marks, widget=forms.RadioSelect, help_text=hint, **common)
    return forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 3}), **common)


class FillForm(BaseForm):
    """A survey as it is filled in."""

    # Signed, and so longer than the token that is kept.
    columns: ClassVar[Mapping[str, Any]] = {"token": None}
    token = forms.CharField(max_length=200, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, questions: Any, named: bool, easy: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            self.add_field(f"q{question.pk}", field_of(question, easy))
        if named:
            self.add_field("name", forms.CharField(label=_("您的姓名"), max_length=40))

    def given(self) -> dict[int, Any]:
        """The answers by question."""
        return {q.pk: self.cleaned_data.get(f"q{q.pk}") for q in self.questions}


class ComplainForm(BaseForm):
    """A complaint: to which association, what happened."""

    models = (RightsCase,)
    association: forms.ModelChoiceField[Association] = forms.ModelChoiceField(
        label=_("找哪个协会"), queryset=None, empty_label=_("请选择")
    )
    matter = forms.ChoiceField(label=_("是哪方面的事"), choices=RightsCase.Matter.choices)
    text = area_of(_("发生了什么"), 2000, 6, help_text=_("加密保存，只有办理的人能看到。"))
    name = forms.CharField(label=_("怎么称呼您"), max_length=40)
    reply_to = forms.CharField(
        label=_("怎么联系您"),
        max_length=100,
        required=False,
        help_text=_(
            "可以不填：提交后的页面就能看到答复，也能继续留言。要填的话，邮箱、微信、短信号码都可以。"
        ),
    )

    def __init__(self, *args: Any, associations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["association"].queryset = associations  # type: ignore[attr-defined]


class SayForm(BaseForm):
    """The complainant adds something."""

    models = (CaseNote,)
    text = area_of(_("补充说明"), 1000)


class RateForm(BaseForm):
    """What the complainant thinks of the outcome."""

    mark = forms.TypedChoiceField(
        label=_("满意吗"), choices=MARKS, coerce=int, widget=forms.RadioSelect
    )

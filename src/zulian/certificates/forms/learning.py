"""Forms of what clerks learn and promise (学习、承诺书)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.forms import pick_post
from zulian.accounts.models import Post
from zulian.certificates.models import ChapterQuestion, PromiseText
from zulian.foundation.forms import BaseForm, area_of
from zulian.registers.forms import BaseModelForm


class ChapterQuestionForm(BaseForm):
    """A question on a chapter of the handbook."""

    models = (ChapterQuestion,)
    text = forms.CharField(label=_("题目"), max_length=300, widget=forms.Textarea)
    options = forms.CharField(
        label=_("选项"), max_length=800, widget=forms.Textarea, help_text=_("一行一个，2 至 6 个。")
    )
    answer = forms.IntegerField(label=_("正确答案是第几个"), min_value=1, max_value=6)


class SignForm(BaseForm):
    """Signing in the system."""

    typed_name = forms.CharField(label=_("输入您的姓名作为签名"), max_length=40)


class PaperForm(BaseForm):
    """A text signed on paper."""

    post: forms.ModelChoiceField[Post] = forms.ModelChoiceField(label=_("签署人"), queryset=None)
    kind = forms.ChoiceField(label=_("文本"), choices=PromiseText.Kind.choices)
    signed_on = forms.DateField(label=_("签署日期"))
    scan = forms.FileField(label=_("扫描件"), help_text=_("PDF 或照片，不超过 20 MB。"))

    def __init__(self, *args: Any, posts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pick_post(self.fields["post"], posts)


class TextForm(BaseModelForm):
    """A new version of a text."""

    text = area_of(_("内容"), 10_000, 14)

    class Meta:
        model = PromiseText
        fields = ("kind", "text", "since")

"""What a form says of a wrong entry: our sentences in place of Django's, wherever a field says nothing of its own."""

from __future__ import annotations

from functools import cache
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import (
    DecimalValidator,
    validate_slug,
)
from django.utils.translation import gettext_lazy as _

# What the house says in the place of Django's own sentences, by their codes.
SENTENCES: dict[str, Any] = {
    "required": _("请填写这一项。"),
    "invalid": _("填写的内容不合格式，请核对。"),
    "invalid_choice": _("所选的内容不在可选项中，请重新选择。"),
    "invalid_list": _("请从列出的选项中选择。"),
    "invalid_pk_value": _("所选的内容不在可选项中，请重新选择。"),
    "missing": _("没有收到文件，请重新选择。"),
    "empty": _("文件是空的，请检查后重新选择。"),
    "contradiction": _("请要么上传新文件，要么删除原文件，不能同时。"),
    "invalid_image": _("这不是图片，或图片已损坏，请换一张。"),
}
# In the place of what Django's validators say, by their codes.
LIMITS: dict[str, Any] = {
    "min_value": _("请填不小于 %(limit_value)s 的数。"),
    "max_value": _("请填不大于 %(limit_value)s 的数。"),
    "min_length": _("至少写 %(limit_value)d 个字，现有 %(show_value)d 个。"),
    "max_length": _("最多 %(limit_value)d 个字，现有 %(show_value)d 个，请缩短。"),
    "max_digits": _("数字太长，最多 %(max)s 位。"),
    "max_decimal_places": _("小数点后最多 %(max)s 位。"),
    "max_whole_digits": _("小数点前最多 %(max)s 位。"),
    "null_characters_not_allowed": _("含有无法保存的字符，请删去后再试。"),
}
# Where one code stands for different things, by the kind of field.
SENTENCES_OF: tuple[tuple[type[forms.Field], dict[str, Any]], ...] = (
    (forms.DateField, {"invalid": _("不是一个存在的日期，请写成 2026-03-05 这样。")}),
    (forms.TimeField, {"invalid": _("不是一个时间，请写成 09:30 这样。")}),
    (forms.DateTimeField, {"invalid": _("不是一个日期和时间，请写成 2026-03-05 09:30 这样。")}),
    (forms.IntegerField, {"invalid": _("请填写数字。")}),
    (
        forms.FileField,
        {"required": _("请选择文件。"), "max_length": _("文件名太长，请改短后重新选择。")},
    ),
    (
        forms.EmailField,
        {"invalid": _("电子邮箱不合格式，请写成 name@example.com 这样；没有的不填。")},
    ),
    (forms.SlugField, {"invalid": _("请只用字母、数字、下划线和连字符。")}),
    (forms.BooleanField, {"required": _("请勾选。")}),
    (forms.ChoiceField, {"required": _("请选择这一项。")}),
    (forms.ModelChoiceField, {"required": _("请选择这一项。")}),
)


def speak(field: forms.Field) -> None:
    """Let a field say what is wrong in the house's sentences; what a field says in its own words stays."""
    own, its_kind = dict(SENTENCES), cast("Any", type(field))
    for kind, sentences in SENTENCES_OF:
        if isinstance(field, kind):
            own |= sentences
    for code, label in field.error_messages.items():
        if code in own and id(label) in _stock(its_kind):
            field.error_messages[code] = own[code]
    own = LIMITS | own
    for validator in field.validators:
        code = getattr(validator, "code", "")
        if code in own and _is_stock(validator):
            field.error_messages.setdefault(code, own[code])
        elif isinstance(validator, DecimalValidator):
            field.error_messages = {
                code: own[code] for code in validator.messages if code in own
            } | field.error_messages


def _is_stock(validator: Any) -> bool:
    """Whether a validator says what Django says; one with words of its own has them on itself, not on its class."""
    return validator is validate_slug or "message" not in vars(validator)


@cache
def _stock(kind: type[forms.Field]) -> frozenset[int]:
    """The sentences that Django gives a kind of field: which objects they are, for fields share them and compare slowly."""
    ours = (each for each in kind.__mro__ if each.__module__.startswith("django."))
    return frozenset(
        id(words) for each in ours for words in getattr(each, "default_error_messages", {}).values()
    )


def first_message(error: ValidationError) -> str:
    """The sentences of an error in one line, for a message above a page without a form."""
    return "".join(error.messages)

"""Tests with questions of which one answer is right (测验): what commissioners and clerks are asked is drawn and marked alike."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LEAST_OPTIONS, MOST_OPTIONS, LONGEST_OPTION = 2, 6, 120


class Question(Protocol):
    """A question: its key, the texts to choose from, and the place of the right one from 0."""

    @property
    def pk(self) -> int: ...
    @property
    def options(self) -> Any: ...
    @property
    def answer(self) -> int: ...


Q = TypeVar("Q", bound=Question)


def ensure_question(options: Sequence[str], answer: int) -> list[str]:
    """The options of a question tidied; raises ValidationError where they are too few, too many or alike."""
    given = [option.strip()[:LONGEST_OPTION] for option in options if option.strip()]
    if not LEAST_OPTIONS <= len(given) <= MOST_OPTIONS or len(set(given)) != len(given):
        raise ValidationError({"options": _("请填 2 至 6 个不同的选项，一行一个。")})
    if not 0 <= answer < len(given):
        raise ValidationError({"answer": _("正确答案应是上面选项中的一个。")})
    return given


def draw(questions: Sequence[Q], key: str, most: int) -> list[Q]:
    """Some of the questions in an order of their own for each key: the same ones whenever the same paper is opened."""

    def place(question: Q) -> str:
        return hashlib.sha256(f"{key}|{question.pk}".encode()).hexdigest()

    return sorted(questions, key=place)[:most]


def mark(questions: Sequence[Question], answers: Mapping[int, int]) -> int:
    """The mark of a paper out of 100; raises ValidationError while something is left open."""
    if not questions:
        raise ValidationError(_("这门课没有测验。"))
    if blank := sum(question.pk not in answers for question in questions):
        raise ValidationError(_("还有 %(n)d 题没有作答。") % {"n": blank})
    right = sum(answers[question.pk] == question.answer for question in questions)
    return 100 * right // len(questions)


def answers_in(questions: Sequence[Question], sent: Mapping[str, Any]) -> dict[int, int]:
    """The answers that a paper was sent in with, by question."""
    return {
        question.pk: int(value)
        for question in questions
        if (value := str(sent.get(f"q-{question.pk}", ""))).isdecimal() and len(value) < 3
    }

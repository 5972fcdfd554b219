"""What the registers of certificates have alike."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.room import ROOM
from zulian.certificates.services.common import unsworn_words
from zulian.foundation.fields import begins
from zulian.foundation.filters import DayFilter
from zulian.foundation.policy import Policy
from zulian.registers.register import Register

NAME_LENGTH = 60
HIDDEN = django_filters.widgets.forms.HiddenInput


class OfSworn(Register):
    """Who has not signed both promises only reads."""

    room = ROOM

    def may_act(self, post: Post, row: Any) -> bool:
        return not unsworn(post)

    def refusal(self, post: Post, row: Any) -> Any:
        return unsworn(post) or super().refusal(post, row)


def unsworn(post: Post) -> str:
    """What a post is told that has not signed, "" where it has; looked up once for the post of a request."""
    known = vars(post)
    if "unsworn" not in known:
        known["unsworn"] = unsworn_words(post)
    return str(known["unsworn"])


class NameFilter(django_filters.CharFilter):
    """People whose name begins so."""

    def __init__(self) -> None:
        super().__init__(field_name="words", label=_("姓名"), method=called, max_length=NAME_LENGTH)


def called(rows: Any, name: str, value: str) -> Any:
    """Rows whose person's name begins with the words."""
    return rows.filter(begins("person__name", value.strip()))


def hidden_day(name: str, label: Any, path: str) -> django_filters.Filter:
    """A filter of days that other pages lead to, and the list itself does not offer."""
    return DayFilter(
        field_name=name,
        label=label,
        method=lambda rows, _name, day: rows.filter(**{path: day}),
        widget=HIDDEN,
    )


def noted(rules: Policy) -> str:
    """Where figures come from, and whether they are a guess."""
    return f"{rules.source}{_('（背景资料，可调整）') if rules.background else ''}"

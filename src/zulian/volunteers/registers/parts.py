"""What the registers of volunteers have alike: columns, filters, whose rows are one's own."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.addresses import IdFilter
from zulian.foundation.filters import DayFilter
from zulian.people.tables import called
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown
from zulian.volunteers.room import ROOM
from zulian.volunteers.services.common import catalogue, words_of

KIND = Shown("kind", value=lambda row: words_of(row.kind))
VOLUNTEER = Shown("volunteer__person__name", _("志愿者"), leads="volunteer")
BY_KIND = django_filters.ChoiceFilter(
    field_name="kind", label=_("服务项目"), choices=catalogue, empty_label=ALL
)


def by_name(path: str) -> django_filters.CharFilter:
    """By name or pinyin of the person at a path of the row."""
    return django_filters.CharFilter(
        "words", label=_("姓名或拼音"), method=lambda rows, name, value: called(rows, value, path)
    )


def between(column: str) -> tuple[DayFilter, DayFilter]:
    """From one day to another."""
    return (
        DayFilter(
            "since",
            label=_("从"),
            method=lambda rows, name, value: rows.filter(**{f"{column}__gte": value}),
        ),
        DayFilter(
            "until",
            label=_("到"),
            method=lambda rows, name, value: rows.filter(**{f"{column}__lte": value}),
        ),
    )


def of(name: str) -> IdFilter:
    """The rows of one row of another register, whose page leads here."""
    return IdFilter(name, widget=forms.HiddenInput)


class VolunteersRegister(Register):
    """A register of the room."""

    room, permission = ROOM, "volunteer"


class OwnRegister(VolunteersRegister):
    """What a federation leads or holds is its own business: others of the jurisdiction look on."""

    def may_act(self, post: Post, row: Any) -> bool:
        return bool(row.region_id == post.region_id)

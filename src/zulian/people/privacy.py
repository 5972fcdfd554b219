"""What is kept of people (个人信息保护说明), read out of the models themselves: a column that comes stands on the page by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.apps import apps
from django.db.models import Field, Model
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.public import public
from zulian.foundation.sealing import SealedField
from zulian.people.models import Person

# What is kept of accounts and of letters on their way out is told in words.
TOLD_IN_WORDS = {"foundation", "accounts"}


@dataclass(frozen=True)
class Kept:
    """A register that holds something of people: what of it is sealed, and what else it says."""

    room: str
    name: str
    sealed: list[str]
    others: list[str]


def kept() -> list[Kept]:
    """Every register that seals something or is about a person of the files, by rooms."""
    return list(_kept())


def _kept() -> Iterator[Kept]:
    for model in apps.get_models():
        app = apps.get_app_config(model._meta.app_label)
        if app.label in TOLD_IN_WORDS or not is_about_people(model):
            continue
        fields = [field for field in model._meta.concrete_fields if _is_said(field)]
        sealed = [str(field.verbose_name) for field in fields if isinstance(field, SealedField)]
        others = [str(field.verbose_name) for field in fields if not isinstance(field, SealedField)]
        yield Kept(str(app.verbose_name), str(model._meta.verbose_name), sealed, others)


def is_about_people(model: type[Model]) -> bool:
    """Whether a register of ours seals something, or leads to a person of the files."""
    if not model.__module__.startswith("zulian."):
        return False
    return any(
        isinstance(field, SealedField) or field.related_model is Person
        for field in model._meta.concrete_fields
    )


def _is_said(field: Field[object, object]) -> bool:
    """Whether a column has a name of its own; keys, and what is kept only to find rows by, have none."""
    return not str(field.verbose_name).isascii()


@public
def privacy(request: HttpRequest) -> HttpResponseBase:
    """The page for everybody."""
    rooms = [(room, list(rows)) for room, rows in groupby(kept(), key=lambda one: one.room)]
    context = {
        "title": _("个人信息保护说明"),
        "rooms": rooms,
        "years": policy("people/retention", today())["years_after_last_use"],
    }
    return render(request, "people/privacy.html", context)

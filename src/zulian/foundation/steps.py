"""What every step of a service begins with: the row locked in the state that the step needs, words that must be given."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from zulian.foundation.clock import today

M = TypeVar("M", bound=Model)


def locked(model: type[M], pk: int, *states: Any) -> M:
    """A row for a step, locked until the transaction ends; raises ValidationError where it has gone on meanwhile."""
    found: Any = model._default_manager.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if states and found.state not in states:
        raise ValidationError(
            _("“%(what)s”现在是“%(state)s”，请刷新页面再看。")
            % {"what": model._meta.verbose_name, "state": found.get_state_display()}
        )
    return found  # type: ignore[no-any-return]


def need_words(text: str, field: str, ask: str) -> str:
    """Words that must be given; raises ValidationError with what to fill in, for mere signs and figures too."""
    if not any(sign.isalpha() for sign in text):
        raise ValidationError({field: ask})
    return text.strip()


def not_to_come(day: date | None, field: str) -> None:
    """A day that has come; raises ValidationError for one that has not."""
    if day is not None and day > today():
        raise ValidationError({field: _("日期不能晚于今天。")})

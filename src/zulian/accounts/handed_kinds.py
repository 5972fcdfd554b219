"""Which pages act for somebody without an account (专用链接): rooms declare them, so that all are handed out in one way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model

from zulian.foundation.keys import new_key
from zulian.foundation.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Opened:
    """What a key opens: the row's name among those of its kind, and the turn that the key itself names, None where it names none."""

    object_id: str
    turn: int | None = None


@dataclass(frozen=True, kw_only=True)
class HandedKind:
    """Pages of one kind, each of which its holder alone may open: a judge's, a teller's, an organisation's, of who was served.

    key: its part of addresses. name: what such a page is called. permission: who may ask for one and hand one out.
    find(object_id): its row within the jurisdiction; raises ObjectDoesNotExist, or ValueError for what names none.
    who(row, object_id): whose page it is, in words. address(row, object_id, turn): the path that opens it.
    renew(row): lets every address of before open nothing. opened_by(key): what a key opens, None for nothing.
    back(row): where what it belongs to is looked at.
    has_pin: its holder gives it a PIN; without one the device that opens it first keeps it.
    """

    key: str
    name: StrOrPromise
    permission: str
    find: Callable[[str], Any]
    who: Callable[[Any, str], str]
    address: Callable[[Any, str, int], str]
    renew: Callable[[Any], None]
    opened_by: Callable[[str], Opened | None]
    back: Callable[[Any], str] = lambda row: str(row.get_absolute_url())
    has_pin: bool = True


_kinds: Registry[HandedKind] = Registry("kinds of pages handed out", key=lambda kind: kind.key)
register_handed = _kinds.add_all


def kind_of(key: str) -> HandedKind:
    """The kind of a key; raises KeyError where there is none."""
    kind = _kinds.get(key)
    if kind is None:
        raise KeyError(key)
    return kind


def kinds_for(may: Callable[[str], bool]) -> list[HandedKind]:
    """The kinds that somebody may hand out."""
    return [kind for kind in _kinds if may(kind.permission)]


def renew_key(row: Any) -> None:
    """A new key for a row that keeps its own."""
    row.page_key = new_key()
    row.save(update_fields=["page_key"])


def opened_in(model: type[Model]) -> Callable[[str], Opened | None]:
    """What a key opens where rows of a model keep their own."""

    def opened_by(key: str) -> Opened | None:
        pk = model._default_manager.filter(page_key=key).values_list("pk", flat=True).first()
        return None if pk is None else Opened(object_id=str(pk))

    return opened_by

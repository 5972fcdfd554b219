"""Addresses that are looked up once: a list leads to as many rows as it shows, and they differ in a number alone."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

MOST_NAMES = 2000
# A number that stands in no address otherwise.
MARK = "987654321987654321"


def row_url(name: str, pk: Any) -> str:
    """The address of a row's page, as `reverse(name, args=[pk])`; raises NoReverseMatch as that does.

    >>> row_url("social:organisation", 7)
    '/social/7/'
    """
    if not isinstance(pk, int):
        return reverse(name, args=[pk])
    head, tail = _around_number(name, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)
    return f"{head}{pk}{tail}"


def kept_url(name: str, args: tuple[Any, ...] = ()) -> str:
    """An address of which there are few, as `reverse(name, args=args)`; raises NoReverseMatch."""
    return _reversed(name, args, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF)


@lru_cache(MOST_NAMES)
def _around_number(name: str, prefix: str, urlconf: str) -> tuple[str, str]:
    head, _mark, tail = _reversed(name, (MARK,), prefix, urlconf).partition(MARK)
    return head, tail


@lru_cache(MOST_NAMES)
def _reversed(name: str, args: tuple[Any, ...], _prefix: str, urlconf: str) -> str:
    """The prefix of the site is that of the request; here it tells what is kept apart."""
    return reverse(name, urlconf=urlconf, args=args)

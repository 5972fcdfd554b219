"""Pages of apps above to which every page leads: sign-in, inbox, manual. Their apps say in `navigation.py` where they stand.

Templates of this app name what they lead to; that it is a page of an app above is known there alone (`tests/test_floors.py`).
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from zulian.foundation.registry import Registry

_pages = Registry[str]("pages of the site")


def register_pages(**pages: str) -> None:
    """Declare pages: what they are called here, each with the name of its address.

    Raises ImproperlyConfigured where a name stands twice.
    """
    for name, url_name in pages.items():
        _pages.put(name, url_name)


def page_url(name: str, *args: Any) -> str:
    """The address of a page by its name here; raises KeyError for one that nobody declared."""
    return reverse(_pages[name], args=args)

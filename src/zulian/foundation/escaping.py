"""Escaping for pages with hundreds of cells."""

from __future__ import annotations

from html import escape
from typing import Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def escaped(content: Any) -> str:
    """Content as it may stand in a page; as `conditional_escape`, at once for what most cells hold."""
    kind = type(content)
    if kind is str:
        return escape(content)
    return content if kind is SafeString else conditional_escape(content)

"""The hidden input by which a button of a review tells what stood beside it (`services/shown.py`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zulian.plans.services import shown
from zulian.plans.services.seen import FIELD, mark

register = template.Library()
BUTTONS: Mapping[str, Callable[..., str]] = {
    "task": shown.of_task,
    "removed": shown.of_removed,
    "target": shown.of_target,
    "merge": shown.of_merge,
    "carrying": shown.of_carrying,
    "carries": shown.of_carries,
    "matching": shown.of_matching,
    "part": shown.of_part,
    "settled": shown.of_settled,
    "question": shown.of_question,
    "guessed": shown.of_guessed,
    "asked": shown.of_asked,
}


@register.simple_tag(takes_context=True)
def seen(context: Mapping[str, Any], button: str, *rows: Any) -> SafeString:
    """Beside a button about these rows; the page knows the draft as `circular`."""
    value = mark(context["circular"], BUTTONS[button](*rows))
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, value)

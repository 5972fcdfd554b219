"""What waits says how far off its day is only where that day is a deadline."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string

from zulian.foundation.clock import today
from zulian.foundation.waiting import Waiting


@pytest.mark.parametrize("is_deadline", [True, False])
@pytest.mark.parametrize("days", [-3, 0, 3])
def test_what_only_takes_place_on_a_day_is_not_said_to_fall_due(
    is_deadline: bool, days: int
) -> None:
    row: Any = SimpleNamespace(on=today() + timedelta(days=days), get_absolute_url=lambda: "/")
    waiting = Waiting(
        key="tests.waiting",
        name="等收尾的活动",
        listing="home",
        rows=lambda post: None,
        title=lambda row: "活动",
        day="on",
        is_deadline=is_deadline,
    )
    words = render_to_string("foundation/todo_item.html", {"item": waiting.line(row)})
    said = any(word in words for word in ("到期", "还有", "逾期"))
    assert (
        said == is_deadline and f'class="due{" late" if is_deadline and days < 0 else ""}"' in words
    )

"""Choices that a policy says are those of the day, in forms and in filters that were made before."""

from __future__ import annotations

from typing import Any

import pytest

from zulian.associations.models import Meeting
from zulian.associations.registers.meetings import MEETINGS
from zulian.associations.rules import figures
from zulian.registers.forms import model_form


def offered() -> list[list[Any]]:
    """The kinds of meetings that the form and the filter offer, without what stands for none."""
    form, filters = model_form(Meeting, ("kind",))(), MEETINGS.filter_set
    assert filters is not None
    fields: list[Any] = [
        form.fields["kind"],
        filters({}, queryset=Meeting.objects.none()).form.fields["kind"],
    ]
    return [[value for value, _label in field.choices if value] for field in fields]


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_forms_and_filters_offer_what_the_policy_says_now(monkeypatch: pytest.MonkeyPatch) -> None:
    before = offered()
    assert before[0] == before[1] and "committee" in before[0]
    monkeypatch.setattr(figures, "norms", lambda: {"meetings": [("spring", "春季会议", 1)]})
    assert offered() == [["spring", "other"]] * 2

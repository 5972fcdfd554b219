"""Choices that a policy says are those of the day, in forms and in filters that were made before."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import zulian
from tests import builders
from zulian.accounts.roles import Role
from zulian.associations.models import Meeting
from zulian.associations.registers.meetings import MEETINGS
from zulian.associations.rules import figures
from zulian.plans.models import Assignment, State
from zulian.plans.tables import AssignmentTable
from zulian.registers.declared import registers
from zulian.registers.forms import model_form
from zulian.registers.shown import SEPARATOR, Shown, field_at


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
    monkeypatch.setattr(
        figures, "norms", lambda place=None: {"meetings": [{"key": "spring", "name": "春季会议"}]}
    )
    assert offered() == [["spring", "other"]] * 2


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_lists_are_sorted_as_choices_are_given() -> None:
    """待签收 comes before 已办结, whatever their codes are: in every register, and in the list of tasks."""
    city = builders.post(Role.CITY_OFFICER)
    circular = builders.plan(city)
    first, second = Assignment.objects.filter(circular=circular)[:2]
    Assignment.objects.filter(pk=first.pk).update(state=State.DROPPED)
    for sort, wanted in (("state", second), ("-state", first)):
        table = AssignmentTable(Assignment.objects.with_names(), order_by=sort)
        assert table.data.data[0].state == Assignment.objects.get(pk=wanted.pk).state
    for register in (one for one in registers() if one.has_list):
        for shown in map(Shown.of, register.columns):
            field = field_at(register.model, shown.path)
            if getattr(field, "choices", None) is not None:
                name = shown.path.replace(SEPARATOR, "_")
                assert hasattr(register.table, f"order_{name}"), name


def test_no_decision_is_chosen_beforehand() -> None:
    """Whoever decides chooses: a button pressed in haste is no decision."""
    beginning = re.compile(r'starts=lambda row: \{[^}]*"(yes|no)"|initial=Verdict')
    source = Path(zulian.__file__).parent
    found = [
        f"{path.relative_to(source)}: {match[0]}"
        for path in sorted(source.rglob("*.py"))
        for match in beginning.finditer(path.read_text("utf-8"))
    ]
    assert found == []

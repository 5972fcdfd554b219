"""The list of tasks is narrowed by what an officer types: a task, a clause as it is printed, a unit."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from tests.builders import plan, post
from zulian.accounts.roles import Role
from zulian.plans.models import Assignment
from zulian.plans.tables import EVERY_YEAR, AssignmentFilter

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def clauses(words: str) -> set[str]:
    """The clauses of the tasks that are found."""
    asked = QueryDict(mutable=True)
    asked.update({"words": words, "year": EVERY_YEAR})
    rows = AssignmentFilter(asked, queryset=Assignment.objects.all()).qs
    return set(rows.values_list("clause__path", flat=True))


def test_a_clause_is_found_as_it_is_printed_or_typed() -> None:
    plan(post(Role.CITY_OFFICER))
    every = set(Assignment.objects.values_list("clause__path", flat=True))
    one = sorted(path for path in every if "（" in path)[0]
    assert clauses(one) == clauses(one.replace("（", "(").replace("）", ")")) == {one}
    section = one[0]
    assert clauses(f"{section}（") == {path for path in every if path.startswith(f"{section}（")}
    assert one in clauses("阜蒙县") and clauses("没有这样的词") == set()

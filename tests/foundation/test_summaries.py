"""Several queries counted in one statement, with days and without, on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import builders
from tests.builders import COUNTY
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.summaries import Summary, summaries
from zulian.plans.models import Assignment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def test_each_query_is_told_of_in_its_place() -> None:
    builders.plan(builders.post(Role.CITY_OFFICER))
    rows = Assignment.objects.filter(region=COUNTY).order_by("pk")
    assert rows.count() > 2
    rows.update(due=today() + timedelta(days=3))
    late = rows[0]
    Assignment.objects.filter(pk=late.pk).update(due=today() - timedelta(days=2))
    with CaptureQueriesContext(connection) as asked:
        found = summaries([(rows, "due"), (rows.none(), "due"), (rows, ""), (rows, "task__due")])
    assert len(asked) == 1
    assert found[:3] == [
        Summary(rows.count(), 1, today() - timedelta(days=2), 0, rows.count() - 1),
        Summary(),
        Summary(rows.count()),
    ]
    assert found[3].count == rows.count()

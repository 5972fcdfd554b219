"""Seats and who holds them: one way for offices, commissioners' positions and committees."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db.models import CheckConstraint, Q, UniqueConstraint

from tests.builders import COUNTY, post
from zulian.accounts.roles import Role
from zulian.foundation.holding import Holding, HoldingQuerySet
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.leadership.models import Office, Term
from zulian.people.models import Person

HOLDINGS = [model for model in apps.get_models() if issubclass(model, Holding)]


def test_there_are_three_of_them() -> None:
    labels = {model._meta.label for model in HOLDINGS}
    assert labels == {"leadership.Term", "commissioners.Tenure", "associations.Seat"}


@pytest.mark.parametrize("model", HOLDINGS, ids=lambda model: model._meta.label)
def test_each_is_held_by_one_and_ends_after_it_began(model: Any) -> None:
    constraints = model._meta.constraints
    unique = [c for c in constraints if isinstance(c, UniqueConstraint) and c.condition]
    assert any(dict(c.condition.children).get("ended_on", 0) is None for c in unique)
    order = Q(ended_on=None) | Q(ended_on__gte="since")
    checks = [str(c.condition) for c in constraints if isinstance(c, CheckConstraint)]
    assert str(order).replace("'since'", "F(since)") in checks
    with scope(EVERYTHING):
        assert isinstance(model._default_manager.all(), HoldingQuerySet)
    assert model._meta.get_field("ended_why").blank and model._meta.get_field("ended_on").null


@pytest.mark.django_db
@pytest.mark.usefixtures("regions")
def test_who_held_it_on_a_day() -> None:
    region = post(Role.COUNTY_OFFICER, COUNTY).region
    with scope(EVERYTHING):
        office = Office.objects.filter(region=region)[0]
        born = date(1970, 1, 1)
        person = Person(region=region, name="演甲", birth=born, sex="male", no_number="pending")
        person.save()
        term = Term(office=office, person=person, since=date(2020, 3, 1), until=date(2025, 3, 1))
        term.save()
        days = date(2020, 2, 29), date(2020, 3, 1), date(2026, 1, 1)
        assert [Term.objects.held(day).exists() for day in days] == [False, True, True]
        assert list(Term.objects.open()) == [term] and not term.is_over
        term.ended_on, term.ended_why = date(2026, 1, 1), "transfer"
        term.save()
        assert [Term.objects.held(day).exists() for day in days] == [False, True, False]
        assert not Term.objects.open().exists() and term.is_over

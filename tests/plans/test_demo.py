"""The demo: whole or not there, the same people in every register, days in their order, one truth on all pages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import F, Q

from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.cadres.models import Cadre
from zulian.certificates import models as certificates
from zulian.certificates.models import Case
from zulian.commissioners.models import Commissioner, Log
from zulian.foundation.anchors import verify
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import tallies
from zulian.indicators.models import Snapshot
from zulian.people.models import Person
from zulian.plans import demo, measures
from zulian.plans.models import Assignment, Circular, Report, State

KINDS = {"first", "renewal", "replacement", "cancel", "transfer", "freeze", "loss"}


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[demo.Account]]:
    """The demo in a transaction that is never committed, under the scope of everything."""
    with django_db_blocker.unblock(), scope(EVERYTHING), transaction.atomic():
        yield demo.fill()
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.long]


def test_every_register_is_filled(filled: list[demo.Account]) -> None:
    year = Circular.objects.order_by("-year")[0]
    states = set(Assignment.objects.filter(circular=year).values_list("state", flat=True))
    assert states >= {State.ISSUED, State.SIGNED, State.REPORTED, State.CLOSED}
    # Yesterday, today, and each quarter of the year that is over.
    assert Snapshot.objects.values("day").distinct().count() >= 2 + (today().month - 1) // 3
    assert Person.objects.count() > 1900
    assert set(Case.objects.values_list("state", flat=True)) == set(certificates.State)
    assert set(Case.objects.values_list("kind", flat=True)) >= KINDS
    assert tallies.verify() == []


def test_nobody_real_is_in_it(filled: list[demo.Account]) -> None:
    strangers = Person.objects.exclude(id_index="").filter(certificates=None, cases=None).exclude(name__contains="演")
    assert not strangers.exists()
    assert all("演" in account.name for account in filled)


def test_a_second_fill_changes_nothing(filled: list[demo.Account]) -> None:
    before = (Assignment.objects.count(), AuditEntry.objects.count(), User.objects.count())
    assert demo.fill() == filled
    assert before == (Assignment.objects.count(), AuditEntry.objects.count(), User.objects.count())


def test_its_audit_trail_is_one_sound_chain(filled: list[demo.Account]) -> None:
    verdict = verify()
    assert verdict.sound
    assert verdict.count > 1000


def test_one_hash_serves_all_accounts(filled: list[demo.Account]) -> None:
    hashes = set(User.objects.demo().values_list("password", flat=True))
    assert len(hashes) == 1
    assert check_password(demo.PASSWORD, hashes.pop())


def test_who_signs_in_is_the_person_in_the_registers(filled: list[demo.Account]) -> None:
    for post in Post.objects.filter(user__demo__gt="").select_related("user"):
        name = post.user.name
        if post.role in {Role.COMMISSIONER, Role.TOWNSHIP_OFFICER}:
            assert Commissioner.objects.get(account=post).person.name == name
        if post.role in {Role.CITY_OFFICER, Role.COUNTY_OFFICER}:
            assert Cadre.objects.filter(region=post.region_id, person__name=name).exists()


def test_nobody_visits_the_visitors(filled: list[demo.Account]) -> None:
    assert not Log.objects.filter(person__in=Commissioner.objects.values("person")).exists()


def test_days_stand_in_their_order(filled: list[demo.Account]) -> None:
    """Issued, signed, reported, closed, and nothing after today."""
    for circular in Circular.objects.filter(status=Circular.Status.ADOPTED):
        assert circular.adopted_at is not None
        rows = Assignment.objects.filter(circular=circular)
        assert not rows.filter(signed_at__lt=circular.adopted_at).exists()
    rows = Assignment.objects.all()
    assert not rows.filter(Q(reported_at__lt=F("signed_at")) | Q(closed_at__lt=F("reported_at"))).exists()
    assert not rows.filter(Q(signed_at__date__gt=today()) | Q(closed_at__date__gt=today())).exists()
    assert not rows.filter(on_time=True, reported_at__date__gt=F("due")).exists()
    assert not rows.filter(on_time=False, reported_at__date__lte=F("due")).exists()


def test_what_is_closed_shows_its_report_and_evidence(filled: list[demo.Account]) -> None:
    closed = Assignment.objects.filter(state=State.CLOSED)
    assert closed.count() == Report.objects.filter(assignment__in=closed, outcome=Report.Outcome.ACCEPTED).count()
    assert not closed.filter(evidence_count__gt=0, reports__evidence=None).exists()


def test_the_half_year_and_the_whole_year_tell_the_same(filled: list[demo.Account]) -> None:
    """A year that is over: what was due by 30 June and is on time now was on time then."""
    year = Circular.objects.order_by("year")[0]
    half = date(year.year, 6, 30)
    due = Assignment.objects.filter(circular=year, due__lt=half)
    then, now = due.filter(measures.on_time(half)), due.filter(measures.on_time(today()))
    assert set(then.values_list("pk", flat=True)) == set(now.values_list("pk", flat=True))
    assert then.count() > 0

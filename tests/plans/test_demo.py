"""The demo: whole or not there, the same people in every register, days in their order, one truth on all pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password
from django.db import transaction
from django.db.models import F, Q

from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.associations import proofs as associations
from zulian.associations.models import Association, Research
from zulian.associations.services.common import keep_up
from zulian.cadres.models import Cadre, Reserve, ReserveState
from zulian.certificates import models as certificates
from zulian.certificates.models import Case
from zulian.commissioners.models import Commissioner, Log, Payment, Tenure
from zulian.congress.models import Congress, Delegate
from zulian.documents.models import Attachment
from zulian.foundation.anchors import verify
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.grassroots.models import Campaign
from zulian.indicators import aggregates
from zulian.indicators.models import Snapshot
from zulian.leadership import demo as leadership
from zulian.leadership.models import TITLES, Term
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person
from zulian.plans import demo, measures
from zulian.plans.models import Assignment, Circular, Report, Result, State, Task
from zulian.regions.models import Region
from zulian.volunteers import proofs as volunteers
from zulian.volunteers.models import Group, Service, Unit, Volunteer

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
    # The city reviews under the rules before 2018 alone.
    states = set(certificates.State) - {certificates.State.CITY}
    assert set(Case.objects.values_list("state", flat=True)) == states
    assert set(Case.objects.values_list("kind", flat=True)) >= KINDS
    assert aggregates.verify() == []


@pytest.mark.parametrize(
    ("rows", "said", "counts"),
    [
        (Unit, Q(set_up_on__isnull=False), volunteers.units_set_up),
        (Group, Q(set_up_on__isnull=False), volunteers.groups_set_up),
        (Research, Q(reported_on__isnull=False), associations.RESEARCH.met),
    ],
    ids=["units", "groups", "research"],
)
def test_most_rows_have_their_proofs_and_some_do_not(
    filled: list[demo.Account], rows: Any, said: Q, counts: Callable[[date], Q]
) -> None:
    ticked = rows.objects.filter(said)
    proven = ticked.filter(counts(today()))
    assert ticked.count() / 2 < proven.count() < ticked.count()


def test_nobody_real_is_in_it(filled: list[demo.Account]) -> None:
    strangers = (
        Person.objects.exclude(id_index="")
        .filter(certificates=None, cases=None)
        .exclude(name__contains="演")
    )
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
    assert not rows.filter(
        Q(reported_at__lt=F("signed_at")) | Q(closed_at__lt=F("reported_at"))
    ).exists()
    assert not rows.filter(Q(signed_at__date__gt=today()) | Q(closed_at__date__gt=today())).exists()
    assert not rows.filter(on_time=True, reported_at__date__gt=F("due")).exists()
    assert not rows.filter(on_time=False, reported_at__date__lte=F("due")).exists()


def test_what_is_closed_shows_its_report_and_evidence(filled: list[demo.Account]) -> None:
    closed = Assignment.objects.filter(state=State.CLOSED)
    assert (
        closed.count()
        == Report.objects.filter(assignment__in=closed, outcome=Report.Outcome.ACCEPTED).count()
    )
    assert not closed.filter(evidence_count__gt=0, reports__evidence=None).exists()


def test_the_half_year_and_the_whole_year_tell_the_same(filled: list[demo.Account]) -> None:
    """A year that is over: what was due by 30 June and is on time now was on time then."""
    year = Circular.objects.order_by("year")[0]
    half = date(year.year, 6, 30)
    due = Assignment.objects.filter(circular=year, due__lt=half)
    then, now = due.filter(measures.on_time(half)), due.filter(measures.on_time(today()))
    assert set(then.values_list("pk", flat=True)) == set(now.values_list("pk", flat=True))
    assert then.count() > 0


def test_a_finished_case_goes_through_its_steps_in_order(filled: list[demo.Account]) -> None:
    """Each step begins where the last one ended, the last ends with the case, the card is made in one of them."""
    steps = defaultdict(list)
    for step in certificates.Step.objects.order_by("case_id", "pk"):
        steps[step.case_id].append(step)
    ended = Case.objects.exclude(ended_on=None).select_related("certificate")
    assert len(ended) > 100
    for case in ended:
        own = steps[case.pk]
        assert case.arrived_on <= case.ended_on <= today()
        assert all(step.left_on and step.entered_on <= step.left_on for step in own)
        assert all(after.entered_on == before.left_on for before, after in pairwise(own))
        assert not own or own[-1].left_on == case.ended_on
        if case.kind == "first" and case.state == certificates.State.CLOSED:
            made = next(step for step in own if step.state == certificates.State.PRODUCE)
            assert case.certificate.issued_on == made.left_on
        assert case.late == any(step.late for step in own)


def test_nothing_in_any_register_lies_after_its_day(filled: list[demo.Account]) -> None:
    assert not certificates.Step.objects.filter(
        Q(entered_on__gt=today()) | Q(left_on__gt=today())
    ).exists()
    assert not certificates.Certificate.objects.filter(issued_on__gt=today()).exists()
    assert not Volunteer.objects.filter(
        Q(registered_on__gt=today()) | Q(last_served_on__gt=today())
    ).exists()
    assert not Tenure.objects.filter(since__gt=today()).exists()


def test_one_person_is_the_same_in_every_register(filled: list[demo.Account]) -> None:
    terms = {term.person_id: term for term in Term.objects.select_related("region", "office")}
    cadres = Cadre.objects.select_related("person")
    led = [cadre for cadre in cadres if cadre.person_id in terms]
    assert len(led) > 30
    for cadre in led:
        term = terms[cadre.person_id]
        assert (cadre.tie, cadre.since) == (term.tie, term.since)
        assert (cadre.unit, cadre.position) == (term.region.organisation, term.office.title)
    known = disabilities_of(Person.objects.values_list("pk", flat=True))
    for register in (Cadre, Term, Commissioner, Delegate):
        for row in register.objects.select_related("person"):
            assert row.tie == leadership.tied(row.person, row.person_id in known)


def test_nobody_is_a_leader_or_cadre_and_a_commissioner_at_once(filled: list[demo.Account]) -> None:
    commissioners = Commissioner.objects.values("person")
    assert not Cadre.objects.filter(person__in=commissioners).exists()
    assert not Term.objects.held(today()).filter(person__in=commissioners).exists()


def test_who_was_appointed_to_a_seat_holds_it(filled: list[demo.Account]) -> None:
    seats = {str(title) for title in TITLES.values()}
    appointed = Reserve.objects.filter(state=ReserveState.APPOINTED)
    assert appointed.exists()
    for row in appointed.select_related("cadre"):
        assert not any(row.appointed_to.endswith(title) for title in seats)
        assert (row.cadre.position, row.cadre.since) == (row.appointed_to, row.appointed_on)


def test_everybody_was_of_age_when_they_began(filled: list[demo.Account]) -> None:
    began: list[tuple[Person, date, int]] = [
        *((term.person, term.since, 25) for term in Term.objects.select_related("person")),
        *(
            (row.commissioner.person, row.since, 18)
            for row in Tenure.objects.select_related("commissioner__person")
        ),
        *(
            (row.person, row.registered_on, 18)
            for row in Volunteer.objects.select_related("person")
        ),
        *((cadre.person, cadre.since, 18) for cadre in Cadre.objects.select_related("person")),
    ]
    assert [(person.pk, day) for person, day, years in began if person.age_on(day) < years] == []
    for row in Commissioner.objects.exclude(account=None).select_related("person", "account"):
        assert row.person.age_on(row.account.since) >= 18
        assert row.account.since == row.tenures.get(ended_on=None).since


def test_terms_began_with_their_congress(filled: list[demo.Account]) -> None:
    held = dict(Congress.objects.filter(ordinal=5).values_list("region_id", "held_on"))
    assert all(
        held[term.region_id] == term.since for term in Term.objects.filter(source="第五次代表大会")
    )


def test_a_portrait_is_read_where_its_person_is(filled: list[demo.Account]) -> None:
    shown = Person.objects.exclude(photo=None)
    assert shown.count() > 100
    assert not shown.exclude(photo__region=F("region")).exists()
    person = shown.filter(pk__in=Commissioner.objects.values("person"))[0]
    with scope(person.region.scope()):
        assert Attachment.objects.get(pk=person.photo_id).read()[:2] == b"\xff\xd8"


def test_no_telephone_is_real_and_no_name_is_reversed(filled: list[demo.Account]) -> None:
    """Numbers begin as none does that was ever given; 演 stands after the surname."""
    phones: list[str] = []
    names: list[str] = []
    for model in apps.get_models():
        if not model.__module__.startswith("zulian.") or model is Region:
            continue
        fields = {field.name for field in model._meta.concrete_fields}
        for column in fields & {"phone", "contact_phone", "mobile"}:
            phones += filter(None, model._default_manager.values_list(column, flat=True))
        for column in fields & {"name", "head", "leader", "contact", "teller", "members"}:
            names += filter(None, model._default_manager.values_list(column, flat=True))
    assert len(phones) > 1000
    assert [phone for phone in phones if not phone.startswith("120")] == []
    assert [
        name for name in names if isinstance(name, str) and re.match(r"演(?!示|残|购)", name)
    ] == []


def test_a_snapshot_knows_only_what_had_begun(filled: list[demo.Account]) -> None:
    began = Campaign.objects.order_by("-starts_on")[0].starts_on
    days = Snapshot.objects.filter(indicator="grassroots.checked", of__gt=0).values_list(
        "day", flat=True
    )
    assert days and min(days) >= began


def test_the_hint_about_arrears_names_the_county_that_has_most(filled: list[demo.Account]) -> None:
    owed = Counter(
        code[:6] for code in Payment.objects.arrears(today()).values_list("region_id", flat=True)
    )
    assert owed.most_common(1)[0][0] == next(a.region[:6] for a in filled if "补贴" in a.hint)


def test_volunteers_are_not_spread_by_the_ruler(filled: list[demo.Account]) -> None:
    per_township = Counter(
        code[:9]
        for code in Volunteer.objects.under("210921000000").values_list("region_id", flat=True)
    )
    assert len(set(per_township.values())) > 3


def test_a_clerk_is_asked_for_nothing_that_waits_for_another_county(
    filled: list[demo.Account],
) -> None:
    clerk = Post.objects.get(role=Role.CERTIFICATE_CLERK, region_id="210921000000")
    waiting = Case.objects.for_counter(clerk.region)
    assert {case.county for case in waiting} == {"210921"}
    others = Case.objects.running().filter(
        state=certificates.State.RELEASE, region__code__startswith="210922"
    )
    assert others.exists()
    assert not waiting.filter(pk__in=others).exists()


def test_a_task_of_a_day_is_due_about_that_day(filled: list[demo.Account]) -> None:
    tasks = Task.objects.filter(name__contains="全国助残日")
    assert tasks.exists()
    assert {task.due.month for task in tasks} == {5}
    over = Circular.objects.order_by("year")[0]
    assert over.status_words == "已结账"


def test_last_year_is_closed_and_what_it_left_goes_on(filled: list[demo.Account]) -> None:
    """Most of what was unfinished was carried over; one county's waits, so that a visitor can do it."""
    over, year = Circular.objects.order_by("year")
    assert (
        over.closed_at is not None
        and Result.objects.filter(circular=over).values("region").distinct().count() > 800
    )
    carried = Assignment.objects.filter(circular=over, state=State.CARRIED)
    gone_on = Assignment.objects.filter(circular=year, carried_from__in=carried)
    assert carried.count() == gone_on.count() >= 8
    assert not gone_on.filter(
        Q(signed_at__lt=over.closed_at) | Q(reported_at__date__gt=today())
    ).exists()
    waiting = Assignment.objects.filter(circular=over).open()
    assert {code[:6] for code in waiting.values_list("region_id", flat=True)} == {"210922"}


def test_of_two_services_of_a_volunteer_one_day_holds_one(filled: list[demo.Account]) -> None:
    booked = Service.objects.live().exclude(volunteer=None).values("volunteer", "on")
    assert len(booked) == len({tuple(row.values()) for row in booked})


def test_the_kept_columns_of_associations_agree_with_their_rows(filled: list[demo.Account]) -> None:
    columns = ("staff_count", "member_count", "term_until", "chair_tied", "active_on")
    standing = Association.objects.standing()
    assert standing.count() > 30
    for association in standing:
        kept = keep_up(association.pk)
        assert [getattr(association, name) for name in columns] == [
            getattr(kept, name) for name in columns
        ]

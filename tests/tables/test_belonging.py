"""Whose a row is, for every model there is: filled from the parent, carried along with it, or left on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from tests.tables.world import World
from zulian.accounts.models import Post
from zulian.cadres.models import Evaluation, Reserve
from zulian.certificates.models import Finding, Order
from zulian.commissioners.models import Appraisal, Commissioner, Opinion, Record
from zulian.foundation import belonging, bulk, changes
from zulian.foundation.belonging import Tie
from zulian.foundation.clock import today
from zulian.foundation.scopes import ScopedManager, home_field
from zulian.foundation.work import unit_of_work
from zulian.indicators import aggregates
from zulian.people.models import Person
from zulian.plans.models import Assignment, Note, Report, ReportFigure, TaskTarget
from zulian.regions.models import Region

pytestmark = pytest.mark.django_db
ELSEWHERE = "210923000000"

# Rows with a division of their own, and why it is no copy of another row's.
ROOTS = {
    "foundation.AuditEntry": "what was done lies where it was done",
    "accounts.Post": "a post is of a division",
    "accounts.Message": "a message goes to a post",
    "accounts.HandedPage": "a page is handed out by the organisation whose row it is of",
    "policies.Setting": "a figure that a division set",
    "statistics.OwnForm": "a form that a division made",
    "documents.Attachment": "a file goes along with the row that names it",
    "ledgers.Wording": "what an office means in its files",
    "ledgers.Import": "what an office took in",
    "ledgers.Job": "what an office had done",
    "indicators.Snapshot": "a figure of a division on a day",
    "indicators.Target": "a figure that a division is to reach",
    "indicators.Tally": "a kept count of a division",
    "people.Person": "where somebody is registered",
    "leadership.Office": "a seat of a federation",
    "leadership.Inspection": "who inspected is responsible, wherever the person goes",
    "congress.Round": "called up by a federation",
    "congress.Congress": "held by a federation",
    "cadres.Cadre": "where a cadre works, not where they are registered",
    "plans.Notice": "a notice goes to an organisation, also on tasks of those below it",
    "grassroots.Organisation": "the organisation of a division",
    "grassroots.Standard": "laid down by a federation",
    "grassroots.Campaign": "opened by a federation",
    "grassroots.Assessment": "what a division came to in a campaign",
    "grassroots.Evidence": "kept by a division",
    "grassroots.Problem": "found at a division, with an assessment or without one",
    "commissioners.Position": "a post of a township or village",
    "commissioners.Commissioner": "where a commissioner serves, not where they are registered",
    "commissioners.Period": "appraised by a county",
    "commissioners.Rate": "laid down for a division",
    "commissioners.Recruitment": "announced by a federation",
    "commissioners.Course": "held by a federation",
    "volunteers.Unit": "a unit of a division",
    "volunteers.Group": "the leading group of a division",
    "volunteers.Team": "where a team is at home",
    "volunteers.Registration": "where somebody wants to serve",
    "volunteers.Volunteer": "where a volunteer serves, not where they are registered",
    "volunteers.Activity": "arranged by a federation",
    "volunteers.HelpNeed": "where help is needed",
    "volunteers.Training": "held by a federation",
    "associations.Association": "an association of a federation",
    "social.Organisation": "where an organisation is registered",
    "social.Purchase": "bought by a federation",
    "handouts.Handout": "sent by a federation",
    "statistics.Filing": "a return of a federation",
    "departments.Department": "a department of a division",
    "departments.Letter": "sent by a federation",
    "certificates.Certificate": "goes along with the person by a transfer alone (people.hooks.moved)",
    "certificates.Case": "dealt with by a county, seen by the one that a transfer goes to",
    "certificates.HomeAsk": "where the visit is asked for, before anybody is known",
    "certificates.Chapter": "issued by a federation",
    "certificates.Trial": "passed in a post of a division",
    "certificates.Hospital": "where a hospital is",
    "certificates.Desk": "the organisation whose counter it is",
    "certificates.PromiseText": "laid down by a federation",
    "certificates.Signature": "signed in a post of a division",
    "certificates.Request": "where the visit is to be made",
    "certificates.Team": "sent by a county",
    "certificates.Round": "driven for a county",
    "appraisals.Scheme": "laid down by a federation",
    "appraisals.UnitResult": "what a unit came to",
    "plans.Circular": "issued by a federation",
    "plans.Result": "what a division came to in a plan",
    "plans.Assignment": "what a division has to do",
    "plans.IncomingPaper": "received by a federation",
    "plans.SpotCheck": "drawn by a federation",
    "plans.IssuedBulletin": "issued by a federation",
}
# Rows without a column of their own: the division is looked up where the parent keeps it.
SEEN_THROUGH = {"commissioners.Session"}
# What an office did or paid stays with it; who is concerned moves on.
STAYS = {
    "people.Merge",
    "commissioners.Appraisal",
    "commissioners.Payment",
    "commissioners.Log",
    "social.Support",
}


def scoped() -> list[type[Model]]:
    return [
        m
        for m in apps.get_models()
        if any(isinstance(manager, ScopedManager) for manager in m._meta.managers)
    ]


TIES = [tie for model in scoped() if (tie := belonging.tie_of(model)) is not None]
FOLLOWING = [tie for tie in TIES if tie.follows]


def named(ties: Sequence[Tie]) -> Any:
    return pytest.mark.parametrize("tie", ties, ids=[tie.model._meta.label for tie in ties])


def test_every_model_says_whose_its_rows_are() -> None:
    labels = {model._meta.label for model in scoped()}
    tied = {tie.model._meta.label for tie in TIES}
    assert labels == tied | ROOTS.keys() | SEEN_THROUGH
    assert not tied & (ROOTS.keys() | SEEN_THROUGH)
    assert {tie.model._meta.label for tie in TIES if not tie.follows} == STAYS


def some(tie: Tie) -> Any:
    """A row of a model in the world; those that nobody made there yet are made."""
    row = tie.model._base_manager.order_by("pk").first()
    if row is None:
        row = MADE[tie.model]()
        row.save()
    return tie.model._base_manager.get(pk=row.pk)


MADE: dict[type[Model], Any] = {
    Evaluation: lambda: Evaluation(
        reserve=Reserve.objects.all()[0], year=today().year, verdict="stay", reason="演", on=today()
    ),
    Record: lambda: Record(
        commissioner=Commissioner.objects.all()[0], kind="award", on=today(), text="演"
    ),
    Opinion: lambda: Opinion(
        appraisal=Appraisal.objects.all()[0], person=Person.objects.all()[0], mark=5
    ),
    Finding: lambda: Finding(
        order=(order := Order.objects.all()[0]),
        case_id=order.case_id,
        category=1,
        grade=1,
        on=today(),
        by=Post.objects.all()[0],
    ),
    ReportFigure: lambda: ReportFigure(
        report=Report.objects.all()[0], target=TaskTarget.objects.all()[0], number=Decimal(1)
    ),
    Note: lambda: Note(assignment=Assignment.objects.all()[0], text="演", by=Post.objects.all()[0]),
}


def values(row: Model, home: str) -> dict[str, Any]:
    """The columns of a row but its division."""
    return {
        f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.attname != home
    }


def place(row: Any) -> str:
    return str(
        row._meta.model._base_manager.values_list(home_field(row._meta.model), flat=True).get(
            pk=row.pk
        )
    )


@named(TIES)
def test_a_new_row_has_the_division_of_its_parent(world: World, tie: Tie) -> None:
    """The same row is written once more in each way: what is unique and what points to it stay as they were."""
    with changes.unwatched():
        row = some(tie)
        known, home, key = (
            values(row, tie.home),
            getattr(tie.parent_of(row), home_field(tie.parent)),
            row.pk,
        )
        rows = tie.model._base_manager

        def by_save() -> Any:
            tie.model(**known).save(force_insert=True)
            return row.pk

        for write in (
            by_save,
            lambda: bulk.create([tie.model(**known)])[0].pk,
            lambda: bulk.insert(tie.model, [known])[0],
        ):
            rows.filter(pk=key)._raw_delete("default")  # type: ignore[attr-defined]
            key = write()
            assert place(rows.get(pk=key)) == home
        assert key == row.pk


@pytest.fixture
def elsewhere(world: World) -> Region:
    """A county where nothing is yet, not even what is due there."""
    return Region.objects.create(
        code=ELSEWHERE, name="演新县", level=6, initials="yxx", valid_from=today()
    )


@named(FOLLOWING)
def test_a_row_follows_its_parent(elsewhere: Region, tie: Tie) -> None:
    row = some(tie)
    parent = tie.parent_of(row)
    old = place(parent)
    with unit_of_work():
        parent.region = elsewhere
        parent.save()
    assert place(row) == place(parent) == ELSEWHERE
    parent.region_id = old
    with unit_of_work():
        bulk.save([parent], ["region"])
    assert place(row) == place(parent) == old
    parent.region = elsewhere
    with unit_of_work():
        parent.save(update_fields=["region"])
    assert place(row) == ELSEWHERE and not belonging.astray(tie).exists()


@named([tie for tie in TIES if not tie.follows])
def test_what_an_office_did_stays_with_it(elsewhere: Region, tie: Tie) -> None:
    row = some(tie)
    parent, old = tie.parent_of(row), place(row)
    with unit_of_work():
        parent.region = elsewhere
        parent.save()
    assert place(parent) == ELSEWHERE and place(row) == old


@named(FOLLOWING)
def test_nobody_is_away_from_the_parent(world: World, tie: Tie) -> None:
    assert not belonging.astray(tie).exists()


def test_counts_go_along(elsewhere: Region) -> None:
    aggregates.rebuild(today())
    parents = [tie.parent for tie in FOLLOWING]
    for n, model in enumerate(dict.fromkeys(parents)):
        row: Any = model._base_manager.order_by("pk").first()
        with unit_of_work():
            row.region = elsewhere
            if n % 2:
                row.save()
            else:
                bulk.save([row], ["region"])
    assert aggregates.verify() == []


def test_what_earlier_versions_left_behind_is_brought_home(elsewhere: Region) -> None:
    aggregates.rebuild(today())
    rows: list[Any] = [
        row
        for tie in FOLLOWING
        if (row := tie.model._base_manager.order_by("pk").first()) is not None
    ]
    for row in rows:
        with changes.changing(row._meta.model, [row.pk]):
            row._meta.model._base_manager.filter(pk=row.pk).update(
                **{home_field(row._meta.model): ELSEWHERE}
            )
    belonging.mend()
    assert [place(row) for row in rows] == [row.region_id for row in rows]
    assert not any(belonging.astray(tie).exists() for tie in FOLLOWING)
    assert aggregates.verify() == []


def test_a_save_that_moves_nobody_asks_nothing_more(world: World) -> None:
    for model in dict.fromkeys(tie.parent for tie in FOLLOWING):
        row: Any = model._base_manager.order_by("pk").first()
        children = {tie.model._meta.db_table for tie in belonging.children_of(model)}
        with unit_of_work(), changes.unwatched(), CaptureQueriesContext(connection) as asked:
            row.save()
        assert not [
            query["sql"]
            for query in asked
            if any(f'"{table}"' in query["sql"] for table in children)
        ]

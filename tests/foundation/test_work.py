"""Units of work: what is left for the end is written last, in one order, and goes with what was undone."""

from __future__ import annotations

import ast
from contextlib import suppress
from pathlib import Path

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

import zulian
from tests.builders import COUNTY, OTHER_COUNTY, TOWN
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry, AuditHead
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import COUNTS, TRAIL, current_work, undivided, unit_of_work
from zulian.indicators import aggregates
from zulian.regions.models import Region
from zulian.volunteers.models import Unit

SOURCE = Path(zulian.__file__).parent
# The unit of work itself, and a rebuild of counts, which waits until all units have ended.
RAW = {"foundation/work.py", "indicators/aggregates.py"}


def test_services_open_units_of_work_and_no_bare_transaction() -> None:
    """A bare one would write the trail in its middle and hold its head to the end."""
    bare = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "atomic":
                bare.add(str(path.relative_to(SOURCE)))
    assert bare == RAW


def test_the_trail_is_written_after_everything_else(regions: None) -> None:
    county, town = Region.objects.get(code=COUNTY), Region.objects.get(code=TOWN)
    with (
        CaptureQueriesContext(
            connection,
        ) as queries,
        unit_of_work(),
    ):
        with audited("first", county):
            county.name = "演一县"
            county.save()
        with audited("second", town):
            town.name = "演一镇"
            town.save()
        assert not AuditEntry.objects.filter(action__in=["first", "second"]).exists()
    written = [q["sql"] for q in queries if q["sql"].startswith(("UPDATE", "INSERT"))]
    tables = ["trail" if "audit" in sql else "register" for sql in written]
    assert tables == sorted(tables) and {"trail", "register"} == set(tables)
    head = AuditHead.objects.get()
    entries = AuditEntry.objects.order_by("-id")[:2]
    assert [e.action for e in entries] == ["second", "first"] and head.digest == entries[0].digest


def test_a_part_that_fails_takes_what_it_left_with_it(regions: None) -> None:
    county = Region.objects.get(code=COUNTY)

    @unit_of_work
    def part() -> None:
        record("inside", county)
        work = current_work()
        assert work is not None
        work.leave(COUNTS, ("x", {}))
        raise ValueError("no")

    with unit_of_work() as work:
        record("kept", county)
        with pytest.raises(ValueError, match="no"):
            part()
        assert [len(work.left[name]) for name in (COUNTS, TRAIL)] == [0, 1]
    assert list(
        AuditEntry.objects.filter(action__in=["inside", "kept"]).values_list("action", flat=True)
    ) == ["kept"]
    assert current_work() is None


def test_a_caught_failure_never_leaves_half_a_change(regions: None) -> None:
    county = Region.objects.get(code=COUNTY)
    with pytest.raises(TransactionManagementError), unit_of_work():
        try:
            with audited("half", county):
                county.name = "演半县"
                county.save()
                raise ValueError("no")
        except ValueError:
            pass
        Region.objects.count()
    assert Region.objects.get(code=COUNTY).name != "演半县"
    assert not AuditEntry.objects.filter(action="half").exists()


def test_an_undivided_unit_asks_for_no_savepoint_and_one_failure_undoes_it(regions: None) -> None:
    county = Region.objects.get(code=COUNTY)
    # Within the test's own transaction the unit itself is a savepoint; its parts are none.
    with (
        CaptureQueriesContext(connection) as queries,
        undivided(),
        unit_of_work(),
        audited("whole", county),
    ):
        county.name = "演一县"
        county.save()
    assert sum(query["sql"].startswith("SAVEPOINT") for query in queries) == 1
    assert AuditEntry.objects.filter(action="whole").exists()
    with pytest.raises(TransactionManagementError), undivided():  # noqa: PT012  (the failure is caught, and comes back)
        with suppress(ValueError), unit_of_work():
            county.name = "演二县"
            county.save()
            raise ValueError
        Region.objects.get(code=COUNTY)
    county.refresh_from_db()
    assert county.name == "演一县"


def test_a_jurisdiction_is_looked_up_once_for_a_unit_until_a_division_changes(
    regions: None,
) -> None:
    county = Region.objects.get(code=COUNTY)
    with unit_of_work():
        with CaptureQueriesContext(connection) as queries:
            assert county.scope() == county.scope()
        assert len(queries) == 1
        other = Region.objects.get(code=OTHER_COUNTY)
        other.successor = county
        other.save()
        assert county.scope().holds(OTHER_COUNTY)


def test_counts_of_one_unit_are_added_up_and_written_once(regions: None) -> None:
    with scope(EVERYTHING):
        aggregates.rebuild(today())
        units = list(Unit.objects.missing()[:4])
        with CaptureQueriesContext(connection) as queries, unit_of_work():
            for row in units:
                # A unit counts that has a leader and a place.
                row.set_up_on, row.leader, row.place = today(), "演站长", "村部"
                row.save()
        adding = [q for q in queries if "ON CONFLICT" in q["sql"]]
        looking = [q for q in queries if "indicators_built" in q["sql"]]
        sources = {
            source.code for source in aggregates.sources() if source.rows(today()).model is Unit
        }
        assert 0 < len(adding) <= len(sources)
        assert len(looking) == 1
        assert aggregates.verify() == []


def test_rows_are_locked_so_that_keys_to_them_do_not_wait() -> None:
    """FOR UPDATE would make every new row that points to a locked one wait, at last at the commit."""
    strong = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "select_for_update"
        if not any(word.arg == "no_key" for word in node.keywords)
    ]
    assert strong == []

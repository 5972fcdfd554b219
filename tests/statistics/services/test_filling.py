"""Figures of a return: counted from the registers, added up from below, corrected with a reason, never recounted unseen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tests.builders import COUNTY, post
from tests.statistics import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.indicators.models import Snapshot
from zulian.indicators.registry import named
from zulian.indicators.services import counted_within
from zulian.regions.models import Region
from zulian.statistics.models import Cell, Filing
from zulian.statistics.services import filling, issuing, judging

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
How = Cell.How


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def filing(city: Post, county: Post) -> Filing:
    return stage.of(stage.issued(city), county)


def cell(filing: Filing, line: str, column: str = "n") -> Cell:
    return filing.cells.get(line=line, column=column)


def test_each_cell_is_what_its_measure_counts(filing: Filing, county: Post) -> None:
    filling.fill(filing.pk, county)
    region = Region.objects.get(code=COUNTY)
    indicator = named("associations.set_up")
    assert indicator is not None
    pair = counted_within(region, filing.until, [indicator])[indicator.code]
    assert (cell(filing, "8").counted, cell(filing, "9").counted) == (pair.of, pair.met)
    assert cell(filing, "8").how == How.ROWS and cell(filing, "18").reported is None
    now = Filing.objects.get(pk=filing.pk)
    assert now.state == Filing.State.FILLING and now.by == county


def test_the_snapshot_of_the_cut_off_day_goes_before_the_rows(filing: Filing, county: Post) -> None:
    Snapshot.objects.create(
        indicator="associations.set_up", region_id=COUNTY, day=filing.until, met=3, of=7
    )
    filling.fill(filing.pk, county)
    assert (cell(filing, "8").counted, cell(filing, "9").counted) == (7, 3)
    assert cell(filing, "8").how == How.SNAPSHOT
    assert cell(filing, "7").how == How.ROWS
    # A day that was counted and kept no pair of an indicator had none of its rows.
    assert cell(filing, "11").counted == 0 and cell(filing, "11").how == How.SNAPSHOT


def test_a_figure_differs_with_a_reason_alone(filing: Filing, county: Post) -> None:
    filling.fill(filing.pk, county)
    with pytest.raises(ValidationError, match="更正理由"):
        filling.correct(filing.pk, county, {stage.COUNTED: Decimal(9)}, " ")
    assert cell(filing, "4").reported == cell(filing, "4").counted
    filling.correct(filing.pk, county, {stage.COUNTED: Decimal(9)}, "新设岗位还没有登记")
    corrected = cell(filing, "4")
    assert corrected.reported == 9 and corrected.by == county and corrected.at is not None
    assert corrected.reason == "新设岗位还没有登记"
    entry = AuditEntry.objects.filter(action="cell.correct").get()
    assert "reported" in entry.changes and "counted" not in entry.changes


def test_counting_again_keeps_what_was_corrected(filing: Filing, county: Post) -> None:
    stage.filled(filing, county)
    filling.correct(filing.pk, county, {stage.COUNTED: Decimal(9)}, "漏登")
    Snapshot.objects.create(
        indicator="commissioners.filled", region_id=COUNTY, day=filing.until, met=1, of=8
    )
    filling.fill(filing.pk, county)
    assert (cell(filing, "4").counted, cell(filing, "4").reported) == (8, 9)
    assert cell(filing, "18").reported == 3
    filling.correct(filing.pk, county, {stage.COUNTED: Decimal(8)}, "")
    assert cell(filing, "4").reason == ""


def test_the_city_adds_up_what_was_accepted_and_what_is_its_own(
    filing: Filing, city: Post, county: Post
) -> None:
    stage.filled(filing, county, 5)
    filling.correct(filing.pk, county, {stage.COUNTED: Decimal(9)}, "漏登")
    judging.hand_in(filing.pk, county, "演负责", "")
    own = stage.of(filing, city)
    filling.fill(own.pk, city)
    assert cell(own, "4").counted == 0 and cell(own, "18").counted is None
    judging.accept(filing.pk, city, "")
    filling.fill(own.pk, city)
    assert (cell(own, "4").counted, cell(own, "18").reported) == (9, 5)
    assert cell(own, "4").how == How.SUM
    # Its own associations count once, beside those of the county.
    indicator = named("associations.set_up")
    assert indicator is not None
    rows = indicator.rows(own.until).filter(indicator.of(own.until), region_id=city.region_id)
    assert cell(own, "8").counted == cell(filing, "8").reported + rows.count()


def test_nothing_is_written_before_it_is_counted(filing: Filing, county: Post) -> None:
    with pytest.raises(ValidationError, match="先取数"):
        filling.correct(filing.pk, county, {stage.COUNTED: Decimal(1)}, "x")


def test_the_yearly_form_fills_all_its_cells(city: Post, county: Post) -> None:
    year, _quarter = stage.last_quarter()
    values = {"code": "annual", "year": year - 1, "quarter": 0, "due_on": None}
    own = issuing.issue(county, values, today())
    with scope(county.region.scope()):
        filling.fill(own.pk, county)
    values_of = Filing.objects.get(pk=own.pk).values()
    assert values_of["1", "total"] is not None and values_of["14", "city"] == 0
    assert values_of["1", "total"] == sum(
        values_of["1", key] or 0 for key in ("county", "township", "village")
    )

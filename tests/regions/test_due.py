"""Rows that are due: made with a division whichever way it is founded, mended by the day's work, never for closed ones."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.builders import CITY, TOWN, VILLAGE, post
from tests.ledgers.books import agree, book, hand_in
from zulian.accounts.roles import Role
from zulian.associations.models import Association, Meeting
from zulian.commissioners.models import Position
from zulian.foundation.models import AuditEntry
from zulian.grassroots.models import Organisation
from zulian.leadership.models import Office
from zulian.plans.services.daily import daily
from zulian.regions.due import make_due, make_due_everywhere
from zulian.regions.models import Region
from zulian.regions.services import load, merge
from zulian.volunteers.models import Group, Unit

DUE = (Unit, Group, Office, Association, Meeting, Position, Organisation)
NEW_COUNTY = [
    ("210905000000", "清河门区"),
    ("210905001000", "演街道"),
    ("210905001001", "演社区居委会"),
]
OF_A_COUNTY = Counter(
    volunteers_unit=3,
    volunteers_group=1,
    associations_association=5,
    associations_meeting=30,
    commissioners_position=2,
    grassroots_organisation=3,
)


def rows_of(codes: list[str]) -> Counter[str]:
    """How many due rows some divisions have, by table."""
    return Counter(
        {model._meta.db_table: model.objects.filter(region_id__in=codes).count() for model in DUE}
    )


def is_whole(codes: list[str]) -> bool:
    """Whether a county with one township and one village has all that is due."""
    counts = rows_of(codes)
    offices = counts.pop("leadership_office")
    return counts == OF_A_COUNTY and offices > 5


def test_founded_by_a_list_they_have_all_that_is_due_at_once(regions: None) -> None:
    codes = [code for code, _name in NEW_COUNTY]
    load(NEW_COUNTY)
    assert is_whole(codes)
    assert AuditEntry.objects.filter(action="region.due").latest("pk").changes["divisions"] == 3
    assert load(NEW_COUNTY) == 0 and is_whole(codes)


def test_founded_by_a_sheet_they_come_and_go_with_it(regions: None) -> None:
    from zulian.ledgers import services

    admin = post(Role.SYSTEM_ADMIN, CITY)
    codes = [code for code, _name in NEW_COUNTY]
    before = rows_of([VILLAGE])
    lines = [[code, name, ""] for code, name in NEW_COUNTY]
    made = agree(hand_in("regions", admin, book(("区划代码", "名称", "更名依据文件"), lines)))
    assert made.new == 3 and is_whole(codes)
    services.revert(made, admin)
    assert not Region.objects.filter(code__in=codes).exists()
    assert rows_of([VILLAGE]) == before


def test_what_was_filled_in_keeps_a_sheet_from_being_taken_back(regions: None) -> None:
    from zulian.ledgers import services
    from zulian.volunteers.services import network

    admin = post(Role.SYSTEM_ADMIN, CITY)
    made = agree(
        hand_in("regions", admin, book(("区划代码", "名称"), [list(line) for line in NEW_COUNTY]))
    )
    station = Unit.objects.get(region="210905001001")
    officer = post(Role.CITY_OFFICER, CITY)
    network.change_unit(
        station.pk, officer, {"leader": "演站长", "place": "室", "set_up_on": timezone.localdate()}
    )
    services.revert(made, admin)
    assert Region.objects.filter(code="210905001001").exists()


def test_the_days_work_mends_what_is_missing_and_repeats_nothing(regions: None) -> None:
    whole = rows_of([CITY, TOWN, VILLAGE])
    Unit.objects.filter(region=VILLAGE).delete()
    Office.objects.filter(region=CITY).delete()
    Meeting.objects.filter(region=CITY).delete()
    daily()
    assert rows_of([CITY, TOWN, VILLAGE]) == whole
    assert make_due_everywhere(timezone.localdate()) == []


def test_a_new_year_brings_the_years_rows_and_nothing_else(regions: None) -> None:
    today = timezone.localdate()
    year = today.replace(year=today.year + 1, month=1, day=1)
    made = Counter(type(row) for row in make_due_everywhere(year))
    assert made == Counter({Meeting: 6 * Association.objects.count()})
    assert make_due_everywhere(year + timedelta(days=1)) == []


def test_a_closed_division_gets_none(regions: None) -> None:
    gone, stays = Region.objects.get(code=VILLAGE), Region.objects.get(code="210921100202")
    merge(gone, stays, timezone.localdate(), "演示文件")
    Unit.objects.filter(region=VILLAGE).delete()
    assert make_due([gone], timezone.localdate()) == make_due_everywhere(timezone.localdate()) == []


@pytest.mark.parametrize("code", [CITY, TOWN])
def test_statements_do_not_grow_with_divisions(
    regions: None, code: str, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(45):  # type: ignore[operator]
        load((f"2109051{n:02}000", f"演{n}乡") for n in range(90))

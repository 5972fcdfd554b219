"""Many rows written at once from instances: the same rows as one by one, and whoever keeps counts is told."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection

from tests.builders import CITY, COUNTY, OTHER_COUNTY
from zulian.foundation import bulk
from zulian.foundation.changes import unwatched, watch
from zulian.foundation.work import unit_of_work
from zulian.indicators.models import Snapshot, Target
from zulian.people.models import Person
from zulian.people.rules import check_character
from zulian.regions.models import Place

pytestmark = pytest.mark.usefixtures("regions")


def target(year: int, value: str = "80.5") -> Target:
    return Target(indicator="plans.reported", region_id=COUNTY, year=year, value=Decimal(value))


def test_instances_get_their_keys_and_are_as_saved() -> None:
    rows = bulk.create(target(year) for year in (2024, 2025))
    assert [row.pk for row in rows] == sorted(Target.objects.values_list("pk", flat=True))
    saved = Target.objects.get(pk=rows[0].pk)
    assert (saved.year, saved.value, saved.region_id) == (2024, Decimal("80.5"), COUNTY)
    rows[0].value = Decimal("70.0")
    rows[0].save()
    assert Target.objects.get(year=2024).value == Decimal("70.0")


def test_nothing_is_written_for_no_rows() -> None:
    assert bulk.create([]) == []
    bulk.save([], ["value"])


def test_chosen_columns_are_saved_and_no_others() -> None:
    rows = bulk.create(target(year) for year in (2024, 2025))
    for row in rows:
        row.value, row.indicator = Decimal("11.0"), "plans.overdue"
    bulk.save(rows, ["value"])
    assert set(Target.objects.values_list("value", "indicator")) == {
        (Decimal("11.0"), "plans.reported")
    }


def test_keys_to_other_rows_are_saved_by_the_name_of_the_field() -> None:
    [row] = bulk.create([target(2024)])
    row.region_id = OTHER_COUNTY
    bulk.save([row], ["region"])
    assert Target.objects.get(pk=row.pk).region_id == OTHER_COUNTY


def test_what_is_sealed_is_sealed_and_defaults_are_taken() -> None:
    first = "21090019800101001"
    one = Person(
        region_id=COUNTY,
        name="王演一",
        birth=date(1980, 1, 1),
        sex="male",
        id_number=first + check_character(first),
    )
    one.index()
    bulk.create([one])
    saved = Person.objects.get(pk=one.pk)
    assert saved.id_number == one.id_number
    assert saved.status == Person.Status.OPEN
    assert Person.objects.numbered(one.id_number).exists()


class Listener:
    """Remembers what it was told of."""

    def __init__(self) -> None:
        self.told: list[int] = []

    def before(self, model: object, keys: object, rows: object) -> None:
        """Nothing to remember."""

    def wants_new(self, model: object) -> bool:
        return False

    def after(self, model: object, keys: list[int], rows: object, remembered: object) -> None:
        self.told += keys


def test_who_watches_is_told_of_rows_in_bulk_and_not_while_an_empty_place_is_filled() -> None:
    listener = Listener()
    watch(Snapshot, listener)  # type: ignore[arg-type]
    snapshot = {"region_id": COUNTY, "day": date(2026, 1, 1), "met": 1, "of": 2}
    [row] = bulk.create([Snapshot(indicator="one", **snapshot)])
    assert listener.told == [row.pk]
    with unwatched():
        bulk.create([Snapshot(indicator="two", **snapshot)])
        Snapshot(indicator="three", **snapshot).save()
    assert listener.told == [row.pk]


def test_columns_take_empty_values_whole_numbers_and_members_of_choices_among_others() -> None:
    city, county = Place(region_id=CITY, source="a"), Place(region_id=COUNTY, source="b")
    for place in (city, county):
        place.latitude, place.longitude = 42.5, 121.5
    bulk.create([city, county])
    city.latitude, county.latitude = 42, 42.25
    city.source, county.source = Person.Status.OPEN, "测试"
    bulk.save([city, county], ["latitude", "source"])
    rows = Place.objects.order_by("region_id").values_list("region_id", "latitude", "source")
    assert list(rows) == [(CITY, 42.0, "open"), (COUNTY, 42.25, "测试")]
    birth = date(1980, 1, 1)
    people = bulk.create(
        Person(region_id=COUNTY, name=name, birth=birth, sex="male", no_number="pending")
        for name in ("王演一", "王演二")
    )
    people[0].closed_on = date(2024, 1, 1)
    bulk.save(people, ["closed_on"])
    assert list(Person.objects.order_by("pk").values_list("closed_on", flat=True)) == [
        date(2024, 1, 1),
        None,
    ]


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the embedded database checks all keys at the end"
)
def test_keys_that_are_checked_together_are_checked() -> None:
    def names() -> set[str]:
        with connection.cursor() as cursor:
            constraints = connection.introspection.get_constraints(cursor, Target._meta.db_table)
        return {name for name, about in constraints.items() if about["foreign_key"]}

    before = names()
    with unit_of_work(), bulk.keys_checked_together(Target):
        assert not names()
        bulk.create([target(2024)])
    assert names() == before != set()
    with pytest.raises(IntegrityError), unit_of_work(), bulk.keys_checked_together(Target):
        nowhere = target(2025)
        nowhere.region_id = "999999999999"
        bulk.create([nowhere])
    assert names() == before


def test_deleting_many_tells_who_watches_once_of_all() -> None:
    class Counter(Listener):
        calls = 0

        def after(self, model: object, keys: list[int], rows: object, remembered: object) -> None:
            super().after(model, keys, rows, remembered)
            self.calls += 1

    snapshot = {"region_id": COUNTY, "day": date(2026, 1, 1), "met": 1, "of": 2}
    rows = bulk.create(Snapshot(indicator=f"one{n}", **snapshot) for n in range(3))
    listener = Counter()
    watch(Snapshot, listener)  # type: ignore[arg-type]
    assert bulk.delete(Snapshot.objects.filter(pk__in=[row.pk for row in rows])) == 3
    assert listener.told == [row.pk for row in rows] and listener.calls == 1
    assert not Snapshot.objects.exists()
    # Afterwards each is told of again.
    Snapshot.objects.create(indicator="two", **snapshot).delete()
    assert listener.calls == 3

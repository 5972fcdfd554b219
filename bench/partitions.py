"""Would the register of people be quicker cut into counties? The same rows in one table and in a hundred, on PostgreSQL."""

from __future__ import annotations

from django.db import connection, transaction

from bench.measure import Result, median_ms, result, seconds
from zulian.certificates.demo.synth import PROVINCE
from zulian.people.models import Person

PLAIN, CUT = "people_person", "people_cut"
ADDED = 20_000


def _run(sql: str, *values: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


def _cut() -> None:
    """The same rows and indexes in a table with a partition for each county."""
    _run(f"CREATE TABLE {CUT} (LIKE {PLAIN} INCLUDING DEFAULTS) PARTITION BY RANGE (region_id)")
    _run(f"CREATE TABLE {CUT}_rest PARTITION OF {CUT} DEFAULT")
    for (county,) in _run(f"SELECT DISTINCT substr(region_id, 1, 6) FROM {PLAIN} ORDER BY 1"):
        _run(
            f"CREATE TABLE {CUT}_{county} PARTITION OF {CUT} FOR VALUES FROM ('{county}') TO ('{county}:')"
        )
    _run(f"INSERT INTO {CUT} SELECT * FROM {PLAIN}")
    for number, index in enumerate(Person._meta.indexes):
        columns = ", ".join(Person._meta.get_field(name).column for name in index.fields)
        _run(f"CREATE INDEX cut_{number} ON {CUT} ({columns})")
    _run(f"ANALYZE {CUT}")


def partitions() -> list[Result]:
    """Ours is the table in parts, the peer the table in one; undone afterwards."""
    one = Person.objects.order_by("pk")[Person.objects.count() // 2]
    county = one.region_id[:6]
    asked = {
        "first page of a county": (
            "SELECT id FROM {} WHERE region_id >= %s AND region_id < %s ORDER BY region_id, id LIMIT 26",
            (county, f"{county}:"),
        ),
        "one by ID number": ("SELECT id FROM {} WHERE id_index = %s", (one.id_index,)),
        "first ten by name in the province": (
            "SELECT id FROM {} WHERE region_id >= %s AND region_id < %s AND name >= %s ORDER BY name, region_id, id LIMIT 10",
            (PROVINCE, f"{PROVINCE}:", one.name),
        ),
        "count of a county": (
            "SELECT sex, count(*) FROM {} WHERE region_id >= %s AND region_id < %s GROUP BY sex",
            (county, f"{county}:"),
        ),
        "count of the province": (
            "SELECT substr(region_id, 1, 6), count(*) FROM {} GROUP BY 1",
            (),
        ),
    }
    with transaction.atomic():
        _cut()
        found = []
        for name, (sql, values) in asked.items():
            cut, plain = (
                median_ms(lambda sql=sql, v=values, t=t: _run(sql.format(t), *v), 9)
                for t in (CUT, PLAIN)
            )
            found.append(_line(name, cut, plain))
        more = f"INSERT INTO {{0}} SELECT * FROM {{0}} WHERE region_id >= '{county}' AND region_id < '{county}:' LIMIT {ADDED}"
        _run(f"ALTER TABLE {PLAIN} DROP CONSTRAINT {PLAIN}_pkey CASCADE")
        _run("DROP INDEX person_once")
        cut, plain = (seconds(lambda t=t: _run(more.format(t))) * 1000 for t in (CUT, PLAIN))
        found.append(_line("writing into a county", cut, plain))
        transaction.set_rollback(True)
    return found


def _line(name: str, cut: float, plain: float) -> Result:
    return result(
        f"people in a partition for each county: {name}, ms",
        cut,
        plain,
        plain / cut,
        "to know which",
        cut <= plain,
    )

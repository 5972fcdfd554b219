"""A year of one county's five associations, day by day, and what it comes to: measures, figures by group, reports."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

from tests.associations.year import SECRET, live
from tests.builders import post, regions
from zulian.accounts.roles import Role
from zulian.associations.models import Activity, Association, Kind, Review
from zulian.associations.papers import yearly_report
from zulian.associations.services.statistics import by_group
from zulian.documents.official import write_docx
from zulian.foundation.clock import on_day, today
from zulian.indicators.registry import named
from zulian.indicators.services import overview
from zulian.regions.models import Region

DAYS = {
    Kind.BLIND: "blind",
    Kind.DEAF: "deaf",
    Kind.PHYSICAL: "disabled",
    Kind.INTELLECTUAL: "autism",
    Kind.MENTAL: "mental",
}


def test_a_year_of_five_associations(own_database: None) -> None:
    regions()
    county, office = post(Role.COUNTY_OFFICER), post(Role.ASSOCIATION_OFFICER)
    year = today().year - 1
    live(county, office, year)
    with on_day(date(year, 12, 31)) as last:
        _told(county.region, year, last)
        for found in Association.objects.standing().with_names():
            with zipfile.ZipFile(BytesIO(write_docx(yearly_report(found, year)))) as packed:
                text = packed.read("word/document.xml").decode()
            assert all(
                words in text for words in (str(found.get_kind_display()), "创先争优", "优秀组织奖")
            )
            assert SECRET not in text


def _told(region: Region, year: int, last: date) -> None:
    """Every measure is full, figures by group add up, each association is graded."""
    codes = [
        f"associations.{name}"
        for name in (
            "office",
            "staffed",
            "in_term",
            "meetings",
            "contacts",
            "answered",
            "research",
            "adopted",
            "summed",
            "cases",
            *(f"active_{k}" for k in Kind),
            *(f"reached_{k}" for k in Kind),
        )
    ]
    found = {}
    for code in codes:
        indicator = named(code)
        assert indicator is not None
        found |= overview(region, last, [indicator])
    assert {code: (pair.met, pair.of) for code, pair in found.items() if pair.met < pair.of} == {}
    assert all(found[code].of for code in codes)
    lines = by_group(region, year)
    assert (
        len(lines) == 6
        and [sum(col) for col in zip(*(line[1:] for line in lines[:5]), strict=True)]
        == lines[5][1:]
    )
    assert lines[0][1:] == [1, 1, 3, 6, 2, 14, 3, 1, 1, 1, 1, 1]
    assert (
        set(Review.objects.values_list("grade", flat=True)) == {"优秀"}
        and Activity.objects.count() == 10
    )

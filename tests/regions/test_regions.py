"""Divisions: loading, search, renames and mergers that keep history, and who sees what afterwards."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from tests.builders import CITY, COUNTY, OTHER_COUNTY, OTHER_TOWN, TOWN, VILLAGE
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.regions.models import Children, Level, Region, RegionEvent
from zulian.regions.services import initials, load, load_csv, merge, rename

DAY = date(2024, 7, 1)


def region(code: str) -> Region:
    return Region.objects.get(code=code)


def test_the_divisions_of_fuxin_load_once(everything: None) -> None:
    assert load_csv() == 904
    assert load_csv() == 0
    counts = [
        Region.objects.filter(level=level).count()
        for level in (Level.CITY, Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)
    ]
    assert counts == [1, 7, 83, 813]


@pytest.mark.parametrize("code", ["2109", "21092100000x", ""])
def test_a_bad_code_is_refused_whole(everything: None, code: str) -> None:
    with pytest.raises(ValidationError, match="12 位"):
        load([("210900000000", "阜新市"), (code, "某地")])
    assert not Region.objects.exists()


@pytest.mark.parametrize("words", ["彰武", "210922", "zwx", "ZW"])
def test_search_by_name_code_and_initials(regions: None, words: str) -> None:
    assert OTHER_COUNTY in Region.objects.matching(words).values_list("code", flat=True)


@pytest.mark.parametrize(
    ("words", "is_meant"),
    [
        ("阜蒙县", True),
        ("阜蒙县残联", True),
        ("阜蒙残联", True),
        ("阜蒙", True),
        ("喀左县", False),
        ("蒙阜县", False),
        ("阜蒙旗", False),
        ("abc", False),
    ],
)
def test_an_autonomous_county_is_found_by_its_short_name(
    regions: None, words: str, is_meant: bool
) -> None:
    begins = date(2000, 1, 1)
    name = "阜新蒙古族自治县"
    Region.objects.create(code="210999000000", name=name, level=Level.COUNTY, valid_from=begins)
    meant = Region.objects.matching(words).filter(code="210999000000")
    assert meant.exists() == is_meant


@pytest.mark.parametrize(
    "organisation",
    ["演一镇残联", "演一镇残疾人联合会", "演一村残协", "演一镇 · 演一村残协", "一镇残联"],
)
def test_search_by_the_name_of_the_organisation(regions: None, organisation: str) -> None:
    found = Region.objects.matching(organisation)
    name = organisation.rpartition("·")[2].strip()
    short = name.replace("残疾人联合会", "残联")
    assert found and all(short in each.organisation for each in found)


def test_initials() -> None:
    assert initials("阜新市") == "fxs"


def test_a_rename_keeps_the_old_name_readable(regions: None) -> None:
    rename(region(TOWN), "新名镇", DAY, "演示文件")
    assert region(TOWN).name == "新名镇"
    assert RegionEvent.name_on(region(TOWN), date(2020, 1, 1)) == "演一镇"
    assert RegionEvent.name_on(region(TOWN), DAY) == "新名镇"
    assert AuditEntry.objects.filter(action="region.rename", object_id=TOWN).exists()


def test_a_merger_widens_the_jurisdiction_of_the_successor(regions: None) -> None:
    other = region("210921101000")
    merge(region(TOWN), other, DAY, "演示文件")
    assert region(TOWN).successor == other
    assert region("210921101000").scope().holds(VILLAGE)
    assert not Region.objects.current().filter(code=TOWN).exists()
    assert Region.objects.on(date(2024, 6, 30)).filter(code=TOWN).exists()


def test_rows_of_a_merged_division_count_under_its_successor(regions: None) -> None:
    merge(region(TOWN), region("210921101000"), DAY, "演示文件")
    children = Children.of(region(COUNTY))
    assert [r.code for r in children.regions] == ["210921101000"]
    assert children.place(TOWN[:9]).code == "210921101000"
    assert children.place(COUNTY[:9]).code == COUNTY


@pytest.mark.parametrize(("into", "words"), [(OTHER_COUNTY, "同一级别"), (TOWN, "同一级别")])
def test_only_another_division_of_the_same_level_takes_over(
    regions: None, into: str, words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        merge(region(TOWN), region(into), DAY, "演示文件")


def test_what_is_abolished_cannot_change_again(regions: None) -> None:
    merge(region(TOWN), region(OTHER_TOWN), DAY, "演示文件")
    with pytest.raises(ValidationError, match="停用"):
        rename(region(TOWN), "再改名", DAY, "演示文件")
    with pytest.raises(ValidationError, match="停用"):
        merge(region(TOWN), region(OTHER_TOWN), DAY, "演示文件")


def test_names_of_organisations(regions: None) -> None:
    assert region(CITY).organisation == "阜新市残联"
    assert region(CITY).official_name == "阜新市残疾人联合会"
    assert region(VILLAGE).organisation == "演一村残协"


def test_a_scope_holds_what_lies_below_only(regions: None) -> None:
    with scope(region(COUNTY).scope()) as mine:
        assert mine.holds(VILLAGE) and not mine.holds(OTHER_TOWN)
        assert set(mine.ancestors) == {CITY, "210000000000"}

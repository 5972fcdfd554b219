"""The country's divisions as shipped: found by name, path and code, and loaded with what lies below and above."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from zulian.regions import shipped
from zulian.regions.models import Children, Level, Region
from zulian.regions.places import Divisions

LIAOYANG, BEIJING, DONGGUAN = "211000000000", "110000000000", "441900000000"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("辽阳市", LIAOYANG),
        ("辽阳", LIAOYANG),
        ("211000", LIAOYANG),
        (LIAOYANG, LIAOYANG),
        (" 辽宁省 辽阳市 ", LIAOYANG),
        ("辽阳县", "211021000000"),
        ("吉林", "220000000000"),
        ("吉林市", "220200000000"),
        ("内蒙古", "150000000000"),
        ("阜蒙县", "210921000000"),
        ("南京市鼓楼区", "320106000000"),
        ("江苏省南京市鼓楼区", "320106000000"),
        ("北京市朝阳区", "110105000000"),
        ("东莞", DONGGUAN),
        ("嘉峪关市", "620200000000"),
        ("济源市", "419001000000"),
    ],
)
def test_a_division_is_found_by_what_it_is_called(words: str, code: str) -> None:
    assert [one.code for one in shipped.find(words)] == [code]


def test_what_means_several_costs_one_sentence_with_the_candidates() -> None:
    with pytest.raises(ValidationError, match="有 4 个：江苏省南京市鼓楼区（320106000000）"):
        shipped.the_one("鼓楼区")


@pytest.mark.parametrize("words", ["", "蓬莱仙岛", "999999", "12345", "Liaoyang", "/"])
def test_what_means_none_costs_one_sentence(words: str) -> None:
    with pytest.raises(ValidationError, match="请写全称"):
        shipped.the_one(words)


def test_what_is_chosen_from_begins_with_what_is_meant() -> None:
    names = [one.path for one in shipped.suggest("辽阳", 12)]
    assert names[:2] == ["辽宁省辽阳市", "辽宁省辽阳市辽阳县"]
    assert len(shipped.suggest("城关", 12)) == 12
    assert shipped.suggest("", 12) == []


def test_headings_of_the_statistics_are_no_divisions() -> None:
    names = shipped.country().names
    pseudo = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
    assert not pseudo & set(names.values())
    assert not any(name.endswith("直辖村级区划") for name in names.values())
    assert "620201000000" not in names  # the city of Jiayuguan once more
    assert all(len(code) == 12 and code.isdigit() for code in names)
    assert list(names) == sorted(names)


def test_the_list_is_small_enough_to_be_shipped() -> None:
    assert shipped.CHINA.stat().st_size < 300_000


def test_a_city_comes_with_all_below_it_and_the_province_above(everything: None) -> None:
    chosen, count = shipped.load("辽阳")
    levels = [level for level in Level if Region.objects.filter(level=level).exists()]
    assert (chosen.name, levels) == (
        "辽阳市",
        [Level.PROVINCE, Level.CITY, Level.COUNTY, Level.TOWNSHIP],
    )
    assert count == Region.objects.count()
    children = Children.of(Region.objects.get(code=LIAOYANG)).regions
    names = "白塔区 文圣区 宏伟区 弓长岭区 太子河区 辽阳县 灯塔市"
    assert {region.name for region in children} == set(names.split())
    assert shipped.load("辽阳市")[1] == 0


@pytest.mark.parametrize(
    ("words", "level", "count"),
    [("北京市", Level.COUNTY, 16), ("东莞市", Level.TOWNSHIP, 36), ("嘉峪关市", Level.TOWNSHIP, 5)],
)
def test_where_a_level_is_missing_the_next_one_stands_below(
    words: str, level: Level, count: int, everything: None
) -> None:
    chosen, _new = shipped.load(words)
    children = Children.of(Region.objects.get(code=chosen.code))
    assert {region.level for region in children.regions} == {level}
    assert (children.length, len(children.regions)) == (int(level), count)
    named, _names = Divisions().around(chosen.code, [])
    assert len(named) == count


def test_a_township_of_a_city_without_counties_belongs_to_the_city(everything: None) -> None:
    shipped.load("东莞市")
    town = Region.objects.get(code="441900003000")
    assert (town.level, town.parent_code) == (Level.TOWNSHIP, DONGGUAN)
    children = Children.of(Region.objects.get(code=DONGGUAN))
    assert children.place(town.code[: children.length]) == town

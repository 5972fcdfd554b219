"""Standards: out of a workbook, in versions, compared; what keeps one from coming into force."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import builders
from tests.builders import COUNTY
from tests.grassroots import stage
from zulian.foundation.bounded import Limits
from zulian.grassroots.models import Item, Standard
from zulian.grassroots.services import (
    standard_files,
    standard_reading,
    standard_versions,
    standards,
)
from zulian.grassroots.services.standards import Head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
HEAD = Head("县级标准", 6, Decimal(80), Decimal(90))
ROWS = [
    ("县级评估标准", "", "", "", ""),
    stage.FIVE,
    ("组织建设（30分）", 20, "机构健全（10分）", "未健全扣10分", "组联部"),
    ("", "", "1.配干部（6分）\n2.配委员（4分）", "每少1人扣1分", "组联部"),
    ("", 10, "有牌子", "无牌不得分", "组联部"),
    ("队伍建设", 70, "待遇落实", "查账", "就业处"),
    ("", "", "培训到位", "查档", "就业处"),
    ("", "一票否决", "虚报瞒报", "查实即否决", "纪检"),
    ("合计", 100, "", "", ""),
]
MERGED = ("A1:E1", "A3:A5", "B3:B4", "A6:A8", "B6:B7")


def test_five_columns_with_merged_cells_come_in_whole() -> None:
    county = builders.post("county_officer", COUNTY)
    read = standard_reading.take_in(county, HEAD, stage.workbook(ROWS, MERGED))
    tree = read.standard.tree()
    shown = [
        (tree.numbers[i.pk], i.title or i.asked or "—", float(tree.node(i).worth), i.veto)
        for i in tree.lines
    ]
    assert shown == [
        ("1", "组织建设", 30, False),
        ("1.1", "—", 20, False),
        ("1.1.1", "机构健全（10分）", 10, False),
        ("1.1.2", "—", 10, False),
        ("1.1.2.1", "1.配干部（6分）", 6, False),
        ("1.1.2.2", "2.配委员（4分）", 4, False),
        ("1.2", "有牌子", 10, False),
        ("2", "队伍建设", 70, False),
        ("2.1", "—", 70, False),
        ("2.1.1", "待遇落实", 35, False),
        ("2.1.2", "培训到位", 35, False),
        ("2.2", "虚报瞒报", 0, True),
    ]
    assert [i.checker for i in tree.leaves] == ["组联部"] * 4 + ["就业处"] * 2 + ["纪检"]
    assert read.remarks == ["第 6、7 行没有单独的分值，已把所属项目的分数平均分给它们，请核对。"]
    assert standards.troubles(read.standard) == []


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("甲", "乙")], "没有找到表头"),
        ([stage.FIVE], "没有考核项目"),
        ([stage.FIVE, ("甲", "五", "一", "a", "x")], "第 2 行的分值“五”读不懂"),
        ([stage.FIVE, ("甲", "", "一", "a", "x")], "第 2 行没有分值"),
    ],
)
def test_a_sheet_that_can_not_be_read_leaves_nothing_behind(
    rows: list[tuple[str, ...]], words: str
) -> None:
    with pytest.raises(ValidationError, match=words):
        standard_reading.take_in(
            builders.post("county_officer", COUNTY), HEAD, stage.workbook(rows)
        )
    assert not Standard.objects.exists()


def test_a_sheet_that_takes_too_long_costs_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every blank cell reaches down over all rows below: the process that walks them is ended, and nobody waits for it."""
    monkeypatch.setattr(standard_files, "LIMITS", Limits(processor=1, clock=60))
    rows = [",".join(stage.FIVE), "甲,5,乙,丙,丁", *[",,,丙,丁"] * 60_000]
    with pytest.raises(ValidationError, match="超时"):
        standard_reading.take_in(
            builders.post("county_officer", COUNTY), HEAD, BytesIO("\n".join(rows).encode())
        )
    assert not Standard.objects.exists()


def test_a_new_version_keeps_the_keys_and_shows_its_differences() -> None:
    county = builders.post("county_officer", COUNTY)
    first = standard_reading.take_in(county, HEAD, stage.workbook(ROWS, MERGED)).standard
    standards.publish(first.pk, county)
    changed = [
        *ROWS[:4],
        ("", 12, "挂有规范的牌子", "无牌不得分", "组联部"),
        ("队伍建设", 68, "待遇落实", "查账", "就业处"),
        *ROWS[6:],
    ]
    changed[2] = ("组织建设（32分）", 20, *ROWS[2][2:])
    second = standard_reading.take_in(
        county, HEAD, stage.workbook(changed, MERGED), replaces=first
    ).standard
    keys = {i.asked: i.key for i in first.items.all() if i.asked}
    assert {i.asked: i.key for i in second.items.all() if i.asked in keys} == {
        k: v for k, v in keys.items() if k != "有牌子"
    }
    found = {
        str(d.item): (d.kind, [str(name) for name, *_rest in d.fields])
        for d in standard_versions.differences(first, second)
    }
    assert found["待遇落实"] == ("changed", ["分值"]) and found["组织建设"] == ("changed", ["分值"])
    assert "机构健全（10分）" not in found and found["挂有规范的牌子"][0] in {"added", "changed"}
    standards.publish(second.pk, county)
    assert (Standard.objects.get(pk=first.pk).state, second.version) == (Standard.State.RETIRED, 2)


def test_what_does_not_add_up_does_not_come_into_force() -> None:
    county = builders.post("county_officer", COUNTY)
    made = standards.start(county, HEAD)
    with pytest.raises(ValidationError, match="还没有考核项目"):
        standards.publish(made.pk, county)
    group = standards.add_item(made.pk, county, None, {"title": "组织", "points": Decimal(30)})
    item = standards.add_item(
        made.pk, county, group, {"asked": "有牌子", "points": Decimal(20), "indicator": "no.such"}
    )
    standards.add_item(made.pk, county, group, {"asked": "有场所"})
    assert standards.troubles(made) == [
        "第 1 项 30 分，下面各项合计 20 分，请改成一致。",
        "第 1.1 项的自动取数指标不可用，请重新选择。",
        "第 1.2 项没有分值。",
    ]
    standards.change_item(
        item.pk, county, {"asked": "有牌子", "points": Decimal(20), "indicator": ""}
    )
    standards.change_item(
        made.items.get(asked="有场所").pk, county, {"asked": "有场所", "points": Decimal(10)}
    )
    standards.move_item(item.pk, county, up=False)
    assert [i.asked for i in standards.publish(made.pk, county).tree().leaves] == [
        "有场所",
        "有牌子",
    ]
    with pytest.raises(ValidationError, match="另立新版本"):
        standards.drop_item(item.pk, county)


def test_a_standard_is_kept_by_who_made_it() -> None:
    made = stage.standard(builders.post("city_officer"))
    county = builders.post("county_officer", COUNTY)
    for act in (standards.retire, standard_versions.new_version):
        with pytest.raises(PermissionDenied):
            act(made.pk, county)


@pytest.mark.parametrize("level", [6, 9, 12])
def test_the_shipped_examples_can_be_used_as_they_are(level: int) -> None:
    made = standard_reading.load_example(builders.post("city_officer"), level)
    tree = made.tree()
    assert made.is_example and standards.troubles(made) == []
    assert sum(tree.node(g).worth for g in tree.groups) == 100 and any(i.veto for i in tree.leaves)


def test_a_veto_is_always_a_pass_item() -> None:
    county = builders.post("county_officer", COUNTY)
    made = standards.start(county, HEAD)
    assert (
        standards.add_item(
            made.pk, county, None, {"asked": "无侵权", "veto": True, "kind": "score"}
        ).kind
        == Item.Kind.PASS
    )

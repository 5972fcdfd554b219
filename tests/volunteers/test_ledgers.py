"""Exchange with other platforms: volunteers and hours come in by the same columns in which they go out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import builders
from tests.builders import COUNTY, TOWN, VILLAGE
from tests.ledgers import books
from tests.volunteers import stage
from zulian.foundation.clock import today
from zulian.foundation.ledger import ledger_named
from zulian.foundation.scopes import scope
from zulian.volunteers.models import Stint, Unit, Volunteer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
HEADS = ["姓名", "证件号码", "户籍所在地", "服务区域", "服务类别", "学历", "监护人"]
HOURS = ["姓名", "身份证号", "服务类别", "开始时间", "结束时间"]


def test_a_list_of_another_platform_comes_in_with_numbers() -> None:
    county = builders.post("county_officer", COUNTY)
    young, old = stage.id_number(15), stage.id_number(40)
    lines = [
        ["演交一", old, VILLAGE, VILLAGE, "手语翻译、陪伴聊天", "大专", ""],
        ["演交二", stage.id_number(41), VILLAGE, VILLAGE, "会飞", "大专", ""],
        ["演交三", young, VILLAGE, VILLAGE, "陪伴聊天", "", ""],
    ]
    with scope(county.region.scope()):
        made = books.hand_in("volunteers", county, books.book(HEADS, lines))
        assert [sorted(f) for f in books.faults(made)] == [["skills"], ["guardian"]]
        books.agree(made, "good")
        found = Volunteer.objects.select_related("person").get()
        assert (found.person.name, found.skill_keys, found.number[:6]) == (
            "演交一",
            ["sign", "company"],
            COUNTY[:6],
        )
        assert found.verified_on == today() and len(found.page_key) > 16
        again = books.hand_in(
            "volunteers", county, books.book(HEADS, [[*lines[0][:5], "本科及以上", ""]])
        )
        assert (again.changed, again.new) == (1, 0)


def test_what_goes_out_can_come_in_again() -> None:
    ledger = ledger_named("volunteers")
    assert ledger is not None
    stage.volunteer()
    row = ledger.rows().get()
    column = ledger.column("skills")
    assert column.show is not None and column.read(column.show(row.skills)) == row.skills


def test_hours_of_another_platform_are_checked_and_added_up() -> None:
    county, who = builders.post("county_officer", COUNTY), stage.volunteer()
    name, number, day = who.person.name, who.person.id_number, str(today().replace(day=1))
    year = f"{today().year - 1}-03-05"
    lines = [
        [name, number, "陪伴聊天", f"{year} 09:00", f"{year} 11:30"],
        [name, number, "陪伴聊天", f"{year} 13:00", f"{year} 12:00"],
        [name, stage.id_number(33), "陪伴聊天", f"{year} 09:00", f"{year} 10:00"],
        [name, number, "陪伴聊天", "三月五日上午", f"{day} 10:00"],
    ]
    with scope(county.region.scope()):
        made = books.hand_in("volunteer-hours", county, books.book(HOURS, lines))
        assert [sorted(f) for f in books.faults(made)] == [["end"], ["id_number"], ["start"]]
        books.agree(made, "good")
        assert Volunteer.objects.get(pk=who.pk).hours == Decimal("2.5")
        overlap = books.hand_in(
            "volunteer-hours",
            county,
            books.book(HOURS, [[name, number, "理发", f"{year} 10:00", f"{year} 12:00"]]),
        )
        assert [sorted(f) for f in books.faults(overlap)] == [["start"]]
        # Two rows of one sheet that overlap: the second is refused in the preview, not the file at its writing.
        twice = [
            [name, number, "陪伴聊天", f"{year} 14:00", f"{year} 16:00"],
            [name, number, "理发", f"{year} 15:00", f"{year} 17:00"],
            [name, number, "理发", f"{year} 16:00", f"{year} 17:00"],
        ]
        within = books.hand_in("volunteer-hours", county, books.book(HOURS, twice))
        assert (within.new, books.faults(within)) == (2, [{"start": "这段时间与本表第 2 行重叠。"}])
        books.agree(within, "good")
    assert Stint.objects.count() == 3


def test_units_fill_the_holes_of_the_network() -> None:
    county = builders.post("county_officer", COUNTY)
    with scope(county.region.scope()):
        made = books.hand_in(
            "volunteer-units",
            county,
            books.book(
                ["地区", "负责人", "成立日期"],
                [[TOWN, "演站长", "2024-03-05"], [VILLAGE, "演", "2999-01-01"]],
            ),
        )
        assert [sorted(f) for f in books.faults(made)] == [["set_up_on"]]
        books.agree(made, "good")
        assert Unit.objects.standing().get().region_id == TOWN

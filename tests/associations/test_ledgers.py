"""Associations and their members come in by the columns in which they go out."""

from __future__ import annotations

import pytest

from tests import builders
from tests.associations import stage
from tests.builders import COUNTY, TOWN
from tests.congress.stage import people
from tests.ledgers import books
from zulian.associations.models import Association, Kind, Member
from zulian.foundation.ledger import ledger_named
from zulian.foundation.scopes import scope

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def test_associations_that_are_due_are_filled_in() -> None:
    county = builders.post("county_officer", COUNTY)
    heads = ["地区", "协会", "成立日期", "办公场所", "面积", "设备"]
    lines = [
        [COUNTY, "盲人协会", "2020-05-01", "二楼", "20", "办公桌椅、网络"],
        [COUNTY, "聋人协会", "2999-01-01", "二楼", "20", ""],
        [COUNTY, "肢残人协会", "2020-05-01", "二楼", "很大", ""],
        [TOWN, "盲人协会", "2020-05-01", "", "", ""],
        [COUNTY, "精神残疾人及亲友协会", "", "", "", "飞机"],
    ]
    with scope(county.region.scope()):
        made = books.hand_in("associations", county, books.book(heads, lines))
        assert [sorted(f) for f in books.faults(made)] == [
            ["set_up_on"],
            ["area"],
            ["org"],
            ["equipment"],
        ]
        books.agree(made, "good")
        found = Association.objects.standing().get()
        assert (found.kind, found.area, found.equipped) == ("blind", 20, ["desk", "network"])
    ledger = ledger_named("associations")
    assert ledger is not None
    column = ledger.column("equipment")
    assert column.show is not None and column.read(column.show(found.equipment)) == found.equipment


def test_members_come_in_by_their_cards_and_are_counted() -> None:
    county = builders.post("county_officer", COUNTY)
    found = stage.standing(county)
    blind, deaf, nobody = stage.holder(), stage.holder(Kind.DEAF), people(stage.VILLAGE, 1)[0]
    heads = ["姓名", "身份证号", "协会所在地区", "协会", "与本类别残疾人的关系", "入会日期"]
    lines = [
        [blind.name, blind.id_number, COUNTY, "盲人协会", "本人残疾", "2024-03-05"],
        [deaf.name, deaf.id_number, COUNTY, "盲人协会", "本人残疾", ""],
        [nobody.name, nobody.id_number, COUNTY, "盲人协会", "残疾人亲属", ""],
        [deaf.name, deaf.id_number, COUNTY, "聋人协会", "本人残疾", ""],
    ]
    with scope(county.region.scope()):
        made = books.hand_in("association-members", county, books.book(heads, lines))
        assert [sorted(f) for f in books.faults(made)] == [["id_number"], ["tie"], ["org"]]
        books.agree(made, "good")
        assert (
            Member.objects.get().person == blind
            and Association.objects.get(pk=found.pk).member_count == 1
        )
        again = books.hand_in("association-members", county, books.book(heads, lines[:1]))
        assert (again.changed, again.new) == (0, 0)

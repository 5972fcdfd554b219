"""People: once each, sealed, corrected, shown only with a reason, merged and taken apart again."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from tests.builders import COUNTY, OTHER_COUNTY, TOWN, VILLAGE, portrait, post
from tests.people.test_rules import numbered
from zulian.accounts.roles import Role
from zulian.documents.models import Attachment
from zulian.foundation.anchors import verify
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.people import services
from zulian.people.ethnicities import ETHNICITIES
from zulian.people.models import Consent, Person, Relative
from zulian.people.rules import Sex
from zulian.people.services import Entry
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")
BIRTH = date(1990, 1, 1)
NUMBER, OTHER = numbered(BIRTH, 11), numbered(BIRTH, 13)
PHONE = "13800001234"


def entry(code: str = VILLAGE, **values: Any) -> Entry:
    given = {"id_number": NUMBER, "phone": PHONE, "address": "演示路9号", **values}
    return Entry("演张三", Region.objects.get(code=code), **given)


def infant(code: str = VILLAGE) -> Person:
    return services.register(
        entry(
            code,
            id_number="",
            no_number="infant",
            sex=Sex.MALE,
            birth=timezone.localdate() - timedelta(days=9),
        )
    )


def raw(person: Person) -> str:
    """The row as it lies in the database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_person WHERE id = %s", [person.pk])
        return str(cursor.fetchone())


def test_a_number_decides_sex_and_birth() -> None:
    person = services.register(entry(id_number=f" {NUMBER.lower()} "))
    assert (person.id_number, person.birth, person.sex) == (NUMBER, BIRTH, Sex.MALE)
    assert person.initials == "yzs"
    assert Person.objects.numbered(NUMBER).get() == person
    assert list(Person.objects.called("yz")) == list(Person.objects.called("演张")) == [person]


def test_nothing_of_it_lies_in_the_clear_in_the_table_or_the_trail() -> None:
    person = services.register(entry())
    services.correct(person, {"phone": "13900005678"})
    there = raw(person) + "".join(str(e.changes) + e.label for e in AuditEntry.objects.all())
    for secret in (NUMBER, PHONE, "13900005678", "演示路"):
        assert secret not in there
    assert Person.objects.get(pk=person.pk).phone == "13900005678"
    assert verify().sound


def test_the_same_number_is_the_same_person_wherever_they_are() -> None:
    services.register(entry())
    with (
        scope(Region.objects.get(code=OTHER_COUNTY).scope()),
        pytest.raises(ValidationError, match="已在阜新市阜新蒙古族自治县演一镇演一村委会登记"),
    ):
        services.register(entry("210922100201"))
    assert Person.objects.count() == 1


def test_outside_the_jurisdiction_nobody_is_registered() -> None:
    with (
        scope(Region.objects.get(code=COUNTY).scope()),
        pytest.raises(ValidationError, match="管辖范围"),
    ):
        services.register(entry(OTHER_COUNTY))


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"id_number": NUMBER[:-1] + "0"}, "校验位"),
        ({"id_number": ""}, "请填写身份证号"),
        ({"id_number": "", "no_number": "infant"}, "出生日期"),
        ({"id_number": "", "no_number": "infant", "birth": date(2090, 1, 1)}, "不能晚于今天"),
        ({"id_number": "", "no_number": "infant", "birth": BIRTH}, "选择性别"),
    ],
)
def test_what_is_missing_or_wrong_has_its_sentence(values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        services.register(entry(**values))
    assert not Person.objects.exists()


def test_an_infant_gets_the_number_later() -> None:
    person = infant()
    assert person.id_number == ""
    services.correct(person, {"id_number": NUMBER})
    person.refresh_from_db()
    assert (person.id_number, person.birth, person.no_number) == (NUMBER, BIRTH, "")


class TestReveal:
    def test_it_takes_a_reason_which_is_kept(self) -> None:
        person = services.register(entry())
        assert services.reveal(person, "phone", "电话核实换证材料") == PHONE
        kept = AuditEntry.objects.get(action="person.reveal")
        assert kept.changes == {"field": "phone", "reason": "电话核实换证材料"}

    @pytest.mark.parametrize("reason", ["", "  ", "看看"])
    def test_without_one_nothing_is_shown(self, reason: str) -> None:
        with pytest.raises(ValidationError, match="查看原因"):
            services.reveal(services.register(entry()), "phone", reason)

    def test_only_sealed_fields_are_revealed(self) -> None:
        with pytest.raises(ValidationError, match="没有这一项"):
            services.reveal(services.register(entry()), "pk", "电话核实换证材料")


def family() -> list[tuple[int, str]]:
    """Whose relatives and consents there are, and where."""
    return [
        row
        for model in (Relative, Consent)
        for row in model.objects.values_list("person_id", "region_id")
    ]


def test_family_consents_and_photograph_move_with_a_person() -> None:
    person, clerk = services.register(entry()), post(Role.CERTIFICATE_CLERK)
    services.add_relative(person, kind="guardian", relation="父亲", name="演父")
    services.consent(person, clerk, True, "办理残疾人证")
    services.set_photo(person, portrait(), clerk)
    services.correct(
        Person.objects.get(pk=person.pk), {"region": Region.objects.get(code=OTHER_COUNTY)}
    )
    assert family() == [(person.pk, OTHER_COUNTY)] * 2
    with scope(Region.objects.get(code=OTHER_COUNTY).scope()):
        assert Attachment.objects.get().pk == person.photo_id
    with scope(Region.objects.get(code=COUNTY).scope()):
        assert not Attachment.objects.exists()


class TestMerging:
    def test_namesakes_of_a_county_are_found(self) -> None:
        first, second = services.register(entry()), services.register(entry(TOWN, id_number=OTHER))
        assert list(services.duplicates(first)) == [second]

    def test_a_merged_entry_points_on_and_can_be_taken_out_again(self) -> None:
        first, second = services.register(entry()), infant()
        services.merge(second, first, "同一人重复登记")
        assert Person.objects.alive().get() == first
        assert second.merged_into == first
        services.undo_merge(second)
        assert Person.objects.alive().count() == 2
        assert {"person.merge", "person.unmerge"} <= set(
            AuditEntry.objects.values_list("action", flat=True)
        )

    def test_two_numbers_are_two_people(self) -> None:
        first, second = services.register(entry()), services.register(entry(id_number=OTHER))
        with pytest.raises(ValidationError, match="不是同一个人"):
            services.merge(second, first, "看错了")
        with pytest.raises(ValidationError, match="另一份"):
            services.merge(first, first, "看错了")

    def test_the_family_goes_where_the_merged_file_is_and_comes_back(self) -> None:
        first, second = services.register(entry(OTHER_COUNTY)), infant(VILLAGE)
        services.add_relative(second, kind="guardian", relation="父亲", name="演父")
        services.consent(second, post(Role.CERTIFICATE_CLERK), True, "办理残疾人证")
        services.merge(second, first, "同一人重复登记")
        assert family() == [(first.pk, OTHER_COUNTY)] * 2
        services.undo_merge(second)
        assert family() == [(second.pk, VILLAGE)] * 2

    def test_what_is_merged_no_longer_changes(self) -> None:
        first, second = services.register(entry()), infant()
        services.merge(second, first, "重复")
        with pytest.raises(ValidationError, match="不能再改"):
            services.correct(second, {"name": "别名"})
        with pytest.raises(ValidationError, match="没有被合并"):
            services.undo_merge(first)


def test_the_latest_consent_counts() -> None:
    person, clerk = services.register(entry()), post(Role.CERTIFICATE_CLERK)
    services.consent(person, clerk, True, "办理残疾人证")
    services.consent(person, clerk, False, "办理残疾人证")
    assert [c.given for c in Consent.objects.filter(person=person)] == [False, True]


def test_fifty_six_ethnic_groups() -> None:
    codes = dict(ETHNICITIES)
    assert len(codes) == 58
    assert (codes["01"], codes["02"], codes["11"], codes["56"]) == (
        "汉族",
        "蒙古族",
        "满族",
        "基诺族",
    )

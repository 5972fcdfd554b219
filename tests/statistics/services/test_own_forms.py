"""A unit's own forms: read, looked at, in force from a day on, changed by versions, asked for and summed up as all forms are."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.builders import CITY, COUNTY, divisions_above, post
from tests.commissioners import stage as commissioners
from tests.statistics import own_forms as stage
from tests.statistics.stage import of
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.foundation.models import AuditEntry
from zulian.statistics.models import Filing, OwnForm
from zulian.statistics.offered import form_of, offered
from zulian.statistics.services import filling, issuing, judging, own_forms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
NUMBER, HAND, SHARE, RATE = (("1", "c1"), ("2", "c1"), ("3", "c1"), ("4", "c1"))


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


def test_a_file_becomes_a_draft_that_is_looked_at_before_it_holds(city: Post) -> None:
    form = stage.uploaded(city)
    assert (form.state, form.version, form.region_id) == ("draft", 1, CITY)
    assert form.read["guesses"] and len(form.data["lines"]) == 5
    with pytest.raises(ValidationError, match="保存一次"):
        own_forms.enable(form.pk, city, today())
    form = own_forms.change(form.pk, city, stage.head() | {"data": stage.DATA})
    assert form.read == {} and form.name == "专职委员补贴表"
    assert own_forms.enable(form.pk, city, today()).state == "force"
    verbs = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"ownform.take_in", "ownform.change", "ownform.enable"} <= verbs


def test_a_table_without_lines_does_not_come_into_force(city: Post) -> None:
    data = stage.DATA | {"lines": stage.LINES[:1], "checks": []}
    form = own_forms.change(stage.uploaded(city).pk, city, stage.head() | {"data": data})
    with pytest.raises(ValidationError, match="还没有要填数的行"):
        own_forms.enable(form.pk, city, today())


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (SimpleUploadedFile("表.xlsx", b"%PDF-1.4"), "不是 Excel"),
        (SimpleUploadedFile("表.xlsx", b"PK\x03\x04" + b"\0" * 40), "已损坏"),
        (SimpleUploadedFile("表.csv", "甲,乙\n1,2\n".encode()), "没有找到报表"),
        (SimpleUploadedFile("表.csv", b"x" * (5 * 2**20 + 1)), "超过 5 MB"),
        (
            SimpleUploadedFile("表.csv", ("项目,数量\n" + "甲项,\n" * 151).encode()),
            "最多 150 行、20 列",
        ),
    ],
)
def test_what_cannot_be_read_costs_one_sentence(city: Post, source: Any, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        own_forms.take_in(city, source)
    assert words in refused.value.message_dict["file"][0]
    assert not OwnForm.objects.exists()


def test_another_sheet_of_the_file_may_be_read(city: Post) -> None:
    other = [["另一张快报"], ["项目", "单位"], ["甲", "个"]]
    form = own_forms.take_in(city, stage.workbook(stage.YEARLY, stage.MERGED, 快报=other))
    assert form.read["sheet"] == "报表"
    form = own_forms.choose_sheet(form.pk, city, "快报")
    assert (form.name, form.period, len(form.data["lines"])) == ("另一张快报", "quarter", 1)
    with pytest.raises(ValidationError, match="没有这一张"):
        own_forms.choose_sheet(form.pk, city, "无")


def test_a_new_version_takes_the_older_out_from_its_day_on(city: Post) -> None:
    old = stage.in_force(city, today() - timedelta(days=10))
    draft = own_forms.new_version(old.pk, city)
    assert (draft.version, draft.code, draft.data) == (2, old.code, old.data)
    with pytest.raises(ValidationError, match="已有一个草稿"):
        own_forms.new_version(old.pk, city)
    with pytest.raises(ValidationError, match="不能早于上一版本"):
        own_forms.enable(draft.pk, city, today() - timedelta(days=11))
    coming = today() + timedelta(days=5)
    own_forms.enable(draft.pk, city, coming)

    def version() -> int:
        found = form_of(CITY, old.code, today())
        return found.version if found else 0

    assert version() == 1
    with on_day(coming):
        assert version() == 2
        own_forms.end(draft.pk, city)
        assert version() == 0


def test_each_unit_changes_its_own_alone(city: Post, county: Post) -> None:
    form = stage.in_force(city)
    for act in (own_forms.new_version, own_forms.end):
        with pytest.raises(PermissionDenied):
            act(form.pk, county)
    with pytest.raises(ValidationError, match="不能高于本单位"):
        own_forms.change(stage.uploaded(county).pk, county, stage.head(lowest=4) | {"data": {}})
    draft = stage.draft(city)
    own_forms.drop(draft.pk, city)
    assert OwnForm.objects.count() == 2


def test_forms_are_offered_to_their_unit_and_those_below(city: Post, county: Post) -> None:
    divisions_above()
    stage.in_force(post(Role.PROVINCE_OFFICER), name="省的表")
    stage.in_force(city, name="市的表")
    stage.in_force(county, name="县的表")
    stage.draft(city, name="没启用的表")

    def names(code: str) -> list[str]:
        return [one.version.name for one in offered(code, today()) if one.maker]

    assert names(COUNTY) == ["县的表", "市的表", "省的表"]
    assert names(CITY) == ["市的表", "省的表"]


def test_it_is_asked_for_filled_judged_and_summed_up(city: Post, county: Post) -> None:
    commissioners.positions()
    form = stage.in_force(city, today() - timedelta(days=3))
    values = {"code": form.code, "year": today().year - 1, "quarter": 0, "due_on": today()}
    own = issuing.issue(city, values, today())
    filing = of(own, county)
    assert filing.version == 1 and not filing.layout["background"]
    filling.fill(filing.pk, county)
    counted = filing.cells.get(line="1").counted
    assert counted is not None and counted > 0
    filling.correct(filing.pk, county, {HAND: counted + 1}, "")
    with pytest.raises(ValidationError, match="发放的不应多于岗位"):
        judging.hand_in(filing.pk, county, "演负责", "")
    filling.correct(filing.pk, county, {HAND: Decimal(1), RATE: Decimal(80)}, "")
    judging.hand_in(filing.pk, county, "演负责", "")
    judging.accept(filing.pk, city, "")
    # A later version leaves what was asked for alone.
    own_forms.enable(own_forms.new_version(form.pk, city).pk, city, today())
    summed = filling.fill(own.pk, city).values()
    assert summed[HAND] == 1 and summed[NUMBER] == counted
    assert summed[SHARE] == (Decimal(100) / counted).quantize(Decimal("0.1"))
    assert summed[RATE] is None, "rates of units do not add up"
    assert Filing.objects.get(pk=own.pk).version == 1

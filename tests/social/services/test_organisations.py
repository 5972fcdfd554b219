"""Organisations: found, incubated, registered with a valid code, inspected, ended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from tests.builders import COUNTY, OTHER_COUNTY, photo, post
from tests.social import stage
from zulian.accounts.roles import Role
from zulian.documents.models import Attachment
from zulian.foundation.clock import today
from zulian.foundation.scopes import scope
from zulian.indicators import aggregates
from zulian.regions.models import Region
from zulian.social.models import AnnualInspection, Organisation, Step, Support
from zulian.social.services import organisations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
DONE = {"done_on": today(), "note": ""}


def test_a_group_becomes_a_registered_body_by_its_checklist() -> None:
    county, made = post(Role.COUNTY_OFFICER), stage.found()
    organisations.incubate(made.pk)
    code = stage.code()
    with pytest.raises(ValidationError, match="孵化清单还缺：发起人"):
        organisations.register(made.pk, code, today(), "民政局")
    for key, _words, needed in organisations.path():
        if needed:
            organisations.step(made.pk, county, key, DONE)
    organisations.step(made.pk, county, "people", DONE | {"note": "补充"})
    assert Step.objects.filter(key="people").get().note == "补充"
    ready = organisations.register(made.pk, f" {code.lower()} ", today(), "民政局")
    assert (ready.state, ready.credit_code) == (Organisation.State.REGISTERED, code)
    with pytest.raises(ValidationError, match="请刷新"):
        organisations.step(made.pk, county, "people", DONE)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c[:-1], "18 位"),
        (lambda c: c[:-1] + ("A" if c[-1] != "A" else "B"), "校验码"),
        (lambda c: "I" + c[1:], "不用 I"),
        (lambda c: stage.code("group"), "应以 52"),
    ],
)
def test_a_wrong_code_is_told_how_to_mend(change: object, words: str) -> None:
    made = stage.found()
    with pytest.raises(ValidationError, match=words):
        organisations.register(made.pk, change(stage.code()), today(), "民政局")  # type: ignore[operator]
    assert Organisation.objects.get().state == "found"


def test_a_code_stands_once_and_a_name_once_in_a_place() -> None:
    there = stage.registered()
    other = stage.found()
    with pytest.raises(ValidationError, match="另一个组织"):
        organisations.register(other.pk, there.credit_code, today(), "民政局")
    with pytest.raises(ValidationError, match="同名"):
        stage.found(name=there.name)
    with pytest.raises(ValidationError, match="类型或代码"):
        organisations.change(there.pk, {"kind": "foundation"})


def test_the_last_good_inspection_is_kept() -> None:
    made, year = stage.registered(), today().year
    values = {"on": today(), "note": ""}
    organisations.inspect(made.pk, values | {"year": year - 2, "result": "passed"})
    organisations.inspect(made.pk, values | {"year": year - 1, "result": "failed"})
    assert Organisation.objects.get().inspected_year == year - 2
    with pytest.raises(ValidationError, match=f"{year - 1} 年度已登记：不合格"):
        organisations.inspect(made.pk, values | {"year": year - 1, "result": "barely"})
    failed = made.inspections.get(year=year - 1)
    organisations.correct_inspection(failed.pk, values | {"result": "barely"})
    assert Organisation.objects.get().inspected_year == year - 1 and made.inspections.count() == 2
    with pytest.raises(ValidationError, match="不能晚于今年"):
        organisations.inspect(made.pk, values | {"year": year + 1, "result": "passed"})
    with pytest.raises(ValidationError, match="不能早于年检的年度"):
        organisations.inspect(
            made.pk, {"year": year, "on": date(year - 1, 12, 31), "result": "passed", "note": ""}
        )


def test_what_has_ended_is_left_alone_and_its_page_closed() -> None:
    made = stage.registered()
    organisations.support(
        made.pk, {"on": today(), "kind": "money", "amount": 500, "text": "开办补助"}
    )
    with pytest.raises(ValidationError, match="不能晚于今天"):
        organisations.end(made.pk, today() + timedelta(days=1))
    organisations.end(made.pk, today())
    with pytest.raises(ValidationError, match="已经注销"):
        organisations.change(made.pk, {"services": "别的"})
    with pytest.raises(PermissionDenied):
        organisations.change_own(made.page_key, {"services": "别的"})


def test_an_organisation_moves_with_its_history_and_what_was_paid_stays() -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    made = stage.found()
    organisations.incubate(made.pk)
    for key, _words, needed in organisations.path():
        if needed:
            organisations.step(made.pk, county, key, DONE, photo() if key == "people" else None)
    organisations.register(made.pk, stage.code(), today() - timedelta(days=500), "民政局")
    organisations.inspect(
        made.pk, {"year": today().year - 1, "result": "passed", "on": today(), "note": ""}
    )
    organisations.support(
        made.pk, {"kind": "money", "text": "场地补助", "amount": 5000, "on": today()}
    )
    aggregates.rebuild(today())
    whole = [Step.objects.count(), 1, 1]
    assert whole[0] > 0 and (history(COUNTY), history(OTHER_COUNTY)) == (whole, [0, 0, 0])
    with scope(city.region.scope()):
        organisations.change(made.pk, {"region": Region.objects.get(code=OTHER_COUNTY)})
    assert (history(COUNTY), history(OTHER_COUNTY)) == ([0, 0, 1], [whole[0], 1, 0])
    assert Attachment.objects.get().region_id == OTHER_COUNTY
    assert aggregates.verify() == []
    client = Client()
    client.force_login(county.user)
    assert client.get(reverse("social:organisation", args=[made.pk])).status_code == 404


def history(code: str) -> list[int]:
    """How many steps, inspections and supports a county sees."""
    with scope(Region.objects.get(code=code).scope()):
        return [model.objects.count() for model in (Step, AnnualInspection, Support)]

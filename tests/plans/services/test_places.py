"""Tasks of units called by their own names: read, limited to their divisions, shown, and chosen by hand."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.builders import CITY, COUNTY, OTHER_COUNTY, OTHER_TOWN, TOWN, VILLAGE, draft, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.plans.models import Assignment, Circular, Task
from zulian.plans.reading.duties import Guess
from zulian.plans.services import review
from zulian.plans.services.places import places_called
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")
HEAD = (
    f"测残联〔{today().year}〕9号\n测试市残疾人联合会\n各县（区）残联：\n{today().year}年工作要点\n"
)


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


def read(city: Post, clause: str) -> Task:
    return draft(city, f"{HEAD}一、示范建设。{clause}").tasks.get()


def bearers(circular: Circular) -> set[str]:
    review.adopt(circular)
    return set(Assignment.objects.filter(circular=circular).values_list("region_id", flat=True))


@pytest.mark.parametrize(
    "clause",
    [
        "彰武县残联6月底前建立服务站。",
        "彰武县要在6月底前建立服务站。",
        "6月底前建立服务站。（责任单位：彰武县残联）",
    ],
)
def test_what_is_asked_of_one_county_goes_to_no_other(city: Post, clause: str) -> None:
    task = read(city, clause)
    assert task.places == {OTHER_COUNTY: "彰武县"} and Guess.PARTLY not in task.guesses
    assert task.level_names == "县（区）（只含彰武县）"
    assert bearers(task.circular) == {OTHER_COUNTY}


def test_a_county_is_known_by_its_short_name(city: Post) -> None:
    task = read(city, "阜蒙县、彰武县残联6月底前建立服务站。")
    assert task.places == {COUNTY: "阜新蒙古族自治县", OTHER_COUNTY: "彰武县"}


def test_a_name_that_nobody_bears_here_limits_nothing_and_is_marked(city: Post) -> None:
    task = read(city, "彰武县、东山区残联6月底前建立服务站。")
    assert task.places == {} and Guess.PARTLY in task.guesses


def test_the_issuer_named_beside_a_county_acts_as_well(city: Post) -> None:
    task = read(city, "6月底前建立服务站。（责任单位：市残联、彰武县残联）")
    assert bearers(task.circular) == {CITY, OTHER_COUNTY}


def test_numbers_of_their_own_stay_marked(city: Post) -> None:
    task = read(city, "除阜蒙县外，彰武县残联6月底前建立服务站。")
    assert Guess.PARTLY in task.guesses


def test_levels_further_down_are_those_of_the_places(city: Post) -> None:
    task = read(city, "各乡镇残联6月底前建立服务站。")
    Task.objects.filter(pk=task.pk).update(
        places={COUNTY: "阜新蒙古族自治县"}, levels=["city", "county", "township", "village"]
    )
    found = bearers(Circular.objects.get())
    assert {CITY, COUNTY, TOWN, VILLAGE} <= found
    assert not found & {OTHER_COUNTY, OTHER_TOWN}


def test_places_are_chosen_by_hand(client: Client, city: Post) -> None:
    task = read(city, "各县（区）残联6月底前建立服务站。")
    Task.objects.filter(pk=task.pk).update(places={OTHER_COUNTY: "彰武县"})
    client.force_login(city.user)
    page = f"/plans/tasks/{task.pk}/edit/"
    assert str(client.get(page).context["form"]["places"]).count("checked") == 1
    form = client.get(page).context["form"]
    assert dict(form.fields["places"].choices)[COUNTY] == "阜新蒙古族自治县"
    given = {name: form[name].value() or "" for name in form.fields} | {"places": [COUNTY]}
    assert client.post(page, given).status_code == 302
    assert Task.objects.get(pk=task.pk).places == {COUNTY: "阜新蒙古族自治县"}
    assert (
        "只含阜新蒙古族自治县" in client.get(f"/plans/{task.circular_id}/review/").content.decode()
    )
    assert bearers(task.circular) == {COUNTY}


def test_a_name_of_several_calls_none() -> None:
    Region.objects.filter(code=OTHER_TOWN).update(name="演一镇")
    issuer = Region.objects.get(code=CITY)
    assert places_called(["演一镇"], ["township"], issuer) == {}
    county = Region.objects.get(code=COUNTY)
    assert places_called(["演一镇"], ["township"], county) == {TOWN: "演一镇"}

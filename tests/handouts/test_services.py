"""Handouts: whom they are meant for, who has read them, who is reminded, and who sees what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tests import builders
from tests.builders import COUNTY, OTHER_COUNTY, OTHER_VILLAGE, TOWN, VILLAGE, post
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.handouts import services
from zulian.handouts.models import Handout, Receipt
from zulian.regions.models import Level

pytestmark = pytest.mark.usefixtures("regions")


def sent(by: Post, *roles: Role, **more: Any) -> Handout:
    return services.send_out(
        by, {"title": "评估标准学习材料", "text": "请认真学习。", "roles": list(roles), **more}
    )


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


class TestSending:
    def test_it_waits_for_those_it_is_meant_for_until_they_have_read_it(
        self, city: Post, county: Post
    ) -> None:
        town = post(Role.TOWNSHIP_OFFICER)
        row = sent(city, Role.COUNTY_OFFICER, read_by=today() + timedelta(days=3))
        assert builders.todos(county)["等我读的通知和学习材料"].count == 1
        assert "等我读的通知和学习材料" not in builders.todos(town)
        services.read(row, county)
        assert "等我读的通知和学习材料" not in builders.todos(county)

    def test_one_that_says_nothing_or_that_nobody_gets_is_refused(
        self, city: Post, county: Post
    ) -> None:
        with pytest.raises(ValidationError, match="请写内容"):
            sent(city, Role.COUNTY_OFFICER, text=" ")
        with pytest.raises(ValidationError, match="还没有这些岗位"):
            sent(county, Role.ASSESSOR)
        assert not Handout.objects.exists()

    def test_who_comes_into_office_later_must_read_it_too(self, city: Post, county: Post) -> None:
        row = sent(city, Role.COUNTY_OFFICER)
        services.read(row, county)
        later = post(Role.COUNTY_OFFICER, OTHER_COUNTY)
        assert list(services.unread_of(row)) == [later]


class TestReading:
    def test_twice_is_once_and_leaves_one_trace(self, city: Post, county: Post) -> None:
        row = sent(city, Role.COUNTY_OFFICER)
        assert services.read(row, county) == services.read(row, county)
        assert Receipt.objects.count() == 1
        assert AuditEntry.objects.filter(action="handout.read").count() == 1
        assert Receipt.objects.get().region_id == COUNTY

    def test_only_by_those_it_is_meant_for(self, city: Post, county: Post) -> None:
        row = sent(city, Role.COUNTY_OFFICER)
        for other in (city, post(Role.TOWNSHIP_OFFICER)):
            with pytest.raises(PermissionDenied):
                services.read(row, other)

    def test_what_another_county_sent_does_not_exist(self, client: Client, county: Post) -> None:
        post(Role.TOWNSHIP_OFFICER)
        row = sent(county, Role.TOWNSHIP_OFFICER)
        other = post(Role.COUNTY_OFFICER, OTHER_COUNTY)
        client.force_login(other.user)
        assert client.get(f"/handouts/{row.pk}/").status_code == 404
        with scope(other.region.scope()):
            assert not Handout.objects.filter(pk=row.pk).exists()


class TestWhoHasNot:
    def test_each_level_sees_its_own(self, client: Client, city: Post, county: Post) -> None:
        other = post(Role.COUNTY_OFFICER, OTHER_COUNTY)
        row = sent(city, Role.COUNTY_OFFICER)
        services.read(row, other)
        client.force_login(city.user)
        page = client.get(f"/handouts/{row.pk}/unread/").content.decode()
        assert county.user.name in page and other.user.name not in page
        page = client.get(f"/handouts/{row.pk}/readers/").content.decode()
        assert other.user.name in page and county.user.name not in page
        assert "2 人中 1 人未读" in client.get(f"/handouts/{row.pk}/").content.decode()
        client.force_login(other.user)
        assert "都已读过" in client.get(f"/handouts/{row.pk}/").content.decode()

    def test_is_reminded_once_a_day(self, city: Post, county: Post) -> None:
        row = sent(city, Role.COUNTY_OFFICER)
        assert services.remind(row, city) == 1 and services.remind(row, city) == 0
        message = Message.objects.get(region_id=COUNTY)
        assert row.title in message.title and message.url == row.get_absolute_url()
        services.read(row, county)
        with pytest.raises(ValidationError, match="都已读过"):
            services.remind(row, city)

    def test_nobody_is_asked_once_it_is_stopped(self, city: Post, county: Post) -> None:
        row = services.stop(sent(city, Role.COUNTY_OFFICER))
        assert "等我读的通知和学习材料" not in builders.todos(county)
        assert row.state == "over"


def test_a_clerk_sends_and_a_commissioner_reads_on_the_pages(client: Client, city: Post) -> None:
    village = post(Role.COMMISSIONER, VILLAGE)
    client.force_login(city.user)
    form = {"kind": "lesson", "title": "入户走访规范", "text": "进门先介绍。", "read_by": ""}
    answer = client.post("/handouts/add/", form | {"roles": ["commissioner"]})
    row = Handout.objects.get()
    assert answer.status_code == 302
    client.force_login(village.user)
    page = client.get(f"/handouts/{row.pk}/").content.decode()
    assert "进门先介绍" in page and "我已阅读" in page and "催没读的人" not in page
    client.post(f"/handouts/{row.pk}/read/")
    assert Receipt.objects.get().post == village
    assert "我已阅读" not in client.get(f"/handouts/{row.pk}/").content.decode()


def test_divisions_with_nobody_who_could_read_it_are_counted(
    client: Client, city: Post, county: Post
) -> None:
    row = sent(city, Role.COUNTY_OFFICER, Role.CERTIFICATE_CLERK)
    with scope(city.region.scope()):
        assert dict(services.unreached(row)) == {Level.COUNTY: 1}
    with scope(county.region.scope()):
        assert services.unreached(row) == []
    client.force_login(city.user)
    assert "县（区） 1 个" in client.get(f"/handouts/{row.pk}/").content.decode()


class TestBetween:
    def test_an_office_between_sees_who_below_has_not_read_it_and_reminds_them(
        self, client: Client, city: Post, county: Post
    ) -> None:
        village, beyond = post(Role.COMMISSIONER, VILLAGE), post(Role.COMMISSIONER, OTHER_VILLAGE)
        row = sent(city, Role.COMMISSIONER)
        client.force_login(county.user)
        page = client.get(f"/handouts/{row.pk}/unread/").content.decode()
        assert village.user.name in page and beyond.user.name not in page
        assert "催没读的人" in page and "停止传阅" not in page
        client.post(f"/handouts/{row.pk}/remind/")
        [message] = Message.objects.filter(url=row.get_absolute_url())
        assert message.region_id == VILLAGE and message.sender == county.region.organisation

    def test_what_goes_to_nobody_of_its_own_it_does_not_see(
        self, client: Client, city: Post, county: Post
    ) -> None:
        row = sent(city, Role.COUNTY_OFFICER)
        client.force_login(post(Role.TOWNSHIP_OFFICER, TOWN).user)
        assert client.get(f"/handouts/{row.pk}/").status_code == 404
        assert client.get(f"/handouts/{row.pk}/unread/").status_code == 404

    def test_who_is_not_between_reminds_nobody(
        self, client: Client, city: Post, county: Post
    ) -> None:
        post(Role.TOWNSHIP_OFFICER, TOWN)
        row = sent(county, Role.TOWNSHIP_OFFICER)
        client.force_login(city.user)
        assert "催没读的人" not in client.get(f"/handouts/{row.pk}/").content.decode()
        assert client.post(f"/handouts/{row.pk}/remind/").status_code == 403


def test_a_form_names_the_roles_of_its_own_jurisdiction(client: Client) -> None:
    client.force_login(post(Role.TOWNSHIP_OFFICER, TOWN).user)
    page = client.get("/handouts/add/").content.decode()
    assert "村（社区）专职委员" in page and "市残联组联干部" not in page
    refused = {"kind": "notice", "title": "演", "text": "演", "roles": ["city_officer"]}
    assert client.post("/handouts/add/", refused).status_code == 200
    assert not Handout.objects.exists()


def test_the_file_is_read_by_those_it_is_meant_for(
    client: Client, city: Post, county: Post
) -> None:
    row = sent(city, Role.COUNTY_OFFICER, file=builders.photo("标准.jpg"), text="")
    assert row.file_id is not None
    client.force_login(county.user)
    assert f"/documents/{row.file_id}/" in client.get(f"/handouts/{row.pk}/").content.decode()
    assert client.get(f"/documents/{row.file_id}/").status_code == 200

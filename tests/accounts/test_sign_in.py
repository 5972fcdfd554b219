"""Sign-in: lockout, first password, two posts, a session that ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import COUNTY, post
from zulian.accounts import services
from zulian.accounts.middleware import SEEN_SECONDS
from zulian.accounts.models import Post, UserSession
from zulian.accounts.roles import Role
from zulian.accounts.sessions import SEEN
from zulian.foundation import clock
from zulian.foundation.models import AuditEntry
from zulian.foundation.public import fronts

PASSWORD = "good-pass-2013"
pytestmark = pytest.mark.usefixtures("regions")


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post(
        reverse("accounts:sign-in"), {"username": username, "password": password}
    ).status_code


def test_the_right_password_opens_the_to_do_list(client: Client) -> None:
    person = post(Role.COUNTY_OFFICER)
    assert sign_in(client, person.user.username) == 302
    assert "您好" in client.get("/").content.decode()
    entry = AuditEntry.objects.get(action="sign-in")
    assert (entry.user_id, entry.address) == (person.user_id, "127.0.0.1")


def test_five_failures_lock_the_account_and_the_security_administrator_lifts_it(
    client: Client,
) -> None:
    person = post(Role.COUNTY_OFFICER)
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, person.user.username, "wrong")
    assert sign_in(client, person.user.username) == 429
    assert services.unlock(person.user) == 1
    assert sign_in(client, person.user.username) == 302
    assert AuditEntry.objects.filter(action="staff.unlock").exists()


def test_a_first_password_must_be_changed_before_anything_else(client: Client) -> None:
    user = services.add_staff(
        "newcomer", "演新", Role.COUNTY_OFFICER, post(Role.COUNTY_OFFICER).region
    )
    first = services.first_password(user)
    assert sign_in(client, "newcomer", first) == 302
    assert client.get("/plans/")["Location"] == reverse("accounts:password")
    new = {"old": first, "new": "brand-new-77x", "again": "brand-new-77x"}
    assert client.post(reverse("accounts:password"), new)["Location"] == "/"
    assert client.get("/plans/").status_code == 200


@pytest.mark.parametrize("weak", ["short1", "onlyletters", "1234567890", "password123"])
def test_weak_passwords_are_refused(weak: str) -> None:
    with pytest.raises(ValidationError):
        services.change_password(post(Role.COUNTY_OFFICER).user, weak)


def test_passwords_are_kept_with_argon2() -> None:
    from zulian import settings as real

    assert real.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_one_person_with_two_posts_switches(client: Client) -> None:
    person = post(Role.COUNTY_OFFICER)
    second = services.give_post(person.user, Role.ASSOCIATION_OFFICER, person.region, person.since)
    client.force_login(person.user)
    assert client.get("/").context["post"] == person
    client.post(reverse("accounts:switch", args=[second.pk]))
    assert client.get("/").context["post"] == second
    assert AuditEntry.objects.filter(action="post.switch", object_id=str(second.pk)).exists()


def test_nobody_switches_to_a_post_of_others(client: Client) -> None:
    person, other = post(Role.COMMISSIONER), post(Role.COUNTY_OFFICER)
    client.force_login(person.user)
    client.post(reverse("accounts:switch", args=[other.pk]))
    assert client.get("/").context["post"] == person


def test_an_ended_post_opens_nothing(client: Client) -> None:
    person = post(Role.COUNTY_OFFICER)
    services.end_post(person, person.since)
    client.force_login(person.user)
    response = client.get("/plans/")
    assert response.status_code == 403
    assert "没有在任岗位" in response.content.decode()


def test_a_session_ends_after_half_an_hour() -> None:
    assert settings.SESSION_COOKIE_AGE == 1800
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE


def test_a_session_that_is_used_goes_on_and_is_written_once_a_minute(client: Client) -> None:
    client.force_login(post(Role.COUNTY_OFFICER).user)
    with CaptureQueriesContext(connection) as asked:
        client.get("/accounts/password/")
    assert "UPDATE" not in str(asked.captured_queries)
    session = client.session
    session[SEEN] -= SEEN_SECONDS
    session.save()
    UserSession.objects.update(expire_date=clock.now() + timedelta(minutes=1))
    client.get("/accounts/password/")
    assert UserSession.objects.get().expire_date > clock.now() + timedelta(minutes=29)


def test_the_three_administrators_are_different_people() -> None:
    person = post(Role.SYSTEM_ADMIN)
    with pytest.raises(ValidationError, match="不同人员"):
        services.give_post(person.user, Role.AUDIT_ADMIN, person.region, person.since)


def test_a_role_fits_its_level() -> None:
    person, county = post(Role.COMMISSIONER), post(Role.COUNTY_OFFICER).region
    with pytest.raises(ValidationError, match="这一级"):
        services.give_post(person.user, Role.CITY_OFFICER, county, person.since)
    assert Post.objects.filter(role=Role.CITY_OFFICER).count() == 0


def test_the_region_picker_offers_only_the_jurisdiction(client: Client) -> None:
    client.force_login(post(Role.SYSTEM_ADMIN, COUNTY).user)
    words = client.get("/regions/pick/", {"region": "演"}).content.decode()
    assert "演一镇" in words and "演三镇" not in words


def test_accounts_of_the_demo_are_listed_and_one_click_signs_in(client: Client) -> None:
    person = post(Role.CITY_OFFICER, demo="看矩阵和排名")
    text = client.get(reverse("accounts:sign-in")).content.decode()
    assert "演示账号" in text
    assert person.user.name in text and "看矩阵和排名" in text
    response = client.post(reverse("accounts:demo-sign-in"), {"username": person.user.username})
    assert response["Location"] == "/"
    assert "您好" in client.get("/").content.decode()
    assert AuditEntry.objects.get(action="sign-in").user_id == person.user_id


def test_no_other_account_is_listed_or_opened_without_its_password(client: Client) -> None:
    person, ended = (
        post(Role.COUNTY_OFFICER),
        post(Role.CITY_OFFICER, demo="已停用", is_active=False),
    )
    text = client.get(reverse("accounts:sign-in")).content.decode()
    assert "演示账号" not in text
    assert person.user.name not in text and ended.user.name not in text
    for username in (person.user.username, ended.user.username, "", "nobody"):
        assert (
            client.post(reverse("accounts:demo-sign-in"), {"username": username}).status_code == 404
        )
    assert client.get(reverse("accounts:demo-sign-in")).status_code == 405
    assert client.get("/plans/").status_code == 302
    assert not AuditEntry.objects.filter(action="sign-in").exists()


def offered(client: Client, username: str) -> bool:
    """Whether an account is listed on the sign-in page; one that is not must not open by a click either."""
    listed = username in {held.user.username for held in services.demo_posts()}
    answer = client.post(reverse("accounts:demo-sign-in"), {"username": username})
    assert answer.status_code == (302 if listed else 404)
    client.logout()
    return listed


def test_an_account_whose_password_was_changed_is_no_longer_everybodys(client: Client) -> None:
    user = post(Role.CITY_OFFICER, demo="看矩阵和排名").user
    assert offered(client, user.username)
    services.change_password(user, "another-pass-2026")
    assert not offered(client, user.username)


def test_an_account_that_got_another_post_is_no_longer_everybodys(client: Client) -> None:
    person = post(Role.CITY_OFFICER, demo="看矩阵和排名")
    services.give_post(person.user, Role.ASSOCIATION_OFFICER, person.region, clock.today())
    assert not offered(client, person.user.username)


def test_an_account_whose_post_ends_is_no_longer_everybodys(client: Client) -> None:
    person = post(Role.CITY_OFFICER, demo="看矩阵和排名")
    services.end_post(person, clock.today() + timedelta(days=30))
    assert not offered(client, person.user.username)


def test_an_account_without_a_post_in_force_does_not_open_by_a_click(client: Client) -> None:
    person = post(Role.CITY_OFFICER, demo="看矩阵和排名")
    Post.objects.filter(pk=person.pk).update(
        since=clock.today() - timedelta(9), until=clock.today() - timedelta(1)
    )
    assert not offered(client, person.user.username)


def test_those_whom_the_federation_serves_find_their_pages_from_the_sign_in_page() -> None:
    post(Role.COUNTY_OFFICER)
    page = Client().get("/accounts/sign-in/").content.decode()
    assert 'href="/certificates/public/">残疾人证服务</a>' in page
    assert page.count('class="open-door"') == len(fronts())
    assert [url for _name, url in fronts() if "/help/" in url or "/start/" in url] == []

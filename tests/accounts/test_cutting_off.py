"""Cutting somebody off: at once, by either administrator, never oneself; who may hold which posts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.builders import CITY, COUNTY, post
from zulian.accounts import cutting_off, services
from zulian.accounts.models import Post, UserSession
from zulian.accounts.roles import ADMINS, Role
from zulian.foundation import clock
from zulian.foundation.actor import Actor, acting
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope

pytestmark = pytest.mark.usefixtures("regions")


def by(administrator: Post, name: str, person: Post) -> int:
    client = Client()
    client.force_login(administrator.user)
    return client.post(reverse(f"accounts:{name}", args=[person.pk])).status_code


def test_a_post_ends_at_once_also_on_the_day_it_was_given() -> None:
    person, admin = post(Role.COUNTY_OFFICER), post(Role.SYSTEM_ADMIN)
    given = services.give_post(person.user, Role.ASSOCIATION_OFFICER, person.region, clock.today())
    client = Client()
    client.force_login(person.user)
    assert client.get("/plans/").status_code == 200
    assert by(admin, "post-end-now", person) == by(admin, "post-end-now", given) == 302
    assert client.get("/plans/").status_code == 403
    assert list(Post.objects.filter(user=person.user).held(clock.today() - timedelta(days=1))) == [
        person
    ]
    assert AuditEntry.objects.filter(action="post.end_now").count() == 2
    with pytest.raises(ValidationError, match="已经结束"):
        cutting_off.end_at_once(person)
    with pytest.raises(ValidationError, match="已经结束"):
        services.end_post(Post.objects.get(pk=person.pk), clock.today() + timedelta(days=9))


def test_a_post_that_has_not_begun_never_does() -> None:
    person = post(Role.COUNTY_OFFICER)
    soon = clock.today() + timedelta(days=3)
    given = services.give_post(person.user, Role.ASSOCIATION_OFFICER, person.region, soon)
    cutting_off.end_at_once(given)
    assert given not in Post.objects.held(soon)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN])
def test_a_stopped_account_is_signed_in_nowhere_until_security_lets_it_in_again(role: Role) -> None:
    person, admin = post(Role.COUNTY_OFFICER), post(role)
    client = Client()
    client.force_login(person.user)
    assert by(admin, "account-stop", person) == 302
    assert client.get("/")["Location"].startswith(reverse("accounts:sign-in"))
    assert not UserSession.objects.filter(user=person.user).exists()
    words = {"username": person.user.username, "password": "good-pass-2013"}
    assert client.post(reverse("accounts:sign-in"), words).status_code == 200
    assert by(post(Role.SYSTEM_ADMIN), "account-restore", person) == 403
    assert by(post(Role.SECURITY_ADMIN), "account-restore", person) == 302
    assert client.post(reverse("accounts:sign-in"), words).status_code == 302


def test_all_sessions_of_somebody_end_and_the_account_stays() -> None:
    person, admin = post(Role.COUNTY_OFFICER), post(Role.SECURITY_ADMIN)
    first, second = Client(), Client()
    first.force_login(person.user)
    second.force_login(person.user)
    assert by(admin, "account-end-sessions", person) == 302
    assert first.get("/").status_code == second.get("/").status_code == 302
    first.force_login(person.user)
    assert first.get("/").status_code == 200


def test_nobody_does_any_of_it_to_themselves() -> None:
    admin = post(Role.SYSTEM_ADMIN)
    acts = [
        lambda: cutting_off.stop(admin.user),
        lambda: cutting_off.restore(admin.user),
        lambda: cutting_off.end_sessions(admin.user),
        lambda: cutting_off.end_at_once(admin),
        lambda: services.end_post(admin, clock.today()),
        lambda: services.give_post(admin.user, Role.CITY_OFFICER, admin.region, clock.today()),
    ]
    with acting(Actor(user_id=admin.user_id)):
        for act in acts:
            with pytest.raises(ValidationError, match="不能办理自己的岗位和账号"):
                act()
    client = Client()
    client.force_login(admin.user)
    page = client.get(reverse("accounts:post", args=[admin.pk])).content.decode()
    assert "由另一名管理员办理" in page and "停用账号" not in page


def test_an_account_with_posts_elsewhere_is_not_in_the_hands_of_a_county() -> None:
    person = post(Role.COUNTY_OFFICER)
    services.give_post(
        person.user, Role.CITY_OFFICER, post(Role.CITY_OFFICER, CITY).region, clock.today()
    )
    with scope(person.region.scope()), pytest.raises(ValidationError, match="上级残联"):
        cutting_off.stop(person.user)


@pytest.mark.parametrize("first", sorted(Role))
@pytest.mark.parametrize("second", sorted(ADMINS))
def test_administrators_hold_one_post_alone(first: Role, second: Role) -> None:
    region = post(Role.COUNTY_OFFICER).region
    fault = services.post_fault(second, region, {first})
    assert (fault is None) == (first == second)
    if first not in ADMINS:
        # Whoever fits the level is kept apart from an administrator all the same.
        fits = region.level in services.ROLE_LEVELS.get(first, {region.level})
        field, words = services.post_fault(first, region, {second}) or ("", "")
        assert (field, "管理员不兼任" in words) == (("role", True) if fits else ("region", False))


def test_a_post_that_begins_later_counts_as_held() -> None:
    person = post(Role.COUNTY_OFFICER, COUNTY)
    later = clock.today() + timedelta(days=5)
    Post.objects.filter(pk=person.pk).update(since=later)
    with pytest.raises(ValidationError, match="不兼任"):
        services.give_post(person.user, Role.SYSTEM_ADMIN, person.region, clock.today())

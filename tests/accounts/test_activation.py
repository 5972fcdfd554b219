"""A post waits until another administrator confirms it; its holder alone chooses the password."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.builders import CITY, COUNTY, OTHER_COUNTY, post
from zulian.accounts import activation, confirming, services
from zulian.accounts.models import Activation, Post, User
from zulian.accounts.roles import Role
from zulian.foundation import clock
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope

NEW = "brand-new-77x"
pytestmark = pytest.mark.usefixtures("regions")


def signed_in(person: Post) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def added(administrator: Post, username: str = "newcomer", role: Role = Role.CITY_OFFICER) -> Post:
    """Somebody whom a system administrator adds on the page."""
    client = signed_in(administrator)
    sent = {"name": "演新", "username": username, "role": role, "region": CITY}
    answer = client.post(reverse("accounts:staff-add"), sent, follow=True)
    assert "初始密码" not in answer.content.decode()
    return Post.objects.get(user__username=username)


def letter_of(security: Post, person: Post) -> str:
    """The code that stands in a letter."""
    sent = {"row": [person.pk], "action": "print"}
    page = signed_in(security).post(reverse("accounts:letters-print"), sent).content.decode()
    (code,) = re.findall(r"<dd>([A-Z2-7]{4}(?:-[A-Z2-7]{4})+)</dd>", page)
    assert person.user.username in page
    return str(code)


def activate(username: str, code: str, new: str = NEW) -> tuple[int, str]:
    sent = {"username": username, "code": code, "new": new, "again": new}
    answer = Client().post(reverse("accounts:activate"), sent)
    return answer.status_code, answer.content.decode()


def sign_in(username: str, password: str = NEW) -> int:
    words = {"username": username, "password": password}
    return Client().post(reverse("accounts:sign-in"), words).status_code


@pytest.fixture
def system() -> Post:
    return post(Role.SYSTEM_ADMIN, CITY)


@pytest.fixture
def security() -> Post:
    return post(Role.SECURITY_ADMIN, CITY)


def test_from_a_new_account_to_its_first_sign_in(system: Post, security: Post) -> None:
    person = added(system)
    assert person.is_waiting and person not in Post.objects.held()
    assert not person.user.has_usable_password()
    assert "演新" in signed_in(security).get("/").content.decode()
    # Nobody gets a letter before the post is confirmed.
    assert person not in activation.waiting()
    sent = {"row": [person.pk], "action": "confirm"}
    assert signed_in(security).post(reverse("accounts:waiting-many"), sent).status_code == 302
    assert person in Post.objects.held()
    code = letter_of(security, person)
    assert activate("newcomer", code.lower().replace("-", " "))[0] == 302
    assert sign_in("newcomer") == 302
    # The code opens its account once.
    status, page = activate("newcomer", code, "another-pass-1")
    assert status == 200 and "对不上" in page
    assert code.replace("-", "") not in str(list(Activation.objects.values()))
    assert code not in str(list(AuditEntry.objects.values()))


def test_who_gives_posts_neither_confirms_them_nor_reads_letters(system: Post) -> None:
    person = added(system)
    client = signed_in(system)
    for name in ("waiting", "letters"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 403
    for name in ("waiting-many", "letters-print"):
        assert client.post(reverse(f"accounts:{name}"), {"row": [person.pk]}).status_code == 403


def test_who_confirms_gives_nothing(security: Post) -> None:
    client = signed_in(security)
    person = post(Role.COUNTY_OFFICER)
    for name, arguments in (("staff-add", []), ("ask-reset", [person.pk])):
        assert client.post(reverse(f"accounts:{name}", args=arguments)).status_code == 403
    # A letter for somebody who has a password and for whom nobody asked.
    sent = {"row": [person.pk], "action": "print"}
    answer = client.post(reverse("accounts:letters-print"), sent, follow=True)
    assert "没有要发启用函的账号" in answer.content.decode()
    assert sign_in(person.user.username, "good-pass-2013") == 302


def test_a_post_that_is_refused_never_takes_effect(system: Post, security: Post) -> None:
    person = added(system)
    with scope(security.region.scope()):
        confirming.refuse(person.pk)
        with pytest.raises(ValidationError, match="不在等待确认"):
            confirming.confirm(person.pk)
    assert person not in Post.objects.held()
    assert person not in activation.waiting()


def test_a_forgotten_password_takes_two(system: Post, security: Post) -> None:
    person = post(Role.COUNTY_OFFICER)
    theirs = signed_in(person)
    signed_in(system).post(reverse("accounts:ask-reset", args=[person.pk]))
    assert sign_in(person.user.username, "good-pass-2013") == 302
    with pytest.raises(ValidationError, match="已经申请过"):
        activation.ask_for_reset(User.objects.get(pk=person.user_id))
    code = letter_of(security, person)
    assert sign_in(person.user.username, "good-pass-2013") == 200
    assert theirs.get("/").status_code == 302
    assert activate(person.user.username, code)[0] == 302
    assert sign_in(person.user.username) == 302


def test_a_code_is_over_some_day_and_a_new_letter_takes_the_old_one_away(
    system: Post, security: Post
) -> None:
    person = added(system)
    with scope(security.region.scope()):
        confirming.confirm(person.pk)
    first = letter_of(security, person)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert "已过期" in activate("newcomer", first)[1]
        assert person in activation.waiting()
        second = letter_of(security, person)
        assert activate("newcomer", first)[0] == 200
        assert activate("newcomer", second)[0] == 302


def test_a_weak_password_costs_no_code(system: Post, security: Post) -> None:
    person = added(system)
    with scope(security.region.scope()):
        confirming.confirm(person.pk)
    code = letter_of(security, person)
    assert "密码" in activate("newcomer", code, "short1")[1]
    assert activate("newcomer", code)[0] == 302


def test_an_unknown_name_and_a_wrong_code_are_answered_alike(system: Post, security: Post) -> None:
    person = added(system)
    with scope(security.region.scope()):
        confirming.confirm(person.pk)
    letter_of(security, person)
    pages = [activate(name, "AAAA-AAAA-AAAA-AAAA")[1] for name in ("newcomer", "nobody")]
    told = [re.findall(r"登录名和启用码对不上[^<]*", page) for page in pages]
    assert told[0] == told[1] and told[0]


def test_posts_of_others_are_not_confirmed(system: Post) -> None:
    person = added(system, role=Role.CITY_OFFICER)
    county = post(Role.SECURITY_ADMIN, COUNTY)
    sent = {"row": [person.pk], "action": "confirm"}
    signed_in(county).post(reverse("accounts:waiting-many"), sent)
    assert Post.objects.get(pk=person.pk).is_waiting


def test_a_post_of_the_system_takes_effect_at_once() -> None:
    user = services.add_staff(
        "demo", "演示", Role.COUNTY_OFFICER, post(Role.COUNTY_OFFICER, OTHER_COUNTY).region
    )
    assert Post.objects.held().filter(user=user).exists()


def test_a_post_is_never_made_longer() -> None:
    person = post(Role.COUNTY_OFFICER)
    services.end_post(person, clock.today())
    with pytest.raises(ValidationError, match="只能提前结束"):
        services.end_post(person, clock.today() + timedelta(days=1))

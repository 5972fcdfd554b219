"""The second factor: turned on by a first code, asked for at sign-in, each code once, and what a lost phone costs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pyotp
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from tests.builders import COUNTY, post
from zulian.accounts import activation, second_factor
from zulian.accounts.models import RecoveryCode, SecondFactor, User
from zulian.accounts.roles import Role
from zulian.accounts.second_pages import WAITING_SECONDS
from zulian.foundation.actor import Actor, acting
from zulian.foundation.models import AuditEntry
from zulian.foundation.policy import policy
from zulian.foundation.scopes import scope

PASSWORD = "good-pass-2013"
pytestmark = pytest.mark.usefixtures("regions")
OWN, SECOND = "accounts:second-factor", "accounts:second"


@pytest.fixture
def user() -> User:
    return post(Role.COUNTY_OFFICER).user


def code(user: User, ahead: int = 0) -> str:
    """What the phone shows, or will show so many steps later."""
    moment = timezone.now() + timedelta(seconds=ahead * second_factor.STEP_SECONDS)
    return pyotp.TOTP(SecondFactor.objects.get(user=user).secret).at(moment)


def turned_on(user: User) -> list[str]:
    second_factor.begin(user)
    return second_factor.confirm(user, code(user), "")


def give_password(client: Client, user: User, **more: str) -> str:
    sent = {"username": user.username, "password": PASSWORD, **more}
    return str(client.post(reverse("accounts:sign-in"), sent)["Location"])


def is_in(client: Client) -> bool:
    return client.get(reverse("home")).status_code == 200


class TestTurningItOn:
    def test_by_a_first_code_of_the_phone(self, client: Client, user: User) -> None:
        client.force_login(user)
        assert "开启" in client.get(reverse(OWN)).content.decode()
        client.post(reverse("accounts:second-begin"))
        page = client.get(reverse(OWN)).content.decode()
        secret = SecondFactor.objects.get(user=user).secret
        assert secret in page and "<svg" in page and not second_factor.is_on(user)
        wrong = client.post(reverse("accounts:second-confirm"), {"code": "000000"})
        assert "动态码不对" in wrong.content.decode() and not second_factor.is_on(user)
        shown = client.post(reverse("accounts:second-confirm"), {"code": code(user)})
        codes = re.findall(r"<code>([A-Z2-7]{4}-[A-Z2-7]{4})</code>", shown.content.decode())
        assert len(codes) == second_factor.CODES and second_factor.is_on(user)
        # Neither the secret nor a code is shown again.
        page = client.get(reverse(OWN)).content.decode()
        assert secret not in page and not any(one in page for one in codes)

    def test_other_sessions_end(self, client: Client, user: User) -> None:
        other = Client()
        other.force_login(user)
        client.force_login(user)
        client.post(reverse("accounts:second-begin"))
        client.post(reverse("accounts:second-confirm"), {"code": code(user)})
        assert is_in(client) and not is_in(other)

    def test_the_secret_is_sealed_and_in_no_entry(self, user: User) -> None:
        codes = turned_on(user)
        secret = SecondFactor.objects.get(user=user).secret
        kept = " ".join(str(entry.changes) for entry in AuditEntry.objects.all())
        assert secret not in kept and not any(one in kept for one in codes)
        assert AuditEntry.objects.filter(action="account.second_on").count() == 1
        digests = set(RecoveryCode.objects.values_list("digest", flat=True))
        assert not digests & {one.replace("-", "") for one in codes}

    def test_it_is_not_begun_twice(self, user: User) -> None:
        turned_on(user)
        with pytest.raises(ValidationError, match="已经开启"):
            second_factor.begin(user)
        with pytest.raises(ValidationError, match="重新开启"):
            second_factor.confirm(user, code(user, 1), "")


class TestSigningIn:
    def test_the_password_alone_opens_nothing(self, client: Client, user: User) -> None:
        turned_on(user)
        assert give_password(client, user) == reverse(SECOND)
        assert not is_in(client)
        assert not AuditEntry.objects.filter(action="sign-in").exists()
        answer = client.post(reverse(SECOND), {"code": code(user, 1)})
        assert answer["Location"] == reverse("home") and is_in(client)
        assert AuditEntry.objects.filter(action="sign-in").count() == 1

    def test_it_leads_to_where_one_was_going(self, client: Client, user: User) -> None:
        turned_on(user)
        give_password(client, user, next="/plans/")
        assert client.post(reverse(SECOND), {"code": code(user, 1)})["Location"] == "/plans/"

    def test_nowhere_else(self, client: Client, user: User) -> None:
        turned_on(user)
        give_password(client, user, next="https://elsewhere.example/")
        assert client.post(reverse(SECOND), {"code": code(user, 1)})["Location"] == reverse("home")

    def test_a_code_is_taken_once_and_none_before_it(self, client: Client, user: User) -> None:
        with time_machine.travel(datetime(2026, 5, 1, 9, tzinfo=timezone.get_current_timezone())):
            turned_on(user)
            used = code(user)
            give_password(client, user)
            for one in (used, code(user, -1)):
                assert "已经用过" in client.post(reverse(SECOND), {"code": one}).content.decode()
            assert not is_in(client)

    @pytest.mark.parametrize("words", ["", "12345", "abcdef", "０００００１", "1" * 50])
    def test_what_is_no_code_is_refused_in_words(
        self, client: Client, user: User, words: str
    ) -> None:
        turned_on(user)
        give_password(client, user)
        answer = client.post(reverse(SECOND), {"code": words})
        assert answer.status_code == 200 and not is_in(client)

    def test_the_code_is_waited_for_some_minutes(self, client: Client, user: User) -> None:
        turned_on(user)
        give_password(client, user)
        with time_machine.travel(timezone.now() + timedelta(seconds=WAITING_SECONDS + 1)):
            answer = client.post(reverse(SECOND), {"code": code(user)})
            assert answer["Location"] == reverse("accounts:sign-in")
            assert not is_in(client)

    def test_without_the_password_there_is_no_second_step(self, client: Client) -> None:
        assert client.get(reverse(SECOND))["Location"] == reverse("accounts:sign-in")

    def test_a_password_that_changed_meanwhile_is_asked_for_again(
        self, client: Client, user: User
    ) -> None:
        turned_on(user)
        give_password(client, user)
        user.set_password("another-pass-77")
        user.save()
        answer = client.post(reverse(SECOND), {"code": code(user, 1)})
        assert answer["Location"] == reverse("accounts:sign-in") and not is_in(client)

    def test_guessing_ends_and_is_on_record(self, client: Client, user: User) -> None:
        turned_on(user)
        give_password(client, user)
        most = int(policy("foundation/public_forms", timezone.localdate())["second_codes"])
        for _n in range(most):
            client.post(reverse(SECOND), {"code": "000000"})
        assert AuditEntry.objects.filter(action="sign-in.second").count() == most
        client.post(reverse(SECOND), {"code": code(user, 1)})
        assert not is_in(client)


class TestALostPhone:
    def test_a_kept_code_opens_once(self, client: Client, user: User) -> None:
        kept, *_others = turned_on(user)
        for typed, opens in ((kept.lower().replace("-", " "), True), (kept, False)):
            give_password(client, user)
            client.post(reverse(SECOND), {"code": typed})
            assert is_in(client) is opens
            client.post(reverse("accounts:sign-out"))
        assert second_factor.codes_left(user) == second_factor.CODES - 1

    def test_new_ones_end_those_of_before(self, user: User) -> None:
        old = turned_on(user)
        new = second_factor.renew_codes(user)
        with pytest.raises(ValidationError):
            second_factor.check(user, old[0])
        second_factor.check(user, new[0])

    def test_the_letter_of_a_reset_takes_it_away(self, user: User) -> None:
        turned_on(user)
        keeper = post(Role.SECURITY_ADMIN)
        actor = Actor(keeper.user_id, keeper.pk, str(keeper), COUNTY, "", keeper.role)
        with scope(keeper.region.scope()), acting(actor):
            activation.ask_for_reset(user)
            activation.letters(activation.waiting().select_related("user", "region"))
        assert second_factor.of(user) is None and not second_factor.codes_left(user)
        assert AuditEntry.objects.filter(action="account.second_off").count() == 1

    def test_turning_it_off_takes_a_code(self, client: Client, user: User) -> None:
        turned_on(user)
        client.force_login(user)
        client.post(reverse("accounts:second-drop"), {"code": "000000"})
        assert second_factor.is_on(user)
        client.post(reverse("accounts:second-drop"), {"code": code(user, 1)})
        assert not second_factor.is_on(user) and is_in(client)


class TestRolesThatMust:
    @pytest.fixture(autouse=True)
    def must(self, settings: Settings) -> None:
        settings.SECOND_FACTOR_ROLES = ("county_officer",)

    def test_nothing_else_opens_before_it_is_on(self, client: Client, user: User) -> None:
        give_password(client, user)
        for name in ("home", "accounts:inbox", "plans:assignment-list"):
            assert client.get(reverse(name))["Location"] == reverse(OWN)
        assert "须用动态码登录" in client.get(reverse(OWN)).content.decode()
        client.post(reverse("accounts:second-begin"))
        client.post(reverse("accounts:second-confirm"), {"code": code(user)})
        assert is_in(client)
        answer = client.post(reverse("accounts:second-drop"), {"code": code(user, 1)})
        assert "不能关闭" in answer.content.decode() and second_factor.is_on(user)

    def test_a_session_opened_with_the_code_goes_on(self, client: Client, user: User) -> None:
        turned_on(user)
        give_password(client, user)
        client.post(reverse(SECOND), {"code": code(user, 1)})
        assert is_in(client)

    def test_other_roles_and_accounts_of_the_demo_need_none(self, client: Client) -> None:
        other = post(Role.TOWNSHIP_OFFICER).user
        give_password(client, other)
        assert is_in(client)
        demo = post(Role.COUNTY_OFFICER).user
        User.objects.filter(pk=demo.pk).update(demo="看一看")
        fresh = Client()
        give_password(fresh, demo)
        assert is_in(fresh)

"""First passwords that nobody else reads: whoever an account is for chooses it, with the code of a letter or an e-mail.

An account has no password until then. A code is kept as a keyed digest, opens its account once, and not for ever
(`accounts/accounts`, `activation_days`).
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from zulian.accounts import cutting_off, second_factor, services
from zulian.accounts.models import Activation, Post, User
from zulian.accounts.sessions import POLICY
from zulian.foundation import clock, sending
from zulian.foundation.audit import audited, record
from zulian.foundation.policy import policy
from zulian.foundation.sealing import blind
from zulian.foundation.work import unit_of_work

CODE_BYTES, PART = 10, 4
# How Django marks a password that fits nothing.
UNUSABLE = "!"


@dataclass(frozen=True)
class Letter:
    """What stands in the sealed letter of an account: shown once, when it is printed."""

    user: User
    post: Post
    code: str


def waiting() -> QuerySet[Post]:
    """Confirmed posts of the jurisdiction whose account has no password and no code on its way, or whose reset was asked for."""
    open_code = Activation.objects.filter(
        user=OuterRef("user"), used_at=None, until__gte=clock.today()
    )
    lacks = Q(user__password="") | Q(user__password__startswith=UNUSABLE)
    asked = Q(user__reset_asked_at__isnull=False)
    held = Post.objects.held().annotate(has_code=Exists(open_code))
    return held.filter(asked | (lacks & Q(has_code=False)))


@unit_of_work
def ask_for_reset(user: User) -> None:
    """Ask for a new password for somebody who forgot or lost theirs; another administrator sends it on its way.

    Raises ValidationError for one's own account, and where it was asked for already.
    """
    cutting_off.check_account(user)
    if user.reset_asked_at:
        raise ValidationError(_("已经申请过重置密码，等安全管理员办理。"))
    with audited("account.ask_reset", user):
        user.reset_asked_at = clock.now()
        user.save(update_fields=["reset_asked_at"])


@unit_of_work
def letters(posts: Iterable[Post]) -> list[Letter]:
    """New codes for the accounts of some posts that wait for one, to be printed once; what was on its way before opens nothing.

    The password of before ends, and so do all sessions. Raises ValidationError where none of them waits, and for one's own.
    """
    wanted = {post.pk for post in posts}
    chosen = {
        post.user_id: post
        for post in waiting().filter(pk__in=wanted).select_related("user", "region")
    }
    if not chosen:
        raise ValidationError(_("没有要发启用函的账号：账号须先由系统管理员开设或申请重置密码。"))
    return [Letter(post.user, post, _new_code(post.user)) for post in chosen.values()]


def days() -> int:
    """For how many days the code of a letter opens its account."""
    return int(policy(POLICY, clock.today())["activation_days"])


def _new_code(user: User) -> str:
    cutting_off.check_account(user)
    code = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode()
    with audited("account.letter", user):
        Activation.objects.filter(user=user).delete()
        Activation.objects.create(
            user=user, digest=_digest(user, code), until=clock.today() + timedelta(days=days())
        )
        user.set_unusable_password()
        user.reset_asked_at, user.must_change_password = None, False
        user.save(update_fields=["password", "reset_asked_at", "must_change_password"])
        cutting_off.sessions_of(user).delete()
        # Who lost the phone with it begins anew.
        second_factor.drop(user)
    return "-".join(code[start : start + PART] for start in range(0, len(code), PART))


def _digest(user: User, code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return blind(f"accounts.activation|{user.pk}|{plain}")


@unit_of_work
def activate(username: str, code: str, password: str) -> User:
    """Set the first password of an account with the code of its letter.

    Raises ValidationError where name and code do not belong together, whatever of the two is wrong or over, and for a
    password that is too weak.
    """
    user = User.objects.filter(username=username, is_active=True).first()
    known = Activation.objects.select_for_update(no_key=True).filter(
        used_at=None, until__gte=clock.today()
    )
    found = known.filter(user=user, digest=_digest(user, code)).first() if user else None
    if user is None or found is None:
        words = _(
            "登录名和启用码对不上，或启用码已用过、已过期。请核对，或请安全管理员重发启用函。"
        )
        raise ValidationError({"code": words})
    try:
        services.change_password(user, password)
    except ValidationError as error:
        raise ValidationError({"new": error.messages}) from error
    found.used_at = clock.now()
    found.save(update_fields=["used_at"])
    record("account.activate", user)
    return user


def mail(letter: Letter, address: str) -> bool:
    """Send a code to its holder's e-mail; returns whether there is one that mail reaches."""
    if not letter.user.email or not sending.reachable(letter.user.email):
        return False
    words = _(
        "%(name)s：您的账号已开设，登录名 %(username)s，启用码 %(code)s。请打开 %(address)s 设定自己的密码。不要把启用码告诉别人。"
    )
    facts = {
        "name": letter.user.name,
        "username": letter.user.username,
        "code": letter.code,
        "address": address,
    }
    sending.send(letter.user.email, _("组联通账号启用"), words % facts)
    return True

"""Passwords that somebody had before: none of the last few is taken again, and none is used for ever."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import PastPassword, User
from zulian.accounts.sessions import POLICY
from zulian.foundation import clock
from zulian.foundation.policy import policy


def leave(user: User, new: str) -> None:
    """Put the present password of an account among its past ones, before `new` takes its place; the caller saves the account.

    Raises ValidationError where `new` is the present one or one of the last few.
    """
    kept = int(policy(POLICY, clock.today())["past_passwords"])
    past = list(PastPassword.objects.filter(user=user)[: kept - 1])
    if any(check_password(new, one) for one in [user.password, *(row.password for row in past)]):
        words = _("新密码不能与现在的密码或最近用过的 %(count)d 个密码相同，请换一个。")
        raise ValidationError(words % {"count": kept})
    if user.has_usable_password():
        PastPassword.objects.create(user=user, password=user.password)
    older = PastPassword.objects.filter(user=user).values_list("pk", flat=True)[kept:]
    PastPassword.objects.filter(pk__in=list(older)).delete()


def is_old(user: User) -> bool:
    """Whether a password was used as long as one may be; those of a demo stay as everybody knows them."""
    days = policy(POLICY, clock.today())["password_days"]
    since = user.password_since or clock.today()
    return not user.demo and since + timedelta(days=days) < clock.today()

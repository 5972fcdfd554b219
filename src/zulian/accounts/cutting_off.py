"""Cutting somebody off at once: a post that ends this moment, an account that is stopped, sessions that are over."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from zulian.accounts.models import Post, User, UserSession
from zulian.accounts.services import leave_demo, own_fault
from zulian.foundation import clock
from zulian.foundation.audit import audited, record
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work

MARK_LENGTH = 20


@unit_of_work
def end_at_once(post: Post) -> None:
    """Let a post end this moment; the row stays as history. A post that has not begun yet never does.

    Raises ValidationError for one that is over, and for one's own.
    """
    if fault := own_fault(post.user):
        raise ValidationError(fault)
    post = (
        Post.objects.select_related("user", "region")
        .select_for_update(of=("self",), no_key=True)
        .get(pk=post.pk)
    )
    if not Post.objects.filter(pk=post.pk).not_over(clock.today()).exists():
        raise ValidationError(_("这个岗位已经结束。"))
    with audited("post.end_now", post):
        post.ended_at, post.until = clock.now(), max(post.since, clock.today())
        post.save()
        leave_demo(post.user)


@unit_of_work
def stop(user: User) -> None:
    """Stop an account: nobody signs in with it, and who is signed in is not any more.

    Raises ValidationError for one's own account, for one that is stopped, and for one with posts outside the jurisdiction.
    """
    check_account(user)
    if not user.is_active:
        raise ValidationError(_("这个账号已经停用。"))
    with audited("account.stop", user):
        user.is_active = False
        user.save(update_fields=["is_active"])
        leave_demo(user)
        sessions_of(user).delete()


@unit_of_work
def restore(user: User) -> None:
    """Let an account that was stopped sign in again; raises ValidationError as `stop` does, and for one in use."""
    check_account(user)
    if user.is_active:
        raise ValidationError(_("这个账号没有停用。"))
    with audited("account.restore", user):
        user.is_active = True
        user.save(update_fields=["is_active"])


@unit_of_work
def end_sessions(user: User) -> int:
    """End all sessions of somebody else; returns how many there were.

    Raises ValidationError for one's own account and for one with posts outside the jurisdiction.
    """
    check_account(user)
    return _end(user, sessions_of(user))


@unit_of_work
def end_own(user: User, present: str, mark: str) -> int:
    """End one of one's own sessions by its mark, all but the `present` one without; returns how many there were."""
    others = sessions_of(user).exclude(session_key=present)
    if mark:
        keys = [one.session_key for one in others if constant_time_compare(mark_of(one), mark)]
        others = others.filter(session_key__in=keys)
    return _end(user, others)


def sessions_of(user: User) -> QuerySet[UserSession]:
    """The sessions of a user that are not over, those last used first."""
    open_ones = UserSession.objects.filter(user=user, expire_date__gt=timezone.now())
    return open_ones.order_by("-seen_at")


def mark_of(session: UserSession) -> str:
    """What tells a session apart in a page: its key opens it, and stands nowhere."""
    digest = salted_hmac("zulian.accounts.session", session.session_key, algorithm="sha256")
    return digest.hexdigest()[:MARK_LENGTH]


def _end(user: User, sessions: QuerySet[UserSession]) -> int:
    count = len(sessions)
    if count:
        record("account.end_sessions", user, {"count": count})
        UserSession.objects.filter(pk__in=[one.pk for one in sessions]).delete()
    return count


def check_account(user: User) -> None:
    """Raise ValidationError unless the whole account is in one's hands, and not one's own."""
    if fault := own_fault(user):
        raise ValidationError(fault)
    visible = Post.objects.filter(user=user).not_over(clock.today()).count()
    with scope(EVERYTHING):
        every = Post.objects.filter(user=user).not_over(clock.today()).count()
    if visible != every:
        raise ValidationError(_("这个人在其他地区也有岗位，请由上级残联的管理员办理。"))

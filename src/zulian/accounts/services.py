"""What is done with accounts: making staff, giving and ending posts, passwords, unlocking."""

from __future__ import annotations

import secrets
from datetime import date

from axes.utils import reset
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts import past_passwords
from zulian.accounts.models import Message, Post, User
from zulian.accounts.roles import ADMINS, Role
from zulian.foundation import bulk, clock
from zulian.foundation.actor import current_actor
from zulian.foundation.audit import audited, audited_all, record
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Level, Region

# A longer time is a new right, which takes effect when it is confirmed.
LONGER = gettext_lazy("岗位只能提前结束；要延长，请给这个人新的岗位。")
# The entry of the trail that the fill of the demo leaves at its end.
DEMO_FILLED = "demo.fill"
ROLE_LEVELS: dict[str, frozenset[Level]] = {
    Role.NATIONAL_OFFICER: frozenset({Level.COUNTRY}),
    Role.PROVINCE_OFFICER: frozenset({Level.PROVINCE}),
    Role.CITY_OFFICER: frozenset({Level.CITY}),
    Role.COUNTY_OFFICER: frozenset({Level.COUNTY}),
    Role.TOWNSHIP_OFFICER: frozenset({Level.TOWNSHIP}),
    Role.COMMISSIONER: frozenset({Level.VILLAGE}),
}


def add_staff(username: str, name: str, role: str, region: Region, email: str = "") -> User:
    """Make an account with its first post; its holder chooses the password (`zulian.accounts.activation`).

    Raises ValidationError for a name that is taken, and with what `give_post` refuses.
    """
    if User.objects.filter(username=username).exists():
        raise ValidationError(
            {"username": _("登录名“%(name)s”已有人使用，请换一个。") % {"name": username}}
        )
    with unit_of_work():
        user = User(username=username, name=name, email=email)
        with audited("staff.add", user):
            user.set_unusable_password()
            user.save()
        give_post(user, role, region, clock.today())
    return user


def first_password(user: User) -> str:
    """A password for who begins a site, where nobody is there yet to send a letter: shown once, changed at the first sign-in."""
    password = f"{secrets.token_hex(4)}-{secrets.token_hex(2)}a1"
    with audited("password.first", user):
        user.set_password(password)
        user.must_change_password = True
        user.save(update_fields=["password", "must_change_password"])
    return password


def roles_from(level: int) -> list[Role]:
    """The roles that somebody may hold at a level or below it, as they stand."""
    return [role for role in Role if role not in ROLE_LEVELS or max(ROLE_LEVELS[role]) >= level]


def post_fault(role: str, region: Region, held: set[str]) -> tuple[str, str] | None:
    """Why somebody who holds the roles `held` can't have a post, as (field, sentence); None when they can."""
    levels = ROLE_LEVELS.get(role)
    if levels and region.level not in levels:
        words = _("“%(role)s”不能设在“%(region)s”这一级，请选择相应级别的区划。")
        return "region", words % {"role": Role(role).label, "region": region.name}
    others = held - {role}
    if role in ADMINS and others & ADMINS:
        return "role", _("系统、安全、审计管理员须由不同人员担任。")
    if role in ADMINS and others:
        return "role", _("管理员不兼任业务岗位：这个人已有业务岗位，请由其他人员担任管理员。")
    if others & ADMINS:
        return "role", _("管理员不兼任业务岗位：这个人是管理员，请由其他人员担任这个岗位。")
    return None


def has_to_wait() -> bool:
    """Whether a post that is given now waits until it is confirmed: one that a person gives does, one of the system not."""
    return bool(current_actor().role)


def own_fault(user: User) -> str | None:
    """Why the one who acts changes no posts of `user`; None where they may: nobody gives a post to themselves."""
    if user.pk is not None and user.pk == current_actor().user_id:
        return _("不能办理自己的岗位和账号，请由另一名管理员办理。")
    return None


def give_post(
    user: User, role: str, region: Region, since: date, until: date | None = None
) -> Post:
    """Give `user` a post; the role must fit the level of the region, and administrators hold one alone.

    It takes effect once it is confirmed (`zulian.accounts.confirming`), at once where no person gives it.
    Raises ValidationError where one of these is not so, and for one's own account.
    """
    if fault := own_fault(user):
        raise ValidationError(fault)
    with unit_of_work():
        if not_fit := post_fault(role, region, _roles_of(user, since)):
            raise ValidationError(dict([not_fit]))
        post = Post(user=user, role=role, region=region, since=since, until=until)
        post.is_waiting = has_to_wait()
        with audited("post.give", post):
            post.save()
            leave_demo(user)
    return post


def _roles_of(user: User, day: date) -> set[str]:
    """The roles of all posts that go on from a day or begin later; two posts given at the same moment see one another."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    with scope(EVERYTHING):
        return set(Post.objects.filter(user=user).not_over(day).values_list("role", flat=True))


def leave_demo(user: User) -> None:
    """Take an account out of the demo, once it is no longer what the demo gave: nobody enters it by a click any more."""
    if user.demo:
        user.demo = ""
        user.save(update_fields=["demo"])


def demo_filled() -> bool:
    """Whether this place was filled with the demo, whatever became of its accounts."""
    with scope(EVERYTHING):
        return (
            User.objects.exclude(demo="").exists()
            or AuditEntry.objects.filter(action=DEMO_FILLED).exists()
        )


def demo_account(username: str) -> User | None:
    """An account that the sign-in page offers, by its login; None for every other."""
    return next((post.user for post in demo_posts() if post.user.username == username), None)


def demo_posts() -> list[Post]:
    """The first post of each account of the demo, role by role; none on any other site."""
    with scope(EVERYTHING):
        held = (
            Post.objects.held()
            .filter(user__in=User.objects.demo())
            .select_related("user", "region")
        )
        first = {post.user_id: post for post in held.order_by("-pk")}
    roles = list(Role)
    return sorted(first.values(), key=lambda post: (roles.index(Role(post.role)), post.pk))


def end_post(post: Post, until: date) -> Post:
    """Let a post end after the day `until`; the row stays as history.

    Raises ValidationError for a day before the first.
    """
    if until < post.since:
        raise ValidationError(
            {"until": _("结束日期不能早于开始日期 %(since)s。") % {"since": post.since}}
        )
    if fault := own_fault(post.user):
        raise ValidationError({"until": fault})
    if post.ended_at:
        raise ValidationError({"until": _("这个岗位已经结束。")})
    if post.until and until > post.until:
        raise ValidationError({"until": LONGER})
    with audited("post.end", post):
        post.until = until
        post.save()
        leave_demo(post.user)
    return post


def change_password(user: User, password: str) -> None:
    """Set a new password that meets the rules; raises ValidationError with what is missing.

    Neither the present one nor one of the last few is taken again (`accounts/accounts`, `past_passwords`).
    """
    validate_password(password, user)
    with audited("password.change", user):
        past_passwords.leave(user, password)
        user.set_password(password)
        user.must_change_password, user.password_since = False, clock.today()
        user.demo = ""
        user.save()


def ask_for_new_password(user: User) -> None:
    """Have a password changed before anything else where it was used as long as one may be.

    Of a password whose first day nobody knows the days count from now.
    """
    if user.password_since is None:
        user.password_since = clock.today()
        user.save(update_fields=["password_since"])
    if past_passwords.is_old(user) and not user.must_change_password:
        with audited("password.expire", user):
            user.must_change_password = True
            user.save(update_fields=["must_change_password"])


def change_own_password(user: User, old: str, new: str) -> None:
    """Change one's own password, which takes the present one.

    Raises ValidationError where that is wrong, and for a new one that is too weak.
    """
    if not user.check_password(old):
        raise ValidationError({"old": _("现在的密码不对，请重新输入。")})
    try:
        change_password(user, new)
    except ValidationError as error:
        raise ValidationError({"new": error.messages}) from error


def unlock(user: User) -> int:
    """Lift the lockout of a user after failed sign-ins; returns how many attempts were cleared."""
    with unit_of_work():
        cleared = int(reset(username=user.username))
        record("staff.unlock", user, {"cleared": cleared})
    return cleared


def calendar_key(user: User) -> str:
    """A new secret for the user's calendar feed; the address known before stops working."""
    with audited("calendar.key", user):
        user.calendar_key = secrets.token_urlsafe(32)
        user.save()
    return user.calendar_key


@unit_of_work
def read_all(post: Post) -> int:
    """Mark all messages that concern a post as read; returns how many were not."""
    unread = list(Message.objects.to(post).filter(read_at=None))
    with audited_all("message.read", unread):
        for message in unread:
            message.read_at = clock.now()
        bulk.save(unread, ["read_at"])
    return len(unread)

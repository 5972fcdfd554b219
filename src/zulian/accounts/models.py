"""Users, their sessions and posts (岗位: role × region, from–to), and the messages of the in-app inbox (消息)."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.accounts.roles import ROLE_NAMES, Role, allowed, held_by
from zulian.foundation import clock
from zulian.foundation.dates import end_of
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.foundation.sealing import SealedField
from zulian.regions.models import Level, Region


class UserManager(BaseUserManager["User"]):
    """Makes users; there are no superusers, rights come from posts alone."""

    def demo(self) -> models.QuerySet[User]:
        """Accounts of the demo that are still open."""
        return self.filter(is_active=True).exclude(demo="")

    def create_user(
        self, username: str, name: str, password: str | None = None, **extra: Any
    ) -> User:
        user = self.model(username=username, name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in. `calendar_key` opens their iCalendar feed without a session.

    `demo` is what to try with an account of the demo, which the sign-in page lists; empty for everybody else. `begun_on` is
    when they put the page 开始使用 away.
    """

    username = models.CharField(_("登录名"), max_length=40, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    email = models.EmailField(_("电子邮箱"), blank=True)
    is_active = models.BooleanField(_("启用"), default=True)
    must_change_password = models.BooleanField(_("下次登录须修改密码"), default=False)
    password_since = models.DateField(_("密码启用日期"), null=True, blank=True)
    calendar_key = models.CharField(max_length=43, blank=True, db_index=True)
    demo = models.CharField(max_length=80, blank=True)
    begun_on = models.DateField(_("收起开始使用的日期"), null=True, blank=True)
    reset_asked_at = models.DateTimeField(_("申请重置密码的时间"), null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        indexes = [models.Index(fields=["demo"], name="user_demo", condition=~models.Q(demo=""))]

    def __str__(self) -> str:
        return self.name


class PastPassword(models.Model):
    """A password that somebody had before, as its hash: it is not to be taken again."""

    user = models.ForeignKey(User, models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = verbose_name_plural = _("用过的密码")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return str(self.user)


class Activation(models.Model):
    """A code that lets the holder of an account choose its password (启用码): once, until a day, by its keyed digest."""

    user = models.OneToOneField(User, models.CASCADE, related_name="activation")
    digest = models.CharField(max_length=64)
    until = models.DateField(_("有效至"))
    used_at = models.DateTimeField(_("启用时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("启用码")

    def __str__(self) -> str:
        return str(self.user)


class SecondFactor(models.Model):
    """What an account's holder has beside the password (动态码): the secret that their phone makes codes of, by RFC 6238.

    It counts once it is confirmed by a first code; no code of the last step used, or of one before, is taken again.
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="second_factor")
    secret = SealedField(_("密钥"))
    confirmed_at = models.DateTimeField(_("开启时间"), null=True)
    last_step = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("动态码")

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """A code for who has lost their phone (备用码): opens the account once instead of a code of the phone, by its keyed digest."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(_("使用时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("备用码")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "digest"],
                name="recovery_code_once",
                violation_error_message=_("备用码重复，请重新生成。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.user)


class UserSession(AbstractBaseSession):
    """A session (登录), with whose it is, since when, from where and with what: `zulian.accounts.sessions` keeps it."""

    user = models.ForeignKey(
        User, models.CASCADE, null=True, related_name="sessions", verbose_name=_("用户")
    )
    begun_at = models.DateTimeField(_("登录时间"), null=True)
    seen_at = models.DateTimeField(_("最近使用"), null=True)
    address = models.CharField(_("来源地址"), max_length=45, blank=True)
    device = models.CharField(_("设备"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("登录")

    def __str__(self) -> str:
        return f"{self.device} {self.address}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        """What keeps this table, by the setting: it is written in terms of the table, so it is no import of it."""
        store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
        return store


class PostQuerySet(ScopedQuerySet["Post"]):
    """Verbs of the posts."""

    def held(self, day: date | None = None) -> Self:
        """Posts held on `day` (today)."""
        day = day or clock.today()
        rows = self.not_over(day).filter(is_waiting=False)
        return rows.filter(since__lte=day, user__is_active=True)

    def not_over(self, day: date) -> Self:
        """Posts whose time is not over before the end of `day`, those too that begin later."""
        stays = models.Q(until__isnull=True) | models.Q(until__gte=day)
        goes_on = models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=end_of(day))
        return self.filter(stays, goes_on)


class Post(models.Model):
    """A post (岗位): one user in one role for one division, from a first day to a last day, both included.

    It is waiting until another administrator confirms it. `ended_at` is the moment at which it was ended at once, on its
    last day.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="posts", verbose_name=_("用户"))
    role = models.CharField(_("岗位"), max_length=24, choices=Role.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("管辖区划"))
    since = models.DateField(_("开始日期"), default=clock.today)
    until = models.DateField(_("结束日期"), null=True, blank=True)
    ended_at = models.DateTimeField(_("立即结束的时间"), null=True, blank=True)
    is_waiting = models.BooleanField(_("待确认"), default=False)

    objects = ScopedManager.from_queryset(PostQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")
        ordering = ["region_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "region", "since"],
                name="post_once",
                violation_error_message=_("这个人从这一天起已有这个岗位。"),
            ),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="post_order",
            ),
        ]

    def __str__(self) -> str:
        # Every request of a signed-in user asks for it: get_role_display would translate all roles to find one.
        return f"{self.region.name} {ROLE_NAMES.get(self.role, self.role)}"

    def may(self, permission: str) -> bool:
        """Whether the post's role holds `permission`."""
        return allowed(self.role, permission)

    @property
    def level(self) -> Level:
        return Level(self.region.level)


class MessageQuerySet(ScopedQuerySet["Message"]):
    """Verbs of the inbox."""

    def to(self, post: Post) -> Self:
        """Messages to the organisation of `post` that concern what its role does."""
        return self.filter(region_id=post.region_id, permission__in=held_by(post.role))


class Message(models.Model):
    """A message (消息) to the organisation of a division: a reminder, a return, a notice.

    `permission` names whom in the organisation it concerns: those who hold it.
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("接收单位"))
    at = models.DateTimeField(_("时间"), default=clock.now)
    kind = models.CharField(_("类别"), max_length=20)
    permission = models.CharField(max_length=40, default="assignment.act")
    title = models.CharField(_("内容"), max_length=200)
    url = models.CharField(max_length=200)
    sender = models.CharField(_("来自"), max_length=80, blank=True)
    read_at = models.DateTimeField(_("阅读时间"), null=True, blank=True)
    # One reminder of one kind for one thing on one day: a repeated run adds nothing.
    key = models.CharField(max_length=80, unique=True)

    objects = ScopedManager.from_queryset(MessageQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["region", "read_at"], name="message_unread")]

    def __str__(self) -> str:
        return self.title


class HandedPage(models.Model):
    """A page that acts for somebody without an account (专用链接): who asked for its address, who handed it out, whether it was opened.

    `kind` and `object_id` say whose page it is (`zulian.accounts.handed_kinds`), `label` says it in words. `asked_at` is
    empty once it was handed out. Each handing out is a turn of its own; `pin` is the hash of the PIN that the holder gave it.
    """

    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=30)
    label = models.CharField(_("本人"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("单位"))
    asked_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("申请人")
    )
    asked_at = models.DateTimeField(_("申请时间"), null=True)
    shown_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("发放人")
    )
    shown_at = models.DateTimeField(_("发放时间"), null=True)
    taken_at = models.DateTimeField(_("本人打开时间"), null=True)
    turn = models.PositiveIntegerField(_("发放次数"), default=0)
    pin = models.CharField(max_length=128, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("专用链接")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id"],
                name="handed_page_once",
                violation_error_message=_("刚有人申请过这个链接，请刷新后再看。"),
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("accounts:handed", args=[self.kind, self.object_id])

    @property
    def state(self) -> tuple[str, str]:
        """How far its handing out is: tone and words."""
        if self.asked_at is not None:
            return "reported", str(_("待发放"))
        if self.taken_at is not None:
            return "closed", str(_("本人已打开"))
        if self.shown_at is not None:
            return "issued", str(_("已发放，本人还没有打开"))
        return "", str(_("没有发放"))


class SavedView(models.Model):
    """A view of one's own (常用视图): the query of a list (a register's label, else its URL name) under a name."""

    user = models.ForeignKey(User, models.CASCADE, related_name="views", verbose_name=_("用户"))
    page = models.CharField(_("列表"), max_length=80)
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(max_length=1500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("常用视图")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "page", "name"],
                name="saved_view_once",
                violation_error_message=_("这个列表已有同名的视图，请换一个名称。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

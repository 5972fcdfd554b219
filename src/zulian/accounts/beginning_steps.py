"""The steps of the beginning that the accounts room knows: divisions, administrators, officers, mail, keys, the trail's anchor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts import backup_watch
from zulian.accounts.beginning import KEYS_KEPT, BeginningStep, Stand, register_steps
from zulian.accounts.founding import THREE
from zulian.accounts.models import Post
from zulian.accounts.services import ROLE_LEVELS
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.regions.models import Children, Level, Region

# Who works for the organisation of each level.
OFFICERS = {level: role for role, levels in ROLE_LEVELS.items() for level in levels}


def _divisions(post: Post) -> Sequence[QuerySet[Any]]:
    here = Region.objects.under(post.region_id).current()
    return [here.filter(level=level) for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)]


def _divisions_stand(_post: Post, counts: Sequence[int]) -> Stand:
    counties, townships, villages = counts
    words = _("县（区）%(counties)d 个，乡镇（街道）%(townships)d 个，村（社区）%(villages)d 个。")
    facts = {"counties": counties, "townships": townships, "villages": villages}
    return Stand(townships > 0 and villages > 0, words % facts)


def _admins(_post: Post) -> Sequence[QuerySet[Any]]:
    with scope(EVERYTHING):
        held = Post.objects.held()
        return [held.filter(role=role) for role in THREE]


def _admins_stand(_post: Post, counts: Sequence[int]) -> Stand:
    lacking = [role.label for role, count in zip(THREE, counts, strict=True) if not count]
    if lacking:
        return Stand(False, _("还缺：%(roles)s。") % {"roles": "、".join(map(str, lacking))})
    return Stand(True, _("系统、安全、审计管理员都有了。"))


def _officers(post: Post) -> Sequence[QuerySet[Any]]:
    """Own officers, and the divisions below that have one."""
    held = Post.objects.held()
    own = held.filter(region_id=post.region_id, role=OFFICERS[Level(post.region.level)])
    children = Children.of(post.region)
    below = Region.objects.filter(code__in=[region.code for region in children.regions])
    role = OFFICERS.get(Level(children.length))
    staffed = Exists(held.filter(region_id=OuterRef("code"), role=role))
    return [own, below.filter(staffed)]


def _officers_stand(post: Post, counts: Sequence[int]) -> Stand:
    own, staffed = counts
    wanted = len(Children.of(post.region).regions)
    words = _("本级 %(own)d 人；下级 %(wanted)d 个单位，%(staffed)d 个有账号。")
    facts = {"own": own, "wanted": wanted, "staffed": staffed}
    return Stand(own > 0 and staffed >= wanted, words % facts)


def _channels_stand(_post: Post, _counts: Sequence[int]) -> Stand:
    mail, texts = bool(settings.EMAIL_HOST), bool(settings.SMS_URL)
    words = [
        _("邮件已设。") if mail else _("邮件未设（ZULIAN_EMAIL_HOST）。"),
        _("短信已设。") if texts else _("短信未设（ZULIAN_SMS_URL）。"),
    ]
    return Stand(mail or texts, "".join(words))


def _kept_keys(_post: Post) -> Sequence[QuerySet[Any]]:
    with scope(EVERYTHING):
        return [AuditEntry.objects.filter(action=KEYS_KEPT)]


def _keys_stand(_post: Post, counts: Sequence[int]) -> Stand:
    if counts[0]:
        return Stand(True, _("已确认另存，见审计日志。"))
    return Stand(False, _("还没有人确认已把密钥另存。"))


def _anchor_stand(_post: Post, _counts: Sequence[int]) -> Stand:
    if settings.ANCHOR:
        return Stand(True, _("每天自动存证。"))
    return Stand(False, _("未设（ZULIAN_ANCHOR）。"))


def _backup_stand(_post: Post, _counts: Sequence[int]) -> Stand:
    if settings.BACKUP is None:
        return Stand(False, _("未设（ZULIAN_BACKUP）；已另行备份的可不设。"))
    return Stand(not backup_watch.trouble(), backup_watch.words())


def _manual() -> str:
    return reverse("manual:chapter", args=["start"])


ADMIN, SERVER = gettext_lazy("系统管理员"), gettext_lazy("管服务器的人")
register_steps(
    BeginningStep(
        key="divisions",
        order=10,
        name=gettext_lazy("区划：县、乡镇、村"),
        why=gettext_lazy("应建的台账按区划自动建好；村（社区）用表格导入。"),
        who=ADMIN,
        button=gettext_lazy("导入村（社区）"),
        url=lambda: reverse("ledgers:import", args=["regions"]),
        permission="region.write",
        rows=_divisions,
        stand=_divisions_stand,
    ),
    BeginningStep(
        key="admins",
        order=20,
        name=gettext_lazy("三名管理员"),
        why=gettext_lazy("三种管理员由不同的人担任，互相制约。"),
        who=ADMIN,
        button=gettext_lazy("查看人员岗位"),
        url=lambda: reverse("accounts:staff"),
        permission="staff.read",
        rows=_admins,
        stand=_admins_stand,
        seen_with="staff.write",
    ),
    BeginningStep(
        key="officers",
        order=30,
        name=gettext_lazy("本级和下级的干部账号"),
        why=gettext_lazy("没有账号的单位收不到任务，也不能签收、上报。"),
        who=ADMIN,
        button=gettext_lazy("添加人员"),
        url=lambda: reverse("accounts:staff-add"),
        permission="staff.write",
        rows=_officers,
        stand=_officers_stand,
    ),
    BeginningStep(
        key="channels",
        order=40,
        name=gettext_lazy("邮件和短信"),
        why=gettext_lazy("志愿者和求助人的验证码由此发出；不设，群众须到站点办理。"),
        who=SERVER,
        button=gettext_lazy("怎么设"),
        url=lambda: f"{_manual()}#邮件、短信和存证",  # untranslated: a heading of the manual
        permission="staff.write",
        seen_with="staff.write",
        on_server=True,
        stand=_channels_stand,
    ),
    BeginningStep(
        key="keys",
        order=50,
        name=gettext_lazy("密钥另存一份"),
        why=gettext_lazy(
            "数据密钥丢了，残疾人档案里加密的内容谁也打不开；副本不要和数据库放在一起。"
        ),
        who=SERVER,
        button=gettext_lazy("已另存，确认"),
        url=lambda: reverse("start:keep-keys"),
        permission="staff.write",
        seen_with="staff.write",
        rows=_kept_keys,
        stand=_keys_stand,
        click=True,
    ),
    BeginningStep(
        key="anchor",
        order=60,
        name=gettext_lazy("审计日志存证"),
        why=gettext_lazy("每天把审计日志的指纹存到别处，被改过就能查出来。"),
        who=SERVER,
        button=gettext_lazy("怎么设"),
        url=lambda: f"{_manual()}#邮件、短信和存证",  # untranslated: a heading of the manual
        permission="staff.write",
        seen_with="staff.write",
        on_server=True,
        stand=_anchor_stand,
    ),
    BeginningStep(
        key="backup",
        order=65,
        name=gettext_lazy("每夜备份"),
        why=gettext_lazy("数据库和附件每夜加密备份，核对无误后才清理旧的。"),
        who=SERVER,
        button=gettext_lazy("怎么设"),
        url=lambda: f"{_manual()}#每夜备份",  # untranslated: a heading of the manual
        permission="staff.write",
        seen_with="staff.write",
        on_server=True,
        stand=_backup_stand,
    ),
)

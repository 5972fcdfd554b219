"""How a site begins (启用本站): its place with the divisions below, and the three administrators, who do everything else.

Open only while there is no account. From a page it takes the code that `zulian up` prints on the server's console, so that
nobody who merely finds the address can take the site.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.db import IntegrityError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from zulian.accounts import services
from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.foundation import clock
from zulian.foundation.actor import Actor, acting, current_actor
from zulian.foundation.audit import record
from zulian.foundation.models import Sending
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.regions import services as divisions
from zulian.regions import shipped
from zulian.regions.called import whole_code
from zulian.regions.models import Region

# The three administrators, in the order in which they are asked for.
THREE = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
# What one founding claims, so that of two at the same moment one waits and is refused.
CLAIM = "founding"
CODE_LENGTH, PART = 12, 4
LONGEST_NAME = 40


@dataclass(frozen=True)
class Admin:
    """Who is to be an administrator: the name to sign in with, and the person's own."""

    username: str
    name: str


@dataclass(frozen=True)
class Made:
    """An account that was made, with its first password, which is shown once."""

    role: Role
    admin: Admin
    password: str


def is_open() -> bool:
    """Whether this site has no account at all."""
    return not User.objects.exists()


def code() -> str:
    """The code of this empty site: of its signing key and of the moment its tables were made, the same in every process.

    Once there is an account it opens nothing; a database that is made anew has another one.
    """
    moments = [one.applied for one in MigrationRecorder(connection).applied_migrations().values()]
    made = min(moments).isoformat() if moments else ""
    digest = salted_hmac("zulian.accounts.founding", made, algorithm="sha256").digest()
    text = base64.b32encode(digest).decode()[:CODE_LENGTH]
    return "-".join(text[start : start + PART] for start in range(0, CODE_LENGTH, PART))


def is_code(text: str) -> bool:
    """Whether somebody typed the code, with or without its dashes, in letters of any size."""
    plain = "".join(text.split()).replace("-", "").upper()
    return constant_time_compare(plain, code().replace("-", ""))


def missing() -> list[Role]:
    """Which of the three administrators nobody is yet."""
    with scope(EVERYTHING):
        held = set(Post.objects.held().filter(role__in=THREE).values_list("role", flat=True))
    return [role for role in THREE if role not in held]


def place_named(words: str) -> shipped.Shipped:
    """The division that a text means, of those that are loaded or else of the shipped list.

    Raises ValidationError where it means none or several.
    """
    wanted = words.strip()
    regions = Region.objects.current().filter(name=wanted)[:2]
    code = whole_code(wanted)
    regions = Region.objects.current().filter(code=code) if code else regions
    if len(regions) == 1:
        return shipped.Shipped(regions[0].code, regions[0].name, regions[0].name)
    return shipped.the_one(wanted)


def check(admins: Mapping[Role, Admin]) -> None:
    """Raise ValidationError, by field, for a name that cannot be, and where two of the three are one person."""
    faults: dict[str, str] = {}
    for role, admin in admins.items():
        others = [one for each, one in admins.items() if each != role]
        if not _is_username(admin.username):
            faults[f"{role}_username"] = _(
                "登录名请只用字母、数字、下划线和连字符，最多 40 个，如 zhangsan。"
            )
        elif any(admin.username.lower() == one.username.lower() for one in others):
            faults[f"{role}_username"] = _("三名管理员的登录名不能相同。")
        if not admin.name.strip() or len(admin.name) > LONGEST_NAME:
            faults[f"{role}_name"] = _("请填写姓名，最多 40 个字。")
        elif any(admin.name.strip() == one.name.strip() for one in others):
            faults[f"{role}_name"] = _("系统、安全、审计管理员须由不同人员担任。")
    if faults:
        raise ValidationError(faults)


def _is_username(text: str) -> bool:
    try:
        validate_slug(text)
    except ValidationError:
        return False
    return len(text) <= LONGEST_NAME


def found(place: str, admins: Mapping[Role, Admin]) -> list[Made]:
    """Load the division of the code `place` with all below and above it, and make the three accounts: all of it or nothing.

    Divisions that are there already stay as they are. Raises ValidationError where the site has an account already, for a place that is not
    known, and for names that cannot be.
    """
    check(admins)
    with scope(EVERYTHING), acting(_founder()), unit_of_work():
        _claim()
        if not is_open():
            raise ValidationError(_("本站刚才已经启用，请直接登录，或向系统管理员要账号。"))
        region = founded(place)
        made = make(region, admins)
        record("site.found", region, {"administrators": [one.admin.username for one in made]})
    return made


def complete(place: str, admins: Mapping[Role, Admin]) -> list[Made]:
    """The same where the site may have accounts already: for those of the three administrators that are missing."""
    if is_open():
        return found(place, admins)
    with scope(EVERYTHING), acting(_founder()), unit_of_work():
        return make(founded(place), admins)


def founded(place: str) -> Region:
    """The division of a code, with all below and above it where it was not there; raises ValidationError for an unknown one."""
    if not Region.objects.filter(code=place).exists():
        divisions.load(shipped.rows(place))
    region = Region.objects.current().filter(code=place).first()
    if region is None:
        raise ValidationError(_("没有代码为 %(code)s 的区划，请重新选择。"), params={"code": place})
    return region


def make(region: Region, admins: Mapping[Role, Admin]) -> list[Made]:
    """Make the accounts of administrators in a division, in one unit of work; raises ValidationError for a name that is taken."""
    check(admins)
    made = []
    with scope(EVERYTHING), unit_of_work():
        for role, admin in admins.items():
            try:
                user = services.add_staff(admin.username, admin.name.strip(), role, region)
            except ValidationError as error:
                raise ValidationError({f"{role}_username": error.messages}) from error
            made.append(Made(role, admin, services.first_password(user)))
    return made


def _founder() -> Actor:
    """Nobody is signed in: the trail says that the site was begun, and from where."""
    return replace(current_actor(), name=current_actor().name or _("启用本站"))


def _claim() -> None:
    """Let one founding be written at a time; what is refused or fails leaves no claim behind."""
    try:
        with unit_of_work():
            Sending.objects.create(digest=CLAIM, at=clock.now())
    except IntegrityError as error:
        raise ValidationError(_("本站刚才已经启用，请直接登录，或向系统管理员要账号。")) from error

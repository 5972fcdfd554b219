"""The ledger of users and their posts (人员岗位)."""

from __future__ import annotations

import re
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post, User
from zulian.accounts.services import LONGER, has_to_wait, own_fault, post_fault
from zulian.accounts.tables import StaffFilter
from zulian.foundation.clock import today
from zulian.foundation.ledger import (
    Draft,
    Ledger,
    Row,
    register_ledger,
)
from zulian.foundation.ledger_cells import CellError, half_width
from zulian.foundation.ledger_columns import model_column
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.regions.ledgers import home_column, open_book
from zulian.regions.models import Region

LOGIN = re.compile(r"[A-Za-z0-9_-]{2,40}")
_new: ContextVar[dict[str, int] | None] = ContextVar("zulian_new_logins", default=None)
# Of each name the roles that rows before gave it: administrators hold one alone.
_given: ContextVar[dict[str, set[str]] | None] = ContextVar("zulian_given_roles", default=None)


def read_login(text: str) -> str:
    """A sign-in name."""
    name = half_width(text)
    if not LOGIN.fullmatch(name):
        raise CellError(_("登录名只能用字母、数字、下划线和短横，2 至 40 位。"))
    return name


def read_email(text: str) -> str:
    """An e-mail address."""
    try:
        validate_email(text)
    except ValidationError as error:
        raise CellError(_("“%(text)s”不是电子邮箱地址。") % {"text": text[:40]}) from error
    return text


def _prepare() -> None:
    open_book()
    _new.set({})
    _given.set({})


def _identify(values: Row) -> str:
    return (
        f"{values['username']}|{values['role']}|{values['region']}"
        if {"username", "role", "region"} <= values.keys()
        else ""
    )


def _find(drafts: list[Draft]) -> None:
    """The users and posts that a chunk names, and every role that those users hold."""
    names = {d.values["username"] for d in drafts if d.key}
    with scope(EVERYTHING):
        users = {u.username: u for u in User.objects.filter(username__in=names)}
        posts = list(
            Post.objects.filter(user__username__in=names).not_over(today()).select_related("user")
        )
        regions = Region.objects.in_bulk({d.values["region"] for d in drafts if d.key})
    known = set(
        Post.objects.filter(user__username__in=names).values_list("user__username", flat=True)
    )
    for draft in drafts:
        if not draft.key:
            continue
        name = draft.values["username"]
        if name in users:
            draft.found[User] = users[name]
        mine = [p for p in posts if p.user.username == name]
        for post in mine:
            if (post.role, post.region_id) == (draft.values["role"], draft.values["region"]):
                draft.take(Post, post)
        draft.values |= {
            "held": {p.role for p in mine},
            "place": regions.get(draft.values["region"]),
            "ours": name in known,
        }


def _plan(draft: Draft) -> None:
    """A known user belongs to this jurisdiction; the role fits the level, and what else the person holds."""
    values = draft.values
    there = draft.found.get(User)
    if there is not None and not values["ours"]:
        draft.refuse(
            "username", _("登录名“%(name)s”已被其他地区使用，请换一个。") % {"name": there.username}
        )
    _check_post(draft)
    first = values.get("since") or (draft.found[Post].since if Post in draft.found else today())
    if values.get("until") and values["until"] < first:
        draft.refuse("until", _("结束日期不能早于开始日期 %(since)s。") % {"since": first})
    if Post in draft.found and _is_longer(draft.found[Post].until, values):
        draft.refuse("until", str(LONGER))
    if there is None:
        _new_user(draft)
    else:
        if said := draft.said("name", "email"):
            draft.puts[User] = said
        if there.demo and _changes_posts(draft):
            draft.puts.setdefault(User, {})["demo"] = ""
    if draft.faults:
        return
    if Post in draft.found:
        draft.puts[Post] = {"until": values["until"]} if "until" in values else {}
    else:
        draft.puts[Post] = {
            "role": values["role"],
            "region_id": values["region"],
            "since": first,
            "until": values.get("until"),
            "ended_at": None,
            "is_waiting": has_to_wait(),
        }


def _is_longer(until: date | None, values: Row) -> bool:
    """Whether a row lets a post go on for longer than it would."""
    if until is None or "until" not in values:
        return False
    return values["until"] is None or values["until"] > until


def _check_post(draft: Draft) -> None:
    """The role fits the level and what else the person holds, by rows before too; nobody changes posts of their own."""
    values, given, there = draft.values, _given.get(), draft.found.get(User)
    assert given is not None
    roles = given.setdefault(values["username"], set())
    if Post not in draft.found and (
        fault := post_fault(values["role"], values["place"], values["held"] | roles)
    ):
        draft.refuse(*fault)
    if there is not None and _changes_posts(draft) and (own := own_fault(there)):
        draft.refuse("username", own)
    if not draft.faults:
        roles.add(values["role"])


def _changes_posts(draft: Draft) -> bool:
    """Whether a row gives a post or changes when one ends."""
    post = draft.found.get(Post)
    return post is None or ("until" in draft.values and draft.values["until"] != post.until)


def _new_user(draft: Draft) -> None:
    values, made = draft.values, _new.get()
    assert made is not None
    before = made.get(values["username"], draft.number)
    if not draft.faults:
        made[values["username"]] = before
    if before != draft.number:
        draft.refuse(
            "username",
            _("第 %(n)d 行刚新增这个登录名，其第二个岗位请在导入后再加。") % {"n": before},
        )
        return
    draft.puts[User] = {
        "username": values["username"],
        "name": values["name"],
        "email": values.get("email", ""),
        "is_active": True,
        "last_login": None,
        "must_change_password": False,
        "password_since": None,
        "reset_asked_at": None,
        "calendar_key": "",
        # Its holder chooses one, with the code of a letter.
        "password": make_password(None),
    }


def rows() -> Any:
    """Posts of the jurisdiction with their users."""
    return Post.objects.select_related("user").order_by("region_id", "id")


STAFF = Ledger(
    key="staff",
    name=gettext_lazy("人员岗位"),
    rows=rows,
    models=(User, Post),
    main=Post,
    links={Post: {"user_id": User}},
    counted=("role",),
    columns=(
        model_column(
            Post,
            "user.username",
            key="username",
            read=read_login,
            synonyms=("用户名", "账号"),
            required=True,
            fixed=True,
            text=True,
        ),
        model_column(Post, "user.name", key="name", required=True, width=12),
        model_column(
            Post,
            "user.email",
            key="email",
            read=read_email,
            synonyms=("邮箱", "电子邮件"),
            width=24,
        ),
        model_column(Post, "role", synonyms=("角色",), required=True, fixed=True, width=24),
        home_column(
            Post, "region", synonyms=("区划", "单位", "所属区划"), required=True, fixed=True
        ),
        model_column(Post, "since", synonyms=("任职日期",), fixed=True),
        model_column(Post, "until", synonyms=("离任日期",)),
    ),
    identify=_identify,
    find=_find,
    plan=_plan,
    prepare=_prepare,
    filters=StaffFilter,
    read="staff.read",
    write="staff.write",
    url="accounts:staff",
    note=gettext_lazy(
        "一人多岗的，每个岗位写一行。填写结束日期即结束该岗位。新增的岗位经安全管理员确认后生效，密码由本人凭启用函设定。"
    ),
)
register_ledger(STAFF)

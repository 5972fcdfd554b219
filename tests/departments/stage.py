"""Plain builders of departments, of who speaks for them, and of letters."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from zulian.accounts.models import Post
from zulian.departments.models import Department, Letter, Liaison
from zulian.departments.services import departments, letters
from zulian.foundation.clock import today

PHONE = "04180000011"


def department(post: Post, name: str = "民政局", **more: Any) -> Department:
    values = {"name": name, "aliases": "", "kind": "government", "address": ""}
    return departments.add(post, values | more)


def liaison(post: Post, of: Department, name: str = "演联络", **more: Any) -> Liaison:
    values = {"name": name, "duty": "副局长", "phone": PHONE, "email": "", "since": today()}
    return departments.add_liaison(of.pk, post, values | more)


def draft(post: Post, to: Department | None = None, **more: Any) -> Letter:
    values = {
        "department": to or department(post),
        "title": "关于商请共享低保对象名单的函",
        "text": "请提供低保对象中的残疾人名单。",
        "about": "",
        "answer_by": today() + timedelta(days=10),
        "file": None,
    }
    return letters.draw_up(post, values | more)


def sent(
    post: Post,
    to: Department | None = None,
    number: str = "",
    days: int = 0,
    answer_by: date | None = None,
) -> Letter:
    """One that went out so many days ago."""
    row = draft(post, to)
    return letters.send(row.pk, post, number, today() - timedelta(days=days), answer_by)


def answered(post: Post, to: Department | None = None, **more: Any) -> Letter:
    values = {"answered_on": today(), "answer": "同意共享。", "file": None}
    return letters.answer(sent(post, to).pk, post, values | more)

"""Handouts in the world of the standing tables: one of the county, read by one of two, and one of its township."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.handouts import services


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """The county's goes to townships and villages, so that it waits for both of them."""
    county, town = inside[Role.COUNTY_OFFICER], inside[Role.TOWNSHIP_OFFICER]
    values = {"title": "评估标准学习材料", "text": "请学习。"}
    sent = services.send_out(
        county, values | {"roles": [Role.TOWNSHIP_OFFICER, Role.COMMISSIONER, Role.ASSESSOR]}
    )
    read = services.send_out(county, values | {"roles": [Role.TOWNSHIP_OFFICER]})
    return {"handout": sent, "handout-read": services.read(read, town).handout}


PAGES = {
    "handouts:handout": "handout",
    "handouts:handout-read": "handout",
    "handouts:handout-remind": "handout",
    "handouts:handout-stop": "handout",
    "handouts:handout-unread": "handout",
    "handouts:handout-readers": "handout-read",
}
SENT: dict[str, Callable[[Any], Any]] = {
    "handouts:handout-add": lambda w: {
        "kind": "notice",
        "title": "新通知",
        "text": "请读。",
        "roles": ["commissioner"],
    },
    "handouts:handout-read": lambda w: {},
    "handouts:handout-remind": lambda w: {},
    "handouts:handout-stop": lambda w: {},
    "handouts:handout-many": lambda w: {
        "action": "read",
        "row": [w.rows["handout"].pk, w.rows["handout-read"].pk],
    },
}
ACTIONS = {f"handouts:handout-{name}" for name in ("read", "remind", "stop", "many")}

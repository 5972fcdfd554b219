"""Sending to the inbox of an organisation, and by e-mail where a mail host is configured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db import connections, router
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Message, Post
from zulian.accounts.roles import OFFICERS, held_by
from zulian.foundation import sending
from zulian.foundation.scopes import EVERYTHING, scope

# What a message is about, by its kind; several kinds may share their words.
KINDS = {
    "adopted": gettext_lazy("任务下达和收回"),
    "issued": gettext_lazy("任务下达和收回"),
    "carried": gettext_lazy("任务下达和收回"),
    "recalled": gettext_lazy("任务下达和收回"),
    "returned": gettext_lazy("退回和抽查"),
    "decided": gettext_lazy("申请批复"),
    "reminder": gettext_lazy("到期提醒"),
    "notice": gettext_lazy("督办"),
    "question": gettext_lazy("提问和答复"),
    "bulletin": gettext_lazy("通报"),
    "campaign": gettext_lazy("基层评估"),
    "problem": gettext_lazy("基层评估"),
    "congress": gettext_lazy("换届"),
    "meeting": gettext_lazy("会议"),
    "case": gettext_lazy("维权"),
    "statistics": gettext_lazy("统计报表"),
    "service": gettext_lazy("志愿服务"),
    "appraisal": gettext_lazy("绩效考核"),
}


@lru_cache(maxsize=64)
def _unread_statement(role: str) -> tuple[str, tuple[str, ...]]:
    """The statement that counts the unread messages of a post in a role, and what it is given beside the post's division."""
    held, meta = tuple(held_by(role)), Message._meta
    columns = {field.name: f'"{field.column}"' for field in meta.concrete_fields}
    region, permission, read_at = (columns[name] for name in ("region", "permission", "read_at"))
    marks = ", ".join(["%s"] * len(held))
    where = f"{region} = %s AND {permission} IN ({marks}) AND {read_at} IS NULL"
    return f'SELECT COUNT(*) FROM "{meta.db_table}" WHERE {where}', held  # noqa: S608  (names of columns)


def unread_of(post: Post) -> int:
    """How many messages to a post are unread. All pages ask it, so its statement is written once for a role.

    The rows are those of `Message.objects.to(post)` without a day of reading, within whatever scope is open: one's own.
    """
    statement, held = _unread_statement(post.role)
    if not held:
        return 0
    with connections[router.db_for_read(Message)].cursor() as cursor:
        cursor.execute(statement, [post.region_id, *held])
        return int(cursor.fetchone()[0])


def kinds_called(words: str) -> list[str]:
    """The kinds that share some words."""
    return [kind for kind, name in KINDS.items() if str(name) == words]


def send(region_id: str, kind: str, title: str, url: str, key: str, sender: str = "") -> bool:
    """Put a message into the inbox of `region_id` once per `key`; True when it is new."""
    with scope(EVERYTHING):
        _message, new = Message.objects.get_or_create(
            key=key[:80],
            defaults={
                "region_id": region_id,
                "kind": kind,
                "title": title[:200],
                "url": url,
                "sender": sender[:80],
            },
        )
        if new:
            for address in _addresses(region_id):
                sending.send(address, title, title)
    return new


@dataclass(frozen=True)
class Letter:
    """A message on its way: to which organisation, of what kind, with which title and address, once per `key`."""

    region_id: str
    kind: str
    title: str
    url: str
    key: str
    sender: str = ""


def send_all(letters: Iterable[Letter]) -> int:
    """Put many messages into the inboxes, each once per its key; returns how many are new."""
    with scope(EVERYTHING):
        by_key = {letter.key[:80]: letter for letter in letters}
        known = set(Message.objects.filter(key__in=by_key).values_list("key", flat=True))
        fresh = {key: letter for key, letter in by_key.items() if key not in known}
        Message.objects.bulk_create(
            (
                Message(
                    key=key,
                    region_id=letter.region_id,
                    kind=letter.kind,
                    title=letter.title[:200],
                    url=letter.url,
                    sender=letter.sender[:80],
                )
                for key, letter in fresh.items()
            ),
            batch_size=500,
            ignore_conflicts=True,
        )
        for letter in fresh.values():
            for address in _addresses(letter.region_id):
                sending.send(address, letter.title, letter.title)
    return len(fresh)


def _addresses(region_id: str) -> list[str]:
    """The e-mail addresses of the officers of a division; none where no mail host is configured."""
    if not settings.EMAIL_HOST:
        return []
    held = (
        Post.objects.filter(region_id=region_id, role__in=OFFICERS).held().exclude(user__email="")
    )
    return list(held.values_list("user__email", flat=True))

"""Sending to the inbox of an organisation, and by e-mail where a mail host is configured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from zulian.accounts.models import Message, Post
from zulian.accounts.roles import OFFICERS
from zulian.foundation import sending
from zulian.foundation.scopes import EVERYTHING, scope


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
    held = Post.objects.filter(region_id=region_id, role__in=OFFICERS).held().exclude(user__email="")
    return list(held.values_list("user__email", flat=True))

"""Sending to the inbox of an organisation, and by e-mail where a mail host is configured."""

from __future__ import annotations

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


def _addresses(region_id: str) -> list[str]:
    """The e-mail addresses of the officers of a division; none where no mail host is configured."""
    if not settings.EMAIL_HOST:
        return []
    held = Post.objects.filter(region_id=region_id, role__in=OFFICERS).held().exclude(user__email="")
    return list(held.values_list("user__email", flat=True))

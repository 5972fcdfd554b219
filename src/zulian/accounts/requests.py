"""What a request tells of who sends it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from zulian.foundation.proxies import client_address


def address_of(request: HttpRequest) -> str:
    """The network address a request came from: the trail keeps it, and failed sign-ins are counted by it."""
    meta = request.META
    return client_address(
        meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), settings.PROXIES
    )

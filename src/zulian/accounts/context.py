"""What every page knows: the post in use, the others to switch to, the unread messages, where its help is."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from zulian.accounts.help_places import address_in_manual
from zulian.accounts.messages import unread_of
from zulian.accounts.middleware import SEEN_SECONDS


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context of the base layout; empty before sign-in."""
    post = getattr(request, "post", None)
    if post is None:
        return {"post": None}
    match = request.resolver_match
    return {
        "post": post,
        "help_url": address_in_manual(post.role, match.view_name if match else ""),
        # How long a session lasts at least: its last use is not told to the second.
        "session_seconds": settings.SESSION_COOKIE_AGE - SEEN_SECONDS,
        "posts": getattr(request, "posts", []),
        # Templates call it; those inside a page that don't show it ask nothing.
        "unread_messages": cache(lambda: unread_of(post)),
    }

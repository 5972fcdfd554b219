"""What every page knows: the post in use, the others to switch to, the unread messages."""

from functools import cache
from typing import Any

from django.http import HttpRequest

from zulian.accounts.messages import unread_of


def desk(request: HttpRequest) -> dict[str, Any]:
    """Context of the base layout; empty before sign-in."""
    post = getattr(request, "post", None)
    if post is None:
        return {"post": None}
    return {
        "post": post,
        "posts": getattr(request, "posts", []),
        # Templates call it; those inside a page that don't show it ask nothing.
        "unread_messages": cache(lambda: unread_of(post)),
    }

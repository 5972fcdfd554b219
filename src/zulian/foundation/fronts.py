"""What stands on the first page of an app before its list: its state in a few pictures, provided by the apps below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from zulian.foundation.navigation import is_entry
from zulian.foundation.registry import Registry

# From the label of an app and a post to what is shown, "" for nothing.
FrontProvider = Callable[[str, Any], SafeString]
_providers: Registry[FrontProvider] = Registry("providers of the fronts of apps")


def register_front(provider: FrontProvider) -> FrontProvider:
    """Let `provider(app, post)` show something on the first page of each app."""
    return _providers.add(provider)


def front_of(request: HttpRequest) -> SafeString:
    """What stands on a page: nothing but on the one that an entry of the navigation leads to, not narrowed or turned over."""
    match, post = request.resolver_match, getattr(request, "post", None)
    if match is None or post is None or request.GET or not is_entry(match.view_name):
        return SafeString()
    return format_html_join(
        "", "{}", ((provider(match.app_name, post),) for provider in _providers)
    )

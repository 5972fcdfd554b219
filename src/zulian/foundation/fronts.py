"""What stands on the first page of an app before its list: its state in a few pictures, provided by the apps below it and by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from zulian.foundation.navigation import is_entry
from zulian.foundation.pictures import Picture, drawn
from zulian.foundation.registry import Registry

# From the label of an app and a post to what is shown, "" for nothing.
FrontProvider = Callable[[str, Any], SafeString]
# From a post to pictures.
Pictures = Callable[[Any], Sequence[Picture]]
_providers: Registry[FrontProvider] = Registry("providers of the fronts of apps")
_pictures: Registry[tuple[str, Pictures]] = Registry("pictures on the fronts of apps")


def register_front(provider: FrontProvider) -> FrontProvider:
    """Let `provider(app, post)` show something on the first page of each app."""
    return _providers.add(provider)


def register_pictures(*pages: str) -> Callable[[Pictures], Pictures]:
    """Let the function that follows draw pictures on pages that entries of the navigation lead to, in at most two statements."""

    def put(pictures: Pictures) -> Pictures:
        _pictures.add_all(*((page, pictures) for page in pages))
        return pictures

    return put


def front_of(request: HttpRequest) -> SafeString:
    """What stands on a page: nothing but on the one that an entry of the navigation leads to, not narrowed or turned over."""
    match, post = request.resolver_match, getattr(request, "post", None)
    if match is None or post is None or request.GET or not is_entry(match.view_name):
        return SafeString()
    shown = [provider(match.app_name, post) for provider in _providers]
    pictures = [one for page, draw in _pictures if page == match.view_name for one in draw(post)]
    return format_html_join(
        "", "{}", ((part,) for part in (*shown, drawn(pictures, above_list=True)))
    )

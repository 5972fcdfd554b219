"""Headers of every answer that Django has no setting for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from zulian.foundation.logs import is_key
from zulian.foundation.public import fronts

# No page of the site asks for any of these, so nothing that gets into a page may.
FEATURES = (
    "camera",
    "display-capture",
    "geolocation",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)
POLICY = ", ".join(f"{feature}=()" for feature in FEATURES)


class PermissionsPolicyMiddleware:
    """Tells browsers which of their devices the site never uses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer with the policy."""
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = POLICY
        return response


class PagesByKeyMiddleware:
    """Keeps pages that a key in their address opens out of search engines and of what browsers keep."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, marked where its address holds what may be a key."""
        response, match = self.get_response(request), request.resolver_match
        if match is not None and any(is_key(value) for value in match.kwargs.values()):
            response.headers.setdefault("Cache-Control", "no-store")
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may look at: the first public page of each room, and nothing else."""
    lines = ["User-agent: *", *(f"Allow: {url}$" for _name, url in fronts()), "Disallow: /"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")

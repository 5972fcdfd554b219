"""The search (搜索): its page, and what stands below the box while somebody types.

The box is sent, not asked for: what is typed may be a person's number, and addresses are kept in logs and histories.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.searching import SearchResult, is_secret, search_for

MAX_WORDS = 60


def _asked(words: str) -> str:
    """The address of the page of some words."""
    return f"{reverse('search')}?{urlencode({'q': words})}"


@page("desk")
def search(request: PostRequest) -> HttpResponseBase:
    """People, cards, divisions and pages by name; what else bears the words comes after them, `kind` shows one kind alone."""
    if request.method == "POST":
        return _sent(request)
    words, only = request.GET.get("q", "").strip()[:MAX_WORDS], request.GET.get("kind", "")
    is_rest = request.GET.get("part") == "rest"
    if is_secret(words):
        return _page(request, "", SearchResult([]), is_refused=True)
    result = search_for(request.post, words, is_quick=not is_rest, only=only)
    if is_rest and request.headers.get("HX-Request") == "true":
        return render(request, "foundation/search_rest.html", {"words": words, "result": result})
    return _page(request, words, result, is_rest=is_rest, only=only)


def _page(
    request: PostRequest, words: str, result: SearchResult, **more: str | bool
) -> HttpResponse:
    context = {
        "title": _("搜索"),
        "words": words,
        "searched": words,
        "result": result,
        **more,
    }
    return render(request, "foundation/search.html", context)


def _sent(request: PostRequest) -> HttpResponseBase:
    """Words lead to their page; a number to the one row that has it."""
    words = request.POST.get("q", "").strip()[:MAX_WORDS]
    if not is_secret(words):
        return redirect(_asked(words))
    result = search_for(request.post, words)
    if len({hit.url for hit in result.hits}) == 1:
        return redirect(result.hits[0].url)
    response = _page(request, "", result, is_number=True)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@page("desk")
def typed(request: PostRequest) -> HttpResponseBase:
    """What stands below the box while somebody types: first what is quick, then `part=rest` the rest."""
    words = request.POST.get("q", "").strip()[:MAX_WORDS]
    is_rest = request.POST.get("part") == "rest"
    result = search_for(request.post, words, is_quick=not is_rest)
    asked = "" if is_secret(words) else _asked(words)
    context = {
        "result": result,
        "asked": asked,
        "is_rest": is_rest,
        "part": "rest" if is_rest else "quick",
    }
    response = render(request, "foundation/search_typed.html", context)
    response["Cache-Control"] = "no-store"
    return response

"""Forms that are sent twice: a second click, or a page sent again, is answered as the first and does nothing.

Every form of the house carries a token of its page. What was sent with it is claimed in the database before it is done, so
that of several at the same moment one does it and the others wait for its answer. What is done already is answered before
its view looks for rows that may be gone by now. Whoever goes back and changes something sends something else, which is done.
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.foundation.models import Sending
from zulian.foundation.work import unit_of_work

FIELD = "once"
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")
PATIENCE_SECONDS, POLL_SECONDS = 20.0, 0.1
KEPT = timedelta(days=1)
# Old claims are cleared by one claim of so many.
CLEARED_BY = 50
LONGEST_ANSWER = 500


def digest_of(request: HttpRequest) -> str:
    """What tells one sending from another: the page's token, who sends, to where, and all that is sent. "" without a token."""
    token = request.POST.get(FIELD, "")
    if not TOKEN.fullmatch(token):
        return ""
    fields = sorted(
        (name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"
    )
    files = sorted(
        (name, [(f.name, f.size) for f in values]) for name, values in request.FILES.lists()
    )
    who = getattr(request.user, "pk", None)
    text = json.dumps([who, request.path, fields, files], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def do_once(request: HttpRequest, act: Callable[[], str]) -> str:
    """The address to which `act` leads; what was sent already is not done again and leads to the same one.

    What `act` raises is raised, and the form may be sent again. Raises ValidationError where the first one is not done yet.
    """
    digest = digest_of(request)
    if not digest:
        return act()
    until = time.monotonic() + PATIENCE_SECONDS
    while not _claim(digest):
        if answer := _answer(digest):
            return answer
        if time.monotonic() > until:
            raise ValidationError(
                _("刚才提交的内容正在处理，请稍候刷新页面查看结果，不要重复提交。")
            )
        time.sleep(POLL_SECONDS)
    try:
        answer = act()
    except BaseException:
        Sending.objects.filter(digest=digest).delete()
        raise
    Sending.objects.filter(digest=digest).update(answer=answer[:LONGEST_ANSWER])
    return answer


class AnsweredMiddleware:
    """Answers what was sent and done already with the address to which it led, whatever has become of its rows since."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Once a view is found; None where it is to act."""
        if request.method != "POST":
            return None
        digest = digest_of(request)
        answer = _answer(digest) if digest else ""
        return redirect(answer) if answer else None


def _answer(digest: str) -> str:
    """The address to which a sending led; "" while it is not done."""
    return Sending.objects.filter(digest=digest).values_list("answer", flat=True).first() or ""


def _claim(digest: str) -> bool:
    """Whether this is the first sending; it is written down at once, before anything is done."""
    now = timezone.now()
    if secrets.randbelow(CLEARED_BY) == 0:
        Sending.objects.filter(at__lt=now - KEPT).delete()
    try:
        with unit_of_work():
            Sending.objects.create(digest=digest, at=now)
    except IntegrityError:
        return False
    return True

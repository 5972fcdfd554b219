"""The permission table: how its file is read and written, and how an address is asked.

`permissions.txt` is the table. Columns are the roles, a row is an address, a method and a side of the jurisdiction; answers
are HTTP statuses, `+` after one says that the write left an audit entry.
"""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotFound
from django.test import RequestFactory, override_settings

from tests.leadership.stage import SECRET
from tests.tables import associations, certificates, social, volunteers
from tests.tables.world import SENT, World, address, names
from zulian import urls
from zulian.accounts import middleware
from zulian.accounts.events import FORBIDDEN, MISSING
from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.foundation.recall import recall
from zulian.foundation.scopes import Scope
from zulian.regions.models import SCOPES

FILE = Path(__file__).with_name("permissions.txt")
Key = tuple[str, str, str]
# Open without a post; their own tests say how they behave.
OPEN = {"accounts:sign-in", "accounts:sign-out", "accounts:demo-sign-in"}
# For everybody: the keys of the calendar and of a teller are their sign-in, the board is public by rule, the other two
# are parts of a page.
PUBLIC = {
    *volunteers.PUBLIC,
    *associations.PUBLIC,
    *social.PUBLIC,
    *certificates.PUBLIC,
    "congress:count",
    "people:privacy",
    "plans:feed",
    "robots",
    "accounts:activate",
    "accounts:second",
    "start:code",
    "start:place",
    "start:admins",
    "manual:index",
    "manual:chapter",
    "certificates:board",
    "certificates:field-worker",
    "certificates:field-manifest",
}
ADDRESSES = [name for name in names() if name not in OPEN]
KEYS: list[Key] = [
    (name, method, side)
    for name in ADDRESSES
    for method in (["GET", "POST"] if name in SENT else ["GET"])
    for side in ("inside", "beside")
]
ROLES = list(Role)


def table() -> dict[Key, list[str]]:
    """The rows of the file."""
    lines = [
        line.split()
        for line in FILE.read_text(encoding="utf-8").splitlines()
        if line and line[0] not in "#|"
    ]
    return {(cells[0], cells[1], cells[2]): cells[3:] for cells in lines}


class Asker:
    """Asks addresses in a world: through the site's middleware, resolver and views, with less around them than a browser.

    Who asks is signed in by a cookie that holds the whole session, so that neither session nor user is looked up; post
    and jurisdiction are, unless `looked_up_once`.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.factory = RequestFactory()
        self.handler = BaseHandler()
        with override_settings(SESSION_ENGINE=SessionStore.__module__):
            self.handler.load_middleware()

    def answers(self, name: str, method: str, side: str) -> list[str]:
        """The answer to each role."""
        posts = self.world.inside if side == "inside" else self.world.outside
        url = address(name, self.world)
        return [self.answer(posts[role], name, method, url) for role in ROLES]

    def answer(self, post: Post, name: str, method: str, url: str) -> str:
        """The status that `post` gets; nothing it did is kept."""
        request = self.request(post, name, method, url)
        with transaction.atomic():
            before = audit_entries()
            response = self.handler.get_response(request)
            # A refusal is on record too, and that is all.
            refused = response.status_code in {FORBIDDEN, MISSING}
            written = audit_entries() > before + refused
            self.no_secret_in(response, post, url)
            transaction.set_rollback(True)
        return f"{response.status_code}{'+' if written else ''}"

    def request(
        self, post: Post, name: str, method: str, url: str, body: Any = None
    ) -> HttpRequest:
        """What a browser sends where `post` is signed in; `body` instead of what the table sends."""
        sent = SENT[name](self.world) if method == "POST" and body is None else body
        request = self._sending(url, sent) if method == "POST" else self.factory.generic("GET", url)
        session = SessionStore()
        session[SESSION_KEY] = str(post.user_id)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = post.user.get_session_auth_hash()
        session.save()
        request.COOKIES[settings.SESSION_COOKIE_NAME] = session.session_key
        request._cached_user = copy.copy(post.user)
        request._dont_enforce_csrf_checks = True
        return request

    def _sending(self, url: str, body: Any) -> HttpRequest:
        """A form, or JSON where the body is a text already."""
        if isinstance(body, str):
            return self.factory.post(url, body, content_type="application/json")
        return self.factory.post(url, body)

    def no_secret_in(self, response: Any, post: Post, url: str) -> None:
        """Notes of an inspection are for its circle alone: the officer who wrote them."""
        assert post == self.world.inside[Role.COUNTY_OFFICER] or SECRET not in text_of(response), (
            post,
            url,
        )


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Refusals without their page for the block: what the view says alone. The pages have tests of their own."""
    handlers = {"handler403": _forbidden, "handler404": _not_found}
    for name, handler in handlers.items():
        setattr(urls, name, handler)
    try:
        yield
    finally:
        for name in handlers:
            delattr(urls, name)


@contextmanager
def looked_up_once() -> Iterator[None]:
    """The posts of a user, and their jurisdictions, looked up once for the block instead of with each request.

    For requests that are all taken back, so that the answer is the same each time; a third of their time went into it.
    Each request has rows of its own, and looks jurisdictions up anew once it has written, as it always does.
    """
    look_up, remember = middleware.posts_of, middleware.recalling
    held: dict[int, list[Post]] = {}
    scopes: dict[Hashable, Scope] = {}

    def posts_of(user: User) -> list[Post]:
        if user.pk not in held:
            held[user.pk] = look_up(user)
            scopes.update({(SCOPES, p.region_id): p.region.scope() for p in held[user.pk]})
        return [_copied(post) for post in held[user.pk]]

    @contextmanager
    def recalling() -> Iterator[None]:
        with remember():
            for key, known in scopes.items():
                recall(key, partial(_same, known))
            yield

    with (
        patch.object(middleware, "posts_of", posts_of),
        patch.object(middleware, "recalling", recalling),
    ):
        yield


def _copied(post: Post) -> Post:
    mine = copy.copy(post)
    mine.region = copy.copy(post.region)
    return mine


def _same(known: Scope) -> Scope:
    return known


def _forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseForbidden(str(exception))


def _not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponseNotFound(str(exception))


def audit_entries() -> int:
    """How many entries the audit trail has, by its head: one row, however long the trail is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count FROM foundation_audithead")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def text_of(response: Any) -> str:
    """All text of an answer, that of packed documents included."""
    data = b"".join(response.streaming_content) if response.streaming else response.content
    if data[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(data)) as packed:
            data = b"\n".join(packed.read(name) for name in packed.namelist())
    return data.decode("utf-8", "replace")


def written(world: World) -> str:
    """The whole table as it stands now, to be read before it is committed."""
    wide = max(map(len, ADDRESSES)) + 1
    head = "|" + " " * (wide + 12) + " ".join(f"{role.value[:11]:<11}" for role in ROLES)
    lines = [
        "# address, method, side of the jurisdiction, then the answer for each role; + marks an audited write",
        head,
    ]
    asker = Asker(world)
    with (
        plain_refusals(),
        looked_up_once(),
        override_settings(DEBUG_PROPAGATE_EXCEPTIONS=True),
    ):
        for name, method, side in KEYS:
            cells = " ".join(f"{a:<11}" for a in asker.answers(name, method, side))
            lines.append(f"{name:<{wide}} {method:<4} {side} {cells}".rstrip())
    return "\n".join(lines) + "\n"

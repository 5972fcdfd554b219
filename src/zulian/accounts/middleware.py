"""Opens, for each request, the post in use, its jurisdiction, and the actor for the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from time import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts import events, second_factor, sessions
from zulian.accounts.models import Post, SavedView, User
from zulian.accounts.requests import address_of
from zulian.foundation.actor import Actor, acting
from zulian.foundation.proxies import is_within
from zulian.foundation.recall import recalling
from zulian.foundation.requested import signed_in
from zulian.foundation.scopes import EVERYTHING, Scope, scope

SESSION_POST = "post"
# Kept in a session that was opened with a code beside the password.
SECOND = "second"
# The half hour after which a session ends counts from the last use, told to the minute: not every page writes.
SEEN_SECONDS = 60


class PostRequest(HttpRequest):
    """A request of a signed-in user: `post` is the post in use, `posts` are all that the user holds."""

    user: User
    post: Post
    posts: list[Post]


class PostMiddleware:
    """Finds the post in use; without one, scoped queries stay refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            with acting(Actor(name="", address=address_of(request))):
                return self.get_response(request)
        signed_in(user.pk)
        if sessions.is_over(request):
            return _end(request, _sign_in_anew)
        keep_alive(request)
        held = posts_of(user)
        posts = [post for post in held if is_usable_from(post.role, address_of(request))]
        if held and not posts:
            return _end(request, _turn_away)
        post = next(
            (p for p in posts if p.pk == request.session.get(SESSION_POST)),
            posts[0] if posts else None,
        )
        request.posts, request.post = posts, post  # type: ignore[attr-defined]
        actor = Actor(
            user.pk,
            post.pk if post else None,
            f"{user.name}（{post}）" if post else user.name,
            post.region_id if post else "",
            address_of(request),
            post.role if post else "",
        )
        with acting(actor), recalling(), scope(post.region.scope() if post else Scope()):
            if user.must_change_password and not _is_free(request):
                return redirect("accounts:password")
            if _lacks_second(request, user, posts):
                return redirect("accounts:second-factor")
            response = self.get_response(request)
            events.note_refusal(request, response)
            # What stands in a page is for who is signed in, and leaves the machine with them.
            response.headers.setdefault("Cache-Control", "no-store")
            return response


def _end(request: HttpRequest, how: Callable[[HttpRequest], HttpResponseBase]) -> HttpResponseBase:
    """End a session; the trail keeps from where."""
    with acting(Actor(name="", address=address_of(request))):
        return how(request)


def _sign_in_anew(request: HttpRequest) -> HttpResponseBase:
    """End a session that lasted as long as one may."""
    if isinstance(request.user, User):
        events.note_sign_out(request.user)
    logout(request)
    messages.info(request, _("登录时间已满，为了安全，请重新登录。"))
    return redirect_to_login(request.get_full_path())


def _turn_away(request: HttpRequest) -> HttpResponseBase:
    """End a session from an address at which none of the posts held may be used."""
    if isinstance(request.user, User):
        events.note_elsewhere(request.user)
    logout(request)
    messages.error(
        request, _("这个岗位只能在规定的网络地址使用，请换到单位的电脑上登录，或者联系系统管理员。")
    )
    return redirect("accounts:sign-in")


def is_usable_from(role: str, address: str) -> bool:
    """Whether a role may be used from an address of the network (ZULIAN_ROLES_FROM)."""
    networks = settings.ROLES_FROM.get(role)
    return networks is None or is_within(address, networks)


def keep_alive(request: HttpRequest) -> None:
    """Let the time of a session begin anew, at most once a minute."""
    seconds = int(time())
    if seconds - request.session.get(sessions.SEEN, 0) >= SEEN_SECONDS:
        request.session[sessions.SEEN] = seconds


def posts_of(user: User) -> list[Post]:
    """The posts that `user` holds today, with their regions; in their usual order, which is quicker made here for a few."""
    with scope(EVERYTHING):
        posts = Post.objects.filter(user=user).held().select_related("region").order_by()
        # Whether there are views of one's own at all: lists ask for them only then.
        posts = posts.annotate(has_views=Exists(SavedView.objects.filter(user=OuterRef("user"))))
        return sorted(posts, key=lambda post: (post.region_id, post.pk))


def _lacks_second(request: HttpRequest, user: User, posts: list[Post]) -> bool:
    """Whether a role in use asks for a second factor, and this session was opened without: it is turned on first."""
    if request.session.get(SECOND) or not second_factor.is_required(user, posts):
        return False
    free = ("accounts:sign-out", "accounts:password", "accounts:second-factor")
    own = reverse("accounts:second-factor")
    return request.path not in map(reverse, free) and not request.path.startswith(own)


def _is_free(request: HttpRequest) -> bool:
    return request.path in {reverse("accounts:password"), reverse("accounts:sign-out")}

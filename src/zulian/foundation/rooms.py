"""What the pages of a room share: the way to it, its tabs, its lists, pages of rows, forms and clicks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.foundation.detail import Button, detail_page
from zulian.foundation.forms import BaseForm
from zulian.foundation.kept_urls import kept_url
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Crumbs = list[tuple[Any, str]]
SAVE, SAVED = _("保存"), _("已保存。")


@dataclass(frozen=True)
class Tab:
    """A tab of a room: its key, words, the address it leads to with its arguments, and the permission it needs."""

    key: str
    words: StrOrPromise
    to: str
    permission: str
    args: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Room:
    """A room of the house: `app` names its addresses, `front` the page it opens with."""

    app: str
    name: StrOrPromise
    front: str
    tabs: Sequence[Tab]

    def url(self, name: str, *args: Any) -> str:
        """An address of the room; of another one where its name says whose."""
        return reverse(self._named(name), args=args)

    def _named(self, name: str) -> str:
        return name if ":" in name else f"{self.app}:{name}"

    def home(self) -> Crumbs:
        """The way to the room."""
        return [(self.name, kept_url(self._named(self.front)))]

    def _shown(self, request: Any, tab: str) -> dict[str, Any]:
        """The room's name and tabs, as its templates show them."""
        post = getattr(request, "post", None)
        tabs = [
            (t.words, kept_url(self._named(t.to), t.args), t.key == tab)
            for t in self.tabs
            if tab and post is not None and post.may(t.permission)
        ]
        return {"room": self.name, "room_tabs": tabs}

    def list_page(
        self,
        request: Any,
        tab: str,
        *,
        acts: Sequence[Button] = (),
        template: str = "foundation/room_list.html",
        **more: Any,
    ) -> HttpResponseBase:
        """A list of the room."""
        more.setdefault("crumbs", self.home())
        return list_page(
            request, acts=list(acts), template=template, **self._shown(request, tab), **more
        )

    def detail_page(
        self, request: Any, tab: str, *, template: str = "foundation/room_detail.html", **more: Any
    ) -> HttpResponse:
        """The page of a row of the room."""
        more.setdefault("crumbs", self.home())
        return detail_page(request, template=template, **self._shown(request, tab), **more)

    def form_page(
        self,
        request: Any,
        form: BaseForm,
        act: Callable[[dict[str, Any]], Any],
        *,
        title: StrOrPromise,
        back: str,
        crumbs: Crumbs | None = None,
        button: StrOrPromise = SAVE,
        done: StrOrPromise | Callable[[Any], StrOrPromise] = SAVED,
        to: str | Callable[[Any], str] = "",
        **more: Any,
    ) -> HttpResponse:
        """A form of the room, that leads back unless told otherwise."""
        way = crumbs if crumbs is not None else self.home()
        return form_page(
            request,
            form,
            act,
            title=title,
            button=button,
            done=done,
            to=to or back,
            back=back,
            crumbs=way,
            **more,
        )

    def post_action(
        self,
        request: Any,
        act: Callable[[], Any],
        done: StrOrPromise | Callable[[Any], StrOrPromise],
        to: str | Callable[[Any], str],
        refused: str = "",
    ) -> HttpResponse:
        """A step at a click."""
        return act_and_go(request, act, done, to, refused)

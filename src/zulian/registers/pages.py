"""The pages of a register: its list, the pages of a row, a form or a click for each action, one action for many rows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.foundation.inputs import back_asked
from zulian.registers import finding  # noqa: F401  (lets the search box find pages)
from zulian.registers.actions import Action, Add, Call
from zulian.registers.declared import register_of
from zulian.registers.many import many_view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from zulian.accounts.models import Post
    from zulian.foundation.detail import Panel
    from zulian.foundation.forms import BaseForm
    from zulian.registers.leaves import Leaf
    from zulian.registers.register import Register

View = Callable[..., HttpResponseBase]


def patterns_of(register: Register, page: View | None = None) -> list[URLPattern]:
    """The addresses of a register, each with its view; `page` is that of a row where it is none of a register's."""
    key, prefix = register.key, register.prefix
    patterns = []
    if register.has_list:
        patterns.append(
            path(register.list_prefix or prefix, list_view(register), name=f"{key}-list")
        )
    if register.looks or any(action.many for action in register.actions):
        patterns.append(path(f"{prefix}many/", many_view(register), name=f"{key}-many"))
    patterns += [
        path(f"{prefix}{action.key}/", add_view(register, action), name=f"{key}-{action.key}")
        for action in register.actions
        if isinstance(action, Add)
    ]
    if register.has_page:
        patterns.append(path(f"{prefix}<id:pk>/", page or row_view(register), name=key))
    patterns += [
        path(f"{prefix}<id:pk>/{leaf.key}/", leaf_view(register, leaf), name=f"{key}-{leaf.key}")
        for leaf in register.leaves
        if leaf.children
    ]
    patterns += [
        path(
            f"{prefix}<id:pk>/{action.key}/",
            action_view(register, action),
            name=f"{key}-{action.key}",
        )
        for action in register.actions
        if not isinstance(action, Add)
    ]
    return patterns


def list_view(register: Register) -> View:
    """The view of a register's list."""

    @page(register.read_permission())
    def view(request: PostRequest) -> HttpResponseBase:
        rows = register.seen_by(register.list_rows(), request.post)
        front = register.room.home()
        return register.room.list_page(
            request,
            register.tab,
            title=str(register.name()),
            intro=str(register.list_intro(rows)),
            rows=rows,
            table=register.table,
            filters=register.filter_set,
            ledger=register.ledger,
            usual=register.usual,
            total=lambda chosen: register.total(request.post, chosen),
            acts=register.list_acts(request.post),
            many=register.many(request.post),
            kept_as=register.label,
            crumbs=[] if register.url("list") == front[-1][1] else front,
        )

    return view


def row_view(register: Register) -> View:
    """The view of one row: its state, facts, buttons and what belongs to it."""

    @page(register.read_permission())
    def view(request: PostRequest, pk: int) -> HttpResponseBase:
        row, post = row_of(register, pk, request.post), request.post
        register.opened(row)
        panels, beside = (
            _panels(register, row, post, models) for models in (register.panels, register.beside)
        )
        room, tab = register.place_of(row)
        return room.detail_page(
            request,
            tab,
            template=register.template,
            title=register.title_of(row),
            state=register.state_of(row),
            alert=register.alert(post, row),
            facts=register.fact_list(row),
            acts=register.acts(row, post),
            cards=[*register.cards(row, post), *panels],
            beside=[*register.cards_beside(row, post), *beside],
            crumbs=register.crumbs_to(row),
            forms=_inline(register, request, row, None),
            **register.context(request, row),
        )

    return view


def leaf_view(register: Register, leaf: Leaf) -> View:
    """The view of a further page of a row: panels of child registers, or the list of one of them."""
    child = register_of(leaf.rows) if leaf.rows else None

    @page(child.read_permission() if child else register.read_permission())
    def view(request: PostRequest, pk: int) -> HttpResponseBase:
        row, post = row_of(register, pk, request.post), request.post
        room, _tab = register.place_of(row)
        shown: dict[str, Any] = {
            "title": str(leaf.label),
            "intro": str(leaf.intro(row) if leaf.intro else register.title_of(row)),
            "crumbs": register.crumbs_within(row),
        }
        if child is not None:
            return room.list_page(
                request,
                leaf.key,
                rows=child.seen_by(child.rows_on(row), post),
                table=child.table,
                filters=child.filter_set,
                many=child.many(post),
                acts=register.acts(row, post, panel=child.key),
                **shown,
            )
        return room.detail_page(
            request,
            leaf.key,
            cards=_panels(register, row, post, leaf.panels),
            beside=_panels(register, row, post, leaf.beside),
            forms=_inline(register, request, row, leaf),
            **shown,
        )

    return view


def _inline(
    register: Register, request: PostRequest, row: Any, leaf: Leaf | None
) -> list[tuple[Action, BaseForm, str]]:
    """The forms that stand on a page of a row, its own without a leaf, each with its action and address."""
    return [
        (action, action.form_for(request, row, register.model), register.url(action.key, row.pk))
        for action in register.actions
        if action.inline
        and register.leaf_with(action.panel) is leaf
        and register.may(request.post, action, row)
    ]


def _panels(register: Register, row: Any, post: Post, models: Iterable[type[Model]]) -> list[Panel]:
    """The panels of child registers on a row's page."""
    children = map(register_of, models)
    cards = (
        child.cards_on(row, post, register.acts(row, post, panel=child.key)) for child in children
    )
    return list(chain.from_iterable(cards))


def add_view(register: Register, action: Action) -> View:
    """The view of the form by which a row is added."""

    @page(register.permission_of(action))
    def view(request: PostRequest) -> HttpResponseBase:
        return register.room.form_page(
            request,
            action.form_for(request, None, register.model),
            lambda data: action.service(Call(request.post, None, data)),
            title=action.title or action.label,
            intro=action.intro_for(None),
            button=action.button,
            back=register.url("list"),
            done=action.done,
            to=action.leads_to or (lambda row: str(row.get_absolute_url())),
        )

    return view


def action_view(register: Register, action: Action) -> View:
    """The view of an action: a form, or a click where nothing is asked."""

    def view(request: PostRequest, pk: int) -> HttpResponseBase:
        row = row_of(register, pk, request.post)
        came_from = back_asked(request)
        back = came_from or register.back_of(action, row)
        if refusal := refused(register, action, request, row):
            messages.error(request, refusal)
            return redirect(back)
        to = came_from or action.leads_to or back
        if not action.asks:
            return register.room.post_action(
                request, lambda: action.service(Call(request.post, row, {})), action.done, to, back
            )
        return register.room.form_page(
            request,
            action.form_for(request, row, register.model),
            lambda data: action.service(Call(request.post, row, data)),
            title=action.title or action.label,
            intro=action.intro_for(row),
            button=action.button,
            back=back,
            done=action.done,
            to=to,
            crumbs=register.crumbs_within(row, action.panel)
            if register.has_page
            else register.crumbs_to(row),
        )

    opened = page(register.permission_of(action))(view)
    return opened if action.asks else require_POST(opened)


def row_of(register: Register, pk: int, post: Post) -> Any:
    """A row that the post may see; raises Http404."""
    return get_object_or_404(register.seen_by(register.rows(), post), pk=pk)


def refused(register: Register, action: Action, request: PostRequest, row: Any) -> str:
    """Why an action is not open, "" where it is. Raises PermissionDenied for who may not act on the row at all."""
    require(request, register.permission_of(action))
    if not register.may_act(request.post, row):
        raise PermissionDenied(register.refusal(request.post, row))
    if not action.is_for(request.post, row):
        raise PermissionDenied(action.whose)
    if action.is_open(row):
        return ""
    state = register.state_of(row)
    words = _("“%(row)s”现在是“%(state)s”，不能%(action)s，请看现在能办的事。")
    facts = {
        "row": register.title_of(row),
        "state": state[1] if state else "",
        "action": action.label,
    }
    return words % facts if state else _("“%(row)s”现在不能%(action)s。") % facts

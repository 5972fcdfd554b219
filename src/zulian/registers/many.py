"""One step for several rows of a list: each is checked, done and written into the trail alone, or what belongs together as one.

The result is told by row either way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.foundation.form_messages import first_message
from zulian.foundation.inputs import back_asked, read_ids
from zulian.foundation.list_query import SIZES
from zulian.foundation.once import do_once
from zulian.registers.actions import Action, Call

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django_stubs_ext import StrOrPromise

    from zulian.foundation.forms import BaseForm
    from zulian.registers.register import Register

# As many as the largest page shows; who chooses more narrows the list, or takes the ledger.
MOST_ROWS = SIZES[-1]
TEMPLATE = "foundation/many.html"


@dataclass(frozen=True)
class Result:
    """What came of one row: done, or why it was refused."""

    name: str
    url: str
    refusal: StrOrPromise = ""


def many_view(register: Register) -> Callable[..., HttpResponseBase]:
    """The view that does an action for the rows chosen in the list: the form of the action first, where it asks something."""

    @require_POST
    @page(register.read_permission())
    def view(request: PostRequest) -> HttpResponseBase:
        look = next(
            (look for look in register.looks if look.key == request.POST.get("action")), None
        )
        action = None if look else _action(register, request)
        keys = read_ids(request.POST.getlist("row")[:MOST_ROWS])
        rows = list(register.seen_by(register.rows(), request.post).filter(pk__in=keys))
        if not rows:
            messages.error(request, _("请先在表格中选择要办理的记录。"))
            return redirect(_back(request, register))
        if len(rows) < len(keys):
            words = _("有 %(count)d 条已不在本单位能看到的范围里，没有办理。")
            messages.warning(request, words % {"count": len(keys) - len(rows)})
        if look is not None:
            return redirect(look.leads_to(rows))
        assert action is not None
        form = action.form_for_many(request, register.model) if action.asks else None
        if form is not None and not form.is_valid():
            return _page(request, register, action, form=form, rows=rows)
        results: list[Result] = []

        def do() -> str:
            data = form.cleaned_data if form is not None else {}
            results.extend(_results(register, action, request, rows, dict(data)))
            return _back(request, register)

        answer = do_once(request, do)
        return _page(request, register, action, results=results) if results else redirect(answer)

    return view


def _action(register: Register, request: PostRequest) -> Action:
    """The action that was asked for; raises Http404 for one that is not for many, PermissionDenied for who may not."""
    for action in register.actions:
        if action.many and action.key == request.POST.get("action"):
            require(request, register.permission_of(action))
            return action
    raise Http404


def _results(
    register: Register, action: Action, request: PostRequest, rows: list[Any], data: dict[str, Any]
) -> Iterator[Result]:
    """Do it for all rows, each alone or what belongs together as one; whatever refuses is told by row."""
    if action.together is None:
        yield from (_result(register, action, request, row, dict(data)) for row in rows)
        return
    may = [row for row in rows if register.may(request.post, action, row)]
    refusals = dict(action.together(request.post, may, data))
    asked = {row.pk for row in may}
    for row in rows:
        if row.pk not in asked:
            refusals[row.pk] = _refusal(register, action, request, row)
        yield Result(register.title_of(row), register.home_of(row), refusals.get(row.pk, ""))


def _result(
    register: Register, action: Action, request: PostRequest, row: Any, data: dict[str, Any]
) -> Result:
    """Do it for one row; whatever refuses is told."""
    name, url = register.title_of(row), register.home_of(row)
    if not register.may(request.post, action, row):
        return Result(name, url, _refusal(register, action, request, row))
    try:
        action.service(Call(request.post, row, data))
    except ValidationError as error:
        return Result(name, url, first_message(error))
    except PermissionDenied as error:
        return Result(name, url, str(error))
    return Result(name, url)


def _refusal(register: Register, action: Action, request: PostRequest, row: Any) -> StrOrPromise:
    """Why an action may not be done to a row: its state, whose it is, or what else stands in the way."""
    state = register.state_of(row)
    if action.sources and row.state not in action.sources and state:
        return _("现在是“%(state)s”，不能办。") % {"state": state[1]}
    if not register.may_act(request.post, row):
        return register.refusal(request.post, row)
    if not action.is_for(request.post, row):
        return action.whose
    return action.closed_for(row) or _("现在不能办。")


def _back(request: PostRequest, register: Register) -> str:
    """The list as it was narrowed when the rows were chosen."""
    return back_asked(request) or register.url("list")


def _page(
    request: PostRequest,
    register: Register,
    action: Action,
    *,
    form: BaseForm | None = None,
    rows: list[Any] | None = None,
    results: list[Result] | None = None,
) -> HttpResponseBase:
    context = {
        "title": action.title or action.label,
        "action": action,
        "form": form,
        "rows": rows,
        "names": [register.line_of(row) for row in rows or ()],
        "results": results,
        "done": sum(not result.refusal for result in results or ()),
        "back": _back(request, register),
        "crumbs": register.crumbs(),
    }
    return render(request, TEMPLATE, context)

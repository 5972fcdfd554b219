"""The one form page: shows a form, hands what was filled in to one service, puts its errors at the fields."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from zulian.foundation.form_messages import first_message
from zulian.foundation.forms import BaseForm
from zulian.foundation.once import do_once

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def form_page(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: StrOrPromise,
    button: StrOrPromise,
    to: str | Callable[[Any], str],
    done: StrOrPromise | Callable[[Any], StrOrPromise] = "",
    intro: StrOrPromise = "",
    back: str = "",
    crumbs: Sequence[tuple[StrOrPromise, str]] = (),
    more: tuple[StrOrPromise, str] | None = None,
    easy: bool = False,
    template: str = "foundation/page.html",
    **context: Any,
) -> HttpResponse:
    """Render the form; once it is valid call `act` with its data, say `done`, and go `to`.

    `to` and `done` may be functions of what `act` returned. A ValidationError of `act` is shown at its field,
    with everything that was typed kept. `more` is a name and address of what else can be done from here;
    `easy` shows the form in large print. A room's own `template` extends the usual one and may show more `context`.
    """
    answer = act_with_form(request, form, act, to=to, done=done)
    if answer is not None:
        return answer
    shown = {
        "title": title,
        "intro": intro,
        "form": form,
        "button": button,
        "back": back,
        "crumbs": list(crumbs),
        "more": more,
        "easy": easy,
        **context,
    }
    return render(request, template, shown)


class Doubt(str):
    """What came of a step that somebody has to look at: it was done, and something about it may be wrong."""


def say(request: HttpRequest, words: StrOrPromise) -> None:
    """Tell on the next page what came of a step, nothing for ""; a doubt stands out."""
    if words:
        tell = messages.warning if isinstance(words, Doubt) else messages.success
        tell(request, str(words))


def act_and_go(
    request: HttpRequest,
    act: Callable[[], Any],
    done: StrOrPromise | Callable[[Any], StrOrPromise],
    to: str | Callable[[Any], str],
    refused: str | Callable[[ValidationError], str] = "",
) -> HttpResponse:
    """Do one step at a click and go `to`, with what came of it in words: `done`, or why it was refused.

    `done` and `to` may be functions of what `act` returned; then `refused` is the address after a refusal, or a function of
    it. A second click on the same button does and says nothing more.
    """

    def do() -> str:
        result = act()
        say(request, done(result) if callable(done) else done)
        return to(result) if callable(to) else to

    try:
        return redirect(do_once(request, do))
    except ValidationError as error:
        messages.error(request, first_message(error))
        back = refused(error) if callable(refused) else refused
        return redirect(back if callable(to) else back or to)


def act_with_form(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    to: str | Callable[[Any], str],
    done: StrOrPromise | Callable[[Any], StrOrPromise] = "",
) -> HttpResponse | None:
    """What a page with a look of its own shares with `form_page`: the redirect once all is well, None to show the form."""
    if request.method != "POST" or not form.is_valid():
        return None

    def do() -> str:
        result = act(form.cleaned_data)
        say(request, done(result) if callable(done) else done)
        return to(result) if callable(to) else to

    try:
        return redirect(do_once(request, do))
    except ValidationError as error:
        form.accept(error)
        return None

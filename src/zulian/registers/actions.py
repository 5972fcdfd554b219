"""What can be done with a row, or with the register: one sentence that address, button, form and step come from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from zulian.registers.forms import model_form

if TYPE_CHECKING:
    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

    from zulian.accounts.middleware import PostRequest
    from zulian.accounts.models import Post
    from zulian.foundation.forms import BaseForm


def is_own(post: Post, row: Any) -> bool:
    """Whether a row is of the post's own organisation, for `is_for` of an action."""
    return bool(row.region_id == post.region_id)


# On the list alone, not on the page of a row.
ON_LIST = "list"


@dataclass(frozen=True)
class Call:
    """One action on its way to its service: who acts, on which row (None where one is added), with what was filled in."""

    post: Post
    row: Any
    data: dict[str, Any]

    @property
    def pk(self) -> Any:
        """The key of the row."""
        return self.row.pk


@dataclass(frozen=True, kw_only=True)
class Action:
    """One step of a row: `Action("end", _("注销"), lambda call: services.end(call.pk, call.data["on"]), fields=["ended_on"])`.

    key: its part of the address. label: the words of its button. service: what it does, raising ValidationError where
    that may not be. fields: which columns of `model` (the register's own unless told) it asks for, of which `required`
    and `optional` must and need not be filled in whatever the column says; or `form`, a form of its own; with neither
    it is done at a click. sources: the states from which it is open; `is_open_for` says more of a row, and `closed` what is told of one for which it
    is not, the same for all or by row.
    permission: who may, whoever may write the register unless told; `is_for` says which of them, and `whose` is the
    sentence for the others. main: it is the next step, of which a page shows the first as its one primary button.
    many: it can be done for several rows of the list at once, each alone, or `together`: it does what belongs together as one and
    returns why it was not done to a row, by key. panel: the key of the register on whose panel its button
    stands, ON_LIST for one that is for several rows alone. starts: what the form begins with where the row does not say it;
    asked: what of it the address asks for, by row and query. inline: its form stands on the row's page too. button:
    the word under its form. done: the sentence
    after it, or what makes it of what the service returned. leads_to: the address after it, from what the service returned.
    """

    key: str
    label: StrOrPromise
    service: Callable[[Call], Any]
    fields: Sequence[str] = ()
    required: Sequence[str] = ()
    optional: Sequence[str] = ()
    model: type[Model] | None = None
    form: type[BaseForm] | None = None
    sources: Collection[str] = ()
    is_open_for: Callable[[Any], bool] = lambda row: True
    closed: StrOrPromise | Callable[[Any], StrOrPromise] = ""
    permission: str = ""
    is_for: Callable[[Post, Any], bool] = lambda post, row: True
    whose: StrOrPromise = _("由所属单位办理。")
    icon: str = "edit"
    main: bool = False
    many: bool = False
    together: Callable[[Post, Sequence[Any], dict[str, Any]], Mapping[Any, StrOrPromise]] | None = (
        None
    )
    inline: bool = False
    panel: str = ""
    title: StrOrPromise = ""
    intro: StrOrPromise | Callable[[Any], StrOrPromise] = ""
    starts: Callable[[Any], dict[str, Any]] = lambda row: {}
    asked: Callable[[Any, Mapping[str, str]], dict[str, Any]] = lambda row, query: {}
    button: StrOrPromise = _("保存")
    done: StrOrPromise | Callable[[Any], StrOrPromise] = _("已保存。")
    leads_to: Callable[[Any], str] | None = None

    @property
    def asks(self) -> bool:
        """Whether something is filled in before it is done."""
        return self.form is not None or bool(self.fields)

    def is_open(self, row: Any) -> bool:
        """Whether the row, as it is now, lets it be done; who does it is asked elsewhere."""
        return (not self.sources or row.state in self.sources) and self.is_open_for(row)

    def closed_for(self, row: Any) -> StrOrPromise:
        """Why a row does not let it be done though it is in the right state; "" where that is not said."""
        return self.closed(row) if callable(self.closed) else self.closed

    def intro_for(self, row: Any) -> StrOrPromise:
        """The sentence above its form."""
        return self.intro(row) if callable(self.intro) else self.intro

    def form_class(self, model: type[Model]) -> type[BaseForm] | None:
        """The class of its form for a register of `model`; None for one that asks nothing."""
        if self.form is None and self.fields:
            return model_form(
                self.model or model, tuple(self.fields), tuple(self.required), tuple(self.optional)
            )
        return self.form

    def form_for(self, request: PostRequest, row: Any, model: type[Model]) -> BaseForm:
        """Its form, empty or as it was sent in; one that asks for columns of the row itself begins with them."""
        kind = self.form_class(model)
        assert kind is not None, f"{self.key} asks nothing"
        more: dict[str, Any] = {"initial": self.starts(row) | self.asked(row, request.GET)}
        meta = getattr(kind, "_meta", None)
        if row is not None and meta is not None and meta.model is type(row):
            # What is typed stays on the form: the row is shown as it is kept.
            more["instance"] = copy(row)
        form = kind(*_sent(request, is_sent=request.method == "POST"), **more)
        form.fit_to(row)
        return form

    def form_for_many(self, request: PostRequest, model: type[Model]) -> BaseForm:
        """Its form for several rows: empty as long as only the rows were chosen, `filled` once it was filled in."""
        kind = self.form_class(model)
        assert kind is not None, f"{self.key} asks nothing"
        return kind(*_sent(request, is_sent="filled" in request.POST))


def _sent(request: PostRequest, *, is_sent: bool) -> tuple[Any, Any]:
    """What a form was sent in with, an empty one too; None twice for a form that is shown first."""
    return (request.POST, request.FILES) if is_sent else (None, None)


@dataclass(frozen=True)
class Look:
    """A page about several rows of a list together, changing nothing: `Look("compare", _("对比"), lambda rows: address)`.

    key: its name in the form of the list. leads_to: the address for the rows that were chosen.
    """

    key: str
    label: StrOrPromise
    leads_to: Callable[[Sequence[Any]], str]
    icon: str = "eye"


@dataclass(frozen=True, kw_only=True)
class Add(Action):
    """A new row of the register: `Add(label=_("登记组织"), service=lambda call: services.add(call.data), fields=[…])`.

    A register has several where rows come in several ways, each with a key of its own.
    """

    key: str = "add"
    icon: str = "plus"
    main: bool = True

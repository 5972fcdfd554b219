"""Days of a register in the calendar: declared beside its columns, shown in the month, on the day and in the feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.text import format_lazy

from zulian.foundation.dated import Dated
from zulian.registers.shown import field_at

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from zulian.accounts.models import Post
    from zulian.registers.register import Register


@dataclass(frozen=True)
class Day:
    """One column of days that the calendar shows.

    `done` is the column that is filled, or the condition that holds, once a row no longer waits; without one it is its day
    that ends this. `only` leaves out rows that have no place in the calendar (cancelled ones). What `takes_place` on its day
    is called as the model is, what is due by it with the column's name behind, unless `name` says otherwise. `in_feed`: it
    may leave the site in a calendar feed.
    """

    path: str
    done: str | Q = ""
    only: Q = Q()
    takes_place: bool = False
    in_feed: bool = False
    name: StrOrPromise = ""

    def of(self, register: Register) -> Dated:
        """The kind of dated things that a register declares with it."""

        def rows(post: Post) -> QuerySet[Any] | None:
            if not post.may(register.read_permission()):
                return None
            seen = register.seen_by(register.rows().filter(self.only), post)
            # Without a page of its own a row leads to the one that it belongs to.
            return seen if register.has_page else seen.select_related(register.parent)

        return Dated(
            key=f"{register.model._meta.app_label}.{register.key}.{self.path}",
            name=self.name or self._name(register),
            rows=rows,
            day=self.path,
            done=self._done,
            is_deadline=not self.takes_place,
            in_feed=self.in_feed,
            title=register.title_of,
            note=register.hit_detail,
            url=register.home_of,
            place=register.place_code,
        )

    @property
    def _done(self) -> Q | None:
        if isinstance(self.done, Q):
            return self.done
        return Q(**{f"{self.done}__isnull": False}) if self.done else None

    def _name(self, register: Register) -> StrOrPromise:
        model = register.model
        field = field_at(model, self.path)
        if self.takes_place or field is None:
            return model._meta.verbose_name or ""
        return format_lazy(
            "{model}·{field}", model=model._meta.verbose_name, field=field.verbose_name
        )

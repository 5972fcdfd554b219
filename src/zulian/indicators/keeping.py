"""Kept counts follow each write of what they count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from zulian.foundation.changes import Keys, Rows, watch
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import COUNTS, closes, current_work, joined
from zulian.indicators.aggregates import NONE, Counts, Source, _aggregates, _spread, _valid, sources
from zulian.indicators.models import Built, Tally
from zulian.indicators.registry import close
from zulian.indicators.rules import Pair

IN_STEP = 500


class Keeper:
    """Adds to the counts of one source what each write changes."""

    def __init__(self, source: Source) -> None:
        self.source, self.model = source, source.rows(date(2000, 1, 1)).model

    def before(self, model: type[Model], keys: Keys, rows: Rows) -> Counts | None:
        """What the rows counted for until now; None where nothing is kept."""
        with scope(EVERYTHING):
            day = _day_of(self.source)
            return self._counts(model, keys, rows, day) if day else None

    def after(self, model: type[Model], keys: Keys, rows: Rows, remembered: Counts | None) -> None:
        """Add the difference."""
        if remembered is None and rows is not None:
            # Nothing was kept when the row was looked at, in the same transaction.
            return
        with scope(EVERYTHING):
            day = _day_of(self.source)
            if day is None or (remembered is None and model is not self.model):
                return
            now, was = self._counts(model, keys, rows, day), remembered or {}
            changed = {
                place: Pair(
                    now.get(place, NONE).met - was.get(place, NONE).met,
                    now.get(place, NONE).of - was.get(place, NONE).of,
                )
                for place in now.keys() | was.keys()
                if now.get(place) != was.get(place)
            }
            if changed:
                with joined() as work:
                    work.leave(COUNTS, (self.source.code, _spread(changed, self.source.depth)))

    def wants_new(self, model: type[Model]) -> bool:
        """Whether new rows of another model bear on rows there are: not where those would have to point to them."""
        if model is self.model:
            return False
        return all(column.related_model is not model for column in self.model._meta.concrete_fields)

    def _counts(self, model: type[Model], keys: Keys, changed: Rows, day: date) -> Counts:
        rows = self.source.rows(day)
        if model is rows.model:
            parts = list(_by_keys(rows, list(keys)))
        else:
            if changed is None:
                changed = list(model._base_manager.in_bulk(list(keys)).values())
            borne_upon = self.source.touched[model](changed)
            parts = [rows] if borne_upon is None else [rows.filter(pk__in=borne_upon)]
        found: Counts = {}
        for chosen in parts:
            for place, pair in self.source.count(chosen, day).items():
                found[place] = found.get(place, Pair()) + pair
        return found


def _by_keys(rows: QuerySet[Any], keys: list[Any]) -> Iterator[QuerySet[Any]]:
    """The rows of some keys: at once where the keys are one run, else some hundred at a time."""
    if (
        len(keys) > IN_STEP
        and all(isinstance(k, int) for k in (keys[0], keys[-1]))
        and keys[-1] - keys[0] == len(keys) - 1
    ):
        yield rows.filter(pk__range=(keys[0], keys[-1]))
        return
    for start in range(0, len(keys), IN_STEP):
        yield rows.filter(pk__in=keys[start : start + IN_STEP])


@closes(COUNTS)
def _add(changes: list[tuple[str, Counts]]) -> None:
    """Add what a unit of work changed to the kept pairs, in one order for all writers."""
    sums: dict[str, dict[tuple[str, str], Pair]] = defaultdict(lambda: defaultdict(Pair))
    for code, counts in changes:
        for where, pair in counts.items():
            sums[code][where] += pair
    for code, counts in sorted(sums.items()):
        rows = [
            (key, place, pair.met, pair.of)
            for (key, place), pair in sorted(counts.items())
            if pair != NONE
        ]
        if rows:
            Tally.add(code, rows)


def _day_of(source: Source) -> date | None:
    """The day as of which a source is counted, None where it is not; looked up once for a unit of work.

    No rebuild slips between, for it waits until all units that are under way have ended.
    """
    work = current_work()
    if work is None:
        return _days().get(source.code)
    days: dict[str, date] = work.known.setdefault("days", {}) or _days()
    work.known["days"] = days
    return days.get(source.code)


def _days() -> dict[str, date]:
    return _valid(Built.objects.all())


def keep_all() -> None:
    """Let every source follow the writes of its register and of what bears on it: once, when all rooms have declared theirs.

    What is declared after it would not be counted, and is refused (ImproperlyConfigured).
    """
    close("keeping.keep_all")
    _aggregates.close("keeping.keep_all")
    with scope(EVERYTHING):
        for source in sources():
            keeper = Keeper(source)
            for model in (keeper.model, *source.touched):
                watch(model, keeper)


# Reading

"""The register of indicators: each room above declares its own when the site starts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import django_tables2
from django.db.models import Model, Q, QuerySet

from zulian.foundation.registry import Registry
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.rules import Show
from zulian.regions.models import Level

SHARED = 2
# From rows of another model to the keys (or a query of them) of the register's rows that they bear upon; None: all.
Bearing = Callable[[Sequence[Any]], QuerySet[Any] | list[Any] | None]


@dataclass(frozen=True)
class Indicator:
    """A live measure: a pair of numbers over rows of one register, and the rows that fail it.

    rows(day) are the register's rows, scoped; `of(day)` says which of them count and `met(day)` which of
    those meet it. `table` lists the failing rows. `words` are words of clauses that the indicator measures;
    without any it suits every clause. `clause_field` names the column of the clause where rows have one.
    `touched` are other models whose changes bear on the rows: from them to the keys of the rows, None for all rows.
    A `yearly` one begins anew each year, so that it is judged by the pace of its year; one `by_year` counts the rows of one
    year (cases, tasks, months) without growing towards its end. `nouns` name what it shares out
    where a clause asks for a share of it in numbers; said of one of the `others` they mean something else. `entry` names the
    page on which its rows are entered. `lowest` is the level of the smallest divisions that have such rows: it says nothing of
    divisions below. `version` is raised with each change of a condition that is looked up in the database, where no statement
    says it (see `aggregates.fingerprint`). Where 90 % is nobody's aim (shares of a make-up, of what was taken up by others) it has
    no usual goal: it is judged only by what a division or a clause asks for. `slack` is how far from its goal it still counts as near,
    where that is not the policy's: 0 where nothing is near to it (a task that is late). One `of_level` looks at the federations of
    that level alone. `span` says in a few words which years' rows it counts, where that is not plain.
    """

    code: str
    name: Any
    meaning: Any
    rows: Callable[[date], ScopedQuerySet[Any]]
    of: Callable[[date], Q]
    met: Callable[[date], Q]
    table: type[django_tables2.Table]
    show: Show = Show.RATE
    words: tuple[str, ...] = ()
    section: str = ""
    clause_field: str = ""
    touched: Mapping[type[Model], Bearing] = field(default_factory=dict)
    yearly: bool = False
    by_year: bool = False
    nouns: tuple[str, ...] = ()
    entry: str = ""
    others: tuple[str, ...] = ()
    lowest: Level = Level.VILLAGE
    version: int = 0
    has_usual_goal: bool = True
    slack: int | None = None
    of_level: Level | None = None
    span: Any = ""

    def measures(self, level: int) -> bool:
        """Whether divisions of a level can have rows of it."""
        return level <= self.lowest

    def as_rate(self) -> Indicator:
        """The same as the share that clauses ask for by its first noun: 到期换证率 of 到期未换的证件."""
        if self.show is Show.RATE or not self.nouns:
            return self
        return replace(self, show=Show.RATE, name=self.nouns[0])

    @property
    def begins_anew(self) -> bool:
        """Whether its figure of January says little without the one of December."""
        return self.yearly or self.by_year


@dataclass(frozen=True)
class Countable:
    """What a register counts in a time (计数): rows, or the sum of `total` over them, e.g. volunteers newly registered.

    rows(day) are the register's rows, scoped; `within(since, until)` says which of them count from one day to another,
    both included. `nouns` are the words by which clauses call it, the most special first, `units` those that it is
    counted in. `table` lists the rows; `entry` names the page on which they are entered. A `general` word (活动) means
    it only where one of the `themes` (志愿) stands in the same sentence or in a heading above. Where one of the `others`
    stands beside the number (志愿者走访), a noun (走访) means something else. `doers` are the levels whose people do
    what it counts, where only some do: that it counts what others are asked for (县残联走访慰问) is a guess.
    """

    code: str
    name: Any
    meaning: Any
    rows: Callable[[date], ScopedQuerySet[Any]]
    within: Callable[[date, date], Q]
    table: type[django_tables2.Table]
    nouns: tuple[str, ...]
    units: tuple[str, ...]
    total: Any = None
    entry: str = ""
    general: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    doers: tuple[Level, ...] = ()

    def is_done_by(self, levels: Iterable[str]) -> bool:
        """Whether organisations of some levels, by the names that plans give them (county), do what this counts."""
        return not self.doers or any(Level[level.upper()] in self.doers for level in levels)


@dataclass(frozen=True)
class ClauseGoal:
    """What the text of a clause asks of an indicator: the value, its words, and the address of the clause."""

    value: float
    words: str
    title: str
    url: str


# From an indicator, a division and a day to what clauses ask there.
GoalProvider = Callable[[Indicator, Any, date], Iterable[ClauseGoal]]
# Targets name either by its code.
_measures: Registry[Indicator | Countable] = Registry("measures", key=lambda measure: measure.code)
_goal_providers: Registry[GoalProvider] = Registry("providers of goals")


def register(*indicators: Indicator) -> None:
    """Add indicators; raises ImproperlyConfigured where a code stands twice, and after `close`."""
    _measures.add_all(*indicators)


def register_countables(*countables: Countable) -> None:
    """Add countables; raises ImproperlyConfigured where a code stands twice, among the indicators too, and after `close`."""
    _measures.add_all(*countables)


def close(by: str) -> None:
    """Take no more measures: `by` counts those that there are."""
    _measures.close(by)


def register_goals(provider: GoalProvider) -> GoalProvider:
    """Let `provider(indicator, region, day)` tell what clauses ask of an indicator."""
    return _goal_providers.add(provider)


def goals_of_clauses(indicator: Indicator, region: Any, day: date) -> list[ClauseGoal]:
    """What the clauses that hold in a division on a day ask of an indicator."""
    return [goal for provider in _goal_providers for goal in provider(indicator, region, day)]


def countables() -> list[Countable]:
    """All countables in the order in which they were declared."""
    return [measure for measure in _measures if isinstance(measure, Countable)]


def countable(code: str) -> Countable | None:
    """The countable of a code, None when there is none."""
    measure = _measures.get(code)
    return measure if isinstance(measure, Countable) else None


def counted_by(phrase: str, unit: str, beside: str = "") -> Countable | None:
    """The countable that counts what a phrase names in this unit: the one whose noun is the longest, None where no register knows.

    `beside` are the words beside the number, where the phrase is wider: none whose noun means something else of them fits.
    """
    countable: Countable | None = _longest(
        phrase, beside, (c for c in countables() if unit in c.units)
    )
    return countable


def counted_under(phrase: str, context: str, unit: str) -> Countable | None:
    """The countable that a general word of a phrase means in its context; None where none or several would fit."""
    fitting = [
        c
        for c in countables()
        if unit in c.units
        and any(w in phrase for w in c.general)
        and any(theme in context for theme in c.themes)
    ]
    return fitting[0] if len(fitting) == 1 else None


def shared_by(phrase: str, beside: str = "") -> Indicator | None:
    """The indicator that a phrase asks a share of, by its longest noun; None where no register knows. `beside` as above."""
    indicator: Indicator | None = _longest(phrase, beside, (i for i in known() if i.nouns))
    return indicator


def _longest(phrase: str, beside: str, measures: Iterable[Any]) -> Any:
    words = phrase + "\n" + beside
    fitting = [
        measure for measure in measures if not any(other in words for other in measure.others)
    ]
    hits = [(len(noun), measure) for measure in fitting for noun in measure.nouns if noun in phrase]
    return max(hits, key=lambda hit: hit[0])[1] if hits else None


def known() -> list[Indicator]:
    """All indicators in the order in which they were declared."""
    return [measure for measure in _measures if isinstance(measure, Indicator)]


def named(code: str) -> Indicator | None:
    """The indicator of a code, None when there is none."""
    measure = _measures.get(code)
    return measure if isinstance(measure, Indicator) else None


def suggested(text: str) -> list[Indicator]:
    """Indicators that may measure a clause: those whose words it uses, the most used first, then the general ones."""
    indicators = known()
    hits = [(sum(text.count(word) for word in i.words), i) for i in indicators]
    fitting = sorted((pair for pair in hits if pair[0]), key=lambda pair: -pair[0])
    return [i for _n, i in fitting] + [i for i in indicators if not i.words]


def fitting_codes(text: str) -> list[str]:
    """The indicators whose words a clause uses."""
    return [i.code for i in suggested(text) if i.words]


def default_codes(text: str) -> list[str]:
    """What a clause is bound to before anybody chose: the fitting indicators, else the first general ones."""
    return fitting_codes(text) or [i.code for i in suggested(text)][:SHARED]

"""What registers above tell this room: how long a person's file must stay, and what follows when a person moves."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from zulian.accounts.models import Post
from zulian.foundation.registry import Registry
from zulian.people.models import Person, PersonQuerySet
from zulian.regions.models import Region


@dataclass(frozen=True)
class Hold:
    """Why a file stays: still in use when `since` is None, else its last use was on that day."""

    reason: str
    since: date | None = None


@dataclass(frozen=True)
class Action:
    """What a room above offers to do for a person: words, address, icon; the first `main` one is the next step."""

    name: str
    url: str
    icon: str
    main: bool = False


class Ends(Protocol):
    """What ends with a death, noted so that it can be undone: `zulian.people.deaths.Ending`."""

    person: Person
    day: date

    def end(self, action: str, rows: QuerySet[Any], **values: Any) -> list[Any]:
        """Give all rows the values; returns them. What they were is kept."""


Ender = Callable[[Ends], None]
Reviver = Callable[[Person], None]
Counter = Callable[[Region], int | None]
Counters = Callable[[Sequence[Region]], dict[str, int] | None]
ActionProvider = Callable[[Post, Person], Iterable[Action]]
HoldProvider = Callable[[Person], Iterable[Hold]]
Keeper = Callable[[QuerySet[Person], date], QuerySet[Person]]
MoveFollower = Callable[[Person, Region], None]
Guard = Callable[[Person, Collection[str]], str]
MergeGuard = Callable[[Person, Person], str]
_actions: Registry[ActionProvider] = Registry("providers of buttons")
_disabled: Registry[Callable[[], Q]] = Registry("conditions of disabled people")
_counters: Registry[Counter] = Registry("counters of files")
_counters_of_many: Registry[Counters] = Registry("counters of files of many")
_holds: Registry[HoldProvider] = Registry("providers of holds")
_keepers: Registry[Keeper] = Registry("keepers of files")
_enders: Registry[Ender] = Registry("enders with a death")
_revivers: Registry[Reviver] = Registry("those who follow an undone death")
_movers: Registry[MoveFollower] = Registry("followers of moves")
_guards: Registry[Guard] = Registry("guards of corrections")
_merge_guards: Registry[MergeGuard] = Registry("guards of mergers")


def register_counter(counter: Counter) -> Counter:
    """Let a room that keeps counts say how many disabled people a division has, without counting them."""
    return _counters.add(counter)


def count_of(region: Region) -> int | None:
    """How many disabled people a division has by kept counts, None where nobody keeps them."""
    return next((found for counter in _counters if (found := counter(region)) is not None), None)


def register_counters(counters: Counters) -> Counters:
    """The same for divisions of one level, asked for at once."""
    return _counters_of_many.add(counters)


def counts_in(regions: Sequence[Region]) -> dict[str, int] | None:
    """How many disabled people each of some divisions has by kept counts, None where nobody keeps them."""
    return next(
        (found for counters in _counters_of_many if (found := counters(regions)) is not None), None
    )


def register_disabled(condition: Callable[[], Q]) -> None:
    """Let the register of certificates say who is a disabled person: the condition on a person."""
    _disabled.add(condition)


def disabled_people() -> PersonQuerySet:
    """The disabled people on file (残疾人): open files of the living who have or had a card, or a case for one.

    Officials, volunteers and relatives who are not disabled have files too, and are none of them.
    """
    condition = Q(pk__in=[])
    for make in _disabled:
        condition |= make()
    found: PersonQuerySet = Person.objects.alive().filter(condition, died_on=None)
    return found


def register_action(provider: ActionProvider) -> ActionProvider:
    """Let a room above put buttons on a person's page, for the posts that may use them."""
    return _actions.add(provider)


def actions_for(post: Post, person: Person) -> list[Action]:
    """All buttons that rooms above offer a post on a person's page."""
    return [action for provider in _actions for action in provider(post, person)]


def register_hold(provider: HoldProvider) -> HoldProvider:
    """Let a register say why it still needs a person's file."""
    return _holds.add(provider)


def register_move(follower: MoveFollower) -> MoveFollower:
    """Let a register follow a person to another division, in the same transaction; it may refuse the move."""
    return _movers.add(follower)


def register_guard(guard: Guard) -> Guard:
    """Let a register say why columns of a person are not corrected on their own; "" where they may be."""
    return _guards.add(guard)


def correction_refused(person: Person, changed: Collection[str]) -> str:
    """Why a register keeps these columns of a person from being corrected on their own; "" where none does."""
    return next((words for guard in _guards if (words := guard(person, changed))), "")


def register_death(ender: Ender, reviver: Reviver | None = None) -> None:
    """Let a register end what a person's death ends; `reviver` brings kept columns into step after it was undone."""
    _enders.add(ender)
    if reviver is not None:
        _revivers.add(reviver)


def died(ends: Ends) -> None:
    """Tell all registers of a death."""
    for ender in _enders:
        ender(ends)


def revived(person: Person) -> None:
    """Tell registers that a death was undone, once their rows are as they were."""
    for reviver in _revivers:
        reviver(person)


def register_keeper(keeper: Keeper) -> Keeper:
    """Let a register narrow a list of people down to those whom it has not needed since a day."""
    return _keepers.add(keeper)


def unneeded_since(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """Of some people those whose file no register has used since `day`: what may be closed."""
    for keeper in _keepers:
        rows = keeper(rows, day)
    return rows.filter(since__date__lte=day)


def holds_of(person: Person) -> list[Hold]:
    """Everything that keeps the file of a person."""
    return [hold for provider in _holds for hold in provider(person)]


def moved(person: Person, to: Region) -> None:
    """Tell all registers that the person moves to another division."""
    for follower in _movers:
        follower(person, to)


@dataclass(frozen=True)
class Disability:
    """What the register of certificates says of a person: category and grade of the card in use, and its last day."""

    category: int
    words: str
    valid_until: date


FactProvider = Callable[[Iterable[int]], dict[int, Disability]]
LapseProvider = Callable[[date], QuerySet[Any]]
HolderProvider = Callable[[int], QuerySet[Any]]
_facts: Registry[FactProvider] = Registry("providers of disabilities")
_lapses: Registry[LapseProvider] = Registry("providers of lapses")
_holders: Registry[HolderProvider] = Registry("providers of holders")


def register_facts(facts: FactProvider, lapses: LapseProvider, holders: HolderProvider) -> None:
    """Let the register of certificates tell of people's cards: what is on them, whose have lapsed, who holds one of a category."""
    _facts.add(facts)
    _lapses.add(lapses)
    _holders.add(holders)


def disabilities_of(keys: Iterable[int]) -> dict[int, Disability]:
    """The disability of people by their key, as far as a register knows it."""
    wanted, found = list(keys), {}
    for provider in _facts:
        found.update(provider(wanted))
    return found


def lapsed_among(keys: Iterable[int], day: date) -> set[int]:
    """Those of some people who had a card and hold no valid one on a day."""
    wanted = list(keys)
    return {
        row["person_id"] for provider in _lapses for row in provider(day).filter(person__in=wanted)
    }


def lapsed(day: date) -> Q:
    """The condition on a column `person` that they had a card and hold no valid one on a day."""
    condition = Q(pk__in=[])
    for provider in _lapses:
        condition |= Q(person__in=provider(day))
    return condition


def of_category(category: int) -> Q:
    """The condition on a column `person` that they hold a card of a category in use."""
    condition = Q(pk__in=[])
    for provider in _holders:
        condition |= Q(person__in=provider(category))
    return condition


NeedTaker = Callable[[Person, Post, str], str]
_takers: Registry[NeedTaker] = Registry("takers of needs")


def register_need(kind: str, taker: NeedTaker) -> None:
    """Let a room meet needs of a kind that others find: `taker(person, post, words)` answers with the address of what it made."""
    _takers.put(kind, taker)


def meets(kind: str) -> bool:
    """Whether some room meets needs of a kind."""
    return kind in _takers


def take_need(kind: str, person: Person, post: Post, words: str) -> str:
    """Hand a need over; "" where no room meets its kind. Raises ValidationError where that room refuses."""
    return _takers[kind](person, post, words) if kind in _takers else ""


def register_merge_guard(guard: MergeGuard) -> MergeGuard:
    """Let a register say why two files cannot be merged yet, "" where it has nothing against it."""
    return _merge_guards.add(guard)


def merge_obstacle(person: Person, into: Person) -> str:
    """The first reason why two files cannot be merged yet, "" where nothing stands in the way."""
    return next((why for guard in _merge_guards if (why := guard(person, into))), "")

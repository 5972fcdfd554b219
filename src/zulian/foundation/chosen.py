"""What divisions chose for figures of policies: the nearest one above a place counts, from its day on.

The rows are kept by a room above (`zulian.policies`), which declares here how they are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from zulian.foundation.scopes import prefix_length

LENGTHS = (12, 9, 6, 4, 2)


@dataclass(frozen=True, order=True)
class Choice:
    """What a division chose for a figure, from a day on; without a value it follows the division above again.

    Of two from the same day the later one counts: it corrects the other.
    """

    since: date
    number: int
    place: str
    policy: str
    key: str
    value: Any = None
    has_value: bool = True


class Choices:
    """All choices, which are few, and the divisions that went over to another county's, city's or province's.

    moved: code → the day on which a division went over, and the code of the one that took it.
    """

    def __init__(
        self, choices: Iterable[Choice] = (), moved: Mapping[str, tuple[date, str]] | None = None
    ) -> None:
        self.moved = dict(moved or {})
        self._by_policy: dict[str, dict[str, dict[str, list[Choice]]]] = {}
        for choice in sorted(choices):
            keys = self._by_policy.setdefault(choice.policy, defaultdict(lambda: defaultdict(list)))
            keys[choice.key][choice.place].append(choice)

    def in_force(self, policy: str, place: str, on: date) -> dict[str, Choice]:
        """What counts at a place on a day, by key."""
        keys = self._by_policy.get(policy)
        if not keys:
            return {}
        above = list(self.line(place, on))
        found = {key: self._nearest(of, above, on) for key, of in keys.items()}
        return {key: choice for key, choice in found.items() if choice is not None}

    def cuts(self, policy: str, key: str) -> list[str]:
        """The divisions at whose borders the figure may change, the widest first; none where nobody chose."""
        of = self._by_policy.get(policy, {}).get(key)
        return sorted({*of, *self.moved}, key=prefix_length) if of else []

    def line(self, place: str, on: date) -> Iterator[str]:
        """A division and those above it, nearest first; one that went over stands below those who took it."""
        code, length = place, prefix_length(place)
        while length:
            went = self.moved.get(code)
            if went and went[0] <= on:
                yield from self.line(went[1], on)
                return
            yield code
            length = next((n for n in LENGTHS if n < length), 0)
            code = code[:length].ljust(12, "0")

    @staticmethod
    def _nearest(of: Mapping[str, list[Choice]], above: Iterable[str], on: date) -> Choice | None:
        for place in above:
            made = [choice for choice in of.get(place, ()) if choice.since <= on]
            if made and made[-1].has_value:
                return made[-1]
        return None


NOTHING = Choices()
_readers: list[Callable[[], Choices]] = []


def reads_choices(reader: Callable[[], Choices]) -> Callable[[], Choices]:
    """Declare how choices are read; the one declared last is asked."""
    _readers.append(reader)
    return reader


def choices_now() -> Choices:
    """All choices as they are kept; none where no room keeps them."""
    return _readers[-1]() if _readers else NOTHING

"""What lists know of divisions: names, what lies below one, and its jurisdiction."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model, Q

from zulian.foundation.places import Named
from zulian.foundation.scopes import Scope, code_range, prefix_length
from zulian.regions.models import Level, Region, coded


class Divisions:
    """The table of divisions as `zulian.foundation.places` asks it."""

    def scope_of(self, code: str) -> Scope | None:
        region = coded(code)
        return region.scope() if region else None

    def around(self, chosen: str, others: Iterable[str]) -> tuple[list[Named], dict[str, str]]:
        below = Level(prefix_length(chosen)).below if chosen else None
        children, names = self._around(chosen, below, others)
        while not children and below is not None and below < Level.TOWNSHIP:
            # A municipality has no cities, some cities have no counties.
            below = below.below
            children, names = self._around(chosen, below, others)
        return children, names

    @staticmethod
    def _around(
        chosen: str, below: Level | None, others: Iterable[str]
    ) -> tuple[list[Named], dict[str, str]]:
        wanted = Q(code__in=list(others))
        if below is not None:
            low, high = code_range(chosen)
            wanted |= Q(level=below, code__gte=low, code__lt=high, valid_to__isnull=True)
        children, names = [], {}
        rows = (
            Region.objects.filter(wanted)
            .order_by("code")
            .values_list("code", "name", "level", "valid_to")
        )
        for code, name, level, ended in rows:
            names[code] = name
            if level == below and ended is None and within(chosen, code):
                children.append(Named(code, name))
        return children, names

    def is_place(self, model: type[Model] | None) -> bool:
        return model is Region


def within(above: str, code: str) -> bool:
    """Whether a code lies under another.

    >>> within("210921000000", "210921101000")
    True
    """
    length = prefix_length(above)
    return code[:length] == above[:length]

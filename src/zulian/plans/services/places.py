"""The divisions that a paper calls by their own names: 彰武县, 阜蒙县残联, 海州."""

from __future__ import annotations

from collections.abc import Sequence

from zulian.regions.called import Called, ways_called
from zulian.regions.models import Level, Region


def places_called(names: Sequence[str], levels: Sequence[str], issuer: Region) -> dict[str, str]:
    """Code → name of the divisions below an issuer that names call, of the levels that act.

    Nothing where one of the names is unknown, or may be that of several: then a task is limited to none of them.
    """
    wanted = [Level[name.upper()] for name in levels if Level[name.upper()] > issuer.level]
    if not names or not wanted:
        return {}
    rows = Region.objects.under(issuer.code).current().filter(level__in=wanted)
    known = dict(rows.values_list("code", "name"))
    called = Called(known, known)
    found: dict[str, str] = {}
    for name in names:
        codes = [code for code, own in known.items() if name in set(ways_called(own))]
        codes = codes or called.find(name)
        if len(codes) != 1:
            return {}
        found[codes[0]] = known[codes[0]]
    return found

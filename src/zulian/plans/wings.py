"""The wings by name, in the order of the sections of a circular: how measures are grouped where one is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

WINGS = {
    "congress": _("换届"),
    "leadership": _("领导班子"),
    "cadres": _("干部队伍"),
    "grassroots": _("基层组织"),
    "commissioners": _("专职委员"),
    "volunteers": _("志愿助残"),
    "associations": _("专门协会"),
    "social": _("社会组织"),
    "certificates": _("残疾人证"),
    "plans": _("任务办理"),
}
Choice = tuple[str, str]


def grouped(measures: Iterable[Any], label: Callable[[Any], str]) -> list[tuple[str, list[Choice]]]:
    """Measures (indicators or countables) as choices under the names of their wings; wings without any are left out."""
    groups: dict[str, list[Choice]] = {wing: [] for wing in WINGS}
    for measure in measures:
        groups[measure.code.partition(".")[0]].append((measure.code, label(measure)))
    return [(str(WINGS[wing]), choices) for wing, choices in groups.items() if choices]

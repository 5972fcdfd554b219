"""Measures by the apps that declare them, which stand in the order of the sections of the work points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from django.apps import apps

M = TypeVar("M")
Choice = tuple[str, str]


def app_of(code: str) -> str:
    """The label of the app that declares the measure of a code: congress of congress.held."""
    return code.partition(".")[0]


def in_sections(measures: Iterable[M], code: Callable[[M], str]) -> list[tuple[str, Sequence[M]]]:
    """Measures under the names of their apps; apps without any are left out."""
    groups: dict[str, list[M]] = {config.label: [] for config in apps.get_app_configs()}
    for measure in measures:
        groups[app_of(code(measure))].append(measure)
    return [
        (str(apps.get_app_config(label).verbose_name), group)
        for label, group in groups.items()
        if group
    ]


def grouped(measures: Iterable[Any], label: Callable[[Any], str]) -> list[tuple[str, list[Choice]]]:
    """Measures (indicators or countables) as choices under the names of their apps."""
    return [
        (name, [(measure.code, label(measure)) for measure in group])
        for name, group in in_sections(measures, lambda measure: str(measure.code))
    ]

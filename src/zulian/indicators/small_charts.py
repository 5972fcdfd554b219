"""Small charts within a line of text: the year of a measure as a line, its units as bars. Drawn as SVG, without scripts.

What they show stands beside them in numbers, or on the page that the line leads to; so they are hidden from a reader by ear.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT, EDGE = 120, 28, 3


def sparkline(points: Sequence[tuple[date, float]]) -> SafeString:
    """A line through the values of some days, the last one marked; "" for fewer than two.

    >>> "polyline" in sparkline([(date(2026, 1, 1), 3.0), (date(2026, 2, 1), 5.0)])
    True
    """
    if len(points) < 2:
        return SafeString()
    first, length = points[0][0], max((points[-1][0] - points[0][0]).days, 1)
    values = [value for _day, value in points]
    low, height = min(values), (max(values) - min(values)) or 1.0
    places = [
        (
            EDGE + (WIDTH - 2 * EDGE) * (day - first).days / length,
            HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * (value - low) / height,
        )
        for day, value in points
    ]
    line = " ".join(f"{across:.1f},{up:.1f}" for across, up in places)
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" aria-hidden="true" focusable="false"><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="2.5"/></svg>',
        WIDTH,
        HEIGHT,
        line,
        f"{places[-1][0]:.1f}",
        f"{places[-1][1]:.1f}",
    )


def bars(values: Iterable[tuple[str, float | None, str]]) -> SafeString:
    """A bar for each unit, from 0 to 100, named by its title: (name, value, class of its light); a dot where there is none."""
    known = list(values)
    if not known:
        return SafeString()
    step = WIDTH / len(known)
    drawn = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>',
        (
            (
                light,
                f"{n * step:.1f}",
                f"{HEIGHT - _tall(value):.1f}",
                f"{max(step - 1, 1):.1f}",
                f"{_tall(value):.1f}",
                name if value is None else f"{name} {value:g}",
            )
            for n, (name, value, light) in enumerate(known)
        ),
    )
    return format_html(
        '<svg class="unit-bars" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        WIDTH,
        HEIGHT,
        drawn,
    )


def _tall(value: float | None) -> float:
    """How tall a bar is; what is zero is to be seen as well."""
    return 1.0 if value is None else 1.5 + (HEIGHT - 1.5) * min(max(value, 0.0), 100.0) / 100

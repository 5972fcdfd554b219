"""A radar chart as SVG made here: light, without script, and its table stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zulian.grassroots.services.comparison import Axis

WIDTH, HEIGHT, REACH = 440, 320, 110
RINGS = (0.25, 0.5, 0.75, 1.0)
LABEL, LONGEST = 1.14, 8


def _point(n: int, of: int, share: float) -> tuple[float, float]:
    angle = 2 * pi * n / of - pi / 2
    return round(WIDTH / 2 + REACH * share * cos(angle), 1), round(
        HEIGHT / 2 + REACH * share * sin(angle), 1
    )


def _ring(shares: Sequence[float]) -> str:
    return " ".join(
        f"{x},{y}" for x, y in (_point(n, len(shares), share) for n, share in enumerate(shares))
    )


def radar(axes: Sequence[Axis]) -> SafeString:
    """Own shares against the mean, on as many axes as there are groups; nothing for fewer than three."""
    if len(axes) < 3:
        return SafeString("")
    rings = format_html_join(
        "", '<polygon class="ring" points="{}"/>', ((_ring([r] * len(axes)),) for r in RINGS)
    )
    labels = format_html_join(
        "", '<text x="{}" y="{}" class="{}">{}</text>', (_label(n, axes) for n in range(len(axes)))
    )
    mean = [float(axis.mean or 0) for axis in axes]
    own = [float(axis.own) for axis in axes]
    return format_html(
        '<svg class="radar" viewBox="0 0 {} {}" role="img" aria-label="{}">{}<polygon class="mean" points="{}"/>'
        '<polygon class="own" points="{}"/>{}</svg>',
        WIDTH,
        HEIGHT,
        _("各大项得分率雷达图，数据见旁边的表"),
        rings,
        _ring(mean),
        _ring(own),
        labels,
    )


def _label(n: int, axes: Sequence[Axis]) -> tuple[float, float, str, str]:
    x, y = _point(n, len(axes), LABEL)
    side = "middle" if abs(x - WIDTH / 2) < 12 else "start" if x > WIDTH / 2 else "end"
    return x, y + 5, side, axes[n].name[:LONGEST]

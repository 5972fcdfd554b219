"""Lists of the indicators room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.foundation.columns import NumberColumn
from zulian.indicators.goals import Goal, light_of
from zulian.indicators.registry import Indicator
from zulian.indicators.rules import Light, Pair, Show, value
from zulian.regions.models import Level, Region

LIGHT_WORDS = {
    Light.GREEN: _("达标"),
    Light.YELLOW: _("接近达标"),
    Light.RED: _("未达标"),
    Light.NONE: _("暂无数据"),
}
# A bare count of what is missing is near to nothing, not near to a rate.
COUNT_WORDS = {**LIGHT_WORDS, Light.YELLOW: _("基本达标")}
NO_GOAL = _("未设目标")


# The parameter that leaves out of a list what lies in the divisions below.
OWN = "own"


@dataclass(frozen=True)
class Reading:
    """One indicator of one division, ready to be shown: the row of both lists of this room."""

    indicator: Indicator
    region: Region
    pair: Pair
    goal: Goal
    # What it had reached when last year ended, in the first months of a year.
    closing: Pair | None = None
    # The day gone by of which it tells, None for today: what it leads to is of the same day.
    on: date | None = None

    @property
    def name(self) -> str:
        return str(self.indicator.name)

    @property
    def light(self) -> Light:
        return light_of(self.indicator, self.pair, self.goal)

    @property
    def light_words(self) -> str:
        if not self.goal.is_set and self.pair.of:
            return str(NO_GOAL)
        labels = COUNT_WORDS if self.indicator.show is Show.MISSING else LIGHT_WORDS
        return str(labels[self.light])

    @property
    def number(self) -> float:
        """What the list is sorted by: nothing to measure comes last."""
        found = value(self.pair, self.indicator.show)
        return -1.0 if found is None else found

    @property
    def shown(self) -> str:
        """The value as people read it: 93.5%, or 3 of 40."""
        return self._words(self.pair)

    @property
    def closing_shown(self) -> str:
        """Last year's closing value as people read it, "" where none stands beside."""
        return self._words(self.closing) if self.closing else ""

    def _words(self, pair: Pair) -> str:
        if not pair.of:
            return "—"
        return str(pair.missing) if self.indicator.show is Show.MISSING else f"{pair.percent:g}%"

    @property
    def target(self) -> str:
        """The target as people read it."""
        if not self.goal.is_set:
            return str(NO_GOAL)
        if self.indicator.show is Show.MISSING:
            return str(_("不超过 %(n)g") % {"n": self.goal.value})
        return f"≥ {self.goal.value:g}%"

    @property
    def url(self) -> str:
        return under(reverse("indicators:detail", args=[self.indicator.code]), self.region, self.on)

    @property
    def failing_url(self) -> str:
        return under(
            reverse("indicators:failing", args=[self.indicator.code]), self.region, self.on
        )


def under(url: str, region: Region, on: date | None = None) -> str:
    """The address of a page for a division, as of a day gone by."""
    return f"{url}?{urlencode({'under': region.code} | ({'on': on} if on else {}))}"


def own_alone(url: str) -> str:
    """The address of a list under a division, narrowed to the rows of the division itself (本级)."""
    return f"{url}&{OWN}=yes"


def badge(reading: Reading) -> SafeString:
    """The light in colour and words."""
    return format_html('<span class="state l-{}">{}</span>', reading.light, reading.light_words)


class ReadingTable(tables.Table):
    """What both lists share: value, met of all, target, light, failing rows."""

    shown = NumberColumn(verbose_name=_("现值"), order_by="number")
    closing_shown = NumberColumn(verbose_name=_("上年末"), orderable=False, default="")
    met = NumberColumn(verbose_name=_("达到／总数"), accessor="pair", orderable=False)
    target = tables.Column(verbose_name=_("目标"), orderable=False)
    light = tables.Column(verbose_name=_("状态"), orderable=False)
    missing = NumberColumn(verbose_name=_("未达到的"), accessor="pair__missing")

    def render_met(self, value: Pair) -> str:
        return f"{value.met}／{value.of}"

    def value_met(self, value: Pair) -> str:
        return f"{value.met}/{value.of}"

    def render_light(self, record: Reading) -> SafeString:
        return badge(record)

    def value_light(self, record: Reading) -> str:
        return record.light_words

    def render_missing(self, value: int, record: Reading) -> Any:
        if not value:
            return "0"
        words = _("%(n)d 项") % {"n": value}
        return format_html('<a href="{}">{}</a>', record.failing_url, words)

    def value_missing(self, value: int) -> int:
        return value


class ChildTable(ReadingTable):
    """One indicator over the divisions below."""

    region = tables.Column(verbose_name=_("单位"), order_by="region__code")

    class Meta:
        sequence = ("region", "shown", "closing_shown", "target", "light", "met", "missing")
        order_by = "-shown"

    def __init__(self, data: Any, parent: Region, **kwargs: Any) -> None:
        self.parent = parent
        super().__init__(data, **kwargs)

    def render_shown(self, value: str, record: Reading) -> Any:
        """The value with a bar as long."""
        if record.indicator.show is Show.MISSING or not record.pair.of:
            return value
        return format_html(
            '{}<progress class="bar-in" max="100" value="{}" aria-hidden="true"></progress>',
            value,
            record.pair.percent,
        )

    def value_shown(self, value: str) -> str:
        return value

    def render_region(self, value: Region, record: Reading) -> Any:
        if value == self.parent:
            return _("%(name)s（本级）") % {"name": value.organisation}
        if value.level == Level.VILLAGE:
            return value.organisation
        return format_html('<a href="{}">{}</a>', record.url, value.organisation)

    def value_region(self, value: Region) -> str:
        return value.organisation

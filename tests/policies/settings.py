"""Figures as divisions set them, for tests of rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.builders import CITY, officer
from zulian.foundation.clock import today
from zulian.foundation.policy import figures
from zulian.policies.models import Setting
from zulian.policies.services import set_figure

LONG_AGO = date(2010, 1, 1)


def chosen(policy: str, key: str, value: Any, code: str = CITY) -> Setting:
    """A figure of a division: since long ago, or from tomorrow on where kept counts hold it."""
    figure = figures(policy)[key]
    since = today() + timedelta(days=1) if figure.counted else LONG_AGO
    return set_figure(officer(code), figure, value, since, "演示文件")

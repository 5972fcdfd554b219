"""What pages say of figures: whose they are, where they come from, who may set them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zulian.foundation.figures import LEVELS, Figure
from zulian.policies.models import Setting
from zulian.policies.services import InForce
from zulian.regions.models import Level


def level_words(figure: Figure) -> str:
    """The levels that may set a figure."""
    names = [str(Level(level).label) for level in LEVELS.values() if level in figure.by]
    return "、".join(names)


def by_words(found: InForce) -> str:
    """Who may set a figure, or that nobody may."""
    return _("按规定执行，不另设定") if found.is_fixed else level_words(found.figure)


def whose_words(found: InForce) -> str:
    """Whose the value in force is."""
    return found.setting.region.organisation if found.setting else _("系统默认")


def source_words(found: InForce) -> str:
    """Where the value in force comes from."""
    return found.setting.basis if found.setting else found.version.source


def standing_words(found: InForce) -> str:
    """Whether it was read in a source."""
    if found.setting:
        return _("本地规定")
    return _("通常做法，未见原文") if found.version.background else _("有原文依据")


def setting_words(figure: Figure, setting: Setting) -> str:
    """What was set, in words."""
    if setting.value is None:
        return _("恢复按上级的执行")
    return figure.words(setting.value)


def bounds_words(figure: Figure) -> str:
    """Between what a figure may be set; empty where nobody may."""
    if not figure.by:
        return ""
    if figure.options:
        return "、".join(words for _value, words in figure.options)
    return _("%(least)s 至 %(most)s%(unit)s") % figure.bounds

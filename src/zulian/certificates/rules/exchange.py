"""What differs between a card here and the one of the national register."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from zulian.certificates.exchange.port import Record

# What is compared, in words; what the other side does not say does not differ.
COMPARED: dict[str, Any] = {
    "number": _("残疾人证号"),
    "category": _("残疾类别"),
    "grade": _("残疾等级"),
    "state": _("状态"),
    "valid_until": _("有效期至"),
}
MISSING_HERE, MISSING_THERE = "missing_here", "missing_there"
WORDS = {
    **COMPARED,
    MISSING_HERE: _("本系统没有在用的证"),
    MISSING_THERE: _("国家库查无此人"),
}


def differences(ours: Record | None, theirs: Record | None) -> list[str]:
    """The keys of what differs; a card on one side alone is one difference."""
    if ours is None and theirs is None:
        return []
    if ours is None:
        return [] if theirs is not None and theirs.state == "cancelled" else [MISSING_HERE]
    if theirs is None:
        return [MISSING_THERE]
    return [
        key
        for key in COMPARED
        if getattr(theirs, key) not in (None, "") and getattr(theirs, key) != getattr(ours, key)
    ]


def words_of(keys: Sequence[str]) -> str:
    """Differences in words."""
    return "、".join(str(WORDS[key]) for key in keys if key in WORDS)

"""Who is visited at home (上门服务), and why."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zulian.foundation.policy import Policy


def eligible(grade: int | None, age: int, cannot_travel: bool, rules: Policy) -> tuple[bool, str]:
    """Whether the policy entitles a person to a home visit, with the reason in words."""
    if not cannot_travel:
        return False, _("本人能够出行，请到窗口办理。")
    if grade in rules["grades"]:
        return True, _("重度残疾（%(n)d 级）且行动不便。") % {"n": grade}
    if age >= rules["from_age"]:
        return True, _("年满 %(n)d 周岁且行动不便。") % {"n": rules["from_age"]}
    if grade is None:
        return True, _("尚未评定等级，自述行动不便，由经办人核实。")
    return False, _("残疾等级为 %(n)d 级，不在上门服务范围；确有困难的由主管同意。") % {"n": grade}


def covers(team: Sequence[int], needed: Sequence[int]) -> bool:
    """Whether a team's assessor may assess all needed categories."""
    return set(needed) <= set(team)

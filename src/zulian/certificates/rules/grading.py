"""A word of warning beside the doctor's finding: does the grade fit the measurements? Never a grade by machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zulian.certificates.rules.cards import Category
from zulian.foundation.policy import Policy

# The bounds of each measurement: lowest and highest value that a device or test can give.
BOUNDS: dict[str, tuple[float, float]] = {
    "acuity": (0, 2),
    "field_radius": (0, 90),
    "decibel": (0, 140),
    "intelligibility": (0, 100),
    "dq": (0, 200),
    "iq": (0, 200),
    "whodas": (0, 180),
}


@dataclass(frozen=True)
class Hint:
    """What one measurement suggests: a grade from 1 to 4, or 0 where it reaches none."""

    measure: str
    grade: int


def measures_of(category: int, age: int, rules: Policy) -> tuple[str, ...]:
    """Which measurements a category takes at an age; `limb` is a choice of conditions."""
    if category == Category.INTELLECTUAL:
        return (
            ("dq",)
            if age < rules["child_below"]
            else ("iq", "whodas")
            if age >= rules["adult_from"]
            else ("iq",)
        )
    return {
        Category.VISUAL: ("acuity", "field_radius"),
        Category.HEARING: ("decibel",),
        Category.SPEECH: ("intelligibility",),
        Category.LIMB: ("limb",),
        Category.PSYCHIATRIC: ("whodas",),
    }[Category(category)]


def suggested_grade(measure: str, value: float, rules: Policy) -> int:
    """The grade that one measurement suggests, 0 when it reaches none."""
    table = rules[measure]
    if "below" in table:
        hits = [value < bound for bound in table["below"]]
    elif "upto" in table:
        hits = [value <= bound for bound in table["upto"]]
    elif "above" in table:
        hits = [value > bound for bound in table["above"]]
    else:
        hits = [value >= bound for bound in table["from"]]
    return hits.index(True) + 1 if True in hits else 0


def hints(measured: Mapping[str, Any], rules: Policy) -> list[Hint]:
    """What each measurement suggests."""
    found = [
        Hint(name, suggested_grade(name, float(value), rules))
        for name, value in measured.items()
        if name in BOUNDS
    ]
    chosen = set(measured.get("limb", ()))
    grades = [item["grade"] for item in rules["limb"] if item["key"] in chosen]
    return [*found, *([Hint("limb", min(grades))] if grades else [])]


def warnings(
    category: int, grade: int | None, measured: Mapping[str, Any], age: int, rules: Policy
) -> list[str]:
    """Sentences where the finding and the measurements do not fit; `grade` None means not qualified."""
    wanted = measures_of(category, age, rules)
    given = {name: value for name, value in measured.items() if value not in (None, "", [])}
    if not set(wanted) & set(given):
        return [_("没有填写测量结果，请确认是否另附检查报告。")]
    found = list(hints({n: v for n, v in given.items() if n in wanted}, rules))
    # Field and acuity both count for sight: the more severe one decides, so the lowest grade above none.
    reached = [hint.grade for hint in found if hint.grade]
    best = min(reached) if reached else 0
    if grade is None and best:
        return [_("测量结果相当于%(n)s级，与“不符合”不一致，请复核。") % {"n": GRADES[best]}]
    if grade is not None and not best:
        return [_("测量结果没有达到分级标准，与所评%(n)s级不一致，请复核。") % {"n": GRADES[grade]}]
    if grade is not None and grade != best:
        words = _("测量结果相当于%(best)s级，与所评%(n)s级不一致，请复核。")
        return [words % {"best": GRADES[best], "n": GRADES[grade]}]
    return []


GRADES = {1: "一", 2: "二", 3: "三", 4: "四"}  # untranslated: grades are always written so

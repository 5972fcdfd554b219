"""What the measurements suggest beside the doctor's finding, by age and kind (GB/T 26341-2010). Never a grade by machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from zulian.certificates.rules.cards import Category, combine
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
    "adaptive": (0, 4),
}
GRADES = {1: "一", 2: "二", 3: "三", 4: "四"}  # untranslated: grades are always written so


def grade_words(grade: int) -> str:
    """A grade from 1 to 4 in words."""
    return _("%(n)s级") % {"n": GRADES[grade]}


@dataclass(frozen=True)
class Expected:
    """What the measurements of one category suggest: a grade, 0 where they reach none, None where they say nothing.

    `notes` are sentences for the doctor: what is still missing, or which of several measurements decided. `is_clear` says
    that nothing is missing and no scale speaks against another.
    """

    grade: int | None
    notes: tuple[str, ...] = ()
    is_clear: bool = True

    @property
    def words(self) -> str:
        """The grade in words."""
        if self.grade is None:
            return _("还不能推算")
        return grade_words(self.grade) if self.grade else _("未达到分级标准")


def measures_of(category: int, age: int, rules: Policy) -> tuple[str, ...]:
    """Which measurements a category takes at an age; `limb` is a choice of conditions, `adaptive` one of grades."""
    adult = age >= rules["adult_from"]
    if category == Category.INTELLECTUAL:
        if age < rules["child_below"]:
            return ("dq", "adaptive")
        return ("iq", "adaptive", "whodas") if adult else ("iq", "adaptive")
    if category == Category.PSYCHIATRIC:
        return ("whodas", "adaptive") if adult else ("adaptive",)
    return {
        Category.VISUAL: ("acuity", "field_radius"),
        Category.HEARING: ("decibel",),
        Category.SPEECH: ("intelligibility",),
        Category.LIMB: ("limb",),
    }[Category(category)]


def suggested_grade(measure: str, value: float, rules: Policy) -> int:
    """The grade that one measurement suggests, 0 when it reaches none."""
    if measure == "adaptive":
        return int(value)
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


def is_given(value: Any) -> bool:
    """Whether something was measured at all: nought is a measurement."""
    return value not in (None, "", [])


def expected(category: int, measured: Mapping[str, Any], age: int, rules: Policy) -> Expected:
    """What all measurements of one category suggest together at an age."""
    if category in rules["infant_ungraded"] and age < rules["infant_below"]:
        return Expected(0, (_("未满 %(n)d 周岁不评定言语残疾。") % {"n": rules["infant_below"]},))
    wanted = measures_of(category, age, rules)
    given = {n: measured[n] for n in wanted if is_given(measured.get(n))}
    if not given:
        return Expected(None, is_clear=False)
    if category == Category.LIMB:
        return _limb(given["limb"], age, rules)
    grades = {n: suggested_grade(n, float(v), rules) for n, v in given.items()}
    if category == Category.INTELLECTUAL:
        return _intellectual(given, grades, age, rules)
    if category == Category.PSYCHIATRIC:
        return _psychiatric(grades, age, rules)
    # Acuity and field both count for sight: the more severe one decides, and only both together find none.
    best = min((grade for grade in grades.values() if grade), default=0)
    if not best and len(given) < len(wanted):
        words = _("视力和视野都要测量，才能评为不符合。")
        return Expected(0, (words,), is_clear=False)
    infant = category == Category.HEARING and age < rules["infant_below"]
    if infant and best and best not in rules["infant_hearing_grades"]:
        words = _("未满 %(n)d 周岁的听力残疾只定一至三级。")
        return Expected(0, (words % {"n": rules["infant_below"]},))
    return Expected(best)


def _limb(chosen: Any, age: int, rules: Policy) -> Expected:
    """The most severe of the conditions; some are for adults alone."""
    found = [item for item in rules["limb"] if item["key"] in set(chosen)]
    young = [item for item in found if item.get("adult") and age < rules["adult_from"]]
    grades = [item["grade"] for item in found if item not in young]
    words = _("“%(name)s”只适用于成年人。")
    notes = tuple(words % {"name": item["name"]} for item in young)
    return Expected(min(grades, default=0), notes)


def _intellectual(
    given: Mapping[str, Any], grades: Mapping[str, int], age: int, rules: Policy
) -> Expected:
    """The quotient, beside it adaptive behaviour, which decides where the quotient lies between or they disagree.

    The notes say which of the scales decided, and why.
    """
    tested = "dq" if age < rules["child_below"] else "iq"
    adaptive = grades.get("adaptive")
    if tested not in given:
        name = _("发育商") if tested == "dq" else _("智商")
        return Expected(None, (_("还须填写%(name)s。") % {"name": name},), is_clear=False)
    name = _("发育商") if tested == "dq" else _("智商")
    low, high = rules[f"{tested}_between"]
    said = {"name": name, "low": low, "high": high}
    if low <= float(given[tested]) <= high:
        if adaptive is None:
            words = _("%(name)s在 %(low)d 至 %(high)d 之间的按适应行为分级，请评定适应行为。")
            return Expected(None, (words % said,), is_clear=False)
        return Expected(
            adaptive, (_("%(name)s在 %(low)d 至 %(high)d 之间，按适应行为分级。") % said,)
        )
    if adaptive is None:
        words = _("还须评定适应行为。")
        return Expected(grades[tested], (words,), is_clear=False)
    return _beside_adaptive(grades, tested, rules, said)


def _beside_adaptive(
    grades: Mapping[str, int], tested: str, rules: Policy, said: Mapping[str, Any]
) -> Expected:
    """A quotient outside the span that says none, beside adaptive behaviour: which decides, and whether they agree."""
    grade, adaptive, notes, is_clear = grades[tested], grades["adaptive"], [], True
    if not grade and adaptive:
        words = _(
            "%(name)s高于 %(high)d，按%(name)s没有达到分级标准；适应行为有障碍的，请查明原因。"
        )
        notes.append(words % said)
        is_clear = False
    elif adaptive != grade and tested in rules["adaptive_over"]:
        grade = adaptive
        notes.append(_("智商与适应行为不在同一级，按适应行为分级。"))
    elif adaptive != grade:
        notes.append(_("发育商与适应行为不在同一级，按发育商分级，请核对。"))
        is_clear = False
    if grade and grades.get("whodas", grade) != grade:
        notes.append(_("WHO-DAS Ⅱ 分值与上述分级不一致，请核对。"))
        is_clear = False
    return Expected(grade, tuple(notes), is_clear)


def _psychiatric(grades: Mapping[str, int], age: int, rules: Policy) -> Expected:
    """WHO-DAS II of adults, adaptive behaviour of everybody younger."""
    if age < rules["adult_from"]:
        return Expected(grades["adaptive"])
    if "whodas" not in grades:
        return Expected(None, (_("成年人还须填写 WHO-DAS Ⅱ 分值。"),), is_clear=False)
    if "adaptive" not in grades:
        return Expected(grades["whodas"], (_("还须评定适应行为。"),), is_clear=False)
    if grades["adaptive"] != grades["whodas"]:
        words = _("WHO-DAS Ⅱ 与适应行为不在同一级，请核对。")
        return Expected(grades["whodas"], (words,), is_clear=False)
    return Expected(grades["whodas"])


def together(grades: Mapping[int, int | None]) -> tuple[Category, int] | None:
    """Category and grade of several findings of one person (art. 13); None where none of them reaches a grade."""
    found = {category: grade for category, grade in grades.items() if grade}
    return combine(found) if found else None


def warnings(
    category: int, grade: int | None, measured: Mapping[str, Any], age: int, rules: Policy
) -> list[str]:
    """Sentences where the finding and the measurements do not fit; `grade` None means not qualified."""
    found = expected(category, measured, age, rules)
    if found.grade is None:
        return list(found.notes) or [_("没有填写测量结果，请确认是否另附检查报告。")]
    if (grade or 0) == found.grade:
        return [] if found.is_clear else list(found.notes)
    said = {"best": GRADES.get(found.grade, ""), "n": GRADES.get(grade or 0, "")}
    if grade is None:
        words = _("测量结果相当于%(best)s级，与“不符合”不一致，请复核。")
    elif not found.grade:
        words = _("测量结果没有达到分级标准，与所评%(n)s级不一致，请复核。")
    else:
        words = _("测量结果相当于%(best)s级，与所评%(n)s级不一致，请复核。")
    return [words % said, *found.notes]

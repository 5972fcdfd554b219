"""Formulas and checks of a form as people write them: "3+4", "5/4", "2 <= 1 已召开的不应多于到期的（必须）"; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from zulian.statistics.rules import CONSTANT

# As people type them on a Chinese keyboard.
SIGNS = str.maketrans({"＋": "+", "／": "/", "÷": "/", "＝": "=", "＜": "<", "＞": ">", "＃": "#"})
ONE_SIGN = (("≤", "<="), ("≥", ">="), ("=<", "<="), ("=>", ">="))
TERM = re.compile(r"#?[^\W_](?:[^\W_]|[-.]){0,14}")
NUMBER = re.compile(r"#[0-9]{1,10}(?:\.[0-9]{1,2})?")
OPERATORS = ("<=", ">=", "=")
HARD_WORD, HARD_WORDS = "（必须）", ("（必须）", "(必须)")  # untranslated: how a check is written
MAX_WORDS = 100


class FormulaError(ValueError):
    """Why words are no formula or check: a sentence."""


def half(text: str) -> str:
    """Words with the signs of formulas as machines write them."""
    text = text.translate(SIGNS)
    for sign, written in ONE_SIGN:
        text = text.replace(sign, written)
    return text


def read_formula(text: str) -> dict[str, Any]:
    """What a line says by a formula: {"sum": …} or {"ratio": …}, {} for none; raises FormulaError."""
    bare = "".join(half(text).split())
    if not bare:
        return {}
    for sign, key in (("/", "ratio"), ("+", "sum")):
        parts = bare.split(sign)
        if len(parts) == 1 and sign == "/":
            continue
        if not all(TERM.fullmatch(part) and part[0] != CONSTANT for part in parts) or (
            key == "ratio" and len(parts) != 2
        ):
            break
        return {key: parts}
    raise FormulaError(_("公式写成“3+4+5”（几行之和）或“5/4”（百分比），用行次，不用括号。"))


def formula_words(said: Mapping[str, Any]) -> str:
    """The formula of a line as it is written; "" for none."""
    return "/".join(said["ratio"]) if "ratio" in said else "+".join(said.get("sum", ()))


def parts_of(said: Mapping[str, Any]) -> Sequence[str]:
    """The lines that the formula of a line names."""
    found: Sequence[str] = said.get("ratio") or said.get("sum") or ()
    return found


def formula_faults(lines: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Why formulas of lines cannot be computed, by the number of the line: they name none, a head, or lead back to themselves."""
    known = {line["no"]: line for line in lines}
    faults: dict[str, str] = {}
    for line in lines:
        for no in parts_of(line):
            if no not in known:
                faults[line["no"]] = _("没有第 %(no)s 行。") % {"no": no}
            elif known[no].get("head"):
                faults[line["no"]] = _("第 %(no)s 行是标题行，没有数。") % {"no": no}
    for line in lines:
        if line["no"] not in faults and _leads_to(line["no"], known):
            faults[line["no"]] = _("公式绕回了第 %(no)s 行自己。") % {"no": line["no"]}
    return faults


def _leads_to(no: str, known: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether a line is computed from itself."""
    seen: set[str] = set()
    left = list(parts_of(known[no]))
    while left:
        one = left.pop()
        if one == no:
            return True
        if one not in seen and one in known:
            seen.add(one)
            left += parts_of(known[one])
    return False


def read_check(text: str, heads: Iterable[str], lines: Iterable[str]) -> dict[str, Any]:
    """A check as it is written on one line, over the numbers of a form's lines; raises FormulaError."""
    bare = text.rstrip()
    is_hard = bare.endswith(HARD_WORDS)
    left, op, right, words = _parted(bare[: -len(HARD_WORD)] if is_hard else bare)
    known = frozenset(heads), frozenset(lines)
    check: dict[str, Any] = {"left": _terms(left, *known), "op": op, "right": _terms(right, *known)}
    check["words"] = words[:MAX_WORDS].rstrip() or _usual_words(check)
    return check | {"hard": True} if is_hard else check


def _parted(text: str) -> tuple[str, str, str, str]:
    """Left side, sign, right side and words of a check."""
    plain = " ".join(half(text).split()).replace(" +", "+").replace("+ ", "+")
    found = [(at, sign) for sign in OPERATORS if (at := plain.find(sign)) >= 0]
    at, sign = min(found, default=(0, ""))
    right, _blank, words = plain[at + len(sign) :].lstrip().partition(" ")
    if not sign or not plain[:at].strip() or not right:
        raise FormulaError(_("写成“2 <= 1 文字说明”，两边是行次或几行相加，中间是 <=、>= 或 =。"))
    return plain[:at].strip(), sign, right, words


def _terms(side: str, heads: frozenset[str], lines: frozenset[str]) -> list[str]:
    terms = side.split("+")
    for term in terms:
        if term in heads:
            raise FormulaError(_("第 %(no)s 行是标题行，没有数。") % {"no": term})
        if term.startswith(CONSTANT):
            if not NUMBER.fullmatch(term):
                raise FormulaError(_("“#”后面写数，如 #100。"))
        elif not TERM.fullmatch(term):
            raise FormulaError(
                _("写成“2 <= 1 文字说明”，两边是行次或几行相加，中间是 <=、>= 或 =。")
            )
        elif term not in lines:
            raise FormulaError(_("没有第 %(no)s 行；要与一个数比的写成 #100。") % {"no": term})
    return terms


def _usual_words(check: Mapping[str, Any]) -> str:
    facts = {"left": "+".join(check["left"]), "right": "+".join(check["right"])}
    if check["op"] == "<=":
        return _("第 %(left)s 行不应大于第 %(right)s 行") % facts
    if check["op"] == ">=":
        return _("第 %(left)s 行不应小于第 %(right)s 行") % facts
    return _("第 %(left)s 行应等于第 %(right)s 行") % facts


def check_words(check: Mapping[str, Any]) -> str:
    """A check as it is written on one line."""
    sides = "+".join(check["left"]), check["op"], "+".join(check["right"]), check["words"]
    words = " ".join(sides)
    return words + HARD_WORD if check.get("hard") else words


def read_checks(
    text: str, heads: Sequence[str], lines: Sequence[str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The checks of a text, one on each line, and why lines are none."""
    checks, faults = [], []
    for n, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            checks.append(read_check(line.strip(), heads, lines))
        except FormulaError as fault:
            faults.append(_("第 %(n)d 条：%(why)s") % {"n": n, "why": fault})
    return checks, faults

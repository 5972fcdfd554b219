"""Automatic numbering of Word, resolved to the labels that the reader of the paper sees."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
MAX_LEVEL = 9


def chinese(number: int) -> str:
    """A number from 1 to 9999 in Chinese numerals: 21 → 二十一."""
    if number >= 10000 or number < 1:
        return str(number)
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if zero else "") + DIGITS[digit] + name
            zero = False
        elif out:
            zero = True
    return out.removeprefix("一") if 10 <= number < 20 else out


def roman(number: int) -> str:
    """A number in Roman numerals."""
    out = ""
    for value, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        out += sign * (number // value)
        number %= value
    return out


def circled(number: int) -> str:
    return (
        chr(0x245F + number)
        if 1 <= number <= 20
        else chr(0x323C + number)
        if 21 <= number <= 35
        else str(number)
    )


def render(number: int, style: str) -> str:
    """One counter in one of Word's number formats; unknown formats are shown as decimals."""
    if style.startswith(("chinese", "taiwanese", "japanese")) and "Digital" not in style:
        return chinese(number)
    if style == "ideographTraditional":
        return STEMS[(number - 1) % 10]
    if style.startswith("decimalEnclosedCircle"):
        return circled(number)
    if style == "decimalFullWidth":
        return "".join(chr(ord(c) + 0xFEE0) for c in str(number))
    if style in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter if style == "upperLetter" else letter.lower()
    if style in {"upperRoman", "lowerRoman"}:
        return roman(number) if style == "upperRoman" else roman(number).lower()
    return str(number)


@dataclass
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = ""
    is_legal: bool = False


@dataclass
class Numbering:
    """The numbering part of one document; `label` is called for its paragraphs in order."""

    levels: dict[str, dict[int, _Level]] = field(default_factory=dict)
    abstract: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, dict[int, int]] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    _counters: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    _started: set[tuple[str, int]] = field(default_factory=set)

    def label(self, number_id: str, level: int) -> str:
        """The label of the next paragraph of list `number_id` at `level`; empty for bullets and unknown lists."""
        kind = self.abstract.get(number_id)
        known = self.levels.get(kind or "", {})
        if kind is None or level not in known or level >= MAX_LEVEL:
            return ""
        counters = self._counters[kind]
        restart = self.restarts.get(number_id, {}).get(level)
        if restart is not None and (number_id, level) not in self._started:
            counters[level] = restart
        else:
            counters[level] = counters.get(level, known[level].start - 1) + 1
        self._started.add((number_id, level))
        for deeper in [n for n in counters if n > level]:
            del counters[deeper]
        if known[level].style in {"bullet", "none"}:
            return ""
        text = known[level].text
        for n in range(level + 1):
            if f"%{n + 1}" in text and n in known:
                value = counters.setdefault(n, known[n].start)
                style = "decimal" if known[level].is_legal else known[n].style
                text = text.replace(f"%{n + 1}", render(value, style))
        return text.strip()


def read_numbering(numbering: Element | None, styles: Element | None) -> Numbering:
    """Collect lists and the styles that carry them from numbering.xml and styles.xml."""
    found = Numbering()
    if numbering is not None:
        for kind in numbering.iter(f"{W}abstractNum"):
            levels = {_int(lvl.get(f"{W}ilvl"), 0): _level(lvl) for lvl in kind.iter(f"{W}lvl")}
            found.levels[kind.get(f"{W}abstractNumId", "")] = levels
        for num in numbering.iter(f"{W}num"):
            _add_list(found, num)
    if styles is not None:
        _add_styles(found, styles)
    return found


def _level(lvl: Element) -> _Level:
    start, style, text = (lvl.find(f"{W}{name}") for name in ("start", "numFmt", "lvlText"))
    return _Level(
        _int(_val(start), 1),
        _val(style) or "decimal",
        _val(text) or "",
        _is_on(lvl.find(f"{W}isLgl")),
    )


def _add_list(numbering: Numbering, num: Element) -> None:
    number_id = num.get(f"{W}numId", "")
    kind = _val(num.find(f"{W}abstractNumId"))
    if kind is None:
        return
    numbering.abstract[number_id] = kind
    for override in num.iter(f"{W}lvlOverride"):
        start = _val(override.find(f"{W}startOverride"))
        if start is not None:
            numbering.restarts.setdefault(number_id, {})[_int(override.get(f"{W}ilvl"), 0)] = _int(
                start, 1
            )


def _add_styles(numbering: Numbering, styles: Element) -> None:
    based: dict[str, str] = {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId", "")
        based[name] = _val(style.find(f"{W}basedOn")) or ""
        if (own := number_of(style.find(f"{W}pPr"))) is not None:
            numbering.styles[name] = own
    for name in based:
        seen, parent = {name}, based[name]
        while parent and parent not in seen and name not in numbering.styles:
            if parent in numbering.styles:
                numbering.styles[name] = numbering.styles[parent]
            seen.add(parent)
            parent = based.get(parent, "")


def number_of(properties: Element | None) -> tuple[str, int] | None:
    """The list and level that paragraph properties name, or None."""
    if properties is None or (num := properties.find(f"{W}numPr")) is None:
        return None
    number_id, level = _val(num.find(f"{W}numId")), _val(num.find(f"{W}ilvl"))
    if number_id is None:
        return None
    return number_id, _int(level, 0)


def _int(text: str | None, default: int) -> int:
    """A number of the file, or the default for anything that is none."""
    return int(text) if text and len(text) < 9 and text.isdecimal() else default


def _is_on(switch: Element | None) -> bool:
    """Whether a switch of the file is set; one without a value is."""
    return switch is not None and _val(switch) not in {"0", "false", "off"}


def _val(node: Element | None) -> str | None:
    return None if node is None else node.get(f"{W}val")

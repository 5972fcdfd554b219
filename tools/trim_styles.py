"""Cut the unused part of Tabler's sheet: tools/vendored/tabler.min.css in, static/vendor/tabler/tabler.min.css out.

Run `python tools/trim_styles.py` to verify (part of `make check`), with `--write` after an upgrade, or after a page took up
a class that no page bore before. Kept is every rule whose classes and data attributes a template, a script or HTML in
Python bears; of those, the properties that something reads, and the animations that something plays.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src/zulian"
STATIC = SOURCE / "static"
FULL, TRIMMED = ROOT / "tools/vendored/tabler.min.css", STATIC / "vendor/tabler/tabler.min.css"
OWN = (STATIC / "colours.css", STATIC / "zulian.css")

NAME = r"-?[A-Za-z_][\w-]*"
CLASS_ATTRIBUTE = re.compile(r'\bclass="([^"]*)"')
TAG, VALUE = "\0", "\1"
TAGS, VALUES = re.compile(r"\{%.*?%\}", re.DOTALL), re.compile(r"\{\{.*?\}\}|\{[^{}]*\}")
HYPHENATED = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
SCRIPT_TEXT = re.compile(r"([\"'`])(.*?)\1")
DATA = re.compile(r"\bdata-[a-z-]+")
# In a selector: what must not be there, what may be one of several, classes, data attributes and the direction of writing.
NOT = re.compile(r":not\([^()]*(?:\([^()]*\)[^()]*)*\)")
ONE_OF = re.compile(r":(?:is|where|has)\(((?:[^()]|\([^()]*\))*)\)")
SELECTED, ATTRIBUTE = re.compile(rf"\.({NAME})"), re.compile(r"\[(data-[a-z-]+|dir)\b")
READ = re.compile(r"var\(\s*(--[\w-]+)")


@dataclass(frozen=True)
class Rule:
    """What stands before the brace, and behind it declarations or, in a block such as @media, rules."""

    head: str
    body: str = ""
    rules: tuple[Rule, ...] = ()

    def __str__(self) -> str:
        if not self.body and not self.rules:
            return f"{self.head};"
        return f"{self.head}{{{self.body}{''.join(map(str, self.rules))}}}"


@dataclass(frozen=True)
class Borne:
    """What pages bear: classes, beginnings of classes that a value ends, and data attributes."""

    classes: frozenset[str]
    beginnings: tuple[str, ...]
    attributes: frozenset[str]

    def bears(self, name: str) -> bool:
        """Whether a page may bear a class."""
        return name in self.classes or name.startswith(self.beginnings)


def parts(text: str, sign: str) -> Iterator[str]:
    """The parts between a sign, except where it stands in brackets or quotes.

    >>> list(parts('a:is(b,c),d[e=","]', ","))
    ['a:is(b,c)', 'd[e=","]']
    """
    depth, quote, start = 0, "", 0
    for n, char in enumerate(text):
        if quote:
            quote = "" if char == quote and text[n - 1] != "\\" else quote
        elif char in "\"'":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == sign and not depth:
            yield text[start:n]
            start = n + 1
    yield text[start:]


def parse(text: str) -> tuple[Rule, ...]:
    """The rules of a sheet without comments, quotes and brackets heeded."""
    found, place = [], 0
    while place < len(text):
        opened = _at_top(text, place, "{;")
        if opened == len(text):
            break
        head = text[place:opened].strip()
        if text[opened] == ";":
            found.append(Rule(head))
            place = opened + 1
            continue
        closed = _at_top(text, opened + 1, "}")
        inner = text[opened + 1 : closed].strip()
        is_block = head.startswith(("@media", "@supports", "@keyframes"))
        found.append(Rule(head, rules=parse(inner)) if is_block else Rule(head, inner))
        place = closed + 1
    return tuple(found)


def _at_top(text: str, place: int, signs: str) -> int:
    """Where the first of some signs stands outside of quotes and brackets; the length of the text where none does."""
    depth, quote = 0, ""
    for n in range(place, len(text)):
        char = text[n]
        if quote:
            quote = "" if char == quote and text[n - 1] != "\\" else quote
        elif not depth and char in signs:
            return n
        elif char in "\"'":
            quote = char
        else:
            depth += (char in "([{") - (char in ")]}")
    return len(text)


def borne() -> Borne:
    """What templates, HTML in Python and scripts bear."""
    classes: set[str] = set()
    beginnings: set[str] = set()
    attributes: set[str] = set()
    for path in sorted([*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py"), *STATIC.glob("*.js")]):
        text = path.read_text(encoding="utf-8")
        for name, is_whole in _in_html(text):
            (classes if is_whole else beginnings).add(name)
        attributes |= set(DATA.findall(text))
        if path.suffix == ".py":
            classes |= _in_python(text)
        elif path.suffix == ".js":
            classes |= {
                word for _q, said in SCRIPT_TEXT.findall(text) for word in re.findall(NAME, said)
            }
    own = set(SELECTED.findall("".join(path.read_text() for path in OWN)))
    # Beginnings that the house's own rules continue are not Tabler's.
    ours = {start for start in beginnings if any(name.startswith(start) for name in own)}
    return Borne(frozenset(classes), tuple(sorted(beginnings - ours)), frozenset(attributes))


def _in_html(text: str) -> Iterator[tuple[str, bool]]:
    """Names in class attributes, and whether they are whole: others go on with a value."""
    for names in CLASS_ATTRIBUTE.findall(VALUES.sub(VALUE, TAGS.sub(TAG, text))):
        for name in names.split():
            before, *choices = name.split(TAG)
            start = before if before.endswith("-") else ""
            for part in [start + choice for choice in choices if choice] + [before]:
                first, value, _rest = part.partition(VALUE)
                if re.fullmatch(NAME, first) and not (value or first.endswith("-")):
                    yield first, True
                elif re.fullmatch(rf"{NAME}", first) and value:
                    yield first, False


def _in_python(text: str) -> set[str]:
    """Hyphenated words of the strings of a module: classes of widgets stand there without HTML around them."""
    return {
        word
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for word in HYPHENATED.findall(node.value)
    }


def trim(text: str, on_pages: Borne, own: str) -> str:
    """What of a sheet concerns some pages.

    on_pages: what they bear. own: other sheets that read its properties and play its animations.
    """
    licence = re.search(r"/\*!.*?\*/", text, re.DOTALL)
    rules = _each(
        parse(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)), lambda rule: _wanted(rule, on_pages)
    )
    while True:
        fewer = _each(rules, _dropping(_unread(rules, own)))
        if fewer == rules:
            break
        rules = fewer
    played = " ".join(_bodies(rules)) + own
    rules = tuple(
        rule
        for rule in rules
        if not rule.head.startswith("@keyframes") or rule.head.split()[-1] in played
    )
    body = "\n".join(map(str, rules))
    return f"{licence[0] if licence else ''}\n{body}\n"


def _each(rules: Iterable[Rule], change: Callable[[Rule], Rule | None]) -> tuple[Rule, ...]:
    """Rules changed one by one, in blocks too; those that nothing is left of are dropped."""
    kept = []
    for rule in rules:
        if rule.rules and not rule.head.startswith("@keyframes"):
            inner = _each(rule.rules, change)
            changed: Rule | None = replace(rule, rules=inner) if inner else None
        else:
            changed = change(rule)
        if changed is not None:
            kept.append(changed)
    return tuple(kept)


def _wanted(rule: Rule, on_pages: Borne) -> Rule | None:
    if rule.head.startswith("@"):
        return None if rule.head.startswith("@charset") else rule
    heads = [head for head in parts(rule.head, ",") if _fits(head, on_pages)]
    return replace(rule, head=",".join(heads)) if heads else None


def _fits(selector: str, on_pages: Borne) -> bool:
    """Whether something on a page can match: all that is asked for is borne, and of alternatives one."""
    selector = NOT.sub("", selector)
    while found := ONE_OF.search(selector):
        if not any(_fits(one, on_pages) for one in parts(found[1], ",")):
            return False
        selector = selector[: found.start()] + selector[found.end() :]
    return all(map(on_pages.bears, SELECTED.findall(selector))) and all(
        name in on_pages.attributes for name in ATTRIBUTE.findall(selector)
    )


def _bodies(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield rule.body
        yield from _bodies(rule.rules)


def _unread(rules: tuple[Rule, ...], own: str) -> frozenset[str]:
    """Properties (--name) that are given a value and read nowhere."""
    bodies = [*_bodies(rules), own]
    read = reduce(set.union, (set(READ.findall(body)) for body in bodies), set())
    given = {one.partition(":")[0].strip() for body in bodies[:-1] for one in parts(body, ";")}
    return frozenset(name for name in given if name.startswith("--") and name not in read)


def _dropping(unread: frozenset[str]) -> Callable[[Rule], Rule | None]:
    def change(rule: Rule) -> Rule | None:
        if rule.head.startswith("@"):
            return None if rule.head.split()[-1] in unread else rule
        lines = [line for line in parts(rule.body, ";") if line.strip()]
        names = [line.partition(":")[0].strip() for line in lines]
        # Of a property that is given twice in one rule the last one holds.
        last = {name: n for n, name in enumerate(names)}
        kept = [
            line
            for n, (name, line) in enumerate(zip(names, lines, strict=True))
            if name not in unread and (not name.startswith("--") or last[name] == n)
        ]
        return replace(rule, body=";".join(kept)) if kept else None

    return change


def trimmed() -> str:
    """The sheet that the site serves."""
    own = "".join(path.read_text(encoding="utf-8") for path in OWN)
    return trim(FULL.read_text(encoding="utf-8"), borne(), own)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    now = trimmed()
    if chosen.write:
        TRIMMED.write_text(now, encoding="utf-8")
    elif TRIMMED.read_text(encoding="utf-8") != now:
        sys.exit(
            "Tabler's trimmed sheet is not what the pages need: run tools/trim_styles.py --write, then tools/vendor.py --write"
        )


if __name__ == "__main__":
    main()

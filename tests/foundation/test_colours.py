"""Every colour stands in colours.css, and words are readable on every ground that the sheets give them, in every look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import zulian

STATIC = Path(zulian.__file__).parent / "static"
# WCAG 2.2, 1.4.3: words of usual size.
LEAST = 4.5
NAMED = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
MEDIA = re.compile(r"@media ([^{]+)\{((?:[^{}]*\{[^{}]*\})*[^{}]*)\}")
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|rgba?\(|oklch")
USED = re.compile(r"var\((--[a-z0-9-]+)\)")
DARK, MORE = "(prefers-color-scheme: dark)", "(prefers-contrast: more)"
LOOKS = {"light": (), "dark": (DARK,), "light, more": (MORE,), "dark, more": (DARK, MORE)}
# What words stand on where their rule says nothing of it.
GROUNDS = ("--page", "--ground", "--shade", "--chosen", "--paper")
# Words for the bar on top, for buttons and marks alone; those stand on these grounds, whatever rule says so.
ON_STRONG = ("--act", "--act-over", "--top", "--top-over", "--alarm", "--alarm-over")
LIGHT_WORDS = ("--on-strong", "--top-soft")
# A cross, a bar and the focus: 3:1 is asked of what is no word (WCAG 2.2, 1.4.11).
MARKS = ("--house", "--red", "--amber", "--good", "--focus", "--mark")


def sheet(name: str) -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / name).read_text(), flags=re.DOTALL)


def properties(look: str) -> dict[str, str]:
    """The values of the named colours in a look: plain ones, then those of each block that holds for it."""
    text = sheet("colours.css")
    found = dict(NAMED.findall(MEDIA.sub("", text)))
    for condition, body in MEDIA.findall(text):
        wanted = {part.strip() for part in condition.split("and")} - {"screen"}
        if wanted <= set(LOOKS[look]):
            found |= NAMED.findall(body)
    return found


def value(name: str, known: dict[str, str]) -> str:
    found = known[name]
    while inner := USED.fullmatch(found):
        found = known[inner[1]]
    return found


def luminance(colour: str) -> float:
    """The relative luminance of a hex colour (WCAG 2.2).

    >>> luminance("#fff"), luminance("#000")
    (1.0, 0.0)
    """
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def pairs() -> Iterator[tuple[str, str, str]]:
    """Selector, words and ground of each rule for the screen; words without a ground stand on all plain ones."""
    text = re.sub(r"@media print \{.*?\n\}", "", sheet("zulian.css"), flags=re.DOTALL)
    for selector, body in RULE.findall(text):
        said = dict(re.findall(r"(?<![\w-])(color|background):\s*var\((--[a-z0-9-]+)\)", body))
        words = said.get("color")
        if words is None and "background" in said:
            if said["background"] in ON_STRONG or not _bears_words(said["background"]):
                continue
            words = "--ink"
        if words is None:
            continue
        if "background" in said:
            grounds: tuple[str, ...] = (said["background"],)
        else:
            grounds = ON_STRONG if words in LIGHT_WORDS else GROUNDS
        for ground in grounds:
            if not (words == "--top-soft" and ground.startswith(("--act", "--alarm"))):
                yield selector.strip(), words, ground


def _bears_words(ground: str) -> bool:
    """Whether a ground that stands alone in a rule may lie under plain words."""
    return ground not in ("--info-line", "--top-button", "--shadow")


@pytest.mark.parametrize("look", LOOKS)
def test_words_are_readable_on_their_ground(look: str) -> None:
    known = properties(look)
    faint = {
        f"{selector}: {words} on {ground} {ratio:.2f}"
        for selector, words, ground in pairs()
        if (ratio := contrast(value(words, known), value(ground, known))) < LEAST
    }
    assert not faint


@pytest.mark.parametrize("look", LOOKS)
def test_each_state_and_each_mark_is_readable(look: str) -> None:
    known = properties(look)
    states = [name.removesuffix("-ground") for name in known if re.search(r"\w-ground$", name)]
    assert len(states) >= 6
    told = [(name, f"{name}-ground", LEAST) for name in states]
    told += [("--ink", name, LEAST) for name in known if name.startswith("--heat-")]
    told += [(name, ground, 3) for name in MARKS[:-2] for ground in ("--page", "--ground")]
    faint = {
        f"{words} on {ground} {ratio:.2f}"
        for words, ground, least in told
        if (ratio := contrast(value(words, known), value(ground, known))) < least
    }
    assert not faint


def test_colours_stand_in_one_sheet() -> None:
    """On paper black is black; a mask and a code for cameras are of no look."""
    text = re.sub(r"@media print \{.*?\n\}", "", sheet("zulian.css"), flags=re.DOTALL)
    stray = [line for line in text.splitlines() if COLOUR.search(line) and "mask-image" not in line]
    assert not stray
    assert not {
        path.name for path in STATIC.glob("*.js") if re.search(r'"#[0-9a-f]{6}"', path.read_text())
    }


def test_every_colour_that_is_used_is_named() -> None:
    known = properties("light")
    used = {name for name in USED.findall(sheet("zulian.css")) if not name.startswith("--tblr-")}
    assert used - {"--before", "--after"} <= known.keys()
    dark = properties("dark")
    same = {
        name
        for name in known
        if COLOUR.match(known[name]) and known[name] == dark[name] and name != "--on-strong"
    }
    assert not same


def test_text_follows_the_size_that_the_reader_has_set() -> None:
    """Sizes of text in rem or em, and breakpoints in em, which grow along."""
    text = re.sub(r"@media print \{.*?\n\}", "", sheet("zulian.css"), flags=re.DOTALL)
    fixed = re.findall(
        r"[^-]font-size: *[\d.]+p[xt]", text.replace(".radar text { font-size: 15px", "")
    )
    assert not fixed
    assert not re.findall(r"@media[^{]*\dpx\)", text)

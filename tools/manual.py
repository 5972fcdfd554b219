"""Write the manual's chapters as pages of the site, or verify them: docs/manual in, src/zulian/accounts/manual out.

Run `python tools/manual.py` to verify (part of `make check`), with `--write` after a change of the manual. The site serves
the finished pages, so that it needs no Markdown at work.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent
CHAPTERS, PAGES = ROOT / "docs/manual", ROOT / "src/zulian/accounts/manual"
PICTURES, STATIC = ROOT / "docs/images", ROOT / "src/zulian/static/manual"
INDEX = "README"
# What the view puts in: the addresses of a chapter and of a picture.
CHAPTER, PICTURE = "chapter:", "picture:"


def page(source: str) -> str:
    """A chapter as HTML. Raises ValueError for a link that leads out of the manual."""
    parser = MarkdownIt("commonmark").enable("table")
    tokens = parser.parse(source)
    for token in _all(tokens):
        _dress(token)
    _name_headings(tokens)
    return f"{parser.renderer.render(tokens, parser.options, {})}"


def _name_headings(tokens: list[Token]) -> None:
    """Headings bear their words as a name, without the number before them, so that pages can lead to them."""
    for token, words in zip(tokens, tokens[1:], strict=False):
        if token.type == "heading_open" and token.tag == "h2":
            token.attrSet("id", re.sub(r"^\d+\.\s*", "", words.content))


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all(token.children or [])


def _dress(token: Token) -> None:
    """Classes and addresses of the site; Chinese lines join without a space."""
    if token.type == "table_open":
        token.attrSet("class", "table")
    elif token.type == "th_open":
        token.attrSet("scope", "col")
    elif token.type == "softbreak":
        token.type, token.content = "text", ""
    elif token.type == "link_open":
        token.attrSet("href", _chapter(str(token.attrGet("href"))))
    elif token.type == "image":
        name = Path(str(token.attrGet("src"))).name
        token.attrSet("src", f"{PICTURE}{name}")
        token.attrSet("class", "img-fluid")


def _chapter(link: str) -> str:
    name = link.removesuffix(".md")
    if not re.fullmatch(r"[a-z-]+", name) or not (CHAPTERS / link).exists():
        raise ValueError(f"{link} is no chapter of the manual")
    return f"{CHAPTER}{name}"


def pages() -> dict[Path, bytes]:
    """Every file that the site serves of the manual."""
    made = {
        PAGES / ("index.html" if path.stem == INDEX else f"{path.stem}.html"): page(
            path.read_text(encoding="utf-8")
        )
        for path in sorted(CHAPTERS.glob("*.md"))
    }
    shown = {name for text in made.values() for name in re.findall(f'"{PICTURE}([^"]+)"', text)}
    pictures = {STATIC / name: (PICTURES / name).read_bytes() for name in sorted(shown)}
    return {path: text.encode() for path, text in made.items()} | pictures


def main(write: bool) -> int:
    """Write the files, or name those that differ; the exit status."""
    wanted = pages()
    there = {path for folder in (PAGES, STATIC) for path in folder.glob("*.*")}
    if write:
        for path in there - wanted.keys():
            path.unlink()
        for path, data in wanted.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return 0
    old = [path for path, data in wanted.items() if not path.exists() or path.read_bytes() != data]
    for path in sorted({*old, *(there - wanted.keys())}):
        print(
            f"{path.relative_to(ROOT)} is not what docs/manual says: run python tools/manual.py --write"
        )
    return 1 if old or there - wanted.keys() else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the pages")
    sys.exit(main(parser.parse_args().write))

"""Standards out of a file: a workbook of an office, or a shipped example; items keep the keys of the version before."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.numbers import plain
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import Item, Standard
from zulian.grassroots.models.standards import LEVEL_KEYS
from zulian.grassroots.rules.sheet_items import Entry, Reading
from zulian.grassroots.services.standard_files import read_file
from zulian.grassroots.services.standard_versions import next_draft
from zulian.grassroots.services.standards import Head, change, default_marks, key_of, start
from zulian.regions.models import Level

EXAMPLES = Path(__file__).parent.parent / "examples"
# So alike are the words of an item that keeps its key.
ALIKE = 0.6


@dataclass(frozen=True)
class Read:
    """A standard read from a file and what should be looked at."""

    standard: Standard
    remarks: list[str]

    def get_absolute_url(self) -> str:
        return self.standard.get_absolute_url()


@unit_of_work
def take_in(post: Post, head: Head, source: Any, replaces: Standard | None = None) -> Read:
    """A draft made of a workbook: a new standard, or the next version of one, whose items keep their keys."""
    reading = read_file(source)
    if replaces is None:
        standard, known = start(post, head), []
    else:
        standard, known = next_draft(replaces, post), replaces.tree().lines
        change(standard.pk, post, head)
    _write(standard, reading.entries, None, Keys(known), [0])
    return Read(standard, remarks(reading))


def remarks(reading: Reading) -> list[str]:
    """What was guessed or does not add up."""
    remarks = []
    total = sum((entry.worth for entry in reading.entries), Decimal(0))
    if reading.total is not None and reading.total != total:
        remarks.append(
            _("表中合计 %(said)s 分，各项相加 %(sum)s 分，请核对。")
            % {"said": plain(reading.total), "sum": plain(total)}
        )
    if reading.bonus:
        rows = "、".join(map(str, reading.bonus))
        remarks.append(
            _("第 %(rows)s 行是加分项，不计入总分，加多少分写在评分标准里。") % {"rows": rows}
        )
    if reading.beside:
        remarks.append(
            _("“%(names)s”没有专门的栏目，内容已写进各项的评分标准。")
            % {"names": "、".join(reading.beside)}
        )
    if reading.shared:
        rows = "、".join(str(n) for n in sorted(set(reading.shared)))
        remarks.append(
            _("第 %(rows)s 行没有单独的分值，已把所属项目的分数平均分给它们，请核对。")
            % {"rows": rows}
        )
    return remarks


class Keys:
    """The keys of the version before, each given once: to the item with the same words, else to the most alike one."""

    def __init__(self, known: Sequence[Item]) -> None:
        self.left = {item.key: words_of(item.title, item.asked) for item in known}
        self.taken = set(self.left)

    def take(self, title: str, asked: str) -> str:
        wanted = words_of(title, asked)
        key = next((k for k, words in self.left.items() if words == wanted), "") or self._alike(
            wanted
        )
        if not key:
            key = key_of({"title": title, "asked": asked}, self.taken)
        self.left.pop(key, None)
        self.taken.add(key)
        return key

    def _alike(self, wanted: str) -> str:
        close = [
            (difflib.SequenceMatcher(None, words, wanted, autojunk=False).ratio(), key)
            for key, words in self.left.items()
        ]
        ratio, key = max(close, default=(0.0, ""))
        return key if ratio >= ALIKE else ""


def words_of(title: str, asked: str) -> str:
    """The words of an item without blanks."""
    return "".join(f"{title}|{asked}".split())


def _write(
    standard: Standard, entries: Iterable[Entry], parent: Item | None, keys: Keys, order: list[int]
) -> None:
    for entry in entries:
        order[0] += 1
        passes = entry.passes or entry.veto
        item = Item(
            standard=standard,
            parent=parent,
            order=order[0],
            key=keys.take(entry.title, entry.asked),
            title=entry.title[:80],
            asked=entry.asked
            or (entry.rule[:200] if not entry.title and not entry.children else ""),
            rule=entry.rule,
            kind=Item.Kind.PASS if passes else Item.Kind.SCORE,
            points=entry.points or Decimal(0),
            veto=entry.veto,
            evidence=entry.evidence[:200],
            checker=entry.checker[:80],
            method=_method(entry.method),
        )
        item.save()
        _write(standard, entry.children, item, keys, order)


def _method(text: str) -> str:
    for value, word in Item.Method.choices:
        if text and (text in str(word) or str(word)[:2] in text):
            return value
    return Item.Method.RECORDS


# The shipped examples


@unit_of_work
def load_example(post: Post, level: int) -> Standard:
    """A draft made of the example of a level: marked as an example until a federation makes it its own."""
    raw = tomllib.loads((EXAMPLES / f"{LEVEL_KEYS[Level(level)]}.toml").read_text(encoding="utf-8"))
    marks = default_marks(post.region_id)
    standard = start(
        post,
        Head(raw["name"], raw["level"], marks["pass_mark"], marks["good_mark"]),
        is_example=True,
    )
    order = 0
    for group in raw["group"]:
        order += 1
        head = Item(
            standard=standard,
            order=order,
            title=group["title"],
            points=Decimal(str(group.get("points", 0))),
            weight=Decimal(str(group.get("weight", 1))),
            key=key_of({"title": group["title"]}, set()),
        )
        head.save()
        for line in group["items"]:
            order += 1
            values = {**line, "points": Decimal(str(line.get("points", 0)))}
            if line.get("veto"):
                values["kind"] = Item.Kind.PASS
            Item(
                standard=standard, parent=head, order=order, key=key_of(line, set()), **values
            ).save()
    return standard

"""The words in which a room declares its ledger (台账): columns, how a row is recognised, and what it writes.

A room's `ledgers.py` says in some twenty lines what its Excel sheets look like; `zulian.ledgers` does the rest: template,
import with preview, export, refused rows, revert. See docs/ledgers.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from zulian.foundation.registry import Registry

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What no register holds but a masked value does: signs in the place of digits or words, as people and programs write them.
STARS = re.compile(r"[*＊]{3}")
MASKS = re.compile(r"[*＊×✕✖╳●○◯■□▇█…☆★]|[xX]{2}|[?？]{2}|_{2}|\.{3}|某某")  # untranslated: signs
ONLY_SIGNS = re.compile(r"[*＊×✕✖╳●○◯■□▇█…☆★?？#＃_.\-—－–/／\\ ]+")
# Words by which this site, and people, say that they do not say it.
SHOWN_HIDDEN = (
    "已登记",
    "••••",
    "新内容（已填写）",
)  # untranslated: what pages show in the place of a value
UNKNOWN = (
    "无",
    "同上",
    "不详",
    "未知",
    "不清楚",
    "暂无",
    "没有",
    "未填",
    "空",
)  # untranslated: cells left out
MISTAKES = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")


Row = dict[str, Any]


class Unsaid(KeyError):
    """A rule asked for a value that the row does not say."""


class Values(Row):
    """What the columns read from a row; a value that it does not say raises Unsaid."""

    def __missing__(self, key: str) -> Any:
        raise Unsaid(key)


@dataclass(frozen=True)
class Column:
    """One column of a ledger.

    read: the tidied text of a cell → its value, raising CellError; never called for an empty cell.
    get: where an existing row keeps the value (a dotted path); `key` unless told. Empty columns of an import change nothing.
    show: a value → the cell of an export, which `read` would take again. mask: the same for those who may not see it whole.
    required: a new row needs it. sometimes: it needs it at times only, in a word for the template (新人必填), which `note`
    explains. fixed: an import may not change it. secret: taken in, never given out.
    computed: given out, never taken in.
    noted: what is guessed of a text when it is read, "" for one that says all.
    barred: why a value may not be set anew, "" when it may; what a row has already is not asked.
    reader: the permission that sees what a register keeps in it, "" where whoever takes the register in does.
    choices: the texts of the drop-down. several: the texts of which a cell may hold several. text: Excel must not turn it into a number.
    lasting: what an office once says that a text in it means holds for its next files as well; so it is of choices.
    """

    key: str
    name: StrOrPromise
    read: Callable[[str], Any] = str
    synonyms: tuple[str, ...] = ()
    get: str = ""
    show: Callable[[Any], Any] | None = None
    mask: Callable[[Any], str] | None = None
    choices: Callable[[], Sequence[str]] | None = None
    several: Callable[[], Sequence[str]] | None = None
    note: StrOrPromise = ""
    required: bool = False
    sometimes: StrOrPromise = ""
    fixed: bool = False
    secret: bool = False
    computed: bool = False
    reader: str = ""
    noted: Callable[[str], str] | None = None
    barred: Callable[[Any], str] | None = None
    text: bool = False
    lasting: bool = False
    width: int = 14

    @property
    def is_lasting(self) -> bool:
        """Whether a text means the same in every file of an office; a day or an amount is meant for its row alone."""
        return self.lasting or bool(self.choices or self.several)

    def tells_masked(self) -> Callable[[str], bool]:
        """Whether a cell of this column shows what was hidden: signs in its place, or a word that stands for all of a value."""
        if self.mask is None:
            return lambda text: bool(STARS.search(text)) or text in SHOWN_HIDDEN
        word = self.mask("0" * 30)
        return lambda text: bool(MASKS.search(text)) or text == word or text in SHOWN_HIDDEN

    def tells_nothing(self) -> Callable[[str], bool]:
        """Whether a cell of this column leaves its value out in so many signs: a dash, or 同上 and the like for personal data."""
        if self.choices is not None or not self.is_text:
            return lambda text: False
        if self.mask is None:
            return lambda text: bool(ONLY_SIGNS.fullmatch(text))
        return lambda text: (
            text in UNKNOWN or bool(ONLY_SIGNS.fullmatch(text) and not MASKS.search(text))
        )

    @property
    def is_text(self) -> bool:
        """Whether a value is words or a number written as words, not a figure, a day or a choice."""
        return self.show is None or self.mask is not None


@dataclass(slots=True)
class Draft:
    """One row of a sheet on its way into a register.

    number: its row in the sheet, from 1. cells: the texts as they stood. values: what columns read from them.
    masked: the cells, by column, that show what was hidden; they say nothing, so they change nothing.
    left: the cells, by column, that change nothing for another reason, with the sentence that says why.
    asks: the cells, by column, that nobody can read, with what they may mean. notes: what was guessed of a cell, by column.
    mended: what stood in the cells, by column, that were filled in otherwise by hand.
    faults: column key ("" for the row) → why it is refused. found: the existing rows by model.
    puts: model → the columns to write, made by the ledger's `plan`; only what differs is written for a row found.
    """

    number: int
    cells: list[str]
    values: Row = field(default_factory=Values)
    masked: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)
    asks: dict[str, tuple[str, ...]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    mended: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    key: str = ""
    found: dict[type[Model], Any] = field(default_factory=dict)
    puts: dict[type[Model], Row] = field(default_factory=dict)
    changes: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def refuse(self, column: str, words: str) -> None:
        """Refuse the row for the cell of `column`; the first reason at a cell stands."""
        self.faults.setdefault(column, words)

    def said(self, *columns: str) -> Row:
        """What the row says of some columns, by their keys; what it leaves out is left out, and raises Unsaid where it is asked for."""
        return Values({key: self.values[key] for key in columns if key in self.values})

    def take(self, model: type[Model], row: Any) -> None:
        """This row of the register is the one that is meant; where another is too, nobody can say which, and it is refused."""
        known = self.found.setdefault(model, row)
        if known.pk != row.pk:
            words = _("台账中有不止一条这样的“%(name)s”，分不清是哪一条，请到该记录的页面办理。")
            self.refuse("", words % {"name": model._meta.verbose_name})


def by_key(drafts: Iterable[Draft], key: Callable[[Draft], Any]) -> dict[Any, list[Draft]]:
    """The drafts of a chunk by what `key` says of each; those of which it says None are left out."""
    found: dict[Any, list[Draft]] = {}
    for draft in drafts:
        if (known := key(draft)) is not None:
            found.setdefault(known, []).append(draft)
    return found


def match(
    model: type[Model], drafts: Mapping[Any, list[Draft]], rows: Iterable[tuple[Any, Any]]
) -> None:
    """Put the rows of a register, each with its key, into the drafts with the same key."""
    for key, row in rows:
        for draft in drafts.get(key, ()):
            draft.take(model, row)


@dataclass(frozen=True)
class Ledger:
    """A register's sheet.

    rows: the register's rows, scoped, with what export needs joined. models: what a row writes, in order; the first
    is the register unless `main` names another. links: model → {column: the model before it whose key it holds}.
    unmask: finds again by the rest of a row what a masked cell hides of it, so that it can be identified, or refuses it.
    identify: what tells two rows apart, "" where the row does not say; find: puts what exists into the drafts of a chunk.
    alike: (keys a row lays down, keys by which an earlier row is the same one): what `identify` alone would not see.
    plan: the rules of a row; fills `puts` or refuses. It is asked for refused rows too, so that all reasons are told at once:
    a rule that needs a value which such a row does not say ends it. locked: the column and the reason why the row found may not change,
    asked only where it would; None when it may. gate: why a post may not import now, "" when it may.
    counted: the columns by which the statistical table counts. after: what follows from the keys of all rows written.
    adds: makes the rows of divisions that come with those written, and are taken back with them.
    read, write, reveal: the permissions to export, to import, and to export unmasked.
    """

    key: str
    name: StrOrPromise
    rows: Callable[[], QuerySet[Any]]
    models: tuple[type[Model], ...]
    columns: tuple[Column, ...]
    identify: Callable[[Row], str]
    find: Callable[[list[Draft]], None]
    plan: Callable[[Draft], None]
    read: str
    write: str
    reveal: str = ""
    main: type[Model] | None = None
    links: Mapping[type[Model], Mapping[str, type[Model]]] = field(default_factory=dict)
    counted: tuple[str, ...] = ()
    alike: Callable[[Row], tuple[Sequence[str], Sequence[str]]] = lambda row: ((), ())
    filters: Any = None
    locked: Callable[[Draft], tuple[str, str] | None] = lambda draft: None
    gate: Callable[[Any], str] = lambda post: ""
    prepare: Callable[[], None] = lambda: None
    unmask: Callable[[list[Draft]], None] = lambda drafts: None
    after: Callable[[dict[type[Model], list[Any]]], None] = lambda written: None
    adds: Callable[[dict[type[Model], list[Any]]], Iterable[Model]] = lambda written: ()
    url: str = ""
    note: StrOrPromise = ""

    @property
    def model(self) -> type[Model]:
        """The model whose rows the ledger lists."""
        return self.main or self.models[0]

    @cached_property
    def taken(self) -> tuple[Column, ...]:
        """The columns of the template."""
        return tuple(c for c in self.columns if not c.computed)

    @cached_property
    def given(self) -> tuple[Column, ...]:
        """The columns of an export."""
        return tuple(c for c in self.columns if not c.secret)

    @cached_property
    def barring(self) -> tuple[Column, ...]:
        """The columns that take some values only where they stand already."""
        return tuple(c for c in self.columns if c.barred is not None)

    def column(self, key: str) -> Column:
        """The column of a key; raises KeyError."""
        return next(c for c in self.columns if c.key == key)

    def titled(self, key: str, words: str) -> str:
        """A fault with the name of its column before it; without one for a fault of the whole row (key "")."""
        name = next((str(c.name) for c in self.columns if c.key == key), "")
        return f"{name}：{words}" if name else words


_known: Registry[Ledger] = Registry("ledgers", key=lambda ledger: ledger.key)


def register_ledger(*ledgers: Ledger) -> None:
    """Add ledgers; raises ImproperlyConfigured where a key stands twice."""
    _known.add_all(*ledgers)


def ledgers() -> list[Ledger]:
    """All ledgers in the order in which they were declared."""
    return list(_known)


def ledger_named(key: str) -> Ledger | None:
    """The ledger of a key, None when there is none."""
    return _known.get(key)


def value_at(row: Any, path: str) -> Any:
    """The value at a dotted path of attributes, None where one on the way is None."""
    for name in path.split("."):
        if row is None:
            return None
        row = getattr(row, name)
    return row

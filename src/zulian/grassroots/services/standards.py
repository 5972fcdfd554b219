"""Standards: written in the editor, read from Excel, published, replaced by a new version, compared."""

from __future__ import annotations

import difflib
import hashlib
import secrets
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import Item, Standard
from zulian.grassroots.models.standards import LEVEL_KEYS, Tree
from zulian.grassroots.rules.scoring import plain
from zulian.grassroots.rules.sheet_items import Entry, Reading
from zulian.grassroots.services.common import rules
from zulian.grassroots.services.standard_files import MAX_ITEMS, read_file
from zulian.indicators.registry import named
from zulian.regions.models import Level

EXAMPLES = Path(__file__).parent.parent / "examples"
MAX_DEPTH = 4
ALIKE = 0.6
FIELDS = (
    "title",
    "asked",
    "rule",
    "kind",
    "points",
    "weight",
    "veto",
    "evidence",
    "checker",
    "method",
    "indicator",
)


@dataclass(frozen=True)
class Head:
    """What a standard is called and whom it is for."""

    name: str
    level: int
    pass_mark: Decimal
    good_mark: Decimal
    source: str = ""


def default_marks() -> dict[str, Decimal]:
    """The marks of the policy, for a new standard."""
    figures = rules(today())
    return {"pass_mark": Decimal(figures["pass_mark"]), "good_mark": Decimal(figures["good_mark"])}


@unit_of_work
def start(post: Post, head: Head, family: str = "", version: int = 1, **more: Any) -> Standard:
    """A new draft without items."""
    standard = Standard(
        region=post.region,
        family=family or secrets.token_hex(8),
        version=version,
        **vars(head),
        **more,
    )
    with audited("standard.start", standard):
        standard.save()
    return standard


def _own(pk: int, post: Post) -> Standard:
    """A standard of the post's own federation, locked until the transaction ends."""
    standard = Standard.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    _require_own(standard, post)
    return standard


def _draft(pk: int, post: Post) -> Standard:
    standard = _own(pk, post)
    if standard.state != Standard.State.DRAFT:
        raise ValidationError(_("已施行的标准不能直接修改，请先“另立新版本”。"))
    return standard


def _require_own(standard: Standard, post: Post) -> None:
    if standard.region_id != post.region_id:
        raise PermissionDenied(_("标准由制定它的残联维护。"))


@unit_of_work
def change(pk: int, post: Post, head: Head) -> Standard:
    """Name, marks and source of a draft."""
    standard = _draft(pk, post)
    with audited("standard.change", standard):
        for name, value in vars(head).items():
            setattr(standard, name, value)
        standard.save()
    return standard


@unit_of_work
def add_item(pk: int, post: Post, parent: Item | None, values: dict[str, Any]) -> Item:
    """A new item at the end of its group.

    Raises ValidationError for one more than a standard may have, and for one level too deep.
    """
    standard = _draft(pk, post)
    items = list(standard.items.all())
    tree = Tree(items)
    if len(items) >= MAX_ITEMS:
        raise ValidationError(_("一份标准最多 %(n)d 项。") % {"n": MAX_ITEMS})
    if parent is not None and tree.depth(parent) + 1 >= MAX_DEPTH:
        raise ValidationError(_("最多分 %(n)d 层。") % {"n": MAX_DEPTH})
    item = Item(
        standard=standard,
        parent=parent,
        order=max([each.order for each in items], default=0) + 1,
        key=_key(values, {each.key for each in items}),
    )
    return _put(item, values, "item.add")


@unit_of_work
def change_item(pk: int, post: Post, values: dict[str, Any]) -> Item:
    """Change an item of a draft; its key stays."""
    item = Item.objects.select_related("standard").get(pk=pk)
    _draft(item.standard_id, post)
    return _put(item, values, "item.change")


def _put(item: Item, values: dict[str, Any], verb: str) -> Item:
    values = {name: values[name] for name in FIELDS if name in values}
    if not (values.get("title") or values.get("asked")):
        raise ValidationError({"asked": _("请填写项目名称或考核内容。")})
    if values.get("veto"):
        values["kind"] = Item.Kind.PASS
    with audited(verb, item):
        for name, value in values.items():
            setattr(item, name, value)
        item.save()
    return item


@unit_of_work
def drop_item(pk: int, post: Post) -> None:
    """Take an item and what hangs below it out of a draft."""
    item = Item.objects.select_related("standard").get(pk=pk)
    _draft(item.standard_id, post)
    record("item.drop", item, {"asked": [item.asked[:80], None]})
    item.delete()


@unit_of_work
def move_item(pk: int, post: Post, up: bool) -> None:
    """Change places with the neighbour before or after it."""
    item = Item.objects.select_related("standard").get(pk=pk)
    _draft(item.standard_id, post)
    beside = list(Item.objects.filter(standard=item.standard_id, parent=item.parent_id))
    at = [i.pk for i in beside].index(pk)
    other = at + (-1 if up else 1)
    if not 0 <= other < len(beside):
        return
    a, b = beside[at], beside[other]
    with audited("item.move", a):
        a.order, b.order = b.order, a.order
        a.save()
        b.save()


def _key(values: dict[str, Any], taken: set[str]) -> str:
    """A key made of an item's own words, so that the same item read twice is the same."""
    words = "|".join(str(values.get(name) or "") for name in ("title", "asked"))
    n = 0
    while True:
        key = hashlib.sha256(f"{words}|{n}".encode()).hexdigest()[:12]
        if key not in taken:
            return key
        n += 1


# Before a standard comes into force


def troubles(standard: Standard) -> list[str]:
    """What must be mended before a standard can be used, in sentences."""
    tree = standard.tree()
    troubles = [] if tree.leaves else [_("还没有考核项目。")]
    for item in tree.lines:
        below, number = tree.below[item.pk], tree.numbers[item.pk]
        if not below and not item.points and item.kind == Item.Kind.SCORE:
            troubles.append(_("第 %(n)s 项没有分值。") % {"n": number})
        if below and item.points:
            total = sum((tree.node(child).worth for child in below), Decimal(0))
            if total != item.points:
                words = _("第 %(n)s 项 %(own)s 分，下面各项合计 %(sum)s 分，请改成一致。")
                troubles.append(
                    words % {"n": number, "own": plain(item.points), "sum": plain(total)}
                )
        if item.indicator and (below or named(item.indicator) is None):
            troubles.append(_("第 %(n)s 项的自动取数指标不可用，请重新选择。") % {"n": number})
    return troubles


@unit_of_work
def publish(pk: int, post: Post) -> Standard:
    """施行: from today on; the version before is retired.

    Raises ValidationError with all that is wrong with it.
    """
    standard = _draft(pk, post)
    faults = troubles(standard)
    if faults:
        raise ValidationError(faults)
    for before in (
        Standard.objects.filter(family=standard.family)
        .in_force()
        .select_for_update(of=("self",), no_key=True)
    ):
        _retire(before)
    with audited("standard.publish", standard):
        standard.publish()
        standard.valid_from = today()
        standard.save()
    return standard


@unit_of_work
def retire(pk: int, post: Post) -> Standard:
    """停用 without a successor; campaigns under way go on.

    Raises ValidationError for one that is not in force.
    """
    standard = _own(pk, post)
    if standard.state != Standard.State.FORCE:
        raise ValidationError(_("只有施行中的标准可以停用。"))
    _retire(standard)
    return standard


def _retire(standard: Standard) -> None:
    with audited("standard.retire", standard):
        standard.retire()
        standard.valid_to = today()
        standard.save()


@unit_of_work
def new_version(pk: int, post: Post) -> Standard:
    """A draft of the next version with all items as they are; one draft at a time."""
    standard = _own(pk, post)
    version = _next(standard, post)
    _copy(standard.tree(), version, None, None)
    return version


def _next(standard: Standard, post: Post) -> Standard:
    """An empty draft after the newest version."""
    family = Standard.objects.filter(family=standard.family)
    if family.filter(state=Standard.State.DRAFT).exists():
        raise ValidationError(_("这份标准已有一个草稿版本，请在草稿上修改。"))
    _require_own(standard, post)
    last = max(family.values_list("version", flat=True))
    head = Head(
        standard.name, standard.level, standard.pass_mark, standard.good_mark, standard.source
    )
    return start(
        post, head, standard.family, last + 1, replaces=standard, is_example=standard.is_example
    )


def _copy(tree: Tree, into: Standard, old: int | None, new: Item | None) -> None:
    for item in tree.below[old]:
        copied = Item(
            standard=into,
            parent=new,
            key=item.key,
            order=item.order,
            **{name: getattr(item, name) for name in FIELDS},
        )
        copied.save()
        _copy(tree, into, item.pk, copied)


# Out of a file


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
        standard, known = _next(replaces, post), replaces.tree().lines
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
            key = _key({"title": title, "asked": asked}, self.taken)
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
    marks = default_marks()
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
            key=_key({"title": group["title"]}, set()),
        )
        head.save()
        for line in group["items"]:
            order += 1
            values = {**line, "points": Decimal(str(line.get("points", 0)))}
            if line.get("veto"):
                values["kind"] = Item.Kind.PASS
            Item(
                standard=standard, parent=head, order=order, key=_key(line, set()), **values
            ).save()
    return standard


# Differences


@dataclass(frozen=True)
class Difference:
    """One item in two versions: what is new, gone, or changed in which fields (name, before, after)."""

    number: str
    item: Item
    kind: str
    fields: list[tuple[Any, Any, Any]]


def differences(old: Standard, new: Standard) -> list[Difference]:
    """What a version says otherwise than another: items by their keys, in the order of the new one, what is gone at the end."""
    before, after = old.tree(), new.tree()
    known = {item.key: item for item in before.lines}
    differences = []
    for item in after.lines:
        was = known.pop(item.key, None)
        if was is None:
            differences.append(Difference(after.numbers[item.pk], item, "added", []))
        elif changed := _changed(was, item):
            differences.append(Difference(after.numbers[item.pk], item, "changed", changed))
    return differences + [
        Difference(before.numbers[item.pk], item, "removed", []) for item in known.values()
    ]


def _changed(was: Item, now: Item) -> list[tuple[Any, Any, Any]]:
    changed = []
    for name in FIELDS:
        if getattr(was, name) != getattr(now, name):
            shown = [_shown(item, name) for item in (was, now)]
            field: Any = Item._meta.get_field(name)
            changed.append((field.verbose_name, *shown))
    return changed


def _shown(item: Item, name: str) -> Any:
    value = getattr(item, name)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, Decimal):
        return plain(value)
    display = getattr(item, f"get_{name}_display", None)
    return (display() if display else value) or "—"

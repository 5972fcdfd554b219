"""Standards: written in the editor, published, retired."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.numbers import plain
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import Item, Standard
from zulian.grassroots.models.standards import Tree
from zulian.grassroots.services.common import rules
from zulian.grassroots.services.standard_files import MAX_ITEMS
from zulian.indicators.registry import named

MAX_DEPTH = 4


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


def default_marks(place: str) -> dict[str, Decimal]:
    """The marks of the policy at a place, for a new standard."""
    figures = rules(today(), place)
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


def lock_own_standard(pk: int, post: Post) -> Standard:
    """A standard of the post's own federation, locked until the transaction ends.

    Raises PermissionDenied for another federation's.
    """
    standard = Standard.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    require_own(standard, post)
    return standard


def _draft(pk: int, post: Post) -> Standard:
    standard = lock_own_standard(pk, post)
    if standard.state != Standard.State.DRAFT:
        raise ValidationError(_("已施行的标准不能直接修改，请先“另立新版本”。"))
    return standard


def require_own(standard: Standard, post: Post) -> None:
    """Only who wrote a standard changes it; raises PermissionDenied for any other."""
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
        key=key_of(values, {each.key for each in items}),
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


def key_of(values: dict[str, Any], taken: set[str]) -> str:
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
    standard = lock_own_standard(pk, post)
    if standard.state != Standard.State.FORCE:
        raise ValidationError(_("只有施行中的标准可以停用。"))
    _retire(standard)
    return standard


def _retire(standard: Standard) -> None:
    with audited("standard.retire", standard):
        standard.retire()
        standard.valid_to = today()
        standard.save()

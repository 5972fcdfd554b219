"""Versions of a standard: the next one begins as a copy, and two of them are compared."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.numbers import plain
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import Item, Standard
from zulian.grassroots.models.standards import Tree
from zulian.grassroots.services.standards import FIELDS, Head, lock_own_standard, require_own, start


@unit_of_work
def new_version(pk: int, post: Post) -> Standard:
    """A draft of the next version with all items as they are; one draft at a time."""
    standard = lock_own_standard(pk, post)
    version = next_draft(standard, post)
    _copy(standard.tree(), version, None, None)
    return version


def next_draft(standard: Standard, post: Post) -> Standard:
    """An empty draft after the newest version; raises ValidationError where there is a draft already."""
    family = Standard.objects.filter(family=standard.family)
    if family.filter(state=Standard.State.DRAFT).exists():
        raise ValidationError(_("这份标准已有一个草稿版本，请在草稿上修改。"))
    require_own(standard, post)
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

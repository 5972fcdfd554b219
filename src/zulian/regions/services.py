"""What a user does with divisions: load a list, rename one, merge one into another."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from pypinyin import Style, lazy_pinyin

from zulian.foundation.audit import audited, record
from zulian.foundation.scopes import prefix_length
from zulian.regions.models import Level, Region, RegionEvent

FUXIN = Path(__file__).parent / "data/fuxin-2023.csv"
FIRST_DAY = date(1949, 10, 1)


def initials(name: str) -> str:
    """Pinyin initials of a name, lower case: 阜新市 → fxs."""
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()[:60]


def load(rows: Iterable[tuple[str, str]], since: date = FIRST_DAY) -> int:
    """Add the divisions (code, name) that are not yet there; returns how many were new."""
    known = set(Region.objects.values_list("code", flat=True))
    new = []
    for code, name in rows:
        if len(code) != 12 or not code.isdigit():
            raise ValidationError(_("区划代码“%(code)s”不是 12 位数字，请核对后重新导入。"), params={"code": code})
        if code not in known:
            level = Level(prefix_length(code))
            new.append(Region(code=code, name=name, level=level, initials=initials(name), valid_from=since))
    with transaction.atomic():
        Region.objects.bulk_create(new, batch_size=2000)
        if new:
            record("region.load", new[0], {"count": len(new)})
    return len(new)


def load_csv(path: Path = FUXIN) -> int:
    """Load a CSV with the columns code and name, UTF-8; the divisions of Fuxin unless told otherwise."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return load((row["code"], row["name"]) for row in csv.DictReader(lines))


def rename(region: Region, name: str, on: date, basis: str) -> Region:
    """Give a division a new name from `on`; the old one stays readable in its events."""
    if region.valid_to:
        raise ValidationError({"name": _("该区划已停用，不能更名。")})
    if name == region.name:
        raise ValidationError({"name": _("新名称与现名称相同，请填写变更后的名称。")})
    with audited("region.rename", region):
        RegionEvent.objects.create(
            region=region,
            kind=RegionEvent.Kind.RENAMED,
            on=on,
            name_before=region.name,
            name_after=name,
            basis=basis,
        )
        region.name, region.initials = name, initials(name)
        region.save()
    return region


def merge(region: Region, into: Region, on: date, basis: str) -> Region:
    """Merge `region` into a division of its own level from `on`.

    Rows written under the old code stay there; the jurisdiction of `into` grows to include them.
    """
    if region.valid_to:
        raise ValidationError({"into": _("该区划已经停用，不能再次并入。")})
    if into.level != region.level or into == region or into.valid_to:
        raise ValidationError({"into": _("请选择同一级别、仍在使用的另一个区划。")})
    with audited("region.merge", region):
        RegionEvent.objects.create(
            region=region,
            kind=RegionEvent.Kind.MERGED,
            on=on,
            name_before=region.name,
            into=into,
            basis=basis,
        )
        region.valid_to, region.successor = on, into
        region.save()
    return region

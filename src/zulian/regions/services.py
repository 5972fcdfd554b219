"""What a user does with divisions: load a list, rename one, merge one into another."""

import csv
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation import bulk
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.scopes import prefix_length
from zulian.foundation.work import unit_of_work
from zulian.regions.called import whole_code
from zulian.regions.due import make_due
from zulian.regions.geo import Spot
from zulian.regions.models import Level, Place, Region, RegionEvent, Road, ancestors

FUXIN = Path(__file__).parent / "data/fuxin-2023.csv"
FIRST_DAY = date(1949, 10, 1)


def initials(name: str) -> str:
    """Pinyin initials of a name, lower case: 阜新市 → fxs."""
    return spoken(name)[0]


def pinyin(name: str) -> str:
    """A name in pinyin, lower case, without tones: 张三 → zhangsan."""
    return spoken(name)[1]


@lru_cache(maxsize=50_000)
def spoken(name: str) -> tuple[str, str]:
    """A name's initials and its pinyin, both lower case: 张三 → zs, zhangsan."""
    from pypinyin import lazy_pinyin  # reads its tables, for 0.2 s

    syllables = lazy_pinyin(name)
    # What is not Chinese stands among the syllables as it is written.
    first = "".join(s if s in name else s[0] for s in syllables)
    return first.lower()[:60], "".join(syllables).lower()[:120]


def load(rows: Iterable[tuple[str, str]], since: date = FIRST_DAY) -> int:
    """Add the divisions (code, name) that are not yet there, with the rows that are due in them; returns how many were new.

    Raises ValidationError for a code that is none.
    """
    known = set(Region.objects.values_list("code", flat=True))
    new = []
    for code, name in rows:
        if len(code) != 12 or not code.isdigit():
            raise ValidationError(
                _("区划代码“%(code)s”不是 12 位数字，请核对后重新导入。"), params={"code": code}
            )
        if code not in known:
            level = Level(prefix_length(code))
            new.append(
                Region(code=code, name=name, level=level, initials=initials(name), valid_from=since)
            )
    with unit_of_work():
        bulk.create(new)
        if new:
            record("region.load", new[0], {"count": len(new)})
        make_due(new, today())
    return len(new)


def load_csv(path: Path = FUXIN, below: str = "") -> int:
    """Load a CSV with the columns code and name, UTF-8; the divisions of Fuxin unless told otherwise.

    `below` is the code of a division: only what lies in it is taken. Returns how many were new. Raises ValidationError where
    a column is missing or a code has not 12 digits.
    """
    if below and whole_code(below) == "":
        raise ValidationError(
            _("区划代码“%(code)s”不是 12 位数字，请核对后重新导入。"), params={"code": below}
        )
    begins = below and below[: prefix_length(whole_code(below))]
    rows = ((row["code"], row["name"]) for row in _rows(path, {"code", "name"}))
    return load(row for row in rows if row[0].startswith(begins))


def load_places(path: Path, source: str) -> int:
    """Load centres of divisions from a CSV with the columns code, latitude, longitude; known ones are replaced.

    Raises ValidationError for a spot that is not on earth.
    """
    known = set(Region.objects.values_list("code", flat=True))
    places = []
    for number, row in enumerate(_rows(path, {"code", "latitude", "longitude"}), 2):
        spot = _numbers(row, number, "latitude", "longitude")
        if not (-90 <= spot[0] <= 90 and -180 <= spot[1] <= 180):
            raise ValidationError(
                _("第 %(n)d 行的经纬度超出范围，请核对两列是否颠倒。"), params={"n": number}
            )
        if row["code"] in known:
            places.append(
                Place(
                    region_id=row["code"], latitude=spot[0], longitude=spot[1], source=source[:60]
                )
            )
    return _replace(Place, places, ["region"], ["latitude", "longitude", "source"])


def load_roads(path: Path) -> int:
    """Load distances by road from a CSV with the columns from, to, kilometres, minutes; known ones are replaced.

    Raises ValidationError for a length below nothing.
    """
    known = set(Region.objects.values_list("code", flat=True))
    roads = []
    for number, row in enumerate(_rows(path, {"from", "to", "kilometres", "minutes"}), 2):
        length = _numbers(row, number, "kilometres", "minutes")
        if min(length) < 0:
            raise ValidationError(
                _("第 %(n)d 行的里程或时间是负数，请核对。"), params={"n": number}
            )
        if {row["from"], row["to"]} <= known:
            roads.append(
                Road(
                    origin_id=row["from"],
                    target_id=row["to"],
                    kilometres=length[0],
                    minutes=length[1],
                )
            )
    return _replace(Road, roads, ["origin", "target"], ["kilometres", "minutes"])


def _rows(path: Path, wanted: set[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if rows and not wanted <= rows[0].keys():
        raise ValidationError(
            _("文件缺少列：%(names)s。"),
            params={"names": "、".join(sorted(wanted - rows[0].keys()))},
        )
    return rows


def _numbers(row: dict[str, str], number: int, *names: str) -> list[float]:
    try:
        return [float(row[name]) for name in names]
    except ValueError as error:
        raise ValidationError(
            _("第 %(n)d 行有一列不是数字，请核对。"), params={"n": number}
        ) from error


def _replace(
    model: type[Place | Road], made: list[Any], unique: list[str], updated: list[str]
) -> int:
    with unit_of_work():
        model._default_manager.bulk_create(
            made,
            batch_size=2000,
            update_conflicts=True,
            unique_fields=unique,
            update_fields=updated,
        )
        if made:
            record("region.places", made[0], {"model": model.__name__, "count": len(made)})
    return len(made)


def spots(codes: Iterable[str]) -> dict[str, Spot]:
    """Where the centres of divisions lie; a village without coordinates stands at its township's, then its county's."""
    wanted = {code: [code, *ancestors(code)] for code in codes}
    known = {
        p.region_id: p.spot
        for p in Place.objects.filter(region_id__in={c for line in wanted.values() for c in line})
    }
    found = {
        code: next((known[c] for c in line if c in known), None) for code, line in wanted.items()
    }
    return {code: spot for code, spot in found.items() if spot is not None}


def rename(region: Region, name: str, on: date, basis: str) -> Region:
    """Give a division a new name from `on`; the old one stays readable in its events.

    Raises ValidationError for one that is no longer in use, and for the name it has.
    """
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
    Raises ValidationError for one that is no longer in use, and for one of another level.
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

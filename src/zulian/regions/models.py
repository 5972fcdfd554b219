"""Administrative divisions (行政区划): the 12-digit code is the tree; mergers and renames are dated rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from zulian.foundation.fields import PlainField, begins
from zulian.foundation.recall import forget, recall
from zulian.foundation.scopes import Scope, code_range, prefix_length
from zulian.foundation.work import current_work
from zulian.regions.geo import Spot


class Level(models.IntegerChoices):
    """Levels of a division; the value is the number of meaningful digits of its code."""

    COUNTRY = 0, _("全国")
    PROVINCE = 2, _("省")
    CITY = 4, _("市")
    COUNTY = 6, _("县（区）")
    TOWNSHIP = 9, _("乡镇（街道）")
    VILLAGE = 12, _("村（社区）")

    @property
    def below(self) -> Level | None:
        """The next level down, None under a village."""
        order = list(Level)
        place = order.index(self) + 1
        return order[place] if place < len(order) else None


class RegionQuerySet(models.QuerySet["Region"]):
    """Verbs of the division table; a division is public knowledge, so it is not scoped."""

    def under(self, code: str) -> Self:
        """The division `code` and everything below it."""
        low, high = code_range(code)
        return self.filter(code__gte=low, code__lt=high)

    def on(self, day: date) -> Self:
        """Divisions that exist on `day`."""
        ended = models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day)
        return self.filter(ended, valid_from__lte=day)

    def current(self) -> Self:
        """Divisions that have not been abolished."""
        return self.filter(valid_to__isnull=True)

    def within(self, scope: Scope) -> Self:
        """Divisions inside a jurisdiction."""
        return self if scope.everything else self.filter(scope.condition("code"))

    def matching(self, words: str) -> Self:
        """Divisions whose code or pinyin initials begin with `words`, or whose name or organisation is called so."""
        from zulian.regions.naming import organisation_named

        words = words.strip()
        if not words:
            return self.none()
        if words.isdigit():
            return self.filter(code__startswith=words[:12])
        if words.isascii():
            return self.filter(begins("initials", words.lower()))
        return self.filter(organisation_named("", words))


# The country is a division too (全国), if an installation serves more than one province.
COUNTRY = "0" * 12
COUNTRY_ALONE = (COUNTRY, "000000000001")
# Where the level below may be missing: 直辖市 without cities, 不设区的市 such as 东莞 without counties.
MAY_LACK = (Level.PROVINCE, Level.CITY)
# Under which name a unit of work keeps the jurisdictions that it looked up.
SCOPES, CODED = "scopes", "divisions by code"


class Region(models.Model):
    """One administrative division, from its first day to its last.

    `valid_to` is the first day on which it no longer exists; `successor` is the division that took it over.
    """

    # Compared byte by byte, so that a range of codes is a subtree on every database.
    code = PlainField(_("区划代码"), max_length=12, primary_key=True)
    name = models.CharField(_("名称"), max_length=60)
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level.choices)
    initials = models.CharField(_("拼音首字母"), max_length=60, db_index=True)
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name=_("并入"),
    )

    objects = RegionQuerySet.as_manager()

    scope_field = "code"

    class Meta:
        verbose_name = verbose_name_plural = _("行政区划")
        ordering = ["code"]
        # The divisions one level below another are asked for by nearly every page.
        indexes = [models.Index(fields=["level", "code"], name="region_level")]

    def __str__(self) -> str:
        return self.name

    @property
    def region_id(self) -> str:
        """The division itself: lets the audit trail place it."""
        return self.code

    @property
    def parent_code(self) -> str:
        """Code of the division above; empty for a province, over which nobody hands anything down."""
        return parent_code(self.code)

    @property
    def full_path(self) -> str:
        """Its name behind those of the city, county and township above it, for whoever is somewhere else: 阜新市海州区和平街道."""
        lengths = [n for n in (4, 6, 9) if n < prefix_length(self.code)]
        codes = [self.code[:n].ljust(12, "0") for n in lengths]
        known = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
        return "".join([*(known.get(code, "") for code in codes), self.name])

    @property
    def is_municipality(self) -> bool:
        """Whether it is a city of a province's rank (直辖市)."""
        return self.level == Level.PROVINCE and self.name.endswith(
            "市"
        )  # untranslated: names of divisions

    @property
    def kind(self) -> str:
        """Its level in words, that of a province by its name: 省, 自治区, 直辖市, 特别行政区."""
        if self.is_municipality:
            return str(_("直辖市"))
        kinds = {
            "特别行政区": _("特别行政区"),
            "自治区": _("自治区"),
        }  # untranslated: names of divisions
        found = next((label for ends, label in kinds.items() if self.name.endswith(ends)), None)
        is_named = self.level == Level.PROVINCE and found is not None
        return str(found) if is_named else str(self.get_level_display())

    @property
    def organisation(self) -> str:
        """The working name of the disabled persons' organisation (残联组织) of this division."""
        if self.level == Level.COUNTRY:
            return str(_("中国残联"))
        short = self.name.removesuffix("村委会").removesuffix("居委会").removesuffix("民委员会")
        if self.level == Level.VILLAGE:
            tail = "村" if self.name.endswith("村委会") and not short.endswith("村") else ""
            return f"{short}{tail}残协"
        return f"{self.name}残联"

    @property
    def official_name(self) -> str:
        """The full name under official documents."""
        if self.level == Level.VILLAGE:
            return self.organisation.removesuffix("残协") + "残疾人协会"
        if self.level == Level.COUNTRY:
            return str(_("中国残疾人联合会"))
        return f"{self.name}残疾人联合会"

    def scope(self) -> Scope:
        """The jurisdiction of its organisation: its subtree and the subtrees that were merged into it.

        It is looked up once for a unit of work, or a request, unless a division is saved in it.
        """
        work = current_work()
        if work is None:
            return recall((SCOPES, self.code), self._scope)
        scopes: dict[str, Scope] = work.known.setdefault(SCOPES, {})
        if self.code not in scopes:
            scopes[self.code] = self._scope()
        return scopes[self.code]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; jurisdictions that were looked up before are looked up anew."""
        super().save(*args, **kwargs)
        forget()
        if work := current_work():
            work.known.pop(SCOPES, None)

    def _scope(self) -> Scope:
        if self.level == Level.COUNTRY:
            return _country()
        low, high = code_range(self.code)
        merged = Region.objects.filter(successor_id__gte=low, successor_id__lt=high).order_by(
            "code"
        )
        extra = [code_range(code) for code in merged.values_list("code", flat=True)]
        own = code_range(self.code)
        outside = [pair for pair in extra if not own[0] <= pair[0] < own[1]]
        return Scope((own, *outside), ancestors(self.code))


def coded(code: str) -> Region | None:
    """The division of a code, None where there is none; looked up once for a page."""
    return recall((CODED, code), lambda: Region.objects.filter(code=code).first())


def _country() -> Scope:
    """The jurisdiction of the national federation: itself and every province.

    Counts are kept for provinces and what lies below them; so they add up to the country's, and no write waits for a
    row that all provinces share.
    """
    provinces = (
        Region.objects.filter(level=Level.PROVINCE).order_by("code").values_list("code", flat=True)
    )
    return Scope((COUNTRY_ALONE, *map(code_range, provinces)))


@dataclass(frozen=True)
class Children:
    """The divisions one level below `parent`, and where rows under any code of its jurisdiction belong among them."""

    parent: Region
    regions: Sequence[Region]
    moved: dict[str, Region]
    length: int

    @classmethod
    def of(cls, parent: Region) -> Children:
        """The children in use, and those merged into them, which keep their rows; looked up once for a request."""
        return recall(("children", parent.code), lambda: cls._of(parent))

    @classmethod
    def _of(cls, parent: Region) -> Children:
        below, regions = next_below(parent)
        gone = Region.objects.filter(level=below, successor__in=regions).select_related("successor")
        moved = {r.code[:below]: r.successor for r in gone if r.successor} if regions else {}
        return cls(parent, regions, {r.code[:below]: r for r in regions} | moved, int(below))

    def place(self, prefix: str) -> Region:
        """The child that rows with this code prefix belong to; the parent itself for rows of its own."""
        return self.moved.get(prefix, self.parent)


def next_below(parent: Region) -> tuple[Level, list[Region]]:
    """The nearest level below that has divisions in use, with them: a municipality has no cities, some cities no counties."""
    level = below = Level(parent.level).below or Level.VILLAGE
    while parent.level < level:
        regions = list(Region.objects.under(parent.code).current().filter(level=level))
        further = level.below if parent.level in MAY_LACK else None
        if regions or further is None or further > Level.TOWNSHIP:
            return (level, regions) if regions else (below, [])
        level = further
    return below, []


def level_below(region: Region) -> Level | None:
    """The level of the units just below a division, None under a village; where a level is missing, the next one."""
    if region.level in MAY_LACK:
        return Level(Children.of(region).length)
    return Level(region.level).below


class RegionEvent(models.Model):
    """A dated change of a division: made, renamed, merged or abolished, with the document it rests on."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("更名")
        MERGED = "merged", _("并入")
        ABOLISHED = "abolished", _("撤销")

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="events", verbose_name=_("区划")
    )
    kind = models.CharField(_("变更"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("生效日期"))
    name_before = models.CharField(_("原名称"), max_length=60)
    name_after = models.CharField(_("新名称"), max_length=60, blank=True)
    into = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="gains", verbose_name=_("并入")
    )
    basis = models.CharField(_("依据文件"), max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = _("区划变更")
        ordering = ["-on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "kind", "on"],
                name="region_event_once",
                violation_error_message=_("这个区划在这一天已有同样的变更。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_before} {self.get_kind_display()} {self.on}"

    @staticmethod
    def name_on(region: Region, day: date) -> str:
        """What `region` was called on `day`."""
        later = (
            region.events.filter(kind=RegionEvent.Kind.RENAMED, on__gt=day)
            .order_by("on", "id")
            .first()
        )
        return str(later.name_before if later else region.name)


class Place(models.Model):
    """Where the centre of a division lies (degrees), and where that is known from."""

    region = models.OneToOneField(Region, models.CASCADE, primary_key=True, related_name="place")
    latitude = models.FloatField(_("纬度"))
    longitude = models.FloatField(_("经度"))
    source = models.CharField(_("来源"), max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = _("区划中心坐标")

    def __str__(self) -> str:
        return f"{self.region_id} {self.latitude:.4f}, {self.longitude:.4f}"

    @property
    def spot(self) -> Spot:
        return Spot(self.latitude, self.longitude)


class Road(models.Model):
    """How far and how long it is by road from one division to another; the way back is its own row."""

    origin = models.ForeignKey(Region, models.CASCADE, related_name="+")
    target = models.ForeignKey(Region, models.CASCADE, related_name="+")
    kilometres = models.FloatField(_("公里"))
    minutes = models.FloatField(_("分钟"))

    class Meta:
        verbose_name = verbose_name_plural = _("道路里程")
        constraints = [models.UniqueConstraint(fields=["origin", "target"], name="road_once")]

    def __str__(self) -> str:
        return f"{self.origin_id} → {self.target_id}"


def parent_code(code: str) -> str:
    """The code one level above `code`; empty above a province.

    >>> parent_code("210921209201")
    '210921209000'
    """
    length = prefix_length(code)
    above = {12: 9, 9: 6, 6: 4, 4: 2}.get(length)
    return code[:above].ljust(12, "0") if above else ""


@lru_cache(maxsize=65_536)
def ancestors(code: str) -> tuple[str, ...]:
    """Codes of the divisions above `code`, the nearest first."""
    above = parent_code(code)
    return (above, *ancestors(above)) if above else ()

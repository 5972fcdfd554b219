"""Standards (评估标准): a tree of items, in versions; data, not code."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from zulian.foundation.choices import ColoredChoices
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet
from zulian.grassroots.rules.scoring import Node
from zulian.regions.models import Level, Region

LEVELS = (
    (Level.COUNTY, _("县（区）残联")),
    (Level.TOWNSHIP, _("乡镇（街道）残联")),
    (Level.VILLAGE, _("村（社区）残协")),
)
HUNDRED = [MinValueValidator(0), MaxValueValidator(100)]
LEVEL_KEYS = {Level.COUNTY: "county", Level.TOWNSHIP: "township", Level.VILLAGE: "village"}


class StandardQuerySet(ScopedQuerySet["Standard"]):
    """Verbs of the standards."""

    def in_force(self) -> Self:
        return self.filter(state=Standard.State.FORCE)

    def with_names(self) -> Self:
        return self.select_related("region", "replaces")


class Standard(models.Model):
    """A standard for organisations of one level. `family` is the same for all versions of a standard.

    Points of a hundred from `pass_mark` on reach it, from `good_mark` on reach it well; a veto item that fails is never made good.
    """

    class State(ColoredChoices):
        DRAFT = "draft", "issued", _("草稿")
        FORCE = "force", "closed", _("施行中")
        RETIRED = "retired", "dropped", _("已停用")

    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("制定单位"))
    family = models.CharField(max_length=16, db_index=True)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="later", verbose_name=_("上一版本")
    )
    name = models.CharField(_("名称"), max_length=80)
    level = models.PositiveSmallIntegerField(_("适用层级"), choices=LEVELS)
    state = FSMField(
        _("状态"), max_length=8, choices=State.choices, default=State.DRAFT, protected=True
    )
    source = models.CharField(_("依据"), max_length=120, blank=True)
    is_example = models.BooleanField(_("示例"), default=False)
    pass_mark = models.DecimalField(
        _("达标线"), max_digits=5, decimal_places=2, validators=HUNDRED, help_text=_("百分制。")
    )
    good_mark = models.DecimalField(
        _("优秀线"),
        max_digits=5,
        decimal_places=2,
        validators=HUNDRED,
        help_text=_("百分制，不低于达标线。"),
    )
    valid_from = models.DateField(_("施行日期"), null=True)
    valid_to = models.DateField(_("停用日期"), null=True)

    objects = ScopedManager.from_queryset(StandardQuerySet)()
    scope_published: ClassVar[dict[str, Any]] = {"state__in": ["force", "retired"]}

    class Meta:
        verbose_name = verbose_name_plural = _("评估标准")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["family", "version"],
                name="standard_version",
                violation_error_message=_("这份标准的新版本刚刚已建立，请刷新页面再看。"),
            ),
            models.UniqueConstraint(
                fields=["family"],
                condition=Q(state="force"),
                name="standard_one_in_force",
                violation_error_message=_("这份标准的另一个版本刚刚已施行，请刷新页面再看。"),
            ),
            models.CheckConstraint(
                condition=Q(good_mark__gte=models.F("pass_mark"), good_mark__lte=100),
                name="standard_marks",
                violation_error_message=_("优秀线应不低于达标线、不超过 100。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} V{self.version}"

    def get_absolute_url(self) -> str:
        return row_url("grassroots:standard", self.pk)

    @transition(field=state, source=State.DRAFT, target=State.FORCE)
    def publish(self) -> None:
        """施行."""

    @transition(field=state, source=State.FORCE, target=State.RETIRED)
    def retire(self) -> None:
        """停用: by a new version or for good."""

    def tree(self) -> Tree:
        """Its items as they hang together, read at once."""
        return Tree(list(self.items.all()))


class Item(models.Model):
    """An item (考核内容): a group, or what is marked. `key` stays the same through the versions of a standard.

    A pass/fail item (达标项) is marked 1 or 0, another one with up to its points. `indicator` makes it automatic: its mark is
    the rate of that indicator in the organisation's division.
    """

    class Kind(models.TextChoices):
        SCORE = "score", _("计分")
        PASS = "pass", _("达标项")

    class Method(models.TextChoices):
        RECORDS = "records", _("查阅资料")
        VISIT = "visit", _("实地查看")
        SELF = "self", _("自查自报")

    standard = models.ForeignKey(Standard, models.CASCADE, related_name="items")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="items")
    key = models.CharField(max_length=16)
    order = models.PositiveIntegerField()
    title = models.CharField(
        _("项目"), max_length=80, blank=True, help_text=_("大项填名称；具体项可以不填。")
    )
    asked = models.TextField(_("考核内容"), blank=True)
    rule = models.TextField(_("评分标准"), blank=True)
    kind = models.CharField(_("评定方式"), max_length=6, choices=Kind.choices, default=Kind.SCORE)
    points = models.DecimalField(
        _("分值"),
        max_digits=6,
        decimal_places=2,
        default=Decimal(0),
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
        help_text=_("大项可填 0，由下面各项相加。"),
    )
    weight = models.DecimalField(
        _("权重"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(100)],
    )
    veto = models.BooleanField(_("一票否决"), default=False, help_text=_("按达标项评定。"))
    evidence = models.CharField(_("佐证材料"), max_length=200, blank=True)
    checker = models.CharField(_("责任单位"), max_length=80, blank=True)
    method = models.CharField(
        _("检查方式"), max_length=8, choices=Method.choices, default=Method.RECORDS
    )
    indicator = models.CharField(_("自动取数"), max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("考核项目")
        ordering = ["standard_id", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["standard", "key"],
                name="item_key",
                violation_error_message=_("这个项目刚刚已添加，请刷新页面再看。"),
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0) & Q(points__gte=0),
                name="item_weight",
                violation_error_message=_("权重应大于 0，分值不能是负数。"),
            ),
            models.CheckConstraint(
                condition=Q(veto=False) | Q(kind="pass"),
                name="item_veto_passes",
                violation_error_message=_("一票否决的项目按达标项评定。"),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.asked[:40]

    @property
    def depth(self) -> int:
        """How many items it hangs below."""
        return self.parent.depth + 1 if self.parent else 0

    @property
    def top(self) -> Decimal:
        """The highest mark."""
        return Decimal(1) if self.kind == self.Kind.PASS else self.points

    def share(self, mark: Decimal | None) -> Decimal | None:
        """A mark as a share of the highest one; all of it where there is nothing to earn."""
        if mark is None:
            return None
        return mark / self.top if self.top else Decimal(1)


class Tree:
    """The items of a standard in their order: numbered, grouped, ready to be scored."""

    def __init__(self, items: list[Item]) -> None:
        self.items = items
        self.below: dict[int | None, list[Item]] = defaultdict(list)
        known = {item.pk: item for item in items}
        for item in items:
            item.parent = known.get(item.parent_id) if item.parent_id else None
            self.below[item.parent_id].append(item)
        self.numbers: dict[int, str] = {}
        self.lines: list[Item] = []
        self._number(None, "")

    def _number(self, parent: int | None, before: str) -> None:
        for n, item in enumerate(self.below[parent], 1):
            self.numbers[item.pk] = f"{before}{n}"
            self.lines.append(item)
            self._number(item.pk, f"{before}{n}.")

    @property
    def groups(self) -> list[Item]:
        """The items of the first level."""
        return self.below[None]

    @property
    def leaves(self) -> list[Item]:
        """The items that are marked, in order."""
        return [item for item in self.lines if not self.below[item.pk]]

    def leaves_of(self, item: Item) -> list[Item]:
        """What is marked under an item, itself where nothing hangs below it."""
        below = self.below[item.pk]
        return [leaf for child in below for leaf in self.leaves_of(child)] if below else [item]

    def depth(self, item: Item) -> int:
        """0 for the first level."""
        return item.depth

    def nodes(self, parent: int | None = None) -> tuple[Node, ...]:
        """The tree as the rules of scoring know it."""
        return tuple(self.node(item) for item in self.below[parent])

    def node(self, item: Item) -> Node:
        return Node(item.pk, item.points, item.weight, item.veto, self.nodes(item.pk))

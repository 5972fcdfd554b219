"""People (人员): each person once, their sealed data, their guardians and family, consent, merges."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.documents.models import Attachment
from zulian.foundation import clock
from zulian.foundation.choices import ColoredChoices
from zulian.foundation.fields import PlainField, begins
from zulian.foundation.kept_urls import row_url
from zulian.foundation.scopes import ScopedManager, ScopedQuerySet, Stays
from zulian.foundation.sealing import SealedField, blind
from zulian.people.ethnicities import ETHNICITIES
from zulian.people.rules import Sex, age, mask_id, mask_name, mask_phone, tidy, tidy_name
from zulian.regions.models import Region
from zulian.regions.services import initials, pinyin


class DeathSource(models.TextChoices):
    """Who told of a death (死亡信息来源)."""

    POLICE = "police", _("公安")
    CIVIL = "civil", _("民政")
    HEALTH = "health", _("卫健")
    VILLAGE = "village", _("村（社区）")
    FAMILY = "family", _("家属")
    OTHER = "other", _("其他")


class PersonQuerySet(ScopedQuerySet["Person"]):
    """Verbs of the people."""

    def alive(self) -> Self:
        """Neither merged into another entry nor closed."""
        return self.filter(status=Person.Status.OPEN)

    def numbered(self, id_number: str) -> Self:
        """The person of an ID number, by its blind index."""
        return self.filter(id_index=blind(tidy(id_number))) if id_number else self.none()

    def namesakes(self) -> Self:
        """People of whom another open entry has the same name, birth date and county: perhaps the same person."""
        same = Person.objects.alive().filter(
            name=OuterRef("name"),
            birth=OuterRef("birth"),
            region__code__startswith=Substr(OuterRef("region__code"), 1, 6),
        )
        return self.filter(Exists(same.exclude(pk=OuterRef("pk"))))

    def called(self, words: str) -> Self:
        """People by the beginning of their name, of its pinyin, or of its pinyin initials."""
        words = tidy_name(words)
        if not words.isascii():
            return self.filter(begins("name", words))
        latin = words.lower().replace(" ", "")
        return self.filter(begins("initials", latin) | begins("pinyin", latin))

    def called_in_order(self, words: str) -> list[Self]:
        """People so called in the order of the indexes of names: those by initials before those by pinyin."""
        words = tidy_name(words)
        if not words.isascii():
            return [self.filter(begins("name", words)).order_by("name", "region_id", "pk")]
        latin = words.lower().replace(" ", "")
        return [
            self.filter(begins(column, latin)).order_by(column, "region_id", "pk")
            for column in ("initials", "pinyin")
        ]

    def phoned(self, phone: str) -> Self:
        """People of a telephone number, by its blind index."""
        return self.filter(phone_index=blind(tidy(phone))) if phone else self.none()


class Person(models.Model):
    """One person, once; every register points here. `region` is the division of the household register (户籍)."""

    class Status(ColoredChoices):
        OPEN = "open", "closed", _("在册")
        MERGED = "merged", "dropped", _("已合并")
        CLOSED = "closed", "dropped", _("已封存")

    class NoNumber(models.TextChoices):
        INFANT = "infant", _("新生儿，尚未办理户口")
        PENDING = "pending", _("户口办理中")

    region = models.ForeignKey(
        Region, models.PROTECT, related_name="+", db_index=False, verbose_name=_("户籍所在地")
    )
    residence = models.ForeignKey(
        Region,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("现居住地"),
    )
    status = models.CharField(_("状态"), max_length=8, choices=Status.choices, default=Status.OPEN)
    name = PlainField(_("姓名"), max_length=60)
    initials = PlainField(max_length=60)
    pinyin = PlainField(max_length=120, default="")
    sex = models.CharField(
        _("性别"), max_length=6, choices=[(Sex.MALE, _("男")), (Sex.FEMALE, _("女"))]
    )
    birth = models.DateField(_("出生日期"))
    ethnicity = models.CharField(_("民族"), max_length=2, choices=ETHNICITIES, blank=True)
    id_number = SealedField(_("身份证号"), blank=True)
    id_index = PlainField(max_length=32, blank=True)
    no_number = models.CharField(
        _("没有身份证号的原因"), max_length=8, choices=NoNumber.choices, blank=True
    )
    phone = SealedField(_("联系电话"), blank=True)
    phone_index = PlainField(max_length=32, blank=True)
    address = SealedField(_("户籍地址"), blank=True)
    address_index = PlainField(max_length=32, blank=True)
    residence_address = SealedField(_("现住址"), blank=True)
    photo = models.ForeignKey(
        Attachment,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("照片"),
    )
    photo_note = models.CharField(_("照片核对"), max_length=200, blank=True)
    closed_on = models.DateField(_("封存日期"), null=True)
    died_on = models.DateField(_("死亡日期"), null=True)
    death_source = models.CharField(
        _("死亡信息来源"), max_length=8, choices=DeathSource.choices, blank=True
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        related_name="merged",
        db_index=False,
        verbose_name=_("并入"),
    )
    since = models.DateTimeField(_("登记时间"), default=clock.now)

    objects = ScopedManager.from_queryset(PersonQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = _("人员")
        ordering = ["region_id", "id"]
        constraints = [
            # Merged and closed entries keep their number; the one in use holds it alone.
            models.UniqueConstraint(
                fields=["id_index"],
                condition=Q(status="open") & ~Q(id_index=""),
                name="person_once",
                violation_error_message=_("这个身份证号刚刚已被登记，请刷新后查找。"),
            ),
            models.CheckConstraint(
                condition=Q(id_index="") ^ Q(no_number=""), name="person_number_or_reason"
            ),
            models.CheckConstraint(
                condition=Q(died_on=None, death_source="")
                | (Q(died_on__isnull=False) & ~Q(death_source="")),
                name="person_death_source",
                violation_error_message=_("死亡日期和信息来源要一起登记。"),
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into=None)),
                name="person_merged",
            ),
        ]
        indexes = [
            models.Index(fields=["id_index"], name="person_number"),
            models.Index(fields=["name", "region", "id"], name="person_name"),
            models.Index(fields=["pinyin", "region", "id"], name="person_pinyin"),
            models.Index(fields=["initials", "region", "id"], name="person_initials"),
            models.Index(fields=["region", "id"], name="person_list"),
            models.Index(fields=["phone_index"], name="person_phone", condition=~Q(phone_index="")),
            models.Index(
                fields=["merged_into"],
                name="person_merged_from",
                condition=Q(merged_into__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return mask_name(self.name)

    def get_absolute_url(self) -> str:
        return row_url("people:person", self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the indexes in step with what they index."""
        self.index()
        super().save(*args, **kwargs)

    def index(self) -> None:
        """Tidy the name and set what the person is found by: blind indexes of sealed values, the name in pinyin."""
        self.name = tidy_name(self.name)
        self.id_index, self.phone_index = blind(self.id_number), blind(tidy(self.phone))
        self.address_index = blind(tidy(self.address))
        self.initials, self.pinyin = initials(self.name), pinyin(self.name)

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    def age_on(self, day: date) -> int:
        """Full years of age on a day."""
        return age(self.birth, day)

    @property
    def masked_id(self) -> str:
        return mask_id(self.id_number)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)


class Relative(models.Model):
    """A guardian or relative (监护人、亲属) of a person."""

    class Kind(models.TextChoices):
        GUARDIAN = "guardian", _("监护人")
        FAMILY = "family", _("亲属")

    person = models.ForeignKey(Person, models.CASCADE, related_name="relatives")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    kind = models.CharField(_("身份"), max_length=8, choices=Kind.choices)
    relation = models.CharField(_("与本人关系"), max_length=20)
    name = models.CharField(_("姓名"), max_length=60)
    id_number = SealedField(_("身份证号"), blank=True)
    phone = SealedField(_("联系电话"), blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "person"

    class Meta:
        verbose_name = verbose_name_plural = _("监护人和亲属")
        ordering = ["person_id", "kind", "id"]

    def __str__(self) -> str:
        return f"{self.relation} {mask_name(self.name)}"


class Consent(models.Model):
    """A person's separate consent (单独同意) to the handling of sensitive data, given or withdrawn on a day."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="consents")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    given = models.BooleanField(_("同意"))
    by_guardian = models.BooleanField(_("由监护人作出"), default=False)
    purpose = models.CharField(_("用途"), max_length=120)
    at = models.DateTimeField(_("时间"), default=clock.now)
    taken_by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("经办岗位")
    )

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "person"

    class Meta:
        verbose_name = verbose_name_plural = _("个人信息处理同意书")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.purpose


class Merge(models.Model):
    """One entry merged into another (合并): why, by whom, and which rows moved, so that it can be undone."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="merges")
    into = models.ForeignKey(Person, models.CASCADE, related_name="+")
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    reason = models.CharField(_("合并原因"), max_length=200)
    moved: Any = models.JSONField(default=dict)
    at = models.DateTimeField(_("合并时间"), default=clock.now)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = Stays("person")  # the act of an office about one person

    class Meta:
        verbose_name = verbose_name_plural = _("合并记录")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return self.reason


class Death(models.Model):
    """A death as it was told (死亡登记): the day, who told of it, what ended with it; undone where it was not true.

    `ended` holds what each row was before and is since: {model: {key: {column: [before, after]}}}.
    """

    person = models.ForeignKey(
        Person, models.CASCADE, related_name="deaths", verbose_name=_("姓名")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    died_on = models.DateField(_("死亡日期"))
    source = models.CharField(_("信息来源"), max_length=8, choices=DeathSource.choices)
    detail = models.CharField(
        _("依据"), max_length=100, blank=True, help_text=_("如：名单文号、死亡证明编号。")
    )
    ended: Any = models.JSONField(default=dict)
    at = models.DateTimeField(_("登记时间"), default=clock.now)
    by = models.ForeignKey(
        Post, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人")
    )
    undone_at = models.DateTimeField(_("撤销时间"), null=True)
    undone_why = models.CharField(_("撤销原因"), max_length=200, blank=True)

    objects = ScopedManager.from_queryset(ScopedQuerySet)()
    scope_parent = "person"

    class Meta:
        verbose_name = verbose_name_plural = _("死亡登记")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(undone_at=None),
                name="death_once",
                violation_error_message=_("已登记死亡，请刷新后查看。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.died_on}"

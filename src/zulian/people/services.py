"""What is done with people: register, correct, look at sealed data, find duplicates, merge and undo, consent, close."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import audited, record
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.people.models import Consent, Person
from zulian.people.rules import IdNumberError, Sex, read_id_number
from zulian.regions.models import Region
from zulian.regions.services import initials

SEALED = {"id_number", "phone", "address", "residence_address"}
MIN_REASON = 4


@dataclass(frozen=True)
class Entry:
    """What is asked of a person at registration; an infant without a number says why, and gives sex and birth."""

    name: str
    region: Region
    id_number: str = ""
    no_number: str = ""
    sex: str = ""
    birth: date | None = None
    ethnicity: str = "01"
    phone: str = ""
    address: str = ""


def register(entry: Entry) -> Person:
    """Register a person; one who is there already is refused with the place where they are kept."""
    if not active_scope().holds(entry.region.code):
        raise ValidationError({"region": _("户籍所在地不在您的管辖范围内。")})
    person = Person(
        name=entry.name.strip(), region=entry.region, ethnicity=entry.ethnicity, phone=entry.phone,
        address=entry.address, initials=initials(entry.name.strip()),
    )  # fmt: skip
    _identify(person, entry)
    with transaction.atomic():
        _refuse_double(person)
        try:
            with audited("person.register", person):
                person.save()
        except IntegrityError as error:
            # Two clerks registered the same number at the same moment: the second one is told.
            raise ValidationError({"id_number": _("这个身份证号刚刚已被登记，请刷新后查找。")}) from error
    return person


def _identify(person: Person, entry: Entry) -> None:
    """Number, sex and birth date: from the number, or as given with the reason why there is none."""
    if entry.id_number:
        try:
            found = read_id_number(entry.id_number, timezone.localdate())
        except IdNumberError as error:
            raise ValidationError({"id_number": str(error)}) from error
        person.id_number, person.birth, person.sex = found.number, found.birth, found.sex
        return
    if not entry.no_number:
        raise ValidationError({"id_number": _("请填写身份证号；确实没有的，请选择原因。")})
    if entry.birth is None or entry.birth > timezone.localdate():
        raise ValidationError({"birth": _("没有身份证号时，请填写出生日期，不能晚于今天。")})
    if entry.sex not in set(Sex):
        raise ValidationError({"sex": _("没有身份证号时，请选择性别。")})
    person.no_number, person.birth, person.sex = entry.no_number, entry.birth, entry.sex


def _refuse_double(person: Person) -> None:
    """The same number anywhere in the country is the same person: say where, without showing more."""
    with scope(EVERYTHING):
        there = Person.objects.alive().numbered(person.id_number).exclude(pk=person.pk).select_related("region").first()
    if there is not None:
        words = _("这个身份证号已在%(where)s登记，请直接使用或办理迁移，不要重复登记。")
        raise ValidationError({"id_number": words % {"where": there.region.name}})


def correct(person: Person, values: dict[str, Any]) -> Person:
    """Correct what is kept of a person; a new number decides sex and birth date anew."""
    _ensure_open(person)
    with audited("person.correct", person):
        for name, value in values.items():
            setattr(person, name, value)
        if "id_number" in values:
            _identify(person, Entry(person.name, person.region, id_number=values["id_number"]))
            person.no_number = ""
            _refuse_double(person)
        person.initials = initials(person.name)
        person.save()
    return person


def _ensure_open(person: Person) -> None:
    if person.status != Person.Status.OPEN:
        raise ValidationError(_("这份档案%(state)s，不能再改。") % {"state": person.get_status_display()})


def reveal(person: Person, field: str, reason: str) -> str:
    """Show one sealed value in full; the reason goes into the audit trail, the value does not."""
    if field not in SEALED:
        raise ValidationError(_("没有这一项。"))
    if len(reason.strip()) < MIN_REASON:
        raise ValidationError({"reason": _("请写明查看原因，例如“电话核实换证材料”。")})
    record("person.reveal", person, {"field": field, "reason": reason.strip()[:200]})
    return str(getattr(person, field))


def duplicates(person: Person) -> Iterable[Person]:
    """Others who may be the same: the same number, or the same name, birth date and county."""
    same = Q(name=person.name, birth=person.birth, region__code__startswith=person.region_id[:6])
    if person.id_index:
        same |= Q(id_index=person.id_index)
    return Person.objects.alive().filter(same).exclude(pk=person.pk).select_related("region")


def merge(person: Person, into: Person, reason: str) -> Person:
    """Merge an entry into another of the same person; it stays, pointing there, so that this can be undone."""
    _ensure_open(person)
    _ensure_open(into)
    if person.pk == into.pk:
        raise ValidationError(_("请选择另一份档案。"))
    if person.id_index and into.id_index and person.id_index != into.id_index:
        raise ValidationError(_("两份档案的身份证号不同，不是同一个人，不能合并。"))
    with audited("person.merge", person):
        record("person.merge-reason", person, {"into": into.pk, "reason": reason[:200]})
        person.status, person.merged_into = Person.Status.MERGED, into
        person.save()
    return into


def undo_merge(person: Person) -> Person:
    """Take a merged entry out again, unless its number is in use by then."""
    if person.status != Person.Status.MERGED:
        raise ValidationError(_("这份档案没有被合并。"))
    with audited("person.unmerge", person):
        _refuse_double(person)
        person.status, person.merged_into = Person.Status.OPEN, None
        person.save()
    return person


def consent(person: Person, post: Post, given: bool, purpose: str, by_guardian: bool = False) -> Consent:
    """Record that consent was given or withdrawn; the latest one counts."""
    made = Consent(
        person=person, region=person.region, given=given, by_guardian=by_guardian, purpose=purpose, taken_by=post
    )
    with audited("person.consent", made):
        made.save()
    return made

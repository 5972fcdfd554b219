"""What is done with people: register, correct, look at sealed data, find duplicates, merge and undo, consent, close."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import ManyToOneRel, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.accounts.access import acting_may
from zulian.accounts.models import Post
from zulian.documents.services import keep, sniff
from zulian.foundation.audit import audited, record
from zulian.foundation.belonging import reparented
from zulian.foundation.changes import changing
from zulian.foundation.clock import now, today
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, active_scope, code_range, scope
from zulian.foundation.work import unit_of_work
from zulian.people import hooks, photos
from zulian.people.deaths import living_words
from zulian.people.models import Consent, Merge, Person, Relative
from zulian.people.rules import IdNumberError, Sex, read_id_number, tidy, tidy_name
from zulian.regions.models import Region

SEALED = {"id_number", "phone", "address", "residence_address"}
MIN_REASON = 4
MAX_PHOTO = 5 * 2**20


@dataclass(frozen=True)
class Entry:
    """What is asked of a person at registration; an infant without a number says why, and gives sex and birth."""

    name: str
    region: Region
    id_number: str = ""
    no_number: str = ""
    sex: str = ""
    birth: date | None = None
    ethnicity: str = ""
    phone: str = ""
    address: str = ""
    residence: Region | None = None
    residence_address: str = ""


@unit_of_work
def register(entry: Entry) -> Person:
    """Register a person; one who is there already is refused with the place where they are kept.

    Raises ValidationError for such a one, and for a place beyond the jurisdiction.
    """
    if not active_scope().holds(entry.region.code):
        raise ValidationError({"region": _("户籍所在地不在您的管辖范围内。")})
    person = Person(
        name=entry.name.strip(),
        region=entry.region,
        ethnicity=entry.ethnicity,
        phone=entry.phone,
        address=entry.address,
        residence=entry.residence,
        residence_address=entry.residence_address,
        since=now(),
    )
    _identify(person, entry)
    _refuse_double(person)
    with audited("person.register", person):
        person.save()
    return person


def enrol(entry: Entry) -> Person:
    """The person of an ID number within the jurisdiction, registered now where they are not there yet.

    Raises ValidationError where the number stands under another name, or outside the jurisdiction.
    """
    person = Person.objects.alive().numbered(entry.id_number).first()
    if person is None:
        return register(entry)
    if words := living_words(person):
        raise ValidationError({"id_number": words})
    if person.name != tidy_name(entry.name):
        raise ValidationError(
            {"name": _("这个身份证号登记的姓名不是“%(name)s”，请核对。") % {"name": entry.name}}
        )
    return person


def _identify(person: Person, entry: Entry) -> None:
    """Number, sex and birth date: from the number, or as given with the reason why there is none."""
    if entry.id_number:
        try:
            number = read_id_number(entry.id_number, today())
        except IdNumberError as error:
            raise ValidationError({"id_number": str(error)}) from error
        person.id_number, person.birth, person.sex = number.number, number.birth, number.sex
        return
    if not entry.no_number:
        raise ValidationError({"id_number": _("请填写身份证号；确实没有的，请选择原因。")})
    if entry.birth is None or entry.birth > today():
        raise ValidationError({"birth": _("没有身份证号时，请填写出生日期，不能晚于今天。")})
    if entry.sex not in set(Sex):
        raise ValidationError({"sex": _("没有身份证号时，请选择性别。")})
    person.no_number, person.birth, person.sex = entry.no_number, entry.birth, entry.sex


def _refuse_double(person: Person) -> None:
    """The same number anywhere in the country is the same person: say where to who lets people move, and no more to others."""
    with scope(EVERYTHING):
        existing_person = (
            Person.objects.alive()
            .numbered(person.id_number)
            .exclude(pk=person.pk)
            .select_related("region")
            .first()
        )
    if existing_person is None:
        return
    if acting_may("person.write"):
        words = _("这个身份证号已在%(where)s登记，请直接使用或办理迁移，不要重复登记。") % {
            "where": existing_person.region.full_path
        }
    else:
        words = _("这个身份证号已经登记，不在您的管辖范围内，请办理迁移，不要重复登记。")
    raise ValidationError({"id_number": words})


def correct(person: Person, values: dict[str, Any], *, is_asked: bool = True) -> Person:
    """Correct what is kept of a person; a new number decides sex and birth date anew, other rooms follow a move.

    Raises ValidationError where a register says that what stands on its papers is changed by its own business, unless it
    is that business which corrects it (`is_asked` False).
    """
    _ensure_open(person)
    if is_asked:
        _ask_registers(person, values)
    with audited("person.correct", person):
        to = values.get("region", person.region)
        if to != person.region:
            if not active_scope().holds(to.code):
                raise ValidationError({"region": _("户籍所在地不在您的管辖范围内。")})
            hooks.moved(person, to)
            move(person, to)
        for name, value in values.items():
            setattr(person, name, value)
        if values.get("id_number"):
            _identify(person, Entry(person.name, person.region, id_number=values["id_number"]))
            person.no_number = ""
            _refuse_double(person)
        person.save()
    return person


def _ask_registers(person: Person, values: dict[str, Any]) -> None:
    for name in ("name", "id_number"):
        said = tidy(str(values.get(name) or "")) if name == "id_number" else values.get(name)
        is_changed = bool(said) and said != getattr(person, name)
        if is_changed and (words := hooks.correction_refused(person, {name})):
            raise ValidationError({name: words})


def move(person: Person, to: Region) -> None:
    """Let a person, and with them their family and consents, belong to another division; the caller opens the transaction."""
    person.region = to
    person.save()


def _ensure_open(person: Person) -> None:
    if person.status != Person.Status.OPEN:
        raise ValidationError(
            _("这份档案%(state)s，不能再改。") % {"state": person.get_status_display()}
        )


def reveal(person: Person, field: str, reason: str) -> str:
    """Show one sealed value in full; the reason goes into the audit trail, the value does not.

    Raises ValidationError for a field that is none, and without a reason.
    """
    if field not in SEALED:
        raise ValidationError(_("没有这一项。"))
    if len(reason.strip()) < MIN_REASON:
        raise ValidationError({"reason": _("请写明查看原因，例如“电话核实换证材料”。")})
    record("person.reveal", person, {"field": field, "reason": reason.strip()[:200]})
    return str(getattr(person, field))


def duplicates(person: Person) -> QuerySet[Person]:
    """Others who may be the same: the same number, the same name, birth date and county, or the same name and address."""
    low, high = code_range(person.region_id[:6].ljust(12, "0"))
    same = Q(name=person.name, birth=person.birth, region_id__gte=low, region_id__lt=high)
    if person.address_index:
        same |= Q(name=person.name, address_index=person.address_index)
    if person.id_index:
        same |= Q(id_index=person.id_index)
    return Person.objects.alive().filter(same).exclude(pk=person.pk).select_related("region")


@unit_of_work
def merge(person: Person, into: Person, reason: str) -> Person:
    """Merge an entry into another of the same person, with all its rows; it stays, so that this can be undone.

    Raises ValidationError for the same entry, for two numbers that differ, and where a register has something against it.
    """
    _ensure_open(person)
    _ensure_open(into)
    if person.pk == into.pk:
        raise ValidationError(_("请选择另一份档案。"))
    if person.id_index and into.id_index and person.id_index != into.id_index:
        raise ValidationError(_("两份档案的身份证号不同，不是同一个人，不能合并。"))
    if why := hooks.merge_obstacle(person, into):
        raise ValidationError(why)
    new_merge = Merge(person=person, into=into, reason=reason, at=now())
    with audited("person.merge", person):
        try:
            with unit_of_work():
                new_merge.moved = _move_rows(person, into)
        except IntegrityError as error:
            words = _(
                "两份档案有不能并存的登记（如都有在用的残疾人证、干部档案，或在同一次大会的名单中），请先注销或办结其中一份，再合并。"
            )
            raise ValidationError(words) from error
        new_merge.save()
        person.status, person.merged_into = Person.Status.MERGED, into
        person.save()
    return into


def _move_rows(person: Person, into: Person) -> dict[str, list[int]]:
    """Let every register's rows about `person` point to `into`; which ones, by model and column."""
    moved = {}
    # Rows without a way back from the person are moved as well: `related_objects` alone would leave them out.
    for relation in Person._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ManyToOneRel) or relation.related_model in {Person, Merge}:
            continue
        column = relation.field.name
        with scope(EVERYTHING):
            rows = relation.related_model._default_manager.filter(**{column: person})
            keys = list(rows.values_list("pk", flat=True))
            if keys:
                with changing(relation.related_model, keys):
                    rows.update(**{column: into})
                reparented(relation.related_model, column, keys)
                moved[f"{relation.related_model._meta.label_lower}.{column}"] = keys
    return moved


@unit_of_work
def undo_merge(person: Person) -> Person:
    """Take a merged entry out again with the rows that came from it, unless its number is in use by then.

    Raises ValidationError then, and for one that was not merged.
    """
    if person.status != Person.Status.MERGED:
        raise ValidationError(_("这份档案没有被合并。"))
    with audited("person.unmerge", person):
        _refuse_double(person)
        merge = person.merges.filter(undone_at=None).first()
        if merge is not None:
            _move_back(merge)
        person.status, person.merged_into = Person.Status.OPEN, None
        person.save()
    return person


def _move_back(merge: Merge) -> None:
    for place, keys in merge.moved.items():
        label, column = place.rsplit(".", 1)
        with scope(EVERYTHING):
            model = apps.get_model(label)
            with changing(model, keys):
                model._default_manager.filter(pk__in=keys, **{column: merge.into_id}).update(
                    **{column: merge.person_id}
                )
            reparented(model, column, keys)
    merge.undone_at = now()
    merge.save()


def add_relative(person: Person, **values: str) -> Relative:
    """Add a guardian or relative; a number, where given, is checked.

    Raises ValidationError where it cannot be one.
    """
    _ensure_open(person)
    if values.get("id_number"):
        try:
            values["id_number"] = read_id_number(values["id_number"], today()).number
        except IdNumberError as error:
            raise ValidationError({"id_number": str(error)}) from error
    relative = Relative(person=person, **values)
    with audited("relative.add", relative):
        relative.save()
    return relative


def remove_relative(relative: Relative) -> None:
    """Take a guardian or relative out of the file."""
    with unit_of_work():
        record("relative.remove", relative)
        relative.delete()


def set_photo(person: Person, source: Any, post: Post) -> Person:
    """Keep a photograph: one of the wrong size is refused, doubts about ground and face are noted for the clerk.

    Raises ValidationError for such a one, for a file that is no photograph, and for one that is too large.
    """
    _ensure_open(person)
    data = source.read(MAX_PHOTO + 1)
    if len(data) > MAX_PHOTO:
        raise ValidationError({"photo": _("照片超过 5 MB，请压缩后再传。")})
    name = source.name or "photo.jpg"
    if sniff(data, name) not in {"jpg", "png"}:
        raise ValidationError({"photo": _("照片请用 JPG 或 PNG 格式。")})
    faults = photos.faults(data, policy("people/photo", today()))
    if sure := [fault.words for fault in faults if fault.sure]:
        raise ValidationError({"photo": "".join(sure)})
    with audited("person.photo", person):
        person.photo = keep(BytesIO(data), name, person.region, post, permission="person.photo")
        person.photo_note = "".join(fault.words for fault in faults)[:200]
        person.save()
    return person


def close(person: Person, reason: str) -> Person:
    """Close a file that no register needs any more: it can't be changed, and contact data and family are erased.

    Raises ValidationError while one does or its term runs, and without a reason.
    """
    _ensure_open(person)
    until = keep_until(person)
    if until is None:
        words = _("档案仍在使用：%(why)s。办结后才能封存。")
        raise ValidationError(
            words % {"why": "；".join(h.reason for h in hooks.holds_of(person) if h.since is None)}
        )
    if until > today():
        raise ValidationError(_("保管期到 %(day)s，到期后才能封存。") % {"day": until})
    if len(reason.strip()) < MIN_REASON:
        raise ValidationError({"reason": _("请写明封存原因。")})
    with audited("person.close", person):
        record("person.close-reason", person, {"reason": reason.strip()[:200]})
        person.relatives.all().delete()
        person.phone = person.address = person.residence_address = ""
        person.status, person.closed_on, person.photo = Person.Status.CLOSED, today(), None
        person.save()
    return person


def keep_until(person: Person) -> date | None:
    """The day up to which the retention rule keeps a file; None while a register still uses it."""
    holds = hooks.holds_of(person)
    if any(hold.since is None for hold in holds):
        return None
    last = max([timezone.localdate(person.since), *(hold.since for hold in holds if hold.since)])
    return _years(last, policy("people/retention", today())["years_after_last_use"])


def retention_limit() -> date:
    """Files last used on or before this day may be closed."""
    return _years(today(), -policy("people/retention", today())["years_after_last_use"])


def _years(day: date, years: int) -> date:
    """The same day so many years later; 1 March stands in for 29 February in common years."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def consent(
    person: Person, post: Post, given: bool, purpose: str, by_guardian: bool = False
) -> Consent:
    """Record that consent was given or withdrawn; the latest one counts."""
    new_consent = Consent(
        person=person,
        given=given,
        by_guardian=by_guardian,
        purpose=purpose,
        taken_by=post,
        at=now(),
    )
    with audited("person.consent", new_consent):
        new_consent.save()
    return new_consent

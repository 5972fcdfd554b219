"""A death (死亡) is recorded once, with its day and source; what it ends in all registers can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import DecimalField, Field, Model, QuerySet
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.people import hooks
from zulian.people.models import Death, Person
from zulian.people.rules import mask_name

Notes = dict[str, dict[str, dict[str, list[Any]]]]


@dataclass
class Ending:
    """What ends with a death: each row with its columns before and after."""

    person: Person
    day: date
    notes: Notes = field(default_factory=dict)

    def end(self, action: str, rows: QuerySet[Any], **values: Any) -> list[Any]:
        """Give all rows the values; returns them.

        A death may end what no single step may end: states are written past their transitions, by this room alone.
        """
        done = []
        for row in rows.select_for_update(of=("self",), no_key=True):
            before = {name: getattr(row, name) for name in values}
            changed = {name: value for name, value in values.items() if before[name] != value}
            with audited(action, row):
                put(row, changed)
            kept = self.notes.setdefault(row._meta.label_lower, {}).setdefault(str(row.pk), {})
            for name in changed:
                first = kept[name][0] if name in kept else written(row, name, before[name])
                kept[name] = [first, written(row, name, changed[name])]
            done.append(row)
        return done


def put(row: Model, values: dict[str, Any]) -> None:
    """Write columns of a row, protected states among them."""
    vars(row).update(values)
    row._state.fields_cache.clear()
    row.save()


def column_of(row: Model, name: str) -> Field[Any, Any]:
    """The column of an attribute: of `volunteer_id` that of `volunteer`."""
    return next(f for f in row._meta.concrete_fields if name in {f.attname, f.name})


def written(row: Model, name: str, value: Any) -> Any:
    """A value of a column as JSON keeps it."""
    if value is None or isinstance(value, bool | int):
        return value
    column = column_of(row, name)
    if isinstance(column, DecimalField):
        return f"{value:.{column.decimal_places}f}"
    return column.get_prep_value(value) if isinstance(value, str) else str(value)


def read(row: Model, name: str, value: Any) -> Any:
    """A value that JSON kept."""
    return None if value is None else column_of(row, name).to_python(value)


@dataclass(frozen=True)
class Told:
    """What was told of a death: the day, by whom, in which list or paper."""

    died_on: date
    source: str
    detail: str = ""


@unit_of_work
def record_death(person: Person, told: Told, post: Post | None) -> Death:
    """Record a death: certificates, offices, memberships, services and needs end with it, in one unit."""
    with scope(EVERYTHING):
        person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        _ensure_plausible(person, told)
        ending = Ending(person, told.died_on)
        hooks.died(ending)
        death = Death(
            person=person,
            died_on=told.died_on,
            source=told.source,
            detail=told.detail.strip(),
            ended=ending.notes,
            by=post,
            at=now(),
        )
        with audited("person.death", person):
            person.died_on, person.death_source = told.died_on, told.source
            person.save()
            death.save()
    return death


def _ensure_plausible(person: Person, told: Told) -> None:
    if person.status != Person.Status.OPEN:
        raise ValidationError(_("这份档案已合并或封存，不能登记死亡。"))
    if person.died_on is not None:
        words = _("已登记 %(day)s 死亡，请刷新后查看。")
        raise ValidationError(words % {"day": person.died_on})
    ensure_day(person, told.died_on)


def ensure_day(person: Person, died_on: date) -> None:
    """Raise ValidationError for a day on which nobody born on the person's day has died: one to come, or before it."""
    if died_on > today():
        raise ValidationError({"died_on": _("死亡日期不能晚于今天。")})
    if died_on < person.birth:
        words = _("死亡日期不能早于出生日期 %(day)s，请核对。")
        raise ValidationError({"died_on": words % {"day": person.birth}})


@dataclass(frozen=True)
class Undone:
    """A death taken back: what could not be restored, because it had changed or was taken by then."""

    death: Death
    left: tuple[str, ...] = ()


@unit_of_work
def undo_death(person: Person, why: str) -> Undone:
    """Take a death back that was not true: what it ended begins again, unless it has changed since."""
    if not why.strip():
        raise ValidationError({"why": _("请写明撤销原因，例如“同名误报，本人健在”。")})
    with scope(EVERYTHING):
        person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
        death = person.deaths.select_for_update(no_key=True).filter(undone_at=None).first()
        if death is None:
            raise ValidationError(_("没有可以撤销的死亡登记。"))
        with audited("person.death_undo", person):
            person.died_on, person.death_source = None, ""
            person.save()
            death.undone_at, death.undone_why = now(), why.strip()[:200]
            death.save()
        left = [words for label, rows in death.ended.items() for words in _restore(label, rows)]
        hooks.revived(person)
    return Undone(death, tuple(left))


def _restore(label: str, notes: dict[str, dict[str, list[Any]]]) -> list[str]:
    """Put rows back as they were; the names of those that cannot be."""
    model = apps.get_model(label)
    left = []
    for row in model._default_manager.filter(pk__in=notes).select_for_update(
        of=("self",), no_key=True
    ):
        columns = notes[str(row.pk)]
        values = {name: read(row, name, before) for name, (before, _after) in columns.items()}
        is_same = all(
            written(row, name, getattr(row, name)) == after
            for name, (_before, after) in columns.items()
        )
        try:
            if not is_same:
                raise IntegrityError
            with unit_of_work(), audited("person.revive", row):
                put(row, values)
        except IntegrityError:
            left.append(str(model._meta.verbose_name))
    return left


def living_words(person: Person) -> str:
    """Why nothing new begins for a person: "" for the living."""
    if person.died_on is None:
        return ""
    words = _("%(name)s已登记 %(day)s 死亡；登记有误的，请先在档案中撤销。")
    return words % {"name": mask_name(person.name), "day": person.died_on}

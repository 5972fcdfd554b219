"""Files of cadres: open, change, verify, add to, and the inspections with their circle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.cadres.models import Cadre, Entry, Training
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.foundation.work import unit_of_work
from zulian.people.services import Entry as PersonEntry
from zulian.people.services import enrol
from zulian.regions.models import Region

MIN_NOTES = 10


def open_file(entry: PersonEntry, region: Region, post: Post, values: dict[str, Any]) -> Cadre:
    """Open the file of a person, who is registered first where they are not; one person has one file.

    Raises ValidationError for who has one, wherever it is kept.
    """
    _inside(region)
    with unit_of_work():
        person = enrol(entry)
        with scope(EVERYTHING):
            existing_cadre = Cadre.objects.filter(person=person).select_related("region").first()
        if existing_cadre is not None:
            raise ValidationError(
                {
                    "id_number": _("这个人在%(where)s已有干部档案。")
                    % {"where": existing_cadre.region.organisation}
                }
            )
        new_cadre = Cadre(person=person, region=region, keeper=post, **values)
        _check(new_cadre)
        try:
            with unit_of_work(), audited("cadre.open", new_cadre):
                new_cadre.save()
        except IntegrityError as error:
            raise ValidationError(
                {"id_number": _("这个人的干部档案刚刚已建立，请刷新后查找。")}
            ) from error
    return new_cadre


def _inside(region: Region) -> None:
    if not active_scope().holds(region.code):
        raise ValidationError({"region": _("管理单位不在您的管辖范围内。")})


def _locked(pk: int) -> Cadre:
    return (
        Cadre.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person", "region")
        .get(pk=pk)
    )


@unit_of_work
def change(pk: int, values: dict[str, Any]) -> Cadre:
    """Change a file; a change alone is no verification."""
    cadre = _locked(pk)
    with audited("cadre.change", cadre):
        for name, value in values.items():
            setattr(cadre, name, value)
        _inside(cadre.region)
        _check(cadre)
        cadre.save()
    return cadre


def _check(cadre: Cadre) -> None:
    birth, day = cadre.person.birth, today()
    for name in ("work_since", "party_since", "since"):
        value = getattr(cadre, name)
        if value and not birth < value <= day:
            raise ValidationError({name: _("日期应在出生之后、今天之前，请核对。")})


@unit_of_work
def verify(pk: int, post: Post) -> Cadre:
    """核实: the file was gone through with the person and is right as of today."""
    cadre = _locked(pk)
    with audited("cadre.verify", cadre):
        cadre.verified_on, cadre.verified_by = today(), post
        cadre.save()
    return cadre


@dataclass(frozen=True)
class Line:
    """One line of a file to be."""

    kind: str
    text: str
    since: date | None = None
    until: date | None = None
    result: str = ""


@unit_of_work
def add_entry(pk: int, line: Line) -> Entry:
    """Add a line to a file; a career and an appraisal say when.

    Raises ValidationError where they do not, for days in the wrong order, and for an appraisal without its result.
    """
    cadre = _locked(pk)
    if line.kind in {Entry.Kind.CAREER, Entry.Kind.APPRAISAL} and line.since is None:
        raise ValidationError({"since": _("请填写起始日期。")})
    if line.since and line.until and line.until < line.since:
        raise ValidationError({"until": _("截止日期不能早于起始日期。")})
    if line.kind == Entry.Kind.APPRAISAL and not line.result:
        raise ValidationError({"result": _("请填写考核等次。")})
    entry = Entry(
        cadre=cadre,
        kind=line.kind,
        text=line.text.strip(),
        since=line.since,
        until=line.until,
        result=line.result.strip(),
    )
    with audited("cadre.entry", entry):
        entry.save()
    return entry


@unit_of_work
def drop_entry(pk: int) -> Cadre:
    """Take a wrong line out of a file; the trail keeps what it said."""
    entry = Entry.objects.select_related("cadre").get(pk=pk)
    with audited("cadre.entry_drop", entry):
        entry.delete()
    return entry.cadre


@unit_of_work
def plan_training(pk: int, kind: str, subject: str, planned_on: date) -> Training:
    """Plan a training of a cadre; the same subject stands once a year."""
    cadre = _locked(pk)
    training = Training(
        cadre=cadre,
        year=planned_on.year,
        kind=kind,
        subject=subject.strip(),
        planned_on=planned_on,
    )
    with audited("training.plan", training):
        training.save()
    return training


@unit_of_work
def finish_training(pk: int, done_on: date, hours: int, result: str) -> Training:
    """Record that a training was done, on which day and for how many hours.

    Raises ValidationError for a day to come or of another year than the plan's, and without hours.
    """
    training = Training.objects.select_for_update(no_key=True).get(pk=pk)
    if done_on > today():
        raise ValidationError({"done_on": _("完成日期不能晚于今天。")})
    if done_on.year != training.year:
        raise ValidationError(
            {"done_on": _("这是%(year)d年度的计划，完成日期应在同一年。") % {"year": training.year}}
        )
    if hours < 1:
        raise ValidationError({"hours": _("请填写学时。")})
    with audited("training.done", training):
        training.done_on, training.hours, training.result = done_on, hours, result.strip()
        training.save()
    return training

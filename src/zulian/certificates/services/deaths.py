"""Lists of deaths (死亡比对): living holders among them are checked one by one, then cancelled together; undone when wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Certificate, DeathReport
from zulian.certificates.models.leaving import ReportState
from zulian.certificates.services.common import require_sworn
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.work import unit_of_work
from zulian.people import deaths
from zulian.people.models import Person
from zulian.people.rules import tidy_name


@dataclass(frozen=True)
class Line:
    """What a list says of somebody: number, name, the day, who keeps the list and what it is called."""

    id_number: str
    name: str
    died_on: date
    source: str
    origin: str = ""


def holder_named(id_number: str, name: str) -> Person:
    """The living holder of the jurisdiction of a number and name.

    Raises ValidationError where nobody is, or the name on file is another.
    """
    person = Person.objects.alive().numbered(id_number).filter(died_on=None).first()
    if person is None or not Certificate.objects.live().filter(person=person).exists():
        raise ValidationError({"id_number": _("本辖区没有这个身份证号的在册持证人。")})
    if person.name != tidy_name(name):
        raise ValidationError({"name": _("姓名与登记的不一致，请核对姓名和身份证号。")})
    return person


@unit_of_work
def report(post: Post, line: Line) -> DeathReport:
    """Put a holder on the list of those to be checked.

    Raises ValidationError for a day to come.
    """
    require_sworn(post)
    person = holder_named(line.id_number, line.name)
    deaths.ensure_day(person, line.died_on)
    new_report = DeathReport(
        person=person,
        died_on=line.died_on,
        source=line.source,
        origin=line.origin.strip(),
        at=now(),
    )
    with audited("death.report", new_report):
        new_report.save()
    return new_report


def _locked(pk: int, post: Post, *states: ReportState) -> DeathReport:
    require_sworn(post)
    report = (
        DeathReport.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .get(pk=pk)
    )
    if report.state not in states:
        words = _("这一条现在是“%(state)s”，可能别人刚刚办过，请刷新页面再看。")
        raise ValidationError(words % {"state": report.get_state_display()})
    return report


@unit_of_work
def check(pk: int, post: Post, died: bool, how: str) -> DeathReport:
    """核实: true, or the holder lives; how it was found out stays on file.

    Raises ValidationError without a word of whom was asked and how.
    """
    report = _locked(pk, post, ReportState.LISTED)
    if not how.strip():
        raise ValidationError({"how": _("请写明向谁、怎样核实的。")})
    with audited("death.check", report):
        report.how, report.checked_on, report.checked_by = how.strip()[:200], today(), post
        report.confirm() if died else report.dismiss()
        report.save()
    return report


@unit_of_work
def settle(pk: int, post: Post) -> DeathReport:
    """注销: the death is recorded on the person, and everything that it ends with it; only what was checked."""
    report = _locked(pk, post, ReportState.CHECKED)
    told = deaths.Told(report.died_on, report.source, report.origin)
    death = deaths.record_death(report.person, told, post)
    # Recording it has settled the line already (`person_hooks`).
    report = DeathReport.objects.with_names().get(pk=pk)
    with audited("death.settle", report):
        report.death = death
        report.save()
    return report


@unit_of_work
def recall(pk: int, post: Post, why: str) -> DeathReport:
    """撤回核实: what was found to be true is looked into once more; why stays on file.

    Raises ValidationError without a reason.
    """
    report = _locked(pk, post, ReportState.CHECKED)
    if not why.strip():
        raise ValidationError({"why": _("请写明撤回核实的原因。")})
    with audited("death.recall", report):
        words = _("撤回核实：%(why)s（原核实：%(how)s）")
        report.how = (words % {"why": why.strip(), "how": report.how})[:200]
        report.recall()
        report.save()
    return report


@unit_of_work
def undo(pk: int, post: Post, why: str) -> deaths.Undone:
    """撤销 a cancellation that was wrong: the person lives, card, posts and services are as before."""
    report = _locked(pk, post, ReportState.SETTLED)
    return deaths.undo_death(report.person, why)

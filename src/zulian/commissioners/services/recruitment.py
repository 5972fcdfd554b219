"""Recruitment: notice, applicants, review, choice; disabled people and relatives first among equals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.commissioners.models import Applicant, Commissioner, Position, Recruitment, Tenure
from zulian.commissioners.services.archive import Terms, appoint, require_here
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.work import unit_of_work
from zulian.leadership.models import Tie
from zulian.people.models import Person
from zulian.people.services import Entry, enrol

ORDER = {Tie.SELF: 0, Tie.RELATIVE: 1, Tie.NONE: 2}


@dataclass(frozen=True)
class Notice:
    """What a notice says."""

    title: str
    conditions: str
    opens_on: date
    closes_on: date


@unit_of_work
def publish(post: Post, notice: Notice, positions: Sequence[Position]) -> Recruitment:
    """发布选聘公告 for vacant positions; one position is under one open notice.

    Raises ValidationError without a position, for days in the wrong order, and for a position that is held or under another notice.
    """
    if not positions:
        raise ValidationError({"positions": _("请至少选择一个空缺岗位。")})
    if notice.closes_on < max(notice.opens_on, today()):
        raise ValidationError({"closes_on": _("报名截止应在开始之后、不早于今天。")})
    for position in positions:
        require_here(position.region_id)
        if position.tenures.open().exists():
            raise ValidationError({"positions": _("“%(post)s”已有人任职。") % {"post": position}})
        if position.recruitments.exclude(state=Recruitment.State.DONE).exists():
            raise ValidationError(
                {"positions": _("“%(post)s”已在另一份公告中。") % {"post": position}}
            )
    recruitment = Recruitment(region=post.region, **vars(notice))
    with audited("recruitment.publish", recruitment):
        recruitment.save()
        recruitment.positions.set(positions)
    return recruitment


@unit_of_work
def apply(pk: int, position: Position, who: Person | Entry, tie: str) -> Applicant:
    """报名, while the days of the notice run.

    Raises ValidationError outside those days, and for a position that is not of the notice.
    """
    recruitment = Recruitment.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if (
        recruitment.state != Recruitment.State.OPEN
        or not recruitment.opens_on <= today() <= recruitment.closes_on
    ):
        raise ValidationError(_("现在不在报名时间内。"))
    if not recruitment.positions.filter(pk=position.pk).exists():
        raise ValidationError({"position": _("请选择公告中的岗位。")})
    person = who if isinstance(who, Person) else enrol(who)
    applicant = Applicant(
        recruitment=recruitment, position=position, person=person, tie=tie, applied_on=today()
    )
    with audited("applicant.apply", applicant):
        applicant.save()
    return applicant


def _applicant(pk: int, *states: Applicant.State) -> Applicant:
    applicant = (
        Applicant.objects.select_for_update(of=("self",), no_key=True)
        .select_related("recruitment", "person", "position")
        .get(pk=pk)
    )
    if applicant.state not in states or applicant.recruitment.state == Recruitment.State.DONE:
        raise ValidationError(
            _("这名报名人现在是“%(state)s”，不能办这一步。")
            % {"state": applicant.get_state_display()}
        )
    return applicant


@unit_of_work
def review(pk: int, passed: bool, note: str, score: Decimal | None) -> Applicant:
    """审核 with an opinion, and what the examination gave.

    Raises ValidationError for a refusal without words.
    """
    applicant = _applicant(pk, Applicant.State.APPLIED)
    if not passed and not note.strip():
        raise ValidationError({"note": _("不通过时请写明原因。")})
    with audited("applicant.review", applicant):
        if passed:
            applicant.qualify()
        else:
            applicant.reject()
        applicant.note, applicant.score = note.strip(), score
        applicant.save()
    return applicant


def ranked(rows: Sequence[Applicant]) -> list[Applicant]:
    """By result, and among equals disabled people before relatives before others (优先聘用)."""
    return sorted(
        rows,
        key=lambda a: (-(a.score if a.score is not None else Decimal(-1)), ORDER[Tie(a.tie)], a.pk),
    )


@unit_of_work
def close(pk: int) -> Recruitment:
    """截止报名.

    Raises ValidationError where they are closed.
    """
    recruitment = Recruitment.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if recruitment.state != Recruitment.State.OPEN:
        raise ValidationError(_("报名已经截止。"))
    with audited("recruitment.close", recruitment):
        recruitment.close()
        recruitment.save()
    return recruitment


@unit_of_work
def choose(pk: int, since: date, why: str = "") -> Commissioner:
    """聘用: who is not first in the ranking needs a reason.

    Raises ValidationError before they are closed, and without that reason.
    """
    applicant = _applicant(pk, Applicant.State.QUALIFIED)
    if applicant.recruitment.state != Recruitment.State.CLOSED:
        raise ValidationError(_("请先截止报名，再确定人选。"))
    rivals = list(
        Applicant.objects.filter(
            recruitment=applicant.recruitment_id,
            position=applicant.position_id,
            state=Applicant.State.QUALIFIED,
        )
    )
    if ranked(rivals)[0].pk != applicant.pk and not why.strip():
        raise ValidationError(
            {
                "why": _("排名第一的是 %(name)s，选聘其他人请写明理由。")
                % {"name": ranked(rivals)[0].person.name}
            }
        )
    with audited("applicant.choose", applicant):
        applicant.choose()
        applicant.note = why.strip() or applicant.note
        applicant.save()
    return appoint(
        applicant.position_id, applicant.person, Terms(applicant.tie, Tenure.How.RECRUITED, since)
    )


@unit_of_work
def finish(pk: int) -> Recruitment:
    """完成选聘, also with positions left vacant.

    Raises ValidationError while applications still run.
    """
    recruitment = Recruitment.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if recruitment.state != Recruitment.State.CLOSED:
        raise ValidationError(_("请先截止报名。"))
    with audited("recruitment.finish", recruitment):
        recruitment.finish()
        recruitment.save()
    return recruitment

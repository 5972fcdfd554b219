"""What a finished case does to the card: a new one is issued, frozen, restored, reported lost, moved or cancelled."""

from __future__ import annotations

import json
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Certificate, State
from zulian.certificates.models.assessment import ObjectionState
from zulian.certificates.models.cards import CertificateQuerySet
from zulian.certificates.rules.cards import (
    SAME,
    CardState,
    Kind,
    Made,
    base_number,
    combine,
    losses_of,
    number_after,
    read_number,
    valid_until,
)
from zulian.certificates.services import moved
from zulian.certificates.services.assessment import require_parts
from zulian.certificates.services.common import require_sworn
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.sealing import blind
from zulian.foundation.work import unit_of_work
from zulian.people import services as people
from zulian.people.models import Person
from zulian.regions.models import Region


def lying_ready() -> CertificateQuerySet:
    """Cards that are made out and not handed over: an objection may still make them void."""
    waiting = Case.objects.filter(state=State.HANDOVER).values("certificate")
    return Certificate.objects.live().filter(pk__in=waiting)


def issue(case: Case) -> Certificate:
    """Make out the card of a case, numbered by rule; the card it replaces ends.

    Raises ValidationError where the person has no ID number yet, or the case no result.
    """
    person = Person.objects.get(pk=case.person_id)
    before = Certificate.objects.select_for_update(no_key=True).live().filter(person=person)
    old, name = before.first(), person.name
    # A change of grade by a decision takes along what a change of details in its place had asked for.
    if case.details:
        _apply_details(person, case)
    if not person.id_number:
        raise ValidationError(
            _("申请人还没有身份证号，无法编制残疾人证号。请先在档案中补登身份证号。")
        )
    if case.category is None or case.grade is None:
        raise ValidationError(_("这件业务没有评定结果，不能制证。"))
    base = base_number(person.id_number, case.category, case.grade)
    if old is not None:
        _require_years(old, case)
        with audited("certificate.replace", old):
            if name != person.name:
                old.printed_name = name
            old.replace(today(), str(case.get_kind_display()))
            old.save()
    number = number_after(base, losses_of(_earlier(person, base)), case.routes["reissue_mark"])
    issued, until = today(), valid_until(today(), case.procedure["valid_years"])
    if old is not None and case.kind in SAME:
        until = old.valid_until  # the same certificate once more: it does not gain years
    if old is not None and case.kind == Kind.DAMAGE:
        issued = old.issued_on  # a damaged card is exchanged for one that says the same
    card = Certificate(
        person=person,
        region=case.to_region or person.region,
        number=number,
        number_index=blind(number),
        base_index=blind(base),
        category=case.category,
        grade=case.grade,
        parts=case.parts,
        issued_on=issued,
        valid_until=until,
        made_for=case.kind,
        before=old,
    )
    if _was_locked(old, case):
        card.freeze()  # what locked the card locks the one in its place
    with audited("certificate.issue", card):
        card.save()
    case.certificate = card
    return card


def _require_years(old: Certificate, case: Case) -> None:
    """Raise ValidationError where the same certificate would be made out once more though it has run out meanwhile."""
    if case.kind in SAME and old.valid_until <= today():
        words = _("原证已于 %(day)s 到期，请撤回这件业务，改办“到期换领”。")
        raise ValidationError(words % {"day": old.valid_until})


def _was_locked(old: Certificate | None, case: Case) -> bool:
    """Whether the card before was locked: the one replaced, or the one that a decision had taken away."""
    if old is None and case.origin_id is not None:
        with scope(EVERYTHING):
            old = Certificate.objects.filter(person=case.person_id).order_by("-pk").first()
    return old is not None and old.ended_from == CardState.FROZEN


def note_loss(person: Person) -> None:
    """挂失: whoever applies for another card because theirs is lost has told of the loss."""
    rows = Certificate.objects.select_for_update(no_key=True).live()
    for card in rows.filter(person=person, state=CardState.VALID):
        with audited("certificate.loss", card):
            card.report_loss()
            card.save()


def _earlier(person: Person, base: str) -> list[Made]:
    """The cards that a person has had with the same 20 characters, wherever these were made out, the oldest first."""
    with scope(EVERYTHING):
        rows = Certificate.objects.filter(person=person, base_index=blind(base)).order_by("pk")
        return [made(card) for card in rows]


def made(card: Certificate) -> Made:
    """What a card's number says of losses, what the card was made out for, and whether it was lost."""
    kind = Kind(card.made_for) if card.made_for else None
    is_lost = CardState.LOST in {card.state, card.ended_from}
    return Made(read_number(card.number, today()).reissue, kind, is_lost)


def _apply_details(person: Person, case: Case) -> None:
    values = {name: value for name, value in json.loads(case.details or "{}").items() if value}
    if values:
        people.correct(person, values, is_asked=False)


def _card_of(case: Case) -> Certificate:
    """The card that a case is about, locked."""
    return (
        Certificate.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .get(cases=case)
    )


def apply_outcome(case: Case) -> None:
    """The effect of a case that ends without a new card."""
    card = _card_of(case)
    if case.kind == Kind.DETAILS:
        _apply_details(Person.objects.get(pk=case.person_id), case)
        return
    day, why = today(), case.reason[:120] or str(case.get_kind_display())
    with audited(f"certificate.{case.kind}", card):
        if case.kind == Kind.FREEZE:
            card.freeze()
        elif case.kind == Kind.UNFREEZE:
            # Whoever unlocks it has looked at why it was locked: no departure locks it once more.
            card.restore()
        elif case.kind == Kind.LOSS:
            card.report_loss()
        elif case.kind == Kind.CANCEL:
            card.cancel(day, why)
        card.save()
    if case.kind == Kind.UNFREEZE:
        moved.end_for(card.person, _("已审核解冻"))


def void(case: Case, why: str) -> None:
    """The card made out for a case does not hold, for it was never handed over: the one before it is again what it was."""
    card = _card_of(case)
    before = card.before
    with audited("certificate.void", card):
        card.set_aside(today(), why)
        card.save()
    if before is not None and before.state == CardState.REPLACED:
        _take_back_details(case, before)
        with audited("certificate.revive", before):
            before.revive()
            before.printed_name = ""
            before.save()
    case.certificate = before


def _take_back_details(case: Case, before: Certificate) -> None:
    """The file says again what stands on the card that holds: a name or number of the one set aside comes with the next."""
    asked, person = json.loads(case.details or "{}"), Person.objects.get(pk=case.person_id)
    said = {"name": before.name, "id_number": read_number(before.number, today()).id_number}
    if values := {name: said[name] for name in said if asked.get(name)}:
        people.correct(person, values, is_asked=False)


def move(case: Case) -> None:
    """A transfer ends: the person and their card belong to the receiving county from now on.

    Raises ValidationError where the case says of no place that the person moves to.
    """
    to = case.to_region
    if to is None:
        raise ValidationError(_("没有迁入地。"))
    with scope(EVERYTHING):
        person = Person.objects.select_for_update(no_key=True).get(pk=case.person_id)
        card = _card_of(case)
        with audited("person.transfer", person):
            people.move(person, to)
        with audited("certificate.transfer", card):
            card.region = to
            card.save()
        take_findings_along(person, to)
        moved.end_for(person, _("已办跨县迁移"))


def take_findings_along(person: Person, to: Region) -> None:
    """Whoever was assessed at the old home is told, and objects, at the new one from now on.

    An objection that is looked into is decided where it was filed; it goes along then.
    """
    with scope(EVERYTHING):
        cases = Case.objects.filter(person=person, found_on__isnull=False, ended_on__isnull=False)
        for case in cases:
            with audited("case.move", case):
                case.moved_to = to
                case.save()
            for objection in case.objections.exclude(state=ObjectionState.FILED):
                with audited("objection.move", objection):
                    objection.region = to
                    objection.save()


@unit_of_work
def know_parts(pk: int, post: Post, parts: Mapping[int, int]) -> Certificate:
    """Note which disabilities a card of 多重 certifies, of which its number says only that there are several.

    Raises ValidationError for a card that says them already, for less than two, and where the most severe is not the card's grade.
    """
    require_sworn(post)
    rows = Certificate.objects.select_for_update(of=("self",), no_key=True).with_names()
    card = rows.get(pk=pk)
    if not card.is_live or not card.lacks_parts:
        raise ValidationError(_("这本证的各类等级已经登记，请刷新后查看。"))
    require_parts(parts)
    if combine(parts) != (card.category, card.grade):
        words = _("原证是多重%(grade)s：至少填写两类，其中最重的一类应为%(grade)s。")
        raise ValidationError(words % {"grade": card.get_grade_display()})
    with audited("certificate.parts", card):
        card.parts = {str(category): grade for category, grade in sorted(parts.items())}
        card.save()
    with scope(EVERYTHING):
        for case in Case.objects.running().filter(certificate=card, category=card.category):
            with audited("case.parts", case):
                case.parts = case.parts or card.parts
                case.save()
    return card

"""What a decision on an objection changes (复核结论的执行): nothing, or the finding and all that was made of it (art. 25)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django_fsm import can_proceed

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Certificate, Finding, Objection, State
from zulian.certificates.rules.cards import PRINTING, Kind
from zulian.certificates.services import cards
from zulian.certificates.services.assessment import settle
from zulian.certificates.services.common import advance, ask_for_guardian, begin, finish, whole
from zulian.certificates.services.counter import restart
from zulian.certificates.services.disputes import cases_of
from zulian.foundation.audit import audited
from zulian.foundation.clock import today


def pause_reason() -> str:
    """Why the clock of a case stands still while an objection to its finding is looked into."""
    return _("异议复核")


def now_found(case: Case) -> dict[int, int]:
    """What the person of a case is found to have today, all of it: by this finding, and else by what came after it.

    A decision on an objection is made in its sight: what it does not touch stays.
    """
    own = {int(category): grade for category, grade in case.parts.items()}
    return own | beyond(case)


def beyond(case: Case) -> dict[int, int]:
    """What the person is found to have that this case neither assessed nor says: a business that runs beside it, or the card."""
    with whole():
        dispute = Case.objects.filter(pk__in=cases_of(case))
        found = set(Finding.objects.filter(case__in=dispute).values_list("category", flat=True))
        said = {int(category) for one in dispute for category in (*one.parts, *one.wanted)}
        others = Case.objects.running().filter(person=case.person_id, found_on__isnull=False)
        beside = others.exclude(pk=case.pk).first()
        card = Certificate.objects.live().filter(person=case.person_id).first()
    known = (beside.parts if beside else {}) or (card.parts if card else {})
    return {int(c): g for c, g in known.items() if int(c) not in found | said}


def found_anew(case: Case) -> Case | None:
    """A later case in which all that this one assessed was assessed once more: that finding is objected to, not this one."""
    later = (one for one in _covering(case) if one.state != State.WITHDRAWN)
    return next(later, None)


def given_up_after(case: Case) -> list[date]:
    """The days on which later cases ended whose findings had stood in the place of this one's, and nobody goes on with."""
    covering = (one for one in _covering(case) if one.state == State.WITHDRAWN)
    return [one.ended_on for one in covering if one.ended_on]


def _covering(case: Case) -> list[Case]:
    """Later cases that assessed all that this one assessed, the newest first."""
    with whole():
        mine = set(case.findings.values_list("category", flat=True))
        later = Case.objects.filter(person=case.person_id, pk__gt=case.pk, found_on__isnull=False)
        return [
            one
            for one in later.order_by("-pk")
            if mine and mine <= set(one.findings.values_list("category", flat=True))
        ]


def reject(case: Case) -> None:
    """维持原结论: the clock that stopped for the objection runs again; a pause from before goes on."""
    if case.paused_on and case.pause_reason == pause_reason():
        restart(case)


def uphold(case: Case, post: Post, parts: Mapping[int, int]) -> None:
    """异议成立: the new result takes the place of the old one, and whatever was to be made of the old one ends."""
    with whole():
        details = _end_other_business(case, post)
        if case.kind == Kind.CANCEL and case.is_running:
            _keep_card(case, post, parts)
        elif case.state == State.CLOSED or _is_elsewhere(case, parts):
            _after_the_card(case, post, parts, details)
        else:
            _regrade(case, post, parts)


def _is_elsewhere(case: Case, parts: Mapping[int, int]) -> bool:
    """Whether the person has moved since they were refused: what follows is done where they live now."""
    return case.state == State.UNQUALIFIED and case.moved_to_id is not None and bool(parts)


def _end_other_business(case: Case, post: Post) -> str:
    """End what else would make out a card by the finding that was changed; returns the change of details that it asked for.

    Raises ValidationError where the person has another business that makes out none, or whose own finding is looked into.
    """
    other = Case.objects.running().with_names().filter(person=case.person).exclude(pk=case.pk)
    found = other.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        return ""
    if found.kind not in PRINTING and not found.doubted_on:
        words = _("申请人正在办理“%(kind)s”，请先办结或撤回，再处理这份异议。")
        raise ValidationError(words % {"kind": found.get_kind_display()})
    if Objection.objects.waiting().filter(case=found).exists():
        words = _("申请人对办件 %(number)s 的异议也在复核，请先处理那一份。")
        raise ValidationError(words % {"number": found.number})
    _give_way(found, post, _("异议成立，按复核结论另行换证"))
    return found.details if found.kind == Kind.DETAILS else ""


def _give_way(case: Case, post: Post, why: str) -> None:
    """End a business in whose place another one comes; a card that it had made out does not hold."""
    if case.state == State.HANDOVER:
        cards.void(case, why)
    case.orders.open().update(cancelled=True)
    case.verdict = why
    advance(case, "give_way", post, why)


def _regrade(case: Case, post: Post, parts: Mapping[int, int]) -> None:
    if not can_proceed(case.regrade_by_objection):
        words = _("这件业务%(state)s，没有可以更改的结论，请选择“维持原结论”。")
        raise ValidationError({"upheld": words % {"state": case.get_state_display()}})
    if case.state == State.UNQUALIFIED and not parts:
        raise ValidationError({"upheld": _("复核结果仍不符合，请选择“维持原结论”。")})
    if case.paused_on:
        restart(case)
    if case.state == State.HANDOVER:
        cards.void(case, _("异议成立，未发放，作废"))
    with audited("case.regrade_by_objection", case):
        finish(case, post)
        settle(case, parts)
        case.regrade_by_objection()
        begin(case)
        ask_for_guardian(case)
    held = Certificate.objects.live().filter(person=case.person)
    if not parts and case.kind == Kind.REGRADE and held.exists():
        _open_cancelling(case, post)


def _after_the_card(case: Case, post: Post, parts: Mapping[int, int], details: str) -> None:
    """The card is out already: a case of change of grade begins at its publication, or one that cancels the card.

    Who gave the card up since, or died, gets no other: only a card that a decision took away is made out anew.
    """
    is_live = Certificate.objects.live().filter(person=case.person).exists()
    if not is_live and (not parts or _gave_up(case)):
        return
    if parts:
        _open_regrading(case, post, parts, details)
    else:
        _open_cancelling(case, post)


def _gave_up(case: Case) -> bool:
    """Whether the holder gave the card up of their own will, or died: nobody took it from them."""
    own = Case.objects.filter(person=case.person, kind=Kind.CANCEL, state=State.CLOSED, origin=None)
    return case.person.died_on is not None or own.filter(ended_on__gte=case.found_on).exists()


def _keep_card(case: Case, post: Post, parts: Mapping[int, int]) -> None:
    """A card that was to be cancelled, for nothing had been found, is kept, or another one made out."""
    card = Certificate.objects.live().filter(person=case.person).first()
    if not parts:
        raise ValidationError({"upheld": _("复核结果仍不符合，请选择“维持原结论”。")})
    _give_way(case, post, _("异议成立，不再注销"))
    if card is None or {int(c): g for c, g in card.parts.items()} != dict(parts):
        _open_regrading(case, post, parts, "")


def _opened(case: Case, kind: Kind, **values: Any) -> Case:
    """A case that follows from a decision on an objection to the finding of `case`."""
    return Case(
        region=case.person.region,
        person=case.person,
        certificate=Certificate.objects.live().filter(person=case.person).first(),
        kind=kind,
        arrived_on=today(),
        accepted_on=today(),
        accepted_by=case.accepted_by,
        origin=case,
        **values,
    )


def _open_regrading(case: Case, post: Post, parts: Mapping[int, int], details: str) -> None:
    new_case = _opened(case, Kind.REGRADE, state=State.ORDER, details=details)
    with audited("case.start", new_case):
        settle(new_case, parts)
        begin(new_case)
        finish(new_case, post, str(_("按异议复核结论")))
        new_case.send_order()
        new_case.find()
        begin(new_case)
        ask_for_guardian(new_case)


def _open_cancelling(case: Case, post: Post) -> None:
    """Nothing was found any more: the card in use is cancelled, once the county has reviewed it."""
    reason = _("异议复核：不符合残疾标准")
    new_case = _opened(case, Kind.CANCEL, state=State.REVIEW, reason=reason)
    if new_case.certificate is None:
        raise ValidationError({"upheld": _("申请人没有在用的残疾人证，请选择“维持原结论”。")})
    with audited("case.start", new_case):
        settle(new_case, {})
        begin(new_case)

"""Holders who moved away without their card (户籍迁出未迁证): listed, told, and by policy frozen and cancelled."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Certificate, Departure, Objection
from zulian.certificates.models.leaving import WAITING, DepartureState
from zulian.certificates.rules.cards import CardState
from zulian.certificates.services.common import require_sworn
from zulian.certificates.services.deaths import holder_named
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.dates import months_before
from zulian.foundation.policy import Policy, by_place, policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import add_workdays
from zulian.people.models import Person

POLICY = "certificates/moved"


def figures(day: date, place: str) -> Policy:
    """After how many months what follows at a place."""
    return policy(POLICY, day, place)


def ripe(key: str, day: date) -> Q:
    """Departures so long ago, by the policy of their own place, that a step follows; none where it never does."""
    return by_place(
        POLICY,
        key,
        day,
        lambda n: Q(moved_on__lte=months_before(day, n)) if n else Q(pk__in=[]),
    )


@unit_of_work
def report(
    post: Post, id_number: str, name: str, moved_on: date, source: str, moved_to: str = ""
) -> Departure:
    """Note that a holder's household has moved away.

    Raises ValidationError for a day to come.
    """
    require_sworn(post)
    if moved_on > today():
        raise ValidationError({"moved_on": _("迁出日期不能晚于今天。")})
    person = holder_named(id_number, name)
    if moved_on < person.birth:
        words = _("迁出日期不能早于出生日期 %(day)s，请核对。")
        raise ValidationError({"moved_on": words % {"day": person.birth}})
    departure = Departure(
        person=person, moved_on=moved_on, source=source, moved_to=moved_to.strip(), at=now()
    )
    with audited("departure.report", departure):
        departure.save()
    return departure


def _locked(pk: int, *states: DepartureState) -> Departure:
    departure = (
        Departure.objects.select_for_update(of=("self",), no_key=True)
        .select_related("person")
        .get(pk=pk)
    )
    if departure.state not in states:
        words = _("这一条现在是“%(state)s”，可能别人刚刚办过，请刷新页面再看。")
        raise ValidationError(words % {"state": departure.get_state_display()})
    return departure


@unit_of_work
def tell(pk: int, post: Post, noticed_on: date, notice: str) -> Departure:
    """告知 the holder that the card is to be transferred; nothing follows before the days of the policy are over.

    Raises ValidationError for a day before the departure or to come, and without a word of how.
    """
    require_sworn(post)
    departure = _locked(pk, DepartureState.OPEN, DepartureState.NOTICED)
    if not departure.moved_on <= noticed_on <= today():
        raise ValidationError({"noticed_on": _("告知日期应在迁出之后、不晚于今天。")})
    if not notice.strip():
        raise ValidationError({"notice": _("请写明怎样告知的。")})
    with audited("departure.tell", departure):
        departure.noticed_on, departure.notice = noticed_on, notice.strip()[:120]
        departure.tell()
        departure.save()
    return departure


@unit_of_work
def settle(pk: int, post: Post, note: str) -> Departure:
    """办结: transferred, or not moved at all; a card that was frozen for it is valid again.

    Raises ValidationError without a word of how it ended.
    """
    require_sworn(post)
    departure = _locked(pk, *WAITING)
    if not note.strip():
        raise ValidationError({"note": _("请写明办理情况，例如“已在迁入地办理迁移”。")})
    _unlock(departure)
    with audited("departure.settle", departure):
        departure.note = note.strip()[:200]
        departure.settle()
        departure.save()
    return departure


def end_for(person: Person, note: str) -> None:
    """A transfer that is done, or the card unlocked, settles what was noted of the person."""
    for departure in Departure.objects.select_for_update(of=("self",), no_key=True).filter(
        person=person, state__in=WAITING
    ):
        _unlock(departure)
        with audited("departure.settle", departure):
            departure.note = note
            departure.settle()
            departure.save()


def _unlock(departure: Departure) -> None:
    """The card that was locked for this departure is valid again."""
    if departure.state == DepartureState.FROZEN:
        for card in cards_of(departure.person).filter(state=CardState.FROZEN):
            with audited("certificate.unfreeze", card):
                card.restore()
                card.save()


def cards_of(person: Person) -> QuerySet[Certificate]:
    """The card in use of a person, locked."""
    rows: QuerySet[Certificate] = Certificate.objects.select_for_update(
        of=("self",), no_key=True
    ).live()
    return rows.filter(person=person)


def follow_up() -> int:
    """The day's work: what was told long enough ago is frozen, then cancelled, where the policy says so. Returns how many."""
    day = today()
    done = 0
    with scope(EVERYTHING):
        for state, months, act in (
            (DepartureState.FROZEN, "cancel_months", _cancel),
            (DepartureState.NOTICED, "cancel_months", _cancel),
            (DepartureState.NOTICED, "freeze_months", _freeze),
        ):
            due = Departure.objects.filter(ripe(months, day), state=state)
            for pk in list(due.values_list("pk", flat=True)):
                done += _one(pk, act, day)
    return done


@unit_of_work
def _one(pk: int, act: object, day: date) -> bool:
    departure = _locked(pk, *WAITING)
    if departure.noticed_on is None:
        return False
    workdays = figures(day, departure.region_id)["notice_workdays"]
    if add_workdays(departure.noticed_on, workdays).day >= day:
        return False
    # Who has come meanwhile is not overtaken by the clock.
    waiting = Objection.objects.waiting().filter(case__person=departure.person)
    if Case.objects.running().filter(person=departure.person).exists() or waiting.exists():
        return False
    card = cards_of(departure.person).first()
    if card is None:
        return False
    return act(departure, card, day)  # type: ignore[operator,no-any-return]


def _freeze(departure: Departure, card: Certificate, day: date) -> bool:
    if card.state != CardState.VALID:
        return False
    with audited("certificate.freeze", card), audited("departure.freeze", departure):
        card.freeze()
        card.save()
        departure.freeze()
        departure.save()
    return True


def _cancel(departure: Departure, card: Certificate, day: date) -> bool:
    with audited("certificate.cancel", card), audited("departure.cancel", departure):
        card.cancel(day, _("户籍 %(on)s 迁出，逾期未办迁移") % {"on": departure.moved_on})
        card.save()
        departure.cancel()
        departure.save()
    return True

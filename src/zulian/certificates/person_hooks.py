"""What this room tells the people room: why a file must stay, what follows when a person moves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import (
    Case,
    Certificate,
    DeathReport,
    Departure,
    Objection,
    Order,
    Request,
    State,
    Step,
)
from zulian.certificates.rules.cards import CardState
from zulian.certificates.services import visits
from zulian.certificates.services.cards import take_findings_along
from zulian.certificates.services.statistics import people_in, people_of
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.disabilities import CATEGORIES, GRADES
from zulian.people.hooks import (
    Disability,
    Ends,
    Hold,
    register_counter,
    register_counters,
    register_death,
    register_facts,
    register_guard,
    register_hold,
    register_keeper,
    register_merge_guard,
    register_move,
    register_need,
)
from zulian.people.models import Person
from zulian.regions.models import Region


@register_hold
def in_use(person: Person) -> Iterator[Hold]:
    """A live card or a running case keeps a file open; ended ones start the retention period."""
    if Certificate.objects.live().filter(person=person).exists():
        yield Hold(_("持有残疾人证"))
    if Case.objects.running().filter(person=person).exists():
        yield Hold(_("有在办业务"))
    last = (
        Certificate.objects.filter(person=person, ended_on__isnull=False)
        .order_by("-ended_on")
        .first()
    )
    if last:
        yield Hold(_("残疾人证已失效"), last.ended_on)
    ended = Case.objects.filter(person=person, ended_on__isnull=False).order_by("-ended_on").first()
    if ended:
        yield Hold(_("业务已办结"), ended.ended_on)


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People without a live card or a running case, and without one that ended after `day`."""
    cards = Certificate.objects.filter(person=OuterRef("pk")).filter(
        Q(ended_on=None) | Q(ended_on__gt=day)
    )
    cases = Case.objects.filter(person=OuterRef("pk")).filter(
        Q(ended_on=None) | Q(ended_on__gt=day)
    )
    return rows.filter(~Exists(cards), ~Exists(cases))


@register_move
def follow(person: Person, to: Region) -> None:
    """Within a county the card goes along; to another county only by a transfer."""
    cards = list(Certificate.objects.live().filter(person=person).select_related("person"))
    running = Case.objects.running().filter(person=person).exists()
    if to.code[:6] != person.region_id[:6] and (cards or running):
        raise ValidationError(
            {"region": _("持证人跨县（区）迁移请办“跨县迁移”，不能直接改户籍所在地。")}
        )
    for card in cards:
        with audited("certificate.move", card):
            card.region = to
            card.save()
    if to.code[:6] != person.region_id[:6]:
        take_findings_along(person, to)


@register_guard
def stands_on_the_card(person: Person, changed: Collection[str]) -> str:
    """What is printed on the card, or is part of its number, is corrected with the card: by a change of details."""
    if not set(changed) & set(policy("certificates/routes", today())["printed"]):
        return ""
    with scope(EVERYTHING):
        if not Certificate.objects.live().filter(person=person).exists():
            return ""
    return _(
        "姓名和身份证号印在残疾人证上，证号也含身份证号：请在残疾人证窗口办理“信息变更”，换证时一并更正。"
    )


@register_merge_guard
def in_hand(person: Person, into: Person) -> str:
    """Why business in hand or a card in use keeps two files apart.

    What was begun for the one knows nothing of the other's cards, of the year after a cancelling, or of the other's death.
    """
    with scope(EVERYTHING):
        for one, other in ((person, into), (into, person)):
            is_busy = Case.objects.running().filter(person=one).exists()
            if is_busy and other.certificates.exists():
                return _("其中一份有在办的残疾人证业务，另一份有残疾人证：请先办结或撤回，再合并。")
            in_use = is_busy or Certificate.objects.live().filter(person=one).exists()
            if in_use and other.died_on and not one.died_on:
                return _(
                    "其中一份已登记死亡，另一份还有在用的残疾人证或在办业务：请先核实，在另一份也登记死亡，再合并。"
                )
    return ""


def end_with_death(ends: Ends) -> None:
    """A death cancels the card; what was applied for, objected to or asked for at home ends with it."""
    person, day = ends.person, today()
    words = _("%(day)s 死亡") % {"day": ends.day}
    cards = Certificate.objects.live().filter(person=person)
    ends.end("certificate.cancel", cards, state=CardState.CANCELLED, ended_on=day, ended_why=words)
    running = Case.objects.running().filter(person=person)
    mine = list(running.values_list("pk", flat=True))
    ends.end("case.end_step", Step.objects.filter(case__in=mine, left_on=None), left_on=day)
    orders = Order.objects.open().filter(case__in=mine)
    ends.end("order.cancel", orders, cancelled=True)
    objections = Objection.objects.waiting().filter(case__person=person)
    ends.end(
        "objection.end",
        objections,
        state=Objection.State.REJECTED,
        decided_on=day,
        decision=_("当事人%(words)s，复核终止。") % {"words": words},
    )
    ends.end(
        "case.end",
        running,
        state=State.WITHDRAWN,
        ended_on=day,
        due=None,
        paused_on=None,
        pause_reason="",
        verdict=_("申请人%(words)s") % {"words": words},
    )
    for report in DeathReport.objects.open().filter(person=person):
        with audited("death.settle", report):
            report.settle()
            report.save()
    away = Departure.objects.waiting().filter(person=person)
    ends.end("departure.settle", away, state=Departure.State.SETTLED, note=words)
    visits_open = Request.objects.open().filter(person=person)
    ends.end("visit.cancel", visits_open, state=Request.State.CANCELLED, note=words)


def after_undone(person: Person) -> None:
    """A line of a list that led to a death which was none is undone with it."""
    for report in DeathReport.objects.filter(person=person, state=DeathReport.State.SETTLED):
        with audited("death.undo", report):
            report.undo()
            report.save()


register_death(end_with_death, after_undone)


def facts(keys: Iterable[int]) -> dict[int, Disability]:
    """Category and grade of people's cards in use, wherever they are kept: their name is known to whoever asks."""
    with scope(EVERYTHING):
        live = Certificate.objects.live().filter(person__in=list(keys))
        # Columns, not cards: the rest of a card is sealed, which costs time to open.
        cards = list(live.values_list("person_id", "category", "grade", "valid_until"))
    categories, grades = dict(CATEGORIES), dict(GRADES)
    return {
        person: Disability(category, f"{categories[category]}{grades[grade]}", until)
        for person, category, grade, until in cards
    }


def without_valid_card(day: date) -> QuerySet[Any]:
    """People who had a card, none of which is valid on a day: lapsed, frozen, lost or cancelled."""
    with scope(EVERYTHING):
        valid = Certificate.objects.filter(
            person=OuterRef("person"), state=CardState.VALID, valid_until__gte=day
        )
        return Certificate.objects.filter(~Exists(valid)).values("person_id")


def holders_of(category: int) -> QuerySet[Any]:
    """People who hold a card of a category in use."""
    with scope(EVERYTHING):
        return Certificate.objects.live().filter(category=category).values("person_id")


register_counter(people_of)
register_counters(people_in)
register_facts(facts, without_valid_card, holders_of)


def take_need(person: Person, post: Post, words: str) -> str:
    """A request for a visit at home, made of a need that a commissioner found."""
    visit_request = visits.ask(
        person, post, visits.Wish(Request.Purpose.ACCEPT, Request.Source.VILLAGE, words)
    )
    return reverse("certificates:visit", args=[visit_request.pk])


register_need("card", take_need)

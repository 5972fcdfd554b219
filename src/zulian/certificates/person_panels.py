"""What stands of this room on a person's page: cards, cases, visits at home, and the next step."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Certificate, Request
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import looking_up
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem, Panel
from zulian.people.hooks import Action, register_action
from zulian.people.hub import panel_of, register_panels
from zulian.people.models import Person
from zulian.registers.declared import register_of
from zulian.registers.shown import choice_of


@register_action
def offer(post: Post, person: Person) -> Iterator[Action]:
    """The case that runs, else the business that a person without a card or with one that ends comes for; a visit at home."""
    running = None
    if post.may("certificate.read"):
        running = Case.objects.running().filter(person=person).first()
    if running is not None:
        words = _("在办：%(kind)s") % {"kind": running.get_kind_display()}
        yield Action(words, running.get_absolute_url(), "clock", main=True)
    at_counter, at_home = post.may("certificate.counter"), post.may("visit.ask")
    possible = _possible(person) if running is None and (at_counter or at_home) else set()
    if at_counter:
        yield from _at_counter(person, possible)
    if at_home:
        url = reverse("certificates:visit-ask", args=[person.pk])
        yield Action(_("登记上门申请"), url, "home", main=Kind.RENEWAL in possible)


def _possible(person: Person) -> set[Kind]:
    """The kinds of business that can begin today."""
    return {kind for kind, why in looking_up.offers(person, today()) if not why}


def _at_counter(person: Person, possible: set[Kind]) -> Iterator[Action]:
    """What the counter does for a person, what they most likely come for before all of it."""
    steps = ((Kind.FIRST, _("申领残疾人证")), (Kind.RENEWAL, _("换领残疾人证")))
    for kind, words in steps:
        if kind in possible:
            url = reverse("certificates:start", args=[person.pk, kind])
            yield Action(words, url, "refresh" if kind is Kind.RENEWAL else "plus", main=True)
    url = reverse("certificates:counter-person", args=[person.pk])
    yield Action(_("办理业务"), url, "clipboard-list", main=True)


@register_panels(10)
def cards(post: Post, person: Person) -> Iterator[Panel]:
    """Cards, the latest first."""
    yield from panel_of(Certificate, post, person, card_line, order=("-issued_on", "-pk"))


def card_line(card: Certificate) -> ListItem:
    """A card: category and grade, its number and validity; that it has run out outweighs its state."""
    words = f"{card.get_category_display()}{card.get_grade_display()}"
    span = _("%(first)s 发证，有效期至 %(last)s") % {
        "first": card.issued_on,
        "last": card.valid_until,
    }
    state = ("overdue", card.state_words) if card.is_over else choice_of(card)
    detail = f"{card.masked_number} · {span}"
    return ListItem(words, card.get_absolute_url(), detail, *state)


@register_panels(20)
def cases(post: Post, person: Person) -> Iterator[Panel]:
    """Cases, the latest first."""
    yield from panel_of(Case, post, person, case_line, title=_("办件"))


def case_line(case: Case) -> ListItem:
    """A case: what it is about, since when, by when its present step is due."""
    words = [case.number, _("%(day)s 申请") % {"day": case.arrived_on}]
    if case.due:
        words.append(_("本步时限 %(day)s") % {"day": case.due})
    if case.ended_on:
        words.append(_("%(day)s 办结") % {"day": case.ended_on})
    state = register_of(Case).state_of(case) or ("", "")
    return ListItem(case.get_kind_display(), case.get_absolute_url(), " · ".join(words), *state)


@register_panels(30)
def visits(post: Post, person: Person) -> Iterator[Panel]:
    """Visits at home that were asked for, the latest first."""
    yield from panel_of(Request, post, person, visit_line, order=("-asked_on", "-pk"))


def visit_line(request: Request) -> ListItem:
    """A visit: what for, asked when, by when it must be or when it was."""
    words = [_("%(day)s 登记") % {"day": request.asked_on}]
    if request.done_on:
        words.append(_("%(day)s 上门") % {"day": request.done_on})
    elif request.must_by:
        words.append(_("最迟 %(day)s") % {"day": request.must_by})
    detail = " · ".join(words)
    return ListItem(
        request.get_purpose_display(), request.get_absolute_url(), detail, *choice_of(request)
    )

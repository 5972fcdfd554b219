"""What the certificates room puts on the to-do list and into the search box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Certificate, Request, State
from zulian.certificates.models.visits import RequestState
from zulian.certificates.registers.cases import CASES
from zulian.certificates.registers.visits import REQUESTS
from zulian.certificates.services import objections
from zulian.certificates.services.assessment import my_orders
from zulian.certificates.services.expiry import span
from zulian.certificates.services.promises import missing_promises
from zulian.foundation.clock import today
from zulian.foundation.registries import HITS_ASKED, Hit, Todo, TodoGroup, few, register_search, register_todo
from zulian.people.models import Person
from zulian.regions.models import Level

SHOWN = 6
NOTICE_MONTHS = 3
STEPS = (
    ("certificate.review", State.REVIEW, gettext_lazy("等我审核的办件")),
    ("certificate.approve", State.APPROVE, gettext_lazy("等我审批的办件")),
)


@register_todo
def my_cases(post: Post) -> Iterator[TodoGroup]:
    """Promises to sign, cases, orders, objections and visits that wait for this post."""
    if post.may("promise.read") and (missing := missing_promises(post, today())):
        url = reverse("certificates:promise-mine")
        yield TodoGroup(_("要签署的承诺"), len(missing), url, tuple(Todo(name, url, "promise") for name in missing))
    if post.may("certificate.counter"):
        yield _cases(_("窗口要办的办件"), Case.objects.for_counter(post.region), "scope=running")
    for permission, state, name in STEPS:
        if post.may(permission):
            yield _cases(str(name), Case.objects.filter(state=state), f"state={state}")
    if post.may("certificate.assess"):
        yield _orders(my_orders(post))
    if post.may("certificate.decide"):
        yield _objections(objections.waiting_for(post).with_names())
    if post.may("certificate.read") and post.level == Level.VILLAGE:
        yield _running_out()
    if post.may("visit.plan"):
        yield _visits(Request.objects.filter(state=RequestState.ASKED).with_names())


def _cases(name: str, rows: Any, query: str) -> TodoGroup:
    rows = rows.with_names().filter(paused_on=None).due_first()
    return _group(
        name,
        rows,
        f"{reverse('certificates:case-list')}?{query}",
        lambda c: Todo(CASES.title_of(c), c.get_absolute_url(), name, c.due, c.is_late, _note(c)),
    )


def _group(name: str, rows: Any, url: str, line: Callable[[Any], Todo]) -> TodoGroup:
    """The first rows that wait, and how many there are."""
    first, count = few(rows, SHOWN)
    return TodoGroup(name, count, url, tuple(line(row) for row in first))


def _note(case: Case) -> str:
    return f"{case.get_state_display()} · {case.region.name}"


def _orders(rows: Any) -> TodoGroup:
    return _group(
        _("等我评定的派单"),
        rows,
        reverse("certificates:orders"),
        lambda o: Todo(o.case.person.name, o.get_absolute_url(), "order", o.due, o.due < today(), o.category_words),
    )


def _objections(rows: Any) -> TodoGroup:
    return _group(
        _("等复核的评定异议"),
        rows,
        f"{reverse('certificates:objection-list')}?state=filed",
        lambda o: Todo(o.case.person.name, o.get_absolute_url(), "objection", o.due, o.due < today(), o.ground),
    )


def _visits(rows: Any) -> TodoGroup:
    return _group(
        _("等核实的上门申请"),
        rows,
        f"{reverse('certificates:visit-list')}?state=asked",
        lambda v: Todo(REQUESTS.title_of(v), v.get_absolute_url(), "visit", v.must_by, note=v.why),
    )


def _running_out() -> TodoGroup:
    """Holders of the village whose cards run out soon: their commissioner brings them the notice."""
    return _group(
        _("快到期、要通知本人换领的残疾人证"),
        Certificate.objects.expiring(*span(NOTICE_MONTHS)).with_names().order_by("valid_until"),
        f"{reverse('certificates:expiring')}?months={NOTICE_MONTHS}",
        lambda c: Todo(c.person.name, c.get_absolute_url(), "expiry", c.valid_until, note=c.get_category_display()),
    )


@register_search
def cards(post: Post, words: str) -> Iterator[Hit]:
    """Holders of live cards by name."""
    if post.may("certificate.read"):
        live = Certificate.objects.live().filter(person=OuterRef("pk"))
        holders = Person.objects.alive().filter(Exists(live)).first_called(words, HITS_ASKED)
        place = {person.pk: n for n, person in enumerate(holders)}
        found = Certificate.objects.live().with_names().filter(person__in=holders)
        for card in sorted(found, key=lambda card: place[card.person_id]):
            detail = f"{card.get_category_display()}{card.get_grade_display()} · {card.region.name}"
            yield Hit(_("残疾人证"), card.person.name, card.get_absolute_url(), detail)

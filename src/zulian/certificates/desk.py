"""What the certificates room puts on the to-do list and into the search box."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Certificate, Request, State
from zulian.certificates.models.visits import RequestState
from zulian.certificates.services import objections
from zulian.certificates.services.assessment import my_orders
from zulian.certificates.services.expiry import span
from zulian.certificates.services.promises import missing_promises
from zulian.foundation.clock import today
from zulian.foundation.registries import HITS_ASKED, Hit, Todo, TodoGroup, register_search, register_todo
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
    count = rows.count()
    items = [
        Todo(
            f"{c.person.name} · {c.get_kind_display()}",
            reverse("certificates:case", args=[c.pk]),
            name,
            c.due,
            c.is_late,
            _note(c),
        )
        for c in (rows[:SHOWN] if count else ())
    ]
    return TodoGroup(name, count, f"{reverse('certificates:cases')}?{query}", tuple(items))


def _note(case: Case) -> str:
    return f"{case.get_state_display()} · {case.region.name}"


def _orders(rows: Any) -> TodoGroup:
    count = rows.count()
    items = [
        Todo(
            o.case.person.name,
            reverse("certificates:assess", args=[o.pk]),
            "order",
            o.due,
            o.due < today(),
            o.category_words,
        )
        for o in (rows[:SHOWN] if count else ())
    ]
    return TodoGroup(_("等我评定的派单"), count, reverse("certificates:orders"), tuple(items))


def _objections(rows: Any) -> TodoGroup:
    items = [
        Todo(
            o.case.person.name,
            reverse("certificates:objection", args=[o.pk]),
            "objection",
            o.due,
            o.due < today(),
            o.ground,
        )
        for o in rows[:SHOWN]
    ]
    return TodoGroup(
        _("等复核的评定异议"), rows.count(), f"{reverse('certificates:objections')}?state=filed", tuple(items)
    )


def _visits(rows: Any) -> TodoGroup:
    items = [
        Todo(
            f"{v.person.name} · {v.get_purpose_display()}",
            reverse("certificates:visit", args=[v.pk]),
            "visit",
            v.must_by,
            note=v.why,
        )
        for v in rows[:SHOWN]
    ]
    return TodoGroup(_("等核实的上门申请"), rows.count(), f"{reverse('certificates:visits')}?state=asked", tuple(items))


def _running_out() -> TodoGroup:
    """Holders of the village whose cards run out soon: their commissioner brings them the notice."""
    rows = Certificate.objects.expiring(*span(NOTICE_MONTHS)).with_names().order_by("valid_until")
    items = [
        Todo(
            c.person.name,
            reverse("certificates:card", args=[c.pk]),
            "expiry",
            c.valid_until,
            note=c.get_category_display(),
        )
        for c in rows[:SHOWN]
    ]
    url = f"{reverse('certificates:expiring')}?months={NOTICE_MONTHS}"
    return TodoGroup(_("快到期、要通知本人换领的残疾人证"), rows.count(), url, tuple(items))


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
            yield Hit(_("残疾人证"), card.person.name, reverse("certificates:card", args=[card.pk]), detail)

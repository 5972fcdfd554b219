"""What the certificates room puts on the to-do list and into the search box."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Certificate, Request, State
from zulian.certificates.registers.cards import kind_words
from zulian.certificates.registers.cases import CASES
from zulian.certificates.registers.visits import REQUESTS
from zulian.certificates.services import objections
from zulian.certificates.services.assessment import my_orders
from zulian.certificates.services.expiry import span
from zulian.certificates.services.promises import missing_promises
from zulian.foundation.clock import today
from zulian.foundation.registries import HITS_ASKED, Hit, Todo, TodoGroup, register_search, register_todo
from zulian.foundation.waiting import Waiting, register_waiting
from zulian.people.models import Person
from zulian.regions.models import Level

NOTICE_MONTHS = 3


@register_todo
def promises(post: Post) -> Iterator[TodoGroup]:
    """Promises that this post has to sign."""
    if post.may("promise.read") and (missing := missing_promises(post, today())):
        url = reverse("certificates:promise-mine")
        yield TodoGroup(
            gettext("要签署的承诺"), len(missing), url, tuple(Todo(name, url, "promise") for name in missing)
        )


def pressing(rows: QuerySet[Case]) -> QuerySet[Case]:
    """Cases whose clock runs, what is due first on top."""
    return rows.with_names().filter(paused_on=None).due_first()  # type: ignore[attr-defined,no-any-return]


def of_cases(key: str, name: Any, permission: str, rows: Callable[[Post], QuerySet[Case]]) -> Waiting:
    """Cases that wait for whoever holds a permission."""
    return Waiting(
        key=f"certificates.{key}",
        name=name,
        listing="certificates:case-list",
        permission=permission,
        rows=lambda post: pressing(rows(post)),
        title=CASES.title_of,
        due=lambda case: case.due,
        note=lambda case: f"{case.get_state_display()} · {case.region.name}",
    )


def running_out(post: Post) -> QuerySet[Certificate] | None:
    """Cards of a village that run out soon: its commissioner brings the holders the notice."""
    if post.level != Level.VILLAGE:
        return None
    rows: QuerySet[Certificate] = Certificate.objects.expiring(*span(NOTICE_MONTHS)).with_names()
    return rows.order_by("valid_until", "pk")


register_waiting(
    of_cases("counter", _("窗口要办的办件"), "certificate.counter", lambda post: Case.objects.for_counter(post.region)),
    of_cases("review", _("等我审核的办件"), "certificate.review", lambda post: Case.objects.filter(state=State.REVIEW)),
    of_cases(
        "approve", _("等我审批的办件"), "certificate.approve", lambda post: Case.objects.filter(state=State.APPROVE)
    ),
    Waiting(
        key="certificates.orders",
        name=_("等我评定的派单"),
        listing="certificates:orders",
        permission="certificate.assess",
        rows=my_orders,
        title=lambda order: order.case.person.name,
        due=lambda order: order.due,
        note=lambda order: order.category_words,
    ),
    Waiting(
        key="certificates.objections",
        name=_("等复核的评定异议"),
        listing="certificates:objection-list",
        permission="certificate.decide",
        rows=lambda post: objections.waiting_for(post).with_names(),
        title=lambda objection: objection.case.person.name,
        due=lambda objection: objection.due,
        note=lambda objection: objection.ground,
    ),
    Waiting(
        key="certificates.expiring",
        name=_("快到期、要通知本人换领的残疾人证"),
        listing="certificates:expiring",
        permission="certificate.read",
        rows=running_out,
        title=lambda card: card.person.name,
        due=lambda card: card.valid_until,
        note=lambda card: card.get_category_display(),
    ),
    Waiting(
        key="certificates.visits",
        name=_("等核实的上门申请"),
        listing="certificates:visit-list",
        permission="visit.plan",
        rows=lambda post: Request.objects.filter(state=Request.State.ASKED).with_names(),
        title=REQUESTS.title_of,
        due=lambda request: request.must_by,
        note=lambda request: request.why,
    ),
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
            detail = f"{kind_words(card)} · {card.region.name}"
            yield Hit(gettext("残疾人证"), card.person.name, card.get_absolute_url(), detail)

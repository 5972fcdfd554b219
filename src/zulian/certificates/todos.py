"""What the certificates put on the to-do list and into the search box."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.models import (
    Case,
    Certificate,
    Check,
    DeathReport,
    Departure,
    HomeAsk,
    Objection,
    Request,
    State,
)
from zulian.certificates.models.cases import KINDS
from zulian.certificates.models.visits import RequestState
from zulian.certificates.services import objections
from zulian.certificates.services.assessment import my_orders
from zulian.certificates.services.expiry import span
from zulian.certificates.services.promises import missing_promises
from zulian.foundation.clock import today
from zulian.foundation.public import register_front
from zulian.foundation.registries import (
    Todo,
    TodoGroup,
    register_todo,
)
from zulian.foundation.scopes import code_range
from zulian.foundation.searching import Hit, Search, is_secret, register_pages, register_search
from zulian.foundation.waiting import Waiting, register_waiting
from zulian.people.models import Person
from zulian.people.rules import tidy
from zulian.regions.models import Level

NOTICE_MONTHS = 3


@register_todo
def my_promises(post: Post) -> Iterator[TodoGroup]:
    """Texts that a post must sign before it may work."""
    if post.may("promise.read") and (missing := missing_promises(post, today())):
        url = reverse("certificates:promise-mine")
        yield TodoGroup(
            gettext("要签署的承诺"),
            len(missing),
            url,
            lambda: [Todo(name, url, "promise") for name in missing],
            first=today(),
        )


def moving(rows: Any) -> QuerySet[Case]:
    """Of some cases those whose time runs, the most pressing first."""
    return rows.with_names().filter(paused_on=None).due_first()  # type: ignore[no-any-return]


def running_out(post: Post) -> QuerySet[Certificate] | None:
    """Cards of the village that run out soon: their holders are brought the notice by the commissioner."""
    if post.level != Level.VILLAGE:
        return None
    return (
        Certificate.objects.expiring(*span(NOTICE_MONTHS))
        .with_names()
        .order_by("valid_until", "pk")
    )


def untold(post: Post) -> QuerySet[Case]:
    """Cases that ended with a finding of which the county told nobody yet: whoever gets a card is told with it."""
    low, high = code_range(post.region_id)
    here = Q(region_id__gte=low, region_id__lt=high, doubted_on=None, moved_to=None)
    moved_here = Q(moved_to_id__gte=low, moved_to_id__lt=high)
    came = Q(to_region_id__gte=low, to_region_id__lt=high, doubted_on__isnull=False)
    came &= Q(moved_to=None)
    ended = Case.objects.filter(
        here | came | moved_here, state__in=[State.UNQUALIFIED, State.CLOSED]
    )
    found: Any = ended.filter(found_on__isnull=False, told_on=None)
    return found.with_names().order_by("found_on", "pk")  # type: ignore[no-any-return]


def untold_decisions(post: Post) -> QuerySet[Objection]:
    """Decisions on objections of the county's people of which they were not told."""
    rows: Any = Objection.objects.under(post.region_id).exclude(state=Objection.State.FILED)
    return rows.filter(told_on=None).with_names().order_by("decided_on", "pk")  # type: ignore[no-any-return]


CASE: dict[str, Any] = {
    "listing": "certificates:case-list",
    "title": lambda case: f"{case.person.name} · {case.get_kind_display()}",
    "day": "due",
    "note": lambda case: f"{case.get_state_display()} · {case.region.name}",
}
register_waiting(
    Waiting(
        key="certificates.counter",
        is_of_people=True,
        name=_("窗口要办的办件"),
        permission="certificate.counter",
        rows=lambda post: moving(Case.objects.for_counter(post.region)),
        **CASE,
    ),
    Waiting(
        key="certificates.review",
        is_of_people=True,
        name=_("等我审核的办件"),
        permission="certificate.review",
        rows=lambda post: moving(Case.objects.to_judge(State.REVIEW, post.region)),
        **CASE,
    ),
    Waiting(
        key="certificates.approve",
        is_of_people=True,
        name=_("等我审批的办件"),
        permission="certificate.approve",
        rows=lambda post: moving(Case.objects.to_judge(State.APPROVE, post.region)),
        **CASE,
    ),
    Waiting(
        key="certificates.orders",
        is_of_people=True,
        name=_("等我评定的派单"),
        listing="certificates:orders",
        permission="certificate.assess",
        rows=my_orders,
        title=lambda order: order.case.person.name,
        day="due",
        note=lambda order: order.category_words,
    ),
    Waiting(
        key="certificates.objections",
        is_of_people=True,
        name=_("等复核的评定异议"),
        listing="certificates:objection-list",
        permission="certificate.decide",
        rows=lambda post: objections.waiting_for(post).with_names(),
        title=lambda objection: objection.case.person.name,
        day="due",
        note=lambda objection: objection.ground,
    ),
    Waiting(
        key="certificates.untold",
        name=_("结论还没有告知本人的办件"),
        permission="certificate.counter",
        rows=untold,
        is_deadline=False,
        **CASE | {"day": "found_on"},
    ),
    Waiting(
        key="certificates.decisions",
        name=_("结论还没有告知本人的异议复核"),
        listing="certificates:objection-list",
        permission="certificate.counter",
        rows=untold_decisions,
        title=lambda objection: objection.case.person.name,
        day="decided_on",
        is_deadline=False,
        note=lambda objection: objection.decision,
    ),
    Waiting(
        key="certificates.expiring",
        is_of_people=True,
        name=_("快到期、要通知本人换领的残疾人证"),
        listing="certificates:expiring",
        permission="certificate.read",
        rows=running_out,
        title=lambda card: card.person.name,
        day="valid_until",
        note=lambda card: card.get_category_display(),
    ),
    Waiting(
        key="certificates.checks",
        name=_("与国家库不一致的残疾人证"),
        listing="certificates:check-list",
        permission="certificate.counter",
        rows=lambda post: (
            Check.objects.to_do().filter(is_latest=True).with_names().order_by("at", "pk")
        ),
        title=lambda check: check.person.name,
        since="at",
        note=lambda check: check.differs_words,
    ),
    Waiting(
        key="certificates.asked",
        name=_("网上预约上门、等联系的"),
        listing="certificates:home-ask-list",
        permission="visit.plan",
        rows=lambda post: (
            HomeAsk.objects.filter(state=HomeAsk.State.NEW).with_names().order_by("at", "pk")
        ),
        title=lambda ask: f"{ask.name} · {ask.get_purpose_display()}",
        since="at",
        is_of_people=True,
        note=lambda ask: ask.why,
    ),
    Waiting(
        key="certificates.deaths",
        name=_("死亡名单中待核实的持证人"),
        listing="certificates:death-list",
        permission="certificate.counter",
        rows=lambda post: DeathReport.objects.open().with_names().order_by("died_on", "pk"),
        title=lambda report: report.person.name,
        since="at",
        note=lambda report: f"{report.get_source_display()} · {report.get_state_display()}",
    ),
    Waiting(
        key="certificates.departures",
        name=_("户籍迁出未迁证、要告知的持证人"),
        listing="certificates:departure-list",
        permission="certificate.counter",
        rows=lambda post: (
            Departure.objects.listed(today())
            .filter(state=Departure.State.OPEN)
            .with_names()
            .order_by("moved_on", "pk")
        ),
        title=lambda departure: departure.person.name,
        since="moved_on",
        note=lambda departure: departure.moved_to,
    ),
    Waiting(
        key="certificates.visits",
        is_of_people=True,
        name=_("等核实的上门申请"),
        listing="certificates:visit-list",
        permission="visit.plan",
        rows=lambda post: Request.objects.filter(state=RequestState.ASKED).with_names(),
        title=lambda request: f"{request.person.name} · {request.get_purpose_display()}",
        day="must_by",
        is_deadline=False,
        note=lambda request: request.why,
    ),
)


def holders(post: Post, words: str) -> Sequence[QuerySet[Person]]:
    """People with live cards by name, or by the whole number of the card."""
    if not post.may("certificate.read"):
        return []
    live = Certificate.objects.live().filter(person=OuterRef("pk"))
    if is_secret(words):
        numbered = live.numbered(tidy(words))
        return [Person.objects.alive().filter(Exists(numbered)).order_by("pk")]
    return Person.objects.alive().filter(Exists(live)).called_in_order(words)


def card_hits(holders: Sequence[Person]) -> Iterator[Hit]:
    """The card of each with what it says of the disability."""
    cards = Certificate.objects.live().with_names().filter(person__in=holders)
    by_person = {card.person_id: card for card in cards}
    for person in holders:
        if card := by_person.get(person.pk):
            detail = f"{card.region.name} · {card.get_category_display()}{card.get_grade_display()}"
            url = card.get_absolute_url()
            yield Hit(gettext("残疾人证"), card.person.name, url, detail, card.region_id)


@register_pages
def businesses(post: Post, words: str) -> list[Hit]:
    """The businesses of the counter by name: there for its clerks, as cases of that kind for who reads them."""
    named = [(kind, str(name)) for kind, name in KINDS if words in str(name)]
    title, cases = gettext("页面和功能"), reverse("certificates:case-list")
    if post.may("certificate.counter"):
        url, within = reverse("certificates:counter"), gettext("残疾人证业务 · 窗口")
        return [Hit(title, name, url, within) for _kind, name in named]
    if not post.may("certificate.read"):
        return []
    within = gettext("残疾人证业务 · 办件")
    return [Hit(title, name, f"{cases}?kind={kind}", within) for kind, name in named]


register_front("certificates", _("残疾人证服务"), "public")
register_search(Search(holders, card_hits, "cards", is_quick=True))

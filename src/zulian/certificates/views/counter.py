"""The counter: look up, register, choose the business, take it down. All of it by keyboard, numbers never in an address."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.certificates import forms
from zulian.certificates.models import Case, DeathReport
from zulian.certificates.models.cases import KINDS
from zulian.certificates.room import ROOM
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import across, counter, looking_up
from zulian.certificates.services.promises import missing_promises
from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_ids
from zulian.foundation.pages import act_with_form
from zulian.foundation.policy import policy
from zulian.people import services as people
from zulian.people.models import Person

SHOWN = 12


def way() -> list[tuple[Any, str]]:
    return [*ROOM.home(), (_("办证窗口"), ROOM.url("counter"))]


def address(case: Case) -> str:
    return case.get_absolute_url()


@page("certificate.counter")
def index(request: PostRequest) -> HttpResponseBase:
    """The one field, and the queue of what is due first."""
    form = forms.LookUpForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = looking_up.look_up(form.cleaned_data["words"])
        except ValidationError as error:
            form.accept(error)
        else:
            if len(found.people) == 1:
                return redirect("certificates:counter-person", found.people[0].pk)
            if found.id_number and not found.elsewhere:
                return _register_page(
                    request, forms.RegisterForm(initial={"id_number": found.id_number})
                )
    queue = Case.objects.for_counter(request.post.region).with_names().due_first()
    is_elsewhere = found is not None and found.elsewhere
    return ROOM.detail_page(
        request,
        "counter",
        template="certificates/counter.html",
        title=_("办证窗口"),
        form=form,
        found=found,
        queue=queue[:SHOWN],
        queue_count=queue.count(),
        come_form=forms.ComeForm(initial={"id_number": found.id_number})
        if found and is_elsewhere
        else None,
        away=ROOM.url("across", across.token_of(found.person_elsewhere))
        if found and found.person_elsewhere
        else "",
        missing=missing_promises(request.post, today()),
    )


@page("certificate.counter")
def register(request: PostRequest) -> HttpResponseBase:
    """Register a person who is not there yet, with their consent, and go on to the business."""
    return _register_page(request, forms.RegisterForm(request.POST or None))


def _register_page(request: PostRequest, form: forms.RegisterForm) -> HttpResponseBase:
    def act(data: dict[str, Any]) -> Person:
        values = {name: value for name, value in data.items() if name != "consent"}
        made = people.register(people.Entry(**values))
        people.consent(made, request.post, True, _("办理残疾人证"))
        return made

    shown: dict[str, Any] = {
        "title": _("登记申请人"),
        "button": _("登记，下一步"),
        "back": ROOM.url("counter"),
    }
    if not form.is_bound and request.method == "POST":
        more = {
            "action": ROOM.url("counter-register"),
            "intro": _("系统中还没有这个人，请登记后办理。"),
        }
        return ROOM.detail_page(
            request, "", template="foundation/page.html", form=form, crumbs=way(), **shown, **more
        )
    return ROOM.form_page(
        request,
        form,
        act,
        done=_("已登记。"),
        to=lambda made: ROOM.url("counter-person", made.pk),
        crumbs=way(),
        **shown,
    )


@require_POST
@page("certificate.counter")
def come(request: PostRequest) -> HttpResponseBase:
    """Open a transfer for a person registered in another county."""
    return ROOM.form_page(
        request,
        forms.ComeForm(request.POST),
        lambda data: counter.ask_to_come(
            data["id_number"],
            data["region"],
            request.post,
            looking_up.keys_of(Kind.TRANSFER, today()) if data["is_complete"] else (),
        ),
        title=_("申请迁入"),
        button=_("发出迁入申请"),
        done=lambda case: (
            _("已向迁出地发出申请，等对方确认。")
            if case.accepted_on
            else _("已登记，材料补齐后发给迁出地。")
        ),
        to=address,
        back=ROOM.url("counter"),
        crumbs=way(),
    )


def _person_or_404(pk: int) -> Person:
    return get_object_or_404(Person.objects.alive().select_related("region", "photo"), pk=pk)


@page("certificate.counter")
def person(request: PostRequest, pk: int) -> HttpResponseBase:
    """The person at the counter: their cards, and every business with what stands in its way."""
    person = _person_or_404(pk)
    names = dict(KINDS)
    offers = [(kind, names[kind], why) for kind, why in looking_up.offers(person, today())]
    return ROOM.detail_page(
        request,
        "counter",
        template="certificates/person.html",
        title=person.name,
        person=person,
        # Not `cards`: those are what the page of any row has.
        certificates=Few.of(person.certificates.order_by("-issued_on", "-pk"), 5),
        running=person.cases.filter(ended_on=None).first(),
        guardian=person.relatives.filter(kind="guardian").first(),
        offers=[
            (n % 10, kind, name)
            for n, (kind, name, why) in enumerate((o for o in offers if not o[2]), 1)
        ],
        closed=[(name, why) for _kind, name, why in offers if why],
        consent=person.consents.first(),
        age=person.age_on(today()),
        visit=person.visits.open().first(),
        listed=DeathReport.objects.open().filter(person=person).first(),
        crumbs=way(),
    )


@page("certificate.counter")
def start(request: PostRequest, pk: int, kind: str) -> HttpResponseBase:
    """Take a business down: with `all` every required material counts as received."""
    return start_page(request, _person_or_404(pk), kind, ROOM.url("counter-person", pk))


def start_page(request: PostRequest, person: Person, kind: str, back: str) -> HttpResponseBase:
    """The form of a business with a person who was found."""
    if kind not in set(Kind):
        raise Http404
    wish = Kind(kind)
    # A guardian's papers may depend on the categories applied for, so the list is made again when they are known.
    chosen = read_ids(request.POST.getlist("categories"))
    asked = {name: request.POST.get(name, "").strip() for name in counter.DETAILS}
    items = looking_up.checklist(person, wish, chosen, today(), asked)
    is_elsewhere = request.post.region_id[:6] != person.region_id[:6]
    card = looking_up.card_in_use(person) if wish is Kind.REGRADE else None
    form = forms.StartForm(
        request.POST or None,
        kind=wish,
        items=items,
        is_elsewhere=is_elsewhere,
        said=card.said if card else "",
        initial={"categories": [int(c) for c in card.parts]} if card else {},
    )
    name = str(dict(KINDS)[wish])

    def act(data: dict[str, Any]) -> Case:
        received = [i["key"] for i in items if i["required"]] if "all" in request.POST else []
        details = {k: data[k] for k in counter.DETAILS if k in data}
        application = counter.Application(
            wish,
            tuple({*received, *data["received"]}),
            tuple(data.get("categories") or ()),
            data.get("reason", ""),
            details or None,
            data.get("to_region"),
            data.get("at_home", False),
            collect_there=data.get("collect_there", False),
        )
        return counter.start(person, request.post, application)

    answer = act_with_form(
        request,
        form,
        act,
        to=address,
        done=lambda case: _("已受理。") if case.accepted_on else _("已登记，材料补齐后受理。"),
    )
    return answer or ROOM.detail_page(
        request,
        "counter",
        template="certificates/start.html",
        title=_("%(kind)s：%(name)s") % {"kind": name, "name": person.name},
        person=person,
        form=form,
        source=policy("certificates/materials", today()).source,
        why=looking_up.obstacle_to(person, wish, today()),
        back=back,
        crumbs=[*way(), (person.name, back)],
    )

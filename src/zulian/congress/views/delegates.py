"""Delegates: quota, the list, the review of qualifications, what the list is made up of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.congress import forms
from zulian.congress.models import (
    Congress,
    CongressState,
    Delegate,
    DelegateState,
    Target,
    Trait,
    Unit,
    procedure,
)
from zulian.congress.registers.delegates import DELEGATES
from zulian.congress.room import ROOM, room_of
from zulian.congress.services import delegates as services
from zulian.congress.views.rounds import crumbs, mine
from zulian.foundation.clock import today
from zulian.foundation.detail import Button
from zulian.foundation.inputs import read_id
from zulian.foundation.pages import act_and_go
from zulian.people.services import enrol
from zulian.registers.forms import model_form


def _quota(pk: int) -> str:
    return ROOM.url("quota", pk)


def _list(pk: int) -> str:
    return ROOM.url("delegates", pk)


def _may(request: PostRequest, congress: Congress) -> bool:
    return request.post.may("congress.write") and congress.state == CongressState.PREPARING


@page("congress.read")
def quota(request: PostRequest, pk: int) -> HttpResponseBase:
    """Units with their seats, and the targets."""
    congress = mine(pk)
    units = list(congress.units.all())
    return room_of(congress).detail_page(
        request,
        "quota",
        template="congress/quota.html",
        title=_("名额和构成"),
        congress=congress,
        units=units,
        seats=sum(unit.seats for unit in units),
        targets=[target for target in congress.targets.all() if target.percent or target.number],
        can=_may(request, congress),
        share_form=forms.ShareForm(initial={"total": congress.size or None}),
        rules=procedure(today()),
        crumbs=crumbs(congress),
    )


@require_POST
@page("congress.write")
def units_from_below(request: PostRequest, pk: int) -> HttpResponseBase:
    """A unit for each division below."""
    mine(pk)
    return act_and_go(
        request,
        lambda: services.units_from_below(pk),
        _("已按下级区划添加选举单位，分配依据数为在册残疾人数，可以修改。"),
        _quota(pk),
    )


@page("congress.write")
def unit_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A unit that is no division."""
    return ROOM.form_page(
        request,
        model_form(Unit, ("name", "weight"))(request.POST or None),
        lambda data: services.add_unit(pk, **data),
        title=_("添加选举单位"),
        button=_("添加"),
        done=_("已添加。"),
        back=_quota(pk),
        crumbs=crumbs(mine(pk)),
    )


@require_POST
@page("congress.write")
def share_out(request: PostRequest, pk: int) -> HttpResponseBase:
    """Share the seats out over the units."""
    mine(pk)
    form = forms.ShareForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写代表总名额。"))
        return redirect(_quota(pk))
    return act_and_go(
        request,
        lambda: services.share_out(pk, form.cleaned_data["total"]),
        _("已按最大余额法分配，可逐个调整。"),
        _quota(pk),
    )


@page("congress.write")
def target(request: PostRequest, pk: int) -> HttpResponseBase:
    """Set a target."""
    congress = mine(pk)
    chosen = request.GET.get("trait", "")
    there = (
        Target.objects.filter(congress=pk, trait=chosen).first() if chosen in Trait.values else None
    )
    start = {"trait": chosen, "percent": there.percent, "number": there.number} if there else None
    return ROOM.form_page(
        request,
        model_form(Target, ("trait", "percent", "number"))(request.POST or None, initial=start),
        lambda data: services.set_target(pk, **data),
        title=_("构成要求"),
        intro=_("比例和人数可以只填一项；都填 0 则取消这一要求。"),
        back=_quota(pk),
        crumbs=crumbs(congress),
    )


@page("congress.read")
def index(request: PostRequest, pk: int) -> HttpResponseBase:
    """The list of one congress."""
    congress = mine(pk)
    rows = DELEGATES.rows().filter(congress=congress)
    return room_of(congress).list_page(
        request,
        "delegates",
        title=_("代表名单"),
        rows=rows,
        table=DELEGATES.table,
        filters=DELEGATES.filter_set,
        many=DELEGATES.many(request.post),
        acts=[*(_list_acts(congress, rows) if _may(request, congress) else []), _paper(pk)],
        crumbs=crumbs(congress),
    )


def _list_acts(congress: Congress, rows: QuerySet[Delegate]) -> list[Button]:
    """What can be done with the list: a name more, all that wait reviewed, all that passed elected."""
    acts = [Button(_("添加人选"), ROOM.url("delegate-add", congress.pk), "plus", main=True)]
    steps = (
        (DelegateState.PROPOSED, "pass-all", _("其余 %(n)d 名审查通过")),
        (DelegateState.QUALIFIED, "elect-all", _("确认 %(n)d 名当选")),
    )
    for state, name, words in steps:
        if count := rows.filter(state=state, listed=True).count():
            acts.append(Button(words % {"n": count}, ROOM.url(name, congress.pk), click=True))
    return acts


def _paper(pk: int) -> Button:
    return Button(_("名单 Word"), ROOM.url("paper", pk, "delegates"), "file-text")


@page("congress.write")
def add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A name for the list."""
    congress = mine(pk)
    form = forms.DelegateForm(request.POST or None)
    form.fit_to(congress)

    def act(data: dict[str, Any]) -> Delegate:
        names = ("unit", "tie", "category", "party", "grassroots", "work", "how")
        name = services.Name(**{key: data[key] for key in names}, needs=tuple(data["needs"]))
        return services.propose(pk, enrol(form.person()), name)

    return ROOM.form_page(
        request,
        form,
        act,
        title=_("添加代表人选"),
        button=_("添加"),
        done=_("已添加，等资格审查。"),
        back=_list(pk),
        crumbs=crumbs(congress, (_("代表名单"), _list(pk))),
    )


@require_POST
@page("congress.write")
def pass_all(request: PostRequest, pk: int) -> HttpResponseBase:
    """The rest of the list passes the review."""
    mine(pk)
    return act_and_go(
        request, lambda: services.pass_all(pk), _("名单内待审查的人选已全部通过。"), _list(pk)
    )


@require_POST
@page("congress.write")
def elect_all(request: PostRequest, pk: int) -> HttpResponseBase:
    """The list is elected."""
    mine(pk)
    return act_and_go(
        request, lambda: services.elect_all(pk), _("名单内审查通过的人选已确认当选。"), _list(pk)
    )


@page("congress.read")
def composition(request: PostRequest, pk: int) -> HttpResponseBase:
    """The list against its targets; where it falls short, whether and how the names at hand could mend it."""
    congress = mine(pk)
    try:
        found, timeout = services.compose(congress), False
    except TimeoutError:
        found, timeout = services.compose(congress, solve=False), True
    people = {str(d.pk): d for d in Delegate.objects.with_names().filter(congress=congress)}
    swaps = (
        {
            "out": [people[k] for k in found.repair.out],
            "into": [people[k] for k in found.repair.into],
        }
        if found.repair
        else None
    )
    movable = {DelegateState.PROPOSED, DelegateState.QUALIFIED}
    moved = [*swaps["out"], *swaps["into"]] if swaps else []
    return room_of(congress).detail_page(
        request,
        "composition",
        template="congress/composition.html",
        title=_("代表构成"),
        congress=congress,
        found=found,
        timeout=timeout,
        swaps=swaps,
        rows=[(Trait(standing.target.trait).label, standing) for standing in found.standings],
        can=_may(request, congress)
        and bool(swaps)
        and all(delegate.state in movable for delegate in moved),
        crumbs=crumbs(congress),
    )


@require_POST
@page("congress.write")
def relist(request: PostRequest, pk: int) -> HttpResponseBase:
    """Exchange names of the list as proposed."""
    mine(pk)

    def act() -> Congress:
        # What is no number stands for a name that is gone: nothing is exchanged then.
        out, into = (
            [read_id(key) or 0 for key in request.POST.getlist(side)] for side in ("out", "into")
        )
        return services.relist(pk, out, into)

    return act_and_go(request, act, _("名单已调整。"), ROOM.url("composition", pk))

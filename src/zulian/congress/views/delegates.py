"""Delegates: quota, the list, the review of qualifications, what the list is made up of."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.congress import forms
from zulian.congress.models import Congress, CongressState, Delegate, DelegateState, Target, Trait, Unit, procedure
from zulian.congress.services import delegates as services
from zulian.congress.tables import DELEGATE_TONES, DelegateFilter, DelegateTable
from zulian.congress.views.rounds import crumbs, mine
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.inputs import read_id
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.people.services import enrol

STEPS = {"qualify": gettext_lazy("资格审查通过"), "elect": gettext_lazy("确认当选")}
REASONED = {"reject": gettext_lazy("资格审查不通过"), "withdraw": gettext_lazy("退出")}


def _quota(pk: int) -> str:
    return reverse("congress:quota", args=[pk])


def _list(pk: int) -> str:
    return reverse("congress:delegates", args=[pk])


def _may(request: PostRequest, congress: Congress) -> bool:
    return request.post.may("congress.write") and congress.state == CongressState.PREPARING


@page("congress.read")
def quota(request: PostRequest, pk: int) -> HttpResponseBase:
    """Units with their seats, and the targets."""
    congress = mine(pk)
    units = list(congress.units.all())
    context = {
        "title": _("名额和构成"), "congress": congress, "units": units, "seats": sum(u.seats for u in units), "tab": "quota",
        "targets": [t for t in congress.targets.all() if t.percent or t.number], "can": _may(request, congress), "crumbs": crumbs(congress),
        "share_form": forms.ShareForm(initial={"total": congress.size or None}), "rules": procedure(today()),
    }  # fmt: skip
    return render(request, "congress/quota.html", context)


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
    congress = mine(pk)
    return form_page(
        request, forms.UnitForm(request.POST or None), lambda data: services.add_unit(pk, **data), title=_("添加选举单位"), button=_("添加"),
        to=_quota(pk), done=_("已添加。"), back=_quota(pk), crumbs=crumbs(congress),
    )  # fmt: skip


@page("congress.write")
def unit_change(request: PostRequest, pk: int) -> HttpResponseBase:
    """A unit's weight and seats."""
    unit = get_object_or_404(Unit.objects.select_related("congress__region"), pk=pk)
    form = forms.UnitChangeForm(request.POST or None, initial={"weight": unit.weight, "seats": unit.seats})
    back = _quota(unit.congress_id)
    return form_page(
        request, form, lambda data: services.change_unit(pk, **data), title=unit.name, button=_("保存"), to=back, done=_("已保存。"), back=back,
        crumbs=crumbs(unit.congress),
    )  # fmt: skip


@require_POST
@page("congress.write")
def unit_drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a unit out."""
    unit = get_object_or_404(Unit, pk=pk)
    return act_and_go(request, lambda: services.drop_unit(pk), _("已删除。"), _quota(unit.congress_id))


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
    there = Target.objects.filter(congress=pk, trait=chosen).first() if chosen in Trait.values else None
    start = {"trait": chosen, "percent": there.percent, "number": there.number} if there else None
    form = forms.TargetForm(request.POST or None, initial=start)
    return form_page(
        request, form, lambda data: services.set_target(pk, **data), title=_("构成要求"), button=_("保存"), to=_quota(pk), done=_("已保存。"),
        intro=_("比例和人数可以只填一项；都填 0 则取消这一要求。"), back=_quota(pk), crumbs=crumbs(congress),
    )  # fmt: skip


@page("congress.read")
def index(request: PostRequest, pk: int) -> HttpResponseBase:
    """The list of one congress."""
    congress = mine(pk)
    rows = Delegate.objects.with_names().filter(congress=congress)
    counts = {
        state: rows.filter(state=state, listed=True).count()
        for state in (DelegateState.PROPOSED, DelegateState.QUALIFIED)
    }
    return list_page(
        request, title=_("代表名单"), rows=rows, table=DelegateTable, filters=DelegateFilter, template="congress/delegates.html",
        congress=congress, tab="delegates", crumbs=crumbs(congress), can=_may(request, congress), counts=counts,
    )  # fmt: skip


@page("congress.read")
def everybody(request: PostRequest) -> HttpResponseBase:
    """Delegates of all congresses in view, with the ledger."""
    rows = Delegate.objects.with_names().select_related("congress")
    return list_page(
        request, title=_("各级代表"), rows=rows, table=DelegateTable, filters=DelegateFilter, template="congress/list.html",
        ledger="delegates", tab="people", crumbs=crumbs(),
    )  # fmt: skip


@page("congress.write")
def add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A name for the list."""
    congress = mine(pk)
    form = forms.DelegateForm(request.POST or None, units=congress.units.all())

    def act(data: dict[str, Any]) -> Delegate:
        names = ("unit", "tie", "category", "party", "grassroots", "work", "how")
        name = services.Name(**{key: data[key] for key in names}, needs=tuple(data["needs"]))
        return services.propose(pk, enrol(form.person()), name)

    return form_page(
        request, form, act, title=_("添加代表人选"), button=_("添加"), to=_list(pk), done=_("已添加，等资格审查。"), back=_list(pk),
        crumbs=crumbs(congress, (_("代表名单"), _list(pk))),
    )  # fmt: skip


def _one(pk: int) -> Delegate:
    return get_object_or_404(Delegate.objects.with_names().select_related("congress__region"), pk=pk)


@page("congress.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One delegate."""
    found = _one(pk)
    open_steps = {
        "qualify": found.state == DelegateState.PROPOSED, "elect": found.state == DelegateState.QUALIFIED,
        "reject": found.state in {DelegateState.PROPOSED, DelegateState.QUALIFIED},
        "withdraw": found.state in {DelegateState.PROPOSED, DelegateState.QUALIFIED, DelegateState.ELECTED},
    }  # fmt: skip
    context = {
        "title": found.person.name, "found": found, "congress": found.congress,
        "badge": badge(DELEGATE_TONES[found.state], found.get_state_display()),
        "steps": [(k, n) for k, n in STEPS.items() if open_steps[k]], "reasoned": [(k, n) for k, n in REASONED.items() if open_steps[k]],
        "traits": [Trait(t).label for t in sorted(services.traits(found))], "can": _may(request, found.congress), "tab": "delegates",
        "crumbs": crumbs(found.congress, (_("代表名单"), _list(found.congress_id))),
    }  # fmt: skip
    return render(request, "congress/delegate.html", context)


@page("congress.write")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Correct a delegate."""
    found, back = _one(pk), reverse("congress:delegate", args=[pk])
    names = ("tie", "category", "party", "grassroots", "work", "needs")
    form = forms.DelegateFields(request.POST or None, initial={name: getattr(found, name) for name in names})
    return form_page(
        request, form, lambda data: services.change(pk, data), title=_("修改代表信息"), intro=found.person.name, button=_("保存"), to=back,
        done=_("已保存。"), back=back, crumbs=crumbs(found.congress, (_("代表名单"), _list(found.congress_id))),
    )  # fmt: skip


@require_POST
@page("congress.write")
def step(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """Qualify or elect one delegate."""
    if key not in STEPS:
        raise Http404
    _one(pk)
    return act_and_go(request, lambda: services.review(pk, key), _("已登记。"), reverse("congress:delegate", args=[pk]))


@page("congress.write")
def out(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """Reject a delegate, or let one withdraw, with the reason."""
    if key not in REASONED:
        raise Http404
    found, back = _one(pk), reverse("congress:delegate", args=[pk])
    return form_page(
        request, forms.NoteForm(request.POST or None), lambda data: services.review(pk, key, data["note"]), title=REASONED[key],
        intro=found.person.name, button=_("确定"), to=back, done=_("已登记。"), back=back, crumbs=crumbs(found.congress),
    )  # fmt: skip


@require_POST
@page("congress.write")
def pass_all(request: PostRequest, pk: int) -> HttpResponseBase:
    """The rest of the list passes the review."""
    mine(pk)
    return act_and_go(request, lambda: services.pass_all(pk), _("名单内待审查的人选已全部通过。"), _list(pk))


@require_POST
@page("congress.write")
def elect_all(request: PostRequest, pk: int) -> HttpResponseBase:
    """The list is elected."""
    mine(pk)
    return act_and_go(request, lambda: services.elect_all(pk), _("名单内审查通过的人选已确认当选。"), _list(pk))


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
        {"out": [people[k] for k in found.repair.out], "into": [people[k] for k in found.repair.into]}
        if found.repair
        else None
    )
    movable = {DelegateState.PROPOSED, DelegateState.QUALIFIED}
    context = {
        "title": _("代表构成"), "congress": congress, "found": found, "timeout": timeout, "swaps": swaps, "tab": "composition",
        "rows": [(Trait(s.target.trait).label, s) for s in found.standings], "crumbs": crumbs(congress),
        "can": _may(request, congress) and bool(swaps) and all(d.state in movable for d in (swaps["out"] + swaps["into"] if swaps else [])),
    }  # fmt: skip
    return render(request, "congress/composition.html", context)


@require_POST
@page("congress.write")
def relist(request: PostRequest, pk: int) -> HttpResponseBase:
    """Exchange names of the list as proposed."""
    mine(pk)

    def act() -> Congress:
        # What is no number stands for a name that is gone: nothing is exchanged then.
        out, into = ([read_id(key) or 0 for key in request.POST.getlist(side)] for side in ("out", "into"))
        return services.relist(pk, out, into)

    return act_and_go(request, act, _("名单已调整。"), reverse("congress:composition", args=[pk]))

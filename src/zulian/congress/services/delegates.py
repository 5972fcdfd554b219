"""Delegates: units and their seats, targets, names, the review of qualifications, what the list is made up of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.congress.models import (
    Congress,
    CongressState,
    Delegate,
    DelegateState,
    Target,
    Trait,
    Unit,
)
from zulian.congress.models.delegates import CATEGORY_TRAITS
from zulian.congress.rules import composition
from zulian.congress.services.rounds import locked
from zulian.foundation import bulk
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.keys import new_key
from zulian.foundation.work import unit_of_work
from zulian.leadership.models import TIED, Tie
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person
from zulian.regions.models import ancestors

HAN = "01"
PERCENT = 100


# Units and seats


@unit_of_work
def set_target(pk: int, trait: str, percent: int, number: int) -> Target:
    """What the list should be made up of; both at nothing takes the target away."""
    congress = locked(pk, CongressState.PREPARING)
    target = congress.targets.filter(trait=trait).first() or Target(congress=congress, trait=trait)
    with audited("target.set", target):
        target.percent, target.number = percent, number
        target.save()
    refresh(pk)
    return target


# Names


@dataclass(frozen=True)
class Name:
    """A name for the list: who, of which unit, and what the list is looked at for."""

    unit: Unit
    tie: str = ""
    category: int | None = None
    party: bool | None = None
    grassroots: bool | None = None
    work: str = ""
    how: str = Delegate.How.RECOMMENDED
    needs: tuple[str, ...] = ()


@unit_of_work
def propose(pk: int, person: Person, name: Name) -> Delegate:
    """提名 somebody; the category comes from the register of certificates where it knows them. On the list while the unit has a seat.

    Raises ValidationError for another congress's unit, and for a disabled delegate of no category.
    """
    congress = locked(pk, CongressState.PREPARING)
    unit = congress.units.select_for_update(no_key=True).filter(pk=name.unit.pk).first()
    if unit is None:
        raise ValidationError({"unit": _("请选择本次大会的选举单位。")})
    fact = disabilities_of([person.pk]).get(person.pk)
    category = fact.category if fact else name.category
    if name.tie == Tie.SELF and category is None:
        raise ValidationError({"category": _("残疾人代表请选择残疾类别。")})
    if name.tie != Tie.SELF:
        category = None
    taken = unit.delegates.at_hand().filter(listed=True).count()
    delegate = Delegate(
        congress=congress,
        unit=unit,
        person=person,
        how=name.how,
        tie=name.tie,
        category=category,
        party=name.party,
        grassroots=name.grassroots,
        work=name.work.strip(),
        needs=sorted(name.needs),
        listed=taken < unit.seats,
    )
    with audited("delegate.propose", delegate):
        delegate.save()
    refresh(pk)
    return delegate


def locked_delegate(pk: int, *states: CongressState) -> Delegate:
    """A delegate for a change, of a congress in one of some states: the congress is locked first, as everywhere."""
    locked(Delegate.objects.values_list("congress_id", flat=True).get(pk=pk), *states)
    return Delegate.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)


def _delegate(pk: int) -> Delegate:
    return locked_delegate(pk, CongressState.PREPARING)


@unit_of_work
def review(pk: int, step: str, note: str = "") -> Delegate:
    """One delegate one step on: qualify, reject with a reason, elect, withdraw with a reason."""
    delegate = _take_step(pk, step, note)
    refresh(delegate.congress_id)
    return delegate


def _take_step(pk: int, step: str, note: str = "") -> Delegate:
    delegate = _delegate(pk)
    if step in {"reject", "withdraw"} and not note.strip():
        raise ValidationError({"note": _("请写明原因。")})
    allowed = {
        "qualify": (DelegateState.PROPOSED,),
        "reject": (DelegateState.PROPOSED, DelegateState.QUALIFIED),
        "elect": (DelegateState.QUALIFIED,),
        "withdraw": (DelegateState.PROPOSED, DelegateState.QUALIFIED, DelegateState.ELECTED),
    }
    if delegate.state not in allowed.get(step, ()):
        raise ValidationError(
            _("这名人选现在是“%(state)s”，请刷新页面再看。")
            % {"state": delegate.get_state_display()}
        )
    with audited(f"delegate.{step}", delegate):
        getattr(delegate, step)()
        delegate.note = note.strip()[:200] or delegate.note
        if step in {"reject", "withdraw"}:
            delegate.listed = False
        if step == "elect":
            delegate.listed = True
        delegate.save()
    return delegate


@unit_of_work
def change(pk: int, values: dict[str, Any]) -> Delegate:
    """Correct what is kept of a delegate.

    Raises ValidationError for a disabled delegate of no category.
    """
    delegate = _delegate(pk)
    with audited("delegate.change", delegate):
        for key, value in values.items():
            setattr(delegate, key, value)
        if delegate.tie == Tie.SELF and delegate.category is None:
            raise ValidationError({"category": _("残疾人代表请选择残疾类别。")})
        if delegate.tie != Tie.SELF:
            delegate.category = None
        delegate.save()
    refresh(delegate.congress_id)
    return delegate


@unit_of_work
def pass_all(pk: int) -> int:
    """资格审查: every name of the list that is still unreviewed passes. Returns how many."""
    locked(pk, CongressState.PREPARING)
    rows = _locked_list(pk, DelegateState.PROPOSED)
    with audited_all("delegate.qualify", rows):
        for delegate in rows:
            delegate.qualify()
        bulk.save(rows, ["state"])
    refresh(pk)
    return len(rows)


def _locked_list(pk: int, state: DelegateState) -> list[Delegate]:
    """The names of the list in a state, for a change of all of them."""
    rows = Delegate.objects.select_for_update(of=("self",), no_key=True).with_names()
    return list(rows.filter(congress=pk, state=state, listed=True).order_by("pk"))


@unit_of_work
def elect_all(pk: int) -> int:
    """确认当选: everybody on the list who has passed, unless a unit has more names than seats. Returns how many.

    Raises ValidationError where one has, and says which.
    """
    locked(pk, CongressState.PREPARING)
    named = Counter(
        Delegate.objects.at_hand()
        .filter(congress=pk, listed=True)
        .order_by()
        .values_list("unit_id", flat=True)
    )
    over = [unit.name for unit in Unit.objects.filter(congress=pk) if named[unit.pk] > unit.seats]
    if over:
        raise ValidationError(
            _("这些单位的名单超过名额：%(names)s。") % {"names": "、".join(over[:5])}
        )
    rows = _locked_list(pk, DelegateState.QUALIFIED)
    with audited_all("delegate.elect", rows):
        for delegate in rows:
            delegate.elect()
        bulk.save(rows, ["state"])
    refresh(pk)
    return len(rows)


@unit_of_work
def relist(pk: int, out: Iterable[int], into: Iterable[int]) -> Congress:
    """Exchange names of the list, as the page proposes it or by hand.

    Raises ValidationError where the list changed meanwhile.
    """
    congress = locked(pk, CongressState.PREPARING)
    rows = {d.pk: d for d in congress.delegates.select_for_update(no_key=True)}
    for key, listed in [*((k, False) for k in out), *((k, True) for k in into)]:
        delegate = rows.get(key)
        if delegate is None or delegate.state not in {
            DelegateState.PROPOSED,
            DelegateState.QUALIFIED,
        }:
            raise ValidationError(_("名单刚刚有变化，请刷新页面再看。"))
        with audited("delegate.list", delegate):
            delegate.listed = listed
            delegate.save()
    refresh(pk)
    return congress


# What the list is made up of


def traits(delegate: Delegate) -> set[str]:
    """Everything for which a list is looked at that a name has."""
    found = {
        Trait.TIED: delegate.tie in TIED,
        Trait.DISABLED: delegate.tie == Tie.SELF,
        Trait.WOMEN: delegate.person.sex == "female",
        Trait.GRASSROOTS: bool(delegate.grassroots),
        Trait.MINORITY: delegate.person.ethnicity not in {HAN, ""},
        Trait.PARTY: bool(delegate.party),
    }
    kind = CATEGORY_TRAITS.get(delegate.category or 0)
    return {str(trait) for trait, has in found.items() if has} | ({str(kind)} if kind else set())


@dataclass(frozen=True)
class Composition:
    """A list against its targets, and where it falls short the exchange that would mend it, if any."""

    size: int
    listed: int
    standings: list[composition.Standing]
    seats_open: list[tuple[Unit, int]]
    repair: composition.Repair | None
    impossible: bool

    @property
    def met(self) -> bool:
        """Every seat named and every target met."""
        return self.size > 0 and not self.seats_open and all(s.met for s in self.standings)


def _candidates(rows: Iterable[Delegate]) -> list[composition.Candidate]:
    return [composition.Candidate(str(d.pk), str(d.unit_id), frozenset(traits(d))) for d in rows]


def _targets(congress: Congress) -> list[composition.Target]:
    return [
        composition.Target(t.trait, Fraction(t.percent, PERCENT), t.number)
        for t in congress.targets.all()
        if t.percent or t.number
    ]


def compose(congress: Congress, solve: bool = True) -> Composition:
    """The list as it stands; with `solve` also whether and how it can still be mended with the names at hand."""
    at_hand = Delegate.objects.at_hand().filter(congress=congress).select_related("person")
    # What is sealed of a person costs time to open and says nothing of a list.
    rows = list(
        at_hand.only(
            "unit_id",
            "listed",
            "tie",
            "category",
            "party",
            "grassroots",
            "person__sex",
            "person__ethnicity",
        )
    )
    units = list(congress.units.all())
    candidates, targets = _candidates(rows), _targets(congress)
    listed = {str(d.pk) for d in rows if d.listed}
    size = sum(u.seats for u in units)
    standings = composition.standings([c for c in candidates if c.key in listed], targets, size)
    by_unit = {u.pk: sum(d.listed and d.unit_id == u.pk for d in rows) for u in units}
    seats_open = [(u, u.seats - by_unit[u.pk]) for u in units if by_unit[u.pk] != u.seats]
    found = Composition(size, len(listed), standings, seats_open, None, impossible=False)
    if not solve or not size or found.met:
        return found
    repair = composition.repair(candidates, listed, {str(u.pk): u.seats for u in units}, targets)
    return Composition(size, len(listed), standings, seats_open, repair, impossible=repair is None)


def refresh(pk: int) -> None:
    """Keep the congress's word on its composition current."""
    congress = Congress.objects.select_for_update(no_key=True).get(pk=pk)
    met = compose(congress, solve=False).met
    if met != congress.composition_met:
        congress.composition_met = met
        congress.save()


# From below


def send_up(congress: Congress, people: Iterable[tuple[Person, str, str]]) -> list[Delegate]:
    """Put those elected to the congress above on its list, as delegates of the unit that this division is there.

    Runs under the scope of everything: the federation below writes into the list of the one above, which expects it.
    Raises ValidationError where no such congress is being prepared.
    """
    parent = _parent(congress)
    if parent is None:
        raise ValidationError(_("上级在本轮没有正在筹备的代表大会。"))
    unit = parent.units.filter(place=congress.region_id).first()
    if unit is None:
        unit = Unit(congress=parent, place=congress.region, name=congress.region.name)
        with audited("unit.add", unit):
            unit.save()
    delegates = []
    own = {d.person_id: d for d in congress.delegates.all()}
    for person, tie, work in people:
        existing_delegate = own.get(person.pk)
        fact = disabilities_of([person.pk]).get(person.pk)
        delegate = parent.delegates.filter(person=person).first() or Delegate(
            congress=parent, unit=unit, person=person, code=new_key()
        )
        delegate.how, delegate.tie, delegate.work, delegate.listed = (
            Delegate.How.ELECTED,
            tie,
            work,
            True,
        )
        delegate.category = (
            (fact.category if fact else existing_delegate.category if existing_delegate else None)
            if tie == Tie.SELF
            else None
        )
        if existing_delegate:
            delegate.party, delegate.grassroots, delegate.needs = (
                existing_delegate.party,
                existing_delegate.grassroots,
                existing_delegate.needs,
            )
        with audited("delegate.from_below", delegate):
            delegate.save()
        delegates.append(delegate)
    refresh(parent.pk)
    return delegates


def _parent(congress: Congress) -> Congress | None:
    if congress.round_id is None:
        return None
    rows = {
        c.region_id: c
        for c in Congress.objects.preparing().with_names().filter(round=congress.round_id)
    }
    return next((rows[code] for code in ancestors(congress.region_id) if code in rows), None)

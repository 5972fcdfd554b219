"""Electoral units and how seats are shared out among them (选举单位、名额分配)."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.congress.models import (
    Congress,
    CongressState,
    Unit,
    procedure,
)
from zulian.congress.rules.quota import allocate
from zulian.congress.services.delegates import refresh
from zulian.congress.services.rounds import locked
from zulian.foundation import bulk
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.work import unit_of_work
from zulian.people.hooks import count_of, disabled_people
from zulian.regions.models import Level, Region


@unit_of_work
def units_from_below(pk: int) -> list[Unit]:
    """One unit for each division below that has none yet, weighted by the disabled people on file there."""
    return add_units(pk, _people_of)


@unit_of_work
def add_units(pk: int, weight: Callable[[Region], int]) -> list[Unit]:
    """As `units_from_below`, each with the weight of its division."""
    congress = locked(pk, CongressState.PREPARING)
    below = Level(congress.region.level).below or 0
    there = set(congress.units.values_list("place_id", flat=True))
    places = (
        Region.objects.current()
        .under(congress.region_id)
        .filter(level=below)
        .exclude(code__in=there)
        .order_by("code")
    )
    units = [
        Unit(congress=congress, place=place, name=place.name, weight=weight(place))
        for place in places
    ]
    bulk.create(units)
    record("unit.from_below", congress, {"units": [None, len(units)]})
    return units


def _people_of(place: Region) -> int:
    """How many disabled people are on file in a division: what seats are shared out by unless told otherwise."""
    kept = count_of(place)
    return disabled_people().within(place).count() if kept is None else kept


@unit_of_work
def add_unit(pk: int, name: str, weight: int) -> Unit:
    """A unit that is no division: a department, an association, the armed forces."""
    congress = locked(pk, CongressState.PREPARING)
    unit = Unit(congress=congress, name=name.strip(), weight=weight)
    with audited("unit.add", unit):
        unit.save()
    return unit


def _locked_unit(pk: int) -> Unit:
    """A unit of a congress under preparation, for a change: the congress is locked first, as everywhere."""
    unit = Unit.objects.get(pk=pk)
    locked(unit.congress_id, CongressState.PREPARING)
    return Unit.objects.select_for_update(no_key=True).get(pk=pk)


@unit_of_work
def change_unit(pk: int, weight: int, seats: int) -> Unit:
    """Correct a unit's weight, or its seats by hand."""
    unit = _locked_unit(pk)
    with audited("unit.change", unit):
        unit.weight, unit.seats = weight, seats
        unit.save()
    refresh(unit.congress_id)
    return unit


@unit_of_work
def drop_unit(pk: int) -> Unit:
    """Take a unit out while nobody is named for it.

    Raises ValidationError where somebody is.
    """
    unit = _locked_unit(pk)
    if unit.delegates.exists():
        raise ValidationError(_("这个选举单位已有代表人选，不能删除。"))
    with audited("unit.drop", unit):
        unit.delete()
    return unit


@unit_of_work
def share_out(pk: int, total: int) -> Congress:
    """分配名额: the total over the units by weight, largest remainder, with the floor of the policy.

    Raises ValidationError without a unit, and where the floor alone takes more than the total.
    """
    congress = locked(pk, CongressState.PREPARING)
    units = list(congress.units.select_for_update(no_key=True))
    if not units:
        raise ValidationError(_("还没有选举单位，请先添加。"))
    least = procedure(today(), congress.region_id)["least_per_unit"]
    try:
        seats = allocate(total, {str(u.pk): u.weight for u in units}, least)
    except ValueError as error:
        words = _("总名额至少为 %(n)d（每个单位不少于 %(least)d 名），并请填写各单位的分配依据数。")
        raise ValidationError(
            {"size": words % {"n": least * len(units), "least": least}}
        ) from error
    for unit in units:
        unit.seats = seats[str(unit.pk)]
    bulk.save(units, ["seats"])
    with audited("congress.quota", congress):
        congress.size = total
        congress.save()
    refresh(pk)
    return congress

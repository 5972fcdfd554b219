"""Verbs of the cases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from zulian.certificates.models.cases.states import CLERKS, DOUBTED, FOUND_OTHERWISE, State
from zulian.foundation.scopes import ScopedQuerySet, code_range
from zulian.regions.models import Region

if TYPE_CHECKING:
    from zulian.certificates.models.cases.case import Case


class CaseQuerySet(ScopedQuerySet["Case"]):
    """Verbs of the cases."""

    def running(self) -> Self:
        return self.filter(ended_on=None)

    def late(self, day: date) -> Self:
        """Running cases whose present step is over time; a paused clock is never late."""
        return self.filter(late_on(day))

    def for_counter(self, region: Region) -> Self:
        """Running cases that wait for the clerks of a county: of a transfer only the part that is this county's own."""
        low, high = code_range(region.code)
        home = Q(region_id__gte=low, region_id__lt=high)
        new_home = Q(to_region_id__gte=low, to_region_id__lt=high)
        taken_here = Q(taken_at_id__gte=low, taken_at_id__lt=high)
        taken = Q(taken_at__isnull=False) & (
            Q(state=State.MATERIALS) | Q(state=State.HANDOVER, collect_there=True, doubted_on=None)
        )
        theirs = (*DOUBTED, *FOUND_OTHERWISE)
        receiving = Q(state=State.RECEIVE) | Q(doubted_on__isnull=False, state__in=theirs)
        clerks = Q(state__in=CLERKS)
        return self.running().filter(
            clerks & home & ~taken & ~receiving | clerks & receiving & new_home | taken & taken_here
        )

    def to_judge(self, state: str, region: Region) -> Self:
        """What a county reviews or approves: of a transfer whose grade was doubted it is the receiving one."""
        low, high = code_range(region.code)
        home = Q(doubted_on=None, region_id__gte=low, region_id__lt=high)
        new_home = Q(doubted_on__isnull=False, to_region_id__gte=low, to_region_id__lt=high)
        return self.filter(home | new_home, state=state)

    def due_first(self) -> Self:
        """What is due first comes first, what is paused last."""
        return self.order_by(
            models.F("paused_on").asc(nulls_first=True), models.F("due").asc(nulls_last=True), "pk"
        )

    def with_names(self) -> Self:
        return self.select_related("person", "region", "to_region", "taken_at", "certificate")

    def locked(self, pk: int) -> Case:
        """A case for a step, locked until the transaction ends."""
        return self.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)


def late_on(day: date) -> Q:
    """The condition of a case whose present step is late on `day`."""
    return Q(ended_on=None, paused_on=None, due__lt=day)

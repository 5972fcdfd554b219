"""What a bulletin tells with: the tallies of its tasks by clause and unit, the readings, and figures that lead to their rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.documents.official import Figure
from zulian.indicators.counting import code_part
from zulian.indicators.rules import Pair
from zulian.indicators.tables import under
from zulian.plans.models import Assignment, Circular, Clause
from zulian.plans.services import highlights
from zulian.plans.services.readings import PlanReadings
from zulian.plans.services.tally import EMPTY, Tally
from zulian.plans.services.tally import tally as tally
from zulian.regions.models import Children, Region


class Kind(StrEnum):
    """半年通报 or 全年总结."""

    HALF = "half"
    YEAR = "year"


class Facts:
    """The figures of one plan in one division as of a day, for a document of a kind."""

    def __init__(
        self, circular: Circular, region: Region, kind: Kind, day: date, today: date
    ) -> None:
        self.circular, self.region, self.kind = circular, region, kind
        self.day, self.today = day, today
        self.rows = (
            Assignment.objects.filter(circular=circular).within(region).counted().given_by(day)
        )
        self.clauses = list(circular.clauses.all())
        self.by_clause = tally(self.rows, day, F("clause_id"), today)
        self.children = Children.of(region)
        self.by_child: dict[Region, Tally] = defaultdict(lambda: EMPTY)
        for prefix, found in tally(
            self.rows, day, code_part(self.rows, self.children.length), today
        ).items():
            self.by_child[self.children.place(prefix)] += found
        self.whole = sum(self.by_clause.values(), EMPTY)
        self.carried = self._carried()
        self.readings = PlanReadings(circular, region, day, today)

    def _carried(self) -> set[int]:
        """The clauses whose tasks the jurisdiction carries, and those above them: nobody else answers for their measures."""
        carried = {
            clause.pk for clause in self.clauses if self.by_clause.get(clause.pk, EMPTY)["all"]
        }
        for clause in reversed(self.clauses):
            if clause.pk in carried and clause.parent_id is not None:
                carried.add(clause.parent_id)
        return carried

    def name(self, clause: Clause) -> str:
        """What a clause is called within a sentence."""
        return highlights.clause_words(clause, self.readings.duties.get(clause.pk, []))

    def figure(self, measure: str, tally: Tally, **where: object) -> Figure:
        """A count and the address of exactly the rows it counts."""
        return Figure(str(tally[measure]), self.address(measure=measure, on=self.day, **where))

    def rate(self, measure: str, tally: Tally, **where: object) -> Figure:
        """A share of what was expected, leading to all that was expected."""
        return Figure(
            rate_words(tally[measure], tally["expected"]),
            self.address(measure="expected", on=self.day, **where),
        )

    def address(self, **where: object) -> str:
        """The page of the tasks that a figure counts."""
        query = {"circular": self.circular.pk, "under": self.region.code, **where}
        return f"{reverse('plans:assignment-list')}?{urlencode(query)}"

    def linked(self, number: float, page: str) -> Figure:
        """A number that a page of the plan shows."""
        return Figure(
            f"{number:g}",
            under(reverse(page, args=[self.circular.pk]), self.region, self.readings.on),
        )


def say(day: date) -> str:
    """A day as an official paper writes it: 2026年6月30日."""
    return _("%(year)d年%(month)d月%(day)d日") % {
        "year": day.year,
        "month": day.month,
        "day": day.day,
    }


def rate_words(met: int, of: int) -> str:
    """A share in per cent, 80%; — where nothing was expected."""
    pair = Pair(met, of)
    return f"{pair.percent:g}%" if pair.of else "—"

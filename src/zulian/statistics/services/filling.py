"""填报: the cells of a return are counted from the registers or added up from below, and corrected with a reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation import bulk, clock
from zulian.foundation.audit import audited, audited_all, record
from zulian.foundation.steps import locked
from zulian.foundation.work import unit_of_work
from zulian.statistics.counting import Period, counted
from zulian.statistics.models import OPEN, SETTLED, Cell, Filing
from zulian.statistics.rules import Kind, Layout, Place, total

How = Cell.How
Told = tuple[Decimal | None, Cell.How]


@dataclass(frozen=True)
class Below:
    """The returns that are handed in to the unit of a return: those that may be added up, and how many may not yet."""

    settled: tuple[Filing, ...]
    missing: tuple[Filing, ...]

    @property
    def is_any(self) -> bool:
        """Whether any unit below fills the form for this period."""
        return bool(self.settled or self.missing)


def below(filing: Filing) -> Below:
    """The returns of the units just below for the same form and period."""
    rows = Filing.objects.alike(filing).filter(to_id=filing.region_id)
    known = list(rows.select_related("region").prefetch_related("cells").order_by("region_id"))
    settled = tuple(one for one in known if one.state in SETTLED)
    return Below(settled, tuple(one for one in known if one.state not in SETTLED))


@unit_of_work
def fill(pk: int, post: Post) -> Filing:
    """取数 as of the cut-off day, or of today before it: counted cells take the new number, corrected ones keep theirs.

    A unit with units below adds up what they report and adds what is its own. What was filled in by hand stays.
    """
    filing = locked(Filing, pk, *OPEN)
    layout, day = filing.form, clock.today()
    told = _told(filing, layout, day)
    known = {(cell.line, cell.column): cell for cell in filing.cells.all()}
    fresh, changed = [], []
    for place, (number, how) in told.items():
        cell = known.get(place)
        if cell is None:
            cell = Cell(filing=filing, region_id=filing.region_id, line=place[0], column=place[1])
            fresh.append(cell)
        else:
            changed.append(cell)
        _put(cell, number, how)
    bulk.create(fresh)
    bulk.save(changed, ["counted", "reported", "how", "reason"])
    with audited("filing.fill", filing):
        filing.fill()
        filing.filled_on, filing.by = day, post
        filing.save()
    record("filing.count", filing, dict(Counter(str(how) for _n, how in told.values())))
    return filing


def _put(cell: Cell, number: Decimal | None, how: Cell.How) -> None:
    """Give a cell what was counted; what was corrected stays as it is reported, unless it is what was counted now."""
    was_corrected = cell.is_corrected and bool(cell.reason)
    if cell.how == How.HAND and cell.reported is not None and number is not None:
        # What was filled in by hand before anything could be counted stays too.
        was_corrected, cell.reason = True, _("取到数以前手工填写")
    cell.how, cell.counted = how, number
    if how == How.HAND:
        return
    if not was_corrected:
        cell.reported = number
    if cell.reported == number:
        cell.reason = ""


def _told(filing: Filing, layout: Layout, day: date) -> dict[Place, Told]:
    """What is to be put into each cell that holds a number, and where it comes from."""
    kept = layout.kept()
    measures = {place: source for place, source in kept.items() if source.kind is Kind.MEASURE}
    units = below(filing)
    period = Period(filing.since, max(filing.since, min(filing.until, day)))
    amounts = counted(filing.region, period, measures, is_own=units.is_any)
    told: dict[Place, Told] = dict.fromkeys(kept, (None, How.HAND))
    for place, amount in amounts.items():
        told[place] = amount.number, How.SNAPSHOT if amount.is_snapshot else How.ROWS
    if not units.is_any:
        return told
    reports = [one.values() for one in units.settled]
    # What is a share of something below is one of something else here: it is filled in, or computed.
    rates = {line.no for line in layout.lines if line.is_rate}
    return {
        place: (number, how)
        if place[0] in rates
        else _summed([number, *(report.get(place) for report in reports)])
        for place, (number, how) in told.items()
    }


def _summed(numbers: Iterable[Decimal | None]) -> Told:
    """What is added up from below; where nobody below says anything it is filled in by hand."""
    found = total(numbers)
    return found, How.HAND if found is None else How.SUM


@unit_of_work
def correct(pk: int, post: Post, numbers: Mapping[Place, Decimal | None], reason: str) -> Filing:
    """改数: what is reported in some cells; those that say the same are left alone.

    Raises ValidationError where something else than was counted is reported without a reason.
    """
    filing = locked(Filing, pk, *OPEN)
    cells = {(cell.line, cell.column): cell for cell in filing.cells.all()}
    if not cells:
        raise ValidationError(_("请先取数，再填写和更正。"))
    changed = [
        cell
        for place, cell in cells.items()
        if place in numbers and cell.reported != numbers[place]
    ]
    with audited_all("cell.correct", changed):
        for cell in changed:
            cell.reported = numbers[cell.line, cell.column]
            cell.by, cell.at = post, clock.now()
            cell.reason = reason.strip() if cell.is_corrected else ""
        _need_reason(filing.form, changed)
        bulk.save(changed, ["reported", "reason", "by", "at"])
    if filing.state != Filing.State.FILLING:
        with audited("filing.fill", filing):
            filing.fill()
            filing.save()
    return filing


def _need_reason(layout: Layout, cells: Iterable[Cell]) -> None:
    bare = [c for c in cells if c.is_corrected and not c.reason]
    if bare:
        names = "、".join(layout.name_of((c.line, c.column)) for c in bare[:3])
        words = _("“%(names)s”与统计数不同，请写明更正理由。") % {"names": names}
        raise ValidationError({"reason": words})

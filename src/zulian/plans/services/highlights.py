"""What stands out of a plan's figures, in sentences of a bulletin: who leads and who is last, what changed most, what hinders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zulian.documents.official import Figure, Part, Text, compose
from zulian.foundation.dates import end_of, months_before
from zulian.foundation.numbers import plain
from zulian.indicators.models import Snapshot
from zulian.indicators.rules import Light, Pair, Show
from zulian.indicators.tables import under
from zulian.plans.models import Circular, Clause, Report
from zulian.plans.rules import Score
from zulian.plans.services.measured import ClauseReading, Measured, TargetReading
from zulian.plans.services.readings import PlanReadings
from zulian.plans.short_names import counter_of, official_marks, short_name
from zulian.regions.models import Level, Region

MOST = 5
# So many share the first place at most to be named.
MOST_FIRST = 3
# A change that is smaller is none to speak of, in percentage points.
LEAST_CHANGE = 0.1


def listing(lead: str, items: Sequence[tuple[str, Sequence[Part]]]) -> Text:
    """Names, each with what stands in brackets behind it: 甲（3项）、乙（2项）。"""
    parts: list[Part] = [lead]
    for n, (name, inside) in enumerate(items):
        parts += ["、" if n else "", name, "（", *inside, "）"]
    return Text((*parts, "。"))


def clause_words(clause: Clause, duties: Sequence[str] = ()) -> str:
    """What a clause is about, in a few words: its heading, the title of its duty, its first sentence, else its address.

    One of several duties does not stand for all of them: 甲等3项工作.
    """
    address = _("要点%(path)s") % {"path": official_marks(clause.path)}
    heading = short_name([clause.title], "")
    if heading or len(duties) < 2:
        return heading or short_name([*duties, clause.text], address)
    first = short_name(duties[:1], "") or address
    return _("%(first)s等%(count)d项工作") % {"first": first, "count": len(duties)}


# Who leads, who is last


def leaders(
    ranking: Sequence[tuple[int, Region, Score]], url: str, *, is_of_all: bool = True
) -> list[Text]:
    """Who is first and who is last of the ranking; nothing where all are alike.

    Those of whom nothing was due yet are not among them.
    """
    if len(ranking) < 2 or ranking[0][2].value == ranking[-1][2].value:
        return []
    first = [child for place, child, _score in ranking if place == ranking[0][0]]
    last = [child for place, child, _score in ranking if place == ranking[-1][0]]
    best, least = (Figure(f"{row[2].value:g}", url) for row in (ranking[0], ranking[-1]))
    if len(first) > MOST_FIRST or len(last) > MOST_FIRST:
        said = (
            _("综合得分最高{best}分，最低{least}分。")
            if is_of_all
            else _("已有到期任务的单位，综合得分最高{best}分，最低{least}分。")
        )
        return [compose(said, best=best, least=least)]
    words = (
        _(
            "从综合得分看，{first}居首位，得{best}分；{last}列末位，得{least}分，要查找差距，迎头赶上。"
        )
        if is_of_all
        else _(
            "从已有到期任务的单位的综合得分看，{first}居首位，得{best}分；{last}列末位，得{least}分，要查找差距，迎头赶上。"
        )
    )
    return [compose(words, first=_names(first), best=best, last=_names(last), least=least)]


def punctual(units: Sequence[Region], url: str) -> list[Text]:
    """Who reported everything in time."""
    if not units:
        return []
    named = _names(units[:MOST])
    if len(units) <= MOST:
        return [compose(_("{names}应报任务全部按时上报，予以肯定。"), names=named)]
    words = _("{names}等{n}个单位应报任务全部按时上报，予以肯定。")
    return [compose(words, names=named, n=Figure(str(len(units)), url))]


def _names(regions: Iterable[Region]) -> str:
    return "、".join(region.organisation for region in regions)


# What changed most


@dataclass(frozen=True)
class Change:
    """How a rate moved since an earlier day."""

    reading: ClauseReading
    before: Pair
    since: date

    @property
    def points(self) -> float:
        """By how many percentage points it rose, below zero where it fell."""
        return round((self.reading.pair.percent or 0) - (self.before.percent or 0), 1)

    @property
    def size(self) -> str:
        """How many percentage points it moved, whichever way."""
        return f"{abs(self.points):g}"

    def words(self, template: str) -> Text:
        """The change in a sentence with {name}, {before}, {now} and {points}, its figures linked."""
        detail = reverse("indicators:detail", args=[self.reading.indicator.code])
        return compose(
            template,
            name=self.reading.name,
            before=Figure(
                f"{self.before.percent:g}%", under(detail, self.reading.region, self.since)
            ),
            now=Figure(self.reading.shown, self.reading.url),
            points=Figure(self.size, self.reading.url),
        )


def compared_day(readings: PlanReadings, is_year: bool) -> date | None:
    """The day of the snapshot to compare with: the half year's end in a summary, else that of a month before.

    None where there is no earlier one in the plan's time: of villages there are none at all.
    """
    if readings.region.level >= Level.TOWNSHIP:
        return None
    last = readings.snapshot_day or readings.day
    half = date(readings.circular.year, 6, 30)
    wanted = half if is_year and last > half else months_before(last, 1)
    span = (_first_day(readings.circular), last)
    days = Snapshot.objects.filter(region=readings.region, day__gte=span[0], day__lt=span[1])
    before: date | None = (
        days.filter(day__lte=wanted).order_by("-day").values_list("day", flat=True).first()
    )
    return before or days.order_by("day").values_list("day", flat=True).first()


def _first_day(circular: Circular) -> date:
    """From when on a paper has done anything: a supplement's period is that of its plan, and it came later."""
    if circular.amends_id is None or circular.adopted_at is None:
        return circular.starts_on
    return max(circular.starts_on, localdate(circular.adopted_at))


def changes(readings: PlanReadings, since: date) -> list[Change]:
    """How the rates of a plan's registers moved since an earlier day, the greatest rise first."""
    rates = {
        measured.indicator.code: measured
        for row in readings.whole.values()
        for measured in row
        if isinstance(measured, ClauseReading)
        and measured.indicator.show is Show.RATE
        and measured.pair.of
    }
    rows = Snapshot.objects.filter(region=readings.region, day=since, indicator__in=rates, of__gt=0)
    moved = [
        Change(rates[code], Pair(met, of), since)
        for code, met, of in rows.values_list("indicator", "met", "of")
    ]
    moved = [change for change in moved if abs(change.points) >= LEAST_CHANGE]
    return sorted(moved, key=lambda change: (-change.points, change.reading.indicator.code))


def what_changed(readings: PlanReadings, is_year: bool, say: str) -> list[Text]:
    """The greatest rise and the greatest fall since the day compared with; `say` is how a day is said."""
    since = compared_day(readings, is_year)
    moved = changes(readings, since) if since else []
    if since is None or not moved:
        return []
    parts: list[Part] = [
        _("与{day}相比，").format(day=say.format(since.year, since.month, since.day))
    ]
    if moved[0].points > 0:
        parts += (
            moved[0].words(_("{name}由{before}提高到{now}，提高{points}个百分点，增幅最大")).parts
        )
    if moved[-1].points < 0:
        parts += ["；"] if moved[0].points > 0 else []
        parts += (
            moved[-1]
            .words(_("{name}由{before}下降到{now}，下降{points}个百分点，降幅最大，要查明原因"))
            .parts
        )
    return [Text((*parts, "。"))]


# What hinders


def gap(measured: Measured) -> float:
    """How far a measure is under what is asked, in per cent of it."""
    if isinstance(measured, ClauseReading):
        if measured.indicator.show is Show.MISSING:
            return 100 - (measured.pair.percent or 0)
        asked = measured.goal.value if measured.pace is None else measured.pace
        return asked - (measured.pair.percent or 0)
    asked_number = measured.needed if measured.is_over else measured.expected
    return float(100 * (asked_number - measured.reached) / asked_number) if asked_number else 0.0


def behind(readings: PlanReadings, carried: Collection[int]) -> list[Measured]:
    """Measures of the clauses `carried` that are under what is asked of the division as a whole, the furthest first, each once."""
    known: dict[str, Measured] = {}
    for clause, row in readings.whole.items():
        for measured in row:
            if clause in carried and measured.light in {Light.YELLOW, Light.RED}:
                known.setdefault(measured.name, measured)
    return sorted(known.values(), key=lambda m: (m.light is not Light.RED, -gap(m), m.name))


def what_hinders(readings: PlanReadings, carried: Collection[int]) -> list[Text]:
    """The measures furthest under what is asked of the clauses `carried`, with their figures."""
    under_goal = behind(readings, carried)
    if not under_goal:
        return []
    is_asked = all(isinstance(m, TargetReading) or m.goal.is_asked for m in under_goal[:MOST])
    lead = (
        _("对照文件要求，差距较大的工作有：") if is_asked else _("对照工作目标，差距较大的工作有：")
    )
    return [listing(lead, [(measured.name, _said(measured)) for measured in under_goal[:MOST]])]


def _said(measured: Measured) -> list[Part]:
    """What a measure reached beside what is asked."""
    value = Figure(measured.shown, measured.url)
    if not isinstance(measured, ClauseReading):
        unit = measured.target.unit
        done, asked = (plain(number) + unit for number in (measured.reached, measured.needed))
        return [_("完成"), Figure(done, measured.url), _("，任务"), Figure(asked, measured.url)]
    if measured.indicator.show is Show.MISSING:
        return [value, counter_of(measured.name)]
    if measured.pace is not None:
        return [value, _("，按进度应达"), Figure(f"{measured.pace:.1f}%", measured.url)]
    # What the paper does not ask for is a target that was set beside it.
    asked = _("，要求") if measured.goal.is_asked else _("，目标")
    return [value, asked, Figure(f"{measured.goal.value:g}%", measured.url)]


def most_returned(readings: PlanReadings) -> list[Text]:
    """The clauses whose reports were sent back most."""
    rows = Report.objects.within(readings.region).filter(
        assignment__circular=readings.circular,
        outcome=Report.Outcome.RETURNED,
        judged_at__lt=end_of(readings.day),
    )
    counted = rows.order_by().values("assignment__clause_id").annotate(n=Count("pk"))
    # Sent back once is not often.
    counts = {row["assignment__clause_id"]: row["n"] for row in counted if row["n"] > 1}
    if not counts:
        return []
    clauses = sorted(
        (c for c in readings.clauses if c.pk in counts), key=lambda c: (-counts[c.pk], c.order)
    )
    page = reverse("plans:report-list")
    query = {
        "circular": readings.circular.pk,
        "under": readings.region.code,
        "on": readings.day,
        "returned": "yes",
    }
    items: list[tuple[str, list[Part]]] = [
        (
            clause_words(clause, readings.duties.get(clause.pk, [])),
            [
                Figure(
                    str(counts[clause.pk]), f"{page}?{urlencode(query | {'clause': clause.pk})}"
                ),
                _("次"),
            ],
        )
        for clause in clauses[:MOST]
    ]
    return [listing(_("上报材料退回补正较多的工作有："), items)]

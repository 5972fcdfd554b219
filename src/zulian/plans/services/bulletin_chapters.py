"""The chapters of a bulletin: each section of the plan, the units, the problems, and what comes next."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from zulian.documents.official import Figure, Heading, Part, Table, Text, compose
from zulian.foundation.few import Few
from zulian.indicators.rules import Light as MeasureLight
from zulian.plans.measures import MEASURES
from zulian.plans.models import Clause
from zulian.plans.services import highlights, supervision
from zulian.plans.services.bulletin_facts import Facts, say
from zulian.plans.services.measured import ClauseReading
from zulian.plans.services.tally import EMPTY, Tally
from zulian.plans.services.tally import tally as tally
from zulian.plans.short_names import official_marks, quotable
from zulian.regions.models import Region

AHEAD_DAYS, MOST = 60, 5


def sections(facts: Facts) -> list[Heading | Text | Table]:
    """Of each part its tasks, then what its clauses reached by the registers as a table."""
    blocks: list[Heading | Text | Table] = []
    for top in (c for c in facts.clauses if c.parent_id is None):
        below = _below(facts, top)
        tally = sum((facts.by_clause.get(c.pk, EMPTY) for c in below), EMPTY)
        if not tally["all"]:
            continue
        blocks.append(Heading(official_marks(top.title) or facts.name(top), 2))
        blocks.append(
            compose(
                _("本部分共有单位任务{all}项，") + _reported_words(tally) + "。",
                rate=facts.rate("reported", tally, section=top.pk),
                **{measure: facts.figure(measure, tally, section=top.pk) for measure in MEASURES},
            )
        )
        given = [c for c in below if facts.by_clause.get(c.pk, EMPTY)["all"]]
        if given != [top]:
            blocks += [_clause(facts, c) for c in given]
        blocks += _measures(facts, [c for c in below if c.pk in facts.carried])
    return blocks


def _below(facts: Facts, top: Clause) -> list[Clause]:
    ids = {top.pk}
    for clause in facts.clauses:
        if clause.parent_id in ids:
            ids.add(clause.pk)
    return [c for c in facts.clauses if c.pk in ids]


def _clause(facts: Facts, clause: Clause) -> Text:
    tally = facts.by_clause[clause.pk]
    words = _reported_words(tally)
    return compose(
        _("“{name}”方面，") + (words if tally["expected"] else _("共{all}项，") + words) + "。",
        name=facts.name(clause),
        rate=facts.rate("reported", tally, clause=clause.pk),
        **{measure: facts.figure(measure, tally, clause=clause.pk) for measure in MEASURES},
    )


def _reported_words(tally: Tally) -> str:
    """How far tasks are, with nothing said of what there is none of."""
    if not tally["expected"]:
        return _("均未到时限，已签收{signed}项")
    words = _("应上报{expected}项，已上报{reported}项，上报率{rate}")
    words += _("，已办结{closed}项") if tally["closed"] else ""
    return words + (_("，逾期未报{overdue}项") if tally["overdue"] else "")


def _measures(facts: Facts, clauses: list[Clause]) -> list[Table]:
    """What can be measured of some clauses, a line for each measure; no table where nothing can."""
    if not facts.readings.has_data:
        return []
    lines: list[tuple[Part, ...]] = [
        (
            official_marks(clause.path),
            reading.name,
            Figure(
                reading.counted if isinstance(reading, ClauseReading) else reading.shown,
                reading.url,
            ),
            str(reading.light_words),
        )
        for clause in clauses
        for reading in facts.readings.whole.get(clause.pk, [])
        if reading.light is not MeasureLight.NONE
    ]
    head = (_("条款"), _("指标或目标"), _("完成情况"), _("状态"))
    return [Table(head, tuple(lines))] if lines else []


def units(facts: Facts) -> list[Table | Text]:
    """What stands out among the units, then all of them as a table: with scores where the registers tell."""
    rows: list[tuple[Part, ...]] = []
    ranking = supervision.ranking(facts.readings)
    for place, child, score in ranking:
        tally = facts.by_child[child]
        cells = [
            facts.figure(m, tally, under=child.code)
            for m in ("expected", "reported", "closed", "overdue")
        ]
        rate = facts.rate("on_time", tally, under=child.code)
        scored = (facts.linked(score.value, "plans:ranking"),) if facts.readings.has_data else ()
        # Of whom nothing fell due yet has no place: nobody had time for what others are asked for.
        is_ranked = bool(scored and tally["expected"])
        rows.append((str(place) if is_ranked else "—", child.organisation, *cells, rate, *scored))
    if not rows:
        return [compose(_("本级以下暂无承担任务的单位。"))]
    head = (
        _("名次"),
        _("单位"),
        _("应上报"),
        _("已上报"),
        _("已办结"),
        _("逾期"),
        _("按时上报率"),
        _("得分"),
    )
    if not facts.readings.has_data:
        return [Table(head[:-1], tuple(rows))]
    url = facts.linked(0, "plans:ranking").url
    punctual = [child for _place, child, _score in ranking if _is_punctual(facts.by_child[child])]
    ranked = [row for row in ranking if facts.by_child[row[1]]["expected"]]
    leaders = highlights.leaders(ranked, url, is_of_all=len(ranked) == len(ranking))
    led = [*leaders, *highlights.punctual(punctual, url)]
    return [*led, Table(head, tuple(rows), chart=len(head) - 1)]


def _is_punctual(tally: Tally) -> bool:
    return bool(tally["expected"]) and tally["on_time"] == tally["expected"]


def problems(facts: Facts) -> list[Text]:
    """What hinders, and the clauses that are most behind."""
    texts = (
        highlights.what_hinders(facts.readings, facts.carried) if facts.readings.has_data else []
    )
    late = [
        (tally["overdue"], c)
        for c in facts.clauses
        if (tally := facts.by_clause.get(c.pk, EMPTY))["overdue"]
    ]
    if late:
        late.sort(key=lambda pair: -pair[0])
        texts.append(
            _listing(
                _("逾期较多的条款有："),
                [
                    (facts.name(c), facts.figure("overdue", facts.by_clause[c.pk], clause=c.pk))
                    for _n, c in late[:MOST]
                ],
            )
        )
    units = [(f["overdue"], r) for r, f in facts.by_child.items() if f["overdue"]]
    if units:
        units.sort(key=lambda pair: (-pair[0], pair[1].code))
        texts.append(
            _listing(
                _("逾期较多的单位有："),
                [
                    (r.organisation, facts.figure("overdue", facts.by_child[r], **_at(facts, r)))
                    for _n, r in units[:MOST]
                ],
            )
        )
    texts += highlights.most_returned(facts.readings)
    if facts.whole["unsigned"]:
        texts.append(compose(_("尚有{n}项任务未签收。"), n=facts.figure("unsigned", facts.whole)))
    unproven = facts.whole["reported"] - facts.whole["proven"]
    if unproven:
        texts.append(
            compose(
                _("已上报的{reported}项中，附有佐证材料的{proven}项，佐证材料不够完整。"),
                reported=facts.figure("reported", facts.whole),
                proven=facts.figure("proven", facts.whole),
            )
        )
    return texts or [compose(_("截至目前没有逾期、未签收和缺少佐证的任务。"))]


def _at(facts: Facts, place: Region) -> dict[str, str]:
    """Rows of a child with all below it, or of the division itself alone."""
    return {"unit": place.code} if place == facts.region else {"under": place.code}


def _listing(lead: str, items: list[tuple[str, Figure]]) -> Text:
    return highlights.listing(lead, [(name, (number, _("项"))) for name, number in items])


def next_steps(facts: Facts) -> list[Text]:
    """What comes next: what is late, what is due soon."""
    words = _("有逾期任务的单位要逐项说明原因，限期补报，市、县残联按规定督办。")
    texts = [compose(words)] if facts.whole["overdue"] else []
    until = facts.day + timedelta(days=AHEAD_DAYS)
    coming = (
        facts.rows.filter(due__gt=facts.day, due__lte=until)
        .order_by("due", "clause__order", "task__order")
        .values("task_id", "task__name", "clause__path", "due")
        .annotate(n=Count("pk"))
    )
    listed = Few.of(coming, 2 * MOST)
    for due, items in groupby(listed, key=itemgetter("due")):
        lead = _("%(day)s前要完成的任务有：") % {"day": say(due)}
        texts.append(highlights.listing(lead, [_coming(facts, item) for item in items]))
    if left := listed.total - len(listed):
        words = _("另有{n}项任务将在{day}前到期，见任务清单。")
        texts.append(compose(words, n=str(left), day=say(until)))
    return texts or [_nothing_soon(facts, until)]


def _coming(facts: Facts, item: dict[str, Any]) -> tuple[str, tuple[Part, ...]]:
    """A task that falls due, with its clause and how many units carry it."""
    url = facts.address(task=item["task_id"], due=item["due"], measure="all", on=facts.day)
    where = _("要点%(path)s，") % {"path": official_marks(item["clause__path"])}
    return f"“{quotable(item['task__name'])}”", (
        where,
        Figure(str(item["n"]), url),
        _("个单位"),
    )


def _nothing_soon(facts: Facts, until: date) -> Text:
    """What is ahead where nothing falls due in the next time: tasks of a later day, or none at all."""
    if not facts.rows.filter(due__gt=until).exists():
        return compose(_("已下达的任务均已到期，请各单位做好总结和归档。"))
    words = _("{day}前没有到期的任务，其后到期的任务要提早安排，按时完成。")
    return compose(words, day=say(until))

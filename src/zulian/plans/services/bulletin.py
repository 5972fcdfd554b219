"""The bulletin (通报) of a half year and the summary (总结) of a year: text and figures, each figure with its rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.documents.official import Figure, Heading, Official, Part, Table, Text, compose
from zulian.foundation.few import Few
from zulian.indicators.counting import code_part
from zulian.indicators.rules import Light as MeasureLight
from zulian.indicators.rules import Pair
from zulian.indicators.tables import under
from zulian.plans.clauses import also_carried_over, carried_over, clause_of_each, counted_clauses
from zulian.plans.measures import MEASURES, end_of
from zulian.plans.models import Assignment, Circular, Clause, Notice
from zulian.plans.rules import Cell, Light
from zulian.plans.services import highlights, supervision
from zulian.plans.services.measured import ClauseReading
from zulian.plans.services.readings import PlanReadings
from zulian.plans.services.tally import EMPTY, Tally
from zulian.plans.services.tally import tally as tally
from zulian.plans.short_names import official_marks, quotable
from zulian.regions.models import Children, Level, Region

AHEAD_DAYS, MOST = 60, 5


class Kind(StrEnum):
    """半年通报 or 全年总结."""

    HALF = "half"
    YEAR = "year"


def last_day(kind: Kind, year: int) -> date:
    """The last day of the period of which a document tells."""
    return date(year, 6, 30) if kind is Kind.HALF else date(year, 12, 31)


def closing_day(kind: Kind, year: int, today: date) -> date:
    """The day on which the figures stand: the end of the period, or today while it still runs."""
    return min(last_day(kind, year), today)


def not_begun(circular: Circular, today: date) -> str:
    """Why nothing can be told of a plan yet, in words: its period has not begun; "" once it has."""
    if not circular.is_ahead(today):
        return ""
    words = _("年度未开始：执行期从%(day)s起，之后才能起草通报总结。")
    return words % {"day": _say(circular.starts_on)}


def usual_kind(year: int, today: date) -> Kind:
    """What is written about a plan of `year` at this time: of the period whose end is nearest, just gone by or soon to come."""
    return min(Kind, key=lambda kind: abs((last_day(kind, year) - today).days))


def write(
    circular: Circular, region: Region, kind: Kind, today: date, day: date | None = None
) -> Official:
    """The document of `kind` about `circular` for everything in `region`'s jurisdiction, its figures as of `day`."""
    return _Bulletin(
        circular, region, kind, day or closing_day(kind, circular.year, today), today
    ).write()


class _Bulletin:
    def __init__(
        self, circular: Circular, region: Region, kind: Kind, day: date, today: date
    ) -> None:
        self.circular, self.region, self.kind, self.day, self.today = (
            circular,
            region,
            kind,
            day,
            today,
        )
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

    def _paper(self) -> str:
        """What the year's paper is called: what supplements or amends a plan has a bulletin, and a title, of its own."""
        if self.circular.amends_id is None:
            return _("组织工作要点")
        return _("组织工作要点%(kind)s") % {"kind": self.circular.get_kind_display()}

    def write(self) -> Official:
        facts = {"year": self.circular.year, "paper": self._paper()}
        if self.kind is Kind.HALF:
            title = _("关于%(year)d年上半年%(paper)s\n落实情况的通报") % facts
        else:
            title = _("%(year)d年%(paper)s\n落实情况的总结") % facts
        made = Official(title, self._addressees(), self.region.official_name, self.today)
        if not_yet := not_begun(self.circular, self.today):
            made.blocks = [compose(not_yet)]
            return made
        if not self.whole["all"]:
            made.blocks = [
                self._opened(),
                compose(_("截至{day}，本文件的任务尚未下达，无数据。"), day=_say(self.day)),
            ]
            return made
        made.blocks = [
            self._opening(),
            Heading(_("总体进展")),
            *self._progress(),
            Heading(_("各项工作落实情况")),
            *self._sections(),
            Heading(_("各单位情况")),
            *self._units(),
            Heading(_("存在的问题")),
            *self._problems(),
            Heading(_("下一步工作")),
            *self._next(),
        ]
        return made

    def name(self, clause: Clause) -> str:
        """What a clause is called within a sentence."""
        return highlights.clause_words(clause, self.readings.duties.get(clause.pk, []))

    def figure(self, measure: str, found: Tally, **where: object) -> Figure:
        """A count and the address of exactly the rows it counts."""
        return Figure(str(found[measure]), self._rows(measure=measure, on=self.day, **where))

    def rate(self, measure: str, found: Tally, **where: object) -> Figure:
        """A share of what was expected, leading to all that was expected."""
        return Figure(
            _rate(found[measure], found["expected"]),
            self._rows(measure="expected", on=self.day, **where),
        )

    def _rows(self, **where: object) -> str:
        query = {"circular": self.circular.pk, "under": self.region.code, **where}
        return f"{reverse('plans:assignment-list')}?{urlencode(query)}"

    def _linked(self, number: float, page: str) -> Figure:
        """A number that a page of the plan shows."""
        return Figure(
            f"{number:g}",
            under(reverse(page, args=[self.circular.pk]), self.region, self.readings.on),
        )

    def _addressees(self) -> str:
        """To whom it goes: whom the plan was sent to, below its issuer the organisations one level below the signer."""
        if self.region.code == self.circular.region_id and self.circular.addressees:
            return self.circular.addressees
        below = {
            Level.COUNTRY: _("各省、自治区、直辖市残联"),
            Level.PROVINCE: _("各区（县）残联") if self.region.is_municipality else _("各市残联"),
            Level.CITY: _("各县（市、区）残联"),
            Level.COUNTY: _("各乡镇（街道）残联"),
            Level.TOWNSHIP: _("各村（社区）残协"),
        }
        return below.get(Level(self.region.level), "")

    def _opening(self) -> Text:
        """Which paper, as of which day; where measures are kept of a day before it, as of which."""
        words = self._opened()
        if not self.readings.has_data:
            return Text((*words.parts, _("当日没有留存台账数字，台账方面无数据。")))
        if self.readings.snapshot_day in {None, self.day}:
            return words
        return Text(
            (
                *words.parts,
                _("台账各项数字截至%(day)s。") % {"day": _say(self.readings.snapshot_day)},
            )
        )

    def _opened(self) -> Text:
        number = f"（{self.circular.number}）" if self.circular.number else ""
        return compose(
            _(
                "《{title}》{number}印发以来，{who}按照部署推进落实。现将截至{day}的情况{word}如下。"
            ),
            title=official_marks(self.circular.title),
            number=number,
            who=self._who(),
            day=_say(self.day),
            word=_("通报") if self.kind is Kind.HALF else _("总结"),
        )

    def _who(self) -> str:
        """Who carries it out: all organisations of the division; in a village there is one."""
        if self.region.level == Level.VILLAGE:
            return self.region.organisation
        return _("%(region)s各级残联组织") % {"region": self.region.name}

    def _progress(self) -> list[Text]:
        w = self.whole
        units = self.rows.values("region_id").distinct().count()
        tasks = self.rows.values("task_id").distinct().count()
        words = _(
            "文件共{clauses}条{also}，分解为{tasks}项任务，下达到{units}个单位，形成单位任务{all}项，已签收{signed}项。"
        )
        if w["expected"]:
            words += _(
                "应上报{expected}项，已上报{reported}项，上报率{rate}，在规定时限内上报{on_time}项，按时上报率{on_time_rate}。"
            )
        words += _("已办结{closed}项。") if w["closed"] else ""
        words += _("逾期未报{overdue}项。") if w["overdue"] else ""
        words += "" if w["expected"] else _("目前尚无到期任务。")
        first = compose(
            words,
            clauses=self._linked(len(counted_clauses(self.clauses)), "plans:circular"),
            also=self._also(),
            tasks=self._linked(tasks, "plans:circular"),
            units=Figure(str(units), self._rows(measure="all", on=self.day)),
            rate=self.rate("reported", w),
            on_time_rate=self.rate("on_time", w),
            **{
                m: self.figure(m, w)
                for m in ("all", "signed", "expected", "reported", "on_time", "closed", "overdue")
            },
        )
        if self.readings.has_data:
            first = Text((*first.parts, *self._clauses_done().parts))
        changed = self._changed()
        notices = Notice.objects.within(self.region).filter(assignment__circular=self.circular)
        sent = notices.filter(at__lt=end_of(self.day)).count()
        replied = notices.filter(replied_at__lt=end_of(self.day)).count()
        if not sent:
            return [first, *changed]
        query = {"circular": self.circular.pk, "under": self.region.code, "on": self.day}
        url = f"{reverse('plans:notice-list')}?{urlencode(query)}"
        second = _("对逾期任务下发督办通知{sent}份，已回复{replied}份。")
        answered = Figure(str(replied), f"{url}&{urlencode({'replied_by': self.day})}")
        return [first, *changed, compose(second, sent=Figure(str(sent), url), replied=answered)]

    def _also(self) -> str:
        """The clauses of tasks carried over, named apart behind a count of clauses."""
        words = also_carried_over(len(carried_over(self.clauses)))
        return f"（{words}）" if words else ""

    def _changed(self) -> list[Text]:
        """What moved most since the half year before, or in the last month."""
        if not self.readings.has_data:
            return []
        return highlights.what_changed(self.readings, self.kind is Kind.YEAR, _("{}年{}月{}日"))

    def _clauses_done(self) -> Text:
        """How many clauses are done by paper and registers, and how many by paper alone."""
        _head, rows = supervision.matrix(self.readings)
        counts_with = clause_of_each(self.clauses)
        cells: dict[int, list[Cell]] = defaultdict(list)
        for row in rows:
            if row.clause.pk in counts_with:
                cells[counts_with[row.clause.pk]].append(row.total)
        done = sum(all(cell.is_done for cell in own) for own in cells.values())
        on_paper = sum(
            all(cell.is_done or cell.light is Light.AGAINST for cell in own)
            for own in cells.values()
        )
        against = on_paper - done
        words = _(
            "已下达任务的{rows}条要点中，任务已办结且台账已达标的有{done}条，任务已办结但台账尚未达标的有{against}条。"
        )
        return compose(
            words,
            rows=self._linked(len(cells), "plans:matrix"),
            done=self._linked(done, "plans:matrix"),
            against=self._linked(against, "plans:matrix"),
        )

    def _sections(self) -> list[Heading | Text | Table]:
        """Of each part its tasks, then what its clauses reached by the registers as a table."""
        blocks: list[Heading | Text | Table] = []
        for top in (c for c in self.clauses if c.parent_id is None):
            below = self._below(top)
            found = sum((self.by_clause.get(c.pk, EMPTY) for c in below), EMPTY)
            if not found["all"]:
                continue
            blocks.append(Heading(official_marks(top.title) or self.name(top), 2))
            blocks.append(
                compose(
                    _("本部分共有单位任务{all}项，") + self._reported_words(found) + "。",
                    rate=self.rate("reported", found, section=top.pk),
                    **{
                        measure: self.figure(measure, found, section=top.pk) for measure in MEASURES
                    },
                )
            )
            given = [c for c in below if self.by_clause.get(c.pk, EMPTY)["all"]]
            if given != [top]:
                blocks += [self._clause(c) for c in given]
            blocks += self._measures([c for c in below if c.pk in self.carried])
        return blocks

    def _below(self, top: Clause) -> list[Clause]:
        ids = {top.pk}
        for clause in self.clauses:
            if clause.parent_id in ids:
                ids.add(clause.pk)
        return [c for c in self.clauses if c.pk in ids]

    def _clause(self, clause: Clause) -> Text:
        found = self.by_clause[clause.pk]
        words = self._reported_words(found)
        return compose(
            _("“{name}”方面，") + (words if found["expected"] else _("共{all}项，") + words) + "。",
            name=self.name(clause),
            rate=self.rate("reported", found, clause=clause.pk),
            **{measure: self.figure(measure, found, clause=clause.pk) for measure in MEASURES},
        )

    def _reported_words(self, found: Tally) -> str:
        """How far tasks are, with nothing said of what there is none of."""
        if not found["expected"]:
            return _("均未到时限，已签收{signed}项")
        words = _("应上报{expected}项，已上报{reported}项，上报率{rate}")
        words += _("，已办结{closed}项") if found["closed"] else ""
        return words + (_("，逾期未报{overdue}项") if found["overdue"] else "")

    def _measures(self, clauses: list[Clause]) -> list[Table]:
        """What can be measured of some clauses, a line for each measure; no table where nothing can."""
        if not self.readings.has_data:
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
            for reading in self.readings.whole.get(clause.pk, [])
            if reading.light is not MeasureLight.NONE
        ]
        head = (_("条款"), _("指标或目标"), _("完成情况"), _("状态"))
        return [Table(head, tuple(lines))] if lines else []

    def _units(self) -> list[Table | Text]:
        """What stands out among the units, then all of them as a table: with scores where the registers tell."""
        rows: list[tuple[Part, ...]] = []
        ranking = supervision.ranking(self.readings)
        for place, child, score in ranking:
            found = self.by_child[child]
            cells = [
                self.figure(m, found, under=child.code)
                for m in ("expected", "reported", "closed", "overdue")
            ]
            rate = self.rate("on_time", found, under=child.code)
            scored = (self._linked(score.value, "plans:ranking"),) if self.readings.has_data else ()
            rows.append((str(place) if scored else "—", child.organisation, *cells, rate, *scored))
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
        if not self.readings.has_data:
            return [Table(head[:-1], tuple(rows))]
        url = self._linked(0, "plans:ranking").url
        punctual = [
            child for _place, child, _score in ranking if self._is_punctual(self.by_child[child])
        ]
        led = [*highlights.leaders(ranking, url), *highlights.punctual(punctual, url)]
        return [*led, Table(head, tuple(rows), chart=len(head) - 1)]

    def _is_punctual(self, found: Tally) -> bool:
        return bool(found["expected"]) and found["on_time"] == found["expected"]

    def _problems(self) -> list[Text]:
        made = (
            highlights.what_hinders(self.readings, self.carried) if self.readings.has_data else []
        )
        late = [
            (found["overdue"], c)
            for c in self.clauses
            if (found := self.by_clause.get(c.pk, EMPTY))["overdue"]
        ]
        if late:
            late.sort(key=lambda pair: -pair[0])
            made.append(
                self._listing(
                    _("逾期较多的条款有："),
                    [
                        (self.name(c), self.figure("overdue", self.by_clause[c.pk], clause=c.pk))
                        for _n, c in late[:MOST]
                    ],
                )
            )
        units = [(f["overdue"], r) for r, f in self.by_child.items() if f["overdue"]]
        if units:
            units.sort(key=lambda pair: (-pair[0], pair[1].code))
            made.append(
                self._listing(
                    _("逾期较多的单位有："),
                    [
                        (r.organisation, self.figure("overdue", self.by_child[r], **self._at(r)))
                        for _n, r in units[:MOST]
                    ],
                )
            )
        made += highlights.most_returned(self.readings)
        if self.whole["unsigned"]:
            made.append(compose(_("尚有{n}项任务未签收。"), n=self.figure("unsigned", self.whole)))
        unproven = self.whole["reported"] - self.whole["proven"]
        if unproven:
            made.append(
                compose(
                    _("已上报的{reported}项中，附有佐证材料的{proven}项，佐证材料不够完整。"),
                    reported=self.figure("reported", self.whole),
                    proven=self.figure("proven", self.whole),
                )
            )
        return made or [compose(_("截至目前没有逾期、未签收和缺少佐证的任务。"))]

    def _at(self, place: Region) -> dict[str, str]:
        """Rows of a child with all below it, or of the division itself alone."""
        return {"unit": place.code} if place == self.region else {"under": place.code}

    def _listing(self, lead: str, items: list[tuple[str, Figure]]) -> Text:
        return highlights.listing(lead, [(name, (number, _("项"))) for name, number in items])

    def _next(self) -> list[Text]:
        words = _("有逾期任务的单位要逐项说明原因，限期补报，市、县残联按规定督办。")
        made = [compose(words)] if self.whole["overdue"] else []
        until = self.day + timedelta(days=AHEAD_DAYS)
        coming = (
            self.rows.filter(due__gt=self.day, due__lte=until)
            .order_by("due", "clause__order", "task__order")
            .values("task_id", "task__name", "clause__path", "due")
            .annotate(n=Count("pk"))
        )
        listed = Few.of(coming, 2 * MOST)
        for due, items in groupby(listed, key=itemgetter("due")):
            lead = _("%(day)s前要完成的任务有：") % {"day": _say(due)}
            made.append(highlights.listing(lead, [self._coming(item) for item in items]))
        if left := listed.total - len(listed):
            words = _("另有{n}项任务将在{day}前到期，见任务清单。")
            made.append(compose(words, n=str(left), day=_say(until)))
        return made or [self._nothing_soon(until)]

    def _coming(self, item: dict[str, Any]) -> tuple[str, tuple[Part, ...]]:
        """A task that falls due, with its clause and how many units carry it."""
        url = self._rows(task=item["task_id"], due=item["due"], measure="all", on=self.day)
        where = _("要点%(path)s，") % {"path": official_marks(item["clause__path"])}
        return f"“{quotable(item['task__name'])}”", (
            where,
            Figure(str(item["n"]), url),
            _("个单位"),
        )

    def _nothing_soon(self, until: date) -> Text:
        """What is ahead where nothing falls due in the next time: tasks of a later day, or none at all."""
        if not self.rows.filter(due__gt=until).exists():
            return compose(_("已下达的任务均已到期，请各单位做好总结和归档。"))
        words = _("{day}前没有到期的任务，其后到期的任务要提早安排，按时完成。")
        return compose(words, day=_say(until))


def _say(day: date) -> str:
    return _("%(year)d年%(month)d月%(day)d日") % {
        "year": day.year,
        "month": day.month,
        "day": day.day,
    }


def _rate(met: int, of: int) -> str:
    pair = Pair(met, of)
    return f"{pair.percent:g}%" if pair.of else "—"

"""The bulletin (通报) of a half year and the summary (总结) of a year: text and figures, each figure with its rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.documents.official import Figure, Heading, Official, Text, compose
from zulian.plans.clauses import also_carried_over, carried_over, clause_of_each, counted_clauses
from zulian.plans.measures import end_of
from zulian.plans.models import Circular, Notice
from zulian.plans.rules import Cell, Light
from zulian.plans.services import highlights, supervision
from zulian.plans.services.bulletin_chapters import next_steps, problems, sections, units
from zulian.plans.services.bulletin_facts import Facts, say
from zulian.plans.services.bulletin_facts import Kind as Kind
from zulian.plans.services.tally import tally as tally
from zulian.plans.short_names import official_marks
from zulian.regions.models import Level, Region


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
    return words % {"day": say(circular.starts_on)}


def usual_kind(year: int, today: date) -> Kind:
    """What is written about a plan of `year` at this time: of the period whose end is nearest, just gone by or soon to come."""
    return min(Kind, key=lambda kind: abs((last_day(kind, year) - today).days))


def write(
    circular: Circular, region: Region, kind: Kind, today: date, day: date | None = None
) -> Official:
    """The document of `kind` about `circular` for everything in `region`'s jurisdiction, its figures as of `day`."""
    as_of = day or closing_day(kind, circular.year, today)
    return _written(Facts(circular, region, kind, as_of, today))


def _paper(facts: Facts) -> str:
    """What the year's paper is called: what supplements or amends a plan has a bulletin, and a title, of its own."""
    if facts.circular.amends_id is None:
        return _("组织工作要点")
    return _("组织工作要点%(kind)s") % {"kind": facts.circular.get_kind_display()}


def _written(facts: Facts) -> Official:
    names = {"year": facts.circular.year, "paper": _paper(facts)}
    if facts.kind is Kind.HALF:
        title = _("关于%(year)d年上半年%(paper)s\n落实情况的通报") % names
    else:
        title = _("%(year)d年%(paper)s\n落实情况的总结") % names
    official = Official(title, _addressees(facts), facts.region.official_name, facts.today)
    if not_yet := not_begun(facts.circular, facts.today):
        official.blocks = [compose(not_yet)]
        return official
    if not facts.whole["all"]:
        official.blocks = [
            _opened(facts),
            compose(_("截至{day}，本文件的任务尚未下达，无数据。"), day=say(facts.day)),
        ]
        return official
    official.blocks = [
        _opening(facts),
        Heading(_("总体进展")),
        *_progress(facts),
        Heading(_("各项工作落实情况")),
        *sections(facts),
        Heading(_("各单位情况")),
        *units(facts),
        Heading(_("存在的问题")),
        *problems(facts),
        Heading(_("下一步工作")),
        *next_steps(facts),
    ]
    return official


def _addressees(facts: Facts) -> str:
    """To whom it goes: whom the plan was sent to, below its issuer the organisations one level below the signer."""
    if facts.region.code == facts.circular.region_id and facts.circular.addressees:
        return facts.circular.addressees
    below = {
        Level.COUNTRY: _("各省、自治区、直辖市残联"),
        Level.PROVINCE: _("各区（县）残联") if facts.region.is_municipality else _("各市残联"),
        Level.CITY: _("各县（市、区）残联"),
        Level.COUNTY: _("各乡镇（街道）残联"),
        Level.TOWNSHIP: _("各村（社区）残协"),
    }
    return below.get(Level(facts.region.level), "")


def _opening(facts: Facts) -> Text:
    """Which paper, as of which day; where measures are kept of a day before it, as of which."""
    words = _opened(facts)
    if not facts.readings.has_data:
        return Text((*words.parts, _("当日没有留存台账数字，台账方面无数据。")))
    if facts.readings.snapshot_day in {None, facts.day}:
        return words
    return Text(
        (
            *words.parts,
            _("台账各项数字截至%(day)s。") % {"day": say(facts.readings.snapshot_day)},
        )
    )


def _opened(facts: Facts) -> Text:
    number = f"（{facts.circular.number}）" if facts.circular.number else ""
    return compose(
        _("《{title}》{number}印发以来，{who}按照部署推进落实。现将截至{day}的情况{word}如下。"),
        title=official_marks(facts.circular.title),
        number=number,
        who=_who(facts),
        day=say(facts.day),
        word=_("通报") if facts.kind is Kind.HALF else _("总结"),
    )


def _who(facts: Facts) -> str:
    """Who carries it out: all organisations of the division; in a village there is one."""
    if facts.region.level == Level.VILLAGE:
        return facts.region.organisation
    return _("%(region)s各级残联组织") % {"region": facts.region.name}


def _progress(facts: Facts) -> list[Text]:
    w = facts.whole
    units = facts.rows.values("region_id").distinct().count()
    tasks = facts.rows.values("task_id").distinct().count()
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
        clauses=facts.linked(len(counted_clauses(facts.clauses)), "plans:circular"),
        also=_also(facts),
        tasks=facts.linked(tasks, "plans:circular"),
        units=Figure(str(units), facts.address(measure="all", on=facts.day)),
        rate=facts.rate("reported", w),
        on_time_rate=facts.rate("on_time", w),
        **{
            m: facts.figure(m, w)
            for m in ("all", "signed", "expected", "reported", "on_time", "closed", "overdue")
        },
    )
    if facts.readings.has_data:
        first = Text((*first.parts, *_clauses_done(facts).parts))
    changed = _changed(facts)
    notices = Notice.objects.within(facts.region).on_plan(facts.circular.pk)
    sent = notices.filter(at__lt=end_of(facts.day)).count()
    replied = notices.filter(replied_at__lt=end_of(facts.day)).count()
    if not sent:
        return [first, *changed]
    query = {"circular": facts.circular.pk, "under": facts.region.code, "on": facts.day}
    url = f"{reverse('plans:notice-list')}?{urlencode(query)}"
    second = _("对逾期任务下发督办通知{sent}份，已回复{replied}份。")
    answered = Figure(str(replied), f"{url}&{urlencode({'replied_by': facts.day})}")
    return [first, *changed, compose(second, sent=Figure(str(sent), url), replied=answered)]


def _also(facts: Facts) -> str:
    """The clauses of tasks carried over, named apart behind a count of clauses."""
    words = also_carried_over(len(carried_over(facts.clauses)))
    return f"（{words}）" if words else ""


def _changed(facts: Facts) -> list[Text]:
    """What moved most since the half year before, or in the last month."""
    if not facts.readings.has_data:
        return []
    return highlights.what_changed(facts.readings, facts.kind is Kind.YEAR, _("{}年{}月{}日"))


def _clauses_done(facts: Facts) -> Text:
    """How many clauses are done by paper and registers, and how many by paper alone."""
    _head, rows = supervision.matrix(facts.readings)
    counts_with = clause_of_each(facts.clauses)
    cells: dict[int, list[Cell]] = defaultdict(list)
    for row in rows:
        if row.clause.pk in counts_with:
            cells[counts_with[row.clause.pk]].append(row.total)
    done = sum(all(cell.is_done for cell in own) for own in cells.values())
    on_paper = sum(
        all(cell.is_done or cell.light is Light.AGAINST for cell in own) for own in cells.values()
    )
    against = on_paper - done
    words = _("已下达任务的{rows}条要点中，")
    words += (
        _("任务已办结且台账已达标的有{done}条") if done else _("还没有任务办结且台账达标的条款")
    )
    words += _("，任务已办结但台账尚未达标的有{against}条。") if against else "。"
    return compose(
        words,
        rows=facts.linked(len(cells), "plans:matrix"),
        done=facts.linked(done, "plans:matrix"),
        against=facts.linked(against, "plans:matrix"),
    )

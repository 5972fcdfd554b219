"""The demo of the cadres room: files of invented cadres, a reserve in all its states."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.cadres.models import Cadre, Entry, Evaluation, Training
from zulian.cadres.services import reserve
from zulian.foundation import bulk
from zulian.foundation.clock import on_day
from zulian.foundation.work import unit_of_work
from zulian.leadership.demo import CITY, tied
from zulian.leadership.models import Term
from zulian.people.demo import Adults, give_portraits, works_in_federation
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person
from zulian.regions.models import Level

SEED, STAFF = 20130320, "科员"
STAFF_OF_EACH = 5
STRENGTHS = (
    "手语翻译",
    "文字综合",
    "财务管理",
    "康复指导",
    "组织协调",
    "信息化",
    "法律援助",
    "蒙古语沟通",
)
SCHOOLS = ("演示师范学院 汉语言文学", "演示大学 社会工作", "演示党校 行政管理", "演示职业学院 会计")
UNITS = ("残联办公室", "残联组联部", "残疾人就业服务中心", "残疾人康复中心")
APPOINTED = "残联组联部负责人"
# At work since 22, and in the present office for up to four years.
YOUNGEST_CADRE = 28
DIRECTIONS = ("县残联副理事长", "县残联理事", "乡镇残联理事长", "市残联科室负责人")
SUBJECTS = ("残疾人干部培训班", "公文写作与信息化", "残疾人权益保障法规", "基层组织建设业务")


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, after people are there, and does nothing where files are."""
    if Cadre.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    with unit_of_work():
        _files(chance, today)


@dataclass(frozen=True)
class Job:
    """Who works where as what: a leader as the register of terms says, or one of the staff."""

    person: Person
    code: str
    position: str
    unit: str
    since: date
    tie: str = ""


def _files(chance: random.Random, today: date) -> None:
    """Files of the leaders of city and counties and of some younger cadres; the demo county's are led by its officer."""
    terms = list(
        Term.objects.select_related("person", "office", "region").filter(
            region__level__in=[Level.CITY, Level.COUNTY], office__leading=True
        )
    )
    officers = Post.objects.filter(role__in=[Role.CITY_OFFICER, Role.COUNTY_OFFICER])
    keepers = {p.region_id: p for p in officers.select_related("user", "region")}
    jobs = [
        Job(
            term.person,
            term.region_id,
            term.office.title,
            term.region.organisation,
            term.since,
            term.tie,
        )
        for term in terms
    ]
    leaders = set(Term.objects.values_list("person_id", flat=True))
    people = Adults(
        CITY,
        today,
        YOUNGEST_CADRE,
        40,
        SEED,
        lambda p: p.pk not in leaders and works_in_federation(p),
    )
    regions = {term.region_id: term.region for term in terms}
    staff: list[tuple[Person, str, str, date]] = []
    for code, region in sorted(regions.items()):
        for n in range(STAFF_OF_EACH):
            person = people.on_file(region) if n % 3 else people.new(region)
            since = today - timedelta(days=chance.randint(300, 1500))
            staff.append((person, code, chance.choice(UNITS), since))
        # Who signs in with the federation's demo account is on file like everybody else.
        keeper = keepers[code]
        staff.append((people.new(region, keeper.user.name), code, UNITS[0], keeper.since))
    people.write()
    jobs += [Job(person, code, STAFF, unit, since) for person, code, unit, since in staff]
    disabled = disabilities_of(job.person.pk for job in jobs)
    cadres = bulk.create(
        _file(chance, job, keepers[job.code], today, job.person.pk in disabled) for job in jobs
    )
    bulk.create(
        entry
        for cadre, job in zip(cadres, jobs, strict=True)
        for entry in _entries(chance, cadre, job.since, today)
    )
    give_portraits(chance, (cadre.person for cadre in cadres), 0.85)
    _reserve(chance, [cadre for cadre in cadres if cadre.position == STAFF], keepers, today)


def _file(chance: random.Random, job: Job, keeper: Post, today: date, is_disabled: bool) -> Cadre:
    person = job.person
    work = person.birth.replace(day=1) + timedelta(days=22 * 365)
    return Cadre(
        person=person,
        region_id=job.code,
        tie=job.tie or tied(person, is_disabled),
        unit=job.unit,
        position=job.position,
        grade=chance.choice(("一级科员", "四级主任科员", "三级主任科员")),
        since=job.since,
        education=chance.choice(("college", "bachelor", "bachelor", "master")),
        school=chance.choice(SCHOOLS),
        party=chance.choice(("member", "member", "masses")),
        work_since=work,
        native_place="辽宁阜新",
        sign=chance.choice(("none", "none", "basic", "fluent")),
        strengths=chance.choice(STRENGTHS) if chance.random() < 0.9 else "",
        keeper=keeper,
        verified_on=today - timedelta(days=chance.choice((20, 60, 140, 200, 280, 420))),
        verified_by=keeper,
    )


def _entries(chance: random.Random, cadre: Cadre, since: date, today: date) -> Iterator[Entry]:
    """What a file says of education, career and the last two appraisals."""
    work, years = cadre.work_since, (today.year - 2, today.year - 1)
    assert work is not None
    marks = [
        (
            Entry.Kind.APPRAISAL,
            date(year, 12, 31),
            None,
            f"{year}年度",
            chance.choice(("称职", "优秀")),
        )
        for year in years
    ]
    lines = [
        (Entry.Kind.EDUCATION, work - timedelta(days=1400), work, cadre.school, ""),
        (Entry.Kind.CAREER, work, since, "乡镇民政办 工作人员", ""),
        (Entry.Kind.CAREER, since, None, f"{cadre.unit} {cadre.position}", ""),
        *marks,
    ]
    for kind, begun, until, text, result in lines:
        yield Entry(cadre=cadre, kind=kind, since=begun, until=until, text=text, result=result)


def _reserve(
    chance: random.Random, cadres: Iterable[Cadre], keepers: dict[str, Post], today: date
) -> None:
    """Names in every state: nominated, reviewed, on the list with trainings and evaluations, recommended, appointed, taken off."""
    for n, cadre in enumerate(list(cadres)[::2]):
        post: Any = keepers.get(cadre.region_id)
        level = "city" if cadre.region_id == CITY else chance.choice(("county", "township"))
        if post is None or cadre.person.age_on(today) > 40:
            continue
        far = n % 8
        with on_day(today - timedelta(days=400 - n % 90)):
            found = reserve.nominate(
                cadre, level, chance.choice(DIRECTIONS), "工作踏实，熟悉残疾人工作，群众基础好。"
            )
            if far > 0:
                reserve.review(
                    found.pk,
                    post,
                    far != 7,
                    "组织部门同意" if far != 7 else "任职年限不足，暂不列入",
                )
            if 1 < far < 7:
                reserve.confirm(
                    found.pk, post, f"演残联〔{(today - timedelta(days=400)).year}〕6号"
                )
        if 1 < far < 7:
            _grow(chance, found.pk, cadre, post, today, far)


def _grow(chance: random.Random, pk: int, cadre: Cadre, post: Post, today: date, far: int) -> None:
    bulk.create(
        _training(chance, cadre, year, is_done, today)
        for year, is_done in ((today.year - 1, True), (today.year, chance.random() < 0.7))
    )
    with on_day(max(today - timedelta(days=200), date(today.year, 1, 1))):
        verdict = Evaluation.Verdict.REMOVE if far == 6 else Evaluation.Verdict.KEEP
        reserve.evaluate(pk, post, verdict, "调离残联系统" if far == 6 else "年度表现良好")
    if far in {4, 5}:
        reserve.recommend(pk, post, "县残联副理事长")
    if far == 5:
        _appoint(pk, cadre, post, today)


def _training(
    chance: random.Random, cadre: Cadre, year: int, is_done: bool, today: date
) -> Training:
    day = min(date(year, 5, 10) + timedelta(days=chance.randint(0, 90)), today)
    return Training(
        cadre=cadre,
        year=year,
        kind=chance.choice(Training.Kind.values),
        subject=chance.choice(SUBJECTS),
        planned_on=day,
        done_on=day if is_done else None,
        hours=chance.choice((16, 24, 40)) if is_done else 0,
        result="合格" if is_done else "",
    )


def _appoint(pk: int, cadre: Cadre, post: Post, today: date) -> None:
    """To the head of an office, no seat of a board: who holds those is in the register of terms."""
    reserve.appoint(pk, post, APPOINTED, today)
    entries = Entry.objects.filter(cadre=cadre, kind=Entry.Kind.CAREER, until=None)
    entries.update(until=today)
    Entry.objects.create(
        cadre=cadre,
        kind=Entry.Kind.CAREER,
        since=today,
        text=f"{cadre.unit} {APPOINTED}",
    )

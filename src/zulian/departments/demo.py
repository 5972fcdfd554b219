"""The demo of other departments: those of the city and of its counties, who speaks for them, and letters in each state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.departments.models import Department, Letter
from zulian.departments.services import departments, letters
from zulian.foundation.clock import on_day
from zulian.foundation.work import unit_of_work

COUNTY = "210921000000"
SINCE = 400
Kind = Department.Kind
# Name, other names, kind, who speaks for it and what their duty is; all people are invented.
KEPT = (
    ("组织部", "组织部门", Kind.PARTY, "孙演川", "干部科科长"),
    ("文明办", "", Kind.PARTY, "吴演霞", "副主任"),
    ("民政局", "民政部门", Kind.GOVERNMENT, "郑演河", "副局长"),
    ("教育局", "教育部门", Kind.GOVERNMENT, "冯演书", "基础教育科科长"),
    ("卫生健康委员会", "卫健委、卫生健康部门", Kind.GOVERNMENT, "陈演林", "医政科科长"),
    ("人力资源和社会保障局", "人社局、人社部门", Kind.GOVERNMENT, "褚演民", "就业科科长"),
    ("财政局", "", Kind.GOVERNMENT, "卫演秋", "社会保障科科长"),
    ("团委", "共青团", Kind.MASS, "蒋演青", "副书记"),
)
HOSPITALS = (("人民医院", "", Kind.HOSPITAL, "沈演康", "医务科科长"),)


@dataclass(frozen=True)
class Paper:
    """A letter sent so many days ago; the answer was asked for within `left` days from today and came after `came`."""

    to: str
    title: str
    text: str
    sent: int | None
    left: int | None
    number: str = ""
    urged: bool = False
    came: int | None = None
    answer: str = ""
    outcome: str = ""


OF_CITY = (
    Paper(
        "民政局",
        "关于商请比对社会组织登记情况的函",
        "为摸清全市残疾人社会组织底数，请贵局提供已登记的助残类社会组织名单和统一社会信用代码。\n"
        "名单只用于工作比对，由我会专人保管。",
        sent=40,
        left=-20,
        number="演残函〔2026〕3号",
        came=15,
        answer="同意提供，名单随函附上，共 12 家。",
        outcome="名单已与社会组织台账比对。",
    ),
    Paper(
        "组织部",
        "关于商请推荐残疾人后备干部的函",
        "请贵部在年度干部调研中一并了解各级残联残疾人干部配备情况，并推荐残疾人后备干部人选。",
        sent=30,
        left=-4,
        number="演残函〔2026〕5号",
        urged=True,
    ),
    Paper(
        "文明办",
        "关于商请将助残志愿服务列入文明实践计划的函",
        "请贵办将助残志愿服务列入本年新时代文明实践活动计划，并明确一名联系人。",
        sent=6,
        left=9,
        number="演残函〔2026〕8号",
    ),
)
OF_COUNTY = (
    Paper(
        "卫生健康委员会",
        "关于商请安排残疾评定医生的函",
        "请贵委协调定点医院安排评定医生，每月到乡镇集中评定一次。",
        sent=20,
        left=2,
        number="演县残函〔2026〕2号",
        came=9,
        answer="同意，由人民医院医务科具体对接。",
    ),
    Paper(
        "教育局",
        "关于商请共享适龄残疾儿童入学情况的函",
        "请贵局提供本县适龄残疾儿童少年入学和送教上门情况。",
        sent=None,
        left=14,
    ),
)


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where departments are."""
    if Department.objects.exists():
        return
    posts = Post.objects.select_related("region", "user")
    with unit_of_work():
        city = posts.get(role=Role.CITY_OFFICER)
        county = posts.get(role=Role.COUNTY_OFFICER, region_id=COUNTY)
        for n, (office, papers) in enumerate(((city, OF_CITY), (county, OF_COUNTY))):
            known = _departments(office, today, n)
            for paper in papers:
                _letter(office, known[paper.to], paper, today)


def _departments(office: Post, today: date, which: int) -> dict[str, Department]:
    known = {}
    with on_day(today - timedelta(days=SINCE)):
        for n, (name, aliases, kind, who, duty) in enumerate((*KEPT, *HOSPITALS)):
            values = {"name": name, "aliases": aliases, "kind": kind, "address": ""}
            known[name] = departments.add(office, values)
            said = {"name": who, "duty": duty, "phone": f"1200041{which}0{n:02}", "email": ""}
            said["since"] = today - timedelta(days=SINCE)  # type: ignore[assignment]
            departments.add_liaison(known[name].pk, office, said)
    return known


def _letter(office: Post, to: Department, paper: Paper, today: date) -> Letter:
    """One letter on its day, with what came of it in the days after."""
    answer_by = None if paper.left is None else today + timedelta(days=paper.left)
    values: dict[str, Any] = {"title": paper.title, "text": paper.text, "about": "", "file": None}
    sent_on = today - timedelta(days=paper.sent or 0)
    with on_day(sent_on):
        letter = letters.draw_up(office, values | {"department": to, "answer_by": answer_by})
        if paper.sent is None:
            return letter
        letter = letters.send(letter.pk, office, paper.number, sent_on, answer_by)
    if paper.urged:
        with on_day(today - timedelta(days=2)):
            letter = letters.urge(letter.pk, office, today - timedelta(days=2))
    if paper.came is not None:
        came_on = sent_on + timedelta(days=paper.came)
        said = {"answered_on": came_on, "answer": paper.answer, "file": None}
        with on_day(came_on):
            letter = letters.answer(letter.pk, office, said)
            if paper.outcome:
                letter = letters.finish(letter.pk, office, paper.outcome)
    return letter

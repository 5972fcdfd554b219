"""The demo of the associations room: five in each city and county with their gaps, a year of work, one survey, some cases."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.associations.models import (
    Activity,
    Association,
    Award,
    Budget,
    Committee,
    Contact,
    Kind,
    Meeting,
    Member,
    Opinion,
    Paper,
    Research,
    Review,
    Seat,
    Spending,
    Staff,
    Turnout,
    Visit,
)
from zulian.associations.rules import review as rules
from zulian.associations.services import bodies, cases, meetings, research, reviews
from zulian.associations.services.cases import Complaint
from zulian.associations.services.common import norms
from zulian.foundation import bulk
from zulian.foundation.clock import on_day
from zulian.foundation.dates import years_after
from zulian.foundation.policy import policy
from zulian.foundation.work import unit_of_work
from zulian.leadership.models import Tie
from zulian.people.demo import Adults
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person
from zulian.people.occasions import year_days
from zulian.regions.models import Region

SEED = 20130404
LEADING = [Role.CITY_OFFICER, Role.COUNTY_OFFICER]
BODY_COLUMNS = (
    *("set_up_on", "office", "area", "equipment", "contact", "about", "easy"),
    *("staff_count", "member_count", "term_until", "chair_tied", "active_on"),
)
CITY, COUNTY = "210900000000", "210921000000"
# What is still to be set up, so that there is something to do.
MISSING = {
    ("210911000000", Kind.MENTAL),
    ("210911000000", Kind.INTELLECTUAL),
    ("210905000000", Kind.MENTAL),
    ("210904000000", Kind.DEAF),
}
ABOUT = {
    Kind.BLIND: ("代表和服务全体视力残疾人，组织读书、出行训练和按摩技能交流。", "我们是盲人朋友的家。我们一起听书。我们教您用手机。"),
    Kind.DEAF: ("代表和服务全体听力、言语残疾人，组织手语角和文艺活动，联系手语翻译。", "我们是聋人朋友的家。我们一起打手语。我们帮您找翻译。"),
    Kind.PHYSICAL: ("代表和服务全体肢体残疾人，推动无障碍出行，组织轮椅运动。", "我们是肢残朋友的家。我们一起运动。我们帮您修轮椅。"),
    Kind.INTELLECTUAL: ("智力残疾人和亲友的组织，开展融合活动，支持家长。", "这里有您的朋友。我们一起画画。我们一起唱歌。"),
    Kind.MENTAL: ("精神残疾人和亲友的组织，开展康复互助和家属支持。", "心里难受可以来。我们听您说。我们陪着您。"),
}  # fmt: skip
HELD = {
    Kind.BLIND: ("听见好书读书会", "culture", "听见好书"),
    Kind.DEAF: ("手语角", "skill", "手语角"),
    Kind.PHYSICAL: ("轮椅健步走", "sport", "轮椅健步走"),
    Kind.INTELLECTUAL: ("星星画展", "culture", "星星画展"),
    Kind.MENTAL: ("家属互助沙龙", "care", "互助沙龙"),
}
TOPICS = {
    Kind.BLIND: ("盲道占用情况", "城市管理局"),
    Kind.DEAF: ("窗口单位手语服务", "政务服务中心"),
    Kind.PHYSICAL: ("老旧小区坡道改造", "住房和城乡建设局"),
    Kind.INTELLECTUAL: ("大龄智力残疾人日间照料需求", "民政局"),
    Kind.MENTAL: ("社区康复服务可及情况", "卫生健康局"),
}
SAID = (
    "希望多办技能培训",
    "盲道上常停车",
    "医院缺手语翻译",
    "小区坡道太陡",
    "希望有日间照料",
    "补贴办理手续想再简单些",
)
PAPERS = (
    ("constitution", "章程"),
    ("meeting", "会议制度"),
    ("contact", "联系制度"),
    ("research", "调研制度"),
    ("finance", "财务管理制度"),
)


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where associations are."""
    if Association.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    with unit_of_work():
        bodies.establish(Region.objects.get(code=CITY))
        leads = {p.region_id: p for p in Post.objects.filter(role__in=LEADING).select_related("region")}
        _bodies(chance, today, sorted(leads))
        for year in (today.year - 1, today.year):
            with on_day(date(year, 1, 20)):
                for _code, post in sorted(leads.items()):
                    meetings.lay_out(post.region, year)
        _meetings(chance, today, sorted(leads))
        _survey(today, leads[COUNTY])
        _cases(today, leads[COUNTY])


def _bodies(chance: random.Random, today: date, codes: list[str]) -> None:
    """The five of each city and county with what they have and did; each register is written once for all of them."""
    set_up = [
        association
        for association in Association.objects.with_names().filter(region_id__in=codes).order_by("region_id", "pk")
        if (association.region_id, Kind(association.kind)) not in MISSING
    ]
    groups = _groups(codes)
    _means(chance, today, set_up)
    teams = _people(chance, today, set_up, groups)
    _contacts(chance, today, teams)
    _research(chance, today, set_up)
    _activities(chance, today, teams)
    bulk.save(set_up, BODY_COLUMNS)
    bulk.create(_review(chance, today, association) for association in set_up)


def _groups(codes: Sequence[str]) -> dict[tuple[str, Kind], list[Person]]:
    """People of each association's group, by their cards; the city's are those of all counties."""
    people = list(Person.objects.alive().under(CITY).only("region_id").order_by("pk"))
    known = disabilities_of(person.pk for person in people)
    wanted = norms()["groups"]
    groups: dict[tuple[str, Kind], list[Person]] = {(code, kind): [] for code in codes for kind in Kind}
    for person in people:
        disability = known.get(person.pk)
        if disability is None:
            continue
        kinds = [kind for kind in Kind if disability.category in wanted[kind][:-1]]
        for code in {CITY, f"{person.region_id[:6]}000000"}:
            for kind in kinds:
                if (code, kind) in groups:
                    groups[code, kind].append(person)
    return groups


def _means(chance: random.Random, today: date, set_up: Sequence[Association]) -> None:
    """Rooms, staff, papers and budgets; the associations themselves are written by the caller."""
    staff: list[Staff] = []
    papers: list[Paper] = []
    budgets: list[Budget] = []
    for association in set_up:
        is_good = chance.random() < 0.7
        association.set_up_on = today - timedelta(days=chance.randint(600, 3000))
        has_office = is_good or chance.random() < 0.6
        association.office = f"{association.region.name}残联{chance.choice('一二三')}楼" if has_office else ""
        association.area = chance.choice((12, 15, 20, 30)) if is_good else chance.choice((0, 6, 8))
        association.equipment = "desk,computer,network,access,aid" if is_good else "desk,computer"
        association.contact = f"微信号 yanshi-{association.kind}，邮箱 {association.kind}@example.org"
        association.about, association.easy = ABOUT[Kind(association.kind)]
        own: dict[str, Any] = {"association": association, "region_id": association.region_id}
        if chance.random() < 0.85:
            full_time, since = chance.random() < 0.4, today - timedelta(days=500)
            staff.append(Staff(**own, name=_name(chance), full_time=full_time, duty="日常工作", since=since))
            association.staff_count = 1
        adopted_on, name = today - timedelta(days=400), association.get_kind_display()
        papers += [
            Paper(**own, kind=kind, title=f"{name}{title}", adopted_on=adopted_on)
            for kind, title in PAPERS
            if is_good or chance.random() < 0.75
        ]
        for year in (today.year - 1, today.year):
            amount = Decimal(chance.choice((8000, 10000, 20000)))
            budgets.append(Budget(**own, year=year, amount=amount, source="残联预算"))
    bulk.create(staff)
    bulk.create(papers)
    bulk.create(budgets)


def _name(chance: random.Random) -> str:
    return chance.choice("赵钱孙李周吴郑王冯陈") + "演" + chance.choice("春夏秋冬松柏梅兰")


@dataclass
class Team:
    """An association with its committee, the people of its group, and who belongs to it."""

    association: Association
    committee: Committee
    group: list[Person]
    seats: list[Seat] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)


def _people(
    chance: random.Random,
    today: date,
    set_up: Sequence[Association],
    groups: dict[tuple[str, Kind], list[Person]],
) -> list[Team]:
    """Committees, their chairs of the group or relatives, and members."""
    kin = Adults(CITY, today, 30, 60, SEED)
    teams = []
    for association in set_up:
        committee = _committee(chance, today, association)
        team = Team(association, committee, groups[association.region_id, Kind(association.kind)])
        _join(chance, today, team, kin)
        association.term_until, association.member_count = committee.until, len(team.members)
        association.chair_tied = any(seat.office == Seat.Office.CHAIR for seat in team.seats)
        teams.append(team)
    kin.write()
    bulk.create(team.committee for team in teams)
    for team in teams:
        for seat in team.seats:
            # The keys of both came with their rows.
            seat.committee, seat.person = team.committee, seat.person
    bulk.create(seat for team in teams for seat in team.seats)
    bulk.create(member for team in teams for member in team.members)
    return teams


def _committee(chance: random.Random, today: date, association: Association) -> Committee:
    since = today - timedelta(days=chance.choice((400, 900, 1500, 1950)))
    return Committee(
        association=association,
        region_id=association.region_id,
        ordinal=chance.choice((2, 3)),
        since=since,
        until=years_after(since, norms()["term_years"]),
    )


def _join(chance: random.Random, today: date, team: Team, kin: Adults) -> None:
    """Seats and members of an association; where the group cannot speak for itself, relatives sit for it."""
    association, region_id = team.association, team.association.region_id
    by_kin = association.kind in {Kind.INTELLECTUAL, Kind.MENTAL}
    people = team.group[: chance.randint(12, 40)]
    for n in range(chance.choice((4, 5, 5, 6, 7))):
        is_relative = by_kin and n % 2 == 0 or len(people) <= n
        team.seats.append(
            Seat(
                association=association,
                region_id=region_id,
                person=kin.new(association.region) if is_relative else people[n],
                tie=Tie.RELATIVE if is_relative else Tie.SELF,
                through=people[n % len(people)] if is_relative and people else None,
                office=("chair", "vice")[n] if n < 2 else "member",
                since=team.committee.since,
            )
        )
    for person in people:
        joined_on = today - timedelta(days=chance.randint(60, 580))
        member = Member(association=association, region_id=region_id, person=person, tie=Tie.SELF, joined_on=joined_on)
        team.members.append(member)


def _contacts(chance: random.Random, today: date, teams: Sequence[Team]) -> None:
    """Whom each of a committee keeps in touch with, the last visit to each, and what some of them asked for."""
    contacts: list[Contact] = []
    for team in teams:
        for seat in team.seats:
            chosen = chance.sample(team.group, min(len(team.group), chance.choice((3, 5, 5, 6))))
            seat.contacts = len(chosen)
            contacts += [
                Contact(
                    seat=seat,
                    association=team.association,
                    region_id=seat.region_id,
                    person=person,
                    since=seat.since,
                    visited_on=today - timedelta(days=chance.randint(5, 240)),
                )
                for person in chosen
            ]
    bulk.create(contacts)
    bulk.save([seat for team in teams for seat in team.seats], ["contacts"])
    bulk.create(
        Visit(
            contact=contact,
            association_id=contact.association_id,
            region_id=contact.region_id,
            on=contact.visited_on or today,
            how=chance.choice(("home", "meet", "text", "video")),
            text="生活情况平稳。",
        )
        for contact in contacts
    )
    bulk.create(_opinion(chance, today, contact) for contact in contacts if chance.random() < 0.25)


def _opinion(chance: random.Random, today: date, row: Contact) -> Opinion:
    on = row.visited_on or today
    old = on < today - timedelta(days=25)
    state = chance.choice(("answered", "changed", "changed", "unchanged")) if old and chance.random() < 0.85 else "open"
    made = Opinion(
        association_id=row.association_id,
        region_id=row.region_id,
        contact=row,
        on=on,
        text=chance.choice(SAID),
        state=state,
    )
    if state != "open":
        made.answered_by, made.answer, made.answered_on = "残联组联科", "已转有关部门研究。", on + timedelta(days=12)
    if state in {"changed", "unchanged"}:
        made.change, made.changed_on = (
            ("已经解决。" if state == "changed" else "暂无经费，列入明年计划。"),
            on + timedelta(days=20),
        )
    return made


def _research(chance: random.Random, today: date, set_up: Sequence[Association]) -> None:
    bulk.create(_one_research(chance, today, association) for association in set_up)


def _one_research(chance: random.Random, today: date, association: Association) -> Research:
    """One topic of an association, as far as it came."""
    topic, to = TOPICS[Kind(association.kind)]
    state = chance.choice(("field", "reported", "proposed", "adopted", "adopted"))
    done = today - timedelta(days=chance.randint(30, 200))
    row = Research(
        association=association,
        region_id=association.region_id,
        topic=topic,
        question="现状、原因和办法",
        due_on=date(today.year, chance.choice((6, 9, 12)), 25),
        state=state,
    )
    if state != "field":
        row.report, row.reported_on = "走访和问卷显示，问题集中在三个方面，建议分步解决。", done
    if state in {"proposed", "adopted"}:
        row.proposal, row.proposed_to, row.proposed_on = "建议列入年度计划，逐步解决。", to, done + timedelta(days=7)
    if state == "adopted":
        row.verdict_by, row.verdict, row.verdict_on = to, "列入年度计划。", done + timedelta(days=20)
    return row


def _activities(chance: random.Random, today: date, teams: Sequence[Team]) -> None:
    """Two years of each association's own brand, and its group's days."""
    rows: list[tuple[Activity, list[Member]]] = []
    for team in teams:
        planned = [
            _activity(chance, today, team.association, *plan) for plan in _plans(chance, today, team.association)
        ]
        rows += [(activity, _took_part(chance, team.members, activity)) for activity in planned]
        over = [activity.on for activity in planned if activity.state in {"held", "summed"}]
        team.association.active_on = max(over, default=None)
    activities = bulk.create(activity for activity, _came in rows)
    bulk.create(
        Turnout(activity=activity, region_id=activity.region_id, member=member)
        for activity, came in rows
        for member in came
    )
    bulk.save([member for team in teams for member in team.members], ["took_part_on"])
    _afterwards(chance, activities)


def _plans(chance: random.Random, today: date, association: Association) -> list[tuple[date, str, str, str, str]]:
    """Day, title, kind, brand and occasion of an association's activities."""
    title, kind, brand = HELD[Kind(association.kind)]
    plans = [
        (today - timedelta(days=days), title, kind, brand, "other")
        for days in (480, 300, 130, 25)
        if chance.random() < 0.85
    ]
    keys = norms()["days"][association.kind]
    plans += [
        (day, f"{day.year}年{name}活动", "day", name, key)
        for day, key, name, _usual in year_days(today.year)
        if key in keys
    ]
    return sorted(plans)


def _activity(
    chance: random.Random, today: date, association: Association, day: date, title: str, kind: str, brand: str, key: str
) -> Activity:
    """An activity in a state that fits its day."""
    if day <= today:
        state = "summed" if chance.random() < 0.85 else "held"
        state = "approved" if chance.random() < 0.1 else state
    else:
        state = chance.choice(("draft", "submitted", "approved"))
    return Activity(
        association=association,
        region_id=association.region_id,
        title=title,
        kind=kind,
        occasion=key,
        brand=brand,
        on=day,
        place=f"{association.region.name}残疾人活动中心",
        text="交流、展示和互助，安排志愿者协助。",
        easy="大家一起来。有吃有玩。",
        access="有坡道、引导员和手语翻译。",
        budget=Decimal(800),
        state=state,
    )


def _took_part(chance: random.Random, members: list[Member], row: Activity) -> list[Member]:
    """Say how an activity went that is over; returns who came."""
    over = row.state in {"held", "summed"}
    came = chance.sample(members, min(len(members), chance.randint(4, 18))) if over else []
    if over:
        row.guests = {"family": chance.randint(2, 15), "4": chance.randint(0, 6)}
        row.reached = len(came) + sum(row.guests.values())
    if row.state == "summed":
        row.effect, row.cost = "大家反映很好，希望常办。", Decimal(chance.randint(200, 800))
    for member in came:
        member.took_part_on = max(member.took_part_on or row.on, row.on)
    return came


def _afterwards(chance: random.Random, activities: Sequence[Activity]) -> None:
    """What activities cost, and the prizes that some won."""

    def own(activity: Activity) -> dict[str, Any]:
        return {"association": activity.association, "region_id": activity.region_id, "activity": activity}

    bulk.create(
        Spending(**own(activity), on=activity.on, amount=activity.cost, purpose=activity.title)
        for activity in activities
        if activity.cost
    )
    bulk.create(
        Award(
            **own(activity),
            on=activity.on,
            title="优秀组织奖",
            whom=activity.association.short,
            level="city",
            by="市残联",
        )
        for activity in activities
        if activity.kind in {"sport", "culture"} and activity.state == "summed" and chance.random() < 0.3
    )


def _meetings(chance: random.Random, today: date, codes: Sequence[str]) -> None:
    """Most meetings that were due were held, with minutes."""
    present = Meeting.present.through
    links, held = [], []
    committees: dict[int, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.held().filter(region_id__in=codes):
        committees[seat.association_id].append(seat)
    for row in Meeting.objects.filter(region_id__in=codes, due_on__lte=today):
        if chance.random() < 0.13:
            continue
        seats = [
            seat for seat in committees[row.association_id] if row.kind != "chairs" or seat.office in meetings.CHAIRS
        ]
        there = [s for s in seats if chance.random() < 0.9] or seats
        assert row.due_on is not None
        row.on = row.due_on - timedelta(days=chance.randint(3, 40))
        row.place, row.agenda, row.called = "残联会议室", "一、通报工作\n二、研究下一步安排", len(seats)
        row.notify()
        row.hold()
        row.minutes = "会议通报了近期工作，研究了下一步安排。"
        held.append(row)
        links += [present(meeting_id=row.pk, seat_id=s.pk) for s in there]
    fields = [field.name for field in Meeting._meta.concrete_fields if not field.primary_key]
    bulk.save(held, fields)
    bulk.create(links)


def _review(chance: random.Random, today: date, association: Association) -> Review:
    """Last year's review."""
    year = today.year - 1
    items = reviews.items(year)
    own = {key: most - chance.randint(0, most // 4) for key, _words, most in items}
    given = {key: max(0, points - chance.randint(0, 2)) for key, points in own.items()}
    points = rules.total(given, items)
    grade = rules.grade(points, policy("associations/review", today)["grades"])
    done = chance.random() < 0.9
    return Review(
        association=association,
        region_id=association.region_id,
        year=year,
        own=own,
        given=given if done else {},
        points=points if done else None,
        grade=grade if done else "",
        opinion="工作扎实，注意收集会员意见。" if done else "",
        state="reviewed" if done else "submitted",
    )


def _survey(today: date, post: Post) -> None:
    """An anonymous survey of the county's association of the blind, with answers."""
    found = Association.objects.get(region_id=COUNTY, kind=Kind.BLIND)
    with on_day(today - timedelta(days=20)):
        topic = research.begin(
            found.pk,
            post,
            {
                "topic": "出行和读书需求",
                "question": "大家出门难在哪里，想听什么书",
                "due_on": today + timedelta(days=40),
            },
        )
        research.go_out(
            topic.pk,
            post,
            {"on": today - timedelta(days=20), "place": "文化路", "people": 6, "notes": "两处盲道被占。"},
        )
        made = research.design(
            topic.pk,
            post,
            {
                "title": "盲人朋友出行和读书问卷",
                "intro": "请说说您的出行和读书情况，大约 3 分钟。",
                "easy": "请您说说心里话。不用写名字。",
                "anonymous": True,
                "until": today + timedelta(days=30),
            },
        )
        for kind, text, easy, options in (
            ("one", "您多久独自出门一次", "您一个人出门吗", "每天\n每周\n很少\n从不"),
            ("many", "出门最难的是什么", "出门哪里难", "盲道被占\n过马路\n坐公交\n没人陪"),
            ("scale", "您对盲人读书活动满意吗", "读书会好不好", ""),
            ("words", "还想说什么", "还想说什么", ""),
        ):
            research.ask(
                made.pk,
                post,
                {"kind": kind, "text": text, "easy": easy, "options": options, "required": kind != "words"},
            )
        research.start(made.pk, post)
        one, many, scale, words = made.questions.all()
        for n in range(9):
            given: dict[int, Any] = {
                one.pk: ("每周", "很少", "每天")[n % 3], many.pk: (["盲道被占"], ["过马路", "盲道被占"], ["没人陪"])[n % 3], scale.pk: str(3 + n % 3),
                words.pk: "希望多办读书会" if n % 4 == 0 else "",
            }  # fmt: skip
            research.fill_in(made.pk, f"demo-{n}", given)


def _cases(today: date, post: Post) -> None:
    """A complaint in each state."""
    told = (
        ("access", "去银行办事，没有坡道，也没有人帮忙。", "close"),
        ("work", "单位拖欠两个月工资。", "note"),
        ("support", "护理补贴停发，不知道为什么。", ""),
    )
    found = Association.objects.get(region_id=COUNTY, kind=Kind.PHYSICAL)
    for n, (matter, text, end) in enumerate(told):
        with on_day(today - timedelta(days=40 - 15 * n)):
            made = cases.complain(found, Complaint(matter, _name(random.Random(n)), text, "case@example.org"))  # noqa: S311
            if end:
                cases.take_up(made.pk, post)
                cases.note(made.pk, post, "已联系对方核实情况，正在协调。", shared=True)
            if end == "close":
                cases.close(made.pk, post, "银行已加装坡道，并向您道歉。")
                cases.rate(made.page_key, 5)

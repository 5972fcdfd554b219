"""What each association did: research, activities, meetings, and the review of last year."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zulian.associations.demo.people import Team
from zulian.associations.models import (
    Activity,
    Association,
    Award,
    Fieldwork,
    Kind,
    Meeting,
    Member,
    Research,
    Review,
    Seat,
    Spending,
    Turnout,
)
from zulian.associations.rules import review as rules
from zulian.associations.rules.figures import norms
from zulian.associations.services import meetings, reviews
from zulian.foundation import bulk
from zulian.foundation.policy import policy
from zulian.people.commemorative_days import year_days

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


def do_research(chance: random.Random, today: date, set_up: Sequence[Association]) -> None:
    """One topic of each association; some reports rest on nothing: they were written at the desk."""
    topics = bulk.create(_one_research(chance, today, association) for association in set_up)
    bulk.create(
        Fieldwork(
            research=topic,
            on=topic.reported_on - timedelta(days=12),
            place=f"{topic.association.region.name}城关",
            people=chance.randint(5, 20),
            notes="走访残疾人家庭，听取意见。",
        )
        for topic in topics
        if topic.reported_on and chance.random() < 0.85
    )


def _one_research(chance: random.Random, today: date, association: Association) -> Research:
    """One topic of an association, as far as it came."""
    topic, to = TOPICS[Kind(association.kind)]
    state = chance.choice(("field", "reported", "proposed", "adopted", "adopted"))
    done = today - timedelta(days=chance.randint(30, 200))
    row = Research(
        association=association,
        topic=topic,
        question="现状、原因和办法",
        due_on=date(today.year, chance.choice((6, 9, 12)), 25),
        state=state,
    )
    if state != "field":
        row.report, row.reported_on = "走访和问卷显示，问题集中在三个方面，建议分步解决。", done
    if state in {"proposed", "adopted"}:
        row.proposal, row.proposed_to, row.proposed_on = (
            "建议列入年度计划，逐步解决。",
            to,
            done + timedelta(days=7),
        )
    if state == "adopted":
        row.verdict_by, row.verdict, row.verdict_on = (
            to,
            "列入年度计划。",
            done + timedelta(days=20),
        )
    return row


def hold_activities(chance: random.Random, today: date, teams: Sequence[Team]) -> None:
    """Two years of each association's own brand, and its group's days."""
    rows: list[tuple[Activity, list[Member]]] = []
    for team in teams:
        planned = [
            _activity(chance, today, team.association, *plan)
            for plan in _plans(chance, today, team.association)
        ]
        rows += [(activity, _took_part(chance, team.members, activity)) for activity in planned]
        over = [activity.on for activity in planned if activity.state in {"held", "summed"}]
        team.association.active_on = max(over, default=None)
    activities = bulk.create(activity for activity, _came in rows)
    bulk.create(
        Turnout(activity=activity, member=member) for activity, came in rows for member in came
    )
    bulk.save([member for team in teams for member in team.members], ["took_part_on"])
    _afterwards(chance, activities)


def _plans(
    chance: random.Random, today: date, association: Association
) -> list[tuple[date, str, str, str, str]]:
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
    chance: random.Random,
    today: date,
    association: Association,
    day: date,
    title: str,
    kind: str,
    brand: str,
    key: str,
) -> Activity:
    """An activity in a state that fits its day."""
    if day <= today:
        state = "summed" if chance.random() < 0.85 else "held"
        state = "approved" if chance.random() < 0.1 else state
    else:
        state = chance.choice(("draft", "submitted", "approved"))
    return Activity(
        association=association,
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
        return {"association": activity.association, "activity": activity}

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
        if activity.kind in {"sport", "culture"}
        and activity.state == "summed"
        and chance.random() < 0.3
    )


def hold_meetings(chance: random.Random, today: date, codes: Sequence[str]) -> None:
    """Most meetings that were due were held, with minutes."""
    present = Meeting.present.through
    links, held = [], []
    committees: dict[int, list[Seat]] = defaultdict(list)
    for seat in Seat.objects.open().filter(region_id__in=codes):
        committees[seat.association_id].append(seat)
    due = Meeting.objects.filter(
        region_id__in=codes, due_on__lte=today, association__set_up_on__isnull=False
    )
    for row in due:
        if chance.random() < 0.13:
            continue
        seats = [
            seat
            for seat in committees[row.association_id]
            if row.kind != "chairs" or seat.office in meetings.CHAIRS
        ]
        attending = [s for s in seats if chance.random() < 0.9] or seats
        assert row.due_on is not None
        row.on = row.due_on - timedelta(days=chance.randint(3, 40))
        row.place, row.agenda, row.called = (
            "残联会议室",
            "一、通报工作\n二、研究下一步安排",
            len(seats),
        )
        row.notify()
        row.hold()
        row.minutes = "会议通报了近期工作，研究了下一步安排。"
        held.append(row)
        links += [present(meeting_id=row.pk, seat_id=s.pk) for s in attending]
    fields = [field.name for field in Meeting._meta.concrete_fields if not field.primary_key]
    bulk.save(held, fields)
    bulk.create(links)


def review_of(chance: random.Random, today: date, association: Association) -> Review:
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
        year=year,
        own=own,
        given=given if done else {},
        points=points if done else None,
        grade=grade if done else "",
        opinion="工作扎实，注意收集会员意见。" if done else "",
        state="reviewed" if done else "submitted",
    )

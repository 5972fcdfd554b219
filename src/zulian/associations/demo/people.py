"""What each association has: rooms and papers, a committee, members, and whom they keep in touch with."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from zulian.associations.models import (
    Association,
    Budget,
    Committee,
    Contact,
    Kind,
    Member,
    Opinion,
    Paper,
    Seat,
    Staff,
    Visit,
)
from zulian.associations.rules.figures import norms
from zulian.foundation import bulk
from zulian.foundation.dates import years_after
from zulian.leadership.models import Tie
from zulian.people.demo import Adults
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person

SEED = 20130404
CITY = "210900000000"
ABOUT = {
    Kind.BLIND: (
        "代表和服务全体视力残疾人，组织读书、出行训练和按摩技能交流。",
        "我们是盲人朋友的家。我们一起听书。我们教您用手机。",
    ),
    Kind.DEAF: (
        "代表和服务全体听力、言语残疾人，组织手语角和文艺活动，联系手语翻译。",
        "我们是聋人朋友的家。我们一起打手语。我们帮您找翻译。",
    ),
    Kind.PHYSICAL: (
        "代表和服务全体肢体残疾人，推动无障碍出行，组织轮椅运动。",
        "我们是肢残朋友的家。我们一起运动。我们帮您修轮椅。",
    ),
    Kind.INTELLECTUAL: (
        "智力残疾人和亲友的组织，开展融合活动，支持家长。",
        "这里有您的朋友。我们一起画画。我们一起唱歌。",
    ),
    Kind.MENTAL: (
        "精神残疾人和亲友的组织，开展康复互助和家属支持。",
        "心里难受可以来。我们听您说。我们陪着您。",
    ),
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


def groups_of(codes: Sequence[str]) -> dict[tuple[str, Kind], list[Person]]:
    """People of each association's group, by their cards; the city's are those of all counties."""
    people = list(Person.objects.alive().under(CITY).only("region_id").order_by("pk"))
    known = disabilities_of(person.pk for person in people)
    wanted = norms()["groups"]
    groups: dict[tuple[str, Kind], list[Person]] = {
        (code, kind): [] for code in codes for kind in Kind
    }
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


def give_means(chance: random.Random, today: date, set_up: Sequence[Association]) -> None:
    """Rooms, staff, papers and budgets; the associations themselves are written by the caller."""
    staff: list[Staff] = []
    papers: list[Paper] = []
    budgets: list[Budget] = []
    for association in set_up:
        is_good = chance.random() < 0.7
        association.set_up_on = today - timedelta(days=chance.randint(600, 3000))
        has_office = is_good or chance.random() < 0.6
        association.office = (
            f"{association.region.name}残联{chance.choice('一二三')}楼" if has_office else ""
        )
        association.area = chance.choice((12, 15, 20, 30)) if is_good else chance.choice((0, 6, 8))
        association.equipment = "desk,computer,network,access,aid" if is_good else "desk,computer"
        association.contact = (
            f"微信号 yanshi-{association.kind}，邮箱 {association.kind}@example.org"
        )
        association.about, association.easy = ABOUT[Kind(association.kind)]
        own: dict[str, Any] = {"association": association}
        if chance.random() < 0.85:
            full_time, since = chance.random() < 0.4, today - timedelta(days=500)
            staff.append(
                Staff(
                    **own,
                    name=invented_name(chance),
                    full_time=full_time,
                    duty="日常工作",
                    since=since,
                )
            )
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


def invented_name(chance: random.Random) -> str:
    return chance.choice("赵钱孙李周吴郑王冯陈") + "演" + chance.choice("春夏秋冬松柏梅兰")


@dataclass
class Team:
    """An association with its committee, the people of its group, and who belongs to it."""

    association: Association
    committee: Committee
    group: list[Person]
    seats: list[Seat] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)


def fill_seats(
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
        ordinal=chance.choice((2, 3)),
        since=since,
        until=years_after(since, norms(place=association.region_id)["term_years"]),
    )


def _join(chance: random.Random, today: date, team: Team, kin: Adults) -> None:
    """Seats and members of an association; where the group cannot speak for itself, relatives sit for it."""
    association = team.association
    by_kin = association.kind in {Kind.INTELLECTUAL, Kind.MENTAL}
    people = team.group[: chance.randint(12, 40)]
    for n in range(chance.choice((4, 5, 5, 6, 7))):
        is_relative = by_kin and n % 2 == 0 or len(people) <= n
        team.seats.append(
            Seat(
                association=association,
                person=kin.new(association.region) if is_relative else people[n],
                tie=Tie.RELATIVE if is_relative else Tie.SELF,
                through=people[n % len(people)] if is_relative and people else None,
                office=("chair", "vice")[n] if n < 2 else "member",
                since=team.committee.since,
            )
        )
    for person in people:
        joined_on = today - timedelta(days=chance.randint(60, 580))
        member = Member(association=association, person=person, tie=Tie.SELF, joined_on=joined_on)
        team.members.append(member)


def keep_contact(chance: random.Random, today: date, teams: Sequence[Team]) -> None:
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
    state = (
        chance.choice(("answered", "changed", "changed", "unchanged"))
        if old and chance.random() < 0.85
        else "open"
    )
    opinion = Opinion(
        association_id=row.association_id,
        contact=row,
        on=on,
        text=chance.choice(SAID),
        state=state,
    )
    if state != "open":
        opinion.answered_by, opinion.answer, opinion.answered_on = (
            "残联组联科",
            "已转有关部门研究。",
            on + timedelta(days=12),
        )
    if state in {"changed", "unchanged"}:
        opinion.change, opinion.changed_on = (
            ("已经解决。" if state == "changed" else "暂无经费，列入明年计划。"),
            on + timedelta(days=20),
        )
    return opinion

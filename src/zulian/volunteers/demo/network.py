"""The network of the demo: units with holes, leading groups and their meetings."""

from __future__ import annotations

import random
from datetime import date, timedelta

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import bulk
from zulian.foundation.clock import on_day
from zulian.regions.models import Level, Region
from zulian.volunteers.demo.common import CITY, COUNTY, invented_name
from zulian.volunteers.models import (
    Group,
    Member,
    Unit,
)
from zulian.volunteers.services import network

# The group that says it is set up and lacks a department.
INCOMPLETE = ("210904000000", "youth")
DEPARTMENTS = (
    ("civil", "文明办"),
    ("edu", "教育局"),
    ("health", "卫生健康局"),
    ("affairs", "民政局"),
    ("youth", "团委"),
)


def fill_network(chance: random.Random, today: date) -> None:
    """Units with who leads them, brigades, leading groups and their members; some are left as holes."""
    rows = list(Unit.objects.with_names().exclude(kind=Unit.Kind.BRIGADE))
    for row in rows:
        share = {4: 1.0, 6: 0.9, 9: 0.85, 12: 0.72}[row.region.level]
        if chance.random() < share:
            # A few were only ticked off: with their date, and no leader or place.
            row.leader = invented_name(chance) if chance.random() < 0.97 else ""
            row.place = f"{row.region.name}残疾人活动室" if chance.random() < 0.97 else ""
            row.set_up_on = today - timedelta(days=chance.randint(100, 1400))
    bulk.save(rows, ["leader", "place", "set_up_on"])
    city = Post.objects.get(role=Role.CITY_OFFICER, region_id=CITY)
    for host in (
        "组织联络科",
        "康复科",
        "教育就业科",
        "维权科",
        "盲人协会",
        "聋人协会",
        "肢残人协会",
        "精神残疾人及亲友协会",
    ):
        network.add_brigade(
            city,
            {
                "host": host,
                "leader": invented_name(chance),
                "place": "市残联",
                "set_up_on": today - timedelta(days=700),
            },
        )
    groups = list(Group.objects.exclude(region_id="210911000000"))
    members: list[Member] = []
    for group in groups:
        group.leader, group.set_up_on = invented_name(chance), today - timedelta(days=600)
        group.basis = f"演志助〔{group.set_up_on.year}〕1号"
        members += [
            Member(group=group, department=key, name=invented_name(chance), title=f"{office}副职")
            for key, office in DEPARTMENTS
            if (group.region_id, key) != INCOMPLETE
        ]
    bulk.save(groups, ["leader", "set_up_on", "basis"])
    bulk.create(members)


def hold_meetings(today: date) -> None:
    """Joint meetings, held and to come, with what they decided."""
    for post in Post.objects.filter(
        role__in=[Role.CITY_OFFICER, Role.COUNTY_OFFICER],
        region__in=Group.objects.exclude(set_up_on=None).values("region"),
    ):
        group = Group.objects.get(region_id=post.region_id)
        if post.region_id in {"210904000000"}:
            continue
        day = max(date(today.year, 1, 1), today - timedelta(days=60))
        values = {
            "on": day,
            "place": "二楼会议室",
            "subject": "志愿助残工作联席会议（演示）",
            "agenda": "一、通报上年工作\n二、研究助残日活动\n三、议定分工",
        }
        with on_day(day):
            meeting = network.plan_meeting(group.pk, post, values)
            network.notify(meeting.pk, post)
            network.hold(
                meeting.pk,
                post,
                list(group.members.all()[:4]),
                "会议通报了上年志愿助残工作，议定了今年的重点活动和分工。",
            )
            if post.region_id == COUNTY:
                town = Region.objects.under(COUNTY).filter(level=Level.TOWNSHIP).order_by("code")[0]
                network.decide(
                    meeting.pk, post, "年底前建齐所有村联络站", town, date(today.year, 12, 25)
                )

"""What the services played: one survey with its answers, a complaint in each state."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from zulian.accounts.models import Post
from zulian.associations.demo.people import invented_name
from zulian.associations.models import Association, Kind
from zulian.associations.services import cases, research
from zulian.associations.services.cases import Complaint
from zulian.foundation.clock import on_day

COUNTY = "210921000000"


def play_survey(today: date, post: Post) -> None:
    """An anonymous survey of the county's association of the blind, with answers."""
    association = Association.objects.get(region_id=COUNTY, kind=Kind.BLIND)
    with on_day(today - timedelta(days=20)):
        topic = research.begin(
            association.pk,
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
            {
                "on": today - timedelta(days=20),
                "place": "文化路",
                "people": 6,
                "notes": "两处盲道被占。",
            },
        )
        survey = research.design(
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
                survey.pk,
                post,
                {
                    "kind": kind,
                    "text": text,
                    "easy": easy,
                    "options": options,
                    "required": kind != "words",
                },
            )
        research.start(survey.pk, post)
        one, many, scale, words = survey.questions.all()
        for n in range(9):
            given: dict[int, Any] = {
                one.pk: ("每周", "很少", "每天")[n % 3],
                many.pk: (["盲道被占"], ["过马路", "盲道被占"], ["没人陪"])[n % 3],
                scale.pk: str(3 + n % 3),
                words.pk: "希望多办读书会" if n % 4 == 0 else "",
            }
            research.fill_in(survey.pk, f"demo-{n}", given)


def play_cases(today: date, post: Post) -> None:
    """A complaint in each state."""
    told = (
        ("access", "去银行办事，没有坡道，也没有人帮忙。", "close"),
        ("work", "单位拖欠两个月工资。", "note"),
        ("support", "护理补贴停发，不知道为什么。", ""),
    )
    association = Association.objects.get(region_id=COUNTY, kind=Kind.PHYSICAL)
    for n, (matter, text, end) in enumerate(told):
        with on_day(today - timedelta(days=40 - 15 * n)):
            rights_case = cases.complain(
                association,
                Complaint(matter, invented_name(random.Random(n)), text, "case@example.org"),  # noqa: S311
            )
            if end:
                cases.take_up(rights_case.pk, post)
                cases.note(rights_case.pk, post, "已联系对方核实情况，正在协调。", shared=True)
            if end == "close":
                cases.close(rights_case.pk, post, "银行已加装坡道，并向您道歉。")
                cases.rate(rights_case.page_key, 5)

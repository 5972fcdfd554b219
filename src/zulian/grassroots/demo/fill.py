"""The register, last year's campaign and this year's under way, with its marks, problems and visits."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import bulk
from zulian.foundation.clock import on_day
from zulian.foundation.work import unit_of_work
from zulian.grassroots.demo.evidence import add_evidence
from zulian.grassroots.models import (
    Assessment,
    AssessmentState,
    Campaign,
    Item,
    Mark,
    Organisation,
    Problem,
    ProblemState,
    Standard,
    Standing,
)
from zulian.grassroots.models.standards import LEVELS
from zulian.grassroots.rules.scoring import grade, score
from zulian.grassroots.services import campaigns, checking, standard_reading, standards
from zulian.grassroots.services.checking import Entry, standing_result
from zulian.regions.models import Level

SEED = 20130321


CITY = "210900000000"
# How much harder some counties find it, so that a comparison has something to show.
DILIGENCE = {"210903": 0.12, "210905": 0.3, "210911": 0.18, "210922": 0.06}
SHORTCOMINGS = (
    "制度没有上墙",
    "记录不完整",
    "照片不清楚，需重拍",
    "活动次数不够",
    "牌子老旧破损",
    "台账更新不及时",
)
CAUSES = ("人员调整，交接不到位", "经费不足，未及时更换", "对要求理解不够")
STATES = (
    (AssessmentState.FILLING, 12),
    (AssessmentState.SUBMITTED, 23),
    (AssessmentState.RETURNED, 3),
    (AssessmentState.REVIEWED, 62),
)


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where campaigns are."""
    if Campaign.objects.exists():
        return
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    with unit_of_work():
        _register(chance, today)
        city = Post.objects.get(role=Role.CITY_OFFICER, region_id=CITY)
        with on_day(today - timedelta(days=420)):
            used = [
                standards.publish(standard_reading.load_example(city, level).pk, city)
                for level, _name in LEVELS
            ]
        _last_year(chance, city, used, today)
        _this_year(chance, city, used, today)


def _register(chance: random.Random, today: date) -> None:
    """What each organisation has: most of what is wanted, some things missing."""
    rows = list(Organisation.objects.with_names())
    for row in rows:
        village, county = row.region.level == Level.VILLAGE, row.region.level == Level.COUNTY
        row.established_on = date(chance.randint(1991, 2010), chance.randint(1, 12), 1)
        row.head = f"{chance.choice('赵钱孙李周吴郑王')}演{chance.choice('一二三四五六')}"
        row.contact, row.contact_phone = (
            row.head,
            f"120{chance.randint(0, 99_999_999):08}" if chance.random() < 0.9 else "",
        )
        row.establishment = 0 if village else 8 if county else 1
        row.staff = 1 if village else chance.randint(5, 9) if county else chance.randint(1, 2)
        row.office = f"{row.region.name}便民服务中心" if chance.random() < 0.93 else ""
        row.office_area = (
            0
            if village
            else chance.choice((60, 80, 120))
            if county
            else chance.choice((12, 15, 20, 30))
        )
        row.activity_area = (
            chance.choice((0, 20, 30, 40, 60)) if village else chance.choice((30, 40, 60, 100))
        )
        row.computers, row.funds = (
            (0, 0)
            if village
            else (4, 80_000)
            if county
            else (chance.randint(1, 2), chance.choice((2000, 3000, 5000)))
        )
        for name in (
            "sign",
            "accessible",
            "wall_charter",
            "wall_duties",
            "wall_rules",
            "wall_people",
            "wall_services",
        ):
            setattr(row, name, chance.random() < 0.88)
        row.verified_on = today - timedelta(days=chance.randint(5, 300))
    bulk.save(
        rows, [field.name for field in Organisation._meta.concrete_fields if not field.primary_key]
    )


def _said(chance: random.Random, item: Item, top: Decimal, skill: float) -> tuple[Decimal, str]:
    """A mark up to the `top` and its reason, better the more somebody is able to do."""
    if chance.random() < skill:
        return top, ""
    if item.kind == Item.Kind.PASS:
        return (Decimal(1), "") if chance.random() < 0.97 else (Decimal(0), "有投诉正在核查")
    lost = Decimal(chance.randint(1, max(1, int(top) // 2)))
    return top - lost, chance.choice(SHORTCOMINGS)


class Answer(NamedTuple):
    """What a self-check said of one item: its own mark of the highest one, which share of it that is, and why."""

    mark_id: int
    item: Item
    own: Decimal
    note: str
    share: Decimal | None


def _fill(
    chance: random.Random, campaign: Campaign, sheets: Sequence[Assessment], lift: float
) -> dict[int, list[Answer]]:
    """Self-checks of many sheets, written at once; returns the answers by sheet."""
    items = Item.objects.in_bulk()
    tops = {pk: item.top for pk, item in items.items()}
    wanted = {sheet.pk for sheet in sheets}
    answers: dict[int, list[Answer]] = {}
    skill: dict[int, float] = {}
    marks = Mark.objects.filter(assessment__campaign=campaign)
    for pk, sheet, region, item in marks.values_list("pk", "assessment_id", "region_id", "item_id"):
        if sheet not in wanted:
            continue
        if sheet not in skill:
            skill[sheet] = min(0.97, lift - DILIGENCE.get(region[:6], 0) + chance.random() * 0.3)
        own, note = _said(
            chance, items[item], tops[item], skill[sheet] - (0.25 if item % 5 == 0 else 0)
        )
        share = own / tops[item] if tops[item] else Decimal(1)
        answers.setdefault(sheet, []).append(Answer(pk, items[item], own, note, share))
    bulk.update(
        Mark,
        [
            (answer.mark_id, {"own": answer.own, "own_note": answer.note, "share": answer.share})
            for given in answers.values()
            for answer in given
        ],
    )
    return answers


def _last_year(chance: random.Random, city: Post, used: Sequence[Standard], today: date) -> None:
    """Over and settled: everybody has points, most have reached their standard."""
    start = date(today.year - 1, 5, 6)
    dates = campaigns.Dates(
        start, start + timedelta(days=40), start + timedelta(days=90), start + timedelta(days=150)
    )
    with on_day(start):
        campaign = campaigns.open_campaign(
            city, f"{start.year}年基层组织达标评估（演示）", used, dates
        )
    sheets = list(Assessment.objects.filter(campaign=campaign).with_names())
    answers = _fill(chance, campaign, sheets, 0.62)
    nodes = {standard.pk: standard.tree().nodes() for standard in used}
    there = {o.region_id: o for o in Organisation.objects.all()}
    standings = []
    for sheet in sheets:
        result = score(
            nodes[sheet.standard_id], {answer.item.pk: answer.share for answer in answers[sheet.pk]}
        )
        sheet.own_percent = sheet.percent = result.percent
        sheet.grade = grade(result, sheet.standard.pass_mark, sheet.standard.good_mark)
        sheet.submitted_on, sheet.settled_on, sheet.told_on = (
            dates.self_due,
            dates.ends_on,
            dates.review_due,
        )
        own = there[sheet.region_id]
        own.grade = sheet.grade
        if sheet.grade != "short":
            own.reached_until = date(dates.ends_on.year + 3, dates.ends_on.month, dates.ends_on.day)
            standings.append(
                Standing(
                    organisation=own,
                    assessment=sheet,
                    grade=sheet.grade,
                    since=dates.ends_on,
                    until=own.reached_until,
                )
            )
    bulk.save(sheets, ["own_percent", "percent", "grade", "submitted_on", "settled_on", "told_on"])
    Assessment.objects.filter(campaign=campaign).update(state=AssessmentState.SETTLED)
    bulk.save(list(there.values()), ["grade", "reached_until"])
    bulk.create(standings)
    Campaign.objects.filter(pk=campaign.pk).update(state=Campaign.State.CLOSED)


def _this_year(chance: random.Random, city: Post, used: Sequence[Standard], today: date) -> None:
    """Under way: most have handed in, many are checked, some were drawn to be visited, problems are being mended."""
    start = today - timedelta(days=45)
    dates = campaigns.Dates(
        start, today - timedelta(days=5), today + timedelta(days=20), today + timedelta(days=60)
    )
    with on_day(start):
        campaign = campaigns.open_campaign(
            city, f"{today.year}年基层组织达标评估（演示）", used, dates
        )
    sheets = list(Assessment.objects.filter(campaign=campaign).with_names())
    counties = {p.region_id: p for p in Post.objects.filter(role=Role.COUNTY_OFFICER)}
    keepers = Post.objects.filter(
        role__in=[Role.TOWNSHIP_OFFICER, Role.COMMISSIONER]
    ).select_related("user")
    own = {p.region_id for p in keepers if p.user.has_usable_password()}
    states = [state for state, many in STATES for _n in range(many)]
    plan = {
        s.pk: AssessmentState.FILLING if s.region_id in own else chance.choice(states)
        for s in sheets
    }
    busy = [s for s in sheets if plan[s.pk] != AssessmentState.FILLING]
    answers = _fill(chance, campaign, busy, 0.7)
    nodes = {standard.pk: standard.tree().nodes() for standard in used}
    for sheet in busy:
        result = score(
            nodes[sheet.standard_id], {answer.item.pk: answer.share for answer in answers[sheet.pk]}
        )
        sheet.own_percent = sheet.percent = result.percent
        sheet.submitted_on = today - timedelta(days=chance.randint(6, 30))
        if plan[sheet.pk] == AssessmentState.REVIEWED:
            sheet.told_on = today - timedelta(days=chance.randint(1, 5))
        if plan[sheet.pk] == AssessmentState.RETURNED:
            sheet.returned_why = "佐证照片看不清，请补拍"
    bulk.save(busy, ["own_percent", "percent", "submitted_on", "told_on", "returned_why"])
    for state, _many in STATES:
        Assessment.objects.filter(
            pk__in=[pk for pk, wanted in plan.items() if wanted == state]
        ).update(state=state)
    _problems(chance, busy, answers, today)
    campaigns.draw(campaign.pk, city, 4, 1, seed=20130319)
    _visits(chance, campaign, counties, city, today)
    add_evidence(chance, campaign, counties, today)


def _problems(
    chance: random.Random,
    sheets: Sequence[Assessment],
    answers: dict[int, list[Answer]],
    today: date,
) -> None:
    """What the self-checks found, in every state of being mended."""
    rows = []
    for sheet in sheets:
        for answer in answers[sheet.pk]:
            if answer.share is None or answer.share >= 1:
                continue
            found = sheet.submitted_on or today
            state = chance.choice(
                (
                    ProblemState.FOUND,
                    ProblemState.MENDING,
                    ProblemState.MENDED,
                    ProblemState.CLOSED,
                    ProblemState.CLOSED,
                )
            )
            row = Problem(
                region_id=sheet.region_id,
                assessment=sheet,
                item_key=answer.item.key,
                subject=str(answer.item)[:120],
                text=answer.note,
                source=Problem.Source.OWN,
                veto=answer.item.veto,
                found_on=found,
                state=state,
                due=found + timedelta(days=chance.choice((10, 20, 30, 60))),
            )
            if state != ProblemState.FOUND:
                row.cause, row.measure = chance.choice(CAUSES), "专人负责，按期补齐"
            if state in {ProblemState.MENDED, ProblemState.CLOSED}:
                row.done, row.done_on = (
                    "已按要求整改到位",
                    min(today, found + timedelta(days=chance.randint(2, 15))),
                )
            if state == ProblemState.CLOSED:
                row.verified_on, row.verdict = today, "属实"
            rows.append(row)
    bulk.create(rows)


def _visits(
    chance: random.Random, campaign: Campaign, counties: dict[str, Post], city: Post, today: date
) -> None:
    """Some of the drawn organisations were visited, some are to be; one objects."""
    drawn = list(
        Assessment.objects.filter(campaign=campaign).to_visit().with_names().order_by("region_id")
    )
    sent: dict[str, list[int]] = defaultdict(list)
    for n, sheet in enumerate(drawn):
        if sheet.region.level == Level.COUNTY:
            continue
        county = sheet.region_id[:6].ljust(12, "0")
        post = counties[county]
        if n % 3:
            sent[county].append(sheet.pk)
            continue
        row = sheet.marks.select_related("item").exclude(own=None).order_by("item_id").first()
        if row is not None and row.item.kind == Item.Kind.SCORE and row.own:
            checking.visit(
                sheet.pk,
                post,
                {row.pk: Entry(str(max(row.own - 3, Decimal(0))), "现场查看与自评不一致")},
            )
        checking.finish_visit(sheet.pk, post)
    for county, keys in sent.items():
        # Half of what a county has to see is seen on one day, half on another.
        for part in (keys[::2], keys[1::2]):
            if part:
                visit_on = today + timedelta(days=chance.randint(1, 12))
                campaigns.send_inspector(campaign, city, part, counties[county], visit_on)
    for sheet in Assessment.objects.filter(campaign=campaign, state=AssessmentState.VISITED):
        sheet.percent = standing_result(sheet).percent
        sheet.save()

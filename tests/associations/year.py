"""A year of one county's five associations, day by day, as services do it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from tests.associations import stage
from tests.builders import COUNTY
from zulian.accounts.models import Post
from zulian.associations.models import SHORT, Association, Contact, Kind, Meeting, Opinion, Seat
from zulian.associations.services import (
    activities,
    bodies,
    cases,
    contacts,
    meetings,
    research,
    reviews,
)
from zulian.associations.services.cases import Complaint
from zulian.foundation.clock import on_day, today
from zulian.regions.due import make_due_everywhere

DAYS = {
    Kind.BLIND: "blind",
    Kind.DEAF: "deaf",
    Kind.PHYSICAL: "disabled",
    Kind.INTELLECTUAL: "autism",
    Kind.MENTAL: "mental",
}
SECRET = "拖欠工资两个月"


def live(county: Post, office: Post, year: int) -> None:
    """The five are set up in January, meet, keep contact, ask, hold activities, defend rights, and are reviewed in December."""
    with on_day(date(year, 1, 10)):
        for kind in Kind:
            _set_up(office, kind)
        make_due_everywhere(today())
    for kind in Kind:
        _one_year(
            county, office, Association.objects.with_names().get(region_id=COUNTY, kind=kind), year
        )


def _set_up(office: Post, kind: Kind) -> None:
    """Means and committee in January."""
    found = stage.standing(office, kind, ago=0)
    bodies.change(found.pk, office, {"equipment": "desk,computer,network,access,aid"})
    bodies.set_budget(found.pk, office, today().year, Decimal(5000), "残联预算")
    bodies.add_staff(
        found.pk, office, {"name": "演干事", "full_time": True, "duty": "", "since": today()}
    )
    for key in ("constitution", "meeting", "contact", "research", "finance"):
        bodies.add_paper(found.pk, office, {"kind": key, "title": key, "adopted_on": today()})
    stage.committee(office, found, ago=0)
    for _n in range(3):
        stage.member(office, found)
    assert bodies.gaps(Association.objects.with_names().get(pk=found.pk)) == []


def _one_year(county: Post, office: Post, found: Association, year: int) -> None:
    for meeting in Meeting.objects.filter(association=found).order_by("due_on"):
        assert meeting.due_on is not None
        with on_day(meeting.due_on - timedelta(days=3)):
            stage.held(office, meeting)
    held = Meeting.objects.filter(association=found, kind="committee").order_by("on")[0]
    with on_day(date(year, 7, 1)):
        decision = meetings.decide(
            held.pk, office, "走访每位会员", office.region, date(year, 9, 30)
        )
        meetings.settle(decision.pk, office, "全部走访")
    _contact(office, found, year)
    _research(office, found, year)
    _activities(county, office, found, year)
    with on_day(date(year, 8, 1)):
        case = cases.complain(found, Complaint("work", "演反映", SECRET))
        cases.take_up(case.pk, office)
        cases.close(case.pk, office, "已补发")
    with on_day(date(year, 12, 28)):
        made = reviews.rate_self(found.pk, office, year, reviews.suggestions(found, year), "")
        reviews.review(made.pk, county, made.own, "好")


def _contact(office: Post, found: Association, year: int) -> None:
    """Five people for each committee member, all visited, one opinion each, answered and carried out."""
    with on_day(date(year, 3, 1)):
        people = [stage.holder(found.kind) for _n in range(5)]
        for seat in Seat.objects.open().filter(association=found):
            for person in people:
                contacts.assign(seat.pk, office, person.id_number, today())
    with on_day(date(year, 4, 1)):
        for row in Contact.objects.filter(association=found):
            contacts.visit(row.pk, office, {"on": today(), "how": "home", "text": "平稳"}, "")
        contacts.collect(row, today(), "希望培训")
    with on_day(date(year, 4, 9)):
        opinion = Opinion.objects.get(association=found)
        contacts.answer(opinion.pk, office, "组联科", "年内办班")
        contacts.follow_up(opinion.pk, office, changed=True, text="办了两期")


def _research(office: Post, found: Association, year: int) -> None:
    with on_day(date(year, 5, 1)):
        topic = research.begin(
            found.pk,
            office,
            {"topic": "出行", "question": "难在哪里", "due_on": date(year, 10, 31)},
        )
        survey = stage.survey(office, topic)
        for n in range(6):
            research.fill_in(survey.pk, f"{found.pk}-{n}", stage.given(survey))
        assert len(research.results(survey)) == 4
        research.go_out(
            topic.pk, office, {"on": today(), "place": "街上", "people": 6, "notes": "看过"}
        )
        research.write_up(topic.pk, office, "报告")
        research.propose(topic.pk, office, "改造", "城管局")
        research.verdict(topic.pk, office, adopted=True, by="城管局", words="列入计划")


def _activities(county: Post, office: Post, found: Association, year: int) -> None:
    """The group's day, and the brand in autumn; every member comes to one of them."""
    members = list(found.members.all())
    plans = [activities.template(found, DAYS[Kind(found.kind)], year)["on"], date(year, 11, 5)]
    for n, day in enumerate(plans):
        with on_day(day):
            made = stage.planned(
                office,
                found,
                0,
                title=f"{SHORT[Kind(found.kind)]}活动{n}",
                occasion=DAYS[Kind(found.kind)],
            )
            activities.submit(made.pk, office)
            activities.judge(made.pk, county, approved=True, note="同意")
            activities.hold(made.pk, office, members, {"family": 4})
            activities.sum_up(made.pk, office, "很好", Decimal(200))
            activities.add_award(
                found.pk,
                office,
                {
                    "title": "优秀组织奖",
                    "whom": found.short,
                    "level": "county",
                    "by": "县残联",
                    "on": day,
                    "activity": made,
                },
            )

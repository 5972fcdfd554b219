"""For each countable one row that is done, through the services as a user does it: its day, and what makes it undone."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Model

from tests.associations import stage as associations
from tests.builders import COUNTY, TOWN, VILLAGE, photo, post
from tests.cadres import stage as cadres
from tests.certificates import office as certificates
from tests.certificates.services import test_visits
from tests.commissioners import stage as commissioners
from tests.congress import stage as congresses
from tests.grassroots import stage as grassroots
from tests.leadership import stage as leadership
from tests.social import stage as social
from tests.volunteers import stage as volunteers
from zulian.accounts.roles import Role
from zulian.associations.models import Meeting, Seat, Turnout, Visit
from zulian.associations.services import activities as association_activities
from zulian.associations.services import bodies, cases, contacts, meetings, research
from zulian.associations.services.cases import Complaint
from zulian.cadres.models import Reserve, Training
from zulian.cadres.services import files, reserve
from zulian.certificates.models import Case, Order, Request, Signature, State
from zulian.certificates.services import visits
from zulian.commissioners.models import Attendance, Log, Need, Session, Tenure
from zulian.commissioners.services import training, work
from zulian.congress.models import Congress
from zulian.foundation.clock import today
from zulian.grassroots.models import Assessment, AssessmentState, Standing
from zulian.grassroots.services import checking, problems
from zulian.regions.models import Place, Region
from zulian.social.models import Organisation, Served, Support
from zulian.social.services import organisations
from zulian.volunteers.models import SignUp, Stint, Trained, Unit
from zulian.volunteers.services import activities, network, registry
from zulian.volunteers.services import training as volunteer_training


class Made(NamedTuple):
    """A row that counts on a day, and how to take away what makes it count."""

    day: date
    undo: Callable[[], Any]


def without(row: Model, **values: Any) -> Callable[[], Any]:
    """The row as it would be had something not been done."""
    return lambda: type(row)._base_manager.filter(pk=row.pk).update(**values)


# Volunteers


def volunteer_registered() -> Made:
    row = registry.approve(volunteers.apply().pk, "见身份证原件")
    return Made(today(), without(row, verified_on=None))


def _volunteer_trained() -> Trained:
    county, who = post(Role.COUNTY_OFFICER), volunteers.volunteer()
    values = {"title": "演示班", "on": today(), "place": "县残联", "hours": 8, "keys": ["sign"]}
    session = volunteer_training.hold(county, values)
    row = volunteer_training.sign_in_by_hand(session.pk, county, who.number)
    volunteer_training.passed(session.pk, county, [row.pk])
    return row


def volunteers_trained() -> Made:
    return Made(today(), without(_volunteer_trained(), passed=False))


def joint_meeting() -> Made:
    county = post(Role.COUNTY_OFFICER)
    group = volunteers.group(county)
    row = volunteers.meeting(county, group)
    network.hold(row.pk, county, list(group.members.all()), "议定")
    return Made(today(), row.present.clear)


def volunteer_activity() -> Made:
    county = post(Role.COUNTY_OFFICER)
    row = volunteers.activity(county, 0)
    sign_up = activities.sign_up(row.slots.get().pk, volunteers.volunteer().pk)
    activities.come(sign_up.pk)
    activities.settle(row.pk, county)
    return Made(today(), without(SignUp.objects.get(pk=sign_up.pk), state=SignUp.State.ABSENT))


def volunteer_served() -> Made:
    service = volunteers.served(post(Role.COUNTY_OFFICER), volunteers.volunteer(), 3)
    stint = Stint.objects.get(service=service)
    return Made(stint.day, without(stint, confirmed_on=None))


def unit_set_up(kind: str) -> Callable[[], Made]:
    def made() -> Made:
        county = post(Role.COUNTY_OFFICER)
        if kind == Unit.Kind.BRIGADE:
            values = {
                "host": "演示科",
                "leader": "演",
                "phone": "",
                "place": "室",
                "set_up_on": today(),
            }
            row = network.add_brigade(county, values)
        else:
            row = Unit.objects.filter(kind=kind)[0]
            network.change_unit(
                row.pk, county, {"leader": "演", "phone": "", "place": "室", "set_up_on": today()}
            )
        return Made(today(), without(row, leader=""))

    return made


# Commissioners


def _session() -> tuple[Session, Attendance]:
    county, who = post(Role.COUNTY_OFFICER), commissioners.appointed()
    course = training.plan(county, "演示课程", 8, today())
    session = training.hold(course.pk, county, today(), "县残联")
    training.sign_in_by_hand(session.pk, county, [who.pk])
    return session, Attendance.objects.get(session=session)


def session_held() -> Made:
    _held, attendance = _session()
    return Made(today(), attendance.delete)


def commissioner_trained() -> Made:
    _held, attendance = _session()
    return Made(today(), without(attendance, hours=0))


def visit_at_home() -> Made:
    who = post(Role.COMMISSIONER)
    commissioners.appointed(account=who)
    row = work.write(
        who, work.Entry(today(), Log.Kind.VISIT, commissioners.person(), "看望"), str(uuid.uuid4())
    )
    return Made(today(), without(row, person=None))


def commissioner_appointed() -> Made:
    row = Tenure.objects.get(commissioner=commissioners.appointed(since=today()))
    return Made(today(), without(row, how=Tenure.How.TRANSFERRED))


def need_settled() -> Made:
    who = post(Role.COMMISSIONER)
    commissioners.appointed(account=who)
    entry = work.Entry(
        today(), Log.Kind.VISIT, commissioners.person(), "看望", Need.Kind.AID, "困难"
    )
    work.write(who, entry, str(uuid.uuid4()))
    row = work.settle(Need.objects.get().pk, who, "已帮助")
    return Made(today(), without(row, state=Need.State.OPEN))


# Cadres, congresses, leadership


def _on_list() -> Reserve:
    county = post(Role.COUNTY_OFFICER)
    return cadres.on_list(cadres.cadre(county), county)


def reserve_listed() -> Made:
    return Made(today(), without(_on_list(), basis=""))


def reserve_trained() -> Made:
    plan = files.plan_training(_on_list().cadre_id, Training.Kind.COURSE, "演示", today())
    row = files.finish_training(plan.pk, today(), 8, "合格")
    return Made(today(), without(row, result=""))


def reserve_recommended() -> Made:
    row = reserve.recommend(_on_list().pk, post(Role.COUNTY_OFFICER), "副理事长")
    return Made(today(), without(row, recommended_on=None))


def reserve_appointed() -> Made:
    row = reserve.appoint(_on_list().pk, post(Role.COUNTY_OFFICER), "副理事长", today())
    return Made(today(), without(row, state="confirmed"))


def congress_held() -> Made:
    city, county, town = (
        post(role) for role in (Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER)
    )
    row = congresses.of(congresses.open_round(city), TOWN)
    congresses.close(congresses.ready(row, town, county), town, county)
    return Made(today(), without(Congress.objects.get(pk=row.pk), attended=None))


def term_begun() -> Made:
    office = next(o for o in leadership.offices(COUNTY) if o.leading)
    return Made(today(), without(leadership.held(office), source=""))


# Associations


def association_built() -> Made:
    county = post(Role.COUNTY_OFFICER)
    row = associations.standing(county, ago=0)
    associations.committee(county, row, ago=0)
    for _n in range(5):
        associations.member(county, row)
    return Made(today(), without(row, member_count=4))


def association_activity() -> Made:
    county = post(Role.COUNTY_OFFICER)
    found = associations.standing(county)
    row = associations.approved(county, found)
    association_activities.hold(row.pk, county, [associations.member(county, found)], {})
    assert Turnout.objects.get().activity_id == row.pk
    return Made(today(), without(row, reached=0))


def association_meeting() -> Made:
    county = post(Role.COUNTY_OFFICER)
    found = associations.standing(county)
    associations.committee(county, found)
    values = {
        "kind": "other",
        "on": today(),
        "place": "二楼",
        "subject": "碰头",
        "agenda": "一、通报",
    }
    row = meetings.plan(found.pk, county, values)
    associations.held(county, row)
    return Made(today(), without(Meeting.objects.get(pk=row.pk), minutes=""))


def research_reported() -> Made:
    county = post(Role.COUNTY_OFFICER)
    topic = associations.topic(county, associations.standing(county))
    day = research.go_out(
        topic.pk, county, {"on": today(), "place": "街上", "people": 3, "notes": "看过"}
    )
    research.write_up(topic.pk, county, "报告")
    return Made(today(), day.delete)


def _seat() -> tuple[Any, Seat]:
    county = post(Role.COUNTY_OFFICER)
    associations.committee(county, associations.standing(county))
    return county, Seat.objects.filter(office="member")[0]


def contact_visited() -> Made:
    county, seat = _seat()
    contact = associations.contact(county, seat)
    contacts.visit(contact.pk, county, {"on": today(), "how": "home", "text": "平稳"}, "")
    return Made(today(), without(Visit.objects.get(contact=contact), text=""))


def member_joined() -> Made:
    county = post(Role.COUNTY_OFFICER)
    row = associations.member(county, associations.standing(county))
    return Made(today(), lambda: bodies.leave(row.pk, county))


def rights_case_closed() -> Made:
    county = post(Role.COUNTY_OFFICER)
    row = cases.complain(associations.standing(county), Complaint("work", "演", "拖欠"))
    cases.take_up(row.pk, county)
    cases.close(row.pk, county, "补发")
    return Made(today(), without(row, state="handling"))


def opinion_answered() -> Made:
    county, seat = _seat()
    row = contacts.collect(associations.contact(county, seat), today(), "修路")
    contacts.answer(row.pk, county, "组联科", "已转办")
    return Made(today(), without(row, state="open"))


# Grassroots organisations


def _sheet() -> tuple[Any, Any, Any, Assessment]:
    city, county, town = (
        post(role) for role in (Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER)
    )
    return city, county, town, grassroots.sheet(grassroots.campaign(city), TOWN)


def sheet_handed_in() -> Made:
    _city, _county, town, sheet = _sheet()
    row = grassroots.handed_in(sheet, town)
    return Made(today(), without(row, state=AssessmentState.RETURNED))


def organisation_visited() -> Made:
    _city, county, town, sheet = _sheet()
    grassroots.reviewed(sheet, town, county)
    Assessment.objects.filter(pk=sheet.pk).update(sampled=True, visitor=county)
    row = checking.finish_visit(sheet.pk, county)
    return Made(today(), without(row, state=AssessmentState.REVIEWED))


def problem_mended() -> Made:
    county, town = post(Role.COUNTY_OFFICER), post(Role.TOWNSHIP_OFFICER)
    finding = problems.Finding("", "无障碍", "没有坡道", problems.Problem.Source.OTHER)
    row = problems.find(Region.objects.get(code=TOWN), finding, None)
    problems.plan(row.pk, "原因", "修坡道", town, today())
    problems.mend(row.pk, town, "修好", [photo()])
    return Made(today(), without(problems.verify(row.pk, county, True, ""), verified_on=None))


def standard_reached() -> Made:
    city, county, town, sheet = _sheet()
    grassroots.settled(sheet, town, county, city)
    row = Standing.objects.get()
    return Made(row.since, without(row, ended_on=row.since))


# Social organisations


def organisation_found() -> Made:
    return Made(today(), without(social.found(), found_on=None))


def organisation_registered() -> Made:
    row = social.found(credit_code=social.code(), registered_on=today(), authority="民政局")
    return Made(today(), without(row, state=Organisation.State.ENDED, ended_on=today()))


def organisation_supported() -> Made:
    organisations.support(
        social.found().pk,
        {"on": today(), "kind": Support.Kind.PLACE, "amount": 0, "text": "活动室"},
    )
    return Made(today(), Support.objects.get().delete)


def contract_signed() -> Made:
    row = social.contract(post(Role.COUNTY_OFFICER))
    return Made(row.signed_on, row.delete)


def person_served() -> Made:
    county = post(Role.COUNTY_OFFICER)
    row = social.served(county, social.contract(county))
    return Made(today(), Served.objects.get(pk=row.pk).delete)


# Certificates


def card_issued() -> Made:
    _person, row = certificates.holder(certificates.office())

    def undo() -> None:
        Case.objects.filter(certificate=row).update(certificate=None)
        row.delete()

    return Made(row.issued_on, undo)


def case_ended() -> Made:
    row = certificates.case_in(certificates.office(), State.CLOSED)
    ended = Case.objects.get(pk=row.pk).ended_on
    assert ended is not None
    return Made(ended, without(row, state=State.WITHDRAWN))


def visited_at_home() -> Made:
    who = certificates.office()
    for n, code in enumerate((COUNTY, VILLAGE)):
        Place.objects.create(region_id=code, latitude=42.0 + n / 50, longitude=121.6, source="演示")
    test_visits.team(who)
    asked = test_visits.asked(who)
    stop = test_visits.released(who).stops.get()
    visits.report(who.clerk, visits.Report(uuid.uuid4(), stop.pk, 1, "done", "已办"))
    row = Request.objects.get(pk=asked.pk)
    return Made(today(), without(row, state="planned"))


def assessed() -> Made:
    who = certificates.office()
    case = certificates.bring_to(
        who, certificates.applied(who, certificates.person()), State.REVIEW
    )
    row = Order.objects.get(case=case)
    assert row.done_on is not None
    return Made(row.done_on, without(row, cancelled=True))


def promise_signed() -> Made:
    certificates.texts()
    certificates.sworn(Role.CERTIFICATE_CLERK)
    rows = Signature.objects.order_by("pk")
    rows.exclude(pk=rows[0].pk).delete()
    return Made(rows[0].signed_on, rows.delete)


MADE: dict[str, Callable[[], Made]] = {
    "volunteers.registered": volunteer_registered,
    "volunteers.people_trained": volunteers_trained,
    "volunteers.times_trained": volunteers_trained,
    "volunteers.trainings": volunteers_trained,
    "volunteers.joint_meetings": joint_meeting,
    "volunteers.activities": volunteer_activity,
    "volunteers.served": volunteer_served,
    "volunteers.hours": volunteer_served,
    "volunteers.stations": unit_set_up(Unit.Kind.STATION),
    "volunteers.hubs_built": unit_set_up(Unit.Kind.HUB),
    "volunteers.brigades_built": unit_set_up(Unit.Kind.BRIGADE),
    "commissioners.trainings": session_held,
    "commissioners.people_trained": commissioner_trained,
    "commissioners.times_trained": commissioner_trained,
    "commissioners.visits": visit_at_home,
    "commissioners.homes_visited": visit_at_home,
    "commissioners.appointed": commissioner_appointed,
    "commissioners.needs_settled": need_settled,
    "cadres.listed": reserve_listed,
    "cadres.people_trained": reserve_trained,
    "cadres.times_trained": reserve_trained,
    "cadres.recommended": reserve_recommended,
    "cadres.appointed": reserve_appointed,
    "congress.congresses": congress_held,
    "leadership.disabled_appointed": term_begun,
    "leadership.appointed": term_begun,
    "associations.built": association_built,
    "associations.activities": association_activity,
    "associations.meetings_held": association_meeting,
    "associations.reports": research_reported,
    "associations.visits": contact_visited,
    "associations.people_visited": contact_visited,
    "associations.joined": member_joined,
    "associations.cases_closed": rights_case_closed,
    "associations.opinions_answered": opinion_answered,
    "grassroots.sheets_handed_in": sheet_handed_in,
    "grassroots.visited": organisation_visited,
    "grassroots.problems_mended": problem_mended,
    "grassroots.standards_reached": standard_reached,
    "social.found": organisation_found,
    "social.newly_registered": organisation_registered,
    "social.supported": organisation_supported,
    "social.bought": contract_signed,
    "social.people_served": person_served,
    "certificates.issued": card_issued,
    "certificates.cases_ended": case_ended,
    "certificates.visited_at_home": visited_at_home,
    "certificates.assessed": assessed,
    "certificates.promises_signed": promise_signed,
}

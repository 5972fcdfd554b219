"""Meetings, contact, research, surveys, cases, activities and reviews of an association."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tests import builders
from tests.associations import stage
from tests.builders import CITY, COUNTY, OTHER_COUNTY, post
from tests.departments import stage as departments
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.associations.models import (
    Activity,
    Answer,
    Association,
    Contact,
    Kind,
    Meeting,
    Member,
    RightsCase,
    Seat,
    Spending,
)
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
from zulian.foundation.actor import Actor, acting
from zulian.foundation.clock import on_day, today
from zulian.foundation.models import AuditEntry
from zulian.leadership.meetings import decision_item
from zulian.plans.models import Assignment
from zulian.regions.due import make_due_everywhere
from zulian.regions.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
SECRET = "被赶出超市"


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def found(county: Post) -> Association:
    return stage.standing(county)


# Meetings


def test_the_years_calendar_stands_for_each_association_and_begins_anew_with_the_year(
    found: Association,
) -> None:
    year = today().year
    for of in (year, year + 1):
        kinds = list(
            Meeting.objects.filter(association=found, due_on__year=of).values_list(
                "kind", flat=True
            )
        )
        assert kinds.count("committee") == 2 and kinds.count("chairs") == 4
        assert len(make_due_everywhere(date(year + 1, 1, 1))) == (6 * 20 + 1 if of == year else 0)


def test_without_a_quorum_a_meeting_does_not_count(county: Post, found: Association) -> None:
    stage.committee(county, found, size=5)
    made = meetings.plan(found.pk, county, {"kind": "committee", "subject": "全会", "on": today()})
    stage.notified(county, made)
    seats = list(meetings.due(made))
    with pytest.raises(ValidationError, match="应到 5 人，实到 2 人"):
        meetings.hold(made.pk, county, seats[:2], "纪要")
    held = meetings.hold(made.pk, county, seats[:3], "纪要")
    assert held.state == Meeting.State.HELD and held.called == 5
    assert Message.objects.filter(key=f"association-meeting-{made.pk}").count() == 1


def test_a_chairs_meeting_is_for_chairs_and_none_is_held_before_its_day(
    county: Post, found: Association
) -> None:
    stage.committee(county, found)
    made = meetings.plan(found.pk, county, {"kind": "chairs", "subject": "办公会", "on": today()})
    assert meetings.due(made).count() == 2
    stage.notified(county, made, today() + timedelta(days=1))
    with pytest.raises(ValidationError, match="还没有到"):
        meetings.hold(made.pk, county, list(meetings.due(made)), "纪要")


def test_a_meeting_needs_a_committee_to_be_called(county: Post, found: Association) -> None:
    made = meetings.plan(found.pk, county, {"kind": "committee", "subject": "全会", "on": today()})
    with pytest.raises(ValidationError, match="还没有委员"):
        stage.notified(county, made)


def test_decisions_become_tasks_of_the_plan_where_it_measures_associations(
    county: Post, found: Association
) -> None:
    stage.committee(county, found)
    held = stage.held(
        county,
        meetings.plan(found.pk, county, {"kind": "committee", "subject": "全会", "on": today()}),
    )
    town = Region.objects.get(code=builders.TOWN)
    affairs = departments.department(county)
    alone = meetings.decide(held.pk, county, "走访每位会员", county.region, today(), affairs)
    assert alone.url == "" and "民政局承办" in str(decision_item(alone, "").detail)
    settled = meetings.settle(alone.pk, county, "走访了 12 人")
    assert settled.done_on == today() and settled.outcome == "走访了 12 人"
    city = post(Role.CITY_OFFICER, CITY)
    text = builders.circular_text().replace(
        "（二）更新名册。", "（二）健全会议、联系、调研三项制度。"
    )
    builders.plan(city, text)
    task = meetings.decide(held.pk, county, "建立联系名单", town, date(today().year, 12, 31))
    assert task.url and Assignment.objects.filter(region=town, task__name="建立联系名单").exists()
    with pytest.raises(ValidationError, match="请在任务中办理"):
        meetings.settle(task.pk, county, "好")


# Contact


def test_contacts_are_counted_on_the_member_and_visited(county: Post, found: Association) -> None:
    stage.committee(county, found)
    seat = Seat.objects.filter(association=found)[0]
    made = stage.contact(county, seat)
    assert Seat.objects.get(pk=seat.pk).contacts == 1
    with pytest.raises(ValidationError, match="本类别残疾人"):
        contacts.assign(seat.pk, county, stage.holder(Kind.DEAF).id_number, today())
    with pytest.raises(ValidationError, match="已是这位委员的联系对象"):
        contacts.assign(seat.pk, county, made.person.id_number, today())
    visit = {"on": today(), "how": "text", "text": "身体好"}
    contacts.visit(made.pk, county, visit, "盲道被占了")
    with pytest.raises(ValidationError, match="已登记"):
        contacts.visit(made.pk, county, visit, "")
    assert Contact.objects.get(pk=made.pk).visited_on == today()
    contacts.end(made.pk, county)
    assert Seat.objects.get(pk=seat.pk).contacts == 0
    with pytest.raises(ValidationError, match="联系期间"):
        contacts.visit(made.pk, county, visit | {"how": "home"}, "")


def test_an_opinion_is_answered_and_what_changed_is_kept(county: Post, found: Association) -> None:
    stage.committee(county, found)
    seat = Seat.objects.filter(association=found)[0]
    opinion = contacts.collect(stage.contact(county, seat), today(), "盲道被占了")
    with pytest.raises(ValidationError, match="请刷新"):
        contacts.follow_up(opinion.pk, county, changed=True, text="清了")
    answered = contacts.answer(opinion.pk, county, "城管局", "一周内清理")
    assert answered.answered_on == today()
    done = contacts.follow_up(opinion.pk, county, changed=True, text="已清理 300 米")
    assert done.state == "changed" and done.changed_on == today()


# Research and surveys


def test_research_goes_from_the_field_to_a_verdict(county: Post, found: Association) -> None:
    made = stage.topic(county, found)
    with pytest.raises(ValidationError, match="不能成稿"):
        research.write_up(made.pk, county, "报告")
    research.go_out(
        made.pk, county, {"on": today(), "place": "解放路", "people": 6, "notes": "三处被占"}
    )
    research.write_up(made.pk, county, "报告")
    research.propose(made.pk, county, "设护栏", "城管局")
    final = research.verdict(made.pk, county, adopted=True, by="城管局", words="列入整治")
    assert (final.state, final.verdict_by, final.verdict_on) == ("adopted", "城管局", today())


def test_an_anonymous_answer_keeps_nothing_of_who_sent_it(county: Post, found: Association) -> None:
    made = stage.survey(county, stage.topic(county, found))
    with acting(Actor(name="演某", address="10.9.8.7", region=COUNTY)):
        answer = research.fill_in(made.pk, "t1", stage.given(made, words="太难走"), name="演某")
    kept = Answer.objects.get(pk=answer.pk)
    assert (kept.name, kept.at) == ("", None)
    assert not AuditEntry.objects.filter(model="associations.answer").exists()
    trail = AuditEntry.objects.filter(action="answer.anonymous").get()
    assert (trail.address, trail.user_id, trail.object_id) == (
        "",
        None,
        str(made.pk),
    ) and "演某" not in trail.actor


def test_results_of_an_anonymous_survey_wait_until_nobody_stands_out(
    county: Post, found: Association
) -> None:
    made = stage.survey(county, stage.topic(county, found))
    for n in range(4):
        research.fill_in(made.pk, f"t{n}", stage.given(made, scale=str(n + 1)))
    assert research.results(made) == [] and research.hidden(made) == 1
    research.fill_in(
        made.pk, "t9", stage.given(made, one="偶尔", many=("车", "摊"), scale="5", words="好")
    )
    one, many, scale, words = research.results(made)
    assert one.options == [("常被占", 4), ("偶尔", 1)] and many.options == [
        ("车", 5),
        ("摊", 1),
        ("杂物", 0),
    ]
    assert scale.mean == "3.0" and words.words == ["好"]


def test_a_form_counts_once_and_only_with_answers_that_it_allows(
    county: Post, found: Association
) -> None:
    made = stage.survey(county, stage.topic(county, found), anonymous=False)
    first = research.fill_in(made.pk, "t1", stage.given(made), name="演某")
    assert research.fill_in(made.pk, "t1", stage.given(made), name="演某").pk == first.pk
    assert first.name == "演某" and first.at is not None
    for wrong in (
        stage.given(made, one="别的"),
        stage.given(made, scale="9"),
        stage.given(made, many=("车", "飞机")),
        {},
    ):
        with pytest.raises(ValidationError):
            research.fill_in(made.pk, "t2", wrong)
    research.close(made.pk, county)
    with pytest.raises(ValidationError, match="已经截止"):
        research.fill_in(made.pk, "t3", stage.given(made))


def test_a_survey_is_easy_to_read_and_stands_once_it_is_out(
    county: Post, found: Association
) -> None:
    topic = stage.topic(county, found)
    long = {
        "title": "卷",
        "intro": "说",
        "easy": "这一句话写得实在是太长太长太长了读起来很费劲",
        "anonymous": True,
        "until": today(),
    }
    with pytest.raises(ValidationError, match="太长，请拆成短句"):
        research.design(topic.pk, county, long)
    made = stage.survey(county, topic, started=False)
    with pytest.raises(ValidationError, match="2 至 12 个不同的选项"):
        research.ask(
            made.pk,
            county,
            {"kind": "one", "text": "问", "easy": "", "options": "只有一个", "required": True},
        )
    question = made.questions.all()[0]
    research.drop_question(question.pk, county)
    research.start(made.pk, county)
    with pytest.raises(ValidationError, match="请刷新"):
        research.drop_question(made.questions.all()[0].pk, county)


# Rights cases


def complaint(text: str = SECRET) -> Complaint:
    return Complaint("access", "演反映", text, "mail@example.org")


def test_a_case_is_seen_by_its_office_until_taken_up_and_then_by_its_circle(
    county: Post, found: Association
) -> None:
    office, other = post(Role.ASSOCIATION_OFFICER), post(Role.ASSOCIATION_OFFICER, OTHER_COUNTY)
    city = post(Role.CITY_OFFICER, CITY)
    made = cases.complain(found, complaint())
    sees = [
        p
        for p in (county, office, other, city, post(Role.TOWNSHIP_OFFICER))
        if RightsCase.objects.seen_by(p).exists()
    ]
    assert sees == [county, office]
    cases.take_up(made.pk, office)
    assert not RightsCase.objects.seen_by(county).exists()
    with pytest.raises(RightsCase.DoesNotExist):
        cases.note(made.pk, county, "偷看", shared=False)
    with pytest.raises(PermissionDenied):
        cases.read(made, county)
    cases.admit(made.pk, office, county)
    cases.note(made.pk, county, "已联系超市", shared=False)
    with pytest.raises(ValidationError, match="不能办理"):
        cases.admit(made.pk, office, other)
    cases.admit(made.pk, office, city)
    assert RightsCase.objects.seen_by(city).exists()


def test_nothing_of_a_case_stands_in_the_clear(county: Post, found: Association) -> None:
    made = cases.complain(found, complaint())
    cases.take_up(made.pk, county)
    cases.note(made.pk, county, f"经理承认{SECRET}", shared=False)
    cases.close(made.pk, county, f"就{SECRET}道歉")
    raw = (
        RightsCase.objects.filter(pk=made.pk)
        .extra(select={"raw": "text"})
        .values_list("raw", flat=True)
    )  # noqa: S610
    assert SECRET not in str(list(raw))
    assert not any(SECRET in str(e.changes) or SECRET in e.label for e in AuditEntry.objects.all())
    assert not any(SECRET in m.title for m in Message.objects.all())


def test_the_complainant_writes_reads_and_rates_without_a_telephone(
    county: Post, found: Association
) -> None:
    made = cases.complain(found, Complaint("work", "演聋人", "不给工资"))
    cases.take_up(made.pk, county)
    cases.note(made.pk, county, "请写明单位名称", shared=True)
    cases.say(made.page_key, "演示工厂")
    with pytest.raises(ValidationError, match="办结以后"):
        cases.rate(made.page_key, 5)
    cases.close(made.pk, county, "已补发")
    assert cases.rate(made.page_key, 5).mark == 5
    with pytest.raises(ValidationError, match="已经办结"):
        cases.say(made.page_key, "还有")
    assert [n.by_id for n in made.notes.filter(shared=True)] == [county.pk, None]


def test_a_case_is_taken_up_by_one_and_refused_with_a_reason(
    county: Post, found: Association
) -> None:
    made = cases.complain(found, complaint())
    cases.take_up(made.pk, county)
    with pytest.raises(ValidationError, match="已由别人受理"):
        cases.take_up(made.pk, county)
    other = cases.complain(found, complaint())
    with pytest.raises(ValidationError, match="写明原因"):
        cases.refuse(other.pk, county, " ")
    assert cases.refuse(other.pk, county, "属于法院受理").outcome == "属于法院受理"


# Activities


def test_an_activity_is_approved_held_and_summed_up_with_its_cost(
    county: Post, found: Association
) -> None:
    office = post(Role.ASSOCIATION_OFFICER)
    members = [stage.member(county, found) for _n in range(2)]
    bodies.set_budget(found.pk, county, today().year, Decimal(1000), "预算")
    made = stage.planned(office, found, 0)
    activities.submit(made.pk, office)
    with pytest.raises(PermissionDenied):
        activities.judge(made.pk, office, approved=True, note="")
    activities.judge(made.pk, county, approved=False, note="请写明安全安排")
    assert Activity.objects.get(pk=made.pk).state == "draft"
    activities.submit(made.pk, office)
    activities.judge(made.pk, county, approved=True, note="")
    with pytest.raises(ValidationError, match="请登记参加的会员"):
        activities.hold(made.pk, office, [], {})
    held = activities.hold(made.pk, office, members, {"1": 8, "family": 3, "2": 0})
    assert held.reached == 13 and dict(activities.by_group(held))["本协会会员"] == 2
    assert Member.objects.filter(took_part_on=today()).count() == 2
    assert Association.objects.get(pk=found.pk).active_on == today()
    with pytest.raises(ValidationError, match="超出"):
        activities.sum_up(made.pk, office, "好", Decimal(2000))
    assert Activity.objects.get(pk=made.pk).state == "held"
    activities.sum_up(made.pk, office, "大家很高兴", Decimal(260))
    assert Spending.objects.get().activity_id == made.pk


def test_days_of_the_group_make_a_plan(found: Association) -> None:
    days = [key for _day, key, _name, _usual in activities.own_days(found, 2026)]
    assert days == ["eye", "blind"]
    assert activities.template(found, "blind", 2026)["on"] == date(2026, 10, 15)


def test_photographs_stay_inside_without_consent(county: Post, found: Association) -> None:
    made = stage.approved(county, found)
    private = activities.add_photos(made.pk, county, [builders.photo()], "合影", False)[0]
    assert private.file.sealed and not made.photos.filter(consent=True).exists()
    url, client = f"/associations/public/photos/{private.pk}/", Client()
    assert client.get(url).status_code == 404
    activities.set_consent(private.pk, county, consent=True)
    assert client.get(url).status_code == 200
    activities.set_consent(private.pk, county, consent=False)
    assert client.get(url).status_code == 404


# Reviews


def test_the_self_rating_is_suggested_by_the_registers_and_reviewed_to_a_grade(
    county: Post, found: Association
) -> None:
    year = today().year
    shown = reviews.suggestions(found, year)
    items = reviews.items(year)
    assert set(shown) == {key for key, _w, _n in items} and all(
        0 <= shown[key] <= most for key, _w, most in items
    )
    points = {key: most for key, _words, most in items}
    with pytest.raises(ValidationError, match="0 到 20"):
        reviews.rate_self(found.pk, county, year, points | {"base": 21}, "")
    made = reviews.rate_self(found.pk, county, year, shown, "还要努力")
    assert reviews.rate_self(found.pk, county, year, points, "改了").pk == made.pk
    with pytest.raises(PermissionDenied):
        reviews.review(made.pk, post(Role.ASSOCIATION_OFFICER), points, "")
    done = reviews.review(made.pk, county, points | {"awards": 0}, "好")
    assert (done.points, done.grade) == (95, "优秀")
    with pytest.raises(ValidationError, match="已经评议"):
        reviews.rate_self(found.pk, county, year, points, "")


def test_more_work_is_suggested_more_points(county: Post, found: Association) -> None:
    year = today().year
    stage.committee(county, found)
    with on_day(date(year, 12, 31)):
        before = reviews.suggestions(found, year)["meetings"]
        stage.held(county, Meeting.objects.filter(association=found, kind="chairs")[0])
        assert reviews.suggestions(found, year)["meetings"] > before

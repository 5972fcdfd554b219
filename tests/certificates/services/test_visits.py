"""Home service: who is entitled, a day planned, reports from the road kept once, conflicts shown."""

from __future__ import annotations

import json
import uuid
from datetime import time, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.builders import COUNTY, VILLAGE
from tests.certificates.office import Office, applied, bring_to, holder, office, person, reload
from tests.tables.certificates import card_of
from zulian.certificates.models import Request, Round, State, Stop, Team
from zulian.certificates.models.visits import RequestState
from zulian.certificates.services import day_routes, objections, visits
from zulian.foundation.anchors import verify
from zulian.foundation.clock import today
from zulian.people.models import Person
from zulian.regions.models import Place, Region, Road

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def who() -> Office:
    for n, code in enumerate((COUNTY, VILLAGE, "210921100202")):
        Place.objects.create(region_id=code, latitude=42.0 + n / 50, longitude=121.6, source="演示")
    return office()


def team(who: Office, **values: Any) -> Team:
    usual = {
        "name": "第一小组",
        "members": "演甲",
        "assessor": who.doctor,
        "equipment": ["photo"],
        "starts": time(8, 30),
        "ends": time(17, 0),
        "capacity": 8,
        "active": True,
    }
    return visits.save_team(Team(region=Region.objects.get(code=COUNTY)), usual | values, who.clerk)


def asked(who: Office, someone: Person | None = None, admit: bool = True, **values: Any) -> Request:
    made = visits.ask(
        someone or person(),
        who.clerk,
        visits.Wish(**{"purpose": "deliver", "source": "phone", "why": "卧床"} | values),
    )
    return visits.judge(made.pk, who.clerk, True, "已核实") if admit else made


def released(who: Office) -> Round:
    return visits.release(day_routes.plan_round(who.clerk, today()).pk, who.clerk)


def test_severe_disability_entitles_and_the_reason_stands_beside_it(who: Office) -> None:
    someone, _card = holder(who)
    made = asked(who, someone, admit=False)
    assert (made.eligible, made.basis) == (True, "重度残疾（2 级）且行动不便。")
    assert not asked(who, cannot_travel=False, admit=False).eligible
    with pytest.raises(ValidationError, match="同一事项"):
        asked(who, someone)


def test_outside_the_policy_an_admission_needs_its_reason(who: Office) -> None:
    made = asked(who, cannot_travel=False, admit=False)
    with pytest.raises(ValidationError, match="请写明理由"):
        visits.judge(made.pk, who.clerk, True)
    assert visits.judge(made.pk, who.clerk, True, "雪天封路").state == RequestState.WAITING
    with pytest.raises(ValidationError, match="待安排"):
        visits.judge(made.pk, who.clerk, True, "再来一次")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"to_time": time(8, 0)}, "最晚时间"),
        ({"why": " "}, "行动不便"),
        ({"purpose": "assess"}, "评定类别"),
        ({"must_by": today() - timedelta(days=1)}, "不能早于今天"),
    ],
)
def test_what_is_wrong_has_its_sentence(who: Office, values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        asked(who, **values)


def test_a_day_is_planned_released_reported_and_closed(who: Office) -> None:
    team(who)
    requests = [
        asked(who, categories=(4,), purpose="assess"),
        asked(who),
        asked(who, from_time=time(13, 0)),
    ]
    found = day_routes.plan_round(who.clerk, today())
    assert found.stops.count() == 3
    assert day_routes.plan_round(who.clerk, today()) == found  # a draft is planned anew, not twice
    visits.release(found.pk, who.clerk)
    with pytest.raises(ValidationError, match="已经下发"):
        day_routes.plan_round(who.clerk, today())
    stops = list(found.stops.order_by("order"))
    assert stops[-1].arrive >= time(13, 0)
    visits.report(who.clerk, visits.Report(uuid.uuid4(), stops[0].pk, 1, "done", "已办"))
    visits.report(who.clerk, visits.Report(uuid.uuid4(), stops[1].pk, 1, "refused"))
    visits.close_round(found.pk, who.clerk)
    states = sorted(
        Request.objects.filter(pk__in=[r.pk for r in requests]).values_list("state", flat=True)
    )
    assert states == ["cancelled", "done", "waiting"]
    assert verify().sound


def test_what_no_team_can_do_is_left_out_with_its_reason(who: Office) -> None:
    team(who, assessor=None)
    asked(who, categories=(4,), purpose="assess"), asked(who)
    found = day_routes.plan_round(who.clerk, today())
    assert found.stops.count() == 1
    assert "评定类别或设备" in found.left_out[0][1]


def test_without_coordinates_the_sentence_names_the_place(who: Office) -> None:
    team(who), asked(who)
    Place.objects.all().delete()
    with pytest.raises(ValidationError, match="还没有这些地方的坐标"):
        day_routes.plan_round(who.clerk, today())
    assert not Round.objects.exists()


def test_a_known_road_goes_before_the_great_circle(who: Office) -> None:
    Road.objects.create(origin_id=COUNTY, target_id=VILLAGE, kilometres=99, minutes=77)
    minutes, kilometres = day_routes.distances([COUNTY, VILLAGE], visits.figures(COUNTY))
    assert (minutes[0][1], kilometres[0][1]) == (77, 99)
    assert 0 < kilometres[1][0] < 5


class TestFromTheRoad:
    def test_a_report_sent_twice_counts_once(self, who: Office) -> None:
        team(who), asked(who)
        stop = released(who).stops.get()
        said = visits.Report(uuid.uuid4(), stop.pk, 1, "done", "已办")
        first, second = visits.report(who.clerk, said), visits.report(who.clerk, said)
        assert (first.version, second.version) == (2, 2)

    def test_a_stale_phone_gets_a_conflict_and_may_insist(self, who: Office) -> None:
        team(who), asked(who)
        stop = released(who).stops.get()
        visits.report(who.clerk, visits.Report(uuid.uuid4(), stop.pk, 1, "absent", "家中无人"))
        with pytest.raises(visits.Conflict) as caught:
            visits.report(who.clerk, visits.Report(uuid.uuid4(), stop.pk, 1, "done", "已办"))
        assert caught.value.stop.outcome == "absent"
        visits.report(who.clerk, visits.Report(uuid.uuid4(), stop.pk, 2, "done", "已办"))
        assert Request.objects.get().state == RequestState.DONE

    def test_the_case_learns_of_it(self, who: Office) -> None:
        someone = person()
        case = applied(who, someone)
        team(who), asked(who, someone, purpose="assess", categories=(4,))
        stop = released(who).stops.get()
        visits.report(who.clerk, visits.Report(uuid.uuid4(), stop.pk, 1, "done", "已检查"))
        assert "上门评定。已检查" in case.history.get(left_on=None).note

    def test_the_endpoint_answers_each_one(self, who: Office) -> None:
        team(who), asked(who), asked(who)
        stops = list(released(who).stops.all())
        client = Client()
        client.force_login(who.clerk.user)
        key = str(uuid.uuid4())
        body: list[Any] = [
            {"key": key, "stop": stops[0].pk, "version": 1, "outcome": "done", "note": "已办"},
            {"key": key, "stop": stops[0].pk, "version": 1, "outcome": "done", "note": "已办"},
            {"key": str(uuid.uuid4()), "stop": stops[0].pk, "version": 1, "outcome": "absent"},
            {"key": str(uuid.uuid4()), "stop": 999999, "version": 1, "outcome": "done"},
            {"key": str(uuid.uuid4()), "stop": stops[1].pk, "version": 1, "outcome": "flown"},
            {"nonsense": True},
            7,
        ]
        answers = client.post(
            "/certificates/visits/field/sync/", json.dumps(body), content_type="application/json"
        ).json()["answers"]
        assert [a["status"] for a in answers] == [
            "saved",
            "saved",
            "conflict",
            "refused",
            "refused",
            "refused",
            "refused",
        ]
        assert answers[2]["now"]["outcome"] == "done"
        assert Stop.objects.get(pk=stops[1].pk).outcome == ""

    @pytest.mark.parametrize(
        ("body", "status", "answer"),
        [
            (b"", 200, {"answers": []}),
            (b"{", 400, {"error": "数据格式不对，请刷新页面。"}),
            (b"{}", 400, {"error": "一次最多同步 100 条。"}),
            (b"3", 400, {"error": "一次最多同步 100 条。"}),
            (b"\xff\xfe", 400, {"error": "数据格式不对，请刷新页面。"}),
        ],
    )
    def test_hostile_bodies_cost_a_sentence(
        self, who: Office, body: bytes, status: int, answer: dict[str, object]
    ) -> None:
        client = Client()
        client.force_login(who.clerk.user)
        response = client.post(
            "/certificates/visits/field/sync/", body, content_type="application/json"
        )
        assert (response.status_code, response.json()) == (status, answer)


def test_teams_keep_their_names_and_hours_in_order(who: Office) -> None:
    team(who)
    with pytest.raises(ValidationError, match="同名"):
        team(who)
    with pytest.raises(ValidationError, match="晚于出发"):
        team(who, name="第二小组", ends=time(8, 0))
    assert card_of(person(), today() - timedelta(days=10)).is_live


def test_a_card_brought_home_is_handed_over(who: Office) -> None:
    someone = person()
    case = bring_to(who, applied(who, someone), State.HANDOVER)
    team(who), asked(who, someone)
    stop = released(who).stops.get()
    visits.report(who.clerk, visits.Report(uuid.uuid4(), stop.pk, 1, "done", "证已送到"))
    case = reload(case)
    assert (case.state, case.handed_how, case.handed_to) == (State.CLOSED, "home", someone.name)


class TestWhatCannotFollow:
    """A report that cannot follow is refused with a sentence, and holds no other one back."""

    def said(self, who: Office, stop: Stop, outcome: str) -> None:
        version = Stop.objects.get(pk=stop.pk).version
        visits.report(who.clerk, visits.Report(uuid.uuid4(), stop.pk, version, outcome, "情况"))

    def test_a_card_is_not_brought_while_it_is_disputed(self, who: Office) -> None:
        someone = person()
        case = bring_to(who, applied(who, someone), State.HANDOVER)
        team(who), asked(who, someone)
        stop = released(who).stops.get()
        objections.file(case.pk, who.clerk, "applicant", "等级偏轻")
        with pytest.raises(ValidationError, match="复核"):
            self.said(who, stop, "done")
        assert (reload(case).state, Stop.objects.get(pk=stop.pk).outcome) == (State.HANDOVER, "")

    def test_bringing_the_card_is_telling(self, who: Office) -> None:
        someone = person()
        case = bring_to(who, applied(who, someone), State.HANDOVER)
        team(who), asked(who, someone)
        self.said(who, released(who).stops.get(), "done")
        assert (reload(case).told_on, reload(case).told_how) == (today(), "handed")

    def test_who_refused_is_asked_anew_before_they_are_visited(self, who: Office) -> None:
        team(who), asked(who), asked(who)
        first, second = released(who).stops.all()
        self.said(who, first, "refused")
        client = Client()
        client.force_login(who.clerk.user)
        body = [
            {"key": str(uuid.uuid4()), "stop": first.pk, "version": 2, "outcome": "done"},
            {"key": str(uuid.uuid4()), "stop": second.pk, "version": 1, "outcome": "done"},
        ]
        answers = client.post(
            "/certificates/visits/field/sync/", json.dumps(body), content_type="application/json"
        ).json()["answers"]
        assert [a["status"] for a in answers] == ["refused", "saved"]
        assert "已取消" in answers[0]["words"]

    def test_absent_and_then_unwilling_is_not_planned_again(self, who: Office) -> None:
        team(who), asked(who)
        stop = released(who).stops.get()
        self.said(who, stop, "absent")
        self.said(who, stop, "refused")
        assert Request.objects.get().state == RequestState.CANCELLED

    def test_a_visit_that_was_made_stays_made(self, who: Office) -> None:
        team(who), asked(who)
        stop = released(who).stops.get()
        self.said(who, stop, "done")
        self.said(who, stop, "done")
        with pytest.raises(ValidationError, match="不能再改"):
            self.said(who, stop, "absent")
        assert Stop.objects.get().outcome == "done"

"""The commissioners room of the world: one row for each address, and what is sent to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.builders import TOWN, VILLAGE
from tests.commissioners import stage
from tests.people.test_rules import numbered
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.commissioners.models import Need
from zulian.commissioners.services import appraisal, recruitment, training, work
from zulian.foundation.clock import today

OTHER_TOWN, OTHER_VILLAGE = "210921101000", "210921100202"


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """All of the first county."""
    city, county, village = (
        inside[role] for role in (Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.COMMISSIONER)
    )
    stage.positions()
    found = stage.appointed(account=village)
    stage.rate(city)
    vacant, wanted = stage.position(OTHER_TOWN), stage.position(OTHER_VILLAGE)
    notice = stage.notice(county, wanted)
    applicants = [
        recruitment.apply(notice.pk, wanted, stage.person(), tie) for tie in ("self", "none")
    ]
    over = stage.notice(county, stage.position(TOWN))
    qualified = recruitment.apply(over.pk, stage.position(TOWN), stage.person(), "none")
    recruitment.review(qualified.pk, True, "", Decimal(80))
    recruitment.close(over.pk)
    work.write(
        village, work.Entry(today(), "visit", stage.person(), "稳定", "card", "想上门办证"), "k1"
    )
    work.write(
        village, work.Entry(today(), "visit", stage.person(), "稳定", "device", "要轮椅"), "k2"
    )
    period = appraisal.begin(county, "年度考核", today() - timedelta(days=200), today())
    before = appraisal.begin(
        county, "上半年考核", today() - timedelta(days=300), today() - timedelta(days=100)
    )
    sheet, old = period.appraisals.get(), before.appraisals.get()
    appraisal.rate(sheet.pk, county, Decimal(90), "")
    appraisal.rate(old.pk, county, Decimal(70), "")
    appraisal.settle(before.pk, county)
    answered = appraisal.begin(
        county, "去年考核", today() - timedelta(days=600), today() - timedelta(days=301)
    ).appraisals.get()
    appraisal.rate(answered.pk, county, Decimal(70), "")
    appraisal.settle(answered.period_id, county)
    course = training.plan(county, "业务培训", 8, today())
    question = training.add_question(course.pk, county, "走访要记录吗", ["要", "不要"], 0)
    training.add_material(course.pk, county, "录像", None, "https://example.org/v", "大家好")
    session = training.hold(course.pk, county, today(), "会议室")
    empty = training.hold(course.pk, county, today(), "大厅")
    attended = training.sign_in(session.code, village)
    passed = training.sign_in(
        training.hold(
            training.plan(county, "政策培训", 8, today()).pk, county, today(), "会议室"
        ).code,
        village,
    )
    return {
        "course": course,
        "question": question,
        "session": session,
        "attended": attended,
        "passed": passed,
        "period": period,
        "sheet": sheet,
        "graded": old,
        "appealed": appraisal.appeal(answered.pk, village, "走访都有记录"),
        "commissioner": found,
        "position": vacant,
        "recruitment": notice,
        "closed-recruitment": over,
        "empty-session": empty,
        "applicant": applicants[0],
        "qualified": qualified,
        "payment": stage.payment(found),
        "need-card": Need.objects.get(kind="card"),
        "need-device": Need.objects.get(kind="device"),
        "spare-position": stage.position(TOWN),
        "served": Need.objects.get(kind="device").person,
    }


PAGES = {
    **{
        f"commissioners:commissioner{name}": "commissioner"
        for name in (
            "",
            "-change",
            "-verify",
            "-contract",
            "-record",
            "-leave",
            "-transfer",
            "-paper",
        )
    },
    **{f"commissioners:position{name}": "position" for name in ("", "-abolish", "-appoint")},
    **{f"commissioners:recruitment{name}": "recruitment" for name in ("", "-apply", "-close")},
    "commissioners:recruitment-finish": "closed-recruitment",
    "commissioners:applicant-review": "applicant",
    "commissioners:applicant-choose": "qualified",
    "commissioners:payment-pay": "payment",
    "commissioners:payment-correct": "payment",
    "commissioners:need": "need-card",
    "commissioners:need-hand-over": "need-card",
    "commissioners:need-settle": "need-device",
    **{
        f"commissioners:course{name}": "course"
        for name in ("", "-session", "-question", "-material")
    },
    **{f"commissioners:session{name}": "session" for name in ("", "-code")},
    "commissioners:session-by-hand": "empty-session",
    "commissioners:question-drop": "question",
    "commissioners:attendance-test": "attended",
    "commissioners:attendance-certificate": "passed",
    "commissioners:period": "period",
    "commissioners:period-settle": "period",
    "commissioners:appraisal-appeal": "graded",
    "commissioners:appraisal-decide": "appealed",
    **{f"commissioners:appraisal{name}": "sheet" for name in ("", "-own", "-rate", "-hear")},
}
ARGUMENTS: dict[str, Callable[[Any], list[Any]]] = {
    "commissioners:sign-in": lambda w: [w.rows["session"].code]
}
WHO = {"name": "演新委", "home": VILLAGE, "ethnicity": "01", "phone": ""}


def who(number: int) -> dict[str, str]:
    """A person who is not there yet."""
    return {**WHO, "id_number": numbered(today().replace(year=1991, day=1), number)}


ITEMS = {"item-0": "28", "item-1": "18", "item-2": "17", "item-3": "9", "item-4": "18"}
SENT: dict[str, Callable[[Any], Any]] = {
    "commissioners:position-add": lambda w: {"region": TOWN},
    "commissioners:position-abolish": lambda w: {},
    "commissioners:position-appoint": lambda w: {
        **who(1),
        "tie": "self",
        "how": "recommended",
        "education": "high",
        "since": str(today()),
    },
    "commissioners:commissioner-change": lambda w: {"tie": "self", "education": "high"},
    "commissioners:commissioner-verify": lambda w: {},
    "commissioners:commissioner-contract": lambda w: {
        "since": str(today()),
        "until": str(today() + timedelta(days=365)),
    },
    "commissioners:commissioner-record": lambda w: {
        "kind": "award",
        "on": str(today()),
        "text": "县优秀专职委员",
    },
    "commissioners:commissioner-leave": lambda w: {
        "ended_on": str(today()),
        "ended_why": "resigned",
        "handover": "已交接",
    },
    "commissioners:commissioner-transfer": lambda w: {
        "position": w.rows["spare-position"].pk,
        "ended_on": str(today()),
        "handover": "已交接",
    },
    "commissioners:recruitment-add": lambda w: {
        "title": "新公告",
        "conditions": "热心",
        "opens_on": str(today()),
        "closes_on": str(today()),
        "positions": [w.rows["position"].pk],
    },
    "commissioners:recruitment-close": lambda w: {},
    "commissioners:recruitment-finish": lambda w: {},
    "commissioners:recruitment-apply": lambda w: {
        **who(2),
        "position": w.rows["applicant"].position_id,
        "tie": "none",
    },
    "commissioners:applicant-review": lambda w: {"passed": "yes", "score": "80"},
    "commissioners:applicant-choose": lambda w: {"since": str(today())},
    "commissioners:payment-pay": lambda w: {"paid_on": str(today()), "proof": "拨1"},
    "commissioners:payment-many": lambda w: {"action": "pay", "row": [w.rows["payment"].pk]},
    "commissioners:position-many": lambda w: {"action": "abolish", "row": [w.rows["position"].pk]},
    "commissioners:need-many": lambda w: {"action": "hand-over", "row": [w.rows["need-card"].pk]},
    "commissioners:payment-add": lambda w: {"month": str(stage.month(1))},
    "commissioners:payment-correct": lambda w: {
        "paid": "100",
        "paid_on": str(today()),
        "proof": "拨2",
    },
    "commissioners:rate-add": lambda w: {
        "level": "9",
        "monthly": "800",
        "since": str(today()),
        "basis": "县文件",
    },
    "commissioners:log-write": lambda w: {
        "kind": "policy",
        "day": str(today()),
        "key": "k9",
        "text": "讲政策",
    },
    "commissioners:course-add": lambda w: {
        "title": "新课程",
        "hours": "8",
        "planned_on": str(today()),
    },
    "commissioners:course-session": lambda w: {"on": str(today()), "place": "会议室"},
    "commissioners:question-drop": lambda w: {},
    "commissioners:course-question": lambda w: {"text": "题", "options": "对\n错", "answer": "1"},
    "commissioners:course-material": lambda w: {"title": "讲义", "text": "大家好"},
    "commissioners:session-by-hand": lambda w: {"people": [w.rows["commissioner"].pk]},
    "commissioners:sign-in": lambda w: {},
    "commissioners:attendance-test": lambda w: {f"q-{w.rows['question'].pk}": "0"},
    "commissioners:period-add": lambda w: {
        "name": "新考核",
        "first": "2026-01-01",
        "last": str(today()),
    },
    "commissioners:period-settle": lambda w: {},
    "commissioners:appraisal-own": lambda w: {**ITEMS, "text": "走访到位"},
    "commissioners:appraisal-rate": lambda w: ITEMS,
    "commissioners:appraisal-hear": lambda w: {"person": w.rows["served"].pk, "mark": "5"},
    "commissioners:appraisal-appeal": lambda w: {"appeal": "走访都有记录"},
    "commissioners:appraisal-decide": lambda w: {"grade": "good", "reply": "属实"},
    "commissioners:need-hand-over": lambda w: {},
    "commissioners:need-settle": lambda w: {"reply": "已配发"},
}
READERS = {
    f"commissioners:{name}": Role.COMMISSIONER
    for name in ("log-write", "appraisal-own", "appraisal-appeal", "sign-in", "attendance-test")
}
# Answers to a click.
ACTIONS = {
    f"commissioners:{name}"
    for name in (
        "question-drop",
        "period-settle",
        "commissioner-verify",
        "position-abolish",
        "position-many",
        "payment-many",
        "need-many",
        "recruitment-close",
        "recruitment-finish",
        "need-hand-over",
    )
}
FILES = {"commissioners:commissioner-paper", "commissioners:attendance-certificate"}

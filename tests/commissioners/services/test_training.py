"""Training: sign-in on the day, tests, hours credited once passed, captions for recordings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests import builders
from tests.builders import COUNTY, OTHER_COUNTY
from tests.commissioners import stage
from zulian.accounts.models import Post
from zulian.commissioners.models import Attendance, Commissioner, Course
from zulian.commissioners.services import training
from zulian.foundation.clock import on_day, today

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]


def course(county: Post, hours: int = 24) -> Course:
    return training.plan(county, "业务培训", hours, today())


def test_a_code_signs_in_its_own_people_on_the_day_once() -> None:
    county, village = builders.post("county_officer", COUNTY), builders.post("commissioner")
    session = training.hold(course(county).pk, county, today(), "县残联会议室")
    with pytest.raises(PermissionDenied, match="还没有关联"):
        training.sign_in(session.code, village)
    found = stage.appointed(account=village)
    with on_day(today() + timedelta(days=1)), pytest.raises(ValidationError, match="开班当天"):
        training.sign_in(session.code, village)
    with pytest.raises(ValidationError, match="签到码无效"):
        training.sign_in("nonsense", village)
    row = training.sign_in(session.code, village)
    assert training.sign_in(session.code, village).pk == row.pk
    assert (row.hours, row.by_code, row.number) == (
        24,
        True,
        f"ZW{today().year}-{session.course_id:04d}-{row.pk:06d}",
    )
    assert Commissioner.objects.filter(training.enough(today())).get() == found
    away = builders.post("county_officer", OTHER_COUNTY)
    other = training.hold(course(away).pk, away, today(), "会议室")
    with pytest.raises(PermissionDenied, match="不面向"):
        training.sign_in(other.code, village)


def test_a_test_credits_the_hours_and_keeps_the_better_result() -> None:
    county, village = builders.post("county_officer", COUNTY), builders.post("commissioner")
    made = course(county, 8)
    for n in range(12):
        training.add_question(made.pk, county, f"第{n}题", ["对", "错"], n % 2)
    found = stage.appointed(account=village)
    session = training.hold(made.pk, county, today(), "会议室")
    assert training.sign_in_by_hand(session.pk, county, [found.pk]) == 1
    row = Attendance.objects.get()
    questions = training.paper_of(row)
    assert (row.hours, row.number, len(questions)) == (0, "", 10) and [
        q.pk for q in training.paper_of(row)
    ] == [q.pk for q in questions]
    right = {q.pk: q.answer for q in questions}
    with pytest.raises(ValidationError, match="还有 1 题没有作答"):
        training.take_test(row.pk, village, dict(list(right.items())[1:]))
    with pytest.raises(PermissionDenied):
        training.take_test(row.pk, county, right)
    wrong = {pk: 1 - answer for pk, answer in right.items()}
    half = {pk: right[pk] if n < 5 else wrong[pk] for n, pk in enumerate(right)}
    assert (training.take_test(row.pk, village, half).score, Attendance.objects.get().hours) == (
        50,
        0,
    )
    passed = training.take_test(row.pk, village, right)
    assert (passed.score, passed.hours) == (100, 8) and passed.number
    assert training.take_test(row.pk, village, wrong).score == 100
    assert training.hours_of(found, today().year) == 8
    assert not Commissioner.objects.filter(training.enough(today())).exists()
    assert Commissioner.objects.filter(training.trained(today())).exists()


@pytest.mark.parametrize(
    ("options", "answer"),
    [(["对"], 0), (["对", "对"], 0), (["对", "错"], 2), ([str(n) for n in range(7)], 0)],
)
def test_a_question_has_options_that_differ_and_a_right_one(
    options: list[str], answer: int
) -> None:
    county = builders.post("county_officer", COUNTY)
    with pytest.raises(ValidationError):
        training.add_question(course(county).pk, county, "题", options, answer)


def test_a_recording_needs_its_words() -> None:
    county = builders.post("county_officer", COUNTY)
    made = course(county)
    with pytest.raises(ValidationError, match="文字稿"):
        training.add_material(made.pk, county, "录像", None, "https://example.org/v", "")
    with pytest.raises(ValidationError, match="http"):
        training.add_material(made.pk, county, "录像", None, "javascript:alert(1)", "字幕")
    assert (
        training.add_material(made.pk, county, "录像", None, "https://example.org/v", "大家好").text
        == "大家好"
    )
    kept = training.add_material(made.pk, county, "图", builders.photo(), "", "").file
    assert kept is not None and kept.published
    with pytest.raises(PermissionDenied):
        training.hold(made.pk, builders.post("city_officer"), today(), "市里")

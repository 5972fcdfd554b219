"""A letter's way: drawn up, sent, urged, answered, settled; what waits, what stands in the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from tests import builders
from tests.builders import OTHER_COUNTY, photo, post
from tests.departments import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.departments.models import Letter
from zulian.departments.services import letters
from zulian.documents.models import Attachment
from zulian.foundation.clock import today

pytestmark = pytest.mark.usefixtures("regions")
LATE, ANSWERED = "逾期没有复函、要催办的函", "已收到复函、待办结的函"
State = Letter.State


def days(number: int) -> Any:
    return today() + timedelta(days=number)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


def test_it_goes_from_the_draft_to_what_came_of_it(county: Post) -> None:
    row = stage.draft(county)
    assert (row.state, row.sent_on, row.number) == (State.DRAFT, None, "")
    row = letters.send(row.pk, county, "演残函〔2026〕1号", days(0), days(5))
    assert (row.state, row.answer_by) == (State.SENT, days(5))
    row = letters.urge(row.pk, county, today())
    assert (letters.urge(row.pk, county, today()).urged, row.urged_on) == (2, today())
    said = {"answered_on": today(), "answer": "同意共享。", "file": photo()}
    row = letters.answer(row.pk, county, said)
    assert (row.state, row.answer, row.answer_file.name) == (
        State.ANSWERED,
        "同意共享。",
        "现场.jpg",
    )
    row = letters.finish(row.pk, county, "名单已比对")
    assert (row.state, row.outcome) == (State.DONE, "名单已比对")


def test_steps_are_open_in_their_turn_and_to_the_sender_alone(county: Post) -> None:
    row = stage.draft(county)
    with pytest.raises(ValidationError, match="拟稿"):
        letters.urge(row.pk, county, today())
    with pytest.raises(PermissionDenied):
        letters.send(row.pk, post(Role.CITY_OFFICER), "", today(), None)
    row = letters.send(row.pk, county, "", today(), None)
    with pytest.raises(ValidationError, match="已发出"):
        letters.drop(row.pk, county)
    with pytest.raises(ValidationError, match="已发出"):
        letters.finish(row.pk, county, "")
    with pytest.raises(ValidationError, match="为什么不再等"):
        letters.let_go(row.pk, county, " ")
    assert letters.let_go(row.pk, county, "已口头答复").state == State.NEEDLESS


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (lambda pk, who: letters.correct(pk, who, "", days(1), None), "不能晚于今天"),
        (lambda pk, who: letters.correct(pk, who, "", days(-1), days(-2)), "函复期限不能早于"),
        (lambda pk, who: letters.urge(pk, who, days(-4)), "不能更早"),
        (lambda pk, who: letters.urge(pk, who, days(1)), "不能晚于今天"),
        (
            lambda pk, who: letters.answer(
                pk, who, {"answered_on": days(-4), "answer": "同意", "file": None}
            ),
            "不能更早",
        ),
        (
            lambda pk, who: letters.answer(
                pk, who, {"answered_on": today(), "answer": " ", "file": None}
            ),
            "主要内容",
        ),
    ],
)
def test_days_stand_in_their_order(county: Post, step: Any, words: str) -> None:
    row = stage.sent(county, days=3)
    with pytest.raises(ValidationError, match=words):
        step(row.pk, county)


def test_one_number_is_one_letter_of_an_office(county: Post) -> None:
    stage.sent(county, number="演残函〔2026〕1号")
    to = stage.department(county, "教育局")
    with pytest.raises(ValidationError, match="发文字号"):
        stage.sent(county, to, number="演残函〔2026〕1号")
    assert stage.sent(post(Role.CITY_OFFICER), number="演残函〔2026〕1号").pk
    stage.sent(county, to)
    stage.sent(county, to)


def test_the_database_keeps_state_and_day_together(county: Post) -> None:
    row = stage.draft(county)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=row.pk).update(state="sent")


def test_it_goes_to_a_department_of_the_own_division(county: Post) -> None:
    other = stage.department(post(Role.COUNTY_OFFICER, OTHER_COUNTY))
    with pytest.raises(ValidationError, match="本单位登记"):
        stage.draft(county, other)


def test_its_files_are_sealed_and_go_with_it(county: Post) -> None:
    row = stage.draft(county, file=photo())
    assert row.file.sealed and row.file.permission == "department.read"
    old = row.file
    values = {"department": row.department, "title": "新题", "text": "新文", "about": ""}
    changed = letters.change(row.pk, county, values | {"answer_by": None, "file": photo()})
    assert changed.title == "新题" and not Attachment.objects.filter(pk=old.pk).exists()
    kept = letters.change(row.pk, county, values | {"answer_by": None, "file": None})
    assert kept.file == changed.file
    letters.drop(row.pk, county)
    assert not Letter.objects.exists() and not Attachment.objects.exists()


def test_what_is_late_and_what_is_answered_waits_for_the_sender(county: Post) -> None:
    to = stage.department(county)
    stage.sent(county, to, days=9, answer_by=days(0))
    late = stage.sent(county, to, days=9, answer_by=days(-1))
    stage.sent(county, to, days=9)
    assert builders.todos(county)[LATE].count == 1 and late.is_overdue
    assert LATE not in builders.todos(post(Role.CITY_OFFICER))
    letters.answer(late.pk, county, {"answered_on": today(), "answer": "同意", "file": None})
    assert LATE not in builders.todos(county) and builders.todos(county)[ANSWERED].count == 1
    letters.finish(late.pk, county, "")
    assert ANSWERED not in builders.todos(county)

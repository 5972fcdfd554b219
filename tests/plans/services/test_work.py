"""Work on an assignment: who may do what in which state, and what is left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    VILLAGE,
    assignment,
    bring_to,
    photo,
    plan,
    post,
)
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.documents.services import ACCEPTED
from zulian.foundation.models import AuditEntry
from zulian.plans.assignment_forms import ReportForm
from zulian.plans.models import Assignment, ChangeRequest, Circular, Report, State
from zulian.plans.services import changes, work
from zulian.plans.timeline import timeline

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def circular(city: Post) -> Circular:
    return plan(city)


@pytest.fixture
def row(circular: Circular) -> Assignment:
    return assignment(circular, "一（一）", COUNTY)


def test_signing_reporting_verifying_closes_it(row: Assignment, city: Post, county: Post) -> None:
    done = bring_to(row, State.CLOSED, county, city)
    assert (done.state, done.on_time, done.evidence_count) == (State.CLOSED, True, 1)
    assert [s.what for s in timeline(done)][-1] == "文件下达"
    actions = AuditEntry.objects.filter(
        model="plans.assignment", object_id=str(row.pk)
    ).values_list("action", flat=True)
    assert list(actions.order_by("id")) == [
        "assignment.sign",
        "assignment.report",
        "assignment.verify",
    ]


def test_signing_twice_changes_nothing(row: Assignment, county: Post) -> None:
    work.sign(row.pk, county)
    before = AuditEntry.objects.count()
    work.sign(row.pk, county)
    assert AuditEntry.objects.count() == before


def test_only_the_own_organisation_acts_and_only_the_issuer_judges(
    row: Assignment, city: Post, county: Post
) -> None:
    stranger = post(Role.COUNTY_OFFICER, OTHER_COUNTY)
    for act in (
        lambda: work.sign(row.pk, stranger),
        lambda: work.sign(row.pk, city),
        lambda: work.report(row.pk, stranger, "完成"),
        lambda: work.judge(row.pk, county, True),
        lambda: changes.ask(row.pk, city, "drop", "不办了"),
        lambda: work.break_down(row.pk, stranger, row.due),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_a_request_is_not_approved_once_the_task_is_closed(
    row: Assignment, city: Post, county: Post
) -> None:
    work.sign(row.pk, county)
    asked = changes.ask(row.pk, county, ChangeRequest.Kind.DROP, "撤并")
    work.report(row.pk, county, "已完成。", None, [photo()])
    work.judge(row.pk, city, accepted=True, reason="已核实")
    with pytest.raises(ValidationError, match="已办结"):
        changes.decide(asked.pk, city, True)
    assert changes.decide(asked.pk, city, False, "已办结").outcome == ChangeRequest.Outcome.REFUSED


def test_a_report_before_signing_is_refused(row: Assignment, county: Post) -> None:
    with pytest.raises(ValidationError, match="待签收"):
        work.report(row.pk, county, "完成", None, [photo()])


def test_evidence_is_asked_for_and_a_bad_file_leaves_nothing(row: Assignment, county: Post) -> None:
    work.sign(row.pk, county)
    with pytest.raises(ValidationError, match="佐证材料"):
        work.report(row.pk, county, "完成")
    bad = photo("坏.jpg")
    bad.file.truncate(12)
    with pytest.raises(ValidationError, match="坏.jpg"):
        work.report(row.pk, county, "完成", None, [photo(), bad])
    assert not Report.objects.exists()
    with pytest.raises(ValidationError, match="最多上传 9 个"):
        work.report(row.pk, county, "完成", None, [photo() for _ in range(10)])


def test_a_return_needs_a_reason_and_takes_the_report_back(
    row: Assignment, city: Post, county: Post
) -> None:
    reported = bring_to(row, State.REPORTED, county, city)
    with pytest.raises(ValidationError, match="原因"):
        work.judge(reported.pk, city, accepted=False)
    returned = work.judge(reported.pk, city, accepted=False, reason="缺照片")
    assert (returned.state, returned.reported_at, returned.on_time, returned.returns) == (
        "returned",
        None,
        None,
        1,
    )
    assert "缺照片" in Message.objects.get(kind="returned").title
    work.report(row.pk, county, "补正", None, [photo()])
    assert Report.objects.filter(assignment=row).count() == 2


def test_a_late_report_is_not_on_time(circular: Circular, city: Post) -> None:
    row = assignment(circular, "二（一）", TOWN)
    assert row.is_overdue
    late = bring_to(row, State.REPORTED, post(Role.TOWNSHIP_OFFICER), city)
    assert late.on_time is False
    assert not late.is_overdue


class TestBreakingDown:
    def test_a_county_gives_its_townships_the_task(self, row: Assignment, county: Post) -> None:
        work.sign(row.pk, county)
        assert work.break_down(row.pk, county, row.due) == 2
        assert work.break_down(row.pk, county, row.due) == 0
        part = Assignment.objects.get(parent=row, region_id=TOWN)
        assert part.issued_by_id == COUNTY

    def test_the_part_is_judged_by_the_county(
        self, row: Assignment, county: Post, city: Post
    ) -> None:
        work.sign(row.pk, county)
        work.break_down(row.pk, county, row.due)
        part = Assignment.objects.get(parent=row, region_id=TOWN)
        assert (
            bring_to(part, State.CLOSED, post(Role.TOWNSHIP_OFFICER), county).state == State.CLOSED
        )

    def test_not_beyond_the_own_deadline(self, row: Assignment, county: Post) -> None:
        with pytest.raises(ValidationError, match="不能晚于"):
            work.break_down(row.pk, county, row.due + timedelta(days=1))

    def test_a_village_breaks_nothing_down(self, circular: Circular) -> None:
        row = assignment(circular, "二（二）", VILLAGE)
        with pytest.raises(ValidationError, match="不能再往下"):
            work.break_down(row.pk, post(Role.COMMISSIONER), row.due)


class TestChanges:
    def test_only_approval_moves_the_deadline(
        self, row: Assignment, city: Post, county: Post
    ) -> None:
        later = row.due + timedelta(days=20)
        asked = changes.ask(row.pk, county, ChangeRequest.Kind.POSTPONE, "汛期", later)
        assert Assignment.objects.get(pk=row.pk).due == row.due
        changes.decide(asked.pk, city, approved=True)
        assert Assignment.objects.get(pk=row.pk).due == later
        with pytest.raises(ValidationError, match="已经批复"):
            changes.decide(asked.pk, city, approved=False, reply="不")

    def test_only_approval_drops_it(self, row: Assignment, city: Post, county: Post) -> None:
        asked = changes.ask(row.pk, county, ChangeRequest.Kind.DROP, "撤并")
        with pytest.raises(ValidationError, match="意见"):
            changes.decide(asked.pk, city, approved=False)
        changes.decide(asked.pk, city, approved=True)
        assert Assignment.objects.get(pk=row.pk).state == State.DROPPED
        assert not Assignment.objects.counted().filter(pk=row.pk).exists()

    def test_one_request_at_a_time_and_a_later_day(self, row: Assignment, county: Post) -> None:
        with pytest.raises(ValidationError, match="晚于"):
            changes.ask(row.pk, county, ChangeRequest.Kind.POSTPONE, "忙", row.due)
        changes.ask(row.pk, county, ChangeRequest.Kind.DROP, "撤并")
        with pytest.raises(ValidationError, match="等待批复"):
            changes.ask(row.pk, county, ChangeRequest.Kind.DROP, "撤并")

    def test_the_requester_does_not_decide(self, row: Assignment, county: Post) -> None:
        asked = changes.ask(row.pk, county, ChangeRequest.Kind.DROP, "撤并")
        with pytest.raises(PermissionDenied):
            changes.decide(asked.pk, county, approved=True)


def test_overdue_is_computed_and_never_stored(circular: Circular) -> None:
    today = timezone.localdate()
    late = Assignment.objects.overdue()
    assert set(late.values_list("clause__path", flat=True)) >= {"二（一）"}
    assert not Assignment.objects.overdue(today - timedelta(days=400)).exists()
    assert "overdue" not in {f.name for f in Assignment._meta.fields}


def test_the_form_asks_for_what_the_task_asks_for(row: Assignment, county: Post) -> None:
    """Evidence is optional where the task wants none, and once it was sent in; help and error name the same kinds of files."""
    wanting = ReportForm({"text": "已完成"}, needs_evidence=work.lacks_evidence(row))
    assert work.lacks_evidence(row) and not wanting.is_valid()
    assert str(ACCEPTED) in wanting.errors["files"][0] and str(ACCEPTED) in str(
        wanting.fields["files"].help_text
    )
    work.sign(row.pk, county)
    work.report(row.pk, county, "已完成", None, [photo()])
    row = Assignment.objects.with_names().get(pk=row.pk)
    assert not work.lacks_evidence(row)
    assert ReportForm({"text": "已完成"}, needs_evidence=work.lacks_evidence(row)).is_valid()

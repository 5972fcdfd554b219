"""Training: plan, sessions, sign-in by code or by hand, tests, hours and certificates, materials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.commissioners.models import (
    Attendance,
    Commissioner,
    Course,
    Material,
    Question,
    Session,
)
from zulian.documents.services import keep
from zulian.foundation import quiz
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.dates import end_of
from zulian.foundation.policy import Policy, by_place, policy
from zulian.foundation.scopes import EVERYTHING, ScopedQuerySet, scope
from zulian.foundation.work import unit_of_work

MOST_QUESTIONS = 300
NOT_YOURS = gettext_lazy("由举办培训的残联办理。")


POLICY = "commissioners/training"


def figures(day: date, place: str) -> Policy:
    """Hours of a year, what passes a test, at a place."""
    return policy(POLICY, day, place)


def figures_of(course: Course) -> Policy:
    """The same of a course, by the division that holds it."""
    return figures(today(), course.region_id)


@unit_of_work
def plan(post: Post, title: str, hours: int, planned_on: date, aim: str = "") -> Course:
    """列入培训计划."""
    course = Course(
        region=post.region,
        year=planned_on.year,
        title=title.strip(),
        hours=hours,
        planned_on=planned_on,
        aim=aim.strip(),
    )
    with audited("course.plan", course):
        course.save()
    return course


def _lock_own(pk: int, post: Post) -> Course:
    course = Course.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if course.region_id != post.region_id:
        raise PermissionDenied(NOT_YOURS)
    return course


@unit_of_work
def hold(pk: int, post: Post, on: date, place: str) -> Session:
    """开班 on a day at a place.

    Raises ValidationError for a day outside the year of the course.
    """
    course = _lock_own(pk, post)
    if on.year != course.year:
        raise ValidationError({"on": _("班次日期应在计划年度内。")})
    session = Session(course=course, on=on, place=place.strip())
    with audited("session.hold", session):
        session.save()
    return session


# Who was there


def session_of(code: str) -> Session | None:
    """The session of a code on the wall, wherever it is held; who is invited is asked when somebody signs in."""
    with scope(EVERYTHING):
        return Session.objects.with_names().filter(code=code).first()


@unit_of_work
def sign_in(code: str, post: Post) -> Attendance:
    """扫码签到 by the commissioner's own account, on the day.

    Raises ValidationError for an unknown code and on any other day; PermissionDenied for who is no commissioner, or was not invited.
    """
    session = session_of(code)
    commissioner = (
        Commissioner.objects.serving().filter(account=post).select_related("person").first()
    )
    if session is None:
        raise ValidationError(_("签到码无效，请重新扫描现场的二维码。"))
    if commissioner is None:
        raise PermissionDenied(
            _("您的账号还没有关联到专职委员档案，请联系乡镇残联，现场可由举办单位登记签到。")
        )
    if session.on != today():
        raise ValidationError(_("签到只在开班当天（%(day)s）有效。") % {"day": session.on})
    if not _invited(session.course, commissioner):
        raise PermissionDenied(_("这次培训不面向您所在的地区。"))
    return _attend(session, commissioner, by_code=True)


def _invited(course: Course, commissioner: Commissioner) -> bool:
    return bool(course.region.scope().holds(commissioner.region_id))


def _attend(session: Session, commissioner: Commissioner, by_code: bool) -> Attendance:
    existing_attendance = Attendance.objects.filter(
        session=session, commissioner=commissioner
    ).first()
    if existing_attendance is not None:
        return existing_attendance
    tested = session.course.questions.exists()
    attendance = Attendance(
        session=session,
        commissioner=commissioner,
        year=session.course.year,
        by_code=by_code,
        hours=0 if tested else session.course.hours,
    )
    with audited("attendance.sign_in", attendance):
        attendance.save()
        if not tested:
            attendance.number = number_of(attendance)
            attendance.save(update_fields=["number"])
    return attendance


def absent_from(session: Session) -> ScopedQuerySet[Commissioner]:
    """Who is invited to a session and has not signed in."""
    serving = Commissioner.objects.within(session.course.region).serving().with_names()
    signed_in = Attendance.objects.filter(session=session)
    rows: ScopedQuerySet[Commissioner] = serving.exclude(
        pk__in=signed_in.values("commissioner")
    ).order_by("region_id")
    return rows


@unit_of_work
def sign_in_by_hand(pk: int, post: Post, keys: Sequence[int]) -> int:
    """登记签到 of who was there without a phone. Returns how many.

    Raises ValidationError before the day, and where nobody was chosen.
    """
    session = Session.objects.select_related("course__region").get(pk=pk)
    _lock_own(session.course_id, post)
    if session.on > today():
        raise ValidationError(_("还没到开班的日期。"))
    people = list(Commissioner.objects.serving().filter(pk__in=keys).select_related("person"))
    if not people:
        raise ValidationError({"people": _("请勾选到场的人。")})
    for commissioner in people:
        _attend(session, commissioner, by_code=False)
    return len(people)


def number_of(row: Attendance) -> str:
    """The number of a certificate: year, course and a running number."""
    return f"ZW{row.year}-{row.session.course_id:04d}-{row.pk:06d}"


# Tests


@unit_of_work
def add_question(pk: int, post: Post, text: str, options: Sequence[str], answer: int) -> Question:
    """出题: two to six options, one of them right.

    Raises ValidationError for one more than a course may have.
    """
    course = _lock_own(pk, post)
    given = quiz.ensure_question(options, answer)
    if course.questions.count() >= MOST_QUESTIONS:
        raise ValidationError(_("一门课最多 %(n)d 题。") % {"n": MOST_QUESTIONS})
    question = Question(course=course, text=text.strip(), options=given, answer=answer)
    with audited("question.add", question):
        question.save()
    return question


@unit_of_work
def drop_question(pk: int, post: Post) -> None:
    """删题."""
    question = Question.objects.get(pk=pk)
    _lock_own(question.course_id, post)
    record("question.drop", question)
    question.delete()


def paper_of(row: Attendance) -> list[Question]:
    """The questions of one person's test: always the same ones for the same attendance."""
    questions = list(row.session.course.questions.all())
    return quiz.draw(questions, str(row.pk), figures_of(row.session.course)["questions_a_test"])


@unit_of_work
def take_test(pk: int, post: Post, answers: Mapping[int, int]) -> Attendance:
    """测验: the better result stands; once passed, the hours are credited and the certificate has its number.

    Raises PermissionDenied for anybody else's.
    """
    row = (
        Attendance.objects.select_for_update(of=("self",), no_key=True)
        .select_related("session__course", "commissioner")
        .get(pk=pk)
    )
    if row.commissioner.account_id != post.pk:
        raise PermissionDenied(_("测验由本人完成。"))
    score = quiz.mark(paper_of(row), answers)
    with audited("attendance.test", row):
        row.score = max(score, row.score or 0)
        if row.score >= figures_of(row.session.course)["pass_percent"]:
            row.hours, row.number = row.session.course.hours, row.number or number_of(row)
        row.save()
    return row


# Materials


@unit_of_work
def add_material(pk: int, post: Post, title: str, file: Any, link: str, text: str) -> Material:
    """上传教材: a recording needs its words, so that deaf commissioners can follow.

    Raises ValidationError where there is neither file nor link nor text, and for a link that is no address.
    """
    course = _lock_own(pk, post)
    if not file and not link.strip() and not text.strip():
        raise ValidationError({"file": _("请选择文件，或填写音像地址、文字稿。")})
    if link.strip() and not link.strip().startswith(("http://", "https://")):
        raise ValidationError({"link": _("地址应以 http:// 或 https:// 开头。")})
    kept = keep(file, file.name, post.region, post) if file else None
    if kept is not None:
        kept.published, kept.permission = True, "commissioner.read"
        kept.save(update_fields=["published", "permission"])
    material = Material(
        course=course, title=title.strip(), file=kept, link=link.strip(), text=text.strip()
    )
    with audited("material.add", material):
        material.save()
    return material


# Hours


def enough(day: date) -> Q:
    """Commissioners who have the hours of the day's year by then."""
    with scope(EVERYTHING):
        sums = (
            Attendance.objects.filter(year=day.year, at__lt=end_of(day))
            .order_by()
            .values("commissioner")
        )
        sums = sums.annotate(sum=Sum("hours"))
        return by_place(
            POLICY,
            "hours_a_year",
            day,
            lambda hours: Q(pk__in=sums.filter(sum__gte=hours).values("commissioner")),
        )


def trained(day: date) -> Q:
    """Commissioners who attended anything in the day's year by then."""
    with scope(EVERYTHING):
        attended = Attendance.objects.filter(year=day.year, at__lt=end_of(day), hours__gt=0)
        return Q(pk__in=attended.values("commissioner"))


def hours_of(commissioner: Commissioner, year: int) -> int:
    """The hours of one commissioner in a year."""
    return commissioner.attendances.filter(year=year).aggregate(sum=Sum("hours"))["sum"] or 0

"""What no register shows of training: the code to sign in with, signing in, the test, certificates."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.commissioners.models import Attendance
from zulian.commissioners.papers import training_certificate
from zulian.commissioners.registers.training import ATTENDANCES, COURSES, SESSIONS, runs
from zulian.commissioners.room import ROOM
from zulian.commissioners.services import training as services
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation import quiz
from zulian.foundation.audit import record
from zulian.foundation.codes import code_svg
from zulian.foundation.detail import ListItem, Panel
from zulian.foundation.forms import BaseForm
from zulian.foundation.once import do_once
from zulian.registers.pages import row_of


@page("commissioner.train")
def session_code(request: PostRequest, pk: int) -> HttpResponseBase:
    """The code to sign in with, to be shown on the wall."""
    session = row_of(SESSIONS, pk, request.post)
    if not runs(request.post, session):
        raise PermissionDenied(services.NOT_YOURS)
    url = request.build_absolute_uri(ROOM.url("sign-in", session.code))
    code = mark_safe(code_svg(url))  # noqa: S308  (made of numbers alone)
    return ROOM.detail_page(
        request,
        "training",
        title=_("扫码签到"),
        intro=_("当天有效；用本人账号登录后签到。"),
        facts=((_("课程"), session.course.title), (_("班次"), str(session)), (_("签到地址"), url)),
        cards=[Panel(_("签到二维码"), [ListItem(code)], "")],
        crumbs=[*SESSIONS.crumbs_to(session), (str(session), session.get_absolute_url())],
    )


@page("log.write")
def sign_in(request: PostRequest, code: str) -> HttpResponseBase:
    """What the code on the wall leads to: one button."""
    session = services.session_of(code)
    if session is None:
        raise Http404
    return ROOM.form_page(
        request,
        BaseForm(request.POST if request.method == "POST" else None),
        lambda data: services.sign_in(code, request.post),
        title=_("培训签到"),
        button=_("我已到场，签到"),
        intro=f"{session.course.title} · {session}",
        back="",
        to=session.course.get_absolute_url(),
        done=_("签到成功。"),
        crumbs=COURSES.crumbs(),
    )


@page("log.write")
def test(request: PostRequest, pk: int) -> HttpResponseBase:
    """The own test."""
    attended = get_object_or_404(
        ATTENDANCES.rows().filter(commissioner__account=request.post), pk=pk
    )
    questions = services.paper_of(attended)
    typed: dict[int, int] = {}
    if request.method == "POST":
        typed = quiz.answers_in(questions, request.POST)
        try:
            return redirect(do_once(request, lambda: _take(request, attended, typed)))
        except ValidationError as error:
            messages.error(request, "".join(error.messages))
    course = attended.session.course
    return ROOM.detail_page(
        request,
        "training",
        template="foundation/quiz.html",
        title=_("测验：%(name)s") % {"name": course.title},
        questions=[(q, list(enumerate(q.options)), typed.get(q.pk)) for q in questions],
        intro=_("%(p)s 分通过，可以多次参加，取最好成绩。")
        % {"p": services.figures_of(course)["pass_percent"]},
        crumbs=[*COURSES.crumbs(), (course.title, course.get_absolute_url())],
    )


def _take(request: PostRequest, attended: Attendance, typed: dict[int, int]) -> str:
    """Mark the own test and say how it went; returns where to go on."""
    done = services.take_test(attended.pk, request.post, typed)
    words = (
        _("测验 %(n)d 分，已通过，学时已记入。")
        if done.hours
        else _("测验 %(n)d 分，没有通过，可以再测。")
    )
    messages.success(request, words % {"n": done.score})
    return str(attended.session.course.get_absolute_url())


@page("commissioner.read")
def certificate(request: PostRequest, pk: int) -> HttpResponseBase:
    """The certificate of one attendance."""
    rows = ATTENDANCES.rows().exclude(number="").select_related("session__course__region")
    attended = get_object_or_404(rows, pk=pk)
    record("attendance.certificate", attended)
    name = _("培训合格证书（%(name)s）") % {"name": attended.commissioner.person.name}
    return file_response(name, sheets.write([training_certificate(attended)], "pdf"), "pdf")

"""Training: the plan, one course, sign-in by code, the test, who lacks hours, certificates."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.commissioners import forms, proofs
from zulian.commissioners.models import Attendance, Commissioner, Course, Question, Session
from zulian.commissioners.papers import training_certificate
from zulian.commissioners.services import training as services
from zulian.commissioners.tables import AttendanceFilter, AttendanceTable, CourseFilter, CourseTable
from zulian.commissioners.views.archive import Crumbs, home
from zulian.documents import sheets
from zulian.documents.codes import code_svg
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.forms import HouseForm
from zulian.foundation.inputs import read_ids
from zulian.foundation.lists import list_page
from zulian.foundation.once import do_once
from zulian.foundation.pages import act_and_go, form_page


def way() -> Crumbs:
    """The way to the plan."""
    return [*home(), (_("培训"), reverse("commissioners:courses"))]


def to(pk: int) -> str:
    """The address of a course."""
    return reverse("commissioners:course", args=[pk])


def crumbs(found: Course) -> Crumbs:
    """The way to a course."""
    return [*way(), (found.title, to(found.pk))]


def _mine(pk: int) -> Course:
    return get_object_or_404(Course.objects.select_related("region"), pk=pk)


def _runs(found: Course, request: PostRequest) -> bool:
    return found.region_id == request.post.region_id and request.post.may("commissioner.train")


@page("commissioner.read")
def index(request: PostRequest) -> HttpResponseBase:
    """The year's plan."""
    return list_page(
        request, title=_("培训计划"), rows=Course.objects.select_related("region"), table=CourseTable, filters=CourseFilter, tab="training",
        template="commissioners/courses.html", crumbs=home(), wanted=services.figures(today())["hours_a_year"],
        intro=_("每名专职委员每年至少 %(n)d 学时（背景资料，可调整）。") % {"n": services.figures(today())["hours_a_year"]},
    )  # fmt: skip


@page("commissioner.train")
def add(request: PostRequest) -> HttpResponseBase:
    """A course for the plan."""
    back = reverse("commissioners:courses")
    return form_page(
        request, forms.CourseForm(request.POST or None), lambda d: services.plan(request.post, **d), title=_("列入培训计划"), button=_("列入"),
        to=lambda made: to(made.pk), done=_("已列入计划。"), back=back, crumbs=way(),
    )  # fmt: skip


@page("commissioner.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One course: sessions, materials, questions; for a commissioner the own test."""
    found = _mine(pk)
    own = (
        Attendance.objects.filter(session__course=found, commissioner__account=request.post)
        .select_related("session")
        .first()
    )
    context = {
        "title": found.title, "found": found, "sessions": found.sessions.all(), "materials": found.materials.select_related("file"),
        "questions": found.questions.all(), "runs": _runs(found, request), "own": own, "crumbs": way(), "tab": "training",
        "attended": Attendance.objects.filter(session__course=found).count(),
    }  # fmt: skip
    return render(request, "commissioners/course.html", context)


@page("commissioner.train")
def session_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Hold the course on a day."""
    found = _mine(pk)
    form = forms.SessionForm(request.POST or None, initial={"on": found.planned_on})
    return form_page(
        request, form, lambda d: services.hold(pk, request.post, d["on"], d["place"]), title=_("开班"), button=_("开班"),
        to=lambda made: reverse("commissioners:session", args=[made.pk]), done=_("已开班，现场出示签到二维码。"), back=to(pk), crumbs=crumbs(found),
    )  # fmt: skip


def _session(pk: int) -> Session:
    found = get_object_or_404(Session.objects.select_related("course__region"), pk=pk)
    _mine(found.course_id)
    return found


@page("commissioner.train")
def session(request: PostRequest, pk: int) -> HttpResponseBase:
    """One session: its code to sign in, who is there, sign-in by hand."""
    found = _session(pk)
    if not _runs(found.course, request):
        raise PermissionDenied(_("由举办培训的残联办理。"))
    there = list(Attendance.objects.filter(session=found).select_related("commissioner__person", "region"))
    keys = {row.commissioner_id for row in there}
    absent = (
        Commissioner.objects.within(found.course.region)
        .serving()
        .exclude(pk__in=keys)
        .with_names()
        .order_by("region_id")
    )
    url = request.build_absolute_uri(reverse("commissioners:sign-in", args=[found.code]))
    context = {
        "title": str(found), "found": found, "there": there, "absent": absent, "crumbs": crumbs(found.course), "tab": "training",
        "alert": proofs.SESSION.sentence(found, today(), _("已登记开班")) if found.on <= today() else "",
        "qr": mark_safe(code_svg(url)), "url": url,  # noqa: S308  (made of numbers alone)
    }  # fmt: skip
    return render(request, "commissioners/session.html", context)


@require_POST
@page("commissioner.train")
def by_hand(request: PostRequest, pk: int) -> HttpResponseBase:
    """Sign people in who have no phone."""
    _session(pk)
    keys = read_ids(request.POST.getlist("pick"))
    back = reverse("commissioners:session", args=[pk])
    return act_and_go(request, lambda: services.sign_in_by_hand(pk, request.post, keys), _("已登记签到。"), back)


@page("log.write")
def sign_in(request: PostRequest, code: str) -> HttpResponseBase:
    """What the code on the wall leads to: one button."""
    found = services.session_of(code)
    if found is None:
        raise Http404
    return form_page(
        request, HouseForm(request.POST if request.method == "POST" else None), lambda d: services.sign_in(code, request.post), title=_("培训签到"),
        button=_("我已到场，签到"),
        intro=f"{found.course.title} · {found}", to=to(found.course_id), done=_("签到成功。"), crumbs=way(),
    )  # fmt: skip


@page("commissioner.train")
def question_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A question for the test."""
    found = _mine(pk)
    return form_page(
        request, forms.QuestionForm(request.POST or None),
        lambda d: services.add_question(pk, request.post, d["text"], d["options"].splitlines(), d["answer"] - 1), title=_("出题"), button=_("添加"),
        to=to(pk), done=_("已添加。"), back=to(pk), crumbs=crumbs(found),
    )  # fmt: skip


@require_POST
@page("commissioner.train")
def question_drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a question out."""
    found = get_object_or_404(Question, pk=pk)
    _mine(found.course_id)
    return act_and_go(request, lambda: services.drop_question(pk, request.post), _("已删除。"), to(found.course_id))


@page("commissioner.train")
def material_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Something to learn from."""
    found = _mine(pk)
    form = forms.MaterialForm(request.POST or None, request.FILES or None)
    return form_page(
        request, form, lambda d: services.add_material(pk, request.post, d["title"], d["file"], d["link"], d["text"]), title=_("上传教材"),
        button=_("上传"), to=to(pk), done=_("已上传。"), back=to(pk), crumbs=crumbs(found),
    )  # fmt: skip


@page("log.write")
def test(request: PostRequest, pk: int) -> HttpResponseBase:
    """The own test."""
    rows = Attendance.objects.filter(commissioner__account=request.post).select_related("session__course")
    row = get_object_or_404(rows, pk=pk)
    questions = services.paper_of(row)
    typed: dict[int, int] = {}
    if request.method == "POST":
        typed = {q.pk: int(v) for q in questions if (v := request.POST.get(f"q-{q.pk}", "")).isdecimal() and len(v) < 3}
        try:
            return redirect(do_once(request, lambda: _take(request, row, typed)))
        except ValidationError as error:
            messages.error(request, "".join(error.messages))
    context = {
        "title": _("测验：%(name)s") % {"name": row.session.course.title}, "tab": "training", "crumbs": crumbs(row.session.course),
        "questions": [(q, list(enumerate(q.options)), typed.get(q.pk)) for q in questions], "rules": services.figures(today()),
    }  # fmt: skip
    return render(request, "commissioners/test.html", context)


def _take(request: PostRequest, row: Attendance, typed: dict[int, int]) -> str:
    """Mark the own test and say how it went; returns where to go on."""
    done = services.take_test(row.pk, request.post, typed)
    words = _("测验 %(n)d 分，已通过，学时已记入。") if done.hours else _("测验 %(n)d 分，没有通过，可以再测。")
    messages.success(request, words % {"n": done.score})
    return to(row.session.course_id)


@page("commissioner.read")
def attendances(request: PostRequest) -> HttpResponseBase:
    """Who attended what."""
    rows = Attendance.objects.select_related("commissioner__person", "region", "session__course")
    return list_page(
        request, title=_("参训记录"), rows=rows, table=AttendanceTable, filters=AttendanceFilter, tab="training", crumbs=way(),
        template="commissioners/plain.html",
    )  # fmt: skip


@page("commissioner.read")
def certificate(request: PostRequest, pk: int) -> HttpResponseBase:
    """The certificate of one attendance."""
    rows = Attendance.objects.exclude(number="").select_related("commissioner__person", "session__course__region")
    row = get_object_or_404(rows, pk=pk)
    record("attendance.certificate", row)
    name = _("培训合格证书（%(name)s）") % {"name": row.commissioner.person.name}
    return file_response(name, sheets.write([training_certificate(row)], "pdf"), "pdf")

"""Registers of training (培训): the year's plan, sessions, who attended, questions and materials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.template.defaultfilters import linebreaks_filter
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.commissioners import forms, proofs
from zulian.commissioners.models import Attendance, Course, Material, Question, Session
from zulian.commissioners.room import ROOM
from zulian.commissioners.services import training as services
from zulian.foundation.actor import current_actor
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.people.tables import name_filter
from zulian.registers.actions import Action, Add, Call
from zulian.registers.dates import Day
from zulian.registers.filters import parent_filter
from zulian.registers.register import Register
from zulian.registers.shown import Shown


def runs(post: Post, row: Any) -> bool:
    """Whether a course, or what belongs to one, is that of the own federation."""
    course = row if isinstance(row, Course) else row.course
    return bool(course.region_id == post.region_id)


# Who may do something with a course.
OWN: dict[str, Any] = {
    "permission": "commissioner.train",
    "is_for": runs,
    "whose": services.NOT_YOURS,
}


def add_question(call: Call) -> Question:
    """Add a question: options come a line each, the right one is counted from one."""
    data = call.data
    options = data["options"].splitlines()
    return services.add_question(call.pk, call.post, data["text"], options, data["answer"] - 1)


class CourseRegister(Register):
    """Courses of the yearly plan."""

    model = Course
    room, tab, permission = ROOM, "training", "commissioner"
    key, prefix, title = "course", "training/", _("培训计划")
    related = ("region",)
    columns = ("title", "region", "year", "hours", "planned_on")
    filters = ("year",)
    facts = (
        Shown("region__organisation", _("举办单位")),
        *("year", "hours", "planned_on", "aim"),
        Shown(
            "sessions",
            _("已参训人次"),
            lambda row: Attendance.objects.filter(session__course=row).count(),
        ),
    )
    panels = (Material,)
    beside = (Session, Question)
    links = ((_("参训记录"), "attendance-list", "clipboard-list"),)
    actions = (
        Add(
            label=_("列入计划"),
            title=_("列入培训计划"),
            service=lambda call: services.plan(call.post, **call.data),
            fields=("title", "hours", "planned_on", "aim"),
            permission="commissioner.train",
            button=_("列入"),
            done=_("已列入计划。"),
        ),
        Action(
            key="session",
            label=_("开班"),
            icon="plus",
            service=lambda call: services.hold(call.pk, call.post, **call.data),
            model=Session,
            fields=("on", "place"),
            starts=lambda row: {"on": row.planned_on},
            main=True,
            button=_("开班"),
            done=_("已开班，现场出示签到二维码。"),
            leads_to=lambda session: str(session.get_absolute_url()),
            **OWN,
        ),
        Action(
            key="material",
            label=_("上传教材"),
            icon="upload",
            service=lambda call: services.add_material(call.pk, call.post, **call.data),
            form=forms.MaterialForm,
            button=_("上传"),
            done=_("已上传。"),
            **OWN,
        ),
        Action(
            key="question",
            label=_("出题"),
            icon="plus",
            service=add_question,
            form=forms.QuestionForm,
            panel="question",
            button=_("添加"),
            done=_("已添加。"),
            **OWN,
        ),
    )

    def list_intro(self, rows: QuerySet[Any]) -> str:
        words = gettext("每名专职委员每年至少 %(n)d 学时（背景资料，可调整）。")
        return words % {"n": services.figures(today(), current_actor().region)["hours_a_year"]}

    def list_acts(self, post: Post) -> list[Button]:
        """Beside the others: the way to those who lack hours."""
        short = f"{ROOM.url('commissioner-list')}?short=true&status=serving"
        return [*super().list_acts(post), Button(_("学时不足的人"), short, "users")]

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: for a commissioner who attended the own test and certificate."""
        acts = super().acts(row, post, panel)
        return acts if panel else [*self._own_acts(row, post), *acts]

    def _own_acts(self, row: Course, post: Post) -> list[Button]:
        attended = Attendance.objects.filter(
            session__course=row, commissioner__account=post
        ).first()
        acts = []
        if attended and row.questions.exists():
            label = _("再测一次") if attended.hours else _("参加测验")
            acts.append(Button(label, ROOM.url("attendance-test", attended.pk), "edit", main=True))
        if attended and attended.number:
            acts.append(
                Button(_("合格证书"), ROOM.url("attendance-certificate", attended.pk), "download")
            )
        return acts


class OfCourse(Register):
    """What belongs to a course."""

    room, tab, permission = ROOM, "training", "commissioner"
    parent, has_list = "course", False
    related = ("course__region",)


def absent(call: Call) -> list[int]:
    """The keys of who was there without a phone."""
    return [commissioner.pk for commissioner in call.data["people"]]


class SessionRegister(OfCourse):
    """Times that a course was held, and who signed in."""

    model = Session
    dates = (Day("on", takes_place=True, in_feed=True),)
    key, prefix, empty = "session", "training/sessions/", _("还没有开班。")
    columns = (
        "on",
        Shown("course__title", _("课程")),
        Shown("course__region__name", _("举办单位")),
        "place",
    )
    facts = ("course", "on", "place", Shown("course__region__organisation", _("举办单位")))
    panels = (Attendance,)
    actions = (
        Action(
            key="by-hand",
            label=_("登记签到"),
            title=_("没带手机的，在这里登记"),
            icon="check",
            service=lambda call: services.sign_in_by_hand(call.pk, call.post, absent(call)),
            form=forms.ByHandForm,
            is_open_for=lambda row: row.on <= today(),
            button=_("登记签到"),
            done=_("已登记签到。"),
            **OWN,
        ),
    )

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the code to sign in with, which is shown on the wall."""
        acts = super().acts(row, post, panel)
        if not panel and post.may("commissioner.train") and runs(post, row):
            acts.insert(0, Button(_("签到二维码"), self.url("code", row.pk), "link", main=True))
        return acts

    def alert(self, post: Post, row: Any) -> Any:
        """That it proves nothing while nobody signed in."""
        return proofs.SESSION.sentence(row, today(), _("已登记开班")) if row.on <= today() else ""

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(str(row), row.get_absolute_url())


class AttendanceRegister(Register):
    """Who attended what, on the page of the session and in the archive."""

    model = Attendance
    room, tab, permission = ROOM, "training", "commissioner"
    key, prefix = "attendance", "training/attendances/"
    parent, has_page, panel_rows, empty = "commissioner", False, 8, _("没有参训记录。")
    related = ("commissioner__person", "region", "session__course")
    columns = (
        Shown("commissioner__person__name", _("姓名"), leads="commissioner"),
        "region",
        Shown("session__course__title", _("课程")),
        *("year", "at", "score", "hours", "number"),
    )
    filters = (name_filter("commissioner__person"), "year", parent_filter("session"))

    def item(self, row: Any, post: Post) -> ListItem:
        course, hours = row.session.course, gettext("%(n)d 学时") % {"n": row.hours}
        words = " · ".join(filter(None, (str(row.session.on), hours, row.number)))
        certificate = Button(_("合格证书"), ROOM.url("attendance-certificate", row.pk), "download")
        return ListItem(
            course.title, course.get_absolute_url(), words, acts=[certificate] if row.number else ()
        )

    def item_on(self, parent: Any, row: Any, post: Post) -> ListItem:
        if not isinstance(parent, Session):
            return self.item(row, post)
        words = f"{row.region.organisation} {timezone.localtime(row.at):%H:%M}"
        return ListItem(row.commissioner.person.name, row.commissioner.get_absolute_url(), words)


class QuestionRegister(OfCourse):
    """Questions of the test (题库), for who holds the course."""

    model = Question
    key, prefix, title = "question", "training/questions/", _("题库")
    has_page, empty = False, _("没有试题，签到即计学时。")
    actions = (
        Action(
            key="drop",
            label=_("删除"),
            icon="x",
            service=lambda call: services.drop_question(call.pk, call.post),
            done=_("已删除。"),
            **OWN,
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(course__in=Course.objects.all())

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel | None:
        return super().panel(parent, post, acts) if acts else None

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(row.text, acts=self.acts(row, post))


class MaterialRegister(OfCourse):
    """What to learn from (教材), on the page of the course in large print."""

    model = Material
    key, prefix, has_page, empty = "material", "training/materials/", False, _("还没有教材。")
    related = ("file",)

    def cards_on(self, parent: Any, post: Post, acts: Iterable[Button]) -> list[Panel]:
        rows = self.rows().filter(course=parent)
        return [Panel(row.title, self._parts(row), "") for row in rows] or [
            Panel(self.name(), [], self.empty)
        ]

    def _parts(self, row: Material) -> list[ListItem]:
        """The file, the recording, the words."""
        items = []
        if row.file:
            items.append(ListItem(row.file.name, reverse("documents:download", args=[row.file_id])))
        if row.link:
            items.append(ListItem(_("打开音像"), row.link))
        if row.text:
            items.append(
                ListItem(
                    format_html('<div class="large-print">{}</div>', linebreaks_filter(row.text))
                )
            )
        return items


COURSES = CourseRegister()
SESSIONS = SessionRegister()
ATTENDANCES = AttendanceRegister()
QUESTIONS = QuestionRegister()
MATERIALS = MaterialRegister()

"""Registers of other departments, of who speaks for them, and of letters to them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.departments import forms
from zulian.departments.models import Department, Letter, Liaison
from zulian.departments.room import ROOM
from zulian.departments.services import departments, letters
from zulian.documents.models import Attachment
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem
from zulian.foundation.kept_urls import row_url
from zulian.registers.actions import Action, Add
from zulian.registers.dates import Day
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown, choice_of, in_words

State = Letter.State
LATE = "overdue", _("逾期未复")
ABOUT_LENGTH, NAME_LENGTH = 200, 60


class OwnRegister(Register):
    """Rows that the federation of their own division writes, and nobody else; those above it look on."""

    room, permission = ROOM, "department"

    def may_act(self, post: Post, row: Any) -> bool:
        return bool(row.region_id == post.region_id)


def standing_words(row: Department) -> tuple[str, Any]:
    """Whether a department is there or was merged into another, with its colour."""
    return ("dropped", _("已撤并")) if row.ended_on else ("closed", _("在用"))


def by_standing(rows: Any, name: str, value: str) -> Any:
    """Departments that are there, or that are gone."""
    return rows.filter(ended_on__isnull=value == "now")


class DepartmentRegister(OwnRegister):
    """Departments beside the federation."""

    model = Department
    tab, key, prefix, ledger = "departments", "department", "departments/", "departments"
    intro = _("本地区的民政、教育、卫生健康、组织部、医院、学校等部门和单位，以及谁是联系人。")
    columns = (
        "name",
        "aliases",
        "kind",
        "region",
        Shown("state", _("状态"), lambda row: badge(*standing_words(row))),
    )
    facts = ("region", "kind", "aliases", "address", "ended_on")
    filters = (
        "name",
        "kind",
        django_filters.ChoiceFilter(
            field_name="now",
            label=_("状态"),
            choices=[("now", _("在用")), ("past", _("已撤并"))],
            empty_label=ALL,
            method=by_standing,
        ),
    )
    search = ("name__contains", "aliases__contains")
    panels = (Liaison,)
    beside = (Letter,)
    links = ((_("联系人"), "liaison-list", "users"),)
    actions = (
        Add(
            label=_("登记部门"),
            service=lambda call: departments.add(call.post, call.data),
            fields=("name", "aliases", "kind", "address"),
            asked=lambda row, query: {"name": query.get("name", "")[:NAME_LENGTH]},
            done=_("已登记，请接着添加联系人。"),
        ),
        Action(
            key="write",
            label=_("拟函"),
            icon="send",
            service=lambda call: letters.draw_up(call.post, call.data),
            form=forms.LetterForm,
            starts=lambda row: {"department": row.pk},
            is_open_for=lambda row: row.ended_on is None,
            main=True,
            button=_("保存"),
            done=_("已拟好，可下载 Word 送审，发出后登记发文字号。"),
            leads_to=lambda letter: str(letter.get_absolute_url()),
        ),
        Action(
            key="liaison",
            label=_("添加"),
            title=_("添加联系人"),
            icon="plus",
            service=lambda call: departments.add_liaison(call.pk, call.post, call.data),
            model=Liaison,
            fields=("name", "duty", "phone", "email", "since"),
            starts=lambda row: {"since": today()},
            is_open_for=lambda row: row.ended_on is None,
            panel="liaison",
            button=_("添加"),
            done=_("已添加。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改部门"),
            service=lambda call: departments.change(call.pk, call.post, call.data),
            fields=("name", "aliases", "kind", "address"),
            is_open_for=lambda row: row.ended_on is None,
        ),
        Action(
            key="end",
            label=_("登记撤并"),
            icon="x",
            service=lambda call: departments.end(call.pk, call.post, call.data["ended_on"]),
            fields=("ended_on",),
            starts=lambda row: {"ended_on": today()},
            is_open_for=lambda row: row.ended_on is None,
            intro=_("撤并后不再能选，已有的函和记录保留。"),
            done=_("已登记撤并。"),
        ),
        Action(
            key="restore",
            label=_("恢复"),
            icon="refresh",
            service=lambda call: departments.restore(call.pk, call.post),
            is_open_for=lambda row: row.ended_on is not None,
            done=_("已恢复。"),
        ),
    )

    def state_of(self, row: Any) -> tuple[str, Any]:
        return standing_words(row)


class LiaisonRegister(OwnRegister):
    """Who speaks for departments."""

    model = Liaison
    tab, key, prefix, ledger = "departments", "liaison", "liaisons/", "liaisons"
    parent, has_page, empty = "department", False, _("还没有联系人。")
    columns = (
        "name",
        Shown("department__name", _("部门"), leads="department"),
        "duty",
        Shown("masked_phone", _("联系电话")),
        "region",
        "since",
        "until",
    )
    filters = ("name",)
    actions = (
        Action(
            key="change",
            label=_("修改"),
            title=_("修改联系人"),
            service=lambda call: departments.change_liaison(call.pk, call.post, call.data),
            fields=("duty", "phone", "email"),
            is_open_for=lambda row: row.until is None,
        ),
        Action(
            key="end",
            label=_("停用"),
            icon="x",
            service=lambda call: departments.end_liaison(call.pk, call.post, call.data["until"]),
            fields=("until",),
            starts=lambda row: {"until": today()},
            intro=lambda row: row.name,
            is_open_for=lambda row: row.until is None,
            done=_("已停用。"),
        ),
    )

    def item(self, row: Any, post: Post) -> ListItem:
        """With the telephone for those who call there."""
        words = " · ".join(filter(None, (row.duty, row.contact_for(post))))
        state = ("dropped", gettext("停用")) if row.until else ("", "")
        return ListItem(row.name, "", words, *state, self.acts(row, post))

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        """Those who speak for it now stand first."""
        return super().rows_on(parent).order_by("until", "pk")


def by_answer(rows: Any, name: str, value: str) -> Any:
    """Letters whose answer is overdue."""
    return rows.overdue(today())


def answer_cell(row: Letter) -> Any:
    """By when an answer is asked for, marked where that is past."""
    if row.answer_by is None:
        return "—"
    day = in_words(row.answer_by)
    return badge("overdue", day) if row.is_overdue else day


def file_cell(file: Attachment | None) -> Any:
    """A file as a link, "" for none."""
    if file is None:
        return ""
    return format_html('<a href="{}">{}</a>', row_url("documents:download", file.pk), file.name)


def about_cell(row: Letter) -> Any:
    """For what a letter was written, as a link where it was written from a task."""
    if not row.source_url:
        return row.about
    words = row.about or gettext("查看任务")
    return format_html('<a href="{}">{}</a>', row.source_url, words)


def urged_words(row: Letter) -> str:
    """How often the answer was asked for again, and when last."""
    facts = {"n": row.urged, "day": in_words(row.urged_on)}
    return gettext("%(n)d 次，最近 %(day)s") % facts if row.urged else ""


class LetterRegister(OwnRegister):
    """Letters, from the draft to what came of them."""

    model = Letter
    tab, key = "letters", "letter"
    title = _("函件")
    intro = _("发给有关部门的函：什么时候发的、要求哪天函复、催了几次、怎么答复的。")
    columns = (
        "title",
        Shown("department__name", _("收函部门"), leads="department"),
        "number",
        "sent_on",
        Shown("answer_by", value=answer_cell),
        "region",
        "state",
    )
    facts = (
        Shown("region__organisation", _("发函单位")),
        Shown("department__name", _("收函部门")),
        "number",
        "sent_on",
        Shown("answer_by", value=answer_cell),
        Shown("about", value=about_cell),
        "text",
        Shown("file", value=lambda row: file_cell(row.file)),
        Shown("urged", _("催办"), urged_words),
        "answered_on",
        "answer",
        Shown("answer_file", value=lambda row: file_cell(row.answer_file)),
        "outcome",
        Shown("by__user__name", _("经办人")),
    )
    related = ("by__user", "file", "answer_file")
    filters = (
        "title",
        django_filters.CharFilter(
            field_name="department__name", label=_("收函部门"), lookup_expr="contains"
        ),
        "state",
        django_filters.ChoiceFilter(
            field_name="late",
            label=_("函复期限"),
            choices=[("late", _("逾期未复"))],
            empty_label=ALL,
            method=by_answer,
        ),
    )
    search = ("title__contains", "number__contains")
    hit_columns = ("number",)
    dates = (Day("answer_by", ~Q(state="sent"), only=~Q(state="draft"), in_feed=True),)
    actions = (
        Add(
            label=_("拟函"),
            service=lambda call: letters.draw_up(call.post, call.data),
            form=forms.LetterForm,
            asked=lambda row, query: {
                "department": query.get("department", ""),
                "about": query.get("about", "")[:ABOUT_LENGTH],
            },
            done=_("已拟好，可下载 Word 送审，发出后登记发文字号。"),
        ),
        Action(
            key="send",
            label=_("登记发出"),
            icon="send",
            service=lambda call: letters.send(call.pk, call.post, **call.data),
            fields=("number", "sent_on", "answer_by"),
            starts=lambda row: {"sent_on": today()},
            sources=[State.DRAFT],
            main=True,
            intro=lambda row: f"{row.department} · {row.title}",
            done=_("已登记发出，到期没有复函会列入待办。"),
        ),
        Action(
            key="finish",
            label=_("办结"),
            icon="check",
            service=lambda call: letters.finish(call.pk, call.post, call.data["outcome"]),
            fields=("outcome",),
            sources=[State.ANSWERED],
            main=True,
            button=_("办结"),
            done=_("已办结。"),
        ),
        Action(
            key="answer",
            label=_("登记复函"),
            icon="check",
            service=lambda call: letters.answer(call.pk, call.post, call.data),
            form=forms.AnswerForm,
            starts=lambda row: {"answered_on": row.answered_on or today()},
            sources=[State.SENT, State.ANSWERED],
            main=True,
            intro=lambda row: f"{row.department} · {row.title}",
            done=_("已登记复函，落实后请办结。"),
        ),
        Action(
            key="urge",
            label=_("登记催办"),
            icon="bell",
            service=lambda call: letters.urge(call.pk, call.post, call.data["urged_on"]),
            fields=("urged_on",),
            starts=lambda row: {"urged_on": today()},
            sources=[State.SENT],
            intro=_("电话或上门催过以后在这里记一次，系统不向对方发消息。"),
            done=_("已记下催办。"),
        ),
        Action(
            key="let-go",
            label=_("无需答复"),
            icon="x",
            service=lambda call: letters.let_go(call.pk, call.post, call.data["outcome"]),
            fields=("outcome",),
            required=("outcome",),
            sources=[State.SENT],
            intro=_("对方口头答复、事项已过期等，请写明情况。"),
            done=_("已结束，不再等复函。"),
        ),
        Action(
            key="correct",
            label=_("更正文号和日期"),
            service=lambda call: letters.correct(call.pk, call.post, **call.data),
            fields=("number", "sent_on", "answer_by"),
            sources=[State.SENT],
            done=_("已更正。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改函稿"),
            service=lambda call: letters.change(call.pk, call.post, call.data),
            form=forms.ChangeLetterForm,
            sources=[State.DRAFT],
        ),
        Action(
            key="drop",
            label=_("删除"),
            icon="trash",
            service=lambda call: letters.drop(call.pk, call.post),
            sources=[State.DRAFT],
            done=_("已删除。"),
            leads_to=lambda _none: ROOM.url("letter-list"),
        ),
    )

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the letter as a document."""
        acts = super().acts(row, post, panel)
        paper = Button(_("函的 Word 文件"), self.url("paper", row.pk), "file-text")
        return acts if panel else [*acts, paper]

    def state_of(self, row: Any) -> tuple[str, Any]:
        return LATE if row.is_overdue else choice_of(row)

    def item(self, row: Any, post: Post) -> ListItem:
        """As a line of its department's page: what is done with it stands on its own."""
        words = " · ".join(str(each) for each in (row.number, row.sent_on) if each)
        return ListItem(row.title, row.get_absolute_url(), words, *self.state_of(row))


DEPARTMENTS, LIAISONS, LETTERS = DepartmentRegister(), LiaisonRegister(), LetterRegister()

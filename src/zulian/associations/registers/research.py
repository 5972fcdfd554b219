"""Registers of research (调研制度): topics, days in the field, surveys with their questions and answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.associations import proofs
from zulian.associations.forms import office as forms
from zulian.associations.models import Answer, Fieldwork, Question, Research, Survey
from zulian.associations.registers.base import ASSOCIATION, OF_KIND, OfAssociation, OwnRegister
from zulian.associations.room import ROOM
from zulian.associations.services import research as services
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.registers.actions import Action, Call
from zulian.registers.dates import Day
from zulian.registers.shown import Shown

State = Research.State


def verdict(call: Call) -> Research:
    """Keep whether a proposal was adopted, and by whom."""
    data = call.data
    return services.verdict(
        call.pk, call.post, data["adopted"], data["verdict_by"], data["verdict"]
    )


class ResearchRegister(OfAssociation):
    """Topics."""

    model = Research
    dates = (Day("due_on", "reported_on", in_feed=True),)
    tab, key, prefix, has_page = "research", "research", "research/", True
    intro = _(
        "每个协会每年至少一个课题：调查问卷、实地调研、报告、建议、采纳情况。从协会页面立题。"
    )
    columns = ("topic", ASSOCIATION, "due_on", "reported_on", "verdict_by", "state")
    filters = (OF_KIND, "state")
    facts = (
        *(
            "association",
            "question",
            "due_on",
            "reported_on",
            "report",
            "proposal",
            "proposed_to",
            "proposed_on",
        ),
        *("verdict_by", "verdict", "verdict_on"),
    )
    panels = (Fieldwork,)
    beside = (Survey,)
    links = ((_("实名答卷"), "answer-list", "clipboard-list"),)
    actions = (
        Action(
            key="report",
            label=_("写成报告"),
            service=lambda call: services.write_up(
                call.pk, call.post, call.data["report"], call.data["paper"]
            ),
            form=forms.ReportForm,
            sources=[State.FIELD],
            main=True,
        ),
        Action(
            key="propose",
            label=_("提出建议"),
            icon="send",
            service=lambda call: services.propose(
                call.pk, call.post, call.data["proposal"], call.data["proposed_to"]
            ),
            fields=("proposal", "proposed_to"),
            required=("proposal", "proposed_to"),
            sources=[State.REPORTED],
            main=True,
        ),
        Action(
            key="verdict",
            label=_("登记采纳情况"),
            icon="check",
            service=verdict,
            form=forms.VerdictForm,
            sources=[State.PROPOSED],
            main=True,
        ),
        Action(
            key="fieldwork",
            label=_("登记"),
            title=_("登记实地调研"),
            icon="plus",
            service=lambda call: services.go_out(call.pk, call.post, call.data),
            model=Fieldwork,
            fields=("on", "place", "people", "notes"),
            sources=[State.FIELD],
            panel="fieldwork",
        ),
        Action(
            key="survey",
            label=_("设计问卷"),
            icon="plus",
            service=lambda call: services.design(call.pk, call.post, call.data),
            model=Survey,
            fields=("title", "intro", "easy", "anonymous", "until"),
            sources=[State.FIELD],
            panel="survey",
            done=_("已保存，请加题。"),
            leads_to=lambda survey: str(survey.get_absolute_url()),
        ),
    )

    def alert(self, post: Post, row: Any) -> str:
        """What keeps a report from being counted."""
        return proofs.RESEARCH.sentence(row, today(), _("已成稿")) if row.reported_on else ""

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the report's file."""
        acts = super().acts(row, post, panel)
        if not panel and row.file_id:
            acts.append(
                Button(_("报告文件"), reverse("documents:download", args=[row.file_id]), "download")
            )
        return acts


class FieldworkRegister(OwnRegister):
    """Days in the field."""

    model = Fieldwork
    tab, key, parent, has_page, has_list = "research", "fieldwork", "research", False, False

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(
            str(row),
            "",
            gettext("访谈 %(n)d 人。%(notes)s") % {"n": row.people, "notes": row.notes},
        )


class SurveyRegister(OwnRegister):
    """Surveys: questions while one is designed, results once they may be shown."""

    model = Survey
    dates = (Day("until", Q(state=Survey.State.CLOSED), in_feed=True),)
    tab, key, prefix, parent, has_list = "research", "survey", "surveys/", "research", False
    template = "associations/survey.html"
    facts = (
        *("intro", "easy"),
        Shown("anonymous", _("是否匿名"), lambda row: _("匿名") if row.anonymous else _("实名")),
        "until",
        Shown(
            "answers", _("收到答卷"), lambda row: gettext("%(n)d 份") % {"n": row.answers.count()}
        ),
    )
    panels = (Question,)
    actions = (
        Action(
            key="start",
            label=_("发布问卷"),
            icon="send",
            service=lambda call: services.start(call.pk, call.post),
            sources=[Survey.State.DRAFT],
            main=True,
            done=_("已发布，把填写地址发给大家。"),
        ),
        Action(
            key="question",
            label=_("加题"),
            icon="plus",
            service=lambda call: services.ask(call.pk, call.post, call.data),
            form=forms.QuestionForm,
            sources=[Survey.State.DRAFT],
        ),
        Action(
            key="close",
            label=_("提前截止"),
            icon="x",
            service=lambda call: services.close(call.pk, call.post),
            sources=[Survey.State.OPEN],
            done=_("已截止。"),
        ),
    )

    def alert(self, post: Post, row: Any) -> str:
        """That results wait until nobody stands out."""
        short = 0 if row.state == Survey.State.DRAFT else services.hidden(row)
        words = gettext("这是匿名问卷，再收到 %(n)d 份答卷后显示结果，以免认出是谁填的。")
        return words % {"n": short} if short else ""

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the results as a workbook."""
        acts = super().acts(row, post, panel)
        if not panel and row.state != Survey.State.DRAFT and not services.hidden(row):
            acts.append(Button(_("导出 Excel"), self.url("results", row.pk), "download"))
        return acts

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """The results, and where the survey is filled in."""
        path = ROOM.url("public-survey", row.code)
        return {
            "results": services.results(row) if row.state != Survey.State.DRAFT else [],
            "address": request.build_absolute_uri(path) if services.is_open(row, today()) else "",
        }

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(
            row.title, row.get_absolute_url(), str(row.until), *(self.state_of(row) or ("", ""))
        )


class QuestionRegister(OwnRegister):
    """Questions of a survey, shown as long as it is designed."""

    model = Question
    tab, key, prefix, parent = "research", "question", "questions/", "survey"
    title, has_page, has_list, empty, related = (
        _("题目"),
        False,
        False,
        _("还没有题目。"),
        ("survey",),
    )
    actions = (
        Action(
            key="drop",
            label=_("删除"),
            icon="x",
            service=lambda call: services.drop_question(call.pk, call.post),
            is_open_for=lambda row: row.survey.state == Survey.State.DRAFT,
            done=_("已删除。"),
        ),
    )

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel | None:
        return super().panel(parent, post, acts) if parent.state == Survey.State.DRAFT else None

    def item(self, row: Any, post: Post) -> ListItem:
        words = f"{row.order}. {row.text}"
        return ListItem(
            words,
            "",
            "、".join(row.options),
            "issued",
            row.get_kind_display(),
            self.acts(row, post),
        )


class AnswerRegister(OwnRegister):
    """Answers to surveys that give names; of anonymous ones the results alone are shown."""

    model = Answer
    tab, key, prefix, title = "research", "answer", "research/answers/", _("实名答卷")
    parent, has_page, related = "survey", False, ("survey",)
    columns = (
        Shown("survey__title", _("问卷"), leads="survey"),
        # The name is sealed: no list can be in its order.
        Shown("who", _("姓名"), lambda row: row.name),
        "at",
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(survey__anonymous=False)


RESEARCH = ResearchRegister()
FIELDWORK = FieldworkRegister()
SURVEYS = SurveyRegister()
QUESTIONS = QuestionRegister()
ANSWERS = AnswerRegister()

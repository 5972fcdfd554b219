"""Research and surveys as the office works on them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.associations import proofs
from zulian.associations.forms import work as forms
from zulian.associations.models import Answer, Question, Research, Survey
from zulian.associations.services import research as services
from zulian.associations.tables import TONES, AnswerTable, ResearchFilter, ResearchTable
from zulian.associations.views.common import ROOM, association_of, home, to, way_to, writes
from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.excel import excel_response


def way() -> Any:
    """The way to research."""
    return [*home(), (_("调研"), to("research"))]


@page("association.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Topics."""
    acts = [Act(_("实名答卷"), to("answers"), "clipboard-list")]
    intro = _("每个协会每年至少一个课题：调查问卷、实地调研、报告、建议、采纳情况。从协会页面立题。")
    return ROOM.listing(
        request,
        "research",
        title=_("调研课题"),
        intro=intro,
        rows=Research.objects.with_names(),
        table=ResearchTable,
        filters=ResearchFilter,
        acts=acts,
    )


@page("association.read")
def answers(request: PostRequest) -> HttpResponseBase:
    """Answers that give names."""
    rows = Answer.objects.filter(survey__anonymous=False).select_related("survey")
    return ROOM.listing(request, "research", title=_("实名答卷"), rows=rows, table=AnswerTable, crumbs=way())


@page("association.write")
def add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A topic."""
    found = association_of(pk)
    return ROOM.form(
        request, forms.ResearchForm(request.POST or None), lambda d: services.begin(pk, request.post, d), title=_("立题调研"),
        back=to("association", pk), way=way_to(found), to=lambda made: to("research-one", made.pk),
    )  # fmt: skip


def _research(pk: int) -> Research:
    return get_object_or_404(Research.objects.with_names(), pk=pk)


@page("association.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One topic: fieldwork, surveys, report, proposal, verdict."""
    found = _research(pk)
    live = writes(request, found)
    field = live and found.state == Research.State.FIELD
    days = [
        Item(f"{f.on} {f.place}", detail=_("访谈 %(n)d 人。%(notes)s") % {"n": f.people, "notes": f.notes})
        for f in found.fieldwork.all()
    ]
    surveys = [Item(s.title, to("survey", s.pk), str(s.until), TONES[s.state], s.get_state_display()) for s in found.surveys.all()]  # fmt: skip
    facts = (
        (_("要弄清的问题"), found.question), (_("完成时限"), found.due_on), (_("成稿日期"), found.reported_on), (_("调研报告"), found.report),
        (_("建议"), found.proposal), (_("提交给"), found.proposed_to), (_("提交日期"), found.proposed_on), (_("答复单位"), found.verdict_by),
        (_("采纳情况"), found.verdict), (_("答复日期"), found.verdict_on),
    )  # fmt: skip
    acts = _acts(found) if live else []
    if found.file_id:
        acts.append(Act(_("报告文件"), reverse("documents:download", args=[found.file_id]), "download"))
    return ROOM.one(
        request,
        "research",
        title=found.topic,
        intro=str(found.association),
        state=(TONES[found.state], found.get_state_display()),
        alert=proofs.RESEARCH.sentence(found, today(), _("已成稿")) if found.reported_on else "",
        facts=facts,
        acts=acts,
        crumbs=way(),
        cards=[
            Card(
                _("实地调研"),
                days,
                _("还没有实地调研。"),
                [Act(_("登记"), to("fieldwork-add", pk), "plus")] if field else (),
            )
        ],
        beside=[
            Card(
                _("调查问卷"),
                surveys,
                _("还没有问卷。"),
                [Act(_("设计问卷"), to("survey-add", pk), "plus")] if field else (),
            )
        ],
    )


def _acts(found: Research) -> list[Act]:
    states, pk = Research.State, found.pk
    return {
        states.FIELD: [Act(_("写成报告"), to("research-report", pk), "edit", main=True)],
        states.REPORTED: [Act(_("提出建议"), to("research-propose", pk), "send", main=True)],
        states.PROPOSED: [Act(_("登记采纳情况"), to("research-verdict", pk), "check", main=True)],
    }.get(Research.State(found.state), [])


def _way(found: Research) -> Any:
    return [*way(), (found.topic, to("research-one", found.pk))]


@page("association.write")
def fieldwork_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A day in the field."""
    return ROOM.form(
        request, forms.FieldworkForm(request.POST or None), lambda d: services.go_out(pk, request.post, d), title=_("登记实地调研"),
        back=to("research-one", pk), way=_way(_research(pk)),
    )  # fmt: skip


@page("association.write")
def report(request: PostRequest, pk: int) -> HttpResponseBase:
    """The report."""
    form = forms.ReportForm(request.POST or None, request.FILES or None)
    return ROOM.form(
        request, form, lambda d: services.write_up(pk, request.post, d["report"], d["paper"]), title=_("写成报告"), back=to("research-one", pk),
        way=_way(_research(pk)),
    )  # fmt: skip


@page("association.write")
def propose(request: PostRequest, pk: int) -> HttpResponseBase:
    """The proposal."""
    return ROOM.form(
        request, forms.ProposalForm(request.POST or None), lambda d: services.propose(pk, request.post, d["proposal"], d["to"]), title=_("提出建议"),
        back=to("research-one", pk), way=_way(_research(pk)),
    )  # fmt: skip


@page("association.write")
def verdict(request: PostRequest, pk: int) -> HttpResponseBase:
    """Whether it was adopted."""
    return ROOM.form(
        request, forms.VerdictForm(request.POST or None), lambda d: services.verdict(pk, request.post, d["adopted"], d["by"], d["words"]),
        title=_("登记采纳情况"), back=to("research-one", pk), way=_way(_research(pk)),
    )  # fmt: skip


# Surveys


@page("association.write")
def survey_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A survey."""
    return ROOM.form(
        request, forms.SurveyForm(request.POST or None), lambda d: services.design(pk, request.post, d), title=_("设计问卷"),
        back=to("research-one", pk), way=_way(_research(pk)), to=lambda made: to("survey", made.pk), done=_("已保存，请加题。"),
    )  # fmt: skip


def _survey(pk: int) -> Survey:
    return get_object_or_404(Survey.objects.with_names(), pk=pk)


@page("association.read")
def survey(request: PostRequest, pk: int) -> HttpResponseBase:
    """One survey: its questions while it is designed, its results once they may be shown."""
    found = _survey(pk)
    if request.GET.get("export") == "xlsx":
        return _export(found)
    live, states = writes(request, found), Survey.State
    acts, draft = [], live and found.state == states.DRAFT
    if draft:
        acts += [
            Act(_("发布问卷"), to("survey-start", pk), "send", main=True, click=True),
            Act(_("加题"), to("question-add", pk), "plus"),
        ]
    if live and found.state == states.OPEN:
        acts.append(Act(_("提前截止"), to("survey-close", pk), "x", click=True))
    url = request.build_absolute_uri(to("public-survey", found.code))
    facts: list[tuple[Any, Any]] = [
        (_("说明"), found.intro),
        (_("易读说明"), found.easy),
        (_("是否匿名"), _("匿名") if found.anonymous else _("实名")),
        (_("截止日期"), found.until),
        (_("收到答卷"), _("%(n)d 份") % {"n": found.answers.count()}),
    ]
    if found.state == states.OPEN and found.until >= today():
        facts.append((_("填写地址"), url))
    results = services.results(found) if found.state != states.DRAFT else []
    if results:
        acts.append(Act(_("导出 Excel"), "?export=xlsx", "download"))
    short = services.hidden(found)
    alert = (
        _("这是匿名问卷，再收到 %(n)d 份答卷后显示结果，以免认出是谁填的。") % {"n": short}
        if short and found.state != states.DRAFT
        else ""
    )
    return ROOM.one(
        request, "research", template="associations/survey.html", title=found.title, intro=str(found.research), alert=alert, facts=facts, acts=acts,
        state=(TONES[found.state], found.get_state_display()), crumbs=_way(found.research), results=results,
        cards=[Card(_("题目"), _questions(found, draft), _("还没有题目。"))] if found.state == states.DRAFT else [],
    )  # fmt: skip


def _questions(found: Survey, draft: bool) -> list[Item]:
    return [
        Item(
            f"{q.order}. {q.text}",
            "",
            "、".join(q.options),
            "issued",
            q.get_kind_display(),
            [Act(_("删除"), to("question-drop", q.pk), "x", click=True)] if draft else (),
        )
        for q in found.questions.all()
    ]


def _export(found: Survey) -> HttpResponseBase:
    """The results, a line for each option."""
    lines: list[list[Any]] = []
    for count in services.results(found):
        lines += [[count.question.text, name, n, count.answered] for name, n in count.options]
        lines += [[count.question.text, words, "", count.answered] for words in count.words]
    return excel_response(found.title, [_("问题"), _("选项或回答"), _("人数"), _("回答人数")], lines)


@page("association.write")
def question_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A question."""
    found = _survey(pk)
    return ROOM.form(
        request, forms.QuestionForm(request.POST or None), lambda d: services.ask(pk, request.post, d), title=_("加题"), back=to("survey", pk),
        way=[*_way(found.research), (found.title, to("survey", pk))],
    )  # fmt: skip


@require_POST
@page("association.write")
def question_drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """A question out."""
    found = get_object_or_404(Question, pk=pk)
    return ROOM.click(
        request, lambda: services.drop_question(pk, request.post), _("已删除。"), to("survey", found.survey_id)
    )


@require_POST
@page("association.write")
def survey_start(request: PostRequest, pk: int) -> HttpResponseBase:
    """Open to everybody who has the address."""
    _survey(pk)
    return ROOM.click(
        request, lambda: services.start(pk, request.post), _("已发布，把填写地址发给大家。"), to("survey", pk)
    )


@require_POST
@page("association.write")
def survey_close(request: PostRequest, pk: int) -> HttpResponseBase:
    """No more answers."""
    _survey(pk)
    return ROOM.click(request, lambda: services.close(pk, request.post), _("已截止。"), to("survey", pk))

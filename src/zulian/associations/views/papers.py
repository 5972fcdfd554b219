"""Papers and workbooks of associations: the yearly report, the notice of a meeting, the results of a survey."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.associations.models import Survey
from zulian.associations.papers import meeting_notice, yearly_report
from zulian.associations.registers.bodies import ASSOCIATIONS
from zulian.associations.registers.meetings import MEETINGS
from zulian.associations.registers.research import SURVEYS
from zulian.associations.services import research
from zulian.documents import sheets
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation.clock import today
from zulian.foundation.excel import excel_response
from zulian.foundation.inputs import read_year
from zulian.registers.pages import row_of

LARGE = 1.4


@page("association.read")
def report(request: PostRequest, pk: int) -> HttpResponseBase:
    """The yearly report as an official document."""
    year = read_year(request.GET.get("year", ""), today().year)
    paper = yearly_report(row_of(ASSOCIATIONS, pk, request.post), year)
    return file_response(paper.name, write_docx(paper), "docx")


@page("association.read")
def notice(request: PostRequest, pk: int) -> HttpResponseBase:
    """The notice of a meeting, in large print."""
    sheet = meeting_notice(row_of(MEETINGS, pk, request.post))
    return file_response(_("会议通知"), sheets.write([sheet], "docx", LARGE), "docx")


@page("association.read")
def results(request: PostRequest, pk: int) -> HttpResponseBase:
    """The results of a survey as a workbook, a line for each option; none while they could give somebody away."""
    survey = row_of(SURVEYS, pk, request.post)
    if survey.state == Survey.State.DRAFT or research.hidden(survey):
        raise Http404
    lines: list[list[Any]] = []
    for count in research.results(survey):
        lines += [[count.question.text, name, n, count.answered] for name, n in count.options]
        lines += [[count.question.text, words, "", count.answered] for words in count.words]
    return excel_response(
        survey.title, [_("问题"), _("选项或回答"), _("人数"), _("回答人数")], lines
    )

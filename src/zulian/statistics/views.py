"""Pages of statistical returns that are no list, no row and no step: the workbook, last year beside it, the forms."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents.views import file_response
from zulian.foundation import clock
from zulian.foundation.audit import record
from zulian.registers.pages import row_of
from zulian.statistics.packaged import in_force
from zulian.statistics.registers import FILINGS
from zulian.statistics.room import READ, ROOM
from zulian.statistics.services.judging import last_year
from zulian.statistics.shown import compared, described
from zulian.statistics.workbooks import write


@page(READ)
def workbook(request: PostRequest, pk: int) -> HttpResponseBase:
    """A return as Excel, with cover and seal page; the trail keeps who took it."""
    filing = row_of(FILINGS, pk, request.post)
    record("filing.export", filing, {"state": filing.state})
    return file_response(f"{filing.region.name}{filing}", write(filing), "xlsx")


@page(READ)
def beside(request: PostRequest, pk: int) -> HttpResponseBase:
    """A return beside the one of the same period a year before."""
    filing = row_of(FILINGS, pk, request.post)
    before = last_year(filing)
    layout = filing.form
    shown = {
        "title": _("与上年比较"),
        "intro": FILINGS.title_of(filing),
        "crumbs": FILINGS.crumbs_within(filing),
        "columns": layout.columns,
        "lines": compared(layout, filing.values(), before.values() if before else {}),
        "before": before,
    }
    return render(request, "statistics/compared.html", shown)


@page(READ)
def forms(request: PostRequest) -> HttpResponseBase:
    """The forms that come with the house, as they hold today."""
    return ROOM.detail_page(
        request,
        "forms",
        template="statistics/forms.html",
        title=_("报表制度"),
        intro=_("系统自带的报表和每个数的来源。报表改了另立新版本，已经布置的仍按原来的版本填报。"),
        known=[(form, form.layout, described(form.layout)) for form in in_force(clock.today())],
    )

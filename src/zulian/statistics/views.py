"""Pages of statistical returns that are no list, no row and no step: the workbook, last year beside it, the forms."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.documents.views import file_response
from zulian.foundation import clock
from zulian.foundation.audit import record
from zulian.foundation.detail import Button, Panel
from zulian.registers.pages import row_of
from zulian.registers.shown import in_words
from zulian.statistics import own_form_registers
from zulian.statistics.counting import Period
from zulian.statistics.models import OwnForm
from zulian.statistics.own_form_registers import OWN_FORMS
from zulian.statistics.packaged import in_force
from zulian.statistics.registers import FILINGS
from zulian.statistics.room import READ, ROOM
from zulian.statistics.services.judging import last_year
from zulian.statistics.shown import compared, described, previewed
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
        intro=_("自制的和系统自带的报表。报表改了另立新版本，已经布置的仍按原来的版本填报。"),
        cards=[_own_forms(request.post)],
        known=[(form, form.layout, described(form.layout)) for form in in_force(clock.today())],
    )


def _own_forms(post: Post) -> Panel:
    """The forms that units made themselves, as far as the post may see them: its own first."""
    rows = OWN_FORMS.rows().exclude(state=OwnForm.State.ENDED, until__lte=clock.today())
    items = [
        own_form_registers.item_of(row)
        for row in sorted(
            rows, key=lambda row: (row.region_id != post.region_id, row.region_id, row.name)
        )
    ]
    acts = [
        *OWN_FORMS.list_acts(post),
        Button(_("全部自制报表"), OWN_FORMS.url("list"), "clipboard-list"),
    ]
    empty = _("还没有自制报表。本地有自己的报表的，上传 Excel 就能做成。")
    return Panel(_("自制报表"), items, empty, acts)


@page(READ)
def preview(request: PostRequest, pk: int) -> HttpResponseBase:
    """A unit's own form with the numbers of one's own unit as of today; nothing is kept."""
    form, day = row_of(OWN_FORMS, pk, request.post), clock.today()
    shown = {
        "title": _("预览：%(form)s") % {"form": form.name},
        "intro": _("%(who)s截至 %(day)s 的数，只看不存；“—”是要手工填写的。")
        % {"who": request.post.region.organisation, "day": in_words(day)},
        "crumbs": OWN_FORMS.crumbs_within(form),
        "layout": form.layout,
        "lines": previewed(
            form.layout, request.post.region, Period(day.replace(month=1, day=1), day)
        ),
    }
    return render(request, "statistics/previewed.html", shown)

"""The pages of appraisal that are no list, no row and no step: the letter of responsibility, the table of the results."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.appraisals.models import Scheme
from zulian.appraisals.papers import responsibility
from zulian.appraisals.papers import summary as summary_of
from zulian.appraisals.registers import SCHEMES
from zulian.appraisals.result_registers import RESULTS
from zulian.appraisals.room import READ
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.excel import excel_response
from zulian.registers.pages import row_of


@page(READ)
def paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """The letter of responsibility of a unit, to be signed by both sides."""
    written = responsibility(row_of(RESULTS, pk, request.post))
    return file_response(written.name, write_docx(written), "docx")


@page(READ)
def summary(request: PostRequest, pk: int) -> HttpResponseBase:
    """The table of the results, for who appraises; for the units once it is published."""
    scheme = row_of(SCHEMES, pk, request.post)
    if scheme.state != Scheme.State.PUBLISHED and scheme.region_id != request.post.region_id:
        raise PermissionDenied(_("考核结果公布后可以下载。"))
    title = _("%(name)s考核结果汇总表") % {"name": scheme.name}
    if scheme.state == Scheme.State.ISSUED:
        title = _("%(name)s考核情况汇总表（考核中）") % {"name": scheme.name}
    record("scheme.summary", scheme)
    return excel_response(title, *summary_of(scheme))

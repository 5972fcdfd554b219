"""The archive of a commissioner on paper."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.commissioners.papers import archive_form
from zulian.commissioners.registers.archive import COMMISSIONERS
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.registers.pages import row_of


@page("commissioner.read")
def paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """The archive as a form to print."""
    commissioner = row_of(COMMISSIONERS, pk, request.post)
    record("commissioner.paper", commissioner)
    name = _("专职委员档案表（%(name)s）") % {"name": commissioner.person.name}
    return file_response(name, sheets.write([archive_form(commissioner)], "docx"), "docx")

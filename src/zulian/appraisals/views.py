"""The page of appraisal that is no list, no row and no step: the letter of responsibility."""

from __future__ import annotations

from django.http import HttpResponseBase

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.appraisals.papers import responsibility
from zulian.appraisals.registers import RESULTS
from zulian.appraisals.room import READ
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.registers.pages import row_of


@page(READ)
def paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """The letter of responsibility of a unit, to be signed by both sides."""
    written = responsibility(row_of(RESULTS, pk, request.post))
    return file_response(written.name, write_docx(written), "docx")

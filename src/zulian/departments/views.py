"""The page of letters that is no list, no row and no step: the letter as a document."""

from __future__ import annotations

from django.http import HttpResponseBase

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.departments.papers import letter_paper
from zulian.departments.registers import LETTERS
from zulian.departments.room import READ
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.registers.pages import row_of


@page(READ)
def paper(request: PostRequest, pk: int) -> HttpResponseBase:
    """A letter as a document, a draft of one too: it goes to whoever signs it."""
    written = letter_paper(row_of(LETTERS, pk, request.post))
    return file_response(written.name, write_docx(written), "docx")

"""Papers of a case: forms to fill in and sign, the slip of a card, the letter of a refusal."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.certificates.models import Case, State
from zulian.certificates.papers import letter as letter_of
from zulian.certificates.papers import sheets_of
from zulian.certificates.room import ROOM
from zulian.certificates.services.common import whole
from zulian.documents import sheets
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.regions.models import Region


@page("certificate.counter")
def forms_out(request: PostRequest, pk: int) -> HttpResponseBase:
    """Application and assessment forms to print: `?which=application|assessment&kind=pdf|docx`."""
    case = get_object_or_404(Case.objects.with_names(), pk=pk)
    kind = "docx" if request.GET.get("kind") == "docx" else "pdf"
    record("case.print", case)
    with whole():
        address = request.build_absolute_uri(ROOM.url("public-progress"))
        papers = sheets_of(case, request.GET.get("which", ""), address)
    return file_response(papers[0].title, sheets.write(papers, kind), kind)


@page("certificate.read")
def letter(request: PostRequest, pk: int) -> HttpResponseBase:
    """The reasoned letter of a refusal."""
    case = get_object_or_404(Case.objects.with_names(), pk=pk, state=State.UNQUALIFIED)
    record("case.letter", case)
    # Whoever tells the applicant signs: the county of their home now.
    with whole():
        county = Region.objects.get(code=case.home_id[:6].ljust(12, "0"))
    official = letter_of(case, county)
    return file_response(official.name, write_docx(official), "docx")

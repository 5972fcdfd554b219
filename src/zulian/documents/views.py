"""Serving attachments: within the jurisdiction, under their sniffed type, never run by the browser."""

from io import BytesIO

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.documents.models import Attachment
from zulian.documents.services import MEDIA_TYPES
from zulian.foundation.audit import record


@page("desk")
def download(request: PostRequest, pk: int) -> FileResponse:
    """One attachment for posts that may read it; pictures open in the page, everything else is saved."""
    attachment = get_object_or_404(Attachment, pk=pk)
    require(request, attachment.permission)
    if attachment.sealed:
        record("attachment.read", attachment)
    return attachment_response(attachment)


def attachment_response(attachment: Attachment) -> FileResponse:
    """A kept file as the answer, piece by piece unless it has to be unsealed; who may read it, the caller has seen to."""
    response = FileResponse(
        BytesIO(attachment.read()) if attachment.sealed else attachment.file.open("rb"),
        as_attachment=not attachment.is_image,
        filename=attachment.name,
        content_type=MEDIA_TYPES.get(attachment.kind, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = (
        "no-store" if attachment.sealed or attachment.kind == "zip" else "private, max-age=600"
    )
    return response


def file_response(name: str, data: bytes, kind: str) -> HttpResponse:
    """A document made on the spot, as a download; it may hold personal data and stays in no cache."""
    response = HttpResponse(data, content_type=MEDIA_TYPES[kind])
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=f"{name}.{kind}") or "attachment"
    )
    response["Cache-Control"] = "no-store"
    return response

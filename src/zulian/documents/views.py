"""Serving attachments: within the jurisdiction, under their sniffed type, never run by the browser."""

from django.http import FileResponse
from django.shortcuts import get_object_or_404

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents.models import Attachment
from zulian.documents.services import MEDIA_TYPES


@page("plan.read")
def download(request: PostRequest, pk: int) -> FileResponse:
    """One attachment; pictures open in the page, everything else is saved."""
    attachment = get_object_or_404(Attachment, pk=pk)
    response = FileResponse(
        attachment.file.open("rb"),
        as_attachment=not attachment.is_image,
        filename=attachment.name,
        content_type=MEDIA_TYPES.get(attachment.kind, "application/octet-stream"),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=600"
    return response

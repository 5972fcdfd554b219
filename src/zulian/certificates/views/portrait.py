"""The photo that stands beside whoever is verified."""

from __future__ import annotations

from django.http import FileResponse, Http404

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.certificates.services.portrait import photo_of
from zulian.documents.models import Attachment
from zulian.documents.views import attachment_response


@page("person.photo")
def portrait(request: PostRequest, token: str) -> FileResponse:
    """The photo on a page that this post was shown."""
    try:
        return attachment_response(photo_of(token, request.post))
    except Attachment.DoesNotExist as error:
        raise Http404 from error

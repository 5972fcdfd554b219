"""The page of social organisations that no register has: a step of the checklist."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.rooms import Crumbs
from zulian.social import forms
from zulian.social.models import Organisation, Step
from zulian.social.room import ROOM, home
from zulian.social.services import organisations as services


def organisation_of(pk: int) -> Organisation:
    """An organisation within the jurisdiction; raises Http404."""
    return get_object_or_404(Organisation.objects.with_names(), pk=pk)


def way_to(organisation: Organisation) -> Crumbs:
    """The way to an organisation."""
    return [*home(), (organisation.name, organisation.get_absolute_url())]


@page("social.write")
def step(request: PostRequest, pk: int, key: str) -> HttpResponseBase:
    """A step of the checklist is done."""
    organisation = organisation_of(pk)

    def act(data: dict[str, Any]) -> Step:
        file = data.pop("paper")
        return services.step(pk, request.post, key, data, file)

    return ROOM.form_page(
        request,
        forms.StepForm(request.POST or None, request.FILES or None),
        act,
        title=_("完成孵化步骤"),
        intro=services.step_words(key),
        back=organisation.get_absolute_url(),
        crumbs=way_to(organisation),
    )

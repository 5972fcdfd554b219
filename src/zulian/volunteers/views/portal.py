"""What pages without an account have alike: where they stand, what both sides of a service say of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.rooms import Crumbs
from zulian.volunteers.forms import public as forms
from zulian.volunteers.room import ROOM, to
from zulian.volunteers.services import needs

SUBMIT = gettext_lazy("提交")


def front() -> Crumbs:
    """The front page of the portal."""
    return [(_("助残志愿服务"), to("public"))]


def page_of(request: HttpRequest, **more: Any) -> HttpResponseBase:
    """A page of the portal."""
    return ROOM.detail_page(
        request, "", template="volunteers/public.html", **{"crumbs": front()} | more
    )


def rate_form(request: HttpRequest, pk: int, side: str, back: str, way: Crumbs) -> HttpResponseBase:
    """How a service was, said by one side."""
    return ROOM.form_page(
        request,
        forms.FeedbackForm(request.POST or None),
        lambda data: needs.rate(pk, side, **data),
        title=_("服务评价"),
        button=SUBMIT,
        done=_("谢谢您的评价。"),
        back=back,
        crumbs=way,
    )


def concern_form(
    request: HttpRequest, pk: int, side: str, back: str, way: Crumbs
) -> HttpResponseBase:
    """Something that should not have happened, reported by one side."""
    return ROOM.form_page(
        request,
        forms.ConcernForm(request.POST or None),
        lambda data: needs.report_concern(pk, side, data["text"]),
        title=_("反映问题"),
        button=SUBMIT,
        done=_("已保密提交给县残联。"),
        back=back,
        crumbs=way,
    )

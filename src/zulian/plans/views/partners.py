"""A letter to a department, begun from the page of a task."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.departments.forms import LetterForm
from zulian.departments.room import WRITE
from zulian.foundation.inputs import read_id
from zulian.foundation.pages import form_page
from zulian.plans.services import partners
from zulian.plans.services.work import require_own
from zulian.plans.views.assignments import with_all


@page(WRITE)
def letter(request: PostRequest, pk: int) -> HttpResponseBase:
    """致函: the form of a letter with the task, and the department that `to` names, filled in."""
    assignment = get_object_or_404(with_all(), pk=pk)
    if not partners.may_write(assignment, request.post):
        require_own(assignment, request.post)
        raise PermissionDenied(_("工作要点已年终结账。"))
    back = reverse(partners.PAGE, args=[pk])
    begun = {
        "department": read_id(request.GET.get("to", "")),
        "about": partners.about(assignment),
    }
    return form_page(
        request,
        LetterForm(request.POST or None, request.FILES or None, initial=begun),
        lambda data: partners.write(assignment, request.post, data),
        title=_("致函有关部门"),
        intro=str(assignment),
        button=_("保存"),
        done=_("已拟好，可下载 Word 送审，发出后登记发文字号。"),
        to=lambda written: str(written.get_absolute_url()),
        back=back,
        crumbs=[(_("任务台账"), reverse("plans:assignment-list")), (assignment.task.name, back)],
    )

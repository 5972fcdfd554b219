"""Bulletins of a plan that are drafted, edited and issued; and the list of those that were."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.plans.bulletin_forms import BulletinForm, IssueForm
from zulian.plans.models import Circular, IssuedBulletin
from zulian.plans.registers.circulars import ISSUED_BULLETINS
from zulian.plans.services import issuing
from zulian.plans.views.bulletins import asked_for, shaped


def _crumbs(circular: Circular) -> list[tuple[str, str]]:
    return [
        (_("工作要点"), reverse("plans:circular-list")),
        (circular.title, reverse("plans:circular", args=[circular.pk])),
        (_("通报总结"), reverse("plans:bulletins", args=[circular.pk])),
    ]


def _adopted(pk: int) -> Circular:
    return get_object_or_404(
        Circular.objects.select_related("region"), pk=pk, status=Circular.Status.ADOPTED
    )


def _own_draft(request: PostRequest, pk: int) -> IssuedBulletin:
    rows = IssuedBulletin.objects.filter(region_id=request.post.region_id, issued_at=None)
    return get_object_or_404(rows.select_related("circular__region", "region"), pk=pk)


@page("plan.read")
def index(request: PostRequest, pk: int) -> HttpResponseBase:
    """What was issued of a plan in the jurisdiction and above, with the drafts of one's own organisation."""
    circular = _adopted(pk)
    rows = ISSUED_BULLETINS.seen_by(ISSUED_BULLETINS.rows().filter(circular=circular), request.post)
    return list_page(
        request,
        title=_("印发的通报总结：%(title)s") % {"title": circular.title},
        rows=rows.order_by("-on", "-pk"),
        table=ISSUED_BULLETINS.table,
        crumbs=[
            (_("工作要点"), reverse("plans:circular-list")),
            (circular.title, reverse("plans:bulletin", args=[pk])),
        ],
        template="plans/rows.html",
        circular=circular,
        tab="bulletin",
    )


@require_POST
@page("plan.write")
def draw_up(request: PostRequest, pk: int) -> HttpResponseBase:
    """Draft the bulletin that the page shows."""
    circular = _adopted(pk)
    kind, day = asked_for(request, circular)
    return act_and_go(
        request,
        lambda: issuing.draw_up(circular, request.post, kind, day),
        _("已起草，可以修改文字，核对后印发。"),
        lambda draft: reverse("plans:issued-bulletin", args=[draft.pk]),
        reverse("plans:bulletin", args=[pk]),
    )


@page("plan.read")
def bulletin(request: PostRequest, pk: int) -> HttpResponseBase:
    """One bulletin as issued, or a draft of one's own organisation. Below its issuer figures lead nowhere: their rows lie above."""
    rows = ISSUED_BULLETINS.seen_by(ISSUED_BULLETINS.rows(), request.post)
    found = get_object_or_404(rows.select_related("circular", "by__user"), pk=pk)
    official = issuing.document_of(found)
    context = {
        "title": official.name,
        "circular": found.circular,
        "tab": "bulletin",
        "bulletin": found,
        "made": official,
        "blocks": shaped(official),
        "is_plain": not request.post.region.scope().holds(found.region_id),
        "may_edit": not found.is_issued and request.post.may("plan.write"),
        "crumbs": _crumbs(found.circular),
    }
    return render(request, "plans/issued_bulletin.html", context)


@page("plan.write")
def edit(request: PostRequest, pk: int) -> HttpResponseBase:
    """Change the words of a draft."""
    draft = _own_draft(request, pk)
    back = reverse("plans:issued-bulletin", args=[pk])
    form = BulletinForm(request.POST if request.method == "POST" else None, draft=draft)

    def act(data: dict[str, Any]) -> IssuedBulletin:
        return issuing.edit(pk, request.post, data["title"], data["addressees"], data, data["seen"])

    return form_page(
        request,
        form,
        act,
        title=_("修改文字"),
        intro=_("「」里的数字由系统统计，不能改。另起一行就是另起一段，清空就是删去这一段。"),
        button=_("保存"),
        done=_("已保存。"),
        to=back,
        back=back,
        crumbs=[*_crumbs(draft.circular), (str(draft), back)],
        template="plans/form.html",
        circular=draft.circular,
        tab="bulletin",
    )


@page("plan.write")
def issue(request: PostRequest, pk: int) -> HttpResponseBase:
    """The second look: the whole text, its number, and who will be told; then it goes out for good."""
    draft = _own_draft(request, pk)
    back = reverse("plans:issued-bulletin", args=[pk])
    form = IssueForm(
        request.POST if request.method == "POST" else None, initial={"seen": issuing.digest(draft)}
    )
    answer = act_with_form(
        request,
        form,
        lambda data: issuing.issue(pk, request.post, data["number"], data["seen"]),
        to=back,
        done=_("已印发，下级单位可以查看。"),
    )
    official = issuing.document_of(draft)
    context = {
        "title": _("印发前再看一遍"),
        "circular": draft.circular,
        "tab": "bulletin",
        "form": form,
        "bulletin": draft,
        "made": official,
        "blocks": shaped(official),
        "receivers": issuing.receivers(draft.region),
        "back": back,
        "crumbs": [*_crumbs(draft.circular), (str(draft), back)],
    }
    return answer or render(request, "plans/bulletin_issue.html", context)


@require_POST
@page("plan.write")
def drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Throw a draft away."""
    draft = _own_draft(request, pk)
    to = reverse("plans:bulletins", args=[draft.circular_id])
    return act_and_go(request, lambda: issuing.drop(pk, request.post), _("草稿已作废。"), to)

"""The page of who asked for help, opened by its key: what was arranged, confirm, say how it was, report."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.forms import HouseForm
from zulian.foundation.pages import act_and_go, form_page
from zulian.foundation.public import public
from zulian.registers.shown import choice_of
from zulian.volunteers import forms
from zulian.volunteers.models import (
    HelpNeed,
    Service,
    Stint,
)
from zulian.volunteers.models.needs import Feedback
from zulian.volunteers.room import one, to
from zulian.volunteers.services import needs
from zulian.volunteers.services.common import words_of
from zulian.volunteers.views.public import PUBLIC, front


def _asked(key: str) -> HelpNeed:
    return get_object_or_404(HelpNeed.objects.select_related("region"), page_key=key)


@public
def asked(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page of who asked: what was arranged; confirm, say how it was, report."""
    found = _asked(key)
    items = []
    for row in found.services.select_related("volunteer__person").exclude(state="cancelled"):
        acts = (
            [Act(_("确认已服务"), to("asked-confirm", key, row.pk), "check", click=True)]
            if row.state == Service.State.DONE
            else []
        )
        if row.state in {Service.State.DONE, Service.State.CONFIRMED}:
            acts.append(Act(_("评价"), to("asked-rate", key, row.pk), "circle-check"))
        if row.volunteer_id:
            acts.append(Act(_("反映问题"), to("asked-concern", key, row.pk), "alert-triangle"))
        who = (
            _("志愿者：%(name)s") % {"name": row.volunteer.person.name}
            if row.volunteer and row.state not in {"offered"}
            else ""
        )
        items.append(Item(row.span, "", who, *choice_of(row), acts))
    facts = (
        (_("需要的帮助"), found.text),
        (_("服务项目"), words_of(found.kind)),
        (_("地区"), found.region.name),
        (_("办理意见"), found.note),
    )
    return one(
        request,
        "",
        template=PUBLIC,
        title=_("我的求助"),
        state=choice_of(found),
        facts=facts,
        intro=_("请收藏本页。"),
        crumbs=front(),
        cards=[Card(_("安排"), items, _("工作人员受理后，这里会显示安排。"))],
    )


def _of(key: str, pk: int) -> Service:
    return get_object_or_404(Service, pk=pk, need=_asked(key))


@require_POST
@public
def confirm(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """It was done."""
    _of(key, pk)
    return act_and_go(request, lambda: needs.confirm(pk, Stint.How.SERVED), _("已确认，谢谢。"), to("asked", key))


def _asked_form(
    request: HttpRequest, key: str, form: type[HouseForm], act: Any, title: Any, done: Any
) -> HttpResponseBase:
    back = to("asked", key)
    return form_page(
        request,
        form(request.POST or None),
        act,
        title=title,
        button=_("提交"),
        to=back,
        done=done,
        back=back,
        crumbs=[*front(), (_("我的求助"), back)],
    )


@public
def rate(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """How it was."""
    _of(key, pk)
    return _asked_form(
        request,
        key,
        forms.FeedbackForm,
        lambda d: needs.rate(pk, Feedback.Side.SERVED, d["mark"], d["text"]),
        _("服务评价"),
        _("谢谢您的评价。"),
    )


@public
def concern(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Something should not have happened."""
    _of(key, pk)
    return _asked_form(
        request,
        key,
        forms.ConcernForm,
        lambda d: needs.report_concern(pk, Feedback.Side.SERVED, d["text"]),
        _("反映问题"),
        _("已保密提交给县残联。"),
    )

"""The page of who asked for help, opened by its key: what was arranged, confirm, say how it was, report."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.public import public
from zulian.foundation.rooms import Crumbs
from zulian.registers.shown import choice_of
from zulian.volunteers.models import Feedback, HelpNeed, Service, Stint
from zulian.volunteers.registers.needs import NEEDS
from zulian.volunteers.room import ROOM, to
from zulian.volunteers.services import needs
from zulian.volunteers.services.common import words_of
from zulian.volunteers.views.portal import concern_form, front, page_of, rate_form

State = Service.State


def _asked(key: str) -> HelpNeed:
    need: HelpNeed = get_object_or_404(NEEDS.rows(), page_key=key)
    return need


def _way(key: str) -> Crumbs:
    return [*front(), (_("我的求助"), to("asked", key))]


@public
def asked(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page of who asked: what was arranged; confirm, say how it was, report."""
    need = _asked(key)
    rows = need.services.select_related("volunteer__person").exclude(state=State.CANCELLED)
    return page_of(
        request,
        title=_("我的求助"),
        state=choice_of(need),
        facts=(
            (_("需要的帮助"), need.text),
            (_("服务项目"), words_of(need.kind)),
            (_("地区"), need.region.name),
            (_("办理意见"), need.note),
        ),
        intro=_("请收藏本页。"),
        cards=[
            Panel(
                _("安排"),
                [_item(service, key) for service in rows],
                _("工作人员受理后，这里会显示安排。"),
            )
        ],
    )


def _item(service: Service, key: str) -> ListItem:
    acts = []
    if service.state == State.DONE:
        acts.append(
            Button(_("确认已服务"), to("asked-confirm", key, service.pk), "check", click=True)
        )
    if service.state in {State.DONE, State.CONFIRMED}:
        acts.append(Button(_("评价"), to("asked-rate", key, service.pk), "circle-check"))
    if service.volunteer_id:
        acts.append(Button(_("反映问题"), to("asked-concern", key, service.pk), "alert-triangle"))
    who = ""
    if service.volunteer and service.state != State.OFFERED:
        who = _("志愿者：%(name)s") % {"name": service.volunteer.person.name}
    return ListItem(service.span, "", who, *choice_of(service), acts)


def _of(key: str, pk: int) -> Service:
    return get_object_or_404(Service, pk=pk, need=_asked(key))


@require_POST
@public
def confirm(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """It was done."""
    _of(key, pk)
    return ROOM.post_action(
        request, lambda: needs.confirm(pk, Stint.How.SERVED), _("已确认，谢谢。"), to("asked", key)
    )


@public
def rate(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """How it was."""
    return rate_form(request, _of(key, pk).pk, Feedback.Side.SERVED, to("asked", key), _way(key))


@public
def concern(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Something should not have happened."""
    return concern_form(request, _of(key, pk).pk, Feedback.Side.SERVED, to("asked", key), _way(key))

"""What the code on the wall of a session or an activity leads to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from zulian.foundation.detail import Button
from zulian.foundation.forms import BaseForm
from zulian.foundation.public import public
from zulian.volunteers.models import Activity, Training, Volunteer
from zulian.volunteers.room import ROOM, to
from zulian.volunteers.services import activities, training
from zulian.volunteers.views.mine import PAGE
from zulian.volunteers.views.portal import front, page_of


@public
def arrive(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the code on the wall leads to: one button, for who has opened the own page on this telephone before."""
    session = Training.objects.filter(code=code).first()
    held = session or Activity.objects.public().filter(code=code).first()
    if held is None:
        raise Http404
    me = Volunteer.objects.with_names().filter(page_key=request.session.get(PAGE, "")).first()
    if me is None:
        hint = _("请先在这部手机上打开自己的志愿者页面，再扫一次码；没带手机的请找现场工作人员。")
        find = Button(_("找回我的页面"), to("find"), "search")
        return page_of(request, title=held.title, alert=hint, acts=[find])

    def act(data: dict[str, Any]) -> None:
        if session is not None:
            training.sign_in(code, me)
        else:
            activities.scan(me, code)

    return ROOM.form_page(
        request,
        BaseForm(request.POST if request.method == "POST" else None),
        act,
        title=held.title,
        intro=_("%(name)s，请点下面的按钮") % {"name": me.person.name},
        button=_("签到（活动结束时再扫一次签退）") if session is None else _("我已到场，签到"),
        to=to("mine", me.page_key),
        done=_("已登记。"),
        back="",
        crumbs=front(),
    )

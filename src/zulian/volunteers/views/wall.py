"""What the code on the wall of a session or an activity leads to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from zulian.foundation.detail import Act
from zulian.foundation.forms import HouseForm
from zulian.foundation.pages import form_page
from zulian.foundation.public import public
from zulian.volunteers.models import (
    Activity,
    Training,
    Volunteer,
)
from zulian.volunteers.room import one, to
from zulian.volunteers.services import activities, training
from zulian.volunteers.views.mine import PAGE
from zulian.volunteers.views.public import PUBLIC, front


@public
def arrive(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the code on the wall leads to: one button, for who has opened the own page on this telephone before."""
    session = Training.objects.filter(code=code).first()
    activity = Activity.objects.public().filter(code=code).first()
    if session is None and activity is None:
        raise Http404
    me = Volunteer.objects.with_names().filter(page_key=request.session.get(PAGE, "")).first()
    title = session.title if session is not None else activity.title if activity is not None else ""
    if me is None:
        hint = _("请先在这部手机上打开自己的志愿者页面，再扫一次码；没带手机的请找现场工作人员。")
        return one(
            request,
            "",
            template=PUBLIC,
            title=title,
            alert=hint,
            acts=[Act(_("找回我的页面"), to("find"), "search")],
            crumbs=front(),
        )

    def act(d: dict[str, Any]) -> None:
        if session is not None:
            training.sign_in(code, me)
        else:
            activities.scan(me, code)

    return form_page(
        request,
        HouseForm(request.POST if request.method == "POST" else None),
        act,
        title=title,
        intro=_("%(name)s，请点下面的按钮") % {"name": me.person.name},
        button=_("签到（活动结束时再扫一次签退）") if session is None else _("我已到场，签到"),
        to=to("mine", me.page_key),
        done=_("已登记。"),
        crumbs=front(),
    )

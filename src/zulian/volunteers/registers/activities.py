"""Registers of activities (志愿助残活动): the activities, their roles, who signed up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.codes import code_svg
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.people.commemorative_days import named_days
from zulian.registers.actions import Action, Add
from zulian.registers.dates import Day
from zulian.registers.filters import ALL
from zulian.registers.shown import Shown, choice_of
from zulian.volunteers import proofs
from zulian.volunteers.forms import office as forms
from zulian.volunteers.models import Activity, SignUp, Slot
from zulian.volunteers.registers.parts import VOLUNTEER, OwnRegister
from zulian.volunteers.services import activities as services
from zulian.volunteers.services.common import words_of

State = Activity.State
TO_COME = (State.DRAFT, State.PUBLISHED)
OVER = (State.HELD, State.SUMMED)
OCCASION = Shown("occasion", value=lambda row: dict(named_days()).get(row.occasion, row.occasion))
ACCESS = ("entrance", "toilet", "signing", "guiding")


def reached_words(row: Activity) -> str:
    """How many people were to be reached, and how many were."""
    return gettext("预计 %(n)d 人，实际 %(m)d 人") % {"n": row.expected, "m": row.reached}


def sum_up(key: str, label: Any, source: State, **more: Any) -> Action:
    """Saying what came of an activity, once it is over and after."""
    return Action(
        key=key,
        label=label,
        title=_("活动总结"),
        service=lambda call: services.sum_up(call.pk, call.post, call.data),
        form=forms.SummaryForm,
        sources=[source],
        **more,
    )


class ActivitiesRegister(OwnRegister):
    """What a federation holds it runs itself."""

    tab, write = "activities", "volunteer.activity"


class ActivityRegister(ActivitiesRegister):
    """Activities, from the plan to what came of them."""

    model = Activity
    dates = (
        Day(
            "on",
            Q(state__in=["held", "summed"]),
            ~Q(state="cancelled"),
            takes_place=True,
            in_feed=True,
        ),
    )
    key, prefix = "activity", "activities/"
    columns = ("title", "on", "region", OCCASION, "place", "reached", "state")
    filters = (
        django_filters.ChoiceFilter(
            field_name="occasion", label=_("时机"), choices=named_days, empty_label=ALL
        ),
        "state",
        django_filters.NumberFilter(
            "year",
            label=_("年度"),
            min_value=2000,
            max_value=2100,
            method=lambda rows, name, value: rows.filter(on__year=value),
        ),
        "brand",
    )
    facts = (
        Shown("region__organisation", _("主办单位")),
        OCCASION,
        *("brand", "on", "place", "text", *ACCESS, "safety"),
        Shown("reached", value=reached_words),
        Shown("cost", value=lambda row: f"{row.cost:f}" if row.cost else ""),
        *("summary", "coverage"),
    )
    beside = (Slot,)
    links = ((_("全年日历"), "year", "calendar"), (_("报名记录"), "sign-up-list", "clipboard-list"))
    template = "volunteers/activity.html"
    actions = (
        Add(
            label=_("策划活动"),
            service=lambda call: services.plan(call.post, call.data),
            form=forms.ActivityForm,
            intro=_("场地的无障碍条件和安全预案必须填写。"),
            done=_("已保存，下一步设置岗位。"),
        ),
        Action(
            key="publish",
            label=_("发布招募"),
            icon="send",
            service=lambda call: services.publish(call.pk, call.post),
            sources=[State.DRAFT],
            main=True,
            done=_("已发布，公众页面可以报名。"),
        ),
        Action(
            key="settle",
            label=_("活动结束"),
            icon="check",
            service=lambda call: services.settle(call.pk, call.post),
            sources=[State.PUBLISHED],
            is_open_for=lambda row: row.on <= today(),
            main=True,
            done=_("活动已结束，时长已计入；请写总结。"),
        ),
        sum_up("sum", _("写总结"), State.HELD, main=True),
        Action(
            key="slot",
            label=_("设岗"),
            icon="plus",
            service=lambda call: services.add_slot(call.pk, call.post, call.data),
            form=forms.SlotForm,
            starts=lambda row: {"kind": "event", "start": "09:00", "end": "11:30"},
            sources=TO_COME,
            button=_("添加"),
            done=_("已添加。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改活动"),
            service=lambda call: services.change(call.pk, call.post, call.data),
            form=forms.ActivityForm,
            sources=TO_COME,
        ),
        sum_up("correct", _("修改总结"), State.SUMMED),
        Action(
            key="photos",
            label=_("上传照片"),
            icon="upload",
            service=lambda call: services.add_photos(call.pk, call.post, **call.data),
            form=forms.PhotosForm,
            intro=_("没有勾选同意公开的，只在内部保存，不出现在公众页面。"),
            sources=[State.PUBLISHED, *OVER],
            button=_("上传"),
            done=_("已上传。"),
        ),
        Action(
            key="cancel",
            label=_("取消活动"),
            icon="x",
            service=lambda call: services.cancel(call.pk, call.post),
            sources=TO_COME,
            done=_("活动已取消。"),
        ),
    )

    def alert(self, post: Post, row: Any) -> str:
        """What does not prove yet that the activity was held."""
        return proofs.ACTIVITY.sentence(row, today(), _("已登记举办")) if row.state in OVER else ""

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """The photographs, and on the day the code to sign in by."""
        runs = request.post.may(self.write) and self.may_act(request.post, row)
        url = request.build_absolute_uri(self.room.url("arrive", row.code))
        qr = mark_safe(code_svg(url)) if runs and row.on == today() else ""  # noqa: S308  (made of numbers alone)
        return {"photos": row.photos.select_related("file"), "url": url, "qr": qr}


class SlotRegister(ActivitiesRegister):
    """Roles of an activity, each with who has signed up and what can be done on the day."""

    model = Slot
    key, prefix, parent, has_page, has_list = "slot", "activities/slots/", "activity", False, False
    actions = (
        Action(
            key="drop",
            label=_("删除岗位"),
            icon="x",
            service=lambda call: services.drop_slot(call.pk, call.post),
            is_open_for=lambda row: row.activity.state in TO_COME and not row.sign_ups.exists(),
            done=_("已删除。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return (
            super()
            .rows()
            .filter(activity__in=Activity.objects.values("pk"))
            .select_related("activity__region")
        )

    def may_act(self, post: Post, row: Any) -> bool:
        return bool(row.activity.region_id == post.region_id)

    def cards_on(self, parent: Any, post: Post, acts: Iterable[Button]) -> list[Panel]:
        sign_ups = Prefetch("sign_ups", SignUp.objects.select_related("volunteer__person"))
        rows = self.rows().filter(activity=parent).prefetch_related(sign_ups)
        cards = [self._card(row, post) for row in rows]
        return cards or [Panel(_("岗位"), [], _("还没有设岗。"))]

    def _card(self, row: Slot, post: Post) -> Panel:
        title = gettext("%(slot)s · %(taken)d/%(places)d 人") % {
            "slot": row,
            "taken": row.taken,
            "places": row.places,
        }
        items = [SIGN_UPS.item(sign_up, post) for sign_up in row.sign_ups.all()]
        empty = gettext("还没有人报名（%(kind)s）。") % {"kind": words_of(row.kind)}
        return Panel(title, items, empty, self.acts(row, post))


class SignUpRegister(ActivitiesRegister):
    """Who signed up, came and went."""

    model = SignUp
    key, prefix, parent, has_page = "sign-up", "activities/sign-ups/", "slot", False
    columns = (
        VOLUNTEER,
        "on",
        Shown("slot__activity__title", _("活动"), leads="slot"),
        Shown("slot", _("岗位"), lambda row: str(row.slot)),
        *("at", "state"),
    )
    actions = (
        Action(
            key="come",
            label=_("签到"),
            icon="",
            service=lambda call: services.come(call.pk),
            sources=[SignUp.State.IN],
            is_open_for=lambda row: row.on == today(),
            many=True,
            done=_("已签到。"),
        ),
        Action(
            key="go",
            label=_("签退"),
            icon="",
            service=lambda call: services.go(call.pk),
            sources=[SignUp.State.PRESENT],
            is_open_for=lambda row: row.on == today(),
            many=True,
            done=_("已签退，时长已计入。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        rows = super().rows().select_related("slot__activity__region", "volunteer__person")
        return rows.order_by("-at", "-id")

    def title_of(self, row: Any) -> str:
        return f"{row.volunteer.person.name} {row.slot}"

    def item(self, row: Any, post: Post) -> ListItem:
        who, state = row.volunteer, choice_of(row)
        return ListItem(who.person.name, who.get_absolute_url(), "", *state, self.acts(row, post))


ACTIVITIES = ActivityRegister()
SLOTS = SlotRegister()
SIGN_UPS = SignUpRegister()

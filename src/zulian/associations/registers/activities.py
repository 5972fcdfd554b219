"""Registers of activities and honours (活动、创先争优): activities, who took part, awards, the yearly review."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.associations.forms import office as forms
from zulian.associations.models import Activity, Award, Photo, Review, Turnout
from zulian.associations.registers.base import (
    ASSOCIATION,
    OF_KIND,
    RECENT,
    OfAssociation,
    OwnRegister,
)
from zulian.associations.registers.bodies import HONOUR, PLAN
from zulian.associations.services import activities as services
from zulian.associations.services import reviews
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem, Panel
from zulian.registers.actions import Action, Call
from zulian.registers.dates import Day
from zulian.registers.filters import parent_filter
from zulian.registers.shown import Shown

State = Activity.State
YEARS = {"label": _("年度"), "min_value": 2000, "max_value": 2100}


def award(call: Call) -> Award:
    """Keep an honour that was won at the activity."""
    return services.add_award(
        call.row.association_id, call.post, call.data | {"activity": call.row}
    )


def hold(call: Call) -> Activity:
    """Keep which members came, and how many others of each group."""
    guests = {key: call.data[f"guests-{key}"] for key, _words in services.guest_kinds()}
    return services.hold(call.pk, call.post, call.data["members"], guests)


def add_photos(call: Call) -> list[Photo]:
    """Keep photographs."""
    data = call.data
    return services.add_photos(call.pk, call.post, data["papers"], data["caption"], data["consent"])


def judge_review(call: Call) -> Review:
    """Keep the points of the federation."""
    opinion = call.data.pop("opinion")
    return reviews.review(call.pk, call.post, call.data, opinion)


class ActivityRegister(OfAssociation):
    """Activities, from the plan to what came of it."""

    model = Activity
    dates = (
        Day(
            "on",
            Q(state__in=[State.HELD, State.SUMMED]),
            ~Q(state=State.CANCELLED),
            takes_place=True,
            in_feed=True,
        ),
    )
    tab, key, prefix, has_page = "activities", "activity", "activities/", True
    template = "associations/activity.html"
    intro = _("从协会页面策划活动，报残联批准后公开；办完登记参加的人和成效。")
    columns = ("title", "on", ASSOCIATION, "kind", "occasion", "brand", "reached", "cost", "state")
    filters = (
        *(OF_KIND, "kind", "state"),
        django_filters.NumberFilter("on__year", **YEARS),
        "brand",
    )
    facts = (
        *(
            "association",
            "kind",
            "occasion",
            "brand",
            "on",
            "place",
            "text",
            "easy",
            "access",
            "budget",
            "note",
        ),
        Shown("cost", value=lambda row: row.cost or ""),
        "effect",
    )
    beside = (Award,)
    empty, panel_rows = _("还没有活动。"), RECENT
    links = (
        (_("活动品牌"), "brands", "trophy"),
        (_("会员参加记录"), "turnout-list", "clipboard-list"),
        (_("荣誉和名次"), "award-list", "trophy"),
    )
    actions = (
        Action(
            key="submit",
            label=_("报残联审批"),
            icon="send",
            service=lambda call: services.submit(call.pk, call.post),
            sources=[State.DRAFT],
            main=True,
            many=True,
            done=_("已报残联审批。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改活动"),
            service=lambda call: services.change(call.pk, call.post, call.data),
            fields=PLAN,
            sources=[State.DRAFT],
        ),
        Action(
            key="judge",
            label=_("审批"),
            title=_("审批活动"),
            icon="check",
            service=lambda call: services.judge(call.pk, call.post, **call.data),
            form=forms.JudgeForm,
            intro=lambda row: gettext("预算 %(n)s 元。") % {"n": row.budget},
            sources=[State.SUBMITTED],
            permission="association.lead",
            main=True,
            many=True,
        ),
        Action(
            key="hold",
            label=_("登记举办"),
            icon="check",
            service=hold,
            form=forms.TurnoutForm,
            sources=[State.APPROVED],
            is_open_for=lambda row: row.on <= today(),
            main=True,
        ),
        Action(
            key="sum",
            label=_("总结成效"),
            service=lambda call: services.sum_up(call.pk, call.post, **call.data),
            form=forms.SumForm,
            starts=lambda row: {"cost": row.budget},
            sources=[State.HELD],
            main=True,
        ),
        Action(
            key="photos",
            label=_("上传照片"),
            icon="upload",
            service=add_photos,
            form=forms.PhotosForm,
            intro=_("没有勾选同意公开的，只在内部保存，不出现在公众页面。"),
            sources=[State.APPROVED, State.HELD, State.SUMMED],
            button=_("上传"),
        ),
        Action(
            key="award",
            label=_("登记荣誉"),
            icon="trophy",
            service=award,
            model=Award,
            fields=HONOUR,
            sources=[State.HELD, State.SUMMED],
        ),
        Action(
            key="cancel",
            label=_("取消活动"),
            icon="x",
            service=lambda call: services.cancel(call.pk, call.post),
            sources=[State.DRAFT, State.SUBMITTED, State.APPROVED],
            done=_("活动已取消。"),
        ),
    )

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """Who took part, by group."""
        title = gettext("参加的人（共 %(n)d 人）") % {"n": row.reached}
        words = gettext("%(n)d 人")
        groups = [
            ListItem(str(group), "", "", "signed", words % {"n": n})
            for group, n in services.by_group(row)
        ]
        return [Panel(title, groups, _("办完以后登记。"))]

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """The photographs, with whether consent can be given and withdrawn."""
        may_change = request.post.may("association.write") and self.may_act(request.post, row)
        return {"photos": row.photos.all(), "may_change": may_change}

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(
            row.title, row.get_absolute_url(), str(row.on), *(self.state_of(row) or ("", ""))
        )


class TurnoutRegister(OwnRegister):
    """Which members took part in what."""

    model = Turnout
    tab, key, prefix, title = "activities", "turnout", "activities/turnouts/", _("会员参加记录")
    parent, has_page, empty, related = (
        "activity",
        False,
        _("还没有参加过活动。"),
        ("activity", "member__person"),
    )
    filters = (parent_filter("member"),)
    columns = (
        Shown("activity__on", _("日期")),
        "activity",
        Shown("member__person__name", _("会员")),
    )

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        return super().rows_on(parent).order_by("-activity__on", "-pk")

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(row.activity.title, row.activity.get_absolute_url(), str(row.activity.on))


class AwardRegister(OfAssociation):
    """Honours of associations and of their people."""

    model = Award
    tab, key, prefix, empty = "reviews", "award", "awards/", _("没有登记。")
    columns = ("title", "on", ASSOCIATION, "whom", "level", "by")

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(row.title, "", f"{row.whom} · {row.by}")


class ReviewRegister(OfAssociation):
    """The yearly self-rating and its review."""

    model = Review
    tab, key, prefix, has_page = "reviews", "review", "reviews/", True
    template = "associations/review.html"
    intro = _("协会年底自评，残联评议。分数参考台账测算，从协会页面开始自评。")
    columns = ("year", ASSOCIATION, "points", "grade", "state")
    filters = (OF_KIND, "state", django_filters.NumberFilter("year", **YEARS))
    facts = ("words", "opinion", "points", "grade")
    links = ((_("荣誉和名次"), "award-list", "trophy"),)
    actions = (
        Action(
            key="judge",
            label=_("评议"),
            icon="check",
            service=judge_review,
            form=forms.ReviewForm,
            intro=_("预填的是自评分数。"),
            sources=[Review.State.SUBMITTED],
            permission="association.lead",
            main=True,
        ),
    )

    def title_of(self, row: Any) -> str:
        return gettext("%(what)s %(year)d 年度评议") % {
            "what": row.association.short,
            "year": row.year,
        }

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """By item: its most points, what registers suggest, what each side gives."""
        known = reviews.suggestions(row.association, row.year)
        lines = [
            (words, most, known.get(key, 0), row.own.get(key), row.given.get(key))
            for key, words, most in reviews.items(row.year)
        ]
        return {"lines": lines}


ACTIVITIES = ActivityRegister()
TURNOUTS = TurnoutRegister()
AWARDS = AwardRegister()
REVIEWS = ReviewRegister()

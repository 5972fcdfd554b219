"""Registers of needs and services (供需对接): needs, services, who was asked, what both sides say, reports."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.audit import record
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.people.hub import LeadsToFile
from zulian.registers.actions import Action, Add, Call
from zulian.registers.dates import Day
from zulian.registers.shown import Shown, choice_of
from zulian.volunteers.forms import office as forms
from zulian.volunteers.forms import public as public_forms
from zulian.volunteers.models import Concern, Feedback, HelpNeed, Offer, Service, Stint
from zulian.volunteers.registers.parts import (
    BY_KIND,
    KIND,
    VOLUNTEER,
    VolunteersRegister,
    between,
    of,
)
from zulian.volunteers.room import to
from zulian.volunteers.services import hours, matching, offers
from zulian.volunteers.services import needs as services
from zulian.volunteers.services.common import numbered, words_of

Need, State = HelpNeed.State, Service.State
KIND_OF_NEED = Shown("need__kind", _("服务项目"), lambda row: words_of(row.need.kind))


def wish_words(row: HelpNeed) -> str:
    """By whom somebody wants to be helped."""
    wished = row.wished.person.name if row.wished else ""
    return "、".join(filter(None, (gettext("同性志愿者") if row.same_sex else "", wished)))


def take_down(call: Call) -> HelpNeed:
    """Take a need of somebody on file down."""
    person = services.find_person(call.post, call.data["id_number"])
    return services.take_down(
        call.post, person, call.data["source"], public_forms.wanted(call.data), call.data["place"]
    )


def triage(call: Call) -> HelpNeed:
    """Take a need up, as it really is."""
    data = call.data
    person = services.find_person(call.post, data["id_number"]) if data["id_number"] else None
    wished = numbered(data["number"]) if data["number"] else None
    verdict = services.Verdict(data["risk"], data["same_sex"], wished, person)
    return services.triage(call.pk, public_forms.wanted(data), verdict)


class NeedRegister(LeadsToFile, VolunteersRegister):
    """Needs of help, from wherever they came."""

    model = HelpNeed
    key, prefix, tab, title = "need", "needs/", "needs", _("志愿服务需求")
    intro = _("专职委员走访、公众页面、入户和来电的需求都在这里；受理后生成每次服务，再统一匹配。")
    columns = (
        "text",
        "at",
        KIND,
        Shown("whose", _("服务对象")),
        "region",
        "source",
        "on",
        "risk",
        "state",
    )
    filters = (BY_KIND, "state", "source")
    facts = (
        Shown("whose", _("服务对象")),
        Shown("masked_phone", _("联系电话")),
        KIND,
        Shown("span", _("时间")),
        Shown(
            "repeat",
            value=lambda row: f"{row.get_repeat_display()}，{row.until}" if row.repeat else "",
        ),
        *("region", "source", "risk"),
        Shown("wish", _("意愿"), wish_words),
        "note",
    )
    beside = (Service,)
    links = ((_("评价"), "feedback-list", "circle-check"),)
    actions = (
        Add(
            label=_("登记需求"),
            service=take_down,
            form=forms.TakeDownForm,
            starts=public_forms.wanted_today,
            permission="volunteer.need",
            button=_("登记"),
            done=_("已登记，请受理。"),
        ),
        Action(
            key="triage",
            label=_("受理"),
            title=_("受理需求"),
            icon="check",
            service=triage,
            form=forms.TriageForm,
            intro=lambda row: row.text,
            sources=[Need.NEW],
            main=True,
            button=_("受理"),
            done=_("已受理，可以匹配志愿者了。"),
        ),
        Action(
            key="refuse",
            label=_("不予受理"),
            icon="x",
            service=lambda call: services.refuse(call.pk, call.data["note"]),
            form=public_forms.NoteForm,
            intro=_("提出的人在自己的页面上能看到这里写的话。"),
            sources=[Need.NEW],
            many=True,
            button=_("不予受理"),
            done=_("已登记。"),
        ),
        Action(
            key="close",
            label=_("办结"),
            title=_("办结需求"),
            icon="circle-check",
            service=lambda call: services.close(call.pk, call.data["note"]),
            form=public_forms.NoteForm,
            intro=_("还没有开始的服务会取消；能联系上的，已约的志愿者会收到通知。"),
            sources=[Need.OPEN],
            many=True,
            button=_("办结"),
            done=_("已办结。"),
        ),
    )

    def opened(self, row: Any) -> None:
        record("need.read", row)

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("person", "region", "wished__person")

    def list_acts(self, post: Post) -> list[Button]:
        """Beside the links: the reports, for who may see them."""
        concerns = Button(_("安全和权益报告"), to("concern-list"), "alert-triangle")
        return [*super().list_acts(post), *([concerns] if post.may(CONCERNS.read) else [])]

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Before the actions: what comes next for one that was taken up."""
        match = Button(_("去匹配"), to("match"), "users", main=True)
        is_next = not panel and row.state == Need.OPEN and post.may("volunteer.write")
        return [*([match] if is_next else []), *super().acts(row, post, panel)]


RELEASE = Action(
    key="release",
    label=_("换人"),
    icon="arrows-exchange",
    service=lambda call: offers.release(call.pk, call.data["why"]),
    form=public_forms.WhyForm,
    sources=[State.BOOKED],
    button=_("确定"),
    done=_("已退回待匹配，下面是可以邀请的人。"),
)


def report_done(call: Call) -> Stint:
    """What was done where nobody checked in."""
    start, end = (hours.at(call.row.on, call.data[name]) for name in ("start", "end"))
    return services.report_done(call.pk, start, end)


def _hour(moment: datetime | None) -> str:
    """The hour and minute of a moment as the clock on the wall says."""
    return f"{localtime(moment):%H:%M}" if moment else ""


class ServiceRegister(VolunteersRegister):
    """Services by day: who comes, who was asked, who else could."""

    model = Service
    dates = (
        Day("on", Q(state__in=["done", "confirmed"]), ~Q(state="cancelled"), takes_place=True),
    )
    key, prefix, tab, title = "service", "services/", "services", _("供需对接")
    columns = (
        Shown("need__text", _("服务")),
        *("on", "start", "end"),
        KIND_OF_NEED,
        "region",
        Shown("volunteer__person__name", _("志愿者")),
        "state",
    )
    filters = ("state", *between("on"), of("need"))
    facts = (
        Shown("need__text", _("需要什么帮助")),
        KIND_OF_NEED,
        Shown("need__whose", _("服务对象")),
        "region",
        Shown("volunteer__person__name", _("志愿者")),
        Shown("started_at", _("到达"), lambda row: _hour(row.started_at)),
        Shown("ended_at", _("离开"), lambda row: _hour(row.ended_at)),
        "why",
    )
    panels = (Offer, Feedback)
    links = ((_("邀请记录"), "offer-list", "send"),)
    actions = (
        Action(
            key="done",
            label=_("登记完成"),
            icon="check",
            service=report_done,
            fields=("start", "end"),
            intro=_("按实际时间填写；登记后计入志愿者时长。"),
            sources=[State.BOOKED, State.STARTED],
            main=True,
            button=_("登记"),
            done=_("已登记。"),
        ),
        Action(
            key="confirm",
            label=_("确认时长"),
            icon="check",
            service=lambda call: services.confirm(call.pk, Stint.How.STATION),
            sources=[State.DONE],
            main=True,
            many=True,
            done=_("已确认。"),
        ),
        replace(
            RELEASE,
            key="withdraw",
            label=_("撤回邀请"),
            icon="arrow-back-up",
            sources=[State.OFFERED],
        ),
        RELEASE,
        Action(
            key="cancel",
            label=_("取消这次服务"),
            icon="x",
            service=lambda call: services.cancel(call.pk, call.data["why"]),
            form=public_forms.WhyForm,
            sources=[State.OPEN, State.OFFERED, State.BOOKED],
            many=True,
            button=_("取消服务"),
            done=_("已取消。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        return str(row.span)

    def list_acts(self, post: Post) -> list[Button]:
        """Before the links: matching all of them."""
        match = Button(_("匹配志愿者"), to("match"), "users", main=True)
        return [*([match] if post.may("volunteer.write") else []), *super().list_acts(post)]

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the way to the need."""
        acts = super().acts(row, post, panel)
        return acts if panel else [*acts, Button(_("看需求"), to("need", row.need_id), "eye")]

    def item(self, row: Any, post: Post) -> ListItem:
        name = row.volunteer.person.name if row.volunteer else ""
        return ListItem(row.span, row.get_absolute_url(), name, *choice_of(row))

    def panel(self, parent: Any, post: Post, acts: Any) -> Panel | None:
        card = super().panel(parent, post, acts)
        return card and replace(card, title=_("每次服务"), empty=_("受理后按日期生成。"))

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """Who could come, with a button to ask each."""
        if row.state != State.OPEN or not post.may("volunteer.write"):
            return []
        items = [
            ListItem(
                proposal.volunteer.person.name,
                proposal.volunteer.get_absolute_url(),
                "；".join(proposal.why),
                acts=[
                    Button(
                        _("邀请"),
                        to("service-ask", row.pk, proposal.volunteer.pk),
                        "send",
                        click=True,
                    )
                ],
            )
            for proposal in matching.candidates(row)
        ]
        return [
            Panel(
                _("可以邀请的人"),
                items,
                _("没有合适的人：可以先培训、招募，或与服务对象商量改时间。"),
            )
        ]


class OfService(VolunteersRegister):
    """Rows of a service."""

    parent, has_page = "service", False

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("service", "region")


class OfferRegister(OfService):
    """Who was asked, why, and the answer."""

    model = Offer
    key, prefix, tab, state, empty = "offer", "offers/", "services", "answer", _("还没有邀请过。")
    columns = ("service", VOLUNTEER, "at", "region", "answer", "note")

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("volunteer__person")

    def item(self, row: Any, post: Post) -> ListItem:
        words = "；".join([*row.why, row.note] if row.note else row.why)
        return ListItem(
            row.volunteer.person.name,
            row.volunteer.get_absolute_url(),
            words,
            *choice_of(row, "answer"),
        )


class FeedbackRegister(OfService):
    """What both sides say."""

    model = Feedback
    key, prefix, tab, empty = "feedback", "feedback/", "needs", _("还没有评价。")
    columns = ("service", "at", "region", "side", "mark", "text")

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(f"{row.get_side_display()} {row.mark}", "", row.text)


class ConcernRegister(VolunteersRegister):
    """Reports of the county; their words are on their pages alone, and each look at one leaves its trace."""

    model = Concern
    key, prefix, tab = "concern", "concerns/", "needs"
    read = write = "volunteer.safeguard"
    intro = _("内容加密保存，只有县残联能看；每次查看都记入审计。")
    columns = ("service", "at", "region", "side", "state", "done_on")
    facts = (
        *("side", "text", "service"),
        Shown("service__volunteer__person__name", _("志愿者")),
        Shown("service__need__whose", _("服务对象")),
        *("outcome", "done_on"),
    )
    actions = (
        Action(
            key="settle",
            label=_("登记处理结果"),
            icon="check",
            service=lambda call: services.settle_concern(call.pk, call.data["outcome"]),
            form=forms.OutcomeForm,
            sources=[Concern.State.OPEN],
            main=True,
            button=_("处理完毕"),
            done=_("已登记。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return (
            super()
            .rows()
            .select_related("service__volunteer__person", "service__need__person", "region")
        )

    def may_act(self, post: Post, row: Any) -> bool:
        return bool(row.region_id[:6] == post.region_id[:6])

    def opened(self, row: Any) -> None:
        record("concern.read", row)


CONCERNS = ConcernRegister()
NEEDS = NeedRegister()
SERVICES = ServiceRegister()
OFFERS = OfferRegister()
FEEDBACK = FeedbackRegister()

"""The register of associations (专门协会)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.associations import proofs
from zulian.associations.forms import office as forms
from zulian.associations.models import (
    SHORT,
    Activity,
    Association,
    Award,
    Budget,
    Committee,
    Kind,
    Meeting,
    Member,
    Paper,
    Research,
    Review,
    Spending,
    Staff,
)
from zulian.associations.registers.base import OwnRegister
from zulian.associations.room import ROOM
from zulian.associations.rules.figures import equipment, norms
from zulian.associations.services import activities, bodies, cases, meetings, research, reviews
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.indicators.proofs import lacking_words
from zulian.people.forms import person_in
from zulian.regions.filters import UnitFilter
from zulian.regions.naming import organisation_named
from zulian.registers.actions import Action, Call
from zulian.registers.filters import EmptyFilter
from zulian.registers.shown import Shown

PLAN = ("title", "kind", "occasion", "brand", "on", "place", "text", "easy", "access", "budget")
HONOUR = ("title", "whom", "level", "by", "on")


def is_standing(row: Association) -> bool:
    """Whether an association is set up, and not only due."""
    return row.set_up_on is not None


def state_of_association(row: Association) -> tuple[str, Any]:
    """How far an association has come: due, set up with something lacking, set up."""
    if not is_standing(row):
        return "overdue", _("待成立")
    return ("closed", _("已成立")) if proofs.is_whole(row, today()) else ("returned", _("资料不全"))


def equipment_words(row: Association) -> str:
    """The equipment of an association's office, in words."""
    names = dict(equipment())
    return "、".join(names.get(key, key) for key in row.equipped) or "—"


def budget_words(row: Association) -> str:
    """What there is to spend this year, and what of it is spent."""
    budget = Budget.objects.filter(association=row, year=today().year).first()
    if budget is None:
        return "—"
    return gettext("%(a)s 元，已支出 %(b)s 元") % {
        "a": budget.amount,
        "b": bodies.spent(row, budget.year),
    }


def days_of(row: Association) -> str:
    """The days of the association's group."""
    days = "、".join(
        f"{name}（{day:%m-%d}）"
        for day, _key, name, _usual in activities.own_days(row, today().year)
    )  # untranslated: brackets
    return gettext("本类别的节日：%(days)s。") % {"days": days}


def plan_of(row: Association, query: Mapping[str, str]) -> dict[str, Any]:
    """The template of the day that a plan is asked for, this year's or, where that is past, next year's."""
    occasion = query.get("occasion", "")[:10]
    start = activities.template(row, occasion, today().year)
    if start and start["on"] < today():
        return activities.template(row, occasion, today().year + 1)
    return start


def add_paper(call: Call) -> Paper:
    """Keep a paper with its file."""
    file = call.data.pop("paper")
    return bodies.add_paper(call.pk, call.post, call.data, file)


def rate(call: Call) -> Review:
    """Hand in the self-rating of this year."""
    words = call.data.pop("words")
    return reviews.rate_self(call.pk, call.post, today().year, call.data, words)


def set_budget(call: Call) -> Budget:
    """Set the money of a year."""
    return bodies.set_budget(call.pk, call.post, **call.data)


def change(call: Call) -> Association:
    """Keep office and means."""
    return bodies.change(call.pk, call.post, call.data)


def what_there_is(row: Association) -> dict[str, Any]:
    """What the form of an association begins with, where its columns do not say it."""
    return {"set_up_on": row.set_up_on or today(), "area": row.area or 0, "equipment": row.equipped}


class AssociationRegister(OwnRegister):
    """Associations, those still to be set up among them."""

    model = Association
    tab, key, ledger = "bodies", "association", "associations"
    columns = (
        *("kind", "region", "office", "staff_count", "member_count", "term_until", "active_on"),
        Shown("state", _("状态"), lambda row: badge(*state_of_association(row))),
    )
    filters = (
        UnitFilter("region__name", label=_("地区名称")),
        "kind",
        EmptyFilter("set_up_on", _("待成立")),
    )
    search = ("region__name__contains",)
    facts = (
        "set_up_on",
        Shown("office", value=lambda row: row.office or "—"),
        Shown("area", value=lambda row: row.area or "—"),
        Shown("equipment", value=equipment_words),
        Shown("masked_phone", _("办公电话")),
        *("contact", "about"),
        Shown("member_count", value=lambda row: gettext("%(n)d 人") % {"n": row.member_count}),
        Shown("budgets", _("本年度经费"), budget_words),
    )
    panels = (Committee,)
    beside = (Staff, Paper, Spending, Activity, Member)
    links = (
        (_("工作人员"), "staff-list", "users"),
        (_("章程制度"), "paper-list", "file-text"),
        (_("经费支出"), "spending-list", "clipboard-list"),
    )
    actions = (
        Action(
            key="set-up",
            label=_("登记成立"),
            title=_("协会基本情况"),
            intro=str,
            service=change,
            form=forms.AssociationForm,
            starts=what_there_is,
            is_open_for=lambda row: not is_standing(row),
            main=True,
        ),
        Action(
            key="activity",
            label=_("策划活动"),
            icon="plus",
            service=lambda call: activities.plan(call.pk, call.post, call.data),
            model=Activity,
            fields=PLAN,
            asked=plan_of,
            intro=days_of,
            is_open_for=is_standing,
            main=True,
            done=_("已保存，下一步报批。"),
            leads_to=lambda activity: str(activity.get_absolute_url()),
        ),
        Action(
            key="research",
            label=_("立题调研"),
            icon="plus",
            service=lambda call: research.begin(call.pk, call.post, call.data),
            model=Research,
            fields=("topic", "question", "due_on"),
            is_open_for=is_standing,
            leads_to=lambda topic: str(topic.get_absolute_url()),
        ),
        Action(
            key="meeting",
            label=_("另开会议"),
            title=_("另开一次会议"),
            icon="calendar",
            service=lambda call: meetings.plan(call.pk, call.post, call.data),
            model=Meeting,
            fields=("kind", "subject", "on"),
            is_open_for=is_standing,
            leads_to=lambda meeting: str(meeting.get_absolute_url()),
        ),
        Action(
            key="case",
            label=_("登记维权诉求"),
            icon="plus",
            service=lambda call: cases.take_down(
                call.pk, call.post, cases.complaint_of(call.data), call.data["source"]
            ),
            form=forms.TakeDownForm,
            intro=_("登记人即承办人。"),
            is_open_for=is_standing,
            permission="association.case",
            leads_to=lambda case: str(case.get_absolute_url()),
        ),
        Action(
            key="honour",
            label=_("登记荣誉"),
            icon="trophy",
            service=lambda call: activities.add_award(call.pk, call.post, call.data),
            model=Award,
            fields=HONOUR,
            is_open_for=is_standing,
            leads_to=lambda award: ROOM.url("award-list"),
        ),
        Action(
            key="review",
            label=_("年度自评"),
            icon="check",
            service=rate,
            form=forms.SelfForm,
            intro=lambda row: (
                gettext("%(what)s %(year)d 年度") % {"what": row, "year": today().year}
            ),
            is_open_for=is_standing,
            button=_("报送自评"),
            done=_("已报送，等残联评议。"),
            leads_to=lambda review: str(review.get_absolute_url()),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("协会基本情况"),
            intro=str,
            service=change,
            form=forms.AssociationForm,
            starts=what_there_is,
            is_open_for=is_standing,
        ),
        Action(
            key="elect",
            label=_("换届"),
            icon="refresh",
            service=lambda call: bodies.elect(call.pk, call.post, call.data["since"]),
            model=Committee,
            fields=("since",),
            intro=lambda row: (
                gettext("产生新一届委员会，任期 %(n)d 年；上一届委员同时卸任，再逐个登记新委员。")
                % {"n": norms(place=row.region_id)["term_years"]}
            ),
            is_open_for=is_standing,
            panel="committee",
            button=_("产生新一届"),
            done=_("已产生，请登记委员。"),
        ),
        Action(
            key="staff",
            label=_("添加"),
            title=_("添加工作人员"),
            icon="plus",
            service=lambda call: bodies.add_staff(call.pk, call.post, call.data),
            model=Staff,
            fields=("name", "full_time", "duty", "since"),
            is_open_for=is_standing,
            panel="staff",
        ),
        Action(
            key="paper",
            label=_("添加"),
            title=_("添加章程或制度"),
            icon="plus",
            service=add_paper,
            form=forms.PaperForm,
            is_open_for=is_standing,
            panel="paper",
        ),
        Action(
            key="budget",
            label=_("年度经费"),
            service=set_budget,
            model=Budget,
            fields=("year", "amount", "source"),
            starts=lambda row: {"source": _("残联预算")},
            is_open_for=is_standing,
            many=True,
            panel="spending",
        ),
        Action(
            key="spend",
            label=_("登记支出"),
            icon="plus",
            service=lambda call: bodies.spend(call.pk, call.post, call.data),
            model=Spending,
            fields=("on", "amount", "purpose"),
            is_open_for=lambda row: is_standing(row) and row.budgets.exists(),
            panel="spending",
        ),
        Action(
            key="member",
            label=_("发展会员"),
            icon="plus",
            service=lambda call: bodies.join(call.pk, call.post, person_in(call.data), call.data),
            form=forms.MemberForm,
            intro=str,
            is_open_for=is_standing,
            panel="member",
            done=_("已入会。"),
            leads_to=lambda member: str(member.get_absolute_url()),
        ),
    )

    def list_intro(self, rows: QuerySet[Any]) -> str:
        words = gettext(
            "市、县（区）各有盲人、聋人、肢残人、智力残疾人及亲友、精神残疾人及亲友五个协会。待成立 %(n)d 个。"
        )
        return words % {"n": rows.filter(set_up_on=None).count()}

    def state_of(self, row: Any) -> tuple[str, Any]:
        return state_of_association(row)

    def alert(self, post: Post, row: Any) -> str:
        """What keeps an association that is set up from being counted."""
        return (
            lacking_words(_("已登记成立"), proofs.SET_UP.lacking(row, today()))
            if is_standing(row)
            else ""
        )

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the yearly report."""
        acts = super().acts(row, post, panel)
        if not panel and is_standing(row):
            acts.append(Button(_("年度工作报告"), self.url("report", row.pk), "download"))
        return acts

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """The gap to the norm."""
        gaps = bodies.gaps(row) if is_standing(row) else []
        items = [ListItem(words, tone="overdue", state=_("未达标")) for words in gaps]
        empty = _("已全部达到规范。") if is_standing(row) else _("成立以后才比对。")
        return [Panel(_("与规范的差距"), items, empty)]

    def found_by(self, words: str) -> QuerySet[Any]:
        """By place, kind, or both."""
        kinds = []
        for kind in Kind:
            for name in (str(kind.label), str(SHORT[kind])):
                if name in words:
                    words = words.replace(name, "")
                    kinds.append(kind)
        called = organisation_named("region", words)
        rows = self.rows().filter(called, kind__in=kinds or Kind.values)
        return rows.order_by("region_id", "pk")

    def hit_detail(self, row: Any) -> str:
        """Its name holds the place already."""
        return ""


ASSOCIATIONS = AssociationRegister()

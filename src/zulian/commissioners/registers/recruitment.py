"""Registers of recruitment (选聘): notices, and who applied for their positions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.commissioners import forms
from zulian.commissioners.models import Applicant, Recruitment
from zulian.commissioners.room import ROOM
from zulian.commissioners.services import recruitment as services
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.people.forms import person_in
from zulian.registers.actions import Action, Add, Call
from zulian.registers.dates import Day
from zulian.registers.register import Register

State = Recruitment.State
WANTED = _(
    "热心助残工作，有一定文化和沟通能力，身体条件能够胜任；同等条件下残疾人和残疾人亲属优先。"
)


def publish(call: Call) -> Recruitment:
    """Publish a notice for some vacant positions."""
    positions = call.data.pop("positions")
    return services.publish(call.post, services.Notice(**call.data), list(positions))


class RecruitmentRegister(Register):
    """Notices, from the first day of applications to the choice."""

    model = Recruitment
    dates = (Day("closes_on", ~Q(state="open"), in_feed=True),)
    room, tab, permission = ROOM, "recruitment", "commissioner"
    key, prefix = "recruitment", "recruitment/"
    intro = _("公告空缺岗位，登记报名、审核和成绩，同等条件下残疾人和残疾人亲属优先。")
    related = ("region",)
    columns = ("title", "region", "opens_on", "closes_on", "state")
    facts = ("region", "opens_on", "closes_on", "conditions")
    panels = (Applicant,)
    actions = (
        Add(
            label=_("发布公告"),
            title=_("发布选聘公告"),
            service=publish,
            form=forms.NoticeForm,
            starts=lambda row: {"opens_on": today(), "conditions": WANTED},
            button=_("发布"),
            done=_("已发布。"),
        ),
        Action(
            key="apply",
            label=_("登记报名"),
            icon="plus",
            service=lambda call: services.apply(
                call.pk, call.data["position"], person_in(call.data), call.data["tie"]
            ),
            form=forms.ApplyForm,
            sources=[State.OPEN],
            is_open_for=lambda row: row.opens_on <= today() <= row.closes_on,
            main=True,
            button=_("登记"),
            done=_("已登记。"),
        ),
        Action(
            key="close",
            label=_("截止报名"),
            icon="check",
            service=lambda call: services.close(call.pk),
            sources=[State.OPEN],
            done=_("报名已截止。"),
        ),
        Action(
            key="finish",
            label=_("完成选聘"),
            icon="check",
            service=lambda call: services.finish(call.pk),
            sources=[State.CLOSED],
            done=_("选聘已完成。"),
        ),
    )


class ApplicantRegister(Register):
    """Who applied, on the page of the notice position by position in the order of the ranking."""

    model = Applicant
    room, tab, permission = ROOM, "recruitment", "commissioner"
    key, prefix, has_list = "applicant", "applicants/", False
    parent, has_page, empty = "recruitment", False, _("还没有人报名。")
    related = ("recruitment", "person", "position__region")
    actions = (
        Action(
            key="review",
            label=_("审核"),
            title=_("审核报名人"),
            icon="check",
            service=lambda call: services.review(call.pk, **call.data),
            form=forms.ReviewForm,
            intro=lambda row: row.person.name,
            sources=[Applicant.State.APPLIED],
            is_open_for=lambda row: row.recruitment.state != State.DONE,
            done=_("已登记。"),
        ),
        Action(
            key="choose",
            label=_("确定聘用"),
            icon="check",
            service=lambda call: services.choose(call.pk, **call.data),
            form=forms.ChooseForm,
            intro=lambda row: row.person.name,
            sources=[Applicant.State.QUALIFIED],
            is_open_for=lambda row: row.recruitment.state == State.CLOSED,
            button=_("聘用"),
            done=_("已聘用，档案已建立。"),
            leads_to=lambda commissioner: str(commissioner.get_absolute_url()),
        ),
    )

    def title_of(self, row: Any) -> str:
        return str(row.person.name)

    def cards_on(self, parent: Any, post: Post, acts: Iterable[Button]) -> list[Panel]:
        rows = list(self.rows().filter(recruitment=parent))
        return [
            Panel(
                str(position),
                self._ranking([row for row in rows if row.position_id == position.pk], post),
                self.empty,
            )
            for position in parent.positions.with_names()
        ]

    def _ranking(self, rows: list[Applicant], post: Post) -> list[ListItem]:
        """Those who applied for one position, numbered."""
        items = [self.item(row, post) for row in services.ranked(rows)]
        return [
            replace(item, text=f"{number}. {item.text}") for number, item in enumerate(items, 1)
        ]

    def item(self, row: Any, post: Post) -> ListItem:
        score = "" if row.score is None else gettext("%(n)s 分") % {"n": row.score}
        words = " · ".join(filter(None, (row.get_tie_display(), score, row.note)))
        return ListItem(
            row.person.name, "", words, *(self.state_of(row) or ("", "")), self.acts(row, post)
        )


RECRUITMENTS = RecruitmentRegister()
APPLICANTS = ApplicantRegister()

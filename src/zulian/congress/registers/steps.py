"""Register of the steps by which congresses are prepared (筹备步骤)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.congress import forms
from zulian.congress.models import CongressState, Step, StepState
from zulian.congress.registers.rounds import (
    LEVEL,
    STATE,
    is_preparing,
    late_or_state,
    open_steps,
    state_filter,
)
from zulian.congress.room import ROOM, room_of
from zulian.congress.services import rounds as services
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.rooms import Room
from zulian.registers.actions import Action
from zulian.registers.dates import Day
from zulian.registers.register import Register
from zulian.registers.shown import Shown

# Where the work of a step is done (a further page of its congress), for those that are more than a paper.
PLACES = {
    "quota": "quota",
    "delegates": "delegates",
    "qualification": "delegates",
    "inspection": "contests",
    "nominees": "contests",
    "congress": "check-in",
    "presidium": "contests",
}


def takes_part(row: Step) -> bool:
    """Whether the congress of a step takes part in its round."""
    return bool(row.congress.state != CongressState.EXEMPT)


def is_to_be_reported(row: Step) -> bool:
    """Whether a step can be reported now: it is not taken by itself, and those after the congress wait for it."""
    is_early = row.days >= 0 and is_preparing(row.congress)
    return takes_part(row) and row.key not in services.BY_ITSELF and not is_early


class StepRegister(Register):
    """Steps of all congresses in view."""

    model = Step
    dates = (Day("due", "done_on", in_feed=True, name=_("换届筹备步骤")),)
    room, tab, permission = ROOM, "steps", "congress"
    key, prefix, list_prefix = "step", "step/", "steps/"
    parent, empty = "congress", _("这是补录的大会，没有筹备清单。")
    related = ("congress__round",)
    columns = (
        "name",
        *("region", "due"),
        STATE,
        Shown("owner__user__name", _("负责人")),
        *("done_on", "note"),
    )
    filters = (
        state_filter(
            StepState.choices, _("逾期"), lambda rows: rows.open().filter(due__lt=today())
        ),
        LEVEL,
    )
    facts = (
        "due",
        Shown("owner__user__name", _("负责人")),
        Shown("approve", _("上级审批"), lambda row: _("需要") if row.approve else _("不需要")),
        *("note", "done_on", "verdict"),
    )
    actions = (
        Action(
            key="report",
            label=_("登记完成"),
            icon="check",
            service=lambda call: services.report(call.pk, call.post, **call.data),
            form=forms.ReportForm,
            intro=lambda row: _("提交后报上级残联审批。") if row.approve else "",
            sources=[StepState.TODO, StepState.RETURNED],
            is_open_for=is_to_be_reported,
            main=True,
            button=_("提交"),
        ),
        Action(
            key="judge",
            label=_("审批"),
            icon="check",
            service=lambda call: services.judge(call.pk, call.post, **call.data),
            form=forms.JudgeForm,
            is_for=lambda post, row: post.region_id != row.region_id,
            whose=_("报批的步骤由上一级残联审批。"),
            intro=lambda row: row.note,
            sources=[StepState.SUBMITTED],
            is_open_for=takes_part,
            main=True,
            many=True,
            button=_("提交"),
        ),
        Action(
            key="owner",
            label=_("指定负责人"),
            icon="user-circle",
            service=lambda call: services.assign(call.pk, call.data["owner"]),
            form=forms.OwnerForm,
            intro=lambda row: row.name,
            is_open_for=takes_part,
        ),
    )

    def place_of(self, row: Any) -> tuple[Room, str]:
        return room_of(row.congress), "steps"

    def title_of(self, row: Any) -> str:
        return f"{row.order}. {row.name}"

    def state_of(self, row: Any) -> tuple[str, Any]:
        return late_or_state(row)

    def alert(self, post: Post, row: Any) -> str:
        """That the level above has it."""
        is_waiting = row.state == StepState.SUBMITTED and post.region_id == row.region_id
        return gettext("已报上级残联，等待审批。") if is_waiting else ""

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the way to where the work of the step is done."""
        acts = super().acts(row, post, panel)
        if not panel and row.key in PLACES:
            acts.append(
                Button(
                    _("去办理"),
                    ROOM.url(f"congress-{PLACES[row.key]}", row.congress_id),
                    "chevron-right",
                )
            )
        return acts

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """The papers of the step."""
        items = [
            ListItem(file.name, ROOM.url("documents:download", file.pk)) for file in row.files.all()
        ]
        return [Panel(_("材料"), items, _("没有材料。"))]

    def item(self, row: Any, post: Post) -> ListItem:
        day = (
            str(row.done_on)
            if row.done_on
            else gettext("%(day)s前") % {"day": row.due}
            if row.due
            else ""
        )
        owner, approval = (
            (row.owner.user.name if row.owner else ""),
            (gettext("须上级审批") if row.approve else ""),
        )
        words = " · ".join(filter(None, (owner, day, approval)))
        return ListItem(self.title_of(row), row.get_absolute_url(), words, *self.state_of(row))

    def item_on(self, parent: Any, row: Any, post: Post) -> ListItem:
        """On the page of its congress only the first step that is late stands out: it is the one to do."""
        item = self.item(row, post)
        if not row.is_late or row.pk == next((each.pk for each in open_steps(parent)), None):
            return item
        return replace(item, tone="issued")


STEPS = StepRegister()

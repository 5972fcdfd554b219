"""Every way of a case from state to state; who may take one is checked in the services."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django_fsm import RETURN_VALUE, transition

from zulian.certificates.models.cases.states import RESULT, RUNNING, State
from zulian.certificates.rules import routes


class Transitions(models.Model):
    """The transitions of a `Case`, which has the columns."""

    if TYPE_CHECKING:
        state: str
        returns_to: str
        category: int | None
        told_on: date | None
        told_how: str

        @property
        def steps(self) -> tuple[str, ...]: ...
        @property
        def lacks_guardian(self) -> bool: ...

    class Meta:
        abstract = True

    def onward(self) -> str:
        """The state after the present one."""
        back, self.returns_to = self.returns_to, ""
        if back and self.state == State.MATERIALS:
            return back
        return routes.following(self.steps, self.state)

    def with_result(self) -> str:
        """The state after the result: where a guardian is to be put on file first, the case waits for that."""
        following = routes.following(self.steps, State.ASSESS)
        if self.lacks_guardian:
            self.returns_to = following
            return State.MATERIALS
        return following

    @transition(field="state", source=State.MATERIALS, target=RETURN_VALUE(*State))
    def accept(self) -> str:
        """受理: the materials are complete."""
        return self.onward()

    @transition(field="state", source=State.ORDER, target=RETURN_VALUE(*State))
    def send_order(self) -> str:
        """派评定: to a designated hospital, or recorded jointly where the rules of the date allow."""
        return self.onward()

    @transition(field="state", source=State.ASSESS, target=RETURN_VALUE(*State))
    def find(self) -> str:
        """评定结束: goes on when anything was found, ends when nothing was."""
        return self.with_result() if self.category else State.UNQUALIFIED

    @transition(field="state", source=State.ASSESS, target=State.CHECK)
    def find_otherwise(self) -> None:
        """评定结束: a finding differs from what the measurements suggest, and is looked at before anything goes on."""

    @transition(field="state", source=State.CHECK, target=RETURN_VALUE(*State))
    def check_finding(self) -> str:
        """核对结论: it stands as the doctor found."""
        return self.with_result() if self.category else State.UNQUALIFIED

    @transition(field="state", source=State.PUBLISH, target=RETURN_VALUE(*State))
    def end_publication(self) -> str:
        """公示期满."""
        return self.onward()

    @transition(field="state", source=State.REVIEW, target=RETURN_VALUE(*State))
    def pass_review(self) -> str:
        """审核通过."""
        return self.onward()

    @transition(field="state", source=State.APPROVE, target=RETURN_VALUE(*State))
    def approve(self) -> str:
        """审批通过."""
        return self.onward()

    @transition(field="state", source=State.CITY, target=RETURN_VALUE(*State))
    def pass_city(self) -> str:
        """市级审核通过."""
        return self.onward()

    @transition(field="state", source=State.PRODUCE, target=RETURN_VALUE(*State))
    def produce(self) -> str:
        """制证."""
        return self.onward()

    @transition(field="state", source=State.HANDOVER, target=State.CLOSED)
    def hand_over(self) -> None:
        """发放."""

    @transition(field="state", source=State.RELEASE, target=State.RECEIVE)
    def release(self) -> None:
        """迁出地确认."""

    @transition(field="state", source=State.RECEIVE, target=RETURN_VALUE(*State))
    def receive(self) -> str:
        """迁入地接收: another category or grade is reviewed, approved and printed before anything ends."""
        return self.onward()

    @transition(field="state", source=State.RECEIVE, target=State.ORDER)
    def doubt(self) -> None:
        """迁入地要求重新评定 before it takes over (art. 23)."""

    @transition(
        field="state",
        source=[State.REVIEW, State.APPROVE, State.CITY, State.RELEASE, State.RECEIVE],
        target=State.UNQUALIFIED,
    )
    def refuse(self) -> None:
        """不予办理, with a reason: whoever was told of the finding has not been told of this."""
        self.told_on, self.told_how = None, ""

    @transition(
        field="state", source=[State.REVIEW, State.APPROVE, State.CITY], target=State.MATERIALS
    )
    def ask_for_more(self) -> None:
        """退回补正: comes back to the step that asked."""
        self.returns_to = self.state

    @transition(
        field="state",
        source=[State.CHECK, State.REVIEW, State.APPROVE, State.CITY],
        target=State.ORDER,
    )
    def reassess(self) -> None:
        """退回重新评定."""

    @transition(
        field="state",
        source=[State.MATERIALS, *RESULT, State.RECEIVE, State.UNQUALIFIED],
        target=RETURN_VALUE(*State),
    )
    def regrade_by_objection(self) -> str:
        """异议成立: the new finding is published, or ends the case where nothing is left."""
        self.returns_to = ""
        if not self.category:
            return State.UNQUALIFIED
        return self.with_result()

    @transition(
        field="state", source=[s for s in RUNNING if s != State.HANDOVER], target=State.WITHDRAWN
    )
    def withdraw(self) -> None:
        """撤回."""

    @transition(field="state", source=list(RUNNING), target=State.WITHDRAWN)
    def give_way(self) -> None:
        """终止: a decision on an objection puts another case in its place."""

"""What can be done on a case (办件): its steps, each for whose turn it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates import forms
from zulian.certificates.models import Case, State
from zulian.certificates.registers import case_words as words_of
from zulian.certificates.room import COUNTER
from zulian.certificates.services import (
    assessment,
    counter,
    decisions,
    objections,
    telling,
    transfer,
)
from zulian.certificates.services.common import COUNTY
from zulian.certificates.services.standstill import standstill
from zulian.foundation.clock import today
from zulian.registers.actions import ON_LIST, Action, Call


def described(row: Any) -> str:
    """A case in a line, above the form of a step."""
    return f"{row.person.name} · {row.get_kind_display()} · {row.region.name}"


def is_turn(post: Post, row: Case) -> bool:
    """Whether it is the turn of a post's federation."""
    return post.region_id[:COUNTY] == row.county


def paused_words(row: Any) -> str:
    """Since when the clock of a case stands still, and why; "" where it runs."""
    if row.paused_on is None:
        return ""
    words = gettext("时限自 %(day)s 起暂停：%(why)s")
    return words % {"day": row.paused_on, "why": row.pause_reason}


def is_unhindered(row: Any) -> bool:
    """Whether nothing stops a card of the person from being made out and handed over."""
    return not standstill(row)


@dataclass(frozen=True, kw_only=True)
class CaseStep(Action):
    """A step of a case, done by the federation whose turn it is: none while its clock is stopped."""

    intro: Any = described
    permission: str = COUNTER
    is_for: Callable[[Post, Any], bool] = is_turn
    whose: Any = _("这件业务现在由另一个县（区）残联办理。")

    def is_open(self, row: Any) -> bool:
        return row.paused_on is None and super().is_open(row)

    def closed_for(self, row: Any) -> Any:
        return paused_words(row) or super().closed_for(row)


def judging(key: str, label: Any, state: State, service: Callable[..., Case]) -> CaseStep:
    """The step in which a reviewer or the leader says what becomes of a case."""
    return CaseStep(
        key=key,
        label=label,
        service=lambda call: service(
            call.pk,
            call.post,
            decisions.Verdict(call.data["verdict"]),
            call.data["words"],
            tuple(call.data.get("lacking", ())),
        ),
        form=forms.VerdictForm,
        sources=[state],
        permission=f"certificate.{key}",
        inline=True,
        many=True,
        button=_("提交意见"),
        done=_("意见已记录。"),
    )


def receive(call: Call) -> Case:
    """Note what has come in, and keep its scan."""
    scans = {call.data["scan_of"]: call.data["scan"]} if call.data["scan"] else {}
    return counter.receive_materials(call.pk, call.post, call.data["received"], scans)


def ordering(row: Case) -> dict[str, Any]:
    """What the form of an order begins with: what was applied for, and a hospital that takes all of it."""
    wanted = row.wanted or sorted(int(c) for c in row.parts)
    hospitals = forms.designated()
    fitting = next((h.pk for h in hospitals if wanted and set(wanted) <= set(h.categories)), None)
    return {"at_home": row.at_home, "categories": wanted, "hospital": fitting}


def send_as_applied(call: Call) -> Case:
    """One order to a hospital for all that a case was accepted for."""
    wishes = [(call.data["hospital"], ordering(call.row)["categories"])]
    return assessment.send_orders(call.pk, call.post, wishes, call.row.at_home)


def record_jointly(call: Call) -> Case:
    """What several people found together."""
    return assessment.record_jointly(call.pk, call.post, call.data["parts"], call.data["signers"])


ACTIONS = (
    CaseStep(
        key="materials",
        label=_("补收材料"),
        service=receive,
        form=forms.MaterialsForm,
        sources=[State.MATERIALS],
        main=True,
        done=lambda case: (
            _("已保存，还有材料待补。") if case.state == State.MATERIALS else _("已受理。")
        ),
    ),
    CaseStep(
        key="order",
        label=_("派评定"),
        icon="send",
        service=lambda call: assessment.send_orders(
            call.pk, call.post, forms.wishes_of(call.data), call.data["at_home"]
        ),
        form=forms.OrderForm,
        starts=ordering,
        sources=[State.ORDER],
        main=True,
        button=_("派单"),
        done=_("已派单，等医院评定。"),
    ),
    CaseStep(
        key="order-many",
        label=_("按申请类别派评定"),
        icon="send",
        service=send_as_applied,
        form=forms.HospitalForm,
        sources=[State.ORDER],
        many=True,
        panel=ON_LIST,
        button=_("派单"),
        done=_("已派单，等医院评定。"),
    ),
    CaseStep(
        key="joint",
        label=_("共同签署认定"),
        service=record_jointly,
        form=forms.JointForm,
        starts=lambda row: forms.parts_begun(row.findings_so_far),
        sources=[State.ORDER],
        is_open_for=lambda row: bool(row.procedure["evident_signers"]),
        button=_("登记结论"),
        done=_("已登记。"),
    ),
    CaseStep(
        key="published",
        label=_("公示期满，送审核"),
        icon="send",
        service=lambda call: decisions.end_publication(call.pk, call.post),
        sources=[State.PUBLISH],
        is_open_for=lambda row: row.publish_until is not None and row.publish_until < today(),
        closed=lambda row: (
            gettext("公示到 %(day)s 为止，期满后才能送审核。") % {"day": row.publish_until}
        ),
        main=True,
        many=True,
        done=_("已送审核。"),
    ),
    judging("review", _("审核"), State.REVIEW, decisions.review),
    judging("approve", _("审批"), State.APPROVE, decisions.approve),
    judging("city", _("市级审核"), State.CITY, decisions.city_review),
    CaseStep(
        key="check",
        label=_("核对结论"),
        title=_("医生结论与测量推算不一致，或测量没有填全，公示前请核对"),
        intro=lambda row: words_of.doubtful_words(row),
        service=lambda call: decisions.check(call.pk, call.post, **call.data),
        form=forms.CheckForm,
        sources=[State.CHECK],
        inline=True,
        button=_("提交核对"),
        done=_("已核对。"),
    ),
    CaseStep(
        key="produce",
        label=_("编号制证"),
        icon="check",
        service=lambda call: decisions.produce(call.pk, call.post),
        sources=[State.PRODUCE],
        is_open_for=is_unhindered,
        closed=standstill,
        form=forms.ProduceForm,
        inline=True,
        many=True,
        button=_("编号制证"),
        done=_("证号已编制，请制证后发放。"),
    ),
    CaseStep(
        key="hand-over",
        label=_("发放"),
        service=lambda call: decisions.hand_over(call.pk, call.post, **call.data),
        form=forms.HandOverForm,
        starts=lambda row: {"how": "home" if row.at_home else "person", "to": row.person.name},
        sources=[State.HANDOVER],
        is_open_for=is_unhindered,
        closed=standstill,
        inline=True,
        button=_("已发放"),
        done=_("已发放，办件办结。"),
    ),
    CaseStep(
        key="answer",
        label=_("答复"),
        title=_("对迁移的意见"),
        service=lambda call: transfer.answer(call.pk, call.post, **call.data),
        form=forms.AnswerForm,
        sources=[State.RELEASE, State.RECEIVE],
        inline=True,
        button=_("答复"),
        done=_("已答复。"),
    ),
    CaseStep(
        key="doubt",
        label=_("要求重新评定"),
        title=_("要求重新评定后再接收"),
        icon="alert-triangle",
        service=lambda call: transfer.doubt(call.pk, call.post, call.data["words"]),
        form=forms.DoubtForm,
        sources=[State.RECEIVE],
        is_open_for=lambda row: row.doubted_on is None,
        button=_("要求重新评定"),
        done=_("已要求重新评定，请派给指定的评定机构。"),
    ),
    Action(
        key="tell",
        label=_("登记告知"),
        icon="send",
        service=lambda call: telling.tell(call.pk, call.post, **call.data),
        form=forms.TellForm,
        starts=lambda row: {"told_on": today()},
        is_open_for=lambda row: (
            row.found_on is not None and row.told_on is None and row.state != State.CHECK
        ),
        is_for=telling.is_home,
        permission=COUNTER,
        intro=_("把评定结果告诉本人或监护人的日期和方式；提出异议的期限从这一天起算。"),
        button=_("登记"),
        done=_("已登记，异议期自告知之日起算。"),
    ),
    Action(
        key="resume",
        label=_("恢复时限"),
        icon="refresh",
        service=lambda call: counter.resume(call.pk, call.post),
        is_open_for=lambda row: row.paused_on is not None and not row.objections.waiting().exists(),
        is_for=is_turn,
        permission=COUNTER,
        main=True,
        done=_("时限已恢复。"),
    ),
    CaseStep(
        key="pause",
        label=_("暂停时限"),
        icon="player-pause",
        service=lambda call: counter.pause(call.pk, call.post, **call.data),
        form=forms.PauseForm,
        is_open_for=lambda row: row.is_running,
        button=_("暂停"),
        done=_("时限已暂停。"),
    ),
    Action(
        key="object",
        label=_("登记异议"),
        icon="alert-triangle",
        service=lambda call: objections.file(call.pk, call.post, **call.data),
        form=forms.ObjectionForm,
        is_open_for=objections.is_open,
        is_for=telling.is_home,
        permission=COUNTER,
        intro=lambda row: f"{row.person.name} · {row.said or row.get_state_display()}",
        button=_("登记，报送复核"),
        done=_("异议已登记，未办结的办件暂停，等复核结论。"),
    ),
    CaseStep(
        key="withdraw",
        label=_("撤回申请"),
        icon="x",
        service=lambda call: counter.withdraw(call.pk, call.post, call.data["reason"]),
        form=forms.ReasonForm,
        is_open_for=lambda row: (
            row.is_running and row.state != State.HANDOVER and row.origin_id is None
        ),
        button=_("撤回"),
        done=_("已撤回。"),
    ),
)

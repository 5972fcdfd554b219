"""What a case waits for (办件状态), what its steps are called, and whose turn it is in each."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from zulian.certificates.rules.cards import Kind
from zulian.foundation.choices import ColoredChoices

KINDS = (
    (Kind.FIRST, _("首次申领")),
    (Kind.RENEWAL, _("到期换领")),
    (Kind.REPLACEMENT, _("遗失补办")),
    (Kind.DAMAGE, _("损毁换领")),
    (Kind.REGRADE, _("类别等级变更")),
    (Kind.DETAILS, _("信息变更")),
    (Kind.TRANSFER, _("跨县迁移")),
    (Kind.FREEZE, _("冻结")),
    (Kind.UNFREEZE, _("解冻、解除挂失")),
    (Kind.LOSS, _("挂失")),
    (Kind.CANCEL, _("注销")),
)


class State(ColoredChoices):
    """What a case waits for (办件状态)."""

    MATERIALS = "materials", "issued", _("待补材料")
    ORDER = "order", "signed", _("待派评定")
    ASSESS = "assess", "signed", _("待评定")
    CHECK = "check", "signed", _("待核对结论")
    PUBLISH = "publish", "reported", _("公示中")
    REVIEW = "review", "signed", _("待审核")
    APPROVE = "approve", "signed", _("待审批")
    CITY = "city", "signed", _("待市级审核")
    PRODUCE = "produce", "signed", _("待制证")
    HANDOVER = "handover", "signed", _("待发放")
    RELEASE = "release", "issued", _("待迁出地确认")
    RECEIVE = "receive", "issued", _("待迁入地接收")
    CLOSED = "closed", "closed", _("已办结")
    UNQUALIFIED = "unqualified", "returned", _("不予办理")
    WITHDRAWN = "withdrawn", "dropped", _("已撤回")


# What each step is called while it is done and once it is done.
STEPS: dict[str, Any] = {
    State.MATERIALS: _("收件"),
    State.ORDER: _("派评定"),
    State.ASSESS: _("评定"),
    State.CHECK: _("核对结论"),
    State.PUBLISH: _("公示"),
    State.REVIEW: _("审核"),
    State.APPROVE: _("审批"),
    State.CITY: _("市级审核"),
    State.PRODUCE: _("制证"),
    State.HANDOVER: _("发放"),
    State.RELEASE: _("迁出地确认"),
    State.RECEIVE: _("迁入地接收"),
}


# Whose turn it is in each step.
OWNERS: dict[str, Any] = {
    State.ASSESS: _("评定医生"),
    State.REVIEW: _("审核员"),
    State.APPROVE: _("主管领导"),
    State.CITY: _("市残联"),
    State.RELEASE: _("迁出地办证员"),
    State.RECEIVE: _("迁入地办证员"),
}


class Told(models.TextChoices):
    """How an applicant was told of a result (告知方式): the ten working days for an objection run from that day."""

    HANDED = "handed", _("发证时告知")
    LETTER = "letter", _("送达告知书")
    POSTED = "posted", _("邮寄")
    SPOKEN = "spoken", _("当面告知")


ENDED = (State.CLOSED, State.UNQUALIFIED, State.WITHDRAWN)


# What the counter's clerks have to do.
CLERKS = (
    State.MATERIALS,
    State.ORDER,
    State.CHECK,
    State.PUBLISH,
    State.PRODUCE,
    State.HANDOVER,
    State.RELEASE,
    State.RECEIVE,
)


RUNNING = tuple(state for state in State if state not in ENDED)


# Where a running case has its result.
RESULT = (
    State.CHECK,
    State.PUBLISH,
    State.REVIEW,
    State.APPROVE,
    State.CITY,
    State.PRODUCE,
    State.HANDOVER,
)


# The steps of a transfer whose grade is doubted that the receiving county takes before it takes over.
DOUBTED = (State.ORDER, State.ASSESS, State.CHECK, State.MATERIALS, State.PUBLISH)


# Those that follow once it has taken over, where something else was found than the card says.
FOUND_OTHERWISE = (State.REVIEW, State.APPROVE, State.PRODUCE, State.HANDOVER)

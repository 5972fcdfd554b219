"""Contracts: signed after the result stood, milestones delivered, accepted and paid, people served and what they say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.steps import locked, need_words, not_to_come
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import add_workdays
from zulian.people.models import Person
from zulian.social.models import Contract, Milestone, Purchase, Served
from zulian.social.services.purchases import figures, lock_own_purchase

States = Milestone.State


@unit_of_work
def sign(pk: int, post: Post, values: dict[str, Any]) -> Contract:
    """签订合同: with the winner, for no more than was offered, once the result has stood for its working days.

    Raises ValidationError before that, for more than that, and for an end before the day it is signed.
    """
    purchase = lock_own_purchase(pk, post, Purchase.State.DECIDED)
    assert purchase.winner is not None and purchase.decided_on is not None
    first = add_workdays(purchase.decided_on, figures()["publish_days"]).day
    if values["signed_on"] < first:
        raise ValidationError(
            {
                "signed_on": _("结果公示 %(n)d 个工作日，%(day)s 起可以签订。")
                % {"n": figures()["publish_days"], "day": first}
            }
        )
    not_to_come(values["signed_on"], "signed_on")
    if values["amount"] > purchase.winner.price:
        raise ValidationError(
            {"amount": _("合同金额不能超过报价 %(n)s 元。") % {"n": purchase.winner.price}}
        )
    if values["until"] < values["signed_on"]:
        raise ValidationError({"until": _("完成期限不能早于签订日期。")})
    contract = Contract(
        purchase=purchase, organisation_id=purchase.winner.organisation_id, **values
    )
    with audited("contract.sign", contract):
        contract.save()
    with audited("purchase.contracted", purchase):
        purchase.contract_signed()
        purchase.save()
    return contract


def lock_own_contract(pk: int, post: Post) -> Contract:
    """A contract of the post's own federation, locked for a step.

    Raises PermissionDenied for any other.
    """
    contract = Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if contract.region_id != post.region_id:
        raise PermissionDenied(_("由购买单位办理。"))
    return contract


def _planned(contract: Contract) -> Decimal:
    return contract.milestones.aggregate(n=Sum("amount"))["n"] or Decimal(0)


@unit_of_work
def add_milestone(pk: int, post: Post, values: dict[str, Any]) -> Milestone:
    """节点: all payments together stay within the contract.

    Raises ValidationError for more, outside the contract's days, and once it is fulfilled.
    """
    contract = lock_own_contract(pk, post)
    if contract.fulfilled_on is not None:
        raise ValidationError(_("合同已履约完成。"))
    left = contract.amount - _planned(contract)
    if values["amount"] > left:
        raise ValidationError(
            {"amount": _("各节点付款合计不能超过合同金额，还可安排 %(n)s 元。") % {"n": left}}
        )
    if not contract.signed_on <= values["due_on"] <= contract.until:
        raise ValidationError(
            {
                "due_on": _("期限应在合同期内（%(a)s 至 %(b)s）。")
                % {"a": contract.signed_on, "b": contract.until}
            }
        )
    milestone = Milestone(contract=contract, **values)
    with audited("milestone.add", milestone):
        milestone.save()
    return milestone


def _milestone(pk: int, post: Post | None, *states: States) -> Milestone:
    milestone = locked(Milestone, pk, *states)
    if post is not None and milestone.region_id != post.region_id:
        raise PermissionDenied(_("由购买单位办理。"))
    return milestone


@unit_of_work
def deliver(pk: int, report: str, post: Post | None = None, key: str = "") -> Milestone:
    """报请验收: by the organisation on its own page, or taken in at the office.

    Raises PermissionDenied for another organisation.
    """
    milestone = _milestone(pk, post, States.DUE)
    if post is None and milestone.contract.organisation.page_key != key:
        raise PermissionDenied(_("只能报送自己合同的节点。"))
    with audited("milestone.deliver", milestone):
        milestone.deliver()
        milestone.report = need_words(report, "report", _("请写明完成情况。"))
        milestone.save()
    return milestone


@unit_of_work
def judge(pk: int, post: Post, accepted: bool, verdict: str) -> Milestone:
    """验收: accepted, or back with what to mend. With the last one accepted the contract is fulfilled."""
    milestone = _milestone(pk, post, States.DELIVERED)
    words = (
        verdict.strip() if accepted else need_words(verdict, "verdict", _("请写明需要整改什么。"))
    )
    with audited("milestone.judge", milestone):
        if accepted:
            milestone.accept()
            milestone.accepted_on = today()
        else:
            milestone.send_back()
        milestone.verdict = words
        milestone.save()
    if accepted:
        _fulfil(milestone.contract_id)
    return milestone


def _fulfil(pk: int) -> None:
    contract = Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    rows = list(contract.milestones.all())
    whole = _planned(contract) == contract.amount and all(
        milestone.accepted_on for milestone in rows
    )
    if whole and contract.served >= contract.people and contract.fulfilled_on is None:
        with audited("contract.fulfil", contract):
            contract.fulfilled_on = today()
            contract.save()


@unit_of_work
def pay(pk: int, post: Post, on: Any) -> Milestone:
    """付款, after acceptance.

    Raises ValidationError before that.
    """
    milestone = _milestone(pk, post, States.ACCEPTED)
    not_to_come(on, "on")
    if milestone.accepted_on is None or on < milestone.accepted_on:
        raise ValidationError({"on": _("付款不能早于验收。")})
    with audited("milestone.pay", milestone):
        milestone.pay()
        milestone.paid_on = on
        milestone.save()
    return milestone


@unit_of_work
def serve(pk: int, post: Post, id_number: str, on: Any) -> Served:
    """登记服务对象: a person on file, once for a contract.

    Raises ValidationError for a day outside the contract's, and for who is not on file.
    """
    contract = lock_own_contract(pk, post)
    not_to_come(on, "on")
    if not contract.signed_on <= on <= contract.until:
        raise ValidationError({"on": _("服务日期应在合同期内。")})
    with scope(EVERYTHING):
        person = Person.objects.alive().numbered(id_number).first()
    if person is None:
        raise ValidationError({"id_number": _("残疾人档案中没有这个身份证号，请核对。")})
    served = Served(contract=contract, person=person, on=on)
    with audited("served.add", served):
        served.save()
    with audited("contract.served", contract):
        contract.served = contract.people_served.count()
        contract.save()
    _fulfil(pk)
    return served


@unit_of_work
def evaluate(key: str, mark: int, words: str) -> Served:
    """服务对象评价, on a page of their own; it may be changed until the contract is over.

    Raises ValidationError for a mark that is none.
    """
    served = Served.objects.select_for_update(of=("self",), no_key=True).get(page_key=key)
    if not 1 <= mark <= 5:
        raise ValidationError({"mark": _("请选择 1 到 5。")})
    with audited("served.evaluate", served):
        served.mark, served.words, served.marked_at = mark, words.strip(), now()
        served.save()
    return served

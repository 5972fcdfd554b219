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
from zulian.social.services.purchases import figures, of

States = Milestone.State


@unit_of_work
def sign(pk: int, post: Post, values: dict[str, Any]) -> Contract:
    """签订合同: with the winner, for no more than was offered, once the result has stood for its working days."""
    found = of(pk, post, Purchase.State.DECIDED)
    assert found.winner is not None and found.decided_on is not None
    first = add_workdays(found.decided_on, figures()["publish_days"]).day
    if values["signed_on"] < first:
        raise ValidationError(
            {
                "signed_on": _("结果公示 %(n)d 个工作日，%(day)s 起可以签订。")
                % {"n": figures()["publish_days"], "day": first}
            }
        )
    not_to_come(values["signed_on"], "signed_on")
    if values["amount"] > found.winner.price:
        raise ValidationError(
            {"amount": _("合同金额不能超过报价 %(n)s 元。") % {"n": found.winner.price}}
        )
    if values["until"] < values["signed_on"]:
        raise ValidationError({"until": _("完成期限不能早于签订日期。")})
    made = Contract(purchase=found, organisation_id=found.winner.organisation_id, **values)
    with audited("contract.sign", made):
        made.save()
    with audited("purchase.contracted", found):
        found.contract_signed()
        found.save()
    return made


def own(pk: int, post: Post) -> Contract:
    """A contract of the post's own federation, locked for a step."""
    found = Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if found.region_id != post.region_id:
        raise PermissionDenied(_("由购买单位办理。"))
    return found


def _planned(found: Contract) -> Decimal:
    return found.milestones.aggregate(n=Sum("amount"))["n"] or Decimal(0)


@unit_of_work
def add_milestone(pk: int, post: Post, values: dict[str, Any]) -> Milestone:
    """节点: all payments together stay within the contract."""
    found = own(pk, post)
    if found.fulfilled_on is not None:
        raise ValidationError(_("合同已履约完成。"))
    left = found.amount - _planned(found)
    if values["amount"] > left:
        raise ValidationError(
            {"amount": _("各节点付款合计不能超过合同金额，还可安排 %(n)s 元。") % {"n": left}}
        )
    if not found.signed_on <= values["due_on"] <= found.until:
        raise ValidationError(
            {
                "due_on": _("期限应在合同期内（%(a)s 至 %(b)s）。")
                % {"a": found.signed_on, "b": found.until}
            }
        )
    made = Milestone(contract=found, **values)
    with audited("milestone.add", made):
        made.save()
    return made


def _milestone(pk: int, post: Post | None, *states: States) -> Milestone:
    found = locked(Milestone, pk, *states)
    if post is not None and found.region_id != post.region_id:
        raise PermissionDenied(_("由购买单位办理。"))
    return found


@unit_of_work
def deliver(pk: int, report: str, post: Post | None = None, key: str = "") -> Milestone:
    """报请验收: by the organisation on its own page, or taken in at the office."""
    found = _milestone(pk, post, States.DUE)
    if post is None and found.contract.organisation.page_key != key:
        raise PermissionDenied(_("只能报送自己合同的节点。"))
    with audited("milestone.deliver", found):
        found.deliver()
        found.report = need_words(report, "report", _("请写明完成情况。"))
        found.save()
    return found


@unit_of_work
def judge(pk: int, post: Post, accepted: bool, verdict: str) -> Milestone:
    """验收: accepted, or back with what to mend. With the last one accepted the contract is fulfilled."""
    found = _milestone(pk, post, States.DELIVERED)
    words = (
        verdict.strip() if accepted else need_words(verdict, "verdict", _("请写明需要整改什么。"))
    )
    with audited("milestone.judge", found):
        if accepted:
            found.accept()
            found.accepted_on = today()
        else:
            found.send_back()
        found.verdict = words
        found.save()
    if accepted:
        _fulfil(found.contract_id)
    return found


def _fulfil(pk: int) -> None:
    found = Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    rows = list(found.milestones.all())
    whole = _planned(found) == found.amount and all(m.accepted_on for m in rows)
    if whole and found.served >= found.people and found.fulfilled_on is None:
        with audited("contract.fulfil", found):
            found.fulfilled_on = today()
            found.save()


@unit_of_work
def pay(pk: int, post: Post, on: Any) -> Milestone:
    """付款, after acceptance."""
    found = _milestone(pk, post, States.ACCEPTED)
    not_to_come(on, "on")
    if found.accepted_on is None or on < found.accepted_on:
        raise ValidationError({"on": _("付款不能早于验收。")})
    with audited("milestone.pay", found):
        found.pay()
        found.paid_on = on
        found.save()
    return found


@unit_of_work
def serve(pk: int, post: Post, id_number: str, on: Any) -> Served:
    """登记服务对象: a person on file, once for a contract."""
    found = own(pk, post)
    not_to_come(on, "on")
    if not found.signed_on <= on <= found.until:
        raise ValidationError({"on": _("服务日期应在合同期内。")})
    with scope(EVERYTHING):
        person = Person.objects.alive().numbered(id_number).first()
    if person is None:
        raise ValidationError({"id_number": _("残疾人档案中没有这个身份证号，请核对。")})
    made = Served(contract=found, person=person, on=on)
    with audited("served.add", made):
        made.save()
    with audited("contract.served", found):
        found.served = found.people_served.count()
        found.save()
    _fulfil(pk)
    return made


@unit_of_work
def evaluate(key: str, mark: int, words: str) -> Served:
    """服务对象评价, on a page of their own; it may be changed until the contract is over."""
    found = Served.objects.select_for_update(of=("self",), no_key=True).get(page_key=key)
    if not 1 <= mark <= 5:
        raise ValidationError({"mark": _("请选择 1 到 5。")})
    with audited("served.evaluate", found):
        found.mark, found.words, found.marked_at = mark, words.strip(), now()
        found.save()
    return found

"""Buying services, from the need to the result: call, offers, judges with their declarations, marks, decision."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts import handing
from zulian.accounts.models import Post
from zulian.documents.models import Attachment
from zulian.documents.services import keep
from zulian.foundation import bulk
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import now, today
from zulian.foundation.policy import Policy, policy
from zulian.foundation.steps import locked, need_words
from zulian.foundation.work import unit_of_work
from zulian.social.handed import JUDGE
from zulian.social.models import Bid, Criterion, Judge, Mark, Organisation, Purchase
from zulian.social.rules import panel, scoring
from zulian.social.rules.panel import Bidder, Conflict, Fault, JudgeFacts

FULL, MAX_JUDGES, MAX_BIDS = 100, 15, 60
SEALED, OPENED = "bid.sealed", "social.write"
States = Purchase.State


def figures() -> Policy:
    """How many judges, how long a call stands open."""
    return policy("social/purchase", today())


def lock_own_purchase(pk: int, post: Post, *states: States) -> Purchase:
    """A purchase of the post's own federation, locked for a step.

    Raises PermissionDenied for any other.
    """
    purchase = locked(Purchase, pk, *states)
    if purchase.region_id != post.region_id:
        raise PermissionDenied(_("由购买单位办理。"))
    return purchase


@unit_of_work
def draft(post: Post, values: dict[str, Any]) -> Purchase:
    """需求论证: a draft with the usual criteria."""
    purchase = Purchase(region=post.region, **values)
    with audited("purchase.draft", purchase):
        purchase.save()
    for words, points, by_price in figures()["criteria"]:
        Criterion.objects.create(purchase=purchase, words=words, points=points, by_price=by_price)
    return purchase


@unit_of_work
def change(pk: int, post: Post, values: dict[str, Any]) -> Purchase:
    """Change a draft."""
    purchase = lock_own_purchase(pk, post, States.DRAFT)
    with audited("purchase.change", purchase):
        for name, value in values.items():
            setattr(purchase, name, value)
        purchase.save()
    return purchase


@unit_of_work
def add_criterion(pk: int, post: Post, values: dict[str, Any]) -> Criterion:
    """评分项."""
    purchase = lock_own_purchase(pk, post, States.DRAFT)
    criterion = Criterion(purchase=purchase, **values)
    with audited("criterion.add", criterion):
        criterion.save()
    return criterion


@unit_of_work
def drop_criterion(pk: int, post: Post) -> None:
    """A criterion out, while the purchase is a draft."""
    criterion = Criterion.objects.get(pk=pk)
    lock_own_purchase(criterion.purchase_id, post, States.DRAFT)
    record("criterion.drop", criterion)
    criterion.delete()


@unit_of_work
def call(pk: int, post: Post, closes_on: date) -> Purchase:
    """发布公告: criteria add up to a hundred, at least one is marked, and there is time enough to answer.

    Raises ValidationError where they do not, and for fewer days than the policy demands (`social/figures`).
    """
    purchase = lock_own_purchase(pk, post, States.DRAFT)
    rows = list(purchase.criteria.all())
    if sum(c.points for c in rows) != FULL or all(c.by_price for c in rows):
        raise ValidationError(
            _("评分项合计应为 100 分，并且至少有一项由评审人打分，现在是 %(n)d 分。")
            % {"n": sum(c.points for c in rows)}
        )
    if (closes_on - today()).days < figures()["call_days"]:
        raise ValidationError(
            {"closes_on": _("公告至少 %(n)d 天。") % {"n": figures()["call_days"]}}
        )
    with audited("purchase.call", purchase):
        purchase.call()
        purchase.called_on, purchase.closes_on = today(), closes_on
        purchase.save()
    return purchase


@unit_of_work
def bid(
    pk: int,
    organisation: Organisation,
    values: dict[str, Any],
    file: Any = None,
    post: Post | None = None,
) -> Bid:
    """报价: by the organisation on its own page, or taken in at the counter; until the call is over it may be replaced.

    Raises ValidationError after that, for an organisation that is not registered, and for one more offer than a purchase may have.
    """
    purchase = locked(Purchase, pk, States.CALLED)
    assert purchase.closes_on is not None
    if purchase.closes_on < today():
        raise ValidationError(_("征集已于 %(day)s 截止。") % {"day": purchase.closes_on})
    if organisation.state != Organisation.State.REGISTERED:
        raise ValidationError(_("已登记的社会组织才能报价。"))
    existing_bid = Bid.objects.filter(purchase=purchase, organisation=organisation).first()
    if existing_bid is None and purchase.bids.count() >= MAX_BIDS:
        raise ValidationError(_("报价已满，请联系购买单位。"))
    new_bid = existing_bid or Bid(purchase=purchase, organisation=organisation)
    with audited("bid.make", new_bid):
        new_bid.price, new_bid.plan, new_bid.at = (
            values["price"],
            need_words(values["plan"], "plan", _("请填写服务方案。")),
            now(),
        )
        if file:
            new_bid.file = keep(file, file.name, purchase.region, post, permission=SEALED)
        new_bid.save()
    return new_bid


@unit_of_work
def take_bid(
    pk: int, post: Post, organisation: Organisation, price: Decimal, plan: str, paper: Any = None
) -> Bid:
    """报价 taken in at the counter of the buyer; raises PermissionDenied for another federation's purchase."""
    lock_own_purchase(pk, post, States.CALLED)
    return bid(pk, organisation, {"price": price, "plan": plan}, paper, post)


@unit_of_work
def open_offers(pk: int, post: Post) -> Purchase:
    """开启报价, once the call is over.

    Raises ValidationError before that, and where nobody offered.
    """
    purchase = lock_own_purchase(pk, post, States.CALLED)
    assert purchase.closes_on is not None
    if purchase.closes_on >= today():
        raise ValidationError(_("%(day)s 征集截止以后才能开启报价。") % {"day": purchase.closes_on})
    if not purchase.bids.exists():
        raise ValidationError(_("没有收到报价，请终止本次征集后重新组织。"))
    with audited("purchase.open", purchase):
        purchase.open_offers()
        purchase.save()
    Attachment.objects.filter(pk__in=purchase.bids.values("file_id"), permission=SEALED).update(
        permission=OPENED
    )
    return purchase


# Judges


def bidders(purchase: Purchase) -> list[Bidder]:
    """Who offers, with the names of who leads and works there."""
    return [
        Bidder(b.organisation.name, _people(b.organisation))
        for b in purchase.bids.select_related("organisation")
    ]


def _people(organisation: Organisation) -> frozenset[str]:
    parts = (
        organisation.people.replace("，", "、").replace(",", "、").split("、")
    )  # untranslated: how names are listed
    return frozenset(name.strip() for name in [organisation.leader, *parts] if name.strip())


def facts(judge: Judge) -> JudgeFacts:
    """A judge as the rules see them."""
    return JudgeFacts(judge.name, judge.employer, judge.own_house, judge.declared)


def conflict_words(conflict: Conflict) -> str:
    """Why somebody steps aside."""
    return {
        Conflict.DECLARED: _("本人声明与报价组织有利害关系"),
        Conflict.EMPLOYED: _("在报价组织工作"),
        Conflict.LEADS: _("是报价组织的负责人或成员"),
    }[conflict]


def conflict_of(judge: Judge, among: list[Bidder]) -> str:
    """Why a judge must step aside, "" where nothing is known."""
    conflict = panel.conflict(facts(judge), among)
    return conflict_words(conflict) if conflict else ""


@unit_of_work
def appoint(pk: int, post: Post, values: dict[str, Any]) -> Judge:
    """聘请评审人; who is known to have a conflict is refused at once.

    Raises ValidationError for such a one, and for one more than a panel may have.
    """
    purchase = lock_own_purchase(pk, post, States.JUDGING)
    if purchase.judges.count() >= MAX_JUDGES:
        raise ValidationError(_("评审人最多 %(n)d 名。") % {"n": MAX_JUDGES})
    judge = Judge(purchase=purchase, **values)
    if words := conflict_of(judge, bidders(purchase)):
        raise ValidationError({"name": _("应当回避：%(why)s。") % {"why": words}})
    with audited("judge.appoint", judge):
        judge.save()
    return judge


@unit_of_work
def dismiss(pk: int, post: Post) -> None:
    """A judge who has not marked yet leaves the panel.

    Raises ValidationError for one who has.
    """
    judge = Judge.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    lock_own_purchase(judge.purchase_id, post, States.JUDGING)
    if judge.done_at is not None:
        raise ValidationError(_("已经评完分的不能撤换。"))
    record("judge.dismiss", judge, {"name": judge.name})
    handing.forget(JUDGE, judge.pk)
    judge.delete()


def _judge(key: str) -> Judge:
    judge = (
        Judge.objects.select_for_update(of=("self",), no_key=True)
        .select_related("purchase")
        .get(page_key=key)
    )
    if judge.purchase.state != States.JUDGING:
        raise ValidationError(_("评审已经结束。"))
    return judge


@unit_of_work
def declare(key: str, has_interest: bool, reason: str) -> Judge:
    """声明: before any offer is shown; who has an interest in one of them judges none.

    Raises ValidationError a second time.
    """
    judge = _judge(key)
    if judge.declared is not None:
        raise ValidationError(_("已经声明过；情况有变化的，请联系购买单位。"))
    if has_interest:
        reason = need_words(reason, "reason", _("请写明与哪个组织有什么关系。"))
    with audited("judge.declare", judge):
        judge.declared, judge.declared_at, judge.reason = has_interest, now(), reason.strip()
        judge.save()
    return judge


def may_mark(judge: Judge) -> bool:
    """Whether a judge has declared that there is no interest, and nothing else is known."""
    return judge.declared is False and not conflict_of(judge, bidders(judge.purchase))


@unit_of_work
def mark(key: str, points: dict[tuple[int, int], int]) -> Judge:
    """评分: every offer by every criterion, handed in once. `points` are by offer and criterion.

    Raises PermissionDenied for who may judge none; ValidationError a second time, and for points that the criterion does not give.
    """
    judge = _judge(key)
    if not may_mark(judge):
        raise PermissionDenied(_("应当回避的评审人不能评分。"))
    if judge.done_at is not None:
        raise ValidationError(_("已经提交过评分。"))
    criteria = list(judge.purchase.criteria.filter(by_price=False))
    rows = []
    for offer in judge.purchase.bids.all():
        for criterion in criteria:
            value = points.get((offer.pk, criterion.pk))
            if value is None or not 0 <= value <= criterion.points:
                raise ValidationError(
                    {
                        f"m{offer.pk}-{criterion.pk}": _("请填 0 到 %(n)d 的整数。")
                        % {"n": criterion.points}
                    }
                )
            rows.append(Mark(judge=judge, bid=offer, criterion=criterion, points=value))
    with audited("judge.mark", judge):
        bulk.create(rows)
        judge.done_at = now()
        judge.save()
    return judge


def fault_words(fault: Fault) -> str:
    """What a panel lacks, in words."""
    return {
        Fault.FEW: _("可以评分的评审人不足 %(n)d 名") % {"n": figures()["judges"]},
        Fault.EVEN: _("可以评分的评审人应为单数"),
        Fault.OWN: _("购买单位的人每 %(n)d 名中最多 1 名") % {"n": figures()["own_one_in"]},
        Fault.UNDECLARED: _("还有评审人没有声明"),
    }[fault]


def panel_faults(purchase: Purchase) -> list[str]:
    """What keeps the panel from a result."""
    judges = [facts(j) for j in purchase.judges.all()]
    return [
        fault_words(f)
        for f in panel.faults(
            judges, bidders(purchase), figures()["judges"], figures()["own_one_in"]
        )
    ]


def markers(purchase: Purchase) -> list[Judge]:
    """The judges whose marks count."""
    among = bidders(purchase)
    return [j for j in purchase.judges.all() if j.declared is False and not conflict_of(j, among)]


def results(purchase: Purchase) -> list[scoring.Result]:
    """The results from all marks; raises ValidationError while the panel or marks are not complete."""
    if faults := panel_faults(purchase):
        raise ValidationError(_("还不能得出结果：%(what)s。") % {"what": "；".join(faults)})
    judges = markers(purchase)
    waiting = [j.name for j in judges if j.done_at is None]
    if waiting:
        raise ValidationError(_("还有评审人没有评完：%(names)s。") % {"names": "、".join(waiting)})
    offers = list(purchase.bids.all())
    marks: dict[Any, Any] = {b.pk: {j.pk: {} for j in judges} for b in offers}
    for row in Mark.objects.filter(judge__in=judges):
        marks[row.bid_id][row.judge_id][row.criterion_id] = row.points
    criteria = [scoring.Criterion(c.pk, c.points, c.by_price) for c in purchase.criteria.all()]
    return scoring.tally(
        {b.pk: b.price for b in offers}, marks, criteria, purchase.budget, figures()["trim_from"]
    )


@unit_of_work
def decide(pk: int, post: Post, choice: int | None = None, reason: str = "") -> Purchase:
    """确定承接组织: the first; where several share the first place, one of them with the reason.

    Raises ValidationError where no offer is within the budget, and where one of the first is to be named with the reason.
    """
    purchase = lock_own_purchase(pk, post, States.JUDGING)
    rows = results(purchase)
    first = [row.offer for row in rows if row.place == 1]
    if not first:
        raise ValidationError(_("所有报价都超出预算，请终止本次征集后重新组织。"))
    if len(first) > 1 and (choice not in first or not reason.strip()):
        raise ValidationError(
            {"choice": _("有 %(n)d 家并列第一，请选定一家并写明理由。") % {"n": len(first)}}
        )
    by_key = {b.pk: b for b in purchase.bids.all()}
    for row in rows:
        offer = by_key[int(str(row.offer))]
        with audited("bid.result", offer):
            offer.score, offer.place = Decimal(row.shown()), row.place
            offer.save()
    with audited("purchase.decide", purchase):
        purchase.decide()
        purchase.winner = by_key[int(str(choice if len(first) > 1 else first[0]))]
        purchase.decided_on, purchase.reason = today(), reason.strip()
        purchase.save()
    return purchase


@unit_of_work
def stop(pk: int, post: Post, reason: str) -> Purchase:
    """终止, with the reason, which is public."""
    purchase = lock_own_purchase(
        pk, post, States.DRAFT, States.CALLED, States.JUDGING, States.DECIDED
    )
    with audited("purchase.stop", purchase):
        purchase.stop()
        purchase.reason = need_words(reason, "reason", _("请写明终止的原因。"))
        purchase.save()
    return purchase


def ahead(days: int) -> date:
    """A day so many days from now."""
    return today() + timedelta(days=days)

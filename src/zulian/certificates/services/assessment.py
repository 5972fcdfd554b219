"""Assessment: orders to hospitals, the assessor's findings, the joint record of the rules before 2018."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Assessor, Case, Finding, Hospital, Order, State
from zulian.certificates.models.assessment import MEASURES, ObjectionState
from zulian.certificates.models.assessment import words as category_words
from zulian.certificates.models.cards import parts_in_words
from zulian.certificates.rules import grading, routes
from zulian.certificates.rules.cards import Category, combine
from zulian.certificates.services.common import (
    advance,
    require_other_hands,
    whole,
    working_on,
)
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import active_scope
from zulian.foundation.work import unit_of_work
from zulian.leadership.models import Body, Rank, Term, TermQuerySet

ASSESSED = frozenset(Category) - {Category.MULTIPLE}


@dataclass(frozen=True)
class Graded:
    """An assessor's finding for one category: grade 1–4 or None, the measurements, a note, why it is not what they suggest."""

    category: int
    grade: int | None
    measures: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    reason: str = ""


def grading_policy() -> Policy:
    """The bounds that plausibility is checked against."""
    return policy("certificates/grading", today())


@unit_of_work
def send_orders(
    pk: int, post: Post, wishes: Iterable[tuple[Hospital, Iterable[int]]], at_home: bool = False
) -> Case:
    """派评定: one order a hospital; a hospital takes only the categories that it is designated for."""
    case = working_on(pk, post, State.ORDER)
    wanted = [(hospital, sorted({int(c) for c in categories})) for hospital, categories in wishes]
    _check_orders(wanted)
    case.wanted = _covered(case, {c for _hospital, categories in wanted for c in categories})
    last = routes.due(today(), routes.days_for(State.ASSESS, case.procedure, case.routes))
    for hospital, categories in wanted:
        order = Order(
            case=case,
            hospital=hospital,
            categories=categories,
            at_home=at_home,
            ordered_on=today(),
            due=last.day,
        )
        with audited("order.send", order):
            order.save()
    case.at_home = case.at_home or at_home
    return advance(case, "send_order", post)


def _check_orders(wishes: list[tuple[Hospital, list[int]]]) -> None:
    seen: set[int] = set()
    for hospital, categories in wishes:
        if not Hospital.objects.designated(today()).filter(pk=hospital.pk).exists():
            raise ValidationError(
                {"hospital": _("“%(name)s”现在不是指定评定机构。") % {"name": hospital.name}}
            )
        if not set(categories) <= ASSESSED:
            raise ValidationError(
                {"categories": _("请选择视力至精神六类；多重残疾由各类结论得出。")}
            )
        if other := sorted(set(categories) - set(hospital.categories)):
            words = _("“%(name)s”没有被指定评定%(what)s，请改派。")
            raise ValidationError(
                {"hospital": words % {"name": hospital.name, "what": category_words(other)}}
            )
        if seen & set(categories):
            raise ValidationError({"categories": _("同一类别只能派给一家医院。")})
        seen |= set(categories)
    if not seen:
        raise ValidationError({"categories": _("请至少选择一个评定类别。")})


def _covered(case: Case, ordered: set[int]) -> list[int]:
    """What is assessed: at least what was applied for, of a transfer that is doubted what the new home chooses.

    Raises ValidationError for a category that was applied for and goes to no hospital.
    """
    with whole():
        is_choice = case.doubted_on is not None and not case.orders.exists()
    if is_choice:
        return sorted(ordered)
    # What a decision on an objection opened was applied for by nobody: all that it says is doubted.
    if left := sorted((set(case.wanted) or {int(c) for c in case.parts}) - ordered):
        words = _("申请评定的“%(what)s”还没有派给医院，请一并派单。")
        raise ValidationError({"categories": words % {"what": category_words(left)}})
    return sorted(ordered | set(case.wanted))


def my_orders(post: Post) -> Any:
    """Open orders of the assessor's hospital that name one of their categories."""
    assessor = Assessor.objects.filter(post=post).first()
    if assessor is None:
        return Order.objects.none()
    with whole():
        rows = (
            Order.objects.open()
            .with_names()
            .filter(hospital=assessor.hospital_id, case__state=State.ASSESS, case__paused_on=None)
        )
    mine = [o.pk for o in rows if set(o.categories) & set(assessor.categories)]
    return rows.filter(pk__in=mine)


def order_for(pk: int, post: Post) -> Order:
    """An order of the jurisdiction, or of the post's own hospital; raises Order.DoesNotExist for any other."""
    with whole():
        rows = Order.objects.with_names().select_related("case__person__photo")
        order = rows.get(pk=pk)
    if not active_scope().holds(order.region_id) and not is_of_hospital(post, order):
        raise Order.DoesNotExist
    return order


def is_of_hospital(post: Post, order: Order) -> bool:
    """Whether a post is an assessor of the order's hospital."""
    return Assessor.objects.filter(post=post, hospital=order.hospital_id).exists()


def assessor_of(post: Post, order: Order) -> Assessor:
    """The post as an assessor of the order's hospital; raises PermissionDenied for others."""
    assessor = Assessor.objects.filter(post=post, hospital=order.hospital_id).first()
    if assessor is None:
        raise PermissionDenied(
            _("这份评定派给了%(where)s，您不是该院的评定医生。") % {"where": order.hospital.name}
        )
    return assessor


@unit_of_work
def record_findings(order_pk: int, post: Post, graded: Iterable[Graded]) -> Order:
    """Record an assessor's findings for an order; the last one of a case decides where it goes on.

    What the measurements suggest and the warnings are kept beside the finding: the doctor decides, and says why where
    theirs is another grade.
    """
    # A transfer that is doubted is assessed where its person does not live yet: the hospital says who may, not the place.
    with whole():
        return _record(order_pk, post, list(graded))


def _record(order_pk: int, post: Post, graded: list[Graded]) -> Order:
    order = Order.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=order_pk)
    assessor = assessor_of(post, order)
    case = Case.objects.locked(order.case_id)
    _check_order_open(order, case)
    require_other_hands(case, post, "assess")
    _check_graded(order, assessor, graded)
    rules, age = grading_policy(), case.person.age_on(today())
    for one in graded:
        _check_measures(one, age, rules)
        suggested = grading.expected(one.category, one.measures, age, rules)
        _check_reason(one, suggested)
        finding = Finding(
            order=order,
            case=case,
            category=one.category,
            grade=one.grade,
            measures=dict(one.measures),
            warnings=grading.warnings(one.category, one.grade, one.measures, age, rules),
            expected=suggested.grade,
            note=one.note,
            reason=one.reason.strip(),
            on=today(),
            by=post,
        )
        with audited("finding.add", finding):
            finding.save()
    if set(order.categories) == {f.category for f in order.findings.all()}:
        with audited("order.done", order):
            order.done_on = today()
            order.save()
    if not case.orders.open().exists():
        conclude(case, post)
    return order


def _check_order_open(order: Order, case: Case) -> None:
    if order.cancelled or order.done_on or case.state != State.ASSESS:
        raise ValidationError(_("这份评定已经完成或取消，请刷新后再看。"))
    if case.paused_on:
        raise ValidationError(
            _("这件业务的时限已暂停（%(why)s），暂不能评定。") % {"why": case.pause_reason}
        )


def _check_graded(order: Order, assessor: Assessor, graded: list[Graded]) -> None:
    if not graded:
        raise ValidationError(_("请至少填写一类的评定结论。"))
    done = {f.category for f in order.findings.all()}
    for one in graded:
        name = dict(Finding._meta.get_field("category").choices or ())[one.category]
        if one.category not in order.categories or one.category in done:
            raise ValidationError(
                _("这份派单没有要评定的“%(name)s”，或已评定过。") % {"name": name}
            )
        if one.category not in assessor.categories:
            raise ValidationError(
                _("您没有评定“%(name)s”的资格，请由相应科室的医生评定。") % {"name": name}
            )
        if one.grade is not None and not 1 <= one.grade <= 4:
            raise ValidationError(_("等级只有一至四级。"))


def _check_reason(one: Graded, suggested: grading.Expected) -> None:
    """Whose finding differs from what was measured says why, as does whoever finds anything where one is missing or they disagree."""
    if one.reason.strip():
        return
    if not suggested.is_clear and not any(map(grading.is_given, one.measures.values())):
        words = _("没有填写任何测量结果，请填写；没有测量就下结论的，请写明理由。")
        raise ValidationError({f"reason_{one.category}": words})
    if not suggested.is_clear:
        words = _("测量没有填全，或互相不一致：%(what)s不能补测的，请写明理由。")
        raise ValidationError(
            {f"reason_{one.category}": words % {"what": "".join(suggested.notes)}}
        )
    if suggested.grade == (one.grade or 0):
        return
    words = _("按测量结果推算为“%(expected)s”，与所评不一致，请写明理由。")
    raise ValidationError({f"reason_{one.category}": words % {"expected": suggested.words}})


def _check_measures(one: Graded, age: int, rules: Policy) -> None:
    """Every measurement one that the category takes at the age, and within what a device or test can give."""
    known = {item["key"] for item in rules["limb"]}
    taken = grading.measures_of(one.category, age, rules)
    for name, value in one.measures.items():
        if name in grading.BOUNDS and name not in taken and grading.is_given(value):
            words = _("“%(name)s”不用于这个年龄的这一类别，请删去。")
            raise ValidationError(words % {"name": MEASURES[name]})
        if name == "limb":
            if not set(value) <= known:
                raise ValidationError(_("肢体情况中有未知的选项。"))
        elif (
            name not in grading.BOUNDS
            or not grading.BOUNDS[name][0] <= float(value) <= grading.BOUNDS[name][1]
        ):
            low, high = grading.BOUNDS.get(name, (0, 0))
            raise ValidationError(
                _("测量值 %(v)s 超出范围（%(low)g 至 %(high)g），请核对。")
                % {"v": value, "low": low, "high": high}
            )


def conclude(case: Case, post: Post) -> Case:
    """Put the findings together (art. 13) and go on: publication, review, or the letter to whom nothing was found."""
    latest = {f.category: f for f in case.findings.filter(order__cancelled=False).order_by("pk")}
    settle(case, joined(case, {c: f.grade for c, f in latest.items()}))
    is_doubtful = any(finding.is_doubtful for finding in latest.values())
    return advance(case, "find_otherwise" if is_doubtful else "find", post)


def joined(case: Case, found: Mapping[int, int | None]) -> dict[int, int]:
    """What was found now, and what stays of the card: only a finding takes a category away (art. 22)."""
    stays = {c: g for c, g in case.findings_so_far.items() if c not in found}
    return stays | {c: g for c, g in found.items() if g is not None}


def kept_of(case: Case) -> dict[int, int]:
    """Which parts of a result were not assessed in this case, but taken over from the card."""
    card = case.certificate
    if case.found_on is None or card is None or not case.wanted:
        return {}
    with whole():
        if case.objections.filter(state=ObjectionState.UPHELD, is_past=False).exists():
            return {}
        found = set(case.findings.filter(order__cancelled=False).values_list("category", flat=True))
    parts = {int(c): g for c, g in case.parts.items() if int(c) not in found}
    return {c: g for c, g in parts.items() if card.parts.get(str(c)) == g} if found else {}


def settle(case: Case, parts: Mapping[int, int]) -> None:
    """Set the result of a case: nobody was told of it yet, and a publication begins anew."""
    case.parts = {str(c): g for c, g in sorted(parts.items())}
    case.category, case.grade = combine(parts) if parts else (None, None)
    case.found_on, case.told_on, case.told_how = today(), None, ""
    case.publish_from = case.publish_until = None


def require_parts(parts: Mapping[int, int]) -> None:
    """Raise ValidationError unless there are findings {category: grade}, each of the six categories and four grades."""
    if not parts or not set(parts) <= ASSESSED or not set(parts.values()) <= {1, 2, 3, 4}:
        raise ValidationError(_("请选择残疾类别和等级。"))


def require_kept(parts: Mapping[int, int], kept: Mapping[int, int]) -> None:
    """Raise ValidationError where findings leave out or change what was neither assessed nor objected to."""
    changed = {c: g for c, g in kept.items() if parts.get(c) != g}
    if changed:
        words = _("%(what)s没有重新评定，按原结论保留，请照原结论选上。")
        raise ValidationError(words % {"what": parts_in_words(changed)})


def signing(case: Case) -> TermQuerySet:
    """Who may sign a joint record today: whoever holds a post of the county's federation."""
    county = case.county.ljust(12, "0")
    held: TermQuerySet = Term.objects.held(today())
    return held.filter(region=county).with_names().order_by("-office__body", "office_id")


@unit_of_work
def record_jointly(pk: int, post: Post, parts: Mapping[int, int], signers: Iterable[Term]) -> Case:
    """Evident disability recorded by the county federation itself, signed by several who hold posts (2008 rules only).

    The executive director (理事长) is among them (second-hand).
    Raises ValidationError where the rules of the case's day know no such way, for too few signatures or none of the director's, and without a grade.
    """
    case = working_on(pk, post, State.ORDER)
    needed = case.procedure["evident_signers"]
    if not needed:
        raise ValidationError(_("按这件业务适用的规定，残疾须由指定医院评定，不能由残联直接认定。"))
    held = {term.pk: term for term in signing(case)}
    terms = [held[term.pk] for term in signers if term.pk in held]
    names = {term.person_id: f"{term.office.title} {term.person.name}" for term in terms}
    if len(names) < needed:
        words = _("须由包括理事长在内的至少 %(n)d 名在任领导共同签署，现有 %(have)d 人。")
        raise ValidationError({"signers": words % {"n": needed, "have": len(names)}})
    if not any((t.office.body, t.office.rank) == (Body.BOARD, Rank.CHAIR) for t in terms):
        raise ValidationError({"signers": _("共同签署人须包括本县（区）残联在任理事长。")})
    require_parts(parts)
    require_kept(parts, {c: g for c, g in case.findings_so_far.items() if c not in case.wanted})
    case.signers = list(names.values())
    settle(case, parts)
    advance(case, "send_order", post)
    return advance(case, "find", post)


def cancel_orders(case: Case) -> None:
    """Set old orders aside before a new assessment."""
    with whole():
        case.orders.filter(cancelled=False).update(cancelled=True)

"""From the published finding to the card in the hand: publication ends, review, approval, production, handing over."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Objection, State
from zulian.certificates.models.cases import Told
from zulian.certificates.rules import routes
from zulian.certificates.services import cards
from zulian.certificates.services.assessment import cancel_orders
from zulian.certificates.services.common import advance, require_other_hands, whole, working_on
from zulian.certificates.services.disputes import objections_of
from zulian.certificates.services.standstill import require_no_standstill
from zulian.certificates.services.telling import told_with_card
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work


class Verdict(StrEnum):
    """What a reviewer or the leader in charge says."""

    PASS = "pass"  # noqa: S105  (a verdict, no password)
    MORE = "more"
    REASSESS = "reassess"
    REFUSE = "refuse"


@unit_of_work
def end_publication(pk: int, post: Post) -> Case:
    """公示期满: on to review, once the last day is over and no objection waits."""
    return _end_publication(working_on(pk, post, State.PUBLISH), post)


def _end_publication(case: Case, post: Post | None) -> Case:
    if case.publish_until and not routes.publication_over(case.publish_until, today()):
        raise ValidationError(
            _("公示到 %(day)s 为止，期满后才能送审核。") % {"day": case.publish_until}
        )
    if Objection.objects.waiting().filter(case=case).exists():
        raise ValidationError(_("还有异议在复核，复核结束后才能送审核。"))
    return advance(case, "end_publication", post)


def end_publications() -> int:
    """The day's work: every publication that is over goes on to review by itself; returns how many did."""
    done = 0
    with scope(EVERYTHING):
        waiting = Case.objects.filter(
            state=State.PUBLISH, paused_on=None, publish_until__lt=today()
        )
        for pk in list(waiting.values_list("pk", flat=True)):
            with unit_of_work():
                case = Case.objects.locked(pk)
                if (
                    case.state == State.PUBLISH
                    and not Objection.objects.waiting().filter(case=case).exists()
                ):
                    _end_publication(case, None)
                    done += 1
    return done


@unit_of_work
def review(
    pk: int, post: Post, verdict: Verdict, words: str = "", lacking: Sequence[str] = ()
) -> Case:
    """审核 by the county federation's reviewer."""
    case = working_on(pk, post, State.REVIEW)
    require_other_hands(case, post, "review")
    case.reviewed_by = post
    return _decide(case, post, verdict, words, "pass_review", lacking)


@unit_of_work
def approve(
    pk: int, post: Post, verdict: Verdict, words: str = "", lacking: Sequence[str] = ()
) -> Case:
    """审批 by the leader in charge."""
    case = working_on(pk, post, State.APPROVE)
    require_other_hands(case, post, "approve")
    case.approved_by = post
    return _decide(case, post, verdict, words, "approve", lacking)


@unit_of_work
def city_review(
    pk: int, post: Post, verdict: Verdict, words: str = "", lacking: Sequence[str] = ()
) -> Case:
    """市级审核: the city federation reviews what the county sends up (rules before 2018)."""
    case = working_on(pk, post, State.CITY)
    require_other_hands(case, post, "city")
    return _decide(case, post, verdict, words, "pass_city", lacking)


@unit_of_work
def check(pk: int, post: Post, agreed: bool, words: str = "") -> Case:
    """核对结论: a finding that differs from what the measurements suggest stands, or is assessed anew, before it is published."""
    case = working_on(pk, post, State.CHECK)
    if agreed:
        return advance(case, "check_finding", post, words)
    return _decide(case, post, Verdict.REASSESS, words, "")


def materials_of(case: Case) -> list[dict[str, Any]]:
    """What can be asked for once more: the list of a case's own business, by the rules of its date."""
    items = policy("certificates/materials", case.arrived_on)["materials"]
    with whole():
        own = set(case.materials.values_list("key", flat=True))
    return [item for item in items if case.kind in item["kinds"] or item["key"] in own]


def _ask_for(case: Case, keys: Sequence[str]) -> str:
    """Put materials on the list of a case as not there; returns their names."""
    wanted = [item for item in materials_of(case) if item["key"] in set(keys)]
    with whole():
        for item in wanted:
            values = {"name": item["name"], "required": True, "received_on": None}
            case.materials.update_or_create(key=item["key"], defaults=values)
    return "、".join(item["name"] for item in wanted)


def _decide(
    case: Case,
    post: Post,
    verdict: Verdict,
    words: str,
    onward: str,
    lacking: Sequence[str] = (),
) -> Case:
    words = words.strip()
    if verdict is not Verdict.PASS and not words:
        raise ValidationError({"words": _("请写明理由，申请人和经办人都会看到。")})
    if verdict in {Verdict.REASSESS, Verdict.REFUSE}:
        _require_not_final(case)
    case.verdict = words
    if verdict is Verdict.PASS:
        advance(case, onward, post, words)
        if case.state == State.CLOSED:
            cards.apply_outcome(case)
        return case
    if verdict is Verdict.REASSESS:
        if State.ASSESS not in case.steps:
            raise ValidationError({"words": _("这类业务不经评定，请选择退回补正或不予办理。")})
        cancel_orders(case)
        # What is looked into anew is no finding any more.
        case.found_on = case.told_on = None
        case.signers = []
        objections_of(case).set_aside()
        return advance(case, "reassess", post, words)
    if verdict is Verdict.MORE:
        names = _ask_for(case, lacking)
        if not names:
            raise ValidationError({"lacking": _("请选择要补正的材料。")})
        words = _("%(words)s（须补：%(names)s）") % {"words": words, "names": names}
        case.verdict = words = words[:300]
        return advance(case, "ask_for_more", post, words)
    return advance(case, "refuse", post, words)


def _require_not_final(case: Case) -> None:
    """Raise ValidationError where the provincial committee has decided, whose result is final (art. 25), or the city that reviews."""
    decided = objections_of(case).filter(decided_on__isnull=False)
    if case.state == State.CITY and decided.filter(state=Objection.State.UPHELD).exists():
        words = _(
            "这个结论是市残联复核时作出的，市级审核不能再退回重新评定或不予办理；有其他问题的，请退回补正材料。"
        )
        raise ValidationError({"verdict": words})
    if decided.filter(level=Objection.Level.PROVINCE).exists():
        words = _(
            "省级专家委员会的结论是最终结论，不能退回重新评定或以评定为由不予办理；有其他问题的，请退回补正材料。"
        )
        raise ValidationError({"verdict": words})


@unit_of_work
def produce(pk: int, post: Post) -> Case:
    """制证: the new card gets its number, the old one is replaced."""
    case = working_on(pk, post, State.PRODUCE)
    require_no_standstill(case)
    cards.issue(case)
    return advance(case, "produce", post)


HANDED = (
    ("person", gettext_lazy("当面领取")),
    ("post", gettext_lazy("邮寄")),
    ("home", gettext_lazy("送证上门")),
)


@unit_of_work
def hand_over(pk: int, post: Post, how: str, to: str) -> Case:
    """发放: in person, by post or at home, and to whom.

    Raises ValidationError for any other way, and where nobody is named.
    """
    case = working_on(pk, post, State.HANDOVER)
    require_no_standstill(case)
    if how not in dict(HANDED):
        raise ValidationError({"how": _("请选择领取方式。")})
    if not to.strip():
        raise ValidationError({"to": _("请填写领取人。")})
    case.handed_how, case.handed_to = how, to.strip()
    told_with_card(case, Told.POSTED if how == "post" else Told.HANDED)
    return advance(case, "hand_over", post, to)

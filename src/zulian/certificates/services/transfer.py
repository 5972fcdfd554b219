"""Transfer between counties (跨县迁移) as a handshake: one lets go, the other takes in; either may refuse.

The other may ask for a reassessment before it takes in. Where that finds another category or grade, taking in is followed
by the receiving county's review, approval, production and handing over of another card (art. 22, 23).
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, State
from zulian.certificates.services import cards
from zulian.certificates.services.common import COUNTY, advance, whole, working_on
from zulian.foundation.clock import today
from zulian.foundation.work import unit_of_work
from zulian.people.models import Person


@unit_of_work
def answer(pk: int, post: Post, agreed: bool, words: str = "") -> Case:
    """The county whose turn it is lets go or takes in, or refuses with a reason; taken in, all moves at once.

    Raises ValidationError for a refusal without words, and for one after all has moved.
    """
    case = working_on(pk, post, State.RELEASE, State.RECEIVE)
    if not agreed:
        if not words.strip():
            raise ValidationError({"words": _("不同意时请写明理由。")})
        if is_taken_in(case):
            raise ValidationError({"agreed": _("已经接收，户籍和证件都已迁入，不能再退回迁出地。")})
        case.verdict = words
        return advance(case, "refuse", post, words)
    if case.state == State.RELEASE:
        return advance(case, "release", post, words)
    advance(case, "receive", post, words)
    if not is_taken_in(case):
        cards.move(case)
    return case


def is_taken_in(case: Case) -> bool:
    """Whether the person lives in the receiving county already: a review there may have sent the case back before it."""
    with whole():
        person = Person.objects.get(pk=case.person_id)
    return case.to_region_id is not None and (
        person.region_id[:COUNTY] == case.to_region_id[:COUNTY]
    )


@unit_of_work
def doubt(pk: int, post: Post, words: str) -> Case:
    """The receiving county asks for a reassessment before it takes over (art. 23): by a hospital of its own choice.

    Raises ValidationError without a reason, and a second time.
    """
    case = working_on(pk, post, State.RECEIVE)
    if not words.strip():
        raise ValidationError({"words": _("请写明要求重新评定的理由。")})
    if case.doubted_on:
        raise ValidationError(_("已经重新评定过，请同意接收或写明理由不同意。"))
    if case.certificate is not None and case.certificate.lacks_parts:
        raise ValidationError(
            _("原证是多重残疾，各类明细没有登记：请与迁出地联系，由迁出地在证件页“补登各类等级”。")
        )
    case.doubted_on, case.verdict = today(), words.strip()
    case.wanted = sorted(int(category) for category in case.parts)
    return advance(case, "doubt", post, words)

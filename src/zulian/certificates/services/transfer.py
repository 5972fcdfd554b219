"""Transfer between counties (跨县迁移) as a handshake: one lets go, the other takes in; either may refuse."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, State
from zulian.certificates.services import cards
from zulian.certificates.services.common import advance, working_on
from zulian.foundation.work import unit_of_work


@unit_of_work
def answer(pk: int, post: Post, agreed: bool, words: str = "") -> Case:
    """The county whose turn it is lets go or takes in, or refuses with a reason; taken in, all moves at once."""
    case = working_on(pk, post, State.RELEASE, State.RECEIVE)
    if not agreed:
        if not words.strip():
            raise ValidationError({"words": _("不同意时请写明理由。")})
        case.verdict = words
        return advance(case, "refuse", post, words)
    if case.state == State.RELEASE:
        return advance(case, "release", post, words)
    advance(case, "receive", post, words)
    cards.move(case)
    return case

"""Certificates that run out: who within how many months, notices to hand out, renewal of many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Case, Certificate
from zulian.certificates.rules.cards import Kind, months_later
from zulian.certificates.services import counter
from zulian.foundation.clock import today
from zulian.foundation.forms import first_message

MAX_BATCH = 200
SPANS = (3, 6, 12)


def span(months: int) -> tuple[date, date]:
    """From today to so many months later; 0 months means what has already run out."""
    day = today()
    return (date(1900, 1, 1), day.fromordinal(day.toordinal() - 1)) if months == 0 else (day, months_later(day, months))


@dataclass
class Batch:
    """What a batch renewal did: cases opened, and for whom not and why."""

    opened: list[Case] = field(default_factory=list)
    refused: list[tuple[Certificate, str]] = field(default_factory=list)


def renew_many(cards: Iterable[int], post: Post) -> Batch:
    """Open a renewal for each card; each is a transaction of its own, and one opened before is not opened twice."""
    keys = list(dict.fromkeys(cards))
    if not keys:
        raise ValidationError(_("请先勾选要换领的证件。"))
    if len(keys) > MAX_BATCH:
        raise ValidationError(_("一次最多换领 %(n)d 本，请分批办理。") % {"n": MAX_BATCH})
    done = Batch()
    for card in Certificate.objects.live().with_names().filter(pk__in=keys):
        try:
            done.opened.append(counter.start(card.person, post, counter.Application(Kind.RENEWAL)))
        except ValidationError as error:
            done.refused.append((card, first_message(error)))
    return done

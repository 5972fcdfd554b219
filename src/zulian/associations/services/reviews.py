"""The yearly self-rating and its review: points that the registers suggest, the association's own, the federation's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.associations.models import (
    Activity,
    Association,
    Award,
    Contact,
    Meeting,
    Opinion,
    Research,
    Review,
    RightsCase,
    Seat,
)
from zulian.associations.rules import norm
from zulian.associations.rules import review as rules
from zulian.associations.rules.figures import norms
from zulian.associations.services import bodies
from zulian.associations.services.common import lock_own_association, require_own
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.foundation.steps import locked
from zulian.foundation.work import unit_of_work


def items(year: int) -> list[tuple[str, str, int]]:
    """What is rated: key, words, its most points."""
    return [
        (str(k), str(w), int(n))
        for k, w, n in policy("associations/review", date(year, 12, 31))["items"]
    ]


def shares(association: Association, year: int) -> dict[str, tuple[int, int]]:
    """What the registers know of each item in a year: how much of how much."""
    last = min(date(year, 12, 31), today())
    wanted = norms(place=association.region_id)
    asked = norm.checks(bodies.facts(association), wanted.values)
    meetings = Meeting.objects.filter(association=association, due_on__year=year, due_on__lte=last)
    seats = Seat.objects.open().filter(association=association).count()
    each = int(wanted["contacts"])
    contacts = Contact.objects.filter(association=association, ended_on=None).count()
    opinions = Opinion.objects.filter(association=association, on__year=year)
    research = Research.objects.filter(association=association, due_on__year=year)
    done = research.exclude(state=Research.State.FIELD).count()
    activities = Activity.objects.filter(
        association=association, on__year=year, on__lte=last
    ).exclude(state="cancelled")
    cases = RightsCase.objects.filter(association=association, on__year=year)
    awards = Award.objects.filter(association=association, on__year=year).count()
    return {
        "base": (sum(gap.have >= gap.want for gap in asked), len(asked)),
        "meetings": (meetings.filter(state=Meeting.State.HELD).count(), meetings.count()),
        "contacts": (
            contacts + opinions.exclude(state="open").count(),
            seats * each + opinions.count(),
        ),
        "research": (done, max(int(wanted["research_a_year"]), research.count())),
        "activities": (activities.filter(state=Activity.State.SUMMED).count(), activities.count()),
        "cases": (
            cases.filter(state__in=["closed", "refused"]).count() if cases.exists() else 1,
            max(1, cases.count()),
        ),
        "awards": (min(1, awards), 1),
    }


def suggestions(association: Association, year: int) -> dict[str, int]:
    """The points that the registers suggest."""
    known = shares(association, year)
    return {
        key: rules.suggested(most, *known.get(key, (0, 0))) for key, _words, most in items(year)
    }


def checked(year: int, points: dict[str, Any]) -> dict[str, int]:
    """Points that each item allows; raises ValidationError at the item."""
    found = {}
    for key, _words, most in items(year):
        value = points.get(key)
        if value is None or not 0 <= int(value) <= most:
            raise ValidationError({key: _("请填 0 到 %(n)d 的整数。") % {"n": most}})
        found[key] = int(value)
    return found


@unit_of_work
def rate_self(pk: int, post: Post, year: int, points: dict[str, Any], words: str) -> Review:
    """自评: kept and handed in; until it is reviewed it may be handed in anew.

    Raises ValidationError for a year too long ago or to come, and for one that was reviewed.
    """
    association = lock_own_association(pk, post)
    if not today().year - 2 <= year <= today().year:
        raise ValidationError({"year": _("只能自评近两年。")})
    own_points = checked(year, points)
    review = (
        Review.objects.select_for_update(of=("self",), no_key=True)
        .filter(association=association, year=year)
        .first()
    )
    if review is not None and review.state == Review.State.REVIEWED:
        raise ValidationError(_("%(year)d 年度已经评议。") % {"year": year})
    new_review = review or Review(association=association, year=year)
    with audited("review.rate_self", new_review):
        new_review.own, new_review.words = own_points, words.strip()
        if new_review.state == Review.State.DRAFT:
            new_review.submit()
        new_review.save()
    return new_review


@unit_of_work
def review(pk: int, post: Post, points: dict[str, Any], opinion: str) -> Review:
    """评议 by the federation: points, grade, opinion.

    Raises PermissionDenied for the association's own office.
    """
    review = locked(Review, pk, Review.State.SUBMITTED)
    require_own(review, post)
    if not post.may("association.lead"):
        raise PermissionDenied(_("由残联评议。"))
    given = checked(review.year, points)
    with audited("review.review", review):
        review.review()
        review.given, review.opinion = given, opinion.strip()
        review.points = rules.total(given, items(review.year))
        review.grade = rules.grade(
            review.points, policy("associations/review", date(review.year, 12, 31))["grades"]
        )
        review.save()
    return review

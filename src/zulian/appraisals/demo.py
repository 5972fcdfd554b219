"""The demo of appraisals: last year's is published, with an objection that was answered; this year's is handed down."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.appraisals.models import LateBy, Scheme, Score
from zulian.appraisals.rules import Kind
from zulian.appraisals.services import marks, schemes
from zulian.foundation.clock import on_day
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import add_workdays
from zulian.plans.models import Circular

OBJECTOR = "210922000000"
JUDGED = {
    "title": "组织建设工作评议",
    "kind": Kind.JUDGED,
    "points": Decimal(10),
    "late_by": LateBy.ALL,
    "each": None,
    "rule": "市残联领导班子和各部室集中评议，取平均分。",
}
MEASURED = Decimal(30)
# Marks that were given for the year's work, one county after the other.
GIVEN = tuple(map(Decimal, ("9.2", "8.8", "9.5", "8.6", "9.0", "8.9", "9.3")))


def fill(today: date) -> None:
    """Fill the room; runs under the scope of everything, and does nothing where schemes are."""
    if Scheme.objects.exists():
        return
    with unit_of_work():
        city = Post.objects.select_related("region", "user").get(role=Role.CITY_OFFICER)
        plans = schemes.plans_of(city)
        last, this = plans.filter(year=today.year - 1), plans.filter(year=today.year)
        for circular in last:
            _published(city, circular, today)
        for circular in this:
            with on_day(max(circular.issued_on or today, today - timedelta(days=20))):
                scheme = _handed_down(city, circular)
            schemes.count(scheme.pk, city)


def _handed_down(city: Post, circular: Circular) -> Scheme:
    """A scheme with its letters of responsibility: a tenth of the points is judged."""
    name = f"{circular.year}年度组织建设工作绩效考核办法"
    scheme = schemes.draw_up(city, circular, name)
    measured = scheme.items.get(kind=Kind.MEASURED)
    values = {
        name: getattr(measured, name) for name in ("title", "kind", "late_by", "each", "rule")
    }
    schemes.change_item(measured.pk, city, values | {"points": MEASURED})
    schemes.add_item(scheme.pk, city, JUDGED)
    return schemes.issue(scheme.pk, city)


def _published(city: Post, circular: Circular, today: date) -> None:
    """A year that is over: judged, told, objected to by a county, answered, published."""
    begun = date(today.year, 1, 5)
    with on_day(begun):
        scheme = _handed_down(city, circular)
        judged = Score.objects.filter(result__scheme=scheme, item__kind=Kind.JUDGED)
        for score, mark in zip(judged.order_by("region_id"), GIVEN, strict=False):
            marks.judge(score.pk, city, mark, "")
        schemes.tell(scheme.pk, city)
        disputed = judged.get(region_id=OBJECTOR)
        county = Post.objects.filter(role=Role.COUNTY_OFFICER, region_id=OBJECTOR).earliest("pk")
        marks.object_to(disputed.pk, county, "专职委员培训全员完成，评议分偏低")
        marks.answer(disputed.pk, city, GIVEN[0], "经复核，培训台账齐全，评议分调整")
    with on_day(min(today, add_workdays(begun, 10).day)):
        schemes.publish(scheme.pk, city)

"""What this room tells the people room: why a file must stay, what ends with a death."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zulian.commissioners.models import (
    Applicant,
    Commissioner,
    Contract,
    Log,
    Need,
    Payment,
    Tenure,
)
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import (
    Ends,
    Hold,
    register_death,
    register_hold,
    register_keeper,
)
from zulian.people.models import Person


@register_hold
def in_use(person: Person) -> Iterator[Hold]:
    """An archive, an application or a noted visit keeps the person's file open."""
    with scope(EVERYTHING):
        if Commissioner.objects.filter(person=person).exists():
            yield Hold(_("有专职委员档案"))
        if Applicant.objects.filter(person=person).exists():
            yield Hold(_("报名过专职委员"))
        if (
            last := Log.objects.filter(person=person)
            .order_by("-day")
            .values_list("day", flat=True)
            .first()
        ):
            yield Hold(_("有走访服务记录"), last)


def end_with_death(ends: Ends) -> None:
    """A death ends the post, the contract and the allowance, and settles what the person needed."""
    person, day = ends.person, ends.day
    served = Commissioner.objects.filter(person=person)
    tenures = Tenure.objects.open().filter(commissioner__person=person)
    why = Tenure.Why.DIED
    ends.end("tenure.end", tenures.filter(since__lte=day), ended_on=day, ended_why=why)
    # A position taken after the day that was told: it was never held.
    for tenure in tenures.filter(since__gt=day):
        this = Tenure.objects.filter(pk=tenure.pk)
        ends.end("tenure.end", this, ended_on=tenure.since, ended_why=why)
    contracts = Contract.objects.filter(commissioner__person=person, since__lt=day, until__gt=day)
    ends.end("contract.end", contracts, until=day)
    serving = served.filter(status=Commissioner.Status.SERVING)
    ends.end("commissioner.leave", serving, status=Commissioner.Status.LEFT, account_id=None)
    _end_allowances(ends)
    needs = Need.objects.filter(person=person).exclude(state=Need.State.DONE)
    words = _("服务对象 %(day)s 死亡") % {"day": day}
    ends.end("need.end", needs, state=Need.State.DONE, reply=words, done_on=today())


def _end_allowances(ends: Ends) -> None:
    """What was reckoned and not paid yet: the month of the death up to its day, nothing for later ones."""
    unpaid = Payment.objects.filter(commissioner__person=ends.person, paid=0)
    month = ends.day.replace(day=1)
    ends.end("payment.end", unpaid.filter(month__gt=month), due=Decimal(0))
    for payment in unpaid.filter(month=month):
        share = Decimal(ends.day.day) / monthrange(month.year, month.month)[1]
        due = (payment.due * share).quantize(payment.due)
        ends.end("payment.end", Payment.objects.filter(pk=payment.pk), due=due)


register_death(end_with_death)


@register_keeper
def unused(rows: QuerySet[Person], day: date) -> QuerySet[Person]:
    """People whom no archive, application, log or need names since a day."""
    with scope(EVERYTHING):
        mine = OuterRef("pk")
        return rows.filter(
            ~Exists(Commissioner.objects.filter(person=mine)),
            ~Exists(Applicant.objects.filter(person=mine)),
            ~Exists(Log.objects.filter(person=mine, day__gt=day)),
            ~Exists(Need.objects.filter(person=mine, log__day__gt=day)),
        )

"""Associations and their means: what is due, office, staff, papers, money, committees and seats, members, the gap to the norm."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Sum
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.associations.models import (
    Association,
    Budget,
    Committee,
    Member,
    Paper,
    Seat,
    Spending,
    Staff,
)
from zulian.associations.rules import norm
from zulian.associations.rules.figures import equipment, norms
from zulian.associations.services.common import (
    ensure_belongs,
    keep_up,
    lock_own_association,
    require_own,
)
from zulian.documents.services import keep
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.dates import years_after
from zulian.foundation.steps import not_to_come
from zulian.foundation.work import unit_of_work
from zulian.leadership.models import TIED
from zulian.people.services import Entry, enrol


@unit_of_work
def change(pk: int, post: Post, values: dict[str, Any]) -> Association:
    """Office, means and words of an association; with a date of setting up it is there."""
    association = lock_own_association(pk, post, standing=False)
    not_to_come(values.get("set_up_on"), "set_up_on")
    with audited("association.change", association):
        for name, value in values.items():
            setattr(association, name, value)
        association.save()
    return association


def facts(association: Association) -> norm.Facts:
    """What an association has, as the norm asks for it."""
    committee = Committee.objects.filter(association=association).order_by("-until").first()
    seats = list(Seat.objects.open().filter(committee=committee)) if committee else []
    chairs = [s for s in seats if s.office == Seat.Office.CHAIR]
    return norm.Facts(
        office=bool(association.office),
        area=association.area or 0,
        equipment=association.equipped,
        staff=association.staff_count,
        budget=Budget.objects.filter(
            association=association, year=today().year, amount__gt=0
        ).exists(),
        papers=set(Paper.objects.filter(association=association).values_list("kind", flat=True)),
        chairs=len(chairs),
        chairs_tied=any(s.tie in TIED for s in chairs),
        vices=sum(s.office == Seat.Office.VICE for s in seats),
        committee=len(seats),
        within_term=committee is not None and committee.until >= today(),
    )


def gap_words(gap: norm.Gap) -> str:
    """A gap in words: what is there, what is wanted."""
    names = dict(equipment()) | dict(Paper.Kind.choices)
    lacking = "、".join(str(names.get(key, key)) for key in gap.missing)
    words = {
        "office": _("没有办公场所"),
        "area": _("办公面积 %(have)d 平方米，应有 %(want)d 平方米"),
        "equipment": _("缺设备：%(lacking)s"),
        "staff": _("工作人员 %(have)d 人，应有 %(want)d 人"),
        "budget": _("没有本年度经费"),
        "papers": _("缺制度：%(lacking)s"),
        "chair": _("没有主席"),
        "tied": _("主席不是本类别残疾人或亲属"),
        "vices": _("副主席 %(have)d 人，应有 %(want)d 人"),
        "committee": _("委员 %(have)d 人，应有 %(want)d 人"),
        "term": _("没有在任期内的委员会"),
    }[gap.key]
    return words % {"have": gap.have, "want": gap.want, "lacking": lacking}


def gaps(association: Association) -> list[str]:
    """What an association lacks against the norm, in words."""
    return [
        gap_words(gap)
        for gap in norm.gaps(facts(association), norms(place=association.region_id).values)
    ]


# Staff, papers, money


@unit_of_work
def add_staff(pk: int, post: Post, values: dict[str, Any]) -> Staff:
    """Somebody begins to work for the association."""
    association = lock_own_association(pk, post)
    not_to_come(values["since"], "since")
    staff = Staff(association=association, **values)
    with audited("staff.add", staff):
        staff.save()
    keep_up(pk)
    return staff


@unit_of_work
def end_staff(pk: int, post: Post, until: date) -> Staff:
    """离岗.

    Raises ValidationError for a day before the work began.
    """
    staff = Staff.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    require_own(staff, post)
    not_to_come(until, "until")
    if until < staff.since:
        raise ValidationError({"until": _("离岗日期不能早于到岗日期。")})
    with audited("staff.end", staff):
        staff.until = until
        staff.save()
    keep_up(staff.association_id)
    return staff


@unit_of_work
def add_paper(pk: int, post: Post, values: dict[str, Any], file: Any = None) -> Paper:
    """A constitution or a system in writing."""
    association = lock_own_association(pk, post)
    not_to_come(values["adopted_on"], "adopted_on")
    paper = Paper(association=association, **values)
    if file:
        paper.file = keep(file, file.name, post.region, post)
    with audited("paper.add", paper):
        paper.save()
    return paper


@unit_of_work
def set_budget(pk: int, post: Post, year: int, amount: Decimal, source: str) -> Budget:
    """The year's money; it can't be less than what was spent.

    Raises ValidationError for less than what was spent.
    """
    association = lock_own_association(pk, post)
    if amount < spent(association, year):
        raise ValidationError(
            {
                "amount": _("本年度已支出 %(n)s 元，经费不能少于这个数。")
                % {"n": spent(association, year)}
            }
        )
    budget = Budget.objects.filter(association=association, year=year).first()
    new_budget = budget or Budget(association=association, year=year)
    with audited("budget.set", new_budget):
        new_budget.amount, new_budget.source = amount, source.strip()
        new_budget.save()
    return new_budget


def spent(association: Association, year: int) -> Decimal:
    """What was spent in a year, in yuan."""
    rows = Spending.objects.filter(association=association, on__year=year)
    return rows.aggregate(n=Sum("amount"))["n"] or Decimal(0)


@unit_of_work
def spend(pk: int, post: Post, values: dict[str, Any]) -> Spending:
    """A spending; more than the year's budget is refused.

    Raises ValidationError for more than is left of the year's budget.
    """
    association = lock_own_association(pk, post)
    not_to_come(values["on"], "on")
    budget = Budget.objects.filter(association=association, year=values["on"].year).first()
    left = (budget.amount if budget else Decimal(0)) - spent(association, values["on"].year)
    if values["amount"] > left:
        raise ValidationError(
            {
                "amount": _("超出 %(year)d 年度经费，还可支出 %(left)s 元；请先调整年度经费。")
                % {"year": values["on"].year, "left": left}
            }
        )
    spending = Spending(association=association, **values)
    with audited("spending.add", spending):
        spending.save()
    return spending


# Committee


@unit_of_work
def elect(pk: int, post: Post, since: date) -> Committee:
    """换届: a new committee; seats of the one before it end on the day.

    Raises ValidationError for a day not after that of the committee before.
    """
    association = lock_own_association(pk, post)
    not_to_come(since, "since")
    last = Committee.objects.filter(association=association).order_by("-ordinal").first()
    if last is not None and since <= last.since:
        raise ValidationError(
            {"since": _("应晚于上一届产生日期（%(day)s）。") % {"day": last.since}}
        )
    for seat in Seat.objects.open().filter(association=association):
        _leave(seat, since, _("换届"))
    until = years_after(since, norms(place=association.region_id)["term_years"])
    committee = Committee(
        association=association,
        ordinal=last.ordinal + 1 if last else 1,
        since=since,
        until=until,
    )
    with audited("committee.elect", committee):
        committee.save()
    keep_up(pk)
    return committee


@unit_of_work
def take_seat(pk: int, post: Post, entry: Entry, values: dict[str, Any]) -> Seat:
    """Somebody takes a seat; once the committee is at work it is a by-election. The chair belongs to the group or is a relative.

    Raises ValidationError for a day outside the committee's term; what the database holds of chairs is refused by its constraints.
    """
    committee = (
        Committee.objects.select_for_update(of=("self",), no_key=True)
        .select_related("association__region")
        .get(pk=pk)
    )
    association = lock_own_association(committee.association_id, post)
    since, office = values["since"], values["office"]
    not_to_come(since, "since")
    if not committee.since <= since <= committee.until:
        raise ValidationError(
            {
                "since": _("应在本届任期内（%(a)s 至 %(b)s）。")
                % {"a": committee.since, "b": committee.until}
            }
        )
    person = enrol(entry)
    through = ensure_belongs(association, person, values["tie"], values.get("through", ""))
    how = Seat.How.ELECTED if since == committee.since else Seat.How.BY_ELECTION
    seat = Seat(
        committee=committee,
        association=association,
        person=person,
        tie=values["tie"],
        through=through,
        office=office,
        how=how,
        since=since,
    )
    with audited("seat.take", seat):
        seat.save()
    keep_up(association.pk)
    return seat


def _leave(seat: Seat, day: date, why: str) -> None:
    with audited("seat.leave", seat):
        seat.ended_on, seat.ended_why = day, why
        seat.save()
    seat.people.filter(ended_on=None).update(ended_on=day)


@unit_of_work
def leave_seat(pk: int, post: Post, ended_on: date, ended_why: str) -> Seat:
    """卸任; the contacts of the member are to be given to somebody else.

    Raises ValidationError for a day before the seat was taken, and for one that was left already.
    """
    seat = Seat.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    require_own(seat, post)
    not_to_come(ended_on, "ended_on")
    if ended_on < seat.since or seat.is_over:
        raise ValidationError({"ended_on": _("卸任日期不能早于任职日期，且只能卸任一次。")})
    _leave(seat, ended_on, ended_why.strip())
    keep_up(seat.association_id)
    return seat


# Members


@unit_of_work
def join(pk: int, post: Post, entry: Entry, values: dict[str, Any]) -> Member:
    """入会: of the group, or a relative of somebody who is."""
    association = lock_own_association(pk, post)
    not_to_come(values["joined_on"], "joined_on")
    person = enrol(entry)
    through = ensure_belongs(association, person, values["tie"], values.get("through", ""))
    member = Member(
        association=association,
        person=person,
        tie=values["tie"],
        through=through,
        joined_on=values["joined_on"],
    )
    with audited("member.join", member):
        member.save()
    keep_up(pk)
    return member


@unit_of_work
def leave(pk: int, post: Post) -> Member:
    """退会.

    Raises ValidationError for who has left already.
    """
    member = Member.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    require_own(member, post)
    if member.left_on is not None:
        raise ValidationError(_("已经退会。"))
    with audited("member.quit", member):
        member.left_on = today()
        member.save()
    keep_up(member.association_id)
    return member

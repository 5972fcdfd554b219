"""Appraisal: a period over all who serve, three sides, grades within the quota, what follows for the allowance, appeals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Avg, Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.commissioners.models import Appraisal, Commissioner, Log, Need, Opinion, Period
from zulian.commissioners.rules.appraisal import Marks, grades, total
from zulian.foundation import bulk
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.clock import today
from zulian.foundation.policy import Policy, policy
from zulian.foundation.scopes import prefix_length
from zulian.foundation.work import unit_of_work
from zulian.foundation.workdays import add_workdays
from zulian.people.models import Person

HUNDRED, STEP = Decimal(100), Decimal(20)
# What was given for each item, by its name.
Items = Sequence[tuple[str, str]]
NOT_ONESELF = gettext_lazy("由乡镇（街道）或县（区）残联评分，本人不能给自己评。")
COUNTED = ("logs", "visits", "people", "days")


def figures(day: date, place: str | None = None) -> Policy:
    """Weights, cuts, quota and consequences in force, at the division that holds the appraisal."""
    return policy("commissioners/appraisal", day, place)


@unit_of_work
def begin(post: Post, name: str, first: date, last: date) -> Period:
    """开展考核: a sheet for everybody who serves in the division now."""
    period = Period(region=post.region, name=name.strip(), first=first, last=last)
    with audited("period.begin", period):
        period.save()
    serving = Commissioner.objects.within(post.region).serving().order_by("pk")
    bulk.create(Appraisal(period=period, commissioner=commissioner) for commissioner in serving)
    return period


def _open(pk: int) -> Appraisal:
    rows = Appraisal.objects.select_for_update(of=("self",), no_key=True).select_related(
        "period", "commissioner__account", "region"
    )
    appraisal = rows.get(pk=pk)
    if appraisal.period.state != Period.State.OPEN:
        raise ValidationError(_("考核已定等次，不能再评分。"))
    return appraisal


def _mark(mark: Decimal) -> Decimal:
    if not 0 <= mark <= HUNDRED:
        raise ValidationError({"mark": _("评分应在 0 到 100 之间。")})
    return mark


@unit_of_work
def rate_oneself(pk: int, post: Post, mark: Decimal, text: str, items: Items = ()) -> Appraisal:
    """自评 with a summary, by the commissioner alone.

    Raises PermissionDenied for anybody else; ValidationError without a summary.
    """
    appraisal = _open(pk)
    if appraisal.commissioner.account_id != post.pk:
        raise PermissionDenied(_("自评由专职委员本人填写。"))
    if not text.strip():
        raise ValidationError({"text": _("请写个人总结。")})
    with audited("appraisal.own", appraisal):
        appraisal.own, appraisal.own_text, appraisal.own_items = (
            _mark(mark),
            text.strip(),
            [list(item) for item in items],
        )
        appraisal.save()
    return appraisal


@unit_of_work
def rate(pk: int, post: Post, mark: Decimal, note: str, items: Items = ()) -> Appraisal:
    """乡镇评分 with an opinion, by the township or the county above."""
    appraisal = _open(pk)
    _require_other(appraisal, post)
    with audited("appraisal.town", appraisal):
        appraisal.town, appraisal.town_note, appraisal.town_items = (
            _mark(mark),
            note.strip(),
            [list(item) for item in items],
        )
        appraisal.save()
    return appraisal


def may_judge(post: Post, row: Appraisal) -> bool:
    """Whether a post may say something of somebody's work: that of a township or above, and never of one's own."""
    return row.commissioner.account_id != post.pk and prefix_length(post.region_id) <= 9


def _require_other(appraisal: Appraisal, post: Post) -> None:
    if not may_judge(post, appraisal):
        raise PermissionDenied(NOT_ONESELF)


def served_people(appraisal: Appraisal) -> list[int]:
    """The keys of the people whom the commissioner served in the period, by the work log."""
    rows = Log.objects.filter(
        commissioner=appraisal.commissioner_id,
        day__range=(appraisal.period.first, appraisal.period.last),
    )
    return list(rows.exclude(person=None).values_list("person_id", flat=True).distinct())


@unit_of_work
def hear(pk: int, post: Post, person: Person, mark: int, note: str) -> Opinion:
    """登记服务对象评价: somebody whom the log names, once each.

    Raises ValidationError for who is not named there.
    """
    appraisal = _open(pk)
    _require_other(appraisal, post)
    if person.pk not in served_people(appraisal):
        raise ValidationError({"person": _("工作日志里没有为这个人服务的记录。")})
    opinion = Opinion(appraisal=appraisal, person=person, mark=mark, note=note.strip(), by=post)
    with audited("opinion.hear", opinion):
        opinion.save()
    mean = appraisal.opinions.aggregate(mean=Avg("mark"))["mean"] or 0
    with audited("appraisal.served", appraisal):
        appraisal.served = (Decimal(str(mean)) * STEP).quantize(Decimal("0.01"))
        appraisal.save()
    return opinion


def facts_of(period: Period) -> dict[int, dict[str, int]]:
    """What the registers say of everybody's work in a period: entries, visits, people served, needs found and met."""
    logs = (
        Log.objects.filter(day__range=(period.first, period.last))
        .order_by()
        .values("commissioner_id")
    )
    counted: Any = logs.annotate(
        logs=Count("pk"),
        visits=Count("pk", filter=Q(kind=Log.Kind.VISIT)),
        people=Count("person_id", distinct=True),
        days=Count("day", distinct=True),
    )
    found: dict[int, dict[str, int]] = {
        row["commissioner_id"]: {name: row[name] for name in COUNTED} for row in counted
    }
    needs = (
        Need.objects.filter(log__day__range=(period.first, period.last))
        .order_by()
        .values("log__commissioner_id")
    )
    for row in needs.annotate(needs=Count("pk"), met=Count("pk", filter=Q(state=Need.State.DONE))):
        found.setdefault(row["log__commissioner_id"], {}).update(needs=row["needs"], met=row["met"])
    return found


@unit_of_work
def settle(pk: int, post: Post) -> Period:
    """定等次: totals, grades within the quota, facts, and the factor of the allowance from the next month on.

    Raises PermissionDenied for any division but the one that holds it; ValidationError where it is settled, and while
    an appraisal lacks what it is made of.
    """
    period = Period.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if period.region_id != post.region_id:
        raise PermissionDenied(_("由组织考核的残联定等次。"))
    if period.state != Period.State.OPEN:
        raise ValidationError(_("考核已定等次。"))
    rows = list(period.appraisals.select_related("commissioner__person"))
    without = [str(row) for row in rows if row.town is None]
    if without:
        words = _("还有 %(n)d 人没有乡镇评分：%(names)s。")
        raise ValidationError(words % {"n": len(without), "names": "、".join(without[:8])})
    rules, facts = figures(today(), period.region_id), facts_of(period)
    totals = {
        row.pk: total(Marks(row.own, row.town, row.served), rules["weights"]) or Decimal(0)
        for row in rows
    }
    cuts = [(name, Decimal(cut)) for name, cut in rules["cuts"]]
    named = grades(totals, cuts, rules["excellent_percent"]) if totals else {}
    _grade(rows, totals, named, rules, facts)
    with audited("period.settle", period):
        period.settle()
        period.settled_on = today()
        period.save()
    return period


def _grade(
    rows: Sequence[Appraisal],
    points: Mapping[int, Decimal],
    named: Mapping[int, str],
    rules: Policy,
    facts: Mapping[int, dict[str, int]],
) -> None:
    """Write totals and grades (by appraisal), facts (by commissioner), and the factor of the allowance that follows."""
    with audited_all("appraisal.grade", rows):
        for row in rows:
            row.total, row.grade, row.facts = (
                points[row.pk],
                named[row.pk],
                facts.get(row.commissioner_id, {}),
            )
            row.factor = Decimal(str(rules["factors"][row.grade]))
        bulk.save(rows, ["total", "grade", "facts", "factor"])
    people = [row.commissioner for row in rows]
    with audited_all("commissioner.factor", people):
        for row in rows:
            row.commissioner.pay_factor = row.factor
        bulk.save(people, ["pay_factor"])


def appeal_due(appraisal: Appraisal) -> date | None:
    """The last day to appeal."""
    period = appraisal.period
    if period.settled_on is None:
        return None
    rules = figures(period.settled_on, period.region_id)
    return add_workdays(period.settled_on, rules["objection_workdays"]).day


@unit_of_work
def appeal(pk: int, post: Post, text: str) -> Appraisal:
    """申诉 against a grade, once, while the time for it runs.

    Raises PermissionDenied for anybody else; ValidationError outside that time, a second time, and without a reason.
    """
    appraisal = (
        Appraisal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("period", "commissioner")
        .get(pk=pk)
    )
    due = appeal_due(appraisal)
    if appraisal.commissioner.account_id != post.pk:
        raise PermissionDenied(_("申诉由专职委员本人提出。"))
    if due is None or due < today():
        raise ValidationError(_("现在不在申诉期内。"))
    if appraisal.appeal:
        raise ValidationError(_("已经提出过申诉。"))
    if not text.strip():
        raise ValidationError({"appeal": _("请写明理由。")})
    with audited("appraisal.appeal", appraisal):
        appraisal.appeal, appraisal.appealed_on = text.strip(), today()
        appraisal.save()
    return appraisal


@unit_of_work
def decide(pk: int, post: Post, grade: str, reply: str) -> Appraisal:
    """答复申诉: the grade as it stays or as it becomes, with the reason.

    Raises PermissionDenied for any division but the one that holds it; ValidationError where nothing waits for an answer, and without a reason.
    """
    appraisal = (
        Appraisal.objects.select_for_update(of=("self",), no_key=True)
        .select_related("period", "commissioner__person")
        .get(pk=pk)
    )
    if appraisal.period.region_id != post.region_id:
        raise PermissionDenied(_("由组织考核的残联答复。"))
    if not appraisal.appeal or appraisal.reply:
        raise ValidationError(_("没有等待答复的申诉。"))
    if not reply.strip():
        raise ValidationError({"reply": _("请写明理由。")})
    with audited("appraisal.reply", appraisal):
        appraisal.reply, appraisal.replied_on = reply.strip(), today()
        appraisal.save()
    if grade != appraisal.grade and appraisal.total is not None:
        rules = figures(today(), appraisal.period.region_id)
        key, facts = appraisal.pk, {appraisal.commissioner_id: appraisal.facts}
        _grade([appraisal], {key: appraisal.total}, {key: grade}, rules, facts)
    return appraisal

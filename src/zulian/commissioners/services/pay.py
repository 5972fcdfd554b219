"""Allowances: the standard in force, what a month is worth, what was paid, arrears."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.commissioners.models import Payment, Rate, Tenure
from zulian.documents.models import Attachment
from zulian.documents.services import keep
from zulian.foundation import bulk
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.dates import months_before
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Region, ancestors

CENT = Decimal("0.01")


@unit_of_work
def set_rate(post: Post, level: int, since: date, monthly: Decimal, basis: str) -> Rate:
    """定标准 for one's own division, from a day on; months that are reckoned already keep theirs."""
    rate = Rate(region=post.region, level=level, since=since, monthly=monthly, basis=basis.strip())
    with audited("rate.set", rate):
        rate.save()
    return rate


class Rates:
    """The standards in force on a day: the nearest division's counts."""

    def __init__(self, day: date) -> None:
        with scope(EVERYTHING):
            rows = Rate.objects.filter(since__lte=day).order_by("since")
            self.found = {(rate.region_id, rate.level): rate.monthly for rate in rows}

    def of(self, code: str, level: int) -> Decimal | None:
        for place in (code, *ancestors(code)):
            if (place, level) in self.found:
                return self.found[place, level]
        return None


def first_of(day: date) -> date:
    """The first day of a month."""
    return day.replace(day=1)


@unit_of_work
def reckon(region: Region, month: date) -> int:
    """核定应发: a row for everybody who served in a month, by days served. Months reckoned before stay. Returns how many are new.

    Raises ValidationError for a month to come, and where somebody's division has no rate.
    """
    month = first_of(month)
    after = first_of(month + timedelta(days=32))
    if month > today():
        raise ValidationError({"month": _("不能核定以后的月份。")})
    rates, days = Rates(month), (after - month).days
    tenures = Tenure.objects.within(region).filter(
        Q(ended_on=None) | Q(ended_on__gte=month), since__lt=after
    )
    there = set(Payment.objects.filter(month=month).values_list("commissioner_id", flat=True))
    sums: dict[int, tuple[str, Decimal]] = {}
    without: set[str] = set()
    columns = (
        "commissioner_id",
        "region_id",
        "since",
        "ended_on",
        "region__name",
        "region__level",
        "commissioner__pay_factor",
    )
    for commissioner, code, since, ended, name, level, factor in tenures.values_list(*columns):
        rate = rates.of(code, level)
        if rate is None:
            without.add(name)
            continue
        served = max((min(ended or after, after) - max(since, month)).days, 0)
        before = sums[commissioner][1] if commissioner in sums else Decimal(0)
        sums[commissioner] = code, before + rate * factor * served / days
    if without:
        names = "、".join(sorted(without)[:5])
        raise ValidationError(_("%(names)s等没有补贴标准，请先登记标准。") % {"names": names})
    made = bulk.insert(
        Payment,
        [
            {
                "commissioner_id": key,
                "region_id": code,
                "month": month,
                "due": due.quantize(CENT, ROUND_HALF_UP),
            }
            for key, (code, due) in sums.items()
            if key not in there and due > 0
        ],
    )
    if made:
        record("payment.reckon", region, {"month": [None, str(month)], "rows": [None, len(made)]})
    return len(made)


@unit_of_work
def pay(keys: Sequence[int], post: Post, paid_on: date, proof: str, file: Any = None) -> int:
    """登记发放 of some months in full, with the county's proof. Returns how many.

    Raises ValidationError for a day to come or before the month, without the proof, and where nobody was chosen.
    """
    if paid_on > today():
        raise ValidationError({"paid_on": _("发放日期不能晚于今天。")})
    if not proof.strip():
        raise ValidationError({"proof": _("请填写拨付凭证号。")})
    rows = list(
        Payment.objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=keys)
        .select_related("region")
    )
    if not rows:
        raise ValidationError({"pick": _("请勾选要登记的人。")})
    scan = _scan(file, post) if file else None
    for row in rows:
        if paid_on < row.month:
            raise ValidationError({"paid_on": _("发放日期不能早于补贴月份。")})
        with audited("payment.pay", row):
            row.paid, row.paid_on, row.proof = row.due, paid_on, proof.strip()
            row.file, row.by = scan or row.file, post
            row.save()
    return len(rows)


def _scan(file: Any, post: Post) -> Attachment:
    """The scan of a proof, which is kept once however many months it proves."""
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    kept = Attachment.objects.filter(
        region=post.region_id, by=post, sha256=digest, sealed=False, published=False
    )
    return kept.first() or keep(file, file.name, post.region, post)


@unit_of_work
def correct(pk: int, post: Post, paid: Decimal, paid_on: date, proof: str) -> Payment:
    """更正 what was paid in one month: less than due stays in arrears.

    Raises ValidationError for a day before the month or to come; PermissionDenied for the division that is paid itself.
    """
    payment = Payment.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    if not payment.month <= paid_on <= today():
        raise ValidationError({"paid_on": _("发放日期应在补贴月份之后、不晚于今天。")})
    if post.region_id == payment.region_id:
        raise PermissionDenied(_("由县（区）残联登记。"))
    with audited("payment.correct", payment):
        payment.paid, payment.paid_on, payment.proof, payment.by = (
            paid,
            paid_on,
            proof.strip(),
            post,
        )
        payment.save()
    return payment


def months_back(day: date, count: int) -> list[date]:
    """The first days of the last months, the present one last."""
    return [months_before(first_of(day), n) for n in range(count - 1, -1, -1)]

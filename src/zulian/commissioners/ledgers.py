"""The ledgers of the commissioners room: the archive (专职委员名册) and the allowances paid (补贴发放)."""

from __future__ import annotations

import re
from collections import defaultdict
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.commissioners.models import Commissioner, Contract, Payment, Position, Tenure
from zulian.commissioners.models.archive import rules
from zulian.commissioners.registers.archive import COMMISSIONERS
from zulian.commissioners.registers.pay import PAYMENTS
from zulian.foundation.clock import today
from zulian.foundation.dates import years_after
from zulian.foundation.ledger import (
    Draft,
    Ledger,
    Row,
    by_key,
    match,
    register_ledger,
)
from zulian.foundation.ledger_cells import CellError, half_width, read_date, read_end, read_party
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.scopes import active_scope
from zulian.people.headings import EDUCATION_WORDS
from zulian.people.ledgers import (
    by_number,
    columns_at,
    find_by_person,
    find_people,
    person_columns,
    recognised_in,
    refuse_other_name,
    who,
)
from zulian.people.models import Person
from zulian.regions.ledgers import home_column, open_book

YUAN = ("¥", "元")  # untranslated: how money is written
YEAR_AND_ONE = re.compile(r"[0-9]{4}\.1")
MONTH_SIGNS = str.maketrans("年./", "---")  # untranslated: how months are written
_vacant: ContextVar[dict[str, list[int]] | None] = ContextVar(
    "zulian_vacant_positions", default=None
)


def _prepare() -> None:
    open_book()
    _vacant.set(None)


def _free() -> dict[str, list[int]]:
    """Vacant positions by division; rows of an import take them one after the other."""
    found = _vacant.get()
    if found is None:
        found = defaultdict(list)
        for position in Position.objects.vacant().order_by("-number"):
            found[position.region_id].append(position.pk)
        _vacant.set(found)
    return found


# The archive

FILE_KEYS = ("tie", "education", "party", "skills", "pension", "medical", "injury")


def find_archives(drafts: list[Draft]) -> None:
    """People of a chunk and their archives, wherever they serve."""
    find_by_person(Commissioner, drafts, archives)


def plan_archive(draft: Draft) -> None:
    """A new name takes the vacant position of its division; who is there already is corrected, and moves by their page alone."""
    who(draft)
    values, there = draft.values, draft.found.get(Commissioner)
    put = draft.said(*FILE_KEYS)
    if there is not None:
        if not active_scope().holds(there.region_id):
            draft.refuse("id_number", _("这个人在其他单位的专职委员档案中。"))
        elif values.get("org", there.region_id) != there.region_id:
            draft.refuse("org", _("调整岗位请在档案页面办理，写明工作交接。"))
        draft.puts[Commissioner] = put
        return
    since = values["since"]
    if since > today():
        draft.refuse("since", _("任职日期不能晚于今天。"))
    until = values.get("until") or years_after(
        since, rules(today(), values["org"])["contract_years"]
    )
    if until <= since:
        draft.refuse("until", _("协议截止应晚于任职日期。"))
    vacant = _free().get(values["org"], [])
    if not vacant:
        draft.refuse("org", _("这个单位没有空缺的专职委员岗位：请先增设岗位，或办理原任离任。"))
    if draft.faults:
        return
    place = {"region_id": values["org"]}
    draft.puts[Commissioner] = new_row(Commissioner) | put | place | {"account_id": None}
    tenure = {"position_id": vacant.pop(), "how": Tenure.How.RECOMMENDED, "since": since}
    draft.puts[Tenure] = new_row(Tenure) | place | tenure
    draft.puts[Contract] = new_row(Contract) | place | {"since": since, "until": until}


def archive_locked(draft: Draft) -> tuple[str, str] | None:
    """Who has left stays in the archive as they left."""
    if draft.found[Commissioner].status == Commissioner.Status.SERVING:
        return None
    return "id_number", _("这名专职委员已离岗，档案不能用导入更改。")


def archives() -> Any:
    """The archives with the day of the last appointment and of the end of the last contract."""
    mine = OuterRef("pk")
    return (
        Commissioner.objects.with_names()
        .annotate(
            since=Subquery(
                Tenure.objects.filter(commissioner=mine)
                .order_by("-since", "-id")
                .values("since")[:1]
            ),
            until=Subquery(
                Contract.objects.filter(commissioner=mine)
                .order_by("-until", "-id")
                .values("until")[:1]
            ),
        )
        .order_by("region_id", "id")
    )


ARCHIVES = Ledger(
    key="commissioners",
    name=gettext_lazy("专职委员"),
    rows=archives,
    models=(Person, Commissioner, Tenure, Contract),
    main=Commissioner,
    links={
        Commissioner: {"person_id": Person},
        Tenure: {"commissioner_id": Commissioner},
        Contract: {"commissioner_id": Commissioner},
    },
    columns=(
        *person_columns("person"),
        home_column(
            Commissioner, synonyms=("单位", "村", "工作单位", "所在单位", "任职地"), required=True
        ),
        model_column(Commissioner, "tie"),
        model_column(Commissioner, "education", synonyms=EDUCATION_WORDS),
        model_column(Commissioner, "party", read=read_party, synonyms=("政治面貌", "党员")),
        model_column(Commissioner, "skills", width=20),
        model_column(
            Tenure,
            "since",
            synonyms=("任职时间", "上岗时间", "上岗日期", "聘用时间", "聘用日期"),
            required=True,
            fixed=True,
        ),
        model_column(Contract, "until", read=read_end, name=gettext_lazy("协议截止"), fixed=True),
        *(model_column(Commissioner, name) for name in ("pension", "medical", "injury")),
        *(
            model_column(Commissioner, name, computed=True)
            for name in ("status", "verified_on", "last_log_on")
        ),
    ),
    identify=by_number,
    find=find_archives,
    plan=plan_archive,
    locked=archive_locked,
    prepare=_prepare,
    unmask=recognised_in(lambda: Commissioner.objects.values("person")),
    counted=("tie", "education", "status"),
    filters=COMMISSIONERS.filter_set,
    read="commissioner.read",
    write="commissioner.write",
    reveal="person.reveal",
    url="commissioners:commissioner-list",
    note=gettext_lazy("按身份证号认人；新的人占用任职单位的空缺岗位。离任、调整岗位在页面上办理。"),
)


# Allowances


def read_month(text: str) -> date:
    """A month: 2026-03, 2026年3月, 202603, or a day in it."""
    plain = half_width(text)
    digits = plain.translate(MONTH_SIGNS).removesuffix("月")  # untranslated: how months are written
    year, _dash, month = digits.partition("-") if "-" in digits else (digits[:4], "", digits[4:])
    if YEAR_AND_ONE.fullmatch(plain):
        # Excel keeps 2026.10 typed as a number as 2026.1: it may mean January or October.
        raise CellError(
            _("“%(text)s”分不清是 1 月还是 10 月，请写成 %(year)s-01 或 %(year)s-10。")
            % {"text": plain, "year": plain[:4]}
        )
    if (
        year.isdecimal()
        and month.isdecimal()
        and len(year) == 4
        and len(month) <= 2
        and 1 <= int(month) <= 12
    ):
        return date(int(year), int(month), 1)
    try:
        return read_date(text).replace(day=1)
    except CellError as error:
        raise CellError(
            _("“%(text)s”不是月份，请写成 2026-03 这样。") % {"text": text[:20]}
        ) from error


def identify_payment(values: Row) -> str:
    """A person's month."""
    return (
        f"{values['id_number']}|{values['month']}"
        if {"id_number", "month"} <= values.keys()
        else ""
    )


def find_payments(drafts: list[Draft]) -> None:
    """The months of a chunk's people."""
    find_people(drafts)
    months = by_key(
        drafts, lambda d: (d.found[Person].pk, d.values.get("month")) if Person in d.found else None
    )
    rows = Payment.objects.filter(commissioner__person_id__in={key for key, _month in months})
    match(
        Payment,
        months,
        (((p.commissioner.person_id, p.month), p) for p in rows.select_related("commissioner")),
    )


def plan_payment(draft: Draft) -> None:
    """A bank list says what was paid of months that were reckoned."""
    there, values = draft.found.get(Payment), draft.values
    if there is None:
        draft.refuse("month", _("这个人这个月没有核定应发补贴，请先核定，或核对身份证号和月份。"))
        return
    refuse_other_name(draft, draft.found[Person])
    repeated = values.get("paid") == there.paid
    on = values.get("paid_on") or there.paid_on or (None if repeated else today())
    if on is not None and not there.month <= on <= today():
        draft.refuse("paid_on", _("发放日期应在补贴月份之后、不晚于今天。"))
    day = {"paid_on": on} if "paid" in values else {}
    draft.puts[Payment] = draft.said("paid", "proof") | day


PAID = Ledger(
    key="payments",
    name=gettext_lazy("专职委员补贴"),
    rows=lambda: Payment.objects.with_names().order_by("region_id", "month", "id"),
    models=(Payment,),
    columns=(
        *columns_at("commissioner.person", ("name", "id_number")),
        home_column(Payment, computed=True),
        model_column(
            Payment,
            "month",
            read=read_month,
            show=lambda v: f"{v:%Y-%m}",
            required=True,
            fixed=True,
            text=True,
        ),
        model_column(Payment, "due", name=gettext_lazy("应发"), computed=True),
        model_column(Payment, "paid", name=gettext_lazy("实发"), around=YUAN, required=True),
        model_column(Payment, "paid_on"),
        model_column(Payment, "proof", width=24),
    ),
    identify=identify_payment,
    find=find_payments,
    plan=plan_payment,
    prepare=open_book,
    unmask=recognised_in(lambda: Payment.objects.values("commissioner__person")),
    filters=PAYMENTS.filter_set,
    read="commissioner.read",
    write="commissioner.pay",
    reveal="person.reveal",
    url="commissioners:payment-list",
    note=gettext_lazy("用银行发放清单登记实发：按身份证号和月份认行，应发须已核定。"),
)
register_ledger(ARCHIVES, PAID)

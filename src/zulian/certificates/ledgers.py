"""The ledger of certificates (残疾人证): the cards that a county holds already, each with its holder."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.certificates.models import Certificate
from zulian.certificates.registers.cards import CARDS
from zulian.certificates.rules.cards import LIVE, Category, NumberError, mask_number, valid_until
from zulian.certificates.rules.cards import read_number as read_card_number
from zulian.certificates.services.promises import missing_promises
from zulian.foundation.clock import today
from zulian.foundation.ledger import (
    Column,
    Draft,
    Ledger,
    Row,
    by_key,
    match,
    register_ledger,
)
from zulian.foundation.ledger_cells import NO_END, CellError, half_width, one_of, read_end, words_of
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.policy import policy
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.foundation.sealing import blind, blind_many
from zulian.people.columns import HOME
from zulian.people.disabilities import CATEGORIES, GRADES
from zulian.people.ledgers import columns_at, find_people, plan_person, recognised_in
from zulian.people.models import Person
from zulian.people.rules import tidy
from zulian.regions.ledgers import open_book

IN_USE = tuple((state, name) for state, name in Certificate.State.choices if state in LIVE)
BASE = 20  # characters of a number without the mark of a reissue


def read_number(text: str) -> str:
    """The number of a card, checked as a whole."""
    number = tidy(text)
    try:
        read_card_number(number, today())
    except NumberError as error:
        raise CellError(str(error)) from error
    return number


def read_valid_until(text: str) -> date:
    """The last day of a card's validity, also where its first stands before it; raises CellError."""
    if half_width(text) in NO_END:
        words = _(
            "残疾人证都有期限，没有“%(text)s”的：请填有效期截止日期，或留空，按发证日期推算。"
        )
        raise CellError(words % {"text": text[:10]})
    return read_end(text)


def find(drafts: list[Draft]) -> None:
    """Holders and cards of a chunk that are there already; a holder's card in use is kept beside the row."""
    for draft in drafts:
        if "number" in draft.values:
            draft.values.setdefault("id_number", draft.values["number"][:18])
    find_people(drafts)
    numbered = [d for d in drafts if "number" in d.values]
    for index, draft in zip(
        blind_many(d.values["number"] for d in numbered), numbered, strict=True
    ):
        draft.values["number_index"] = index
    cards = by_key(numbered, lambda d: d.values["number_index"])
    holders = by_key(drafts, lambda d: d.found[Person].pk if Person in d.found else None)
    with scope(EVERYTHING):
        match(
            Certificate,
            cards,
            # Of several cards with one number the one in use comes last, and stands.
            (
                (c.number_index, c)
                for c in sorted(
                    Certificate.objects.filter(number_index__in=cards),
                    key=lambda c: (c.is_live, c.pk),
                )
            ),
        )
        for card in Certificate.objects.live().filter(person_id__in=holders):
            for draft in holders[card.person_id]:
                draft.values["in_use"] = card


def recognise_cards(drafts: list[Draft]) -> None:
    """Rows with masked numbers: the holder by name and number, and the holder's card that shows such a number."""
    recognised_in(lambda: Certificate.objects.values("person"))(drafts)
    wanted = [d for d in drafts if "number" in d.masked and "id_number" in d.values]
    numbers = dict(zip(blind_many(d.values["id_number"] for d in wanted), wanted, strict=True))
    with scope(EVERYTHING):
        for card in Certificate.objects.filter(person__id_index__in=numbers).select_related(
            "person"
        ):
            draft = numbers[card.person.id_index]
            if mask_number(card.number) == tidy(draft.masked["number"]):
                draft.values["number"] = card.number


def plan(draft: Draft) -> None:
    """The rules of a card's row, after those of its holder."""
    number = draft.values["number"]
    if number[:18] != draft.values["id_number"]:
        draft.refuse("number", _("证号前 18 位与身份证号不一致，请核对哪一个写错。"))
    plan_person(draft)
    card, in_use = draft.found.get(Certificate), draft.values.pop("in_use", None)
    if card is not None:
        if not active_scope().holds(card.region_id):
            draft.refuse("number", _("这个证号已在其他地区登记。"))
        return
    if in_use is not None:
        draft.refuse("number", _("持证人已有在用的残疾人证，换发、变更请在办件中办理。"))
        return
    _new_card(draft)


def _new_card(draft: Draft) -> None:
    values = draft.values
    number = values["number"]
    category, grade = int(number[18]), int(number[19])
    if values.get("category", category) != category:
        draft.refuse("category", _("与证号第 19 位表示的类别不一致，请核对。"))
    if values.get("grade", grade) != grade:
        draft.refuse("grade", _("与证号第 20 位表示的等级不一致，请核对。"))
    issued = values["issued_on"]
    if not values["birth"] < issued <= today():
        draft.refuse("issued_on", _("发证日期应在出生之后、今天之前，请核对。"))
    until = values.get("valid_until") or valid_until(
        issued, policy("certificates/procedure", today())["valid_years"]
    )
    if until <= issued:
        draft.refuse("valid_until", _("有效期应晚于发证日期 %(day)s。") % {"day": issued})
    if draft.faults:
        return
    place = draft.found[Person].region_id if Person in draft.found else values["region"]
    draft.puts[Certificate] = new_row(Certificate) | {
        "region_id": place,
        "number": number,
        "number_index": values["number_index"],
        "base_index": values["number_index"] if len(number) == BASE else blind(number[:BASE]),
        "state": values["state"],
        "category": category,
        "grade": grade,
        "parts": _parts(category, grade),
        "issued_on": issued,
        "valid_until": until,
    }


def _parts(category: int, grade: int) -> Row:
    """What the number tells of the findings: of 多重 only that there are several."""
    return {} if category == Category.MULTIPLE else {str(category): grade}


def gate(post: Any) -> str:
    """Who takes cards in has signed the promises, as for every other work on cards."""
    missing = missing_promises(post, today())
    return _("请先签署：%(names)s。") % {"names": "、".join(missing)} if missing else ""


def _holder(column: Column) -> Column:
    """A holder's column among those of the card; the division is the card's own."""
    return replace(column, required=column.key in {"name"})


def ended(state: str) -> str:
    """Why a card of a state is not taken in anew, "" when it is: the register begins with the cards in use."""
    return "" if state in LIVE else _("只接收在用的残疾人证；已注销的不必导入。")


HOLDER = columns_at(
    "person", ("name", "id_number", "sex", "birth", "ethnicity", "phone", "address")
)
CERTIFICATES = Ledger(
    key="certificates",
    name=gettext_lazy("残疾人证"),
    rows=lambda: Certificate.objects.select_related("person").order_by("region_id", "id"),
    models=(Person, Certificate),
    main=Certificate,
    links={Certificate: {"person_id": Person}},
    columns=(
        *(_holder(c) for c in HOLDER),
        HOME,
        model_column(
            Certificate,
            "number",
            read=read_number,
            synonyms=("残疾证号", "证号", "残疾证号码", "残疾人证号码", "残疾人证编号"),
            mask=mask_number,
            required=True,
            fixed=True,
            text=True,
            width=24,
            note=gettext_lazy("20 位，补换发的后加字母和序号。"),
        ),
        model_column(
            Certificate,
            "category",
            read=one_of(CATEGORIES),
            synonyms=("类别", "残疾种类", "残疾类型"),
            fixed=True,
            width=10,
        ),
        model_column(
            Certificate,
            "grade",
            read=one_of(GRADES),
            synonyms=("等级", "残疾级别", "级别"),
            fixed=True,
            width=10,
        ),
        model_column(
            Certificate,
            "issued_on",
            synonyms=("发证时间", "签发日期", "办证日期"),
            required=True,
            fixed=True,
        ),
        model_column(
            Certificate,
            "valid_until",
            read=read_valid_until,
            synonyms=("有效期", "有效期限", "有效期至", "到期日期"),
            fixed=True,
        ),
        model_column(
            Certificate,
            "state",
            choices=words_of(IN_USE),
            synonyms=("证件状态",),
            required=True,
            fixed=True,
            barred=ended,
            width=8,
        ),
    ),
    identify=lambda values: str(values.get("number", "")),
    find=find,
    plan=plan,
    gate=gate,
    prepare=open_book,
    unmask=recognise_cards,
    counted=("category", "grade", "state", "sex"),
    filters=CARDS.filter_set,
    read="certificate.read",
    write="certificate.counter",
    reveal="person.reveal",
    url="certificates:card-list",
    note=gettext_lazy(
        "用于接收已经发出的证件。类别、等级和状态以后的变更在办件中办理；持证人的姓名、民族、电话、地址可以用导入更新。"
    ),
)
register_ledger(CERTIFICATES)

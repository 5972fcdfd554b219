"""The ledger of answers of the national register (国家库核对结果): for places without a line, by files there and back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.certificates.exchange.port import Answer, Outcome, Record
from zulian.certificates.ledgers import IN_USE, gate, read_number
from zulian.certificates.ledgers_leaving import columns_of_holder
from zulian.certificates.models import Certificate, Check
from zulian.certificates.registers.exchange import CHECKS
from zulian.certificates.rules.cards import CardState, mask_number
from zulian.certificates.rules.exchange import differences
from zulian.certificates.services.exchange import figures, records_of, state_of, text_of
from zulian.foundation.clock import now
from zulian.foundation.ledger import (
    Column,
    Draft,
    Ledger,
    by_key,
    register_ledger,
)
from zulian.foundation.ledger_cells import one_of
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.scopes import active_scope
from zulian.people.disabilities import CATEGORIES, GRADES
from zulian.people.ledgers import by_number, find_people, recognised_in, refuse_other_name
from zulian.people.models import Person
from zulian.regions.ledgers import open_book

STATES = (*IN_USE, (CardState.CANCELLED, gettext_lazy("已注销")))


def find(drafts: list[Draft]) -> None:
    """Holders of a chunk, the card in use of each, and the latest answer about them."""
    find_people(drafts)
    people = by_key(drafts, lambda d: d.found[Person].pk if Person in d.found else None)
    for person, held in records_of(people).items():
        for draft in people[person]:
            draft.values["held"] = held
    for row in Check.objects.filter(person_id__in=people, is_latest=True):
        for draft in people[row.person_id]:
            draft.found[Check] = row


def plan(draft: Draft) -> None:
    """What the file says of a person is compared with the card here, and kept with its date."""
    person, ours = draft.found.get(Person), draft.values.pop("held", None)
    if person is None or not active_scope().holds(person.region_id):
        draft.left["id_number"] = _("本辖区没有这个人的档案，不核对。")
        return
    refuse_other_name(draft, person)
    if draft.faults:
        return
    theirs = _theirs(draft)
    if theirs is None and Check in draft.found:
        # An own export names people alone: what was answered before is not overwritten by nothing.
        draft.puts[Check] = {}
        return
    found = differences(ours, theirs)
    answer = Answer(Outcome.FOUND if theirs else Outcome.UNKNOWN, record=theirs)
    draft.puts[Check] = (
        ({} if Check in draft.found else new_row(Check))
        | {
            "state": state_of(answer, found),
            "way": Check.Way.FILE,
            "record": text_of(theirs),
            "differs": found,
        }
        | ({} if Check in draft.found else {"person_id": person.pk, "region_id": person.region_id})
    )
    if Check not in draft.found:
        draft.puts[Check]["at"] = now().replace(microsecond=0)


def _theirs(draft: Draft) -> Record | None:
    """The record of a row; a row with nothing but the name says that nobody was found."""
    said = draft.values
    if not said.get("number") and said.get("card_state") in (None, ""):
        return None
    return Record(
        said.get("number", ""),
        said.get("category"),
        said.get("grade"),
        str(said.get("card_state", "")),
        said.get("valid_until"),
    )


def taken(name: str, **more: Any) -> Any:
    """A column of the other side's record: taken in and compared, never given out."""
    return model_column(Certificate, name, secret=True, get="", **more)


NATIONAL = Ledger(
    key="national",
    name=gettext_lazy("国家库核对结果"),
    rows=lambda: Check.objects.with_names().filter(is_latest=True).order_by("region_id", "id"),
    models=(Check,),
    columns=(
        *columns_of_holder(),
        taken(
            "number",
            read=read_number,
            mask=mask_number,
            synonyms=("残疾证号", "证号"),
            text=True,
            width=24,
        ),
        taken("category", read=one_of(CATEGORIES), synonyms=("类别",), width=10),
        taken("grade", read=one_of(GRADES), synonyms=("等级",), width=10),
        taken(
            "state",
            key="card_state",
            read=one_of(STATES, figures()["words"]),
            synonyms=("证件状态",),
            width=10,
        ),
        taken("valid_until", synonyms=("有效期", "到期日期")),
        Column("differs_words", gettext_lazy("不一致的内容"), computed=True, width=30),
        model_column(Check, "note", computed=True, width=30),
    ),
    identify=by_number,
    find=find,
    plan=plan,
    gate=gate,
    prepare=open_book,
    unmask=recognised_in(lambda: Check.objects.values("person")),
    counted=(),
    filters=CHECKS.filter_set,
    read="certificate.read",
    write="certificate.counter",
    reveal="person.reveal",
    url="certificates:check-list",
    note=gettext_lazy(
        "没有国家库接口的，把上级查询的结果导入：与本系统的证件逐项比对，不一致的列入待办。只有姓名和身份证号的行表示国家库查无此人。导入不改动证件。"
    ),
)
register_ledger(NATIONAL)

"""The ledger of people; other registers about people borrow its columns and rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.access import acting_may
from zulian.foundation.clock import now
from zulian.foundation.ledger import (
    Column,
    Draft,
    Ledger,
    Row,
    Unsaid,
    by_key,
    match,
    register_ledger,
)
from zulian.foundation.ledger_cells import half_width
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.foundation.sealing import blind, blind_many
from zulian.people import hooks
from zulian.people.columns import COLUMNS, HOME
from zulian.people.headings import HOME_WORDS
from zulian.people.models import Person
from zulian.people.rules import Sex, tidy
from zulian.people.tables import PersonFilter
from zulian.regions.ledgers import book, open_book
from zulian.regions.services import initials, pinyin

NAMED = ("name", "id_number", "sex", "birth", "ethnicity", "phone")
NEW_PERSON = gettext_lazy("新人必填")
HOME_NOTE = gettext_lazy(
    "还没有登记过的人必须填写，已登记的可以不填。12 位区划代码，或从县名写起的全称，如“彰武县五峰镇五峰村委会”。"
)
NO_NUMBER_NOTES = {
    "no_number": gettext_lazy("没有身份证号的人必须填写；有身份证号的不填。"),
    "sex": gettext_lazy("没有身份证号的人必须填写；有身份证号的按号码算出。"),
    "birth": gettext_lazy("没有身份证号的人必须填写；有身份证号的按号码算出。"),
}
READ, WRITE = "person.read", "person.write"
# What a file says of a person besides who they are.
KEPT_ON_FILE = {"ethnicity", "phone", "address", "residence_address"}


def columns_at(path: str, keys: Iterable[str] = ()) -> tuple[Column, ...]:
    """The columns of a person for a register whose rows keep the person at `path`."""
    chosen = [c for c in COLUMNS if not keys or c.key in keys]
    return tuple(replace(c, get=f"{path}.{c.get or c.key}", reader=READ) for c in chosen)


def identify(values: Row) -> str:
    """By the ID number; without one by name, birth date and division."""
    if "id_number" in values:
        return str(values["id_number"])
    if "no_number" in values and {"name", "birth", "region"} <= values.keys():
        return f"{values['name']}|{values['birth']}|{values['region']}"
    return ""


def recognised_in(register: Callable[[], QuerySet[Any]]) -> Callable[[list[Draft]], None]:
    """Rows whose ID number is masked: the one of the people of a register (their keys) who has that name and such a number.

    A row that fits nobody or more than one is refused; what was hidden is never guessed.
    """

    def unmask(drafts: list[Draft]) -> None:
        hidden: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            if "id_number" in draft.masked and "name" in draft.values:
                hidden[draft.values["name"]].append(draft)
        for name, people in _namesakes(hidden, register()).items():
            for draft in hidden[name]:
                fitting = [person for person in people if _fits(draft, person)]
                if len(fitting) == 1:
                    draft.values["id_number"] = fitting[0].id_number
                else:
                    draft.refuse(
                        "id_number",
                        _("身份证号是遮掩过的，认不出是台账中的哪一个人，请填写完整号码。"),
                    )

    return unmask


def _namesakes(names: Iterable[str], keys: QuerySet[Any]) -> dict[str, list[Person]]:
    """The people of a register by each of some names."""
    people: dict[str, list[Person]] = {name: [] for name in names}
    keys = keys.order_by()
    with scope(EVERYTHING):
        for person in (
            Person.objects.alive().filter(name__in=people, pk__in=keys).exclude(id_index="")
        ):
            people[person.name].append(person)
    return people


def _fits(draft: Draft, person: Person) -> bool:
    """Whether a person is the one whom a row with a masked number means."""
    shown = half_width(draft.masked["id_number"])
    return shown == person.masked_id and draft.values.get("birth", person.birth) == person.birth


def alike(values: Row) -> tuple[list[str], list[str]]:
    """A row without a number and one with a number may be one person: the same name, birth date and division."""
    said = _said(values)
    if said is None:
        return [], []
    key = "|".join(map(str, said))
    mine, other = (
        ("numbered", "unnumbered") if "id_number" in values else ("unnumbered", "numbered")
    )
    return [f"{mine}|{key}"], [f"{other}|{key}"]


def _said(values: Row) -> tuple[str, date, str] | None:
    """Name, birth date and division of a row; None where it does not say all of them. A number says the birth date."""
    number = values.get("id_number")
    birth = values.get("birth") or (_birth_of(number) if number else None)
    if birth is None or not {"name", "region"} <= values.keys():
        return None
    return values["name"], birth, values["region"]


def find_people(drafts: list[Draft]) -> None:
    """People of a chunk who are registered already, anywhere in the country."""
    numbered = [d for d in drafts if "id_number" in d.values]
    for index, draft in zip(
        blind_many(d.values["id_number"] for d in numbered), numbered, strict=True
    ):
        draft.values["id_index"] = index
    numbers = by_key(numbered, lambda d: d.values["id_index"])
    named = by_key((d for d in drafts if "id_number" not in d.values), lambda d: _said(d.values))
    with scope(EVERYTHING):
        match(
            Person,
            numbers,
            ((p.id_index, p) for p in Person.objects.alive().filter(id_index__in=numbers)),
        )
        unnumbered = Person.objects.alive().filter(
            id_index="", name__in={name for name, _b, _r in named}
        )
        match(Person, named, ((_known_by(p), p) for p in unnumbered) if named else ())
    _find_alike([draft for draft in drafts if Person not in draft.found])


def find_by_person(
    model: type[Model], drafts: list[Draft], rows: Callable[[], QuerySet[Any]]
) -> None:
    """People of a chunk, and what a register with one row a person (`person`) keeps of them, wherever it is kept."""
    find_people(drafts)
    people = by_key(drafts, lambda d: d.found[Person].pk if Person in d.found else None)
    with scope(EVERYTHING):
        match(model, people, ((row.person_id, row) for row in rows().filter(person_id__in=people)))


def _find_alike(drafts: list[Draft]) -> None:
    """Those of a chunk who are not found, but are on file within the jurisdiction with a number where the row has none, or the other way."""
    said = by_key(drafts, lambda d: _said(d.values))
    names = {name for name, _b, _r in said}
    for person in Person.objects.alive().filter(name__in=names) if names else ():
        for draft in said.get(_known_by(person), ()):
            if ("id_number" in draft.values) != bool(person.id_index):
                draft.values["alike"] = person


def _known_by(person: Person) -> tuple[str, date, str]:
    return person.name, person.birth, person.region_id


def _birth_of(number: str) -> date:
    return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))


def plan_person(draft: Draft) -> None:
    """The rules of a person's row: the number decides sex and birth date; who is kept elsewhere stays there."""
    _place_person(draft)
    if draft.faults:
        return
    values, there = draft.values, draft.found.get(Person)
    is_renamed = there is not None and values.get("name", there.name) != there.name
    if there and is_renamed and (words := hooks.correction_refused(there, {"name"})):
        draft.refuse("name", words)
        return
    draft.puts[Person] = (
        _changed(draft) if there is not None else _new(values, values.get("id_number", ""))
    )


def _place_person(draft: Draft) -> None:
    """Refuse a row that contradicts its number, or a person who is on file elsewhere or may be on file otherwise.

    Where somebody lives is told to nobody who may not see them.
    """
    values, there = draft.values, draft.found.get(Person)
    number = values.get("id_number", "")
    if number:
        _agree(draft, number)
    elif there is None:
        _without_number(draft)
    if there is not None and not active_scope().holds(there.region_id):
        draft.refuse(
            "id_number", _("这个人已经登记，不在您的管辖范围内，请办理迁移，不要重复登记。")
        )
    elif there is not None and values.get("region", there.region_id) != there.region_id:
        if acting_may(READ):
            words = _("档案中的户籍所在地是“%(kept)s”，迁移请到档案页面办理。")
            draft.refuse("region", words % {"kept": book().path(there.region_id)})
        else:
            draft.refuse("region", _("与档案中的户籍所在地不一致，请核对。"))
    elif there is None and (other := values.get("alike")) is not None:
        draft.refuse("name", _alike_words(other))


def _alike_words(other: Person) -> str:
    """Who a row may mean, to whom may see them."""
    if not acting_may(READ):
        return _("可能与已登记的人是同一个人，请由管理档案的同事核对，不要重复登记。")
    number = other.masked_id if other.id_index else _("没有身份证号")
    words = _(
        "可能就是已登记的“%(name)s”（%(number)s，%(birth)s出生），请到该档案的页面补登或更正，不要重复登记。"
    )
    return words % {"name": other.name, "number": number, "birth": other.birth}


def _agree(draft: Draft, number: str) -> None:
    values = draft.values
    birth = _birth_of(number)
    sex = Sex.MALE.value if int(number[16]) % 2 else Sex.FEMALE.value
    if values.setdefault("birth", birth) != birth:
        draft.refuse("birth", _("与身份证号中的出生日期 %(day)s 不一致，请核对。") % {"day": birth})
    if values.setdefault("sex", sex) != sex:
        draft.refuse("sex", _("与身份证号第 17 位表示的性别不一致，请核对。"))


def _without_number(draft: Draft) -> None:
    for key, words in (
        ("no_number", _("请填写身份证号；确实没有的，请填写原因。")),
        ("sex", _("没有身份证号时，请填写性别。")),
        ("birth", _("没有身份证号时，请填写出生日期。")),
    ):
        if key not in draft.values:
            draft.refuse("id_number" if key == "no_number" else key, words)


def _changed(draft: Draft) -> Row:
    """What a row says of a person who is there, with the indexes that go with it."""
    put = draft.said("name", *sorted(KEPT_ON_FILE))
    if "name" in put:
        put["initials"], put["pinyin"] = initials(put["name"]), pinyin(put["name"])
    if "phone" in put:
        put["phone_index"] = blind(put["phone"])
    if "address" in put:
        put["address_index"] = blind(tidy(put["address"]))
    return put


def _new(values: Row, number: str) -> Row:
    name, phone, address = values["name"], values.get("phone", ""), values.get("address", "")
    return {
        "region_id": values["region"],
        "name": name,
        "initials": initials(name),
        "pinyin": pinyin(name),
        "sex": values["sex"],
        "birth": values["birth"],
        "ethnicity": values.get("ethnicity", ""),
        "id_number": number,
        "id_index": values.get("id_index", ""),
        "no_number": "" if number else values["no_number"],
        "phone": phone,
        "phone_index": blind(phone),
        "address": address,
        "address_index": blind(tidy(address)),
        "residence_address": values.get("residence_address", ""),
        "since": now().replace(microsecond=0),
    }


def _needed_without_number(column: Column) -> Column:
    """A column of the register of people, with a word where somebody without an ID number needs it."""
    note = NO_NUMBER_NOTES.get(column.key)
    return replace(column, sometimes=gettext_lazy("无号必填"), note=note) if note else column


def person_columns(path: str) -> tuple[Column, ...]:
    """The columns of the person in a register of people in office: the number is asked for, it decides sex and birth."""
    needed = {"name", "id_number"}
    columns = tuple(replace(c, required=c.key in needed) for c in columns_at(path, NAMED))
    # Beside the division of the post, a bare 区划 or 村 would mean either.
    home = replace(
        HOME,
        get=f"{path}.region_id",
        required=False,
        sometimes=NEW_PERSON,
        note=HOME_NOTE,
        synonyms=HOME_WORDS,
    )
    return (*columns, home)


def by_number(values: Row) -> str:
    """A person's row is known by the ID number."""
    return str(values.get("id_number", ""))


def who(draft: Draft) -> Person | None:
    """The person of a row of another register, planned first; None when the person is new.

    Who is on file is named as on file, and stays as on file where the post does not write the files of people. Of whom a
    row does not name rightly, or who is out of the jurisdiction, no further rule is asked: what it said would tell of them.
    """
    person = draft.found.get(Person)
    if person is None and "region" not in draft.values:
        draft.refuse("region", _("这个人还没有登记，请填写户籍所在地。"))
    _place_person(draft)
    if person is not None:
        refuse_other_name(draft, person)
        if not active_scope().holds(person.region_id) or "name" in draft.faults:
            raise Unsaid("id_number")
    if draft.faults:
        return person
    if person is None:
        draft.puts[Person] = _new(draft.values, draft.values.get("id_number", ""))
    elif acting_may(WRITE):
        draft.puts[Person] = _changed(draft)
    else:
        for key in KEPT_ON_FILE & draft.values.keys():
            draft.left[key] = _("已有档案的人，这一项由档案管理，不改动。")
    return person


def refuse_other_name(draft: Draft, person: Person) -> None:
    """Refuse a row that gives somebody on file another name; the one on file is not told."""
    if draft.values.get("name", person.name) != person.name:
        draft.refuse("name", _("姓名与登记的不一致，请核对姓名和身份证号。"))


def rows() -> Any:
    """People in use, as the list shows them."""
    return Person.objects.select_related("region").order_by("region_id", "id")


PEOPLE = Ledger(
    key="people",
    name=gettext_lazy("残疾人档案"),
    rows=rows,
    models=(Person,),
    columns=tuple(map(_needed_without_number, COLUMNS)),
    identify=identify,
    find=find_people,
    plan=plan_person,
    prepare=open_book,
    unmask=recognised_in(lambda: Person.objects.values("pk")),
    alike=alike,
    counted=("sex", "ethnicity", "no_number"),
    filters=PersonFilter,
    read=READ,
    write=WRITE,
    reveal="person.reveal",
    url="people:person-list",
    note=gettext_lazy("按身份证号认人：已登记的只更新本表填写的内容，空白格不改动原有内容。"),
)
register_ledger(PEOPLE)

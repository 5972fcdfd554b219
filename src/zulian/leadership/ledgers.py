"""The ledger of terms (领导班子任职)."""

from __future__ import annotations

from collections import defaultdict
from contextvars import ContextVar
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.foundation.clock import today
from zulian.foundation.dates import years_after
from zulian.foundation.ledger import (
    Column,
    Draft,
    Ledger,
    Row,
    by_key,
    match,
    register_ledger,
)
from zulian.foundation.ledger_cells import one_of, words_of
from zulian.foundation.ledger_columns import model_column, new_row
from zulian.foundation.policy import policy
from zulian.foundation.scopes import active_scope
from zulian.leadership.models import TITLES, Office, Term
from zulian.leadership.registers import TERMS
from zulian.people.ledgers import find_people, person_columns, recognised_in, who
from zulian.people.models import Person
from zulian.regions.ledgers import open_book, region_column

ORG = region_column(
    "org",
    gettext_lazy("任职单位"),
    get="region_id",
    synonyms=("单位", "所属残联"),
    required=True,
    fixed=True,
)

TITLE_WORDS = tuple((f"{body}.{rank}", name) for (body, rank), name in TITLES.items())
_taken: ContextVar[dict[tuple[str, str], list[int]] | None] = ContextVar(
    "zulian_free_offices", default=None
)


def _prepare_terms() -> None:
    open_book()
    _taken.set(None)


def _free() -> dict[tuple[str, str], list[int]]:
    """Offices without a holder by place and title; rows of an import take them one after the other."""
    found = _taken.get()
    if found is None:
        found = defaultdict(list)
        for office in Office.objects.vacant(today()).order_by("-number"):
            found[office.region_id, f"{office.body}.{office.rank}"].append(office.pk)
        _taken.set(found)
    return found


def identify_term(values: Row) -> str:
    """A person takes an office at a place on a day."""
    keys = ("id_number", "org", "title", "since")
    return "|".join(str(values[key]) for key in keys) if set(keys) <= values.keys() else ""


def find_terms(drafts: list[Draft]) -> None:
    """People of a chunk and the terms that are there already."""
    find_people(drafts)
    taken = by_key(drafts, _taken_by)
    people = {person for person, *_rest in taken}
    rows = Term.objects.filter(person_id__in=people).select_related("office", "person")
    match(
        Term,
        taken,
        (
            ((t.person_id, t.region_id, f"{t.office.body}.{t.office.rank}", t.since), t)
            for t in rows
        ),
    )


def _taken_by(draft: Draft) -> tuple[Any, ...] | None:
    """Who took which office at which place on which day."""
    values = draft.values
    if Person not in draft.found or not draft.key:
        return None
    return draft.found[Person].pk, values["org"], values["title"], values["since"]


def plan_term(draft: Draft) -> None:
    """A term goes to the first vacant office of its title; one that is over needs the day and a past office of that title."""
    who(draft)
    values, there = draft.values, draft.found.get(Term)
    if there is not None:
        draft.puts[Term] = draft.said("tie", "source", "until")
        return
    if not active_scope().holds(values["org"]):
        draft.refuse("org", _("单位不在您的管辖范围内。"))
    if values["since"] > today():
        draft.refuse("since", _("任职日期不能晚于今天。"))
    until = values.get("until") or _end(values["since"], values["org"])
    if until <= values["since"]:
        draft.refuse("until", _("届满日期应晚于任职日期。"))
    vacant = _free().get((values["org"], values["title"]), [])
    if not vacant:
        draft.refuse("title", _("这个单位没有空缺的这一职务：请先设置职务，或办理原任的离任。"))
    if draft.faults:
        return
    said = draft.said("tie", "source")
    draft.puts[Term] = (
        new_row(Term)
        | said
        | {
            "office_id": vacant.pop(),
            "region_id": values["org"],
            "how": values.get("how", ""),
            "since": values["since"],
            "until": until,
        }
    )


def term_locked(draft: Draft) -> tuple[str, str] | None:
    """A term that is over stays as it was."""
    return (
        None if draft.found[Term].ended_on is None else ("since", _("这个任期已经结束，不能更改。"))
    )


def _end(since: date, place: str) -> date:
    return years_after(since, policy("leadership/offices", since, place)["term_years"])


LEDGER = Ledger(
    key="terms",
    name=gettext_lazy("领导班子任职"),
    rows=lambda: Term.objects.with_names().order_by("region_id", "id"),
    models=(Person, Term),
    main=Term,
    links={Term: {"person_id": Person}},
    columns=(
        *person_columns("person"),
        ORG,
        Column(
            "title",
            gettext_lazy("职务"),
            one_of(TITLE_WORDS),
            get="office.title",
            show=str,
            choices=words_of(TITLE_WORDS),
            required=True,
        ),
        model_column(Term, "tie"),
        model_column(Term, "how", fixed=True),
        model_column(Term, "since", required=True, fixed=True),
        model_column(Term, "until"),
        model_column(Term, "source", width=24),
        model_column(Term, "ended_on", computed=True),
        model_column(Term, "ended_why", computed=True),
    ),
    identify=identify_term,
    find=find_terms,
    plan=plan_term,
    locked=term_locked,
    prepare=_prepare_terms,
    unmask=recognised_in(lambda: Term.objects.values("person")),
    counted=("tie", "how"),
    filters=TERMS.filter_set,
    read="office.read",
    write="office.write",
    reveal="person.reveal",
    url="leadership:term-list",
    note=gettext_lazy("用于接收现任班子；离任在职务页面登记。单位须先设置职务。"),
)
register_ledger(LEDGER)

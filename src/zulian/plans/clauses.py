"""Which clauses of a circular are counted: those that people mean when they say how many clauses (条) a paper has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from zulian.plans.comparison import Change, Compared
from zulian.plans.models import Clause

# How 一是、二是 and the like end: they share a clause out and are none.
ENUMERATION = "是"  # untranslated: words of circulars
DEEPEST = 1


def carried_over(clauses: Iterable[Clause]) -> list[Clause]:
    """The clauses of tasks of the year before (上年结转): named apart wherever clauses are counted."""
    return [clause for clause in clauses if clause.is_carried_over]


def counted_clauses(clauses: Iterable[Clause]) -> list[Clause]:
    """The clauses of a circular as people count them, in its order.

    A section (一、) only gathers the clauses below it, and counts where it has none. What stands below a clause
    (1.、一是) is part of it; 一是 counts where a paper has nothing above it. Clauses without a printed number count
    only where the whole circular has no numbers; tasks carried over never do.
    """
    known = [clause for clause in clauses if not clause.is_carried_over]
    numbered = [clause for clause in known if clause.label.strip()]
    if not numbered:
        return [clause for clause in known if clause.parent_id is None]
    said = {clause.pk for clause in numbered if clause.label.strip().endswith(ENUMERATION)}
    candidates = [
        c
        for c in numbered
        if c.depth == 0 or (c.depth <= DEEPEST and not {c.pk, c.parent_id} & said)
    ]
    sections = {clause.parent_id for clause in candidates if clause.parent_id is not None}
    return [clause for clause in candidates if clause.pk not in sections]


def clause_of_each(clauses: Iterable[Clause]) -> dict[int, int]:
    """For each clause by its key the counted one that it counts with; tasks carried over are not among them.

    That is the nearest at or above it; of a section that has duties of its own the first below it; of what has no
    number the one before it, else the first.
    """
    known = {clause.pk: clause for clause in clauses}
    counted = {clause.pk for clause in counted_clauses(known.values())}

    def nearest(clause: Clause) -> int | None:
        if clause.pk in counted:
            return clause.pk
        return nearest(known[clause.parent_id]) if clause.parent_id in known else None

    found: dict[int, int] = {}
    waiting, last = list[int](), None
    for pk, clause in known.items():
        if clause.is_carried_over:
            continue
        own = nearest(clause)
        if own is None and not clause.label.strip():
            own = last
        if own is None:
            waiting.append(pk)
            continue
        found |= dict.fromkeys(waiting, own)
        waiting, last = [], own
        found[pk] = own
    # Behind the last counted one.
    return found | (dict.fromkeys(waiting, last) if last is not None else {})


def also_carried_over(number: int) -> str:
    """How the clauses of carried tasks are named beside those counted; empty where there are none."""
    return _("另有上年结转%(n)d条") % {"n": number} if number else ""


def clause_changes(
    rows: Sequence[Compared], new: Sequence[Clause], old: Sequence[Clause]
) -> dict[int, Change]:
    """What became of each counted clause of two circulars, by its key; what changed below a clause changes the clause.

    Of the year before only those are told that are gone.
    """
    changes: dict[int, Change] = {}
    for row in rows:
        clause = row.new or row.old
        if clause is not None:
            changes[clause.pk] = row.change
    counterparts = {
        row.old.pk: row.new.pk for row in rows if row.new is not None and row.old is not None
    }
    for clause in sorted((*new, *old), key=lambda clause: -clause.depth):
        above = counterparts.get(clause.parent_id or 0, clause.parent_id)
        own = changes.get(counterparts.get(clause.pk, clause.pk))
        if (
            own not in {None, Change.SAME}
            and above is not None
            and changes.get(above) is Change.SAME
        ):
            changes[above] = Change.CHANGED
    found = {
        clause.pk: changes[clause.pk] for clause in counted_clauses(new) if clause.pk in changes
    }
    gone = (clause.pk for clause in counted_clauses(old) if changes.get(clause.pk) is Change.GONE)
    return found | dict.fromkeys(gone, Change.GONE)


def count_changes(
    rows: Sequence[Compared], new: Sequence[Clause], old: Sequence[Clause]
) -> Counter[Change]:
    """How many counted clauses of two circulars stay, change, come and go."""
    return Counter(clause_changes(rows, new, old).values())

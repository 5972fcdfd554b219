"""Task tables (任务分解表): 任务｜责任单位｜配合单位｜时限, a duty for each act of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from zulian.documents.reading import Grid
from zulian.plans.reading.actors import NAME_ENDS, Actors, Opening, at_or_below
from zulian.plans.reading.acts import STOPS, says_act
from zulian.plans.reading.columns import Columns, columns_of, kind_of
from zulian.plans.reading.deadlines import deadlines, points_in_time
from zulian.plans.reading.duty import (
    PARTLY,
    Duty,
    Guess,
    Usual,
    not_held_marks,
    overlooked,
    several_marks,
    told_apart,
)
from zulian.plans.reading.groups import Group, groups_of
from zulian.plans.reading.helpers import departments, shared_out
from zulian.plans.reading.named import named_actors
from zulian.plans.reading.quantities import quantities
from zulian.plans.reading.splitting import split_bodies
from zulian.plans.reading.targets import wanted
from zulian.plans.reading.titles import title_of
from zulian.plans.reading.untold import untold

TOTAL = re.compile(r"(?:合|小|总)\s*计")
NUMBER_ALONE = re.compile(r"\d{1,9}(?:\.\d{1,2})?")
NUMBERED = re.compile(
    r"(?:^|(?<=[。；;\n]))[ \t\u3000]{0,20}(?:[（(]?\d{1,2}[)）.．、](?!\d)|[①-⑳])\s*"
)


def of_table(path: str, table: Grid, usual: Usual) -> list[Duty]:
    """Duties of a table 任务｜责任单位｜时限; none when none of its first rows has such heads."""
    if len(table.rows) < 2:
        return []
    rows = table.filled
    columns = columns_of(rows)
    if columns is None:
        return []
    duties = list[Duty]()
    for place in range(columns.first, len(rows)):
        if _is_of_a_duty(rows[place], columns):
            is_shared = any(
                _cell(rows[beside], columns.what) == _cell(rows[place], columns.what)
                for beside in (place - 1, place + 1)
                if columns.first <= beside < len(rows)
            )
            duties += told_apart(list(_of_row(path, rows[place], columns, is_shared, usual)))
    return duties


def _is_of_a_duty(row: tuple[str, ...], columns: Columns) -> bool:
    """Whether a row says a duty: not the sum of the others, nor a heading over all columns."""
    what = _cell(row, columns.what) or "".join(_cell(row, place) for place in columns.detail)
    if not what or any(TOTAL.fullmatch(cell.strip()) for cell in row):
        return False
    said = {cell.strip() for cell in row if cell.strip()}
    return len(said) > 1 or len(row) <= 2 or says_act(what)


def _of_row(
    path: str, row: tuple[str, ...], columns: Columns, is_shared: bool, usual: Usual
) -> Iterator[Duty]:
    """The duties of a row, one for each act and time: who bears them, who helps, by when."""
    text, heading = _words(row, columns, is_shared)
    bearing, helping = _shares(_names(row, columns.bearers))
    words, guesses = bearing, frozenset[Guess]()
    named = at_or_below(_bearers(words, columns), usual.own)
    if not named.levels:
        if named.departments:
            named, guesses = replace(named, levels=(usual.own,)), frozenset({Guess.LEVELS})
        else:
            levels, guesses = usual.levels([], text)
            named = replace(named, levels=levels)
    helpers = split_bodies(f"{_names(row, columns.helpers)}、{helping}", NAME_ENDS)
    helpers += departments(_names(row, columns.remarks))
    beside = tuple(dict.fromkeys([*named.departments, *helpers]))
    named = Actors(named.levels, beside, usual.some(named.names))
    if named.names or PARTLY.search(text):
        guesses |= {Guess.PARTLY}
    remark = _names(row, columns.remarks)
    groups = groups_of(text, lambda _segment: Opening(), usual.year)
    for place, group in enumerate(groups):
        # The number of a row stands beside its words: it is that of the last act.
        asked = _asked(row, columns) if place == len(groups) - 1 else ""
        found = _of_group(
            path, group, heading, asked, _cell(row, columns.when), named, guesses, usual
        )
        yield from (_with_remark(duty, remark) for duty in found)


def _of_group(
    path: str,
    group: Group,
    heading: str,
    asked: str,
    time: str,
    named: Actors,
    guesses: frozenset[Guess],
    usual: Usual,
) -> Iterator[Duty]:
    """The duties of an act of a row, one for each time of its cell, else of its words."""
    said = f"{group.text.strip().rstrip(STOPS)}，{asked}" if asked else group.text.strip()
    dues = points_in_time(time, usual.year, usual.issued)
    dues = dues or deadlines(group.text, usual.year, usual.issued)
    title = title_of(group.text, heading)
    helpers = dict.fromkeys([*named.departments, *departments(group.text)])
    named = replace(named, departments=tuple(helpers))
    marks = overlooked(said, title, named, bool(dues), usual)
    if untold(group.text, title):
        marks |= {Guess.MORE}
    if not dues:
        marks |= {Guess.DEADLINE}
    if _is_shared_out(said, named, usual):
        marks |= {Guess.EACH}
    marks |= several_marks(said, len(dues))
    for due in dues or [None]:  # type: ignore[list-item]
        held = guesses | marks | not_held_marks(due, said)
        yield Duty(path, named, due, tuple(quantities(said)), said, title, held)


def _with_remark(duty: Duty, remark: str) -> Duty:
    """A duty with the remark of its row behind its words, so that nobody has to look for it in the table."""
    return replace(duty, text=f"{duty.text}（备注：{remark}）") if remark else duty


def _is_shared_out(said: str, named: Actors, usual: Usual) -> bool:
    """Whether a number of a row may be that of each unit or of all together: it does not say."""
    is_of_others = bool(set(named.levels) - {usual.own})
    return is_of_others and any(not one.is_share and not one.is_each_said for one in wanted(said))


def _words(row: tuple[str, ...], columns: Columns, is_shared: bool) -> tuple[str, str]:
    """The words of a row's duties, and those above them.

    What several rows have in common, or says no act where the column of measures (主要举措) says some, is a heading of these.
    """
    what = NUMBERED.sub("", _cell(row, columns.what))
    detail = "；".join(
        words.rstrip(STOPS)
        for place in columns.detail
        if (words := NUMBERED.sub("", _cell(row, place))) and words != what
    )
    if not detail:
        return what, ""
    if not what or (says_act(detail) and (is_shared or not says_act(what))):
        return detail, what
    return f"{what.rstrip(STOPS)}，{detail}", ""


def _shares(words: str) -> tuple[str, str]:
    """The names in a cell of who bears, and of who only helps: 县残联牵头，县民政局配合."""
    shares = shared_out(words)
    if not shares or all(share.is_help for share in shares):
        return words, ""
    bearing = "、".join(share.names for share in shares if not share.is_help)
    return bearing, "、".join(share.names for share in shares if share.is_help)


def _bearers(words: str, columns: Columns) -> Actors:
    """Who bears the duties of a row; of persons alone (责任人) none but the offices that they hold."""
    named = named_actors(words)
    is_of_persons = all(kind_of(columns.heads[place]) == "person" for place in columns.bearers)
    return replace(named, departments=()) if is_of_persons else named


def _asked(row: tuple[str, ...], columns: Columns) -> str:
    """The number of a row with its unit, which may stand in the head: 数量（户）."""
    words = _cell(row, columns.number)
    if columns.number is None or not NUMBER_ALONE.fullmatch(words):
        return words
    return words + (columns.unit or f"（{columns.heads[columns.number]}）")


def _names(row: tuple[str, ...], places: tuple[int, ...]) -> str:
    return "、".join(_cell(row, place) for place in places if _cell(row, place))


def _cell(row: tuple[str, ...], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""

"""Task tables (任务分解表): 任务｜责任单位｜配合单位｜时限, a duty for each act of a row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from zulian.documents.reading import Grid
from zulian.plans.reading.actors import (
    NAME_ENDS,
    Actors,
    Opening,
    at_or_below,
    named_actors,
    names_some,
)
from zulian.plans.reading.acts import STOPS
from zulian.plans.reading.deadlines import deadlines, points_in_time
from zulian.plans.reading.duty import (
    PARTLY,
    Duty,
    Guess,
    Usual,
    not_held_marks,
    overlooked,
    told_apart,
)
from zulian.plans.reading.groups import groups_of
from zulian.plans.reading.quantities import quantities
from zulian.plans.reading.titles import title_of
from zulian.plans.reading.untold import untold

TASK_HEADS = ("任务", "工作内容", "事项", "内容", "工作要点", "项目", "措施")
ACTOR_HEADS = ("责任", "牵头", "承办", "落实单位", "单位", "配合", "协办", "科室")
TIME_HEADS = ("时限", "完成时间", "时间", "期限", "完成时限", "进度")
NUMBER_HEADS = ("数量", "量化", "指标", "目标值", "目标")
HELP_HEADS = ("配合", "协办", "协助", "参与", "参加")


def of_table(path: str, table: Grid, usual: Usual) -> list[Duty]:
    """Duties of a table 任务｜责任单位｜时限; none when its first row has no such heads."""
    if len(table.rows) < 2:
        return []
    rows = table.filled
    heads = ["".join(cell.split()) for cell in rows[0]]
    what, when = _column(heads, TASK_HEADS), _column(heads, TIME_HEADS)
    who = [
        n
        for n, head in enumerate(heads)
        if n not in {what, when} and any(name in head for name in ACTOR_HEADS)
    ]
    if what is None or (not who and when is None):
        return []
    counted = next(
        (n for n, head in enumerate(heads) if n not in {what, when, *who} and _is_number(head)),
        None,
    )
    helping = [place for place in who if any(name in heads[place] for name in HELP_HEADS)]
    bearing = [place for place in who if place not in helping]
    return [
        duty
        for row in rows[1:]
        if _cell(row, what)
        for duty in _of_row(path, row, what, bearing, helping, when, counted, usual)
    ]


def _of_row(
    path: str,
    row: tuple[str, ...],
    what: int,
    bearing: list[int],
    helping: list[int],
    when: int | None,
    counted: int | None,
    usual: Usual,
) -> Iterator[Duty]:
    """The duties of a row, one for each act: who bears them, who helps, by when."""
    text = _cell(row, what)
    words, guesses = _names(row, bearing), frozenset[Guess]()
    named = at_or_below(named_actors(words), usual.own)
    if not named.levels:
        if named.departments:
            named, guesses = replace(named, levels=(usual.own,)), frozenset({Guess.LEVELS})
        else:
            levels, guesses = usual.levels([], text)
            named = replace(named, levels=levels)
    helpers = [name for name in NAME_ENDS.split(_names(row, helping)) if name]
    named = Actors(named.levels, tuple(dict.fromkeys([*named.departments, *helpers])))
    if names_some(words, usual.issuer) or PARTLY.search(text):
        guesses |= {Guess.PARTLY}
    in_cell = points_in_time(_cell(row, when), usual.year, usual.issued)
    groups = groups_of(text, lambda _segment: Opening(), usual.year)
    for place, group in enumerate(groups):
        # The number of a row stands beside its words: it is that of the last act.
        asked = _cell(row, counted) if place == len(groups) - 1 else ""
        said = f"{group.text.strip().rstrip(STOPS)}，{asked}" if asked else group.text.strip()
        dues = in_cell or deadlines(group.text, usual.year, usual.issued)
        title = title_of(group.text)
        marks = overlooked(said, title, named, bool(dues), usual)
        if untold(group.text, title):
            marks |= {Guess.MORE}
        if not dues:
            marks |= {Guess.DEADLINE}
        counted = tuple(quantities(said))
        yield from told_apart(
            [
                Duty(
                    path,
                    named,
                    due,
                    counted,
                    said,
                    title,
                    guesses | marks | not_held_marks(due, said),
                )
                for due in (dues or [None])  # type: ignore[list-item]
            ]
        )


def _is_number(head: str) -> bool:
    return any(name in head for name in NUMBER_HEADS)


def _names(row: tuple[str, ...], places: list[int]) -> str:
    return "、".join(_cell(row, place) for place in places if _cell(row, place))


def _column(heads: list[str], names: tuple[str, ...]) -> int | None:
    for name in names:
        for place, head in enumerate(heads):
            if name in head:
                return place
    return None


def _cell(row: tuple[str, ...], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""

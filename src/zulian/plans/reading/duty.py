"""A duty (任务) as it was read, what was guessed of it, and what holds where a paper says nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from zulian.plans.reading.actors import Actors, Opening, opening_actor
from zulian.plans.reading.headings import Heading, association_levels, is_of_associations
from zulian.plans.reading.levels import ANY, all_levels, below_or_same, in_order, levels_in
from zulian.plans.reading.overlooked import left
from zulian.plans.reading.quantities import Quantity
from zulian.plans.reading.targets import held, not_held, says_several, totals
from zulian.plans.reading.times import Deadline, told_time
from zulian.plans.reading.titles import shortened, title_of

# Some units are left out, or asked for another number.
PARTLY = re.compile(
    r"除[^，,。；;]{1,20}(?:外|以外)|其中[^。；;]{0,20}?(?:县|区|市|旗|乡|镇|街道)[^，,。；;、]{0,4}\d"
    r"|(?:^|[，,、：:；;。]|其中)(?![全每各本其]|示范|试点|建)[\u4e00-\u9fa5]{1,6}[县区旗镇乡](?:残联)?各?\d(?!\d{0,3}[年月日号])"
    # 甲县、乙县各建1个, 其他区各50名, 每县2个、每区1个: not all are asked for the same.
    r"|[县区旗镇乡](?:残联)?各(?:自)?[\u4e00-\u9fa5]{0,10}\d{1,9}[^，,。；;]{0,12}[，,、；;][^。]{0,30}[县区旗镇乡](?:残联)?各"
    # 尚未配备的，须于9月底前配备, after what all are asked.
    r"|(?<=[。；;，,])[^，,。；;]{0,8}(?:尚未|还没有|未能)[^，,。；;]{1,16}的[，,]"
    # 各街道残联, 各区残联: not the townships, or the counties, of another kind.
    r"|(?:^|[，,。；;：:])\s?各(?:街道|区|县)(?=残联|残协|残疾人联合会|要|应|须)"
    r"|其[他余](?:各)?(?:县|区|乡镇|街道)|每县[^，,。；;、]{0,12}\d[^。；;]{0,8}每区"
    r"|(?:^|[，,：:；;。])(?![全每各本其])[\u4e00-\u9fa5]{1,5}[县区旗镇乡](?:、[\u4e00-\u9fa5]{1,5}[县区旗镇乡]){1,8}各"
)
# For how many units each a number is asked.
EACH_UNIT = re.compile(rf"每一?个?(?P<run>(?>{ANY}))[^，,。；;]{{0,16}}?\d")
# What is asked at each of several times.
OF_EACH_TIME = re.compile(
    r"各(?!级|地|县|区|乡|镇|村)[\u4e00-\u9fa5]{0,10}[\d一两二三]|每[次期场批]|分别[^，,。；;]{0,10}[\d一两二三]"
)
# What is done for the grass roots by those above them.
FROM_ABOVE = re.compile("培训|待遇|报酬|岗位设置|指导|督导|考核|扶持|保障|解决")


class Guess(StrEnum):
    """What of a task was not read but assumed."""

    LEVELS = "levels"  # nobody is named: the level below the issuer
    ADDRESSEES = "addressees"  # nobody is named in clause and headings: those to whom the circular is addressed
    HEADINGS = (
        "headings"  # nobody is named: those addressed, and those whom a heading above names as well
    )
    BODIES = "bodies"  # nobody is named: those levels that have what it is about (专门协会)
    STAFF = "staff"  # only 专职委员 are named, whom townships have as well
    NEXT = "next"  # nobody is named before the next sentence: who acts there
    DEADLINE = "deadline"  # no time is named: the plan's default
    RHYTHM = "rhythm"  # the words name a rhythm, or a span of a number, that no plan holds
    MORE = "more"  # the words ask for acts that the title does not say: perhaps duties of their own
    REST = "rest"  # words that were read neither as an act nor as part of one: perhaps a duty of its own
    OTHERS = "others"  # units are named that are neither the issuer nor below it: nobody here acts
    PARTLY = (
        "partly"  # some units are excepted, or have numbers of their own: all have the same here
    )
    TOTAL = "total"  # a number is asked of all together: it is not divided among those who act
    TABLE = "table"  # a table stands below the words that was read neither as tasks nor as numbers
    EACH = "each"  # whether a number is asked of each unit or of all together is not said: of each
    APIECE = "apiece"  # a number is asked for each unit below those who act: it is not multiplied
    APART = "apart"  # several levels have numbers of their own: each of them has all of them here
    SEVERAL = "several"  # numbers of several times or parts: each task here has all of them
    TEXT = "text"  # the words of its clause were changed in the review: who, when and how much may have changed too
    TIMES = "times"  # the words name a further time, which no task has
    NUMBERS = "numbers"  # the words name a number that is no target
    ACTORS = "actors"  # the words name somebody who acts and is neither among the levels nor helps
    MEASURE = "measure"  # no register is named: measures that suit any clause, or one found by a general word


@dataclass(frozen=True)
class Duty:
    """One duty: the path of its clause, who acts, by when, how much, in which words, its title, and what was guessed.

    `like` are the words of the duty before it, where it is the same with the same number for others (其他县区10月底前完成).
    """

    clause: str
    actors: Actors
    deadline: Deadline | None
    quantity: tuple[Quantity, ...]
    text: str
    title: str = ""
    guesses: frozenset[Guess] = frozenset()
    like: str = ""


@dataclass(frozen=True)
class Usual:
    """What holds where a clause says nothing: the year, the levels addressed, the level below the issuer, the issuer's own.

    And what the paper says of itself: the day of its issue, its issuer's name.
    """

    year: int
    addressed: tuple[str, ...] = ()
    below: str = "county"
    own: str = "city"
    issued: date | None = None
    issuer: str = ""

    def opening(self, segment: str) -> Opening:
        """Whom a segment tells to act: nobody above the issuer; 各级 means the issuer as well."""
        opening = opening_actor(segment)
        if opening.is_everyone:
            return replace(opening, levels=all_levels(self.own))
        if opening.is_addressed:
            return replace(opening, levels=self.addressed or (self.below,))
        if opening.names:
            return self._named(opening)
        if not opening.levels:
            return opening
        below = below_or_same(opening.levels, self.own)
        return replace(opening, levels=below) if below else Opening()

    def _named(self, opening: Opening) -> Opening:
        """Whom names tell to act: some of a level below the issuer, the issuer itself, or nobody here."""
        if any(name in self.issuer for name in opening.names if len(name) > 2):
            return replace(opening, levels=(self.own,), names=(), is_some=False)
        below = tuple(level for level in opening.levels if level != self.own)
        return replace(opening, levels=below_or_same(below, self.own))

    def some(self, names: Sequence[str]) -> tuple[str, ...]:
        """The units that names call, without the issuer."""
        return tuple(name for name in names if name not in self.issuer)

    def levels(
        self, headings: Sequence[Heading], text: str
    ) -> tuple[tuple[str, ...], frozenset[Guess]]:
        """The levels of a duty that names nobody: by its headings (the nearest last), by what it is about, by the addressees."""
        rest = self.addressed or (self.below,)
        guess = frozenset({Guess.ADDRESSEES if self.addressed else Guess.LEVELS})
        titles = [title_of(text), *(heading.title for heading in reversed(headings))]
        bodies = association_levels(self.own) if is_of_associations(titles) else ()
        for heading in reversed(headings):
            if heading.levels and not heading.is_focus:
                return _within(heading.levels, bodies), frozenset()
            if bodies:
                continue
            if heading.levels and not FROM_ABOVE.search(text):
                levels = in_order([*rest, *heading.levels])
                return levels, guess if set(levels) == set(rest) else frozenset({Guess.HEADINGS})
        return (bodies, frozenset({Guess.BODIES})) if bodies else (rest, guess)


def says_partly(text: str, actors: Actors) -> bool:
    """Whether words leave out some units, or ask for a number of each unit of one level where several act (每县50户，每乡镇10户)."""
    return bool(PARTLY.search(text)) or (
        len(actors.levels) > 1
        and any(
            set(levels_in(match["run"])) & set(actors.levels) for match in EACH_UNIT.finditer(text)
        )
    )


def _within(levels: tuple[str, ...], bodies: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some levels that have what a duty is about; all of them where none has."""
    return tuple(level for level in levels if level in bodies) or levels


def overlooked(text: str, title: str, actors: Actors, is_timed: bool, usual: Usual) -> set[Guess]:
    """The marks of what is kept nowhere; where no time is known, or nobody acts here, that is marked already."""
    kept_nowhere = left(
        text,
        title,
        actors.levels,
        actors.departments,
        usual.year,
        usual.issued,
        is_timed=is_timed,
    )
    found = {
        Guess.REST: kept_nowhere.rest,
        Guess.TIMES: kept_nowhere.times,
        Guess.NUMBERS: kept_nowhere.numbers,
        Guess.ACTORS: kept_nowhere.actors if actors.levels else [],
        Guess.TOTAL: totals(text) if set(actors.levels) - {usual.own} else [],
    }
    return {guess for guess, pieces in found.items() if pieces}


def several_marks(text: str, times: int) -> frozenset[Guess]:
    """The mark of numbers that are of several times or parts, where the words do not say of each (4月、9月各1期)."""
    is_shared = times > 1 and bool(held(text)) and not OF_EACH_TIME.search(text)
    return frozenset({Guess.SEVERAL} if is_shared or says_several(text) else ())


def not_held_marks(due: Deadline | None, text: str) -> frozenset[Guess]:
    """The mark of a time, or of a number over a time, that no plan holds."""
    is_nearest = due is not None and due.is_nearest
    return frozenset({Guess.RHYTHM} if is_nearest or not_held(text) else ())


def told_apart(duties: list[Duty]) -> list[Duty]:
    """Duties of one clause or row with the same title, told apart by their deadlines."""
    titles = Counter(duty.title for duty in duties)
    return [
        replace(duty, title=shortened(f"{duty.title}（{told_time(duty.deadline)}）"))
        if duty.deadline and titles[duty.title] > 1
        else duty
        for duty in duties
    ]

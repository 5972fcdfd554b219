"""Acts of a duty's words that its title does not say: they would stand in its text and nowhere else."""

from __future__ import annotations

import re

from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.acts import (
    COUNTED_ONLY,
    INSPECTED,
    STOPS,
    act_start,
    act_words,
    goes_along,
    is_handed_in,
    segments,
)
from zulian.plans.reading.quantities import quantities
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.reading.titles import (
    COMPOSED,
    EMPTY,
    IN_PARTS,
    as_called,
    ended,
    is_ended,
    printed,
    shortened,
)
from zulian.plans.reading.unread import NO_DUTY
from zulian.plans.reading.weight import times

# An act of fewer signs tells nothing of its own.
SHORTEST = 4
# What is to be done before somebody is named may only lead up to what they are told.
LEADS_UP = re.compile("(?:同时|还)?(?:要|应|须|必须)")
# How many signs show that a title begins to say an act.
BEGINNING = 4


def untold(text: str, title: str) -> list[str]:
    """The acts that a text asks for beside those that its title says, or begins to say where it had to be cut.

    What leads up to an actor (要健全网络，县要建立总站) belongs to what that one is told.

    >>> untold("村要设立联络站，每月登记来访，上门建立服务登记册。", "设立联络站")
    ['登记来访', '建立服务登记册']
    """
    said = plain(title)
    is_cut = said.endswith("…")
    return [
        words
        for sentence in cut_after(SENTENCE_ENDS, text)
        for words in _acts_of(sentence)
        if len(words) >= SHORTEST
        and not EMPTY.fullmatch(words)
        and not COUNTED_ONLY.fullmatch(words)
        and not is_ended(words)
        and plain(words) not in said
        and not (is_cut and plain(words)[:BEGINNING] in said)
    ]


def _acts_of(sentence: str) -> list[str]:
    """The acts of a sentence as a title would say them, from the last actor on."""
    parts = segments(sentence)
    starts = [act_start(part) for part in parts]
    told = [place for place, part in enumerate(parts) if opening_actor(part)]
    # What leads up to the first who is told to act belongs to that, but for what has a time or a number of its own.
    first = min(told, default=0)
    leads_up = bool(told) and bool(INSPECTED.match(parts[first].lstrip()))
    return [
        shortened(
            ended(
                as_called(IN_PARTS.sub("", COMPOSED.sub("", act_words(part, starts[place])))),
                parts[place:],
            )
        )
        for place, part in enumerate(parts)
        if starts[place] is not None
        and (place >= first or (not leads_up and _is_of_its_own(part)))
        and not is_handed_in(part, starts[place])
        and not NO_DUTY.search(part)
        and not (place and goes_along(parts, starts, place))
    ]


def _is_of_its_own(part: str) -> bool:
    """Whether an act before somebody is named is more than what leads up to theirs (要健全网络，县要建立总站)."""
    return bool(not LEADS_UP.match(part.lstrip()) or times(part) or quantities(part))


def plain(words: str) -> str:
    """Words without stops, written as print does, for comparing."""
    return printed(words).translate(str.maketrans("", "", STOPS))

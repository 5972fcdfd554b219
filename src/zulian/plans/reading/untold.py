"""Acts of a duty's words that its title does not say: they would stand in its text and nowhere else."""

from __future__ import annotations

from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.acts import (
    STOPS,
    act_start,
    act_words,
    goes_along,
    is_handed_in,
    segments,
)
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after
from zulian.plans.reading.titles import COMPOSED, printed, shortened

# An act of fewer signs (加强领导) tells nothing of its own.
SHORTEST = 5


def untold(text: str, title: str) -> list[str]:
    """The acts that a text asks for beside those that its title says; none where the title itself had to be cut.

    What leads up to an actor (要健全网络，县要建立总站) belongs to what that one is told.

    >>> untold("村要设立联络站，每月登记来访，上门建立服务登记册。", "设立联络站")
    ['登记来访', '建立服务登记册']
    """
    said = _plain(title)
    if said.endswith("…"):
        return []
    return [
        words
        for sentence in cut_after(SENTENCE_ENDS, text)
        for words in _acts_of(sentence)
        if len(words) >= SHORTEST and _plain(words) not in said
    ]


def _acts_of(sentence: str) -> list[str]:
    """The acts of a sentence as a title would say them, from the last actor on."""
    parts = segments(sentence)
    starts = [act_start(part) for part in parts]
    told = [place for place, part in enumerate(parts) if opening_actor(part)]
    return [
        shortened(COMPOSED.sub("", act_words(part, starts[place])))
        for place, part in enumerate(parts)
        if starts[place] is not None
        and place >= max(told, default=0)
        and not is_handed_in(part, starts[place])
        and not (place and goes_along(parts, starts, place))
    ]


def _plain(words: str) -> str:
    return printed(words).translate(str.maketrans("", "", STOPS))

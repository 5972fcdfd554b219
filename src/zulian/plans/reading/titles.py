"""Titles of duties: the act that is asked for, in a few words, never a cut citation."""

from __future__ import annotations

import re

from zulian.plans.reading.actors import opening_actor
from zulian.plans.reading.acts import act_start, is_bare, is_circumstance, segments
from zulian.plans.reading.deadlines import OPENS
from zulian.plans.reading.helpers import NOTE
from zulian.plans.reading.splitting import CITED, cut_after

LONGEST, SHORT = 40, 24
STOPS = "，,。；;！：:、 \t\n"
SENTENCES = frozenset("。；;！\n")
NUMBER_BEHIND = re.compile(r"《〇》[(（][^()（）]{2,40}号[)）]")
MODALS = re.compile(r"(?:要|应当|应|须|必须|并|同时|还要)+")
CUTS = frozenset("、，,")


def title_of(text: str, heading: str = "") -> str:
    """The title of a duty: its first act with what follows it closely; a bare act says of what, by the clause's heading.

    >>> title_of("认真贯彻《甲、乙的意见》精神，在要求时间内筹备召开代表大会，完成换届任务。")
    '筹备召开代表大会，完成换届任务'
    """
    parts = [part for sentence in cut_after(SENTENCES, _without_notes(text)) for part in segments(sentence)]
    if not parts:
        return ""
    starts = [act_start(part) for part in parts]
    first = _first_act(parts, starts)
    words = _act(parts[first], starts[first])
    if is_bare(words) and first and _is_open(parts[first - 1]) and not is_circumstance(parts[first - 1]):
        # 未签订承诺书的，要及时签订: what is to be done stands before the comma.
        return shortened(_act(parts[first - 1], None) + "，" + words)
    for place in range(first + 1, len(parts)):
        if (
            not _is_open(parts[place - 1])
            or not _follows(parts, starts, place)
            or len(words) > SHORT - len(parts[place])
        ):
            break
        words += "，" + _act(parts[place], starts[place])
    if is_bare(words) and heading:
        head = segments(heading)[0].strip(STOPS)
        words = f"{words}（{head}）" if head and len(head) <= LONGEST - len(words) - 2 else words
    return shortened(words)


def _first_act(parts: list[str], starts: list[int | None]) -> int:
    """The place of the act that a duty is about: what somebody named is told to do, else the first, else the first words."""
    acts = [place for place, start in enumerate(starts) if start is not None]
    for place in acts:
        if opening_actor(parts[place]) and not is_bare(_act(parts[place], starts[place])):
            return place
    if acts:
        return acts[0]
    said = [place for place, part in enumerate(parts) if part.strip(STOPS)]
    return next((place for place in said if not is_circumstance(parts[place])), said[0] if said else 0)


def _is_open(part: str) -> bool:
    return part.rstrip().endswith(("，", ","))


def _follows(parts: list[str], starts: list[int | None], place: int) -> bool:
    """Whether a further act may stand in the title: it is whole, and no time of its own opens it."""
    is_whole = not _is_open(parts[place]) or place + 1 == len(parts) or starts[place + 1] is not None
    return starts[place] is not None and is_whole and not OPENS.match(parts[place])


def _without_notes(text: str) -> str:
    found = NOTE.search(text)
    return text[: found.start()].rstrip("（(【[ 　") if found and found.start() > 1 else text


def _act(part: str, start: int | None) -> str:
    """The words of an act without who and by when."""
    if start is None:
        start = opening_actor(part).end
        modal = MODALS.match(part, start)
        start = modal.end() if modal else start
    return part[start:].strip(STOPS)


def shortened(words: str) -> str:
    """Words of at most forty characters: whole, without the cited titles in them, or up to a comma where no bracket is open."""
    if len(words) <= LONGEST:
        return words
    without = NUMBER_BEHIND.sub("有关文件", CITED.sub("《〇》", words)).replace("《〇》", "有关文件")
    if len(without) <= LONGEST:
        return without
    kept = ""
    for piece in cut_after(CUTS, without):
        if len(kept) + len(piece) > LONGEST - 1:
            break
        kept += piece
    return (kept.rstrip("、，,") or without[: LONGEST - 1]) + "…"

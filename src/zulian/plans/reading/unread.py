"""What of a duty's words was read neither as an act nor as what belongs to one: it may be a duty that was overlooked."""

from __future__ import annotations

import re

from zulian.plans.reading.acts import (
    STOPS,
    WISH,
    WISHED,
    act_start,
    is_circumstance,
    says_act,
    segments,
)
from zulian.plans.reading.deadlines import OPENS, deadline
from zulian.plans.reading.helpers import begins_with_note
from zulian.plans.reading.splitting import SENTENCE_ENDS, cut_after

# Segments shorter than this say no act (如有变动).
SHORTEST = 5
# What begins so says with which aim, how, how much or for whom something is done, which is no act of its own.
BELONGS = re.compile(
    r"(?:要|应|须|进一步|切实|着力|努力|积极|不断|全面|大力|有效|真正|以|来|从而|进而|并|也|都|更好地?|尽可能|最大(?:程度|限度)地?|认真){0,6}"
    r"(?:提高|提升|提供|发挥|增强|加强|强化|深化|优化|细化|改善|充分|凝聚|加快|规范|推动|促进|营造|形成|使|让|确保|保证|保障|保持|坚持|突出|把握|"
    r"丰富|拓展|扩大|满足|维护|引导|发扬|弘扬|贯彻|履行|融入|配合|服务|创新|调动|承担|做到|实现|达到|力争|争取|着力|力求|面向|针对|"
    r"其中|其他|其余|除|每|各|共|均|全部|合计|不少于|不低于|不超过|不得|不能|不断|至少|最|遇|如|若|凡|因|无|有|具体|详见|见|含|包括|"
    r"特别是|尤其是|重点|主要|即|等|工作|有关|相关|电话|联系|邮箱|地址|今年|本年|明年|时间|认真|严格|狠抓|树立|体现|展示|激发|防止|杜绝|避免|减少)"
)
# What closes a condition or an attribute, not an act: 未签订责任书的，….
CONDITION = re.compile(r"(?:的|时|后|前|起|中|下|上|来说|而言|为主|为辅|为重点|为核心)$")


def unread(text: str) -> list[str]:
    """The pieces of a duty's words that say neither its act nor how, how much or when, without the stops around them.

    >>> unread("村要设立联络站，张贴联络员名单，提高服务水平，12月底前完成。")
    ['张贴联络员名单']
    """
    if not says_act(text):
        return []
    found: list[str] = []
    for sentence in cut_after(SENTENCE_ENDS, text):
        if begins_with_note(sentence):
            continue
        parts = segments(sentence)
        known = [_is_known(part) or _is_wished(parts, place) for place, part in enumerate(parts)]
        # What lists things (本人申请，村评议) goes on behind what it begins with.
        found += [
            part.strip(STOPS) for part, is_known in zip(parts, known, strict=True) if not is_known
        ]
    return found


def _is_wished(parts: list[str], place: int) -> bool:
    """Whether a segment says what those are to do whom the one before encourages."""
    if not place or not WISH.match(parts[place]):
        return False
    start = act_start(parts[place - 1])
    return start is not None and bool(WISHED.match(parts[place - 1], start))


def _is_known(part: str) -> bool:
    words = part.strip(STOPS)
    return bool(
        len(words) < SHORTEST
        or act_start(part) is not None
        or is_circumstance(part)
        or BELONGS.match(words)
        or CONDITION.search(words)
        or OPENS.match(words)
        or deadline(words, 2000)
        or any(sign.isdigit() for sign in words)
    )

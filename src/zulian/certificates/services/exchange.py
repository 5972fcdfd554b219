"""Checking cards against the national register of holders (国家库核对): by a line where there is one, by files where not."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.exchange.port import Answer, NationalRegister, Outcome, Record
from zulian.certificates.exchange.soap import Line
from zulian.certificates.models import Certificate, Check
from zulian.certificates.rules.exchange import differences
from zulian.certificates.services import cards
from zulian.certificates.services.common import require_sworn
from zulian.foundation.audit import audited
from zulian.foundation.clock import now, today
from zulian.foundation.policy import Policy, policy
from zulian.foundation.work import unit_of_work
from zulian.people.models import Person

# How long several questions in one request may take together.
PATIENCE_SECONDS = 20


def figures() -> Policy:
    """How the interface names things, and its bounds: background, until a site sets what its operator says."""
    rules = policy("certificates/national", today())
    own: dict[str, Any] = settings.NATIONAL_NAMES
    if not own:
        return rules
    # Of the fields those that are set take the place of the policy's; lists and codes are the operator's as a whole.
    values = rules.values | own | {"fields": {**rules["fields"], **own.get("fields", {})}}
    source = _("按接入单位的说明设置")
    return replace(rules, values=values, source=source, background=False)


def is_on() -> bool:
    """Whether the site has a line to the national register."""
    return bool(settings.NATIONAL_URL)


def national_register() -> NationalRegister:
    """The line; raises ValidationError where the site has none."""
    if not is_on():
        raise ValidationError(_("没有开通国家库查询接口，请用导出、导入文件核对。"))
    return Line(
        settings.NATIONAL_URL,
        settings.NATIONAL_USER,
        settings.NATIONAL_PASSWORD,
        settings.NATIONAL_IP,
        figures(),
    )


def ask(person: Person, post: Post) -> Check:
    """Ask for one person, outside of any transaction, and keep the answer with its date.

    Raises ValidationError for a person without a number.
    """
    require_sworn(post)
    if not person.id_number:
        raise ValidationError(_("没有身份证号，不能核对。"))
    held = _held_by([person.pk]).get(person.pk)
    name = held[0].name if held else person.name
    answer = national_register().ask(name, person.id_number)
    return keep(person, post, answer)


def ask_for(cards: Sequence[Certificate], post: Post) -> list[Check]:
    """Ask for several holders, as many as the policy lets, and no longer than a request may take.

    Raises ValidationError for more of them than that.
    """
    most, end, done = figures()["most_at_once"], time.monotonic() + PATIENCE_SECONDS, []
    if len(cards) > most:
        raise ValidationError(_("一次最多核对 %(n)d 人，请减少勾选。") % {"n": most})
    for card in cards:
        done.append(ask(card.person, post))
        if time.monotonic() > end:
            break
    return done


def _held_by(people: Iterable[int]) -> dict[int, tuple[Certificate, str]]:
    """The cards in their holders' hands and their states, by the key of the person.

    For one that lies ready it is the one before it, as that stood.
    """
    live = Certificate.objects.live().filter(person__in=list(people)).select_related("before")
    ready = set(cards.lying_ready().filter(person__in=list(people)).values_list("pk", flat=True))
    held = {}
    for card in live:
        old = card.before if card.pk in ready else None
        held[card.person_id] = (
            (old, str(old.ended_from or old.state)) if old else (card, str(card.state))
        )
    return held


def records_of(people: Iterable[int]) -> dict[int, Record]:
    """The cards in their holders' hands as they are compared, by the key of the person."""
    return {
        person: Record(card.number, card.category, card.grade, state, card.valid_until)
        for person, (card, state) in _held_by(people).items()
    }


def record_of(person: Person) -> Record | None:
    """The card in its holder's hands as it is compared."""
    return records_of([person.pk]).get(person.pk)


@unit_of_work
def keep(person: Person, post: Post | None, answer: Answer, way: str = Check.Way.LINE) -> Check:
    """Keep an answer; it takes the place of the one before as the latest, which stays with its date."""
    person = Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)
    for before in Check.objects.filter(person=person, is_latest=True):
        with audited("check.supersede", before):
            before.is_latest = False
            if before.state == Check.State.DIFFERS:
                before.state = Check.State.SETTLED
                before.note = before.note or _("已重新核对")
            before.save()
    found = (
        [] if answer.outcome == Outcome.FAILED else differences(record_of(person), answer.record)
    )
    check = Check(
        person=person,
        state=state_of(answer, found),
        way=way,
        code=answer.code,
        fault=answer.fault[:60],
        record=text_of(answer.record),
        differs=found,
        at=now(),
        by=post,
    )
    with audited("check.keep", check):
        check.save()
    return check


def state_of(answer: Answer, found: list[str]) -> str:
    """What an answer comes to."""
    if answer.outcome == Outcome.FAILED:
        return Check.State.FAILED
    return Check.State.DIFFERS if found else Check.State.SAME


def text_of(record: Record | None) -> str:
    """A record as it is kept, sealed."""
    if record is None:
        return ""
    values = {**vars(record), "valid_until": str(record.valid_until or "")}
    return json.dumps(values, ensure_ascii=False)


@unit_of_work
def settle(pk: int, post: Post, note: str) -> Check:
    """处理 a difference: which side was wrong, and how it was put right.

    Raises ValidationError where somebody settled it meanwhile, and without a word of how.
    """
    require_sworn(post)
    check = Check.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if check.state != Check.State.DIFFERS:
        raise ValidationError(_("这一条已经处理，请刷新页面再看。"))
    if not note.strip():
        raise ValidationError({"note": _("请写明哪一边有误，怎样更正的。")})
    with audited("check.settle", check):
        check.state, check.note = Check.State.SETTLED, note.strip()[:200]
        check.save()
    return check

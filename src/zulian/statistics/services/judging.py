"""A return's way: handed in once its checks hold, judged by the unit just above, locked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.audit import audited, audited_all
from zulian.foundation.numbers import plain
from zulian.foundation.steps import locked, need_words
from zulian.foundation.work import unit_of_work
from zulian.statistics.models import OPEN, Filing
from zulian.statistics.rules import LAST_YEAR, Finding, Values, findings
from zulian.statistics.services.filling import below

State = Filing.State
SHOWN = 5


@dataclass(frozen=True)
class Verdict:
    """What checks say of a return: what bars handing in, and what needs a word."""

    hard: tuple[str, ...]
    soft: tuple[str, ...]


def in_words(finding: Finding, *, has_columns: bool) -> str:
    """A failed check as it is told."""
    facts = {"left": plain(finding.left), "right": plain(finding.right), "column": finding.column}
    facts["words"] = finding.check.words
    if has_columns and finding.column:
        return _("%(words)s（%(column)s：%(left)s，对应 %(right)s）") % facts
    return _("%(words)s（%(left)s，对应 %(right)s）") % facts


def verdict_of(filing: Filing) -> Verdict:
    """The checks of a return as it is now, those on what is left out and on units below among them."""
    layout, values = filing.form, filing.values()
    has_columns = len(layout.columns) > 1
    hard: list[str] = []
    soft: list[str] = []
    for finding in findings(layout, values, others(filing)):
        words = in_words(finding, has_columns=has_columns)
        (hard if finding.check.hard else soft).append(words)
    empty = [place for place in layout.kept() if values[place] is None]
    if empty:
        names = "、".join(layout.name_of(place) for place in empty[:SHOWN])
        facts = {"n": len(empty), "names": names}
        hard.append(_("还有 %(n)d 个数没有填：%(names)s") % facts)
    missing = below(filing).missing
    if missing:
        names = "、".join(one.region.name for one in missing[:SHOWN])
        facts = {"n": len(missing), "names": names}
        soft.append(_("下级还有 %(n)d 个单位的报表没有审核通过，没有汇总：%(names)s") % facts)
    return Verdict(tuple(hard), tuple(soft))


def others(filing: Filing) -> Mapping[str, Values]:
    """The numbers of the unit's other returns that checks compare with: last year's, and the latest of each other form."""
    tables: dict[str, Values] = {}
    before = last_year(filing)
    if before is not None:
        tables[LAST_YEAR] = before.values()
    rows = Filing.objects.filter(region_id=filing.region_id, year=filing.year)
    rows = rows.exclude(state__in=OPEN).exclude(code=filing.code)
    for other in rows.order_by("quarter").prefetch_related("cells"):
        tables[other.code] = other.values()
    return tables


def last_year(filing: Filing) -> Filing | None:
    """The unit's return for the same form and period a year before, once it was handed in."""
    rows = Filing.objects.filter(region_id=filing.region_id, code=filing.code)
    same = rows.filter(year=filing.year - 1, quarter=filing.quarter).exclude(state__in=OPEN)
    return same.prefetch_related("cells").first()


@unit_of_work
def hand_in(pk: int, post: Post, leader: str, explanation: str) -> Filing:
    """上报 under the name of the unit's leader; the returns that were added up to it are locked.

    Raises ValidationError before the cut-off day, for figures of before it, where a check bars it, and where one that fails is
    not explained.
    """
    filing = locked(Filing, pk, State.FILLING)
    _is_of_the_day(filing)
    verdict = verdict_of(filing)
    if verdict.hard:
        raise ValidationError([_("审核关系不成立，不能上报："), *verdict.hard[:SHOWN]])
    if verdict.soft:
        explanation = need_words(
            explanation,
            "explanation",
            _("请说明以下情况：%(what)s") % {"what": "；".join(verdict.soft[:SHOWN])},
        )
    with audited("filing.hand_in", filing):
        filing.hand_in()
        filing.by, filing.handed_on = post, clock.today()
        filing.leader, filing.explanation = leader.strip(), explanation.strip()
        filing.save()
    _lock_all([one for one in below(filing).settled if one.state == State.ACCEPTED])
    if filing.to_id is not None:
        facts = {"who": filing.region.organisation, "what": filing}
        _tell(filing.to_id, _("%(who)s上报了“%(what)s”，请审核") % facts, filing, post)
    return filing


def _is_of_the_day(filing: Filing) -> None:
    if clock.today() < filing.until:
        words = _("截止日是 %(day)s，到截止日才能上报。")
        raise ValidationError(words % {"day": filing.until})
    if filing.filled_on is None or filing.filled_on < filing.until:
        raise ValidationError(_("取数在截止日以前，请重新取数再上报。"))


def _lock_all(filings: list[Filing]) -> None:
    with audited_all("filing.lock", filings):
        for filing in filings:
            filing.lock()
            filing.save(update_fields=["state"])


def _judged(pk: int, post: Post, *states: State) -> Filing:
    """A return that a post may judge; raises PermissionDenied for its own, and for those that are not handed in to its unit."""
    filing = locked(Filing, pk, *states)
    if not may_judge(post, filing):
        raise PermissionDenied(_("由上一级单位审核，自己上报的不能自己审核。"))
    return filing


def may_judge(post: Post, filing: Filing) -> bool:
    """Whether a post is of the unit just above, and did not hand it in itself.

    Where nobody above works with this site, another post of the same unit judges.
    """
    judge = filing.to_id or filing.region_id
    return post.region_id == judge and post.pk != filing.by_id


@unit_of_work
def accept(pk: int, post: Post, opinion: str) -> Filing:
    """审核通过."""
    filing = _judged(pk, post, State.HANDED_IN)
    with audited("filing.accept", filing):
        filing.accept()
        _note(filing, post, opinion)
    return filing


@unit_of_work
def send_back(pk: int, post: Post, reason: str) -> Filing:
    """退回 with a reason, one that was accepted or locked too as long as the sum above it is not handed in.

    Raises ValidationError without a reason, or where the sum above is handed in.
    """
    filing = _judged(pk, post, State.HANDED_IN, State.ACCEPTED, State.LOCKED)
    why = need_words(reason, "opinion", _("请写明退回的原因。"))
    if sum_is_out(filing):
        raise ValidationError(_("汇总数已经上报，请先退回汇总的报表。"))
    with audited("filing.send_back", filing):
        filing.send_back()
        _note(filing, post, why)
    facts = {"what": filing, "why": why}
    _tell(filing.region_id, _("“%(what)s”被退回：%(why)s") % facts, filing, post)
    return filing


def sum_is_out(filing: Filing) -> bool:
    """Whether the return of the unit above, which adds this one up, is handed in."""
    rows = Filing.objects.alike(filing).filter(region_id=filing.to_id)
    return rows.exclude(state__in=OPEN).exists()


@unit_of_work
def lock(pk: int, post: Post) -> Filing:
    """锁定: it stays as it is."""
    filing = _judged(pk, post, State.ACCEPTED)
    _lock_all([filing])
    return filing


def _note(filing: Filing, post: Post, opinion: str) -> None:
    filing.judged_by, filing.judged_on = post, clock.today()
    filing.opinion = opinion.strip()
    filing.save()


@unit_of_work
def remind(pk: int, post: Post) -> bool:
    """催报 a unit below whose return is not handed in, once a day; returns whether that is new.

    Raises PermissionDenied for who is not of the unit above, ValidationError for a return that is handed in.
    """
    filing = locked(Filing, pk, *OPEN)
    if filing.to_id != post.region_id:
        raise PermissionDenied(_("由上一级单位催报。"))
    facts = {"what": filing, "day": filing.due_on}
    words = _("请尽快上报“%(what)s”，期限 %(day)s") % facts
    key = f"filing:{filing.pk}:remind:{clock.today()}"
    with audited("filing.remind", filing):
        return send(
            filing.region_id,
            "statistics",
            words,
            filing.get_absolute_url(),
            key,
            post.region.organisation,
        )


def _tell(code: str, words: str, filing: Filing, post: Post) -> None:
    # The step of a later round of the same return is told anew.
    key = f"filing:{filing.pk}:{filing.state}:{clock.now():%Y%m%d%H%M%S}"
    send(code, "statistics", words, filing.get_absolute_url(), key, post.region.organisation)

"""Problems: found once, planned, mended with evidence, verified by the level above, reopened when it does not hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.messages import send
from zulian.accounts.models import Post
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import Assessment, Problem, ProblemState
from zulian.grassroots.services.common import keep_evidence, require_above, rules
from zulian.grassroots.services.standings import restore
from zulian.regions.models import Region

LIMIT = 300
# Whose word counts more when the same shortcoming is found again.
RANK = [Problem.Source.OTHER, Problem.Source.OWN, Problem.Source.REVIEW, Problem.Source.VISIT, Problem.Source.VETO]


@dataclass(frozen=True)
class Finding:
    """One shortcoming: the item it belongs to (empty for none), in what, what it is, who found it."""

    item_key: str
    subject: str
    text: str
    source: Problem.Source
    veto: bool = False


def default_due(day: date) -> date:
    """By when a problem found on a day is to be mended, unless somebody says otherwise."""
    return day + timedelta(days=rules(day)["mend_days"])


@unit_of_work
def find(region: Region, finding: Finding, assessment: Assessment | None, due: date | None = None) -> Problem:
    """Put one problem on the list; one that stands open for the same item is made more precise instead."""
    if due is not None and due < today():
        raise ValidationError({"due": _("整改期限不能早于今天。")})
    return find_all(region, [finding], assessment, due)[0]


def find_all(
    region: Region, findings: Iterable[Finding], assessment: Assessment | None, due: date | None = None
) -> list[Problem]:
    """Put problems of one organisation on the list: an item has one open problem; what was closed before is named as repeated."""
    findings = list(findings)
    keys = [f.item_key for f in findings if f.item_key]
    rows = list(Problem.objects.filter(region=region, item_key__in=keys).order_by("pk")) if keys else []
    past = {p.item_key: p for p in rows if p.state == ProblemState.CLOSED}
    standing = {p.item_key: p for p in rows if p.state != ProblemState.CLOSED}
    found, fresh = [], []
    for finding in findings:
        if finding.item_key in standing:
            found.append(_sharpen(standing[finding.item_key], finding, assessment))
            continue
        made = Problem(
            region=region, assessment=assessment, item_key=finding.item_key, subject=finding.subject[:120], text=finding.text[:LIMIT],
            source=finding.source, veto=finding.veto, found_on=today(), due=due or default_due(today()),
            repeats=past.get(finding.item_key),
        )  # fmt: skip
        fresh.append(made)
        found.append(made)
    for made in fresh:
        with audited("problem.find", made):
            made.save(force_insert=True)
    return found


def _sharpen(there: Problem, finding: Finding, assessment: Assessment | None) -> Problem:
    """The same shortcoming seen again while it is open: who checked later has the word."""
    if RANK.index(Problem.Source(there.source)) > RANK.index(finding.source):
        return there
    with audited("problem.sharpen", there):
        there.text, there.source, there.veto = finding.text[:LIMIT], finding.source, there.veto or finding.veto
        there.assessment = assessment or there.assessment
        if there.state == ProblemState.MENDED:
            there.give_back()
            there.verdict, there.returns = _("检查时仍然存在"), there.returns + 1
        there.save()
    return there


def _locked(pk: int, *states: ProblemState) -> Problem:
    found = Problem.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    if found.state not in states:
        words = _("这个问题现在是“%(state)s”，可能别人刚刚办过，请刷新页面再看。")
        raise ValidationError(words % {"state": found.get_state_display()})
    return found


@unit_of_work
def plan(pk: int, cause: str, measure: str, owner: Post, due: date) -> Problem:
    """制定整改措施: why it is so, what is done, by whom, by when."""
    found = _locked(pk, ProblemState.FOUND, ProblemState.MENDING)
    if due < found.found_on:
        raise ValidationError({"due": _("整改期限不能早于发现日期。")})
    if found.state == ProblemState.FOUND and due < today():
        raise ValidationError({"due": _("整改期限不能早于今天。")})
    if found.state == ProblemState.MENDING and due > found.due:
        raise ValidationError({"due": _("期限已定为 %(day)s，不能自行推后。") % {"day": found.due}})
    with audited("problem.plan", found):
        found.plan()
        found.cause, found.measure, found.owner, found.due = cause.strip(), measure.strip(), owner, due
        found.save()
    return found


@unit_of_work
def mend(pk: int, post: Post, done: str, files: list[Any], link: str = "") -> Problem:
    """完成整改: what was done, with evidence; the level above is asked to verify it."""
    found = _locked(pk, ProblemState.MENDING)
    if not files and not link.strip():
        raise ValidationError({"papers": _("请上传整改后的照片或材料，或填写台账页面地址。")})
    pieces = keep_evidence(found.region, post, files, _("整改：%(what)s") % {"what": found.subject[:40]}, link)
    with audited("problem.mend", found):
        found.mend()
        found.done, found.done_on = done.strip(), today()
        found.save()
        found.evidence.add(*pieces)
    return found


@unit_of_work
def verify(pk: int, post: Post, passed: bool, verdict: str) -> Problem:
    """验收: closed, or back to be mended with the reason. A veto that is mended gives the standing back."""
    found = _locked(pk, ProblemState.MENDED)
    require_above(post, found.region_id)
    if not passed and not verdict.strip():
        raise ValidationError({"verdict": _("不通过时请写明还差什么。")})
    with audited("problem.close" if passed else "problem.return", found):
        if passed:
            found.close()
            found.verified_on, found.verified_by = today(), post
        else:
            found.give_back()
            found.returns += 1
        found.verdict = verdict.strip()
        found.save()
    if passed and found.source == Problem.Source.VETO:
        restore(found.region_id, found.item_key)
    if not passed:
        _tell(found, _("整改验收未通过：%(what)s") % {"what": found.subject})
    return found


@unit_of_work
def reopen(pk: int, post: Post, why: str, due: date) -> Problem:
    """重新打开 a closed problem that shows again; one item has one open problem."""
    found = _locked(pk, ProblemState.CLOSED)
    require_above(post, found.region_id)
    if due < today():
        raise ValidationError({"due": _("整改期限不能早于今天。")})
    if found.item_key and Problem.objects.open().filter(region=found.region_id, item_key=found.item_key).exists():
        raise ValidationError(_("这个单位同一项目已有未销号的问题，请在那一条上办理。"))
    with audited("problem.reopen", found):
        found.reopen()
        found.verdict, found.due, found.reopened = why.strip(), due, found.reopened + 1
        found.verified_on = found.verified_by = found.done_on = None
        found.save()
    _tell(found, _("整改问题重新打开：%(what)s") % {"what": found.subject})
    return found


def _tell(found: Problem, title: str) -> None:
    key = f"problem:{found.pk}:{found.returns}:{found.reopened}"
    send(found.region_id, "problem", title, found.get_absolute_url(), key)

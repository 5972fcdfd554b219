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
from zulian.foundation.steps import locked, need_words
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import Assessment, Problem, ProblemState
from zulian.grassroots.services.common import keep_evidence, require_above, rules
from zulian.grassroots.services.standings import restore
from zulian.regions.models import Region

LIMIT = 300
# Whose word counts more when the same shortcoming is found again.
RANK = [
    Problem.Source.OTHER,
    Problem.Source.OWN,
    Problem.Source.REVIEW,
    Problem.Source.VISIT,
    Problem.Source.VETO,
]


@dataclass(frozen=True)
class Finding:
    """One shortcoming: the item it belongs to (empty for none), in what, what it is, who found it."""

    item_key: str
    subject: str
    text: str
    source: Problem.Source
    veto: bool = False


def default_due(day: date, place: str) -> date:
    """By when a problem found on a day at a place is to be mended, unless somebody says otherwise."""
    return day + timedelta(days=rules(day, place)["mend_days"])


@unit_of_work
def find(
    region: Region, finding: Finding, assessment: Assessment | None, due: date | None = None
) -> Problem:
    """Put one problem on the list; one that stands open for the same item is made more precise instead.

    Raises ValidationError for a term that is past.
    """
    if due is not None and due < today():
        raise ValidationError({"due": _("整改期限不能早于今天。")})
    return find_all(region, [finding], assessment, due)[0]


def find_all(
    region: Region,
    findings: Iterable[Finding],
    assessment: Assessment | None,
    due: date | None = None,
) -> list[Problem]:
    """Put problems of one organisation on the list: an item has one open problem; what was closed before is named as repeated."""
    findings = list(findings)
    keys = [finding.item_key for finding in findings if finding.item_key]
    rows = (
        list(Problem.objects.filter(region=region, item_key__in=keys).order_by("pk"))
        if keys
        else []
    )
    past = {problem.item_key: problem for problem in rows if problem.state == ProblemState.CLOSED}
    standing = {
        problem.item_key: problem for problem in rows if problem.state != ProblemState.CLOSED
    }
    problems = []
    for finding in findings:
        if finding.item_key in standing:
            problems.append(_sharpen(standing[finding.item_key], finding, assessment))
            continue
        problem = Problem(
            region=region,
            assessment=assessment,
            item_key=finding.item_key,
            subject=finding.subject[:120],
            text=finding.text[:LIMIT],
            source=finding.source,
            veto=finding.veto,
            found_on=today(),
            due=due or default_due(today(), region.code),
            repeats=past.get(finding.item_key),
        )
        with audited("problem.find", problem):
            problem.save(force_insert=True)
        problems.append(problem)
    return problems


def _sharpen(problem: Problem, finding: Finding, assessment: Assessment | None) -> Problem:
    """The same shortcoming seen again while it is open: who checked later has the word."""
    if RANK.index(Problem.Source(problem.source)) > RANK.index(finding.source):
        return problem
    with audited("problem.sharpen", problem):
        problem.text, problem.source, problem.veto = (
            finding.text[:LIMIT],
            finding.source,
            problem.veto or finding.veto,
        )
        problem.assessment = assessment or problem.assessment
        if problem.state == ProblemState.MENDED:
            problem.give_back()
            problem.verdict, problem.returns = _("检查时仍然存在"), problem.returns + 1
        problem.save()
    return problem


@unit_of_work
def plan(pk: int, cause: str, measure: str, owner: Post, due: date) -> Problem:
    """制定整改措施: why it is so, what is done, by whom, by when.

    Raises ValidationError for a term before the day it was found or that is past, and for one later than was promised.
    """
    problem = locked(Problem, pk, ProblemState.FOUND, ProblemState.MENDING)
    if due < problem.found_on:
        raise ValidationError({"due": _("整改期限不能早于发现日期。")})
    if problem.state == ProblemState.FOUND and due < today():
        raise ValidationError({"due": _("整改期限不能早于今天。")})
    if problem.state == ProblemState.MENDING and due > problem.due:
        raise ValidationError(
            {"due": _("期限已定为 %(day)s，不能自行推后。") % {"day": problem.due}}
        )
    with audited("problem.plan", problem):
        problem.plan()
        problem.cause, problem.measure, problem.owner, problem.due = (
            cause.strip(),
            measure.strip(),
            owner,
            due,
        )
        problem.save()
    return problem


@unit_of_work
def mend(pk: int, post: Post, done: str, files: list[Any], link: str = "") -> Problem:
    """完成整改: what was done, with evidence; the level above is asked to verify it.

    Raises ValidationError without evidence.
    """
    problem = locked(Problem, pk, ProblemState.MENDING)
    if not files and not link.strip():
        raise ValidationError({"papers": _("请上传整改后的照片或材料，或填写台账页面地址。")})
    pieces = keep_evidence(
        problem.region, post, files, _("整改：%(what)s") % {"what": problem.subject[:40]}, link
    )
    with audited("problem.mend", problem):
        problem.mend()
        problem.done, problem.done_on = done.strip(), today()
        problem.save()
        problem.evidence.add(*pieces)
    return problem


@unit_of_work
def verify(pk: int, post: Post, passed: bool, verdict: str) -> Problem:
    """验收: closed, or back to be mended with the reason. A veto that is mended gives the standing back."""
    problem = locked(Problem, pk, ProblemState.MENDED)
    require_above(post, problem.region_id)
    if not passed:
        need_words(verdict, "verdict", _("不通过时请写明还差什么。"))
    with audited("problem.close" if passed else "problem.return", problem):
        if passed:
            problem.close()
            problem.verified_on, problem.verified_by = today(), post
        else:
            problem.give_back()
            problem.returns += 1
        problem.verdict = verdict.strip()
        problem.save()
    if passed and problem.source == Problem.Source.VETO:
        restore(problem.region_id, problem.item_key)
    if not passed:
        _tell(problem, _("整改验收未通过：%(what)s") % {"what": problem.subject})
    return problem


@unit_of_work
def reopen(pk: int, post: Post, why: str, due: date) -> Problem:
    """重新打开 a closed problem that shows again; one item has one open problem.

    Raises ValidationError for a term that is past, and where another of the item stands open.
    """
    problem = locked(Problem, pk, ProblemState.CLOSED)
    require_above(post, problem.region_id)
    if due < today():
        raise ValidationError({"due": _("整改期限不能早于今天。")})
    if (
        problem.item_key
        and Problem.objects.open()
        .filter(region=problem.region_id, item_key=problem.item_key)
        .exists()
    ):
        raise ValidationError(_("这个单位同一项目已有未销号的问题，请在那一条上办理。"))
    with audited("problem.reopen", problem):
        problem.reopen()
        problem.verdict, problem.due, problem.reopened = why.strip(), due, problem.reopened + 1
        problem.verified_on = problem.verified_by = problem.done_on = None
        problem.save()
    _tell(problem, _("整改问题重新打开：%(what)s") % {"what": problem.subject})
    return problem


def _tell(problem: Problem, title: str) -> None:
    key = f"problem:{problem.pk}:{problem.returns}:{problem.reopened}"
    send(problem.region_id, "problem", title, problem.get_absolute_url(), key)

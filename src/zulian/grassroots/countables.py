"""What the registers of grassroots organisations count in a time: sheets handed in, problems mended, standards reached."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.foundation.scopes import ScopedQuerySet
from zulian.grassroots import proofs
from zulian.grassroots.models import Assessment, AssessmentState, Organisation, Problem, Standing
from zulian.grassroots.models.campaigns import TO_FILL
from zulian.grassroots.registers.organisations import ORGANISATIONS
from zulian.grassroots.registers.problems import PROBLEMS
from zulian.grassroots.registers.sheets import SHEETS
from zulian.indicators.nouns import PLACES, combined
from zulian.indicators.proofs import exists
from zulian.indicators.registry import Countable, register_countables

CHECKED = ("自查", "规范化自查", "自查自评", "对照检查")  # untranslated: words of clauses
VISITED = ("抽查", "实地检查", "实地核查", "检查验收")  # untranslated: words of clauses
PROBLEM_WORDS = ("问题", "存在问题", "突出问题")  # untranslated: words of clauses
MENDED = ("整改", "解决", "整改完成", "销号")  # untranslated: words of clauses
MENDING = ("整改", "整改到位", "销号", "解决")  # untranslated: words of clauses
REACHED = (
    "规范化达标",
    "达标单位",
    "达标组织",
    "达标",
    "规范化建设",
)  # untranslated: words of clauses
BASES = ("示范点", "规范化残协", "规范化组织")  # untranslated: words of clauses
SHEET_UNITS = ("个", "家", "次", "份")  # untranslated: units of clauses
ITEMS = ("个", "项", "件", "条", "处")  # untranslated: units of clauses


def sheets(day: date) -> ScopedQuerySet[Assessment]:
    rows: ScopedQuerySet[Assessment] = Assessment.objects.with_names()
    return rows


def handed_in(since: date, until: date) -> Q:
    """Sheets handed in that were not given back since."""
    return Q(submitted_on__range=(since, until)) & ~Q(state__in=TO_FILL)


def visited(since: date, until: date) -> Q:
    """Organisations that were inspected on the spot."""
    return Q(
        visit_on__range=(since, until), state__in=[AssessmentState.VISITED, AssessmentState.SETTLED]
    )


def problems(day: date) -> ScopedQuerySet[Problem]:
    rows: ScopedQuerySet[Problem] = Problem.objects.with_names()
    return rows


def mended(since: date, until: date) -> Q:
    return Q(state="closed", verified_on__range=(since, until)) & proofs.PROBLEM.met(until)


def organisations(day: date) -> ScopedQuerySet[Organisation]:
    rows: ScopedQuerySet[Organisation] = Organisation.objects.with_names()
    return rows


def reached(since: date, until: date) -> Q:
    """Organisations whose standard was reached in the time and was not lost again in it."""
    return exists(
        lambda: Standing.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=until),
            organisation=OuterRef("pk"),
            since__range=(since, until),
        )
    )


register_countables(
    Countable(
        "grassroots.sheets_handed_in",
        _("完成自查"),
        _("期间上报、没有被退回的自查"),
        sheets,
        handed_in,
        SHEETS.table,
        CHECKED,
        SHEET_UNITS,
        entry="grassroots:sheet-list",
    ),
    Countable(
        "grassroots.visited",
        _("实地检查"),
        _("期间实地检查过的单位"),
        sheets,
        visited,
        SHEETS.table,
        VISITED,
        SHEET_UNITS,
        entry="grassroots:sheet-list",
    ),
    Countable(
        "grassroots.problems_mended",
        _("问题整改"),
        _("期间经上级验收销号的问题"),
        problems,
        mended,
        PROBLEMS.table,
        combined(PROBLEM_WORDS, before=MENDED, after=MENDING),
        ITEMS,
        entry="grassroots:problem-list",
    ),
    Countable(
        "grassroots.standards_reached",
        _("规范化达标"),
        _("期间评估达标、仍在有效期内的组织"),
        organisations,
        reached,
        ORGANISATIONS.table,
        (*REACHED, *BASES),
        PLACES,
        entry="grassroots:sheet-list",
    ),
)

"""Live measures of grassroots organisations: standards reached, problems closed on time, evidence, what an organisation should have.

Past days are answered truly of standards reached, sheets handed in and problems. What an organisation has and how many
pieces of evidence a mark bears is counted as it is now, and a campaign that was closed since counts no more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.foundation.scopes import EVERYTHING, ScopedQuerySet, scope
from zulian.grassroots import proofs
from zulian.grassroots.models import Assessment, Campaign, Mark, Organisation, Problem, Standing
from zulian.grassroots.models.campaigns import TO_FILL
from zulian.grassroots.registers.organisations import ORGANISATIONS
from zulian.grassroots.registers.problems import PROBLEMS
from zulian.grassroots.registers.sheets import MARKS, SHEETS
from zulian.grassroots.services import organisations as register_of
from zulian.indicators.registry import Indicator, register
from zulian.regions.models import Level


def organisations(day: date) -> ScopedQuerySet[Organisation]:
    rows: ScopedQuerySet[Organisation] = Organisation.objects.with_names()
    return rows


def of_level(level: Level) -> Callable[[date], Q]:
    """Organisations of a level."""
    return lambda day: Q(region__level=level)


def reached(day: date) -> Q:
    """Organisations whose standing is valid on `day`."""
    with scope(EVERYTHING):
        valid = Standing.objects.filter(since__lte=day, until__gt=day, organisation=OuterRef("pk"))
        return Q(Exists(valid.filter(Q(ended_on=None) | Q(ended_on__gt=day))))


def organisations_of_standings(rows: Sequence[Standing]) -> list[int]:
    return [row.organisation_id for row in rows]


def everything(day: date) -> Q:
    return Q()


def sheets(day: date) -> ScopedQuerySet[Assessment]:
    rows: ScopedQuerySet[Assessment] = Assessment.objects.with_names()
    return rows


def running(day: date) -> Q:
    """Sheets of campaigns that had begun by the day and are under way."""
    return Q(campaign__state=Campaign.State.OPEN, campaign__starts_on__lte=day)


def handed_in(day: date) -> Q:
    return ~Q(state__in=TO_FILL) & (Q(submitted_on=None) | Q(submitted_on__lte=day))


def marks(day: date) -> ScopedQuerySet[Mark]:
    rows: ScopedQuerySet[Mark] = Mark.objects.with_names()
    return rows


def wanting_evidence(day: date) -> Q:
    """Items that want evidence, on sheets that were handed in."""
    begun = Q(assessment__campaign__starts_on__lte=day)
    return begun & Q(wants_evidence=True, not_applicable=False) & ~Q(assessment__state__in=TO_FILL)


def evidenced(day: date) -> Q:
    return Q(pieces__gt=0)


def marks_of_sheets(rows: list[Assessment]) -> list[int]:
    """The marks of sheets that changed."""
    return list(
        Mark.objects.filter(assessment__in=[row.pk for row in rows if row.pk]).values_list(
            "pk", flat=True
        )
    )


def sheets_of_campaigns(rows: list[Campaign]) -> list[int]:
    return list(
        Assessment.objects.filter(campaign__in=[row.pk for row in rows if row.pk]).values_list(
            "pk", flat=True
        )
    )


def problems(day: date) -> ScopedQuerySet[Problem]:
    rows: ScopedQuerySet[Problem] = Problem.objects.with_names()
    return rows


def ripe(day: date) -> Q:
    """Problems found by the day that were closed by then, or whose day is over."""
    return Q(found_on__lte=day) & (closed(day) | Q(due__lt=day))


def closed(day: date) -> Q:
    return Q(state="closed") & (Q(verified_on=None) | Q(verified_on__lte=day))


def on_time(day: date) -> Q:
    """Closed, and reported as mended by their day."""
    return closed(day) & Q(done_on__lte=F("due"))
    """Closed as the policy demands, and reported as mended by their day."""
    return Q(state="closed", done_on__lte=F("due")) & proofs.PROBLEM.met(day)


COUNTY = ("县级组织达标率", "县级达标率", "县级残联达标")  # untranslated: words of clauses
TOWNSHIP = (
    "乡级组织达标率",
    "乡级达标率",
    "乡镇残联达标",
    "乡级残联达标",
)  # untranslated: words of clauses
VILLAGE = (
    "村级组织达标率",
    "村级达标率",
    "村级残协达标",
    "社区残协达标",
)  # untranslated: words of clauses
NAMES = {
    Level.COUNTY: (
        "reached_county",
        _("县级组织达标率"),
        _("达标且在有效期内的 ÷ 县（区）残联"),
        COUNTY,
    ),
    Level.TOWNSHIP: (
        "reached_township",
        _("乡级组织达标率"),
        _("达标且在有效期内的 ÷ 乡镇（街道）残联"),
        TOWNSHIP,
    ),
    Level.VILLAGE: (
        "reached_village",
        _("村级组织达标率"),
        _("达标且在有效期内的 ÷ 村（社区）残协"),
        VILLAGE,
    ),
}
REACHED = [
    Indicator(
        f"grassroots.{code}",
        name,
        meaning,
        organisations,
        of_level(level),
        reached,
        ORGANISATIONS.table,
        words=("强基育人", "规范化自查", "达标"),
        touched={Standing: organisations_of_standings},
        nouns=nouns,
        entry="grassroots:sheet-list",
        lowest=level,
    )
    for level, (code, name, meaning, nouns) in NAMES.items()
]
EQUIPPED = Indicator(
    "grassroots.equipped",
    _("组织建设齐全率"),
    _("规范化要求各项齐全的 ÷ 基层组织"),
    organisations,
    everything,
    register_of.complete,
    ORGANISATIONS.table,
    words=("强基育人", "规范化自查"),
    entry="grassroots:organisation-list",
    nouns=("组织建设齐全率", "组织建设率"),
)
CHECKED = Indicator(
    "grassroots.checked",
    _("自查完成率"),
    _("已上报自查结果的 ÷ 进行中评估的参评单位"),
    sheets,
    running,
    handed_in,
    SHEETS.table,
    words=("规范化自查", "对照检查", "强基育人"),
    touched={Campaign: sheets_of_campaigns},  # type: ignore[dict-item]
    entry="grassroots:sheet-list",
    nouns=("自查完成率", "自查覆盖率", "自查面"),
)
EVIDENCED = Indicator(
    "grassroots.evidenced",
    _("评估佐证覆盖率"),
    _("附有材料的 ÷ 需要佐证材料的评分项"),
    marks,
    wanting_evidence,
    evidenced,
    MARKS.table,
    words=("规范化自查", "强基育人"),
    touched={Assessment: marks_of_sheets},  # type: ignore[dict-item]
    entry="grassroots:sheet-list",
    nouns=("评估佐证覆盖率", "佐证覆盖率"),
)
MENDED = Indicator(
    "grassroots.mended",
    _("问题按期销号率"),
    _("按期整改并验收的 ÷ 已销号和已到期的问题"),
    problems,
    ripe,
    on_time,
    PROBLEMS.table,
    words=("查找问题", "逐项整改", "强基育人", "规范化自查"),
    entry="grassroots:problem-list",
    nouns=("问题按期销号率", "问题整改率", "整改完成率", "整改率", "销号率"),
)
register(*REACHED, EQUIPPED, CHECKED, EVIDENCED, MENDED)

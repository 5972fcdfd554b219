"""Papers of the grassroots room: the report on one county's assessment."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zulian.documents.official import Heading, Official, Table, compose
from zulian.foundation.clock import today
from zulian.grassroots.models import (
    Assessment,
    AssessmentState,
    Campaign,
    Mark,
    Problem,
    ProblemState,
)
from zulian.grassroots.models.standards import LEVELS
from zulian.grassroots.services.comparison import heat
from zulian.regions.models import Region

WEAKEST = 8


def report(campaign: Campaign, county: Region) -> Official:
    """关于…评估情况的报告: results by level, weakest items, problems and their mending, all organisations with their points."""
    official = Official(
        _("关于“%(name)s”\n评估情况的报告") % {"name": campaign.name},
        campaign.region.organisation,
        county.official_name,
        today(),
    )
    sheets = Assessment.objects.within(county).filter(campaign=campaign)
    official.blocks.append(Heading(_("总体情况")))
    for level, name in LEVELS:
        rows = sheets.filter(region__level=level)
        total = rows.count()
        if total:
            words = _(
                "{name}：参评{total}个，已上报{handed}个，已核定{settled}个，其中优秀{good}个、达标{reached}个、未达标{short}个。"
            )
            official.blocks.append(
                compose(
                    words,
                    name=str(name),
                    total=total,
                    handed=rows.exclude(submitted_on=None).count(),
                    settled=rows.filter(state=AssessmentState.SETTLED).count(),
                    good=rows.filter(grade="good").count(),
                    reached=rows.filter(grade="reached").count(),
                    short=rows.filter(grade="short").count(),
                )
            )
    wanted = Mark.objects.within(county).filter(assessment__campaign=campaign, wants_evidence=True)
    official.blocks.append(
        compose(
            _("需要佐证材料的评分项{n}项，已附材料{m}项，材料目录附后。"),
            n=wanted.count(),
            m=wanted.evidenced().count(),
        )
    )
    _weak(official, campaign, county)
    _mending(official, county)
    official.blocks.append(Heading(_("各单位得分")))
    lines = tuple(
        (
            str(n),
            s.region.organisation,
            str(s.own_percent or "—"),
            str(s.percent or "—"),
            str(s.get_grade_display() or s.get_state_display()),
        )
        for n, s in enumerate(sheets.with_names().order_by("region_id"), 1)
    )
    official.blocks.append(
        Table((_("序号"), _("单位"), _("自评得分"), _("核定得分"), _("等次")), lines)
    )
    return official


def _weak(official: Official, campaign: Campaign, county: Region) -> None:
    official.blocks.append(Heading(_("薄弱环节")))
    for standard in campaign.standards.order_by("level"):
        rows = [
            (number, str(item)[:60], f"{share * 100:.1f}%")
            for number, item, share in heat(campaign, standard, county).weakest(WEAKEST)
            if share < 1
        ]
        if rows:
            official.blocks.append(
                compose(_("按{name}，得分率较低的项目如下。"), name=standard.name)
            )
            official.blocks.append(Table((_("序号"), _("考核内容"), _("平均得分率")), tuple(rows)))


def _mending(official: Official, county: Region) -> None:
    official.blocks.append(Heading(_("问题整改")))
    rows = Problem.objects.within(county)
    closed = rows.filter(state=ProblemState.CLOSED)
    words = _(
        "共列入问题清单{n}个，已销号{closed}个，整改中{open}个，其中逾期{late}个；重复出现的问题{again}个。清单附后。"
    )
    official.blocks.append(
        compose(
            words,
            n=rows.count(),
            closed=closed.count(),
            open=rows.open().count(),
            late=rows.overdue(today()).count(),
            again=rows.filter(repeats__isnull=False).count(),
        )
    )

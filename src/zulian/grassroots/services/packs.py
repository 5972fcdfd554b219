"""The inspection pack (迎检材料): everything of one county as a report, workbooks and evidence in one zip; made by the job runner."""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.documents.official import write_docx
from zulian.documents.services import keep_large
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.excel import workbook
from zulian.foundation.pieces import in_pieces
from zulian.foundation.work import unit_of_work
from zulian.grassroots.models import Assessment, Campaign, Evidence, Mark, Organisation, Problem
from zulian.grassroots.papers import report
from zulian.ledgers.exports import OWN
from zulian.ledgers.jobs import Progress, submit, works
from zulian.ledgers.models import Job
from zulian.regions.models import Region

LEDGER = "assessments"
MAX_BYTES = 2 * 2**30
UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def ask(campaign: Campaign, county: Region, post: Post) -> Job:
    """Queue the job that puts the inspection pack of a county together.

    Raises ValidationError for a county that takes no part.
    """
    if not Assessment.objects.filter(campaign=campaign).within(county).exists():
        raise ValidationError(_("%(name)s没有参加这次评估。") % {"name": county.name})
    return submit(Job.Kind.PACK, post, LEDGER, campaign=campaign.pk, county=county.code, reason="")


@works(Job.Kind.PACK)
def assemble(progress: Progress) -> str:
    """Write the zip file by file, so that its size costs disk and not memory."""
    job = progress.job
    campaign = Campaign.objects.select_related("region").get(pk=job.options["campaign"])
    county = Region.objects.get(code=job.options["county"])
    pieces = list(evidence_of(campaign, county))
    progress.begin(_("汇编材料"), len(pieces) + 5)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for n, (name, data) in enumerate(papers(campaign, county, pieces), 1):
                archive.writestr(name, data)
                progress.beat(n)
            for n, (place, piece) in enumerate(pieces, 6):
                if piece.file is not None:
                    # Photographs and office files are packed already.
                    archive.writestr(place, piece.file.read(), zipfile.ZIP_STORED)
                progress.beat(n)
        with unit_of_work():
            title = _("%(county)s迎检材料%(day)s.zip") % {
                "county": county.name,
                "day": f"{today():%Y%m%d}",
            }
            with path.open("rb") as source:
                job.file = keep_large(source, title, job.region, job.post, "zip", OWN, MAX_BYTES)
            Job.objects.filter(pk=job.pk).update(done=job.total, file=job.file)
            record("campaign.pack", campaign, {"county": county.code, "files": len(pieces)})
    return _("报告 1 份、表格 4 份、佐证材料 %(n)d 件。") % {
        "n": sum(piece.file is not None for _place, piece in pieces)
    }


def evidence_of(campaign: Campaign, county: Region) -> Iterator[tuple[str, Evidence]]:
    """Evidence used in the county's sheets, numbered, each with its place in the zip."""
    used = Mark.evidence.through.objects.filter(mark__assessment__campaign=campaign).values(
        "evidence_id"
    )
    rows = (
        Evidence.objects.within(county)
        .filter(pk__in=used)
        .select_related("region", "file")
        .order_by("region_id", "pk")
    )
    for number, piece in enumerate(rows, 1):
        kind = piece.file.kind if piece.file else ""
        name = f"{number:05d}-{safe(piece.title)}.{kind}"
        yield f"{_('佐证材料')}/{piece.region_id}-{safe(piece.region.organisation)}/{name}", piece


def safe(text: str) -> str:
    """A text as the name of a file."""
    return UNSAFE.sub("-", text)[:60].strip(" .") or "-"


def papers(
    campaign: Campaign, county: Region, pieces: Sequence[tuple[str, Evidence]]
) -> Iterator[tuple[str, bytes]]:
    """The report and the workbooks."""
    yield _("1-评估情况报告.docx"), write_docx(report(campaign, county))
    yield _("2-得分表.xlsx"), workbook(_("得分表"), _scores_head(), _scores(campaign, county))
    yield (
        _("3-问题清单和整改台账.xlsx"),
        workbook(_("问题清单和整改台账"), _problems_head(), _problems(county)),
    )
    yield _("4-组织基本情况.xlsx"), workbook(_("组织基本情况"), _register_head(), _register(county))
    yield (
        _("5-佐证材料目录.xlsx"),
        workbook(_("佐证材料目录"), _index_head(), _index(campaign, county, pieces)),
    )


def _scores_head() -> list[str]:
    return [
        _("单位"),
        _("序号"),
        _("考核内容"),
        _("分值"),
        _("自评"),
        _("自查说明"),
        _("复核"),
        _("复核意见"),
        _("检查"),
        _("检查记录"),
        _("裁定"),
        _("核定得分率"),
    ]


def _scores(campaign: Campaign, county: Region) -> Iterator[Sequence[Any]]:
    trees = {s.pk: s.tree() for s in campaign.standards.all()}
    rows = (
        Mark.objects.within(county)
        .filter(assessment__campaign=campaign)
        .select_related("region", "item")
    )
    for m in in_pieces(rows.order_by("region_id", "item__order")):
        number = trees[m.item.standard_id].numbers[m.item_id]
        top = m.item.points if m.item.points else m.item.get_kind_display()
        own = _("不适用") if m.not_applicable else _plain(m.own)
        share = "" if m.share is None else float(round(m.share * 100, 1))
        yield (
            m.region.organisation,
            number,
            str(m.item),
            _plain(top),
            own,
            m.own_note or m.measured,
            _plain(m.review),
            m.review_note,
            _plain(m.visit),
            m.visit_note,
            _plain(m.decided),
            share,
        )


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    return (
        str(value)
        if isinstance(value, str)
        else float(value)
        if hasattr(value, "quantize")
        else str(value)
    )


def _problems_head() -> list[str]:
    return [
        _("单位"),
        _("考核项目"),
        _("问题"),
        _("来源"),
        _("发现日期"),
        _("原因"),
        _("整改措施"),
        _("责任人"),
        _("整改期限"),
        _("整改情况"),
        _("状态"),
        _("验收日期"),
        _("重复问题"),
    ]


def _problems(county: Region) -> Iterator[Sequence[Any]]:
    for p in in_pieces(Problem.objects.within(county).with_names().order_by("region_id", "pk")):
        yield (
            p.region.organisation,
            p.subject,
            p.text,
            str(p.get_source_display()),
            p.found_on,
            p.cause,
            p.measure,
            p.owner.user.name if p.owner else "",
            p.due,
            p.done,
            str(p.get_state_display()),
            p.verified_on or "",
            _("是") if p.repeats_id else "",
        )


REGISTER = (
    "established_on",
    "basis",
    "head",
    "establishment",
    "staff",
    "office",
    "office_area",
    "activity_area",
    "computers",
    "equipment",
    "funds",
    "sign",
    "accessible",
    "wall_charter",
    "wall_duties",
    "wall_rules",
    "wall_people",
    "wall_services",
    "reached_until",
)


def _register_head() -> list[str]:
    fields: Iterable[Any] = (Organisation._meta.get_field(name) for name in REGISTER)
    return [_("单位"), *(str(field.verbose_name) for field in fields)]


def _register(county: Region) -> Iterator[Sequence[Any]]:
    for row in in_pieces(Organisation.objects.within(county).with_names()):
        yield row.region.organisation, *(_cell(getattr(row, name)) for name in REGISTER)


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return "" if value is None else value


def _index_head() -> list[str]:
    return [_("序号"), _("单位"), _("材料名称"), _("对应项目"), _("上传日期"), _("文件或台账页面")]


def _index(
    campaign: Campaign, county: Region, pieces: Sequence[tuple[str, Evidence]]
) -> Iterator[Sequence[Any]]:
    trees = {s.pk: s.tree() for s in campaign.standards.all()}
    uses: dict[int, list[str]] = {}
    links = Mark.evidence.through.objects.filter(mark__assessment__campaign=campaign)
    for key, item, standard in links.values_list(
        "evidence_id", "mark__item_id", "mark__item__standard_id"
    ):
        uses.setdefault(key, []).append(trees[standard].numbers[item])
    for number, (place, piece) in enumerate(pieces, 1):
        items = "、".join(sorted(uses.get(piece.pk, [])))
        yield (
            number,
            piece.region.organisation,
            piece.title,
            items,
            localdate(piece.at),
            place if piece.file else piece.link,
        )

"""The letter of responsibility (目标责任书): what a unit takes on for a year, by which points it is appraised, who signs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from zulian.appraisals.models import LateBy, Scheme, SchemeItem, UnitResult
from zulian.appraisals.rules import TAKEN_OFF, Kind, parts_of
from zulian.appraisals.services.counting import marks_of
from zulian.documents.official import Heading, Official, Part, Table, Text, compose
from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.models import Assignment
from zulian.plans.short_names import official_marks

MOST = 200


def responsibility(result: UnitResult) -> Official:
    """The letter of a unit: its tasks with what they ask for and by when, the items with their points, both sides' signatures."""
    scheme, unit = result.scheme, result.region
    circular = scheme.circular
    official = Official(
        _("%(year)d年%(unit)s\n组织工作目标责任书")
        % {"year": circular.year, "unit": unit.official_name},
        "",
        scheme.region.official_name,
        scheme.issued_on or today(),
    )
    words = _(
        "为落实《{title}》，{issuer}（以下简称甲方）与{unit}（以下简称乙方）签订本责任书，由乙方在本辖区组织实施，甲方指导、督促并考核。"
    )
    opening = compose(
        words,
        title=official_marks(circular.title),
        issuer=scheme.region.official_name,
        unit=unit.official_name,
    )
    with scope(EVERYTHING):
        official.blocks = [
            opening,
            Heading(_("工作任务")),
            *_tasks(result),
            Heading(_("考核项目和分值")),
            _items(result),
            Heading(_("考核办法")),
            Text((_rules(result),)),
            Heading(_("签订")),
            Table(
                (_("甲方"), _("乙方")),
                (
                    (scheme.region.official_name, unit.official_name),
                    (_("负责人："), _("负责人：")),
                    (_("年　　月　　日"), _("年　　月　　日")),
                ),
            ),
        ]
    return official


def _tasks(result: UnitResult) -> list[Table | Text]:
    """What the unit itself carries by the plan, in the order of its clauses."""
    rows = Assignment.objects.filter(circular=result.scheme.circular_id, region=result.region_id)
    carried = rows.counted().select_related("task", "clause").prefetch_related("task__targets")
    few = Few.of(carried.order_by("clause__order", "task__order", "due"), MOST)
    if not few.total:
        return [Text((_("工作要点没有直接下达给乙方的任务，乙方按甲方部署开展工作。"),))]
    lines = tuple(_line(row) for row in few)
    head = (_("条款"), _("任务"), _("目标"), _("完成时限"))
    table: list[Table | Text] = [Table(head, lines)]
    if left := few.total - len(lines):
        table.append(compose(_("另有{n}项任务，见任务台账。"), n=str(left)))
    return table


def _line(row: Any) -> tuple[Part, ...]:
    targets = "、".join(str(target) for target in row.task.targets.all())
    due = f"{row.due.year}年{row.due.month}月{row.due.day}日"  # untranslated: an official date is always Chinese
    name = f"{row.task.name}{row.period_name}"
    return official_marks(row.clause.path), name, targets or _("按要求完成"), due


def _items(result: UnitResult) -> Table:
    lines = []
    for n, item in enumerate(result.scheme.items.all(), 1):
        lines.append((str(n), item.title, _points(item), item.rule or _usual_rule(item)))
    return Table((_("序号"), _("考核项目"), _("分值"), _("评分办法")), tuple(lines))


def _points(item: SchemeItem) -> str:
    """Points as a letter says them: up to so many where they are taken off or put on top."""
    points = f"{item.points.normalize():f}"
    if item.kind in TAKEN_OFF:
        return _("最多扣%s") % points
    return _("最多加%s") % points if item.kind == Kind.BONUS else points


def _usual_rule(item: SchemeItem) -> str:
    """How an item is counted where the scheme does not say."""
    words = {
        Kind.MEASURED: _("按所承担条款的指标和目标达到的比例计分"),
        Kind.ON_TIME: _("按在时限内上报的任务占应上报任务的比例计分"),
        Kind.REPORTED: _("按已上报的任务占应上报任务的比例计分"),
        Kind.SIGNED: _("按已签收的任务占全部任务的比例计分"),
        Kind.PROVEN: _("按附有佐证材料的任务占已上报任务的比例计分"),
        Kind.JUDGED: _("由甲方评议打分"),
        Kind.PENALTY: _("由甲方核定扣分"),
        Kind.BONUS: _("由甲方核定加分"),
    }
    late_rules = {
        LateBy.ALL: _("到期未上报的任务（含所辖单位）每项扣%s分"),
        LateBy.OWN: _("本单位到期未上报的任务每项扣%s分"),
        LateBy.SHARE: _("到期未上报的任务（含所辖单位）每占应上报任务的1%%扣%s分"),
    }
    if item.kind == Kind.LATE and item.each is not None:
        return late_rules[LateBy(item.late_by)] % f"{item.each.normalize():f}"
    return str(words.get(Kind(item.kind), ""))


def _rules(result: UnitResult) -> str:
    """How the year ends: counted, told, objected to, published."""
    words = _(
        "年终由甲方按上表考核。没有应办任务的项目不计分，其余项目折算。结果告知乙方，乙方可以在告知后%(n)d个工作日内提出异议，由甲方答复；异议期满后公布。"
    )
    return words % {"n": result.scheme.figures["objection_workdays"]}


def summary(scheme: Scheme) -> tuple[list[str], list[list[Any]]]:
    """The table of the results (考核结果汇总表): head and rows, a unit each, a column for each item, the total and the place."""
    items = list(scheme.items.all())
    with scope(EVERYTHING):
        results = list(scheme.results.select_related("region").prefetch_related("scores__item"))
    totals = (_("得分合计"), _("应得分合计"), _("折算后"), _("总分"), _("名次"))
    head = [_("单位"), *(_head(item) for item in items), *totals]
    rows: list[list[Any]] = []
    for result in results:
        marks = {score.item_id: score.points for score in result.scores.all()}
        own = [_cell(_signed(item, marks.get(item.pk))) for item in items]
        parts = parts_of(marks_of(result))
        sums = [_cell(parts.got), _cell(parts.possible), _cell(parts.scaled)]
        place = result.place if scheme.state != Scheme.State.ISSUED else None
        total = _cell(result.total)
        rows.append([result.region.organisation, *own, *sums, total, place or ""])
    return head, rows


def _signed(item: SchemeItem, points: Decimal | None) -> Decimal | None:
    """Points as they count: less where they are taken off."""
    return -points if points and item.kind in TAKEN_OFF else points


def _head(item: SchemeItem) -> str:
    return f"{item.title}（{_points(item)}）"


def _cell(points: Decimal | None) -> Any:
    return "" if points is None else float(points)

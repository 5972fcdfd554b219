"""Plain builders of standards, campaigns and sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter

from zulian.accounts.models import Post
from zulian.foundation.clock import on_day, today
from zulian.grassroots.models import Assessment, Campaign, Item, Standard
from zulian.grassroots.services import campaigns, checking, objections, standards
from zulian.grassroots.services.checking import Entry

FIVE = ("项目", "分值", "考核内容", "评分标准", "责任单位")


def standard(post: Post, level: int = 9, published: bool = True) -> Standard:
    """Two groups of 60 and 40 points and a veto: 1.1 of 40 with evidence, 1.2 of 20, 2.1 of 40, 3.1."""
    made = standards.start(
        post, standards.Head(f"演示标准{level}", level, Decimal(80), Decimal(90))
    )
    for title, lines in (
        (
            "机构",
            [
                {"asked": "有牌子", "points": Decimal(40), "evidence": "照片", "method": "visit"},
                {"asked": "有场所", "points": Decimal(20)},
            ],
        ),
        ("服务", [{"asked": "有走访", "points": Decimal(40)}]),
        ("否决", [{"asked": "无侵权", "kind": "pass", "veto": True}]),
    ):
        group = standards.add_item(made.pk, post, None, {"title": title})
        for line in lines:
            standards.add_item(made.pk, post, group, line)
    return standards.publish(made.pk, post) if published else made


def dates(days: int = 30) -> campaigns.Dates:
    day = today()
    return campaigns.Dates(
        day,
        day + timedelta(days=days),
        day + timedelta(days=2 * days),
        day + timedelta(days=3 * days),
    )


def campaign(post: Post, *found: Standard, name: str = "演示评估") -> Campaign:
    return campaigns.open_campaign(post, name, found or [standard(post)], dates())


def sheet(campaign_: Campaign, code: str) -> Assessment:
    return Assessment.objects.with_names().get(campaign=campaign_, region_id=code)


def entries(row: Assessment, *marks: str, note: str = "差一些") -> dict[int, Entry]:
    """What is said of the items in order; a mark below the highest has a reason."""
    found = {}
    by_item = {m.item_id: m for m in row.marks.select_related("item")}
    for item, mark in zip(row.standard.tree().leaves, marks, strict=False):
        short = mark != "" and Decimal(mark) < item.top
        found[by_item[item.pk].pk] = Entry(mark, note if short else "")
    return found


FULL = ("40", "20", "40", "1")


def handed_in(row: Assessment, post: Post, marks: Sequence[str] = FULL) -> Assessment:
    checking.fill(row.pk, entries(row, *marks))
    return checking.submit(row.pk, post)


def reviewed(
    row: Assessment, own: Post, above: Post, marks: Sequence[str] = (), of: Sequence[str] = FULL
) -> Assessment:
    handed_in(row, own, of)
    checking.review(row.pk, above, entries(row, *marks))
    return checking.finish_review(row.pk, above)


def settled(
    row: Assessment, own: Post, above: Post, head: Post, marks: Sequence[str] = ()
) -> Assessment:
    reviewed(row, own, above, marks)
    with on_day(today() + timedelta(days=20)):
        return objections.settle(row.pk, head)


def item(row: Standard, number: str) -> Item:
    tree = row.tree()
    return next(i for i in tree.lines if tree.numbers[i.pk] == number)


def workbook(
    rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), name: str = "标准.xlsx"
) -> BytesIO:
    """A workbook of one sheet with merged cells such as A3:A5."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet("标准")
    for n, row in enumerate(rows):
        page.write_row(n, 0, row)
    for place in merged:
        first = place.split(":")[0]
        column, line = ord(first[0]) - 65, int(first[1:]) - 1
        page.merge_range(place, rows[line][column])
    book.close()
    out.seek(0)
    out.name = name
    return out

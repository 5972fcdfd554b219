"""Workbooks in and out, measured beside django-import-export: 100 000 people with their certificates."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from bench.measure import Result, in_child, result, seconds, undone
from bench.peers import peer_export, peer_import
from zulian.accounts.models import Post
from zulian.certificates.models import Certificate
from zulian.foundation import bulk
from zulian.foundation.ledger import ledger_named
from zulian.foundation.scopes import scope
from zulian.ledgers import exports, services
from zulian.ledgers.models import Import, Job
from zulian.people.models import Person
from zulian.people.rules import check_character
from zulian.regions.models import Level, Region

HEADS = (
    "姓名",
    "身份证号",
    "民族",
    "户籍所在地",
    "户籍地址",
    "联系电话",
    "残疾人证号",
    "残疾类别",
    "残疾等级",
    "发证日期",
    "有效期至",
    "状态",
)
PEER_ROWS = 5_000


def sheet(rows: int, folder: Path, serial: int) -> Path:
    """A county's workbook: invented holders with their cards, 1940 to 1999, in villages of the province."""
    chance = random.Random(serial)
    villages = list(
        Region.objects.filter(level=Level.VILLAGE).values_list("code", flat=True)[:2000]
    )
    path = folder / f"{rows}.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, HEADS)
    for n in range(rows):
        birth = date.fromordinal(date(1940, 1, 1).toordinal() + n % 21_900)
        first = f"211000{birth:%Y%m%d}{serial + n // 21_900:03}"
        number = first + check_character(first)
        kind, grade = 1 + n % 6, 1 + n % 4
        words = (
            ("视力", "听力", "言语", "肢体", "智力", "精神")[kind - 1],
            ("一级", "二级", "三级", "四级")[grade - 1],
        )
        page.write_row(
            n + 1,
            0,
            (
                f"演{'春夏秋冬梅兰竹菊'[n % 8]}{'江河山川'[n % 4]}",
                number,
                "汉族",
                chance.choice(villages),
                f"演示街{n % 3000}号",
                f"120{n:08}",
                f"{number}{kind}{grade}",
                *words,
                f"20{16 + n % 8}-03-19",
                f"20{26 + n % 8}-03-18",
                "有效",
            ),
        )
    book.close()
    return path


def importing(clerk: Post, folder: Path, rows: int) -> list[Result]:
    """The whole import beside django-import-export, and beside a bare write of the same finished rows."""
    data = sheet(rows, folder, 100).read_bytes()
    preview = seconds(
        lambda: services.hand_in(
            ledger_named("certificates"), clerk, SimpleUploadedFile("x.xlsx", data)
        )
    )  # type: ignore[arg-type]
    made = Import.objects.order_by("-pk")[0]
    assert made.new == rows, (made.new, made.refused, Job.objects.order_by("-pk")[0].message)
    last_person, last_card = (
        Person.objects.order_by("-pk")[0].pk,
        Certificate.objects.order_by("-pk")[0].pk,
    )
    took = seconds(lambda: services.agree(made, clerk, "all"))
    assert Import.objects.get(pk=made.pk).state == "done", Job.objects.order_by("-pk")[0].message
    finished = _rows_after(Person, last_person), _rows_after(Certificate, last_card)
    back = seconds(lambda: services.revert(Import.objects.get(pk=made.pk), clerk))
    with undone():
        bare = seconds(
            lambda: [
                bulk.write(model, part)
                for model, part in zip((Person, Certificate), finished, strict=True)
            ]
        )
    few = sheet(PEER_ROWS, folder, 200)
    with undone():
        peer = seconds(lambda: peer_import(few))
    ours, theirs = rows / took, PEER_ROWS / peer
    note = f"preview before it {preview:.1f} s, revert {back:.1f} s; the peer's rate is taken over {PEER_ROWS} rows"
    return [
        result(
            f"import {rows} people + certificates, rows/s",
            ours,
            theirs,
            ours / theirs,
            "at least 15 times",
            ours / theirs >= 15,
            note=note,
        ),
        result(
            "the same beside a bare write, rows/s",
            ours,
            rows / bare,
            bare / took,
            "at least 25 %",
            bare / took >= 0.25,
        ),
    ]


def _rows_after(model: Any, key: int) -> list[tuple[Any, ...]]:
    columns = ", ".join(connection.ops.quote_name(f.column) for f in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {model._meta.db_table} WHERE id > %s", [key])
        found = cursor.fetchall()
    if connection.vendor != "postgresql":
        return found
    import json

    place = [
        n for n, f in enumerate(model._meta.concrete_fields) if f.get_internal_type() == "JSONField"
    ]
    return [
        tuple(
            json.dumps(v) if n in place and not isinstance(v, str) else v for n, v in enumerate(row)
        )
        for row in found
    ]


def exporting(clerk: Post, rows: int) -> list[Result]:
    """The export job, its memory, and django-import-export with openpyxl."""
    ledger = ledger_named("certificates")
    assert ledger is not None
    with scope(clerk.region.scope()):
        have = min(rows, ledger.rows().count())
    took, peak = in_child(lambda: exports.ask(ledger, clerk, ""))
    peer, _peak = in_child(lambda: peer_export(PEER_ROWS))
    ours, theirs = have / took, PEER_ROWS / peer
    return [
        result(
            f"export {have} rows to xlsx, rows/s",
            ours,
            theirs,
            ours / theirs,
            "at least 5 times",
            ours / theirs >= 5,
        ),
        result(
            "  its peak memory beyond the process before it, MB",
            peak,
            150,
            peak / 150,
            "under 150 MB",
            peak < 150,
        ),
    ]

"""The inspection pack of the largest county, beside the same files put together by hand with openpyxl, python-docx and zip."""

from __future__ import annotations

import random
import tempfile
import time
import zipfile
from io import BytesIO
from typing import Any

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook
from PIL import Image

from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.grassroots.models import Campaign, Evidence, Mark, Organisation, Problem
from zulian.grassroots.services import campaigns, checking, packs, standard_reading, standards
from zulian.grassroots.services.common import keep_evidence
from zulian.indicators.services import take_snapshots
from zulian.ledgers.models import Job
from zulian.regions.models import Region

COUNTY, CITY, LIMIT, PHOTOS = "210921000000", "210900000000", 20.0, 1000


def photo(chance: random.Random, n: int) -> SimpleUploadedFile:
    """A picture of the size that a phone sends after shrinking: some 200 KB that do not compress."""
    out = BytesIO()
    Image.frombytes("RGB", (320, 240), chance.randbytes(320 * 240 * 3)).resize((900, 675)).save(
        out, "JPEG", quality=88
    )
    return SimpleUploadedFile(f"照片{n}.jpg", out.getvalue(), "image/jpeg")


def world() -> tuple[Campaign, Post]:
    """A county with all its organisations assessed, and a thousand photographs as evidence."""
    chance = random.Random(1)
    user = User.objects.create_user("bench-pack", "演评估", "good-pass-2013")
    city = Post.objects.create(
        user=user, role=Role.CITY_OFFICER, region_id=CITY, since=timezone.localdate()
    )
    county = Post.objects.create(
        user=user, role=Role.COUNTY_OFFICER, region_id=COUNTY, since=timezone.localdate()
    )
    used = [
        standards.publish(standard_reading.load_example(city, level).pk, city)
        for level in (6, 9, 12)
    ]
    day = timezone.localdate()
    made = campaigns.open_campaign(city, "材料包评估", used, campaigns.Dates(day, day, day, day))
    take_snapshots(day)
    rows = list(Mark.objects.under(COUNTY).select_related("item"))
    for row in rows:
        short = chance.random() < 0.15 and not row.item.veto and not row.item.indicator
        row.own, row.own_note = (row.item.top - 1, "台账缺页") if short else (row.item.top, "")
        row.reckon()
    Mark.objects.bulk_update(rows, ["own", "own_note", "share"], batch_size=400)
    for sheet in made.assessments.under(COUNTY):
        checking.submit(sheet.pk, county)
    pictures = [photo(chance, n) for n in range(20)]
    places = list(
        Mark.objects.under(COUNTY).filter(wants_evidence=True).select_related("region")[:PHOTOS]
    )
    for n, mark in enumerate(places):
        source = pictures[n % len(pictures)]
        source.seek(0)
        mark.evidence.add(*keep_evidence(mark.region, county, [source], f"佐证{n}"))
    return made, county


def by_hand(made: Campaign, path: str) -> None:
    """The same rows and files, as somebody would script it."""
    region = Region.objects.get(code=COUNTY)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        paper = docx.Document()
        table = paper.add_table(rows=0, cols=3)
        for sheet in made.assessments.within(region).select_related("region"):
            cells = table.add_row().cells
            cells[0].text, cells[1].text, cells[2].text = (
                str(sheet),
                str(sheet.own_percent),
                str(sheet.percent),
            )
        out = BytesIO()
        paper.save(out)
        archive.writestr("报告.docx", out.getvalue())
        for name, rows in (
            ("得分表", packs._scores(made, region)),
            ("问题清单", packs._problems(region)),
            ("基本情况", packs._register(region)),
        ):
            book = Workbook()
            for row in rows:
                book.active.append(list(row))
            out = BytesIO()
            book.save(out)
            archive.writestr(f"{name}.xlsx", out.getvalue())
        for piece in (
            Evidence.objects.within(region)
            .filter(marks__assessment__campaign=made)
            .select_related("file", "region")
        ):
            if piece.file:
                archive.writestr(f"{piece.region_id}/{piece.pk}.jpg", piece.file.read())


def pack() -> list[dict[str, Any]]:
    """One click against one script."""
    made, county = world()
    begun = time.perf_counter()
    job = Job.objects.get(pk=packs.ask(made, Region.objects.get(code=COUNTY), county).pk)
    ours = time.perf_counter() - begun
    assert job.file is not None, job.message
    begun = time.perf_counter()
    with tempfile.NamedTemporaryFile(suffix=".zip") as target:
        by_hand(made, target.name)
    theirs = time.perf_counter() - begun
    count = Organisation.objects.under(COUNTY).count()
    return [
        {
            "what": f"the pack of {count} organisations, {PHOTOS} photographs",
            "ms": round(ours * 1000, 1),
            "promise": f"within {LIMIT:g} s",
            "kept": ours < LIMIT,
            "peer": "openpyxl, python-docx and zip by hand",
            "peer_ms": round(theirs * 1000, 1),
            "megabytes": round(job.file.size / 2**20),
            "problems": Problem.objects.under(COUNTY).count(),
        }
    ]

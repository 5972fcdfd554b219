"""Evidence of the demo's sheets: drawn pictures and pages of the divisions."""

from __future__ import annotations

import random
from datetime import date
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw

from zulian.accounts.models import Post
from zulian.documents.models import Attachment
from zulian.documents.services import keep
from zulian.foundation import bulk
from zulian.grassroots.models import (
    Campaign,
    Evidence,
    Mark,
)
from zulian.regions.models import Level

PICTURES = 4
COUNTY = "210921000000"


def add_evidence(
    chance: random.Random, campaign: Campaign, counties: dict[str, Post], today: date
) -> None:
    """Drawn pictures for some townships of the demo county; each keeps one of a few."""
    rows = Mark.objects.under(COUNTY).filter(
        assessment__campaign=campaign, wants_evidence=True, region__level=Level.TOWNSHIP
    )
    marks = list(rows.select_related("item", "region").order_by("region_id", "item_id")[:60])
    shown = [mark for n, mark in enumerate(marks) if n % 3 != 2]
    pictures = [
        keep(_picture(chance, "现场"), "现场.jpg", shown[0].region, None) for _n in range(PICTURES)
    ]
    columns = ("kind", "size", "sha256", "at")
    files = bulk.create(
        Attachment(
            region_id=mark.region_id,
            name=f"{mark.region.name}.jpg",
            by=counties[COUNTY],
            file=pictures[n % PICTURES].file.name,
            **{column: getattr(pictures[n % PICTURES], column) for column in columns},
        )
        for n, mark in enumerate(shown)
    )
    pieces = bulk.create(
        Evidence(
            region_id=mark.region_id, title=mark.item.evidence[:40], file=file, by=counties[COUNTY]
        )
        for mark, file in zip(shown, files, strict=True)
    )
    through = Mark.evidence.through
    bulk.create(
        through(mark_id=mark.pk, evidence_id=piece.pk)
        for mark, piece in zip(shown, pieces, strict=True)
    )
    for mark in shown:
        mark.pieces = 1
    bulk.save(shown, ["pieces"])
    _links(chance, campaign)


def _links(chance: random.Random, campaign: Campaign) -> None:
    """The page of its division as evidence of most organisations, for most of what wants some."""
    wanting = Mark.objects.filter(assessment__campaign=campaign, wants_evidence=True, pieces=0)
    rows = list(wanting.order_by("pk").values_list("pk", "region_id"))
    places = sorted({code for _pk, code in rows})
    pieces = bulk.create(
        Evidence(region_id=code, title="台账页面", link=reverse("regions:detail", args=[code]))
        for code in places
    )
    known = {piece.region_id: piece.pk for piece in pieces}
    shown = [(pk, code) for pk, code in rows if chance.random() < 0.78]
    columns = {
        "mark_id": [pk for pk, _code in shown],
        "evidence_id": [known[code] for _pk, code in shown],
    }
    bulk.insert_columns(Mark.evidence.through, columns, len(shown))
    Mark.objects.filter(pk__in=columns["mark_id"]).update(pieces=1)


def _picture(chance: random.Random, name: str) -> SimpleUploadedFile:
    """A room with a door and a board, drawn."""
    out = BytesIO()
    picture = Image.new("RGB", (480, 320), (chance.randint(200, 235), 225, 220))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 240, 480, 320), fill=(150, 120, 90))
    pen.rectangle((180, 90, 300, 240), fill=(120, chance.randint(60, 100), 60))
    pen.rectangle((330, 110, 360, 220), fill=(245, 245, 240), outline=(60, 60, 60))
    picture.save(out, "JPEG", quality=70)
    return SimpleUploadedFile(f"{name}.jpg", out.getvalue(), "image/jpeg")

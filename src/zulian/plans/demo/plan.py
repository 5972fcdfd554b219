"""The demo's two plans: last year's, which is over, and this year's until today."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.documents.models import Attachment
from zulian.documents.reading import read_paper
from zulian.documents.services import keep
from zulian.foundation import bulk
from zulian.foundation.clock import on_day
from zulian.plans.demo.accounts import CITY, accounts, holder
from zulian.plans.models import Assignment, Circular, Report, State, Task
from zulian.plans.reading.circular import understand
from zulian.plans.services import receiving, review, work
from zulian.regions.models import Region

SEED = 20130319
SOURCE = Path(__file__).parent.parent / "data/demo-circular.txt"
# The day on which the demo's circulars are issued.
ISSUED = (1, 12)
# What last year's circular said differently, so that the comparison of years has something to show.
LAST_YEAR = {
    "不少于100名": "不少于80名",
    "30%以上": "25%以上",
    "（三）扩大队伍": "（三）壮大队伍",
    "8月底前": "10月底前",
    "（五）联系助残社会组织。县（区）残联要在10月底前摸清本地助残社会组织底数，建立联系名单。\n": "",
}
# The share of its tasks that each county reports by today, the most diligent first.
DILIGENCE = {
    "210902": 0.97,
    "210903": 0.93,
    "210904": 0.89,
    "210905": 0.85,
    "210911": 0.81,
    "210921": 0.77,
    "210922": 0.73,
    "210900": 0.95,
}
WAITING_FOR_THE_CITY = 6
OFFICERS = [Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER, Role.COMMISSIONER]


def fill(today: date) -> None:
    """Adopt both plans on their own days and let the years go by."""
    city = holder(Role.CITY_OFFICER, CITY)
    year = today.year if (today.month, today.day) > ISSUED else today.year - 1
    text = SOURCE.read_text(encoding="utf-8")
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    pictures = _pictures(chance)
    _close_year(_adopt(_last_year(text), year - 1, city), chance, pictures)
    _until_today(_adopt(text, year, city), chance, pictures, today)


def _last_year(text: str) -> str:
    for words, before in LAST_YEAR.items():
        text = text.replace(words, before)
    return text


def _adopt(text: str, year: int, city: Post) -> Circular:
    with on_day(date(year, *ISSUED)):
        name = f"{year}年组织工作要点（演示）.txt"
        # The site's own text needs no process of its own to be read.
        data = text.format(year=year).encode()
        paper = read_paper(data)
        circular = receiving.keep_draft(data, name, city, paper, understand(paper))
        review.adopt(circular)
    return circular


class Given(NamedTuple):
    """What is known of an assignment as it was given."""

    pk: int
    region_id: str
    task_id: int
    due: date


def _given(circular: Circular) -> list[Given]:
    rows = Assignment.objects.filter(circular=circular).values_list(*Given._fields)
    return [Given(*row) for row in rows]


class Progress(NamedTuple):
    """How far an assignment came: the days on which it was signed, reported and closed; None for what is still to come."""

    signed: date | None = None
    reported: date | None = None
    closed: date | None = None


def _close_year(circular: Circular, chance: random.Random, pictures: list[bytes]) -> None:
    """Last year is over: everything was signed and reported, mostly in time, and closed."""
    issued = date(circular.year, *ISSUED)
    rows = _given(circular)
    progress = {row.pk: _finished(row, issued, chance, date(circular.year, 12, 31)) for row in rows}
    _write(rows, progress, chance, pictures)


def _until_today(circular: Circular, chance: random.Random, pictures: list[bytes], today: date) -> None:
    """This year: most of what was due is closed, some is late, some is signed, the last of each organisation waits to be signed."""
    issued = date(circular.year, *ISSUED)
    rows = _given(circular)
    unsigned = _left_unsigned(rows, today)
    progress: dict[int, Progress] = {}
    for row in rows:
        diligence = DILIGENCE.get(row.region_id[:6], 0.9)
        if row.pk in unsigned:
            continue
        if row.due < today and chance.random() < diligence:
            progress[row.pk] = _finished(row, issued, chance, today)
        elif chance.random() < 0.75:
            progress[row.pk] = Progress(signed=min(issued + timedelta(days=chance.randint(1, 4)), today))
    _write(rows, progress, chance, pictures)
    _leave_waiting(circular, pictures)


def _finished(row: Given, issued: date, chance: random.Random, last: date) -> Progress:
    """Signed within days, reported around the deadline, verified soon after; nothing after the day `last`."""
    is_late = chance.random() < 0.08
    reported = row.due + timedelta(days=chance.randint(1, 9) if is_late else -chance.randint(0, 12))
    reported = min(max(reported, issued + timedelta(days=1)), last)
    signed = min(issued + timedelta(days=chance.randint(1, 4)), reported)
    return Progress(signed, reported, min(reported + timedelta(days=chance.randint(0, 3)), last))


def _left_unsigned(rows: list[Given], today: date) -> set[int]:
    """The last task to come of each organisation that has a demo account: something to sign for everybody."""
    regions = {account.region for account in accounts()}
    last = {row.region_id: row.pk for row in sorted(rows, key=lambda row: row.due) if row.due >= today}
    return {pk for code, pk in last.items() if code in regions}


def _write(rows: list[Given], progress: dict[int, Progress], chance: random.Random, pictures: list[bytes]) -> None:
    """Write how far assignments came, each report with its text, most of them with a picture."""
    reported = [row for row in rows if progress.get(row.pk, Progress()).reported]
    proven = {row.pk for row in reported if chance.random() < 0.85}
    bulk.update(
        Assignment,
        [(row.pk, _columns(progress[row.pk], row, row.pk in proven)) for row in rows if row.pk in progress],
    )
    authors = {post.region_id: post.pk for post in Post.objects.filter(user__demo__gt="", role__in=OFFICERS)}
    names = dict(Task.objects.values_list("pk", "name"))
    reports = bulk.insert(Report, [_report(row, progress[row.pk], authors, names) for row in reported])
    with_picture = [(key, row) for key, row in zip(reports, reported, strict=True) if row.pk in proven]
    attachments = _attach([row for _key, row in with_picture], pictures)
    bulk.insert(
        Report.evidence.through,
        [
            {"report_id": key, "attachment_id": attachment}
            for (key, _row), attachment in zip(with_picture, attachments, strict=True)
        ],
    )


def _columns(progress: Progress, row: Given, is_proven: bool) -> bulk.Row:
    columns: bulk.Row = {"signed_at": _morning(progress.signed), "state": State.SIGNED}
    if progress.reported:
        columns |= {
            "state": State.CLOSED,
            "reported_at": _morning(progress.reported, 11),
            "closed_at": _morning(progress.closed, 15),
            "on_time": progress.reported <= row.due,
            "evidence_count": int(is_proven),
        }
    return columns


def _report(row: Given, progress: Progress, authors: dict[str, int], names: dict[int, str]) -> bulk.Row:
    return {
        "assignment_id": row.pk,
        "region_id": row.region_id,
        "text": _("已按要求完成“%(task)s”，相关材料已归档。") % {"task": names[row.task_id]},
        "at": _morning(progress.reported, 11),
        "by_id": authors.get(row.region_id),
        "outcome": Report.Outcome.ACCEPTED,
        "judged_at": _morning(progress.closed, 15),
    }


def _attach(rows: Iterable[Given], pictures: list[bytes]) -> list[int]:
    """One picture of each report's organisation: every organisation keeps one of the drawn ones."""
    rows = list(rows)
    city = Region.objects.get(code=CITY)
    kept = [keep(BytesIO(picture), _("活动现场.jpg"), city, None, "jpg") for picture in pictures]
    columns = ("name", "kind", "size", "sha256", "at")
    keys = bulk.insert(
        Attachment,
        [
            {
                **{column: getattr(kept[n % len(kept)], column) for column in columns},
                "file": kept[n % len(kept)].file.name,
                "region_id": row.region_id,
            }
            for n, row in enumerate(rows)
        ],
    )
    return [int(key) for key in keys]


def _leave_waiting(circular: Circular, pictures: list[bytes]) -> None:
    """Some reports of counties that wait for the city to verify."""
    codes = [f"{code}000000" for code in DILIGENCE if f"{code}000000" != CITY]
    rows = Assignment.objects.with_names().filter(circular=circular, region_id__in=codes, state=State.SIGNED)
    for row, picture in zip(rows.order_by("due", "region_id")[:WAITING_FOR_THE_CITY], cycle(pictures), strict=False):
        file = SimpleUploadedFile(_("活动现场.jpg"), picture, "image/jpeg")
        text = _("“%(task)s”已完成，请审核。") % {"task": row.task.name}
        work.report(row.pk, holder(Role.COUNTY_OFFICER, row.region_id), text, None, [file])


@cache
def _morning(day: date | None, hour: int = 10) -> datetime | None:
    """A moment of a day's office hours."""
    if day is None:
        return None
    return datetime.combine(day, time(hour, 30), get_current_timezone())


def _pictures(chance: random.Random) -> list[bytes]:
    """Drawn pictures in place of photographs: nobody real is in the demo."""
    return [_picture(chance) for _n in range(4)]


def _picture(chance: random.Random) -> bytes:
    picture = Image.new("RGB", (640, 420), (214, 229, 232))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 280, 640, 420), fill=(150, 170, 140))
    for n in range(5):
        x = 80 + n * 110 + chance.randint(-15, 15)
        draw.ellipse((x, 170, x + 44, 214), fill=(90 + n * 25, 110, 120))
        draw.rounded_rectangle((x - 12, 216, x + 56, 330), 18, fill=(40 + n * 30, 90, 110))
    out = BytesIO()
    picture.save(out, "JPEG", quality=70)
    return out.getvalue()

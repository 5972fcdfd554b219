"""The demo's two plans: last year's, which is over and closed, and this year's until today."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple

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
from zulian.plans.models import (
    Assignment,
    Circular,
    Report,
    ReportFigure,
    State,
    Task,
    TaskTarget,
)
from zulian.plans.reading.circular import understand
from zulian.plans.services import carrying, closing, receiving, review, work
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
# How many of last year's tasks were left unfinished, and the county whose ones were not carried over yet.
LEFT_UNFINISHED = 16
NOT_CARRIED = "210922"
OFFICERS = [Role.CITY_OFFICER, Role.COUNTY_OFFICER, Role.TOWNSHIP_OFFICER, Role.COMMISSIONER]


def fill(today: date) -> None:
    """Adopt both plans on their own days and let the years go by."""
    city = holder(Role.CITY_OFFICER, CITY)
    year = today.year if (today.month, today.day) > ISSUED else today.year - 1
    text = SOURCE.read_text(encoding="utf-8")
    chance = random.Random(SEED)  # noqa: S311  (a demo must come out the same each time)
    pictures = _pictures(chance)
    first = date(year - 1, *ISSUED)
    last_year = _adopt(_last_year(text), first, city, lambda given: _closed(given, first, chance))
    _report_all(last_year, pictures)
    issued = date(year, *ISSUED)
    this_year = _adopt(text, issued, city, lambda given: _until_today(given, issued, chance, today))
    _report_all(this_year, pictures)
    _leave_waiting(this_year[0][0].circular_id, pictures)


def _last_year(text: str) -> str:
    for words, before in LAST_YEAR.items():
        text = text.replace(words, before)
    return text


class Progress(NamedTuple):
    """How far an assignment came: the days on which it was signed, reported and closed; None for what is still to come."""

    signed: date | None = None
    reported: date | None = None
    closed: date | None = None
    is_proven: bool = False


Plan = Callable[[Sequence[Assignment]], list[Progress]]


def _adopt(text: str, issued: date, city: Post, plan: Plan) -> list[tuple[Assignment, Progress]]:
    """Adopt a circular on its day; its assignments are written as far as the plan says that they came by now."""
    progress: list[Progress] = []

    def prepare(given: Sequence[Assignment]) -> None:
        progress.extend(plan(given))
        for assignment, own in zip(given, progress, strict=True):
            # What the transitions would leave: thousands of them go their way at once.
            vars(assignment).update(_columns(own, assignment.due))

    with on_day(issued):
        name = f"{issued.year}年组织工作要点（演示）.txt"
        # The site's own text needs no process of its own to be read.
        data = text.format(year=issued.year).encode()
        paper = read_paper(data)
        circular = receiving.keep_draft(data, name, city, paper, understand(paper))
        given = review.adopt(circular, prepare)
    return list(zip(given, progress, strict=True))


def _closed(given: Sequence[Assignment], issued: date, chance: random.Random) -> list[Progress]:
    """Last year is over: nearly everything was signed and reported, mostly in time, and closed."""
    last = date(issued.year, 12, 31)
    progress = [_finished(assignment.due, issued, chance, last) for assignment in given]
    for n in _left_unfinished(given):
        progress[n] = Progress(signed=progress[n].signed)
    return progress


def _left_unfinished(given: Sequence[Assignment]) -> list[int]:
    """Some of the tasks that were due last, most of them of the organisations that have a demo account, by their places."""
    last = max(assignment.due for assignment in given)
    regions = {account.region for account in accounts()}
    late = [n for n, assignment in enumerate(given) if assignment.due == last]
    late.sort(key=lambda n: (given[n].region_id, given[n].task_id))
    own = [n for n in late if given[n].region_id in regions and given[n].region_id != CITY]
    others = [n for n in late if given[n].region_id not in regions]
    chance = random.Random(SEED + 1)  # noqa: S311  (a demo must come out the same each time)
    own = chance.sample(own, min(len(own), LEFT_UNFINISHED // 2))
    return own + chance.sample(others, min(len(others), LEFT_UNFINISHED - len(own)))


def close_last_year(today: date) -> None:
    """Close last year's plan and carry its unfinished tasks over, all but one county's; then work goes on with them."""
    before, circular = (
        Circular.objects.filter(kind=Circular.Kind.PLAN)
        .select_related("region")
        .order_by("year")[:2]
    )
    city = holder(Role.CITY_OFFICER, CITY)
    after_issue = date(circular.year, *ISSUED) + timedelta(days=1)
    with on_day(after_issue):
        closing.close(before, city)
        left = carrying.unfinished(before)
        units = {
            region.code for region, _count in left.units if not region.code.startswith(NOT_CARRIED)
        }
        tasks = {task.pk for task, _count in left.tasks}
        carrying.carry(before, city, tasks, units, carrying.default_due(before))
    chance = random.Random(SEED + 2)  # noqa: S311  (a demo must come out the same each time)
    carried = list(
        Assignment.objects.filter(circular=circular, carried_from__isnull=False).order_by("pk")
    )
    done = [
        (assignment, _finished(assignment.due, after_issue, chance, today))
        for assignment in carried[: -len(carried) // 3]
        if assignment.due < today
    ]
    bulk.update(
        Assignment,
        [(assignment.pk, _columns(progress, assignment.due)) for assignment, progress in done],
    )
    _report_all(done, _pictures(chance))


def _until_today(
    given: Sequence[Assignment], issued: date, chance: random.Random, today: date
) -> list[Progress]:
    """This year: most of what was due is closed, some is late, some is signed, the last of each organisation waits to be signed."""
    unsigned = _left_unsigned(given, today)
    progress = []
    for n, assignment in enumerate(given):
        diligence = DILIGENCE.get(assignment.region_id[:6], 0.9)
        if n in unsigned:
            progress.append(Progress())
        elif assignment.due < today and chance.random() < diligence:
            progress.append(_finished(assignment.due, issued, chance, today))
        elif chance.random() < 0.75:
            progress.append(
                Progress(signed=min(issued + timedelta(days=chance.randint(1, 4)), today))
            )
        else:
            progress.append(Progress())
    return progress


def _finished(due: date, issued: date, chance: random.Random, last: date) -> Progress:
    """Signed within days, reported around the deadline, verified soon after; nothing after the day `last`."""
    is_late = chance.random() < 0.08
    reported = due + timedelta(days=chance.randint(1, 9) if is_late else -chance.randint(0, 12))
    reported = min(max(reported, issued + timedelta(days=1)), last)
    signed = min(issued + timedelta(days=chance.randint(1, 4)), reported)
    closed = min(reported + timedelta(days=chance.randint(0, 3)), last)
    return Progress(signed, reported, closed, chance.random() < 0.85)


def _left_unsigned(given: Sequence[Assignment], today: date) -> set[int]:
    """The last task to come of each organisation that has a demo account, by its place: something to sign for everybody."""
    regions = {account.region for account in accounts()}
    ahead = [
        n
        for n, assignment in enumerate(given)
        if assignment.due >= today and assignment.region_id in regions
    ]
    return set({given[n].region_id: n for n in sorted(ahead, key=lambda n: given[n].due)}.values())


def _columns(progress: Progress, due: date) -> bulk.Row:
    """The columns of an assignment that came so far."""
    if progress.reported:
        return {
            "state": State.CLOSED,
            "signed_at": _morning(progress.signed),
            "reported_at": _morning(progress.reported, 11),
            "closed_at": _morning(progress.closed, 15),
            "on_time": progress.reported <= due,
            "evidence_count": int(progress.is_proven),
        }
    return (
        {"state": State.SIGNED, "signed_at": _morning(progress.signed)} if progress.signed else {}
    )


def _report_all(given: Iterable[tuple[Assignment, Progress]], pictures: list[bytes]) -> None:
    """Write the reports of what was reported, each with its text, most of them with a picture."""
    reported = [(assignment, progress) for assignment, progress in given if progress.reported]
    authors = {
        post.region_id: post.pk
        for post in Post.objects.filter(user__demo__gt="", role__in=OFFICERS)
    }
    texts = {
        key: _("已按要求完成“%(task)s”，相关材料已归档。") % {"task": name}
        for key, name in Task.objects.values_list("pk", "name")
    }
    keys = bulk.insert(
        Report,
        [
            {
                "assignment_id": assignment.pk,
                "text": texts[assignment.task_id],
                "at": _morning(progress.reported, 11),
                "by_id": authors.get(assignment.region_id),
                "outcome": Report.Outcome.ACCEPTED,
                "judged_at": _morning(progress.closed, 15),
            }
            for assignment, progress in reported
        ],
    )
    _say_numbers(keys, [assignment for assignment, _progress in reported])
    proven = [
        (key, assignment)
        for key, (assignment, progress) in zip(keys, reported, strict=True)
        if progress.is_proven
    ]
    attachments = _attach([assignment for _key, assignment in proven], pictures)
    columns = {"report_id": [key for key, _assignment in proven], "attachment_id": attachments}
    bulk.insert_columns(Report.evidence.through, columns, len(proven))


def _numbers_asked() -> dict[int, list[TaskTarget]]:
    """The numbers that no register knows, by the key of their task."""
    asked: dict[int, list[TaskTarget]] = defaultdict(list)
    for target in TaskTarget.objects.filter(measure=""):
        asked[target.task_id].append(target)
    return asked


def _say_numbers(reports: Sequence[int], reported: Sequence[Assignment]) -> None:
    """The number that each accepted report says: as many as were asked for."""
    asked = _numbers_asked()
    bulk.insert(
        ReportFigure,
        [
            {
                "report_id": report,
                "target_id": target.pk,
                "region_id": assignment.region_id,
                "number": target.number,
            }
            for report, assignment in zip(reports, reported, strict=True)
            for target in asked[assignment.task_id]
        ],
    )


def _attach(given: Sequence[Assignment], pictures: list[bytes]) -> list[int]:
    """One picture of each report's organisation: every organisation keeps one of the drawn ones."""
    city = Region.objects.get(code=CITY)
    kept = [keep(BytesIO(picture), _("活动现场.jpg"), city, None, "jpg") for picture in pictures]
    count = len(given)
    columns: dict[str, list[Any]] = {
        name: [getattr(kept[n % len(kept)], name) for n in range(count)]
        for name in ("name", "kind", "size", "sha256", "at")
    }
    columns["file"] = [kept[n % len(kept)].file.name for n in range(count)]
    columns["region_id"] = [assignment.region_id for assignment in given]
    return [int(key) for key in bulk.insert_columns(Attachment, columns, count)]


def _leave_waiting(circular_id: int, pictures: list[bytes]) -> None:
    """Some reports of counties that wait for the city to verify."""
    codes = [f"{code}000000" for code in DILIGENCE if f"{code}000000" != CITY]
    rows = Assignment.objects.with_names().filter(
        circular=circular_id, region_id__in=codes, state=State.SIGNED
    )
    asked = _numbers_asked()
    for row, picture in zip(
        rows.order_by("due", "region_id")[:WAITING_FOR_THE_CITY], cycle(pictures), strict=False
    ):
        file = SimpleUploadedFile(_("活动现场.jpg"), picture, "image/jpeg")
        text = _("“%(task)s”已完成，请审核。") % {"task": row.task.name}
        figures = {target.pk: target.number for target in asked[row.task_id]}
        work.report(row.pk, holder(Role.COUNTY_OFFICER, row.region_id), text, figures, [file])


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

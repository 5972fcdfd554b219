"""The demo: invented people at each level of Fuxin, one adopted plan in mid-year, one circular of last year."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone
from PIL import Image, ImageDraw

from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.accounts.services import give_post
from zulian.associations import demo as associations
from zulian.cadres import demo as cadres
from zulian.certificates import demo as certificates
from zulian.commissioners import demo as commissioners
from zulian.congress import demo as congress
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.grassroots import demo as grassroots
from zulian.indicators.services import take_snapshots
from zulian.leadership import demo as leadership
from zulian.plans.models import Assignment, Circular, State
from zulian.plans.services import receiving, review, work
from zulian.regions.models import Level, Region
from zulian.regions.services import load_csv
from zulian.social import demo as social
from zulian.volunteers import demo as volunteers

PASSWORD = "fuxin-demo-2013"  # noqa: S105  (printed to everyone who runs the demo)
CITY = "210900000000"
SOURCE = Path(__file__).parent / "data/demo-circular.txt"
COUNTY_LOGINS = {
    "210902000000": "haizhou", "210903000000": "xinqiu", "210904000000": "taiping", "210905000000": "qinghemen",
    "210911000000": "xihe", "210921000000": "fumeng", "210922000000": "zhangwu",
}  # fmt: skip
# What last year's circular said differently, so that the comparison of years has something to show.
LAST_YEAR = (
    ("不少于100名", "不少于80名"), ("30%以上", "25%以上"), ("（三）扩大队伍", "（三）壮大队伍"), ("8月底前", "10月底前"),
    ("（五）联系助残社会组织。县（区）残联要在10月底前摸清本地助残社会组织底数，建立联系名单。\n", ""),
)  # fmt: skip
SURNAMES, GIVEN = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨",
    ("演一", "演二", "演三", "演四", "演五", "演六", "演七", "演八"),
)
SPECIALISTS = {
    Role.CERTIFICATE_CLERK: "clerk", Role.REVIEWER: "reviewer", Role.ASSESSOR: "assessor",
    Role.ASSOCIATION_OFFICER: "association", Role.STATION_LEADER: "station",
}  # fmt: skip
ADMINS = {Role.SYSTEM_ADMIN: "sysadmin", Role.SECURITY_ADMIN: "secadmin", Role.AUDIT_ADMIN: "auditor"}
# In the order in which one stands on the other.
ROOMS = (certificates, leadership, cadres, congress, commissioners, grassroots, volunteers, associations, social)


@dataclass(frozen=True)
class Account:
    """A demo account as printed: login and post."""

    username: str
    post: str


def fill(rooms: Sequence[Any] = ROOMS) -> list[Account]:
    """Load divisions, the plan and the registers of `rooms` into the database; a second run changes nothing."""
    with scope(EVERYTHING):
        load_csv()
        with transaction.atomic():
            accounts = _people()
        if not Circular.objects.exists():
            with transaction.atomic():
                _plan()
            for room in rooms:
                room.fill(timezone.localdate())
            _history(timezone.localdate())
        return accounts


def _people() -> list[Account]:
    first_town = Region.objects.under("210921000000").filter(level=Level.TOWNSHIP).order_by("code")[0]
    villages = Region.objects.under(first_town.code).filter(level=Level.VILLAGE).order_by("code")
    wanted: list[tuple[str, str, str]] = [("city", Role.CITY_OFFICER, CITY)]
    wanted += [(login, Role.COUNTY_OFFICER, code) for code, login in COUNTY_LOGINS.items()]
    wanted += [
        ("town", Role.TOWNSHIP_OFFICER, first_town.code),
        ("village", Role.COMMISSIONER, villages[0].code),
    ]
    wanted += [(login, role, "210921000000") for role, login in SPECIALISTS.items()]
    wanted += [("clerk2", Role.CERTIFICATE_CLERK, "210922000000"), ("assessor2", Role.ASSESSOR, CITY)]
    wanted += [(login, role, CITY) for role, login in ADMINS.items()]
    accounts = []
    for n, (login, role, code) in enumerate(wanted):
        user = User.objects.filter(username=login).first()
        if user is None:
            name = SURNAMES[n % len(SURNAMES)] + GIVEN[n % len(GIVEN)]
            user = User.objects.create_user(login, name, PASSWORD)
            give_post(user, role, Region.objects.get(code=code), date(2020, 1, 1))
        if login == "haizhou":
            _second_post(user)
        accounts.append(Account(login, str(Post.objects.filter(user=user).select_related("region")[0])))
    return accounts


def _second_post(user: User) -> None:
    """One person with two posts, to show how to switch."""
    if Post.objects.filter(user=user).count() == 1:
        give_post(user, Role.ASSOCIATION_OFFICER, Region.objects.get(code="210902000000"), date(2020, 1, 1))


def _plan() -> None:
    city = Post.objects.get(role=Role.CITY_OFFICER, region_id=CITY)
    today = timezone.localdate()
    year = today.year if today.month > 1 else today.year - 1
    text = SOURCE.read_text(encoding="utf-8")
    before = text
    for old, new in LAST_YEAR:
        before = before.replace(old, new)
    _finish(_adopt(before, year - 1, city))
    _live(_adopt(text, year, city), today)


def _adopt(text: str, year: int, post: Post) -> Circular:
    circular = receiving.receive(text.format(year=year).encode(), f"{year}年组织工作要点（演示）.txt", post)
    review.adopt(circular)
    return circular


def _finish(circular: Circular) -> None:
    """Last year is over: everything was signed, reported on its day and closed."""
    day = _noon(date(circular.year, 12, 20))
    Assignment.objects.filter(circular=circular).update(
        state=State.CLOSED, signed_at=_noon(date(circular.year, 1, 20)), reported_at=day, closed_at=day, on_time=True,
        evidence_count=1,
    )  # fmt: skip


def _history(today: date) -> None:
    """Snapshots of the year so far, twice a month, and of the last week."""
    days = {date(today.year, month, n) for month in range(1, 13) for n in (1, 15)}
    days |= {today - timedelta(days=n) for n in range(7)}
    for day in sorted(d for d in days if date(today.year, 2, 1) <= d <= today):
        take_snapshots(day)


def _live(circular: Circular, today: date) -> None:
    """Let the year go by until today: most have signed and reported, some are late, some wait for the city."""
    chance = random.Random(20130319)  # noqa: S311  (a demo must come out the same each time)
    posts = {p.region_id: p for p in Post.objects.filter(role__in=[Role.CITY_OFFICER, Role.COUNTY_OFFICER])}
    diligence = {code: 0.97 - 0.04 * n for n, code in enumerate(COUNTY_LOGINS)} | {CITY: 0.95}
    rows = list(Assignment.objects.with_names().filter(circular=circular))
    judged = 0
    unsigned = _left_unsigned(rows, today)
    for row in rows:
        if row.pk in unsigned:
            continue
        base = diligence.get(row.region_id[:6].ljust(12, "0"), 0.9)
        is_done = row.due < today and chance.random() < base
        judged += is_done
        if is_done and row.region_id in posts and judged % 6 == 0:
            _report_properly(row, posts[row.region_id], chance)
        elif is_done:
            _backdate(row, chance)
        elif chance.random() < 0.75:
            _set(row, state=State.SIGNED, signed_at=_noon(circular.issued_on or today, 3))
    _leave_waiting(circular, posts, chance)


def _left_unsigned(rows: list[Assignment], today: date) -> set[int]:
    """The last task to come of each organisation that has a demo account: something to sign for everybody."""
    held = set(Post.objects.held().values_list("region_id", flat=True))
    last = {row.region_id: row.pk for row in sorted(rows, key=lambda r: r.due) if row.due >= today}
    return {pk for code, pk in last.items() if code in held}


def _report_properly(row: Assignment, post: Post, chance: random.Random) -> None:
    """A report with text and a photograph, accepted: what the drill-down ends in."""
    work.sign(row.pk, post)
    work.report(row.pk, post, f"已按要求完成“{row.task.name}”，相关材料已归档。", None, [_photo(chance)])
    work.judge(row.pk, Post(region=row.issued_by, role=Role.CITY_OFFICER), accepted=True)
    _backdate(row, chance, evidence=1)


def _leave_waiting(circular: Circular, posts: dict[str, Post], chance: random.Random) -> None:
    """Some reports that wait for the city to verify."""
    counties = Assignment.objects.with_names().filter(circular=circular, region_id__in=list(COUNTY_LOGINS))
    for row in counties.filter(state=State.SIGNED).order_by("due", "region_id")[:6]:
        work.report(row.pk, posts[row.region_id], f"“{row.task.name}”已完成，请审核。", None, [_photo(chance)])


def _backdate(row: Assignment, chance: random.Random, evidence: int | None = None) -> None:
    late = chance.random() < 0.08
    day = row.due + timedelta(days=chance.randint(1, 9) if late else -chance.randint(0, 12))
    day = min(day, timezone.localdate())
    _set(
        row, state=State.CLOSED, signed_at=_noon(row.circular.issued_on or day, 2), reported_at=_noon(day),
        closed_at=_noon(day, 1), on_time=not late,
        evidence_count=evidence if evidence is not None else int(chance.random() < 0.85),
    )  # fmt: skip


def _set(row: Assignment, **values: object) -> None:
    Assignment.objects.filter(pk=row.pk).update(**values)


def _noon(day: date, later: int = 0) -> datetime:
    return datetime.combine(day, time(10, 30), timezone.get_current_timezone()) + timedelta(days=later)


def _photo(chance: random.Random) -> SimpleUploadedFile:
    """A drawn picture in place of a photograph: nobody real is in the demo."""
    picture = Image.new("RGB", (640, 420), (214, 229, 232))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 280, 640, 420), fill=(150, 170, 140))
    for n in range(5):
        x = 80 + n * 110 + chance.randint(-15, 15)
        draw.ellipse((x, 170, x + 44, 214), fill=(90 + n * 25, 110, 120))
        draw.rounded_rectangle((x - 12, 216, x + 56, 330), 18, fill=(40 + n * 30, 90, 110))
    out = BytesIO()
    picture.save(out, "JPEG", quality=70)
    return SimpleUploadedFile("活动现场.jpg", out.getvalue(), "image/jpeg")

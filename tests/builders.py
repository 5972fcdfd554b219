"""Plain builders of what tests need: a small tree of divisions, invented people, circulars and their plans."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.documents.reading import Paper, read_paper
from zulian.foundation import clock
from zulian.foundation.clock import on_day
from zulian.foundation.registries import TodoGroup, todo_for
from zulian.foundation.scopes import scope
from zulian.people.demo import portrait as draw_portrait
from zulian.plans.models import Assignment, Circular, State
from zulian.plans.reading.circular import Reading, understand
from zulian.plans.services import receiving, review, work
from zulian.regions.models import Region
from zulian.regions.services import load

COUNTRY, PROVINCE, OTHER_PROVINCE = "000000000000", "210000000000", "220000000000"
CITY, OTHER_CITY = "210900000000", "211000000000"
COUNTY, OTHER_COUNTY = "210921000000", "210922000000"
TOWN, OTHER_TOWN = "210921100000", "210922100000"
VILLAGE, OTHER_VILLAGE = "210921100201", "210922100201"
DIVISIONS = (
    (CITY, "阜新市"),
    (OTHER_CITY, "演示市"),
    (COUNTY, "阜新蒙古族自治县"),
    (OTHER_COUNTY, "彰武县"),
    (TOWN, "演一镇"),
    ("210921101000", "演二镇"),
    (OTHER_TOWN, "演三镇"),
    (VILLAGE, "演一村委会"),
    ("210921100202", "演二村委会"),
    (OTHER_VILLAGE, "演三村委会"),
)
ABOVE = ((COUNTRY, "全国"), (PROVINCE, "演示省"), (OTHER_PROVINCE, "演邻省"))
HOME = {
    Role.NATIONAL_OFFICER: (COUNTRY, COUNTRY),
    Role.PROVINCE_OFFICER: (PROVINCE, OTHER_PROVINCE),
    Role.CITY_OFFICER: (CITY, OTHER_CITY),
    Role.COUNTY_OFFICER: (COUNTY, OTHER_COUNTY),
    Role.TOWNSHIP_OFFICER: (TOWN, OTHER_TOWN),
    Role.COMMISSIONER: (VILLAGE, OTHER_VILLAGE),
}
CIRCULAR = """测残联〔{year}〕3号
各县（区）残联：
现将工作要点印发给你们。
测试市残疾人联合会
{year}年1月20日
{year}年残联组织工作要点（测试）
一、抓好换届筹备
（一）报送请示。各县（区）残联要在{soon}前报送换届请示。
（二）更新名册。市、县（区）残联每季度更新一次后备干部名册。
二、建强基层组织
（一）开展自查。乡镇（街道）残联要在{past}前完成规范化自查。
（二）落实岗位。村（社区）残协要在年底前核准专职委员名册。
"""
_number = count(1)


def regions() -> None:
    """Two cities, two counties, three townships, three villages."""
    load(DIVISIONS)


def divisions_above() -> None:
    """The country and two provinces, the first of which holds all the cities."""
    load(ABOVE)


@transaction.atomic
def post(role: str, code: str = "", **user: object) -> Post:
    """A new invented person in a post; the division defaults to the role's own inside the first county."""
    login = f"user{next(_number)}"
    person = User.objects.create_user(login, f"演{login}", "good-pass-2013", **user)
    region = code or HOME.get(Role(role), (COUNTY, OTHER_COUNTY))[0]
    return Post.objects.create(user=person, role=role, region_id=region, since=date(2020, 1, 1))


def officer(code: str) -> Post:
    """The officer of an organisation, by the level of its division."""
    level = Region.objects.get(code=code).level
    role = {
        2: Role.PROVINCE_OFFICER,
        4: Role.CITY_OFFICER,
        6: Role.COUNTY_OFFICER,
        9: Role.TOWNSHIP_OFFICER,
        12: Role.COMMISSIONER,
    }[level]
    return post(role, code)


def say(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def circular_text(number: int = 3) -> str:
    """A circular of this year: one deadline in ten days, one ten days ago."""
    today = timezone.localdate()
    soon, past = today + timedelta(days=10), today - timedelta(days=10)
    text = CIRCULAR.format(year=today.year, soon=say(soon), past=say(past))
    return text.replace("〕3号", f"〕{number}号")


def draft(by: Post, text: str = "", supplements: Circular | None = None) -> Circular:
    """A circular received and not yet adopted: a plan, or a supplement of one."""
    kind = Circular.Kind.SUPPLEMENT if supplements else Circular.Kind.PLAN
    # An organisation's papers have numbers of their own.
    before = Circular._base_manager.filter(
        region_id=by.region_id, year=timezone.localdate().year
    ).count()
    data = (text or circular_text(3 + before)).encode()
    paper, reading = _read(data, clock.today())
    return receiving.keep_draft(data, "要点.txt", by, paper, reading, kind, supplements)


@lru_cache(maxsize=32)
def _read(data: bytes, _today: date) -> tuple[Paper, Reading]:
    """A circular read here: that it is read in a process of its own has tests of its own, and costs each time."""
    paper = read_paper(data)
    return paper, understand(paper)


def plan(by: Post, text: str = "", supplements: Circular | None = None) -> Circular:
    """An adopted circular with its assignments: a plan, or a supplement of one."""
    circular = draft(by, text, supplements)
    review.adopt(circular)
    return circular


def past_draft(by: Post, years: int = 1) -> Circular:
    """A circular of an earlier year, received in its January and not yet adopted."""
    year = timezone.localdate().year
    with on_day(date(year - years, 1, 20)):
        return draft(by, circular_text().replace(str(year), str(year - years)))


def past_plan(by: Post, years: int = 1) -> Circular:
    """A plan of an earlier year, adopted in its January; its period is over."""
    circular = past_draft(by, years)
    with on_day(date(circular.year, 1, 20)):
        review.adopt(circular)
    return circular


def assignment(circular: Circular, path: str, code: str, period: str = "") -> Assignment:
    """The assignment of a clause to an organisation; the first period unless told."""
    rows = Assignment.objects.with_names().filter(
        circular=circular, clause__path=path, region_id=code
    )
    return (rows.filter(period=period) if period else rows).order_by("due", "pk")[0]


def photo(name: str = "现场.jpg") -> SimpleUploadedFile:
    """A small real picture."""
    out = BytesIO()
    Image.new("RGB", (40, 30), (90, 140, 160)).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


SEEN = re.compile(r'name="seen" value="([\w-]+)"')


def as_opened(client: Client, address: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """What a form sends when it was opened just before: what is filled in, and what its page had shown."""
    [seen] = SEEN.findall(client.get(address).content.decode())
    return {**data, "seen": seen}


def as_pressed(client: Client, page: str, address: str, **data: str) -> dict[str, str]:
    """What a button sends from a page that was opened just before: what stands beside it there."""
    opening = re.escape(f'action="{address}"')
    [form] = re.findall(
        rf"<form[^>]*{opening}.*?</form>", client.get(page).content.decode(), re.DOTALL
    )
    [seen] = SEEN.findall(form)
    return {**data, "seen": seen}


def bring_to(row: Assignment, state: str, own: Post, issuer: Post) -> Assignment:
    """Take an assignment along its normal way up to `state`."""
    if state in {State.SIGNED, State.REPORTED, State.RETURNED, State.CLOSED}:
        work.sign(row.pk, own)
    if state in {State.REPORTED, State.RETURNED, State.CLOSED}:
        work.report(row.pk, own, "已完成。", None, [photo()])
    if state in {State.RETURNED, State.CLOSED}:
        work.judge(row.pk, issuer, accepted=state == State.CLOSED, reason="材料不全")
    return Assignment.objects.with_names().get(pk=row.pk)


def portrait() -> SimpleUploadedFile:
    """A drawn face on white, as a certificate wants it."""
    return SimpleUploadedFile("照片.jpg", draw_portrait(random.Random(1)), "image/jpeg")


def todos(by: Post) -> dict[str, TodoGroup]:
    """What waits for a post, by the names of its groups."""
    with scope(by.region.scope()):
        return {str(group.name): group for group in todo_for(by)}

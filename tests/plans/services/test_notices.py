"""Supervision notices: one to each organisation that answers for late tasks, with all of them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from docx import Document

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    officer,
    plan,
    post,
    todos,
)
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.plans.models import Assignment, Circular, Notice
from zulian.plans.services import notices
from zulian.plans.services.notices import Addressee

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def circular(city: Post) -> Circular:
    return plan(city)


@pytest.fixture
def late(circular: Circular) -> list[Assignment]:
    """All tasks but the city's own, each late since yesterday."""
    Assignment.objects.update(due=today() - timedelta(days=1))
    return list(Assignment.objects.with_names().exclude(region_id=CITY).order_by("pk"))


def listed(notice: Notice) -> set[int]:
    return set(notice.tasks.values_list("assignment", flat=True))


def inside(rows: list[Assignment], code: str) -> set[int]:
    return {row.pk for row in rows if row.region_id.startswith(code[:6])}


def test_a_county_gets_one_with_all_late_tasks_of_its_townships_and_villages(
    city: Post, late: list[Assignment]
) -> None:
    assert {row.region_id for row in late} > {COUNTY, TOWN}
    assert notices.issue_notices(late, city, "请抓紧", Addressee.BELOW) == {}
    made = {notice.region_id: notice for notice in Notice.objects.all()}
    assert made.keys() == {COUNTY, OTHER_COUNTY}
    assert {code: listed(one) for code, one in made.items()} == {
        code: inside(late, code) for code in made
    }
    told = Message.objects.filter(kind="notice").values_list("region_id", "title")
    assert {code for code, _title in told} == made.keys()
    assert all("项任务" in title for _code, title in told)


def test_whoever_bears_them_gets_one_with_its_own(city: Post, late: list[Assignment]) -> None:
    assert notices.issue_notices(late, city, "请抓紧", Addressee.BEARER) == {}
    assert {notice.region_id: listed(notice) for notice in Notice.objects.all()} == {
        code: {row.pk for row in late if row.region_id == code}
        for code in {row.region_id for row in late}
    }


def test_what_may_not_be_urged_is_told_by_row_and_left_out(
    city: Post, late: list[Assignment]
) -> None:
    first, *others = [row for row in late if row.region_id.startswith(COUNTY[:6])]
    notices.issue_notice(first.pk, city, "请抓紧")
    Assignment.objects.filter(pk=others[0].pk).update(due=today())
    refused = notices.issue_notices([first, *others], city, "再催", Addressee.BELOW)
    assert refused.keys() == {first.pk, others[0].pk}
    assert "期满没有回复再督办" in refused[first.pk] and "没有逾期" in refused[others[0].pk]
    assert listed(Notice.objects.latest("pk")) == {row.pk for row in others[1:]}


def test_nothing_is_written_where_all_are_refused(city: Post, late: list[Assignment]) -> None:
    notices.issue_notices(late, city, "请抓紧", Addressee.BELOW)
    count, told = Notice.objects.count(), Message.objects.count()
    assert notices.issue_notices(late, city, "再催", Addressee.BELOW).keys() == {
        row.pk for row in late
    }
    assert (Notice.objects.count(), Message.objects.count()) == (count, told)


def test_the_county_answers_on_the_notices_page_for_its_townships(
    client: Client, city: Post, late: list[Assignment]
) -> None:
    notices.issue_notices(late, city, "请抓紧", Addressee.BELOW)
    notice = Notice.objects.get(region_id=COUNTY)
    county, town = officer(COUNTY), post(Role.TOWNSHIP_OFFICER)
    [line] = todos(county)["要回复的督办通知"].items
    assert line.url == notice.get_absolute_url() and f"{len(listed(notice))} 项" in line.title
    assert "要回复的督办通知" not in todos(town)
    client.force_login(county.user)
    page = client.get(line.url).content.decode()
    of_town = next(row for row in late if row.region_id == TOWN)
    assert of_town.get_absolute_url() in page and "回复督办" in page
    client.post(f"{line.url}reply/", {"reply": "本周内全部办结"})
    assert "要回复的督办通知" not in todos(county)
    client.force_login(city.user)
    page = client.get(notice.get_absolute_url()).content.decode()
    assert "本周内全部办结" in page and "已回复" in page
    with pytest.raises(ValidationError, match="已经回复"):
        notices.reply_notice(notice.pk, county, "再答")


def test_the_word_file_lists_each_task_with_its_unit(
    client: Client, city: Post, late: list[Assignment]
) -> None:
    notices.issue_notices(late, city, "请抓紧", Addressee.BELOW)
    notice = Notice.objects.get(region_id=COUNTY)
    client.force_login(city.user)
    answer = client.get(f"{notice.get_absolute_url()}paper/")
    word = Document(BytesIO(b"".join(answer)))
    text = "".join(paragraph.text for paragraph in word.paragraphs)
    assert notice.number in text and "关于办理逾期任务的督办通知" in text
    [table] = [one for one in word.tables if len(one.columns) == 5]
    assert len(table.rows) == len(inside(late, COUNTY)) + 1


def test_a_bulletin_counts_a_notice_once_however_many_tasks_it_lists(
    city: Post, circular: Circular, late: list[Assignment]
) -> None:
    notices.issue_notices(late, city, "请抓紧", Addressee.BELOW)
    assert Notice.objects.on_plan(circular.pk).count() == 2
    with on_day(today() + timedelta(days=30)):
        assert todos(city)["到期没有回复的督办通知"].count == 2

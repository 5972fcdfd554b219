"""The end of a year as its issuer and those below see it: the reminder, both looks, results, rows, carrying, comparison."""

from __future__ import annotations

from collections import Counter
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests import builders
from tests.builders import CITY, COUNTY, TOWN, assignment, bring_to, past_plan, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation import clock
from zulian.ledgers.models import Job
from zulian.plans.indicators import REPORTED
from zulian.plans.models import Assignment, Circular, Clause, Result, State
from zulian.plans.services import carrying, closing, work
from zulian.plans.services.overview import Overview

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city(client: Client) -> Post:
    officer = post(Role.CITY_OFFICER)
    client.force_login(officer.user)
    return officer


@pytest.fixture
def over(city: Post) -> Circular:
    return past_plan(city)


def shown(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def test_from_the_reminder_to_the_results(client: Client, city: Post, over: Circular) -> None:
    work.sign(assignment(over, "一（二）", CITY).pk, city)
    close = f"/plans/{over.pk}/close/"
    reminder = builders.todos(city)["等我年终结账"]
    assert [item.url for item in reminder.items] == [close]
    assert reminder.name in shown(client, "/") and over.title in shown(client, reminder.url)
    page = shown(client, close)
    assert f"未完成的任务：{Assignment.objects.filter(circular=over).open().count()} 项" in page
    assert "不能撤销" in page and "没有数据" in page
    assert "一（一） 报送请示" in page
    confirm = f"{close}confirm/"
    assert "请先核对" in client.post(confirm).content.decode()
    assert not Job.objects.exists()
    job = client.post(confirm, {"is_sure": "on"})["Location"]
    over.refresh_from_db()
    assert over.is_closed
    results = f"/plans/{over.pk}/results/"
    assert results in shown(client, job)
    assert client.get(close)["Location"] == client.get(confirm)["Location"] == results
    assert reminder.name not in builders.todos(city)
    assert "年终结账" in shown(client, f"/plans/{over.pk}/")


def test_before_the_last_day_it_is_looked_at_and_not_closed(client: Client, city: Post) -> None:
    plan = builders.plan(city)
    page = shown(client, f"/plans/{plan.pk}/close/")
    assert "现在只能看" in page and "close/confirm" not in page
    answer = client.post(f"/plans/{plan.pk}/close/confirm/", {"is_sure": "on"})
    assert "届时才能结账" in answer.content.decode()


def test_results_lead_to_their_rows_and_to_a_workbook(
    client: Client, city: Post, over: Circular
) -> None:
    closing.close(over, city)
    url = f"/plans/{over.pk}/results/"
    missed = Result.objects.get(circular=over, key="plans.overdue", region_id=TOWN)
    client.force_login(post(Role.COUNTY_OFFICER).user)
    page = shown(client, f"{url}?under={TOWN}")
    assert f"{url}{missed.pk}/" in page
    rows = shown(client, f"{url}{missed.pk}/")
    assert f"有 {int(missed.of - missed.met)} 项没有达到" in rows and "完成规范化自查" in rows
    Assignment.objects.filter(pk=missed.missed[0]).delete()
    assert "现已不在台账中" in shown(client, f"{url}{missed.pk}/")
    sheet = load_workbook(BytesIO(client.get(f"{url}?export=xlsx").content)).active
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    own = Result.objects.get(circular=over, key="plans.overdue", region_id=COUNTY)
    assert ["全部任务", "逾期任务"] in [row[:2] for row in values]
    assert any(row[1] == "逾期任务" and row[3:5] == [int(own.met), int(own.of)] for row in values)


def test_carrying_is_a_form_with_everything_chosen(
    client: Client, city: Post, over: Circular
) -> None:
    url = f"/plans/{over.pk}/carry/"
    assert "请先上传" in shown(client, url)
    this = builders.plan(city)
    page = client.get(url)
    form = page.context["form"]
    assert page.content.decode().count("checked") == len(form.fields["tasks"].choices) + len(
        form.fields["units"].choices
    )
    assert form.initial["due"] == carrying.default_due(over)
    left = Assignment.objects.filter(circular=over).open().count()
    answer = client.post(url, form.initial, follow=True)
    assert f"已结转 {left} 项" in answer.content.decode()
    assert Assignment.objects.filter(circular=this, carried_from__isnull=False).count() == left
    old = Assignment.objects.filter(circular=over, state=State.CARRIED)[0]
    assert "结转到下年" in shown(client, f"/plans/assignments/{old.pk}/")
    assert "由上年结转" in shown(client, f"/plans/assignments/{old.carried_to.pk}/")
    assert "没有需要结转的任务" in shown(client, url)


def test_the_comparison_says_what_was_left_out_and_what_changed(
    client: Client, city: Post, over: Circular
) -> None:
    closing.close(over, city)
    text = builders.circular_text().replace(
        "（二）落实岗位。村（社区）残协要在年底前核准专职委员名册。\n", ""
    )
    this = builders.plan(city, text)
    page = shown(client, f"/plans/{this.pk}/compare/")
    assert "删去 1 条" in page and "今年没有" not in page
    assert "上年末" in page and "现在" in page
    assert f"/plans/{this.pk}/compare/" in shown(client, f"/plans/{over.pk}/compare/")


def test_unfinished_units_are_folded_by_the_division_below(
    client: Client, city: Post, over: Circular
) -> None:
    page = shown(client, f"/plans/{over.pk}/close/")
    assert page.count('<details class="card group">') == 3
    assert "<strong>阜新蒙古族自治县</strong>" in page
    book = client.get(f"/plans/{over.pk}/close/?export=xlsx")
    rows = list(load_workbook(BytesIO(book.content)).active.values)
    counts = [row[-2] for row in rows if isinstance(row[-2], int)]
    assert sum(counts) == Assignment.objects.filter(circular=over).open().count()


def test_the_closing_is_called_after_what_it_does(
    client: Client, city: Post, over: Circular
) -> None:
    job = client.post(f"/plans/{over.pk}/close/confirm/", {"is_sure": "on"})["Location"]
    page = shown(client, job)
    assert f"年终结账 {over.title}" in page and "任务台账</h1>" not in page


def test_what_was_carried_over_is_no_longer_late_in_the_matrix(
    client: Client, city: Post, over: Circular
) -> None:
    closing.close(over, city)
    this = builders.plan(city)
    page = shown(client, f"/plans/{over.pk}/matrix/")
    assert '<a class="s-overdue"' in page and '<a class="s-carried"' not in page
    found = carrying.unfinished(over)
    tasks, units = (
        [task.pk for task, _n in found.tasks],
        [region.code for region, _n in found.units],
    )
    form = {"tasks": tasks, "units": units, "due": str(carrying.default_due(over))}
    answer = client.post(f"/plans/{over.pk}/carry/", form, follow=True).content.decode()
    assert "已结转" in answer
    page = shown(client, f"/plans/{over.pk}/matrix/")
    assert '<a class="s-carried"' in page and '<a class="s-overdue"' not in page
    again = client.post(f"/plans/{over.pk}/carry/", form, follow=True).content.decode()
    assert "已结转 0 项" not in again
    # What was carried has its row in the overview too, whose total counts it.
    whole = Overview(Circular.objects.get(pk=this.pk), city.region, clock.today())
    assert [state.clause.is_carried_over for state in whole.carried] == [True]
    rows = (*whole.clauses, *whole.carried)
    assert sum(state.total.total for state in rows) == whole.total.total
    assert whole.carried[0].clause.title in shown(client, "/plans/overview/")


def test_the_badges_are_as_many_as_the_head_sentence_says(
    client: Client, city: Post, over: Circular
) -> None:
    text = builders.circular_text().replace(
        "（二）落实岗位。村（社区）残协要在年底前核准专职委员名册。\n", ""
    )
    this = builders.plan(city, text)
    client.force_login(city.user)
    page = client.get(f"/plans/{this.pk}/compare/")
    badges = Counter(row[1] for row in page.context["rows"] if row[1])
    words = {"未变": "same", "有修改": "changed", "新增": "new", "删去": "gone"}
    assert {words[word]: n for word, n in page.context["counts"] if n} == badges
    assert badges.total() < len(page.context["rows"]), "sections have none"


def test_what_a_coming_year_asks_for_is_not_called_missing(
    client: Client, city: Post, over: Circular
) -> None:
    year = over.year + 2
    text = builders.circular_text().replace(str(over.year + 1), str(year))
    this = builders.plan(city)
    county = post(Role.COUNTY_OFFICER)
    bring_to(assignment(this, "一（一）", COUNTY), State.CLOSED, county, city)
    coming = builders.plan(city, text)
    for made in (this, coming):
        Clause.objects.filter(circular=made, path="一（一）").update(indicators=[REPORTED.code])
    page = shown(client, f"/plans/{coming.pk}/compare/")
    assert coming.is_ahead() and "年度未开始</span>" in page and "本年没有这一项" not in page
    Clause.objects.filter(circular=coming).update(indicators=[])
    page = shown(client, f"/plans/{coming.pk}/compare/")
    assert "本年没有这一项，不能比较" in page and "年度未开始</span>" not in page

"""The to-do list by role, the search box, and what uploading leads to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import builders
from tests.builders import COUNTY, TOWN, assignment, bring_to, draft, officer, plan, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.registries import Pressing, TodoGroup
from zulian.foundation.searching import Hit
from zulian.plans.models import Assignment, ChangeRequest, Circular, State
from zulian.plans.services import changes, notices, talk
from zulian.plans.services.outlook import outlook_of
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


def groups(reader: Post) -> dict[str, int]:
    return {name: group.count for name, group in builders.todos(reader).items()}


def test_each_role_finds_what_waits_for_it(client: Client) -> None:
    city, county, town = (
        post(Role.CITY_OFFICER),
        post(Role.COUNTY_OFFICER),
        post(Role.TOWNSHIP_OFFICER),
    )
    made = plan(city)
    bring_to(assignment(made, "一（一）", COUNTY), State.REPORTED, county, city)
    late = assignment(made, "二（一）", TOWN)
    bring_to(late, State.SIGNED, town, city)
    changes.ask(late.pk, town, ChangeRequest.Kind.DROP, "撤并")
    notices.issue_notice(late.pk, city, "限期上报")
    draft(city, supplements=made)
    mine = groups(city)
    assert mine["等我审核的上报"] == mine["等我批复的申请"] == mine["等我核对下达的文件"] == 1
    assert groups(county)["待签收的任务"] == 4
    below = groups(town)
    assert below["办理中、要上报的任务"] == below["要回复的督办通知"] == 1
    assert groups(post(Role.ASSESSOR)) == {}


def test_who_is_late_stands_there_with_the_tasks_behind_each_number(client: Client) -> None:
    city = post(Role.CITY_OFFICER)
    plan(city)
    Assignment.objects.update(due=today())
    assert "各单位逾期的任务" not in groups(city)
    late = Assignment.objects.filter(region_id__in=[city.region_id, COUNTY, TOWN])
    late.update(due=today() - timedelta(days=1))
    group = builders.todos(city)["各单位逾期的任务"]
    county, own = group.items
    assert (county.title, own.title) == (
        Region.objects.get(code=COUNTY).organisation,
        city.region.organisation,
    )
    client.force_login(city.user)

    def behind(url: str) -> set[int]:
        return {row.record.pk for row in client.get(f"{url}&size=100").context["table"].rows}

    assert behind(group.url) == set(late.values_list("pk", flat=True))
    assert len(behind(group.url)) == group.count
    assert behind(own.url) == set(
        late.filter(region_id=city.region_id).values_list("pk", flat=True)
    )
    assert county.note == f"逾期 {len(behind(county.url))} 项"
    assert behind(county.url) | behind(own.url) == behind(group.url)


def test_a_question_waits_for_whom_it_was_put_to_until_it_is_answered(client: Client) -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    row = assignment(plan(city), "一（一）", COUNTY)
    talk.say(row.pk, county, "换届时间能否推迟？", city)
    assert "等我答复的提问" not in groups(county)
    group = builders.todos(city)["等我答复的提问"]
    assert group.count == 1 and [line.url for line in group.items] == [row.get_absolute_url()]
    client.force_login(city.user)
    assert "换届" in client.get(group.url).content.decode()
    talk.say(row.pk, city, "可以推迟到年底。")
    assert "等我答复的提问" not in groups(city)
    talk.say(row.pk, city, "请示何时报？", county)
    assert groups(county)["等我答复的提问"] == 1


def found(client: Client, words: str) -> list[Hit]:
    """All hits: those that come with the page, and the rest of them."""
    parts = ({"q": words}, {"q": words, "part": "rest"})
    return [hit for part in parts for hit in client.get("/search/", part).context["result"].hits]


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("换届", "条款", "抓好换届筹备"),
        ("报送换届请示", "任务", "报送换届请示"),
        ("演一", "区划", "演一镇"),
        ("演一镇残联", "区划", "演一镇"),
        ("工作要点", "工作要点", "工作要点"),
        ("]3号", "工作要点", "工作要点"),
        ("演user", "人员", "演user"),
    ],
)
def test_the_search_box_finds_clause_task_region_person(
    client: Client, words: str, kind: str, title: str
) -> None:
    plan(post(Role.CITY_OFFICER))
    client.force_login(post(Role.COUNTY_OFFICER).user)
    hits = found(client, words)
    assert any(h.kind == kind and title in h.title for h in hits)


def test_search_stays_inside_the_jurisdiction(client: Client) -> None:
    client.force_login(post(Role.COUNTY_OFFICER).user)
    assert found(client, "彰武") == []


def test_a_notice_is_found_by_its_number_however_typed(client: Client) -> None:
    city, town = post(Role.CITY_OFFICER), post(Role.TOWNSHIP_OFFICER)
    late = assignment(plan(city), "二（一）", TOWN)
    bring_to(late, State.SIGNED, town, city)
    notice = notices.issue_notice(late.pk, city, "限期上报")
    number = notice.number
    client.force_login(city.user)
    for typed in (number, number.replace("〔", "[").replace("〕", "]")):
        [hit] = [one for one in found(client, typed) if one.kind == "督办通知"]
        assert (hit.title, hit.url) == (number, notice.get_absolute_url())
        # The county before the township: many townships have the same name.
        assert late.region.organisation in hit.detail and late.task.name in hit.detail
        assert str(Region.objects.get(code=COUNTY)) in hit.detail


def test_tasks_of_several_years_can_be_told_apart(client: Client) -> None:
    made = plan(post(Role.CITY_OFFICER))
    client.force_login(post(Role.CITY_OFFICER).user)
    hits = [hit for hit in found(client, "报送换届请示") if hit.kind == "任务"]
    assert hits and all(f"{made.year}年" in hit.detail for hit in hits)
    assert len({(hit.title, hit.detail) for hit in hits}) == len(hits)


def upload(client: Client, text: str) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    sent = {"file": SimpleUploadedFile("要点.txt", text.encode()), "kind": "plan"}
    return str(client.post("/plans/upload/", sent)["Location"])


def test_next_years_circular_opens_with_the_comparison(client: Client) -> None:
    client.force_login(post(Role.CITY_OFFICER).user)
    text = builders.circular_text()
    first = upload(client, text)
    assert first.endswith("/review/")
    seen = outlook_of(Circular.objects.get()).digest
    client.post(first.replace("review", "adopt"), {"seen": seen})
    year = Circular.objects.get().year
    assert upload(client, text.replace(str(year), str(year + 1))).endswith("/compare/")


def test_a_second_plan_is_kept_and_becomes_a_supplement_at_a_click(client: Client) -> None:
    """The file is read once; the review says what it can be instead of a plan."""
    city = post(Role.CITY_OFFICER)
    first = plan(city)
    client.force_login(city.user)
    review = upload(client, builders.circular_text())
    assert review.endswith("/review/")
    page = client.get(review).content.decode()
    assert "一个单位一年只有一份" in page and "改为补充通知" in page and "改为修改通知" in page
    second = Circular.objects.get(status="draft")
    part = f"/plans/{second.pk}/part/"
    client.post(part, builders.as_pressed(client, review, part, kind="supplement"))
    second.refresh_from_db()
    assert (second.kind, second.amends, second.clauses.exists()) == ("supplement", first, True)
    assert "请先定" in client.get(review).content.decode()


def test_of_a_closed_year_nothing_is_taken(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    city = post(Role.CITY_OFFICER)
    first = plan(city)
    Circular.objects.filter(pk=first.pk).update(closed_at=timezone.now())
    client.force_login(city.user)
    sent = {
        "file": SimpleUploadedFile("要点.txt", builders.circular_text().encode()),
        "kind": "plan",
    }
    assert "已年终结账，不能再补充或修改" in client.post("/plans/upload/", sent).content.decode()
    assert Circular.objects.count() == 1


def test_a_draft_of_the_wrong_kind_is_turned_at_a_click(client: Client) -> None:
    city = post(Role.CITY_OFFICER)
    second = draft(city)
    first = plan(city)
    client.force_login(city.user)
    review = f"/plans/{second.pk}/review/"
    assert "改为补充通知" in client.get(review).content.decode()
    page = client.get(f"/plans/{second.pk}/adopt/").content.decode()
    assert "一个单位一年只有一份" in page
    part = f"/plans/{second.pk}/part/"
    client.post(part, builders.as_pressed(client, review, part, kind="amendment"))
    second.refresh_from_db()
    assert (second.kind, second.amends) == ("amendment", first)
    assert "改为补充通知" not in client.get(review).content.decode()
    client.post(f"/plans/{second.pk}/adopt/", {"seen": outlook_of(second).digest})
    assert Circular.objects.filter(status="adopted").count() == 2


def test_a_linked_circular_shows_on_both_pages(client: Client) -> None:
    city = post(Role.CITY_OFFICER)
    first = plan(city)
    second = plan(city, supplements=first)
    client.force_login(post(Role.COUNTY_OFFICER).user)
    for shown, other in ((first, second), (second, first)):
        assert f'href="/plans/{other.pk}/"' in client.get(f"/plans/{shown.pk}/").content.decode()


def test_what_was_sent_back_waits_however_far_its_day(client: Client) -> None:
    far = TodoGroup("退回", 3, "/", first=today() + timedelta(days=60), is_waiting=True)
    assert far.pressing is Pressing.WAITING and far.count_of(Pressing.WAITING) == 3
    soon = replace(far, first=today() + timedelta(days=1), soon=1)
    assert soon.pressing is Pressing.SOON and soon.count_of(Pressing.WAITING) == 2
    reader = officer(COUNTY)
    row = assignment(plan(post(Role.CITY_OFFICER)), "一（一）", COUNTY)
    Assignment.objects.filter(pk=row.pk).update(
        state=State.RETURNED, due=today() + timedelta(days=90)
    )
    group = builders.todos(reader)["退回要补正的任务"]
    assert group.pressing is Pressing.WAITING


def test_a_question_is_told_where_it_waits() -> None:
    reader, city = officer(COUNTY), post(Role.CITY_OFFICER)
    row = assignment(plan(city), "一（一）", COUNTY)
    talk.say(row.pk, city, "什么时候办完？", reader)
    group = builders.todos(reader)["等我答复的提问"]
    assert "什么时候办完？" in group.items[0].note

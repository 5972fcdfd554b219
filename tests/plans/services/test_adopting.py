"""The second look before adoption, and the recall until somebody has signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import builders
from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    assignment,
    circular_text,
    draft,
    past_plan,
    plan,
    post,
)
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day, today
from zulian.foundation.models import AuditEntry
from zulian.indicators import aggregates
from zulian.plans.models import Assignment, Circular, State, TaskTarget
from zulian.plans.services import adopting, carrying, changes, review, talk, work
from zulian.plans.services.outlook import outlook_of
from zulian.regions.models import Level

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


def test_what_would_go_to_units_without_associations_is_said(city: Post, client: Client) -> None:
    text = "测残联〔{year}〕9号\n测试市残疾人联合会\n{year}年1月20日\n{year}年工作要点\n一、活跃专门协会\n（一）举办品牌活动。"
    circular = draft(city, text.format(year=today().year))
    client.force_login(city.user)
    page = f"/plans/{circular.pk}/adopt/"
    assert (
        not outlook_of(circular).misplaced
        and "发到没有专门协会的单位" not in client.get(page).content.decode()
    )
    task = circular.tasks.get()
    review.edit(task, {"levels": ["county", "township"]})
    assert outlook_of(circular).misplaced == [task]
    assert "发到没有专门协会的单位" in client.get(page).content.decode()


def test_a_number_that_was_used_goes_out_no_second_time(city: Post) -> None:
    above = plan(city)
    year = above.year
    text = f"{above.number.replace('1号', '01 号')}\n测试市残疾人联合会\n{year}年3月20日\n补充通知\n一、补充\n（一）县（区）残联要在年底前报送总结。"
    supplement = draft(city, text, above)
    assert supplement.number
    with pytest.raises(ValidationError, match="已经用过"):
        review.adopt(supplement)
    assert outlook_of(supplement).same_number
    review.edit_head(supplement, {"number": f"测残联〔{year}〕88号"})
    assert review.adopt(supplement)


def test_what_a_supplement_repeats_of_its_plan_is_said(city: Post, client: Client) -> None:
    text = "测残联〔{year}〕{n}号\n测试市残疾人联合会\n{year}年1月20日\n{year}年工作要点\n一、活跃专门协会\n{clause}"
    year = today().year
    above = plan(city, text.format(year=year, n=1, clause="（一）县（区）残联举办品牌活动。"))
    clause = "（一）县（区）残联开展品牌活动。\n（二）县（区）残联制定活动办法。"
    supplement = draft(city, text.format(year=year, n=2, clause=clause), above)
    [(task, before)] = outlook_of(supplement).repeated
    assert (task.name, before.circular) == ("开展品牌活动", above)
    client.force_login(city.user)
    page = client.get(f"/plans/{supplement.pk}/adopt/").content.decode()
    assert "原工作要点已经布置的任务" in page and "举办品牌活动" in page


def test_the_outlook_is_what_goes_out(city: Post) -> None:
    circular = draft(city)
    seen = outlook_of(circular)
    given = review.adopt(circular)
    assert (
        len(given) == len(seen.assignments) == sum(tasks for _level, _units, tasks in seen.levels)
    )
    assert sum(tasks for _region, _units, tasks in seen.units) == len(given)
    assert seen.unit_count == len({row.region_id for row in given})
    assert [level for level, _units, _tasks in seen.levels] == [
        Level.CITY,
        Level.COUNTY,
        Level.TOWNSHIP,
        Level.VILLAGE,
    ]
    assert seen.late == sum(1 for row in given if row.due < today())


def test_what_nothing_measures_is_named(city: Post) -> None:
    circular = draft(city)
    task = circular.tasks.select_related("clause").order_by("order")[0]
    task.clause.indicators = []
    task.clause.save()
    task.targets.all().delete()
    assert task in outlook_of(circular).unmeasured
    TaskTarget.objects.create(
        task=task, what="活动", number=2, unit="次", measure="volunteers.activities"
    )
    assert task not in outlook_of(circular).unmeasured


def test_only_what_was_looked_at_goes_out(client: Client, city: Post) -> None:
    circular = draft(city)
    client.force_login(city.user)
    seen = outlook_of(circular).digest
    task = circular.tasks.order_by("order")[0]
    review.edit(task, {"levels": ["city"]})
    address = f"/plans/{circular.pk}/adopt/"
    answer = client.post(address, {"seen": seen})
    assert "内容有变动" in answer.content.decode() and not Assignment.objects.exists()
    assert client.post(address, {"seen": outlook_of(circular).digest}).status_code == 302
    assert Assignment.objects.exists()


class TestRecall:
    def test_before_anybody_has_signed_it_is_a_draft_again(self, city: Post) -> None:
        circular = plan(city)
        count = Assignment.objects.count()
        assert adopting.may_recall(circular)
        assert adopting.recall(circular, city) == count
        circular.refresh_from_db()
        assert (circular.status, Assignment.objects.count()) == (Circular.Status.DRAFT, 0)
        assert aggregates.verify() == []
        kinds = Message.objects.filter(region_id=COUNTY).values_list("kind", flat=True)
        assert list(kinds) == ["recalled"]
        # Mended and adopted again it is announced again.
        assert len(review.adopt(circular)) == count
        assert Message.objects.filter(region_id=COUNTY, kind="adopted").count() == 1

    def test_not_after_the_first_signature(self, city: Post) -> None:
        circular = plan(city)
        work.sign(
            assignment(circular, "一（一）", OTHER_COUNTY).pk,
            post(Role.COUNTY_OFFICER, OTHER_COUNTY),
        )
        assert not adopting.may_recall(circular)
        with pytest.raises(ValidationError, match="已经签收"):
            adopting.recall(circular, city)

    @pytest.mark.parametrize("page", ["", "matrix/", "ranking/", "bulletin/", "compare/"])
    def test_is_offered_on_every_page_of_the_plan(
        self, client: Client, city: Post, page: str
    ) -> None:
        circular = plan(city)
        address, offer = f"/plans/{circular.pk}/{page}", f"/plans/{circular.pk}/recall/"
        client.force_login(city.user)
        assert offer in client.get(address).content.decode()
        county = post(Role.COUNTY_OFFICER)
        talk.sign_all(county)
        assert offer not in client.get(address).content.decode()
        client.force_login(county.user)
        assert offer not in client.get(address).content.decode()

    def test_only_by_its_issuer(self, city: Post) -> None:
        with pytest.raises(PermissionDenied):
            adopting.recall(plan(city), post(Role.COUNTY_OFFICER))

    @pytest.mark.parametrize(
        ("hang", "words"),
        [
            (lambda circular, city: plan(city, supplements=circular), "先收回它们"),
            (
                lambda circular, city: changes.ask(
                    assignment(circular, "一（一）", COUNTY).pk,
                    post(Role.COUNTY_OFFICER),
                    "drop",
                    "撤并",
                ),
                "留言、申请",
            ),
        ],
        ids=["supplement", "request"],
    )
    def test_not_while_anything_hangs_on_it(
        self, city: Post, hang: Callable[[Circular, Post], object], words: str
    ) -> None:
        circular = plan(city)
        hang(circular, city)
        with pytest.raises(ValidationError, match=words):
            adopting.recall(circular, city)

    def test_a_draft_is_not_recalled(self, city: Post) -> None:
        with pytest.raises(ValidationError, match="还没有下达"):
            adopting.recall(draft(city), city)

    def test_what_was_carried_over_goes_back_as_it_was(self, city: Post) -> None:
        before = past_plan(city)
        county, town = post(Role.COUNTY_OFFICER), post(Role.TOWNSHIP_OFFICER, TOWN)
        with on_day(date(before.year, 12, 1)):
            signed = assignment(before, "一（一）", COUNTY)
            work.sign(signed.pk, county)
            waiting = assignment(before, "二（一）", TOWN)
            builders.bring_to(waiting, State.REPORTED, town, county)
        states = dict(Assignment.objects.filter(circular=before).values_list("pk", "state"))
        into = draft(city)
        left = carrying.unfinished(before)
        tasks, units = (
            {task.pk for task, _n in left.tasks},
            {region.code for region, _n in left.units},
        )
        carrying.carry(before, city, tasks, units, into.ends_on)
        review.adopt(into)
        assert set(Assignment.objects.filter(circular=before).values_list("state", flat=True)) == {
            State.CARRIED
        }
        adopting.recall(into, city)
        assert dict(Assignment.objects.filter(circular=before).values_list("pk", "state")) == states
        assert {State.ISSUED, State.SIGNED, State.REPORTED} <= set(states.values())
        assert aggregates.verify() == []
        again = Assignment.objects.get(pk=waiting.pk)
        assert again.reported_at is not None and again.on_time is not None
        assert len([row for row in review.adopt(into) if row.carried_from_id]) == len(states)
        assert CITY in {row.region_id for row in Assignment.objects.filter(circular=into)}


class TestDiscard:
    """A draft that was taken in by mistake goes, and nothing else does."""

    def test_a_draft_goes_with_its_tasks(self, city: Post, client: Client) -> None:
        circular = draft(city)
        client.force_login(city.user)
        url = f"/plans/{circular.pk}/discard/"
        sent = builders.as_opened(client, url, {})
        assert "请先确认" in client.post(url, sent).content.decode()
        assert client.post(url, {**sent, "is_sure": "on"}).url == "/plans/"
        assert not Circular.objects.exists() and not TaskTarget.objects.exists()
        assert (
            AuditEntry.objects.filter(action="circular.discard", object_id=str(circular.pk)).count()
            == 1
        )

    def test_what_went_out_and_what_others_took_in_stays(self, city: Post) -> None:
        circular = plan(city)
        with pytest.raises(ValidationError, match="已经下达"):
            adopting.discard(circular, city)
        other = draft(post(Role.COUNTY_OFFICER))
        with pytest.raises(PermissionDenied):
            adopting.discard(other, city)
        assert Circular.objects.count() == 2

    def test_one_into_which_tasks_were_carried_stays(self, city: Post, client: Client) -> None:
        circular = draft(city)
        task = circular.tasks.first()
        assert task is not None
        circular.reading["carried"] = {str(task.pk): {}}
        circular.save()
        with pytest.raises(ValidationError, match="已结转"):
            adopting.discard(circular, city)
        client.force_login(city.user)
        url = f"/plans/{circular.pk}/discard/"
        page = client.get(f"/plans/{circular.pk}/review/").content.decode()
        assert "1 项任务已结转到这份文件，草稿不能删除" in page and url not in page
        assert "草稿不能删除" in client.get(url, follow=True).content.decode()
        # What was taken over and taken out again holds nothing.
        task.delete()
        adopting.discard(circular, city)
        assert not Circular.objects.filter(pk=circular.pk).exists()


def test_a_recall_deletes_however_many_there_are() -> None:
    city = post(Role.CITY_OFFICER)
    circular = plan(city)
    count = Assignment.objects.filter(circular=circular).count()
    # No list of keys is sent: a statement takes only so many.
    with CaptureQueriesContext(connection) as asked:
        assert adopting.recall(circular, city) == count
    assert max(len(query["sql"]) for query in asked.captured_queries) < 40_000
    assert not Assignment.objects.filter(circular=circular).exists()


def test_one_circular_gives_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    circular = draft(post(Role.CITY_OFFICER))
    kept = review.policy

    def small(name: str, day: date) -> dict[str, object]:
        return {**kept(name, day).values, "most_assignments": 3}

    monkeypatch.setattr(review, "policy", small)
    with pytest.raises(ValidationError, match="最多 3 项"):
        adopting.adopt_seen(circular, outlook_of(circular).digest)
    assert not Assignment.objects.exists()


def test_a_deadline_out_of_the_period_is_shown(client: Client) -> None:
    city = post(Role.CITY_OFFICER)
    circular = draft(city)
    task = circular.tasks.first()
    assert task is not None
    circular.tasks.filter(pk=task.pk).update(due=circular.ends_on + timedelta(days=10))
    assert [one.pk for one in outlook_of(circular).outside] == [task.pk]
    client.force_login(city.user)
    assert "时限不在执行期内" in client.get(f"/plans/{circular.pk}/adopt/").content.decode()


def test_what_was_done_for_both_plans_since_holds_the_recall() -> None:
    city, county = post(Role.CITY_OFFICER), post(Role.COUNTY_OFFICER)
    upper = plan(city)
    own = draft(county, circular_text().replace("测残联", "县残联"))
    adopting.adopt_seen(own, outlook_of(own).digest)
    root = Assignment.objects.filter(circular=upper).exclude(region=city.region).first()
    row = Assignment.objects.filter(circular=own).exclude(region=county.region).first()
    assert root is not None and row is not None
    Assignment.objects.filter(pk=row.pk).update(served_by=root)
    own.refresh_from_db()
    Assignment.objects.filter(pk=root.pk).update(
        state=State.REPORTED, reported_at=own.adopted_at - timedelta(hours=1)
    )
    assert adopting.obstacle(own) == ""
    Assignment.objects.filter(pk=root.pk).update(reported_at=own.adopted_at + timedelta(hours=1))
    assert "一并办理" in adopting.obstacle(own)

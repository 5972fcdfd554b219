"""Which task goes along with which from above: one with one, only where they are alike, as the issuer saw and may say otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import (
    PROVINCE,
    TOWN,
    VILLAGE,
    as_opened,
    as_pressed,
    bring_to,
    divisions_above,
    draft,
    officer,
    plan,
    post,
)
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.indicators import aggregates
from zulian.plans.models import Assignment, Circular, State, Task
from zulian.plans.services import adopting, changes, deriving, joining, likeness, review
from zulian.plans.services.outlook import outlook_of

pytestmark = pytest.mark.usefixtures("regions")
SECOND_VILLAGE = "210921100202"
CITYS = """阜残联示〔{year}〕1号
{year}年1月12日
{year}年全市残联组织工作要点
一、推动志愿助残
（一）健全组织网络。县（区）残联要在12月10日前建立联席会议；村（社区）要在12月10日前设立志愿助残联络站。
"""
COUNTYS = """蒙残联示〔{year}〕5号
{year}年2月10日
{year}年全县残联组织工作要点
一、志愿助残
（一）健全组织网络。村（社区）要在12月10日前设立志愿助残联络站。
村（社区）残协要在12月15日前报送贫困重度残疾人家庭名单。
"""
PROVINCES = """演残联〔{year}〕1号
{year}年1月4日
{year}年全省残联组织工作要点
一、志愿助残
（一）建站。村（社区）残协要在年底前建立志愿助残联络站。
"""


def text(pattern: str) -> str:
    return pattern.format(year=timezone.localdate().year)


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def village() -> Post:
    return officer(VILLAGE)


@pytest.fixture
def above(city: Post) -> Circular:
    return plan(city, text(CITYS))


@pytest.fixture
def own(above: Circular, county: Post) -> Circular:
    """The county's draft: of two tasks for a village in one clause the city asks for the first alone."""
    circular = draft(county, text(COUNTYS))
    assert circular.clauses.get(path="一（一）").carries_out == above.clauses.get(path="一（一）")
    return circular


def of_village(circular: Circular, words: str) -> Assignment:
    rows = Assignment.objects.with_names().filter(circular=circular, region=VILLAGE)
    return rows.get(task__name__contains=words)


class TestOneWithOne:
    def test_another_task_of_the_clause_stays_the_units_own(
        self, above: Circular, own: Circular, village: Post
    ) -> None:
        seen = outlook_of(own)
        assert seen.served == len(seen.assignments) / 2
        review.adopt(own)
        theirs = of_village(above, "联络站")
        assert of_village(own, "联络站").served_by == theirs
        lists = of_village(own, "名单")
        assert lists.served_by is None
        bring_to(theirs, State.CLOSED, village, officer(TOWN))
        assert (of_village(own, "联络站").state, of_village(own, "名单").state) == (
            State.CLOSED,
            State.ISSUED,
        )
        assert aggregates.verify() == []

    def test_two_alike_do_not_share_one(self, above: Circular, own: Circular) -> None:
        """The likest goes along, the other one stays."""
        own.tasks.filter(name__contains="名单").update(name="公布志愿助残联络站电话")
        review.adopt(own)
        rows = Assignment.objects.filter(circular=own, region=VILLAGE, served_by__isnull=False)
        assert [row.task.name for row in rows] == ["设立志愿助残联络站"]

    def test_unless_the_issuer_says_it_of_both(self, above: Circular, own: Circular) -> None:
        own.tasks.filter(clause__path="一（一）").update(goes_along=True)
        assert {pair.units for pair in outlook_of(own).pairs} == {2}
        review.adopt(own)
        roots = {of_village(own, name).served_by for name in ("联络站", "名单")}
        assert [root.task.name for root in roots if root] == ["设立志愿助残联络站"]

    def test_nor_when_the_other_comes_later(self, above: Circular, own: Circular) -> None:
        """What goes along already is counted when others are joined afterwards."""
        own.tasks.filter(name__contains="名单").update(name="建立志愿助残联络站台账")
        review.adopt(own)
        joined = of_village(own, "设立")
        second = of_village(own, "台账")
        joining.join([second])
        assert (of_village(own, "设立").served_by, of_village(own, "台账").served_by) == (
            joined.served_by,
            None,
        )

    def test_a_second_act_in_the_words_of_a_task_is_seen(
        self, above: Circular, own: Circular
    ) -> None:
        task = own.tasks.filter(name__contains="联络站")
        task.update(text="设立志愿助残联络站，乡镇也要去走访，为站里配备电话。")
        seen = outlook_of(own)
        assert seen.pairs == [] and [pair.task.name for pair in seen.doubts] == [
            "设立志愿助残联络站"
        ]

    @pytest.mark.parametrize(
        ("own_words", "words", "is_sure"),
        [
            ("走访重度残疾人家庭不少于1户", "走访残疾人家庭不少于1户", False),
            ("新增注册青年志愿者2名", "新增注册志愿者2名", False),
            ("举办新任专职委员培训班", "举办专职委员培训班", False),
            ("走访残疾人家庭", "走访重度残疾人家庭", False),
            ("走访困难残疾人家庭", "走访慰问困难残疾人家庭", True),
        ],
    )
    def test_a_narrower_circle_is_another_task(
        self, above: Circular, own: Circular, own_words: str, words: str, is_sure: bool
    ) -> None:
        task = own.tasks.get(name__contains="联络站")
        upper = above.tasks.get(name__contains="联络站")
        task.name = task.text = own_words
        upper.name = upper.text = words
        assert likeness.are_the_same(task, upper) == is_sure

    def test_called_by_the_same_heading_they_are_told_by_what_they_ask(
        self, above: Circular, county: Post
    ) -> None:
        words = text(COUNTYS).splitlines()
        only_lists = "\n".join([*words[:4], "（一）健全组织网络。" + words[5]])
        own = draft(county, only_lists)
        own.clauses.filter(path="一（一）").update(carries_out=above.clauses.get(path="一（一）"))
        assert outlook_of(own).served == 0


class TestTheIssuerSees:
    def test_the_pairs_before_adoption_and_parts_them(
        self, client: Client, own: Circular, county: Post
    ) -> None:
        client.force_login(county.user)
        page = client.get(f"/plans/{own.pk}/adopt/").content.decode()
        assert "设立志愿助残联络站 ← 设立志愿助残联络站" in page and "2 个单位" in page
        clause, task = own.clauses.get(path="一（一）"), own.tasks.get(name__contains="联络站")
        address = f"/plans/clauses/{clause.pk}/carries-out/"
        assert address in page and "单独办理" in client.get(address).content.decode()
        sent = {"carries_out": clause.carries_out_id, f"task_{task.pk}": "no"}
        client.post(address, as_opened(client, address, sent))
        assert outlook_of(own).pairs == []
        sent[f"task_{task.pk}"] = ""
        client.post(address, as_opened(client, address, sent))
        assert outlook_of(own).served == 2

    def test_parted_and_joined_after_adoption(
        self, client: Client, own: Circular, county: Post
    ) -> None:
        review.adopt(own)
        client.force_login(county.user)
        clause, task = own.clauses.get(path="一（一）"), own.tasks.get(name__contains="联络站")
        address = f"/plans/{own.pk}/carries-out/"
        sent = {
            f"clause_{clause.pk}": clause.carries_out_id,
            f"task_{task.pk}": "no",
            "reason": "不是一回事",
        }
        sent = as_opened(client, address, sent)
        page = client.post(address, sent, follow=True).content.decode()
        assert "2 项任务改由承担单位为本文件单独办理" in page
        with scope(EVERYTHING):
            assert of_village(own, "联络站").served_by is None
        with scope(EVERYTHING):
            upper = Task.objects.get(clause=clause.carries_out_id, name__contains="联络站")
        sent = as_opened(client, address, {**sent, f"task_{task.pk}": f"with-{upper.pk}"})
        page = client.post(address, sent, follow=True).content.decode()
        assert "2 项任务随上级任务一并办理" in page

    def test_with_which_of_several_tasks_above_one_goes_is_asked(
        self, client: Client, city: Post, county: Post
    ) -> None:
        several = text(CITYS).replace(
            "建立联席会议；村", "建立联席会议，村（社区）要走访志愿者；村"
        )
        above = plan(city, several)
        own = draft(county, text(COUNTYS))
        clause, task = own.clauses.get(path="一（一）"), own.tasks.get(name__contains="报送")
        clause.carries_out = above.clauses.get(path="一（一）")
        clause.save()
        client.force_login(county.user)
        address = f"/plans/clauses/{clause.pk}/carries-out/"
        page = client.get(address).content.decode()
        uppers = list(clause.carries_out.tasks.order_by("order"))
        assert len(uppers) > 1 and all(f"随上级任务“{one.name}”一并办理" in page for one in uppers)
        upper = next(one for one in uppers if "走访" in one.name)
        sent = {"carries_out": clause.carries_out_id, f"task_{task.pk}": f"with-{upper.pk}"}
        client.post(address, as_opened(client, address, sent))
        task.refresh_from_db()
        assert (task.goes_along, task.goes_with) == (True, upper)
        assert "selected>随上级任务“" + upper.name in client.get(address).content.decode()
        review.adopt(own)
        with scope(EVERYTHING):
            served = of_village(own, "报送").served_by
            assert served is not None and served.task == upper

    def test_how_many_were_reported_and_stay_apart_is_told(
        self, client: Client, county: Post, city: Post, village: Post
    ) -> None:
        own = plan(county, text(COUNTYS))
        bring_to(of_village(own, "联络站"), State.REPORTED, village, county)
        above = plan(city, text(CITYS))
        client.force_login(county.user)
        clause = own.clauses.get(path="一（一）")
        sent = {
            f"clause_{clause.pk}": above.clauses.get(path="一（一）").pk,
            "reason": "上级文件后下达",
        }
        address = f"/plans/{own.pk}/carries-out/"
        sent = as_opened(client, address, sent)
        page = client.post(address, sent, follow=True).content.decode()
        assert "1 项任务随上级任务一并办理" in page and "已上报的 1 项各自办理" in page

    def test_what_was_done_above_before_is_asked_for(
        self, client: Client, city: Post, county: Post, village: Post
    ) -> None:
        """A report of June on the city's task is none on what the county asks in November, unless the county says so."""
        above = plan(city, text(CITYS))
        bring_to(of_village(above, "联络站"), State.CLOSED, village, officer(TOWN))
        own = draft(county, text(COUNTYS))
        seen = outlook_of(own)
        assert [(pair.task.name, pair.units, pair.done) for pair in seen.settled] == [
            ("设立志愿助残联络站", 1, 1)
        ]
        assert seen.doubts == []
        client.force_login(county.user)
        page = client.get(f"/plans/{own.pk}/adopt/").content.decode()
        assert "上级已经办结的相同任务" in page and "上级任务已上报或办结 1 个" in page
        assert "其余单位的已随上级任务办理" in page and "1 项（1 个单位）" in page
        assert "可能和上级任务重复的任务" not in page
        yesterday = timezone.localdate() - timedelta(days=1)
        own.tasks.update(due=yesterday)
        own.tasks.filter(name__contains="联络站").update(goes_along=True)
        seen = outlook_of(own)
        assert seen.doubts == [] and seen.settled == []
        review.adopt(own)
        assert (
            seen.late
            == Assignment.objects.filter(circular=own).overdue().count()
            == len(seen.assignments) - 1
        )
        # It was reported before this plan asked for it: that can be taken back.
        clause, task = own.clauses.get(path="一（一）"), own.tasks.get(name__contains="联络站")
        corrected = deriving.correct(
            own, county, {clause.pk: clause.carries_out_id}, "再办一次", {task.pk: False}
        )
        assert (corrected.parted, corrected.settled) == (2, 0)
        assert of_village(own, "联络站").state == State.ISSUED

    def test_all_of_it_counts_here_at_one_button(
        self, client: Client, city: Post, county: Post, village: Post
    ) -> None:
        above = plan(city, text(CITYS))
        bring_to(of_village(above, "联络站"), State.CLOSED, village, officer(TOWN))
        own = draft(county, text(COUNTYS))
        client.force_login(county.user)
        address = f"/plans/{own.pk}/along/"
        sent = as_pressed(client, f"/plans/{own.pk}/adopt/", address)
        answer = client.post(address, sent, follow=True).content.decode()
        assert "1 项任务随上级任务办理" in answer and "上级已经办结的相同任务" not in answer
        adopting.adopt_seen(own, outlook_of(own).digest)
        row = of_village(own, "联络站")
        assert row.state == State.CLOSED and row.served_by is not None and not row.is_overdue
        assert aggregates.verify() == []
        assert "已经下达" in client.post(address, sent).content.decode()

    def test_all_go_with_what_is_proposed_for_them_and_the_rest_is_left_to_choose(
        self, client: Client, city: Post, county: Post, village: Post
    ) -> None:
        """Two tasks above ask villages for the same, each some of them: with which one goes is said by nobody but the officer."""
        made = draft(city, text(CITYS))
        first = made.tasks.get(name__contains="联络站")
        second = Task.objects.create(
            circular=made,
            clause=first.clause,
            order=99,
            name=first.name,
            text=first.text,
            levels=first.levels,
            due=first.due,
            places={SECOND_VILLAGE: "演二村委会"},
        )
        Task.objects.filter(pk=first.pk).update(places={VILLAGE: "演一村委会"})
        review.adopt(made)
        for code in (VILLAGE, SECOND_VILLAGE):
            [row] = Assignment.objects.filter(circular=made, region=code)
            bring_to(row, State.CLOSED, officer(code), officer(TOWN))
        own = draft(county, text(COUNTYS))
        task = own.tasks.get(name__contains="联络站")
        client.force_login(county.user)
        address, page = f"/plans/{own.pk}/along/", f"/plans/{own.pk}/adopt/"
        answer = client.post(address, as_pressed(client, page, address), follow=True)
        assert "1 项可以随上级的不止一项任务，请逐项点开" in answer.content.decode()
        task.refresh_from_db()
        assert task.goes_along is None
        # For one of the villages alone one of them is proposed alone.
        Task.objects.filter(pk=task.pk).update(places={SECOND_VILLAGE: "演二村委会"})
        answer = client.post(address, as_pressed(client, page, address), follow=True)
        assert "1 项任务随上级任务办理" in answer.content.decode()
        task.refresh_from_db()
        assert (task.goes_along, task.goes_with) == (True, second)
        review.adopt(own)
        [row] = Assignment.objects.filter(circular=own, task=task)
        assert row.served_by is not None and row.served_by.task == second

    def test_what_only_sounds_alike_is_asked_for_and_stays_alone(
        self, client: Client, above: Circular, own: Circular, county: Post
    ) -> None:
        for name in (
            "设立残疾人证办理联络站",
            "检查志愿助残联络站",
            "设立志愿助残联络站，发放宣传册不少于200册",
        ):
            own.tasks.filter(name__contains="联络站").update(name=name)
            seen = outlook_of(own)
            assert seen.pairs == [] and [pair.task.name for pair in seen.doubts] == [name], name
        # What is given out and what is set up share but for whom.
        own.tasks.filter(name__contains="联络站").update(
            name="表彰志愿助残先进个人", text="表彰志愿助残先进个人。"
        )
        assert outlook_of(own).doubts == []
        own.tasks.filter(name__contains="表彰").update(name="撤销志愿助残联络站")
        assert outlook_of(own).doubts == []
        own.tasks.filter(name__contains="联络站").update(
            name="检查志愿助残联络站", goes_along=False
        )
        assert outlook_of(own).doubts == []

    def test_what_is_parted_lets_nothing_else_in(
        self, above: Circular, own: Circular, county: Post
    ) -> None:
        own.tasks.filter(name__contains="名单").update(name="设立志愿者联络站")
        review.adopt(own)
        clause, task = own.clauses.get(path="一（一）"), own.tasks.get(name__contains="助残联络站")
        deriving.correct(
            own, county, {clause.pk: clause.carries_out_id}, "不是一回事", {task.pk: False}
        )
        assert not Assignment.objects.filter(circular=own, served_by__isnull=False).exists()

    def test_units_are_told_that_they_have_a_task_of_their_own_again(
        self, above: Circular, own: Circular, county: Post
    ) -> None:
        review.adopt(own)
        clause = own.clauses.get(path="一（一）")
        deriving.correct(own, county, {clause.pk: None}, "对应错了")
        row = of_village(own, "联络站")
        told = Message.objects.filter(key__startswith=f"alone:{row.pk}:")
        assert told.get().region_id == VILLAGE
        upper = above.clauses.get(path="一（一）")
        deriving.correct(own, county, {clause.pk: upper.pk}, "对应回来")
        assert of_village(own, "联络站").served_by is not None and not told.exists()

    def test_what_the_plans_below_have_given_is_told_to_the_one_above(
        self, client: Client, above: Circular, own: Circular, city: Post
    ) -> None:
        adopting.recall(above, city)
        review.adopt(own)
        assert len(outlook_of(above).below.pairs) == 2
        client.force_login(city.user)
        page = client.get(f"/plans/{above.pk}/adopt/").content.decode()
        assert "下级已下达的 2 项任务与本文件相同" in page


class TestTheMiddleIsDropped:
    @pytest.fixture
    def revived(self, above: Circular, own: Circular, city: Post, village: Post) -> Assignment:
        """The county's task, to be done for itself since the city's was dropped for the village."""
        review.adopt(own)
        asked = changes.ask(of_village(above, "联络站").pk, village, "drop", "撤并")
        changes.decide(asked.pk, city, True)
        row = of_village(own, "联络站")
        assert (row.served_by, row.state) == (None, State.ISSUED)
        return row

    def test_it_joins_what_the_province_asks(
        self, revived: Assignment, above: Circular, city: Post
    ) -> None:
        divisions_above()
        top = plan(officer(PROVINCE), text(PROVINCES))
        clause = above.clauses.get(path="一（一）")
        deriving.correct(
            above, city, {clause.pk: top.clauses.get(path="一（一）").pk}, "上级文件后下达"
        )
        assert of_village(revived.circular, "联络站").served_by == of_village(top, "联络站")
        deriving.correct(above, city, {clause.pk: None}, "对应错了")
        assert of_village(revived.circular, "联络站").served_by is None
        assert aggregates.verify() == []


def test_leaving_the_plan_above_takes_along_what_is_further_down(
    above: Circular, own: Circular, city: Post, county: Post
) -> None:
    """The county's task goes along with the city's again, once the city's no longer does with the province's."""
    divisions_above()
    top = plan(officer(PROVINCE), text(PROVINCES))
    review.adopt(own)
    clause = above.clauses.get(path="一（一）")
    deriving.correct(
        above, city, {clause.pk: top.clauses.get(path="一（一）").pk}, "上级文件后下达"
    )
    assert of_village(own, "联络站").served_by == of_village(top, "联络站")
    deriving.correct(above, city, {clause.pk: None}, "对应错了")
    assert of_village(own, "联络站").served_by == of_village(above, "联络站")
    assert aggregates.verify() == []


def test_the_draw_of_the_plan_below_says_where_the_others_are_drawn(
    client: Client, above: Circular, own: Circular, county: Post, village: Post
) -> None:
    review.adopt(own)
    bring_to(of_village(above, "联络站"), State.CLOSED, village, officer(TOWN))
    client.force_login(county.user)
    page = client.get(f"/plans/{own.pk}/spot-checks/draw/").content.decode()
    assert "现有 0 项可抽" in page and "另有 1 项随上级的任务一并办理" in page

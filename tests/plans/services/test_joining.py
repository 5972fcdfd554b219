"""Plans of two levels that come in any order: one task serves both, and what goes along has a deadline of its own plan."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from tests.builders import (
    COUNTY,
    OTHER_COUNTY,
    PROVINCE,
    TOWN,
    VILLAGE,
    as_opened,
    assignment,
    bring_to,
    divisions_above,
    draft,
    officer,
    photo,
    plan,
    post,
    say,
)
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import on_day
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.indicators import aggregates
from zulian.plans.calendar import feed, month
from zulian.plans.models import Assignment, Circular, Notice, State
from zulian.plans.services import (
    adopting,
    carrying,
    changes,
    closing,
    deriving,
    joining,
    notices,
    review,
    supervision,
    work,
)
from zulian.plans.timeline import timeline

pytestmark = pytest.mark.usefixtures("regions")
OWN = """蒙残联〔{year}〕7号
{year}年2月1日
{year}年全县残联组织工作要点
一、建强基层
（一）落实岗位。村（社区）残协要在{due}前核准专职委员名册。
（二）规范自查。各乡镇（街道）残联要在{due}前完成规范化自查。
"""
SUPPLEMENT = """测残联〔{year}〕9号
{year}年3月1日
关于{year}年残联组织工作要点的补充通知
一、补充事项
（一）公示名册。村（社区）残协要在年底前公示专职委员名册。
"""
PROVINCES = """演残联〔{year}〕1号
{year}年1月4日
{year}年全省残联组织工作要点
一、落实岗位
（一）核准名册。村（社区）残协要在年底前核准专职委员名册。
"""


@pytest.fixture
def year() -> int:
    return timezone.localdate().year


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
def due() -> date:
    """The county's own deadline, earlier than the city's end of the year."""
    return timezone.localdate() + timedelta(days=20)


def again(row: Assignment) -> Assignment:
    """The row as it is now."""
    return Assignment.objects.with_names().get(pk=row.pk)


def own_text(due: date) -> str:
    return OWN.format(year=timezone.localdate().year, due=say(due))


def map_to(
    own: Circular, path: str, above: Circular, upper: str, by: Post, along: bool | None = None
) -> None:
    """`along`: said of its tasks, whose words would not make them go along."""
    clause = own.clauses.get(path=path)
    wanted = {clause.pk: above.clauses.get(path=upper).pk}
    deriving.correct(
        own,
        by,
        wanted,
        "上级文件后下达",
        dict.fromkeys(clause.tasks.values_list("pk", flat=True), along),
    )


class TestTheUpperPlanComesLater:
    @pytest.fixture
    def own(self, county: Post, due: date) -> Circular:
        return plan(county, own_text(due))

    @pytest.fixture
    def above(self, own: Circular, city: Post) -> Circular:
        return plan(city)

    def test_the_county_is_told_confirms_and_the_unit_has_one_thing_to_do(
        self, above: Circular, own: Circular, county: Post, village: Post
    ) -> None:
        letter = Message.objects.get(key__startswith=f"carries-out:{above.pk}:", region_id=COUNTY)
        assert letter.url == f"/plans/{own.pk}/carries-out/" and above.title in letter.title
        mine = assignment(own, "一（一）", VILLAGE)
        work.sign(mine.pk, village)
        suggested = {clause.path: upper.path for clause, upper in deriving.suggestions(own)}
        assert suggested == {"一（一）": "二（二）", "一（二）": "二（一）"}
        map_to(own, "一（一）", above, "二（二）", county)
        theirs = assignment(above, "二（二）", VILLAGE)
        mine = assignment(own, "一（一）", VILLAGE)
        assert (mine.served_by, mine.state) == (theirs, State.ISSUED)
        assert list(Assignment.objects.to_do().filter(region=VILLAGE)) == [theirs]
        bring_to(theirs, State.CLOSED, village, officer(TOWN))
        assert assignment(own, "一（一）", VILLAGE).state == State.CLOSED
        assert aggregates.verify() == []

    def test_what_was_reported_before_stays_as_it_was_done(
        self, above: Circular, own: Circular, county: Post, village: Post
    ) -> None:
        mine = bring_to(assignment(own, "一（一）", VILLAGE), State.REPORTED, village, county)
        map_to(own, "一（一）", above, "二（二）", county)
        assert Assignment.objects.get(pk=mine.pk).served_by is None

    def test_mapped_in_the_draft_and_adopted_while_the_upper_was_recalled(
        self, city: Post, county: Post, due: date
    ) -> None:
        above = plan(city)
        own = draft(county, own_text(due))
        adopting.recall(above, city)
        review.adopt(own)
        assert not Assignment.objects.filter(circular=own, served_by__isnull=False).exists()
        review.adopt(above)
        mine = assignment(own, "一（一）", VILLAGE)
        assert mine.served_by == assignment(above, "二（二）", VILLAGE)

    def test_only_the_plan_just_below_is_told(self, own: Circular, above: Circular) -> None:
        divisions_above()
        top = plan(officer(PROVINCE), PROVINCES.format(year=own.year))
        told = Message.objects.filter(key__startswith=f"carries-out:{top.pk}:")
        assert [letter.region_id for letter in told] == [above.region_id]


def test_clauses_of_a_supplement_are_carried_out_too(
    city: Post, county: Post, due: date, year: int
) -> None:
    above = plan(city)
    own = plan(county, own_text(due))
    supplement = plan(city, SUPPLEMENT.format(year=year), above)
    mine, theirs = assignment(own, "一（一）", VILLAGE), assignment(supplement, "一（一）", VILLAGE)
    assert mine.served_by == assignment(above, "二（二）", VILLAGE)
    map_to(own, "一（一）", supplement, "一（一）", county, along=True)
    assert Assignment.objects.get(pk=mine.pk).served_by == theirs


class TestBrokenDown:
    def test_parts_above_take_the_units_own_along(
        self, city: Post, county: Post, due: date
    ) -> None:
        above, own = plan(city), plan(county, own_text(due))
        map_to(own, "一（一）", above, "二（一）", county, along=True)
        town = officer(TOWN)
        mine = assignment(own, "一（一）", VILLAGE)
        assert mine.served_by is None
        theirs = assignment(above, "二（一）", TOWN)
        Assignment.objects.filter(pk=theirs.pk).update(due=due)
        work.sign(theirs.pk, town)
        work.break_down(theirs.pk, town, due)
        mine = again(mine)
        assert mine.served_by == assignment(above, "二（一）", VILLAGE)

    def test_own_parts_go_along_with_what_their_units_have_from_above(
        self, city: Post, county: Post, due: date
    ) -> None:
        above, own = plan(city), plan(county, own_text(due))
        map_to(own, "一（二）", above, "二（二）", county, along=True)
        town = officer(TOWN)
        row = assignment(own, "一（二）", TOWN)
        assert row.served_by is None
        work.sign(row.pk, town)
        work.break_down(row.pk, town, due)
        part = assignment(own, "一（二）", VILLAGE)
        assert part.parent == row and part.served_by == assignment(above, "二（二）", VILLAGE)
        assert not Message.objects.filter(key=f"issued:{part.pk}:").exists()


class TestThreePlans:
    @pytest.fixture
    def province(self) -> Post:
        divisions_above()
        return officer(PROVINCE)

    @pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (1, 0, 2)])
    def test_all_go_along_with_the_uppermost(
        self, province: Post, city: Post, county: Post, due: date, year: int, order: tuple[int, ...]
    ) -> None:
        """In whichever order the plans of province, city and county are adopted."""
        texts = (PROVINCES.format(year=year), "", own_text(due))
        by = (province, city, county)
        plans = {level: plan(by[level], texts[level]) for level in order}
        top, middle, bottom = (plans[level] for level in (0, 1, 2))
        map_to(middle, "二（二）", top, "一（一）", city)
        map_to(bottom, "一（一）", middle, "二（二）", county)
        root = assignment(top, "一（一）", VILLAGE)
        assert assignment(middle, "二（二）", VILLAGE).served_by == root
        assert assignment(bottom, "一（一）", VILLAGE).served_by == root
        assert list(Assignment.objects.to_do().filter(region=VILLAGE)) == [root]

    def test_dropped_at_the_top_the_next_one_is_the_root(
        self, province: Post, city: Post, county: Post, village: Post, due: date, year: int
    ) -> None:
        top = plan(province, PROVINCES.format(year=year))
        middle, bottom = plan(city), plan(county, own_text(due))
        asked = changes.ask(assignment(top, "一（一）", VILLAGE).pk, village, "drop", "撤并")
        changes.decide(asked.pk, province, True)
        root = assignment(middle, "二（二）", VILLAGE)
        assert (root.served_by, root.state) == (None, State.ISSUED)
        assert assignment(bottom, "一（一）", VILLAGE).served_by == root
        assert aggregates.verify() == []


class TestDeadlines:
    @pytest.fixture
    def above(self, city: Post) -> Circular:
        return plan(city)

    @pytest.fixture
    def theirs(self, above: Circular, due: date) -> Assignment:
        """The village's task from the city, due three days after the county's own."""
        row = assignment(above, "二（二）", VILLAGE)
        Assignment.objects.filter(pk=row.pk).update(due=due + timedelta(days=3))
        return Assignment.objects.with_names().get(pk=row.pk)

    @pytest.fixture
    def mine(self, theirs: Assignment, county: Post, due: date) -> Assignment:
        row = assignment(plan(county, own_text(due)), "一（一）", VILLAGE)
        assert row.served_by == theirs and row.due == due
        return row

    def test_a_postponement_above_reaches_what_had_no_earlier_day(
        self, theirs: Assignment, mine: Assignment, city: Post, village: Post, due: date
    ) -> None:
        Assignment.objects.filter(pk=mine.pk).update(due=theirs.due)
        later = theirs.due + timedelta(days=10)
        changes.decide(changes.ask(theirs.pk, village, "postpone", "暴雪", later).pk, city, True)
        mine = again(mine)
        assert mine.due == later
        assert (
            AuditEntry.objects.filter(action="assignment.postpone", object_id=str(mine.pk)).count()
            == 1
        )

    def test_an_earlier_day_of_its_own_plan_stays(
        self, theirs: Assignment, mine: Assignment, city: Post, village: Post, due: date
    ) -> None:
        assert due < theirs.due
        later = theirs.due + timedelta(days=10)
        changes.decide(changes.ask(theirs.pk, village, "postpone", "暴雪", later).pk, city, True)
        assert again(mine).due == due

    def test_its_own_plan_postpones_it_too(
        self,
        theirs: Assignment,
        mine: Assignment,
        city: Post,
        county: Post,
        village: Post,
        due: date,
    ) -> None:
        asked = changes.ask(mine.pk, village, "postpone", "人手不足", due + timedelta(days=1))
        with pytest.raises(PermissionDenied):
            changes.decide(asked.pk, city, True)
        changes.decide(asked.pk, county, True)
        mine = again(mine)
        theirs = again(theirs)
        assert (mine.due, theirs.due) == (due + timedelta(days=1), due + timedelta(days=3))

    def test_its_own_plan_drops_it_and_it_moves_no_more(
        self, theirs: Assignment, mine: Assignment, county: Post, village: Post
    ) -> None:
        changes.decide(changes.ask(mine.pk, village, "drop", "不在本县").pk, county, True)
        work.sign(theirs.pk, village)
        mine = again(mine)
        assert mine.state == State.DROPPED

    def test_the_unit_is_reminded_of_each_deadline(
        self, theirs: Assignment, mine: Assignment, due: date
    ) -> None:
        with on_day(due + timedelta(days=1)):
            supervision.remind(due + timedelta(days=1))
            supervision.remind(due + timedelta(days=4))
        reminders = Message.objects.filter(kind="reminder", region_id=VILLAGE).values_list(
            "url", flat=True
        )
        assert {f"/plans/assignments/{row.pk}/" for row in (theirs, mine)} <= set(reminders)
        days = {task.day for day in month(due, officer(VILLAGE)).days for task in day.tasks}
        assert due in days

    def test_lists_and_calendar_have_it_once_by_its_first_day(
        self, client: Client, theirs: Assignment, mine: Assignment, village: Post, due: date
    ) -> None:
        """The county's day is before all others; the page that asks for the report says what both ask."""
        rows = Assignment.objects.to_do().filter(region=VILLAGE).with_along().pressing_first()
        assert rows[0].pk == theirs.pk and [row.first_due for row in rows] == sorted(
            row.first_due for row in rows
        )
        text = feed([village], timezone.localdate(), "http://example.org").decode()
        assert f"assignment-{theirs.pk}@" not in text
        days = [
            one.day
            for one in month(theirs.due, village).days
            for task in one.tasks
            if task.task == theirs.task.name
        ]
        assert theirs.due not in days or theirs.due == due
        client.force_login(village.user)
        listed = client.get("/plans/assignments/?sort=due").context["table"].rows
        assert next(iter(listed)).record.pk == theirs.pk
        issuers = {row.record.pk: row.get_cell("issuer") for row in listed}
        served = next(row for row in rows if row.along)
        assert issuers[served.pk] == "、".join(
            dict.fromkeys([served.issued_by.organisation, served.along[0].issued_by.organisation])
        )
        work.sign(theirs.pk, village)
        page = client.get(f"/plans/assignments/{theirs.pk}/report/").content.decode()
        assert f"{mine.issued_by.organisation}要求：" in page and mine.task.text[:10] in page

    def test_the_feed_holds_the_earlier_deadline_and_not_the_same_twice(
        self, theirs: Assignment, mine: Assignment, village: Post, due: date
    ) -> None:
        today = timezone.localdate()
        assert f"assignment-{mine.pk}@" in feed([village], today, "http://example.org").decode()
        Assignment.objects.filter(pk=mine.pk).update(due=theirs.due)
        assert f"assignment-{mine.pk}@" not in feed([village], today, "http://example.org").decode()

    def test_late_for_the_county_it_gets_the_countys_notice(
        self,
        client: Client,
        theirs: Assignment,
        mine: Assignment,
        county: Post,
        village: Post,
        due: date,
    ) -> None:
        with on_day(due + timedelta(days=1)):
            client.force_login(county.user)
            assert (
                f"/plans/assignments/{theirs.pk}/notice/"
                in client.get(f"/plans/assignments/{theirs.pk}/").content.decode()
            )
            notices.issue_notice(theirs.pk, county, "请抓紧")
            client.force_login(village.user)
            page = client.get(f"/plans/assignments/{theirs.pk}/").content.decode()
            assert "要求" in page and "s-overdue" in page
            page = client.get(f"/plans/assignments/{mine.pk}/").content.decode()
            assert "回复督办" in page
        assert [one.assignment for one in Notice.objects.get().tasks.all()] == [mine]


class TestTheYearsEnd:
    """The plan above is closed and carried over; what goes along does not stay behind."""

    @pytest.fixture
    def last_year(self, year: int) -> int:
        return year - 1

    @pytest.fixture
    def plans(self, city: Post, county: Post, last_year: int) -> tuple[Circular, Circular]:
        with on_day(date(last_year, 2, 2)):
            above = plan(city, _text_of(last_year))
            own = plan(county, OWN.format(year=last_year, due=f"{last_year}年9月30日"))
        assert assignment(own, "一（一）", VILLAGE).served_by == assignment(
            above, "二（二）", VILLAGE
        )
        return above, own

    def carry(self, above: Circular, city: Post, following: Circular) -> None:
        above.refresh_from_db()
        left = carrying.unfinished(above)
        tasks, units = (
            {task.pk for task, _n in left.tasks},
            {region.code for region, _n in left.units},
        )
        carrying.carry(above, city, tasks, units, date(following.year, 12, 1))

    def test_carried_over_above_it_is_carried_over_here(
        self, client: Client, plans: tuple[Circular, Circular], city: Post, county: Post
    ) -> None:
        above, own = plans
        closing.close(own, county)
        closing.close(above, city)
        following = plan(city)
        self.carry(above, city, following)
        mine = assignment(own, "一（一）", VILLAGE)
        assert mine.state == State.CARRIED
        assert not Assignment.objects.filter(circular=own, served_by__isnull=False).open().exists()
        assert any("结转到下年" in str(step.what) for step in timeline(mine))
        client.force_login(county.user)
        assert client.get(f"/plans/assignments/{mine.pk}/").status_code == 200

    def test_given_back_above_it_is_given_back_here(
        self, plans: tuple[Circular, Circular], city: Post, county: Post, village: Post
    ) -> None:
        above, own = plans
        with on_day(date(above.year, 3, 1)):
            work.sign(assignment(above, "二（二）", VILLAGE).pk, village)
        closing.close(above, city)
        following = draft(city)
        self.carry(above, city, following)
        review.adopt(following)
        assert assignment(own, "一（一）", VILLAGE).state == State.CARRIED
        adopting.recall(following, city)
        assert assignment(own, "一（一）", VILLAGE).state == State.SIGNED

    def test_left_behind_above_its_own_issuer_carries_it_over_and_both_meet_again(
        self, plans: tuple[Circular, Circular], city: Post, county: Post, due: date
    ) -> None:
        above, own = plans
        closing.close(above, city)
        closing.close(own, county)
        next_above, next_own = plan(city), plan(county, own_text(due))
        self.carry(own, county, next_own)
        mine = Assignment.objects.get(
            circular=next_own, carried_from__clause__path="一（一）", region=VILLAGE
        )
        assert mine.served_by is None
        self.carry(above, city, next_above)
        theirs = Assignment.objects.get(
            circular=next_above, carried_from__clause__path="二（二）", region=VILLAGE
        )
        mine = again(mine)
        assert mine.served_by == theirs
        assert aggregates.verify() == []

    def test_the_upper_plan_closed_first_a_running_plan_goes_on_alone(
        self, plans: tuple[Circular, Circular], city: Post, village: Post, year: int
    ) -> None:
        above, own = plans
        with on_day(date(above.year, 3, 1)):
            work.sign(assignment(above, "二（二）", VILLAGE).pk, village)
        Circular.objects.filter(pk=own.pk).update(ends_on=date(year, 12, 31))
        closing.close(above, city)
        mine = assignment(own, "一（一）", VILLAGE)
        assert (mine.served_by, mine.state) == (None, State.SIGNED)
        work.report(mine.pk, village, "已核准。", None, [photo()])


def _text_of(year: int) -> str:
    from tests.builders import circular_text

    return circular_text().replace(str(timezone.localdate().year), str(year))


class TestCorrecting:
    @pytest.fixture
    def above(self, city: Post) -> Circular:
        return plan(city)

    @pytest.fixture
    def own(self, above: Circular, county: Post, due: date) -> Circular:
        return plan(county, own_text(due))

    def test_parted_it_is_to_be_done_for_its_own_plan_and_the_reason_is_kept(
        self, above: Circular, own: Circular, county: Post, village: Post
    ) -> None:
        work.sign(assignment(above, "二（二）", VILLAGE).pk, village)
        clause = own.clauses.get(path="一（一）")
        assert deriving.correct(own, county, {clause.pk: None}, "对应错了").clauses == 1
        mine = assignment(own, "一（一）", VILLAGE)
        assert (mine.served_by, mine.state, mine.signed_at) == (None, State.ISSUED, None)
        entry = AuditEntry.objects.get(action="clause.correct")
        assert entry.changes == {
            "carries_out": [above.clauses.get(path="二（二）").pk, None],
            "reason": "对应错了",
        }
        work.sign(mine.pk, village)
        assert aggregates.verify() == []

    def test_who_may_and_when(
        self, above: Circular, own: Circular, city: Post, county: Post, village: Post
    ) -> None:
        clause = own.clauses.get(path="一（一）")
        for other in (city, post(Role.COUNTY_OFFICER, OTHER_COUNTY)):
            with pytest.raises(PermissionDenied):
                deriving.correct(own, other, {clause.pk: None}, "对应错了")
        with pytest.raises(ValidationError, match="理由"):
            deriving.correct(own, county, {clause.pk: None}, " ")
        with pytest.raises(ValidationError, match="上级本年"):
            deriving.correct(own, county, {clause.pk: clause.pk}, "对应错了")
        bring_to(assignment(above, "二（二）", VILLAGE), State.CLOSED, village, officer(TOWN))
        corrected = deriving.correct(own, county, {clause.pk: None}, "对应错了")
        assert (corrected.settled, corrected.parted) == (1, 1)
        theirs = assignment(above, "二（二）", VILLAGE)
        along = Assignment.objects.filter(circular=own, clause=clause, served_by__isnull=False)
        assert list(along.values_list("served_by", flat=True)) == [theirs.pk]
        Circular.objects.filter(pk=own.pk).update(closed_at=timezone.now())
        with pytest.raises(ValidationError, match="执行中"):
            deriving.correct(own, county, {clause.pk: None}, "对应错了")

    def test_on_the_page(
        self, client: Client, above: Circular, own: Circular, county: Post, city: Post
    ) -> None:
        client.force_login(county.user)
        address = f"/plans/{own.pk}/carries-out/"
        assert address in client.get(f"/plans/{own.pk}/").content.decode()
        own.clauses.filter(path="一（二）").update(carries_out=None)
        page = client.get(address).content.decode()
        assert "推荐：" in page and "更正理由" in page
        first, second = own.clauses.get(path="一（一）"), own.clauses.get(path="一（二）")
        sent = {
            f"clause_{first.pk}": "",
            f"clause_{second.pk}": above.clauses.get(path="二（一）").pk,
        }
        assert "更正理由" in client.post(address, sent).content.decode()
        sent = as_opened(client, address, {**sent, "reason": "核对后更正"})
        page = client.post(address, sent, follow=True).content.decode()
        assert "已更正 2 条" in page
        with scope(county.region.scope()):
            assert own.clauses.get(path="一（一）").carries_out is None
        client.force_login(city.user)
        assert client.get(address).status_code == 404


def test_a_mapping_to_the_plan_of_another_year_is_dropped_with_the_year(
    client: Client, city: Post, county: Post, due: date, year: int
) -> None:
    plan(city)
    own = draft(county, own_text(due))
    client.force_login(county.user)
    first = f"{year - 1}-01-01"
    values = {"title": own.title, "issuer": own.issuer, "year": year - 1, "starts_on": first}
    values |= {
        "ends_on": f"{year - 1}-12-31",
        "default_due": f"{year - 1}-12-31",
        "number": own.number,
    }
    address = f"/plans/{own.pk}/head/"
    sent = as_opened(client, address, values)
    page = client.post(address, sent, follow=True).content.decode()
    assert "2 条" in page and "不再承接" in page
    assert not own.clauses.filter(carries_out__isnull=False).exists()
    assert joining.take_along([]) == 0

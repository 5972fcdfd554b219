"""Lists of other offices: who died is checked before anything ends; who moved away is told before anything follows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.builders import OTHER_CITY
from tests.certificates.office import Office, applied, bring_to, holder, office, person
from tests.ledgers import books
from tests.policies.settings import chosen
from tests.tables.certificates import card_of
from zulian.certificates.models import Certificate, DeathReport, Departure, State
from zulian.certificates.models.leaving import DepartureState, ReportState
from zulian.certificates.rules.cards import CardState, Kind
from zulian.certificates.services import deaths, decisions, moved
from zulian.foundation.clock import on_day, today
from zulian.people.deaths import Told, record_death, undo_death
from zulian.people.models import Person

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def who() -> Office:
    return office()


@pytest.fixture
def someone() -> Person:
    someone = person()
    card_of(someone, today() - timedelta(days=900))
    return someone


def line(someone: Person, **more: str) -> deaths.Line:
    name = more.get("name", someone.name)
    return deaths.Line(someone.id_number, name, today() - timedelta(days=20), "civil", "5月名单")


def state_of(someone: Person) -> str:
    return str(Certificate.objects.get(person=someone).state)


class TestDeaths:
    def test_nothing_ends_before_it_was_checked(self, who: Office, someone: Person) -> None:
        report = deaths.report(who.clerk, line(someone))
        with pytest.raises(ValidationError, match="待核对"):
            deaths.settle(report.pk, who.clerk)
        assert state_of(someone) == CardState.VALID
        deaths.check(report.pk, who.clerk, True, "电话问家属")
        report = deaths.settle(report.pk, who.clerk)
        assert (report.state, state_of(someone)) == (ReportState.SETTLED, CardState.CANCELLED)
        assert report.death is not None
        someone.refresh_from_db()
        assert (someone.died_on, someone.death_source) == (report.died_on, "civil")

    def test_what_was_found_true_is_taken_back_with_a_reason(
        self, who: Office, someone: Person
    ) -> None:
        report = deaths.report(who.clerk, line(someone))
        deaths.check(report.pk, who.clerk, True, "村里说的")
        with pytest.raises(ValidationError, match="原因"):
            deaths.recall(report.pk, who.clerk, " ")
        report = deaths.recall(report.pk, who.clerk, "家属来电说健在")
        assert (report.state, report.checked_by) == (ReportState.LISTED, None)
        assert "家属来电说健在" in report.how
        deaths.check(report.pk, who.clerk, False, "本人接的电话")
        assert state_of(someone) == CardState.VALID

    def test_nothing_is_made_out_for_who_stands_on_a_list(self, who: Office) -> None:
        someone, _card = holder(who)
        case = bring_to(who, applied(who, someone, Kind.DAMAGE), State.PRODUCE)
        report = deaths.report(who.clerk, line(someone))
        with pytest.raises(ValidationError, match="死亡名单"):
            decisions.produce(case.pk, who.clerk)
        deaths.check(report.pk, who.clerk, False, "本人接的电话")
        decisions.produce(case.pk, who.clerk)
        deaths.report(who.clerk, line(someone))
        with pytest.raises(ValidationError, match="死亡名单"):
            decisions.hand_over(case.pk, who.clerk, "person", "本人")

    def test_who_lives_is_left_alone(self, who: Office, someone: Person) -> None:
        report = deaths.report(who.clerk, line(someone))
        deaths.check(report.pk, who.clerk, False, "本人接的电话")
        with pytest.raises(ValidationError, match="不属实"):
            deaths.settle(report.pk, who.clerk)
        assert state_of(someone) == CardState.VALID

    def test_a_wrong_cancellation_is_undone(self, who: Office, someone: Person) -> None:
        report = deaths.report(who.clerk, line(someone))
        deaths.check(report.pk, who.clerk, True, "村里说的")
        deaths.settle(report.pk, who.clerk)
        assert not deaths.undo(report.pk, who.clerk, "同名误报").left
        assert state_of(someone) == CardState.VALID
        assert DeathReport.objects.get(pk=report.pk).state == ReportState.UNDONE
        deaths.report(who.clerk, line(someone))

    def test_a_death_told_at_the_counter_settles_the_line(
        self, who: Office, someone: Person
    ) -> None:
        report = deaths.report(who.clerk, line(someone))
        record_death(someone, Told(today(), "family"), who.clerk)
        assert DeathReport.objects.get(pk=report.pk).state == ReportState.SETTLED
        undo_death(someone, "误报")
        assert DeathReport.objects.get(pk=report.pk).state == ReportState.UNDONE

    def test_another_name_or_nobody_is_refused(self, who: Office, someone: Person) -> None:
        with pytest.raises(ValidationError, match="姓名"):
            deaths.report(who.clerk, line(someone, name="演别人"))
        with pytest.raises(ValidationError, match="在册持证人"):
            deaths.report(who.clerk, line(person()))
        deaths.report(who.clerk, line(someone))

    def test_a_whole_list_keeps_holders_only(self, who: Office, someone: Person) -> None:
        stranger = person()
        heads = ["姓名", "身份证号", "死亡日期", "信息来源"]
        rows = [
            [someone.name, someone.id_number, "2026-05-02", "民政"],
            [stranger.name, stranger.id_number, "2026-05-03", "民政"],
        ]
        done = books.agree(books.hand_in("deaths", who.clerk, books.book(heads, rows)))
        assert DeathReport.objects.get().person == someone
        assert DeathReport.objects.get().died_on == date(2026, 5, 2)
        assert done is not None

    @pytest.mark.parametrize(("key", "day"), [("deaths", "死亡日期"), ("departures", "迁出日期")])
    @pytest.mark.parametrize("cell", ["", "不详", "2999-01-01"])
    def test_a_row_without_a_day_costs_that_row_alone(
        self, who: Office, someone: Person, key: str, day: str, cell: str
    ) -> None:
        other = person()
        card_of(other, today() - timedelta(days=900))
        rows = [
            [someone.name, someone.id_number, cell, "公安"],
            [other.name, other.id_number, "2026-05-03", "公安"],
        ]
        heads = ["姓名", "身份证号", day, "信息来源"]
        made = books.agree(books.hand_in(key, who.clerk, books.book(heads, rows)), "good")
        assert (made.new, made.refused) == (1, 1)

    def test_a_list_changes_no_day_that_was_checked(self, who: Office, someone: Person) -> None:
        report = deaths.report(who.clerk, line(someone))
        deaths.check(report.pk, who.clerk, True, "电话问家属")
        heads = ["姓名", "身份证号", "死亡日期", "信息来源"]
        other_day = [[someone.name, someone.id_number, str(today()), "公安"]]
        made = books.hand_in("deaths", who.clerk, books.book(heads, other_day))
        assert "不能由名单改成另一天" in books.faults(made)[0]["died_on"]
        same = [[someone.name, someone.id_number, str(report.died_on), "民政"]]
        assert books.hand_in("deaths", who.clerk, books.book(heads, same)).refused == 0


class TestMoved:
    @pytest.fixture
    def away(self, who: Office, someone: Person) -> Departure:
        day = today() - timedelta(days=200)
        return moved.report(who.clerk, someone.id_number, someone.name, day, "police", "外省")

    def test_listed_after_half_a_year(self, who: Office, away: Departure) -> None:
        assert list(Departure.objects.listed(today())) == [away]
        assert not Departure.objects.listed(away.moved_on + timedelta(days=170)).exists()

    def test_listed_and_followed_as_the_own_city_says(self, who: Office, away: Departure) -> None:
        """Another city's months are another city's."""
        chosen("certificates/moved", "list_months", 12, OTHER_CITY)
        chosen("certificates/moved", "freeze_months", 6, OTHER_CITY)
        moved.tell(away.pk, who.clerk, today(), "电话")
        with on_day(today() + timedelta(days=60)):
            assert list(Departure.objects.listed(today())) == [away]
            assert moved.follow_up() == 0
            chosen("certificates/moved", "list_months", 24)
            tomorrow = today() + timedelta(days=1)
            assert list(Departure.objects.listed(today())) == [away]
            assert not Departure.objects.listed(tomorrow).exists()

    def test_by_default_nothing_follows(self, who: Office, away: Departure) -> None:
        moved.tell(away.pk, who.clerk, today(), "电话")
        with on_day(today() + timedelta(days=900)):
            assert moved.follow_up() == 0

    def test_frozen_and_cancelled_only_after_the_notice(
        self, who: Office, away: Departure, someone: Person
    ) -> None:
        chosen("certificates/moved", "freeze_months", 6)
        chosen("certificates/moved", "cancel_months", 12)
        assert moved.follow_up() == 0
        moved.tell(away.pk, who.clerk, today(), "挂号信")
        assert moved.follow_up() == 0
        with on_day(today() + timedelta(days=60)):
            assert moved.follow_up() == 1
            assert state_of(someone) == CardState.FROZEN
            assert moved.follow_up() == 0
        with on_day(today() + timedelta(days=200)):
            assert moved.follow_up() == 1
        assert state_of(someone) == CardState.CANCELLED
        assert Departure.objects.get().state == DepartureState.CANCELLED

    def test_a_frozen_card_is_valid_again_once_it_is_settled(
        self, who: Office, away: Departure, someone: Person
    ) -> None:
        chosen("certificates/moved", "freeze_months", 6)
        moved.tell(away.pk, who.clerk, today(), "挂号信")
        with on_day(today() + timedelta(days=60)):
            moved.follow_up()
        moved.settle(away.pk, who.clerk, "没有迁出，派出所误报")
        assert state_of(someone) == CardState.VALID

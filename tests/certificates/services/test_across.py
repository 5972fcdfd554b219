"""Between counties: renewal from nine years on, business taken in anywhere, transfers that are doubted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.builders import OTHER_COUNTY, OTHER_VILLAGE, VILLAGE
from tests.certificates.office import ALL, Office, measured, office, person, reload, swear
from tests.tables.certificates import card_of
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates import papers
from zulian.certificates.forms import MaterialsForm
from zulian.certificates.models import Case, Certificate, Objection, Order, State
from zulian.certificates.registers.cases import CASES
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import (
    across,
    assessment,
    counter,
    decisions,
    looking_up,
    objections,
    telling,
    transfer,
)
from zulian.certificates.services.counter import Application
from zulian.certificates.services.decisions import Verdict
from zulian.certificates.todos import untold
from zulian.documents.sheets import Grid, Listing
from zulian.foundation.clock import on_day, today
from zulian.foundation.scopes import scope
from zulian.foundation.workdays import add_workdays
from zulian.people.models import Person
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")
RENEWAL = Application(Kind.RENEWAL, received=ALL)


def near(post: Post) -> scope:
    """What a post sees at work."""
    return scope(post.region.scope())


@pytest.mark.parametrize(
    ("asked", "is_open"),
    [
        (date(2030, 3, 5), True),
        (date(2030, 3, 1), True),
        (date(2030, 2, 28), False),
    ],
)
def test_renewal_is_open_once_nine_years_have_passed(asked: date, is_open: bool) -> None:
    someone = person()
    with on_day(date(2021, 3, 2)):
        card = card_of(someone, today())
    assert card.valid_until == date(2031, 3, 1)
    assert (looking_up.obstacle_to(someone, Kind.RENEWAL, asked) == "") is is_open


def test_before_the_service_across_provinces_it_was_the_last_half_year() -> None:
    someone = person()
    card_of(someone, date(2011, 6, 2))
    assert "6 个月" in looking_up.obstacle_to(someone, Kind.RENEWAL, date(2020, 11, 30))
    assert looking_up.obstacle_to(someone, Kind.RENEWAL, date(2020, 12, 1)) == ""


class TestTakenInElsewhere:
    """Taken in at any county, decided where the holder is registered."""

    @pytest.fixture
    def home(self) -> Office:
        return office()

    @pytest.fixture
    def away(self) -> Office:
        return office(OTHER_COUNTY)

    @pytest.fixture
    def someone(self, home: Office) -> Person:
        someone = person()
        card_of(someone, today() - timedelta(days=3500))
        return someone

    def test_both_see_their_part(self, home: Office, away: Office, someone: Person) -> None:
        with near(away.clerk):
            assert not Person.objects.filter(pk=someone.pk).exists()
            found = looking_up.look_up(someone.id_number)
            assert found.elsewhere == someone.region
            case = counter.start(someone, away.clerk, Application(Kind.RENEWAL))
            assert case.state == State.MATERIALS
            assert Case.objects.for_counter(away.clerk.region).get() == case
            form = MaterialsForm()
            form.fit_to(reload(case))
            keys = [item.key for item in counter.missing(case)]
            listed = [key for key, _name in form.fields["received"].choices]  # type: ignore[attr-defined]
            assert keys
            assert set(keys) <= set(listed)
            case = counter.receive_materials(case.pk, away.clerk, keys)
            assert (case.state, case.accepted_by) == (State.REVIEW, away.clerk)
            with pytest.raises(PermissionDenied, match="另一个县"):
                decisions.review(case.pk, away.reviewer, Verdict.PASS)
        with near(home.clerk):
            assert reload(case).taken_at == away.clerk.region
            decisions.review(case.pk, home.reviewer, Verdict.PASS)
            decisions.produce(case.pk, home.clerk)
        with near(away.clerk):
            assert reload(case).state == State.HANDOVER
            assert not Case.objects.for_counter(away.clerk.region).exists()

    def test_the_card_is_handed_over_where_it_was_asked_for(
        self, home: Office, away: Office, someone: Person
    ) -> None:
        wish = Application(Kind.RENEWAL, received=ALL, collect_there=True)
        with near(away.clerk):
            case = counter.start(someone, away.clerk, wish)
        with near(home.clerk):
            decisions.review(case.pk, home.reviewer, Verdict.PASS)
            decisions.produce(case.pk, home.clerk)
            assert not Case.objects.for_counter(home.clerk.region).exists()
            with pytest.raises(PermissionDenied, match="另一个县"):
                decisions.hand_over(case.pk, home.clerk, "person", "本人")
        with near(away.clerk):
            assert Case.objects.for_counter(away.clerk.region).get() == case
            assert papers.card_slip(reload(case)).parts
            decisions.hand_over(case.pk, away.clerk, "person", "本人")
            assert reload(case).state == State.CLOSED
        assert Certificate.objects.live().get(person=someone).made_for == Kind.RENEWAL

    def test_the_receipt_names_who_accepted_and_all_materials(
        self, away: Office, someone: Person
    ) -> None:
        case = counter.start(someone, away.clerk, RENEWAL)
        with near(away.clerk):
            sheet = papers.receipt(reload(case), "1-AAAA-AAAA")
        grid, listing, _words = sheet.parts
        assert isinstance(grid, Grid)
        assert isinstance(listing, Listing)
        said = {blank.label: blank.value for row in grid.rows for blank in row}
        assert said["受理单位"] == away.clerk.region.organisation
        assert len(listing.rows) == case.materials.count() > 0

    def test_what_is_sent_back_for_materials_comes_to_who_took_it_in(
        self, home: Office, away: Office, someone: Person
    ) -> None:
        case = counter.start(someone, away.clerk, RENEWAL)
        with near(home.reviewer):
            decisions.review(case.pk, home.reviewer, Verdict.MORE, "照片不清", ["photos"])
            assert not Case.objects.for_counter(home.clerk.region).exists()
        with near(away.clerk):
            assert Case.objects.for_counter(away.clerk.region).get() == case
            case = counter.receive_materials(case.pk, away.clerk, ["photos"])
            assert case.state == State.REVIEW

    def test_a_loss_is_noted_at_once(self, away: Office, someone: Person) -> None:
        with near(away.clerk):
            case = counter.start(
                someone, away.clerk, Application(Kind.LOSS, received=ALL, reason="遗失")
            )
        assert case.state == State.CLOSED
        assert someone.certificates.get().state == Certificate.State.LOST

    @pytest.mark.parametrize("kind", [Kind.FIRST, Kind.REGRADE, Kind.CANCEL, Kind.FREEZE])
    def test_the_rest_is_done_at_home(self, away: Office, someone: Person, kind: Kind) -> None:
        with near(away.clerk), pytest.raises(ValidationError, match="户籍所在县"):
            counter.start(someone, away.clerk, Application(kind, received=ALL, reason="测试"))

    def test_before_2021_nothing_was(self, away: Office, someone: Person) -> None:
        wish = Application(Kind.RENEWAL, received=ALL, arrived_on=date(2021, 6, 27))
        with pytest.raises(ValidationError, match="户籍所在县"):
            counter.start(someone, away.clerk, wish)

    def test_the_token_of_an_address_ends_with_the_day(self, someone: Person) -> None:
        token = across.token_of(someone)
        assert across.visitor(token).person == someone
        with pytest.raises(Person.DoesNotExist):
            across.visitor(f"{token}x")


class TestDoubtedTransfer:
    """The receiving county may have the grade assessed anew before it takes over (art. 23)."""

    @pytest.fixture
    def case(self) -> Case:
        someone = person(OTHER_VILLAGE)
        card_of(someone, today())
        sender, receiver = office(OTHER_COUNTY), office()
        case = counter.ask_to_come(
            someone.id_number, Region.objects.get(code=VILLAGE), receiver.clerk, ALL
        )
        self.receiver, self.sender = receiver, sender
        transfer.answer(case.pk, sender.clerk, True)
        with near(receiver.clerk):
            return transfer.doubt(case.pk, receiver.clerk, "行走自如")

    def assess(self, case: Case, grade: int | None) -> Case:
        who = self.receiver
        with near(who.clerk):
            assert Case.objects.for_counter(who.clerk.region).get() == case
            assessment.send_orders(case.pk, who.clerk, [(who.hospital, [4])])
        with near(who.assessor):
            order: Order = assessment.my_orders(who.assessor).get()
            assert assessment.order_for(order.pk, who.assessor) == order
            assessment.record_findings(order.pk, who.assessor, [measured(4, grade)])
        if grade is None:
            with near(who.clerk):
                decisions.check(case.pk, who.clerk, True)
        return reload(case)

    def taken_over(self, case: Case) -> Case:
        who, last = self.receiver, case.publish_until
        assert last is not None
        with near(who.clerk), on_day(date.fromordinal(last.toordinal() + 1)):
            decisions.end_publication(case.pk, who.clerk)
            return transfer.answer(case.pk, who.clerk, True)

    def test_another_grade_makes_another_card_by_other_hands(self, case: Case) -> None:
        who = self.receiver
        case = self.taken_over(self.assess(case, 4))
        card = Certificate.objects.live().get(person=case.person)
        assert (case.state, card.grade, card.region_id) == (State.REVIEW, 2, VILLAGE)
        with near(who.reviewer):
            assert list(Case.objects.filter(state=State.REVIEW)) == [case]
            assert not Case.objects.for_counter(who.clerk.region).exists()
            decisions.review(case.pk, who.reviewer, Verdict.PASS)
            same = Post.objects.create(
                user=who.assessor.user,
                role=Role.COUNTY_OFFICER,
                region=who.leader.region,
                since=who.leader.since,
            )
            swear(same)
            with pytest.raises(PermissionDenied, match="评定是您办的"):
                decisions.approve(case.pk, same, Verdict.PASS)
            decisions.approve(case.pk, who.leader, Verdict.PASS)
        with near(who.clerk):
            assert Case.objects.for_counter(who.clerk.region).get() == case
            decisions.produce(case.pk, who.clerk)
            case = decisions.hand_over(case.pk, who.clerk, "person", "本人")
        card = Certificate.objects.live().get(person=case.person)
        assert (card.number, card.region_id) == (f"{case.person.id_number}44", VILLAGE)
        assert [step.state for step in case.history.all()] == [
            *("materials", "release", "receive", "order", "assess", "publish", "receive"),
            *("review", "approve", "produce", "handover"),
        ]
        assert all(step.left_on for step in case.history.all())
        assert case.steps[-1] == "handover", "the way is shown whole once the new card is out"

    def test_what_the_review_sends_back_is_not_moved_twice_nor_given_back(self, case: Case) -> None:
        who = self.receiver
        case = self.taken_over(self.assess(case, 4))
        with near(who.clerk):
            decisions.review(case.pk, who.reviewer, Verdict.REASSESS, "结论与病历不符")
        case = self.assess(reload(case), 2)
        assert case.publish_until is not None
        with near(who.clerk), on_day(case.publish_until + timedelta(days=1)):
            decisions.end_publication(case.pk, who.clerk)
            with pytest.raises(ValidationError, match="不能再退回"):
                transfer.answer(case.pk, who.clerk, False, "不同意")
            case = transfer.answer(case.pk, who.clerk, True)
        assert case.state == State.CLOSED
        assert Certificate.objects.get(person=case.person).region_id == VILLAGE

    @pytest.mark.parametrize("grade", [2, None])
    def test_the_new_home_tells_and_takes_objections(self, case: Case, grade: int | None) -> None:
        who = self.receiver
        case = self.assess(case, grade)
        case = self.taken_over(case) if grade else case
        told = today() + timedelta(days=30)
        with near(who.clerk), on_day(told):
            assert list(untold(who.clerk)) == [case]
            assert {"tell", "object"} <= self.steps_of(case, who.clerk)
            telling.tell(case.pk, who.clerk, told, "letter")
        with near(who.clerk), on_day(add_workdays(told, 11).day):
            assert "object" not in self.steps_of(case, who.clerk)
        with near(who.clerk), on_day(add_workdays(told, 10).day):
            made = objections.file(case.pk, who.clerk, "applicant", "等级不对")
            assert Objection.objects.get() == made
        with near(self.sender.clerk):
            assert reload(case) == case
            assert not Objection.objects.exists()
            assert not {"tell", "object"} & self.steps_of(case, self.sender.clerk)
            cards = CASES.cards(reload(case), self.sender.clerk)
            assert cards[-1].items[0].url == "", "the old county reads of it, without a way there"

    def steps_of(self, case: Case, post: Post) -> set[str]:
        row = reload(case)
        return {action.key for action in CASES.actions if CASES.may(post, action, row)}

    def test_the_same_grade_keeps_the_card(self, case: Case) -> None:
        case = self.taken_over(self.assess(case, 2))
        assert case.state == State.CLOSED
        assert Certificate.objects.get(person=case.person).region_id == VILLAGE

    def test_it_is_asked_for_once(self, case: Case) -> None:
        case = self.assess(case, 2)
        with on_day(date.fromordinal((case.publish_until or today()).toordinal() + 1)):
            decisions.end_publication(case.pk, self.receiver.clerk)
        with pytest.raises(ValidationError, match="已经重新评定过"):
            transfer.doubt(case.pk, self.receiver.clerk, "仍有疑问")

    def test_nothing_found_ends_it_and_the_card_stays_where_it_was(self, case: Case) -> None:
        case = self.assess(case, None)
        assert case.state == State.UNQUALIFIED
        assert Certificate.objects.get(person=case.person).region_id == OTHER_VILLAGE

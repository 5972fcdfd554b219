"""Which number a card bears: the 20 digits go on, a mark counts losses, and what earlier versions marked wrongly is found."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.certificates.office import (
    VILLAGE,
    applied,
    bring_to,
    holder,
    new_number,
    office,
    person,
    reload,
    sworn_on,
)
from tests.ledgers import books
from zulian.certificates.models import Case, Certificate, State
from zulian.certificates.rules.cards import CardState, Kind, months_later
from zulian.certificates.services import counter, numbers
from zulian.cli import main
from zulian.foundation.clock import on_day, today
from zulian.foundation.sealing import blind
from zulian.people import services as people
from zulian.people.models import Person
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


def card_of(someone: Person) -> Certificate:
    return Certificate.objects.live().get(person=someone)


def test_a_damaged_card_is_exchanged_for_one_that_says_the_same() -> None:
    who = office()
    someone, card = holder(who)
    with on_day(today() + timedelta(days=400)), sworn_on(who):
        bring_to(who, applied(who, someone, Kind.DAMAGE), State.CLOSED)
    new = card_of(someone)
    said = ("number", "category", "grade", "parts", "issued_on", "valid_until")
    assert [getattr(new, name) for name in said] == [getattr(card, name) for name in said]
    old = Certificate.objects.get(pk=card.pk)
    assert (old.state, old.ended_why, new.before) == (CardState.REPLACED, "损毁换领", old)


def test_losses_are_counted_through_every_other_business() -> None:
    who = office()
    someone, card = holder(who)
    seen = []
    for kind in (Kind.REPLACEMENT, Kind.DAMAGE, Kind.REPLACEMENT, Kind.RENEWAL, Kind.DETAILS):
        day = card_of(someone).valid_until if kind is Kind.RENEWAL else today()
        with on_day(day), sworn_on(who):
            wish = {"name": "演改名"} if kind is Kind.DETAILS else None
            bring_to(who, applied(who, someone, kind, details=wish), State.CLOSED)
        seen.append(card_of(someone).number.removeprefix(card.number))
    assert seen == ["B1", "B1", "B2", "B2", "B2"]


def test_a_new_grade_changes_the_twentieth_digit_and_a_lost_number_stays_lost() -> None:
    who = office()
    someone, card = holder(who)
    bring_to(who, applied(who, someone, Kind.REPLACEMENT), State.CLOSED)
    bring_to(who, applied(who, someone, Kind.REGRADE), State.CLOSED, 1)
    assert card_of(someone).number == f"{someone.id_number}41"
    bring_to(who, applied(who, someone, Kind.REGRADE), State.CLOSED, 2)
    assert card_of(someone).number == f"{card.number}B1"


def test_after_cancelling_a_new_application_has_the_same_number() -> None:
    who = office()
    someone, card = holder(who)
    bring_to(who, applied(who, someone, Kind.CANCEL), State.CLOSED)
    with on_day(months_later(today(), 12)), sworn_on(who):
        bring_to(who, applied(who, someone), State.CLOSED)
    assert card_of(someone).number == card.number


def test_telephone_and_address_make_no_card_and_are_done_at_once() -> None:
    who = office()
    someone, card = holder(who)
    wish = counter.Application(
        Kind.DETAILS, received=("id_card", "household"), details={"phone": "12011112222"}
    )
    case = counter.start(someone, who.clerk, wish)
    assert (case.state, case.certificate) == (State.CLOSED, card)
    assert {item.key for item in case.materials.all()} == {"id_card", "ground"}
    assert Certificate.objects.get(person=someone) == card
    assert Person.objects.get(pk=someone.pk).phone == "12011112222"


def test_a_card_that_was_taken_in_says_its_losses_itself() -> None:
    who = office()
    someone = person()
    number = f"{someone.id_number}42"
    Certificate.objects.create(
        person=someone,
        region=Region.objects.get(code=VILLAGE),
        number=f"{number}B3",
        number_index=blind(f"{number}B3"),
        base_index=blind(number),
        category=4,
        grade=2,
        parts={"4": 2},
        issued_on=today() - timedelta(days=900),
        valid_until=today() + timedelta(days=2000),
    )
    bring_to(who, applied(who, someone, Kind.DAMAGE), State.CLOSED)
    assert card_of(someone).number == f"{number}B3"
    bring_to(who, applied(who, someone, Kind.REPLACEMENT), State.CLOSED)
    assert card_of(someone).number == f"{number}B4"


def renumber(card: Certificate, number: str) -> None:
    """As an earlier version would have numbered it."""
    Certificate.objects.filter(pk=card.pk).update(number=number, number_index=blind(number))


def test_cards_marked_without_a_loss_are_listed_and_lose_the_mark_with_the_next_card(
    capsys: pytest.CaptureFixture[str],
) -> None:
    who = office()
    someone, card = holder(who)
    other, _right = holder(who)
    bring_to(who, applied(who, other, Kind.REPLACEMENT, reason="遗失"), State.CLOSED)
    assert list(numbers.doubts()) == []
    assert main(["cards", "numbers"]) == 0
    bring_to(who, applied(who, someone, Kind.DAMAGE), State.CLOSED)
    renumber(card_of(someone), f"{card.number}B1")
    (doubt,) = numbers.doubts()
    assert (doubt.card.person, doubt.right) == (someone, card.number)
    assert list(numbers.doubts("211000000000")) == []
    assert main(["cards", "numbers", "--in-use"]) == 1
    said = capsys.readouterr().out
    assert "损毁换领" in said and someone.id_number not in said
    bring_to(who, applied(who, someone, Kind.DAMAGE), State.CLOSED)
    assert card_of(someone).number == card.number
    assert [doubt.card.state for doubt in numbers.doubts()] == [CardState.REPLACED]


def test_a_replacement_whose_reason_speaks_of_damage_is_in_doubt() -> None:
    who = office()
    someone, card = holder(who)
    case = bring_to(
        who, applied(who, someone, Kind.REPLACEMENT, reason="证件折损，字迹不清"), State.CLOSED
    )
    (doubt,) = numbers.doubts()
    assert (doubt.card, doubt.right) == (case.certificate, card.number)
    assert "核对是遗失还是损毁" in doubt.why
    Case.objects.filter(pk=case.pk).update(reason="遗失，原证已损坏")
    assert list(numbers.doubts()) == []
    assert reload(case).certificate == card_of(someone)


class TestWhatIsPrinted:
    """Name and number stand on the card: a correction of them is a change of the card."""

    def test_a_holders_name_and_number_are_not_corrected_alone(self) -> None:
        who = office()
        someone, _card = holder(who)
        for change in ({"name": "演改名"}, {"id_number": new_number()}):
            with pytest.raises(ValidationError, match="信息变更"):
                people.correct(someone, change)
        same = {"name": someone.name, "id_number": someone.id_number, "phone": "13900005678"}
        people.correct(someone, same)
        without = person()
        people.correct(without, {"name": "演改名"})

    def test_another_number_makes_another_card(self) -> None:
        who = office()
        someone, card = holder(who)
        number = new_number()
        case = applied(who, someone, Kind.DETAILS, details={"id_number": number})
        assert number not in case.change_words
        bring_to(who, case, State.CLOSED)
        new = card_of(Person.objects.get(pk=someone.pk))
        assert (new.number, new.before) == (f"{number}42", card)
        assert new.valid_until == card.valid_until

    @pytest.mark.parametrize(("name", "words"), [("name", "没有变更"), ("id_number", "没有变更")])
    def test_what_changes_nothing_is_refused(self, name: str, words: str) -> None:
        who = office()
        someone, _card = holder(who)
        with pytest.raises(ValidationError, match=words):
            applied(who, someone, Kind.DETAILS, details={name: getattr(someone, name)})

    @pytest.mark.parametrize("of_another", [True, False])
    def test_a_number_is_nobody_elses_and_a_right_one(self, of_another: bool) -> None:
        who = office()
        someone, _card = holder(who)
        number = person().id_number if of_another else "210900197001010000"
        with pytest.raises(ValidationError):
            applied(who, someone, Kind.DETAILS, details={"id_number": number})

    def test_a_ledger_does_not_change_it_either(self) -> None:
        who = office()
        someone, _card = holder(who)
        rows = [["演改名", someone.id_number]]
        job = books.hand_in("people", who.clerk, books.book(["姓名", "身份证号"], rows))
        assert "信息变更" in str(books.faults(job))

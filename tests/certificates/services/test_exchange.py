"""Cards checked against the national register: by a line that is bounded, by files, and never a change of a card."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from hypothesis import given
from hypothesis import strategies as st

from tests.certificates.national import Register, envelope, serving
from tests.certificates.office import Office, applied, bring_to, office, person
from tests.ledgers import books
from tests.tables.certificates import card_of
from zulian.certificates.exchange.port import Outcome, Record
from zulian.certificates.exchange.soap import ExchangeError, Line, read_answer, request_of
from zulian.certificates.models import Certificate, Check, State
from zulian.certificates.rules.cards import Kind
from zulian.certificates.rules.exchange import MISSING_HERE, MISSING_THERE, differences
from zulian.certificates.services import exchange
from zulian.foundation.clock import today
from zulian.foundation.policy import Policy

OURS = Record("21090019700101002542", 4, 2, "valid", date(2030, 1, 1))


@pytest.mark.parametrize(
    ("theirs", "found"),
    [
        (OURS, []),
        (replace(OURS, grade=3), ["grade"]),
        (replace(OURS, state="cancelled", valid_until=None), ["state"]),
        (Record(), []),
        (None, [MISSING_THERE]),
    ],
)
def test_what_differs(theirs: Record | None, found: list[str]) -> None:
    assert differences(OURS, theirs) == found


def test_a_card_on_one_side_alone_is_a_difference() -> None:
    assert differences(None, OURS) == [MISSING_HERE]
    assert differences(None, replace(OURS, state="cancelled")) == []
    assert differences(None, None) == []


def rules(**more: object) -> Policy:
    found = exchange.figures()
    return replace(found, values=found.values | more)


def test_the_call_holds_what_the_interface_names_and_nothing_escapes() -> None:
    line = Line("http://x/", "u<", "p&", "1.2.3.4", rules())
    call = request_of(line, "演<张>", "210900").decode()
    for part in (
        "getAllDisableCitizenInfo",
        "<AuthenticationData><ip>1.2.3.4</ip><userName>u&lt;</userName><passWord>p&amp;</passWord>",
        "<DisableSearchInfo><name>演&lt;张&gt;</name><citizenId>210900</citizenId>",
    ):
        assert part in call


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no XML"),
        (b"\xff\xfe<", "not UTF-8"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "document type"),
        (b"<a/>", "no state"),
        (b"<html>", "no XML"),
    ],
)
def test_what_is_no_answer_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(ExchangeError, match=words):
        read_answer(data, rules())


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with contextlib.suppress(ExchangeError):
        assert read_answer(data, rules()).outcome


class TestLine:
    """Against a server that speaks the interface."""

    @pytest.fixture
    def who(self, regions: None) -> Office:
        return office()

    @pytest.fixture
    def card(self, who: Office) -> Certificate:
        return card_of(person(), today() - timedelta(days=30))

    @pytest.fixture
    def there(self) -> Iterator[type[Register]]:
        with serving() as (kind, settings), override_settings(**settings):
            yield kind

    def fields(self, card: Certificate, **more: str) -> dict[str, str]:
        return {
            "disableId": card.number,
            "disableKind": str(card.category),
            "disableLevel": str(card.grade),
            "cardState": "1",
            "validDate": str(card.valid_until),
        } | more

    def tell(self, there: type[Register], card: Certificate, **more: str) -> None:
        who = card.person
        there.people[who.name, who.id_number] = self.fields(card, **more)

    def test_what_agrees(self, who: Office, card: Certificate, there: type[Register]) -> None:
        self.tell(there, card)
        check = exchange.ask(card.person, who.clerk)
        assert (check.state, check.differs, check.code) == (Check.State.SAME, [], "1")
        assert there.asked[0]["citizenId"] == card.person.id_number

    def test_what_differs_is_a_work_list(
        self, who: Office, card: Certificate, there: type[Register]
    ) -> None:
        self.tell(there, card, disableLevel="3", cardState="9")
        check = exchange.ask(card.person, who.clerk)
        assert (check.state, check.differs) == (Check.State.DIFFERS, ["grade", "state"])
        card = Certificate.objects.get(pk=card.pk)
        assert (card.grade, card.state) == (2, "valid")
        client = Client()
        client.force_login(who.clerk.user)
        page = client.get(check.get_absolute_url()).content.decode()
        assert "残疾等级、状态" in page
        assert card.number not in page
        exchange.settle(check.pk, who.clerk, "国家库未更新，已报市残联")
        assert not Check.objects.to_do().exists()

    def test_the_answer_before_stays_with_its_date(
        self, who: Office, card: Certificate, there: type[Register]
    ) -> None:
        first = exchange.ask(card.person, who.clerk)
        assert first.differs == [MISSING_THERE]
        self.tell(there, card)
        exchange.ask(card.person, who.clerk)
        first.refresh_from_db()
        assert (first.is_latest, first.state) == (False, Check.State.SETTLED)
        assert Check.objects.filter(is_latest=True).get().state == Check.State.SAME

    @pytest.mark.parametrize(
        ("how", "fault"),
        [
            ({"status": 500}, "HTTP 500"),
            ({"status": 302}, "HTTP 302"),
            ({"answer": b"<a>" + b"x" * 300_000 + b"</a>"}, "too long"),
            ({"answer": b"nonsense"}, "no XML"),
            ({"answer": envelope("7")}, "state 7"),
        ],
    )
    def test_what_fails_is_kept_as_failed(
        self, who: Office, card: Certificate, how: dict[str, object], fault: str
    ) -> None:
        with serving(**how) as (_kind, settings), override_settings(**settings):
            check = exchange.ask(card.person, who.clerk)
        assert (check.state, check.fault, check.differs) == (Check.State.FAILED, fault, [])

    def test_a_wrong_password_is_a_failure_and_no_difference(
        self, who: Office, card: Certificate, there: type[Register]
    ) -> None:
        with override_settings(NATIONAL_PASSWORD="wrong"):
            assert exchange.ask(card.person, who.clerk).state == Check.State.FAILED

    def test_a_slow_answer_is_not_waited_for(self) -> None:
        with serving(answer=b"<a>" + b" " * 5000 + b"</a>", pause=0.1) as (_kind, settings):
            line = Line(settings["NATIONAL_URL"], "user", "secret", "10.0.0.1", rules(seconds=0.5))
            start = time.monotonic()
            answer = line.ask("演", "1")
        assert (answer.outcome, answer.fault) == (Outcome.FAILED, "too slow")
        assert time.monotonic() - start < 3

    def test_nobody_there_is_a_failure(self, who: Office, card: Certificate) -> None:
        with override_settings(NATIONAL_URL="http://127.0.0.1:9/"):
            assert exchange.ask(card.person, who.clerk).state == Check.State.FAILED

    def test_names_are_background_until_the_site_sets_its_operators(self, who: Office) -> None:
        assert exchange.figures().background
        own = {"function": "query", "fields": {"number": "cardNo"}}
        with override_settings(NATIONAL_NAMES=own):
            figures = exchange.figures()
        assert (figures["function"], figures.background) == ("query", False)
        assert (figures["fields"]["number"], figures["fields"]["name"]) == ("cardNo", "name")
        client = Client()
        client.force_login(who.clerk.user)
        assert "背景资料" in client.get("/certificates/checks/").content.decode()

    def test_off_without_a_setting(self, who: Office, card: Certificate) -> None:
        with pytest.raises(ValidationError, match="导出、导入"):
            exchange.ask(card.person, who.clerk)
        client = Client()
        client.force_login(who.clerk.user)
        assert "核对国家库" not in client.get(card.get_absolute_url()).content.decode()

    def test_by_a_file_where_there_is_no_line(self, who: Office, card: Certificate) -> None:
        other = card_of(person(), today() - timedelta(days=60))
        stranger = person()
        heads = ["姓名", "身份证号", "残疾人证号", "残疾等级", "状态"]
        rows = [
            [card.person.name, card.person.id_number, card.number, "三级", "正常"],
            [other.person.name, other.person.id_number, "", "", ""],
            [stranger.name, stranger.id_number, "", "", "注销"],
        ]
        books.agree(books.hand_in("national", who.clerk, books.book(heads, rows)))
        found = {check.person_id: check.differs for check in Check.objects.all()}
        assert found == {
            card.person_id: ["grade"],
            other.person_id: [MISSING_THERE],
            stranger.pk: [],
        }


@pytest.mark.usefixtures("regions")
def test_until_the_new_card_is_handed_over_the_one_in_use_is_compared() -> None:
    who, someone = office(), person()
    old = card_of(someone, today() - timedelta(days=3500))
    case = bring_to(who, applied(who, someone, Kind.RENEWAL), State.HANDOVER)
    ours = exchange.record_of(someone)
    assert ours is not None and (ours.valid_until, ours.state) == (old.valid_until, "valid")
    bring_to(who, case, State.CLOSED)
    after = exchange.record_of(someone)
    assert after is not None and after.valid_until > old.valid_until

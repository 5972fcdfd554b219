"""For applicants, without an account: nothing is told that is not asked for with a code or a number and name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.builders import CITY, COUNTY, OTHER_VILLAGE, TOWN, VILLAGE
from tests.certificates.office import applied, bring_to, case_in, holder, office, person
from tests.tables.certificates import card_of
from zulian.certificates.models import Certificate, HomeAsk, Request, State
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import public
from zulian.foundation.clock import on_day, today
from zulian.foundation.models import Asking
from zulian.people.deaths import Told, record_death
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")
URL = "/certificates/public/"


def asked(page: str, **sent: str) -> str:
    return str(Client().post(f"{URL}{page}/", sent).content.decode())


class TestProgress:
    def test_the_code_of_the_receipt_shows_the_way_and_no_name(self) -> None:
        who, someone = office(), person()
        case = applied(who, someone)
        page = asked("progress", code=public.code_of(case).lower().replace("-", " "))
        assert case.number in page
        assert who.clerk.region.organisation in page, "the county that accepted, not the village"
        assert someone.region.name not in page
        assert "派评定" in page
        assert someone.name not in page
        assert someone.masked_name not in page
        assert someone.id_number not in page

    def test_a_code_is_read_however_it_is_typed(self) -> None:
        case = applied(office(), person())
        number, *letters = public.code_of(case).split("-")
        alike = "".join(letters).translate(str.maketrans("OIB", "018"))
        wide = str.maketrans({chr(33 + n): chr(0xFF01 + n) for n in range(94)})
        for typed in (f"{number}-{alike}", f"{number} {alike}".translate(wide)):
            assert case.number in asked("progress", code=typed)

    def test_another_code_is_refused_in_the_same_words(self) -> None:
        case = applied(office(), person())
        code = public.code_of(case)
        wrong = f"{code[:-1]}{'A' if code[-1] != 'A' else 'B'}"
        for guess in (wrong, f"{case.pk + 999}{code[len(str(case.pk)) :]}", "胡写", ""):
            page = asked("progress", code=guess)
            assert case.number not in page
            assert "没有查到" in page or not guess

    def test_who_guesses_waits(self) -> None:
        case = applied(office(), person())
        for _n in range(public.figures()["progress"]):
            asked("progress", code="1-AAAA-AAAA")
        assert "太频繁" in asked("progress", code=public.code_of(case))
        assert not [one.key for one in Asking.objects.all() if "progress" in one.key]

    def test_who_has_a_finding_reads_how_to_object(self) -> None:
        case = case_in(office(), State.REVIEW)
        assert "10 个工作日内向市残联申请复核" in asked("progress", code=public.code_of(case))


def is_valid(number: str, name: str) -> bool:
    return public.check(number, name) is public.Checked.VALID


class TestCheck:
    def test_valid_or_not_and_nothing_more(self) -> None:
        someone, card = holder(office())
        page = asked("check", number=card.number, name=someone.name)
        assert "有效" in page
        for secret in (someone.name, someone.id_number, "肢体", "二级", someone.region.name):
            assert secret not in page

    def test_all_that_is_not_valid_is_answered_alike(self) -> None:
        who = office()
        someone, card = holder(who)
        lost = card_of(person(), today() - timedelta(days=30))
        Certificate.objects.filter(pk=lost.pk).update(state=Certificate.State.LOST)
        over = card_of(person(), today() - timedelta(days=4000))
        dead = card_of(person(), today() - timedelta(days=30))
        record_death(dead.person, Told(today(), "family"), who.clerk)
        assert not is_valid(card.number, "演别人")
        assert not is_valid(f"{card.number}B1", someone.name)
        assert not is_valid("123", someone.name)
        for other in (lost, over, dead):
            assert not is_valid(other.number, other.person.name)
        assert is_valid(card.number, f" {someone.name} ")

    def test_a_card_that_lies_ready_is_not_valid_yet(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.HANDOVER)
        assert case.certificate is not None
        said = asked("check", number=case.certificate.number, name=case.person.name)
        assert "已制证，未领取" in said
        assert not is_valid(case.certificate.number, case.person.name)
        bring_to(who, case, State.CLOSED)
        assert is_valid(case.certificate.number, case.person.name)

    @pytest.mark.parametrize(
        ("kind", "holds"), [(Kind.REGRADE, True), (Kind.DAMAGE, True), (Kind.REPLACEMENT, False)]
    )
    def test_until_then_the_card_before_holds_unless_it_was_lost(
        self, kind: Kind, holds: bool
    ) -> None:
        who = office()
        someone, card = holder(who)
        bring_to(who, applied(who, someone, kind), State.HANDOVER, 3)
        assert is_valid(card.number, someone.name) is holds

    def test_names_are_not_guessed_for_a_number(self) -> None:
        someone, card = holder(office())
        for n in range(public.figures()["checks_of_a_card"]):
            assert not is_valid(card.number, f"演名{n}")
        with pytest.raises(ValidationError, match="太频繁"):
            is_valid(card.number, someone.name)


class TestHome:
    def wish(self, **more: str) -> public.Wish:
        region = Region.objects.get(code=more.get("code", VILLAGE))
        return public.Wish("演求助", "138 0000 5678", region, "deliver", "卧床三年")

    def test_asked_for_called_back_and_registered(self) -> None:
        who, someone = office(), person()
        found = public.ask(self.wish())
        with pytest.raises(ValidationError, match="请核对号码"):
            public.take(found.pk, who.clerk, someone.id_number)
        found = public.take(found.pk, who.clerk, someone.id_number, for_other=True)
        assert found.visit is not None
        assert (found.visit.person, found.visit.source) == (someone, Request.Source.PORTAL)
        page = Client().get(f"{URL}home/{found.page_key}/").content.decode()
        assert "已登记上门" in page
        assert someone.name not in page

    def test_refused_with_a_reason_that_is_read(self) -> None:
        who = office()
        found = public.ask(self.wish())
        with pytest.raises(ValidationError, match="写明原因"):
            public.refuse(found.pk, who.clerk, " ")
        public.refuse(found.pk, who.clerk, "可到窗口办理")
        assert "可到窗口办理" in Client().get(f"{URL}home/{found.page_key}/").content.decode()

    def test_a_place_is_needed_that_can_be_found(self) -> None:
        with pytest.raises(ValidationError, match="村"):
            public.ask(self.wish(code=COUNTY))
        assert not HomeAsk.objects.exists()


def test_what_to_bring_is_read_for_each_business() -> None:
    page = Client().get(f"{URL}materials/").content.decode()
    assert "到期换领" in page
    assert "原残疾人证" in page
    assert "跨县通办" in page
    assert Client().get(URL).status_code == 200


class TestBoard:
    """In the village or community, for five working days, with the way to object; never a list of a county."""

    @pytest.fixture(autouse=True)
    def published(self, regions: None) -> None:
        who = office()
        for code, last in ((VILLAGE, 5), (OTHER_VILLAGE, 5), (VILLAGE, -1)):
            case_in(
                who,
                State.PUBLISH,
                person(code),
                publish_from=today(),
                publish_until=today() + timedelta(days=last),
            )

    def board(self, code: str) -> str:
        return str(Client().get(f"/certificates/board/{code}/").content.decode())

    def test_of_the_village_alone(self) -> None:
        page = self.board(VILLAGE)
        assert page.count("演**") == 1
        assert "肢体二级" in page
        assert "书面或当面反映" in page

    @pytest.mark.parametrize("code", [CITY, COUNTY, TOWN])
    def test_above_it_only_the_way(self, code: str) -> None:
        page = self.board(code)
        assert "演**" not in page
        assert "往下选，直到村（社区）" in page

    def test_there_is_no_file_of_it(self) -> None:
        answer = Client().get(f"/certificates/board/{VILLAGE}/?export=xlsx")
        assert answer["Content-Type"].startswith("text/html")

    def test_it_ends_with_its_days(self) -> None:
        with on_day(today() + timedelta(days=6)):
            assert "演**" not in self.board(VILLAGE)


def test_a_transfer_is_published_where_the_holder_moves_to() -> None:
    case_in(
        office(),
        State.PUBLISH,
        person(OTHER_VILLAGE),
        kind=Kind.TRANSFER,
        to_region_id=VILLAGE,
        publish_from=today(),
        publish_until=today() + timedelta(days=5),
    )
    assert "演**" in Client().get(f"/certificates/board/{VILLAGE}/").content.decode()
    assert "演**" not in Client().get(f"/certificates/board/{OTHER_VILLAGE}/").content.decode()

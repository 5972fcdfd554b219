"""Pages of the room: papers to print, what an assessor may open, batches, and the public board."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import docx
import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests import builders
from tests.builders import CITY, COUNTY, OTHER_COUNTY, OTHER_VILLAGE, VILLAGE
from tests.certificates.office import (
    Office,
    after_publication,
    applied,
    bring_to,
    case_in,
    holder,
    leaders,
    office,
    person,
    sent,
    sworn,
)
from tests.tables.certificates import card_of
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Case, Certificate, Objection, Order, State
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import counter, deaths, decisions, transfer
from zulian.certificates.services.counter import Application
from zulian.certificates.services.decisions import Verdict
from zulian.foundation.clock import on_day, today
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.people.models import Person
from zulian.regions.models import Region

pytestmark = pytest.mark.usefixtures("regions")


def browser(post: Post) -> Client:
    client = Client()
    client.force_login(post.user)
    return client


def printed(data: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))


class TestPapers:
    def test_both_forms_are_printed_with_what_is_known(self) -> None:
        who, someone = office(), person()
        case = bring_to(who, applied(who, someone), State.PUBLISH)
        client = browser(who.clerk)
        response = client.get(f"/certificates/cases/{case.pk}/forms/")
        text = printed(response.content)
        for expected in (
            "残疾人证申请表",
            "残疾评定表",
            someone.name,
            someone.id_number,
            "二级",
            who.hospital.name,
        ):
            assert expected in text, expected
        assert response["Cache-Control"] == "no-store"
        word = client.get(f"/certificates/cases/{case.pk}/forms/?kind=docx")
        assert docx.Document(BytesIO(word.content)).tables
        assert AuditEntry.objects.filter(action="case.print").count() == 2

    def test_the_slip_of_a_card_holds_its_whole_number(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.HANDOVER)
        assert case.certificate is not None
        text = printed(
            browser(who.clerk).get(f"/certificates/cases/{case.pk}/forms/?which=card").content
        )
        assert case.certificate.number in text
        assert case.person.phone not in text, "what is not printed on the card"
        assert "户籍地址" not in text

    def test_a_refusal_ends_with_a_reasoned_letter(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.UNQUALIFIED, None)
        letter = docx.Document(
            BytesIO(browser(who.leader).get(f"/certificates/cases/{case.pk}/letter/").content)
        )
        text = "".join(p.text for p in letter.paragraphs)
        assert "理由：肢体：四肢未见异常" in text
        assert "收到本告知书之日起10个工作日内向市残联申请复核" in text

    def test_a_running_case_has_no_letter(self) -> None:
        who = office()
        case = applied(who, person())
        assert browser(who.leader).get(f"/certificates/cases/{case.pk}/letter/").status_code == 404

    def test_notices_of_expiry_hold_no_number_in_full(self) -> None:
        who = office()
        card = card_of(person(), today() - timedelta(days=3600))
        text = printed(browser(who.clerk).get("/certificates/expiring/notices/?months=3").content)
        assert "到期换领通知" in text
        assert card.person.name in text
        assert card.number not in text

    def test_of_several_cards_chosen_in_the_list_slips_are_printed(self) -> None:
        who = office()
        cards = [card_of(person(), today() - timedelta(days=days)) for days in (40, 400, 800)]
        sent = {"action": "notices", "row": [card.pk for card in cards[:2]]}
        answer = browser(who.clerk).post("/certificates/cards/many/", sent, follow=True)
        text = printed(answer.content)
        assert text.count("到期换领通知") == 2
        assert AuditEntry.objects.filter(action="certificate.notices").exists()

    def test_no_slip_is_printed_for_a_card_that_is_not_in_use(self) -> None:
        who = office()
        card = card_of(person(), today() - timedelta(days=40))
        Certificate.objects.filter(pk=card.pk).update(
            state=Certificate.State.CANCELLED, ended_on=today(), ended_why="other"
        )
        answer = browser(who.clerk).get(
            f"/certificates/expiring/notices/?pick={card.pk}", follow=True
        )
        assert "所选的证件都不在册。" in answer.content.decode()


class TestAssessors:
    def test_they_see_the_orders_of_their_hospital_and_nothing_else(self) -> None:
        who, other = office(), office()
        order = sent(who, applied(who, person()), 4)
        assert browser(who.assessor).get(f"/certificates/orders/{order.pk}/").status_code == 200
        assert browser(other.assessor).get(f"/certificates/orders/{order.pk}/").status_code == 403
        assert browser(who.assessor).get(f"/certificates/cases/{order.case_id}/").status_code == 403

    def test_medical_papers_are_theirs_to_read_other_scans_are_not(self) -> None:
        who = office()
        case = applied(who, person())
        case = Case.objects.get(pk=case.pk)
        from zulian.certificates.services.counter import receive_materials

        Case.objects.filter(pk=case.pk).update(state=State.MATERIALS)
        receive_materials(
            case.pk,
            who.clerk,
            [],
            {"medical": builders.photo("病历.jpg"), "household": builders.photo("户口.jpg")},
        )
        scans = {m.key: m.scan for m in case.materials.exclude(scan=None)}
        client = browser(who.assessor)
        assert client.get(f"/documents/{scans['medical'].pk}/").status_code == 200  # type: ignore[union-attr]
        assert client.get(f"/documents/{scans['household'].pk}/").status_code == 403  # type: ignore[union-attr]


class TestBatches:
    def test_renewal_of_many_opens_one_each_and_says_for_whom_not(self) -> None:
        who = office()
        soon = [card_of(person(), today() - timedelta(days=3600)) for _n in range(3)]
        far = card_of(person(), today() - timedelta(days=300))
        client = browser(who.clerk)
        renew = {"action": "renew", "row": [c.pk for c in [*soon, far]]}
        page = client.post("/certificates/cards/many/", renew).content.decode()
        assert "已办 3 条" in page
        assert "到期前 12 个月起" in page
        assert Case.objects.filter(kind=Kind.RENEWAL).count() == 3
        client.post("/certificates/cards/many/", {"action": "renew", "row": [c.pk for c in soon]})
        assert Case.objects.filter(kind=Kind.RENEWAL).count() == 3

    @pytest.mark.parametrize("chosen", [[], ["x"], ["9" * 30], list(range(1, 300))])
    def test_odd_choices_cost_a_sentence(self, chosen: list[object]) -> None:
        who = office()
        sent = {"action": "renew", "row": chosen}
        answer = browser(who.clerk).post("/certificates/cards/many/", sent, follow=True)
        assert answer.status_code == 200
        assert not Case.objects.exists()


class TestBoard:
    def published(self) -> tuple[Office, Case]:
        who = office()
        return who, bring_to(who, applied(who, person(name="演公甲")), State.PUBLISH)

    def test_everybody_sees_what_is_published_and_no_more(self) -> None:
        _who, case = self.published()
        page = Client().get(f"/certificates/board/{VILLAGE}/").content.decode()
        assert "演*" in page
        assert case.result in page
        for secret in (
            "演公甲",
            case.person.id_number,
            case.person.masked_id,
            str(case.person.birth),
            f"/cases/{case.pk}/",
        ):
            assert secret not in page, secret

    def test_only_its_own_place_and_time(self) -> None:
        _who, case = self.published()
        assert "演*" not in Client().get(f"/certificates/board/{OTHER_COUNTY}/").content.decode()
        Case.objects.filter(pk=case.pk).update(publish_until=today() - timedelta(days=1))
        assert "演*" not in Client().get(f"/certificates/board/{COUNTY}/").content.decode()
        assert Client().get("/certificates/board/999999999999/").status_code == 404


def test_an_unsworn_clerk_reads_and_is_told_why() -> None:
    who = office()
    case = applied(who, person())
    client = browser(builders.post(Role.CERTIFICATE_CLERK))
    page = client.get(f"/certificates/cases/{case.pk}/").content.decode()
    assert "目前只能查看" in page
    assert "派评定</a>" not in page
    answer = client.post(f"/certificates/cases/{case.pk}/withdraw/", {"reason": "不办了"})
    assert answer.status_code == 403
    assert "还没有签订有效的" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).state == State.ORDER


def test_the_counter_says_where_else_a_person_is_registered() -> None:
    who, there = office(), office(OTHER_COUNTY)
    someone, _card = holder(who)
    page = browser(there.clerk).post("/certificates/counter/", {"words": someone.id_number})
    assert "已在阜新市阜新蒙古族自治县演一镇演一村委会登记" in page.content.decode()


@pytest.mark.parametrize(
    "words", ["", "'; DROP TABLE people_person; --", "9" * 60, "﷽" * 20, "2.10902E+17"]
)
def test_odd_words_at_the_counter_cost_a_sentence(words: str) -> None:
    who = office()
    assert browser(who.clerk).post("/certificates/counter/", {"words": words}).status_code == 200


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"region": "不存在村"}, "管辖范围内没有"),
        ({"region": OTHER_COUNTY}, "管辖范围内没有"),
        ({"birth": "2090-01-01"}, "不能晚于今天"),
        ({"birth": "2026-02-30"}, "不是一个存在的日期"),
        ({"no_number": "", "id_number": "210900197001010010"}, "校验位"),
        ({"name": "演" * 61}, "60"),
    ],
)
def test_what_is_wrong_at_registration_stands_at_its_field_and_writes_nothing(
    values: dict[str, str], words: str
) -> None:
    who = office()
    good = {
        "name": "演新人",
        "region": VILLAGE,
        "ethnicity": "01",
        "no_number": "pending",
        "sex": "male",
        "birth": "1980-01-01",
        "consent": "on",
    }
    page = browser(who.clerk).post("/certificates/counter/register/", good | values)
    assert words in page.content.decode()
    assert "field-error" in page.content.decode()
    assert not Person.objects.exists()


def test_a_commissioner_sees_whose_card_runs_out_soon() -> None:
    office()
    soon = card_of(person(name="演快到"), today() - timedelta(days=3600))
    card_of(person(name="演还早"), today() - timedelta(days=300))
    page = browser(builders.post(Role.COMMISSIONER)).get("/").content.decode()
    assert "快到期、要通知本人换领的残疾人证" in page
    assert f"/certificates/cards/{soon.pk}/" in page
    assert "演还早" not in page


def test_who_signs_a_joint_record_is_chosen_among_who_holds_office() -> None:
    """A case of the rules before 2018 that is still open: its form offers the county's board."""
    who = office()
    with on_day(date(2013, 6, 3)):
        case = case_in(who, State.ORDER)
    terms = leaders(COUNTY)
    client = browser(who.clerk)
    page = client.get(f"/certificates/cases/{case.pk}/joint/").content.decode()
    assert "理事长 演理事长" in page
    sent_in = {"part_4": "1", "signers": [term.pk for term in terms]}
    answer = client.post(f"/certificates/cases/{case.pk}/joint/", sent_in)
    assert answer.status_code == 302, answer.content.decode()
    assert Case.objects.get(pk=case.pk).state == State.REVIEW


def test_cases_are_sent_to_a_hospital_together() -> None:
    who = office()
    cases = [applied(who, person(), categories=(n,)) for n in (1, 4)]
    filled = {
        "action": "order-many",
        "row": [case.pk for case in cases],
        "filled": "1",
        "hospital": who.hospital.pk,
    }
    answer = browser(who.clerk).post("/certificates/cases/many/", filled).content.decode()
    assert "已办 2 条" in answer
    assert sorted(order.categories for order in Order.objects.all()) == [[1], [4]]


class TestBetweenCounties:
    """What one county does for a case that is kept in another."""

    def test_who_took_a_case_in_gathers_its_materials(self) -> None:
        office()
        there, someone = office(OTHER_COUNTY), person()
        card_of(someone, today() - timedelta(days=3500))
        with scope(there.clerk.region.scope()):
            case = counter.start(someone, there.clerk, Application(Kind.RENEWAL))
            keys = [item.key for item in counter.missing(case)]
        client, path = browser(there.clerk), f"/certificates/cases/{case.pk}/materials/"
        page = client.get(path).content.decode()
        assert keys
        assert all(f'value="{key}"' in page for key in keys)
        client.post(path, {"received": keys})
        assert Case.objects.get(pk=case.pk).state == State.REVIEW

    def test_a_new_home_reviews_and_takes_objections_to_what_it_had_assessed(self) -> None:
        who, there, city = office(), office(OTHER_COUNTY), sworn(Role.CITY_OFFICER, CITY)
        someone, _card = holder(who)
        to = Region.objects.get(code=OTHER_VILLAGE)
        case = applied(who, someone, Kind.TRANSFER, to_region=to)
        transfer.doubt(case.pk, there.clerk, "与现状不符")
        case = bring_to(there, case, State.PUBLISH, 4)
        with on_day(after_publication(case)):
            decisions.end_publication(case.pk, there.clerk)
            transfer.answer(case.pk, there.clerk, True)
            path = f"/certificates/cases/{case.pk}/"
            assert "提交意见" in browser(there.reviewer).get(path).content.decode()
            assert "提交意见" not in browser(who.reviewer).get(path).content.decode()
            client = browser(there.clerk)
            client.post(f"{path}object/", {"by_whom": "applicant", "ground": "等级偏轻"})
            made = Objection.objects.get(case=case)
            assert client.get(made.get_absolute_url()).status_code == 200
            assert browser(who.clerk).get(path).status_code == 200
            decided = {"upheld": "yes", "decision": "复核为三级", "part_4": "3"}
            browser(city).post(f"{made.get_absolute_url()}decide/", decided)
        assert Case.objects.get(pk=case.pk).grade == 3


class TestWhatAPageSays:
    """Why something cannot be done, what counts no more, and what is to be brought once more."""

    def test_materials_that_are_asked_for_once_more_are_named(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.REVIEW)
        url, words = f"/certificates/cases/{case.pk}/review/", {"verdict": "more", "words": "不清"}
        answer = browser(who.reviewer).post(url, words)
        assert "请选择要补正的材料" in answer.content.decode()
        browser(who.reviewer).post(url, {**words, "lacking": ["photos"]})
        case = Case.objects.get(pk=case.pk)
        assert (case.state, [m.key for m in counter.missing(case)]) == (State.MATERIALS, ["photos"])
        assert "照片" in case.verdict
        counter.receive_materials(case.pk, who.clerk, ["photos"])
        assert Case.objects.get(pk=case.pk).state == State.REVIEW

    def test_of_many_each_that_is_skipped_has_its_reason(self) -> None:
        who = office()
        paused = bring_to(who, applied(who, person()), State.PRODUCE)
        counter.pause(paused.pk, who.clerk, "其他", "等村里回音")
        listed, _card = holder(who)
        made = bring_to(who, applied(who, listed, Kind.DAMAGE), State.PRODUCE)
        wish = deaths.Line(listed.id_number, listed.name, today(), "civil")
        deaths.report(who.clerk, wish)
        published = bring_to(who, applied(who, person()), State.PUBLISH)
        told = {
            "produce": (paused, "暂停：其他：等村里回音"),
            "published": (published, "期满后才能送审核"),
        }
        for action, (case, words) in told.items():
            sent = {"action": action, "row": [case.pk, made.pk], "filled": "1", "checked": "on"}
            answer = browser(who.clerk).post("/certificates/cases/many/", sent).content.decode()
            assert words in answer
            assert ("死亡名单" in answer) is (action == "produce")

    def test_an_ended_case_is_told_as_ended(self) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.CLOSED)
        with pytest.raises(ValidationError, match="已于 .* 办结，不能再办"):
            decisions.hand_over(case.pk, office(OTHER_COUNTY).clerk, "person", "本人")

    def test_a_finding_that_was_set_aside_is_marked_and_what_was_applied_for_stands_there(
        self,
    ) -> None:
        who = office()
        case = bring_to(who, applied(who, person()), State.REVIEW)
        decisions.review(case.pk, who.reviewer, Verdict.REASSESS, "结论与病历不符")
        page = browser(who.clerk).get(case.get_absolute_url()).content.decode()
        assert "已作废" in page
        assert "申请评定的类别" in page

    def test_a_card_in_use_of_who_does_not_qualify_any_more_is_spoken_of(self) -> None:
        who = office()
        someone, _card = holder(who)
        case = bring_to(who, applied(who, someone, Kind.REGRADE), State.UNQUALIFIED, None)
        page = browser(who.clerk).get(case.get_absolute_url()).content.decode()
        assert "原证仍在用" in page

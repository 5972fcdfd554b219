"""Beside the reports: the handler, progress, questions and answers, signing all at a click."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tests.builders import (
    CITY,
    COUNTY,
    OTHER_COUNTY,
    TOWN,
    VILLAGE,
    assignment,
    officer,
    plan,
    post,
)
from zulian.accounts.models import Message, Post
from zulian.accounts.roles import Role
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import scope
from zulian.plans.models import Assignment, Circular, Note, State
from zulian.plans.services import talk

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def circular(city: Post) -> Circular:
    return plan(city)


@pytest.fixture
def row(circular: Circular) -> Assignment:
    return assignment(circular, "一（一）", COUNTY)


class TestSigningAll:
    def test_all_of_ones_own_and_no_others(self, circular: Circular, county: Post) -> None:
        own = talk.unsigned(county).count()
        others = Assignment.objects.filter(state=State.ISSUED).exclude(region_id=COUNTY).count()
        assert own > 1 and talk.sign_all(county) == own
        assert talk.sign_all(county) == 0
        assert Assignment.objects.filter(state=State.ISSUED).count() == others
        assert AuditEntry.objects.filter(action="assignment.sign").count() == own
        signed = Assignment.objects.filter(region_id=COUNTY)
        assert not signed.filter(signed_at=None).exists()

    def test_at_a_click(self, client: Client, circular: Circular, county: Post) -> None:
        client.force_login(county.user)
        own = talk.unsigned(county).count()
        assert f"全部签收（{own} 项）" in client.get("/plans/assignments/").content.decode()
        page = client.post("/plans/assignments/sign/", follow=True).content.decode()
        assert f"已签收 {own} 项任务" in page and "全部签收" not in page


class TestHandler:
    def test_is_one_of_the_house_and_is_told(self, row: Assignment, county: Post) -> None:
        colleague = post(Role.COUNTY_OFFICER)
        talk.name_handler(row.pk, county, colleague)
        assert Assignment.objects.get(pk=row.pk).handler == colleague
        assert (
            colleague.user.name
            in Message.objects.filter(region_id=COUNTY, kind="issued").get().title
        )
        with pytest.raises(ValidationError, match="本单位在岗"):
            talk.name_handler(row.pk, county, post(Role.COUNTY_OFFICER, OTHER_COUNTY))
        with pytest.raises(PermissionDenied):
            talk.name_handler(row.pk, post(Role.COUNTY_OFFICER, OTHER_COUNTY), None)
        talk.name_handler(row.pk, county, None)
        assert Assignment.objects.get(pk=row.pk).handler is None


class TestNotes:
    def test_progress_is_noted(self, row: Assignment, county: Post) -> None:
        note = talk.say(row.pk, county, "已开会部署")
        assert (note.kind, note.to) == (Note.Kind.PROGRESS, None)
        assert not Message.objects.filter(kind="question").exists()

    def test_a_question_reaches_whom_it_is_for_and_is_answered(
        self, row: Assignment, city: Post, county: Post
    ) -> None:
        asked = talk.say(row.pk, county, "名册按哪天统计？", city)
        assert asked.kind == Note.Kind.QUESTION
        assert Message.objects.get(region_id=CITY, kind="question").title.startswith(
            f"{county.user.name}向{city.user.name}提问："
        )
        assert talk.open_question(row, city) == asked
        answer = talk.say(row.pk, city, "按上月末统计。")
        assert (answer.kind, answer.to) == (Note.Kind.ANSWER, county)
        assert talk.open_question(row, city) is None
        answered = Message.objects.get(region_id=COUNTY, kind="question")
        assert answered.sender == city.region.organisation

    def test_whom_one_may_ask(self, circular: Circular, city: Post, county: Post) -> None:
        village, town = officer(VILLAGE), officer(TOWN)
        other, clerk = post(Role.COUNTY_OFFICER, OTHER_COUNTY), post(Role.CERTIFICATE_CLERK, COUNTY)
        row = assignment(circular, "二（二）", VILLAGE)
        assert set(talk.whom(row, village)) == {town, county, city}
        with pytest.raises(ValidationError, match="请从名单里选择"):
            talk.say(row.pk, village, "问", other)
        for stranger in (other, clerk):
            with pytest.raises(PermissionDenied):
                talk.say(row.pk, stranger, "问")

    def test_a_village_sees_whom_to_ask_though_they_lie_above(
        self, client: Client, circular: Circular
    ) -> None:
        village, town = officer(VILLAGE), officer(TOWN)
        row = assignment(circular, "二（二）", VILLAGE)
        client.force_login(village.user)
        address = f"/plans/assignments/{row.pk}/note/"
        assert town.user.name in client.get(address).content.decode()
        page = client.post(
            address, {"text": "牌子什么规格？", "to": town.pk}, follow=True
        ).content.decode()
        assert "已提问" in page and "牌子什么规格？" in page and f"致{town.user.name}（" in page
        with scope(town.region.scope()):
            assert talk.open_question(row, town) is not None
        client.force_login(town.user)
        assert "请本单位答复" in client.get(f"/plans/assignments/{row.pk}/").content.decode()

    def test_notes_are_bounded(
        self, row: Assignment, county: Post, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(talk, "MOST_NOTES", 1)
        talk.say(row.pk, county, "一")
        with pytest.raises(ValidationError, match="已满"):
            talk.say(row.pk, county, "二")

    def test_the_form_opens_only_for_those_who_may_write(
        self, client: Client, circular: Circular, row: Assignment, county: Post
    ) -> None:
        address = f"/plans/assignments/{row.pk}/note/"
        clerk = post(Role.CERTIFICATE_CLERK, COUNTY)
        client.force_login(clerk.user)
        assert address not in client.get(f"/plans/assignments/{row.pk}/").content.decode()
        assert client.get(address).status_code == 403
        client.force_login(county.user)
        assert client.get(address).status_code == 200
        circular.closed_at = circular.adopted_at
        circular.save()
        assert client.get(address).status_code == 403
        assert address not in client.get(f"/plans/assignments/{row.pk}/").content.decode()

    def test_what_goes_along_with_another_task_has_no_talk_of_its_own(
        self, client: Client, circular: Circular, row: Assignment, county: Post
    ) -> None:
        other = assignment(circular, "一（二）", COUNTY)
        Assignment.objects.filter(pk=other.pk).update(served_by=row)
        client.force_login(county.user)
        address = f"/plans/assignments/{other.pk}/note/"
        assert client.get(address).status_code == 403
        assert address not in client.get(f"/plans/assignments/{other.pk}/").content.decode()

"""Clerks learn the handbook: the test, the licence by policy, and that nobody is locked out without being told to learn."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tests.builders import CITY, OTHER_CITY, post
from tests.certificates.office import Office, applied, office, person, sworn
from tests.policies.settings import chosen
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.models import Chapter, Trial
from zulian.certificates.rules.cards import months_later
from zulian.certificates.services import learning
from zulian.foundation.clock import on_day, today

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def who() -> Office:
    return office()


@pytest.fixture
def handbook() -> list[Chapter]:
    return learning.adopt_sample(post(Role.CITY_OFFICER, CITY))


def answers(clerk: Post, wrong: int = 0) -> dict[int, int]:
    paper = learning.paper_for(clerk)
    return {q.pk: q.answer if n >= wrong else q.answer + 1 for n, q in enumerate(paper)}


def test_passed_it_is_a_licence_for_the_months_of_the_policy(
    who: Office, handbook: list[Chapter]
) -> None:
    trial = learning.take_test(who.clerk, answers(who.clerk, wrong=2))
    assert (trial.score, trial.expires_on) == (80, months_later(today(), 36))
    assert learning.licence_of(who.clerk, today()) == trial
    assert learning.licence_of(who.clerk, months_later(today(), 37)) is None


def test_failed_it_is_none_and_three_times_a_day_are_enough(
    who: Office, handbook: list[Chapter]
) -> None:
    papers = set()
    for _n in range(3):
        papers.add(tuple(q.pk for q in learning.paper_for(who.clerk)))
        assert learning.take_test(who.clerk, answers(who.clerk, wrong=3)).expires_on is None
    assert len(papers) > 1
    with pytest.raises(ValidationError, match="明天再测"):
        learning.take_test(who.clerk, answers(who.clerk))
    assert learning.licence_of(who.clerk, today()) is None


def test_what_is_left_open_is_no_try(who: Office, handbook: list[Chapter]) -> None:
    with pytest.raises(ValidationError, match="没有作答"):
        learning.take_test(who.clerk, {})
    assert not Trial.objects.exists()


def test_others_need_none(handbook: list[Chapter]) -> None:
    with pytest.raises(PermissionDenied, match="不需要"):
        learning.take_test(sworn(Role.TOWNSHIP_OFFICER), {})


class TestCounter:
    def test_by_default_nobody_is_locked_out(self, who: Office, handbook: list[Chapter]) -> None:
        assert applied(who, person()).pk

    def test_where_the_policy_says_so_it_asks_for_a_licence(
        self, who: Office, handbook: list[Chapter]
    ) -> None:
        chosen("certificates/learning", "required", True)
        with pytest.raises(PermissionDenied, match="业务学习"):
            applied(who, person())
        learning.take_test(who.clerk, answers(who.clerk))
        assert applied(who, person()).pk

    def test_another_city_that_asks_for_one_closes_its_own_counters_alone(
        self, who: Office, handbook: list[Chapter]
    ) -> None:
        chosen("certificates/learning", "required", True, OTHER_CITY)
        assert applied(who, person()).pk

    def test_where_nothing_can_be_learnt_nobody_waits(self, who: Office) -> None:
        chosen("certificates/learning", "required", True)
        assert applied(who, person()).pk


def test_the_nearest_handbook_is_read(who: Office, handbook: list[Chapter]) -> None:
    assert learning.handbook_for(who.clerk.region_id) == handbook
    own = learning.save_chapter(Chapter(), who.leader, {"number": 1, "title": "甲", "text": "乙"})
    assert learning.handbook_for(who.clerk.region_id) == [own]
    with pytest.raises(ValidationError, match="已有工作手册"):
        learning.adopt_sample(who.leader)


def test_the_pages(who: Office, handbook: list[Chapter]) -> None:
    client = Client()
    client.force_login(who.clerk.user)
    assert "还没有通过" in client.get("/certificates/learning/").content.decode()
    sent = {f"q-{pk}": str(n) for pk, n in answers(who.clerk).items()}
    page = client.post("/certificates/learning/test/", sent, follow=True).content.decode()
    assert "测验 100 分，已通过" in page
    with on_day(today()):
        assert "已通过" in client.get("/certificates/learning/licences/").content.decode()
    chapter = client.get(handbook[0].get_absolute_url()).content.decode()
    assert "自愿申请" in chapter
    assert "办理残疾人证收取工本费吗" not in chapter


@pytest.mark.parametrize("page", ["promises/", "promises/sign/", "learning/"])
def test_townships_sign_and_learn_too(page: str) -> None:
    client = Client()
    client.force_login(sworn(Role.TOWNSHIP_OFFICER).user)
    assert client.get(f"/certificates/{page}").status_code == 200

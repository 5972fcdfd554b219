"""A draft is matched with the plan above as it is now: after its year changed, and after that plan came later."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.builders import as_pressed, draft, plan, post
from tests.plans.county_papers import OWN
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.plans.models import Assignment, Circular
from zulian.plans.review_forms import CarriesOutForm
from zulian.plans.services import adopting, deriving, review
from zulian.plans.services.outlook import outlook_of

pytestmark = pytest.mark.usefixtures("regions")
MATCHED = {"一（一）": "二（二）", "一（二）": "二（一）"}


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


def own_draft(county: Post, year: int) -> Circular:
    return draft(county, OWN.format(year=year))


def carried(circular: Circular) -> dict[str, str]:
    rows = circular.clauses.filter(carries_out__isnull=False).select_related("carries_out")
    return {clause.path: clause.carries_out.path for clause in rows if clause.carries_out}


def head(circular: Circular, year: int) -> dict[str, object]:
    def moved(day: object) -> object:
        return day.replace(year=year)  # type: ignore[attr-defined]

    names = ("starts_on", "ends_on", "default_due")
    return {"year": year, **{name: moved(getattr(circular, name)) for name in names}}


def test_a_corrected_year_matches_anew(city: Post, county: Post) -> None:
    plan(city)
    this_year = timezone.localdate().year
    own = own_draft(county, this_year - 1)
    assert carried(own) == {}
    matched = review.edit_head(own, head(own, this_year))
    assert matched.count == 2 and carried(own) == MATCHED
    matched = review.edit_head(own, head(own, this_year - 1))
    assert [clause.path for clause in matched.lost] == ["一（一）", "一（二）"]
    assert carried(own) == {}


def pressed(client: Client, own: Circular, address: str, page: str = "review", **data: str) -> str:
    """The page to which a button of the review, or of the look before adoption, leads."""
    sent = as_pressed(client, f"/plans/{own.pk}/{page}/", address, **data)
    return client.post(address, sent, follow=True).content.decode()


class TestThePlanAboveCameLater:
    @pytest.fixture
    def own(self, county: Post) -> Circular:
        return own_draft(county, timezone.localdate().year)

    @pytest.fixture
    def client(self, client: Client, own: Circular, city: Post, county: Post) -> Client:
        plan(city)
        client.force_login(county.user)
        return client

    def test_the_review_says_so_and_matches_at_a_click(self, client: Client, own: Circular) -> None:
        review_page = client.get(f"/plans/{own.pk}/review/").content.decode()
        assert "还没有一条对应上级条款" in review_page and "按内容对应这 2 条" in review_page
        answer = pressed(client, own, f"/plans/{own.pk}/match/")
        assert "2 条已按内容与上级条款对应" in answer and carried(own) == MATCHED
        assert "2 条已有对应的上级条款，1 条没有" in answer and "按内容对应这" not in answer

    def test_what_is_suggested_is_settled_by_nobody_but_the_officer(
        self, client: Client, own: Circular
    ) -> None:
        own.tasks.update(guesses=[])
        pressed(client, own, f"/plans/{own.pk}/match/")
        page = client.get(f"/plans/{own.pk}/review/").content.decode()
        assert "其中 2 条是按文字相近建议的" in page and page.count("确认承接") == 2
        assert page.count(" · 已定") == 1 and page.count("建议承接 ") == 2
        second_look = client.get(f"/plans/{own.pk}/adopt/").content.decode()
        assert "有 2 条的“承接”是按文字相近建议的" in second_look

        clause = own.clauses.get(path="一（一）")
        pressed(client, own, f"/plans/clauses/{clause.pk}/carries-out/confirm/")
        assert "有 1 条的“承接”" in client.get(f"/plans/{own.pk}/adopt/").content.decode()
        answer = pressed(client, own, f"/plans/{own.pk}/carries-out/confirm/", "adopt", to="adopt")
        assert "1 条的承接已经确认" in answer and "按文字相近建议" not in answer
        page = client.get(f"/plans/{own.pk}/review/").content.decode()
        assert "建议承接" not in page and page.count(" · 已定") == 3
        assert carried(own) == MATCHED

    def test_nothing_goes_out_unmatched(self, client: Client, own: Circular) -> None:
        second_look = client.get(f"/plans/{own.pk}/adopt/").content.decode()
        assert "按内容对应这 2 条" in second_look and "项任务</button>" not in second_look
        with pytest.raises(ValidationError, match="还没有与上级文件对应"):
            adopting.adopt_seen(own, outlook_of(own).digest)
        deriving.match_anew(own)
        adopting.adopt_seen(own, outlook_of(own).digest)
        assert Assignment.objects.filter(circular=own, served_by__isnull=False).exists()

    def test_what_was_said_by_hand_stays(self, client: Client, own: Circular) -> None:
        clause = own.clauses.select_related("circular").get(path="一（一）")
        deriving.map_clause(clause, None)
        assert deriving.match_anew(own).count == 1
        assert carried(own) == {"一（二）": "二（一）"}
        other = own.clauses.select_related("circular").get(path="一（二）")
        above = next(c for c in deriving.clauses_above(own) if c.path == "一（一）")
        deriving.map_clause(other, above)
        assert deriving.match_anew(own).count == 0
        assert carried(own) == {"一（二）": "一（一）"}
        assert outlook_of(own).to_match == []


@pytest.mark.parametrize(
    "words",
    [
        "乡镇（街道）要在11月底前建立残疾人康复服务档案，每季度走访残疾人家庭。",
        "村（社区）要健全残疾人康复服务的档案。",
    ],
)
def test_the_same_act_asked_of_another_level_is_suggested(
    city: Post, county: Post, words: str
) -> None:
    year = timezone.localdate().year
    above = "县（区）残联要在12月底前建立残疾人康复服务档案。"
    upper = draft(city, PAPER.format(year=year, clause=above))
    review.adopt(upper)
    own = draft(county, PAPER.format(year=year, clause=words).replace("测残联", "新测残联"))
    assert carried(own) == {"一（一）": "一（一）"}
    other = draft(county, PAPER.format(year=year, clause="村（社区）要召开残疾人座谈会。"))
    assert carried(other) == {}


PAPER = """测残联〔{year}〕9号
{year}年1月2日
{year}年残联组织工作要点
一、服务
（一）做法。{clause}
"""


def test_a_clause_of_a_supplement_is_named_with_its_paper() -> None:
    city = post(Role.CITY_OFFICER)
    plan(city, supplements=plan(city))
    own = draft(post(Role.COUNTY_OFFICER))

    form = CarriesOutForm(above=deriving.clauses_above(own), tasks=[])
    labels = [label for _key, label in form.fields["carries_out"].choices]
    assert any(label.startswith("一（一）") for label in labels)
    assert any(label.startswith("补充通知 一（一）") for label in labels)

"""What a supplement asks for that its plan has asked for already: surely, or perhaps; and what it leaves without a task."""

from __future__ import annotations

from importlib import resources

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.builders import draft, plan, post
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.plans.models import Circular, Clause
from zulian.plans.services import review
from zulian.plans.services.outlook import outlook_of

pytestmark = pytest.mark.usefixtures("regions")
DEMO = resources.files("zulian.plans") / "data" / "demo-circular.txt"


@pytest.fixture
def city() -> Post:
    return post(Role.CITY_OFFICER)


def test_of_the_circular_of_2013_beside_the_plan(city: Post, real_circular: bytes) -> None:
    above = plan(city, DEMO.read_text(encoding="utf-8"))
    supplement = draft(city, real_circular.decode(), above)
    seen = outlook_of(supplement)
    assert [task.name for task, _before in seen.repeated] == ["建立志愿者联络站"]
    asked = {task.name: before.name for task, before in seen.perhaps_repeated}
    expected = {
        "建立联席会议制度": "建立联席会议",
        "成立专门协会办公室，配备专兼职工作人员": "落实专门协会办公场所",
        "新任主管领导、新任办证员签订保密协议和责任承诺书": "组织办证人员学习，签订保密协议和责任承诺书",
        "加快核发办证速度，做到随来随办": "做到随到随办",
    }
    assert expected.items() <= asked.items() and len(asked) < len(seen.tasks) / 3


TEXT = """测残联〔{year}〕{n}号
测试市残疾人联合会
{year}年1月20日
{year}年工作要点
一、活跃专门协会
（一）办品牌。县（区）残联要在9月底前举办品牌活动。
（二）立办法。县（区）残联要在10月底前制定活动办法。各协会要按时总结。
"""


@pytest.fixture
def circular(city: Post) -> Circular:
    return draft(city, TEXT.format(year=today().year, n=1))


def clause(circular: Circular, path: str) -> Clause:
    return Clause.objects.select_related("circular").get(circular=circular, path=path)


def test_a_task_that_was_added_by_hand_is_repeated_too(city: Post, client: Client) -> None:
    above = plan(city, TEXT.format(year=today().year, n=1))
    words = TEXT.format(year=today().year, n=2).replace("举办品牌活动", "表彰先进，慰问老协会会员")
    supplement = draft(city, words, above)
    supplement.tasks.all().delete()
    given = above.tasks.all()[0]
    values = {name: getattr(given, name) for name in ("name", "levels", "due", "rhythm")}
    added = review.add_task(clause(supplement, "一（一）"), values)
    assert outlook_of(supplement).repeated == [(added, given)]
    review.edit(added, {"name": "举办品牌性活动", "due": None})
    seen = outlook_of(supplement)
    assert seen.repeated == [] and seen.perhaps_repeated == [(added, given)]
    client.force_login(city.user)
    page = client.get(f"/plans/{supplement.pk}/adopt/").content.decode()
    assert "可能与原工作要点重复的任务" in page and given.text in page


def test_a_clause_without_a_task_is_said(circular: Circular, city: Post, client: Client) -> None:
    before = [one.path for one in outlook_of(circular).idle]
    new = review.split(clause(circular, "一（二）"), 1)
    new.tasks.all().delete()
    assert [one.path for one in outlook_of(circular).idle] == [*before, "一（二）续"]
    client.force_login(city.user)
    page = client.get(f"/plans/{circular.pk}/adopt/").content.decode()
    assert "没有任务的条款" in page and "各协会要按时总结" in page


def test_a_heading_with_clauses_below_it_is_not_merged(circular: Circular) -> None:
    head = clause(circular, "一")
    follower = Clause.objects.create(
        circular=circular, order=90, depth=0, label="二、", path="二", title="另事"
    )
    item = Clause.objects.create(
        circular=circular, order=91, depth=1, parent=follower, path="二（一）", text="县要办。"
    )
    with pytest.raises(ValidationError, match="下面还有条款"):
        review.merge_up(clause(circular, "二"))
    review.merge_up(clause(circular, "二（一）"))
    review.merge_up(clause(circular, "二"))
    assert not circular.clauses.filter(pk__in=[follower.pk, item.pk]).exists()
    assert head.items.count() == 2


BARE = """测残联〔{year}〕{n}号
测试市残疾人联合会
{year}年{n}月20日
{year}年工作要点
一、日常工作
（一）抓落实。{words}
"""


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("各县（区）残联6月底前开展宣传。", "各县（区）残联3月底前完成自查。"),
        ("各县（区）残联6月底前开展宣传。", "各县（区）残联9月底前完成整改。"),
        ("各县（区）残联6月底前组织督导。", "各县（区）残联9月底前完成验收。"),
    ],
)
def test_what_only_verbs_say_is_not_one_for_being_verbs(
    city: Post, before: str, words: str
) -> None:
    above = plan(city, BARE.format(year=today().year, n=1, words=before))
    supplement = draft(city, BARE.format(year=today().year, n=2, words=words), above)
    assert outlook_of(supplement).repeated == []

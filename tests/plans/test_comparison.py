"""Two years' circulars, clause by clause."""

from __future__ import annotations

import time
from difflib import SequenceMatcher
from importlib import resources

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import circular_text, draft, plan, post
from zulian.accounts.roles import Role
from zulian.plans.comparison import ALIKE, Change, compare, words
from zulian.plans.models import Clause


def clause(pk: int, path: str, title: str, text: str) -> Clause:
    return Clause(pk=pk, order=pk, depth=0, label=path, path=path, title=title, text=text)


LAST = [
    clause(1, "一", "换届", "各县（区）残联要在5月底前报送换届请示。"),
    clause(2, "二", "志愿者", "新增注册志愿者不少于80名。"),
    clause(3, "三", "培训", "组织专职委员培训两次。"),
]


def test_same_changed_new_and_gone() -> None:
    this = [
        clause(11, "一", "换届", "各县（区）残联要在5月底前报送换届请示。"),
        clause(12, "二", "证件", "严守办证纪律，做到随到随办。"),
        clause(13, "三", "志愿者", "新增注册志愿者不少于100名。"),
    ]
    found = compare(this, LAST)
    assert [(f.change, f.old.pk if f.old else None) for f in found] == [
        (Change.SAME, 1),
        (Change.NEW, None),
        (Change.CHANGED, 2),
        (Change.GONE, 3),
    ]
    assert [(p.text, p.kind) for p in found[2].pieces if p.kind] == [
        ("80", "removed"),
        ("100", "added"),
    ]


def test_a_clause_that_only_moved_is_the_same() -> None:
    found = compare([clause(11, "五", "培训", "组织专职委员培训两次。")], LAST)
    assert (found[0].change, found[0].old) == (Change.SAME, LAST[2])


def test_clauses_of_one_address_on_different_work_are_not_taken_for_each_other() -> None:
    old = clause(1, "一", "严守办证纪律", "县（区）残联要在2月底前组织办证人员学习，签订承诺书。")
    new = clause(
        2, "一", "联系助残社会组织", "县（区）残联要在10月底前摸清本地组织底数，建立名单。"
    )
    assert 0.4 < SequenceMatcher(a=words(old), b=words(new), autojunk=False).ratio() < ALIKE
    assert [row.change for row in compare([new], [old])] == [Change.NEW, Change.GONE]


def test_what_is_measured_alike_is_the_same_work_in_other_words() -> None:
    old = clause(1, "一", "壮大队伍", "县（区）残联要在年底前新注册一批助残志愿者。")
    new = clause(2, "二", "发展志愿者", "县（区）残联全年新增志愿者不少于100名，要实名注册。")
    assert [row.change for row in compare([new], [old])] == [Change.NEW, Change.GONE]
    old.indicators = new.indicators = ["volunteers.active", "volunteers.trained"]
    assert [row.change for row in compare([new], [old])] == [Change.CHANGED]
    partly = clause(3, "三", "走访", "村（社区）残协每季度走访残疾人家庭。")
    partly.indicators = ["volunteers.active", "social.registered", "social.served"]
    assert [row.change for row in compare([new], [partly])] == [Change.NEW, Change.GONE]
    old.indicators = new.indicators = ["plans.reported"]
    assert [row.change for row in compare([new], [old])] == [Change.NEW, Change.GONE]


texts = st.lists(st.text("县区残联志愿者培训登记上报12", min_size=1, max_size=30), max_size=6)


@given(texts, texts)
def test_every_clause_appears_once_and_pieces_give_both_texts_back(
    new: list[str], old: list[str]
) -> None:
    this = [clause(100 + n, str(n), "", t) for n, t in enumerate(new)]
    last = [clause(n + 1, str(n), "", t) for n, t in enumerate(old)]
    found = compare(this, last)
    assert [f.new for f in found if f.new] == this
    assert sorted(f.old.pk for f in found if f.old) == [c.pk for c in last]
    for row in found:
        if row.change is Change.CHANGED and row.new and row.old:
            assert "".join(p.text for p in row.pieces if p.kind != "removed") == words(row.new)
            assert "".join(p.text for p in row.pieces if p.kind != "added") == words(row.old)


@pytest.mark.parametrize("size", [250])
def test_very_long_papers_are_compared_by_address(size: int) -> None:
    def paper(first: int) -> list[Clause]:
        return [
            clause(first + n, str(n), "题", f"第{n}项任务要按时完成并上报。") for n in range(size)
        ]

    assert all(row.change is Change.SAME for row in compare(paper(1000), paper(1)))


@pytest.mark.parametrize(("clauses", "length"), [(1, 100_000), (150, 1000)])
def test_the_same_characters_over_and_over_do_not_hold_the_page(clauses: int, length: int) -> None:
    last = [clause(n + 1, str(n), "", "由县" * (length // 2) + str(n)) for n in range(clauses)]
    this = [clause(1000 + n, str(n), "", "由县" * (length // 2) + f"新{n}") for n in range(clauses)]
    began = time.process_time()
    found = compare(this, last)
    assert time.process_time() - began < 20
    assert [row.change for row in found] == [Change.CHANGED] * clauses
    for row in found:
        assert row.new and "".join(p.text for p in row.pieces if p.kind != "removed") == words(
            row.new
        )


def test_how_wide_brackets_and_commas_are_typed_is_no_change() -> None:
    old = clause(1, "一", "培训", "县(区)残联要组织专职委员培训2次,每次3天。")
    new = clause(11, "一", "培训", "县（区）残联要组织专职委员培训2次，每次3天。")
    assert [row.change for row in compare([new], [old])] == [Change.SAME]
    more = clause(12, "一", "培训", "县（区）残联要组织专职委员培训4次，每次3天。")
    (row,) = compare([more], [old])
    assert [(piece.text, piece.kind) for piece in row.pieces if piece.kind] == [
        ("2", "removed"),
        ("4", "added"),
    ]


@pytest.mark.usefixtures("regions")
class TestADraftOfTheNextYear:
    @pytest.fixture
    def page(self, client: Client, real_circular: bytes) -> str:
        city = post(Role.CITY_OFFICER)
        plan(city, (resources.files("zulian.plans") / "data" / "demo-circular.txt").read_text())
        this_year = timezone.localdate().year
        words = real_circular.decode().replace("2013", str(this_year + 1))
        own = draft(city, words)
        assert own.year == this_year + 1
        client.force_login(city.user)
        return client.get(f"/plans/{own.pk}/compare/").content.decode()

    def test_clauses_of_the_same_measures_are_one_work(self, page: str) -> None:
        assert "有修改 16 条，新增 0 条，删去 0 条" in " ".join(page.split())

    def test_it_says_of_which_day_and_why_nothing_is_to_be_told(self, page: str) -> None:
        assert (
            f"{timezone.localdate().year}年的数字是今天的数字" in page
            and "按执行期最后一天现算" not in page
        )
        assert page.count("年度未开始") > 20 > page.count("本年没有这一项")


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize("has_next", [True, False])
def test_a_draft_of_the_year_after_next_says_with_what_it_is_compared(
    client: Client, has_next: bool
) -> None:
    """Next year's plan is not carried out yet: it has no numbers; without one this year's is not called last year's."""
    city, year = post(Role.CITY_OFFICER), timezone.localdate().year
    this = plan(city)
    if has_next:
        plan(city, circular_text().replace(str(year), str(year + 1)))
    own = draft(city, circular_text().replace(str(year), str(year + 2)))
    assert (this.year, own.year) == (year, year + 2)
    client.force_login(city.user)
    page = client.get(f"/plans/{own.pk}/compare/").content.decode()
    if has_next:
        assert f"{year + 1}年的工作要点已下达" in page and "只比较条款" in page
        assert "还在执行" not in page and 'class="readings"' not in page
    else:
        assert (
            f"上一年没有下达工作要点，与最近的{year}年比较" in page and f"{year}年还在执行" in page
        )
        assert "上年 " not in page

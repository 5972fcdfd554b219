"""The words of a clause are changed in the review: its tasks are marked, and what was looked at before goes out no longer."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from tests.builders import as_opened, draft, post
from zulian.accounts.roles import Role
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.services import adopting, guesses, review
from zulian.plans.services.outlook import outlook_of

pytestmark = pytest.mark.usefixtures("regions")
TEXT = """测残联〔{year}〕3号
{year}年1月2日
{year}年全市残联组织工作要点
一、建强基层
（一）落实岗位。县（区）残联要在12月10日前核准专职委员名册。
（二）规范自查。县（区）残联要在9月底前开展规范化自查。乡镇（街道）残联要在10月底前走访困难残疾人家庭。
"""


@pytest.fixture
def circular() -> Circular:
    return draft(post(Role.CITY_OFFICER), TEXT.format(year=timezone.localdate().year))


def clause(circular: Circular, path: str) -> Clause:
    return Clause.objects.select_related("circular").get(circular=circular, path=path)


def marked(circular: Circular) -> list[str]:
    return [task.name for task in circular.tasks.all() if "text" in task.guesses]


def test_a_task_whose_words_are_gone_is_marked_and_says_the_new_ones(circular: Circular) -> None:
    found = clause(circular, "一（一）")
    review.edit(found, {"text": "各乡镇（街道）要在12月1日前核准专职委员名册。"})
    task = found.tasks.get()
    assert "text" in task.guesses and task.text == found.text
    assert marked(circular) == [task.name]
    guesses.confirm(task)
    assert marked(circular) == []


def test_stops_and_other_tasks_change_nothing(circular: Circular) -> None:
    found = clause(circular, "一（二）")
    review.edit(found, {"text": found.text.replace("。", "；")})
    assert marked(circular) == []
    review.edit(found, {"text": found.text.replace("10月底前", "11月底前")})
    first, second = found.tasks.order_by("order")
    assert "text" not in first.guesses and "9月底前" in first.text
    assert "text" in second.guesses and "11月底前" in second.text


def test_a_task_goes_with_its_sentence(circular: Circular) -> None:
    found = clause(circular, "一（二）")
    first, second = found.tasks.order_by("order")
    new = review.split(found, 1)
    assert list(found.tasks.all()) == [first] and list(new.tasks.all()) == [second]
    assert marked(circular) == []


def test_an_old_second_look_is_refused_after_any_change_of_words(circular: Circular) -> None:
    for change in (
        lambda: review.edit(clause(circular, "一（一）"), {"text": "县（区）残联要核准名册。"}),
        lambda: review.edit(clause(circular, "一"), {"title": "建强基层组织"}),
        lambda: Task.objects.filter(circular=circular).update(partners="市民政局"),
    ):
        seen = outlook_of(circular).digest
        change()
        with pytest.raises(ValidationError, match="核对期间内容有变动"):
            adopting.adopt_seen(circular, seen)
    adopting.adopt_seen(circular, outlook_of(circular).digest)


@pytest.mark.parametrize(("text", "words"), [("", "请填写这一项"), ("改" * 5001, "5001")])
def test_words_are_required_and_bounded(
    client: Client, circular: Circular, text: str, words: str
) -> None:
    client.force_login(post(Role.CITY_OFFICER).user)
    found = clause(circular, "一（一）")
    address = f"/plans/clauses/{found.pk}/edit/"
    filled = {"label": found.label, "title": found.title, "text": text}
    answer = client.post(address, as_opened(client, address, filled))
    assert words in answer.content.decode()
    assert clause(circular, "一（一）").text == found.text


def test_a_clause_that_gathers_others_needs_no_words(client: Client, circular: Circular) -> None:
    client.force_login(post(Role.CITY_OFFICER).user)
    found = clause(circular, "一")
    address = f"/plans/clauses/{found.pk}/edit/"
    filled = {"label": found.label, "title": "建强基层组织", "text": ""}
    assert client.post(address, as_opened(client, address, filled)).status_code == 302


def test_original_words_put_back_leave_nothing_to_be_looked_at(circular: Circular) -> None:
    found = clause(circular, "一（一）")
    original = found.text
    review.edit(found, {"text": original.replace("12月10日前", "11月10日前")})
    assert len(marked(circular)) == 1
    said = guesses.guessed_tasks(circular, circular.tasks.all(), list(circular.clauses.all()))
    assert any("11月10日" in sentence for one in said for sentence in one.sentences)
    review.edit(clause(circular, "一（一）"), {"text": original})
    assert marked(circular) == [] and found.tasks.get().text == original


def test_a_sentence_put_in_without_a_task_is_listed(client: Client, circular: Circular) -> None:
    found = clause(circular, "一（二）")
    added = "村（社区）要在11月底前设立残疾人联络站。"
    review.edit(found, {"text": found.text + added})
    outlook = outlook_of(circular)
    assert [(one.pk, words) for one, words in outlook.without_task] == [(found.pk, added)]
    client.force_login(post(Role.CITY_OFFICER).user)
    for address in (f"/plans/{circular.pk}/review/", f"/plans/{circular.pk}/adopt/"):
        page = client.get(address).content.decode()
        assert "没有任务的句子" in page and added in page
    review.add_task(
        clause(circular, "一（二）"),
        {"name": "设立联络站", "levels": ["village"], "partners": "", "rhythm": "", "due": None},
    )
    assert outlook_of(circular).without_task == []


def test_a_deadline_moves_with_the_year(circular: Circular) -> None:
    year = circular.year
    before = {task.pk: task.due for task in circular.tasks.all()}
    names = ("starts_on", "ends_on", "default_due")
    moved = {name: getattr(circular, name).replace(year=year + 1) for name in names}
    review.edit_head(circular, {"year": year + 1, **moved})
    for task in circular.tasks.all():
        due = before[task.pk]
        assert task.due == (due.replace(year=year + 1) if due else None)


def test_a_page_of_a_draft_that_went_out_says_so(client: Client, circular: Circular) -> None:
    task = circular.tasks.first()
    assert task is not None
    adopting.adopt_seen(circular, outlook_of(circular).digest)
    client.force_login(post(Role.CITY_OFFICER).user)
    for address in (
        f"/plans/{circular.pk}/review/",
        f"/plans/tasks/{task.pk}/edit/",
        f"/plans/clauses/{task.clause_id}/edit/",
        f"/plans/tasks/{task.pk}/target/",
    ):
        answer = client.get(address, follow=True)
        assert answer.redirect_chain == [(f"/plans/{circular.pk}/", 302)], address
        assert "已经下达" in answer.content.decode(), address


# The eve of the Spring Festival, by which 春节前 ends, as the calendar has it.
EVES = {2026: date(2026, 2, 16), 2027: date(2027, 2, 5), 2028: date(2028, 1, 25)}


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_holiday_moves_with_the_year_to_its_own_day(year: int) -> None:
    text = TEXT.format(year=year).replace("12月10日前", "春节前")
    circular = draft(post(Role.CITY_OFFICER), text)
    task = clause(circular, "一（一）").tasks.get()
    assert task.due == EVES[year]
    names = ("starts_on", "ends_on", "default_due")
    for now in (year + 1, year):
        moved = {name: getattr(circular, name).replace(year=now) for name in names}
        review.edit_head(circular, {"year": now, **moved})
        task.refresh_from_db()
        assert task.due == EVES[now]


@pytest.mark.parametrize(
    ("change", "marks", "said"),
    [
        (("县（区）残联要", "乡镇（街道）残联要"), {"text"}, "乡镇（街道）残联"),
        (("12月10日前", "11月10日前"), {"text"}, "11月10日"),
        (("名册。", "名册，每县不少于30人。"), {"text"}, "每县不少于30人”不在目标任务量里"),
        (("名册。", "名册，签订责任书。"), {"text", "more"}, "签订责任书"),
        (("名册。", "名册，结果于次月15日前通报。"), {"text", "rest"}, "次月15日前"),
    ],
)
def test_whatever_was_reworded_has_its_mark(
    circular: Circular, change: tuple[str, str], marks: set[str], said: str
) -> None:
    found = clause(circular, "一（一）")
    review.edit(found, {"text": found.text.replace(*change)})
    task = found.tasks.get()
    assert marks <= set(task.guesses)
    told = guesses.guessed_tasks(circular, [task], list(circular.clauses.all()))
    assert any(said in sentence for one in told for sentence in one.sentences)


def test_several_tasks_of_a_clause_get_their_own_words_back(circular: Circular) -> None:
    found = clause(circular, "一（二）")
    before = {task.pk: (task.text, task.guesses) for task in found.tasks.all()}
    original = found.text
    for old, new in (("10月底前", "11月底前"), ("9月底前", "8月底前")):
        review.edit(clause(circular, "一（二）"), {"text": original.replace(old, new)})
        review.edit(clause(circular, "一（二）"), {"text": original})
        assert {task.pk: (task.text, task.guesses) for task in found.tasks.all()} == before, (
            f"{old} → {new} → {old}"
        )


def test_a_further_duty_put_behind_a_comma_is_listed(circular: Circular) -> None:
    found = clause(circular, "一（一）")
    review.edit(found, {"text": found.text.replace("名册。", "名册，12月20日前通报结果。")})
    ((one, words),) = outlook_of(circular).without_task
    assert one.pk == found.pk and "12月20日前通报结果" in words


def test_a_task_that_says_what_was_untold_takes_the_mark_away(circular: Circular) -> None:
    found = clause(circular, "一（一）")
    review.edit(found, {"text": found.text.replace("名册。", "名册，签订责任书。")})
    first = found.tasks.get()
    assert "more" in first.guesses
    values = {"levels": ["county"], "partners": "", "rhythm": "", "due": None}
    for name, is_left in (("更新台账", True), ("签订责任书", False)):
        review.add_task(clause(circular, "一（一）"), {"name": name, **values})
        first.refresh_from_db()
        assert ("more" in first.guesses) is is_left and "text" in first.guesses


SEVERAL = """测残联〔{year}〕3号
{year}年1月2日
{year}年全市残联组织工作要点
一、班子建设
（一）廉政教育。市、县残联每季度末组织一次廉政学习，春节前、国庆前各开展一次警示教育，并于12月10日前报送总结。
"""


def test_all_acts_of_a_sentence_are_marked_when_others_are_told_to_do_them() -> None:
    circular = draft(post(Role.CITY_OFFICER), SEVERAL.format(year=timezone.localdate().year))
    found = clause(circular, "一（一）")
    text = found.text
    review.edit(found, {"text": text.replace("市、县残联", "县、乡残联")})
    assert len(marked(circular)) == circular.tasks.count() == 4
    review.edit(clause(circular, "一（一）"), {"text": text})
    assert marked(circular) == []


def test_an_act_of_several_times_leaves_no_sentence_without_a_task() -> None:
    circular = draft(post(Role.CITY_OFFICER), SEVERAL.format(year=timezone.localdate().year))
    assert outlook_of(circular).without_task == []

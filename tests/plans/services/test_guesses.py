"""What a reading assumed: told in words, asked for once, and gone as soon as somebody has set it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.builders import draft, post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.models import AuditEntry
from zulian.foundation.templatetags.zulian import day
from zulian.indicators.registry import countables, known, named
from zulian.indicators.sections import grouped
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.reading.duties import Guess
from zulian.plans.services import guesses, review, targets
from zulian.plans.services.outlook import outlook_of

pytestmark = pytest.mark.usefixtures("regions")
# Nobody is named and no time; what measures it is a general word of every clause.
YEAR = today().year
BARE = f"测残联〔{YEAR}〕9号\n测试市残疾人联合会\n{YEAR}年1月20日\n{YEAR}年工作要点\n一、转变作风。深入开展作风建设。"


@pytest.fixture
def circular() -> Circular:
    return draft(post(Role.CITY_OFFICER), BARE)


@pytest.fixture
def task(circular: Circular) -> Task:
    return Task.objects.select_related("circular", "clause").get(circular=circular)


def sentences(circular: Circular) -> list[str]:
    tasks = list(circular.tasks.prefetch_related("targets"))
    found = guesses.guessed_tasks(circular, tasks, list(circular.clauses.all()))
    assert all(len(one.sentences) == len(one.task.guesses) for one in found)
    return [sentence for one in found for sentence in one.sentences]


def fresh(task: Task) -> list[str]:
    return list(Task.objects.get(pk=task.pk).guesses)


def test_each_guess_is_said_with_what_holds_now(circular: Circular, task: Task) -> None:
    assert task.guesses == sorted([Guess.LEVELS, Guess.DEADLINE, Guess.MEASURE])
    who, when, what = sentences(circular)
    assert who == "原文没有写由谁办，推定为县（区）"
    assert when == f"原文没有写何时完成，推定为文件的默认时限 {day(circular.default_due)}"
    names = "、".join(
        str(known_as.name) for code in task.clause.indicators if (known_as := named(code))
    )
    assert names and what == f"原文没有写用什么衡量，推定用“{names}”"


def test_telling_them_asks_the_database_for_nothing(
    circular: Circular, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tasks, clauses = list(circular.tasks.prefetch_related("targets")), list(circular.clauses.all())
    with django_assert_num_queries(0):
        assert guesses.guessed_tasks(circular, tasks, clauses)[0].sentences


def test_what_is_confirmed_is_asked_no_more(circular: Circular, task: Task) -> None:
    guesses.confirm(task)
    assert fresh(task) == [] and sentences(circular) == []
    entry = AuditEntry.objects.get(action="task.confirm")
    assert (entry.object_id, list(entry.changes)) == (str(task.pk), ["guesses"])


def test_all_the_rest_is_confirmed_at_once(circular: Circular, task: Task) -> None:
    clause = Clause.objects.select_related("circular").get(circular=circular)
    review.add_task(clause, {"name": "又一项", "levels": ["county"]})
    assert guesses.confirm_all(circular) == 1
    assert fresh(task) == [] and AuditEntry.objects.filter(action="task.confirm").count() == 1
    with pytest.raises(ValidationError, match="没有推定的内容"):
        guesses.confirm_all(circular)


def test_setting_a_task_by_hand_leaves_no_guess(circular: Circular, task: Task) -> None:
    review.edit(task, {"levels": ["city"]})
    assert fresh(task) == []


def test_choosing_what_measures_a_clause_settles_the_measure_alone(
    circular: Circular, task: Task
) -> None:
    clause = Clause.objects.select_related("circular").get(circular=circular)
    review.edit(clause, {"title": "转变工作作风"})
    assert Guess.MEASURE in fresh(task)
    review.edit(clause, {"indicators": ["plans.overdue"]})
    assert fresh(task) == sorted([Guess.LEVELS, Guess.DEADLINE])


def test_so_does_a_number_of_the_task(task: Task) -> None:
    number = {
        "what": "走访",
        "kind": "count",
        "number": Decimal(60),
        "unit": "户",
        "span": "",
        "is_each": True,
        "measure": "",
    }
    target = targets.add(task, number)
    assert fresh(task) == sorted([Guess.LEVELS, Guess.DEADLINE])
    for change in (lambda: targets.edit(target, number), lambda: targets.remove(target)):
        Task.objects.filter(pk=task.pk).update(guesses=[Guess.MEASURE])
        change()
        assert fresh(task) == []


def test_indicators_of_a_heading_settle_the_items_that_it_measures() -> None:
    circular = draft(
        post(Role.CITY_OFFICER),
        BARE.replace("深入开展作风建设。", "\n（一）深入开展作风建设。\n（二）改进文风会风。"),
    )
    Clause.objects.filter(circular=circular).update(indicators=[])
    own = Clause.objects.get(circular=circular, path="一（二）")
    Clause.objects.filter(pk=own.pk).update(indicators=["plans.closed"])
    circular.tasks.update(guesses=[Guess.MEASURE])
    review.edit(
        Clause.objects.select_related("circular").get(circular=circular, path="一"),
        {"indicators": ["plans.overdue"]},
    )
    left = [task.clause.path for task in circular.tasks.select_related("clause") if task.guesses]
    assert left == ["一（二）"]


def test_adopted_tasks_keep_what_was_assumed_of_them(circular: Circular, task: Task) -> None:
    assert [one.task for one in outlook_of(circular).guessed] == [task]
    review.adopt(circular)
    task.circular.refresh_from_db()
    for act in (lambda: guesses.confirm(task), lambda: guesses.confirm_all(circular)):
        with pytest.raises(ValidationError, match="已下达"):
            act()
    assert fresh(task)


def test_every_measure_stands_under_its_wing() -> None:
    groups = grouped([*known(), *countables()], lambda measure: str(measure.name))
    names = [str(config.verbose_name) for config in apps.get_app_configs()]
    assert [name for name, _choices in groups] == [name for name in names if name in dict(groups)]
    assert sum(len(choices) for _name, choices in groups) == len(known()) + len(countables())


PAPER = f"""测残联〔{YEAR}〕9号
各县（区）残联：
测试市残疾人联合会
{YEAR}年1月20日
{YEAR}年工作要点
一、以基层行政村为重点，抓好建设
"""


@pytest.mark.parametrize(
    ("clause", "said"),
    [
        (
            "县（区）残联每半月走访困难家庭不少于10户。",
            "系统没有“每半月”这样的周期，推定为每月，“县（区）残联每半月走访困难家庭不少于10户”的数量没有对应的周期可汇总，没有列为目标任务量",
        ),
        (
            "县（区）残联每季度首月5日前上报走访情况。",
            "系统没有“每季度首月5日前”这样的周期，推定为每季度",
        ),
        (
            "县（区）残联要走访困难家庭，12月底前完成，每周不少于2户。",
            "系统没有“每周”这样的周期，推定为每月，“每周不少于2户”的数量没有对应的周期可汇总，没有列为目标任务量",
        ),
        (
            "县（区）残联要每两个月走访困难家庭20户。",
            "“县（区）残联要每两个月走访困难家庭20户”的数量没有对应的周期可汇总，没有列为目标任务量",
        ),
        (
            "12月底前召开代表大会。",
            "原文没有写由谁办，连同上面标题提到的级别推定为县（区）、乡镇（街道）、村（社区）",
        ),
        (
            "南江、北江市残联要在6月底前建立基地。",
            "原文写的单位既不是本单位，也不能认作下级，推定不由本系统的单位承担",
        ),
        (
            "市残联年底前每县（区）抽查2个乡镇。",
            "原文的数量是对每个下级单位或每个协会提的，系统没有相乘，推定为承担单位各自的数量",
        ),
    ],
)
def test_what_could_not_be_held_is_said(clause: str, said: str) -> None:
    circular = draft(post(Role.CITY_OFFICER), f"{PAPER}（一）做法。{clause}")
    assert said in sentences(circular)


def test_a_measure_is_named_once(task: Task) -> None:
    number = {
        "kind": "count",
        "unit": "户",
        "span": "",
        "is_each": True,
        "measure": "commissioners.homes_visited",
    }
    for what, count in (("走访", 60), ("慰问", 20)):
        targets.add(task, {**number, "what": what, "number": Decimal(count)})
    Task.objects.filter(pk=task.pk).update(guesses=[Guess.MEASURE])
    [said] = sentences(task.circular)
    assert said.count(str(task.targets.all()[0].measure_name)) == 1


def test_the_same_measure_of_several_tasks_is_asked_once_and_chosen_in_each_clause(
    client: Client,
) -> None:
    two = (
        "县（区）残联要在9月底前深入开展作风建设。\n二、转变文风。县（区）残联要在8月底前精简文件。"
    )
    own = draft(post(Role.CITY_OFFICER), BARE.replace("深入开展作风建设。", two))
    tasks = list(own.tasks.order_by("order").prefetch_related("targets"))
    (asked,) = guesses.questions(own, tasks, list(own.clauses.all()))
    assert (asked.guess, asked.tasks) == (Guess.MEASURE, tasks) and len(tasks) == 2
    client.force_login(post(Role.CITY_OFFICER).user)
    review_page = client.get(f"/plans/{own.pk}/review/").content.decode()
    assert "2 项任务都是这样" in review_page and "一起改" not in review_page
    assert client.get(f"/plans/tasks/{tasks[0].pk}/alike/measure/").status_code == 404
    assert guesses.settle_alike(tasks[0], Guess.MEASURE, {}) == 2
    assert not any(Guess.MEASURE in task.guesses for task in own.tasks.all())


def test_what_measures_a_task_is_chosen_in_its_clause(client: Client, task: Task) -> None:
    """The form of a task knows no measures: a guess of nothing else leads to where they are picked."""
    client.force_login(post(Role.CITY_OFFICER).user)

    def asked(*kinds: Guess) -> str:
        Task.objects.filter(pk=task.pk).update(guesses=list(kinds))
        page = client.get(f"/plans/{task.circular_id}/review/").content.decode()
        return page.partition('id="guesses"')[2].partition("</section>")[0]

    pick, edit = f"/plans/clauses/{task.clause_id}/indicators/", f"/plans/tasks/{task.pk}/edit/"
    assert f'href="{pick}"' in asked(Guess.MEASURE)
    assert f'href="{edit}"' in asked(Guess.MEASURE, Guess.LEVELS)


def test_numbers_told_by_other_words_are_asked_apart() -> None:
    lines = "".join(
        f"（{number}）{words}\n"
        for number, words in zip(
            "一二三",
            (
                "各县（区）残联年底前形成调研报告2篇。",
                "各县（区）残联年底前被媒体采用稿件4篇。",
                "各县（区）残联年底前形成调研报告3篇。",
            ),
            strict=True,
        )
    )
    circular = draft(post(Role.CITY_OFFICER), f"{BARE}\n二、调研。\n{lines}")
    tasks = list(circular.tasks.filter(clause__path__startswith="二").order_by("order"))
    for task, what in zip(tasks, ("调研报告", "采用稿件", "调研报告"), strict=True):
        task.targets.all().delete()
        task.targets.create(number=2, unit="篇", what=what, measure="associations.reports")
        Task.objects.filter(pk=task.pk).update(guesses=["measure"])
    rows = list(circular.tasks.order_by("order").prefetch_related("targets"))
    asked = guesses.questions(circular, rows, list(circular.clauses.all()))
    [shared] = [one for one in asked if one.guess is Guess.MEASURE]
    assert [task.pk for task in shared.tasks] == [tasks[0].pk, tasks[2].pk]
    assert "“调研报告”推定用" in shared.sentence
    found = guesses.guessed_tasks(circular, rows, list(circular.clauses.all()))
    alone = next(one for one in found if one.task.pk == tasks[1].pk)
    assert alone.number is not None and not alone.is_of_measure_alone

"""Clauses are counted as people count them: sections gather them, 一是 and 1. are parts of them."""

from __future__ import annotations

from itertools import count

import pytest
from django.test import Client
from django.utils import timezone

from tests.builders import draft, plan, post
from zulian.accounts.roles import Role
from zulian.documents.official import Text, plain
from zulian.plans import todos
from zulian.plans.clauses import carried_over, clause_of_each, count_changes, counted_clauses
from zulian.plans.comparison import Change, compare
from zulian.plans.models import Assignment, Clause, Task
from zulian.plans.services import bulletin

Shape = tuple[str, str, list["Shape"]]


def tree(*shapes: Shape, since: int = 1) -> list[Clause]:
    """Clauses in memory, in reading order, from labels, texts and what lies below."""
    keys = count(since)
    made: list[Clause] = []

    def add(parts: list[Shape], parent: Clause | None, depth: int) -> None:
        for label, text, below in parts:
            path = (parent.path if parent else "") + label
            pk = next(keys)
            clause = Clause(
                pk=pk, order=pk, label=label, path=path, text=text, depth=depth, parent=parent
            )
            made.append(clause)
            add(below, clause, depth + 1)

    add(list(shapes), None, 0)
    return made


@pytest.mark.parametrize(
    ("shapes", "paths"),
    [
        (
            [("一、", "", [("（一）", "甲", []), ("（二）", "乙", [])]), ("二、", "丙", [])],
            ["一、（一）", "一、（二）", "二、"],
        ),
        ([("一、", "总述", [("一是", "甲", []), ("二是", "乙", [])])], ["一、"]),
        ([("一是", "甲", [("1.", "丙", [])]), ("二是", "乙", [])], ["一是", "二是"]),
        ([("一、", "", [("（一）", "", [("1.", "甲", []), ("2.", "乙", [])])])], ["一、（一）"]),
        ([("一、", "甲", []), ("", "上年结转任务", [])], ["一、"]),
        ([("", "甲", []), ("", "乙", [])], ["", ""]),
        ([], []),
    ],
)
def test_what_counts_as_a_clause(shapes: list[Shape], paths: list[str]) -> None:
    assert [clause.path for clause in counted_clauses(tree(*shapes))] == paths


def test_the_real_circular_has_sixteen(regions: None, client: Client, real_circular: bytes) -> None:
    city = post(Role.CITY_OFFICER)
    circular = draft(city, real_circular.decode())
    assert len(counted_clauses(circular.clauses.all())) == 16 < circular.clauses.count()
    client.force_login(city.user)
    assert "读出 16 条" in client.get(f"/plans/{circular.pk}/review/").content.decode()


def test_what_changes_below_a_clause_changes_the_clause_and_counts_once() -> None:
    words = "县（区）残联要在年底前办好各项主题活动，发动志愿者参加"
    before = tree(
        (
            "一、",
            "",
            [
                (
                    "（一）",
                    words,
                    [
                        ("一是", "五月底前办好全国助残日文化活动", []),
                        ("二是", "十月底前办好盲人节活动", []),
                    ],
                )
            ],
        ),
        ("二、", "乡镇残联每月走访一次重度残疾人家庭", []),
    )
    after = tree(
        (
            "一、",
            "",
            [
                (
                    "（一）",
                    words,
                    [
                        ("一是", "六月底前办好全国助残日文化活动", []),
                        ("二是", "十月底前办好盲人节活动", []),
                    ],
                )
            ],
        ),
        since=100,
    )
    counts = count_changes(compare(after, before), after, before)
    assert counts == {Change.CHANGED: 1, Change.GONE: 1}


def test_what_stands_below_a_clause_counts_with_it() -> None:
    section = Clause(pk=1, depth=0, label="一、", parent_id=None)
    clause = Clause(pk=2, depth=1, label="（一）", parent_id=1)
    item = Clause(pk=3, depth=2, label="一是", parent_id=2)
    cut_off = Clause(pk=4, depth=1, label="", path="一（一）续", parent_id=1)
    carried = Clause(pk=5, depth=0, label="", path="结转", title="上年结转任务", parent_id=None)
    known = [section, clause, item, cut_off, carried]
    # A section with duties of its own is no clause more, nor is what was cut off from one; what is carried over is told apart.
    assert clause_of_each(known) == {1: 2, 2: 2, 3: 2, 4: 2}
    assert (counted_clauses(known), carried_over(known)) == ([clause], [carried])


def test_circular_bulletin_and_home_count_the_same(
    regions: None, client: Client, real_circular: bytes
) -> None:
    city = post(Role.CITY_OFFICER)
    made = plan(city, real_circular.decode().replace("2013", str(timezone.localdate().year)))
    officers = post(Role.COUNTY_OFFICER)
    task = made.tasks.first()
    carried = Clause.objects.create(
        circular=made,
        order=99,
        depth=0,
        path="结转",
        title="上年结转任务",
        text="上年未完成的任务。",
        indicators=[],
    )
    again = Task.objects.create(
        circular=made, clause=carried, order=99, name="上年的任务", levels=["county"]
    )
    row = Assignment.objects.filter(task=task).first()
    row.pk, row.task, row.clause, row.region = None, again, carried, officers.region
    row.save()
    paper = bulletin.write(made, city.region, bulletin.Kind.YEAR, timezone.localdate())
    words = "".join(
        plain(part) for block in paper.blocks if isinstance(block, Text) for part in block.parts
    )
    assert "文件共16条（另有上年结转1条），" in words and "已下达任务的16条要点中，" in words
    *_late, group = todos.plan_clauses(city)
    assert (group.name, group.count) == (
        f"{made.year}年要点还没有完成的条款（另有上年结转1条）",
        16,
    )

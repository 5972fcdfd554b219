"""A task taken out of a draft comes back as it was, at one click, until the draft is adopted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.builders import COUNTY, as_pressed, draft, past_draft, post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.keys import new_key
from zulian.foundation.models import AuditEntry
from zulian.plans.models import Circular, Task, TaskTarget
from zulian.plans.services import carrying, removing, review
from zulian.plans.services.removing import remove_task, restore_task

pytestmark = pytest.mark.usefixtures("regions")


@pytest.fixture
def circular() -> Circular:
    return draft(post(Role.CITY_OFFICER))


@pytest.fixture
def task(circular: Circular) -> Task:
    """A task with all that one can have."""
    found = circular.tasks.select_related("circular", "clause").get(clause__path="一（二）")
    found.places = {COUNTY: "阜新蒙古族自治县"}
    found.partners, found.due, found.guesses = "市民政局", today(), ["deadline", "levels"]
    found.goes_along = True
    found.save()
    for order, number in enumerate(("6", "0.5"), 1):
        TaskTarget.objects.create(task=found, order=order, what="走访", number=number, unit="户")
    return found


def rows_of(circular: Circular) -> list[Any]:
    own = TaskTarget.objects.filter(task__circular=circular)
    return [list(rows.order_by("pk").values()) for rows in (circular.tasks.all(), own)]


def test_it_comes_back_with_all_that_it_had(circular: Circular, task: Task) -> None:
    before, key = rows_of(circular), task.pk
    remove_task(task)
    assert rows_of(circular) != before
    assert [one.pk for one in removing.removed_from(Circular.objects.get(pk=circular.pk))] == [key]
    restored = restore_task(circular, key)
    assert restored.pk == key and rows_of(circular) == before
    assert removing.removed_from(Circular.objects.get(pk=circular.pk)) == []
    actions = AuditEntry.objects.order_by("pk").values_list("action", "object_id")
    assert list(actions)[-2:] == [("task.remove", str(key)), ("task.restore", str(key))]


def test_twice_is_refused_and_so_is_it_after_adoption(circular: Circular, task: Task) -> None:
    other = circular.tasks.select_related("circular", "clause").exclude(pk=task.pk)[0]
    keys = task.pk, other.pk
    remove_task(task)
    remove_task(other)
    restore_task(circular, keys[0])
    with pytest.raises(ValidationError, match="已经恢复"):
        restore_task(circular, keys[0])
    review.adopt(circular)
    with pytest.raises(ValidationError, match="已下达"):
        restore_task(circular, keys[1])
    assert not Task.objects.filter(pk=keys[1]).exists()


def test_where_its_clause_is_gone_it_is_told_why_not(circular: Circular, task: Task) -> None:
    clause, key = task.clause, task.pk
    remove_task(task)
    review.merge_up(clause)
    with pytest.raises(ValidationError, match="条款已并入别的条款"):
        restore_task(circular, key)


def test_where_its_clause_says_something_else_it_is_to_be_looked_at(
    circular: Circular, task: Task
) -> None:
    clause, key = task.clause, task.pk
    remove_task(task)
    review.edit(clause, {"title": "另一件事", "text": "另一件事。"})
    assert "text" in restore_task(circular, key).guesses


def test_what_went_with_a_task_that_is_gone_goes_with_none(circular: Circular, task: Task) -> None:
    above = draft(post(Role.CITY_OFFICER)).tasks.select_related("circular", "clause")[0]
    task.goes_with = above
    task.save()
    key = task.pk
    remove_task(task)
    remove_task(above)
    restored = restore_task(circular, key)
    assert restored.goes_with_id is None and restored.goes_along


def test_a_task_of_last_year_is_carried_again_unless_it_was_listed_anew() -> None:
    city = post(Role.CITY_OFFICER)
    over = past_draft(city)
    review.adopt(over)
    into = draft(city)

    def carry() -> Task:
        keys = over.tasks.values_list("pk", flat=True)[:1]
        carrying.carry(over, city, list(keys), [COUNTY], carrying.default_due(over))
        found: Task = Task.objects.select_related("circular", "clause").get(
            circular=into, clause__path=str(carrying.PATH)
        )
        return found

    first = carry()
    key = first.pk
    remove_task(first)
    restored = restore_task(into, key)
    assert restored.pk in carrying.noted(Circular.objects.get(pk=into.pk))
    remove_task(restored)
    carry()
    with pytest.raises(ValidationError, match="已经重新列入"):
        restore_task(into, key)


class TestOnThePage:
    @pytest.fixture
    def client(self, client: Client) -> Client:
        client.force_login(post(Role.CITY_OFFICER).user)
        return client

    def test_the_review_offers_it_in_the_clause(
        self, client: Client, circular: Circular, task: Task
    ) -> None:
        page, name, key = f"/plans/{circular.pk}/review/", task.name, task.pk
        gone, back = f"/plans/tasks/{key}/remove/", f"/plans/{circular.pk}/tasks/{key}/restore/"
        said = client.post(gone, as_pressed(client, page, gone), follow=True).content.decode()
        assert f"任务已删除：{name}。" in said and f"已删除的任务：{name}" in said
        answer = client.post(back, as_pressed(client, page, back))
        assert answer["Location"] == f"{page}#c{task.clause_id}"
        said = client.get(page).content.decode()
        assert f"任务已恢复：{name}。" in said and "已删除的任务" not in said

    def test_in_place_the_clause_is_drawn_anew(
        self, client: Client, circular: Circular, task: Task
    ) -> None:
        page, key = f"/plans/{circular.pk}/review/", task.pk
        back, clause = f"/plans/{circular.pk}/tasks/{key}/restore/", task.clause_id
        remove_task(task)
        sent, headers = as_pressed(client, page, back), {"HX-Request": "true"}
        answer = client.post(back, sent, headers=headers, follow=True).content.decode()
        assert f'id="c{clause}"' in answer and "<html" not in answer and "任务已恢复" in answer

    def test_an_old_page_is_told_why_it_may_not(
        self, client: Client, circular: Circular, task: Task
    ) -> None:
        page, key, clause = f"/plans/{circular.pk}/review/", task.pk, task.clause
        back = f"/plans/{circular.pk}/tasks/{key}/restore/"
        remove_task(task)
        sent = as_pressed(client, page, back)
        review.merge_up(clause)
        said = client.post(back, sent, follow=True).content.decode()
        assert "条款已并入别的条款，不能撤销删除" in said
        assert client.get(back).status_code == 405
        review.adopt(circular)
        answer = client.post(back, {**sent, "once": new_key()})
        assert answer.status_code == 403 and "已经下达" in answer.content.decode()

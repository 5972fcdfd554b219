"""Every address of a draft's room, opened or sent from an old page after the draft went out, leads to the plan in words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from tests.builders import draft, post
from zulian.accounts.roles import Role
from zulian.plans import urls
from zulian.plans.models import Circular, Task, TaskTarget
from zulian.plans.services import adopting, removing
from zulian.plans.services.outlook import outlook_of

pytestmark = pytest.mark.usefixtures("regions")
SAID = "已经下达"
# Rows of other rooms behind a plan's own key: results when it was closed.
ELSEWHERE = {"result-rows"}


@pytest.fixture
def circular() -> Circular:
    made = draft(post(Role.CITY_OFFICER))
    first = made.tasks.all()[0]
    TaskTarget.objects.create(task=first, what="走访", number=6, unit="户")
    last = Task(circular=made, clause=first.clause, order=99, name="又一项")
    last.save()
    removing.remove_task(last)
    return made


@pytest.fixture
def client(client: Client) -> Client:
    client.force_login(post(Role.CITY_OFFICER).user)
    return client


def addresses_of(circular: Circular) -> Iterator[tuple[str, str]]:
    """The addresses below a circular, its clauses, tasks and numbers, each with its name."""
    task = circular.tasks.filter(targets__isnull=False)[0]
    keys = {
        "<id:pk>/": circular.pk,
        "clauses/": task.clause_id,
        "tasks/": task.pk,
        "targets/": task.targets.all()[0].pk,
    }
    removed = removing.removed_from(circular)[0].pk
    for one in urls.urlpatterns:
        assert isinstance(one, URLPattern)
        key = next((key for start, key in keys.items() if str(one.pattern).startswith(start)), None)
        if key is None or one.name in ELSEWHERE:
            continue
        more = {"guess": "deadline", "task": removed}
        named = {name: more[name] for name in one.pattern.converters if name != "pk"}
        yield str(one.name), reverse(f"plans:{one.name}", kwargs={"pk": key, **named})


def opened(client: Client, circular: Circular) -> dict[str, int]:
    return {name: client.get(to).status_code for name, to in addresses_of(circular)}


def test_what_is_opened_leads_to_the_plan_and_says_why(client: Client, circular: Circular) -> None:
    before = opened(client, circular)
    assert {"review", "adopt", "discard", "head-edit", "task-edit", "clause-split"} <= before.keys()
    adopting.adopt_seen(circular, outlook_of(circular).digest)
    for name, to in addresses_of(circular):
        answer = client.get(to, follow=True)
        assert answer.status_code in {200, 404, 405}, name
        assert answer.status_code == 200 or before[name] == answer.status_code, name
        if before[name] == 200 and answer.redirect_chain:
            assert answer.redirect_chain[0][0].startswith(f"/plans/{circular.pk}/"), name
            assert SAID in answer.content.decode(), name
    room = {"review", "discard", "head-edit", "clause-changed", "task-edit", "target-edit"}
    assert {n for n, to in addresses_of(circular) if client.get(to).status_code == 302} >= room


def test_what_is_sent_is_refused_with_the_way_to_the_plan(
    client: Client, circular: Circular
) -> None:
    found = dict(addresses_of(circular))
    adopting.adopt_seen(circular, outlook_of(circular).digest)
    told = set()
    for name, to in found.items():
        answer = client.post(to, {"kind": "supplement"})
        assert answer.status_code < 500, name
        if answer.status_code != 403:
            continue
        page = answer.content.decode()
        assert SAID in page and f'href="/plans/{circular.pk}/"' in page, name
        told.add(name)
        in_place = client.post(to, {}, headers={"HX-Request": "true"})
        assert in_place["HX-Redirect"] == f"/plans/{circular.pk}/", name
        assert SAID in client.get(in_place["HX-Redirect"]).content.decode(), name
    assert {"task-remove", "task-restore", "clause-merge", "make-part", "guesses-confirm"} <= told


def test_a_form_asked_for_in_its_place_leads_there_too(client: Client, circular: Circular) -> None:
    task = circular.tasks.all()[0]
    adopting.adopt_seen(circular, outlook_of(circular).digest)
    answer = client.get(f"/plans/tasks/{task.pk}/edit/", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/plans/{circular.pk}/"

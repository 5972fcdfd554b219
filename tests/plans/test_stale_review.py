"""A draft reviewed in two tabs: whatever an old one sends is refused in one sentence, and nothing of the draft is changed by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from tests.builders import SEEN, TOWN, VILLAGE, bring_to, draft, officer, plan, post
from tests.plans.county_papers import OWN
from tests.plans.services.test_pairs import CITYS, COUNTYS, of_village, text
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.keys import new_key
from zulian.plans.models import Circular, Clause, State, Task, TaskTarget
from zulian.plans.services import adopting, removing, review

pytestmark = pytest.mark.usefixtures("regions")
CHANGED = "打开以后，草稿已被改动"
# The second look before adoption has a sentence of its own.
LOOK_AGAIN = "请重新看一遍将要下达的任务"
FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
ACTION = re.compile(r'<form[^>]* action="([^"]*)"')
LINK = re.compile(r'href="(/plans/(?:\d+|clauses|tasks|targets)/[^"#?]*)"')
# Every address of the review of a draft that takes anything.
ADDRESSES = {
    "adopt",
    "carries-confirm",
    "clause-carries-confirm",
    "clause-carries-out",
    "clause-edit",
    "clause-indicators",
    "clause-merge",
    "clause-split",
    "discard",
    "go-along",
    "guess-change",
    "guess-confirm",
    "guesses-confirm",
    "head-edit",
    "make-part",
    "match",
    "target-add",
    "target-edit",
    "target-remove",
    "task-add",
    "task-confirm",
    "task-edit",
    "task-remove",
    "task-restore",
}

# They stand in the look before adoption of a draft with nothing in its way.
LOOKED_AT = {"adopt", "go-along"}


@pytest.fixture
def county() -> Post:
    return post(Role.COUNTY_OFFICER)


@pytest.fixture
def client(client: Client, county: Post) -> Client:
    client.force_login(county.user)
    return client


@pytest.fixture
def second(county: Post) -> Circular:
    """A draft beside an adopted plan, with one above that came later: guesses alone and shared, numbers, suggestions."""
    year = timezone.localdate().year
    plan(county)
    own = draft(county, OWN.format(year=year))
    above = plan(post(Role.CITY_OFFICER))
    own.clauses.filter(path="一（一）").update(carries_out=above.clauses.get(path="二（二）"))
    first, *others = own.tasks.all()
    Task.objects.filter(pk__in=[task.pk for task in others]).update(guesses=["deadline"], due=None)
    Task.objects.filter(pk=first.pk).update(guesses=["rest"])
    TaskTarget.objects.create(task=first, order=1, kind="count", what="走访", number=6, unit="户")
    further = Task(circular=own, clause=first.clause, order=len(others) + 2, name="又一项")
    further.save()
    removing.remove_task(further)
    return own


@pytest.fixture
def settled(county: Post) -> Circular:
    """A draft that asks for what was done for the plan above already."""
    above = plan(post(Role.CITY_OFFICER), text(CITYS))
    bring_to(of_village(above, "联络站"), State.CLOSED, officer(VILLAGE), officer(TOWN))
    return draft(county, text(COUNTYS))


def forms_of(client: Client, address: str) -> Iterator[tuple[str, str]]:
    """The forms of a page that are sent to the plans, each with its address."""
    for form in FORM.findall(client.get(address).content.decode()):
        found = ACTION.match(form)
        to = found[1] if found else address
        if 'method="post"' in form and "<button" in form and to.startswith("/plans/"):
            yield to, form


def sent_by(client: Client, circular: Circular) -> list[tuple[str, str, dict[str, Any]]]:
    """What can be sent from the review of a draft and the look before adoption: page by page, form by form."""
    pages = [f"/plans/{circular.pk}/{name}/" for name in ("review", "adopt", "discard")]
    pages += dict.fromkeys(LINK.findall(client.get(pages[0]).content.decode()))
    found = {}
    for page in dict.fromkeys(pages):
        for to, form in forms_of(client, page):
            seen = SEEN.findall(form)
            assert len(seen) == 1, (page, to, "it tells not what it shows")
            sent = {"seen": seen[0], "once": new_key(), "is_sure": "on", "kind": "supplement"}
            found[page, to] = (to, seen[0], sent)
    return list(found.values())


def rows_of(circular: Circular) -> list[Any]:
    tables = (
        Circular.objects.filter(pk=circular.pk),
        Clause.objects.filter(circular=circular),
        Task.objects.filter(circular=circular),
        TaskTarget.objects.filter(task__circular=circular),
    )
    return [list(rows.order_by("pk").values()) for rows in tables]


def change(circular: Circular) -> None:
    """Somebody else works on all of a draft."""
    for one in removing.removed_from(circular):
        removing.restore_task(circular, one.pk)
    Circular.objects.filter(pk=circular.pk).update(title="改过的题目")
    for clause in circular.clauses.all():
        review.edit(clause, {"title": f"{clause.title}改"})
    for task in circular.tasks.all():
        Task.objects.filter(pk=task.pk).update(name=f"{task.name}改")
    TaskTarget.objects.filter(task__circular=circular).update(number=7)


def refused(client: Client, to: str, sent: dict[str, Any]) -> None:
    answer = client.post(to, sent, follow=True)
    said = answer.content.decode()
    assert answer.status_code == 200 and (CHANGED in said or LOOK_AGAIN in said), (to, said[-3000:])
    assert "不在可选项中" not in said


def names_of(found: list[tuple[str, str, dict[str, Any]]]) -> set[str]:
    return {resolve(to).url_name for to, _seen, _sent in found}


def test_every_address_of_the_review_tells_what_it_shows(client: Client, second: Circular) -> None:
    assert names_of(sent_by(client, second)) == ADDRESSES - LOOKED_AT


def test_the_look_before_adoption_tells_it_too(client: Client, settled: Circular) -> None:
    assert names_of(sent_by(client, settled)) >= LOOKED_AT


@pytest.mark.parametrize("kind", ["second", "settled"])
def test_what_an_old_tab_sends_is_refused_and_changes_nothing(
    client: Client, kind: str, request: pytest.FixtureRequest
) -> None:
    circular = request.getfixturevalue(kind)
    found = sent_by(client, circular)
    change(circular)
    before = rows_of(circular)
    for to, _seen, sent in found:
        refused(client, to, sent)
        assert rows_of(circular) == before, to


def test_what_is_gone_is_told_in_the_same_words(
    client: Client, second: Circular, county: Post
) -> None:
    found = sent_by(client, second)
    gone = [one for one in found if re.match(r"/plans/(clauses|tasks|targets)/", one[0])]
    TaskTarget.objects.filter(task__circular=second).delete()
    second.tasks.all().delete()
    second.clauses.all().delete()
    for to, _seen, sent in gone:
        refused(client, to, sent)
        in_place = client.post(to, {**sent, "once": new_key()}, headers={"HX-Request": "true"})
        assert in_place["HX-Redirect"] == f"/plans/{second.pk}/review/"
    adopting.discard(second, county)
    for to, _seen, sent in found:
        refused(client, to, {**sent, "once": new_key()})


def test_a_stranger_learns_nothing_of_a_draft(client: Client, second: Circular) -> None:
    found = sent_by(client, second)
    stranger = Client()
    stranger.force_login(post(Role.CITY_OFFICER).user)
    assert {stranger.post(to, sent).status_code for to, _seen, sent in found} == {404}


def test_a_second_merge_of_an_old_tab_is_told_in_its_place(
    client: Client, second: Circular
) -> None:
    """The first of them took the clause away; the other tab shows it still."""
    tabs = [{to: sent for to, _seen, sent in sent_by(client, second)} for _tab in range(2)]
    [merge, *_others] = [to for to in tabs[0] if to.endswith("/merge/")]
    assert "已并入上一条" in client.post(merge, tabs[0][merge], follow=True).content.decode()
    refused(client, merge, tabs[1][merge])


def test_what_changes_in_place_elsewhere_leaves_a_button_good(
    client: Client, second: Circular
) -> None:
    """Of the page only the clause that was changed is drawn anew: the buttons of the others hold."""
    sent = {to: sent for to, _seen, sent in sent_by(client, second)}
    last = second.tasks.latest("pk")
    first = second.tasks.earliest("pk")
    review.edit(first.clause, {"title": "改过的标题"})
    address = f"/plans/tasks/{last.pk}/remove/"
    assert "任务已删除" in client.post(address, sent[address], follow=True).content.decode()


def test_all_is_drawn_anew_where_a_click_in_place_came_too_late(
    client: Client, second: Circular
) -> None:
    sent = {to: sent for to, _seen, sent in sent_by(client, second)}
    task = second.tasks.latest("pk")
    change(second)
    address = f"/plans/tasks/{task.pk}/remove/"
    answer = client.post(address, sent[address], headers={"HX-Request": "true"}, follow=True)
    page = answer.content.decode()
    assert CHANGED in page and "<html" not in page and 'id="clauses"' in page
    fresh = SEEN.findall(page[page.index(f'action="{address}"') :])[0]
    answer = client.post(address, {"seen": fresh, "once": new_key()}, follow=True)
    assert "任务已删除" in answer.content.decode()

"""The page of the review: each clause is corrected in its place, with scripts and without."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from tests.builders import as_opened, as_pressed, draft, post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.keys import new_key
from zulian.plans.models import Circular, Clause, Task
from zulian.plans.services import review, shown
from zulian.plans.services.outlook import outlook_of
from zulian.plans.services.seen import Shown, act_as_seen, digest, mark

pytestmark = pytest.mark.usefixtures("regions")
OOB = re.compile(r'id="([\w-]+)"[^>]* hx-swap-oob="(\w+)"')


@pytest.fixture
def circular() -> Circular:
    return draft(post(Role.CITY_OFFICER))


@pytest.fixture
def client(circular: Circular) -> Client:
    client = Client()
    client.force_login(post(Role.CITY_OFFICER).user)
    return client


def clause(circular: Circular, path: str) -> Clause:
    return Clause.objects.select_related("circular").get(circular=circular, path=path)


def in_place(client: Client, address: str, target: str, data: dict[str, Any] | None = None) -> str:
    """What htmx gets for a place of the page, redirects followed as a browser follows them."""
    headers = {"HX-Request": "true", "HX-Target": target}
    if data is None:
        return client.get(address, headers=headers).content.decode()
    return client.post(address, data, headers=headers, follow=True).content.decode()


def press(client: Client, circular: Circular, address: str, target: str) -> str:
    """What htmx gets after a button of the review, as it stands there now."""
    sent = as_pressed(client, f"/plans/{circular.pk}/review/", address)
    return in_place(client, address, target, sent)


def test_a_form_opens_in_its_clause_and_changes_just_that(
    client: Client, circular: Circular
) -> None:
    task = circular.tasks.select_related("clause")[0]
    address, place = f"/plans/tasks/{task.pk}/edit/", f"e{task.clause_id}"
    form = in_place(client, address, place)
    assert "<html" not in form and f'hx-target="#{place}"' in form and f'id="{place}_name"' in form
    assert form.count("autofocus") == 1
    wrong = as_opened(client, address, {"name": "", "levels": ["county"]})
    refused = in_place(client, address, place, wrong)
    assert "请填写这一项" in refused and f'hx-target="#{place}"' in refused
    sent = {"name": "改过的任务", "levels": ["city"], "once": new_key()}
    answer = in_place(client, address, place, as_opened(client, address, sent))
    assert OOB.findall(answer) == [
        ("review-said", "innerHTML"),
        ("review-count", "true"),
        ("guesses", "true"),
        (f"c{task.clause_id}", "true"),
    ]
    assert "改过的任务" in answer and "<html" not in answer


def test_sent_twice_it_is_answered_alike(client: Client, circular: Circular) -> None:
    found = clause(circular, "一（二）")
    address = f"/plans/clauses/{found.pk}/task/"
    filled = {"name": "又一项", "levels": ["county"], "once": new_key()}
    sent = as_opened(client, address, filled)
    one, two = (in_place(client, address, f"e{found.pk}", sent) for _press in (1, 2))
    assert OOB.findall(one) == OOB.findall(two) and found.tasks.count() == 2


def test_without_scripts_one_comes_back_to_the_clause(client: Client, circular: Circular) -> None:
    found = clause(circular, "一（二）")
    back = f"/plans/{circular.pk}/review/#c{found.pk}"
    page = client.get(f"/plans/clauses/{found.pk}/edit/").content.decode()
    assert "<html" in page and f'href="{back}"' in page
    address = f"/plans/clauses/{found.pk}/edit/"
    filled = {"label": "（二）", "title": "更新名册", "text": "每季度。"}
    answer = client.post(address, as_opened(client, address, filled))
    assert answer["Location"] == back
    task = found.tasks.get()
    review_page = f"/plans/{circular.pk}/review/"
    address = f"/plans/tasks/{task.pk}/remove/"
    assert client.post(address, as_pressed(client, review_page, address))["Location"] == back
    guessed = circular.tasks.exclude(guesses=[])[0]
    address = f"/plans/tasks/{guessed.pk}/confirm/"
    answer = client.post(address, as_pressed(client, review_page, address))
    assert answer["Location"] == f"{review_page}#guesses"


def test_splitting_and_merging_bring_all_clauses(client: Client, circular: Circular) -> None:
    found = clause(circular, "一（二）")
    review.edit(found, {"text": found.text + "年底前通报结果。"})
    place = f"e{found.pk}"
    form = in_place(client, f"/plans/clauses/{found.pk}/split/", place)
    [value] = re.findall(r'type="radio" name="at" value="([^"]+)"', form)
    assert value == "1 年底前通报结果。"
    address = f"/plans/clauses/{found.pk}/split/"
    answer = in_place(client, address, place, as_opened(client, address, {"at": value}))
    assert OOB.findall(answer)[-1] == ("clauses", "true")
    assert "读出 4 条，另拆出 1 条，" in answer
    new = clause(circular, "一（二）续")
    assert new.text == "年底前通报结果。" and f'id="c{new.pk}"' in answer
    answer = press(client, circular, f"/plans/clauses/{new.pk}/merge/", f"e{new.pk}")
    assert OOB.findall(answer)[-1] == ("clauses", "true") and f'id="c{new.pk}"' not in answer
    assert "读出 4 条，4 项任务" in answer
    # As it was, without a break between its sentences.
    assert clause(circular, "一（二）").text == found.text
    assert "已并入上一条。" in answer and f'data-here="c{found.pk}"' in answer


def test_a_text_that_has_changed_meanwhile_is_not_split_elsewhere(
    client: Client, circular: Circular
) -> None:
    found = clause(circular, "一（二）")
    review.edit(found, {"text": "先排查。再整改。"})
    answer = client.post(f"/plans/clauses/{found.pk}/split/", {"at": "1 年底前通报结果。"})
    said = answer.content.decode()
    assert "打开以后，草稿已被改动" in said and "不在可选项中" not in said
    assert not circular.clauses.filter(path="一（二）续").exists()


def test_what_cannot_be_merged_says_why_in_its_place(client: Client, circular: Circular) -> None:
    first = clause(circular, "一")
    seen = mark(circular, shown.of_merge(first, {}, []))
    address = f"/plans/clauses/{first.pk}/merge/"
    answer = in_place(client, address, f"e{first.pk}", {"seen": seen})
    assert "第一条前面没有条款" in answer and OOB.findall(answer)[-1] == (f"c{first.pk}", "true")


def test_guesses_come_first_and_go_one_by_one(client: Client, circular: Circular) -> None:
    guessed = circular.tasks.exclude(guesses=[]).get()
    Task.objects.filter(pk=guessed.pk).update(guesses=["deadline", "levels"])
    address = f"/plans/{circular.pk}/review/"
    page = client.get(address).content.decode()
    assert "请先定 1 处" in page and page.index("请先定") < page.index('id="clauses"')
    assert page.count(">推定<") == 2
    answer = press(client, circular, f"/plans/tasks/{guessed.pk}/confirm/", f"g{guessed.pk}")
    assert "请先定" not in answer and "已按推定定下。" in answer
    assert "请先定" not in client.get(address).content.decode()


def test_what_many_tasks_share_is_asked_once(client: Client, circular: Circular) -> None:
    shared = list(circular.tasks.all()[:3])
    Task.objects.filter(pk__in=[task.pk for task in shared]).update(
        guesses=["deadline"], due=None, rhythm=""
    )
    Task.objects.filter(pk=shared[0].pk).update(guesses=["deadline", "measure"])
    address, first = f"/plans/{circular.pk}/review/", f"/plans/tasks/{shared[0].pk}/alike/deadline/"
    page = client.get(address).content.decode()
    assert page.count("3 项任务都是这样") == 1 and page.count("原文没有写何时完成") == 3, (
        "once, and said again to ears"
    )
    assert client.get(f"/plans/tasks/{shared[0].pk}/alike/levels/").status_code == 404
    press(client, circular, f"/plans/tasks/{shared[0].pk}/confirm/", f"g{shared[0].pk}")
    assert Task.objects.get(pk=shared[0].pk).guesses == ["deadline"], (
        "a click settles what stands beside it alone"
    )
    year = circular.year
    late = as_opened(client, first, {"due": f"{year + 2}-11-30"})
    refused = client.post(first, late).content.decode()
    assert "应在执行期内" in refused
    client.post(first, as_opened(client, first, {"due": f"{year}-11-30"}))
    found = list(Task.objects.filter(pk__in=[task.pk for task in shared]))
    assert [(task.guesses, str(task.due)) for task in found] == [([], f"{year}-11-30")] * 3
    assert "都是这样" not in client.get(address).content.decode()


def test_what_many_tasks_share_holds_at_a_click(client: Client, circular: Circular) -> None:
    shared = list(circular.tasks.all()[:2])
    Task.objects.filter(pk__in=[task.pk for task in shared]).update(
        guesses=["addressees"], levels=["county"]
    )
    address = f"/plans/tasks/{shared[0].pk}/alike/addressees/confirm/"
    answer = press(client, circular, address, f"addressees{shared[0].pk}")
    assert "2 项任务已按推定定下。" in answer and OOB.findall(answer)[-1] == ("clauses", "true")
    assert not Task.objects.filter(pk__in=[task.pk for task in shared]).exclude(guesses=[]).exists()


def test_a_decided_clause_folds_to_a_line_and_the_one_in_hand_stays_open(
    client: Client, circular: Circular
) -> None:
    guessed = circular.tasks.exclude(guesses=[]).get()
    page = client.get(f"/plans/{circular.pk}/review/").content.decode()
    is_open = {
        int(key): " open" in rest
        for key, rest in re.findall(r'<details class="clause[^"]*" id="c(\d+)"([^>]*)>', page)
    }
    assert len(is_open) == circular.clauses.count()
    decided = circular.tasks.filter(guesses=[]).exclude(clause=guessed.clause_id)[0].clause_id
    assert is_open[guessed.clause_id] and not is_open[decided]
    address = f"/plans/tasks/{guessed.pk}/confirm/"
    answer = press(client, circular, address, f"e{guessed.clause_id}")
    assert re.search(rf'id="c{guessed.clause_id}"[^>]* open', answer)


def test_a_county_chooses_among_levels_of_its_own(client: Client) -> None:
    county = post(Role.COUNTY_OFFICER)
    own = Client()
    own.force_login(county.user)
    task = draft(county).tasks.all()[0]
    page = own.get(f"/plans/tasks/{task.pk}/edit/").content.decode()
    assert re.findall(r'name="levels" value="(\w+)"', page) == ["county", "township", "village"]


def test_all_the_rest_at_one_button_and_until_then_said_before_adoption(
    client: Client, circular: Circular
) -> None:
    adopt = f"/plans/{circular.pk}/adopt/"
    assert "还有推定没有定下" in client.get(adopt).content.decode()
    address, page = f"/plans/{circular.pk}/guesses/confirm/", f"/plans/{circular.pk}/review/"
    answer = client.post(address, as_pressed(client, page, address))
    assert answer["Location"] == f"{page}#guesses"
    assert "还有推定没有定下" not in client.get(adopt).content.decode()


def test_measures_stand_in_groups_the_chosen_first(client: Client, circular: Circular) -> None:
    found = clause(circular, "一（一）")
    review.edit(found, {"indicators": ["certificates.on_time"]})
    page = client.get(f"/plans/clauses/{found.pk}/indicators/").content.decode()
    legends = re.findall(r"<legend>(.+?)</legend>", page)
    assert legends[0] == "已选的" and legends[-1] == "任务办理" and "志愿助残" in legends
    assert page.count('value="certificates.on_time"') == 1
    assert page.index("checked") < page.index(f"<legend>{legends[1]}")
    task = circular.tasks.all()[0]
    page = client.get(f"/plans/tasks/{task.pk}/target/").content.decode()
    assert re.findall(r'<optgroup label="([^"]+)"', page)[0].startswith("数量 · ")


def test_a_stranger_gets_no_part_of_a_draft(circular: Circular) -> None:
    county = Client()
    county.force_login(post(Role.COUNTY_OFFICER).user)
    found = clause(circular, "一")
    assert county.get(f"/plans/clauses/{found.pk}/changed/").status_code == 404
    assert county.post(f"/plans/{circular.pk}/guesses/confirm/").status_code == 404
    assert county.post(f"/plans/tasks/{circular.tasks.all()[0].pk}/confirm/").status_code == 404


class TestTwoTabs:
    """Who saves second does not write over who saved first: the form says that the draft has changed."""

    CHANGED = "打开以后，草稿已被改动"

    def test_of_a_task(self, client: Client, circular: Circular) -> None:
        task = circular.tasks.all()[0]
        address = f"/plans/tasks/{task.pk}/edit/"
        first = as_opened(client, address, {"name": "甲改的", "levels": ["city"]})
        second = as_opened(client, address, {"name": "乙改的", "levels": ["county"]})
        client.post(address, second)
        answer = client.post(address, first)
        assert answer.status_code == 200 and self.CHANGED in answer.content.decode()
        assert Task.objects.get(pk=task.pk).name == "乙改的"
        client.post(address, as_opened(client, address, {"name": "甲再改", "levels": ["city"]}))
        assert Task.objects.get(pk=task.pk).name == "甲再改"

    def test_a_split_clause_does_not_get_its_sentence_back(
        self, client: Client, circular: Circular
    ) -> None:
        found = clause(circular, "一（二）")
        review.edit(found, {"text": found.text + "年底前通报结果。"})
        address = f"/plans/clauses/{found.pk}/edit/"
        filled = {"label": found.label, "title": found.title, "text": found.text}
        opened = as_opened(client, address, filled)
        review.split(found, 1)
        answer = in_place(client, address, f"e{found.pk}", opened)
        assert self.CHANGED in answer and "年底前通报" not in clause(circular, "一（二）").text

    @pytest.mark.parametrize("page", ["indicators", "carries-out", "split", "task"])
    def test_of_what_else_shows_the_words_of_a_clause(
        self, client: Client, circular: Circular, page: str
    ) -> None:
        found = clause(circular, "一（二）")
        review.edit(found, {"text": "先排查。再整改。"})
        address = f"/plans/clauses/{found.pk}/{page}/"
        filled = {"at": "1 再整改。", "indicators": [], "name": "又一项", "levels": ["county"]}
        opened = as_opened(client, address, filled)
        review.edit(found, {"title": "改过的标题"})
        assert self.CHANGED in client.post(address, opened).content.decode()
        assert circular.tasks.filter(name="又一项").count() == 0

    def test_of_a_target(self, client: Client, circular: Circular) -> None:
        task = circular.tasks.all()[0]
        filled = {"what": "走访", "kind": "count", "number": "6", "unit": "户"}
        address = f"/plans/tasks/{task.pk}/target/"
        client.post(address, as_opened(client, address, filled))
        target = task.targets.latest("pk")
        address = f"/plans/targets/{target.pk}/edit/"
        first = as_opened(client, address, {**filled, "number": "7"})
        client.post(address, as_opened(client, address, {**filled, "number": "8"}))
        assert self.CHANGED in client.post(address, first).content.decode()
        target.refresh_from_db()
        assert target.number == 8

    def test_of_the_head(self, client: Client, circular: Circular) -> None:
        address = f"/plans/{circular.pk}/head/"
        names = ("title", "issuer", "year", "starts_on", "ends_on", "default_due", "number")
        filled = {name: getattr(circular, name) for name in names}
        first = as_opened(client, address, {**filled, "title": "甲题"})
        client.post(address, as_opened(client, address, {**filled, "title": "乙题"}))
        assert self.CHANGED in client.post(address, first).content.decode()
        circular.refresh_from_db()
        assert circular.title == "乙题"

    def test_what_is_gone_meanwhile_is_said_too(self, circular: Circular) -> None:
        task = circular.tasks.all()[0]
        rows = [Shown(task, ("name",))]
        seen = mark(circular, digest(rows))
        Task.objects.filter(pk=task.pk).delete()
        with pytest.raises(ValidationError, match=self.CHANGED):
            act_as_seen(circular, rows, seen, lambda: pytest.fail("it is gone"))


def test_what_is_folded_shows_its_first_words(client: Client, circular: Circular) -> None:
    bare = clause(circular, "一（一）")
    Clause.objects.filter(pk=bare.pk).update(title="")
    bare.refresh_from_db()
    page = client.get(f"/plans/{circular.pk}/review/").content.decode()
    assert f'<span class="when-folded">{bare.name}</span>' in page


def test_a_further_task_begins_with_whom_its_clause_names(
    client: Client, circular: Circular
) -> None:
    bare = clause(circular, "一（一）")
    bare.tasks.all().delete()
    address = f"/plans/clauses/{bare.pk}/task/"
    for words, levels in (
        ("乡镇（街道）残联要在6月底前完成自查。", ["township"]),
        ("市、县（区）残联要开展检查。", ["city", "county"]),
        ("加强作风建设。", ["county"]),
    ):
        Clause.objects.filter(pk=bare.pk).update(text=words)
        assert client.get(address).context["form"].initial["levels"] == levels
    bare.tasks.create(circular=circular, order=90, name="走访", levels=["village"])
    assert client.get(address).context["form"].initial["levels"] == ["village"]


def test_measures_are_recommended_by_the_words_of_other_offices_too(
    client: Client, circular: Circular
) -> None:
    bare = clause(circular, "一（一）")
    Clause.objects.filter(pk=bare.pk).update(title="", text="组织专职委员分期轮训。", indicators=[])
    form = client.get(f"/plans/clauses/{bare.pk}/indicators/").context["form"]
    name, choices = form.fields["indicators"].choices[0]
    assert name == "按本条文字推荐的" and "commissioners.trained" in dict(choices)


def test_a_paper_dated_ahead_and_one_that_must_become_a_supplement_say_so(
    client: Client, circular: Circular
) -> None:
    address = f"/plans/{circular.pk}/review/"
    page = client.get(address).content.decode()
    assert "在今天以后" not in page and "核对无误，去下达" in page
    Circular.objects.filter(pk=circular.pk).update(issued_on=today() + timedelta(days=2))
    assert "在今天以后" in client.get(address).content.decode()
    review.adopt(circular)
    second = draft(post(Role.CITY_OFFICER))
    page = client.get(f"/plans/{second.pk}/review/").content.decode()
    assert "改为补充通知" in page and "核对无误，去下达" not in page


def test_what_no_register_measures_stands_in_the_order_of_its_clauses(circular: Circular) -> None:
    first = circular.clauses.filter(tasks__isnull=False).order_by("order")[0]
    circular.clauses.update(indicators=[])
    added = review.add_task(clause(circular, first.path), {"name": "又一项", "levels": ["county"]})
    orders = [task.clause.order for task in outlook_of(circular).unmeasured]
    assert orders == sorted(orders) and added.pk in {
        task.pk for task in outlook_of(circular).unmeasured
    }


def test_the_same_paper_uploaded_again_is_told(client: Client, circular: Circular) -> None:
    page = f"/plans/{circular.pk}/review/"
    assert "同名的草稿还有" not in client.get(page).content.decode()
    again = draft(post(Role.CITY_OFFICER))
    Circular.objects.filter(pk=again.pk).update(title=circular.title, year=circular.year)
    shown_page = client.get(page).content.decode()
    assert "同名的草稿还有" in shown_page and f"/plans/{again.pk}/review/" in shown_page

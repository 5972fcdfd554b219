"""One step for several rows: each alone, with its result; nothing for who may not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.builders import OTHER_COUNTY, post
from tests.social import stage
from zulian.accounts.roles import Role
from zulian.foundation.clock import today
from zulian.foundation.keys import new_key
from zulian.foundation.models import AuditEntry
from zulian.regions.models import Region
from zulian.registers.many import MOST_ROWS
from zulian.social.models import Organisation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("regions")]
URL = "/social/many/"


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(post(Role.COUNTY_OFFICER).user)
    return client


def states(*rows: Organisation) -> list[str]:
    return [Organisation.objects.get(pk=row.pk).state for row in rows]


def test_each_row_is_done_or_refused_alone_and_told(officer: Client) -> None:
    first, second, registered = stage.found(), stage.found(), stage.registered()
    away = stage.found(region=Region.objects.get(code=OTHER_COUNTY))
    before = AuditEntry.objects.filter(action="organisation.incubate").count()
    rows = [row.pk for row in (first, second, registered, away)]
    page = officer.post(URL, {"action": "incubate", "row": rows}).content.decode()
    assert states(first, second, registered, away) == [
        "incubating",
        "incubating",
        "registered",
        "found",
    ]
    assert AuditEntry.objects.filter(action="organisation.incubate").count() == before + 2
    assert "已办 2 条" in page and "现在是“已登记”，不能办" in page and away.name not in page


def test_what_is_asked_is_filled_in_once_for_all(officer: Client) -> None:
    rows = [stage.registered(), stage.registered()]
    chosen = {"action": "inspect", "row": [row.pk for row in rows]}
    form = officer.post(URL, chosen).content.decode()
    assert (
        "对选中的 2 条一起办理" in form and form.count('name="row"') == 2 and "请填写" not in form
    )
    late = chosen | {
        "filled": "1",
        "year": today().year,
        "on": today() + timedelta(days=1),
        "result": "passed",
    }
    assert officer.post(URL, late).content.decode().count("日期不能晚于今天") == 2
    done = officer.post(URL, late | {"on": today()}).content.decode()
    assert "已办 2 条" in done
    assert {Organisation.objects.get(pk=row.pk).inspected_year for row in rows} == {today().year}
    empty = officer.post(URL, chosen | {"filled": "1"}).content.decode()
    assert "请选择这一项" in empty and "已办" not in empty


def test_it_comes_back_to_the_list_as_it_was_narrowed(officer: Client) -> None:
    narrowed = "/social/organisations/?state=found"
    chosen = {"action": "inspect", "row": stage.registered().pk, "back": narrowed}
    form = officer.post(URL, chosen).content.decode()
    assert f'name="back" value="{narrowed}"' in form and f'href="{narrowed}"' in form
    nothing = officer.post(URL, {"action": "incubate", "back": narrowed})
    assert nothing["Location"] == narrowed
    elsewhere = officer.post(URL, {"action": "incubate", "back": "https://example.org/"})
    assert "example.org" not in elsewhere["Location"]


def test_pressed_twice_is_done_once(officer: Client) -> None:
    organisation = stage.found()
    sent = {"action": "incubate", "row": organisation.pk, "once": new_key()}
    assert officer.post(URL, sent).status_code == 200
    assert officer.post(URL, sent).status_code == 302


def test_nothing_chosen_and_nonsense_cost_a_sentence(officer: Client) -> None:
    assert (
        "请先在表格中选择"
        in officer.post(URL, {"action": "incubate"}, follow=True).content.decode()
    )
    assert (
        "请先在表格中选择"
        in officer.post(
            URL, {"action": "incubate", "row": ["x", "9" * 30]}, follow=True
        ).content.decode()
    )
    assert officer.post(URL, {"action": "end", "row": stage.found().pk}).status_code == 404
    assert officer.get(URL).status_code == 405


def test_no_more_rows_than_the_bound_are_looked_at(officer: Client) -> None:
    organisation = stage.found()
    officer.post(
        URL, {"action": "incubate", "row": [*range(10**6, 10**6 + MOST_ROWS), organisation.pk]}
    )
    assert states(organisation) == ["found"]


def test_who_may_not_write_sees_no_boxes_and_is_refused(client: Client) -> None:
    organisation = stage.found()
    client.force_login(post(Role.ASSOCIATION_OFFICER).user)
    assert 'name="row"' not in client.get("/social/").content.decode()
    assert client.post(URL, {"action": "incubate", "row": organisation.pk}).status_code == 403
    assert states(organisation) == ["found"]


def test_the_list_offers_what_can_be_done_for_many(officer: Client) -> None:
    organisation = stage.found()
    page = officer.get("/social/").content.decode()
    assert f'form="many" value="{organisation.pk}"' in page and 'value="incubate"' in page

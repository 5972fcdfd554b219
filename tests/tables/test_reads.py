"""Opening a file of a person leaves its trace, for the auditor and for that person."""

from __future__ import annotations

import pytest

from tests.tables.world import World, address
from zulian.accounts.actions import words_of
from zulian.accounts.roles import Role
from zulian.foundation.models import AuditEntry
from zulian.people.looks import LOOKS

pytestmark = pytest.mark.django_db
# The pages on which one person's file stands, and what the trail calls opening one.
FILES = {
    "people:person": "person.read",
    "cadres:cadre": "cadre.read",
    "commissioners:commissioner": "commissioner.read",
    "volunteers:volunteer": "volunteer.read",
    "volunteers:need": "need.read",
    "volunteers:concern": "concern.read",
    "certificates:case": "case.read",
    "certificates:card": "certificate.read",
}
# Who may open one where a county's officer may not.
READERS = (Role.COUNTY_OFFICER, Role.CERTIFICATE_CLERK, Role.CITY_OFFICER, Role.COMMISSIONER)


@pytest.mark.parametrize(("name", "action"), FILES.items())
def test_opening_a_file_leaves_one_entry_of_who_it_was(
    world: World, name: str, action: str
) -> None:
    before = AuditEntry.objects.filter(action=action).count()
    for role in READERS:
        post = world.inside[role]
        answer = world.client(post).get(address(name, world))
        if answer.status_code == 200:
            break
    else:
        pytest.fail(f"nobody opens {name}")
    [entry] = AuditEntry.objects.filter(action=action).order_by("pk")[before:]
    assert (entry.post_id, entry.user_id) == (post.pk, post.user_id)
    assert entry.address and not entry.changes
    # The person's name stands in full on their page alone.
    assert words_of(action).endswith("查阅")


def test_who_looked_at_a_file_is_told_to_that_person(world: World) -> None:
    person = world.rows["person"]
    post = next(
        world.inside[role]
        for role in READERS
        if world.client(world.inside[role]).get(f"/people/{person.pk}/looks/").status_code == 200
    )
    client = world.client(post)
    url = address("people:person-looks", world)
    before = len(client.get(url).context["table"].rows)
    client.get(address("people:person", world))
    client.post(
        address("people:person-reveal", world), {"field": "phone", "reason": "电话核实换证材料"}
    )
    page = client.get(url)
    rows = [row.record for row in page.context["table"].rows]
    assert len(rows) == before + 2
    assert [row.action for row in rows[:2]] == ["person.reveal", "person.read"]
    assert "电话核实换证材料" in page.content.decode()
    # What was done to the file otherwise is no look at it.
    assert {row.action for row in rows} <= set(LOOKS)

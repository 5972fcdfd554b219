"""The audit chain: what is written, what it never holds, and how tampering shows."""

import pytest

from tests.builders import COUNTY, post
from zulian.accounts.roles import Role
from zulian.accounts.services import change_password, end_post
from zulian.foundation.actor import Actor, acting
from zulian.foundation.audit import verify
from zulian.foundation.models import AuditEntry


@pytest.fixture
def trail(regions: None) -> None:
    person = post(Role.COUNTY_OFFICER)
    with acting(Actor(7, 9, "演一", COUNTY, "10.0.0.8")):
        end_post(person, person.since)
        change_password(person.user, "another-pass-77")


def test_an_entry_says_who_what_before_after_and_from_where(trail: None) -> None:
    entry = AuditEntry.objects.get(action="post.end")
    assert (entry.user_id, entry.post_id, entry.actor, entry.address) == (7, 9, "演一", "10.0.0.8")
    assert entry.changes["until"] == [None, "2020-01-01"]
    assert entry.region_id == COUNTY


def test_passwords_are_never_written(trail: None) -> None:
    entry = AuditEntry.objects.get(action="password.change")
    assert "password" not in entry.changes
    assert "another-pass" not in str(entry.changes)


def test_the_chain_is_sound_until_somebody_touches_it(trail: None) -> None:
    assert verify().sound
    middle = AuditEntry.objects.order_by("id")[1]
    AuditEntry.objects.filter(pk=middle.pk).update(actor="别人")
    assert verify().broken_at == middle.pk


def test_a_removed_entry_shows_even_at_the_end(trail: None) -> None:
    AuditEntry.objects.order_by("-id")[0].delete()
    verdict = verify()
    assert not verdict.sound
    assert verdict.missing == 1


def test_a_failed_change_leaves_no_entry(regions: None) -> None:
    person = post(Role.COUNTY_OFFICER)
    before = AuditEntry.objects.count()
    with pytest.raises(Exception, match="结束日期"):
        end_post(person, person.since.replace(year=2019))
    assert AuditEntry.objects.count() == before

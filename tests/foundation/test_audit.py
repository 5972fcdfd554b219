"""The audit chain: what is written, what it never holds, and how tampering shows."""

from contextvars import Context

import pytest
from django.apps import apps
from django.db import models

from tests.builders import COUNTY, OTHER_COUNTY, post
from zulian.accounts.roles import Role
from zulian.accounts.services import change_password, end_post
from zulian.foundation import bulk
from zulian.foundation.actor import Actor, acting
from zulian.foundation.anchors import verify
from zulian.foundation.audit import _recorded, audited, audited_all, record
from zulian.foundation.keys import new_key
from zulian.foundation.models import AuditEntry
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Region


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
    assert verify().faults == (f"The chain breaks at entry {middle.pk}, the 2th.",)


def test_a_removed_entry_shows_even_at_the_end(trail: None) -> None:
    AuditEntry.objects.order_by("-id")[0].delete()
    assert "counts" in verify().faults[0]


def test_a_failed_change_leaves_no_entry(regions: None) -> None:
    person = post(Role.COUNTY_OFFICER)
    before = AuditEntry.objects.count()
    with pytest.raises(Exception, match="结束日期"):
        end_post(person, person.since.replace(year=2019))
    assert AuditEntry.objects.count() == before


def test_entries_of_many_changes_are_chained_together(trail: None) -> None:
    before = AuditEntry.objects.count()
    with unit_of_work():
        record("one", Region.objects.get(code=COUNTY))
        record("two", Region.objects.get(code=COUNTY))
        assert AuditEntry.objects.count() == before
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True))[before:] == [
        "one",
        "two",
    ]
    assert verify().sound


def test_what_is_undone_leaves_no_entry_among_many(trail: None) -> None:
    region = Region.objects.get(code=COUNTY)
    with unit_of_work():
        record("kept", region)
        with pytest.raises(ValueError, match="no"), unit_of_work(), audited("undone", region):
            record("inside", region)
            raise ValueError("no")
    assert not AuditEntry.objects.filter(action__in=["undone", "inside"]).exists()
    assert AuditEntry.objects.filter(action="kept").exists()
    assert verify().sound


def test_many_rows_changed_at_once_have_an_entry_each(trail: None) -> None:
    regions = list(Region.objects.filter(code__in=[COUNTY, OTHER_COUNTY]).order_by("code"))
    names = [region.name for region in regions]
    with audited_all("renamed", regions):
        for region in regions:
            region.name += "（新）"
        bulk.save(regions, ["name"])
    entries = AuditEntry.objects.filter(action="renamed").order_by("id")
    assert [entry.changes["name"] for entry in entries] == [
        [name, f"{name}（新）"] for name in names
    ]
    assert set(Region.objects.filter(name__endswith="（新）")) == set(regions)


def test_an_event_is_recorded_where_no_scope_is_open(trail: None) -> None:
    """Somebody signs in: nobody's jurisdiction is open yet."""
    region = Region.objects.get(code=COUNTY)
    entry = Context().run(record, "without-scope", region)
    assert AuditEntry.objects.get(pk=entry.pk).action == "without-scope"


def test_no_key_of_any_model_is_written() -> None:
    """A column that is filled with something nobody guesses opens, checks in or answers for whoever knows it."""
    keys = [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.unique
        and isinstance(field, models.CharField)
        and field.has_default()
        and callable(field.default)
    ]
    assert len(keys) > 10 and {field.default for field in keys} == {new_key}
    for field in keys:
        assert field.attname not in {name for name, _sealed in _recorded(field.model)}

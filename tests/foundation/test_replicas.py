"""The router: only blocks that say so read from the replica, never within a transaction, and nothing is written there."""

from __future__ import annotations

import pytest
from django.db import transaction

from zulian.foundation.replicas import Router, from_replica
from zulian.regions.models import Region


@pytest.mark.django_db(transaction=True)
def test_only_lists_read_from_the_replica() -> None:
    router = Router()
    assert router.db_for_read(Region) is None
    with from_replica():
        assert router.db_for_read(Region) == "replica"
        assert router.db_for_write(Region) == "default"
        with transaction.atomic():
            assert router.db_for_read(Region) is None
    assert router.db_for_read(Region) is None
    assert router.allow_migrate("default", "regions") and not router.allow_migrate(
        "replica", "regions"
    )

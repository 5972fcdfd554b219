"""Policies: versions by date of force, each with its source."""

from datetime import date
from pathlib import Path

import pytest

from zulian.foundation.policy import PACKAGE, PolicyError, policy, versions

FILES = [f"{path.parent.parent.name}/{path.stem}" for path in Path(PACKAGE).glob("*/policy/*.toml")]


@pytest.mark.parametrize("name", FILES)
def test_every_version_of_every_policy_names_its_source_and_day(name: str) -> None:
    assert versions(name)
    for version in versions(name):
        assert version.source
        assert isinstance(version.since, date)


def test_the_version_in_force_on_the_day_counts() -> None:
    assert policy("plans/supervision", date(2026, 1, 1))["notice_reply_workdays"] > 0


def test_before_the_first_version_there_is_none() -> None:
    with pytest.raises(PolicyError):
        policy("plans/supervision", date(1990, 1, 1))


def test_an_unknown_policy_is_an_error() -> None:
    with pytest.raises(PolicyError):
        versions("plans/nothing")

"""What all tests share: a scope for those that need one, the folder of real input, a quiet working folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import builders
from zulian.foundation.scopes import EVERYTHING, scope

SHARED = Path(__file__).parent.parent.parent / "shared/data"


@pytest.fixture
def everything(db: None) -> Iterator[None]:
    """Database access under the scope of everything, as commands have it."""
    with scope(EVERYTHING):
        yield


@pytest.fixture
def regions(everything: None) -> None:
    """The small tree of divisions of `tests.builders`."""
    builders.regions()


@pytest.fixture
def real_circular() -> bytes:
    """The circular of 2013; the test is skipped where it is not at hand."""
    path = SHARED / "fuxin-2013-17.txt"
    if not path.exists():
        pytest.skip(f"the real circular is not at hand ({path})")
    return path.read_bytes()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests begin first: at the end nobody waits for them."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-tables", action="store_true", help="write the standing tables anew, to be read and committed"
    )

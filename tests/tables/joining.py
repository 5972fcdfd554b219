"""Rows of several rooms in one table."""

from __future__ import annotations

from typing import Any


def joined(*parts: dict[str, Any]) -> dict[str, Any]:
    """All parts in one; two rooms that use one name would silently test the other's row."""
    whole: dict[str, Any] = {}
    for part in parts:
        assert not (twice := whole.keys() & part.keys()), (
            f"named twice in the tables: {sorted(twice)}"
        )
        whole |= part
    return whole

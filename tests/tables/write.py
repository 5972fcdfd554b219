"""Write standing tables anew, to be read and committed: `python -m tests.tables.write [permissions] [queries]`."""

from __future__ import annotations

import os
import sys

import django
from django.test.utils import setup_databases, setup_test_environment, teardown_databases

from tests import beginning  # noqa: F401  (sets the clock)

TABLES = ("permissions", "queries")


def main(names: list[str]) -> None:
    """Build the world in a database of its own and write the tables `names`, all of them by default."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    setup_test_environment()
    created = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    try:
        write(set(names or TABLES))
    finally:
        teardown_databases(created, verbosity=0)


def write(names: set[str]) -> None:
    """Write the tables `names`; the database in use is to be thrown away."""
    from tests.tables import permissions, queries
    from tests.tables.world import grow, signed_in_world
    from zulian.foundation.scopes import EVERYTHING, scope

    with scope(EVERYTHING):
        world = signed_in_world()
        if "permissions" in names:
            permissions.FILE.write_text(permissions.written(world), encoding="utf-8")
        if "queries" in names:
            few = {name: queries.count(world, name) for name in queries.PAGES}
            grow(world)
            many = {name: queries.count(world, name) for name in queries.PAGES}
            queries.FILE.write_text(queries.written(few, many), encoding="utf-8")


if __name__ == "__main__":
    if unknown := set(sys.argv[1:]) - set(TABLES):
        sys.exit(f"unknown table: {', '.join(sorted(unknown))}; known are {', '.join(TABLES)}")
    main(sys.argv[1:])

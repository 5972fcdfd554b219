"""Keep a small demo of this version as SQL, for tests/test_migrations.py to migrate from: run it when a version is released.

    .venv/bin/python tools/keep_dump.py

Writes tests/data/zulian-VERSION.sql.gz: the demo with few divisions and few people, on SQLite, sealed with a key that is no secret.
"""

from __future__ import annotations

import csv
import gzip
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parent.parent
# 32 bytes in base64; the people of the demo are invented.
KEY = "enVsaWFuIGtlcHQgZHVtcCBrZXksIG5vIHNlY3JldCE="
HOLDERS = 120
BELOW_COUNTY, BELOW_TOWNSHIP = 2, 3


def main() -> int:
    """Fill, dump, compress."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "ZULIAN_HOME": folder,
            "DATABASE_URL": f"sqlite:///{folder}/zulian.sqlite3",
            "ZULIAN_DATA_KEY": KEY,
            "DJANGO_SETTINGS_MODULE": "zulian.settings",
        }
        import django

        django.setup()
        from zulian import __version__

        fill_small()
        target = ROOT / f"tests/data/zulian-{__version__}.sql.gz"
        target.parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(f"{folder}/zulian.sqlite3")) as database:
            text = "\n".join(database.iterdump())
    target.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} KB")
    return 0


def fill_small() -> None:
    """The demo with a few townships and villages of each county."""
    from django.db import connections

    from zulian.foundation.schema.tables import prepare_tables
    from zulian.plans.demo.fill import fill, stages
    from zulian.regions.services import load

    prepare_tables()
    import_module("zulian.certificates.demo.fill").HOLDERS = HOLDERS  # type: ignore[attr-defined]
    [first, *others] = stages()

    def few(_day: date) -> None:
        load(list(divisions()))

    fill(chosen=[(first[0], few), *others])
    connections.close_all()


def divisions() -> Iterator[tuple[str, str]]:
    """The city, its counties, the first townships of each and the first villages of those."""
    from zulian.regions.services import FUXIN

    counties: dict[str, int] = {}
    townships: dict[str, int] = {}
    for row in csv.DictReader(FUXIN.read_text(encoding="utf-8-sig").splitlines()):
        code, name = row["code"], row["name"]
        if code.endswith("000000"):
            yield code, name
        elif code.endswith("000"):
            counties[code[:6]] = counties.get(code[:6], 0) + 1
            if counties[code[:6]] <= BELOW_COUNTY:
                townships[code[:9]] = 0
                yield code, name
        elif code[:9] in townships and townships[code[:9]] < BELOW_TOWNSHIP:
            townships[code[:9]] += 1
            yield code, name


if __name__ == "__main__":
    sys.exit(main())

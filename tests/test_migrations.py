"""The other tests make their tables straight from the models; this one holds that the migrations make the same."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from django.apps import apps


def test_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    environment = os.environ | {"ZULIAN_HOME": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "zulian.cli", "manage", "migrate", "-v0"]
    subprocess.run(command, env=environment, check=True, timeout=200)
    with closing(sqlite3.connect(tmp_path / "zulian.sqlite3")) as made:
        text = "\n".join(sql for (sql,) in made.execute("select sql from sqlite_master where sql is not null"))
        for model in apps.get_models():
            columns = {row[1] for row in made.execute(f'pragma table_info("{model._meta.db_table}")')}
            assert columns == {f.column for f in model._meta.local_concrete_fields}, model
            for part in (*model._meta.constraints, *model._meta.indexes):
                assert f'"{part.name}"' in text, (model, part.name)

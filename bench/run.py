"""`make bench`: each promise of the README measured beside its peer in one run, on SQLite and on PostgreSQL.

Every part runs in a process and on a database of its own. Prints the table, writes `bench/results/*.json` and `bench/README.md`.
Smaller numbers, to try it: `BENCH_PEOPLE=50000 BENCH_ROWS=5000 python -m bench.run sqlite`.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

from bench.postgres import server

HERE = Path(__file__).parent
RESULTS = HERE / "results"
PARTS = tuple(os.environ.get("BENCH_PARTS", "first writers plans years small large").split())
LARGE, ROWS = (
    int(os.environ.get("BENCH_PEOPLE", 1_000_000)),
    int(os.environ.get("BENCH_ROWS", 100_000)),
)
SLOWER = 1.3


def measure(part: str) -> None:
    """One part in this process; its results as JSON on the last line."""
    import django

    django.setup()
    if part == "first":
        from bench.first_minute import first_minute

        print(json.dumps([first_minute(), 0.0], ensure_ascii=False))
        return
    from django.core.management import call_command

    from bench import scale
    from zulian.foundation.scopes import EVERYTHING, scope
    from zulian.regions.services import load_csv

    call_command("migrate", verbosity=0, interactive=False)
    with scope(EVERYTHING):
        if part == "plans":
            from bench.plans import plans

            load_csv()
            found: Any = plans(), 0.0
        elif part == "years":
            from bench.closing import closing_year

            found = closing_year(), 0.0
        elif part == "writers":
            from bench.writers import writers

            load_csv()
            found = writers(), 0.0
        else:
            found = scale.small(ROWS, ROWS) if part == "small" else scale.large(LARGE)
    print(json.dumps(found, ensure_ascii=False))


def one_database(name: str) -> list[dict[str, Any]]:
    """All parts on one kind of database, each on a fresh one."""
    rows: list[dict[str, Any]] = []
    overview = {}
    with ExitStack() as stack:
        fresh = stack.enter_context(server()) if name == "postgresql" else None
        for part in PARTS:
            home = Path(tempfile.mkdtemp(prefix="zulian-bench-"))
            url = fresh(part) if fresh else f"sqlite:///{home / 'zulian.sqlite3'}"
            env = {
                **os.environ,
                "ZULIAN_HOME": str(home),
                "DATABASE_URL": url,
                "DJANGO_SETTINGS_MODULE": "bench.settings",
            }
            print(f"{name}: {part} …", file=sys.stderr, flush=True)
            done = subprocess.run(
                [sys.executable, "-m", "bench.run", "--part", part],
                env=env,
                stdout=subprocess.PIPE,
                check=False,
            )
            shutil.rmtree(home, ignore_errors=True)
            if done.returncode:
                rows.append({"promise": part, "failed": True, "kept": False})
                continue
            found, overview[part] = json.loads(done.stdout.decode().splitlines()[-1])
            rows += found
    if overview.get("small") and overview.get("large"):
        slower = overview["large"] / overview["small"]
        rows.append(
            {
                "promise": f"overview from {ROWS} to {LARGE} people, times slower",
                "ours": round(slower, 2),
                "peer": SLOWER,
                "ratio": round(slower / SLOWER, 2),
                "aim": "no more than 1.3 times",
                "kept": slower <= SLOWER,
            }
        )
    return rows


def machine() -> dict[str, Any]:
    return {
        "day": date.today().isoformat(),
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
        "people": LARGE,
        "rows": ROWS,
    }


def table() -> str:
    """What the last runs said, as Markdown."""
    lines = [
        "| promise | database | ours | peer | ratio | aim | kept |",
        "|---|---|---|---|---|---|---|",
    ]
    for path in sorted(RESULTS.glob("*.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        for row in facts["results"]:
            if row.get("failed"):
                lines.append(f"| {row['promise']} | {path.stem} | did not run | | | | no |")
                continue
            kept = "yes" if row["kept"] else "**no**"
            lines.append(
                f"| {row['promise'].strip()} | {path.stem} | {row['ours']} | {row['peer']} | {row['ratio']} | {row['aim']} | {kept} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Measure, print, keep."""
    if sys.argv[1:2] == ["--part"]:
        measure(sys.argv[2])
        return
    RESULTS.mkdir(exist_ok=True)
    for name in sys.argv[1:] or ["sqlite", "postgresql"]:
        facts = {**machine(), "database": name, "results": one_database(name)}
        (RESULTS / f"{name}.json").write_text(
            json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
        )
    head, mark = (HERE / "README.md").read_text(encoding="utf-8"), "<!-- table -->"
    (HERE / "README.md").write_text(f"{head.split(mark)[0]}{mark}\n\n{table()}\n", encoding="utf-8")
    print(table())


if __name__ == "__main__":
    main()

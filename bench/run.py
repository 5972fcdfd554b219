"""`make bench`: each promise of the README measured beside its peer in one run, on a database of its own.

Prints a table and writes `bench/results.json`. Times are the median of several runs; a ratio is taken within one run.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("ZULIAN_HOME", tempfile.mkdtemp(prefix="zulian-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from tests import builders
from tests.documents.papers import as_docx

from bench.rounds import rounds
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.documents.reading import read_paper
from zulian.documents.reading.numbering import chinese
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.plans.demo import SOURCE
from zulian.plans.models import Assignment, Circular
from zulian.plans.reading.circular import understand
from zulian.plans.services import review
from zulian.regions.services import load_csv

RESULTS = Path(__file__).with_name("results.json")
LINES_PER_PAGE, WANTED = 22, 50_000
CITY = "210900000000"


def median_ms(act: Callable[[], object], runs: int = 9) -> float:
    """The median time of `act` in milliseconds, after one run to warm up."""
    act()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        times.append((time.perf_counter() - start) * 1000)
    return round(statistics.median(times), 2)


def reading() -> list[dict[str, Any]]:
    """Circulars of 16 clauses and of 100 pages; the peer takes the text out and understands nothing."""
    short = SOURCE.read_text(encoding="utf-8").format(year=2026)
    body = [line for line in short.splitlines() if line]
    long = body + [
        f"（{'一二三四五六七八九'[n % 9]}）{line}"
        for n in range(100 * LINES_PER_PAGE // 2)
        for line in [body[8 + n % 12]]
    ]
    found = []
    for name, lines, limit in (("16 clauses", body, 50), ("100 pages", long, 2000)):
        data = as_docx(lines)
        whole = median_ms(lambda data=data: understand(read_paper(data)), 5)
        found.append({
            "what": f"read a circular of {name} (docx)", "ms": whole, "promise": f"under {limit} ms", "kept": whole < limit,
            "peer": "taking the text out only", "peer_ms": median_ms(lambda data=data: read_paper(data), 5),
        })  # fmt: skip
    return found


def plan(city: Post, wanted: int) -> Circular:
    """An adopted plan of all of Fuxin with at least `wanted` assignments: more clauses until there are enough."""
    year = date.today().year
    villages = "村（社区）残协要每季度更新一次残疾人基本情况档案。"
    clauses = "\n".join(f"（{chinese(n + 1)}）第{n}项。{villages}" for n in range(max(1, round(wanted / 3300))))
    head = (
        f"测残联〔{year}〕1号\n各县（区）残联：\n测试市残疾人联合会\n{year}年1月5日\n{year}年工作要点\n一、基层工作\n"
    )
    circular = builders.draft(city, head + clauses)
    review.adopt(circular)
    return circular


def page_cost(client: Client, address: str) -> tuple[float, int]:
    """Server time and number of statements of a page."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
        count = len(connection.queries_log) - queries.initial_queries
    return median_ms(lambda: client.get(address), 15), count


def matrix() -> list[dict[str, Any]]:
    """The matrix at 3 000 and at 50 000 assignments, beside the page that shows one circular's draft list."""
    city = builders.post(Role.CITY_OFFICER, CITY)
    client = Client()
    client.force_login(city.user)
    small = plan(city, 3_000)
    _ms, few = page_cost(client, f"/plans/{small.pk}/matrix/")
    large = plan(city, WANTED)
    count = Assignment.objects.filter(circular=large).count()
    whole, queries = page_cost(client, f"/plans/{large.pk}/matrix/")
    # The peer: a list page whose own work is one query for its rows.
    peer, peer_queries = page_cost(client, "/regions/")
    ledger, _queries = page_cost(client, f"/plans/assignments/?circular={large.pk}")
    return [{
        "what": f"matrix clause × county at {count} assignments", "ms": whole, "promise": "within 3 times the peer",
        "kept": whole <= 3 * peer, "peer": "the list of divisions, one query for its rows", "peer_ms": peer, "ledger_ms": ledger,
        "queries": queries, "queries_at_3000": few, "peer_queries": peer_queries,
    }]  # fmt: skip


def main() -> None:
    """Measure, print, keep."""
    setup_test_environment()
    call_command("migrate", verbosity=0, interactive=False)
    with scope(EVERYTHING):
        load_csv()
        rows = reading() + matrix() + rounds()
    facts = {
        "day": date.today().isoformat(), "python": platform.python_version(), "database": connection.vendor,
        "cores": os.cpu_count(), "results": rows,
    }  # fmt: skip
    RESULTS.write_text(json.dumps(facts, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for row in rows:
        more = f"; {row['queries']} statements ({row['queries_at_3000']} at 3 000)" if "queries" in row else ""
        if "visits" in row:
            more = f"; {row['visits']} visits, {row['kilometres']} km ({row['peer_visits']}, {row['peer_kilometres']} km) in {row['days']} days"
        print(f"{row['what']}: {row['ms']} ms, {row['promise']}: {'kept' if row['kept'] else 'NOT KEPT'}{more}")
        print(f"    peer: {row['peer']}: {row['peer_ms']} ms, ratio {row['ms'] / row['peer_ms']:.2f}")


if __name__ == "__main__":
    main()

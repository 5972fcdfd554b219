"""Reading circulars and the matrix of a plan, each beside its peer; rounds of the home service, lists of delegates, a pack, the start."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import builders
from tests.documents.papers import as_docx

from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.documents.reading import read_paper
from zulian.documents.reading.numbering import chinese
from zulian.indicators.aggregates import rebuild
from zulian.plans.demo.plan import SOURCE
from zulian.plans.models import Assignment, Circular
from zulian.plans.reading.circular import understand
from zulian.plans.services import review

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
        found.append(
            {
                "what": f"read a circular of {name} (docx)",
                "ms": whole,
                "promise": f"under {limit} ms",
                "kept": whole < limit,
                "peer": "taking the text out only",
                "peer_ms": median_ms(lambda data=data: read_paper(data), 5),
            }
        )
    return found


def plan(city: Post, wanted: int, year: int = 0, supplements: Circular | None = None) -> Circular:
    """An adopted plan of all of Fuxin with at least `wanted` assignments: more clauses until there are enough."""
    year = year or date.today().year
    villages = "村（社区）残协要每季度更新一次残疾人基本情况档案。"
    clauses = "\n".join(
        f"（{chinese(n + 1)}）第{n}项。{villages}" for n in range(max(1, round(wanted / 3300)))
    )
    head = f"测残联〔{year}〕1号\n各县（区）残联：\n测试市残疾人联合会\n{year}年1月5日\n{year}年工作要点\n一、基层工作\n"
    circular = builders.draft(city, head + clauses, supplements)
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
    small = plan(city, 3_000, date.today().year - 1)
    _ms, few = page_cost(client, f"/plans/{small.pk}/matrix/")
    large = plan(city, WANTED)
    # As after the day's work: pages read kept counts.
    rebuild(date.today())
    count = Assignment.objects.filter(circular=large).count()
    whole, queries = page_cost(client, f"/plans/{large.pk}/matrix/")
    # The peer: a list page whose own work is one query for its rows.
    peer, peer_queries = page_cost(client, "/regions/")
    ledger, _queries = page_cost(client, f"/plans/assignments/?circular={large.pk}")
    return [
        {
            "what": f"matrix clause × county at {count} assignments",
            "ms": whole,
            "promise": "within 3 times the peer",
            "kept": whole <= 3 * peer,
            "peer": "the list of divisions, one query for its rows",
            "peer_ms": peer,
            "ledger_ms": ledger,
            "queries": queries,
            "queries_at_3000": few,
            "peer_queries": peer_queries,
        }
    ]


def plans() -> list[dict[str, Any]]:
    """All of it as lines of the common table."""
    from bench import matching
    from bench.lists import lists
    from bench.packs import pack
    from bench.rounds import rounds
    from bench.start import start

    found = []
    for row in [*reading(), *matrix(), *rounds(), *lists(), *pack(), *start()]:
        found.append(
            {
                "promise": f"{row['what']}, ms; peer: {row['peer']}",
                "ours": row["ms"],
                "peer": row["peer_ms"],
                "ratio": round(row["ms"] / row["peer_ms"], 2),
                "aim": row["promise"],
                "kept": row["kept"],
                **{
                    k: v
                    for k, v in row.items()
                    if k not in {"what", "peer", "ms", "peer_ms", "promise", "kept"}
                },
            }
        )
    return [*found, *matching.rows()]

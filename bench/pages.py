"""Pages of a province, measured beside pages that do less: finding one person, the list of certificates, the overview."""

from __future__ import annotations

import cProfile
import pstats
import subprocess
import sys
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path

from bench.measure import Result, client_of, median_ms, result
from zulian import urls
from zulian.accounts.models import Post
from zulian.certificates.demo.synth import PROVINCE
from zulian.certificates.models import Certificate
from zulian.certificates.rules.cards import mask_number
from zulian.foundation.clock import today
from zulian.foundation.sealing import blind
from zulian.foundation.searching import KEYS_ASKED, first_keys
from zulian.indicators import services as indicators
from zulian.people.models import Person
from zulian.regions.models import Level, Region


def province() -> Region:
    return Region.objects.get(code=PROVINCE.ljust(12, "0"))


def finding(officer: Post, clerk: Post) -> list[Result]:
    """Pages that find one among all, beside a page that asks nothing of the registers."""
    client, counter = client_of(officer), client_of(clerk)
    one = Person.objects.order_by("pk")[Person.objects.count() // 2]
    card = Certificate.objects.filter(person=one)[0]
    empty = median_ms(lambda: client.get("/ledgers/people/export/"))
    nobody = median_ms(lambda: counter.get("/ledgers/people/export/"))

    def look_up(words: str) -> Callable[[], object]:
        return lambda: counter.post("/certificates/counter/", {"words": words})

    found = []
    for name, page, base, bare in (
        (
            "ID number",
            look_up(one.id_number),
            nobody,
            _bare("people_person", "id_index", blind(one.id_number)),
        ),
        (
            "certificate number",
            look_up(card.number),
            nobody,
            _bare("certificates_certificate", "number_index", blind(card.number)),
        ),
        (
            "name prefix",
            lambda: client.get("/search/", {"q": one.name[:2]}),
            empty,
            _bare("people_person", "name", one.name),
        ),
        (
            "pinyin",
            lambda: client.get("/search/", {"q": one.initials}),
            empty,
            _bare("people_person", "initials", one.initials),
        ),
    ):
        whole, more = median_ms(page), 0.0
        more = whole - base
        line = f"find by {name} among {Person.objects.count()}, ms beyond an empty page"
        found.append(
            result(line, more, base, more / base, "within 5 ms", more <= 5, bare_ms=round(bare, 3))
        )
    # The search box asks eight registers; what the million costs is in the one of people.
    people = Person.objects.alive().select_related("region")
    for line, words in zip(found[-2:], (one.name[:2], one.initials), strict=True):
        queries = people.called_in_order(words)
        line["people_alone_ms"] = round(median_ms(lambda q=queries: first_keys(q, KEYS_ASKED)), 2)
    return found


def _bare(table: str, column: str, value: str) -> float:
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM {table} WHERE {column} = %s LIMIT 10", [value])
            cursor.fetchall()

    return median_ms(ask)


ROW = engines["django"].from_string(
    "<!doctype html><title>x</title><table>{% for c in rows %}<tr><td>{{ c.person.name }}<td>{{ c.number }}<td>{{ c.get_category_display }}"
    "<td>{{ c.get_grade_display }}<td>{{ c.valid_until }}<td>{{ c.region.name }}</tr>{% endfor %}</table>"
)


@login_required
def minimal(request: HttpRequest) -> HttpResponse:
    """25 rows and nothing else: what Django itself costs, behind the same middleware."""
    rows = Certificate.objects.filter(
        region_id__gte=request.GET["low"], region_id__lt=request.GET["high"], category=4
    )
    shown = list(rows.select_related("person", "region").order_by("region_id", "id")[:25])
    for card in shown:
        card.number = mask_number(card.number)
    return HttpResponse(ROW.render({"rows": shown}))


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    """A page that says nothing, to somebody who is signed in."""
    return HttpResponse(ROW.render({"rows": []}))


EMPTY, HOME_STATEMENTS = "/ledgers/people/export/", 12
urlpatterns = [*urls.urlpatterns, path("minimal/", minimal), path("bare/", bare)]


def list_page(officer: Post) -> list[Result]:
    """The list of certificates of a county and a category, beside a minimal view."""
    client = client_of(officer)
    county = Region.objects.filter(level=Level.COUNTY, code__startswith=PROVINCE)[0]
    low, high = county.scope().ranges[0]
    with override_settings(ROOT_URLCONF="bench.pages"):
        ours = median_ms(
            lambda: client.get(
                "/certificates/cards/", {"state": "live", "category": 4, "under": county.code}
            )
        )
        peer = median_ms(lambda: client.get("/minimal/", {"low": low, "high": high}))
    share = peer / ours
    return [
        result(
            "certificate list, 25 rows of a county and category, requests/s",
            1000 / ours,
            1000 / peer,
            share,
            "at least 85 %",
            share >= 0.85,
        )
    ]


def shell(officer: Post) -> list[Result]:
    """What stands around every page, in function calls beside a page of Django that says nothing; and the home page."""
    client = client_of(officer)
    with override_settings(ROOT_URLCONF="bench.pages"):
        ours = _calls(lambda: client.get(EMPTY))
        peer = _calls(lambda: client.get("/bare/"))
    home, empty = median_ms(lambda: client.get("/")), median_ms(lambda: client.get(EMPTY))
    with CaptureQueriesContext(connection) as asked:
        client.get("/")
    return [
        result(
            "an empty page, function calls; peer: a bare page behind the same middleware",
            ours,
            peer,
            ours / peer,
            "at most twice",
            ours <= 2 * peer,
        ),
        result(
            "home page, statements",
            len(asked),
            HOME_STATEMENTS,
            len(asked) / HOME_STATEMENTS,
            "12 or fewer",
            len(asked) <= HOME_STATEMENTS,
        ),
        result(
            "home page, ms; peer: an empty page",
            home,
            empty,
            home / empty,
            "within twice the peer",
            home <= 2 * empty,
        ),
    ]


def _calls(act: Callable[[], object]) -> int:
    """How many functions are called, once everything is warm."""
    for _run in range(3):
        act()
    profile = cProfile.Profile()
    profile.runcall(act)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


def overview() -> tuple[list[Result], float]:
    """All indicators in all child divisions, beside one GROUP BY over the people; and how long ours took."""
    place = province()
    ours = median_ms(lambda: indicators.overview_below(place, today()))
    columns = "substr(region_id, 1, 4), status, sex"

    def scan() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {columns}, count(*) FROM people_person GROUP BY {columns}")
            cursor.fetchall()

    peer = median_ms(scan, 5)
    count = Person.objects.count()
    line = result(
        f"overview: every indicator × child division, {count} people, ms",
        ours,
        peer,
        peer / ours,
        "at least 50 times",
        peer / ours >= 50,
    )
    return [line], ours


def memory(officer: Post) -> list[Result]:
    """The peak of a web process that serves all of these pages many times: one of its own, which did nothing before."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.web", str(officer.user_id)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    peak = float(done.stdout.split()[-1])
    return [
        result(
            "memory of a process that serves the pages, MB",
            peak,
            300,
            peak / 300,
            "under 300 MB",
            peak < 300,
        )
    ]

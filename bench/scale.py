"""A province measured: import, export, finding, the list page, the overview, the nightly snapshot, each beside its peer."""

from __future__ import annotations

import os
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client
from django.test.utils import override_settings
from django.urls import path
from tests import builders

from bench.peers import peer_export, peer_import
from zulian import urls
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.certificates.demo.synth import PROVINCE, synth
from zulian.certificates.models import Certificate
from zulian.certificates.rules.cards import mask_number
from zulian.foundation import bulk
from zulian.foundation.clock import today
from zulian.foundation.ledger import ledger_named
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.sealing import blind
from zulian.indicators import services as indicators
from zulian.indicators import tallies
from zulian.ledgers import exports, services
from zulian.ledgers.models import Import, Job
from zulian.people.models import Person
from zulian.people.rules import check_character
from zulian.regions.models import Level, Region

HEADS = (
    "姓名",
    "身份证号",
    "民族",
    "户籍所在地",
    "户籍地址",
    "联系电话",
    "残疾人证号",
    "残疾类别",
    "残疾等级",
    "发证日期",
    "有效期至",
)
PEER_ROWS = 5_000
Result = dict[str, Any]


def result(promise: str, ours: float, peer: float, ratio: float, aim: str, kept: bool, **more: Any) -> Result:
    """One line of the table: ours and peer in the unit told, their ratio, and what was aimed at."""
    return {
        "promise": promise,
        "ours": round(ours, 2),
        "peer": round(peer, 2),
        "ratio": round(ratio, 2),
        "aim": aim,
        "kept": kept,
        **more,
    }


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def median_ms(act: Callable[[], object], runs: int = 25) -> float:
    act()
    return statistics.median(seconds(act) for _run in range(runs)) * 1000


def province() -> Region:
    return Region.objects.get(code=PROVINCE.ljust(12, "0"))


def fill(people: int) -> Result:
    """The invented province, and its first count."""
    took = seconds(lambda: synth(people, 1))
    rate = people / took
    return result(
        f"synth: {people} people, people/s", rate, 20_000, rate / 20_000, "at least 20 000 a second", rate >= 20_000
    )


def sheet(rows: int, folder: Path, serial: int) -> Path:
    """A county's workbook: invented holders with their cards, 1940 to 1999, in villages of the province."""
    chance = random.Random(serial)
    villages = list(Region.objects.filter(level=Level.VILLAGE).values_list("code", flat=True)[:2000])
    path = folder / f"{rows}.xlsx"
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, HEADS)
    for n in range(rows):
        birth = date.fromordinal(date(1940, 1, 1).toordinal() + n % 21_900)
        first = f"211000{birth:%Y%m%d}{serial + n // 21_900:03}"
        number = first + check_character(first)
        kind, grade = 1 + n % 6, 1 + n % 4
        words = ("视力", "听力", "言语", "肢体", "智力", "精神")[kind - 1], ("一级", "二级", "三级", "四级")[grade - 1]
        page.write_row(n + 1, 0, (
            f"演{'春夏秋冬梅兰竹菊'[n % 8]}{'江河山川'[n % 4]}", number, "汉族", chance.choice(villages), f"演示街{n % 3000}号", f"120{n:08}",
            f"{number}{kind}{grade}", *words, f"20{16 + n % 8}-03-19", f"20{26 + n % 8}-03-18",
        ))  # fmt: skip
    book.close()
    return path


@contextmanager
def undone() -> Any:
    """What is done in the block is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def importing(clerk: Post, folder: Path, rows: int) -> list[Result]:
    """The whole import beside django-import-export, and beside a bare write of the same finished rows."""
    data = sheet(rows, folder, 100).read_bytes()
    preview = seconds(lambda: services.hand_in(ledger_named("certificates"), clerk, SimpleUploadedFile("x.xlsx", data)))  # type: ignore[arg-type]
    made = Import.objects.order_by("-pk")[0]
    assert made.new == rows, (made.new, made.refused, Job.objects.order_by("-pk")[0].message)
    last_person, last_card = Person.objects.order_by("-pk")[0].pk, Certificate.objects.order_by("-pk")[0].pk
    took = seconds(lambda: services.agree(made, clerk, "all"))
    assert Import.objects.get(pk=made.pk).state == "done", Job.objects.order_by("-pk")[0].message
    finished = _rows_after(Person, last_person), _rows_after(Certificate, last_card)
    back = seconds(lambda: services.revert(Import.objects.get(pk=made.pk), clerk))
    with undone():
        bare = seconds(
            lambda: [bulk.write(model, part) for model, part in zip((Person, Certificate), finished, strict=True)]
        )
    few = sheet(PEER_ROWS, folder, 200)
    with undone():
        peer = seconds(lambda: peer_import(few))
    ours, theirs = rows / took, PEER_ROWS / peer
    note = f"preview before it {preview:.1f} s, revert {back:.1f} s; the peer's rate is taken over {PEER_ROWS} rows"
    return [
        result(f"import {rows} people + certificates, rows/s", ours, theirs, ours / theirs, "at least 15 times", ours / theirs >= 15, note=note),
        result("the same beside a bare write, rows/s", ours, rows / bare, bare / took, "at least 25 %", bare / took >= 0.25),
    ]  # fmt: skip


def _rows_after(model: Any, key: int) -> list[tuple[Any, ...]]:
    columns = ", ".join(connection.ops.quote_name(f.column) for f in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {model._meta.db_table} WHERE id > %s", [key])
        found = cursor.fetchall()
    if connection.vendor != "postgresql":
        return found
    import json

    place = [n for n, f in enumerate(model._meta.concrete_fields) if f.get_internal_type() == "JSONField"]
    return [
        tuple(json.dumps(v) if n in place and not isinstance(v, str) else v for n, v in enumerate(row)) for row in found
    ]


def exporting(clerk: Post, rows: int) -> list[Result]:
    """The export job, its memory, and django-import-export with openpyxl."""
    ledger = ledger_named("certificates")
    assert ledger is not None
    with scope(clerk.region.scope()):
        have = min(rows, ledger.rows().count())
    took, peak = _in_child(lambda: exports.ask(ledger, clerk, ""))
    peer, _peak = _in_child(lambda: peer_export(PEER_ROWS))
    ours, theirs = have / took, PEER_ROWS / peer
    return [
        result(
            f"export {have} rows to xlsx, rows/s", ours, theirs, ours / theirs, "at least 5 times", ours / theirs >= 5
        ),
        result("  its peak memory beyond the process before it, MB", peak, 150, peak / 150, "under 150 MB", peak < 150),
    ]


def _in_child(act: Callable[[], object]) -> tuple[float, float]:
    """Seconds and added peak memory (MB) of something done in a process of its own."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        with scope(EVERYTHING):
            took = seconds(act)
        peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - start) / 1024
        os.write(writing, f"{took} {peak}".encode())
        os._exit(0)
    os.close(writing)
    said = os.read(reading, 200).decode().split()
    os.waitpid(child, 0)
    assert said, "the work in the child failed"
    return float(said[0]), float(said[1])


def _client(post: Post) -> Client:
    client = Client()
    client.force_login(post.user)
    return client


def finding(officer: Post, clerk: Post) -> list[Result]:
    """Pages that find one among all, beside a page that asks nothing of the registers."""
    client, counter = _client(officer), _client(clerk)
    one = Person.objects.order_by("pk")[Person.objects.count() // 2]
    card = Certificate.objects.filter(person=one)[0]
    empty = median_ms(lambda: client.get("/ledgers/people/export/"))
    nobody = median_ms(lambda: counter.get("/ledgers/people/export/"))

    def look_up(words: str) -> Callable[[], object]:
        return lambda: counter.post("/certificates/counter/", {"words": words})

    found = []
    for name, page, base, bare in (
        ("ID number", look_up(one.id_number), nobody, _bare("people_person", "id_index", blind(one.id_number))),
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
        found.append(result(line, more, base, more / base, "within 5 ms", more <= 5, bare_ms=round(bare, 3)))
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
    rows = Certificate.objects.filter(region_id__gte=request.GET["low"], region_id__lt=request.GET["high"], category=4)
    shown = list(rows.select_related("person", "region").order_by("region_id", "id")[:25])
    for card in shown:
        card.number = mask_number(card.number)
    return HttpResponse(ROW.render({"rows": shown}))


urlpatterns = [*urls.urlpatterns, path("minimal/", minimal)]


def list_page(officer: Post) -> list[Result]:
    """The list of certificates of a county and a category, beside a minimal view."""
    client = _client(officer)
    county = Region.objects.filter(level=Level.COUNTY, code__startswith=PROVINCE)[0]
    low, high = county.scope().ranges[0]
    with override_settings(ROOT_URLCONF="bench.scale"):
        ours = median_ms(
            lambda: client.get("/certificates/cards/", {"state": "live", "category": 4, "under": county.code})
        )
        peer = median_ms(lambda: client.get("/minimal/", {"low": low, "high": high}))
    share = peer / ours
    return [
        result(
            "certificate list, 25 rows of a county and category, requests/s",
            1000 / ours,
            1000 / peer,
            share,
            "at least 60 %",
            share >= 0.6,
        )
    ]


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


def snapshot() -> list[Result]:
    """The nightly count of everything."""
    took = seconds(lambda: indicators.take_snapshots(today()))
    faults = tallies.verify()
    assert not faults, faults[:5]
    count = Person.objects.count()
    return [result(f"nightly snapshot of {count} people, s", took, 30, took / 30, "under 30 s", took < 30)]


def memory(officer: Post) -> list[Result]:
    """The peak of a web process of its own while it serves all of these pages many times."""

    def serve() -> None:
        client = _client(officer)
        for _turn in range(30):
            for page in (
                "/",
                "/people/",
                "/certificates/cards/",
                "/certificates/holders/",
                "/indicators/",
                "/search/?q=zy",
                "/plans/",
            ):
                client.get(page)

    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        with scope(EVERYTHING):
            serve()
        os.write(writing, str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024).encode())
        os._exit(0)
    os.close(writing)
    peak = float(os.read(reading, 100))
    os.waitpid(child, 0)
    return [result("memory of a process that serves the pages, MB", peak, 300, peak / 300, "under 300 MB", peak < 300)]


def small(people: int, rows: int) -> tuple[list[Result], float]:
    """What is measured in a smaller province."""
    found = [fill(people)]
    officer = builders.post(Role.CITY_OFFICER, province().code)
    clerk = _sworn(province().code)
    found += snapshot()
    lines, ours = overview()
    found += lines
    with tempfile.TemporaryDirectory() as folder, scope(officer.region.scope()):
        found += exporting(clerk, rows)
        found += importing(clerk, Path(folder), rows)
    return found, ours


def large(people: int) -> tuple[list[Result], float]:
    """What is measured in a whole province."""
    found = [fill(people)]
    officer = builders.post(Role.CITY_OFFICER, province().code)
    clerk = _sworn(province().code)
    found += snapshot()
    lines, ours = overview()
    found += lines
    with scope(EVERYTHING):
        found += finding(officer, clerk) + list_page(officer) + memory(officer)
    return found, ours


def _sworn(code: str) -> Post:
    """A clerk for the whole province, who has signed."""
    from tests.certificates.office import sworn, texts

    builders.load([("210900000000", "阜新市")])
    texts()
    from zulian.certificates.models import PromiseText

    for text in PromiseText.objects.all():
        PromiseText.objects.create(region_id=code, kind=text.kind, version=1, text=text.text, since=text.since)
    return sworn(Role.CERTIFICATE_CLERK, code)

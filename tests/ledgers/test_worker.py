"""A real worker in a process of its own, as production starts it: it does one job of every kind that the source knows."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

import zulian
from tests import builders
from tests.grassroots import stage
from tests.ledgers import books
from tests.waiting import COMMAND_SECONDS, PATIENCE_SECONDS, wait_until
from zulian.accounts.roles import Role
from zulian.grassroots.models import Assessment, Campaign
from zulian.grassroots.services import checking, objections, packs, settling
from zulian.ledgers import exports, services
from zulian.ledgers.jobs import known_kinds
from zulian.ledgers.models import Import, Job
from zulian.people.models import Person
from zulian.plans.services import closing

SOURCE = Path(zulian.__file__).parent
QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
PEOPLE = 12


def declared_kinds() -> set[str]:
    """The kinds named in `@works(Job.Kind.…)` anywhere in the source, read without importing it."""
    names = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "works"
            ):
                assert isinstance(node.args[0], ast.Attribute), path
                names.add(Job.Kind[node.args[0].attr].value)
    return names


def test_every_kind_of_job_is_declared_once_known_and_tried_here() -> None:
    assert declared_kinds() == set(Job.Kind.values) == set(CASES) == known_kinds()


KNOWN = "import django, json; django.setup(); {more}; from zulian.ledgers.jobs import known_kinds; print(json.dumps(sorted(known_kinds())))"
EVERYTHING_IMPORTED = (
    "import pkgutil, importlib, zulian.urls; "
    "[importlib.import_module(m.name) for m in pkgutil.walk_packages(zulian.__path__, 'zulian.')"
    " if '.migrations' not in m.name and not m.name.endswith('__main__')]"
)


def kinds_after(more: str, home: Path) -> list[str]:
    """The kinds of job that a fresh process knows after `django.setup()` and some more code."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "zulian.settings",
        "ZULIAN_HOME": str(home),
    }
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-c", KNOWN.format(more=more)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    kinds: list[str] = json.loads(done.stdout)
    return kinds


def test_a_process_that_loads_no_view_knows_every_kind(tmp_path: Path) -> None:
    """What the worker loads, and what the web server loads, must not differ."""
    assert (
        kinds_after("pass", tmp_path)
        == kinds_after(EVERYTHING_IMPORTED, tmp_path)
        == sorted(Job.Kind.values)
    )


class Place:
    """People in posts, a campaign with sheets that are filled in, and the jobs done so far."""

    def __init__(self) -> None:
        builders.regions()
        self.clerk = builders.post(Role.CERTIFICATE_CLERK)
        self.city, self.county = (
            builders.post(Role.CITY_OFFICER),
            builders.post(Role.COUNTY_OFFICER),
        )
        self.judge = builders.post(Role.CITY_OFFICER)
        self.town = builders.post(Role.TOWNSHIP_OFFICER)
        self.campaign: Campaign = stage.campaign(self.city)
        self.over = builders.past_plan(self.city)
        self.imported: Import | None = None

    @property
    def sheet(self) -> Assessment:
        return stage.sheet(self.campaign, builders.TOWN)

    @property
    def source(self) -> Import:
        assert self.imported is not None
        return Import.objects.get(pk=self.imported.pk)


def judge(place: Place) -> Job:
    workbook = SimpleUploadedFile("台账.xlsx", books.book(books.HEADS, books.people(PEOPLE)))
    job = services.hand_in(books.ledger("people"), place.clerk, workbook)
    place.imported = job.source
    return job


def write(place: Place) -> Job:
    assert (place.source.state, place.source.new) == (Import.State.READY, PEOPLE)
    return services.agree(place.source, place.clerk, "all")


def revert(place: Place) -> Job:
    return services.revert(place.source, place.clerk)


def export(place: Place) -> Job:
    assert Person.objects.count() == PEOPLE
    return exports.ask(books.ledger("people"), place.clerk, "")


def statistics(place: Place) -> Job:
    return exports.ask_statistics(books.ledger("people"), place.clerk, "")


def submit(place: Place) -> Job:
    checking.fill(place.sheet.pk, stage.entries(place.sheet, *stage.FULL))
    return settling.ask_to_submit(place.campaign, place.county)


def settle(place: Place) -> Job:
    assert place.sheet.state == "submitted"
    checking.finish_review(place.sheet.pk, place.judge)
    objections.accept(place.sheet.pk, place.town)
    return settling.ask_to_settle(place.campaign, place.city)


def pack(place: Place) -> Job:
    assert place.sheet.state == "settled"
    return packs.ask(place.campaign, place.county.region, place.county)


def close(place: Place) -> Job:
    return closing.ask_to_close(place.over, place.city)


# In this order: what one leaves is what the next begins with.
CASES: dict[str, tuple[Callable[[Place], Job], str]] = {
    Job.Kind.JUDGE: (judge, f"读完 {PEOPLE} 行"),
    Job.Kind.WRITE: (write, f"新增 {PEOPLE} 行"),
    Job.Kind.EXPORT: (export, f"共 {PEOPLE} 行"),
    Job.Kind.STATISTICS: (statistics, "张表"),
    Job.Kind.REVERT: (revert, "已撤销"),
    Job.Kind.SUBMIT: (submit, "已上报 1 个单位"),
    Job.Kind.SETTLE: (settle, "已核定 1 个单位"),
    Job.Kind.PACK: (pack, "报告 1 份"),
    Job.Kind.CLOSE: (close, "已结账，冻结"),
}
WITH_FILE = {Job.Kind.EXPORT, Job.Kind.STATISTICS, Job.Kind.PACK}


def database_url() -> str:
    """The address of the database that this process is connected to, as the command line takes it."""
    its = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{its['NAME']}"
    return f"postgres://{its['USER']}:{its['PASSWORD']}@{its['HOST']}:{its['PORT']}/{its['NAME']}"


def _say_that_tables_are_ready() -> None:
    """Tables of a test come from the models alone; a worker waits until all migrations are noted."""
    loader = MigrationExecutor(connection).loader
    recorder = MigrationRecorder(connection)
    recorder.ensure_schema()
    for app, name in loader.graph.nodes:
        recorder.record_applied(app, name)


@pytest.fixture
def worker(own_database: None, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """`zulian worker` on this test's database, with the site's own settings; called, it says what the worker printed."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "zulian.settings",
        "DATABASE_URL": database_url(),
    }
    told = tmp_path / "told"
    _say_that_tables_are_ready()
    with (
        told.open("wb") as out,
        override_settings(TASKS=QUEUE, MEDIA_ROOT=settings.HOME / "attachments"),
    ):
        process = subprocess.Popen(
            [sys.executable, "-m", "zulian.cli", "worker"], env=environment, stdout=out, stderr=out
        )
        try:
            yield lambda: f"status {process.poll()}: {told.read_text(encoding='utf-8')}"
        finally:
            process.terminate()
            process.wait(PATIENCE_SECONDS)


def ended(job: Job, told: Callable[[], str]) -> Job:
    """The job once the worker is through with it."""

    def over() -> Job | None:
        assert told().startswith("status None"), told()
        row = Job.objects.get(pk=job.pk)
        return row if row.is_over else None

    return wait_until(over, COMMAND_SECONDS)


@pytest.mark.long
def test_a_worker_of_its_own_process_does_one_job_of_every_kind(worker: Callable[[], str]) -> None:
    place = Place()
    for kind, (ask, words) in CASES.items():
        asked = ask(place)
        assert (asked.kind, Job.objects.get(pk=asked.pk).kind) == (kind, kind)
        job = ended(asked, worker)
        assert (job.state, words in job.message) == (Job.State.DONE, True), (
            f"{kind}: {job.message} {worker()}"
        )
        assert job.attempts == 1 and job.total and job.done == job.total, (
            f"{kind}: {job.done} of {job.total}"
        )
        assert (job.file is not None) == (kind in WITH_FILE)
    assert not Person.objects.exists()
    assert "ERROR" not in worker() and "Traceback" not in worker()

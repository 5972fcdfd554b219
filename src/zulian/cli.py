"""The command line: `zulian --help`."""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from zulian import __version__, first_days, first_start
from zulian.certificates import commands as card_commands
from zulian.errors import FAILED, StartError, first_line
from zulian.processes import Stopped

# Files that a command makes (the database, attachments) are for its own account alone.
PRIVATE = 0o077
# What a worker may be kept to, and its queue.
QUEUES = {"jobs": "default", "messages": "messages"}
# What a shell adds to the number of the signal that ended a command.
SIGNALLED = 128
STOPPED = "\nStopped. What was not finished is done anew next time."
ENVIRONMENT = """environment:
  DATABASE_URL   the database to use, e.g. postgres://user:password@host/zulian (default: SQLite in ZULIAN_HOME)
  ZULIAN_HOME    where the embedded database and attachments live (default: ./var)"""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit status. What is in its way is told in one sentence, without a trace."""
    try:
        chosen = parser().parse_args(arguments)
        os.umask(PRIVATE)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zulian.settings")
        act: Callable[[argparse.Namespace], int] = chosen.act
        if not chosen.light:
            set_up()
        return act(chosen)
    except Stopped as stopped:
        return tell(STOPPED, SIGNALLED + stopped.number)
    except KeyboardInterrupt:
        return tell(STOPPED, SIGNALLED + signal.SIGINT)
    except StartError as error:
        return tell(str(error), error.status)
    except Exception as error:
        if sentence := of_the_database(error):
            return tell(sentence, FAILED)
        raise


def tell(sentence: str, status: int) -> int:
    """Print why it ends to standard error; the exit status."""
    print(sentence, file=sys.stderr)
    return status


def of_the_database(error: Exception) -> str:
    """One sentence for what a database says of itself; empty for any other error, which is a fault of the program."""
    from django.db import utils

    reason = first_line(error)
    missing_table = getattr(error.__cause__, "sqlstate", "") == "42P01" or reason.startswith(
        "no such table"
    )
    if isinstance(error, utils.OperationalError | utils.ProgrammingError) and missing_table:
        return (
            "The database has not all tables of this version yet: start the site once (zulian up)."
        )
    if (
        isinstance(error, utils.OperationalError | utils.InterfaceError)
        or type(error) is utils.DatabaseError
    ):
        return f"The database cannot be used: {reason}"
    # insufficient_privilege of PostgreSQL
    if (
        isinstance(error, utils.ProgrammingError)
        and getattr(error.__cause__, "sqlstate", "") == "42501"
    ):
        return f"The database cannot be used: {reason}"
    return ""


def set_up() -> None:
    """Load Django and all apps. What they make stays for good: looking through it for garbage would take a sixth of the time."""
    import gc

    import django

    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()


def parser() -> argparse.ArgumentParser:
    """All commands with their help."""
    top = argparse.ArgumentParser(
        prog="zulian",
        description="组联通 zulian: from a circular to a live, supervised plan.",
        epilog=ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.set_defaults(light=False)
    top.add_argument("--version", action="version", version=f"zulian {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    up = commands.add_parser("up", help="bring the database up to date and serve the site")
    up.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    up.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    up.add_argument("--demo", action="store_true", help="fill an empty place with the demo first")
    up.set_defaults(act=serve)

    demo = commands.add_parser(
        "demo", help="fill the database with Fuxin's divisions and an invented demo"
    )
    demo.set_defaults(act=fill_demo)

    synth = commands.add_parser(
        "synth", help="add an invented province, to see how the site bears it"
    )
    synth.add_argument(
        "--people", type=int, default=100_000, help="how many people (default: 100000)"
    )
    synth.add_argument(
        "--seed", type=int, default=1, help="the same seed makes the same province (default: 1)"
    )
    synth.set_defaults(act=make_province)

    circular = commands.add_parser("circular", help="work with circulars").add_subparsers(
        metavar="ACTION", required=True
    )
    read = circular.add_parser(
        "read", help="read a circular (docx, pdf, html, txt) and show what was understood"
    )
    read.add_argument("file", type=Path)
    read.add_argument("--json", action="store_true", help="print everything as JSON")
    read.set_defaults(act=read_circular)

    audit = commands.add_parser("audit", help="the audit trail").add_subparsers(
        metavar="ACTION", required=True
    )
    verify = audit.add_parser(
        "verify", help="verify the chain of the audit trail, and compare it with anchors"
    )
    verify.add_argument(
        "--anchors", type=Path, help="a file of anchors as ZULIAN_ANCHOR had them written"
    )
    verify.set_defaults(act=verify_audit)
    audit.add_parser("seal", help="take over the trail of a version before 0.3, once").set_defaults(
        act=seal_audit
    )
    audit.add_parser("anchor", help="print the trail's anchor as of now").set_defaults(
        act=print_anchor
    )

    counts = commands.add_parser(
        "counts", help="the kept counts behind indicators and statistics"
    ).add_subparsers(metavar="ACTION", required=True)
    counts.add_parser("rebuild", help="count all rows anew").set_defaults(act=rebuild_counts)
    counts.add_parser("verify", help="compare the kept counts with the rows").set_defaults(
        act=verify_counts
    )

    traced = commands.add_parser(
        "trace", help="say who took the export that a workbook or a text was made of"
    )
    traced.add_argument("file", type=Path)
    traced.set_defaults(act=trace_export)

    places = commands.add_parser("places", help="load where divisions lie, or distances by road")
    places.add_argument(
        "file",
        type=Path,
        help="CSV: code,latitude,longitude; with --roads: from,to,kilometres,minutes",
    )
    places.add_argument("--roads", action="store_true", help="the file holds distances by road")
    places.add_argument(
        "--source", default="", help="where the coordinates come from, shown beside them"
    )
    places.set_defaults(act=load_places)

    daily = commands.add_parser(
        "daily", help="the day's work: indicator snapshots and reminders (up does it by itself)"
    )
    daily.add_argument(
        "--keep", action="store_true", help="go on, day after day, until the parent process ends"
    )
    daily.set_defaults(act=run_daily)

    worker = commands.add_parser(
        "worker",
        help="do queued jobs: imports, exports, messages (up starts what it needs by itself)",
    )
    worker.add_argument(
        "--only", choices=QUEUES, help="take jobs only, or messages only (default: both)"
    )
    worker.set_defaults(act=run_worker)

    # What `up` starts for itself: it waits for the server, then starts daily and worker. Without help it is not listed.
    beside = commands.add_parser("beside")
    beside.add_argument("--host", required=True)
    beside.add_argument("--port", type=int, required=True)
    beside.add_argument("--page", required=True)
    beside.add_argument("--messages", action="store_true")
    beside.set_defaults(act=run_beside, light=True)

    first_start.add_command(commands)
    first_days.add_commands(commands)
    card_commands.add_commands(commands)

    manage = commands.add_parser(
        "manage", help="run one of Django's own commands, e.g. zulian manage shell"
    )
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(act=run_django)
    return top


def serve(chosen: argparse.Namespace) -> int:
    """Serve until a stop signal."""
    from zulian import serving

    listen = serving.address(chosen.host, chosen.port)
    with serving.alone(listen):
        serving.prepare()
        if chosen.demo:
            serving.fill_demo()
        serving.tell_code(listen)
        serving.serve(listen)
    return 0


def fill_demo(_chosen: argparse.Namespace) -> int:
    """Fill the demo and print its accounts."""
    from zulian import serving

    serving.prepare()
    serving.fill_demo()
    return 0


def make_province(chosen: argparse.Namespace) -> int:
    """Add the invented province and say how long it took; status 1 where there is one already."""
    from zulian.certificates.demo.synth import synth
    from zulian.foundation.schema.lock import database_alone
    from zulian.serving import prepare

    prepare()
    start = time.perf_counter()
    try:
        with database_alone():
            made = synth(chosen.people, chosen.seed, lambda n: print(f"\r{n}", end="", flush=True))
    except ValueError as error:
        return tell(str(error), FAILED)
    took = time.perf_counter() - start
    print("\r" + ", ".join(f"{count} {what}" for what, count in made.items()))
    print(f"{took:.1f} s, {chosen.people / took:.0f} people/s")
    return 0


def read_circular(chosen: argparse.Namespace) -> int:
    """Read a file and print what was understood; status 1 with one sentence when it cannot be read."""
    from zulian.documents.reading import ReadError, read_paper
    from zulian.plans.reading.circular import understand
    from zulian.plans.reading.printing import as_json

    try:
        reading = understand(read_paper(chosen.file.read_bytes()))
    except OSError as error:
        print(f"{chosen.file}: {error.strerror}", file=sys.stderr)
        return 1
    except ReadError as error:
        print(f"{chosen.file}: {error}", file=sys.stderr)
        return 1
    if chosen.json:
        print(json.dumps(as_json(reading), ensure_ascii=False, indent=2))
        return 0
    print(f"{reading.number}  {reading.issuer}  {reading.date or ''}\n{reading.title}\n")
    for section in reading.sections:
        for node in section.walk():
            print(
                f"{'  ' * (len(node.path) > len(section.path))}{node.label} {node.title or node.text[:40]}"
            )
    print(f"\n{len(reading.duties)} duties, {len(reading.citations)} citations")
    for warning in reading.warnings:
        print(f"! {warning}")
    return 0


def verify_audit(chosen: argparse.Namespace) -> int:
    """Walk the chain, compare it with anchors, open sealed values; status 1 when an entry was altered or the key does not fit."""
    from zulian.foundation import anchors
    from zulian.foundation.scopes import EVERYTHING, scope
    from zulian.foundation.sealing import unfit_columns

    try:
        # Logs hold what other programs wrote, in whatever coding.
        known = (
            anchors.read(chosen.anchors.read_text(encoding="utf-8", errors="replace"))
            if chosen.anchors
            else []
        )
    except OSError as error:
        return tell(f"{chosen.anchors}: {error.strerror}", FAILED)
    except anchors.AnchorError as error:
        return tell(f"{chosen.anchors}: {error}", FAILED)
    if chosen.anchors and not known:
        return tell(f"There is no anchor in {chosen.anchors}.", FAILED)
    with scope(EVERYTHING):
        verdict = anchors.verify(known)
    for fault in verdict.faults:
        print(fault)
    if verdict.sound:
        print(
            f"{verdict.count} entries, the chain is sound"
            + (f", {len(known)} anchors agree" if known else "")
        )
    unfit = unfit_columns()
    print(
        f"The data key does not open {', '.join(unfit)}"
        if unfit
        else "The data key opens what is sealed"
    )
    return 0 if verdict.sound and not unfit else FAILED


def seal_audit(_chosen: argparse.Namespace) -> int:
    """Seal the trail of a version before 0.3; status 1 with one sentence where that can't be."""
    from zulian.foundation import anchors
    from zulian.foundation.scopes import EVERYTHING, scope

    try:
        with scope(EVERYTHING):
            print(f"{anchors.seal()} entries are sealed")
    except anchors.TrailError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def print_anchor(_chosen: argparse.Namespace) -> int:
    """Print the anchor; status 1 while the trail is empty."""
    from zulian.foundation import anchors
    from zulian.foundation.scopes import EVERYTHING, scope

    with scope(EVERYTHING):
        anchor = anchors.current()
    print(anchor.line() if anchor else "The trail is empty")
    return 0 if anchor else 1


def rebuild_counts(_chosen: argparse.Namespace) -> int:
    """Count everything anew as of today."""
    from zulian.foundation.clock import today
    from zulian.foundation.scopes import EVERYTHING, scope
    from zulian.indicators import aggregates

    start = time.perf_counter()
    with scope(EVERYTHING):
        count = sum(map(len, aggregates.rebuild(today()).values()))
    print(f"{count} counts in {time.perf_counter() - start:.1f} s")
    return 0


def verify_counts(_chosen: argparse.Namespace) -> int:
    """Compare; status 1 with the first differences where there are any."""
    from zulian.indicators import aggregates

    faults = aggregates.verify()
    print("\n".join(faults[:20]) if faults else "All kept counts agree with the rows")
    return 1 if faults else 0


def load_places(chosen: argparse.Namespace) -> int:
    """Load coordinates or road distances; status 1 with one sentence when the file does not fit."""
    from zulian.regions import services

    def load() -> int:
        if chosen.roads:
            return services.load_roads(chosen.file)
        return services.load_places(chosen.file, chosen.source or chosen.file.name)

    return first_days.load_file(chosen.file, load, "rows")


def run_daily(chosen: argparse.Namespace) -> int:
    """Do the day's work once; repeated on the same day it adds nothing."""
    from zulian.plans.services.daily import daily, keep_daily

    if chosen.keep:
        keep_daily()
        return 0
    done = daily()
    print(
        f"{done.snapshots} snapshots, {done.reminders} reminders, {done.published} publications ended, {done.cleared} old exports deleted"
    )
    return 0


def trace_export(chosen: argparse.Namespace) -> int:
    """Say who took the exports that a file was made of, by their hidden marks."""
    from django.core.exceptions import ValidationError

    from zulian.foundation.scopes import EVERYTHING, scope
    from zulian.ledgers.exports import trace

    try:
        with scope(EVERYTHING):
            jobs = trace(chosen.file.read_bytes())
    except OSError as error:
        return tell(f"{chosen.file}: {error.strerror}", FAILED)
    except ValidationError as error:
        return tell(f"{chosen.file}: {''.join(error.messages)}", FAILED)
    for job in jobs:
        whole = "unmasked" if job.options.get("whole") else "masked"
        print(
            f"export {job.pk}: {job.register.name}, {job.done} rows, {whole}, {job.at:%Y-%m-%d %H:%M} UTC, {job.post.user.name} ({job.post})"
        )
        if job.options.get("reason"):
            print(f"  reason given: {job.options['reason']}")
    if not jobs:
        print("no mark found")
    return 0 if jobs else 1


def run_worker(chosen: argparse.Namespace) -> int:
    """Do queued jobs until interrupted, once there are tables; what was lost with its worker is queued anew."""
    from django.core.management import call_command

    from zulian.foundation import sending
    from zulian.foundation.busy import patiently
    from zulian.ledgers.jobs import reclaim
    from zulian.serving import wait_for_tables

    wait_for_tables()
    patiently(reclaim)
    patiently(sending.resume)
    queue = QUEUES.get(chosen.only, "*")
    # A worker that the database throws out while it is busy begins again; it ends by a signal alone.
    patiently(
        lambda: call_command(
            "db_worker",
            queue_name=queue,
            interval=0.5,
            startup_delay=False,
            reload=False,
            verbosity=0,
        ),
        seconds=math.inf,
    )
    return 0


def run_beside(chosen: argparse.Namespace) -> int:
    """Run beside a server until it ends."""
    from zulian import serving

    serving.run_beside(serving.Address(chosen.host, chosen.port), chosen.page, chosen.messages)
    return 0


def run_django(chosen: argparse.Namespace) -> int:
    """Hand over to Django's command line."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["zulian manage", *chosen.rest])
    return 0


if __name__ == "__main__":
    from zulian.__main__ import main as program

    sys.exit(program())

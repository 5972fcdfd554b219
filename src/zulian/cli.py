"""The command line: `zulian --help`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from zulian import __version__, backup_commands, first_days, first_start
from zulian.certificates import commands as card_commands
from zulian.commands import (
    QUEUES,
    fill_demo,
    load_places,
    make_province,
    print_anchor,
    read_circular,
    rebuild_counts,
    run_beside,
    run_daily,
    run_django,
    run_worker,
    seal_audit,
    serve,
    tell,
    trace_export,
    verify_audit,
    verify_counts,
)
from zulian.errors import FAILED, StartError, first_line
from zulian.processes import Stopped

# Files that a command makes (the database, attachments) are for its own account alone.
PRIVATE = 0o077
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
    backup_commands.add_commands(commands)
    card_commands.add_commands(commands)

    manage = commands.add_parser(
        "manage", help="run one of Django's own commands, e.g. zulian manage shell"
    )
    manage.add_argument("rest", nargs=argparse.REMAINDER)
    manage.set_defaults(act=run_django)
    return top


if __name__ == "__main__":
    from zulian.__main__ import main as program

    sys.exit(program())

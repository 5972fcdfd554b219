"""What the commands of `zulian --help` do; each returns its exit status."""

from __future__ import annotations

import argparse
import json
import math
import sys
import time

from zulian import first_days
from zulian.errors import FAILED

# What a worker may be kept to, and its queue.
QUEUES = {"jobs": "default", "messages": "messages"}


def tell(sentence: str, status: int) -> int:
    """Print why it ends to standard error; the exit status."""
    print(sentence, file=sys.stderr)
    return status


def serve(chosen: argparse.Namespace) -> int:
    """Serve until a stop signal."""
    from zulian import serving

    listen = serving.address(chosen.host, chosen.port)
    with serving.alone(listen) as given:
        serving.prepare()
        if chosen.demo:
            serving.fill_demo()
        serving.tell_code(listen)
        serving.serve(listen, given)
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
    from zulian.beside import run_beside as run
    from zulian.serving import Address

    run(Address(chosen.host, chosen.port), chosen.page, chosen.messages)
    return 0


def run_django(chosen: argparse.Namespace) -> int:
    """Hand over to Django's command line."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["zulian manage", *chosen.rest])
    return 0

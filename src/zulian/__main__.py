"""The program: a signal that comes while modules are loaded ends it without a word, later ones by its own way."""

from __future__ import annotations

import signal
import sys


def main() -> int:
    """Run the command line as a program; returns the exit status."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # What was ignored from the start (nohup) stays ignored.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    from zulian import cli
    from zulian.processes import end_with_starter, stop_by_signals

    # What runs beside the server ends at once, or as it says itself; only a command of a person tells that it stopped.
    if not end_with_starter():
        stop_by_signals()
    return cli.main()


if __name__ == "__main__":
    sys.exit(main())

"""Processes of the site: they stop at a signal, end with their parent, and a place or an address is served once."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import IO

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# The variable by which a process of ours learns who started it.
PARENT = "ZULIAN_PARENT"
POLL_SECONDS, PATIENCE_SECONDS = 0.5, 5
# How soon a stop is asked for again that came where it can't be heard, and where that is.
AGAIN_SECONDS = 0.05
FINALIZER = (weakref.__file__, weakref.finalize.__call__.__name__)
# Before what ended by itself is started anew, in seconds.
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# From <linux/prctl.h>: the signal that the kernel sends to a process when its parent ends.
PR_SET_PDEATHSIG = 1


class Stopped(KeyboardInterrupt):
    """One of `STOP_SIGNALS` arrived; `number` says which."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Held(Exception):
    """Another process holds the lock; `note` is what it wrote there."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


def stop_by_signals() -> None:
    """Let the first of the stop signals raise `Stopped`; further ones are ignored, so that nothing interrupts the end.

    A signal that was ignored from the start (nohup) stays ignored.
    """

    def stop(number: int, frame: FrameType | None) -> None:
        if _is_finalizing(frame):
            # What is raised there is ignored, and the stop would be lost: it is asked for again once that is over.
            signal.signal(signal.SIGALRM, lambda _alarm, later: stop(number, later))
            signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
            return
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(number)

    for number in STOP_SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)


def _is_finalizing(frame: FrameType | None) -> bool:
    """Whether a frame runs within the finalizer of an object, where exceptions are ignored."""
    while frame is not None:
        code = frame.f_code
        if code.co_name == "__del__" or (code.co_filename, code.co_name) == FINALIZER:
            return True
        frame = frame.f_back
    return False


def start(commands: Sequence[Sequence[str]]) -> list[subprocess.Popen[bytes]]:
    """Start commands of ours that end with this process; Ctrl-C reaches this process alone, which then ends them."""
    environment = os.environ | {PARENT: str(os.getpid())}
    return [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "zulian", *command], env=environment, start_new_session=True
        )
        for command in commands
    ]


def say(words: str) -> None:
    """Print at once; a terminal that is closed meanwhile hears nothing, and ends nobody by it."""
    with suppress(OSError):
        print(words, flush=True)


class Kept:
    """A command of ours that is started anew whenever it has ended, after a pause that grows as long as it ends at once."""

    def __init__(self, command: Sequence[str]) -> None:
        self.command = command
        self.pause = FIRST_PAUSE
        self.due: float | None = None
        self._start()

    def _start(self) -> None:
        [self.process] = start([self.command])
        self.began = time.monotonic()

    def look(self) -> None:
        """Start the command anew where it has ended and its pause is over."""
        status, now = self.process.poll(), time.monotonic()
        if status is None:
            return
        if self.due is None:
            self.pause = (
                FIRST_PAUSE
                if now - self.began > LONGEST_PAUSE
                else min(2 * self.pause, LONGEST_PAUSE)
            )
            self.due = now + self.pause
            words = f"{' '.join(self.command)} ended with status {status}, it is started again in {self.pause:.0f} s"
            say(words)
        elif now >= self.due:
            self.due = None
            self._start()


def end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """End processes; one that takes too long is killed, and a job cut short is taken up again at the next start."""
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def end_with_starter() -> bool:
    """End this process when the one that started it ends, where it was started by `start`; whether it was."""
    parent = os.environ.pop(PARENT, "")
    if parent:
        end_with(int(parent))
    return bool(parent)


def end_with(parent: int) -> None:
    """Kill this process as soon as its parent has ended, however that ended.

    On Linux the kernel does so; elsewhere a thread looks for it.
    """
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    # The parent may have ended before it was watched.
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def _watch(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def locked(path: Path, note: str = "") -> Iterator[None]:
    """Hold a lock file for the time of the block, with a note for others; raises `Held` where another process has it.

    The lock goes with the process, however it ends; the file stays and means nothing by itself.
    """
    with _lock_file(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Held(file.read().strip()) from None
        file.truncate(0)
        file.write(note)
        file.flush()
        yield


@contextmanager
def in_turn(path: Path, waiting: str) -> Iterator[None]:
    """Hold a lock file for the time of the block; where another process has it, say `waiting` and wait."""
    with _lock_file(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print(waiting, flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _lock_file(path: Path) -> IO[str]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="utf-8")


def claim_address(host: str, port: int) -> socket.socket | None:
    """Claim an address among the servers of this site on this machine, until the socket is closed.

    The web server lets others listen on its port beside it, so that binding alone does not keep a second one away.
    Raises OSError (EADDRINUSE) where another server of ours has it; None where the system has no abstract names.
    """
    if sys.platform != "linux":
        return None
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        claim.bind(f"\0zulian [{host}]:{port}")
    except OSError:
        claim.close()
        raise
    return claim

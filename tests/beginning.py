"""Lets every run of the tests begin at the same moment: imported before anything asks what day it is.

In office hours, so that no test passes on some days and fails on others, and no midnight lies between what was filled in
and what is asked. TESTS_BEGIN tries another moment; `plans/test_demo_days.py` fills the demo on many days.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import time_machine

BEGIN = datetime.fromisoformat(os.environ.get("TESTS_BEGIN", "2026-11-25T10:30:00+08:00"))
# Workers begin when the run does: they are told by how much its clock was moved.
MOVED = os.environ.setdefault(
    "TESTS_MOVED_BY_SECONDS", str((BEGIN - datetime.now(UTC)).total_seconds())
)
time_machine.travel(datetime.now(UTC) + timedelta(seconds=float(MOVED))).start()

"""Starting a process of the site, beside starting Django with the other packages alone: CPU time, for it does not hang on others' work."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from typing import Any

# Both read the site's settings; the peer leaves out its own apps and what belongs to them.
OURS = "import django; django.setup(); import zulian.urls"
PEER = "import django; django.setup()"
SAY = "; import time; print(time.process_time())"
RUNS = 7
TIMES = 4


def cpu_seconds(code: str, settings: str, folder: str) -> float:
    """CPU seconds of a fresh process, interpreter included, with byte code as an installed package has it."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": settings,
        "ZULIAN_HOME": folder,
        # A place of its own: the database of the other parts is sealed with another key.
        "DATABASE_URL": f"sqlite:///{folder}/start.sqlite3",
        "PYTHONPYCACHEPREFIX": folder,
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", code + SAY], env=environment, stdout=subprocess.PIPE, check=True
    )
    return float(done.stdout)


def start() -> list[dict[str, Any]]:
    """The medians of both, by turns, after one run each that leaves byte code behind."""
    ours, peer = [], []
    with tempfile.TemporaryDirectory() as folder:
        for _run in range(RUNS + 1):
            ours.append(cpu_seconds(OURS, "zulian.settings", folder))
            peer.append(cpu_seconds(PEER, "bench.settings_bare", folder))
    own, other = statistics.median(ours[1:]) * 1000, statistics.median(peer[1:]) * 1000
    return [
        {
            "what": "start of a process, CPU",
            "ms": round(own, 2),
            "promise": f"within {TIMES} times the peer",
            "kept": own <= TIMES * other,
            "peer": "Django and the other packages alone",
            "peer_ms": round(other, 2),
        }
    ]

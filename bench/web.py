"""A web process on its own: serves the pages of the province to one user many times, and prints its peak memory in MB."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import django

PAGES = (
    "/",
    "/people/",
    "/certificates/cards/",
    "/certificates/holders/",
    "/indicators/",
    "/search/?q=zy",
    "/plans/",
    "/ledgers/people/export/",
)
TURNS = 30


def main() -> None:
    """Serve, and say what it took."""
    django.setup()
    from django.test import Client

    from zulian.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(pk=int(sys.argv[1])))
    for _turn in range(TURNS):
        for page in PAGES:
            assert client.get(page).status_code == 200, page
    # Not getrusage: its peak is also that of the process which started this one.
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert peak is not None
    print(int(peak[1]) / 1024)


if __name__ == "__main__":
    main()

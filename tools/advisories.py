"""Ask for known advisories about the packages of the site: `advisories.py LOCK [options of pip-audit]`.

Status 1 names what was found. Where the database of advisories was not reachable, or knew nothing of a package, it says so and
lets the check pass: a machine without the network may still check the rest.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

AUDIT = (
    "--progress-spinner",
    "off",
    "--disable-pip",
    "--require-hashes",
    "--timeout",
    "5",
    "--format",
    "json",
)
# What requests and urllib3 say of a service that does not answer.
UNREACHABLE = (
    "ConnectionError",
    "ConnectTimeout",
    "ReadTimeout",
    "ConnectionRefused",
    "NameResolutionError",
    "ProxyError",
)


def main(lock: str, *options: str) -> int:
    """Run the audit; returns the exit status."""
    command = [str(Path(sys.executable).parent / "pip-audit"), *AUDIT, "-r", lock, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return _unanswered(done.stderr)
    found = [f"{p['name']} {p['version']}: {v['id']}" for p in packages for v in p.get("vulns", [])]
    skipped = [p["name"] for p in packages if "skip_reason" in p]
    if found:
        print("\n".join(["Known advisories:", *found]), file=sys.stderr)
        return 1
    if skipped:
        print(
            f"pip-audit: the database of advisories told nothing of {len(skipped)} of {len(packages)} packages"
        )
    else:
        print(f"pip-audit: no advisories for {len(packages)} packages")
    return 0


def _unanswered(said: str) -> int:
    if any(reason in said for reason in UNREACHABLE):
        print("pip-audit: the database of advisories was not reachable")
        return 0
    print(said, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

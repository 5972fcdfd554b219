"""The units of systemd."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from deploy.checks.common import DEPLOY, checked, known_settings, run, skipped
from deploy.checks.image import moved

# `systemd-analyze security` calls less than this "OK": 0 is all locked away, 10 is nothing.
EXPOSURE = 25


def check_units(root: Path) -> None:
    """systemd's own judgement of the units, and that their commands exist."""
    folder = root / "units"
    folder.mkdir()
    for unit in (DEPLOY / "systemd").glob("*.service"):
        text = moved(unit.read_text(encoding="utf-8"), root)
        text = text.replace(f"{root}/var/lib", "/var/lib")
        [command] = re.findall(r"^ExecStart=(.+)$", text, re.M)
        run([*command.split(), "--help"])
        (folder / unit.name.replace("@", "@1")).write_text(text, encoding="utf-8")
    for unit in (DEPLOY / "systemd").glob("*.socket"):
        shutil.copy(unit, folder)
    units = sorted(map(str, folder.glob("*.service")))
    sockets = sorted(map(str, folder.glob("*.socket")))
    names = " and ".join(Path(unit).name for unit in units)
    settings = (DEPLOY / "systemd/zulian.env.example").read_text(encoding="utf-8")
    known_settings(dict.fromkeys(re.findall(r"^(?:# )?([A-Z_]+)=", settings, re.M), ""))
    checked(
        f"{names}: the commands they start are there, and so are the settings of zulian.env.example"
    )
    if not shutil.which("systemd-analyze"):
        skipped("units by systemd-analyze", "it is not installed")
        return
    run(["systemd-analyze", "verify", "--man=no", *units, *sockets])
    for path in units:
        run(
            [
                "systemd-analyze",
                "security",
                "--no-pager",
                "--offline=true",
                f"--threshold={EXPOSURE}",
                path,
            ]
        )
    checked(
        f"units and sockets: accepted by systemd-analyze verify; exposure at most {EXPOSURE / 10} of 10"
    )

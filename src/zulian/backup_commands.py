"""Commands that keep a site's data elsewhere, and bring it back: `zulian backup`, `zulian restore`."""

from __future__ import annotations

import argparse
from pathlib import Path


def add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `backup` and `restore` to the command line."""
    making = commands.add_parser(
        "backup", help="keep database and attachments as they are now, sealed with the data key"
    )
    where = making.add_mutually_exclusive_group(required=True)
    where.add_argument(
        "folder", type=Path, nargs="?", help="where backups stand, each in a folder of its own"
    )
    where.add_argument(
        "--nightly", action="store_true", help="make that of this night as ZULIAN_BACKUP says"
    )
    # What `up` starts for itself.
    making.add_argument("--on", action="store_true", help=argparse.SUPPRESS)
    making.add_argument(
        "--keep", type=int, default=0, help="how many of the newest stay there (default: all)"
    )
    making.set_defaults(act=make)

    restoring = commands.add_parser(
        "restore", help="put a backup into an empty place, after all of it was verified"
    )
    restoring.add_argument("backup", type=Path, help="the folder of one backup")
    restoring.add_argument(
        "--verify", action="store_true", help="only say whether it is whole and the key fits"
    )
    restoring.set_defaults(act=put_back)


def make(chosen: argparse.Namespace) -> int:
    """Make a backup and say where it stands."""
    from zulian import backups

    if chosen.nightly:
        return _make_nightly(goes_on=chosen.on)
    place = backups.backup(chosen.folder, max(0, chosen.keep))
    manifest = backups.verify(place)
    size = sum(one.size for one in manifest.files)
    print(f"{place}: {len(manifest.files)} files, {size:,} bytes, verified")
    return 0


def put_back(chosen: argparse.Namespace) -> int:
    """Verify a backup, and put it back unless only that was asked for."""
    from zulian import backups

    if chosen.verify:
        manifest = backups.verify(chosen.backup)
        print(
            f"{manifest.name}: {len(manifest.files)} files, whole, made by zulian {manifest.version}"
        )
        return 0
    count = backups.restore(chosen.backup)
    print(f"{count} files restored. Next: zulian audit verify, zulian counts verify, zulian up")
    return 0


def _make_nightly(goes_on: bool) -> int:
    """Make the backup of this night, or with `goes_on` that of every night until the parent ends.

    Raises StartError where no folder is set.
    """
    from django.conf import settings

    from zulian import nightly
    from zulian.errors import StartError

    if settings.BACKUP is None:
        raise StartError("ZULIAN_BACKUP names no folder for backups.")
    if goes_on:
        nightly.keep_backing_up(settings.BACKUP)
    else:
        print(f"{nightly.back_up(settings.BACKUP)}: verified")
    return 0

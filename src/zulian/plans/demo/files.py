"""Attachments of a fill that was cut short: the database takes its rows back, and the files must go as well."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def files_of_the_fill() -> Iterator[None]:
    """Let the attachments that the block writes go where it fails; where it is killed, the next fill takes them away.

    A mark beside the folder says that all in it is of a fill that is not done. Files that were there before are never
    touched: there no mark is set.
    """
    folder = Path(settings.MEDIA_ROOT)
    mark = folder.with_name(f"{folder.name}.unfinished")
    if mark.exists():
        shutil.rmtree(folder, ignore_errors=True)
    elif folder.exists() and any(folder.iterdir()):
        yield
        return
    mark.touch()
    try:
        yield
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        mark.unlink()

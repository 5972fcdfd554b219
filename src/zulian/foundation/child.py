"""The process in which `foundation.bounded` has a file read.

Run as `python -m zulian.foundation.child MEMORY SECONDS MODULE:FUNCTION FILE WORD…`; writes + and the pickled answer of the
function, or - and why the file cannot be read.
"""

from __future__ import annotations

import io
import os
import pickle
import resource
import sys
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any

from zulian.foundation.bounded import BROKEN, LARGE, Unreadable

# The web server comes first on a machine with few processors.
NICE = 10


def main(memory: int, seconds: int, reader: str, path: str, *words: str) -> int:
    """Read one file within the limits; the status is 0 whatever came of it."""
    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # At the first limit it ends by the signal that says why, at the second it is killed.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    # A dump of its memory would hold what stood in the file.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout.buffer
    try:
        module, _colon, function = reader.partition(":")
        answer = getattr(import_module(module), function)(Path(path).read_bytes(), *words)
        packed = io.BytesIO()
        _Packer(packed, pickle.HIGHEST_PROTOCOL).dump(answer)
        out.write(b"+" + packed.getvalue())
    except Unreadable as error:
        out.write(b"-" + str(error).encode())
    except MemoryError:
        out.write(b"-" + LARGE.encode())
    except Exception:  # whatever a broken file makes the reader raise
        out.write(b"-" + BROKEN.encode())
    return 0


class _Packer(pickle.Pickler):
    """Packs a member of an enumeration as its class with its value; Python before 3.11.4 looks it up by `getattr` instead,
    which has no place in an answer.
    """

    def reducer_override(self, value: Any) -> Any:
        return (type(value), (value.value,)) if isinstance(value, Enum) else NotImplemented


def translate_into(language: str) -> None:
    """Let gettext speak a language in this process, without loading the site's settings and apps."""
    from django.apps import apps
    from django.conf import settings
    from django.utils import translation

    locale = Path(__file__).parents[1] / "locale"
    settings.configure(
        INSTALLED_APPS=[], USE_I18N=True, LANGUAGE_CODE=language, LOCALE_PATHS=[locale]
    )
    apps.populate([])  # django.setup would import the half of Django
    translation.activate(language)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:]))

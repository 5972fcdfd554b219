"""A file read and understood in a bounded process: the web server waits for it, and nobody waits for the web server."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zulian.documents.reading import Grid, Line, Paper, ReadError, read_paper
from zulian.foundation.bounded import (
    BROKEN,
    BUSY,
    LARGE,
    MIB,
    SLOW,
    Limits,
    Unreadable,
    read_bounded,
)
from zulian.foundation.child import translate_into
from zulian.plans.reading.actors import Actors
from zulian.plans.reading.circular import Reading, understand
from zulian.plans.reading.citations import Citation
from zulian.plans.reading.duties import Duty, Guess
from zulian.plans.reading.parts import Part
from zulian.plans.reading.quantities import Quantity
from zulian.plans.reading.times import Deadline, Rhythm
from zulian.plans.reading.tree import Node

# A real circular takes a tenth of a second; somebody waits for the answer.
LIMITS = Limits(memory=1024 * MIB, processor=20, clock=40)
CLASSES = (
    Paper,
    Line,
    Grid,
    Reading,
    Part,
    Node,
    Citation,
    Duty,
    Guess,
    Actors,
    Deadline,
    Rhythm,
    Quantity,
    date,
)


def read_apart(data: bytes) -> tuple[Paper, Reading]:
    """Read a file and understand it as a circular. Raises ReadError with one sentence when it cannot be read."""
    try:
        paper, reading = read_bounded(
            f"{__name__}:read", data, get_language() or "", limits=LIMITS, classes=CLASSES
        )
    except Unreadable as fault:
        raise ReadError(_sentence(str(fault))) from fault
    return paper, reading


def read(data: bytes, language: str) -> tuple[Paper, Reading]:
    """The same in the process made for it, with sentences in a language. Raises Unreadable."""
    translate_into(language)
    try:
        paper = read_paper(data)
    except ReadError as error:
        raise Unreadable(str(error)) from error
    return paper, understand(paper)


def _sentence(fault: str) -> str:
    """What to say of a fault; a reader's own sentence is said as it is."""
    return {
        BUSY: _("正在读取的文件较多，请过一会儿再上传。"),
        SLOW: _("文件读取超时，请只上传文件正文部分，或另存为文本后再上传。"),
        LARGE: _("文件展开后太大，请删去图片和附表后再上传。"),
        BROKEN: _("文件已损坏，无法读取，请重新导出后上传。"),
    }.get(fault, fault)

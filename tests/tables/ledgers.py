"""The ledgers room in the world of the standing tables: an import waiting for its yes, one written, an export, a job in the queue."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.ledgers import books
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.scopes import scope
from zulian.ledgers import asking, exports
from zulian.ledgers.models import Import, Job
from zulian.ledgers.workbooks import read_workbook

PAGES = {
    "ledgers:detail": "ready",
    "ledgers:agree": "ready",
    "ledgers:columns": "ready",
    "ledgers:answer": "ready",
    "ledgers:forget": "ready",
    "ledgers:sheets": "ready",
    "ledgers:drop": "ready",
    "ledgers:refused": "ready",
    "ledgers:revert": "written",
    "ledgers:job": "export",
    "ledgers:file": "export",
    "ledgers:progress": "export",
    "ledgers:stop": "queued",
}
KEYED = ("template", "import", "export")
SENT: dict[str, Any] = {
    "ledgers:agree": lambda w: {"mode": "good"},
    "ledgers:columns": lambda w: {"h0": "address"},
    "ledgers:answer": lambda w: {"c4-id_number": books.number(3)},
    "ledgers:forget": lambda w: {},
    "ledgers:sheets": lambda w: {"sheet": "续表"},
    "ledgers:drop": lambda w: {},
    "ledgers:revert": lambda w: {},
    "ledgers:stop": lambda w: {},
    "ledgers:import": lambda w: {
        "file": SimpleUploadedFile("台账.xlsx", books.book(books.HEADS, books.people(1)))
    },
    "ledgers:export": lambda w: {"whole": "no"},
}
READERS = {
    f"ledgers:{name}": Role.CERTIFICATE_CLERK
    for name in (
        "imports",
        "detail",
        "refused",
        "columns",
        "job",
        "file",
        "progress",
        "jobs",
        "import",
        "template",
    )
}
ACTIONS = {
    f"ledgers:{name}" for name in ("agree", "answer", "forget", "sheets", "drop", "revert", "stop")
}
FILES = {"ledgers:template", "ledgers:refused", "ledgers:file", "ledgers:progress"}


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """All of the county's clerk."""
    clerk = inside[Role.CERTIFICATE_CLERK]
    lines = books.people(8)
    lines[2][1], lines[4][3] = "210900196005060011", "无"
    # Read in this process: the world is built some hundred times, and reading apart has tests of its own.
    with scope(clerk.region.scope()), patch("zulian.ledgers.services.read_grids", read_workbook):
        written = books.agree(
            books.hand_in("people", clerk, books.book(books.HEADS, books.people(3)), "已导入.xlsx")
        )
        lines[0][3] = "12055556666"
        lines[5][4] = "汉满"
        heads, groups = [*books.HEADS, "组别"], [[*row, "一组"] for row in lines]
        two = books.sheets(("花名册", [heads, *groups]), ("续表", [heads, *groups[:2]]))
        ready = books.hand_in("people", clerk, two, "待确认.xlsx")
        asking.answer(ready, clerk, {"words": {"ethnicity": {"汉满": "满族"}}})
        export = exports.ask(books.ledger("people"), clerk, "sex=male")
        queued = Job.objects.create(
            region=clerk.region, post=clerk, kind=Job.Kind.EXPORT, ledger="people"
        )
    return {
        "ready": Import.objects.get(pk=ready.pk),
        "written": written,
        "export": Job.objects.get(pk=export.pk),
        "queued": queued,
    }

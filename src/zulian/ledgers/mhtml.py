"""A workbook that was saved as a web page in one file (单个文件网页, MHTML) and may call itself .xls. In a bounded process."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from html import unescape
from typing import Any

from zulian.foundation.bounded import BROKEN, Unreadable
from zulian.ledgers.marked import Merged, read_marked, text_of

HEAD = re.compile(rb"^mime-version:", re.I | re.M)
RELATED = re.compile(rb"^content-type:\s{0,8}multipart/related", re.I | re.M)
# How Excel names its sheets in the page that holds them.
SHEET = re.compile(
    r"<x:Name>([^<>]{1,100})</x:Name>\s{0,80}<x:WorksheetSource\s{1,80}HRef=\"([^\"<>]{1,300})\"",
    re.I,
)
TABS = "tabstrip.htm"
MAX_PARTS = 500


def is_mhtml(head: bytes) -> bool:
    """Whether a file begins as a web page in one file does."""
    return bool(HEAD.search(head[:4096]) and RELATED.search(head[:4096]))


def read_mhtml(data: bytes) -> list[tuple[str, list[list[str]], list[Merged]]]:
    """The tables of all pages, under the names of their sheets where the file tells them. Raises Unreadable."""
    pages = _pages(data)
    names = dict(name for page in pages.values() for name in _names(page))
    found: list[tuple[str, list[list[str]], list[Merged]]] = []
    for place, page in pages.items():
        try:
            tables = read_marked(page)
        except Unreadable as fault:
            # The page that only holds the others has no table.
            if str(fault) != BROKEN:
                raise
            continue
        title = names.get(place, "")
        for number, (name, rows, merged) in enumerate(tables, 1):
            own = title if number == 1 else f"{title} {number}"
            found.append(((own if title else name), rows, merged))
    if not found:
        raise Unreadable(BROKEN)
    return found


def _pages(data: bytes) -> dict[str, bytes]:
    """The pages in the file by the last part of their address, without the strip of Excel's tabs."""
    found: dict[str, bytes] = {}
    for number, part in enumerate(message_from_bytes(data).walk()):
        if number > MAX_PARTS:
            raise Unreadable(BROKEN)
        if part.get_content_type() != "text/html":
            continue
        place = _file_name(str(part.get("Content-Location", number)))
        body: Any = part.get_payload(decode=True)
        if place != TABS and body:
            found[place] = _told_coding(part, body)
    return found


def _told_coding(part: Message, body: bytes) -> bytes:
    """A page as UTF-8, where its part says how it is written and the page itself may not."""
    coding = part.get_content_charset()
    try:
        return body.decode(coding).encode() if coding and coding != "us-ascii" else body
    except (LookupError, UnicodeDecodeError):
        return body


def _names(page: bytes) -> list[tuple[str, str]]:
    return [(_file_name(place), unescape(name)) for name, place in SHEET.findall(text_of(page))]


def _file_name(address: str) -> str:
    return address.replace("\\", "/").rpartition("/")[2].lower()

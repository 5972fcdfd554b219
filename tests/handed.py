"""Plain builders of pages that act for somebody without an account: handed out by two officers, opened by its holder."""

from __future__ import annotations

from django.test import Client

from tests.builders import officer
from zulian.accounts import handing
from zulian.accounts.handed_kinds import kind_of

PIN = "246810"


def handed(kind: str, row_id: object) -> str:
    """The address of a page that one officer asked for and another showed."""
    found, object_id = kind_of(kind), str(row_id)
    region = found.find(object_id).region_id
    handing.ask(found, object_id, officer(region))
    _page, path = handing.show(found, object_id, officer(region))
    return path


def take(client: Client, path: str) -> None:
    """The holder opens a page for the first time."""
    assert client.post(path, {"pin": PIN, "again": PIN}).status_code == 302

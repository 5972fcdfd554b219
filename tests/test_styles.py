"""What a page weighs, and the sheet that is cut from Tabler's: nothing that pages bear is missing from it."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client
from tools import trim_styles
from tools.trim_styles import Borne, trim, trimmed

import zulian
from tests.tables.world import World
from zulian.accounts.roles import Role

STATIC = Path(zulian.__file__).parent / "static"
# Scripts and styles of a first page, compressed.
MOST_BYTES = 70_000
ASKED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')
ON_PAGES = Borne(frozenset({"card", "list-group"}), ("alert-",), frozenset({"data-here"}))


@pytest.mark.parametrize(
    ("sheet", "kept"),
    [
        (".card{color:red}", ".card{color:red}"),
        (".modal{color:red}", ""),
        (".card .modal,.card>a{color:red}", ".card>a{color:red}"),
        (".card:not(.modal){color:red}", ".card:not(.modal){color:red}"),
        (".card:is(.modal,.list-group){color:red}", ".card:is(.modal,.list-group){color:red}"),
        (".card:has(>.modal){color:red}", ""),
        (".alert-danger{color:red}", ".alert-danger{color:red}"),
        ("[data-theme=dark] a{color:red}", ""),
        ("[data-here] a,[dir=rtl] a{color:red}", "[data-here] a{color:red}"),
        ("@media (width>1px){.modal{color:red}}", ""),
        ("@media (width>1px){.card{color:red}}", "@media (width>1px){.card{color:red}}"),
        ('.card{background:url("data:a;{}b")}', '.card{background:url("data:a;{}b")}'),
        (":root{--a:1;--b:2}.card{top:var(--a)}", ":root{--a:1}\n.card{top:var(--a)}"),
        (":root{--a:var(--b);--b:2}", ""),
        (".card{--a:1;--a:2;top:var(--a)}", ".card{--a:2;top:var(--a)}"),
        ("@keyframes turn{to{top:0}}", ""),
        (
            ".card{animation:turn 1s}@keyframes turn{to{top:0}}",
            ".card{animation:turn 1s}\n@keyframes turn{to{top:0}}",
        ),
    ],
)
def test_kept_is_what_pages_bear(sheet: str, kept: str) -> None:
    assert trim(sheet, ON_PAGES, "").strip() == kept


def test_what_the_house_reads_of_it_is_kept() -> None:
    assert trim(":root{--a:1}", ON_PAGES, "p{top:var(--a)}").strip() == ":root{--a:1}"


def test_the_served_sheet_is_what_the_tool_cuts() -> None:
    assert trimmed() == trim_styles.TRIMMED.read_text(), "run tools/trim_styles.py --write"
    assert "Licensed under MIT" in trimmed()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/plans/overview/", "/search/", "/people/", "/accounts/inbox/"]
)
def test_a_first_page_is_light(world: World, path: str) -> None:
    page = world.client(world.inside[Role.COUNTY_OFFICER]).get(path)
    assert page.status_code == 200
    assert weight(page.content.decode()) <= MOST_BYTES


@pytest.mark.django_db
def test_the_page_to_sign_in_is_light(client: Client) -> None:
    assert weight(client.get("/accounts/sign-in/").content.decode()) <= MOST_BYTES


def weight(page: str) -> int:
    """The bytes of all scripts and sheets that a page asks for, as they are sent."""
    asked = set(ASKED.findall(page))
    assert len(asked) >= 3
    return sum(len(gzip.compress((STATIC / name).read_bytes())) for name in asked)

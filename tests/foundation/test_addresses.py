"""Addresses come from names: a room may be renamed, and the site may stand below a prefix."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import clear_script_prefix, get_resolver, include, path, reverse, set_script_prefix
from pytest_django import Settings

import zulian
from tests import builders
from zulian.accounts.models import Message
from zulian.accounts.roles import Role
from zulian.foundation import navigation, top
from zulian.grassroots.services.common import address

ROOT = Path(zulian.__file__).parent
PYTHON = sorted(p for p in ROOT.rglob("*.py") if "migrations" not in p.parts)
PAGES = sorted(
    p for kind in ("html", "txt", "js") for p in ROOT.rglob(f"*.{kind}") if "vendor" not in p.parts
)
ROOMS = sorted(
    {str(p.pattern).split("/")[0] for p in get_resolver("zulian.urls").url_patterns} - {""}
)
WRITTEN = re.compile(rf"(?<![\w.<>/])/(?:{'|'.join(ROOMS)})(?:/|\?|$)")
# In a page nothing at all leads to an address that is written down, be it the first page alone.
LINKED = re.compile(r"""\b(?:href|src|action|formaction|hx-\w+|data-[\w-]+)=["']/""")

# All rooms below another address, for the tests of this module.
urlpatterns = [path("rooms/", include("zulian.urls"))]


def texts(source: str) -> Iterator[tuple[int, str]]:
    """The strings of a module with their lines, docstrings left out."""
    tree = ast.parse(source)
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, kinds) and _has_docstring(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


def _has_docstring(
    node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef,
) -> bool:
    return (
        bool(node.body)
        and isinstance(node.body[0], ast.Expr)
        and isinstance(node.body[0].value, ast.Constant)
    )


def faults_of_python(source: str) -> list[int]:
    return [line for line, text in texts(source) if WRITTEN.search(text)]


def faults_of_page(source: str) -> list[int]:
    lines = enumerate(source.splitlines(), 1)
    return [number for number, line in lines if WRITTEN.search(line) or LINKED.search(line)]


def test_there_is_something_to_read() -> None:
    assert len(PYTHON) > 300 and len(PAGES) > 150
    assert {"accounts", "plans", "regions", "search", "volunteers"} <= set(ROOMS)


def test_no_module_writes_an_address_down() -> None:
    faults = {
        str(p.relative_to(ROOT)): faults_of_python(p.read_text(encoding="utf-8")) for p in PYTHON
    }
    assert {name: lines for name, lines in faults.items() if lines} == {}


def test_no_page_writes_an_address_down() -> None:
    faults = {
        str(p.relative_to(ROOT)): faults_of_page(p.read_text(encoding="utf-8")) for p in PAGES
    }
    assert {name: lines for name, lines in faults.items() if lines} == {}


@pytest.mark.parametrize(
    "line",
    [
        'x = "/plans/"',
        'x = f"/plans/{pk}/"',
        'x = f"{host}/plans/assignments/"',
        'go("/search?q=1")',
        'x = "/plans"',
    ],
)
def test_an_address_in_a_module_is_found(line: str) -> None:
    assert faults_of_python(line) == [1]


@pytest.mark.parametrize(
    "line",
    ['x = "plans/page.html"', '"""See /plans/ for more."""', 'x = "../plans/"', 'x = "/planning/"'],
)
def test_other_words_of_a_module_are_not(line: str) -> None:
    assert faults_of_python(line) == []


@pytest.mark.parametrize(
    "line", ['<a href="/plans/">', '<a href="/">', "fetch('/search/?q=')", '<p data-sync="/x/">']
)
def test_an_address_in_a_page_is_found(line: str) -> None:
    assert faults_of_page(line) == [1]


@pytest.fixture
def moved(settings: Settings) -> Iterator[None]:
    """The site below /office/, its rooms below rooms/ there."""
    settings.ROOT_URLCONF = __name__
    settings.FORCE_SCRIPT_NAME = "/office"
    # Settled once for a process: before there is a prefix.
    assert settings.STATIC_URL == "/static/"
    set_script_prefix("/office/")
    # Links that were made for the site as it stands otherwise.
    _forget_what_is_rendered()
    yield
    _forget_what_is_rendered()
    clear_script_prefix()


def _forget_what_is_rendered() -> None:
    for kept in (navigation._rendered, top.pieces_of, top.comforts, top.assets):
        kept.cache_clear()


@pytest.mark.usefixtures("regions", "moved")
def test_stored_addresses_and_redirects_lead_to_where_the_site_stands(client: Client) -> None:
    city, county = builders.post(Role.CITY_OFFICER), builders.post(Role.COUNTY_OFFICER)
    circular = builders.plan(city)
    client.force_login(county.user)
    message = Message.objects.get(region_id=builders.COUNTY, kind="adopted")
    assert message.url == f"/office/rooms/plans/assignments/?circular={circular.pk}"
    assert client.get(f"/rooms/accounts/inbox/{message.pk}/")["Location"] == message.url
    page = client.get("/rooms/plans/assignments/").content.decode()
    links = set(re.findall(r"""\b(?:href|action|hx-get)=["'](/[^"'#]*)""", page))
    assert reverse("plans:assignment-list") in links
    assert [link for link in links if not link.startswith(("/office/rooms/", "/static/"))] == []
    client.logout()
    sign_in = client.get("/rooms/plans/assignments/")["Location"]
    assert sign_in == "/office/rooms/accounts/sign-in/?next=/office/rooms/plans/assignments/"


@pytest.mark.usefixtures("moved")
def test_a_page_given_as_evidence_is_one_of_the_site_where_it_stands() -> None:
    assert address("https://zulian.example/office/rooms/people/?q=1") == "/office/rooms/people/?q=1"
    for other in (
        "/rooms/people/",
        "/office/people/",
        "https://zulian.example/elsewhere/",
        "people",
        "/office",
    ):
        with pytest.raises(ValidationError, match="/office/rooms/people/"):
            address(other)

"""No log of any page, whoever asks it and whatever is sent, carries an ID number, a telephone, a name or the key of a page."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from io import StringIO
from logging.config import dictConfig
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import override_settings

from tests import logs
from tests.tables.permissions import ADDRESSES, Asker, plain_refusals, table
from tests.tables.world import ARGUMENTS, SENT, World, address
from zulian.accounts.models import User
from zulian.accounts.roles import Role
from zulian.foundation.logs import is_key
from zulian.people.models import Person

pytestmark = pytest.mark.django_db
TABLE = table()


@pytest.fixture(scope="module")
def asker(world: World) -> Iterator[Asker]:
    """Asks as the site is asked: a fault becomes a line of the log and not an error of the test."""
    with plain_refusals(), override_settings(DEBUG_PROPAGATE_EXCEPTIONS=False):
        yield Asker(world)


@pytest.fixture(scope="module")
def private(world: World) -> set[str]:
    """What is written of nobody: names, numbers and telephones of everybody in the world, and keys of its pages."""
    people = {
        value
        for person in Person.objects.all()
        for value in (person.name, person.id_number, person.phone)
        if value
    }
    people |= {str(name) for name in User.objects.values_list("name", flat=True)}
    keys = {arg for make in ARGUMENTS.values() for arg in make(world) if is_key(arg)}
    return people | keys


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the site's log writes, in both of its forms, from lines of no importance on."""
    out = StringIO()
    chosen: dict[str, Any] = copy.deepcopy(settings.LOGGING)
    console = {**chosen["handlers"]["console"], "stream": out}
    chosen["handlers"] = {form: {**console, "formatter": form} for form in ("line", "json")}
    chosen["root"]["handlers"] = list(chosen["handlers"])
    loggers = ("django", "django.request", "zulian", "zulian.requests", "axes")
    chosen["loggers"] = {name: {"level": "INFO"} for name in loggers}
    with logs.as_before():
        dictConfig(chosen)
        yield out


def asked(asker: Asker, name: str) -> None:
    """Ask an address as who may, as who may not, and send what it takes."""
    url = address(name, asker.world)
    for post in (asker.world.inside[Role.COUNTY_OFFICER], asker.world.outside[Role.SYSTEM_ADMIN]):
        for method in ("GET", "POST") if name in SENT else ("GET",):
            with transaction.atomic():
                asker.handler.get_response(asker.request(post, name, method, url))
                transaction.set_rollback(True)


def test_there_is_something_to_find(private: set[str]) -> None:
    assert len(private) > 30


@pytest.mark.parametrize("name", ADDRESSES)
def test_no_line_carries_it(asker: Asker, private: set[str], written: StringIO, name: str) -> None:
    asked(asker, name)
    lines = written.getvalue()
    assert lines
    found = {value for value in private if value in lines}
    assert not found, lines


def test_lines_of_both_forms_were_read(asker: Asker, written: StringIO) -> None:
    asked(asker, "volunteers:mine")
    lines = written.getvalue().splitlines()
    assert [line.startswith("{") for line in lines[:2]] == [False, True]
    assert json.loads(lines[1])["route"] == "volunteers:mine"

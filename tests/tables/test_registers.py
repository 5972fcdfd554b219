"""All declared registers: what they name is there, and a button is shown exactly where it would be accepted."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from tests.tables.permissions import ROLES, Asker
from zulian.accounts.models import Post
from zulian.foundation.scopes import scope
from zulian.registers.actions import ON_LIST, Action, Add
from zulian.registers.declared import registers
from zulian.registers.register import Register
from zulian.registers.shown import Shown

pytestmark = pytest.mark.django_db
REGISTERS = sorted(registers(), key=lambda register: (register.room.app, register.key))
IDS = [f"{register.room.app}:{register.key}" for register in REGISTERS]
OPEN, CLOSED = {200}, {302, 403, 404}


def test_no_two_registers_share_an_address() -> None:
    assert len(IDS) == len({*IDS})


@pytest.mark.parametrize("register", REGISTERS, ids=IDS)
def test_what_is_declared_is_there(register: Register) -> None:
    for shown in map(Shown.of, (*register.columns, *register.facts)):
        assert register.label_of(shown)
    assert set(register.table.base_columns) or not register.has_list
    keys = [named.key for named in (*register.actions, *register.leaves)]
    assert len(keys) == len({*keys})
    for action in register.actions:
        assert not (action.fields and action.form), action.key
        assert action.asks or action.form_class(register.model) is None
    leaves = [model for leaf in register.leaves for model in leaf.children]
    children = {*register.panels, *register.beside, *leaves}
    panels = {child.key for child in registers() if child.model in children}
    panels |= {leaf.key for leaf in register.leaves if not leaf.children}
    assert {action.panel for action in register.actions} - {"", ON_LIST} <= panels


@pytest.mark.parametrize("register", REGISTERS, ids=IDS)
def test_buttons_are_shown_where_they_are_accepted(register: Register, asker: Asker) -> None:
    """For every role, on either side of the jurisdiction: a form opens if and only if its button is shown."""
    rows = [row for row in asker.world.rows.values() if type(row) is register.model]
    forms = [action for action in register.actions if not isinstance(action, Add) and action.asks]
    for post in (
        posts[role] for posts in (asker.world.inside, asker.world.outside) for role in ROLES
    ):
        for row in rows:
            shown = buttons(register, row, post)
            for action in forms:
                expected = OPEN if action.key in shown else CLOSED
                assert answer(asker, register, action, row, post) in expected, (
                    post,
                    row,
                    action.key,
                )


def buttons(register: Register, row: Any, post: Post) -> set[str]:
    """The keys of the actions whose buttons a post sees of a row."""
    with scope(post.region.scope()):
        fresh = register.seen_by(register.rows(), post).filter(pk=row.pk).first()
        return {
            action.key
            for action in register.actions
            if fresh is not None and register.may(post, action, fresh)
        }


def answer(asker: Asker, register: Register, action: Action, row: Any, post: Post) -> int:
    """What the form of an action answers to a post."""
    url = reverse(f"{register.room.app}:{register.key}-{action.key}", args=[row.pk])
    with transaction.atomic():
        status = asker.handler.get_response(asker.request(post, "", "GET", url)).status_code
        transaction.set_rollback(True)
    return status

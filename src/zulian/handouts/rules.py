"""Whom an organisation may ask to read something: who works in it and below it."""

from __future__ import annotations

from zulian.accounts.roles import ADMINS, Role
from zulian.accounts.services import ROLE_LEVELS

# Those who see the work itself: the three administrators have no part in it.
READERS = tuple(role for role in Role if role not in ADMINS)


def roles_within(level: int) -> list[Role]:
    """The roles of a division of `level` and of those below it. Doctors, clerks and desks of volunteers and associations stand
    at several levels, so they are among them everywhere.

    >>> [role.value for role in roles_within(12)][:2]
    ['commissioner', 'certificate_clerk']
    """
    return [
        role
        for role in READERS
        if role not in ROLE_LEVELS or any(level <= own for own in ROLE_LEVELS[role])
    ]

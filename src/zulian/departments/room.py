"""The pages of work with other departments (部门协作) and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

READ, WRITE = "department.read", "department.write"
ROOM = Room(
    "departments",
    _("部门协作"),
    "letter-list",
    (
        Tab("letters", _("函件"), "letter-list", READ),
        Tab("departments", _("有关部门"), "department-list", READ),
    ),
)

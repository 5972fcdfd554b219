"""What the registers of associations have alike: who writes them, whose rows they are, how they are narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import django_filters
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.associations.models import SHORT, Kind
from zulian.associations.room import ROOM
from zulian.people.tables import called
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown

# The page of an association shows what was done lately.
RECENT = 6
# The association of a row by its short name.
ASSOCIATION = Shown("association", value=lambda row: row.association.short)
OF_KIND = django_filters.ChoiceFilter(
    field_name="association__kind",
    label=_("协会"),
    choices=[(kind, SHORT[kind]) for kind in Kind],
    empty_label=ALL,
)
CALLED = django_filters.CharFilter(
    "words", label=_("姓名或拼音"), method=lambda rows, name, value: called(rows, value, "person")
)


class OwnRegister(Register):
    """Rows that their own federation and its associations' office write, and nobody else."""

    room, permission = ROOM, "association"

    def may_act(self, post: Post, row: Any) -> bool:
        return bool(row.region_id == post.region_id)


class OfAssociation(OwnRegister):
    """Rows of an association."""

    parent, has_page = "association", False
    filters: ClassVar[Sequence[str | django_filters.Filter]] = (OF_KIND,)

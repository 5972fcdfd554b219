"""What the pages of registers above show of the person of a row."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.foundation.detail import ListItem, Panel
from zulian.people import hooks


def person_link(row: Any) -> SafeString | str:
    """The way from a row to the file of its person, "" where it has none."""
    if row.person_id is None:
        return ""
    url = reverse("people:person", args=[row.person_id])
    return format_html('<a href="{}">{} {}</a>', url, row.person.name, row.person.masked_id)


def tie_words(row: Any) -> str:
    """The tie of a row's person to disabled people, and what the register of certificates says of them."""
    fact = hooks.disabilities_of([row.person_id]).get(row.person_id)
    return " · ".join(filter(None, (str(row.get_tie_display()), fact.words if fact else "")))


def photo_card(row: Any) -> Panel:
    """The photograph of the person of a row."""
    url = reverse("documents:download", args=[row.person.photo_id])
    return Panel(
        _("照片"),
        [ListItem(format_html('<img class="portrait" src="{}" alt="{}">', url, _("本人照片")))],
        "",
    )

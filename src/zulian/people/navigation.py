"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import RECORDS, Entry, register_entries
from zulian.foundation.site_pages import register_pages

register_pages(privacy="people:privacy")
register_entries(
    Entry(
        label=_("档案"),
        url="people:person-list",
        key="p",
        section=RECORDS,
        order=120,
        permission="person.read",
    )
)

"""Where statistical returns stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import RECORDS, Entry, register_entries
from zulian.statistics.room import READ

register_entries(
    Entry(
        label=_("统计报表"),
        url="statistics:filing-list",
        section=RECORDS,
        order=131,
        permission=READ,
    )
)

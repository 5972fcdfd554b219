"""Where the yearly appraisal stands in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.appraisals.room import READ
from zulian.foundation.navigation import RECORDS, Entry, register_entries

register_entries(
    Entry(
        label=_("绩效考核"),
        url="appraisals:scheme-list",
        section=RECORDS,
        order=137,
        permission=READ,
    )
)

"""Where other departments and letters to them stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.departments.room import READ
from zulian.foundation.navigation import RECORDS, Entry, register_entries

register_entries(
    Entry(
        label=_("部门协作"),
        url="departments:letter-list",
        section=RECORDS,
        order=136,
        permission=READ,
    )
)

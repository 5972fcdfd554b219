"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import GRASSROOTS, Entry, register_entries

register_entries(
    Entry(
        label=_("基层组织"),
        url="grassroots:organisation-list",
        section=GRASSROOTS,
        order=50,
        permission="grassroots.read",
    )
)

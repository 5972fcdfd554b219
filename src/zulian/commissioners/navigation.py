"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import GRASSROOTS, Entry, register_entries

register_entries(
    Entry(
        label=_("专职委员"),
        url="commissioners:commissioner-list",
        section=GRASSROOTS,
        order=60,
        permission="grassroots.read",
    )
)

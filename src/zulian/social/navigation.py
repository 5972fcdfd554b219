"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import ASSOCIATIONS, Entry, register_entries

register_entries(
    Entry(
        label=_("社会组织"),
        url="social:organisation-list",
        section=ASSOCIATIONS,
        order=90,
        permission="social.read",
    )
)

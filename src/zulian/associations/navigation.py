"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import ASSOCIATIONS, Entry, register_entries

register_entries(
    Entry(
        label=_("专门协会"),
        url="associations:association-list",
        section=ASSOCIATIONS,
        order=80,
        permission="association.read",
    )
)

"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import Entry, register_entries

register_entries(
    Entry(
        label=_("专门协会"),
        url="associations:association-list",
        order=80,
        permission="association.read",
    )
)

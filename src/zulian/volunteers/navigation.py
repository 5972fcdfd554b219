"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import Entry, register_entries

register_entries(
    Entry(
        label=_("志愿助残"), url="volunteers:volunteer-list", order=70, permission="volunteer.read"
    )
)

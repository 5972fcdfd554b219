"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import Entry, register_entries

register_entries(
    Entry(
        label=_("政策设定"),
        url="policies:list",
        order=195,
        permission="policy.read",
        icon="clipboard-list",
        is_office=True,
    )
)

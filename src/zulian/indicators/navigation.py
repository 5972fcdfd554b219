"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import RECORDS, Entry, register_entries

register_entries(
    Entry(
        label=_("指标"),
        url="indicators:list",
        section=RECORDS,
        order=130,
        permission="indicator.read",
    )
)

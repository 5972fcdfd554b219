"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import CADRES, Entry, register_entries
from zulian.regions.models import Level

register_entries(
    Entry(
        label=_("换届"),
        url="congress:wave",
        section=CADRES,
        order=30,
        permission="congress.read",
        lowest=Level.TOWNSHIP,
    )
)

"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import CADRES, Entry, register_entries
from zulian.regions.models import Level


def is_of_cadres(view_name: str) -> bool:
    """Offices and those who hold them stand together."""
    return view_name.startswith(("leadership:", "cadres:"))


register_entries(
    Entry(
        label=_("干部队伍"),
        url="leadership:office-list",
        section=CADRES,
        order=40,
        permission="congress.read",
        lowest=Level.TOWNSHIP,
        is_current=is_of_cadres,
    )
)

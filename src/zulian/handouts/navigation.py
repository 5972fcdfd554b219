"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import RECORDS, Entry, register_entries

register_entries(
    Entry(
        label=_("通知传阅"),
        url="handouts:handout-list",
        section=RECORDS,
        order=135,
        permission="handout.read",
    )
)

"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import RECORDS, Entry, register_entries

register_entries(Entry(label=_("台账进出"), url="ledgers:list", section=RECORDS, order=140))

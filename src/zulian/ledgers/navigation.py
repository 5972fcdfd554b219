"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import RECORDS, Entry, register_entries
from zulian.foundation.site_pages import register_pages

register_entries(Entry(label=_("台账进出"), url="ledgers:list", section=RECORDS, order=140))
register_pages(ledger_import="ledgers:import", ledger_export="ledgers:export")

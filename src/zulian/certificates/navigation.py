"""Where its pages stand in the navigation."""

from django.utils.translation import gettext_lazy as _

from zulian.foundation.navigation import Entry, register_entries

COUNTER = "certificate.counter"
register_entries(
    Entry(label=_("残疾人证"), url="certificates:counter", order=100, permission=COUNTER),
    Entry(
        label=_("残疾人证"),
        url="certificates:case-list",
        order=100,
        permission="certificate.read",
        unless=COUNTER,
    ),
    Entry(
        label=_("残疾评定"), url="certificates:orders", order=110, permission="certificate.assess"
    ),
)

"""The pages of statistical returns (统计报表) and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

READ, WRITE, LEAD = "statistic.read", "statistic.write", "statistic.lead"
ROOM = Room(
    "statistics",
    _("统计报表"),
    "filing-list",
    (
        Tab("filings", _("报表"), "filing-list", READ),
        Tab("forms", _("报表制度"), "forms", READ),
    ),
)

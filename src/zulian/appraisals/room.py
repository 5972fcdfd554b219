"""The pages of yearly appraisal (绩效考核) and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

# Whoever reads plans reads how units are appraised by them; the issuer of the plan appraises.
READ, WRITE, OWN = "plan.read", "plan.write", "assignment.act"
ROOM = Room(
    "appraisals",
    _("绩效考核"),
    "scheme-list",
    (
        Tab("schemes", _("考核办法"), "scheme-list", READ),
        Tab("results", _("单位考核"), "result-list", READ),
    ),
)

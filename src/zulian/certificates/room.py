"""The pages of certificates (残疾人证业务): their tabs and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

READ, COUNTER, SETUP = "certificate.read", "certificate.counter", "certificate.setup"
ROOM = Room(
    "certificates",
    _("残疾人证业务"),
    "case-list",
    (
        Tab("counter", _("窗口"), "counter", COUNTER),
        Tab("cases", _("办件"), "case-list", READ),
        Tab("cards", _("证件"), "card-list", READ),
        Tab("expiring", _("到期换证"), "expiring", READ),
        Tab("checks", _("比对"), "death-list", READ),
        Tab("visits", _("上门服务"), "visit-list", "visit.read"),
        Tab("objections", _("评定异议"), "objection-list", READ),
        Tab("promises", _("承诺书"), "promises", "promise.read"),
        Tab("learning", _("业务学习"), "learning", "promise.read"),
        Tab("holders", _("持证统计"), "holders", READ),
        Tab("times", _("环节用时"), "times", READ),
        Tab("hospitals", _("评定机构"), "hospital-list", READ),
    ),
)

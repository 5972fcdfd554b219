"""The pages of commissioners: their tabs and the ways between them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.foundation.rooms import Room, Tab

READ = "commissioner.read"
ROOM = Room(
    "commissioners",
    _("专职委员"),
    "commissioner-list",
    (
        Tab("archive", _("电子档案"), "commissioner-list", READ),
        Tab("positions", _("岗位"), "position-list", READ),
        Tab("recruitment", _("选聘"), "recruitment-list", READ),
        Tab("pay", _("补贴"), "payment-list", READ),
        Tab("appraisal", _("考核"), "period-list", READ),
        Tab("training", _("培训"), "course-list", READ),
        Tab("work", _("工作日志"), "log-list", READ),
        Tab("needs", _("需求"), "need-list", "need.read"),
    ),
)

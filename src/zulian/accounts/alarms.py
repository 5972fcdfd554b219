"""What in the trail an auditor should look at (异常提醒): many refusals or unmaskings in a day, exports at night, locked accounts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractHour, TruncDate
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.foundation import clock
from zulian.foundation.models import AuditEntry
from zulian.foundation.policy import policy
from zulian.foundation.registries import Todo, TodoGroup
from zulian.foundation.waiting import SHOWN

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

POLICY = "accounts/accounts"
# So many are shown of one kind, the latest and greatest first.
MOST = 100


@dataclass(frozen=True)
class Kind:
    """A kind of alarm: which entries count, and the figure of the policy from which a day of one person's is told.

    noun: what the entries are about, as the list of the trail is narrowed by it. who: the column that tells whose they are.
    """

    name: StrOrPromise
    entries: Q
    least: str
    noun: str
    at_night: bool = False
    who: str = "actor"


KINDS = (
    Kind(
        gettext_lazy("打开无权或辖区外的页面"),
        Q(action__in=["page.refuse", "page.miss"]),
        "alarm_refusals",
        "page",
    ),
    Kind(gettext_lazy("查看完整号码等信息"), Q(action="person.reveal"), "alarm_reveals", "person"),
    Kind(
        gettext_lazy("夜间导出台账"),
        Q(action="ledger.export"),
        "alarm_exports",
        "ledger",
        at_night=True,
    ),
    Kind(
        gettext_lazy("夜间导出列表"),
        Q(action="list.export"),
        "alarm_exports",
        "list",
        at_night=True,
    ),
    Kind(
        gettext_lazy("账号被锁定"), Q(action="sign-in.lock"), "alarm_locks", "sign-in", who="label"
    ),
)


@dataclass(frozen=True)
class Alarm:
    """How often somebody did something on a day, and the entries behind it."""

    day: date
    kind: Kind
    who: str
    count: int

    @property
    def url(self) -> str:
        """The entries in the list of the trail, from that day on."""
        asked = {"kind": self.kind.noun, "since": str(self.day)}
        if self.kind.who == "actor":
            asked["actor"] = self.who
        return f"{reverse('accounts:audit')}?{urlencode(asked)}"


def alarms() -> list[Alarm]:
    """What stands out in the trail of the jurisdiction within the days of the policy, the latest first."""
    today = clock.today()
    figures = policy(POLICY, today)
    since = today - timedelta(days=int(figures["alarm_days"]))
    rows: QuerySet[Any] = AuditEntry.objects.filter(at__date__gte=since).annotate(
        day=TruncDate("at"), hour=ExtractHour("at")
    )
    begins, ends = int(figures["night_from"]), int(figures["night_until"])
    night = Q(hour__gte=begins) | Q(hour__lt=ends)
    found = [
        alarm
        for kind in KINDS
        for alarm in _of_kind(
            kind, rows.filter(night) if kind.at_night else rows, int(figures[kind.least])
        )
    ]
    return sorted(found, key=lambda alarm: (alarm.day, alarm.count), reverse=True)


def _of_kind(kind: Kind, rows: QuerySet[Any], least: int) -> Iterator[Alarm]:
    days = rows.filter(kind.entries).order_by().values("day", kind.who).annotate(count=Count("pk"))
    for row in days.filter(count__gte=least).order_by("-day", "-count", kind.who)[:MOST]:
        yield Alarm(row["day"], kind, row[kind.who], row["count"])


def waiting(_post: Post) -> Iterator[TodoGroup]:
    """The alarms as a group of the first page; it goes as the days pass."""
    found = alarms()
    if not found:
        return

    def lines() -> Iterator[Todo]:
        for alarm in found[:SHOWN]:
            words = _("%(what)s %(count)d 次") % {"what": alarm.kind.name, "count": alarm.count}
            yield Todo(alarm.who or "—", alarm.url, "overdue", alarm.day, note=words)

    yield TodoGroup(_("审计日志里的异常"), len(found), reverse("accounts:alarms"), lines)

"""What stands of this room on a person's page: visits, needs, the archive with its allowances, and the next step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.commissioners.models import Commissioner, Log, Need, Payment
from zulian.foundation.detail import ListItem, Panel
from zulian.people.hooks import Action, register_action
from zulian.people.hub import panel_of, register_panels
from zulian.people.models import Person
from zulian.registers.shown import choice_of

# So many years of allowances stand on the page.
YEARS = 3


@register_action
def offer(post: Post, person: Person) -> Iterator[Action]:
    """For commissioners the way to note a visit; for who settles needs, the one that waits."""
    if post.may("log.write"):
        url = f"{reverse('commissioners:log-write')}?person={person.pk}"
        yield Action(_("记走访"), url, "edit", main=True)
    if post.may("need.write"):
        waiting = Need.objects.filter(person=person, state=Need.State.OPEN).first()
        if waiting is not None:
            words = _("处理需求：%(kind)s") % {"kind": waiting.get_kind_display()}
            yield Action(words, waiting.get_absolute_url(), "inbox", main=True)


@register_panels(40)
def logs(post: Post, person: Person) -> Iterator[Panel]:
    """What commissioners did for the person, the latest first."""
    yield from panel_of(Log, post, person, log_line, title=_("走访和服务"))


def log_line(log: Log) -> ListItem:
    """What was done on a day, by whom; it stands in the archive of who did it."""
    url = log.commissioner.get_absolute_url()
    detail = " · ".join(filter(None, (log.text, log.commissioner.person.name)))
    return ListItem(f"{log.day} {log.get_kind_display()}", url, detail)


@register_panels(50)
def needs(post: Post, person: Person) -> Iterator[Panel]:
    """What the person needs, the latest first."""
    yield from panel_of(Need, post, person, need_line)


def need_line(need: Need) -> ListItem:
    """A need, and what became of it."""
    detail = " · ".join(filter(None, (str(need.log.day), need.text, need.reply)))
    return ListItem(need.get_kind_display(), need.get_absolute_url(), detail, *choice_of(need))


@register_panels(20, is_beside=True)
def archive(post: Post, person: Person) -> Iterator[Panel]:
    """The archive of who serves or served as a commissioner, with the allowances of each year."""
    for panel in panel_of(Commissioner, post, person, archive_line, title=_("专职委员")):
        yield panel
        if paid := [year_line(row) for row in _years(person)]:
            yield Panel(_("岗位补贴"), paid, "")


def archive_line(row: Commissioner) -> ListItem:
    """Where a commissioner serves."""
    detail = _("最近工作记录 %(day)s") % {"day": row.last_log_on} if row.last_log_on else ""
    url = row.get_absolute_url()
    return ListItem(row.region.organisation, url, detail, *choice_of(row, "status"))


def _years(person: Person) -> Any:
    rows = Payment.objects.filter(commissioner__person=person).order_by("-month__year")
    sums = {"months": Count("pk"), "owed_sum": Sum("due"), "paid_sum": Sum("paid")}
    return rows.values("month__year").annotate(**sums)[:YEARS]


def year_line(row: dict[str, Any]) -> ListItem:
    """The months of a year in one line: what was due, what was paid."""
    sums = {"n": row["months"], "due": f"{row['owed_sum']:.2f}", "paid": f"{row['paid_sum']:.2f}"}
    detail = _("%(n)d 个月，应发 %(due)s 元，实发 %(paid)s 元") % sums
    is_owed = row["paid_sum"] < row["owed_sum"]
    state = ("overdue", _("未发足")) if is_owed else ("closed", _("已发足"))
    return ListItem(_("%(year)d年") % {"year": row["month__year"]}, "", detail, *state)

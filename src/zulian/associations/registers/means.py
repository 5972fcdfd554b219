"""Registers of what associations have (规范化建设): staff, papers, money spent."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.associations.models import Paper, Spending, Staff
from zulian.associations.registers.base import ASSOCIATION, RECENT, OfAssociation
from zulian.associations.services import bodies
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem
from zulian.registers.actions import Action


class StaffRegister(OfAssociation):
    """People who work for associations."""

    model = Staff
    tab, key, prefix = "bodies", "staff", "staff/"
    columns = ("name", ASSOCIATION, "full_time", "duty", "since", "until")
    empty = _("还没有工作人员。")
    actions = (
        Action(
            key="end",
            label=_("离岗"),
            title=_("登记离岗"),
            icon="x",
            service=lambda call: bodies.end_staff(call.pk, call.post, call.data["until"]),
            fields=("until",),
            starts=lambda row: {"until": today()},
            intro=str,
            is_open_for=lambda row: row.until is None,
            many=True,
        ),
    )

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        """Those in office."""
        return super().rows_on(parent).filter(until=None)

    def item(self, row: Any, post: Post) -> ListItem:
        words = gettext("%(a)s · %(b)s 到岗") % {
            "a": _("专职") if row.full_time else _("兼职"),
            "b": row.since,
        }
        return ListItem(row.name, "", words, acts=self.acts(row, post))


class PaperRegister(OfAssociation):
    """Constitutions and systems in writing."""

    model = Paper
    tab, key, prefix = "bodies", "paper", "papers/"
    columns = ("title", ASSOCIATION, "kind", "adopted_on")

    def item(self, row: Any, post: Post) -> ListItem:
        url = reverse("documents:download", args=[row.file_id]) if row.file_id else ""
        return ListItem(row.title, url, f"{row.get_kind_display()} · {row.adopted_on}")


class SpendingRegister(OfAssociation):
    """What associations spent."""

    model = Spending
    tab, key, prefix, panel_rows = "bodies", "spending", "spendings/", RECENT
    columns = ("purpose", ASSOCIATION, "on", "amount")

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(row.purpose, "", f"{row.on} · {row.amount}")


STAFF = StaffRegister()
PAPERS = PaperRegister()
SPENDINGS = SpendingRegister()

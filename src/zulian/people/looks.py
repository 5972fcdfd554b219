"""Who looked at a person's file (查阅记录): what the trail says of it, for that person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_tables2
from django.utils.translation import gettext_lazy as _

from zulian.accounts.tables import ActionColumn
from zulian.foundation.models import AuditEntry

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zulian.people.models import Person

# Opened, one value seen in full, printed.
LOOKS = ("person.read", "person.reveal", "person.print")


def looks_at(person: Person) -> QuerySet[AuditEntry]:
    """The entries of the trail that tell who looked at a file, the latest first."""
    return AuditEntry.objects.filter(
        model=person._meta.label_lower, object_id=str(person.pk), action__in=LOOKS
    )


class LookTable(django_tables2.Table):
    """Who looked, when and at what, with the reason where one is asked for."""

    action = ActionColumn()
    reason = django_tables2.Column(
        verbose_name=_("原因"), accessor="changes", orderable=False, empty_values=()
    )

    class Meta:
        model = AuditEntry
        fields = ("at", "actor", "action", "reason")
        order_by = "-at"

    def render_reason(self, record: AuditEntry) -> str:
        return str(record.changes.get("reason") or "—")

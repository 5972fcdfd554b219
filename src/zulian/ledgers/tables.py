"""Lists of the ledgers room."""

from __future__ import annotations

import django_filters
import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.foundation.filters import FilterSet
from zulian.ledgers.models import Import, Job

IMPORT_TONES = {
    "reading": "signed",
    "failed": "overdue",
    "ready": "issued",
    "nothing": "dropped",
    "done": "closed",
    "reverted": "dropped",
    "dropped": "dropped",
}
JOB_TONES = {
    "queued": "signed",
    "running": "reported",
    "done": "closed",
    "stopped": "dropped",
    "failed": "overdue",
}


class ImportTable(tables.Table):
    """Imports of the jurisdiction, newest first."""

    name = tables.LinkColumn("ledgers:detail", args=[tables.A("pk")], verbose_name=_("文件"))
    ledger = tables.Column(accessor="ledger_name", verbose_name=_("台账"), orderable=False)
    state = tables.Column(verbose_name=_("状态"))
    post = tables.Column(accessor="post__user__name", verbose_name=_("导入人"), orderable=False)

    class Meta:
        model = Import
        fields = ("name", "ledger", "state", "new", "changed", "same", "refused", "post", "at")
        order_by = "-at"

    def render_state(self, record: Import) -> SafeString:
        return format_html(
            '<span class="state s-{}">{}</span>',
            IMPORT_TONES[record.state],
            record.get_state_display(),
        )

    def value_state(self, record: Import) -> str:
        return str(record.get_state_display())


class ImportFilter(FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=Import.State.choices, empty_label=_("全部")
    )


class JobTable(tables.Table):
    """My exports and other jobs, newest first."""

    kind = tables.LinkColumn("ledgers:job", args=[tables.A("pk")], verbose_name=_("任务"))
    ledger = tables.Column(accessor="ledger_name", verbose_name=_("台账"), orderable=False)
    state = tables.Column(verbose_name=_("状态"))

    class Meta:
        model = Job
        fields = ("kind", "ledger", "state", "message", "at", "ended_at")
        order_by = "-at"

    def render_state(self, record: Job) -> SafeString:
        return format_html(
            '<span class="state s-{}">{}</span>',
            JOB_TONES[record.state],
            record.get_state_display(),
        )

    def value_state(self, record: Job) -> str:
        return str(record.get_state_display())

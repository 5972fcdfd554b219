"""Lists of the accounts room."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.accounts.actions import actions_called, kinds, verbs, words_of
from zulian.accounts.handed_kinds import kind_of
from zulian.accounts.messages import KINDS, kinds_called
from zulian.accounts.models import HandedPage, Message, Post
from zulian.accounts.roles import Role
from zulian.accounts.trail import lines_of
from zulian.foundation.filters import DayFilter, FilterSet
from zulian.foundation.models import AuditEntry

FEW_LINES = 3


class StaffTable(tables.Table):
    """Posts in the jurisdiction, one a row."""

    user = tables.LinkColumn(
        "accounts:post", args=[tables.A("pk")], verbose_name=_("姓名"), accessor="user__name"
    )
    username = tables.Column(accessor="user__username", verbose_name=_("登录名"))

    class Meta:
        model = Post
        fields: tuple[str, ...] = ("user", "username", "role", "region", "since", "until")
        order_by = "region"


class WaitingTable(StaffTable):
    """Posts that wait for somebody: to be confirmed, or for a letter."""

    class Meta(StaffTable.Meta):
        fields = ("user", "username", "role", "region", "since")


class HandedTable(tables.Table):
    """Pages of people without an account that wait to be handed out."""

    label = tables.Column(verbose_name=_("本人"), linkify=True)
    kind = tables.Column(verbose_name=_("链接"))

    class Meta:
        model = HandedPage
        fields = ("label", "kind", "region", "asked_by", "asked_at")

    def render_kind(self, value: str) -> str:
        return str(kind_of(value).name)


class StaffFilter(FilterSet):
    words = django_filters.CharFilter(label=_("姓名或登录名"), method="by_words")
    role = django_filters.ChoiceFilter(label=_("岗位"), choices=Role.choices, empty_label=_("全部"))

    def by_words(self, rows, name, value):  # type: ignore[no-untyped-def]
        return rows.filter(Q(user__name__contains=value) | Q(user__username__contains=value))


class ActionColumn(tables.Column):
    """What was done, in words."""

    def render(self, value: str) -> str:
        return words_of(value)


class ChangesColumn(tables.Column):
    """What it changed, a line each; many are folded."""

    def render(self, record: AuditEntry) -> SafeString:
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in lines_of(record)))
        count = lines.count("<li>")
        if not count:
            return SafeString("—")
        if count <= FEW_LINES:
            return format_html("<ul>{}</ul>", lines)
        words = _("共 %(n)d 项") % {"n": count}
        return format_html("<details><summary>{}</summary><ul>{}</ul></details>", words, lines)

    def value(self, record: AuditEntry) -> str:
        return "；".join(lines_of(record))


class AuditTable(tables.Table):
    """The audit trail, newest first."""

    action = ActionColumn()
    changes = ChangesColumn(empty_values=())

    class Meta:
        model = AuditEntry
        fields = ("at", "actor", "action", "label", "changes", "region_id", "address")
        order_by = "-at"

    def render_actor(self, record: AuditEntry, value: str) -> SafeString | str:
        if record.user_id is None:
            return value
        address = reverse("accounts:seen", args=[record.user_id])
        return format_html('<a href="{}">{}</a>', address, value)

    def value_actor(self, value: str) -> str:
        return value


class AuditFilter(FilterSet):
    actor = django_filters.CharFilter(label=_("操作人"), lookup_expr="contains")
    kind = django_filters.ChoiceFilter(
        label=_("事项"), choices=kinds, empty_label=_("全部"), method="by_kind"
    )
    action = django_filters.ChoiceFilter(
        label=_("操作"), choices=verbs, empty_label=_("全部"), method="by_action"
    )
    since = DayFilter(label=_("起始日期"), field_name="at", lookup_expr="date__gte")

    def by_kind(self, rows, name, value):  # type: ignore[no-untyped-def]
        # A range of the index: "/" is the character behind the dot.
        return rows.filter(action__gte=f"{value}.", action__lt=f"{value}/")

    def by_action(self, rows, name, value):  # type: ignore[no-untyped-def]
        return rows.filter(action__in=actions_called(value))


class InboxTable(tables.Table):
    """Messages to my organisation."""

    title = tables.LinkColumn("accounts:message", args=[tables.A("pk")], verbose_name=_("内容"))
    state = tables.Column(verbose_name=_("状态"), accessor="read_at", empty_values=())

    class Meta:
        model = Message
        fields = ("title", "kind", "sender", "at", "state")
        order_by = "-at"

    def render_kind(self, value: str) -> str:
        return str(KINDS.get(value, value))

    def render_state(self, value: object) -> str:
        return str(_("已读") if value else _("未读"))


class InboxFilter(FilterSet):
    """By what messages are about, and whether they were read."""

    kind = django_filters.ChoiceFilter(label=_("类别"), method="by_kind", empty_label=_("全部"))
    state = django_filters.ChoiceFilter(
        label=_("状态"),
        choices=[("new", _("未读")), ("read", _("已读"))],
        method="by_state",
        empty_label=_("全部"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.fields["kind"].choices = [
            (word, word) for word in dict.fromkeys(map(str, KINDS.values()))
        ]

    def by_kind(self, rows: QuerySet[Message], name: str, value: str) -> QuerySet[Message]:
        return rows.filter(kind__in=kinds_called(value))

    def by_state(self, rows: QuerySet[Message], name: str, value: str) -> QuerySet[Message]:
        return rows.filter(read_at__isnull=value == "new")

"""Lists of certificates that are no register's: what runs out, orders, who has signed, statistics."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.models import Order
from zulian.certificates.services.expiry import span
from zulian.certificates.services.learning import licensed_until
from zulian.certificates.services.promises import sworn_until
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.columns import NumberColumn
from zulian.foundation.filters import FilterSet


class ExpiryFilter(FilterSet):
    """Which span."""

    months = django_filters.ChoiceFilter(
        label=_("到期时间"),
        choices=[
            ("0", _("已过期")),
            ("3", _("3 个月内")),
            ("6", _("6 个月内")),
            ("12", _("12 个月内")),
        ],
        method="by_months",
        empty_label=None,
        initial="6",
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data is not None else {}
        data.setdefault("months", "6")
        super().__init__(data, *args, **kwargs)

    def by_months(self, rows: Any, name: str, value: str) -> Any:
        return rows.expiring(*span(int(value)))


class OrderTable(tables.Table):
    """Assessment orders, the most pressing first."""

    person = tables.LinkColumn(
        "certificates:assess",
        args=[tables.A("pk")],
        accessor="case__person__name",
        verbose_name=_("被评定人"),
    )
    categories = tables.Column(
        accessor="category_words", verbose_name=_("评定类别"), orderable=False
    )
    region = tables.Column(
        accessor="region__name", order_by="region_id", verbose_name=_("户籍所在地")
    )

    class Meta:
        model = Order
        fields = ("person", "categories", "at_home", "ordered_on", "due", "region")
        order_by = "due"


class PromiseTable(tables.Table):
    """Posts that must sign, and whether they have."""

    user = tables.Column(accessor="user__name", verbose_name=_("姓名"))
    state = tables.Column(verbose_name=_("两份承诺"), empty_values=(), orderable=False)
    until = tables.Column(verbose_name=_("有效期至"), empty_values=(), orderable=False)
    region = tables.Column(
        accessor="region__organisation", order_by="region_id", verbose_name=_("单位")
    )

    class Meta:
        model = Post
        fields = ("user", "role", "region", "state", "until")
        order_by = "region"

    @cached_property
    def sworn(self) -> dict[int, Any]:
        """The last day of both promises of each post, read once for the whole list."""
        return sworn_until(today())

    def _until(self, record: Post) -> Any:
        return self.sworn.get(record.pk)

    def render_state(self, record: Post) -> SafeString:
        return badge("closed", _("已签")) if self._until(record) else badge("overdue", _("未签"))

    def value_state(self, record: Post) -> str:
        return str(_("已签") if self._until(record) else _("未签"))

    def render_until(self, record: Post) -> Any:
        return self._until(record) or "—"


class LicenceTable(tables.Table):
    """Posts that learn the handbook, and until when their licence holds."""

    user = tables.Column(accessor="user__name", verbose_name=_("姓名"))
    state = tables.Column(verbose_name=_("上岗测验"), empty_values=(), orderable=False)
    until = tables.Column(verbose_name=_("有效期至"), empty_values=(), orderable=False)
    region = tables.Column(
        accessor="region__organisation", order_by="region_id", verbose_name=_("单位")
    )

    class Meta:
        model = Post
        fields = ("user", "role", "region", "state", "until")
        order_by = "region"

    @cached_property
    def licensed(self) -> dict[int, Any]:
        """The last day of each post's licence, read once for the whole list."""
        return licensed_until(today())

    def render_state(self, record: Post) -> SafeString:
        is_licensed = record.pk in self.licensed
        return badge("closed", _("已通过")) if is_licensed else badge("issued", _("没有通过"))

    def value_state(self, record: Post) -> str:
        return str(_("已通过") if record.pk in self.licensed else _("没有通过"))

    def render_until(self, record: Post) -> Any:
        return self.licensed.get(record.pk, "—")


class FigureColumn(tables.Column):
    """A number that leads to the rows behind it; `url` makes their address from the line. Nothing leads nowhere."""

    is_figure = True

    def __init__(self, url: Callable[[Any], str], **kwargs: Any) -> None:
        self.url = url
        super().__init__(**kwargs)

    def render(self, value: int, record: Any) -> Any:
        return format_html('<a href="{}">{}</a>', self.url(record), value) if value else "0"

    def value(self, value: int) -> int:
        return value


class HolderTable(tables.Table):
    """Holders by one heading, grade by grade."""

    name = tables.Column(verbose_name=_("分组"), orderable=False)
    grade_1 = FigureColumn(lambda line: line.url("1"), verbose_name=_("一级"))
    grade_2 = FigureColumn(lambda line: line.url("2"), verbose_name=_("二级"))
    grade_3 = FigureColumn(lambda line: line.url("3"), verbose_name=_("三级"))
    grade_4 = FigureColumn(lambda line: line.url("4"), verbose_name=_("四级"))
    total = FigureColumn(lambda line: line.url(""), verbose_name=_("合计"))


class TimeTable(tables.Table):
    """Working days per step: how many went through, median, nine in ten, late."""

    name = tables.Column(verbose_name=_("环节"), orderable=False)
    count = FigureColumn(lambda line: line.url, verbose_name=_("件数"))
    median = NumberColumn(verbose_name=_("中位数（工作日）"))
    ninety = NumberColumn(verbose_name=_("九成不超过（工作日）"))
    late = FigureColumn(lambda line: f"{line.url}&slow=yes", verbose_name=_("超时件数"))

    def render_median(self, value: float) -> str:
        return f"{value:g}"

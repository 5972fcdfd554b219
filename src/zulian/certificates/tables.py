"""Lists of the certificates room."""

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
from zulian.certificates.models import (
    Assessor,
    Case,
    Certificate,
    Hospital,
    Objection,
    Order,
    PromiseText,
    Signature,
    State,
    Step,
)
from zulian.certificates.models.assessment import ObjectionState
from zulian.certificates.models.cards import GRADES, STATES
from zulian.certificates.models.cases import KINDS
from zulian.certificates.services.expiry import span
from zulian.certificates.services.promises import sworn_until
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.columns import NumberColumn
from zulian.foundation.fields import begins
from zulian.foundation.filters import DayFilter
from zulian.people.disabilities import CATEGORIES

SEXES = (("male", _("男")), ("female", _("女")))
HIDDEN = django_filters.widgets.forms.HiddenInput
# Colours of the states, shared with the plans' badges.
TONES = {
    State.MATERIALS: "issued", State.ORDER: "signed", State.ASSESS: "signed", State.PUBLISH: "reported", State.REVIEW: "signed",
    State.APPROVE: "signed", State.PRODUCE: "signed", State.HANDOVER: "signed", State.RELEASE: "issued", State.RECEIVE: "issued",
    State.CLOSED: "closed", State.UNQUALIFIED: "returned", State.WITHDRAWN: "dropped",
}  # fmt: skip
CARD_TONES = {
    "valid": "closed",
    "frozen": "returned",
    "lost": "returned",
    "replaced": "dropped",
    "cancelled": "dropped",
}


def case_badge(case: Case) -> SafeString:
    """The state of a case; paused and late outweigh it."""
    if case.paused_on:
        return badge("dropped", f"{_('暂停')}·{case.get_state_display()}")
    if case.is_late:
        return badge("overdue", f"{_('超时')}·{case.get_state_display()}")
    return badge(TONES[State(case.state)], case.get_state_display())


class CaseTable(tables.Table):
    """Cases, one a row."""

    person = tables.LinkColumn(
        "certificates:case", args=[tables.A("pk")], accessor="person__name", verbose_name=_("申请人")
    )
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("户籍所在地"))
    state = tables.Column(verbose_name=_("状态"))

    class Meta:
        model = Case
        fields = ("person", "kind", "state", "due", "region", "arrived_on")

    def render_state(self, record: Case) -> SafeString:
        return case_badge(record)

    def value_state(self, record: Case) -> str:
        return str(record.get_state_display())


class CaseFilter(django_filters.FilterSet):
    """By name, kind, state, lateness."""

    words = django_filters.CharFilter(label=_("姓名"), method="by_name", max_length=60)
    kind = django_filters.ChoiceFilter(label=_("办件类别"), choices=KINDS, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=State.choices, empty_label=_("全部"))
    scope = django_filters.ChoiceFilter(
        label=_("范围"), choices=[("running", _("在办")), ("late", _("超时限")), ("paused", _("暂停"))], method="by_scope",
        empty_label=_("全部"),
    )  # fmt: skip

    step = django_filters.ChoiceFilter(label=_("办完的环节"), choices=State.choices, method="by_step", widget=HIDDEN)
    year = django_filters.NumberFilter(label=_("年度"), method="by_step", min_value=2000, max_value=2999, widget=HIDDEN)
    slow = django_filters.ChoiceFilter(label=_("超时"), choices=[("yes", _("超时"))], method="by_step", widget=HIDDEN)

    def by_step(self, rows: Any, name: str, value: Any) -> Any:
        """Cases that finished the step `step` in `year`, only late ones with `slow`: the rows behind a figure."""
        chosen = self.form.cleaned_data
        if name != "step":
            return rows
        done = Step.objects.filter(state=value, left_on__isnull=False)
        if chosen.get("year"):
            done = done.filter(left_on__year=int(chosen["year"]))
        return rows.filter(pk__in=(done.filter(late=True) if chosen.get("slow") else done).values("case_id"))

    def by_name(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(begins("person__name", value.strip()))

    def by_scope(self, rows: Any, name: str, value: str) -> Any:
        if value == "late":
            return rows.late(today())
        return rows.running() if value == "running" else rows.exclude(paused_on=None)


class CertificateTable(tables.Table):
    """Cards, masked; an export is masked as well."""

    person = tables.LinkColumn(
        "certificates:card", args=[tables.A("pk")], accessor="person__name", verbose_name=_("持证人")
    )
    number = tables.Column(accessor="masked_number", verbose_name=_("残疾人证号"), orderable=False)
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("户籍所在地"))
    state = tables.Column(verbose_name=_("状态"))

    class Meta:
        model = Certificate
        fields = ("person", "number", "category", "grade", "state", "valid_until", "region")

    def render_state(self, value: str, record: Certificate) -> SafeString:
        return badge(CARD_TONES[record.state], value)

    def value_state(self, record: Certificate) -> str:
        return str(record.get_state_display())


class ExpiringTable(CertificateTable):
    """Cards that run out, with a box to choose them."""

    chosen = tables.Column(accessor="pk", verbose_name=_("选择"), orderable=False, exclude_from_export=True)

    class Meta:
        model = Certificate
        fields = ("chosen", "person", "number", "category", "grade", "state", "valid_until", "region")
        sequence = ("chosen", "...")
        order_by = "valid_until"

    def render_chosen(self, record: Certificate) -> SafeString:
        return format_html(
            '<input type="checkbox" class="form-check-input" name="chosen" value="{}" form="batch" aria-label="{}">',
            record.pk, _("选择 %(name)s") % {"name": record.person.name},
        )  # fmt: skip


class CertificateFilter(django_filters.FilterSet):
    """By name, category, grade, state; for the figures of the statistics also age, sex and division."""

    words = django_filters.CharFilter(label=_("姓名"), method="by_name", max_length=60)
    category = django_filters.ChoiceFilter(label=_("类别"), choices=CATEGORIES, empty_label=_("全部"))
    grade = django_filters.ChoiceFilter(label=_("等级"), choices=GRADES, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(
        label=_("状态"), choices=[("live", _("在册")), *STATES], method="by_state", empty_label=_("全部")
    )
    sex = django_filters.ChoiceFilter(field_name="person__sex", choices=SEXES, widget=HIDDEN)
    born_from = DayFilter(label=_("出生不早于"), field_name="person__birth", lookup_expr="gte", widget=HIDDEN)
    born_until = DayFilter(label=_("出生不晚于"), field_name="person__birth", lookup_expr="lte", widget=HIDDEN)

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.live() if value == "live" else rows.filter(state=value)

    def by_name(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(begins("person__name", value.strip()))


class ExpiryFilter(django_filters.FilterSet):
    """Which span."""

    months = django_filters.ChoiceFilter(
        label=_("到期时间"), choices=[("0", _("已过期")), ("3", _("3 个月内")), ("6", _("6 个月内")), ("12", _("12 个月内"))],
        method="by_months", empty_label=None, initial="6",
    )  # fmt: skip

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        data = data.copy() if data is not None else {}
        data.setdefault("months", "6")
        super().__init__(data, *args, **kwargs)

    def by_months(self, rows: Any, name: str, value: str) -> Any:
        return rows.expiring(*span(int(value)))


class OrderTable(tables.Table):
    """Assessment orders, the most pressing first."""

    person = tables.LinkColumn(
        "certificates:assess", args=[tables.A("pk")], accessor="case__person__name", verbose_name=_("被评定人")
    )
    categories = tables.Column(accessor="category_words", verbose_name=_("评定类别"), orderable=False)
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("户籍所在地"))

    class Meta:
        model = Order
        fields = ("person", "categories", "at_home", "ordered_on", "due", "region")
        order_by = "due"


class ObjectionTable(tables.Table):
    """Objections, newest first."""

    person = tables.LinkColumn(
        "certificates:objection", args=[tables.A("pk")], accessor="case__person__name", verbose_name=_("申请人")
    )
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("户籍所在地"))
    state = tables.Column(verbose_name=_("状态"))

    class Meta:
        model = Objection
        fields = ("person", "level", "by_whom", "state", "filed_on", "due", "region")
        order_by = "-filed_on"

    def render_state(self, record: Objection) -> SafeString:
        tone = {ObjectionState.FILED: "issued", ObjectionState.UPHELD: "returned", ObjectionState.REJECTED: "closed"}
        return badge(tone[ObjectionState(record.state)], record.get_state_display())

    def value_state(self, record: Objection) -> str:
        return str(record.get_state_display())


class ObjectionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ObjectionState.choices, empty_label=_("全部"))
    level = django_filters.ChoiceFilter(label=_("复核级别"), choices=Objection.Level.choices, empty_label=_("全部"))


class PromiseTable(tables.Table):
    """Posts that must sign, and whether they have."""

    user = tables.Column(accessor="user__name", verbose_name=_("姓名"))
    state = tables.Column(verbose_name=_("两份承诺"), empty_values=(), orderable=False)
    until = tables.Column(verbose_name=_("有效期至"), empty_values=(), orderable=False)
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))

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


class SignatureTable(tables.Table):
    """Signatures under the texts."""

    user = tables.Column(accessor="post__user__name", verbose_name=_("姓名"))
    text = tables.Column(accessor="text__kind", order_by="text__kind", verbose_name=_("文本"))
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))

    class Meta:
        model = Signature
        fields = ("user", "text", "region", "method", "signed_on", "expires_on")

    def render_text(self, record: Signature) -> str:
        return str(record.text.get_kind_display())

    def value_text(self, record: Signature) -> str:
        return str(record.text.get_kind_display())


class TextTable(tables.Table):
    """Texts to sign, with their versions."""

    kind = tables.LinkColumn("certificates:promise-text", args=[tables.A("pk")], verbose_name=_("文本"))
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("制定单位"))

    class Meta:
        model = PromiseText
        fields = ("kind", "version", "since", "region")


class HospitalTable(tables.Table):
    """Designated hospitals."""

    name = tables.LinkColumn("certificates:hospital-edit", args=[tables.A("pk")], verbose_name=_("医院"))
    categories = tables.Column(accessor="category_words", verbose_name=_("可评定类别"), orderable=False)
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("所在地"))

    class Meta:
        model = Hospital
        fields = ("name", "categories", "region", "since", "until", "basis")


class AssessorTable(tables.Table):
    """Assessors of the hospitals."""

    name = tables.Column(accessor="post__user__name", verbose_name=_("医生"))
    categories = tables.Column(accessor="category_words", verbose_name=_("可评定类别"), orderable=False)

    class Meta:
        model = Assessor
        fields = ("name", "hospital", "categories")


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


class BoardTable(tables.Table):
    """What is published: nothing that is not laid down."""

    name = tables.Column(accessor="person__masked_name", verbose_name=_("姓名"), orderable=False)
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("村（社区）"))
    result = tables.Column(verbose_name=_("拟评定类别等级"), orderable=False)

    class Meta:
        model = Case
        fields = ("name", "region", "result", "publish_from", "publish_until")
        order_by = "region"

"""Lists of the commissioners room."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.commissioners.models import (
    Appraisal,
    Attendance,
    Commissioner,
    Course,
    Log,
    Need,
    Payment,
    Period,
    Position,
    Rate,
    Recruitment,
    Session,
    Tenure,
)
from zulian.commissioners.models.appraisal import Grade
from zulian.commissioners.models.pay import LEVELS
from zulian.commissioners.services.archive import complete, fresh
from zulian.commissioners.services.training import enough
from zulian.foundation.addresses import IdFilter
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.columns import NumberColumn
from zulian.foundation.filters import DayFilter
from zulian.leadership.models import Tie
from zulian.people.tables import called

NEED_TONES = {"open": "issued", "taken": "signed", "done": "closed"}
RECRUITMENT_TONES = {"open": "reported", "closed": "signed", "done": "closed"}


class PositionTable(tables.Table):
    """Posts, and who holds them."""

    region = tables.LinkColumn(
        "commissioners:position", args=[tables.A("pk")], accessor="region__organisation", order_by="region_id", verbose_name=_("单位")
    )  # fmt: skip
    holder = tables.Column(accessor="pk", verbose_name=_("任职人"), orderable=False)

    class Meta:
        model = Position
        fields = ("region", "number", "holder", "since", "abolished_on")

    def render_holder(self, record: Position) -> Any:
        held = [t for t in record.tenures.all() if t.ended_on is None]
        return held[0].commissioner.person.name if held else badge("overdue", _("空缺"))

    def value_holder(self, record: Position) -> str:
        held = [t for t in record.tenures.all() if t.ended_on is None]
        return str(held[0].commissioner.person.name) if held else ""


class PositionFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("单位名称"), field_name="region__name", lookup_expr="contains")
    level = django_filters.ChoiceFilter(
        label=_("层级"), field_name="region__level", choices=LEVELS, empty_label=_("全部")
    )
    vacant = django_filters.BooleanFilter(label=_("空缺"), method="by_vacant")

    def by_vacant(self, rows: Any, name: str, value: bool) -> Any:
        return rows.vacant() if value else rows.in_use().exclude(pk__in=rows.vacant().values("pk"))


class CommissionerTable(tables.Table):
    """The archive, one row each."""

    person = tables.LinkColumn(
        "commissioners:commissioner", args=[tables.A("pk")], accessor="person__name", verbose_name=_("姓名")
    )
    birth = tables.Column(accessor="person__birth", verbose_name=_("出生日期"))
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("任职单位"))

    class Meta:
        model = Commissioner
        fields = ("person", "birth", "tie", "education", "region", "status", "verified_on", "last_log_on")

    def render_status(self, record: Commissioner) -> SafeString:
        return badge("closed" if record.status == "serving" else "dropped", record.get_status_display())

    def value_status(self, record: Commissioner) -> str:
        return str(record.get_status_display())


class CommissionerFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    status = django_filters.ChoiceFilter(label=_("状态"), choices=Commissioner.Status.choices, empty_label=_("全部"))
    level = django_filters.ChoiceFilter(
        label=_("层级"), field_name="region__level", choices=LEVELS, empty_label=_("全部")
    )
    tie = django_filters.ChoiceFilter(label=_("与残疾人的关系"), choices=Tie.choices, empty_label=_("全部"))
    lacking = django_filters.BooleanFilter(label=_("档案不全"), method="by_lacking")
    stale = django_filters.BooleanFilter(label=_("待核实"), method="by_stale")
    short = django_filters.BooleanFilter(label=_("本年学时不足"), method="by_short")

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "person")

    def by_lacking(self, rows: Any, name: str, value: bool) -> Any:
        return rows.exclude(complete(today())) if value else rows.filter(complete(today()))

    def by_short(self, rows: Any, name: str, value: bool) -> Any:
        return rows.exclude(enough(today())) if value else rows.filter(enough(today()))

    def by_stale(self, rows: Any, name: str, value: bool) -> Any:
        return rows.exclude(fresh(today())) if value else rows.filter(fresh(today()))


class TenureTable(tables.Table):
    """Who took which post since when."""

    name = tables.LinkColumn(
        "commissioners:commissioner",
        args=[tables.A("commissioner_id")],
        accessor="commissioner__person__name",
        verbose_name=_("姓名"),
    )
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))

    class Meta:
        model = Tenure
        fields = ("name", "region", "how", "since", "ended_on")


class RecruitmentTable(tables.Table):
    """Notices, newest first."""

    title = tables.LinkColumn("commissioners:recruitment", args=[tables.A("pk")], verbose_name=_("标题"))
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("选聘单位"))

    class Meta:
        model = Recruitment
        fields = ("title", "region", "opens_on", "closes_on", "state")

    def render_state(self, record: Recruitment) -> SafeString:
        return badge(RECRUITMENT_TONES[record.state], record.get_state_display())

    def value_state(self, record: Recruitment) -> str:
        return str(record.get_state_display())


class RateTable(tables.Table):
    """Standards of pay."""

    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("适用地区"))

    class Meta:
        model = Rate
        fields = ("region", "level", "monthly", "since", "basis")


class PaymentTable(tables.Table):
    """Months due and paid; the box picks those to register as paid."""

    pick = tables.Column(accessor="pk", verbose_name=_("选"), orderable=False, exclude_from_export=True)
    month = tables.Column(verbose_name=_("月份"))
    person = tables.LinkColumn(
        "commissioners:commissioner", args=[tables.A("commissioner_id")], accessor="commissioner__person__name", verbose_name=_("姓名")
    )  # fmt: skip
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))
    owed = NumberColumn(verbose_name=_("欠发（元）"), orderable=False)

    class Meta:
        model = Payment
        fields = ("pick", "month", "person", "region", "due", "paid", "owed", "paid_on", "proof")

    def render_pick(self, record: Payment) -> Any:
        if not record.owed:
            return ""
        name = _("选择 %(name)s %(month)s") % {
            "name": record.commissioner.person.name,
            "month": f"{record.month:%Y-%m}",
        }
        return format_html(
            '<input class="form-check-input" type="checkbox" name="pick" form="pay" value="{}" aria-label="{}">', record.pk, name
        )  # fmt: skip

    def render_month(self, record: Payment) -> str:
        return f"{record.month:%Y-%m}"

    def render_owed(self, record: Payment) -> Any:
        return badge("overdue", record.owed) if record.owed else "—"

    def value_owed(self, record: Payment) -> float:
        return float(record.owed)


class PaymentFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    month = django_filters.CharFilter(label=_("月份（如 2026-03）"), method="by_month")
    arrears = django_filters.BooleanFilter(label=_("欠发"), method="by_arrears")
    commissioner = IdFilter(field_name="commissioner_id")

    class Meta:
        model = Payment
        fields = ["words", "month", "arrears"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.form.fields["commissioner"]
        field.widget = field.hidden_widget()

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "commissioner__person")

    def by_month(self, rows: Any, name: str, value: str) -> Any:
        year, _dash, month = value.partition("-")
        if not (year.isdecimal() and month.isdecimal() and 2000 <= int(year) <= 2100 and 1 <= int(month) <= 12):
            return rows.none()
        return rows.filter(month__year=int(year), month__month=int(month))

    def by_arrears(self, rows: Any, name: str, value: bool) -> Any:
        late = rows.arrears(today())
        return late if value else rows.exclude(pk__in=late.values("pk"))


class LogTable(tables.Table):
    """The work log."""

    name = tables.Column(accessor="commissioner__person__name", verbose_name=_("姓名"))
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))
    person = tables.Column(accessor="person__name", verbose_name=_("服务对象"))

    class Meta:
        model = Log
        fields = ("day", "name", "region", "kind", "person", "text")


class LogFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    kind = django_filters.ChoiceFilter(label=_("事项"), choices=Log.Kind.choices, empty_label=_("全部"))
    since = DayFilter(label=_("从"), field_name="day", lookup_expr="gte")
    until = DayFilter(label=_("到"), field_name="day", lookup_expr="lte")

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "commissioner__person")


class NeedTable(tables.Table):
    """Needs found on visits."""

    kind = tables.LinkColumn("commissioners:need", args=[tables.A("pk")], verbose_name=_("需求"))
    person = tables.Column(accessor="person__name", verbose_name=_("服务对象"))
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))
    day = tables.Column(accessor="log__day", verbose_name=_("发现日期"))

    class Meta:
        model = Need
        fields = ("kind", "person", "region", "text", "day", "state", "reply")

    def render_state(self, record: Need) -> SafeString:
        return badge(NEED_TONES[record.state], record.get_state_display())

    def value_state(self, record: Need) -> str:
        return str(record.get_state_display())


class NeedFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("需求"), choices=Need.Kind.choices, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=Need.State.choices, empty_label=_("全部"))


GRADE_TONES = {"excellent": "closed", "good": "reported", "basic": "issued", "poor": "overdue"}


def grade_badge(grade: str) -> Any:
    """A grade in its colour."""
    return badge(GRADE_TONES[grade], dict(Grade.choices)[grade]) if grade else "—"


class PeriodTable(tables.Table):
    """Periods of appraisal."""

    name = tables.Column(
        linkify=lambda record: f"{reverse('commissioners:appraisals')}?period={record.pk}", verbose_name=_("名称")
    )
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("组织单位"))

    class Meta:
        model = Period
        fields = ("name", "region", "first", "last", "state", "settled_on")


class AppraisalTable(tables.Table):
    """Sheets of appraisal."""

    name = tables.LinkColumn(
        "commissioners:appraisal", args=[tables.A("pk")], accessor="commissioner__person__name", verbose_name=_("姓名")
    )  # fmt: skip
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))

    class Meta:
        model = Appraisal
        fields = ("name", "region", "period", "own", "town", "served", "total", "grade", "factor")

    def render_grade(self, record: Appraisal) -> Any:
        return grade_badge(record.grade)

    def value_grade(self, record: Appraisal) -> str:
        return str(record.get_grade_display())


class AppraisalFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    grade = django_filters.ChoiceFilter(label=_("等次"), choices=Grade.choices, empty_label=_("全部"))
    unrated = django_filters.BooleanFilter(label=_("待乡镇评分"), field_name="town", lookup_expr="isnull")
    period = IdFilter(field_name="period_id")

    class Meta:
        model = Appraisal
        fields = ["words", "grade", "unrated"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.form.fields["period"]
        field.widget = field.hidden_widget()

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "commissioner__person")


class CourseTable(tables.Table):
    """The plan of training."""

    title = tables.LinkColumn("commissioners:course", args=[tables.A("pk")], verbose_name=_("课程"))
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("举办单位"))

    class Meta:
        model = Course
        fields = ("title", "region", "year", "hours", "planned_on")


class CourseFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)


class SessionTable(tables.Table):
    """Times that courses were held."""

    course = tables.LinkColumn(
        "commissioners:session", args=[tables.A("pk")], accessor="course__title", verbose_name=_("课程")
    )
    region = tables.Column(
        accessor="course__region__organisation", order_by="course__region_id", verbose_name=_("举办单位")
    )

    class Meta:
        model = Session
        fields = ("on", "course", "region", "place")


class AttendanceTable(tables.Table):
    """Who attended what."""

    name = tables.LinkColumn(
        "commissioners:commissioner", args=[tables.A("commissioner_id")], accessor="commissioner__person__name", verbose_name=_("姓名")
    )  # fmt: skip
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))
    course = tables.Column(accessor="session__course__title", verbose_name=_("课程"), orderable=False)

    class Meta:
        model = Attendance
        fields = ("name", "region", "course", "year", "at", "score", "hours", "number")


class AttendanceFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "commissioner__person")

"""Lists of the cadres room."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.cadres.models import Cadre, Reserve, ReserveState, Training
from zulian.cadres.services.quality import ISSUES, with_issues
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.dates import born_before
from zulian.leadership.models import Tie
from zulian.people import hooks
from zulian.people.disabilities import CATEGORIES
from zulian.people.tables import called
from zulian.regions.filters import LEVELS

SEXES = (("male", _("男")), ("female", _("女")))
TONES = {
    "nominated": "issued", "reviewed": "signed", "confirmed": "reported", "recommended": "signed", "appointed": "closed",
    "refused": "dropped", "removed": "dropped",
}  # fmt: skip


class CadreTable(tables.Table):
    """Files, one a row; the box picks those to compare."""

    pick = tables.Column(accessor="pk", verbose_name=_("对比"), orderable=False, exclude_from_export=True)
    person = tables.LinkColumn("cadres:cadre", args=[tables.A("pk")], accessor="person__name", verbose_name=_("姓名"))
    birth = tables.Column(accessor="person__birth", verbose_name=_("出生日期"))
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("管理单位"))
    verified_on = tables.Column(verbose_name=_("最近核实"))

    class Meta:
        model = Cadre
        fields = ("pick", "person", "birth", "tie", "position", "education", "party", "region", "verified_on")

    def render_pick(self, record: Cadre) -> SafeString:
        return format_html(
            '<input class="form-check-input" type="checkbox" name="pick" form="compare" value="{}" aria-label="{}">', record.pk,
            _("对比 %(name)s") % {"name": record.person.name},
        )  # fmt: skip

    def render_verified_on(self, record: Cadre) -> Any:
        return record.verified_on if record.is_current else badge("overdue", record.verified_on)


class CadreFilter(django_filters.FilterSet):
    """By who they are, what they can, and what is wrong with the file."""

    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    tie = django_filters.ChoiceFilter(label=_("与残疾人的关系"), choices=Tie.choices, empty_label=_("全部"))
    category = django_filters.ChoiceFilter(
        label=_("残疾类别"), choices=CATEGORIES, method="by_category", empty_label=_("全部")
    )
    sex = django_filters.ChoiceFilter(label=_("性别"), field_name="person__sex", choices=SEXES, empty_label=_("全部"))
    education = django_filters.ChoiceFilter(label=_("学历"), choices=Cadre.Education.choices, empty_label=_("全部"))
    party = django_filters.ChoiceFilter(label=_("政治面貌"), choices=Cadre.Party.choices, empty_label=_("全部"))
    younger = django_filters.NumberFilter(label=_("年龄不超过"), method="by_age", min_value=18, max_value=99)
    sign = django_filters.ChoiceFilter(label=_("手语"), choices=Cadre.Sign.choices, empty_label=_("全部"))
    strengths = django_filters.CharFilter(label=_("特长含"), lookup_expr="contains")
    level = django_filters.ChoiceFilter(
        label=_("层级"), field_name="region__level", choices=LEVELS, empty_label=_("全部")
    )
    issue = django_filters.ChoiceFilter(
        label=_("待办问题"), choices=[("any", _("任何问题")), *((i.key, i.name) for i in ISSUES)], method="by_issue",
        empty_label=_("不限"),
    )  # fmt: skip

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "person")

    def by_category(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(hooks.of_category(int(value)))

    def by_age(self, rows: Any, name: str, value: Any) -> Any:
        return rows.filter(person__birth__gt=born_before(today(), int(value) + 1))

    def by_issue(self, rows: Any, name: str, value: str) -> Any:
        return with_issues(rows, today(), () if value == "any" else (value,))


class ReserveTable(tables.Table):
    """Names on the reserve."""

    cadre = tables.LinkColumn(
        "cadres:reserve", args=[tables.A("pk")], accessor="cadre__person__name", verbose_name=_("姓名")
    )
    birth = tables.Column(accessor="cadre__person__birth", verbose_name=_("出生日期"))
    tie = tables.Column(accessor="cadre__tie", verbose_name=_("与残疾人的关系"))
    period = tables.Column(verbose_name=_("名单期限"), orderable=False)
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("提名单位"))
    state = tables.Column(verbose_name=_("状态"))

    class Meta:
        model = Reserve
        fields = ("cadre", "birth", "tie", "level", "period", "direction", "state", "region")

    def render_tie(self, record: Reserve) -> str:
        return str(record.cadre.get_tie_display())

    def value_tie(self, record: Reserve) -> str:
        return str(record.cadre.get_tie_display())

    def render_state(self, record: Reserve) -> SafeString:
        return badge(TONES[record.state], record.get_state_display())

    def value_state(self, record: Reserve) -> str:
        return str(record.get_state_display())


class ReserveFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")
    level = django_filters.ChoiceFilter(label=_("名单层级"), choices=Reserve.LEVELS, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ReserveState.choices, empty_label=_("全部"))

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "cadre__person")


class TrainingTable(tables.Table):
    """Trainings planned and done."""

    cadre = tables.LinkColumn(
        "cadres:cadre", args=[tables.A("cadre_id")], accessor="cadre__person__name", verbose_name=_("姓名")
    )
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("单位"))

    class Meta:
        model = Training
        fields = ("cadre", "year", "kind", "subject", "planned_on", "done_on", "hours", "region")


class TrainingFilter(django_filters.FilterSet):
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)
    kind = django_filters.ChoiceFilter(label=_("方式"), choices=Training.Kind.choices, empty_label=_("全部"))
    done = django_filters.BooleanFilter(label=_("已完成"), field_name="done_on", lookup_expr="isnull", exclude=True)

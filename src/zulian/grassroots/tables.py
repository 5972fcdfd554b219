"""Lists of the grassroots room."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.foundation.addresses import IdFilter
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.columns import NumberColumn
from zulian.grassroots.models import (
    Assessment,
    AssessmentState,
    Campaign,
    Evidence,
    Mark,
    Organisation,
    Problem,
    ProblemState,
    Standard,
)
from zulian.grassroots.models.organisations import Grade
from zulian.grassroots.models.standards import LEVELS
from zulian.grassroots.services.organisations import complete, lacking

GRADE_TONES = {"good": "closed", "reached": "reported", "short": "overdue"}
STATE_TONES = {
    "filling": "issued", "submitted": "reported", "returned": "overdue", "reviewed": "signed", "visited": "signed", "settled": "closed",
}  # fmt: skip
PROBLEM_TONES = {"found": "issued", "mending": "signed", "mended": "reported", "closed": "closed"}
STANDARD_TONES = {"draft": "issued", "force": "closed", "retired": "dropped"}
YES_NO = "✔,—"


def grade_badge(grade: str) -> Any:
    """A grade in its colour."""
    return badge(GRADE_TONES[grade], dict(Grade.choices)[grade]) if grade else "—"


class ByPlace(django_filters.FilterSet):
    """What all lists of the room share: the name of the organisation, and its level."""

    words = django_filters.CharFilter(label=_("单位名称"), field_name="region__name", lookup_expr="contains")
    level = django_filters.ChoiceFilter(
        label=_("层级"), field_name="region__level", choices=LEVELS, empty_label=_("全部")
    )


class OrganisationTable(tables.Table):
    """The register: who is there, and whether it has reached its standard."""

    region = tables.LinkColumn(
        "grassroots:organisation", args=[tables.A("pk")], accessor="region__organisation", order_by="region_id", verbose_name=_("单位")
    )  # fmt: skip
    level = tables.Column(accessor="region__level", verbose_name=_("层级"))
    sign = tables.BooleanColumn(verbose_name=_("挂牌"), yesno=YES_NO)
    grade = tables.Column(verbose_name=_("评估等次"))

    class Meta:
        model = Organisation
        fields = (
            "region",
            "level",
            "head",
            "staff",
            "office",
            "activity_area",
            "sign",
            "grade",
            "reached_until",
            "verified_on",
        )

    def render_grade(self, record: Organisation) -> Any:
        return grade_badge(record.grade)

    def value_grade(self, record: Organisation) -> str:
        return str(record.get_grade_display())


class OrganisationFilter(ByPlace):
    grade = django_filters.ChoiceFilter(label=_("评估等次"), choices=Grade.choices, empty_label=_("全部"))
    lack = django_filters.CharFilter(method="by_lack", label=_("缺项"))

    class Meta:
        model = Organisation
        fields = ["words", "level", "grade"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hide(self, "lack")

    def by_lack(self, rows: Any, name: str, value: str) -> Any:
        if value == "any":
            return rows.exclude(complete(today()))
        level = self.data.get("level", "")
        return rows.filter(lacking(int(level), value, today())) if level in {"6", "9", "12"} else rows


def hide(filters: django_filters.FilterSet, *names: str) -> None:
    """Filters that links use, and nobody types."""
    for name in names:
        field = filters.form.fields[name]
        field.widget = field.hidden_widget()


class StandardTable(tables.Table):
    """Standards, newest first."""

    name = tables.LinkColumn("grassroots:standard", args=[tables.A("pk")], verbose_name=_("名称"))
    region = tables.Column(accessor="region__name", verbose_name=_("制定单位"), order_by="region_id")
    is_example = tables.BooleanColumn(verbose_name=_("示例"), yesno=YES_NO)

    class Meta:
        model = Standard
        fields = ("name", "version", "level", "state", "pass_mark", "valid_from", "region", "is_example")

    def render_state(self, record: Standard) -> SafeString:
        return badge(STANDARD_TONES[record.state], record.get_state_display())

    def value_state(self, record: Standard) -> str:
        return str(record.get_state_display())


class StandardFilter(django_filters.FilterSet):
    level = django_filters.ChoiceFilter(label=_("适用层级"), choices=LEVELS, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=Standard.State.choices, empty_label=_("全部"))


class CampaignTable(tables.Table):
    """Campaigns, newest first."""

    name = tables.LinkColumn("grassroots:campaign", args=[tables.A("pk")], verbose_name=_("名称"))
    region = tables.Column(accessor="region__organisation", verbose_name=_("组织单位"), order_by="region_id")

    class Meta:
        model = Campaign
        fields = ("name", "year", "region", "state", "starts_on", "self_due", "review_due", "ends_on")

    def render_state(self, record: Campaign) -> SafeString:
        return badge("reported" if record.state == Campaign.State.OPEN else "closed", record.get_state_display())

    def value_state(self, record: Campaign) -> str:
        return str(record.get_state_display())


class AssessmentTable(tables.Table):
    """Sheets of a campaign."""

    region = tables.LinkColumn(
        "grassroots:sheet", args=[tables.A("pk")], accessor="region__organisation", order_by="region_id", verbose_name=_("单位")
    )  # fmt: skip
    level = tables.Column(accessor="region__level", verbose_name=_("层级"))
    sampled = tables.BooleanColumn(verbose_name=_("抽中"), yesno=YES_NO)

    class Meta:
        model = Assessment
        fields = ("region", "level", "state", "submitted_on", "own_percent", "percent", "grade", "sampled", "visit_on")

    def render_state(self, record: Assessment) -> SafeString:
        return badge(STATE_TONES[record.state], record.get_state_display())

    def value_state(self, record: Assessment) -> str:
        return str(record.get_state_display())

    def render_grade(self, record: Assessment) -> Any:
        return grade_badge(record.grade)

    def value_grade(self, record: Assessment) -> str:
        return str(record.get_grade_display())


class AssessmentFilter(ByPlace):
    campaign = IdFilter(field_name="campaign_id")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=AssessmentState.choices, empty_label=_("全部"))
    grade = django_filters.ChoiceFilter(label=_("等次"), choices=Grade.choices, empty_label=_("全部"))
    sampled = django_filters.BooleanFilter(label=_("抽中检查"))

    class Meta:
        model = Assessment
        fields = ["words", "level", "state", "grade", "sampled"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hide(self, "campaign")


class MarkTable(tables.Table):
    """Marks item by item."""

    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))
    item = tables.LinkColumn(
        "grassroots:mark", args=[tables.A("pk")], accessor="item", order_by="item_id", verbose_name=_("考核内容")
    )

    class Meta:
        model = Mark
        fields = (
            "region",
            "item",
            "own",
            "own_note",
            "review",
            "review_note",
            "visit",
            "visit_note",
            "decided",
            "pieces",
        )


class MarkFilter(ByPlace):
    assessment = IdFilter(field_name="assessment_id")
    campaign = IdFilter(field_name="assessment__campaign_id")
    blank = django_filters.BooleanFilter(label=_("未填写"), field_name="share", lookup_expr="isnull")

    class Meta:
        model = Mark
        fields = ["words", "level", "blank"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hide(self, "assessment", "campaign")


class EvidenceTable(tables.Table):
    """Evidence by organisation; what opens it stands with its items."""

    title = tables.Column(verbose_name=_("名称"))
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))
    uses = NumberColumn(verbose_name=_("用于项目数"), orderable=False)

    class Meta:
        model = Evidence
        fields = ("title", "region", "at", "uses", "link")


class ProblemTable(tables.Table):
    """The list of problems (问题清单、整改台账)."""

    text = tables.LinkColumn("grassroots:problem", args=[tables.A("pk")], verbose_name=_("问题"))
    region = tables.Column(accessor="region__organisation", order_by="region_id", verbose_name=_("单位"))
    owner = tables.Column(accessor="owner__user__name", verbose_name=_("责任人"), orderable=False)

    class Meta:
        model = Problem
        fields = ("text", "subject", "region", "source", "found_on", "due", "owner", "state")

    def render_state(self, record: Problem) -> SafeString:
        if record.is_overdue:
            return badge("overdue", _("已逾期"))
        return badge(PROBLEM_TONES[record.state], record.get_state_display())

    def value_state(self, record: Problem) -> str:
        return str(record.get_state_display())


class ProblemFilter(ByPlace):
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ProblemState.choices, empty_label=_("全部"))
    source = django_filters.ChoiceFilter(label=_("来源"), choices=Problem.Source.choices, empty_label=_("全部"))
    late = django_filters.BooleanFilter(label=_("已逾期"), method="by_late")
    repeated = django_filters.BooleanFilter(
        label=_("重复问题"), field_name="repeats", lookup_expr="isnull", exclude=True
    )
    assessment = IdFilter(field_name="assessment_id")

    class Meta:
        model = Problem
        fields = ["words", "level", "state", "source", "late", "repeated"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hide(self, "assessment")

    def by_late(self, rows: Any, name: str, value: bool) -> Any:
        return rows.overdue(today()) if value else rows.exclude(pk__in=rows.model.objects.overdue(today()).values("pk"))

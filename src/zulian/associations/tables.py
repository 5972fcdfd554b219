"""Lists of the associations room."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.associations import proofs
from zulian.associations.models import (
    SHORT,
    Activity,
    Answer,
    Association,
    Award,
    Contact,
    Decision,
    Kind,
    Meeting,
    Member,
    Opinion,
    Paper,
    Research,
    Review,
    RightsCase,
    Seat,
    Spending,
    Staff,
    Turnout,
    Visit,
)
from zulian.associations.services.activities import occasion_words
from zulian.associations.services.common import meeting_kinds
from zulian.foundation.addresses import IdFilter
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.filters import DayFilter
from zulian.people.tables import called

ALL = _("全部")
TONES = {
    "planned": "issued",
    "noticed": "reported",
    "held": "signed",
    "open": "issued",
    "answered": "reported",
    "changed": "closed",
    "unchanged": "dropped",
    "field": "issued",
    "reported": "signed",
    "proposed": "reported",
    "adopted": "closed",
    "rejected": "dropped",
    "draft": "issued",
    "closed": "closed",
    "new": "issued",
    "handling": "reported",
    "refused": "dropped",
    "submitted": "reported",
    "approved": "signed",
    "summed": "closed",
    "cancelled": "dropped",
    "reviewed": "closed",
}


def state_badge(row: Any) -> SafeString:
    """A state in its colour."""
    return badge(TONES[row.state], row.get_state_display())


class Stated(tables.Table):
    """A list whose rows have a state."""

    def render_state(self, record: Any) -> SafeString:
        return state_badge(record)

    def value_state(self, record: Any) -> str:
        return str(record.get_state_display())


def link(name: str, accessor: str, words: Any, key: str = "pk") -> tables.Column:
    """A column that leads to a row's page."""
    return tables.LinkColumn(f"associations:{name}", args=[tables.A(key)], accessor=accessor, verbose_name=words)


class OwnColumn(tables.Column):
    """The association of a row by its short name, which leads to its page."""

    def __init__(self, **more: Any) -> None:
        super().__init__(
            accessor="association__short",
            order_by=("region_id", "association_id"),
            verbose_name=_("协会"),
            linkify=lambda record: reverse("associations:association", args=[record.association_id]),
            **more,
        )


def by_state(states: Any) -> Any:
    """By state."""
    return django_filters.ChoiceFilter(label=_("状态"), field_name="state", choices=states.choices, empty_label=ALL)


class OfKind(django_filters.FilterSet):
    """By association."""

    kind = django_filters.ChoiceFilter(
        label=_("协会"), field_name="association__kind", choices=[(k, SHORT[k]) for k in Kind], empty_label=ALL
    )
    association = IdFilter(field_name="association_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.form.fields["association"]
        field.widget = field.hidden_widget()


class Named(OfKind):
    """By association and by name."""

    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, "person")


def association_state(association: Association, is_whole: bool) -> tuple[str, Any]:
    """The colour and words of how far an association has come: due, set up with something lacking, set up."""
    if association.set_up_on is None:
        return "overdue", _("待成立")
    return ("closed", _("已成立")) if is_whole else ("returned", _("资料不全"))


class AssociationTable(tables.Table):
    """Associations, those still to be set up among them."""

    kind = link("association", "kind", _("协会"))
    region = tables.Column(accessor="region__name", order_by="region_id", verbose_name=_("地区"))
    state = tables.Column(accessor="pk", verbose_name=_("状态"), orderable=False)

    class Meta:
        model = Association
        fields = ("region", "kind", "office", "staff_count", "member_count", "term_until", "active_on", "state")

    def render_kind(self, record: Association) -> str:
        return str(record.get_kind_display())

    @cached_property
    def short(self) -> set[int]:
        """Associations that say they are set up and lack what the policy demands, asked once for the whole list."""
        rows = Association.objects.standing().exclude(proofs.SET_UP.met(today()))
        return set(rows.values_list("pk", flat=True))

    def _state(self, record: Association) -> tuple[str, Any]:
        return association_state(record, record.set_up_on is None or record.pk not in self.short)

    def render_state(self, record: Association) -> SafeString:
        return badge(*self._state(record))

    def value_state(self, record: Association) -> str:
        return str(self._state(record)[1])


class AssociationFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("地区名称"), field_name="region__name", lookup_expr="contains")
    kind = django_filters.ChoiceFilter(label=_("协会"), choices=Kind.choices, empty_label=ALL)
    missing = django_filters.BooleanFilter(label=_("待成立"), field_name="set_up_on", lookup_expr="isnull")


class StaffTable(tables.Table):
    association = OwnColumn()

    class Meta:
        model = Staff
        fields = ("association", "name", "full_time", "duty", "since", "until")


class PaperTable(tables.Table):
    association = OwnColumn()

    class Meta:
        model = Paper
        fields = ("association", "kind", "title", "adopted_on")


class SpendingTable(tables.Table):
    association = OwnColumn()

    class Meta:
        model = Spending
        fields = ("association", "on", "amount", "purpose")


class SeatTable(tables.Table):
    association = OwnColumn()
    person = link("seat", "person__name", _("姓名"))
    committee = tables.Column(verbose_name=_("届次"), orderable=False)

    class Meta:
        model = Seat
        fields = ("association", "committee", "person", "office", "tie", "how", "since", "left_on", "contacts")


class SeatFilter(Named):
    office = django_filters.ChoiceFilter(label=_("职务"), choices=Seat.Office.choices, empty_label=ALL)
    held = django_filters.BooleanFilter(label=_("在任"), field_name="left_on", lookup_expr="isnull")


class MemberTable(tables.Table):
    association = OwnColumn()
    person = link("member", "person__name", _("姓名"))

    class Meta:
        model = Member
        fields = ("association", "person", "tie", "joined_on", "took_part_on", "left_on")


class MemberFilter(Named):
    held = django_filters.BooleanFilter(label=_("在册"), field_name="left_on", lookup_expr="isnull")


class MeetingTable(Stated):
    association = OwnColumn()
    subject = link("meeting", "subject", _("会议"))
    late = tables.Column(accessor="due_on", verbose_name=_("应开期限"))

    class Meta:
        model = Meeting
        fields = ("association", "subject", "late", "on", "place", "state")


class MeetingFilter(OfKind):
    what = django_filters.ChoiceFilter(label=_("会议"), field_name="kind", choices=meeting_kinds, empty_label=ALL)
    state = by_state(Meeting.State)
    until = DayFilter(label=_("应开期限不晚于"), field_name="due_on", lookup_expr="lte")


class DecisionTable(tables.Table):
    text = link("meeting", "text", _("议定事项"), "meeting_id")
    owner = tables.Column(accessor="owner__organisation", order_by="owner_id", verbose_name=_("承办单位"))

    class Meta:
        model = Decision
        fields = ("text", "owner", "due", "done_on", "outcome")


class ContactTable(tables.Table):
    association = OwnColumn()
    seat = link("seat", "seat__person__name", _("联系人"), "seat_id")
    person = link("contact", "person__name", _("联系对象"))

    class Meta:
        model = Contact
        fields = ("association", "seat", "person", "since", "visited_on", "ended_on")


class VisitTable(tables.Table):
    person = link("contact", "contact__person__name", _("联系对象"), "contact_id")
    seat = tables.Column(accessor="contact__seat__person__name", verbose_name=_("联系人"))

    class Meta:
        model = Visit
        fields = ("on", "person", "seat", "how", "text")


class OpinionTable(Stated):
    association = OwnColumn()
    text = link("opinion", "text", _("意见建议"))

    class Meta:
        model = Opinion
        fields = ("on", "association", "text", "answered_by", "answered_on", "state")


class OpinionFilter(OfKind):
    state = by_state(Opinion.State)


class ResearchTable(Stated):
    association = OwnColumn()
    topic = link("research-one", "topic", _("课题"))

    class Meta:
        model = Research
        fields = ("association", "topic", "due_on", "reported_on", "verdict_by", "state")


class ResearchFilter(OfKind):
    state = by_state(Research.State)


class AnswerTable(tables.Table):
    """Answers to surveys that give names; of anonymous ones the results alone are shown."""

    survey = link("survey", "survey__title", _("问卷"), "survey_id")
    who = tables.Column(accessor="name", verbose_name=_("姓名"), orderable=False)

    class Meta:
        model = Answer
        fields = ("survey", "who", "at")


class CaseTable(Stated):
    """Cases without their words: those stand on the case's page alone."""

    matter = link("case", "matter", _("事由"))
    association = OwnColumn()

    class Meta:
        model = RightsCase
        fields = ("on", "association", "matter", "source", "due_on", "done_on", "state")

    def render_matter(self, record: RightsCase) -> str:
        return str(record.get_matter_display())


class CaseFilter(OfKind):
    state = by_state(RightsCase.State)


class ActivityTable(Stated):
    association = OwnColumn()
    title = link("activity", "title", _("活动名称"))

    class Meta:
        model = Activity
        fields = ("on", "association", "title", "kind", "occasion", "brand", "reached", "cost", "state")

    def render_occasion(self, value: str) -> str:
        return occasion_words(value)


class ActivityFilter(OfKind):
    what = django_filters.ChoiceFilter(label=_("类别"), field_name="kind", choices=Activity.Kind.choices, empty_label=ALL)  # fmt: skip
    state = by_state(Activity.State)
    year = django_filters.NumberFilter(label=_("年度"), field_name="on", lookup_expr="year", min_value=2000, max_value=2100)  # fmt: skip
    brand = django_filters.CharFilter(label=_("活动品牌"), lookup_expr="contains")


class TurnoutTable(tables.Table):
    activity = link("activity", "activity__title", _("活动"), "activity_id")
    on = tables.Column(accessor="activity__on", verbose_name=_("日期"))
    person = tables.Column(accessor="member__person__name", verbose_name=_("会员"))

    class Meta:
        model = Turnout
        fields = ("on", "activity", "person")


class AwardTable(tables.Table):
    association = OwnColumn()

    class Meta:
        model = Award
        fields = ("on", "association", "title", "whom", "level", "by")


class ReviewTable(Stated):
    association = OwnColumn()
    year = link("review", "year", _("年度"))

    class Meta:
        model = Review
        fields = ("year", "association", "points", "grade", "state")


class ReviewFilter(OfKind):
    state = by_state(Review.State)
    year = django_filters.NumberFilter(label=_("年度"), min_value=2000, max_value=2100)

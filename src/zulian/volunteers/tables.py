"""Lists of the volunteers room."""

from __future__ import annotations

from typing import Any

import django_filters
import django_tables2 as tables
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from zulian.foundation.addresses import IdFilter
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.filters import DayFilter
from zulian.people.occasions import occasions
from zulian.people.tables import called
from zulian.regions.models import Level
from zulian.volunteers import proofs
from zulian.volunteers.models import (
    Activity,
    Concern,
    Decision,
    Feedback,
    Group,
    HelpNeed,
    Meeting,
    Offer,
    Qualification,
    Registration,
    Service,
    SignUp,
    Stint,
    Team,
    Trained,
    Training,
    Unit,
    Volunteer,
)
from zulian.volunteers.services.common import catalogue, words_of

ALL = _("全部")
TONES = {
    "waiting": "reported", "returned": "returned", "passed": "closed", "refused": "dropped", "active": "closed", "away": "signed", "left": "dropped",
    "removed": "dropped", "new": "issued", "open": "issued", "closed": "closed", "offered": "reported", "booked": "signed", "started": "signed",
    "done": "reported", "confirmed": "closed", "cancelled": "dropped", "draft": "issued", "published": "reported", "held": "signed",
    "summed": "closed", "planned": "issued", "noticed": "reported", "in": "signed", "out": "dropped", "present": "reported", "absent": "overdue",
    "yes": "closed", "no": "dropped", "withdrawn": "dropped", "": "reported",
}  # fmt: skip


def state_badge(row: Any, field: str = "state") -> SafeString:
    """A state in its colour."""
    return badge(TONES[getattr(row, field)], getattr(row, f"get_{field}_display")())


class Stated(tables.Table):
    """A list whose rows have a state."""

    def render_state(self, record: Any) -> SafeString:
        return state_badge(record)

    def value_state(self, record: Any) -> str:
        return str(record.get_state_display())


def place(words: Any = None, **more: Any) -> tables.Column:
    """The column of the division."""
    return tables.Column(accessor="region__name", order_by="region_id", verbose_name=words or _("地区"), **more)


def link(name: str, accessor: str, words: Any, key: str = "pk") -> tables.Column:
    """A column that leads to a row's page."""
    return tables.LinkColumn(f"volunteers:{name}", args=[tables.A(key)], accessor=accessor, verbose_name=words)


def kind_filter() -> Any:
    """By kind of service."""
    return django_filters.ChoiceFilter(label=_("服务项目"), field_name="kind", choices=catalogue, empty_label=ALL)


def by_state(states: Any) -> Any:
    """By state."""
    return django_filters.ChoiceFilter(label=_("状态"), field_name="state", choices=states.choices, empty_label=ALL)


class Named(django_filters.FilterSet):
    """Rows of a volunteer, found by name or pinyin."""

    path = "person"
    words = django_filters.CharFilter(label=_("姓名或拼音"), method="by_words")

    def by_words(self, rows: Any, name: str, value: str) -> Any:
        return called(rows, value, self.path)


# Network


def unit_state(unit: Unit, is_whole: bool) -> tuple[str, Any]:
    """The colour and words of how far a unit has come: a hole, set up with something lacking, set up."""
    if unit.set_up_on is None:
        return "overdue", _("待建")
    return ("closed", _("已成立")) if is_whole else ("returned", _("资料不全"))


class UnitTable(tables.Table):
    """Units, and the holes of the network among them."""

    kind = link("unit", "kind", _("类别"))
    region = place()

    class Meta:
        model = Unit
        fields = ("region", "kind", "host", "leader", "phone", "place", "set_up_on", "state")

    state = tables.Column(accessor="pk", verbose_name=_("状态"), orderable=False)

    def render_kind(self, record: Unit) -> str:
        return str(record.get_kind_display())

    def render_phone(self, record: Unit) -> str:
        return record.masked_phone or "—"

    def value_phone(self, record: Unit) -> str:
        return record.masked_phone

    def _state(self, record: Unit) -> tuple[str, Any]:
        return unit_state(record, proofs.is_whole(record, today()))

    def render_state(self, record: Unit) -> SafeString:
        return badge(*self._state(record))

    def value_state(self, record: Unit) -> str:
        return str(self._state(record)[1])


class UnitFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("地区名称"), field_name="region__name", lookup_expr="contains")
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=Unit.Kind.choices, empty_label=ALL)
    level = django_filters.ChoiceFilter(
        label=_("层级"), field_name="region__level", choices=Level.choices, empty_label=ALL
    )
    missing = django_filters.BooleanFilter(label=_("待建"), field_name="set_up_on", lookup_expr="isnull")


class GroupTable(tables.Table):
    """Leading groups."""

    region = link("group", "region__name", _("单位"))
    state = tables.Column(accessor="pk", verbose_name=_("状态"), orderable=False)

    class Meta:
        model = Group
        fields = ("region", "leader", "basis", "set_up_on", "met_on", "state")

    @cached_property
    def short(self) -> set[int]:
        """The groups that say they are set up and lack members of departments, asked once for the whole list."""
        rows = Group.objects.filter(set_up_on__isnull=False).exclude(proofs.GROUP.met(today()))
        return set(rows.values_list("pk", flat=True))

    def _state(self, record: Group) -> tuple[str, Any]:
        if record.set_up_on is None:
            return "overdue", _("待成立")
        return ("returned", _("成员单位不全")) if record.pk in self.short else ("closed", _("已成立"))

    def render_state(self, record: Group) -> SafeString:
        return badge(*self._state(record))

    def value_state(self, record: Group) -> str:
        return str(self._state(record)[1])


class MeetingTable(Stated):
    """Joint meetings."""

    subject = link("meeting", "subject", _("议题"))
    region = place(_("单位"))

    class Meta:
        model = Meeting
        fields = ("on", "subject", "region", "place", "state")


class DecisionTable(tables.Table):
    """What meetings decided."""

    text = link("meeting", "text", _("议定事项"), "meeting_id")
    owner = tables.Column(accessor="owner__organisation", order_by="owner_id", verbose_name=_("承办单位"))

    class Meta:
        model = Decision
        fields = ("text", "owner", "due", "done_on")


# Volunteers


class RegistrationTable(Stated):
    """Applications."""

    name = link("registration", "name", _("姓名"))
    region = place(_("服务地区"))
    source = tables.Column(accessor="by_id", verbose_name=_("来源"), orderable=False)

    class Meta:
        model = Registration
        fields = ("at", "name", "region", "source", "contact_checked", "state")

    def render_source(self, record: Registration) -> Any:
        return _("联络站登记") if record.by_id else _("公众页面")

    def value_source(self, record: Registration) -> str:
        return str(self.render_source(record))


class RegistrationFilter(django_filters.FilterSet):
    words = django_filters.CharFilter(label=_("姓名"), field_name="name", lookup_expr="startswith")
    state = by_state(Registration.State)


class VolunteerTable(tables.Table):
    """The register."""

    name = link("volunteer", "person__name", _("姓名"))
    region = place(_("服务地区"))

    class Meta:
        model = Volunteer
        fields = ("number", "name", "region", "team", "hours", "stars", "last_served_on", "verified_on", "status")

    def render_status(self, record: Volunteer) -> SafeString:
        return state_badge(record, "status")

    def value_status(self, record: Volunteer) -> str:
        return str(record.get_status_display())

    def render_stars(self, value: int) -> str:
        return "★" * value or "—"

    def value_stars(self, value: int) -> int:
        return value


class VolunteerFilter(Named):
    skill = django_filters.ChoiceFilter(label=_("服务项目"), method="by_skill", choices=catalogue, empty_label=ALL)
    status = django_filters.ChoiceFilter(label=_("状态"), choices=Volunteer.Status.choices, empty_label=ALL)
    unchecked = django_filters.BooleanFilter(label=_("未实名核验"), field_name="verified_on", lookup_expr="isnull")
    stars = django_filters.NumberFilter(label=_("星级不低于"), field_name="stars", lookup_expr="gte", min_value=0)
    team = IdFilter(field_name="team_id")
    brigade = IdFilter(field_name="brigade_id")

    class Meta:
        model = Volunteer
        fields = ["words", "skill", "status", "unchecked", "stars"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("team", "brigade"):
            field = self.form.fields[name]
            field.widget = field.hidden_widget()

    def by_skill(self, rows: Any, name: str, value: str) -> Any:
        return rows.able(value)


class TeamTable(tables.Table):
    """Groups of volunteers."""

    name = tables.Column(
        linkify=lambda record: f"{reverse('volunteers:list')}?team={record.pk}", verbose_name=_("团体名称")
    )
    region = place()

    class Meta:
        model = Team
        fields = ("name", "region", "leader", "host", "since")


class TrainingTable(tables.Table):
    """Sessions of training."""

    title = link("training", "title", _("培训班"))
    region = place(_("举办单位"))
    keys = tables.Column(verbose_name=_("取得资格"), orderable=False)

    class Meta:
        model = Training
        fields = ("on", "title", "region", "place", "hours", "keys")

    def render_keys(self, value: list[str]) -> str:
        return "、".join(words_of(key) for key in value) or "—"

    def value_keys(self, value: list[str]) -> str:
        return "、".join(words_of(key) for key in value)


class TrainedTable(tables.Table):
    """Who attended what."""

    name = link("volunteer", "volunteer__person__name", _("姓名"), "volunteer_id")
    region = place(_("服务地区"))
    training = tables.Column(accessor="training__title", verbose_name=_("培训班"), orderable=False)

    class Meta:
        model = Trained
        fields = ("name", "region", "training", "at", "passed")


class QualificationTable(tables.Table):
    """Qualifications and when they expire."""

    name = link("volunteer", "volunteer__person__name", _("姓名"), "volunteer_id")
    region = place(_("服务地区"))

    class Meta:
        model = Qualification
        fields = ("name", "region", "key", "on", "until", "proof")

    def render_key(self, value: str) -> str:
        return words_of(value)


class OfVolunteer(Named):
    """By name of the volunteer."""

    path = "volunteer__person"


# Needs and services


class NeedTable(Stated):
    """Needs."""

    text = link("need", "text", _("需要什么帮助"))
    region = place()
    whose = tables.Column(verbose_name=_("服务对象"), orderable=False)

    class Meta:
        model = HelpNeed
        fields = ("at", "text", "kind", "whose", "region", "source", "on", "risk", "state")

    def render_kind(self, value: str) -> str:
        return words_of(value)


class NeedFilter(django_filters.FilterSet):
    kind = kind_filter()
    state = by_state(HelpNeed.State)
    source = django_filters.ChoiceFilter(label=_("来源"), choices=HelpNeed.Source.choices, empty_label=ALL)


class ServiceTable(Stated):
    """Services by day."""

    what = link("service", "need__text", _("服务"))
    region = place()
    volunteer = tables.Column(accessor="volunteer__person__name", verbose_name=_("志愿者"))
    kind = tables.Column(accessor="need__kind", verbose_name=_("服务项目"))

    class Meta:
        model = Service
        fields = ("on", "start", "end", "what", "kind", "region", "volunteer", "state")

    def render_kind(self, value: str) -> str:
        return words_of(value)

    def render_start(self, value: Any) -> str:
        return f"{value:%H:%M}"

    render_end = value_start = value_end = render_start


class ServiceFilter(django_filters.FilterSet):
    state = by_state(Service.State)
    since = DayFilter(label=_("从"), field_name="on", lookup_expr="gte")
    until = DayFilter(label=_("到"), field_name="on", lookup_expr="lte")


class OfferTable(tables.Table):
    """Who was asked."""

    name = link("volunteer", "volunteer__person__name", _("志愿者"), "volunteer_id")
    service = link("service", "service", _("服务"), "service_id")
    region = place()

    class Meta:
        model = Offer
        fields = ("at", "service", "name", "region", "answer", "note")

    def render_answer(self, record: Offer) -> SafeString:
        return state_badge(record, "answer")

    def value_answer(self, record: Offer) -> str:
        return str(record.get_answer_display())


class StintTable(tables.Table):
    """Stretches of service."""

    name = link("volunteer", "volunteer__person__name", _("志愿者"), "volunteer_id")
    region = place(_("服务地区"))

    class Meta:
        model = Stint
        fields = ("day", "name", "region", "kind", "start", "end", "hours", "how", "confirmed_on")

    def render_kind(self, value: str) -> str:
        return words_of(value)


class StintFilter(OfVolunteer):
    kind = kind_filter()
    unconfirmed = django_filters.BooleanFilter(label=_("待确认"), field_name="confirmed_on", lookup_expr="isnull")
    since = DayFilter(label=_("从"), field_name="day", lookup_expr="gte")
    until = DayFilter(label=_("到"), field_name="day", lookup_expr="lte")


class FeedbackTable(tables.Table):
    """What both sides say."""

    service = link("service", "service", _("服务"), "service_id")
    region = place()

    class Meta:
        model = Feedback
        fields = ("at", "service", "region", "side", "mark", "text")


class ConcernTable(Stated):
    """Reports; their words are on their page alone."""

    service = link("concern", "service", _("服务"))
    region = place()

    class Meta:
        model = Concern
        fields = ("at", "service", "region", "side", "state", "done_on")


# Activities


class ActivityTable(Stated):
    """Activities."""

    title = link("activity", "title", _("活动名称"))
    region = place(_("主办单位"))

    class Meta:
        model = Activity
        fields = ("on", "title", "region", "occasion", "place", "reached", "state")

    def render_occasion(self, value: str) -> str:
        return dict(occasions()).get(value, value)


class ActivityFilter(django_filters.FilterSet):
    occasion = django_filters.ChoiceFilter(label=_("时机"), choices=occasions, empty_label=ALL)
    state = by_state(Activity.State)
    year = django_filters.NumberFilter(label=_("年度"), field_name="on", lookup_expr="year", min_value=2000, max_value=2100)  # fmt: skip
    brand = django_filters.CharFilter(label=_("活动品牌"), lookup_expr="contains")


class SignUpTable(Stated):
    """Sign-ups."""

    name = link("volunteer", "volunteer__person__name", _("志愿者"), "volunteer_id")
    slot = link("activity", "slot__activity__title", _("活动"), "slot.activity_id")
    role = tables.Column(accessor="slot", verbose_name=_("岗位"), orderable=False)

    class Meta:
        model = SignUp
        fields = ("on", "slot", "role", "name", "at", "state")

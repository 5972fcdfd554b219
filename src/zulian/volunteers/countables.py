"""What the registers of volunteers count in a time: who was registered and trained, what was held, built and served."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.nouns import (
    ACTIVITIES,
    PEOPLE,
    PERSON_TIMES,
    PLACES,
    TIMES,
    TRAINING,
    TRAINING_OF,
    combined,
)
from zulian.indicators.proofs import exists
from zulian.indicators.registry import Countable, register_countables
from zulian.volunteers import proofs
from zulian.volunteers.models import Activity, Meeting, Stint, Trained, Training, Unit, Volunteer
from zulian.volunteers.registers.activities import ACTIVITIES as ACTIVITY_REGISTER
from zulian.volunteers.registers.network import MEETINGS as MEETING_REGISTER
from zulian.volunteers.registers.network import UNITS
from zulian.volunteers.registers.people import VOLUNTEERS as VOLUNTEER_REGISTER
from zulian.volunteers.registers.teams import STINTS
from zulian.volunteers.registers.training import TRAINED, TRAININGS

VOLUNTEERS = (
    "志愿者",
    "助残志愿者",
    "注册志愿者",
    "注册助残志愿者",
)  # untranslated: words of clauses
REGISTERING = ("注册志愿者", "注册助残志愿者")  # untranslated: words of clauses
GAINED = (
    "新增",
    "新注册",
    "新发展",
    "发展",
    "招募",
    "登记",
    "注册",
)  # untranslated: words of clauses
REGISTERED = ("注册", "实名注册", "注册登记", "招募")  # untranslated: words of clauses
BACKBONE = (*VOLUNTEERS, "志愿者骨干", "志愿者队伍")  # untranslated: words of clauses
HELD = ("志愿活动", "志愿助残活动", "助残活动", "志愿服务活动")  # untranslated: words of clauses
NAMED = ("志愿者活动", "阳光行动", "学雷锋", "学雷锋活动")  # untranslated: words of clauses
MEETINGS = ("联席会议", "志愿助残联席会议")  # untranslated: words of clauses
SERVED = ("志愿服务", "志愿助残服务", "助残服务", "结对帮扶")  # untranslated: words of clauses
HOURS = ("服务时长", "志愿服务时长", "志愿服务", "助残服务")  # untranslated: words of clauses
STATIONS = ("联络站", "志愿者联络站", "志愿助残联络站")  # untranslated: words of clauses
HUBS = ("联络总站", "志愿者助残联络总站", "志愿助残联络总站")  # untranslated: words of clauses
BRIGADES = ("大队", "助残大队", "志愿者大队", "志愿者助残大队")  # untranslated: words of clauses
BUILT = ("", "建立", "新建", "设立", "组建")  # untranslated: words of clauses
SERVICES = ("次", "人次", "件")  # untranslated: units of clauses
HOUR = ("小时",)  # untranslated: a unit of clauses
GENERAL, THEMES = ("活动",), ("志愿",)  # untranslated: words of clauses


def volunteers(day: date) -> ScopedQuerySet[Volunteer]:
    return Volunteer.objects.with_names()


def registered(since: date, until: date) -> Q:
    """Volunteers registered in the time, proven as the policy demands, and not struck off."""
    in_time = Q(registered_on__range=(since, until)) & ~Q(status=Volunteer.Status.REMOVED)
    return in_time & proofs.VOLUNTEER.met(until)


def passed(since: date, until: date) -> Q:
    """Volunteers who passed a training held in the time, each once."""
    return exists(
        lambda: Trained.objects.filter(
            volunteer=OuterRef("pk"), passed=True, training__on__range=(since, until)
        )
    )


def attendances(day: date) -> ScopedQuerySet[Trained]:
    rows: ScopedQuerySet[Trained] = Trained.objects.select_related(
        "volunteer__person", "region", "training"
    )
    return rows


def attended(since: date, until: date) -> Q:
    """Each time that somebody passed a training."""
    return Q(passed=True, training__on__range=(since, until))


def trainings(day: date) -> ScopedQuerySet[Training]:
    rows: ScopedQuerySet[Training] = Training.objects.select_related("region")
    return rows


def trainings_held(since: date, until: date) -> Q:
    return Q(on__range=(since, until)) & proofs.TRAINING.met(until)


def units(day: date) -> ScopedQuerySet[Unit]:
    rows: ScopedQuerySet[Unit] = Unit.objects.with_names()
    return rows


def set_up(kind: str) -> Callable[[date, date], Q]:
    """Units of a kind set up in the time and still there, with what the policy demands."""
    return lambda since, until: (
        Q(kind=kind, ended_on=None, set_up_on__range=(since, until)) & proofs.UNITS[kind].met(until)
    )


def meetings(day: date) -> ScopedQuerySet[Meeting]:
    rows: ScopedQuerySet[Meeting] = Meeting.objects.select_related("region")
    return rows


def met(since: date, until: date) -> Q:
    return Q(state=Meeting.State.HELD, on__range=(since, until)) & proofs.MEETING.met(until)


def activities(day: date) -> ScopedQuerySet[Activity]:
    rows: ScopedQuerySet[Activity] = Activity.objects.with_names()
    return rows


def activities_held(since: date, until: date) -> Q:
    done = Q(state__in=[Activity.State.HELD, Activity.State.SUMMED], on__range=(since, until))
    return done & proofs.ACTIVITY.met(until)


def stints(day: date) -> ScopedQuerySet[Stint]:
    rows: ScopedQuerySet[Stint] = Stint.objects.with_names()
    return rows


def served(since: date, until: date) -> Q:
    """Stretches of service in the time whose hours are confirmed."""
    return Q(day__range=(since, until), confirmed_on__isnull=False)


def _built(kind: str, code: str, name: Any, nouns: tuple[str, ...]) -> Countable:
    meaning = _("期间成立、规定事项齐全的")
    built = combined(nouns, before=BUILT)
    return Countable(
        f"volunteers.{code}",
        name,
        meaning,
        units,
        set_up(kind),
        UNITS.table,
        built,
        PLACES,
        entry="volunteers:unit-list",
    )


register_countables(
    Countable(
        "volunteers.registered",
        _("新增注册志愿者"),
        _("期间注册、已实名核验的志愿者"),
        volunteers,
        registered,
        VOLUNTEER_REGISTER.table,
        REGISTERING + combined(VOLUNTEERS, before=GAINED, after=REGISTERED),
        PEOPLE,
        entry="volunteers:register",
    ),
    Countable(
        "volunteers.people_trained",
        _("培训志愿者人数"),
        _("期间培训合格的志愿者，每人只计一次"),
        volunteers,
        passed,
        VOLUNTEER_REGISTER.table,
        combined(BACKBONE, before=TRAINING_OF, after=TRAINING),
        PEOPLE,
        entry="volunteers:training-list",
    ),
    Countable(
        "volunteers.times_trained",
        _("培训志愿者人次"),
        _("期间志愿者培训合格的人次"),
        attendances,
        attended,
        TRAINED.table,
        combined(BACKBONE, before=TRAINING_OF, after=TRAINING),
        PERSON_TIMES,
        entry="volunteers:training-list",
    ),
    Countable(
        "volunteers.trainings",
        _("志愿者培训"),
        _("期间举办、有人合格的志愿者培训班"),
        trainings,
        trainings_held,
        TRAININGS.table,
        combined(BACKBONE, before=TRAINING_OF, after=TRAINING),
        TIMES,
        entry="volunteers:training-list",
    ),
    Countable(
        "volunteers.joint_meetings",
        _("志愿助残联席会议"),
        _("期间召开、有到会成员和会议纪要的联席会议"),
        meetings,
        met,
        MEETING_REGISTER.table,
        MEETINGS,
        TIMES,
        entry="volunteers:group-list",
    ),
    Countable(
        "volunteers.activities",
        _("志愿助残活动"),
        _("期间举办、有人参加的活动"),
        activities,
        activities_held,
        ACTIVITY_REGISTER.table,
        (*HELD, *NAMED),
        ACTIVITIES,
        entry="volunteers:activity-list",
        general=GENERAL,
        themes=THEMES,
    ),
    Countable(
        "volunteers.served",
        _("志愿服务次数"),
        _("期间已确认的服务记录"),
        stints,
        served,
        STINTS.table,
        SERVED,
        SERVICES,
        entry="volunteers:service-list",
    ),
    Countable(
        "volunteers.hours",
        _("志愿服务时长"),
        _("期间已确认的服务小时数"),
        stints,
        served,
        STINTS.table,
        HOURS,
        HOUR,
        total="hours",
        entry="volunteers:service-list",
    ),
    _built(Unit.Kind.STATION, "stations", _("建立联络站"), STATIONS),
    _built(Unit.Kind.HUB, "hubs_built", _("建立联络总站"), HUBS),
    _built(Unit.Kind.BRIGADE, "brigades_built", _("建立志愿者助残大队"), BRIGADES),
)

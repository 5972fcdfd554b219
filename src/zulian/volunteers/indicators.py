"""Live measures of volunteers: the network by level, real names, training, activity, needs met and how soon, activities.

Past days are answered truly of units, groups, registration, real names and hours. Who left since, who served last when,
the last joint meeting and the last training, how soon somebody was helped, and how far an activity has come are as they are now.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from zulian.foundation.dates import months_before
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.registry import Indicator, register
from zulian.regions.models import Level
from zulian.volunteers import proofs
from zulian.volunteers.models import (
    Activity,
    Group,
    HelpNeed,
    Member,
    SignUp,
    Stint,
    Unit,
    Volunteer,
)
from zulian.volunteers.registers.activities import ACTIVITIES
from zulian.volunteers.registers.needs import NEEDS
from zulian.volunteers.registers.network import GROUPS, UNITS
from zulian.volunteers.registers.people import VOLUNTEERS
from zulian.volunteers.registers.teams import STINTS
from zulian.volunteers.services.common import figures


def units(day: date) -> ScopedQuerySet[Unit]:
    rows: ScopedQuerySet[Unit] = Unit.objects.with_names()
    return rows


def of_level(*levels: Level) -> Callable[[date], Q]:
    """Units that a level must have, brigades apart."""
    return lambda day: Q(region__level__in=levels, ended_on=None) & ~Q(kind=Unit.Kind.BRIGADE)


def brigades(day: date) -> Q:
    """Brigades that departments and associations must have, and those there are besides."""
    return Q(kind=Unit.Kind.BRIGADE, ended_on=None)


def groups(day: date) -> ScopedQuerySet[Group]:
    rows: ScopedQuerySet[Group] = Group.objects.with_names()
    return rows


def everything(day: date) -> Q:
    return Q()


def met_lately(day: date) -> Q:
    """Groups whose joint meeting was held within a year."""
    return Q(met_on__gt=months_before(day, 12 // figures(day)["meetings_a_year"]))


def volunteers(day: date) -> ScopedQuerySet[Volunteer]:
    rows: ScopedQuerySet[Volunteer] = Volunteer.objects.with_names()
    return rows


def registered(day: date) -> Q:
    return Q(status__in=[Volunteer.Status.ACTIVE, Volunteer.Status.AWAY], registered_on__lte=day)


def real_name(day: date) -> Q:
    return Q(verified_on__lte=day)


def active(day: date) -> Q:
    return Q(last_served_on__gt=months_before(day, figures(day)["active_months"]))


def trained(day: date) -> Q:
    return Q(trained_on__isnull=False)


def has_served(day: date) -> Q:
    return registered(day) & Q(times_served__gt=0)


def again(day: date) -> Q:
    return Q(times_served__gt=1)


def needs(day: date) -> ScopedQuerySet[HelpNeed]:
    rows: ScopedQuerySet[HelpNeed] = HelpNeed.objects.select_related("person", "region")
    return rows


def taken_up(day: date) -> Q:
    """Needs of the last year that were accepted, or asked for longer ago than help should take."""
    late = day - timedelta(days=figures(day)["prompt_days"])
    recent = Q(at__date__gt=months_before(day, 12), at__date__lte=day) & ~Q(
        state=HelpNeed.State.REFUSED
    )
    return recent & (
        Q(state__in=[HelpNeed.State.OPEN, HelpNeed.State.CLOSED]) | Q(at__date__lte=late)
    )


def helped(day: date) -> Q:
    """Needs with a confirmed service."""
    return Q(help_days__isnull=False)


def helped_in_time(day: date) -> Q:
    """Needs whose first help came within the days of the policy."""
    return Q(help_days__lte=figures(day)["prompt_days"])


def stints(day: date) -> ScopedQuerySet[Stint]:
    rows: ScopedQuerySet[Stint] = Stint.objects.with_names()
    return rows


def of_the_year(day: date) -> Q:
    return Q(day__gt=months_before(day, 12), day__lte=day)


def confirmed(day: date) -> Q:
    return Q(confirmed_on__lte=day)


def activities(day: date) -> ScopedQuerySet[Activity]:
    rows: ScopedQuerySet[Activity] = Activity.objects.with_names()
    return rows


def due(day: date) -> Q:
    """Activities of the last year whose day has come."""
    return Q(on__gt=months_before(day, 12), on__lte=day) & ~Q(state=Activity.State.DRAFT)


def held(day: date) -> Q:
    return Q(state__in=[Activity.State.HELD, Activity.State.SUMMED])


def proven(day: date) -> Q:
    """Activities held that somebody came to: a click alone is no activity."""
    return held(day) & proofs.ACTIVITY.met(day)


def activities_of(sign_ups: Sequence[SignUp]) -> QuerySet[Any]:
    return Activity.objects.filter(slots__in=[row.slot_id for row in sign_ups]).values("pk")


def groups_of(members: Sequence[Member]) -> list[int]:
    return [member.group_id for member in members]


def was_held(day: date) -> Q:
    return due(day) & held(day)


def told(day: date) -> Q:
    return Q(state=Activity.State.SUMMED, reached__gt=0)


NETWORK, PEOPLE = (
    (
        "志愿者联络站",
        "志愿助残联络站",
        "联络总站",
        "志愿者助残总队",
    ),  # untranslated: words of clauses
    (
        "注册任务",
        "供需对接",
        "助残志愿者招募",
        "新增注册助残志愿者",
    ),  # untranslated: words of clauses
)
register(
    Indicator(
        "volunteers.groups",
        _("领导小组组建率"),
        _("已成立、成员单位齐全的 ÷ 市、县（区）应成立的领导小组"),
        groups,
        everything,
        proofs.groups_set_up,
        GROUPS.table,
        words=("志愿者助残工作领导小组", "联席会议"),
        touched={Member: groups_of},
        entry="volunteers:group-list",
        nouns=("领导小组组建率", "领导小组"),
    ),
    Indicator(
        "volunteers.meetings",
        _("联席会议召开率"),
        _("一年内开过的 ÷ 领导小组"),
        groups,
        everything,
        met_lately,
        GROUPS.table,
        words=("联席会议",),
        entry="volunteers:group-list",
        nouns=("联席会议召开率", "联席会议"),
    ),
    Indicator(
        "volunteers.hubs",
        _("市县志愿者组织覆盖率"),
        _("已成立、有负责人和地点的 ÷ 应建的总队和联络总站"),
        units,
        of_level(Level.CITY, Level.COUNTY),
        proofs.units_set_up,
        UNITS.table,
        words=NETWORK,
        entry="volunteers:unit-list",
        lowest=Level.COUNTY,
        nouns=("志愿者组织覆盖率", "联络总站覆盖率", "联络总站"),
    ),
    Indicator(
        "volunteers.brigades",
        _("志愿者助残大队组建率"),
        _("已成立、有负责人的 ÷ 市残联科室和专门协会应建的大队"),
        units,
        brigades,
        proofs.units_set_up,
        UNITS.table,
        words=("志愿者助残大队", "助残大队"),
        nouns=("志愿者助残大队", "助残大队组建率"),
        entry="volunteers:unit-list",
    ),
    Indicator(
        "volunteers.stations_township",
        _("乡镇联络站覆盖率"),
        _("已成立、有负责人和地点的 ÷ 乡镇应建的联络站"),
        units,
        of_level(Level.TOWNSHIP),
        proofs.units_set_up,
        UNITS.table,
        words=NETWORK,
        entry="volunteers:unit-list",
        lowest=Level.TOWNSHIP,
        nouns=("乡镇联络站覆盖率", "乡级联络站覆盖率", "乡镇联络站", "街道联络站"),
    ),
    Indicator(
        "volunteers.stations_village",
        _("村级联络站覆盖率"),
        _("已成立、有负责人和地点的 ÷ 村（社区）应建的联络站"),
        units,
        of_level(Level.VILLAGE),
        proofs.units_set_up,
        UNITS.table,
        words=NETWORK,
        entry="volunteers:unit-list",
        nouns=(
            "村级联络站覆盖率",
            "社区联络站覆盖率",
            "联络站覆盖率",
            "村级联络站",
            "联络站建站率",
            "联络站",
        ),
    ),
    Indicator(
        "volunteers.real_name",
        _("志愿者实名率"),
        _("已实名核验的 ÷ 注册志愿者"),
        volunteers,
        registered,
        real_name,
        VOLUNTEERS.table,
        words=("注册管理", "助残志愿者管理", "实名制"),
        entry="volunteers:volunteer-list",
        nouns=("志愿者实名率", "实名注册率", "实名率", "实名制"),
    ),
    Indicator(
        "volunteers.confirmed",
        _("服务时长确认率"),
        _("已确认的 ÷ 一年内的服务记录"),
        stints,
        of_the_year,
        confirmed,
        STINTS.table,
        words=("注册管理", "助残志愿者管理"),
        entry="volunteers:stint-list",
        nouns=("服务时长确认率", "时长确认率"),
    ),
    Indicator(
        "volunteers.active",
        _("志愿者活跃率"),
        _("一年内服务过的 ÷ 注册志愿者"),
        volunteers,
        registered,
        active,
        VOLUNTEERS.table,
        words=PEOPLE,
        entry="volunteers:service-list",
        has_usual_goal=False,
        nouns=("志愿者活跃率", "活跃率", "志愿者参与率"),
    ),
    Indicator(
        "volunteers.trained",
        _("志愿者培训率"),
        _("培训合格过的 ÷ 注册志愿者"),
        volunteers,
        registered,
        trained,
        VOLUNTEERS.table,
        words=PEOPLE,
        entry="volunteers:training-list",
        nouns=("志愿者培训率", "志愿者培训覆盖率", "志愿者培训面", "志愿者培训"),
    ),
    Indicator(
        "volunteers.helped",
        _("需求满足率"),
        _("已服务的 ÷ 一年内受理和到期未受理的需求"),
        needs,
        taken_up,
        helped,
        NEEDS.table,
        words=PEOPLE,
        entry="volunteers:need-list",
        nouns=("需求满足率", "服务需求满足率"),
    ),
    Indicator(
        "volunteers.prompt",
        _("及时帮助率"),
        _("7日内得到服务的 ÷ 一年内受理和到期未受理的需求"),
        needs,
        taken_up,
        helped_in_time,
        NEEDS.table,
        words=PEOPLE,
        entry="volunteers:need-list",
        nouns=("及时帮助率", "及时响应率"),
    ),
    Indicator(
        "volunteers.held",
        _("志愿活动兑现率"),
        _("已举办、有人参加的 ÷ 一年内到期的活动"),
        activities,
        due,
        proven,
        ACTIVITIES.table,
        words=("志愿助残活动", "助残日等时机"),
        touched={SignUp: activities_of},
        entry="volunteers:activity-list",
        nouns=("志愿活动兑现率", "活动兑现率"),
    ),
    Indicator(
        "volunteers.told",
        _("志愿活动总结率"),
        _("已总结成效的 ÷ 一年内举办的活动"),
        activities,
        was_held,
        told,
        ACTIVITIES.table,
        words=("志愿助残活动", "助残日等时机"),
        entry="volunteers:activity-list",
        nouns=("志愿活动总结率",),
    ),
    Indicator(
        "volunteers.again",
        _("重复参与率"),
        _("服务过两次以上的 ÷ 服务过的志愿者"),
        volunteers,
        has_served,
        again,
        VOLUNTEERS.table,
        words=("志愿助残活动", "助残日等时机"),
        entry="volunteers:service-list",
        has_usual_goal=False,
        nouns=("重复参与率",),
    ),
)

"""What the registers of commissioners count in a time: trainings and who was trained, visits, help given, appointments."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.commissioners import proofs
from zulian.commissioners.models import Attendance, Commissioner, Log, Need, Session, Tenure
from zulian.commissioners.registers.archive import COMMISSIONERS, TENURES
from zulian.commissioners.registers.training import ATTENDANCES, SESSIONS
from zulian.commissioners.registers.work import LOGS, NEEDS
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.nouns import PEOPLE, PERSON_TIMES, TIMES, TRAINING, TRAINING_OF, combined
from zulian.indicators.proofs import exists
from zulian.indicators.registry import Countable, register_countables
from zulian.regions.models import Level

NAMES = ("专职委员", "残疾人专职委员", "基层残疾人工作者")  # untranslated: words of clauses
VISITED = ("入户走访", "走访入户", "入户", "走访残疾人", "走访")  # untranslated: words of clauses
# Whose visits are entered elsewhere or nowhere.
OTHERS = (
    "协会",
    "志愿者",
    "志愿服务",
    "领导",
    "班子",
    "社会组织",
    "企业",
    "机关",
    "评残",
    "评定",
    "办证",
)  # untranslated: words of clauses
GAINED = ("选聘", "新聘", "聘用", "配备", "配齐", "新增")  # untranslated: words of clauses
HELPED = ("解决需求", "办结需求", "残疾人需求", "代办服务")  # untranslated: words of clauses
VISITS = ("次", "人次")  # untranslated: units of clauses
HOUSEHOLDS = ("户", "名", "人")  # untranslated: units of clauses
MATTERS = ("件", "项", "个", "条")  # untranslated: units of clauses
# Commissioners serve townships and villages; visits of a county's leaders stand in no log.
AT_THE_GRASSROOTS = (Level.TOWNSHIP, Level.VILLAGE)
OF_COMMISSIONERS = combined(NAMES, before=TRAINING_OF, after=TRAINING)


def sessions(day: date) -> ScopedQuerySet[Session]:
    return cast("ScopedQuerySet[Session]", SESSIONS.rows())


def held(since: date, until: date) -> Q:
    return Q(on__range=(since, until)) & proofs.SESSION.met(until)


def commissioners(day: date) -> ScopedQuerySet[Commissioner]:
    return cast("ScopedQuerySet[Commissioner]", COMMISSIONERS.rows())


def trained(since: date, until: date) -> Q:
    """Commissioners who earned hours in a session of the time, each once."""
    return exists(
        lambda: Attendance.objects.filter(
            commissioner=OuterRef("pk"), hours__gt=0, session__on__range=(since, until)
        )
    )


def attendances(day: date) -> ScopedQuerySet[Attendance]:
    return cast("ScopedQuerySet[Attendance]", ATTENDANCES.rows())


def attended(since: date, until: date) -> Q:
    return Q(hours__gt=0, session__on__range=(since, until))


def logs(day: date) -> ScopedQuerySet[Log]:
    return cast("ScopedQuerySet[Log]", LOGS.rows())


def visits(since: date, until: date) -> Q:
    return Q(kind=Log.Kind.VISIT, day__range=(since, until)) & proofs.VISIT.met(until)


def first_visits(since: date, until: date) -> Q:
    """Of the visits of one division to one person the first in the time, so that each home counts once."""
    earlier = exists(
        lambda: Log.objects.filter(
            person=OuterRef("person"),
            region=OuterRef("region"),
            kind=Log.Kind.VISIT,
            day__range=(since, until),
            pk__lt=OuterRef("pk"),
        )
    )
    return visits(since, until) & Q(person__isnull=False) & ~earlier


def tenures(day: date) -> ScopedQuerySet[Tenure]:
    return cast("ScopedQuerySet[Tenure]", TENURES.rows())


def begun(since: date, until: date) -> Q:
    """Appointments of the time to people who came new; a change of position is none."""
    return Q(since__range=(since, until)) & ~Q(how=Tenure.How.TRANSFERRED)


def needs(day: date) -> ScopedQuerySet[Need]:
    return cast("ScopedQuerySet[Need]", NEEDS.rows())


def settled(since: date, until: date) -> Q:
    return Q(state=Need.State.DONE, done_on__range=(since, until))


register_countables(
    Countable(
        "commissioners.trainings",
        _("专职委员培训"),
        _("期间举办、有人签到的专职委员培训班次"),
        sessions,
        held,
        SESSIONS.table,
        OF_COMMISSIONERS,
        TIMES,
        entry="commissioners:course-list",
    ),
    Countable(
        "commissioners.people_trained",
        _("培训专职委员人数"),
        _("期间参训并取得学时的专职委员，每人只计一次"),
        commissioners,
        trained,
        COMMISSIONERS.table,
        OF_COMMISSIONERS,
        PEOPLE,
        entry="commissioners:course-list",
    ),
    Countable(
        "commissioners.times_trained",
        _("培训专职委员人次"),
        _("期间参训并取得学时的人次"),
        attendances,
        attended,
        ATTENDANCES.table,
        OF_COMMISSIONERS,
        PERSON_TIMES,
        entry="commissioners:course-list",
    ),
    Countable(
        "commissioners.visits",
        _("入户走访次数"),
        _("期间工作日志中有服务对象的入户走访"),
        logs,
        visits,
        LOGS.table,
        VISITED,
        VISITS,
        entry="commissioners:log-list",
        others=OTHERS,
        doers=AT_THE_GRASSROOTS,
    ),
    Countable(
        "commissioners.homes_visited",
        _("入户走访户数"),
        _("期间入户走访过的服务对象，每人只计一次"),
        logs,
        first_visits,
        LOGS.table,
        VISITED,
        HOUSEHOLDS,
        entry="commissioners:log-list",
        others=OTHERS,
        doers=AT_THE_GRASSROOTS,
    ),
    Countable(
        "commissioners.appointed",
        _("新聘专职委员"),
        _("期间选聘或推荐到岗的专职委员，调整岗位的不计"),
        tenures,
        begun,
        TENURES.table,
        combined(NAMES, before=GAINED),
        PEOPLE,
        entry="commissioners:position-list",
    ),
    Countable(
        "commissioners.needs_settled",
        _("办结的残疾人需求"),
        _("期间办结的走访需求"),
        needs,
        settled,
        NEEDS.table,
        HELPED,
        MATTERS,
        entry="commissioners:need-list",
        doers=AT_THE_GRASSROOTS,
    ),
)

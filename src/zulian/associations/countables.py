"""What the registers of the associations count in a time: what was held, whom they met, what they found out and settled."""

from __future__ import annotations

from datetime import date

from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from zulian.associations import proofs
from zulian.associations.models import (
    Activity,
    Association,
    Contact,
    Meeting,
    Member,
    Opinion,
    Research,
    RightsCase,
    Visit,
)
from zulian.associations.registers.activities import ACTIVITIES
from zulian.associations.registers.bodies import ASSOCIATIONS
from zulian.associations.registers.cases import CASES
from zulian.associations.registers.contacts import CONTACTS, OPINIONS, VISITS
from zulian.associations.registers.meetings import MEETINGS
from zulian.associations.registers.people import MEMBERS
from zulian.associations.registers.research import RESEARCH
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.nouns import ACTIVITIES as ACTIVITY_UNITS
from zulian.indicators.nouns import PEOPLE, PLACES, TIMES, combined
from zulian.indicators.proofs import exists
from zulian.indicators.registry import Countable, register_countables

OURS = ("协会", "专门协会", "各专门协会", "残疾人专门协会")  # untranslated: words of clauses
HELD = ("活动", "开展活动", "组织活动", "举办活动", "主题活动")  # untranslated: words of clauses
NAMED = ("文体活动", "文化活动", "品牌活动", "活动品牌")  # untranslated: words of clauses
MET = ("会议", "召开会议", "全体会议", "主席办公会议", "委员会议")  # untranslated: words of clauses
# Nobody but associations holds these.
OWN_MEETINGS = ("委员会全体会议", "委员会议", "主席办公会议")  # untranslated: words of clauses
# What officers of a federation do stands in no register of an association: 主要负责同志下基层调研.
OF_OFFICERS = (
    "负责同志",
    "负责人",
    "领导",
    "班子",
    "干部",
    "下基层",
)  # untranslated: words of clauses
STUDIED = ("调研", "专题调研", "调研报告", "调研课题", "调查研究")  # untranslated: words of clauses
ALONE = ("走访联系", "联系走访", "走访联系残疾人", "走访会员")  # untranslated: words of clauses
VISITING = ("走访", "走访残疾人", "走访慰问", "入户走访")  # untranslated: words of clauses
VISITED = (*ALONE, *combined(OURS, after=VISITING))
CONTACT_WORDS = ("联系残疾人", "联系会员", "联系对象")  # untranslated: words of clauses
MEMBER_WORDS = ("协会会员", "会员")  # untranslated: words of clauses
GAINED = ("新增", "发展", "吸收", "新发展")  # untranslated: words of clauses
CASE_WORDS = ("维权个案", "维权案件", "信访个案", "维权")  # untranslated: words of clauses
ADVICE = ("意见建议", "建议采纳", "意见", "建议")  # untranslated: words of clauses
BUILT = ("成立", "建立", "组建", "新成立")  # untranslated: words of clauses
PAPERS = ("项", "篇", "份", "次", "个")  # untranslated: units of clauses
VISIT_UNITS = ("次", "人次")  # untranslated: units of clauses
HOMES = ("户", "名", "人")  # untranslated: units of clauses
MATTERS = ("件", "个", "起", "例")  # untranslated: units of clauses
ITEMS = ("条", "件", "项")  # untranslated: units of clauses
GENERAL, THEMES = ("活动",), ("协会",)  # untranslated: words of clauses


def associations(day: date) -> ScopedQuerySet[Association]:
    rows: ScopedQuerySet[Association] = Association.objects.with_names()
    return rows


def set_up(since: date, until: date) -> Q:
    return Q(set_up_on__range=(since, until)) & proofs.SET_UP.met(until)


def activities(day: date) -> ScopedQuerySet[Activity]:
    rows: ScopedQuerySet[Activity] = Activity.objects.with_names()
    return rows


def activities_held(since: date, until: date) -> Q:
    done = Q(state__in=[Activity.State.HELD, Activity.State.SUMMED], on__range=(since, until))
    return done & proofs.ACTIVITY.met(until)


def meetings(day: date) -> ScopedQuerySet[Meeting]:
    rows: ScopedQuerySet[Meeting] = Meeting.objects.with_names()
    return rows


def meetings_held(since: date, until: date) -> Q:
    return Q(state=Meeting.State.HELD, on__range=(since, until)) & proofs.MEETING.met(until)


def research(day: date) -> ScopedQuerySet[Research]:
    rows: ScopedQuerySet[Research] = Research.objects.with_names()
    return rows


def reported(since: date, until: date) -> Q:
    done = Q(reported_on__range=(since, until)) & ~Q(state=Research.State.FIELD)
    return done & proofs.RESEARCH.met(until)


def visits(day: date) -> ScopedQuerySet[Visit]:
    rows: ScopedQuerySet[Visit] = Visit.objects.select_related(
        "association__region", "contact__person", "contact__seat__person"
    )
    return rows


def visited(since: date, until: date) -> Q:
    return Q(on__range=(since, until)) & proofs.VISIT.met(until)


def contacts(day: date) -> ScopedQuerySet[Contact]:
    rows: ScopedQuerySet[Contact] = Contact.objects.select_related(
        "association__region", "seat__person", "person"
    )
    return rows


def seen(since: date, until: date) -> Q:
    """Contacts who were visited in the time, each once."""
    return exists(lambda: Visit.objects.filter(visited(since, until), contact=OuterRef("pk")))


def members(day: date) -> ScopedQuerySet[Member]:
    rows: ScopedQuerySet[Member] = Member.objects.select_related("association__region", "person")
    return rows


def joined(since: date, until: date) -> Q:
    return Q(joined_on__range=(since, until)) & (Q(left_on=None) | Q(left_on__gt=until))


def cases(day: date) -> ScopedQuerySet[RightsCase]:
    rows: ScopedQuerySet[RightsCase] = RightsCase.objects.with_names()
    return rows


def closed(since: date, until: date) -> Q:
    return Q(state=RightsCase.State.CLOSED, done_on__range=(since, until))


def opinions(day: date) -> ScopedQuerySet[Opinion]:
    rows: ScopedQuerySet[Opinion] = Opinion.objects.with_names()
    return rows


def answered(since: date, until: date) -> Q:
    return Q(answered_on__range=(since, until)) & ~Q(state=Opinion.State.OPEN)


register_countables(
    Countable(
        "associations.built",
        _("成立专门协会"),
        _("期间成立，有委员会、主席和会员的协会"),
        associations,
        set_up,
        ASSOCIATIONS.table,
        combined(OURS, before=BUILT),
        PLACES,
        entry="associations:association-list",
    ),
    Countable(
        "associations.activities",
        _("协会活动"),
        _("期间举办、有人参加的协会活动"),
        activities,
        activities_held,
        ACTIVITIES.table,
        (*NAMED, *combined(OURS, after=HELD)),
        ACTIVITY_UNITS,
        entry="associations:activity-list",
        general=GENERAL,
        themes=THEMES,
    ),
    Countable(
        "associations.meetings_held",
        _("协会会议"),
        _("期间召开、到会达到规定人数并有纪要的会议"),
        meetings,
        meetings_held,
        MEETINGS.table,
        (*combined(OURS, after=MET), *OWN_MEETINGS),
        TIMES,
        entry="associations:meeting-list",
    ),
    Countable(
        "associations.reports",
        _("协会调研"),
        _("期间成稿、经过实地调研或问卷的调研报告"),
        research,
        reported,
        RESEARCH.table,
        STUDIED,
        PAPERS,
        entry="associations:research-list",
        others=OF_OFFICERS,
    ),
    Countable(
        "associations.visits",
        _("走访联系次数"),
        _("期间委员走访联系残疾人的记录"),
        visits,
        visited,
        VISITS.table,
        VISITED,
        VISIT_UNITS,
        entry="associations:contact-list",
    ),
    Countable(
        "associations.people_visited",
        _("走访联系人数"),
        _("期间委员走访联系过的残疾人，每位联系对象只计一次"),
        contacts,
        seen,
        CONTACTS.table,
        (*CONTACT_WORDS, *VISITED),
        HOMES,
        entry="associations:contact-list",
    ),
    Countable(
        "associations.joined",
        _("新增会员"),
        _("期间入会、没有退会的会员"),
        members,
        joined,
        MEMBERS.table,
        combined(MEMBER_WORDS, before=GAINED),
        PEOPLE,
        entry="associations:member-list",
    ),
    Countable(
        "associations.cases_closed",
        _("办结维权个案"),
        _("期间办结的维权个案"),
        cases,
        closed,
        CASES.table,
        CASE_WORDS,
        MATTERS,
        entry="associations:case-list",
    ),
    Countable(
        "associations.opinions_answered",
        _("答复意见建议"),
        _("期间答复的意见建议"),
        opinions,
        answered,
        OPINIONS.table,
        ADVICE,
        ITEMS,
        entry="associations:opinion-list",
    ),
)

"""Live measures of the special associations: means, committee, meetings, contact, research, cases, activities and people by group.

Past days are answered truly of what has its own day: setting up, meetings, opinions, research, cases, who belonged. Means, staff,
committee, the last activity, contacts, how far an activity or a review has come are as they are now.
"""

from __future__ import annotations

from datetime import date

from django.db.models import F, Model, Q
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zulian.associations import proofs
from zulian.associations.conditions import (
    Condition,
    active,
    adopted,
    answered,
    associations,
    done,
    done_lately,
    due,
    everything,
    held,
    housed,
    in_contact,
    in_office,
    in_term,
    meetings,
    meetings_of,
    of_kind,
    opinions,
    research,
    research_due,
    research_of_answers,
    research_of_fieldwork,
    seats,
    set_up,
    staffed,
    to_answer,
)
from zulian.associations.models import (
    SHORT,
    Activity,
    Answer,
    Association,
    Fieldwork,
    Kind,
    Member,
    Review,
    RightsCase,
)
from zulian.associations.registers.activities import ACTIVITIES, REVIEWS
from zulian.associations.registers.bodies import ASSOCIATIONS
from zulian.associations.registers.cases import CASES
from zulian.associations.registers.contacts import OPINIONS
from zulian.associations.registers.meetings import MEETINGS
from zulian.associations.registers.people import MEMBERS, SEATS
from zulian.associations.registers.research import RESEARCH
from zulian.foundation.dates import months_before
from zulian.foundation.scopes import ScopedQuerySet
from zulian.indicators.registry import Bearing, Indicator, register


def cases(day: date) -> ScopedQuerySet[RightsCase]:
    rows: ScopedQuerySet[RightsCase] = RightsCase.objects.with_names()
    return rows


def cases_due(day: date) -> Q:
    """Complaints of a year that are closed, or should have been by now."""
    year = Q(on__gt=months_before(day, 12), on__lte=day)
    return year & (Q(state__in=["closed", "refused"], done_on__lte=day) | Q(due_on__lt=day))


def closed(day: date) -> Q:
    return Q(state__in=["closed", "refused"], done_on__lte=F("due_on")) & Q(done_on__lte=day)


def activities(day: date) -> ScopedQuerySet[Activity]:
    rows: ScopedQuerySet[Activity] = Activity.objects.with_names()
    return rows


def was_due(day: date) -> Q:
    """Activities approved for a day of the last year."""
    return Q(on__gt=months_before(day, 12), on__lte=day, state__in=["approved", "held", "summed"])


def summed(day: date) -> Q:
    return Q(state=Activity.State.SUMMED) & proofs.ACTIVITY.met(day)


def members(day: date) -> ScopedQuerySet[Member]:
    rows: ScopedQuerySet[Member] = Member.objects.select_related("association__region", "person")
    return rows


def members_of(kind: str) -> Condition:
    return lambda day: (
        Q(association__kind=kind, joined_on__lte=day) & (Q(left_on=None) | Q(left_on__gt=day))
    )


def took_part(day: date) -> Q:
    return Q(took_part_on__gt=months_before(day, 12))


def reviews(day: date) -> ScopedQuerySet[Review]:
    rows: ScopedQuerySet[Review] = Review.objects.with_names()
    return rows


def of_last_year(day: date) -> Q:
    """Reviews of the year before; those of this year are still to come."""
    return Q(year=day.year - 1)


def reviewed(day: date) -> Q:
    return Q(state=Review.State.REVIEWED)


CALLED = dict(
    zip(Kind, ("盲协", "聋协", "肢协", "智协", "精协"), strict=True)
)  # untranslated: words of clauses
CENTRE = ("围绕中心",)  # untranslated: words of clauses
FIELD: dict[type[Model], Bearing] = {Fieldwork: research_of_fieldwork, Answer: research_of_answers}
BASE = ("协会规范化建设", "规范协会建设")  # untranslated: words of clauses
WAYS = ("调研制度", "调研三项制度")  # untranslated: words of clauses
BRANDS = ("品牌活动", "活动品牌")  # untranslated: words of clauses


register(
    *(
        Indicator(
            f"associations.active_{kind}",
            format_lazy(_("{who}活动开展率"), who=SHORT[kind]),
            _("三个月内办过活动的 ÷ 应建的协会"),
            associations,
            of_kind(kind),
            active,
            ASSOCIATIONS.table,
            words=CENTRE,
            entry="associations:activity-list",
            nouns=(f"{CALLED[kind]}活动开展率",),
        )
        for kind in Kind
    ),
    Indicator(
        "associations.cases",
        _("维权个案办结率"),
        _("按期办结的 ÷ 一年内办结和到期的维权个案"),
        cases,
        cases_due,
        closed,
        CASES.table,
        words=CENTRE,
        entry="associations:case-list",
        nouns=("维权个案办结率", "个案办结率"),
    ),
    Indicator(
        "associations.set_up",
        _("专门协会组建率"),
        _("已成立，有委员会、主席和会员的 ÷ 市、县（区）应建的协会"),
        associations,
        everything,
        set_up,
        ASSOCIATIONS.table,
        words=BASE,
        entry="associations:association-list",
        nouns=("专门协会组建率", "协会组建率", "协会覆盖率"),
    ),
    Indicator(
        "associations.office",
        _("协会办公室达标率"),
        _("有办公场所且面积达标的 ÷ 应建的协会"),
        associations,
        everything,
        housed,
        ASSOCIATIONS.table,
        words=BASE,
        entry="associations:association-list",
        nouns=("协会办公室达标率", "办公场所达标率", "办公场所落实率"),
    ),
    Indicator(
        "associations.staffed",
        _("协会人员配备率"),
        _("已配专兼职人员的 ÷ 应建的协会"),
        associations,
        everything,
        staffed,
        ASSOCIATIONS.table,
        words=BASE,
        entry="associations:association-list",
        nouns=("协会人员配备率", "专兼职人员配备率"),
    ),
    Indicator(
        "associations.in_term",
        _("委员会任期合规率"),
        _("委员会在任期内、主席为本类别残疾人或亲属的 ÷ 应建的协会"),
        associations,
        everything,
        in_term,
        ASSOCIATIONS.table,
        words=BASE,
        entry="associations:association-list",
        nouns=("任期合规率", "委员会任期"),
    ),
    Indicator(
        "associations.meetings",
        _("会议按期召开率"),
        _("已召开的 ÷ 一年内应召开的会议"),
        meetings,
        due,
        held,
        MEETINGS.table,
        words=WAYS,
        touched={Association: meetings_of},
        entry="associations:meeting-list",
        nouns=("会议按期召开率", "会议召开率"),
    ),
    Indicator(
        "associations.contacts",
        _("委员联系达标率"),
        _("联系人数达标的 ÷ 在任委员"),
        seats,
        in_office,
        in_contact,
        SEATS.table,
        words=WAYS,
        entry="associations:contact-list",
        nouns=("委员联系达标率", "联系达标率"),
    ),
    Indicator(
        "associations.answered",
        _("意见建议答复率"),
        _("已答复的 ÷ 一年内答复和到期的意见建议"),
        opinions,
        to_answer,
        answered,
        OPINIONS.table,
        words=WAYS,
        entry="associations:opinion-list",
        nouns=("意见建议答复率", "答复率"),
    ),
    Indicator(
        "associations.research",
        _("调研完成率"),
        _("已成报告的 ÷ 一年内应完成的课题"),
        research,
        research_due,
        done,
        RESEARCH.table,
        words=WAYS,
        touched=FIELD,
        entry="associations:research-list",
        nouns=("调研完成率", "课题完成率"),
    ),
    Indicator(
        "associations.adopted",
        _("调研建议采纳率"),
        _("已采纳的 ÷ 一年内成稿的课题"),
        research,
        done_lately,
        adopted,
        RESEARCH.table,
        words=WAYS,
        touched=FIELD,
        entry="associations:research-list",
        has_usual_goal=False,
        nouns=("调研建议采纳率", "建议采纳率", "采纳率"),
    ),
    Indicator(
        "associations.summed",
        _("协会活动总结率"),
        _("已登记人数和成效的 ÷ 一年内到期的协会活动"),
        activities,
        was_due,
        summed,
        ACTIVITIES.table,
        words=BRANDS,
        entry="associations:activity-list",
        nouns=("协会活动总结率", "活动总结率"),
    ),
    *(
        Indicator(
            f"associations.reached_{kind}",
            format_lazy(_("{who}会员参与率"), who=SHORT[kind]),
            _("一年内参加过活动的 ÷ 在册会员"),
            members,
            members_of(kind),
            took_part,
            MEMBERS.table,
            words=BRANDS,
            entry="associations:activity-list",
            has_usual_goal=False,
            nouns=(f"{CALLED[kind]}会员参与率",),
        )
        for kind in Kind
    ),
    Indicator(
        "associations.reviewed",
        _("协会年度评议完成率"),
        _("已评议的 ÷ 上年度自评"),
        reviews,
        of_last_year,
        reviewed,
        REVIEWS.table,
        words=BRANDS,
        entry="associations:review-list",
        yearly=True,
        nouns=("年度评议完成率", "评议完成率"),
    ),
)

"""Papers of the associations room: the meeting's notice, the yearly report."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.associations.models import (
    Activity,
    Association,
    Award,
    Contact,
    Meeting,
    Opinion,
    Research,
    Review,
    RightsCase,
    Seat,
)
from zulian.associations.rules.figures import norms
from zulian.associations.services import bodies, statistics
from zulian.documents.official import Block, Figure, Heading, Official, Table, Text, compose
from zulian.documents.sheets import Blank, Grid, Sheet, Words
from zulian.foundation.clock import today


def meeting_notice(meeting: Meeting) -> Sheet:
    """会议通知."""
    grid = Grid(
        (
            (Blank(_("时间"), str(meeting.on)), Blank(_("地点"), meeting.place)),
            (Blank(_("会议"), meeting.subject),),
        )
    )
    words = Words(tuple(meeting.agenda.splitlines()) or ("",), _("议程"))
    ways = Words(
        (
            _("需要手语翻译、大字或盲文材料、接送的，请提前告知。联系：%(how)s")
            % {"how": meeting.association.contact or "—"},
        )
    )
    return Sheet(
        _("会议通知"),
        str(meeting.association),
        [grid, words, ways],
        signatures=(str(meeting.association),),
    )


def yearly_report(association: Association, year: int) -> Official:
    """The yearly report of an association: every figure comes from its rows and leads to them."""
    day = min(date(year, 12, 31), today())
    blocks: list[Block] = [
        Heading(_("组织建设")),
        *_base(association, day),
        Heading(_("会议、联系和调研")),
        *_work(association, year, day),
        Heading(_("活动和品牌")),
        *_held(association, year, day),
        Heading(_("代表和维权")),
        *_cases(association, year),
        Heading(_("创先争优")),
        *_honours(association, year),
        Heading(_("差距和打算")),
        *_gaps(association),
    ]
    title = _("%(who)s\n%(year)d年工作报告") % {"who": association, "year": year}
    return Official(title, association.region.organisation, str(association), day, blocks)


def _list(association: Association, name: str, n: int) -> Figure:
    return Figure(str(n), f"{reverse(f'associations:{name}')}?association={association.pk}")


def _base(association: Association, day: date) -> list[Block]:
    seats = Seat.objects.open().filter(association=association)
    return [
        compose(
            _(
                "现有委员{seats}名、会员{members}名、工作人员{staff}名。委员会任期至{until}。办公场所：{office}。"
            ),
            seats=_list(association, "seat-list", seats.count()),
            members=_list(association, "member-list", association.member_count),
            staff=_list(association, "staff-list", association.staff_count),
            until=str(association.term_until or "—"),
            office=association.office or "—",
        ),
        compose(
            _("本年度支出{spent}元。"),
            spent=Figure(
                str(bodies.spent(association, day.year)),
                f"{reverse('associations:spending-list')}?association={association.pk}",
            ),
        ),
    ]


def _work(association: Association, year: int, day: date) -> list[Block]:
    due = Meeting.objects.filter(association=association, due_on__year=year, due_on__lte=day)
    held = Meeting.objects.filter(association=association, on__year=year, state=Meeting.State.HELD)
    opinions = Opinion.objects.filter(association=association, on__year=year)
    contacts = Contact.objects.filter(association=association, ended_on=None)
    research = Research.objects.filter(association=association, due_on__year=year)
    blocks: list[Block] = [
        compose(
            _("应召开会议{due}次，实际召开{held}次。"),
            due=_list(association, "meeting-list", due.count()),
            held=_list(association, "meeting-list", held.count()),
        ),
        compose(
            _("委员联系残疾人{n}名，收集意见建议{opinions}条，已答复{done}条，已落实{changed}条。"),
            n=_list(association, "contact-list", contacts.count()),
            opinions=_list(association, "opinion-list", opinions.count()),
            done=_list(association, "opinion-list", opinions.exclude(state="open").count()),
            changed=_list(association, "opinion-list", opinions.filter(state="changed").count()),
        ),
        compose(
            _("开展调研{n}项，成稿{done}项，被采纳{adopted}项。"),
            n=_list(association, "research-list", research.count()),
            done=_list(association, "research-list", research.exclude(state="field").count()),
            adopted=_list(association, "research-list", research.filter(state="adopted").count()),
        ),
    ]
    rows = tuple((r.topic, str(r.get_state_display()), r.verdict_by or "—") for r in research)
    return [*blocks, Table((_("课题"), _("进度"), _("答复单位")), rows)] if rows else blocks


def _held(association: Association, year: int, day: date) -> list[Block]:
    rows = list(
        Activity.objects.filter(
            association=association, on__year=year, state__in=["held", "summed"]
        ).order_by("on")
    )
    words = compose(
        _("举办活动{n}次，参加{reached}人次，其中会员{members}名。"),
        n=_list(association, "activity-list", len(rows)),
        reached=_list(association, "activity-list", sum(a.reached for a in rows)),
        members=_list(association, "member-list", statistics.reached(association, year)),
    )
    lines = tuple((str(a.on), a.title, a.brand or "—", str(a.reached), str(a.cost)) for a in rows)
    return (
        [words, Table((_("日期"), _("活动"), _("品牌"), _("人次"), _("支出（元）")), lines)]
        if lines
        else [words]
    )


def _cases(association: Association, year: int) -> list[Block]:
    rows = RightsCase.objects.filter(association=association, on__year=year)
    done = rows.filter(state__in=["closed", "refused"]).count()
    return [
        compose(
            _("受理维权诉求{n}件，办结{done}件。个案内容不在报告中列出。"),
            n=str(rows.count()),
            done=str(done),
        )
    ]


def _honours(association: Association, year: int) -> list[Block]:
    rows = tuple(
        (str(a.on), a.title, a.whom, a.by)
        for a in Award.objects.filter(association=association, on__year=year).order_by("on")
    )
    review = Review.objects.filter(
        association=association, year=year, state=Review.State.REVIEWED
    ).first()
    told = (
        compose(
            _("年度评议{points}分，等次为{grade}。"), points=str(review.points), grade=review.grade
        )
        if review
        else Text((_("年度评议尚未完成。"),))
    )
    return (
        [told, Table((_("日期"), _("荣誉或名次"), _("获得者"), _("授予单位")), rows)]
        if rows
        else [told]
    )


def _gaps(association: Association) -> list[Block]:
    lacking = bodies.gaps(association)
    if not lacking:
        return [
            Text(
                (
                    _("已达到规范化建设的各项要求（标准来源：%(source)s）。")
                    % {"source": norms().source},
                )
            )
        ]
    return [
        Text((_("对照规范化建设要求，还有以下差距：%(what)s。") % {"what": "；".join(lacking)},))
    ]

"""Papers of a congress: lists of delegates and seats, ballot papers, result sheet, minutes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zulian.congress.models import Congress, Contest, ContestState, Delegate, Nominee, Trait
from zulian.congress.services.delegates import compose as composition
from zulian.congress.services.meeting import presence, wanted_papers
from zulian.documents.official import Heading, Official, Table, compose
from zulian.documents.sheets import Blank, Grid, Listing, Part, Sheet, Words
from zulian.foundation.clock import today

SPARE_LINES = 3


def elected_people(congress: Congress) -> Sequence[Delegate]:
    """The delegates by the unit that sends them."""
    return list(congress.delegates.elected().with_names().order_by("unit_id", "pk"))


def delegate_list(congress: Congress) -> Official:
    """代表名单 as an official paper."""
    people = elected_people(congress)
    official = Official(
        _("%(name)s代表名单") % {"name": congress}, "", congress.region.official_name, today()
    )
    official.blocks.append(compose(_("共{n}名，按选举单位排列。"), n=len(people)))
    head = (_("序号"), _("姓名"), _("性别"), _("民族"), _("单位及职务"), _("选举单位"))
    official.blocks.append(
        Table(
            head,
            tuple(
                (
                    str(n),
                    d.person.name,
                    str(d.person.get_sex_display()),
                    str(d.person.get_ethnicity_display()),
                    d.work or "—",
                    d.unit.name,
                )
                for n, d in enumerate(people, 1)
            ),
        )
    )
    return official


def seat_list(congress: Congress) -> Sheet:
    """签到座次表: to sign by hand where no phone is at the door."""
    rows = tuple(
        (str(n), d.person.name, d.unit.name, d.seat, d.need_words, "")
        for n, d in enumerate(elected_people(congress), 1)
    )
    head = (_("序"), _("姓名"), _("选举单位"), _("座位"), _("无障碍需求"), _("签名"))
    return Sheet(_("签到座次表"), str(congress), [Listing(head, rows, (1, 2, 3, 1, 3, 2))])


def paper_list(congress: Congress) -> Sheet:
    """文件准备清单: how many of which form, and what else makes the meeting accessible."""
    people = elected_people(congress)
    rows = (
        (_("普通文件"), str(len(people))),
        *((name, str(n)) for name, n in wanted_papers(congress)),
    )
    who = tuple((d.person.name, d.unit.name, d.need_words) for d in people if d.needs)
    parts: list[Part] = [Listing((_("文件或服务"), _("份数、人数")), rows, (3, 1))]
    if who:
        parts.append(Listing((_("姓名"), _("选举单位"), _("需求")), who, (2, 3, 4)))
    return Sheet(_("会议文件和无障碍准备清单"), str(congress), parts)


def ballot(contest: Contest) -> Sheet:
    """选票: candidates in their order, places to mark, lines for other names. Nothing on it tells who fills it in."""
    names = contest.nominees.filter(write_in=False).select_related("person")
    rows = tuple((n.person.name, "", "", "") for n in names)
    spare = tuple(("", "", "—", "—") for _n in range(min(contest.seats, SPARE_LINES)))
    rules = (
        _("一、应选 %(n)d 名，赞成的人数可以等于或少于应选名额，多于应选名额的选票无效。")
        % {"n": contest.seats},
        _("二、赞成的在“赞成”栏画○，反对的在“反对”栏画×，弃权的不作记号。"),
        _("三、另选他人的，在空格内写上姓名并在“赞成”栏画○。"),
        _("四、视力残疾代表可用大字选票，也可请自己信任的人按本人意愿代填。"),
    )
    parts: list[Part] = [
        Listing((_("候选人"), _("赞成"), _("反对"), _("弃权")), (*rows, *spare), (4, 2, 2, 2)),
        Words(rules, _("填写说明")),
    ]
    kind = _("差额选举") if contest.is_differential else _("等额选举")
    return Sheet(_("%(what)s选票") % {"what": contest.name}, f"{contest.congress} · {kind}", parts)


def result_sheet(contest: Contest) -> Sheet:
    """选举结果报告单."""
    kept = contest.outcome
    valid = kept["back"] - kept["invalid"]
    figures = Grid(
        (
            (
                Blank(_("应到"), str(contest.voters)),
                Blank(_("实到"), str(kept["present"])),
                Blank(_("发出选票"), str(kept["issued"])),
            ),
            (
                Blank(_("收回选票"), str(kept["back"])),
                Blank(_("有效票"), str(valid)),
                Blank(_("无效票"), str(kept["invalid"])),
            ),
            (
                Blank(_("应选名额"), str(contest.seats)),
                Blank(_("计票员"), "、".join(kept["tellers"])),
            ),
        )
    )
    rows = tuple(
        (
            n.person.name,
            str(n.favour),
            str(n.against),
            str(n.abstain),
            str(n.get_result_display()) or "—",
        )
        for n in contest.nominees.select_related("person").order_by("-favour", "order")
    )
    table = Listing((_("姓名"), _("赞成"), _("反对"), _("弃权"), _("结果")), rows, (3, 1, 1, 1, 3))
    note = contest.get_state_display()
    return Sheet(
        _("选举结果报告单"),
        f"{contest.congress} · {contest.name} · {note}",
        [figures, table],
        signatures=(_("总监票人"), _("计票员甲"), _("计票员乙")),
    )


def minutes(congress: Congress) -> Official:
    """会议纪要: roll, quorum, list and composition, each election with its figures."""
    official = Official(
        _("%(name)s会议纪要") % {"name": congress},
        "",
        congress.region.official_name,
        congress.held_on or today(),
    )
    existing_presence = presence(congress)
    official.blocks.append(Heading(_("会议情况")))
    words = _("{day}，{name}在{place}召开。应到代表{due}名，实到{present}名，符合规定的到会人数。")
    official.blocks.append(
        compose(
            words,
            day=date_format(congress.held_on or congress.day or today(), "DATE_FORMAT"),
            name=str(congress),
            place=congress.place or congress.region.name,
            due=existing_presence.due,
            present=congress.attended or existing_presence.present,
        )
    )
    official.blocks.append(Heading(_("代表构成")))
    found = composition(congress, solve=False)
    rows = tuple(
        (
            str(Trait(s.target.trait).label),
            str(s.have),
            str(s.needed),
            _("符合") if s.met else _("不足"),
        )
        for s in found.standings
    )
    official.blocks.append(Table((_("构成"), _("现有"), _("要求"), _("结论")), rows))
    decided = congress.contests.filter(
        state__in=[ContestState.DECIDED, ContestState.VOID]
    ).order_by("pk")
    official.blocks.append(Heading(_("选举结果")))
    for contest in decided:
        _election(official, contest)
    return official


def _election(official: Official, contest: Contest) -> None:
    kept = contest.outcome
    official.blocks.append(Heading(contest.name, 2))
    words = _(
        "应选{seats}名，{kind}。发出选票{issued}张，收回{back}张，有效票{valid}张，无效票{invalid}张。"
    )
    kind = _("差额选举") if contest.is_differential else _("等额选举")
    valid = kept["back"] - kept["invalid"]
    official.blocks.append(
        compose(
            words,
            seats=contest.seats,
            kind=kind,
            issued=kept["issued"],
            back=kept["back"],
            valid=valid,
            invalid=kept["invalid"],
        )
    )
    if contest.state == ContestState.VOID:
        official.blocks.append(compose(_("本次选举无效。")))
        return
    elected = (
        contest.nominees.filter(result=Nominee.Result.ELECTED)
        .select_related("person")
        .order_by("-favour", "order")
    )
    share = Fraction(contest.majority)
    names = "、".join(
        _("%(name)s（%(n)d票）") % {"name": n.person.name, "n": n.favour} for n in elected
    ) or _("无")
    words = _("得赞成票超过实到人数{share}的当选：{names}。")
    official.blocks.append(
        compose(words, share=f"{share.numerator}/{share.denominator}", names=names)
    )
    if kept["open_seats"]:
        official.blocks.append(compose(_("尚缺{n}名，另行投票。"), n=kept["open_seats"]))

"""Papers of the certificates room to print: application and assessment forms, notices, route sheets, the letter of refusal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zulian.certificates.models import (
    Case,
    Certificate,
    Finding,
    Material,
    Round,
    State,
    Stop,
    Team,
)
from zulian.certificates.models.assessment import words as category_words
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services.common import whole
from zulian.certificates.services.desks import desk_words
from zulian.certificates.services.public import code_of
from zulian.documents.official import Official, compose
from zulian.documents.sheets import Blank, Grid, Listing, Part, Sheet, Words
from zulian.foundation.clock import today
from zulian.foundation.policy import policy
from zulian.people.disabilities import CATEGORIES
from zulian.people.models import Person
from zulian.regions.models import Region


def _person_rows(person: Person) -> tuple[tuple[Blank, ...], ...]:
    guardian = person.relatives.filter(kind="guardian").first()
    rows: tuple[tuple[Blank, ...], ...] = (
        (
            Blank(_("姓名"), person.name),
            Blank(_("性别"), person.get_sex_display()),
            Blank(_("民族"), person.get_ethnicity_display()),
        ),
        (
            Blank(_("出生日期"), str(person.birth)),
            Blank(_("身份证号"), person.id_number or str(person.get_no_number_display())),
        ),
        (Blank(_("户籍所在地"), person.region.name), Blank(_("联系电话"), person.phone)),
        (Blank(_("户籍地址"), person.address),),
    )
    who = (
        Blank(_("监护人"), guardian.name if guardian else ""),
        Blank(_("关系"), guardian.relation if guardian else ""),
        Blank(_("电话"), guardian.phone if guardian else ""),
    )
    return (*rows, who)


def _printed_rows(person: Person) -> tuple[tuple[Blank, ...], ...]:
    """What of a person stands on the card: neither telephone nor address."""
    guardian = person.relatives.filter(kind="guardian").first()
    rows: tuple[tuple[Blank, ...], ...] = (
        (Blank(_("姓名"), person.name), Blank(_("性别"), person.get_sex_display())),
        (Blank(_("出生日期"), str(person.birth)), Blank(_("身份证号"), person.id_number)),
    )
    if guardian:
        who = (Blank(_("监护人"), guardian.name), Blank(_("关系"), guardian.relation))
        rows = (*rows, who)
    return rows


def application(case: Case) -> Sheet:
    """申请表: what is known is printed, the rest is signed."""
    items = tuple((material.name, _received(material)) for material in case.materials.all())
    parts: list[Part] = [
        Grid(_person_rows(case.person)),
        Grid(
            (
                (Blank(_("办理事项"), case.get_kind_display()), Blank(_("办件编号"), case.number)),
                *_wanted_rows(case),
                (Blank(_("事由"), case.reason, 2),),
            )
        ),
    ]
    if items:
        parts.append(Listing((_("申请材料"), _("收件情况")), items, (4, 1)))
    parts.append(
        Words(
            (_("本人（监护人）承诺所填内容和所交材料真实，同意为办理残疾人证处理所需的个人信息。"),)
        )
    )
    signed = (Blank(_("申请人（监护人）签名"), ""), Blank(_("日期"), ""))
    parts += [Grid((signed,)), Grid(_opinions(case))]
    return Sheet(
        _("残疾人证申请表"),
        case.region.name,
        parts,
        photo=_photo(case.person),
        signatures=(_("经办人"),),
    )


def _opinions(case: Case) -> tuple[tuple[Blank, ...], ...]:
    """Where each step that the business goes through is written and sealed."""
    published = ""
    if case.publish_from and case.publish_until:
        words = _("%(from)s至%(until)s在%(where)s公示")
        days = {"from": _say(case.publish_from), "until": _say(case.publish_until)}
        published = words % {**days, "where": case.region.name}
    boxes = (
        (State.PUBLISH, _("公示情况"), published),
        (State.REVIEW, _("县级残联审核意见（盖章）"), ""),
        (State.APPROVE, _("县级残联审批意见（盖章）"), ""),
        (State.CITY, _("市级残联审核意见（盖章）"), ""),
    )
    return tuple((Blank(name, said, 3),) for state, name, said in boxes if state in case.steps)


def _received(material: Material) -> str:
    """Whether something was brought; what is brought where there is any is not owed."""
    if material.received_on:
        return _("已收")
    return _("待补") if material.required else _("有则提供")


def _wanted_rows(case: Case) -> tuple[tuple[Blank, ...], ...]:
    """For which categories an assessment is asked."""
    if not case.wanted:
        return ()
    return ((Blank(_("申请评定的类别"), category_words(case.wanted), 2),),)


def _photo(person: Person) -> bytes:
    return person.photo.read() if person.photo else b""


def receipt(case: Case, code: str, address: str = "") -> Sheet:
    """受理回执: what was handed in, and the code by which anybody who holds it asks how far it is."""
    rows: tuple[tuple[Blank, ...], ...] = (
        (Blank(_("申请人"), case.person.masked_name), Blank(_("办件编号"), case.number)),
        (
            Blank(_("办理事项"), str(case.get_kind_display())),
            Blank(_("申请日期"), str(case.arrived_on)),
        ),
        (Blank(_("查询码"), code), Blank(_("受理单位"), case.accepting.organisation)),
    )
    if where := desk_words(case.accepting):
        rows = (*rows, (Blank(_("地址和电话"), where),))
    # Of a case taken in for another county the list is kept there.
    with whole():
        items = tuple((item.name, _received(item)) for item in case.materials.all())
    parts: list[Part] = [Grid(rows)]
    if items:
        parts.append(Listing((_("材料"), _("收件情况")), items, (4, 1)))
    words = _("凭查询码可在公众页面%(address)s查询办理进度，请妥善保管。办理残疾人证不收取工本费。")
    parts.append(Words((words % {"address": f"（{address}）" if address else ""},)))
    return Sheet(
        _("残疾人证业务受理回执"), case.accepting.organisation, parts, signatures=(_("经办人"),)
    )


def assessment(case: Case) -> Sheet:
    """评定表: findings where they are there, places to write where not."""
    findings = list(case.findings.select_related("by__user", "order__hospital"))
    names = dict(CATEGORIES)
    ordered = {c for order in case.orders.filter(cancelled=False) for c in order.categories}
    wanted = sorted(ordered or case.wanted) or [1, 2, 3, 4, 5, 6]
    by_category = {f.category: f for f in findings}
    rows = tuple(
        (
            str(names[c]),
            _measured(by_category.get(c)),
            _graded(by_category.get(c)),
            by_category[c].by.user.name if c in by_category else "",
        )
        for c in wanted
    )
    hospitals = "、".join(
        sorted({order.hospital.name for order in case.orders.select_related("hospital")})
    )
    parts: list[Part] = [
        Grid(_person_rows(case.person)),
        Grid(((Blank(_("办件编号"), case.number), Blank(_("评定机构"), hospitals)),)),
        Listing(
            (_("类别"), _("检查和测量结果"), _("评定等级"), _("评定医生签名")), rows, (2, 6, 2, 3)
        ),
        Grid(((Blank(_("综合结论"), case.said, 2),), (Blank(_("医院意见（盖章）"), "", 4),))),
    ]
    return Sheet(
        _("残疾评定表"),
        _("依据 GB/T 26341-2010 评定"),
        parts,
        photo=_photo(case.person),
        signatures=(_("评定医生"),),
    )


def _measured(finding: Finding | None) -> str:
    if finding is None:
        return ""
    return f"{finding.measure_words}　{finding.note}".strip()


def _graded(finding: Finding | None) -> str:
    if finding is None:
        return ""
    return str(finding.get_grade_display()) if finding.grade else _("不符合")


def card_slip(case: Case) -> Sheet:
    """制证单: what is printed on the card, in full, for the one who makes it out, and nothing else of the person."""
    card = case.certificate
    rows = _printed_rows(case.person)
    if card:
        rows = (
            *rows,
            (Blank(_("残疾人证号"), card.number),),
            (
                Blank(_("残疾类别"), card.get_category_display()),
                Blank(_("残疾等级"), card.get_grade_display()),
            ),
            (Blank(_("各类残疾"), card.parts_words),),
            (
                Blank(_("发证日期"), str(card.issued_on)),
                Blank(_("有效期至"), str(card.valid_until)),
            ),
        )
    return Sheet(
        _("残疾人证制证单"),
        case.number,
        [Grid(rows)],
        photo=_photo(case.person),
        signatures=(_("制证人"), _("领证人")),
    )


def letter(case: Case, county: Region) -> Official:
    """不予办理告知书: why, and what can be done about it."""
    official = Official(
        _("不予办理残疾人证告知书"),
        f"{case.person.name}",
        county.official_name,
        case.ended_on or today(),
    )
    words = _("您于{day}申请办理残疾人证{kind}（办件编号{number}），经审查，决定不予办理。")
    kind = str(case.get_kind_display())
    official.blocks.append(compose(words, day=_say(case.arrived_on), kind=kind, number=case.number))
    official.blocks.append(compose(_("理由：{why}"), why=_reason(case)))
    words = _(
        "您对评定结果有异议的，可在{day}向市残联申请复核；对复核结果仍有异议的，可申请省级专家委员会评定，其结论为最终结论。"
    )
    if case.found_on is None:
        return official  # nothing was assessed, so that there is no reassessment to ask for
    until = case.objection_until
    days = _("收到本告知书之日起%(n)d个工作日内") % {"n": case.procedure["objection_workdays"]}
    official.blocks.append(compose(words, day=_("%s前") % _say(until) if until else days))
    if where := desk_words(county):
        official.blocks.append(compose(_("有疑问的，请联系本会办证窗口：{where}。"), where=where))
    return official


def _say(day: date) -> str:
    """A date as papers write it: 2026年11月5日."""
    return date_format(day, "DATE_FORMAT")


def _reason(case: Case) -> str:
    if case.verdict:
        return case.verdict
    notes = [
        f"{f.get_category_display()}：{f.note or f.reason or _('检查结果未达到残疾分级标准')}"
        for f in case.findings.filter(grade=None, order__cancelled=False)
    ]
    return "；".join(notes) or _("检查结果未达到残疾分级标准")


def expiry_notice(card: Certificate, county: Region) -> Sheet:
    """到期换证通知: a slip to hand out, with no number in full."""
    words = _(
        "{name}：您的残疾人证（{number}）有效期至 {until}。请带身份证、原残疾人证和近期两寸免冠白底照片 3 张，"
        "到{where}换领；未成年人和智力、精神残疾人由监护人办理，另带监护人身份证和监护关系证明。"
        "换领不收费；行动不便的，请告诉村（社区）专职委员，我们上门办理。"
    )
    is_anywhere = Kind.RENEWAL in policy("certificates/acceptance", today())["across"]
    text = words.format(
        name=card.person.name,
        number=card.masked_number,
        until=_say(card.valid_until),
        where=_("任一县（区）残联") if is_anywhere else _("户籍所在地县（区）残联"),
    )
    return Sheet(
        _("残疾人证到期换领通知"),
        card.region.name,
        [Words((text,))],
        signatures=(county.official_name,),
    )


def route_sheet(the_round: Round, team: Team, stops: Iterable[Stop]) -> Sheet:
    """路线单: one team's day in order."""
    rows = tuple(_stop_row(stop) for stop in stops)
    head = (_("序"), _("到达"), _("姓名"), _("地点"), _("电话"), _("事项"), _("公里"))
    note = _("%(day)s · %(members)s · %(from)s 出发，%(to)s 前返回") % {
        "day": the_round.day,
        "members": team.members,
        "from": f"{team.starts:%H:%M}",
        "to": f"{team.ends:%H:%M}",
    }
    table = Listing(head, rows, (1, 2, 2, 5, 3, 4, 2))
    return Sheet(
        _("%(team)s上门路线单") % {"team": team.name}, note, [table], signatures=(_("组长"),)
    )


def _stop_row(stop: Stop) -> tuple[str, ...]:
    wish, person = stop.request, stop.request.person
    where = f"{stop.region.name} {person.residence_address or person.address}"
    what = f"{wish.get_purpose_display()} {wish.category_words}"
    return (
        str(stop.order),
        f"{stop.arrive:%H:%M}",
        person.name,
        where,
        person.phone,
        what,
        f"{stop.kilometres:g}",
    )


def sheets_of(case: Case, which: str, address: str = "") -> Sequence[Sheet]:
    """The application form, the assessment form, the slip to make the card out by; unless told the first two.

    `address` is that of the public page on which whoever holds the receipt asks.
    """
    made = {
        "application": [application],
        "assessment": [assessment],
        "card": [card_slip],
        "receipt": [lambda case: receipt(case, code_of(case), address)],
    }.get(which, [application, assessment])
    return [make(case) for make in made]

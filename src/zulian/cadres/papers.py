"""Papers of the cadres room: the appointment form and the list of the reserve."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zulian.cadres.models import Cadre, Entry, Reserve
from zulian.documents.official import Official, Table, compose
from zulian.documents.sheets import Blank, Grid, Listing, Part, Sheet
from zulian.foundation.clock import today
from zulian.people.hooks import disabilities_of
from zulian.regions.models import Region


def appointment_form(cadre: Cadre) -> Sheet:
    """干部任免审批表: the file as the organisation department wants it; who decides writes below."""
    person = cadre.person
    fact = disabilities_of([person.pk]).get(person.pk)
    lines = {kind: [e for e in cadre.entries.all() if e.kind == kind] for kind in Entry.Kind}
    reserve = cadre.reserves.order_by("-pk").first()
    grid = Grid(
        (
            (
                Blank(_("姓名"), person.name),
                Blank(_("性别"), person.get_sex_display()),
                Blank(_("出生年月"), _month(person.birth)),
            ),
            (
                Blank(_("民族"), person.get_ethnicity_display()),
                Blank(_("籍贯"), cadre.native_place),
                Blank(_("政治面貌"), cadre.get_party_display()),
            ),
            (
                Blank(_("入党时间"), _month(cadre.party_since)),
                Blank(_("参加工作时间"), _month(cadre.work_since)),
            ),
            (Blank(_("职级"), cadre.grade), Blank(_("专业技术职务"), cadre.profession)),
            (
                Blank(_("学历"), cadre.get_education_display()),
                Blank(_("毕业院校及专业"), cadre.school),
            ),
            (
                Blank(_("残疾情况"), fact.words if fact else str(cadre.get_tie_display())),
                Blank(_("手语、语言"), _speech(cadre)),
            ),
            (Blank(_("现任职务"), f"{cadre.unit} {cadre.position}".strip()),),
            (Blank(_("拟任职务"), reserve.recommended_to if reserve else ""),),
            (Blank(_("拟免职务"), ""),),
            (Blank(_("特长"), cadre.strengths),),
        )
    )
    parts: list[Part] = [grid]
    for kind, name in (
        (Entry.Kind.CAREER, _("简历")),
        (Entry.Kind.AWARD, _("奖惩情况")),
        (Entry.Kind.APPRAISAL, _("年度考核结果")),
    ):
        rows = tuple((_span(e), e.text, e.result) for e in lines[kind])
        parts.append(Listing((name, "", ""), rows or (("", _("无"), ""),), (3, 6, 2)))
    family = tuple((e.result, e.text) for e in lines[Entry.Kind.FAMILY])
    parts.append(
        Listing(
            (_("家庭主要成员称谓"), _("姓名、年龄、政治面貌、工作单位及职务")),
            family or (("", ""),),
            (2, 7),
        )
    )
    parts.append(
        Grid(
            (
                (Blank(_("任免理由"), "", 3),),
                (Blank(_("呈报单位（盖章）"), "", 3),),
                (Blank(_("审批机关意见"), "", 3),),
            )
        )
    )
    photo = person.photo.read() if person.photo else b""
    return Sheet(
        _("干部任免审批表"),
        cadre.region.official_name,
        parts,
        photo=photo,
        signatures=(_("填表人"),),
    )


def _month(day: object) -> str:
    return f"{day:%Y.%m}" if day else ""


def _span(entry: Entry) -> str:
    return f"{_month(entry.since)}—{_month(entry.until)}" if entry.since else ""


def _speech(cadre: Cadre) -> str:
    sign = (
        ""
        if cadre.sign == Cadre.Sign.NONE
        else _("手语%(how)s") % {"how": cadre.get_sign_display()}
    )
    return "、".join(words for words in (sign, cadre.languages) if words)


def reserve_list(region: Region, rows: Sequence[Reserve]) -> Official:
    """残疾人后备干部名单 as an official paper."""
    official = Official(_("残疾人后备干部名单"), "", region.official_name, today())
    official.blocks.append(
        compose(_("经会同组织部门审核，现有残疾人后备干部{n}名，名单如下。"), n=len(rows))
    )
    head = (
        _("序号"),
        _("姓名"),
        _("性别"),
        _("出生年月"),
        _("现任职务"),
        _("名单层级"),
        _("培养方向"),
    )
    lines = tuple(
        (
            str(n),
            r.cadre.person.name,
            str(r.cadre.person.get_sex_display()),
            _month(r.cadre.person.birth),
            r.cadre.position,
            str(r.get_level_display()),
            r.direction,
        )
        for n, r in enumerate(rows, 1)
    )
    official.blocks.append(Table(head, lines))
    return official

"""Papers of the commissioners room: the archive as a form."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zulian.commissioners.models import Attendance, Commissioner
from zulian.documents.sheets import Blank, Grid, Listing, Part, Sheet, Words
from zulian.people.hooks import disabilities_of


def archive_form(commissioner: Commissioner) -> Sheet:
    """专职委员档案表."""
    person = commissioner.person
    fact = disabilities_of([person.pk]).get(person.pk)
    contract = commissioner.contracts.first()
    grid = Grid(
        (
            (
                Blank(_("姓名"), person.name),
                Blank(_("性别"), person.get_sex_display()),
                Blank(_("出生日期"), str(person.birth)),
            ),
            (
                Blank(_("民族"), person.get_ethnicity_display()),
                Blank(_("学历"), commissioner.get_education_display()),
            ),
            (
                Blank(_("残疾情况"), fact.words if fact else str(commissioner.get_tie_display())),
                Blank(_("任职单位"), commissioner.region.organisation),
            ),
            (
                Blank(_("聘用协议"), str(contract) if contract else ""),
                Blank(_("社会保险"), "、".join(commissioner.insurances)),
            ),
            (Blank(_("特长"), commissioner.skills),),
        )
    )
    tenures = tuple(
        (
            str(t.since),
            str(t.ended_on or _("至今")),
            t.region.organisation,
            str(t.get_how_display()),
            str(t.get_ended_why_display()),
        )
        for t in commissioner.tenures.select_related("region")
    )
    records = tuple(
        (str(r.on), str(r.get_kind_display()), r.text) for r in commissioner.records.all()
    )
    parts: list[Part] = [
        grid,
        Listing(
            (_("任职"), _("离任"), _("单位"), _("产生方式"), _("离任原因")),
            tenures or (("", "", "", "", ""),),
            (2, 2, 4, 2, 2),
        ),
        Listing((_("日期"), _("类别"), _("记录")), records or (("", "", ""),), (2, 2, 6)),
    ]
    photo = person.photo.read() if person.photo else b""
    return Sheet(
        _("残疾人专职委员档案表"),
        commissioner.region.official_name,
        parts,
        photo=photo,
        signatures=(_("本人"), _("填表人")),
    )


def training_certificate(row: Attendance) -> Sheet:
    """培训合格证书: who, what, how many hours, under which number."""
    course, person = row.session.course, row.commissioner.person
    words = _(
        "%(name)s 于 %(day)s 参加“%(course)s”培训，完成 %(hours)d 学时，成绩合格，特发此证。"
    ) % {
        "name": person.name,
        "day": row.session.on,
        "course": course.title,
        "hours": row.hours,
    }
    number = _("证书编号：%(n)s") % {"n": row.number}
    return Sheet(
        _("培训合格证书"),
        course.region.official_name,
        [Words((words, number))],
        signatures=(_("发证单位（盖章）"),),
    )

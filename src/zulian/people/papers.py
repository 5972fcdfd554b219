"""A person's file as a sheet to print for them (个人信息副本)."""

from __future__ import annotations

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zulian.documents.sheets import Blank, Grid, Listing, Part, Sheet
from zulian.foundation.clock import today
from zulian.people.models import Person


def file_of(person: Person) -> Sheet:
    """Everything this room keeps of a person, in the clear: they have a right to it."""
    rows = (
        (Blank(_("姓名"), person.name), Blank(_("性别"), person.get_sex_display())),
        (Blank(_("出生日期"), str(person.birth)), Blank(_("民族"), person.get_ethnicity_display())),
        (Blank(_("身份证号"), person.id_number or person.get_no_number_display()),),
        (Blank(_("户籍所在地"), person.region.name), Blank(_("户籍地址"), person.address)),
        (
            Blank(_("现居住地"), person.residence.name if person.residence else ""),
            Blank(_("现住址"), person.residence_address),
        ),
        (Blank(_("联系电话"), person.phone),),
    )
    parts: list[Part] = [Grid(rows)]
    kin = tuple(
        (r.get_kind_display(), r.relation, r.name, r.id_number, r.phone)
        for r in person.relatives.all()
    )
    if kin:
        parts.append(
            Listing(
                (_("身份"), _("关系"), _("姓名"), _("身份证号"), _("联系电话")),
                kin,
                (3, 3, 3, 7, 5),
            )
        )
    given = tuple(
        (f"{localtime(c.at):%Y-%m-%d}", c.purpose, _("同意") if c.given else _("不同意或撤回"))
        for c in person.consents.all()
    )
    if given:
        parts.append(Listing((_("日期"), _("用途"), _("意见")), given, (2, 5, 3)))
    return Sheet(
        _("个人信息副本"),
        _("%(day)s 打印，供本人核对；有误可当场申请更正") % {"day": today()},
        parts,
        photo=person.photo.read() if person.photo else b"",
    )

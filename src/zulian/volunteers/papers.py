"""Papers of the volunteers room: meeting notice, card, certificate of service."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core import signing
from django.utils.translation import gettext as _

from zulian.documents.sheets import Blank, Grid, Listing, Sheet, Words
from zulian.foundation.few import Few
from zulian.volunteers.models import Meeting, Stint, Volunteer
from zulian.volunteers.services.common import words_of
from zulian.volunteers.services.registry import issuer

SALT, MOST_LISTED = "volunteers.certificate", 15


def meeting_notice(meeting: Meeting) -> Sheet:
    """联席会议通知."""
    grid = Grid(
        (
            (Blank(_("时间"), str(meeting.on)), Blank(_("地点"), meeting.place)),
            (Blank(_("议题"), meeting.subject),),
        )
    )
    members = "、".join(str(member) for member in meeting.group.members.all())
    return Sheet(
        _("联席会议通知"),
        str(meeting.group),
        [
            Words((_("各成员单位："), members)),
            grid,
            Words(tuple(meeting.agenda.splitlines()) or ("",), _("议程")),
        ],
        signatures=(_("召集单位（盖章）"),),
    )


def certificate_code(volunteer: Volunteer, day: date) -> str:
    """The code that a certificate is verified by: who, how many hours, as of which day, signed."""
    facts = [volunteer.pk, str(volunteer.hours), day.isoformat()]
    return signing.dumps(facts, salt=SALT, compress=True)


def read_certificate(code: str) -> tuple[Volunteer, Decimal, date]:
    """What a certificate says; raises signing.BadSignature for a false one."""
    pk, hours, day = signing.loads(code, salt=SALT)
    return Volunteer.objects.with_names().get(pk=pk), Decimal(hours), date.fromisoformat(day)


def service_certificate(volunteer: Volunteer, day: date, url: str) -> Sheet:
    """志愿服务证明 with its verification address."""
    words = _(
        "%(name)s（志愿者编号 %(number)s）自 %(since)s 注册以来，参加助残志愿服务 %(n)d 次，累计 %(hours)s 小时，星级 %(stars)d 星。特此证明。"
    ) % {
        "name": volunteer.person.name,
        "number": volunteer.number,
        "since": volunteer.registered_on,
        "n": volunteer.times_served,
        "hours": f"{volunteer.hours:f}",
        "stars": volunteer.stars,
    }
    stints = Few.of(Stint.objects.filter(volunteer=volunteer).confirmed(), MOST_LISTED)
    rows = tuple(
        (str(s.day), words_of(s.kind), f"{s.hours:f}", str(s.get_how_display())) for s in stints
    )
    left_out = [Words((stints.words,))] if stints.words else []
    return Sheet(
        _("助残志愿服务证明"),
        issuer(volunteer),
        [
            Words((words,)),
            Listing(
                (_("日期"), _("服务项目"), _("时长（小时）"), _("记录方式")),
                rows or (("", "", "", ""),),
                (3, 4, 3, 4),
            ),
            *left_out,
            Words((_("截至 %(day)s。真伪查验：%(url)s") % {"day": day, "url": url},)),
        ],
        signatures=(_("出具单位（盖章）"),),
    )

"""Volunteers: apply on the portal or at a station, review, register; skills, leave, return, removal."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation import sending
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.foundation.steps import locked, need_words
from zulian.foundation.work import unit_of_work
from zulian.people.models import Person
from zulian.people.rules import IdNumberError, read_id_number, tidy_name
from zulian.people.services import Entry, enrol
from zulian.regions.models import Region
from zulian.volunteers.models import Registration, Service, SignUp, Team, Volunteer
from zulian.volunteers.models.registry import PROFILE, joined
from zulian.volunteers.rules.figures import age_on
from zulian.volunteers.services.codes import send_link
from zulian.volunteers.services.common import catalogue, figures, write
from zulian.volunteers.services.offers import release


@dataclass(frozen=True)
class Application:
    """What an applicant says: who they are, where they want to serve, what they can do, and the consents."""

    name: str
    id_number: str
    phone: str
    region: Region
    skills: list[str]
    consent: bool
    email: str = ""
    guardian_consent: bool = False
    team: Team | None = None
    profile: dict[str, Any] = field(default_factory=dict)


def _check(entry: Application, at_station: bool) -> None:
    """ID rules, age, consents; raises ValidationError at the field."""
    try:
        number = read_id_number(entry.id_number, today())
    except IdNumberError as error:
        raise ValidationError({"id_number": str(error)}) from error
    years, rules = age_on(number.birth, today()), figures()
    if years < rules["youngest"]:
        raise ValidationError(
            {"id_number": _("年满 %(n)d 周岁才能注册。") % {"n": rules["youngest"]}}
        )
    if years < rules["adult"] and not (entry.guardian_consent and entry.profile.get("guardian")):
        raise ValidationError({"guardian": _("未成年人注册，请填写监护人姓名，并勾选监护人同意。")})
    if not entry.consent:
        raise ValidationError({"consent": _("请阅读并勾选同意，才能登记您的信息。")})
    known = dict(catalogue())
    if not entry.skills or any(key not in known for key in entry.skills):
        raise ValidationError({"skills": _("请至少选择一项愿意提供的服务。")})
    _refuse_known(entry, at_station)


def _refuse_known(entry: Application, at_station: bool) -> None:
    """Who is a volunteer already is told so.

    Pages without an account tell nothing to whoever only knows a number: whether it is on file, or under which name, the review finds out.
    """
    with scope(EVERYTHING):
        person = Person.objects.alive().numbered(entry.id_number).first()
        if person is None:
            return
        volunteer = Volunteer.objects.filter(person=person).select_related("region").first()
    named = person.name == tidy_name(entry.name)
    if at_station and not named:
        raise ValidationError({"name": _("姓名与身份证号登记的不一致，请核对证件。")})
    if volunteer is None or not named:
        return
    if at_station and volunteer.status == Volunteer.Status.REMOVED:
        raise ValidationError({"id_number": _("这个人已被注销志愿者身份，不能再注册。")})
    raise ValidationError(
        {"id_number": _("您已经注册过，不用重复注册；请用“找回我的页面”，或与当地残联联系。")}
    )


def _columns(entry: Application) -> dict[str, Any]:
    """What is kept of an application."""
    profile = {name: value for name, value in entry.profile.items() if name in PROFILE}
    return profile | {
        "region": entry.region,
        "name": entry.name.strip(),
        "id_number": entry.id_number.strip().upper(),
        "phone": entry.phone,
        "email": entry.email,
        "guardian_consent": entry.guardian_consent,
        "skills": list(dict.fromkeys(entry.skills)),
        "team": entry.team,
    }


@unit_of_work
def apply(entry: Application, post: Post | None = None) -> Registration:
    """提交注册申请: from the portal without an account, or taken down at a station by `post`."""
    _check(entry, post is not None)
    registration = Registration(consent=True, by=post, **_columns(entry))
    return write(registration, "registration.apply")


@unit_of_work
def mend(key: str, entry: Application) -> Registration:
    """补正后重新提交 by the applicant.

    Raises ValidationError where nothing is to be corrected.
    """
    with scope(EVERYTHING):
        registration = Registration.objects.select_for_update(of=("self",), no_key=True).get(
            page_key=key
        )
    if registration.state != Registration.State.RETURNED:
        raise ValidationError(_("这份申请现在不需要补正。"))
    _check(entry, False)
    return write(registration, "registration.mend", registration.submit, **_columns(entry))


@unit_of_work
def return_for_correction(pk: int, note: str) -> Registration:
    """退回补正 with what is missing."""
    registration = locked(Registration, pk, Registration.State.WAITING)
    return write(
        registration,
        "registration.return",
        registration.return_for_correction,
        note=need_words(note, "note", _("请写明要补正什么。")),
    )


@unit_of_work
def refuse(pk: int, note: str) -> Registration:
    """审核不通过 with the reason."""
    registration = locked(Registration, pk, Registration.State.WAITING, Registration.State.RETURNED)
    return write(
        registration,
        "registration.refuse",
        registration.refuse,
        note=need_words(note, "note", _("请写明不通过的原因。")),
    )


@unit_of_work
def approve(pk: int, how: str) -> Volunteer:
    """审核通过: the applicant becomes a volunteer with a number; `how` says how the identity was checked, "" where it was not.

    Raises ValidationError for who is one.
    """
    registration = locked(Registration, pk, Registration.State.WAITING)
    with scope(EVERYTHING):
        person = enrol(
            Entry(
                registration.name,
                registration.region,
                id_number=registration.id_number,
                phone=registration.phone,
            )
        )
        if Volunteer.objects.filter(person=person).exists():
            raise ValidationError(_("这个人已经是注册志愿者。"))
    volunteer = Volunteer(
        person=person,
        region=registration.region,
        team=registration.team,
        registered_on=today(),
        verified_on=today() if how else None,
        verified_how=how,
        email=registration.email,
        page_key=registration.page_key,
        skills=joined(registration.skills),
        number=f"~{registration.pk}",
        **{name: getattr(registration, name) for name in PROFILE},
    )
    with audited("volunteer.register", volunteer):
        volunteer.save()
        volunteer.number = number_of(volunteer)
        volunteer.save()
    write(registration, "registration.pass", registration.approve, note="")
    return volunteer


@unit_of_work
def register_at_station(entry: Application, post: Post, how: str) -> Volunteer | Registration:
    """登记志愿者 at a station: registered at once where the identity was checked, else an application that waits.

    A village commissioner takes down applications of the own village, which wait.
    Raises PermissionDenied for any other village's.
    """
    if not post.may("volunteer.write"):
        if not post.may("volunteer.register") or not post.region.scope().holds(entry.region.code):
            raise PermissionDenied(_("只能登记本单位的志愿者申请。"))
        how = ""
    registration = apply(entry, post)
    return approve(registration.pk, how) if how else registration


def number_of(volunteer: Volunteer) -> str:
    """志愿者编号: six digits of the county, then the row's own number; it says nothing of the person."""
    return f"{volunteer.region_id[:6]}{volunteer.pk:08d}"


def issuer(volunteer: Volunteer) -> str:
    """Who gives out cards and certificates: the federation of the county."""
    county = Region.objects.filter(code=f"{volunteer.region_id[:6]}000000").first()
    return (county or volunteer.region).official_name


@unit_of_work
def change(pk: int, values: dict[str, Any], skills: Iterable[str]) -> Volunteer:
    """What is kept of a volunteer; who it is may serve within the jurisdiction alone.

    Raises ValidationError for a place beyond the jurisdiction, and where no service is chosen.
    """
    volunteer = Volunteer.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    region = values.get("region", volunteer.region)
    if not active_scope().holds(region.code):
        raise ValidationError({"region": _("服务地区不在您的管辖范围内。")})
    chosen = [key for key in dict(catalogue()) if key in set(skills)]
    if not chosen:
        raise ValidationError({"skills": _("请至少选择一项愿意提供的服务。")})
    return write(volunteer, "volunteer.change", **values | {"skills": joined(chosen)})


@unit_of_work
def verify(pk: int, how: str) -> Volunteer:
    """实名核验: the identity was checked against the document."""
    volunteer = Volunteer.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    return write(
        volunteer,
        "volunteer.verify",
        verified_on=today(),
        verified_how=need_words(how, "how", _("请选择核验方式。")),
    )


def _promised(volunteer: Volunteer) -> bool:
    ahead = Service.objects.filter(
        volunteer=volunteer, on__gte=today(), state__in=["offered", "booked", "started"]
    )
    return (
        ahead.exists()
        or SignUp.objects.filter(volunteer=volunteer, on__gte=today(), state="in").exists()
    )


@unit_of_work
def pause(pk: int, until: date) -> Volunteer:
    """暂停服务 until a day; what was promised for the days ahead must be handed on first.

    Raises ValidationError for a day that is not to come, and while something is promised.
    """
    volunteer = _stated(pk, Volunteer.Status.ACTIVE)
    if until <= today():
        raise ValidationError({"until": _("请填写今天以后的日期。")})
    if _promised(volunteer):
        raise ValidationError(_("还有已约定的服务或活动，请先取消或调换。"))
    with audited("volunteer.pause", volunteer):
        volunteer.pause(until)
        volunteer.save()
    return volunteer


@unit_of_work
def resume(pk: int) -> Volunteer:
    """恢复服务."""
    volunteer = _stated(pk, Volunteer.Status.AWAY, Volunteer.Status.LEFT)
    return write(volunteer, "volunteer.resume", volunteer.resume)


@unit_of_work
def leave(pk: int, why: str) -> Volunteer:
    """退出; the hours stay.

    Raises ValidationError while something is promised.
    """
    volunteer = _stated(pk, Volunteer.Status.ACTIVE, Volunteer.Status.AWAY)
    if _promised(volunteer):
        raise ValidationError(_("还有已约定的服务或活动，请先取消或调换。"))
    with audited("volunteer.leave", volunteer):
        volunteer.leave(need_words(why, "why", _("请写明原因。"))[:200])
        volunteer.save()
    return volunteer


@unit_of_work
def remove(pk: int, why: str) -> Volunteer:
    """注销 for breaking the rules; services still promised go back to be matched."""
    volunteer = _stated(pk, Volunteer.Status.ACTIVE, Volunteer.Status.AWAY, Volunteer.Status.LEFT)
    for service in Service.objects.filter(
        volunteer=volunteer, on__gte=today(), state__in=["offered", "booked"]
    ):
        release(service.pk, _("志愿者已注销"))
    with audited("volunteer.remove", volunteer):
        volunteer.remove(need_words(why, "why", _("请写明原因。"))[:200])
        volunteer.save()
    return volunteer


def _stated(pk: int, *states: str) -> Volunteer:
    volunteer = Volunteer.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if volunteer.status not in states:
        raise ValidationError(
            _("这位志愿者现在是“%(state)s”，请刷新页面再看。")
            % {"state": volunteer.get_status_display()}
        )
    return volunteer


@unit_of_work
def add_team(post: Post, values: dict[str, Any]) -> Team:
    """登记志愿服务团体.

    Raises ValidationError for a place beyond the jurisdiction.
    """
    if not active_scope().holds(values["region"].code):
        raise ValidationError({"region": _("所在地区不在您的管辖范围内。")})
    team = Team(since=today(), **values)
    return write(team, "team.add")


def awake(day: date) -> int:
    """Let those whose leave has ended serve again; run once a day."""
    count = 0
    for volunteer in Volunteer.objects.filter(status=Volunteer.Status.AWAY, away_until__lt=day):
        write(volunteer, "volunteer.resume", volunteer.resume)
        count += 1
    return count


def send_page(number: str, address: str, url: Callable[[str], str]) -> None:
    """找回我的页面: its address goes to the address on file alone; nothing tells whether anybody was found."""
    number, address = number.strip(), address.strip()
    rows = Volunteer.objects.select_related("person")
    by_person = Person.objects.alive().numbered(number)
    volunteer = rows.filter(number=number).first() or rows.filter(person__in=by_person).first()
    if (
        volunteer is not None
        and address in {volunteer.email, volunteer.person.phone}
        and sending.reachable(address)
    ):
        send_link(address, _("您的志愿者页面：%(url)s") % {"url": url(volunteer.page_key)})
        record("volunteer.find", volunteer)

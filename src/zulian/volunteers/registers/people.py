"""Registers of volunteers (志愿者): applications, the volunteers, their groups, their stretches of service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.people.hooks import disabilities_of
from zulian.people.hub import LeadsToFile
from zulian.people.models import Person
from zulian.registers.actions import Action
from zulian.registers.filters import ALL, EmptyFilter
from zulian.registers.shown import Shown, choice_of
from zulian.volunteers.forms import office as forms
from zulian.volunteers.forms import public as public_forms
from zulian.volunteers.models import Qualification, Registration, Stint, Trained, Volunteer
from zulian.volunteers.registers.parts import (
    VolunteersRegister,
    by_name,
    of,
)
from zulian.volunteers.room import to
from zulian.volunteers.services import registry as services
from zulian.volunteers.services.common import catalogue, trained_kinds, words_of

Status, State = Volunteer.Status, Registration.State


def times_words(row: Any) -> str:
    """When a volunteer has time."""
    parts = [
        str(words) for value, words in public_forms.day_part_choices() if row.times & int(value)
    ]
    return "、".join(parts) or gettext("可以商量")


PROFILE: tuple[str | Shown, ...] = (
    Shown("times", value=times_words),
    Shown(
        "radius",
        _("服务半径"),
        lambda row: gettext("%(n)d 公里") % {"n": row.radius} if row.radius else "",
    ),
    Shown("vehicle", value=lambda row: row.get_vehicle_display() if row.vehicle else ""),
    *("languages", "own_disability", "employer"),
)
TEAM = Shown("team", value=lambda row: row.team.name if row.team else _("个人"))


def phone_words(row: Registration) -> str:
    """The telephone of an application, and whether somebody answers it."""
    return row.masked_phone + (gettext("（已验证）") if row.contact_checked else "")


def same_number_words(row: Registration) -> str:
    """How many other applications with the number are open: anybody can hand one in, so one of them may not be the holder's."""
    with scope(EVERYTHING):
        count = row.others_open().count()
    words = gettext("另有 %(n)d 份待办申请用了同一个身份证号，核对证件后只通过本人的一份")
    return words % {"n": count} if count else ""


def skill_words(row: Registration) -> str:
    """The services that an applicant offers."""
    return "、".join(words_of(key) for key in row.skill_keys)


def guardian_words(row: Registration) -> str:
    """Who answers for a minor, and whether they agree."""
    consent = gettext("已同意") if row.guardian_consent else gettext("未同意")
    return f"{row.guardian}（{consent}）" if row.guardian else ""


def back_to_list(row: Registration) -> str:
    """After an application is answered the next one is looked at."""
    return to("registration-list")


class RegistrationRegister(VolunteersRegister):
    """Applications, from the portal or taken down at a station."""

    model = Registration
    key, prefix, tab, title = "registration", "registrations/", "registrations", _("志愿者注册审核")
    intro = _("公众页面提交的和联络站登记的申请都在这里；核对身份后通过，即编号入册。")
    columns = (
        *("name", "at", "region"),
        Shown("source", _("来源"), lambda row: _("联络站登记") if row.by_id else _("公众页面")),
        *("contact_checked", "state"),
    )
    filters = (
        django_filters.CharFilter(field_name="name", label=_("姓名"), lookup_expr="startswith"),
        "state",
    )
    facts = (
        Shown("phone", value=phone_words),
        Shown("same_number", _("同号申请"), same_number_words),
        "region",
        Shown("skills", value=skill_words),
        *PROFILE,
        TEAM,
        "at",
        Shown("guardian", value=guardian_words),
        "note",
    )
    links = ((_("公众注册页面"), "public-join", "link"),)
    actions = (
        Action(
            key="pass",
            label=_("审核通过"),
            icon="check",
            service=lambda call: services.approve(call.pk, forms.how_words(call.data["how"])),
            form=forms.ApprovalForm,
            starts=lambda row: {"how": "document"},
            intro=lambda row: (
                gettext("%(name)s，通过后自动编号，可打印志愿者证。") % {"name": row.name}
            ),
            sources=[State.WAITING],
            main=True,
            many=True,
            button=_("通过"),
            done=_("已注册，编号见下。"),
            leads_to=lambda volunteer: str(volunteer.get_absolute_url()),
        ),
        Action(
            key="return",
            label=_("退回补正"),
            icon="arrow-back-up",
            service=lambda call: services.return_for_correction(call.pk, call.data["note"]),
            form=public_forms.NoteForm,
            intro=_("本人在自己的页面上能看到这里写的话。"),
            sources=[State.WAITING],
            many=True,
            button=_("退回"),
            done=_("已退回。"),
            leads_to=back_to_list,
        ),
        Action(
            key="refuse",
            label=_("不通过"),
            title=_("审核不通过"),
            icon="x",
            service=lambda call: services.refuse(call.pk, call.data["note"]),
            form=public_forms.NoteForm,
            sources=[State.WAITING],
            many=True,
            button=_("不通过"),
            done=_("已登记。"),
            leads_to=back_to_list,
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("region", "team")

    def title_of(self, row: Any) -> str:
        return str(row.name)


def is_in(*statuses: str) -> Callable[[Volunteer], bool]:
    """Whether a volunteer is in one of some states."""
    return lambda row: row.status in statuses


def sex_and_birth(row: Volunteer) -> str:
    return f"{row.person.get_sex_display()} {row.person.birth}"


def verified_words(row: Volunteer) -> str:
    """When and how the identity was checked."""
    return f"{row.verified_on} {row.verified_how}" if row.verified_on else gettext("尚未核验")


def disability_words(row: Volunteer) -> str:
    """What the register of certificates says of a volunteer."""
    fact = disabilities_of([row.person_id]).get(row.person_id)
    return fact.words if fact else ""


def served_words(row: Volunteer) -> str:
    """How often and how long a volunteer has served."""
    facts = {"n": row.times_served, "hours": f"{row.hours:f}", "stars": "★" * row.stars}
    return gettext("服务 %(n)d 次，%(hours)s 小时 %(stars)s") % facts


class VolunteerRegister(LeadsToFile, VolunteersRegister):
    """Registered volunteers."""

    model = Volunteer
    key, tab, ledger, state, title = "volunteer", "people", "volunteers", "status", _("助残志愿者")
    columns = (
        Shown("person__name", _("姓名")),
        *("number", "region", "team", "hours"),
        Shown("stars", value=lambda row: "★" * row.stars or "—"),
        *("last_served_on", "verified_on", "status"),
    )
    filters = (
        by_name("person"),
        django_filters.ChoiceFilter(
            field_name="skill",
            label=_("服务项目"),
            choices=catalogue,
            empty_label=ALL,
            method=lambda rows, name, value: rows.able(value),
        ),
        "status",
        EmptyFilter("verified_on", _("未实名核验")),
        django_filters.NumberFilter(
            field_name="stars", label=_("星级不低于"), lookup_expr="gte", min_value=0
        ),
        of("team"),
        of("brigade"),
    )
    search = ("number",)
    facts = (
        "number",
        Shown("served", _("志愿服务"), served_words),
        Shown("sex_and_birth", _("性别、出生"), sex_and_birth),
        Shown("person__masked_phone", _("手机号")),
        "region",
        TEAM,
        *("brigade", "registered_on"),
        Shown("verified_on", value=verified_words),
        *PROFILE,
        Shown("disability", _("残疾人证"), disability_words),
        *("guardian", "away_until", "ended_why"),
    )
    panels = (Stint,)
    beside = (Trained,)
    links = ((_("志愿服务团体"), "team-list", "users"), (_("服务记录"), "stint-list", "clock"))
    actions = (
        Action(
            key="verify",
            label=_("实名核验"),
            icon="shield-lock",
            service=lambda call: services.verify(call.pk, forms.how_words(call.data["how"])),
            form=forms.VerifyForm,
            intro=lambda row: f"{row.person.name} {row.person.masked_id}",
            is_open_for=lambda row: row.verified_on is None and row.status != Status.REMOVED,
            main=True,
            many=True,
            button=_("已核验"),
            done=_("已登记实名核验。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改志愿者信息"),
            service=lambda call: services.change(call.pk, call.data, call.data["skills"]),
            form=forms.ChangeForm,
            is_open_for=lambda row: row.status != Status.REMOVED,
        ),
        Action(
            key="pause",
            label=_("暂停"),
            title=_("暂停服务"),
            icon="player-pause",
            service=lambda call: services.pause(call.pk, call.data["until"]),
            form=public_forms.UntilForm,
            is_open_for=is_in(Status.ACTIVE),
            button=_("暂停"),
            done=_("已暂停，到期自动恢复。"),
        ),
        Action(
            key="resume",
            label=_("恢复服务"),
            icon="refresh",
            service=lambda call: services.resume(call.pk),
            is_open_for=is_in(Status.AWAY, Status.LEFT),
            many=True,
            done=_("已恢复服务。"),
        ),
        Action(
            key="leave",
            label=_("退出"),
            title=_("退出志愿者队伍"),
            icon="logout",
            service=lambda call: services.leave(call.pk, call.data["why"]),
            form=public_forms.WhyForm,
            intro=_("服务时长保留，以后可以恢复。"),
            is_open_for=is_in(Status.ACTIVE, Status.AWAY),
            button=_("退出"),
            done=_("已登记退出。"),
        ),
        Action(
            key="remove",
            label=_("注销"),
            title=_("注销志愿者身份"),
            icon="ban",
            service=lambda call: services.remove(call.pk, call.data["why"]),
            form=public_forms.WhyForm,
            intro=_("违反规定的才注销；已约定的服务会退回重新匹配，注销后不能再注册。"),
            is_open_for=lambda row: row.status != Status.REMOVED,
            button=_("注销"),
            done=_("已注销。"),
        ),
    )

    def opened(self, row: Any) -> None:
        record("volunteer.read", row)

    def found_by(self, words: str) -> QuerySet[Any]:
        """One by number, and those of a name, wherever they are registered."""
        with scope(EVERYTHING):
            people = Person.objects.called(words)
        return self.rows().filter(Q(number=words) | Q(person__in=people))

    def title_of(self, row: Any) -> str:
        return str(row.person.name)

    def list_acts(self, post: Post) -> list[Button]:
        """Beside the links: taking an application down."""
        register = Button(_("登记志愿者"), to("register"), "plus", main=True)
        return [*([register] if post.may("volunteer.register") else []), *super().list_acts(post)]

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: what is printed."""
        papers = [
            Button(_("志愿者证"), to("card", row.pk), "user-circle"),
            Button(_("服务证明"), to("certificate", row.pk), "file-text"),
        ]
        acts = super().acts(row, post, panel)
        return acts if panel else [*acts, *papers]

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(
            row.person.name, row.get_absolute_url(), served_words(row), *choice_of(row, "status")
        )

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """What the volunteer offers and may do."""
        qualifications = {
            qualification.key: qualification for qualification in row.qualifications.all()
        }
        items = [_skill(key, qualifications.get(key)) for key in row.skill_keys]
        return [Panel(_("服务项目和资格"), items, _("没有登记服务项目。"))]


def _skill(key: str, qualification: Qualification | None) -> ListItem:
    """A service that a volunteer offers, and whether they are qualified where that is needed."""
    if qualification is None:
        return ListItem(
            words_of(key), "", "", "overdue", gettext("需先培训") if key in trained_kinds() else ""
        )
    words = gettext("资格到 %(day)s，%(proof)s") % {
        "day": qualification.until,
        "proof": qualification.proof,
    }
    fresh = qualification.until >= today()
    state = ("closed", gettext("有资格")) if fresh else ("overdue", gettext("资格已过期"))
    return ListItem(words_of(key), "", words, *state)


REGISTRATIONS = RegistrationRegister()
VOLUNTEERS = VolunteerRegister()

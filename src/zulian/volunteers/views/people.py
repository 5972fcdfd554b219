"""The register: applications and their review, volunteers and what is done with them, cards, certificates, groups."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.documents import sheets
from zulian.documents.codes import code_svg
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.few import Few
from zulian.foundation.pages import act_and_go, form_page
from zulian.people.hooks import disabilities_of
from zulian.volunteers import forms
from zulian.volunteers.models import Qualification, Registration, Stint, Team, Unit, Volunteer
from zulian.volunteers.papers import certificate_code, service_certificate
from zulian.volunteers.services import registry as services
from zulian.volunteers.services.common import trained_kinds, words_of
from zulian.volunteers.tables import (
    TONES,
    QualificationTable,
    RegistrationFilter,
    RegistrationTable,
    StintFilter,
    StintTable,
    TeamTable,
    VolunteerFilter,
    VolunteerTable,
)
from zulian.volunteers.views.common import Crumbs, home, listing, one, to

MOST = 10


@page("volunteer.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Volunteers of the jurisdiction."""
    acts = [Act(_("志愿服务团体"), to("teams"), "users"), Act(_("服务记录"), to("stints"), "clock")]
    if request.post.may("volunteer.register"):
        acts.insert(0, Act(_("登记志愿者"), to("register"), "plus", main=True))
    return listing(
        request, "people", title=_("助残志愿者"), rows=Volunteer.objects.with_names(), table=VolunteerTable, filters=VolunteerFilter,
        ledger="volunteers", acts=acts,
    )  # fmt: skip


@page("volunteer.read")
def registrations(request: PostRequest) -> HttpResponseBase:
    """Applications, those that wait first."""
    rows = Registration.objects.select_related("region")
    return listing(
        request, "registrations", title=_("志愿者注册审核"), rows=rows, table=RegistrationTable, filters=RegistrationFilter,
        acts=[Act(_("公众注册页面"), to("public-join"), "link")],
        intro=_("公众页面提交的和联络站登记的申请都在这里；核对身份后通过，即编号入册。"),
    )  # fmt: skip


def _application(pk: int) -> Registration:
    return get_object_or_404(Registration.objects.select_related("region", "team"), pk=pk)


def _way_registration(found: Registration) -> Crumbs:
    return [*home(), (_("注册审核"), to("registrations")), (found.name, to("registration", found.pk))]


@page("volunteer.read")
def registration(request: PostRequest, pk: int) -> HttpResponseBase:
    """One application."""
    found = _application(pk)
    acts = []
    if request.post.may("volunteer.write") and found.state == Registration.State.WAITING:
        acts = [
            Act(_("审核通过"), to("registration-pass", pk), "check", main=True), Act(_("退回补正"), to("registration-return", pk), "arrow-back-up"),
            Act(_("不通过"), to("registration-refuse", pk), "x"),
        ]  # fmt: skip
    facts = (
        (_("姓名"), found.name), (_("手机号"), found.masked_phone + (_("（已验证）") if found.contact_checked else "")),
        (_("服务地区"), found.region.name), (_("服务项目"), "、".join(words_of(key) for key in found.skills)), *_profile(found),
        (_("所在团体"), found.team.name if found.team else _("个人")), (_("申请时间"), f"{localtime(found.at):%Y-%m-%d %H:%M}"),
        (_("监护人"), found.guardian and f"{found.guardian}（{_('已同意') if found.guardian_consent else _('未同意')}）"),
        (_("审核意见"), found.note),
    )  # fmt: skip
    return one(
        request, "registrations", title=found.name, state=(TONES[found.state], found.get_state_display()), facts=facts, acts=acts,
        crumbs=_way_registration(found)[:-1],
    )  # fmt: skip


def _profile(found: Registration | Volunteer) -> tuple[tuple[Any, Any], ...]:
    times = "、".join(str(word) for value, word in forms.day_part_choices() if found.times & int(value))
    return (
        (_("可服务时间"), times or _("可以商量")), (_("服务半径"), _("%(n)d 公里") % {"n": found.radius} if found.radius else ""),
        (_("交通工具"), found.get_vehicle_display() if found.vehicle else ""), (_("语言"), found.languages),
        (_("本人残疾情况"), found.own_disability), (_("工作或学习单位"), found.employer),
    )  # fmt: skip


@page("volunteer.write")
def registration_pass(request: PostRequest, pk: int) -> HttpResponseBase:
    """Let somebody in."""
    found = _application(pk)
    form = forms.LetInForm(request.POST or None, initial={"how": "document"})
    return form_page(
        request, form, lambda d: services.let_in(pk, str(dict(forms.HOW_CHECKED)[d["how"]]) if d["how"] else ""), title=_("审核通过"),
        intro=_("%(name)s，通过后自动编号，可打印志愿者证。") % {"name": found.name}, button=_("通过"),
        to=lambda made: to("volunteer", made.pk), done=_("已注册，编号见下。"), back=to("registration", pk), crumbs=_way_registration(found),
    )  # fmt: skip


@page("volunteer.write")
def registration_return(request: PostRequest, pk: int) -> HttpResponseBase:
    """Send an application back."""
    found = _application(pk)
    return form_page(
        request, forms.NoteForm(request.POST or None), lambda d: services.send_back(pk, d["note"]), title=_("退回补正"), button=_("退回"),
        intro=_("本人在自己的页面上能看到这里写的话。"), to=to("registrations"), done=_("已退回。"), back=to("registration", pk),
        crumbs=_way_registration(found),
    )  # fmt: skip


@page("volunteer.write")
def registration_refuse(request: PostRequest, pk: int) -> HttpResponseBase:
    """Refuse an application."""
    found = _application(pk)
    return form_page(
        request, forms.NoteForm(request.POST or None), lambda d: services.refuse(pk, d["note"]), title=_("审核不通过"), button=_("不通过"),
        to=to("registrations"), done=_("已登记。"), back=to("registration", pk), crumbs=_way_registration(found),
    )  # fmt: skip


@page("volunteer.register")
def register(request: PostRequest) -> HttpResponseBase:
    """Take an application down at the station; with the document at hand the volunteer is registered at once.

    What a village commissioner takes down waits for the review.
    """
    approves = request.post.may("volunteer.write")
    form = forms.StationForm(request.POST or None, teams=Team.objects.all())
    if not approves:
        del form.fields["how"]

    def act(d: dict[str, Any]) -> Volunteer | Registration:
        how = str(dict(forms.HOW_CHECKED)[d["how"]]) if d.get("how") else ""
        return services.take_in(form.application(), request.post, how)

    return form_page(
        request,
        form,
        act,
        title=_("登记志愿者"),
        button=_("登记"),
        to=lambda made: to("volunteer" if isinstance(made, Volunteer) else "registration", made.pk),
        intro=_("当面核验身份证件的，登记后直接入册编号；暂不核验的，转入注册审核。")
        if approves
        else _("登记本村（社区）的志愿者申请，由上级核验身份、审核通过后入册编号。"),
        done=_("已登记。"),
        back=to("list"),
        crumbs=home(),
    )


# One volunteer


def mine(pk: int) -> Volunteer:
    """A volunteer of the jurisdiction."""
    return get_object_or_404(Volunteer.objects.with_names(), pk=pk)


def way(found: Volunteer) -> Crumbs:
    """The way to a volunteer."""
    return [*home(), (found.person.name, to("volunteer", found.pk))]


def _acts(found: Volunteer, write: bool) -> list[Act]:
    papers = [
        Act(_("志愿者证"), to("card", found.pk), "user-circle"),
        Act(_("服务证明"), to("certificate", found.pk), "file-text"),
    ]
    if not write:
        return papers
    states, here = Volunteer.Status, found.status
    acts = (
        [Act(_("实名核验"), to("verify", found.pk), "shield-lock", main=True)]
        if found.verified_on is None and here != states.REMOVED
        else []
    )
    if here != states.REMOVED:
        acts.append(Act(_("修改"), to("change", found.pk), "edit"))
    if here == states.ACTIVE:
        acts.append(Act(_("暂停"), to("pause", found.pk), "player-pause"))
    if here in {states.AWAY, states.LEFT}:
        acts.append(Act(_("恢复服务"), to("resume", found.pk), "refresh", click=True))
    if here in {states.ACTIVE, states.AWAY}:
        acts.append(Act(_("退出"), to("leave", found.pk), "logout"))
    if here != states.REMOVED:
        acts.append(Act(_("注销"), to("remove", found.pk), "ban"))
    return [*acts, *papers]


@page("volunteer.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One volunteer: what they offer and may do, what they did."""
    found = mine(pk)
    fact = disabilities_of([found.person_id]).get(found.person_id)
    facts = (
        (_("编号"), found.number),
        (_("性别、出生"), f"{found.person.get_sex_display()} {found.person.birth}"),
        (_("手机号"), found.person.masked_phone),
        (_("服务地区"), found.region.name),
        (_("所在团体"), found.team.name if found.team else _("个人")),
        (_("所在大队"), str(found.brigade) if found.brigade else ""),
        (_("注册日期"), found.registered_on),
        (_("实名核验"), f"{found.verified_on} {found.verified_how}" if found.verified_on else _("尚未核验")),
        *_profile(found),
        (_("残疾人证"), fact.words if fact else ""),
        (_("监护人"), found.guardian),
        (_("暂停至"), found.away_until),
        (_("退出或注销原因"), found.ended_why),
    )
    qualified = {q.key: q for q in found.qualifications.all()}
    skills = [_skill(key, qualified.get(key)) for key in found.skill_keys]
    served = Few.of(Stint.objects.filter(volunteer=found), MOST)
    attended = Few.of(found.trainings.select_related("training"), MOST)
    stints = [
        Item(f"{s.day} {words_of(s.kind)}", detail=_("%(h)s 小时 · %(how)s") % {"h": f"{s.hours:f}", "how": s.get_how_display()},
             tone="closed" if s.confirmed_on else "reported", state="" if s.confirmed_on else _("待确认"))
        for s in served
    ]  # fmt: skip
    trainings = [
        Item(t.training.title, to("training", t.training_id), f"{t.training.on} {_('合格') if t.passed else ''}")
        for t in attended
    ]
    return one(
        request,
        "people",
        title=found.person.name,
        state=(TONES[found.status], found.get_status_display()),
        intro=_("服务 %(n)d 次，%(hours)s 小时 %(stars)s")
        % {"n": found.times_served, "hours": f"{found.hours:f}", "stars": "★" * found.stars},
        facts=facts,
        acts=_acts(found, request.post.may("volunteer.write")),
        crumbs=home(),
        cards=[Card(_("最近的服务"), stints, _("还没有服务记录。"), of=served)],
        beside=[
            Card(_("服务项目和资格"), skills, _("没有登记服务项目。")),
            Card(_("培训"), trainings, _("还没有参加培训。"), of=attended),
        ],
    )


def _skill(key: str, qualified: Any) -> Item:
    if qualified is not None:
        fresh = qualified.until >= today()
        return Item(
            words_of(key),
            "",
            _("资格到 %(day)s，%(proof)s") % {"day": qualified.until, "proof": qualified.proof},
            "closed" if fresh else "overdue",
            _("有资格") if fresh else _("资格已过期"),
        )
    return Item(words_of(key), "", "", "overdue", _("需先培训") if key in trained_kinds() else "")


@page("volunteer.write")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """What is kept of a volunteer."""
    found = mine(pk)
    form = forms.ChangeForm(
        request.POST or None, teams=Team.objects.all(), brigades=Unit.objects.due().filter(kind=Unit.Kind.BRIGADE).with_names(),
        initial=forms.initial_of(found) | {"region": f"{found.region.name} {found.region_id}"},
    )  # fmt: skip

    def act(d: dict[str, Any]) -> Volunteer:
        return services.change(
            pk, form.profile() | {name: d[name] for name in ("region", "team", "brigade")}, d["skills"]
        )

    back = to("volunteer", pk)
    return form_page(
        request,
        form,
        act,
        title=_("修改志愿者信息"),
        button=_("保存"),
        to=back,
        done=_("已保存。"),
        back=back,
        crumbs=way(found),
    )


@page("volunteer.write")
def verify(request: PostRequest, pk: int) -> HttpResponseBase:
    """Check the identity."""
    found, back = mine(pk), to("volunteer", pk)
    return form_page(
        request, forms.VerifyForm(request.POST or None), lambda d: services.verify(pk, str(dict(forms.HOW_CHECKED)[d["how"]])), title=_("实名核验"),
        intro=_("%(name)s %(number)s") % {"name": found.person.name, "number": found.person.masked_id}, button=_("已核验"), to=back,
        done=_("已登记实名核验。"), back=back, crumbs=way(found),
    )  # fmt: skip


@page("volunteer.write")
def pause(request: PostRequest, pk: int) -> HttpResponseBase:
    """No service until a day."""
    found, back = mine(pk), to("volunteer", pk)
    return form_page(
        request, forms.UntilForm(request.POST or None), lambda d: services.pause(pk, d["until"]), title=_("暂停服务"), button=_("暂停"), to=back,
        done=_("已暂停，到期自动恢复。"), back=back, crumbs=way(found),
    )  # fmt: skip


@require_POST
@page("volunteer.write")
def resume(request: PostRequest, pk: int) -> HttpResponseBase:
    """Back in service."""
    mine(pk)
    return act_and_go(request, lambda: services.resume(pk), _("已恢复服务。"), to("volunteer", pk))


@page("volunteer.write")
def leave(request: PostRequest, pk: int) -> HttpResponseBase:
    """Leave by one's own wish."""
    found, back = mine(pk), to("volunteer", pk)
    return form_page(
        request, forms.WhyForm(request.POST or None), lambda d: services.leave(pk, d["why"]), title=_("退出志愿者队伍"), button=_("退出"), to=back,
        intro=_("服务时长保留，以后可以恢复。"), done=_("已登记退出。"), back=back, crumbs=way(found),
    )  # fmt: skip


@page("volunteer.write")
def remove(request: PostRequest, pk: int) -> HttpResponseBase:
    """Removal for breaking the rules."""
    found, back = mine(pk), to("volunteer", pk)
    return form_page(
        request, forms.WhyForm(request.POST or None), lambda d: services.remove(pk, d["why"]), title=_("注销志愿者身份"), button=_("注销"), to=back,
        intro=_("违反规定的才注销；已约定的服务会退回重新匹配，注销后不能再注册。"), done=_("已注销。"), back=back, crumbs=way(found),
    )  # fmt: skip


@page("volunteer.read")
def card(request: PostRequest, pk: int) -> HttpResponseBase:
    """The card to print, with its QR code."""
    found = mine(pk)
    url = request.build_absolute_uri(to("public-card", found.card_code))
    return one(
        request, "people", template="volunteers/card.html", title=_("志愿者证"), found=found, crumbs=way(found), url=url,
        qr=mark_safe(code_svg(url)), issuer=services.issuer(found), stars="★" * found.stars,  # noqa: S308  (made of numbers alone)
    )  # fmt: skip


@page("volunteer.read")
def certificate(request: PostRequest, pk: int) -> HttpResponseBase:
    """The certificate of service."""
    found = mine(pk)
    record("volunteer.certificate", found)
    return certificate_response(request, found)


def certificate_response(request: Any, found: Volunteer) -> HttpResponseBase:
    """The certificate as of today, with its verification address."""
    url = request.build_absolute_uri(to("public-verify", certificate_code(found, today())))
    return file_response(_("助残志愿服务证明"), sheets.write([service_certificate(found, today(), url)], "pdf"), "pdf")


@page("volunteer.read")
def teams(request: PostRequest) -> HttpResponseBase:
    """Groups of volunteers."""
    acts = [Act(_("登记团体"), to("team-add"), "plus", main=True)] if request.post.may("volunteer.write") else []
    return listing(request, "people", title=_("志愿服务团体"), rows=Team.objects.select_related("region"), table=TeamTable, acts=acts)  # fmt: skip


@page("volunteer.write")
def team_add(request: PostRequest) -> HttpResponseBase:
    """Register a group."""
    return form_page(
        request, forms.TeamForm(request.POST or None), lambda d: services.add_team(request.post, d), title=_("登记志愿服务团体"), button=_("登记"),
        to=to("teams"), done=_("已登记。"), back=to("teams"), crumbs=[*home(), (_("团体"), to("teams"))],
    )  # fmt: skip


@page("volunteer.read")
def stints(request: PostRequest) -> HttpResponseBase:
    """Stretches of service."""
    return listing(
        request, "people", title=_("志愿服务记录"), rows=Stint.objects.with_names(), table=StintTable, filters=StintFilter,
        ledger="volunteer-hours", intro=_("扫码签到签退或由服务对象、联络站确认后计入时长；重叠和超时的不予登记。"),
    )  # fmt: skip


@page("volunteer.read")
def qualifications(request: PostRequest) -> HttpResponseBase:
    """Qualifications, those that expire first on top."""
    rows = Qualification.objects.select_related("volunteer__person", "region")
    return listing(request, "training", title=_("服务资格"), rows=rows, table=QualificationTable)

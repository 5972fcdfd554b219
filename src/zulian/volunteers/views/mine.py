"""The own pages, opened by a key that nobody guesses: of a volunteer, and of who asked for help."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.forms import HouseForm
from zulian.foundation.pages import act_and_go, form_page
from zulian.volunteers import forms
from zulian.volunteers.models import (
    Activity,
    HelpNeed,
    Offer,
    Registration,
    Service,
    SignUp,
    Stint,
    Training,
    Volunteer,
)
from zulian.volunteers.models.needs import Feedback
from zulian.volunteers.services import activities, codes, needs, offers, registry, training
from zulian.volunteers.services.common import words_of
from zulian.volunteers.tables import TONES
from zulian.volunteers.views.common import Crumbs, one, public, to
from zulian.volunteers.views.people import certificate_response
from zulian.volunteers.views.public import PUBLIC, front, of_key

MOST = 12
PAGE = "volunteer_page"


def _way(key: str) -> Crumbs:
    return [*front(), (_("我的页面"), to("mine", key))]


def _me(key: str) -> Volunteer:
    return get_object_or_404(Volunteer.objects.with_names(), page_key=key)


@public
def mine(request: HttpRequest, key: str) -> HttpResponseBase:
    """My page: first the application, then offers, what is promised, hours and the certificate."""
    found = Volunteer.objects.with_names().filter(page_key=key).first()
    if found is None:
        return _application(request, of_key(key))
    request.session[PAGE] = key
    acts = [
        Act(_("报名参加活动"), to("public-activities"), "calendar", main=True), Act(_("服务证明"), to("mine-certificate", key), "file-text"),
        Act(_("我的可服务时间"), to("mine-change", key), "edit"),
    ]  # fmt: skip
    if found.status == Volunteer.Status.ACTIVE:
        acts.append(Act(_("暂停服务"), to("mine-pause", key), "player-pause"))
    elif found.status != Volunteer.Status.REMOVED:
        acts.append(Act(_("恢复服务"), to("mine-resume", key), "refresh", click=True))
    words = _("编号 %(number)s，服务 %(n)d 次，%(hours)s 小时 %(stars)s") % {
        "number": found.number, "n": found.times_served, "hours": f"{found.hours:f}", "stars": "★" * found.stars,
    }  # fmt: skip
    return one(
        request, "", template=PUBLIC, title=_("%(name)s，您好") % {"name": found.person.name}, intro=words, acts=acts, crumbs=front(),
        state=(TONES[found.status], found.get_status_display()), cards=[_offers(found, key), _services(found, key), _sign_ups(found, key)],
        beside=[_skills(found), _stints(found)],
    )  # fmt: skip


def _offers(found: Volunteer, key: str) -> Card:
    rows = Offer.objects.filter(volunteer=found, answer="").select_related("service__need", "service__region")
    items = [
        Item(
            f"{o.service.on} {o.service.start:%H:%M}–{o.service.end:%H:%M} {words_of(o.service.need.kind)}", "",
            _("%(where)s：%(text)s。请您的理由：%(why)s") % {"where": o.service.region.name, "text": o.service.need.text, "why": "；".join(o.why)},
            acts=[Act(_("接受"), to("mine-accept", key, o.pk), "check", click=True), Act(_("谢绝"), to("mine-decline", key, o.pk), "x")],
        )
        for o in rows
    ]  # fmt: skip
    return Card(_("等您答复的邀请"), items, _("现在没有邀请。"))


def _services(found: Volunteer, key: str) -> Card:
    rows = Service.objects.filter(volunteer=found, state__in=["booked", "started", "done"]).select_related(
        "need__person"
    )
    return Card(_("约定的服务"), [_service(row, key) for row in rows], _("没有约定的服务。"))


def _service(row: Service, key: str) -> Item:
    acts: list[Act] = []
    if row.state == Service.State.BOOKED:
        if row.on == today():
            acts.append(Act(_("我已到达"), to("mine-arrive", key, row.pk), "check", click=True))
        acts.append(Act(_("我来不了"), to("mine-fall-out", key, row.pk), "x"))
    if row.state == Service.State.STARTED:
        acts.append(Act(_("服务结束"), to("mine-depart", key, row.pk), "check", click=True))
    if row.state == Service.State.DONE:
        acts.append(Act(_("评价"), to("mine-rate", key, row.pk), "circle-check"))
    acts.append(Act(_("反映问题"), to("mine-concern", key, row.pk), "alert-triangle"))
    whom = row.need.person.name if row.need.person else row.need.name
    detail = "，".join(part for part in (whom, row.need.place, row.need.phone, row.need.text) if part)
    return Item(
        f"{row.on} {row.start:%H:%M}–{row.end:%H:%M} {words_of(row.need.kind)}",
        "",
        detail,
        TONES[row.state],
        row.get_state_display(),
        acts,
    )


def _sign_ups(found: Volunteer, key: str) -> Card:
    rows = SignUp.objects.filter(volunteer=found, on__gte=today()).exclude(state="out").select_related("slot__activity")
    items = []
    for row in rows:
        acts = (
            [Act(_("取消报名"), to("mine-sign-off", key, row.pk), "x", click=True)]
            if row.state in {"in", "waiting"}
            else ()
        )
        items.append(
            Item(
                row.slot.activity.title,
                to("public-activity", row.slot.activity_id),
                f"{row.on} {row.slot}",
                TONES[row.state],
                row.get_state_display(),
                acts,
            )
        )
    return Card(_("报名的活动"), items, _("还没有报名活动。"))


def _skills(found: Volunteer) -> Card:
    qualified = {q.key: q for q in found.qualifications.all()}
    items = [
        Item(words_of(k), detail=_("资格到 %(day)s") % {"day": qualified[k].until} if k in qualified else "")
        for k in found.skill_keys
    ]
    return Card(_("我提供的服务"), items, _("还没有登记。"))


def _stints(found: Volunteer) -> Card:
    rows = Stint.objects.filter(volunteer=found)[:MOST]
    items = [
        Item(
            f"{s.day} {words_of(s.kind)}",
            "",
            _("%(h)s 小时") % {"h": f"{s.hours:f}"},
            "closed" if s.confirmed_on else "reported",
            _("已计入") if s.confirmed_on else _("待确认"),
        )
        for s in rows
    ]
    return Card(_("服务记录"), items, _("还没有服务记录。"))


# The application


def _application(request: HttpRequest, found: Registration) -> HttpResponseBase:
    acts = []
    if found.state == Registration.State.RETURNED:
        acts.append(Act(_("补正后重新提交"), to("mine-mend", found.page_key), "edit", main=True))
    address = found.phone if codes.reachable(found.phone) else found.email
    if not found.contact_checked and codes.reachable(address):
        acts.append(Act(_("验证联系方式"), to("mine-code", found.page_key), "shield-lock"))
    facts = (
        (_("姓名"), found.name), (_("服务地区"), found.region.name), (_("服务项目"), "、".join(words_of(key) for key in found.skills)),
        (_("联系方式"), found.masked_phone + (_("（已验证）") if found.contact_checked else "")), (_("审核意见"), found.note),
    )  # fmt: skip
    return one(
        request, "", template=PUBLIC, title=_("我的注册申请"), state=(TONES[found.state], found.get_state_display()), facts=facts, acts=acts,
        intro=_("请收藏本页，审核结果会显示在这里。"), crumbs=front(),
    )  # fmt: skip


@public
def mend(request: HttpRequest, key: str) -> HttpResponseBase:
    """Hand the application in again."""
    found = of_key(key)
    start = {
        name: getattr(found, name)
        for name in (
            "name",
            "phone",
            "email",
            "skills",
            "radius",
            "vehicle",
            "languages",
            "own_disability",
            "education",
            "politics",
            "employer",
            "guardian",
            "guardian_consent",
        )
    }
    form = forms.JoinForm(
        request.POST or None,
        initial=start | {"region": f"{found.region.name} {found.region_id}", "times": forms.chosen_times(found.times)},
    )
    return form_page(
        request, form, lambda d: registry.mend(key, form.application()), title=_("补正注册申请"), intro=found.note, button=_("重新提交"),
        to=to("mine", key), done=_("已重新提交。"), back=to("mine", key), crumbs=_way(key),
    )  # fmt: skip


@public
def code(request: HttpRequest, key: str) -> HttpResponseBase:
    """Prove that one reads the address given: a code is sent when the page is first asked for."""
    found = of_key(key)
    address = found.phone if codes.reachable(found.phone) else found.email
    if request.method != "POST":
        try:
            codes.send_code(address)
        except ValidationError as error:
            messages.error(request, "".join(error.messages))
            return redirect(to("mine", key))

    def act(d: dict[str, Any]) -> None:
        if not codes.check_code(address, d["digits"]):
            raise ValidationError({"digits": _("验证码不对或已过期，请返回重新获取。")})
        with audited("registration.contact", found):
            found.contact_checked = True
            found.save()

    return form_page(
        request, forms.CodeForm(request.POST or None), act, title=_("验证联系方式"), intro=_("验证码已发出，请填写收到的数字。"), button=_("验证"),
        to=to("mine", key), done=_("联系方式已验证。"), back=to("mine", key), crumbs=_way(key),
    )  # fmt: skip


# What I do


def _click(request: HttpRequest, key: str, act: Any, done: Any) -> HttpResponseBase:
    return act_and_go(request, act, done, to("mine", key))


@require_POST
@public
def accept(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Accept an offer."""
    me = _me(key)
    get_object_or_404(Offer, pk=pk, volunteer=me)
    return _click(request, key, lambda: offers.accept(pk, me), _("谢谢您！地点和联系方式见“约定的服务”。"))


@public
def decline(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Decline an offer."""
    me = _me(key)
    get_object_or_404(Offer, pk=pk, volunteer=me)
    return _form(
        request, key, forms.WhyForm, lambda d: offers.decline(pk, me, d["why"]), _("谢绝邀请"), _("已告知联络站。")
    )


def _form(
    request: HttpRequest, key: str, form: type[HouseForm], act: Any, title: Any, done: Any, intro: Any = ""
) -> HttpResponseBase:
    return form_page(
        request,
        form(request.POST or None),
        act,
        title=title,
        button=_("提交"),
        to=to("mine", key),
        done=done,
        back=to("mine", key),
        crumbs=_way(key),
        intro=intro,
    )


@require_POST
@public
def arrive_at(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """I am there."""
    me = _me(key)
    get_object_or_404(Service, pk=pk, volunteer=me)
    return _click(request, key, lambda: needs.arrive(pk, me), _("已签到，服务结束时请点“服务结束”。"))


@require_POST
@public
def depart(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """I am done."""
    me = _me(key)
    get_object_or_404(Service, pk=pk, volunteer=me)
    return _click(request, key, lambda: needs.depart(pk, me), _("辛苦了！时长等服务对象或联络站确认。"))


@public
def fall_out(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """I can't come."""
    me = _me(key)
    get_object_or_404(Service, pk=pk, volunteer=me)
    return _form(request, key, forms.WhyForm, lambda d: offers.fall_out(pk, me, d["why"]), _("我来不了"), _("已通知联络站另作安排。"))  # fmt: skip


@public
def rate(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """What I say of a service."""
    get_object_or_404(Service, pk=pk, volunteer=_me(key))
    return _form(
        request,
        key,
        forms.FeedbackForm,
        lambda d: needs.rate(pk, Feedback.Side.VOLUNTEER, d["mark"], d["text"]),
        _("服务评价"),
        _("谢谢您的评价。"),
    )


@public
def concern(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Report something that should not have happened."""
    get_object_or_404(Service, pk=pk, volunteer=_me(key))
    return _form(
        request,
        key,
        forms.ConcernForm,
        lambda d: needs.report_concern(pk, Feedback.Side.VOLUNTEER, d["text"]),
        _("反映问题"),
        _("已保密提交给县残联。"),
    )


@require_POST
@public
def sign_up(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Take a place in an activity."""
    me = _me(key)

    def act() -> None:
        made = activities.sign_up(pk, me.pk)
        if made.state == SignUp.State.WAITING:
            messages.info(request, _("名额已满，您在候补名单中；有人退出会自动转正。"))

    return _click(request, key, act, _("已登记。"))


@require_POST
@public
def sign_off(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Give a place back."""
    me = _me(key)
    get_object_or_404(SignUp, pk=pk, volunteer=me)
    return _click(request, key, lambda: activities.sign_off(pk, me), _("已取消报名。"))


@public
def change(request: HttpRequest, key: str) -> HttpResponseBase:
    """When I have time and what I offer."""
    me = _me(key)
    form = forms.ProfileForm(request.POST or None, initial=forms.initial_of(me))
    return form_page(
        request, form, lambda d: registry.change(me.pk, form.profile(), d["skills"]), title=_("我的可服务时间"), button=_("保存"), to=to("mine", key),
        done=_("已保存。"), back=to("mine", key), crumbs=_way(key),
    )  # fmt: skip


@public
def pause(request: HttpRequest, key: str) -> HttpResponseBase:
    """No service until a day."""
    me = _me(key)
    return _form(request, key, forms.UntilForm, lambda d: registry.pause(me.pk, d["until"]), _("暂停服务"), _("已暂停，到期自动恢复。"))  # fmt: skip


@require_POST
@public
def resume(request: HttpRequest, key: str) -> HttpResponseBase:
    """Back in service."""
    me = _me(key)
    return _click(request, key, lambda: registry.resume(me.pk), _("欢迎回来。"))


@public
def certificate(request: HttpRequest, key: str) -> HttpResponseBase:
    """My certificate."""
    return certificate_response(request, _me(key))


# The code on the wall of a session or an activity


@public
def arrive(request: HttpRequest, code: str) -> HttpResponseBase:
    """What the code on the wall leads to: one button, for who has opened the own page on this telephone before."""
    session = Training.objects.filter(code=code).first()
    activity = Activity.objects.public().filter(code=code).first()
    if session is None and activity is None:
        raise Http404
    me = Volunteer.objects.with_names().filter(page_key=request.session.get(PAGE, "")).first()
    title = session.title if session is not None else activity.title if activity is not None else ""
    if me is None:
        hint = _("请先在这部手机上打开自己的志愿者页面，再扫一次码；没带手机的请找现场工作人员。")
        return one(
            request,
            "",
            template=PUBLIC,
            title=title,
            alert=hint,
            acts=[Act(_("找回我的页面"), to("find"), "search")],
            crumbs=front(),
        )

    def act(d: dict[str, Any]) -> None:
        if session is not None:
            training.sign_in(code, me)
        else:
            _check(me, code)

    return form_page(
        request,
        HouseForm(request.POST if request.method == "POST" else None),
        act,
        title=title,
        intro=_("%(name)s，请点下面的按钮") % {"name": me.person.name},
        button=_("签到（活动结束时再扫一次签退）") if session is None else _("我已到场，签到"),
        to=to("mine", me.page_key),
        done=_("已登记。"),
        crumbs=front(),
    )


def _check(me: Volunteer, code: str) -> None:
    """In at the first scan, out at the second."""
    row = (
        SignUp.objects.filter(slot__activity__code=code, volunteer=me, state__in=["in", "present"])
        .order_by("slot__start")
        .first()
    )
    if row is None:
        raise ValidationError(_("您没有报名这个活动，或已经签退。"))
    if row.state == SignUp.State.IN:
        activities.come(row.pk)
    else:
        activities.go(row.pk)


# Who asked for help


def _asked(key: str) -> HelpNeed:
    return get_object_or_404(HelpNeed.objects.select_related("region"), page_key=key)


@public
def asked(request: HttpRequest, key: str) -> HttpResponseBase:
    """The page of who asked: what was arranged; confirm, say how it was, report."""
    found = _asked(key)
    items = []
    for row in found.services.select_related("volunteer__person").exclude(state="cancelled"):
        acts = (
            [Act(_("确认已服务"), to("asked-confirm", key, row.pk), "check", click=True)]
            if row.state == Service.State.DONE
            else []
        )
        if row.state in {Service.State.DONE, Service.State.CONFIRMED}:
            acts.append(Act(_("评价"), to("asked-rate", key, row.pk), "circle-check"))
        if row.volunteer_id:
            acts.append(Act(_("反映问题"), to("asked-concern", key, row.pk), "alert-triangle"))
        who = (
            _("志愿者：%(name)s") % {"name": row.volunteer.person.name}
            if row.volunteer and row.state not in {"offered"}
            else ""
        )
        items.append(
            Item(
                f"{row.on} {row.start:%H:%M}–{row.end:%H:%M}", "", who, TONES[row.state], row.get_state_display(), acts
            )
        )
    facts = (
        (_("需要的帮助"), found.text),
        (_("服务项目"), words_of(found.kind)),
        (_("地区"), found.region.name),
        (_("办理意见"), found.note),
    )
    return one(
        request, "", template=PUBLIC, title=_("我的求助"), state=(TONES[found.state], found.get_state_display()), facts=facts,
        intro=_("请收藏本页。"), crumbs=front(), cards=[Card(_("安排"), items, _("工作人员受理后，这里会显示安排。"))],
    )  # fmt: skip


def _of(key: str, pk: int) -> Service:
    return get_object_or_404(Service, pk=pk, need=_asked(key))


@require_POST
@public
def asked_confirm(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """It was done."""
    _of(key, pk)
    return act_and_go(request, lambda: needs.confirm(pk, Stint.How.SERVED), _("已确认，谢谢。"), to("asked", key))


def _asked_form(
    request: HttpRequest, key: str, form: type[HouseForm], act: Any, title: Any, done: Any
) -> HttpResponseBase:
    back = to("asked", key)
    return form_page(
        request,
        form(request.POST or None),
        act,
        title=title,
        button=_("提交"),
        to=back,
        done=done,
        back=back,
        crumbs=[*front(), (_("我的求助"), back)],
    )


@public
def asked_rate(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """How it was."""
    _of(key, pk)
    return _asked_form(
        request,
        key,
        forms.FeedbackForm,
        lambda d: needs.rate(pk, Feedback.Side.SERVED, d["mark"], d["text"]),
        _("服务评价"),
        _("谢谢您的评价。"),
    )


@public
def asked_concern(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Something should not have happened."""
    _of(key, pk)
    return _asked_form(
        request,
        key,
        forms.ConcernForm,
        lambda d: needs.report_concern(pk, Feedback.Side.SERVED, d["text"]),
        _("反映问题"),
        _("已保密提交给县残联。"),
    )

"""Pages for everybody, in full words and in easy reading: associations, activities, surveys, complaints, the complainant's own page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from zulian.associations.forms import public as forms
from zulian.associations.models import Activity, Association, Photo, Seat, Survey
from zulian.associations.room import to
from zulian.associations.services import research
from zulian.documents.views import attachment_response
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel, detail_page
from zulian.foundation.easy import Line, easy_page, lines_of, more_of
from zulian.foundation.few import Few
from zulian.foundation.pages import form_page
from zulian.foundation.public import public
from zulian.regions.models import Region
from zulian.registers.shown import state_of

MOST = 60


Crumbs = list[tuple[Any, str]]


def front() -> Crumbs:
    """The first page."""
    return [(_("专门协会"), to("public"))]


def _coming() -> Few:
    return Few.of(
        Activity.objects.public().with_names().filter(on__gte=today()).order_by("on"), MOST
    )


def _surveys() -> Few:
    return Few.of(
        Survey.objects.with_names().filter(state=Survey.State.OPEN, until__gte=today()), MOST
    )


def _places() -> list[Any]:
    """Divisions with associations, the city first."""
    return list(
        Region.objects.filter(pk__in=Association.objects.standing().values("region_id")).order_by(
            "code"
        )
    )


def _at(request: HttpRequest) -> Any:
    """The associations of the division asked for, None where none was asked for."""
    code = request.GET.get("at", "")
    return (
        Association.objects.standing().with_names().filter(region_id=code).order_by("pk")
        if code.isdecimal() and len(code) == 12
        else None
    )


@public
def index(request: HttpRequest) -> HttpResponseBase:
    """What there is: associations by place, activities to come, surveys, how to complain."""
    rows = _at(request)
    if rows is None:
        bodies = [ListItem(region.name, f"?at={region.code}") for region in _places()]
        card = Panel(_("按地区找协会"), bodies, _("还没有公开的协会。"))
    else:
        bodies = [ListItem(str(a), to("public-association", a.pk), a.contact) for a in rows]
        card = Panel(
            _("协会"),
            bodies,
            _("这个地区还没有公开的协会。"),
            [Button(_("换地区"), to("public"), "arrow-back-up")],
        )
    activities = _coming()
    coming = [
        ListItem(
            a.title, to("public-activity", a.pk), f"{a.on} · {a.association.short} · {a.place}"
        )
        for a in activities
    ]
    opened = _surveys()
    surveys = [
        ListItem(s.title, to("public-survey", s.code), _("到 %(day)s 截止") % {"day": s.until})
        for s in opened
    ]
    return detail_page(
        request,
        title=_("专门协会"),
        intro=_(
            "盲人、聋人、肢残人、智力残疾人及亲友、精神残疾人及亲友协会，代表、服务、维护残疾人。"
        ),
        acts=[Button(_("我要反映问题"), to("public-complain"), "send", main=True)],
        cards=[card],
        beside=[
            Panel(_("近期活动"), coming, _("近期没有公开的活动。"), of=activities),
            Panel(_("正在征集意见"), surveys, _("现在没有问卷。"), of=opened),
        ],
    )


@public
def easy(request: HttpRequest) -> HttpResponseBase:
    """The first page in easy reading."""
    lines = [
        Line("users", _("协会是我们大家的。")),
        Line("calendar", _("看看有什么活动"), to("easy-activities")),
        Line("inbox", _("有人欺负我，我要说"), to("easy-complain")),
        Line("edit", _("说说我的想法"), to("easy-surveys")),
        Line("home", _("我这里的协会"), to("easy-associations")),
    ]
    return easy_page(request, _("专门协会"), lines, whole=to("public"))


@public
def easy_associations(request: HttpRequest) -> HttpResponseBase:
    """Places, then the associations of the place, each a button."""
    rows = _at(request)
    if rows is None:
        lines = [
            Line("home", _("我住在哪里？")),
            *(Line("chevron-right", region.name, f"?at={region.code}") for region in _places()),
        ]
    else:
        lines = [
            Line("users", a.get_kind_display(), to("easy-association", a.pk)) for a in rows
        ] or [Line("home", _("还没有协会。"))]
    return easy_page(request, _("我这里的协会"), lines, whole=to("public"), alone=to("easy"))


@public
def easy_activities(request: HttpRequest) -> HttpResponseBase:
    """Activities to come, each a button."""
    activities = _coming()
    lines = [
        Line(
            "calendar",
            _("%(m)d月%(d)d日 %(what)s") % {"m": a.on.month, "d": a.on.day, "what": a.title},
            to("easy-activity", a.pk),
        )
        for a in activities
    ]
    lines += more_of(activities)
    return easy_page(
        request,
        _("活动"),
        lines or [Line("calendar", _("现在没有活动。"))],
        whole=to("public"),
        alone=to("easy"),
    )


@public
def easy_surveys(request: HttpRequest) -> HttpResponseBase:
    """Surveys, each a button."""
    surveys = _surveys()
    lines = [
        *(Line("edit", s.title, to("easy-survey", s.code)) for s in surveys),
        *more_of(surveys),
    ]
    return easy_page(
        request,
        _("说说我的想法"),
        lines or [Line("edit", _("现在没有问卷。"))],
        whole=to("public"),
        alone=to("easy"),
    )


def _association(pk: int) -> Association:
    return get_object_or_404(Association.objects.standing().with_names(), pk=pk)


@public
def association(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One association: who leads it, how to reach it without a telephone, what it does."""
    association = _association(pk)
    seats = (
        Seat.objects.open()
        .filter(association=association, office__in=["chair", "vice"])
        .select_related("person")
        .order_by("office", "pk")
    )
    facts = (
        (_("简介"), association.about),
        *((s.get_office_display(), s.person.name) for s in seats),
        (_("地址"), association.office),
        (_("联系方式（不用打电话）"), association.contact),
    )
    rows = Few.of(Activity.objects.public().filter(association=association), 12)
    held = [
        ListItem(
            a.title, to("public-activity", a.pk), str(a.on), *(state_of(a, "state") or ("", ""))
        )
        for a in rows
    ]
    return detail_page(
        request,
        title=str(association),
        facts=facts,
        crumbs=front(),
        beside=[Panel(_("活动"), held, _("还没有公开的活动。"), of=rows)],
        acts=[
            Button(_("我要反映问题"), f"{to('public-complain')}?to={pk}", "send", main=True),
            Button(_("易读版"), to("easy-association", pk), "file-text"),
        ],
    )


@public
def easy_association(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One association in easy reading."""
    association = _association(pk)
    lines = lines_of(
        association.easy
        or _("这是%(what)s。有困难可以找我们。") % {"what": association.get_kind_display()},
        "users",
    )
    lines += (
        [Line("home", _("地址：%(place)s") % {"place": association.office})]
        if association.office
        else []
    )
    lines += (
        [Line("send", _("联系：%(how)s") % {"how": association.contact})]
        if association.contact
        else []
    )
    lines.append(Line("inbox", _("有人欺负我，我要说"), f"{to('easy-complain')}?to={pk}"))
    return easy_page(
        request,
        association.get_kind_display(),
        lines,
        whole=to("public-association", pk),
        alone=to("easy"),
    )


def _activity(pk: int) -> Activity:
    return get_object_or_404(Activity.objects.public().with_names(), pk=pk)


@public
def activity(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One activity, with the photographs whose people agree."""
    activity = _activity(pk)
    facts = (
        (_("主办"), str(activity.association)),
        (_("日期"), activity.on),
        (_("地点"), activity.place),
        (_("内容"), activity.text),
        (_("无障碍安排"), activity.access),
        (_("参加人数"), activity.reached or ""),
        (_("成效"), activity.effect),
        (_("怎么报名"), activity.association.contact),
    )
    return detail_page(
        request,
        template="associations/public.html",
        title=activity.title,
        facts=facts,
        crumbs=front(),
        photos=activity.photos.filter(consent=True),
        state=state_of(activity, "state"),
        acts=[Button(_("易读版"), to("easy-activity", pk), "file-text")],
    )


@public
def easy_activity(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One activity in easy reading."""
    activity = _activity(pk)
    when = _("%(m)d月%(d)d日") % {"m": activity.on.month, "d": activity.on.day}
    lines = [Line("calendar", when), Line("home", activity.place), *lines_of(activity.easy)]
    lines += (
        [Line("send", _("报名：%(how)s") % {"how": activity.association.contact})]
        if activity.association.contact
        else []
    )
    return easy_page(
        request, activity.title, lines, whole=to("public-activity", pk), alone=to("easy")
    )


@public
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photograph whose people agree to its being public."""
    photo = get_object_or_404(Photo.objects.select_related("file", "activity"), pk=pk, consent=True)
    _activity(photo.activity_id)
    return attachment_response(photo.file)


# Surveys


@public
def survey(request: HttpRequest, code: str, easy: bool = False) -> HttpResponseBase:
    """Fill in a survey."""
    survey = get_object_or_404(
        Survey.objects.with_names().exclude(state=Survey.State.DRAFT), code=code
    )
    if not research.is_open(survey, today()):
        return redirect("associations:survey-thanks", code)
    form = forms.FillForm(
        request.POST or None,
        initial={"token": research.hand_out(survey)},
        questions=survey.questions.all(),
        named=not survey.anonymous,
        easy=easy,
    )

    def act(data: dict[str, Any]) -> None:
        token = research.handed_out(survey, data["token"])
        research.fill_in(survey.pk, token, form.given(), data.get("name", ""))

    promise = (
        _("匿名：不问姓名，也不记录时间和来源。") if survey.anonymous else _("这份问卷要填姓名。")
    )
    other = (
        (_("易读版"), to("easy-survey", code))
        if not easy
        else (_("完整的页面"), to("public-survey", code))
    )
    return form_page(
        request,
        form,
        act,
        title=survey.title,
        button=_("交卷"),
        intro=f"{survey.easy if easy else survey.intro} {promise}",
        to=to("survey-thanks", code),
        crumbs=front(),
        easy=easy,
        more=other,
    )


@public
def survey_thanks(request: HttpRequest, code: str) -> HttpResponseBase:
    """Thanks; also what a closed survey answers."""
    survey = get_object_or_404(Survey.objects.exclude(state=Survey.State.DRAFT), code=code)
    words = (
        _("收到了，谢谢您。")
        if research.is_open(survey, today())
        else _("这份问卷已经截止，谢谢您。")
    )
    return easy_page(
        request, survey.title, [Line("circle-check", words)], whole=to("public"), alone=to("easy")
    )


# Complaints

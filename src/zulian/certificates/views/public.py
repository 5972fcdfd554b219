"""Pages for applicants, without an account: progress, a card checked, what to bring, a visit asked for, what is published."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from zulian.certificates import forms
from zulian.certificates.models import Case, Desk, HomeAsk, Objection, Request, State
from zulian.certificates.models.cases import KINDS, STEPS
from zulian.certificates.registers.case_words import crumbs as way_of
from zulian.certificates.room import ROOM
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import board as boards
from zulian.certificates.services import objections
from zulian.certificates.services import public as services
from zulian.certificates.services.common import whole
from zulian.certificates.services.desks import desk_of, desk_words
from zulian.certificates.services.disputes import goes_on_in
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.few import Few
from zulian.foundation.policy import policy
from zulian.foundation.public import public
from zulian.foundation.rooms import Crumbs
from zulian.regions.models import Children, Level, Region
from zulian.registers.shown import choice_of

to, MOST_DESKS = ROOM.url, 200


def front() -> Crumbs:
    """The front page for applicants."""
    return [(_("残疾人证服务"), to("public"))]


def page_of(request: HttpRequest, **more: Any) -> HttpResponseBase:
    """A page for applicants."""
    return ROOM.detail_page(
        request, "", template="foundation/detail.html", **{"crumbs": front()} | more
    )


@public
def index(request: HttpRequest) -> HttpResponseBase:
    """What can be done here."""
    top = Region.objects.current().exclude(level=Level.COUNTRY).order_by("level", "code").first()
    desks = Few.of(Desk.objects.with_names(), MOST_DESKS)
    shown = {"title": _("残疾人证服务"), "top": top, "desks": desks}
    return render(request, "certificates/public.html", shown)


@public
def progress(request: HttpRequest) -> HttpResponseBase:
    """Where a case stands; its code is sent in, and stands in no address."""
    form, case = forms.ProgressForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        try:
            case = services.case_of(form.cleaned_data["code"])
        except ValidationError as error:
            form.accept(error)
    if case is None:
        return render(
            request,
            "foundation/page.html",
            {
                "title": _("查办理进度"),
                "intro": _("查询码在受理回执上。查询结果不显示姓名和号码。"),
                "form": form,
                "button": _("查询"),
                "back": to("public"),
                "crumbs": front(),
            },
        )
    response = _progress_of(request, case)
    response["Cache-Control"] = "no-store"
    return response


def _progress_of(request: HttpRequest, case: Case) -> HttpResponseBase:
    with whole():
        steps = [
            ListItem(
                step.name, "", " — ".join(str(d) for d in (step.entered_on, step.left_on) if d)
            )
            for step in case.history.all()
        ]
        missing = [
            ListItem(item.name)
            for item in case.materials.filter(required=True, received_on=None)
            if case.state == State.MATERIALS
        ]
    ahead = [ListItem(name) for name, mark in way_of(case) if mark == "next"]
    facts = [
        (_("办理事项"), case.get_kind_display()),
        (_("受理单位"), case.accepting.organisation),
        (_("地址和电话"), desk_words(case.accepting)),
        (_("申请日期"), case.arrived_on),
        (_("本步时限"), case.due or ""),
        (_("暂停原因"), case.pause_reason),
        (_("办结日期"), case.ended_on or ""),
        (_("后续办件"), _followed_words(case)),
    ]
    return page_of(
        request,
        title=_("办件 %(number)s") % {"number": case.number},
        state=choice_of(case),
        facts=[(name, value) for name, value in facts if value],
        alert=objection_words(case),
        cards=[
            Panel(title, items, "")
            for title, items in (
                (_("还要补交的材料"), missing),
                (_("办理过程"), steps),
                (_("接下来"), ahead),
            )
            if items
        ],
    )


def _followed_words(case: Case) -> str:
    """What a decision on an objection opened: its number and how far it is."""
    later = goes_on_in(case)
    if later is None or later.pk == case.pk:
        return ""
    words = _("按异议复核结论另办 %(number)s，%(state)s")
    return words % {"number": later.number, "state": later.get_state_display()}


def objection_words(case: Case) -> str:
    """How the applicant objects to a finding, where there is one."""
    known = objections.to_this_finding(case)
    if objections.obstacle(case, Objection.By.APPLICANT, known):
        return ""
    words = _(
        "评定结果已出。对结果有异议的，可在收到告知之日起 %(n)d 个工作日内向市残联申请复核；"
        "对复核结论仍有异议的，可申请省级专家委员会评定。"
    )
    return words % {"n": case.procedure["objection_workdays"]}


@public
def check(request: HttpRequest) -> HttpResponseBase:
    """Whether a card is valid: yes or no, and nothing more."""
    form = forms.CheckCardForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            checked = services.check(**form.cleaned_data)
        except ValidationError as error:
            form.accept(error)
        else:
            state = {
                services.Checked.VALID: ("closed", _("有效")),
                services.Checked.READY: ("issued", _("已制证，未领取")),
                services.Checked.NONE: (
                    "returned",
                    _("没有查到有效的残疾人证，请核对证号和姓名"),
                ),
            }[checked]
            response = page_of(
                request,
                title=_("残疾人证查验结果"),
                state=state,
                acts=[
                    Button(_("再查一本"), to("public-check"), "search", main=True),
                    Button(_("返回"), to("public")),
                ],
                intro=_("查验日期 %(day)s") % {"day": today()},
            )
            response["Cache-Control"] = "no-store"
            return response
    return render(
        request,
        "foundation/page.html",
        {
            "title": _("查验残疾人证"),
            "intro": _("只回答这本证现在是否有效，不显示其他信息，也不保留查询内容。"),
            "form": form,
            "button": _("查验"),
            "back": to("public"),
            "crumbs": front(),
        },
    )


@public
def materials(request: HttpRequest) -> HttpResponseBase:
    """What to bring for each business, and how long its steps take."""
    rules, routes = (
        policy("certificates/materials", today()),
        policy("certificates/routes", today()),
    )
    across = set(policy("certificates/acceptance", today())["across"])
    names = {str(state): str(name) for state, name in STEPS.items()}
    cards = []
    for kind, name in KINDS:
        items = [
            ListItem(item["name"], detail=material_words(item, kind))
            for item in rules["materials"]
            if kind in item["kinds"]
        ]
        steps = "、".join(names[step] for step in routes["routes"][kind])
        if State.APPROVE in routes["routes"][kind]:
            steps += _("（有的市还要报市残联审核）")
        if steps:
            items.append(ListItem(_("办理环节"), detail=steps))
        if kind in across:
            items.append(ListItem(_("可跨县通办：在任一县（区）残联申请，由户籍所在地办理。")))
        cards.append(Panel(name, items, _("不需要材料。")))
    return page_of(
        request,
        title=_("办什么事，带什么材料"),
        intro=_("办证、换证不收费。首次申领和类别等级变更到户籍所在地县（区）残联办理。"),
        cards=cards,
        facts=[(_("依据"), rules.source)],
    )


def material_words(item: dict[str, Any], kind: Kind) -> str:
    """When a material is needed for a business; "" for always."""
    when = item.get("when", "")
    if kind is Kind.DETAILS and when in {"printed", "in_hand"}:
        return _("只改电话、地址的不用")
    if kind is Kind.DETAILS and when == "registered":
        return _("只改电话的不用")
    if kind is Kind.RENEWAL and when in {"in_hand", "lost"}:
        return _("已挂失的不用") if when == "in_hand" else _("已挂失的提供")
    words = {"guardian": _("未成年人和智力、精神残疾人提供"), "numbered": _("有身份证的提供")}
    return words.get(when) or (_("有则提供") if item.get("optional") else "")


@public
def home(request: HttpRequest) -> HttpResponseBase:
    """Ask to be visited at home."""
    return ROOM.form_page(
        request,
        forms.HomeAskForm(request.POST or None),
        lambda data: services.ask(services.Wish(**data)),
        title=_("预约上门服务"),
        button=_("提交"),
        intro=_("行动不便的残疾人可以预约上门受理、评定、换证、送证。工作人员会打电话核实。"),
        to=lambda made: to("public-asked", made.page_key),
        done=_("已提交。请收藏本页，答复在这里。"),
        back=to("public"),
        crumbs=front(),
    )


def _visit_facts(home_ask: HomeAsk) -> list[tuple[Any, Any]]:
    """What became of it: the answer, and once a visit came of it how far that is and why it is not made."""
    visit = home_ask.visit
    if visit is None:
        return [(_("答复"), home_ask.note)]
    is_over = visit.state in {Request.State.REFUSED, Request.State.CANCELLED}
    return [(_("上门进度"), visit.get_state_display()), (_("原因"), visit.note if is_over else "")]


@public
def asked(request: HttpRequest, key: str) -> HttpResponseBase:
    """What became of a visit that was asked for."""
    home_ask = get_object_or_404(HomeAsk.objects.with_names(), page_key=key)
    facts = [
        (_("上门事项"), home_ask.get_purpose_display()),
        (_("村（社区）"), home_ask.region.name),
        (_("提出时间"), localtime(home_ask.at).date()),
        *_visit_facts(home_ask),
    ]
    with whole():
        desk = desk_of(home_ask.region)
    if desk:
        facts.append((_("联系单位"), f"{desk} {desk.words}"))
    return page_of(
        request,
        title=_("预约上门服务"),
        state=choice_of(home_ask),
        facts=[(name, value) for name, value in facts if value],
    )


@public
def board(request: HttpRequest, code: str) -> HttpResponseBase:
    """What is published in one village or community, for five working days; above it only the way there.

    Masked name, category and grade, until when, and how to object: no list of a county, no file of it.
    """
    region = get_object_or_404(Region.objects.current(), code=code)
    children = Children.of(region).regions
    shown: dict[str, Any] = {
        "title": _("残疾评定结果公示"),
        "intro": region.name,
        "alert": boards.objection_words(region),
    }
    rows = boards.published(region)
    items = [
        ListItem(
            f"{row.person.masked_name} · {row.result}",
            detail=_("公示至 %(day)s") % {"day": row.publish_until},
        )
        for row in rows
    ]
    cards = (
        [Panel(_("正在公示"), items, _("现在没有公示的内容。"), of=rows)]
        if rows or not children
        else []
    )
    if children:
        ways = [ListItem(child.name, to("board", child.code)) for child in children]
        cards.append(Panel(_("往下选，直到村（社区）"), ways, ""))
    return page_of(request, cards=cards, **shown)

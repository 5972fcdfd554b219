"""Appraisal: periods, one period's sheets, one sheet with its three sides, appeals."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.commissioners import forms
from zulian.commissioners.models import Appraisal, Period
from zulian.commissioners.services import appraisal as services
from zulian.commissioners.tables import AppraisalFilter, AppraisalTable, PeriodTable, grade_badge
from zulian.commissioners.views.archive import Crumbs, home
from zulian.foundation.clock import today
from zulian.foundation.inputs import read_id
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, form_page
from zulian.people.models import Person


def way() -> Crumbs:
    """The way to the periods."""
    return [*home(), (_("考核"), reverse("commissioners:periods"))]


def to(pk: int) -> str:
    """The address of a sheet."""
    return reverse("commissioners:appraisal", args=[pk])


def crumbs(found: Appraisal) -> Crumbs:
    """The way to a sheet."""
    return [
        *way(),
        (found.period.name, f"{reverse('commissioners:appraisals')}?period={found.period_id}"),
        (str(found), to(found.pk)),
    ]


@page("commissioner.read")
def periods(request: PostRequest) -> HttpResponseBase:
    """Periods of one's own and of those above."""
    return list_page(
        request, title=_("专职委员考核"), rows=Period.objects.select_related("region"), table=PeriodTable, tab="appraisal", crumbs=home(),
        template="commissioners/periods.html", intro=_("自评、乡镇评分、服务对象评价按权重合成，优秀有名额，结果与补贴系数挂钩。"),
    )  # fmt: skip


@page("commissioner.appraise")
def begin(request: PostRequest) -> HttpResponseBase:
    """Begin a period."""
    form = forms.PeriodForm(request.POST or None, initial={"last": today()})
    back = reverse("commissioners:periods")
    return form_page(
        request, form, lambda d: services.begin(request.post, d["name"], d["first"], d["last"]), title=_("开展考核"), button=_("开展"),
        to=lambda made: f"{reverse('commissioners:appraisals')}?period={made.pk}", done=_("已生成考核表。"), back=back, crumbs=way(),
        intro=_("本级管辖范围内现在在岗的专职委员每人一份考核表。"),
    )  # fmt: skip


@page("commissioner.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Sheets; those of one period with what its federation may do."""
    key = read_id(request.GET.get("period", ""))
    found = Period.objects.filter(pk=key).first() if key is not None else None
    rows = Appraisal.objects.select_related("commissioner__person", "region", "period")
    return list_page(
        request, title=found.name if found else _("考核表"), rows=rows, table=AppraisalTable, filters=AppraisalFilter, tab="appraisal", crumbs=way(),
        template="commissioners/appraisals.html", period=found, own=bool(found and found.region_id == request.post.region_id),
        intro=_("考核期 %(a)s 至 %(b)s") % {"a": found.first, "b": found.last} if found else "",
    )  # fmt: skip


def _mine(pk: int) -> Appraisal:
    rows = Appraisal.objects.select_related("commissioner__person", "commissioner__account", "region", "period")
    return get_object_or_404(rows, pk=pk)


@page("commissioner.read")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One sheet."""
    found = _mine(pk)
    own = found.commissioner.account_id == request.post.pk
    leads = found.period.region_id == request.post.region_id and request.post.may("commissioner.appraise")
    is_open, due = found.period.state == Period.State.OPEN, services.appeal_due(found)
    facts = found.facts or services.facts_of(found.period).get(found.commissioner_id, {})
    words = {
        "logs": _("工作记录"),
        "visits": _("入户走访"),
        "people": _("服务人数"),
        "days": _("有记录的天数"),
        "needs": _("发现需求"),
        "met": _("办结需求"),
    }
    context = {
        "title": found.commissioner.person.name, "found": found, "grade": grade_badge(found.grade),
        "facts": [(words[k], facts.get(k, 0)) for k in words],
        "opinions": found.opinions.select_related("person"), "crumbs": crumbs(found)[:-1], "tab": "appraisal", "appeal_due": due,
        "weights": services.figures(found.period.settled_on or today())["weights"],
        "can": {
            "own": own and is_open, "rate": is_open and not own and request.post.may("commissioner.write"),
            "appeal": own and not found.appeal and due is not None and due >= today(),
            "decide": bool(found.appeal) and not found.reply and leads,
        },
    }  # fmt: skip
    return render(request, "commissioners/appraisal.html", context)


def _items() -> Any:
    return services.figures(today())["items"]


@page("log.write")
def own(request: PostRequest, pk: int) -> HttpResponseBase:
    """The commissioner's own mark and summary."""
    found = _mine(pk)
    form = forms.OwnForm(request.POST or None, items=_items(), marks=found.own_items, initial={"text": found.own_text})
    return form_page(
        request, form, lambda d: services.rate_oneself(pk, request.post, form.total(), d["text"], form.marks()), title=_("自评"),
        button=_("保存"), to=to(pk),
        done=_("已保存。"), back=to(pk), crumbs=crumbs(found),
    )  # fmt: skip


@page("commissioner.write")
def rate(request: PostRequest, pk: int) -> HttpResponseBase:
    """The township's mark."""
    found = _mine(pk)
    form = forms.RateOtherForm(
        request.POST or None, items=_items(), marks=found.town_items, initial={"note": found.town_note}
    )
    return form_page(
        request, form, lambda d: services.rate(pk, request.post, form.total(), d["note"], form.marks()), title=_("乡镇评分"),
        button=_("保存"), to=to(pk),
        done=_("已保存。"), back=to(pk), crumbs=crumbs(found),
    )  # fmt: skip


@page("commissioner.write")
def hear(request: PostRequest, pk: int) -> HttpResponseBase:
    """What somebody who was served says."""
    found = _mine(pk)
    people = Person.objects.filter(pk__in=services.served_people(found)).order_by("initials")
    form = forms.OpinionForm(request.POST or None, people=people)
    return form_page(
        request, form, lambda d: services.hear(pk, request.post, d["person"], d["mark"], d["note"]), title=_("登记服务对象评价"), button=_("登记"),
        intro=_("由乡镇电话或上门询问工作日志里的服务对象。"), to=to(pk), done=_("已登记。"), back=to(pk), crumbs=crumbs(found),
    )  # fmt: skip


@require_POST
@page("commissioner.appraise")
def settle(request: PostRequest, pk: int) -> HttpResponseBase:
    """Grade everybody of a period."""
    get_object_or_404(Period, pk=pk)
    back = f"{reverse('commissioners:appraisals')}?period={pk}"
    return act_and_go(
        request, lambda: services.settle(pk, request.post), _("已定等次，补贴系数从下次核定起执行。"), back
    )


@page("log.write")
def appeal(request: PostRequest, pk: int) -> HttpResponseBase:
    """Appeal against the grade."""
    found = _mine(pk)
    return form_page(
        request, forms.AppealForm(request.POST or None), lambda d: services.appeal(pk, request.post, d["text"]), title=_("提出申诉"),
        button=_("提出"), to=to(pk), done=_("已提出，等待答复。"), back=to(pk), crumbs=crumbs(found),
    )  # fmt: skip


@page("commissioner.appraise")
def decide(request: PostRequest, pk: int) -> HttpResponseBase:
    """Answer an appeal."""
    found = _mine(pk)
    form = forms.DecideForm(request.POST or None, initial={"grade": found.grade})
    return form_page(
        request, form, lambda d: services.decide(pk, request.post, d["grade"], d["reply"]), title=_("答复申诉"), intro=found.appeal,
        button=_("答复"), to=to(pk), done=_("已答复。"), back=to(pk), crumbs=crumbs(found),
    )  # fmt: skip

"""Associations: the register, one association with its gap to the norm, staff, papers, money."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.associations import proofs
from zulian.associations.forms import bodies as forms
from zulian.associations.models import Activity, Association, Budget, Committee, Paper, Seat, Spending, Staff
from zulian.associations.papers import yearly_report
from zulian.associations.services import bodies as services
from zulian.associations.services.common import equipment
from zulian.associations.tables import (
    TONES,
    AssociationFilter,
    AssociationTable,
    OfKind,
    PaperTable,
    SpendingTable,
    StaffTable,
    association_state,
)
from zulian.associations.views.common import ROOM, association_of, to, way_to, writes
from zulian.documents.official import write_docx
from zulian.documents.views import file_response
from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_year
from zulian.indicators.proofs import lacking_words

RECENT = 6


@page("association.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Associations of the jurisdiction, those still to be set up among them."""
    acts = [
        Act(_("工作人员"), to("staff"), "users"),
        Act(_("章程制度"), to("papers"), "file-text"),
        Act(_("经费支出"), to("spendings"), "clipboard-list"),
    ]
    missing = Association.objects.filter(set_up_on=None).count()
    intro = _("市、县（区）各有盲人、聋人、肢残人、智力残疾人及亲友、精神残疾人及亲友五个协会。待成立 %(n)d 个。") % {
        "n": missing
    }
    return ROOM.listing(
        request, "bodies", title=_("专门协会"), intro=intro, rows=Association.objects.with_names(), table=AssociationTable, filters=AssociationFilter,
        ledger="associations", acts=acts, crumbs=[],
    )  # fmt: skip


@page("association.read")
def association(request: PostRequest, pk: int) -> HttpResponseBase:
    """One association: what it has, what it lacks, who leads it, what it did lately."""
    found = association_of(pk)
    write = writes(request, found)
    names = dict(equipment())
    year = today().year
    budget = Budget.objects.filter(association=found, year=year).first()
    facts = (
        (_("成立日期"), found.set_up_on), (_("办公场所"), found.office or "—"), (_("面积（平方米）"), found.area or "—"),
        (_("设备"), "、".join(names.get(key, key) for key in found.equipped) or "—"), (_("办公电话"), found.masked_phone),
        (_("不用电话的联系方式"), found.contact), (_("协会简介"), found.about), (_("会员"), _("%(n)d 人") % {"n": found.member_count}),
        (_("本年度经费"), _("%(a)s 元，已支出 %(b)s 元") % {"a": budget.amount, "b": services.spent(found, year)} if budget else "—"),
    )  # fmt: skip
    lacks = (
        [Item(words, tone="overdue", state=_("未达标")) for words in services.gaps(found)] if found.set_up_on else []
    )
    lacking = proofs.SET_UP.lacking(found, today()) if found.set_up_on else []
    state = association_state(found, not lacking)
    cards = [
        Card(_("与规范的差距"), lacks, _("已全部达到规范。") if found.set_up_on else _("成立以后才比对。")),
        *_committee(found, write),
    ]
    return ROOM.one(
        request,
        "bodies",
        title=str(found),
        state=state,
        alert=lacking_words(_("已登记成立"), lacking),
        facts=facts,
        acts=_acts(found, write),
        cards=cards,
        beside=_beside(found, write, budget),
    )


def _acts(found: Association, write: bool) -> list[Act]:
    pk, acts = found.pk, []
    if write and found.set_up_on:
        acts = [
            Act(_("策划活动"), to("activity-add", pk), "plus", main=True), Act(_("立题调研"), to("research-add", pk), "plus"),
            Act(_("另开会议"), to("meeting-add", pk), "calendar"), Act(_("登记维权诉求"), to("case-add", pk), "plus"),
            Act(_("登记荣誉"), to("honour-add", pk), "trophy"), Act(_("年度自评"), to("review-self", pk), "check"),
        ]  # fmt: skip
    if write:
        acts.append(
            Act(
                _("修改") if found.set_up_on else _("登记成立"),
                to("association-change", pk),
                "edit",
                main=found.set_up_on is None,
            )
        )
    if found.set_up_on:
        acts.append(Act(_("年度工作报告"), to("report", pk), "download"))
    return acts


def _committee(found: Association, write: bool) -> list[Card]:
    committee = Committee.objects.filter(association=found).order_by("-ordinal").first()
    live = write and found.set_up_on is not None
    acts = [Act(_("换届"), to("elect", found.pk), "refresh")] if live else []
    if committee is None:
        return [Card(_("委员会"), [], _("还没有委员会。"), acts)]
    if live:
        acts.insert(0, Act(_("登记委员"), to("seat-add", committee.pk), "plus"))
    seats = Seat.objects.held().filter(committee=committee).select_related("person")
    items = [
        Item(
            s.person.name,
            to("seat", s.pk),
            _("%(tie)s · 联系 %(n)d 人") % {"tie": s.get_tie_display(), "n": s.contacts},
            "signed",
            s.get_office_display(),
        )
        for s in sorted(seats, key=lambda s: (["chair", "vice", "member"].index(s.office), s.pk))
    ]
    title = _("%(what)s · 任期至 %(b)s") % {"what": committee, "b": committee.until}
    return [Card(title, items, _("还没有登记委员。"), acts)]


def _beside(found: Association, write: bool, budget: Budget | None) -> list[Card]:
    live, pk = write and found.set_up_on is not None, found.pk
    staff = [
        Item(
            s.name,
            detail=_("%(a)s · %(b)s 到岗") % {"a": _("专职") if s.full_time else _("兼职"), "b": s.since},
            acts=[Act(_("离岗"), to("staff-end", s.pk))] if live else (),
        )
        for s in Staff.objects.filter(association=found, until=None)
    ]
    papers = [
        Item(p.title, to_file(p), f"{p.get_kind_display()} · {p.adopted_on}")
        for p in Paper.objects.filter(association=found)
    ]
    spendings = Few.of(Spending.objects.filter(association=found), RECENT, to("spendings"))
    spent = [Item(s.purpose, detail=f"{s.on} · {s.amount}") for s in spendings]
    rows = Few.of(Activity.objects.filter(association=found), RECENT, to("activities"))
    held = [Item(a.title, to("activity", a.pk), str(a.on), TONES[a.state], a.get_state_display()) for a in rows]
    money = [Act(_("年度经费"), to("budget-set", pk), "edit")] + ([Act(_("登记支出"), to("spend", pk), "plus")] if budget else [])  # fmt: skip
    return [
        Card(_("工作人员"), staff, _("还没有工作人员。"), [Act(_("添加"), to("staff-add", pk), "plus")] if live else ()),
        Card(_("章程和制度"), papers, _("还没有章程和制度。"), [Act(_("添加"), to("paper-add", pk), "plus")] if live else ()),
        Card(_("经费支出"), spent, _("还没有支出。"), money if live else (), spendings),
        Card(_("近期活动"), held, _("还没有活动。"), [Act(_("会员名单"), f"{to('members')}?association={pk}&held=true", "users")], rows),
    ]  # fmt: skip


def to_file(paper: Paper) -> str:
    """Where a paper can be read, "" where no file is kept."""
    return reverse("documents:download", args=[paper.file_id]) if paper.file_id else ""


@page("association.write")
def change(request: PostRequest, pk: int) -> HttpResponseBase:
    """Office and means."""
    found, back = association_of(pk), to("association", pk)
    form = forms.AssociationForm(request.POST or None, initial=forms.initial_of(found))
    return ROOM.form(
        request,
        form,
        lambda d: services.change(pk, request.post, d),
        title=_("协会基本情况"),
        intro=str(found),
        back=back,
        way=way_to(found),
    )


@page("association.read")
def report(request: PostRequest, pk: int) -> HttpResponseBase:
    """The yearly report as an official document."""
    found = association_of(pk)
    year = read_year(request.GET.get("year", ""), today().year)
    made = yearly_report(found, year)
    return file_response(made.name, write_docx(made), "docx")


# Staff, papers, money


@page("association.read")
def staff(request: PostRequest) -> HttpResponseBase:
    """People who work for associations."""
    return ROOM.listing(request, "bodies", title=_("协会工作人员"), rows=Staff.objects.with_names(), table=StaffTable, filters=OfKind)  # fmt: skip


@page("association.write")
def staff_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """Somebody begins to work."""
    found = association_of(pk)
    return ROOM.form(
        request, forms.StaffForm(request.POST or None), lambda d: services.add_staff(pk, request.post, d), title=_("添加工作人员"),
        back=to("association", pk), way=way_to(found),
    )  # fmt: skip


@page("association.write")
def staff_end(request: PostRequest, pk: int) -> HttpResponseBase:
    """Somebody leaves."""
    found = get_object_or_404(Staff.objects.with_names(), pk=pk)
    return ROOM.form(
        request, forms.UntilForm(request.POST or None), lambda d: services.end_staff(pk, request.post, d["until"]), title=_("登记离岗"),
        intro=found.name, back=to("association", found.association_id), way=way_to(found.association),
    )  # fmt: skip


@page("association.read")
def papers(request: PostRequest) -> HttpResponseBase:
    """Constitutions and systems."""
    return ROOM.listing(request, "bodies", title=_("章程和制度"), rows=Paper.objects.with_names(), table=PaperTable, filters=OfKind)  # fmt: skip


@page("association.write")
def paper_add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A constitution or a system."""
    found = association_of(pk)

    def act(d: dict[str, Any]) -> Paper:
        file = d.pop("paper")
        return services.add_paper(pk, request.post, d, file)

    form = forms.PaperForm(request.POST or None, request.FILES or None)
    return ROOM.form(request, form, act, title=_("添加章程或制度"), back=to("association", pk), way=way_to(found))


@page("association.read")
def spendings(request: PostRequest) -> HttpResponseBase:
    """What associations spent."""
    return ROOM.listing(request, "bodies", title=_("经费支出"), rows=Spending.objects.with_names(), table=SpendingTable, filters=OfKind)  # fmt: skip


@page("association.write")
def budget_set(request: PostRequest, pk: int) -> HttpResponseBase:
    """The year's money."""
    found = association_of(pk)
    return ROOM.form(
        request, forms.BudgetForm(request.POST or None), lambda d: services.set_budget(pk, request.post, d["year"], d["amount"], d["source"]),
        title=_("年度经费"), back=to("association", pk), way=way_to(found),
    )  # fmt: skip


@page("association.write")
def spend(request: PostRequest, pk: int) -> HttpResponseBase:
    """A spending."""
    found = association_of(pk)
    return ROOM.form(
        request, forms.SpendingForm(request.POST or None), lambda d: services.spend(pk, request.post, d), title=_("登记支出"),
        back=to("association", pk), way=way_to(found),
    )  # fmt: skip

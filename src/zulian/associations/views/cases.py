"""Rights cases as the office handles them, within their circle."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.associations.forms import public as forms
from zulian.associations.models import RightsCase
from zulian.associations.services import cases as services
from zulian.associations.services.cases import Complaint
from zulian.associations.tables import TONES, CaseFilter, CaseTable
from zulian.associations.views.common import ROOM, association_of, home, to, way_to
from zulian.foundation.clock import today
from zulian.foundation.detail import Act, Card, Item
from zulian.foundation.forms import MARKS


def way() -> Any:
    """The way to cases."""
    return [*home(), (_("维权"), to("cases"))]


@page("association.case")
def index(request: PostRequest) -> HttpResponseBase:
    """Cases that the post may see, without their words."""
    rows = RightsCase.objects.seen_by(request.post).with_names()
    intro = _(
        "受理以后，只有承办人和准许的人能看到；每次打开都有记录。从协会页面登记来访、来信；公众页面提交的自动到这里。"
    )
    return ROOM.listing(
        request, "cases", title=_("维权个案"), intro=intro, rows=rows, table=CaseTable, filters=CaseFilter
    )


def complaint_of(d: dict[str, Any]) -> Complaint:
    """What a form says of a complaint."""
    return Complaint(d["matter"], d["name"], d["text"], d["reply_to"])


@page("association.case")
def add(request: PostRequest, pk: int) -> HttpResponseBase:
    """A complaint told in the office."""
    found = association_of(pk)

    def act(d: dict[str, Any]) -> RightsCase:
        return services.take_down(pk, request.post, complaint_of(d), d["source"])

    return ROOM.form(
        request, forms.TakeDownForm(request.POST or None), act, title=_("登记维权诉求"), intro=_("登记人即承办人。"), back=to("association", pk),
        way=way_to(found), to=lambda made: to("case", made.pk),
    )  # fmt: skip


def _case(request: PostRequest, pk: int) -> RightsCase:
    found = (
        RightsCase.objects.seen_by(request.post)
        .select_related("association__region", "handler__user")
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


@page("association.case")
def case(request: PostRequest, pk: int) -> HttpResponseBase:
    """One case; opening it is audited."""
    found = _case(request, pk)
    services.read(found, request.post)
    states = RightsCase.State
    acts = {
        states.NEW: [
            Act(_("受理"), to("case-take", pk), "check", main=True, click=True),
            Act(_("不予受理"), to("case-refuse", pk), "x"),
        ],
        states.HANDLING: [
            Act(_("添加办理记录"), to("case-note", pk), "plus", main=True),
            Act(_("办结"), to("case-close", pk), "check"),
            Act(_("准许他人查看"), to("case-admit", pk), "users"),
        ],
    }.get(states(found.state), [])
    facts = (
        (_("事由"), found.get_matter_display()),
        (_("来源"), found.get_source_display()),
        (_("反映人"), found.name),
        (_("怎么联系"), found.reply_to),
        (_("反映的问题"), found.text),
        (_("收到日期"), found.on),
        (_("办理期限"), found.due_on),
        (_("承办人"), found.handler.user.name if found.handler else ""),
        (_("办理结果"), found.outcome),
        (_("办结日期"), found.done_on),
        (_("反映人评价"), dict(MARKS).get(found.mark) if found.mark else ""),
    )
    circle = [Item(p.user.name, detail=str(p)) for p in found.circle.select_related("user", "region")]
    return ROOM.one(
        request,
        "cases",
        title=_("维权个案"),
        intro=str(found.association),
        state=(TONES[found.state], found.get_state_display()),
        facts=facts,
        acts=acts,
        alert=_("已超过办理期限。") if found.late(today()) else "",
        crumbs=way(),
        cards=[Card(_("办理记录"), _notes(found), _("还没有办理记录。"))],
        beside=[Card(_("知悉范围"), circle, _("受理以前，本单位的协会工作人员和残联干部都能看到。"))],
    )


def _notes(found: RightsCase) -> list[Item]:
    rows = found.notes.select_related("by__user")
    return [
        Item(
            n.text, detail=_("%(at)s · %(who)s") % {"at": str(localdate(n.at)), "who": n.by.user.name if n.by else _("反映人")},
            tone="reported" if n.shared else "", state=_("反映人可见") if n.shared else "",
        )
        for n in rows
    ]  # fmt: skip


@require_POST
@page("association.case")
def take(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take it up."""
    _case(request, pk)
    return ROOM.click(request, lambda: services.take_up(pk, request.post), _("已受理，由您承办。"), to("case", pk))


@page("association.case")
def refuse(request: PostRequest, pk: int) -> HttpResponseBase:
    """Not taken up."""
    _case(request, pk)
    return ROOM.form(
        request, forms.RefuseForm(request.POST or None), lambda d: services.refuse(pk, request.post, d["note"]), title=_("不予受理"),
        intro=_("原因会显示在反映人的页面上。"), back=to("case", pk), way=way(), done=_("已登记。"),
    )  # fmt: skip


@page("association.case")
def note(request: PostRequest, pk: int) -> HttpResponseBase:
    """A step."""
    _case(request, pk)
    return ROOM.form(
        request, forms.CaseNoteForm(request.POST or None), lambda d: services.note(pk, request.post, d["text"], d["shared"]), title=_("添加办理记录"),
        back=to("case", pk), way=way(),
    )  # fmt: skip


@page("association.case")
def close(request: PostRequest, pk: int) -> HttpResponseBase:
    """The outcome."""
    _case(request, pk)
    return ROOM.form(
        request,
        forms.OutcomeForm(request.POST or None),
        lambda d: services.close(pk, request.post, d["outcome"]),
        title=_("办结"),
        back=to("case", pk),
        way=way(),
        done=_("已办结。"),
    )


@page("association.case")
def admit(request: PostRequest, pk: int) -> HttpResponseBase:
    """Another post for the circle."""
    found = _case(request, pk)
    form = forms.AdmitForm(request.POST or None, posts=services.admissible(found, request.post))
    return ROOM.form(
        request,
        form,
        lambda d: services.admit(pk, request.post, d["post"]),
        title=_("准许他人查看"),
        back=to("case", pk),
        way=way(),
        button=_("准许"),
    )

"""Pages of the ledgers room: what can be taken in and out, an import with its preview, a job with its progress."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.documents.views import attachment_response, file_response
from zulian.foundation.audit import record
from zulian.foundation.ledger import Ledger, ledger_named, ledgers
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_and_go, act_with_form, form_page
from zulian.ledgers import answering, asking, books, exports, forms, services, sheets
from zulian.ledgers.jobs import ask_to_stop
from zulian.ledgers.models import Import, Job, Verdict
from zulian.ledgers.previews import cells_of, lacking, offered, row_faults
from zulian.ledgers.rows import told
from zulian.ledgers.tables import ImportFilter, ImportTable, JobTable

AUDIT = "audit.read"
PREVIEW_ROWS = 25
ALL = "all"
MAX_PAGE = 10_000


def _ledger(request: PostRequest, key: str, write: bool = False) -> Ledger:
    ledger = ledger_named(key)
    if ledger is None:
        raise Http404
    require(request, ledger.write if write else ledger.read)
    return ledger


def _import(request: PostRequest, pk: int) -> Import:
    """An import of a ledger that the post may fill."""
    source = _seen_import(request, pk)
    require(request, source.register.write)
    return source


def _seen_import(request: PostRequest, pk: int) -> Import:
    """An import that the post may look at: who may fill its ledger, and the auditor."""
    rows = Import.objects.select_related("post__user", "post__region", "file", "region")
    source = get_object_or_404(rows, pk=pk)
    if not request.post.may(AUDIT):
        require(request, source.register.write)
    return source


def _own_job(request: PostRequest, pk: int) -> Job:
    """A job is looked at by the post that asked for it."""
    job = get_object_or_404(Job.objects.select_related("post__user", "post__region", "file"), pk=pk)
    if job.post_id != request.post.pk:
        raise PermissionDenied(_("这项后台任务由其他人提交，只有本人能查看。"))
    return job


def _home() -> list[tuple[Any, str]]:
    return [(_("台账进出"), reverse("ledgers:list"))]


@page("desk")
def index(request: PostRequest) -> HttpResponseBase:
    """Every register that the post may take out or fill, and its latest jobs."""
    mine = [
        {"ledger": one, "write": request.post.may(one.write), "read": request.post.may(one.read)}
        for one in ledgers()
        if request.post.may(one.read) or request.post.may(one.write)
    ]
    jobs = Job.objects.filter(post=request.post)[:8]
    return render(
        request, "ledgers/index.html", {"title": _("台账进出"), "ledgers": mine, "jobs": jobs}
    )


@page("desk")
def template(request: PostRequest, key: str) -> HttpResponseBase:
    """The empty sheet of a register."""
    ledger, out = _ledger(request, key, write=True), BytesIO()
    sheets.template(ledger, out)
    return file_response(_("%(name)s模板") % {"name": ledger.name}, out.getvalue(), "xlsx")


@page("desk")
def take_in(request: PostRequest, key: str) -> HttpResponseBase:
    """Upload a file to be read."""
    ledger = _ledger(request, key, write=True)
    return form_page(
        request,
        forms.UploadForm(request.POST or None, request.FILES or None),
        lambda data: services.hand_in(ledger, request.post, data["file"]),
        title=_("导入：%(name)s") % {"name": ledger.name},
        button=_("上传并核对"),
        intro=_(
            "先核对、后导入：上传后逐行显示新增、变更和退回的原因，确认以后才写入台账。%(note)s"
        )
        % {"note": ledger.note},
        to=lambda job: reverse("ledgers:detail", args=[job.source_id]),
        crumbs=_home(),
        more=(_("下载模板"), reverse("ledgers:template", args=[key])),
        back=reverse(ledger.url) if ledger.url else "",
    )


@page("desk")
def imports(request: PostRequest) -> HttpResponseBase:
    """Imports of the registers that the post may fill; all of them for the auditor."""
    keys = [one.key for one in ledgers() if request.post.may(one.write) or request.post.may(AUDIT)]
    rows = Import.objects.filter(ledger__in=keys).select_related("post__user")
    return list_page(
        request,
        title=_("导入记录"),
        rows=rows,
        table=ImportTable,
        filters=ImportFilter,
        crumbs=_home(),
        intro=_("每次导入都可查到逐行结果；没有人在其上继续办理的，可以整批撤销。"),
    )


@page("desk")
def detail(request: PostRequest, pk: int) -> HttpResponseBase:
    """One import: progress while it is read, then the preview and what can be done."""
    source = _seen_import(request, pk)
    job = source.jobs.order_by("-pk").first()
    context: dict[str, Any] = {
        "title": source.name,
        "made": source,
        "job": job,
        "may_write": request.post.may(source.register.write),
        "crumbs": [*_home(), (_("导入记录"), reverse("ledgers:imports"))],
    }
    if source.state == Import.State.READY:
        context["mine"] = source.post_id == request.post.pk
        start = {"mode": Import.Mode.GOOD if source.refused else Import.Mode.ALL}
        context["form"] = forms.AgreeForm(request.POST or None, initial=start)
    wanted = request.GET.get("verdict", "")
    if wanted not in {*Verdict.values, ALL}:
        wanted = str(Verdict.REFUSED) if source.refused else ALL
    first = _page_number(request) * PREVIEW_ROWS
    rows = (
        services.preview(source, "" if wanted == ALL else wanted, first, PREVIEW_ROWS + 1)
        if source.layout and source.state != Import.State.FAILED
        else []
    )
    mine = asking.may_answer(source, request.post) and context["may_write"]
    sheets_there = books.other_sheets(source)
    context |= {
        "answers": mine and job is not None and job.is_over,
        "questions": answering.asked(source) if mine else [],
        "chooses": source.post_id == request.post.pk and context["may_write"],
        "was_read": bool(source.layout) and source.state != Import.State.FAILED,
        "by_hand": answering.matched(source),
        "worded": answering.worded(source) if mine else [],
        "unread": [sheet.name for sheet in sheets_there if sheet.made is None],
        "read": [sheet for sheet in sheets_there if sheet.made is not None],
        "earlier": asking.earlier(source),
        "in_vain": source.state == Import.State.NOTHING and source.refused > 0,
    }
    context |= {
        "rows": [
            {
                "number": r["n"],
                "verdict": r["v"],
                "word": Verdict(r["v"]).label,
                "cells": cells_of(source, r, request.post),
                "faults": row_faults(source, r),
                "lacking": lacking(source, r),
            }
            for r in rows[:PREVIEW_ROWS]
        ],
        "heads": [
            c.name for c in source.register.taken if c.key in source.layout.get("places", {})
        ],
        "left_out": told(source.layout.get("left_out", {})),
        "tabs": _tabs(source),
        "offered": offered(source, rows[:PREVIEW_ROWS]),
        "wanted": wanted,
        "next": _page_number(request) + 1 if len(rows) > PREVIEW_ROWS else None,
        "before": _page_number(request) - 1 if first else None,
    }
    return render(request, "ledgers/detail.html", context)


def _page_number(request: PostRequest) -> int:
    digits = request.GET.get("page", "0")
    return (
        min(int(digits), MAX_PAGE)
        if digits.isascii() and digits.isdigit() and len(digits) < 9
        else 0
    )


def _tabs(source: Import) -> list[tuple[str, Any, int]]:
    counts = [(v.value, v.label, getattr(source, v.value)) for v in Verdict]
    return [(ALL, _("全部"), source.total), *((v, name, n) for v, name, n in counts if n)]


@require_POST
@page("desk")
def agree(request: PostRequest, pk: int) -> HttpResponseBase:
    """Queue the job that writes the previewed rows."""
    source = _import(request, pk)
    form = forms.AgreeForm(request.POST)
    to = reverse("ledgers:detail", args=[pk])
    answer = act_with_form(
        request, form, lambda data: services.agree(source, request.post, data["mode"]), to=to
    )
    if answer is None:
        for errors in form.errors.values():
            messages.error(request, "".join(map(str, errors)))
    return answer or redirect(to)


@require_POST
@page("desk")
def drop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Give an import up."""
    source = _import(request, pk)
    return act_and_go(
        request,
        lambda: services.drop(source),
        _("已放弃，没有写入任何数据。"),
        reverse("ledgers:imports"),
    )


@require_POST
@page("desk")
def revert(request: PostRequest, pk: int) -> HttpResponseBase:
    """Take a written import back."""
    source = _import(request, pk)
    to = reverse("ledgers:detail", args=[pk])
    return act_and_go(request, lambda: services.revert(source, request.post), _("正在撤销。"), to)


@page("desk")
def refused(request: PostRequest, pk: int) -> HttpResponseBase:
    """The refused rows with the faulty cells marked; they hold what was handed in, so reading them is noted."""
    source, out = _import(request, pk), BytesIO()
    if not source.refused:
        raise Http404
    rows = (row for row in services.rows_of(source) if row["v"] == Verdict.REFUSED)
    sheets.refused(source.register, source.layout, rows, out)
    record("ledger.refused", source)
    return file_response(_("退回的行"), out.getvalue(), "xlsx")


@page("desk")
def take_out(request: PostRequest, key: str) -> HttpResponseBase:
    """Take out what the list's filter shows."""
    ledger = _ledger(request, key)
    may_reveal = bool(ledger.reveal and request.post.may(ledger.reveal))
    form = forms.ExportForm(
        request.POST or None, may_reveal=may_reveal, may_count=bool(ledger.counted)
    )
    query = request.GET.urlencode()

    def act(data: dict[str, Any]) -> Job:
        if data.get("what") == "statistics":
            return exports.ask_statistics(ledger, request.post, query)
        return exports.ask(
            ledger, request.post, query, data.get("whole", False), data.get("reason", "")
        )

    words = _("按列表当前的筛选条件导出。") if query else _("导出您管辖范围内的全部记录。")
    return form_page(
        request,
        form,
        act,
        title=_("导出：%(name)s") % {"name": ledger.name},
        button=_("开始导出"),
        intro=words + _("表上印有导出人、时间和编号，导出写入审计日志。"),
        to=lambda job: reverse("ledgers:job", args=[job.pk]),
        back=f"{reverse(ledger.url)}?{query}" if ledger.url else "",
        crumbs=_home(),
    )


@page("desk")
def jobs(request: PostRequest) -> HttpResponseBase:
    """My jobs."""
    rows = Job.objects.filter(post=request.post)
    return list_page(
        request, title=_("我的后台任务"), rows=rows, table=JobTable, crumbs=_home(), placed=False
    )


@page("desk")
def job(request: PostRequest, pk: int) -> HttpResponseBase:
    """One job: how far it is, and its file."""
    job = _own_job(request, pk)
    context = {
        "title": str(job),
        "job": job,
        "crumbs": [*_home(), (_("我的后台任务"), reverse("ledgers:jobs"))],
    }
    return render(request, "ledgers/job.html", context)


@page("desk")
def progress(request: PostRequest, pk: int) -> HttpResponseBase:
    """The bar alone, asked for every second; once the job is over the page is loaded anew."""
    job = _own_job(request, pk)
    response = render(request, "ledgers/bar.html", {"job": job})
    if job.is_over:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@page("desk")
def stop(request: PostRequest, pk: int) -> HttpResponseBase:
    """Stop a job."""
    job = _own_job(request, pk)
    to = (
        reverse("ledgers:detail", args=[job.source_id])
        if job.source_id
        else reverse("ledgers:job", args=[pk])
    )
    return act_and_go(request, lambda: ask_to_stop(job), _("已要求停止。"), to)


@page("desk")
def file(request: PostRequest, pk: int) -> HttpResponseBase:
    """The file that a job made, for the post that asked for it."""
    job = _own_job(request, pk)
    if job.file is None:
        raise Http404
    record("ledger.download", job)
    if job.file.sealed:
        name, _dot, kind = job.file.name.rpartition(".")
        return file_response(name, job.file.read(), kind)
    return attachment_response(job.file)

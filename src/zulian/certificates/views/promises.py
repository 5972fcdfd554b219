"""Promises: who has signed, signing my own, on paper, the texts and their versions."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.certificates import forms
from zulian.certificates.models import PromiseText, Signature
from zulian.certificates.services import promises
from zulian.certificates.tables import PromiseTable, TextTable
from zulian.foundation.clock import today
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_with_form, form_page


def crumbs() -> list[tuple[Any, str]]:
    return [(_("承诺书"), reverse("certificates:promises"))]


@page("promise.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Posts that must sign, and until when their promises hold."""
    day = today()
    rows = promises.signing_posts(day)
    wanted = request.GET.get("show", "")
    if wanted == "unsigned":
        rows = rows.exclude(pk__in=promises.sworn_posts(day))
    elif wanted == "expiring":
        rows = rows.filter(pk__in=promises.expiring_posts(day))
    return list_page(
        request, title=_("保密协议和责任承诺书"), rows=rows, table=PromiseTable, template="certificates/promises.html", tab="promises",
        parameters=("show",),
        intro=_("办证员、审核员和主管领导上岗前须签两份；没签的在残疾人证业务中只能查看。"), show=wanted,
        shows=[("", _("全部")), ("unsigned", _("未签")), ("expiring", _("即将到期"))],
        missing=promises.missing_promises(request.post, day),
    )  # fmt: skip


@page("promise.read")
def mine(request: PostRequest) -> HttpResponseBase:
    """What I have signed and what I still have to sign."""
    day = today()
    texts = promises.texts_in_force(request.post.region_id, day)
    signed = {s.text_id: s for s in Signature.objects.in_force(day).filter(post=request.post)}
    rows = [(kind, texts.get(kind), signed.get(texts[kind].pk) if kind in texts else None) for kind in promises.KINDS]
    context = {
        "title": _("我的承诺"), "rows": rows, "must": promises.must_sign(request.post, day), "tab": "promises", "crumbs": crumbs(),
        "figures": promises.figures(day),
    }  # fmt: skip
    return render(request, "certificates/my_promises.html", context)


@page("promise.read")
def sign(request: PostRequest, pk: int) -> HttpResponseBase:
    """Read a text and sign it with my name."""
    found = get_object_or_404(PromiseText.objects.select_related("region"), pk=pk)
    form = forms.SignForm(request.POST or None)
    answer = act_with_form(
        request, form, lambda data: promises.sign(request.post, pk, data["typed_name"]), to=reverse("certificates:promise-mine"),
        done=_("已签署。"),
    )  # fmt: skip
    if answer:
        return answer
    context = {"title": str(found), "text": found, "form": form, "tab": "promises", "crumbs": crumbs()}
    return render(request, "certificates/promise_text.html", context)


@page("promise.write")
def paper(request: PostRequest) -> HttpResponseBase:
    """Record a text signed on paper."""
    form = forms.PaperForm(request.POST or None, request.FILES or None, posts=promises.signing_posts(today()))

    def act(data: dict[str, Any]) -> Any:
        text = promises.texts_in_force(data["post"].region_id, today()).get(data["kind"])
        return promises.sign_on_paper(
            data["post"], text.pk if text else 0, data["signed_on"], data["scan"], request.post
        )

    return form_page(
        request, form, act, title=_("登记纸质签署"), button=_("登记"), done=_("已登记。"), to=reverse("certificates:promises"),
        back=reverse("certificates:promises"), crumbs=crumbs(),
    )  # fmt: skip


@page("promise.read")
def texts(request: PostRequest) -> HttpResponseBase:
    """The texts and their versions."""
    rows = PromiseText.objects.select_related("region")
    return list_page(
        request,
        title=_("承诺文本"),
        rows=rows,
        table=TextTable,
        template="certificates/texts.html",
        tab="promises",
        crumbs=crumbs(),
    )


@page("promise.write")
def text_add(request: PostRequest) -> HttpResponseBase:
    """Issue a new version of a text."""
    form = forms.TextForm(request.POST or None)
    return form_page(
        request, form, lambda data: promises.issue_text(request.post.region, data["kind"], data["text"], data["since"]),
        title=_("发布新版本"), intro=_("发布后，本单位和下级的有关岗位须重新签署。"), button=_("发布"), done=_("已发布。"),
        to=reverse("certificates:promise-texts"), back=reverse("certificates:promise-texts"), crumbs=crumbs(),
    )  # fmt: skip


@page("promise.read")
def text(request: PostRequest, pk: int) -> HttpResponseBase:
    """One version of a text."""
    found = get_object_or_404(PromiseText.objects.select_related("region"), pk=pk)
    context = {
        "title": str(found), "text": found, "signatures": found.signatures.select_related("post__user", "post__region", "scan"),
        "tab": "promises", "crumbs": crumbs(),
    }  # fmt: skip
    return render(request, "certificates/promise_text.html", context)

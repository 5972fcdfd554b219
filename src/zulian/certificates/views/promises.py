"""Promises: who has signed, signing my own, on paper."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.certificates import forms
from zulian.certificates.models import PromiseText, Signature
from zulian.certificates.room import ROOM
from zulian.certificates.services import promises
from zulian.certificates.tables import PromiseTable
from zulian.foundation.clock import today
from zulian.foundation.detail import Button
from zulian.foundation.forms import BaseForm


def way() -> list[tuple[Any, str]]:
    return [*ROOM.home(), (_("承诺书"), ROOM.url("promises"))]


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
    acts = [Button(_("我的承诺"), ROOM.url("promise-mine"), "edit", main=True)]
    if request.post.may("promise.write"):
        acts.append(Button(_("登记纸质签署"), ROOM.url("promise-paper"), "upload"))
    return ROOM.list_page(
        request,
        "promises",
        title=_("保密协议和责任承诺书"),
        rows=rows,
        table=PromiseTable,
        template="certificates/promises.html",
        acts=[*acts, Button(_("承诺文本"), ROOM.url("promise-text-list"), "file-text")],
        parameters=("show",),
        intro=_("办证员、审核员和主管领导上岗前须签两份；没签的在残疾人证业务中只能查看。"),
        show=wanted,
        shows=[("", _("全部")), ("unsigned", _("未签")), ("expiring", _("即将到期"))],
        missing=promises.missing_promises(request.post, day),
    )


@page("promise.read")
def mine(request: PostRequest) -> HttpResponseBase:
    """What I have signed and what I still have to sign."""
    day = today()
    texts = promises.texts_in_force(request.post.region_id, day)
    signed = {s.text_id: s for s in Signature.objects.in_force(day).filter(post=request.post)}
    return ROOM.detail_page(
        request,
        "promises",
        template="certificates/my_promises.html",
        title=_("我的承诺"),
        rows=[
            (kind, texts.get(kind), signed.get(texts[kind].pk) if kind in texts else None)
            for kind in promises.KINDS
        ],
        must=promises.must_sign(request.post, day),
        crumbs=way(),
        figures=promises.figures(day),
    )


@page("promise.read")
def sign(request: PostRequest, pk: int) -> HttpResponseBase:
    """Read a text and sign it with my name."""
    text = get_object_or_404(PromiseText.objects.select_related("region"), pk=pk)
    return _form(
        request,
        forms.SignForm(request.POST or None),
        lambda data: promises.sign(request.post, pk, data["typed_name"]),
        title=str(text),
        button=_("签署"),
        done=_("已签署。"),
        back=ROOM.url("promise-mine"),
        template="certificates/promise_text.html",
        text=text,
    )


@page("promise.write")
def paper(request: PostRequest) -> HttpResponseBase:
    """Record a text signed on paper."""

    def act(data: dict[str, Any]) -> Signature:
        text = promises.texts_in_force(data["post"].region_id, today()).get(data["kind"])
        return promises.sign_on_paper(
            data["post"], text.pk if text else 0, data["signed_on"], data["scan"], request.post
        )

    form = forms.PaperForm(
        request.POST or None, request.FILES or None, posts=promises.signing_posts(today())
    )
    return _form(
        request,
        form,
        act,
        title=_("登记纸质签署"),
        button=_("登记"),
        done=_("已登记。"),
        back=ROOM.url("promises"),
    )


def _form(request: PostRequest, form: BaseForm, act: Any, **more: Any) -> HttpResponseBase:
    return ROOM.form_page(request, form, act, crumbs=way(), **more)

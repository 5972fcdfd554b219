"""Pages that a key opens: a judge's marks, and the word of who was served (评审、服务评价)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from zulian.accounts.holding import opened_by_holder
from zulian.foundation.easy import Line, easy_page
from zulian.foundation.pages import form_page
from zulian.foundation.public import public
from zulian.social import forms
from zulian.social.handed import JUDGE, SERVED
from zulian.social.models import Judge, Purchase, Served
from zulian.social.room import to
from zulian.social.services import contracts, purchases


@public
@opened_by_holder(JUDGE)
def judge(request: HttpRequest, key: str) -> HttpResponseBase:
    """First the declaration, then the marks, then thanks."""
    judge = Judge.objects.select_related("purchase__region").filter(page_key=key).first()
    if judge is None:
        raise Http404
    title = _("评审：%(what)s") % {"what": judge.purchase.title}
    if judge.purchase.state != Purchase.State.JUDGING or judge.done_at is not None:
        return easy_page(
            request,
            title,
            [
                Line(
                    "circle-check",
                    _("评分已提交，谢谢您。") if judge.done_at else _("评审已经结束。"),
                )
            ],
        )
    if judge.declared is None:
        names = "、".join(
            b.organisation.name for b in judge.purchase.bids.select_related("organisation")
        )
        return form_page(
            request,
            forms.DeclareForm(request.POST or None),
            lambda d: purchases.declare(key, d["interest"], d["reason"]),
            title=title,
            button=_("提交声明"),
            intro=_("报价的组织：%(names)s。") % {"names": names},
            to=to("judging", key),
            done=_("已声明。"),
        )
    if not purchases.may_mark(judge):
        return easy_page(
            request, title, [Line("circle-check", _("您已回避，不参加本项目评审。谢谢您。"))]
        )
    return _marks(request, judge, title)


def _marks(request: HttpRequest, judge: Judge, title: str) -> HttpResponseBase:
    bids = list(judge.purchase.bids.select_related("organisation"))
    criteria = list(judge.purchase.criteria.filter(by_price=False))
    form = forms.MarkForm(request.POST or None, bids=bids, criteria=criteria)
    intro = "\n".join(
        _("【%(who)s】%(plan)s") % {"who": b.organisation.name, "plan": b.plan} for b in bids
    )  # untranslated: brackets
    return form_page(
        request,
        form,
        lambda d: purchases.mark(judge.page_key, form.points()),
        title=title,
        button=_("提交评分"),
        intro=intro,
        to=to("judging", judge.page_key),
        done=_("评分已提交。"),
    )


# People served


@public
@opened_by_holder(SERVED)
def served(request: HttpRequest, key: str) -> HttpResponseBase:
    """What somebody served says."""
    served = (
        Served.objects.select_related("contract__purchase", "contract__organisation")
        .filter(page_key=key)
        .first()
    )
    if served is None:
        raise Http404
    start = {"mark": served.mark, "words": served.words}
    return form_page(
        request,
        forms.EvaluateForm(request.POST or None, initial=start),
        lambda d: contracts.evaluate(key, d["mark"], d["words"]),
        title=_("服务好不好"),
        intro=_("%(who)s为您服务：%(what)s。请您说说好不好。")
        % {"who": served.contract.organisation.name, "what": served.contract.purchase.title},
        button=_("提交"),
        to=to("said", key),
        done=_("谢谢您，已收到。"),
        easy=True,
    )

"""Pages for everybody about a wrong suffered: saying it, and the page on which one follows it (维权个案)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from zulian.associations.forms import public as forms
from zulian.associations.models import Association, RightsCase
from zulian.associations.room import to
from zulian.associations.services import cases
from zulian.associations.views.public import front
from zulian.foundation.detail import Button, ListItem, Panel, detail_page
from zulian.foundation.easy import Line, easy_page, lines_of
from zulian.foundation.forms import MARKS
from zulian.foundation.inputs import read_id
from zulian.foundation.pages import form_page
from zulian.foundation.public import public
from zulian.registers.shown import state_of


@public
def complain(request: HttpRequest, easy: bool = False) -> HttpResponseBase:
    """Complain, in writing; no telephone is needed."""
    rows = Association.objects.standing().with_names()
    asked = read_id(request.GET.get("to", ""))
    start = {"association": asked} if asked is not None else {}
    form = forms.ComplainForm(request.POST or None, initial=start, associations=rows)
    intro = (
        _("写下来，有人会帮您。只有帮您的人能看。")
        if easy
        else _(
            "您的权益受到侵害，或有困难要反映，都可以写在这里。提交后请保存那一页的地址，答复写在那里。"
        )
    )
    other = (
        (_("易读版"), to("easy-complain")) if not easy else (_("完整的页面"), to("public-complain"))
    )
    return form_page(
        request,
        form,
        lambda d: cases.complain(d["association"], cases.complaint_of(d)),
        title=_("我要反映问题"),
        button=_("提交"),
        intro=intro,
        to=lambda made: to("easy-mine" if easy else "mine", made.page_key),
        done=_("已提交。请收藏本页，答复会写在这里。"),
        back=to("easy" if easy else "public"),
        crumbs=front(),
        easy=easy,
        more=other,
    )


def _case_of_key(key: str) -> RightsCase:
    rights_case = RightsCase.objects.with_names().filter(page_key=key).first()
    if rights_case is None:
        raise Http404
    return rights_case


@public
def mine(request: HttpRequest, key: str) -> HttpResponseBase:
    """The complainant's page: how far it is, what was answered, more to say."""
    rights_case = _case_of_key(key)
    live = rights_case.state in {RightsCase.State.NEW, RightsCase.State.HANDLING}
    acts = [Button(_("补充说明"), to("mine-say", key), "edit", main=True)] if live else []
    if rights_case.state == RightsCase.State.CLOSED and rights_case.mark is None:
        acts.append(Button(_("满意吗"), to("mine-rate", key), "check", main=True))
    notes = [
        ListItem(
            n.text,
            detail=str(localdate(n.at)),
            tone="reported" if n.by_id else "signed",
            state=_("答复") if n.by_id else _("我说的"),
        )
        for n in rights_case.notes.filter(shared=True)
    ]
    facts = (
        (_("找的协会"), str(rights_case.association)),
        (_("事由"), rights_case.get_matter_display()),
        (_("提交日期"), rights_case.on),
        (_("最晚答复"), rights_case.due_on),
        (_("办理结果"), rights_case.outcome),
        (_("我的评价"), dict(MARKS).get(rights_case.mark) if rights_case.mark else ""),
    )
    return detail_page(
        request,
        title=_("我反映的问题"),
        state=state_of(rights_case, "state"),
        facts=facts,
        acts=acts,
        crumbs=front(),
        intro=_("请收藏本页的地址，只有知道地址的人能看。"),
        cards=[Panel(_("往来留言"), notes, _("还没有答复。"))],
    )


@public
def easy_mine(request: HttpRequest, key: str) -> HttpResponseBase:
    """The complainant's page in easy reading."""
    rights_case = _case_of_key(key)
    states = RightsCase.State
    labels: dict[str, str] = {
        states.NEW: _("我们收到了您的话。请等一等。"),
        states.HANDLING: _("有人在帮您办了。"),
        states.CLOSED: _("办好了。"),
        states.REFUSED: _("这件事要找别人办。"),
    }
    lines = [
        *lines_of(labels[rights_case.state], "circle-check"),
        *(Line("inbox", n.text) for n in rights_case.notes.filter(shared=True, by__isnull=False)),
    ]
    lines += [Line("file-text", rights_case.outcome)] if rights_case.outcome else []
    if rights_case.state in {states.NEW, states.HANDLING}:
        lines.append(Line("edit", _("我还要说"), to("mine-say", key)))
    elif rights_case.state == states.CLOSED and rights_case.mark is None:
        lines.append(Line("check", _("我满意吗"), to("mine-rate", key)))
    lines.append(Line("calendar", _("记住这个网页，下次再来看。")))
    return easy_page(request, _("我说的事"), lines, whole=to("mine", key), alone=to("easy"))


@public
def mine_say(request: HttpRequest, key: str) -> HttpResponseBase:
    """More to say."""
    _case_of_key(key)
    return form_page(
        request,
        forms.SayForm(request.POST or None),
        lambda d: cases.say(key, d["text"]),
        title=_("补充说明"),
        button=_("提交"),
        to=to("mine", key),
        back=to("mine", key),
        done=_("已提交。"),
        crumbs=front(),
    )


@public
def mine_rate(request: HttpRequest, key: str) -> HttpResponseBase:
    """What one thinks of the outcome."""
    _case_of_key(key)
    return form_page(
        request,
        forms.RateForm(request.POST or None),
        lambda d: cases.rate(key, d["mark"]),
        title=_("满意吗"),
        button=_("提交"),
        to=to("mine", key),
        back=to("mine", key),
        done=_("谢谢您的评价。"),
        crumbs=front(),
    )

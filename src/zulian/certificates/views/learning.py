"""Learning: the handbook to read, the test, and who has a licence."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.certificates.room import ROOM
from zulian.certificates.services import learning
from zulian.certificates.tables import LicenceTable
from zulian.foundation import quiz
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.once import do_once


def way() -> list[tuple[Any, str]]:
    return [*ROOM.home(), (_("业务学习"), ROOM.url("learning"))]


@page("promise.read")
def index(request: PostRequest) -> HttpResponseBase:
    """The handbook, my licence and the way to the test."""
    day, post = today(), request.post
    rules, chapters = learning.figures(day, post.region_id), learning.handbook_for(post.region_id)
    licence = learning.licence_of(post, day)
    acts = [Button(_("谁已通过"), ROOM.url("licences"), "users")]
    if learning.learns(post, day) and chapters:
        acts.insert(0, Button(_("参加测验"), ROOM.url("learning-test"), "edit", main=True))
    if post.may("promise.write"):
        acts.append(Button(_("编写手册"), ROOM.url("chapter-list"), "file-text"))
        if not chapters:
            acts.append(
                Button(_("采用示例教材"), ROOM.url("learning-sample"), "download", click=True)
            )
    state = None
    if learning.learns(post, day):
        state = ("closed", _("已通过")) if licence else ("issued", _("还没有通过"))
    items = [ListItem(f"{c.number}. {c.title}", c.get_absolute_url()) for c in chapters]
    return ROOM.detail_page(
        request,
        "learning",
        title=_("业务学习"),
        state=state,
        intro=_("有效期至 %(day)s") % {"day": licence.expires_on} if licence else "",
        acts=acts,
        facts=[(_("要求"), demand_words(rules)), (_("依据"), rules.source)],
        cards=[Panel(_("工作手册"), items, _("还没有工作手册，由市、县（区）残联编写。"))],
    )


def demand_words(rules: Any) -> str:
    """What the policy asks for."""
    words = _("测验 %(p)s 分通过，有效 %(m)s 个月；") % {
        "p": rules["pass_percent"],
        "m": rules["valid_months"],
    }
    must = (
        _("没有通过的在残疾人证业务中只能查看。")
        if rules["required"]
        else _("现行设置不限制上岗。")
    )
    return f"{words}{must}"


@page("promise.read")
def test(request: PostRequest) -> HttpResponseBase:
    """The own test."""
    post = request.post
    if not learning.learns(post, today()):
        messages.error(request, _("您的岗位不需要参加上岗测验。"))
        return redirect(ROOM.url("learning"))
    questions, typed = learning.paper_for(post), {}
    if request.method == "POST":
        typed = quiz.answers_in(questions, request.POST)
        try:
            return redirect(do_once(request, lambda: _take(request, typed)))
        except ValidationError as error:
            messages.error(request, "".join(error.messages))
    return ROOM.detail_page(
        request,
        "learning",
        template="foundation/quiz.html",
        title=_("上岗测验"),
        intro=demand_words(learning.figures(today(), request.post.region_id)),
        questions=[(q, list(enumerate(q.options)), typed.get(q.pk)) for q in questions],
        crumbs=way(),
    )


def _take(request: PostRequest, typed: dict[int, int]) -> str:
    done = learning.take_test(request.post, typed)
    words = (
        _("测验 %(n)d 分，已通过。")
        if done.expires_on
        else _("测验 %(n)d 分，没有通过，请再学一遍。")
    )
    messages.success(request, words % {"n": done.score})
    return ROOM.url("learning")


@require_POST
@page("promise.write")
def sample(request: PostRequest) -> HttpResponseBase:
    """Take the shipped handbook over."""
    return ROOM.post_action(
        request,
        lambda: learning.adopt_sample(request.post),
        _("已采用示例教材，请按本地规定修改。"),
        ROOM.url("chapter-list"),
    )


@page("promise.read")
def licences(request: PostRequest) -> HttpResponseBase:
    """Posts that learn, and until when their licence holds."""
    rules = learning.figures(today(), request.post.region_id)
    rows = Post.objects.held(today()).filter(role__in=rules["roles"])
    return ROOM.list_page(
        request,
        "learning",
        title=_("上岗测验情况"),
        rows=rows.select_related("user", "region"),
        table=LicenceTable,
        intro=demand_words(rules),
        crumbs=way(),
    )

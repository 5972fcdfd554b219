"""Pages of the accounts room: sign-in, home, inbox, search, staff, audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zulian.accounts import (
    account_pages,
    alarms,
    beginning,
    events,
    founding,
    second_factor,
    second_pages,
    services,
    trusted_devices,
)
from zulian.accounts.access import page
from zulian.accounts.forms import EndPostForm, PasswordForm, SignInForm, StaffForm
from zulian.accounts.middleware import SESSION_POST, PostRequest
from zulian.accounts.models import Message, Post, User
from zulian.accounts.tables import (
    AuditFilter,
    AuditTable,
    InboxFilter,
    InboxTable,
    StaffFilter,
    StaffTable,
)
from zulian.foundation import clock, limits
from zulian.foundation.audit import audited, record
from zulian.foundation.detail import Button
from zulian.foundation.excel import excel_response
from zulian.foundation.lists import list_page
from zulian.foundation.models import AuditEntry
from zulian.foundation.pages import act_and_go, form_page
from zulian.foundation.policy import policy
from zulian.foundation.public import fronts
from zulian.foundation.registries import (
    HOME_GROUPS,
    Pressing,
    TodoGroup,
    has_slow_todo,
    quick_actions,
    quick_todo,
    slow_todo,
)

# Parts of the home page that others ask for, by their names; so many groups stand in the small one.
HOME_PARTS = {"slow": "accounts/home_slow.html", "few": "accounts/home_few.html"}
FEW_GROUPS = 6


class SignIn(LoginView):
    """Sign-in; five failures lock the account for half an hour."""

    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    extra_context = {"title": gettext_lazy("登录")}
    redirect_authenticated_user = True

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """The accounts of the demo too, while there are any; the way in where there are none at all."""
        demo = services.demo_posts()
        is_new = not demo and founding.is_open()
        shown = {"demo_posts": demo, "is_new": is_new, "fronts": fronts()}
        return super().get_context_data(**more) | shown

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, and say so in the trail; a password that is too old is changed before anything else."""
        user = form.get_user()
        if isinstance(user, User) and second_factor.is_on(user):
            return second_pages.ask(self.request, user, self.get_success_url())
        response = super().form_valid(form)
        if isinstance(user, User):
            events.note_sign_in(user)
            services.ask_for_new_password(user)
            trusted_devices.remember(response, user)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Try to sign in, unless too much failed from here."""
        if events.is_held_up() and not trusted_devices.is_trusted(request, request.POST.dict()):
            return limits.too_many(request)
        return super().post(request, *args, **kwargs)


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with an account of the demo, without its password: those accounts are everybody's."""
    user = services.demo_account(request.POST.get("username", ""))
    if user is None:
        raise Http404
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    events.note_sign_in(user)
    return redirect("home")


class SignOut(LogoutView):
    """Sign-out, by POST only."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out, and say so in the trail."""
        if isinstance(request.user, User):
            events.note_sign_out(request.user)
        return super().post(request, *args, **kwargs)


@require_POST
@page("desk")
def stay(_request: PostRequest) -> HttpResponseBase:
    """Go on: any request lets the time of the session begin anew, this one does nothing else."""
    return HttpResponse(status=204)


@dataclass(frozen=True)
class PressingPart:
    """All that presses in one way: its words, how many things, and the groups that have any, each with how many."""

    pressing: Pressing
    name: str
    count: int
    lines: list[tuple[TodoGroup, int]]


@page("desk")
def home(request: PostRequest) -> HttpResponseBase:
    """My to-do list: the most pressing things with their rows, the others by their counts; what is slow to count comes after."""
    post, is_slow = request.post, request.GET.get("part") == "slow"
    groups = slow_todo(post) if is_slow else quick_todo(post)
    context = {
        "title": _("我的待办"),
        "groups": groups,
        "parts": [] if is_slow else _by_pressing(groups),
        "open": groups[:HOME_GROUPS],
        "few": groups[:FEW_GROUPS],
        "total": sum(group.count for group in groups),
        "actions": quick_actions(post),
        "today": date_format(clock.today(), "DATE_FORMAT"),
        "slow": not is_slow and has_slow_todo(post),
        "beginning": beginning.is_shown(request.user, post),
    }
    template = "accounts/home.html"
    if request.headers.get("HX-Request") == "true" and request.GET.get("part") in HOME_PARTS:
        template = HOME_PARTS[request.GET["part"]]
    return render(request, template, context)


def _by_pressing(groups: Sequence[TodoGroup]) -> list[PressingPart]:
    """What presses, late things first: each group stands under every way in which things of it press, with how many do so."""
    labels = {
        Pressing.LATE: _("逾期"),
        Pressing.TODAY: _("今天到期"),
        Pressing.SOON: _("七天内到期"),
        Pressing.WAITING: _("等我办"),
        Pressing.LATER: _("以后到期"),
    }
    parts = []
    for pressing, word in labels.items():
        lines = [(group, count) for group in groups if (count := group.count_of(pressing))]
        if lines:
            parts.append(PressingPart(pressing, word, sum(count for _group, count in lines), lines))
    return parts


@page("desk")
def inbox(request: PostRequest) -> HttpResponseBase:
    """Messages to my organisation."""
    rows = Message.objects.to(request.post)
    unread = rows.filter(read_at=None).count()
    return list_page(
        request,
        title=_("消息"),
        rows=rows,
        table=InboxTable,
        filters=InboxFilter,
        template="accounts/inbox.html",
        placed=False,
        unread=unread,
        # Counted here already, for the head of the page.
        unread_messages=lambda: unread,
    )


@require_POST
@page("desk")
def read_all(request: PostRequest) -> HttpResponseBase:
    """Mark all messages to my organisation as read."""
    return act_and_go(
        request,
        lambda: services.read_all(request.post),
        lambda count: _("%(count)d 条消息已标为已读。") % {"count": count},
        reverse("accounts:inbox"),
    )


@page("desk")
def message(request: PostRequest, pk: int) -> HttpResponseBase:
    """Open a message: mark it read and go where it points."""
    message = get_object_or_404(Message.objects.to(request.post), pk=pk)
    if message.read_at is None:
        with audited("message.read", message):
            message.read_at = clock.now()
            message.save()
    return redirect(message.url)


@require_POST
@page("desk")
def switch(request: PostRequest, pk: int) -> HttpResponseBase:
    """Go on in another post of mine."""
    chosen = next((p for p in request.posts if p.pk == pk), None)
    if chosen is not None:
        request.session[SESSION_POST] = chosen.pk
        record("post.switch", chosen)
        messages.success(request, _("现在的岗位是：%(post)s") % {"post": chosen})
    return redirect("home")


def password(request: HttpRequest) -> HttpResponse:
    """Change my own password."""
    if not request.user.is_authenticated:
        return redirect("accounts:sign-in")
    user = request.user

    def change(data: dict[str, Any]) -> None:
        services.change_own_password(user, data["old"], data["new"])
        update_session_auth_hash(request, user)

    return form_page(
        request,
        PasswordForm(request.POST or None),
        change,
        title=_("修改密码"),
        button=_("保存新密码"),
        to="/",
        done=_("密码已修改。"),
    )


@page("staff.read")
def staff(request: PostRequest) -> HttpResponseBase:
    """Posts in the jurisdiction."""
    rows = Post.objects.select_related("user", "region")
    return list_page(
        request,
        title=_("人员岗位"),
        rows=rows,
        table=StaffTable,
        filters=StaffFilter,
        template="accounts/staff.html",
        ledger="staff",
    )


@page("staff.write")
def add_staff(request: PostRequest) -> HttpResponseBase:
    """A new account, which another administrator confirms; its holder chooses the password."""

    def add(data: dict[str, Any]) -> str:
        user = services.add_staff(
            data["username"], data["name"], data["role"], data["region"], data["email"]
        )
        words = _(
            "已添加%(name)s，登录名 %(username)s。岗位经安全管理员确认、发出启用函后，由本人设定密码。"
        )
        return words % {"name": user.name, "username": user.username}

    return form_page(
        request,
        StaffForm(request.POST or None, level=request.post.region.level),
        add,
        title=_("添加人员"),
        button=_("添加"),
        to=reverse("accounts:staff"),
        done=lambda words: words,
        crumbs=[(_("人员岗位"), reverse("accounts:staff"))],
    )


@page("staff.read")
def post(request: PostRequest, pk: int) -> HttpResponseBase:
    """One post: the person, since when, and what an administrator can do."""
    post = get_object_or_404(Post.objects.select_related("user", "region"), pk=pk)
    goes_on = Post.objects.filter(pk=pk).not_over(clock.today()).exists()
    context = {
        "title": str(post.user),
        "found": post,
        "is_own": post.user_id == request.user.pk,
        "ends": goes_on and request.post.may("staff.write"),
        "confirms": request.post.may("staff.confirm"),
        "clicks": account_pages.clicks(request.post, post, goes_on=goes_on),
        "crumbs": [(_("人员岗位"), reverse("accounts:staff"))],
    }
    return render(request, "accounts/post.html", context)


@page("staff.write")
def end_post(request: PostRequest, pk: int) -> HttpResponseBase:
    """End a post after a day."""
    post = get_object_or_404(Post.objects.select_related("user", "region"), pk=pk)
    form = EndPostForm(request.POST or None, initial={"until": clock.today()})
    return form_page(
        request,
        form,
        lambda data: services.end_post(post, data["until"]),
        to=reverse("accounts:staff"),
        title=_("结束岗位：%(name)s %(post)s") % {"name": post.user, "post": post},
        button=_("结束岗位"),
        done=_("岗位已结束。"),
        back=reverse("accounts:staff"),
    )


@require_POST
@page("staff.unlock")
def unlock(request: PostRequest, pk: int) -> HttpResponseBase:
    """Lift a lockout."""
    post = get_object_or_404(Post.objects.select_related("user"), pk=pk)
    done = _("已解除%(name)s的登录锁定。") % {"name": post.user}
    return act_and_go(
        request, lambda: services.unlock(post.user), done, reverse("accounts:post", args=[pk])
    )


@page("audit.read")
def audit(request: PostRequest) -> HttpResponseBase:
    """The audit trail of the jurisdiction."""
    rows = AuditEntry.objects.all()
    acts = [Button(_("异常提醒"), reverse("accounts:alarms"), "alert-triangle")]
    return list_page(
        request,
        title=_("审计日志"),
        rows=rows,
        table=AuditTable,
        filters=AuditFilter,
        acts=acts,
    )


@page("audit.read")
def alarm_list(request: PostRequest) -> HttpResponseBase:
    """What stands out in the trail: by day, kind and person, each with the entries behind it."""
    found = alarms.alarms()
    title = _("异常提醒")
    if request.GET.get("export") == "xlsx":
        body = [[str(a.day), str(a.kind.name), a.who, a.count] for a in found]
        return excel_response(title, [_("日期"), _("情况"), _("账号"), _("次数")], body)
    figures = policy(alarms.POLICY, clock.today())
    context = {
        "title": title,
        "alarms": found,
        "figures": figures,
        "crumbs": [(_("审计日志"), reverse("accounts:audit"))],
    }
    return render(request, "accounts/alarms.html", context)

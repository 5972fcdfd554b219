"""Pages on which posts are confirmed, letters with codes are printed, and holders choose their passwords."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from zulian.accounts import activation, confirming
from zulian.accounts.access import page
from zulian.accounts.forms import NewPasswordForm
from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.accounts.tables import StaffFilter, WaitingTable
from zulian.foundation import clock
from zulian.foundation.detail import Button
from zulian.foundation.form_messages import first_message
from zulian.foundation.inputs import read_ids
from zulian.foundation.lists import Many, list_page
from zulian.foundation.once import do_once
from zulian.foundation.pages import form_page
from zulian.foundation.public import public

MOST_ROWS = 200
DECISIONS: dict[str, Callable[[int], Post]] = {
    "confirm": confirming.confirm,
    "refuse": confirming.refuse,
}


class ActivateForm(NewPasswordForm):
    """The first password of an account, with the code of its letter."""

    username = forms.CharField(
        label=gettext_lazy("登录名"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    code = forms.CharField(
        label=gettext_lazy("启用码"),
        max_length=40,
        help_text=gettext_lazy("启用函或邮件里的一串字母和数字，短横可以不填。"),
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
    )
    field_order = ("username", "code", "new", "again")


@page("staff.confirm")
def waiting(request: PostRequest) -> HttpResponseBase:
    """Posts that were given and wait to be confirmed."""
    acts = [
        Button(_("确认"), "confirm", "check"),
        Button(_("不予确认"), "refuse", "x"),
    ]
    return list_page(
        request,
        title=_("待确认的岗位"),
        intro=_("系统管理员新给的岗位，确认后才生效。请核对是不是这个人、该不该有这个岗位。"),
        rows=confirming.waiting(),
        table=WaitingTable,
        filters=StaffFilter,
        many=Many(reverse("accounts:waiting-many"), acts),
        crumbs=[(_("人员岗位"), reverse("accounts:staff"))],
    )


@require_POST
@page("staff.confirm")
def decide(request: PostRequest) -> HttpResponseBase:
    """Confirm or refuse the posts that were chosen; what can't be is told by name."""
    act = DECISIONS.get(request.POST.get("action", ""))
    chosen = list(confirming.waiting().filter(pk__in=_chosen(request)))
    if act is None or not chosen:
        messages.error(request, _("请先在表格中选择要办理的记录。"))
        return redirect("accounts:waiting")

    def do() -> str:
        done = 0
        for post in chosen:
            try:
                act(post.pk)
                done += 1
            except ValidationError as error:
                messages.error(request, f"{post.user} {post}：{first_message(error)}")
        messages.success(request, _("已办理 %(count)d 个岗位。") % {"count": done})
        # Who has no password yet gets a letter next.
        is_next = not confirming.waiting().exists() and activation.waiting().exists()
        return reverse("accounts:letters" if is_next else "accounts:waiting")

    return redirect(do_once(request, do))


@page("staff.confirm")
def letters(request: PostRequest) -> HttpResponseBase:
    """Accounts whose holders wait for a code."""
    return list_page(
        request,
        title=_("待发的启用函"),
        intro=_(
            "选中后打印启用函，当面交给本人；填了邮箱的直接发到邮箱。启用码只印这一次，旧的启用码和旧密码同时作废。"
        ),
        rows=activation.waiting().select_related("user", "region"),
        table=WaitingTable,
        filters=StaffFilter,
        many=Many(reverse("accounts:letters-print"), [Button(_("打印启用函"), "print", "printer")]),
        crumbs=[(_("人员岗位"), reverse("accounts:staff"))],
    )


@require_POST
@page("staff.confirm")
def print_letters(request: PostRequest) -> HttpResponseBase:
    """The letters of the accounts that were chosen, shown this once; by e-mail where it reaches the holder."""
    chosen = list(activation.waiting().filter(pk__in=_chosen(request)))
    try:
        made = activation.letters(chosen)
    except ValidationError as error:
        messages.error(request, first_message(error))
        return redirect("accounts:letters")
    address = request.build_absolute_uri(reverse("accounts:activate"))
    mailed = [letter for letter in made if activation.mail(letter, address)]
    context = {
        "title": _("启用函"),
        "letters": [letter for letter in made if letter not in mailed],
        "mailed": mailed,
        "address": address,
        "until": clock.today() + timedelta(days=activation.days()),
    }
    return render(request, "accounts/letters.html", context)


@public
def activate(request: HttpRequest) -> HttpResponseBase:
    """Choose the first password of one's account."""

    def act(data: dict[str, Any]) -> None:
        activation.activate(data["username"], data["code"], data["new"])

    return form_page(
        request,
        ActivateForm(request.POST or None),
        act,
        title=_("启用账号"),
        intro=_("第一次使用，或重置密码后，凭启用函上的启用码设定自己的密码。"),
        button=_("启用"),
        to=reverse("accounts:sign-in"),
        done=_("密码已设定，请登录。"),
        back=reverse("accounts:sign-in"),
    )


def _chosen(request: HttpRequest) -> list[int]:
    return read_ids(request.POST.getlist("row")[:MOST_ROWS])

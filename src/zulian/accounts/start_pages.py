"""Pages of an empty site (启用本站): the code of the console, the place, the three administrators; closed once there is an account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts import founding
from zulian.accounts.models import User
from zulian.accounts.roles import Role
from zulian.foundation import limits
from zulian.foundation.forms import BaseForm
from zulian.foundation.pages import form_page
from zulian.foundation.public import public, register_front
from zulian.regions import shipped
from zulian.regions.models import Region

View = Callable[..., HttpResponseBase]
# The code that somebody gave, in the session.
SESSION_CODE = "start"
# So often an address may try within the hour; the code has sixty bits.
MOST_TRIES = 20
MOST_CHOICES = 12
register_front("start", gettext_lazy("组联通"), "code", is_service=False)


class CodeForm(BaseForm):
    """The code that stands on the server's console."""

    code = forms.CharField(
        label=gettext_lazy("启用码"),
        max_length=40,
        help_text=gettext_lazy("启动时显示在服务器的命令行窗口（日志）里，如 ABCD-EFGH-IJKL。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class AdminsForm(BaseForm):
    """The three administrators, different people."""

    columns = {
        f"{role}_{field}": (User, field)
        for role in founding.THREE
        for field in ("name", "username")
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in founding.THREE:
            self.add_field(
                f"{role}_name", forms.CharField(label=_("%(role)s姓名") % {"role": role.label})
            )
            self.add_field(
                f"{role}_username",
                forms.SlugField(
                    label=_("%(role)s登录名") % {"role": role.label},
                    help_text=_("字母、数字、下划线，如 zhangsan。"),
                    widget=forms.TextInput(attrs={"autocomplete": "off"}),
                ),
            )

    def admins(self) -> dict[Role, founding.Admin]:
        """Whom the form names."""
        data = self.cleaned_data
        return {
            role: founding.Admin(data[f"{role}_username"], data[f"{role}_name"])
            for role in founding.THREE
        }


def while_open(
    view: View,
) -> View:
    """Answer only while the site has no account; afterwards every such page leads to the sign-in."""

    @wraps(view)
    def open_once(request: HttpRequest, **place: str) -> HttpResponseBase:
        if not founding.is_open():
            messages.error(request, _("本站已经启用，请登录；没有账号的，请联系本级系统管理员。"))
            return redirect("accounts:sign-in")
        return view(request, **place)

    return public(open_once)


def with_code(
    view: View,
) -> View:
    """Answer only whoever gave the code in this session."""

    @wraps(view)
    def guarded(request: HttpRequest, **place: str) -> HttpResponseBase:
        given = str(request.session.get(SESSION_CODE, ""))
        if not constant_time_compare(given, founding.code()):
            return redirect("start:code")
        return view(request, **place)

    return while_open(guarded)


@while_open
def code(request: HttpRequest) -> HttpResponseBase:
    """The first page of an empty site: the code that proves that somebody has the server."""

    def check(data: dict[str, Any]) -> None:
        _count_try()
        if not founding.is_code(data["code"]):
            raise ValidationError({"code": _("启用码不对，请核对服务器命令行窗口里显示的启用码。")})
        request.session[SESSION_CODE] = founding.code()

    return form_page(
        request,
        CodeForm(request.POST or None),
        check,
        title=_("启用本站"),
        intro=_("本站还没有账号。分三步：填启用码，选本单位所在的区划，设三名管理员。"),
        button=_("下一步"),
        to=reverse("start:place"),
    )


def _count_try() -> None:
    try:
        limits.count_here("accounts.start", MOST_TRIES)
    except ValidationError as error:
        raise ValidationError(_("启用码输错太多次，请一小时后再试。")) from error


@with_code
def place(request: HttpRequest) -> HttpResponseBase:
    """The division that the site serves: a text, then what it may mean to choose from."""
    words = request.GET.get("q", "").strip()[:40]
    choices = shipped.suggest(words, MOST_CHOICES) if words else _loaded()
    context = {
        "title": _("选择区划"),
        "crumbs": [(_("启用本站"), reverse("start:code"))],
        "words": words,
        "choices": choices,
        "year": shipped.YEAR,
    }
    return render(request, "accounts/start_place.html", context)


def _loaded() -> list[shipped.Shipped]:
    """The highest divisions that are loaded already."""
    top = Region.objects.current().order_by("level").values_list("level", flat=True).first()
    rows = Region.objects.current().filter(level=top)[:MOST_CHOICES] if top is not None else []
    return [shipped.Shipped(row.code, row.name, row.name) for row in rows]


@with_code
def admins(request: HttpRequest, code: str) -> HttpResponseBase:
    """The three administrators; with them the divisions are loaded, and the first passwords are shown once."""
    try:
        chosen = founding.place_named(code)
    except ValidationError:
        return redirect("start:place")
    form = AdminsForm(request.POST or None)

    def begin(_data: dict[str, Any]) -> None:
        made = founding.found(chosen.code, form.admins())
        messages.success(request, _("本站已启用。请先记下三个初始密码，再以系统管理员登录。"))
        for one in made:
            facts = {
                "role": one.role.label,
                "name": one.admin.name,
                "username": one.admin.username,
                "password": one.password,
            }
            messages.success(
                request,
                _(
                    "%(role)s %(name)s：登录名 %(username)s，初始密码 %(password)s（只显示这一次，首次登录须修改）。"
                )
                % facts,
            )
        del request.session[SESSION_CODE]

    return form_page(
        request,
        form,
        begin,
        title=_("设三名管理员"),
        intro=_("%(place)s。三名管理员须由不同的人担任；其他人员以后由系统管理员添加。")
        % {"place": chosen},
        button=_("启用"),
        to=reverse("accounts:sign-in"),
        back=reverse("start:place"),
        crumbs=[
            (_("启用本站"), reverse("start:code")),
            (_("选择区划"), reverse("start:place")),
        ],
    )

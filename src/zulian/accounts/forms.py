"""Forms of the accounts room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.urls import reverse_lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post, User
from zulian.accounts.roles import Role
from zulian.accounts.services import roles_from
from zulian.foundation.forms import BaseForm, style_widget
from zulian.foundation.scopes import active_scope
from zulian.regions.models import Region


class SignInForm(AuthenticationForm):
    """Sign-in with the house's widgets and words."""

    error_messages = {
        "invalid_login": _(
            "登录名或密码不对，请核对大小写后再试。连续输错 5 次，账号会锁定半小时。"
        ),
        "inactive": _("账号已停用，请联系本级系统管理员。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.fields["username"].label = _("登录名")
        self.fields["password"].label = _("密码")
        for field in self.fields.values():
            style_widget(field)


class NewPasswordForm(BaseForm):
    """A password of one's own, typed twice."""

    new = forms.CharField(
        label=_("新密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 位，同时含字母和数字，不要用姓名或生日。"),
    )
    again = forms.CharField(
        label=_("再输一遍新密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", _("两次输入的新密码不一样，请重新输入。"))
        return data


class PasswordForm(NewPasswordForm):
    """Changing one's own password."""

    old = forms.CharField(
        label=_("现在的密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    field_order = ("old", "new", "again")


# A suggestion is the name of a division and its code.
NAME_AND_CODE = 80


class RegionField(forms.CharField):
    """A division typed by name, code or pinyin initials, chosen from suggestions within the jurisdiction."""

    def __init__(self, *, anywhere: bool = False, **kwargs: Any) -> None:
        self.anywhere = anywhere  # also outside the jurisdiction: where somebody moves to
        kwargs.setdefault("max_length", NAME_AND_CODE)
        kwargs.setdefault("help_text", _("输入名称、12 位代码或拼音首字母，从列表中选择。"))
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        query = "?anywhere=1" if self.anywhere else ""
        return {
            "list": "regions",
            "autocomplete": "off",
            "hx-get": format_lazy("{}{}", reverse_lazy("regions:pick"), query),
            "hx-trigger": "input changed delay:250ms",
            "hx-target": "#regions",
            "hx-vals": '{"field": "q"}',
            "data-picker": "1",
        }

    def clean(self, value: Any) -> Region | None:
        words = str(super().clean(value)).strip()
        if not words:
            return None
        regions = Region.objects.current()
        regions = regions if self.anywhere else regions.within(active_scope())
        code = words.split()[-1]
        exact = (
            regions.filter(code=code)
            if len(code) == 12 and code.isdigit()
            else regions.filter(name=words)
        )
        matches = list(exact[:2]) or list(regions.matching(words)[:2])
        if not matches:
            raise forms.ValidationError(
                _("您的管辖范围内没有“%(words)s”，请换个写法再选。"), params={"words": words}
            )
        if len(matches) > 1:
            raise forms.ValidationError(
                _("有多个区划符合“%(words)s”，请从列表中选定一个。"), params={"words": words}
            )
        return matches[0]


class StaffForm(BaseForm):
    """A new account with its first post."""

    models = (User, Post)

    name = forms.CharField(label=_("姓名"), max_length=40)
    username = forms.SlugField(
        label=_("登录名"), max_length=40, help_text=_("字母、数字、下划线，如 zhangsan。")
    )
    email = forms.EmailField(label=_("电子邮箱"), required=False)
    role = forms.ChoiceField(label=_("岗位"), choices=Role.choices)
    region = RegionField(label=_("管辖区划"))

    def __init__(self, *args: Any, level: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Nobody is looked for among the roles of offices above one's own.
        roles = [(role.value, role.label) for role in roles_from(level)]
        self.fields["role"].choices = [("", _("请选择")), *roles]  # type: ignore[attr-defined]


class EndPostForm(BaseForm):
    """The last day of a post."""

    until = forms.DateField(label=_("最后一天"))


def pick_post(field: Any, posts: Any) -> None:
    """Let a field choose among posts, by name and post."""
    field.queryset = posts.select_related("user", "region")
    field.label_from_instance = lambda p: f"{p.user.name} {p}"

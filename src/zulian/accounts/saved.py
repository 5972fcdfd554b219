"""Views of one's own (常用视图): keeping, renaming, dropping, and telling lists of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post, SavedView, User
from zulian.foundation.audit import audited
from zulian.foundation.saved import is_personal, names_of, register_views
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work

MOST = 30


@register_views
def views_for(request: Any, page: str) -> list[SavedView]:
    """The views that whoever asks has of a list; nothing is asked for those who have none at all."""
    if not getattr(request.post, "has_views", True):
        return []
    return list(SavedView.objects.filter(user=request.user, page__in=names_of(page)))


@unit_of_work
def keep(user: User, page: str, name: str, query: str) -> SavedView:
    """Keep the query of a list under a name; a view of this name is replaced. Raises ValidationError."""
    name = _checked(name)
    if is_personal(query):
        raise ValidationError(_("筛选条件里有证件号码或电话号码，不能存入常用视图，请去掉后再存。"))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    kept = SavedView.objects.filter(user=user, page__in=names_of(page))
    of_name = kept.filter(name=name)
    view = of_name.filter(page=page).first() or of_name.first()
    if view is None:
        if kept.count() >= MOST:
            raise ValidationError(
                _("每个列表最多存 %(n)d 个常用视图，请先删除不用的。") % {"n": MOST}
            )
        view = SavedView(user=user, page=page, name=name)
    with audited("view.save", view):
        view.page, view.query = page, query
        view.save()
    return view


def named(user: User, page: str, name: str) -> list[SavedView]:
    """The view of a list that bears a name already, in a list of one; an empty list where none does."""
    return list(SavedView.objects.filter(user=user, page__in=names_of(page), name=name.strip()))


@unit_of_work
def rename(view: SavedView, name: str) -> SavedView:
    """Give a view another name; raises ValidationError where another one bears it."""
    name = _checked(name)
    if (
        SavedView.objects.filter(user=view.user_id, page=view.page, name=name)
        .exclude(pk=view.pk)
        .exists()
    ):
        raise ValidationError(
            {"name": _("这个列表已有名为“%(name)s”的视图，请换一个名称。") % {"name": name}}
        )
    with audited("view.rename", view):
        view.name = name
        view.save()
    return view


@unit_of_work
def drop(view: SavedView) -> None:
    """Delete a view."""
    with audited("view.drop", view):
        view.delete()


@unit_of_work
def clear_gone(day: date) -> int:
    """Delete the views of accounts that are closed or hold no post any more; safe to repeat. Returns how many."""
    with scope(EVERYTHING):
        staying = Post.objects.filter(user__is_active=True).exclude(until__lt=day).values("user_id")
        count, _kinds = SavedView.objects.exclude(user__in=staying).delete()
    return count


def _checked(name: str) -> str:
    name = " ".join(name.split())
    longest = SavedView._meta.get_field("name").max_length or 0
    if not name or len(name) > longest:
        raise ValidationError(
            {"name": _("请给视图起一个 1 至 %(n)d 个字的名称。") % {"n": longest}}
        )
    return name

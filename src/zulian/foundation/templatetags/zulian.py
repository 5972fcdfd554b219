"""Small helpers of the templates: icons, the query of the next page, dates as people say them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.templatetags.static import static
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zulian.foundation import cells, chips, clock, forms, fronts, site_pages
from zulian.foundation import heads as columns_heads
from zulian.foundation import top as head
from zulian.foundation.few import Few
from zulian.foundation.keys import new_key
from zulian.foundation.once import FIELD
from zulian.foundation.public import front_of

register = template.Library()
MOST_ICONS = 500
WARM = (0.6, 0.7, 0.8, 0.9)


@register.simple_tag
def page_url(name: str, *args: Any) -> str:
    """The address of a page of an app above, by its name here."""
    return site_pages.page_url(name, *args)


@register.filter
def body(table: Any) -> SafeString:
    """The rows of a table, those of its page where it has pages."""
    return cells.body(table, [row.record for row in table.paginated_rows])


@register.simple_tag
def heads(table: Any, data: QueryDict) -> SafeString:
    """The head of a table, each column leading to another order."""
    return columns_heads.heads(table, data)


@register.inclusion_tag("foundation/cut.html")
def cut(rows: Any) -> dict[str, Any]:
    """Below a list: how many rows there are and where, when only the first are listed."""
    return {"rows": rows if isinstance(rows, Few) else None}


@register.simple_tag
def shown_only(form: Any, places: Any) -> str:
    """The place and the filters of a list in words, for paper, on which no form stands; "" for all of one's own."""
    return "；".join(chips.words_of(form, places))  # untranslated: a sign between two parts


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon of the vendored sprite."""
    return _icon(name, get_script_prefix())


@lru_cache(MOST_ICONS)
def _icon(name: str, _prefix: str) -> SafeString:
    """The same, once for each icon; static addresses stand below the site's prefix."""
    return format_html(
        '<svg class="icon" width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"></use></svg>',
        static("vendor/icons/icons.svg"),
        name,
    )


@register.simple_tag
def once_token() -> SafeString:
    """The token of a button, so that pressing it twice does once; `{{ form }}` brings its own."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, new_key())


@register.simple_tag
def this_day() -> date:
    """Today, for what a printed page says of itself."""
    return clock.today()


@register.simple_tag(takes_context=True)
def may(context: dict[str, Any], permission: str) -> bool:
    """Whether the post in use holds a permission."""
    post = getattr(context["request"], "post", None)
    return bool(post and post.may(permission))


@register.simple_tag(takes_context=True)
def top(context: dict[str, Any]) -> SafeString:
    """The head of a page: search, messages, the user's menu, the bar of the post in use."""
    return head.top(context)


@register.simple_tag
def assets(post: Any) -> SafeString:
    """The icon, styles and scripts of every page, more of them for who is signed in."""
    return head.assets(bool(post), get_script_prefix())


@register.simple_tag
def comforts() -> SafeString:
    """What scripts show in their time: the keys, the end of the session, what was typed before it."""
    return head.comforts(get_language() or "", get_script_prefix())


@register.simple_tag(takes_context=True)
def front(context: dict[str, Any]) -> SafeString:
    """The state of an app in pictures, on its first page."""
    return fronts.front_of(context["request"])


@register.simple_tag
def public_front(request: Any) -> Any:
    """What stands at the head of a room's public pages."""
    match = getattr(request, "resolver_match", None)
    return front_of(match.app_name) if match else None


@register.simple_tag(takes_context=True)
def with_query(context: dict[str, Any], **changes: Any) -> str:
    """The present query string with some values changed."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query[name] = value
    return str(query.urlencode())


@register.filter
def day(value: date | None) -> str:
    """A date with its year only where it is not this one: 6月30日, 2025年6月30日."""
    if value is None:
        return "—"
    words = _("%(month)d月%(day)d日") % {"month": value.month, "day": value.day}
    same = value.year == clock.today().year
    return words if same else _("%(year)d年%(words)s") % {"year": value.year, "words": words}


@register.filter
def share(value: Any) -> str:
    """A share from 0 to 1 as a percentage without decimals."""
    return "—" if value is None else f"{round(float(value) * 100)}%"


@register.filter
def warmth(value: Any) -> str:
    """The shade of a share from 0 to 1 in a heat map, from h0 for less than three fifths to h4 from nine tenths; none for nothing."""
    return "" if value is None else f"h{sum(float(value) >= step for step in WARM)}"


@register.filter
def until(value: date | None) -> str:
    """How far off a deadline is: 今天到期, 还有 3 天, 已逾期 5 天."""
    if value is None:
        return ""
    days = (value - clock.today()).days
    if days == 0:
        return _("今天到期")
    if days > 0:
        return _("还有 %(days)d 天") % {"days": days}
    return _("已逾期 %(days)d 天") % {"days": -days}


@register.filter
def can_be_left_out(bound: BoundField) -> bool:
    """Whether a field is marked as one that may be left out."""
    return forms.can_be_left_out(bound)

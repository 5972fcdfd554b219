"""Pages of policies: the figures in force at the own division, one figure with its history, and the form that sets it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel, detail_page
from zulian.foundation.few import Few
from zulian.foundation.figures import Figure
from zulian.foundation.lists import list_page
from zulian.foundation.pages import form_page
from zulian.foundation.policy import title_of, versions
from zulian.foundation.rooms import Crumbs
from zulian.policies import services, words
from zulian.policies.filters import FiguresFilter, Listed
from zulian.policies.forms import SettingForm
from zulian.policies.models import Setting
from zulian.policies.tables import FiguresTable, figure_url

READ, WRITE = "policy.read", "policy.write"
SHOWN = 30


def _way() -> Crumbs:
    return [(_("政策设定"), reverse("policies:list"))]


def _figure_or_404(app: str, stem: str, key: str) -> Figure:
    found = services.figure_named(f"{app}/{stem}", key)
    if found is None:
        raise Http404
    return found


@page(READ)
def index(request: PostRequest) -> HttpResponseBase:
    """All figures as they are in force at the own division today."""
    return list_page(
        request,
        title=_("政策设定"),
        intro=_(
            "各项政策在本地现在执行的规定。离得最近的一级说了算：县（区）没有定的按市，市没有定的按省，都没有定的按系统默认。"
        ),
        rows=Listed(services.in_force(services.all_figures(), request.post.region_id, today())),
        table=FiguresTable,
        filters=FiguresFilter,
        placed=False,
    )


@page(READ)
def figure(request: PostRequest, app: str, stem: str, key: str) -> HttpResponseBase:
    """One figure: what is in force here, who may set it, what was set by whom, and what is packaged."""
    wanted, post = _figure_or_404(app, stem, key), request.post
    rows = Setting.objects.of(wanted.policy, wanted.key).with_names()
    made = Few.of(rows, SHOWN)
    [found] = services.in_force([wanted], post.region_id, today())
    may = services.may_set(post, wanted) and not found.is_fixed
    return detail_page(
        request,
        title=wanted.title,
        intro=title_of(wanted.policy),
        facts=[
            (_("现行规定"), found.words),
            (_("谁定的"), words.whose_words(found)),
            (_("执行日期"), found.since),
            (_("出处"), words.standing_words(found)),
            (_("依据"), words.source_words(found)),
            (_("可由谁设定"), words.by_words(found)),
            (_("可定范围"), words.bounds_words(wanted)),
        ],
        acts=[Button(_("设定"), figure_url(wanted, "set"), "edit", main=True)] if may else [],
        cards=[
            Panel(
                _("各级设定"),
                [_setting(wanted, row) for row in made],
                _("各级都没有另行设定。"),
                of=made,
            )
        ],
        beside=[Panel(_("系统默认"), _packaged(wanted), "")],
        crumbs=_way(),
    )


def _setting(wanted: Figure, row: Setting) -> ListItem:
    """A line of the history."""
    facts = {"day": row.since, "what": words.setting_words(wanted, row)}
    detail = f"{row.region.organisation} · {row.basis} · {row.by.user.name} {timezone.localtime(row.at):%Y-%m-%d}"
    return ListItem(_("%(day)s起：%(what)s") % facts, "", detail)


def _packaged(wanted: Figure) -> list[ListItem]:
    """What is packaged, the newest first."""
    return [
        ListItem(
            _("%(day)s起：%(what)s")
            % {"day": version.since, "what": wanted.words(wanted.of(version.values))},
            "",
            version.source,
        )
        for version in reversed(versions(wanted.policy))
    ]


@page(WRITE)
def choose(request: PostRequest, app: str, stem: str, key: str) -> HttpResponseBase:
    """Set a figure for the own division and all below it."""
    wanted, post = _figure_or_404(app, stem, key), request.post
    if not services.may_set(post, wanted):
        raise PermissionDenied(services.NOT_YOURS)
    [found] = services.in_force([wanted], post.region_id, today())
    has_own = Setting.objects.of(wanted.policy, wanted.key).filter(region_id=post.region_id)
    return form_page(
        request,
        SettingForm(wanted, found.value, request.POST or None, has_own=has_own.exists()),
        lambda data: services.set_figure(post, wanted, **data),
        title=_("设定：%(name)s") % {"name": wanted.title},
        intro=_("只对本级和以下没有另行设定的单位执行。")
        if wanted.counted
        else _(
            "只对本级和以下没有另行设定的单位执行。执行日期填以前的，正在办的事也按它算；办结的不变。"
        ),
        button=_("保存设定"),
        done=_("已设定。"),
        to=figure_url(wanted),
        back=figure_url(wanted),
        crumbs=[*_way(), (wanted.title, figure_url(wanted))],
    )

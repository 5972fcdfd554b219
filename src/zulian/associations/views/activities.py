"""Pages of activities that are no list, no row and no step: brands, the consent to a photograph, figures by group."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.associations.models import Activity, Photo
from zulian.associations.registers.activities import ACTIVITIES
from zulian.associations.room import ROOM
from zulian.associations.services import activities as services
from zulian.associations.services import statistics as figures
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.excel import excel_response
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_year

MOST_BRANDED = 1000


@page("association.read")
def brands(request: PostRequest) -> HttpResponseBase:
    """Brands: the same name over the years, with what each cost and reached."""
    known: dict[str, list[Activity]] = {}
    branded = Activity.objects.with_names().exclude(brand="").filter(state__in=["held", "summed"])
    latest = Few.of(branded.order_by("-on", "-pk"), MOST_BRANDED)
    for activity in reversed(latest):
        known.setdefault(activity.brand, []).append(activity)
    order = sorted(
        known.items(), key=lambda pair: (-len({row.on.year for row in pair[1]}), pair[0])
    )
    cards = [
        Panel(
            _("%(name)s · 办过 %(n)d 次") % {"name": name, "n": len(rows)},
            [_held(row) for row in rows],
            "",
        )
        for name, rows in order
    ]
    return ROOM.detail_page(
        request,
        "activities",
        title=_("活动品牌"),
        intro=_("同一个品牌历年的活动，连办年数多的在前。"),
        alert=latest.words,
        crumbs=ACTIVITIES.crumbs(),
        cards=cards or [Panel(_("活动品牌"), [], _("策划活动时填写品牌名称，办过的会列在这里。"))],
    )


def _held(row: Activity) -> ListItem:
    """One activity of a brand."""
    words = _("%(who)s · 参加 %(n)d 人 · 支出 %(cost)s 元")
    facts = {"who": row.association.short, "n": row.reached, "cost": row.cost}
    return ListItem(f"{row.on.year} {row.title}", row.get_absolute_url(), words % facts)


@require_POST
@page("association.write")
def photo_consent(request: PostRequest, pk: int) -> HttpResponseBase:
    """Those on a photograph agree to its being public, or no longer do."""
    photo = get_object_or_404(Photo.objects.select_related("activity"), pk=pk)
    words = _("已撤下，不再公开。") if photo.consent else _("已公开。")
    return ROOM.post_action(
        request,
        lambda: services.set_consent(pk, request.post, not photo.consent),
        words,
        photo.activity.get_absolute_url(),
    )


@page("association.read")
def statistics(request: PostRequest) -> HttpResponseBase:
    """By group: associations, members, activities, people reached, cases."""
    year = min(read_year(request.GET.get("year", ""), today().year), today().year)
    lines = figures.by_group(request.post.region, year)
    heads = [str(label) for label in figures.HEADS]
    if request.GET.get("export") == "xlsx":
        title = _("%(year)d 年专门协会分类统计") % {"year": year}
        return excel_response(title, heads, [[str(line[0]), *line[1:]] for line in lines])
    near = [n for n in (year - 1, year, year + 1) if n <= today().year]
    acts = [
        Button(_("导出 Excel"), f"?year={year}&export=xlsx", "download"),
    ]
    return ROOM.detail_page(
        request,
        "statistics",
        template="associations/statistics.html",
        title=_("%(year)d 年分类统计") % {"year": year},
        acts=acts,
        heads=heads,
        lines=lines,
        years=near,
        year=year,
        intro=_("由台账直接算出，含下级协会。"),
    )

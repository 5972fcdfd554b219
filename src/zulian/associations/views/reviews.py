"""The yearly self-rating and review, and figures by group."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.associations.forms import work as forms
from zulian.associations.models import Review
from zulian.associations.services import reviews as services
from zulian.associations.services import statistics as figures
from zulian.associations.tables import TONES, ReviewFilter, ReviewTable
from zulian.associations.views.common import ROOM, association_of, home, to, way_to, writes
from zulian.foundation.clock import today
from zulian.foundation.detail import Act
from zulian.foundation.excel import excel_response
from zulian.foundation.inputs import read_year


@page("association.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Reviews by year."""
    acts = [Act(_("荣誉和名次"), to("awards"), "trophy")]
    intro = _("协会年底自评，残联评议。分数参考台账测算，从协会页面开始自评。")
    return ROOM.listing(
        request, "reviews", title=_("年度评议"), intro=intro, rows=Review.objects.with_names(), table=ReviewTable, filters=ReviewFilter, acts=acts,
    )  # fmt: skip


@page("association.write")
def rate_self(request: PostRequest, pk: int) -> HttpResponseBase:
    """The self-rating of this year."""
    found, year = association_of(pk), today().year
    items = services.items(year)
    there = Review.objects.filter(association=found, year=year).first()
    shown = (there.own if there else None) or services.suggestions(found, year)
    form = forms.SelfForm(request.POST or None, items=items, shown=shown)

    def act(d: dict[str, Any]) -> Review:
        words = d.pop("words")
        return services.rate_self(pk, request.post, year, d, words)

    return ROOM.form(
        request,
        form,
        act,
        title=_("%(year)d 年度自评") % {"year": year},
        intro=str(found),
        button=_("报送自评"),
        back=to("association", pk),
        way=way_to(found),
        to=lambda made: to("review", made.pk),
        done=_("已报送，等残联评议。"),
    )


def _review(pk: int) -> Review:
    return get_object_or_404(Review.objects.with_names(), pk=pk)


@page("association.read")
def review(request: PostRequest, pk: int) -> HttpResponseBase:
    """One review: what registers suggest, what each side gives."""
    found = _review(pk)
    known = services.suggestions(found.association, found.year)
    lines = [
        (words, most, known.get(key, 0), found.own.get(key), found.given.get(key))
        for key, words, most in services.items(found.year)
    ]
    lead = writes(request, found, "association.lead") and found.state == Review.State.SUBMITTED
    acts = [Act(_("评议"), to("review-judge", pk), "check", main=True)] if lead else []
    facts = (
        (_("自评说明"), found.words),
        (_("评议意见"), found.opinion),
        (_("得分"), found.points),
        (_("等次"), found.grade),
    )
    return ROOM.one(
        request,
        "reviews",
        template="associations/review.html",
        title=_("%(what)s %(year)d 年度评议") % {"what": found.association.short, "year": found.year},
        state=(TONES[found.state], found.get_state_display()),
        facts=facts,
        acts=acts,
        lines=lines,
        crumbs=[*home(), (_("年度评议"), to("reviews"))],
    )


@page("association.lead")
def judge(request: PostRequest, pk: int) -> HttpResponseBase:
    """The federation's points."""
    found = _review(pk)
    form = forms.ReviewForm(request.POST or None, items=services.items(found.year), shown=found.own)

    def act(d: dict[str, Any]) -> Review:
        opinion = d.pop("opinion")
        return services.review(pk, request.post, d, opinion)

    return ROOM.form(
        request,
        form,
        act,
        title=_("评议"),
        intro=_("预填的是自评分数。"),
        back=to("review", pk),
        way=[*home(), (_("年度评议"), to("reviews"))],
    )


@page("association.read")
def statistics(request: PostRequest) -> HttpResponseBase:
    """By group: associations, members, activities, people reached, cases."""
    year = min(read_year(request.GET.get("year", ""), today().year), today().year)
    lines = figures.by_group(request.post.region, year)
    heads = [str(words) for words in figures.HEADS]
    if request.GET.get("export") == "xlsx":
        return excel_response(_("%(year)d 年专门协会分类统计") % {"year": year}, heads, [[str(line[0]), *line[1:]] for line in lines])  # fmt: skip
    near = [n for n in (year - 1, year + 1) if n <= today().year]
    acts = [
        *(Act(str(n), f"?year={n}") for n in near),
        Act(_("导出 Excel"), f"?year={year}&export=xlsx", "download"),
    ]
    return ROOM.one(
        request,
        "statistics",
        template="associations/statistics.html",
        title=_("%(year)d 年分类统计") % {"year": year},
        acts=acts,
        heads=heads,
        lines=lines,
        intro=_("由台账直接算出，含下级协会。"),
    )

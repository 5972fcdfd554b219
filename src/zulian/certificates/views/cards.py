"""Cards: who runs out, notices to them, statistics."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from zulian.accounts.access import page
from zulian.accounts.middleware import PostRequest
from zulian.certificates.models import Case, Certificate
from zulian.certificates.papers import expiry_notice
from zulian.certificates.registers.cards import CARDS, SEXES
from zulian.certificates.room import ROOM
from zulian.certificates.services import statistics
from zulian.certificates.services.holder_lines import Wanted
from zulian.certificates.tables import ExpiryFilter, HolderTable, TimeTable
from zulian.documents import sheets
from zulian.documents.views import file_response
from zulian.foundation.audit import record
from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.inputs import read_ids
from zulian.foundation.places import narrowed
from zulian.indicators.views import region_looked_at
from zulian.people.disabilities import CATEGORIES
from zulian.regions.models import Children, Region

MAX_NOTICES = 500


@page("certificate.read")
def expiring(request: PostRequest) -> HttpResponseBase:
    """Who runs out within some months; a clerk renews many at once, and sees whose business is under way."""
    under_way = Case.objects.running().filter(person=OuterRef("person"))
    return ROOM.list_page(
        request,
        "expiring",
        title=_("到期换证"),
        rows=CARDS.rows().annotate(is_busy=Exists(under_way)).order_by("valid_until", "pk"),
        table=CARDS.table,
        filters=ExpiryFilter,
        template="certificates/expiring.html",
        many=CARDS.many(request.post),
        intro=_("换领免费，有效期十年。可打印通知单交村（社区）发放，勾选后可批量开出换领办件。"),
    )


@page("certificate.read")
def notices(request: PostRequest) -> HttpResponseBase:
    """Slips to hand out, one a page, for what the list shows, or for the cards in use that were picked."""
    cards = Certificate.objects.with_names()
    if picked := read_ids(request.GET.getlist("pick")):
        chosen = cards.live().filter(pk__in=picked)
    else:
        shown = ExpiryFilter(request.GET, queryset=cards, request=request).qs
        chosen = narrowed(shown, request.GET)
    rows = Few.of(chosen, MAX_NOTICES)
    if rows.words:
        words = _("共 %(n)d 本，一次最多打印 %(most)d 张通知，请先按到期时间或地区筛选。")
        messages.error(request, words % {"n": rows.total, "most": MAX_NOTICES})
        return redirect("certificates:expiring")
    names = {
        r.code: r
        for r in Region.objects.filter(code__in={f"{c.region_id[:6]}000000" for c in rows})
    }
    papers = [expiry_notice(card, names[f"{card.region_id[:6]}000000"]) for card in rows]
    if not papers:
        messages.error(
            request, _("所选的证件都不在册。") if picked else _("这段时间没有到期的证件。")
        )
        return redirect("certificates:expiring")
    kind = "docx" if request.GET.get("kind") == "docx" else "pdf"
    record("certificate.notices", rows[0], {"count": len(papers)})
    return file_response(_("到期换领通知"), sheets.write(papers, kind), kind)


@page("certificate.read")
def holders(request: PostRequest) -> HttpResponseBase:
    """Holders by category, age, sex, division, residence, year of issue or expiry × grade; `?by=&category=&sex=&under=`."""
    region = region_looked_at(request)
    by = request.GET.get("by", "category")
    category, sex = request.GET.get("category", ""), request.GET.get("sex", "")
    wanted = Wanted(
        int(category) if category in {str(c) for c, _n in CATEGORIES} else None,
        sex if sex in dict(SEXES) else "",
    )
    return ROOM.list_page(
        request,
        "holders",
        title=_("持证人统计"),
        rows=statistics.holders(region, by, wanted),
        table=HolderTable,
        template="certificates/holders.html",
        intro=_("%(name)s，在册持证人（有效、冻结、挂失）。") % {"name": region.name},
        by=by,
        wanted=wanted,
        categories=CATEGORIES,
        sexes=SEXES,
        region=region,
        children=Children.of(region).regions,
        looked_at=region,
        parameters=("by", "category", "sex"),
        bys=[
            ("category", _("按类别")),
            ("age", _("按年龄")),
            ("sex", _("按性别")),
            ("region", _("按户籍地区")),
            ("lives", _("按现居住地")),
            ("issued", _("按发证年度")),
            ("expiry", _("按到期时间")),
        ],
    )


@page("certificate.read")
def times(request: PostRequest) -> HttpResponseBase:
    """Working days per step."""
    region = region_looked_at(request)
    years = statistics.years(today())
    year = (
        int(request.GET["year"])
        if request.GET.get("year", "") in {str(y) for y in years}
        else today().year
    )
    return ROOM.list_page(
        request,
        "times",
        title=_("环节用时"),
        rows=statistics.step_times(region, year),
        table=TimeTable,
        template="certificates/times.html",
        intro=_("%(name)s，%(year)d 年办完的各环节，按工作日计，暂停的日子不算。")
        % {"name": region.name, "year": year},
        looked_at=region,
        parameters=("year",),
        year=year,
        years=years,
        region=region,
        children=Children.of(region).regions,
    )

"""Pay: standards, months due and paid, arrears by division."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, Sum
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.access import page, require
from zulian.accounts.middleware import PostRequest
from zulian.commissioners import forms
from zulian.commissioners.models import Payment, Rate
from zulian.commissioners.models.pay import ripe_before
from zulian.commissioners.services import pay as services
from zulian.commissioners.tables import PaymentFilter, PaymentTable, RateTable
from zulian.commissioners.views.archive import Crumbs, home
from zulian.foundation.clock import today
from zulian.foundation.inputs import read_ids
from zulian.foundation.lists import list_page
from zulian.foundation.pages import act_with_form, form_page
from zulian.indicators.counting import code_part
from zulian.indicators.views import region_looked_at
from zulian.regions.models import Children, Level, Region

MONTHS, MAX_PICKED = 12, 500


def way() -> Crumbs:
    """The way to the list."""
    return [*home(), (_("补贴发放"), reverse("commissioners:payments"))]


@page("commissioner.read")
def index(request: PostRequest) -> HttpResponseBase:
    """Months due and paid; what is picked may be registered as paid."""
    form = forms.PayForm(request.POST or None, request.FILES or None, initial={"on": today()})
    answer = None
    if request.method == "POST":
        require(request, "commissioner.pay")
        keys = read_ids(request.POST.getlist("pick"))
        answer = act_with_form(
            request, form, lambda d: services.pay(keys, request.post, d["on"], d["proof"], d["file"]),
            to=f"{reverse('commissioners:payments')}?{request.GET.urlencode()}", done=lambda n: _("已登记 %(n)d 人月。") % {"n": n},
        )  # fmt: skip
    return answer or list_page(
        request, title=_("补贴发放"), rows=Payment.objects.with_names(), table=PaymentTable, filters=PaymentFilter, tab="pay", form=form,
        template="commissioners/payments.html", ledger="payments", crumbs=home(),
        intro=_("应发按标准和在岗天数核定；县（区）残联登记发放和凭证，欠发的用红字标出。"),
    )  # fmt: skip


@page("commissioner.pay")
def reckon(request: PostRequest) -> HttpResponseBase:
    """What a month is worth for everybody."""
    to = reverse("commissioners:payments")
    form = forms.MonthForm(request.POST or None, initial={"month": services.first_of(today())})
    return form_page(
        request, form, lambda d: services.reckon(request.post.region, d["month"]), title=_("核定应发补贴"), button=_("核定"), to=to, back=to,
        done=lambda n: _("新增 %(n)d 人的应发补贴。") % {"n": n}, intro=_("按任职天数和补贴标准计算；已经核定过的人不变。"), crumbs=way(),
    )  # fmt: skip


@page("commissioner.pay")
def correct(request: PostRequest, pk: int) -> HttpResponseBase:
    """What was paid in one month."""
    found = get_object_or_404(Payment.objects.with_names(), pk=pk)
    to = reverse("commissioners:commissioner", args=[found.commissioner_id])
    form = forms.CorrectForm(
        request.POST or None, initial={"paid": found.paid, "on": found.paid_on or today(), "proof": found.proof}
    )
    return form_page(
        request, form, lambda d: services.correct(pk, request.post, d["paid"], d["on"], d["proof"]), title=_("更正发放"), button=_("保存"), to=to,
        intro=_("%(name)s %(month)s，应发 %(due)s 元") % {"name": found.commissioner, "month": f"{found.month:%Y-%m}", "due": found.due},
        done=_("已更正。"), back=to, crumbs=way(),
    )  # fmt: skip


@page("commissioner.read")
def rates(request: PostRequest) -> HttpResponseBase:
    """Standards of one's own and of those above."""
    return list_page(
        request, title=_("补贴标准"), rows=Rate.objects.select_related("region"), table=RateTable, template="commissioners/rates.html", tab="pay",
        crumbs=way(), intro=_("按岗位层级和地区登记；本地没有登记的，适用上级的标准。"),
    )  # fmt: skip


@page("commissioner.rate")
def rate_add(request: PostRequest) -> HttpResponseBase:
    """A standard for one's own division."""
    to = reverse("commissioners:rates")
    return form_page(
        request, forms.RateForm(request.POST or None), lambda d: services.set_rate(request.post, **d), title=_("登记补贴标准"),
        button=_("登记"), to=to, done=_("已登记。"), back=to, crumbs=way(),
    )  # fmt: skip


@page("commissioner.read")
def arrears(request: PostRequest) -> HttpResponseBase:
    """Arrears by division and by month."""
    region, day = region_looked_at(request), today()
    children, months = Children.of(region), services.months_back(today(), MONTHS)
    rows: Any = Payment.objects.within(region).filter(month__gte=months[0], month__lte=ripe_before(day)).order_by()
    late = Q(paid__lt=F("due"))
    counted = rows.annotate(place=code_part(rows, children.length)).values("place", "month").annotate(
        total=Count("pk"), late=Count("pk", filter=late), owed=Sum(F("due") - F("paid"), filter=late)
    )  # fmt: skip
    cells: dict[Region, dict[Any, Any]] = {}
    for row in counted:
        cells.setdefault(children.place(row["place"]), {})[row["month"]] = row
    places = [r for r in [region, *children.regions] if r in cells]
    shown = [m for m in months if m <= ripe_before(day)]
    lines = [(r, [(m, cells[r].get(m)) for m in shown], sum(c["owed"] or 0 for c in cells[r].values())) for r in places]
    context = {
        "title": _("欠发统计"), "region": region, "months": shown, "tab": "pay", "crumbs": way(), "rows": lines,
        "deeper": [r for r in children.regions if r.level < Level.VILLAGE],
    }  # fmt: skip
    return render(request, "commissioners/arrears.html", context)

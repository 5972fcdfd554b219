"""The board of publications (公示): in the village or community of the applicant, as the measures say (art. 9)."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _

from zulian.certificates.models import Case, State
from zulian.certificates.services.desks import desk_words
from zulian.foundation.clock import today
from zulian.foundation.few import Few
from zulian.foundation.policy import policy
from zulian.regions.models import Level, Region

MOST = 100


def published(region: Region) -> Few:
    """What is published now in a village or community, or in a township for who is registered with none below it."""
    if region.level < Level.TOWNSHIP:
        return Few.of(Case.objects.none(), MOST)
    # Of a transfer that is assessed anew the neighbours are those of the new home.
    here = Q(region=region, to_region=None) | Q(to_region=region)
    rows = Case.objects.filter(here, state=State.PUBLISH, publish_until__gte=today())
    return Few.of(rows.with_names().order_by("publish_until", "pk"), MOST)


def objection_words(region: Region) -> str:
    """How to object to what is published: neighbours to the county, the applicant to the city (art. 25)."""
    if region.level < Level.COUNTY:
        return ""
    county = Region.objects.get(code=region.code[:6].ljust(12, "0"))
    words = _(
        "公示期为 %(days)d 个工作日。对公示内容有异议的，请在公示期内向%(county)s书面或当面反映，应写明事实和联系方式；"
        "申请人对评定结果有异议的，可在收到告知之日起 %(n)d 个工作日内向市残联申请复核。"
    )
    rules = policy("certificates/procedure", today())
    told = words % {
        "county": county.organisation,
        "days": rules["publish_workdays"],
        "n": rules["objection_workdays"],
    }
    if where := desk_words(county):
        said = {"county": county.organisation, "where": where}
        told += _("%(county)s办证窗口：%(where)s。") % said
    return told

"""Pages of people without an account in this room: judges, social organisations, and who was served."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zulian.accounts.handed_kinds import HandedKind, opened_in, register_handed, renew_key
from zulian.social.models import Judge, Organisation, Served
from zulian.social.room import to

JUDGE, ORGANISATION, SERVED = "judge", "organisation", "served"

register_handed(
    HandedKind(
        key=JUDGE,
        name=_("评审页面"),
        permission="social.write",
        find=lambda pk: Judge.objects.select_related("purchase").get(pk=int(pk)),
        who=lambda judge, _pk: str(judge.name),
        address=lambda judge, _pk, _turn: to("judging", judge.page_key),
        renew=renew_key,
        opened_by=opened_in(Judge),
        back=lambda judge: str(judge.purchase.get_absolute_url()),
    ),
    HandedKind(
        key=ORGANISATION,
        name=_("本组织的页面"),
        permission="social.write",
        find=lambda pk: Organisation.objects.get(pk=int(pk)),
        who=lambda organisation, _pk: str(organisation.name),
        address=lambda organisation, _pk, _turn: to("mine", organisation.page_key),
        renew=renew_key,
        opened_by=opened_in(Organisation),
    ),
    HandedKind(
        key=SERVED,
        name=_("评价页面"),
        permission="social.write",
        find=lambda pk: Served.objects.select_related("contract", "person").get(pk=int(pk)),
        who=lambda served, _pk: str(served.person.masked_name),
        address=lambda served, _pk, _turn: to("said", served.page_key),
        renew=renew_key,
        opened_by=opened_in(Served),
        back=lambda served: str(served.contract.get_absolute_url()),
        # Who was served says so once, on whatever is at hand.
        has_pin=False,
    ),
)

"""The register of visits asked for on the public page (网上预约上门)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates import forms
from zulian.certificates.models import HomeAsk
from zulian.certificates.registers.visits import OfVisits
from zulian.certificates.services import public
from zulian.foundation.detail import Button
from zulian.registers.actions import Action
from zulian.registers.shown import Shown


class HomeAskRegister(OfVisits):
    """What was asked for without an account: called back, then registered or refused."""

    model, key, prefix, title = HomeAsk, "home-ask", "visits/asked/", _("网上预约")
    intro = _("群众在公众页面预约的上门服务。请先打电话核实，再对上档案登记，或写明原因不予受理。")
    columns = (Shown("whose", _("姓名")), "purpose", "state", "at", "region")
    filters = ("state", "purpose")
    facts = (
        "name",
        Shown("phone", _("联系电话")),
        Shown("place", _("详细地址")),
        *("region", "purpose", "why", "at", "note"),
        Shown("visit", _("上门申请"), leads="visit"),
    )
    related = ("visit",)
    actions = (
        Action(
            key="take",
            label=_("登记上门"),
            service=lambda call: public.take(
                call.pk,
                call.post,
                call.data["id_number"],
                tuple(call.data["categories"]),
                for_other=call.data["for_other"],
            ),
            form=forms.TakeHomeForm,
            sources=[HomeAsk.State.NEW],
            main=True,
            button=_("登记"),
            done=_("已登记为上门申请。"),
            leads_to=lambda found: str(found.visit.get_absolute_url()),
        ),
        Action(
            key="refuse",
            label=_("不予受理"),
            icon="x",
            service=lambda call: public.refuse(call.pk, call.post, call.data["note"]),
            fields=("note",),
            required=("note",),
            sources=[HomeAsk.State.NEW],
            done=_("已答复。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        return f"{row.name} · {row.get_purpose_display()}"

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        return super().acts(row, post, panel)


HOME_ASKS = HomeAskRegister()

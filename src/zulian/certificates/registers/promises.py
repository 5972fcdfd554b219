"""Registers of promises (承诺书): the texts with their versions, and the signatures under each."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.forms import TextForm
from zulian.certificates.models import PromiseText, Signature
from zulian.certificates.room import ROOM
from zulian.certificates.services import promises
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem
from zulian.registers.actions import Add
from zulian.registers.register import Register
from zulian.registers.shown import Shown


class TextRegister(Register):
    """Texts to sign, with their versions."""

    model, room, tab, permission = PromiseText, ROOM, "promises", "promise"
    key, prefix = "promise-text", "promises/texts/"
    columns = ("kind", "version", "since", Shown("region__organisation", _("制定单位")))
    facts = (Shown("region__organisation", _("制定单位")), "since", "text")
    panels, related = (Signature,), ("region",)
    actions = (
        Add(
            label=_("发布新版本"),
            service=lambda call: promises.issue_text(call.post.region, **call.data),
            form=TextForm,
            starts=lambda row: {"since": today()},
            intro=_("发布后，本单位和下级的有关岗位须重新签署。"),
            button=_("发布"),
            done=_("已发布。"),
        ),
    )


class SignatureRegister(Register):
    """Signatures under the texts."""

    model, room, tab, permission = Signature, ROOM, "promises", "promise"
    key, parent, has_page, has_list = "signature", "text", False, False
    related = ("text", "post__user", "post__region", "region", "scan")
    columns = (
        Shown("post__user__name", _("姓名")),
        Shown("text__kind", _("文本")),
        Shown("region__organisation", _("单位")),
        *("method", "signed_on", "expires_on"),
    )

    def item(self, row: Any, post: Post) -> ListItem:
        url = reverse("documents:download", args=[row.scan_id]) if row.scan_id else ""
        words = f"{row.post} · {row.signed_on} · {row.get_method_display()}"
        return ListItem(
            row.typed_name,
            url,
            words,
            *(("", "") if row.is_sound else ("overdue", _("文本已变动"))),
        )


TEXTS = TextRegister()
SIGNATURES = SignatureRegister()

"""Registers of circulars (工作要点) and of the bulletins issued on them (通报总结). Their pages are papers, and views."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.detail import Button
from zulian.plans.models import Circular, IssuedBulletin
from zulian.plans.numbers import written
from zulian.plans.room import PLANS
from zulian.registers.register import Register
from zulian.registers.shown import Shown

UNIT = Shown("region", _("印发单位"), lambda row: row.region.organisation)


def issued_words(row: IssuedBulletin) -> str:
    """When a bulletin was issued, by the clock on the wall; or that it is a draft."""
    if row.issued_at is None:
        return str(_("草稿"))
    return date_format(localtime(row.issued_at), "Y-m-d H:i")


class PaperIssued(Register):
    """What organisations issue by a number, to those below them."""

    room, permission, related = PLANS, "plan", ("region",)
    search, hit_columns = ("title__contains", "number__contains"), ("number",)

    def found_by(self, words: str) -> QuerySet[Any]:
        """By title or number, however its brackets were typed."""
        return super().found_by(words) | super().found_by(written(words))

    def hit_detail(self, row: Any) -> str:
        """Whose it is."""
        return str(row.region.organisation)


class CircularRegister(PaperIssued):
    """Circulars of one's organisation and, adopted, of those above."""

    model = Circular
    key, state, title = "circular", "status", _("工作要点")
    intro = _("上传文件，核对条款，下达任务。")
    columns = (
        "title",
        "year",
        "number",
        UNIT,
        "issued_on",
        Shown("status", value=lambda row: row.status_words),
    )
    filters = ("year", "title", "kind")
    former_names = ("plans:circulars",)
    links = ((_("来文登记"), "paper-list", "clipboard-list"),)

    def seen_by(self, rows: QuerySet[Any], post: Post) -> QuerySet[Any]:
        """Drafts of others do not exist for a post."""
        return rows.filter(Q(status=Circular.Status.ADOPTED) | Q(region_id=post.region_id))

    def state_of(self, row: Any) -> tuple[str, Any]:
        """Waiting for its period, carried out in it, over, closed."""
        return "", row.status_words

    def list_acts(self, post: Post) -> list[Button]:
        """The form by which one is handed over is a page of its own."""
        upload = Button(_("上传工作要点"), PLANS.url("upload"), "upload", main=True)
        return [*super().list_acts(post), *([upload] if post.may("plan.write") else [])]


class IssuedBulletinRegister(PaperIssued):
    """Bulletins and summaries that were issued, and the drafts of one's own organisation; they stand on the pages of their plan."""

    model = IssuedBulletin
    key, prefix, has_list, state = "issued-bulletin", "bulletins/", False, ""
    columns = (
        Shown("title", value=str),
        *("number", UNIT, "on"),
        Shown("issued_at", value=issued_words),
    )

    def seen_by(self, rows: QuerySet[Any], post: Post) -> QuerySet[Any]:
        """Drafts are for those who write them."""
        issued = Q(issued_at__isnull=False)
        return rows.filter(
            issued | Q(region_id=post.region_id) if post.may("plan.write") else issued
        )


CIRCULARS = CircularRegister()
ISSUED_BULLETINS = IssuedBulletinRegister()

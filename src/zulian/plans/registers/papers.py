"""The register of papers from above (来文登记): the list, registering, one paper with what cites it, correcting what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.plans.forms import RegisterForm
from zulian.plans.models import IncomingPaper
from zulian.plans.numbers import written
from zulian.plans.room import PLANS
from zulian.plans.services import incoming
from zulian.registers.actions import Action, Add, Call, is_own
from zulian.registers.register import Register
from zulian.registers.shown import Shown

if TYPE_CHECKING:
    from zulian.accounts.middleware import PostRequest


def by_words(rows: QuerySet[Any], _name: str, value: str) -> QuerySet[Any]:
    """Papers by a part of their title, number or issuer."""
    return rows.filter(
        Q(title__contains=value) | Q(number__contains=value) | Q(issuer__contains=value)
    )


def take_in(call: Call) -> IncomingPaper:
    """Read and register a file."""
    file = call.data["file"]
    data = call.data
    return incoming.register(
        file.read(),
        file.name,
        call.post,
        data["received_on"],
        is_corrected=data["is_corrected"],
    )


def registered_words(paper: IncomingPaper) -> str:
    """Under which entry it stands, and which other paper has its number."""
    words = gettext("已登记为%(entry)s，请核对读出的内容。") % {"entry": paper.entry}
    other = incoming.of_same_number(paper)
    if other is None:
        return words
    hint = gettext(
        "本单位已登记过同一文号的%(entry)s《%(title)s》，请核对文号是否读错、来文是否重复。"
    )
    return words + hint % {"entry": other.entry, "title": other.title}


REMARK = Shown("remark")
UNIT = Shown("region", value=lambda row: row.region.organisation)


class PaperRegister(Register):
    """Papers registered by one's organisation, and those that others above have opened."""

    model, room, permission = IncomingPaper, PLANS, "plan"
    key, prefix, title, template = "paper", "papers/", _("来文登记"), "plans/incoming.html"
    intro = _("上级和组织部门的来文在这里登记、保存；工作要点里引用的文件会自动对上。")
    related = ("region", "source", "by__user")
    columns = ("title", "entry", "number", "issuer", "issued_on", "received_on", UNIT)
    facts = (
        *("entry", UNIT, "received_on", "issuer", "number", "issued_on"),
        Shown("by__user__name", _("登记人")),
        "published",
    )
    search, hit_columns = ("title__contains", "number__contains"), ("number", "issued_on")
    filters = (
        django_filters.CharFilter(field_name="words", label=_("标题、文号或机关"), method=by_words),
    )
    actions = (
        Add(
            key="register",
            label=_("登记来文"),
            icon="upload",
            form=RegisterForm,
            service=take_in,
            button=_("上传并登记"),
            done=registered_words,
            leads_to=lambda paper: reverse("plans:paper-edit", args=[paper.pk]),
        ),
        Action(
            key="edit",
            label=_("核对来文"),
            fields=[
                *("issuer", "number", "title", "issued_on"),
                *("received_on", "remark", "published"),
            ],
            service=lambda call: incoming.correct(call.row, call.data),
            is_for=is_own,
            whose=_("来文由登记的单位核对。"),
        ),
    )

    def found_by(self, words: str) -> QuerySet[Any]:
        """By title or number, however its brackets were typed."""
        return super().found_by(words) | super().found_by(written(words))

    def fact_list(self, row: Any) -> list[tuple[Any, Any]]:
        """What an organisation notes for itself (拟办意见) is shown inside it alone."""
        own = [(self.label_of(REMARK), REMARK.value_of(row))] if incoming.shows_remark(row) else []
        return [*super().fact_list(row), *own]

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """The file as it came, beside what may be done."""
        address = reverse("documents:download", args=[row.source_id])
        return [Button(_("下载原文件"), address, "download"), *super().acts(row, post, panel)]

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """The paper's text."""
        return {"circular": row}

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """The circulars that cite it."""
        items = [
            ListItem(
                one.title,
                one.get_absolute_url(),
                " · ".join(filter(None, (one.number, str(one.status_words)))),
            )
            for one in incoming.citing(row, post.region_id)
        ]
        return [Panel(_("引用它的工作要点"), items, _("还没有工作要点引用它。"))]


PAPERS = PaperRegister()

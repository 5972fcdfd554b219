"""The register of answers of the national register (国家库核对): what differs is the work list."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.models import Certificate, Check
from zulian.certificates.registers.common import NameFilter, noted
from zulian.certificates.registers.leaving import HOLDER, NUMBER, OfHolder
from zulian.certificates.room import COUNTER
from zulian.certificates.rules.cards import mask_number
from zulian.certificates.rules.exchange import COMPARED
from zulian.certificates.services import exchange
from zulian.foundation.detail import ListItem, Panel
from zulian.people.disabilities import CATEGORIES, GRADES
from zulian.registers.actions import Action
from zulian.registers.shown import Shown


def intro_words() -> str:
    """What this list is, and how far the names of the interface are known."""
    words = gettext(
        "与国家残疾人人口基础数据库核对的结果。没有接口的，导出持证人名单送上级查询，把查询结果导入。"
    )
    return f"{words}{gettext('接口名称依据：')}{noted(exchange.figures())}"


class CheckRegister(OfHolder):
    """Answers about holders, the latest of each; what differs comes to be looked into."""

    model, tab, permission, write = Check, "checks", "certificate", COUNTER
    key, prefix, ledger, title = "check", "checks/", "national", _("国家库核对")
    intro = lazy(intro_words, str)()
    columns = (HOLDER, Shown("differs_words", _("不一致的内容")), "state", "way", "at", "region")
    filters = (NameFilter(), "state", "way")
    facts = (
        HOLDER,
        NUMBER,
        "region",
        Shown("differs_words", _("不一致的内容")),
        *("way", "at", "code", "fault", "note"),
        Shown("by__user__name", _("核对人")),
    )
    actions = (
        Action(
            key="settle",
            label=_("处理"),
            service=lambda call: exchange.settle(call.pk, call.post, call.data["note"]),
            fields=("note",),
            required=("note",),
            sources=[Check.State.DIFFERS],
            inline=True,
            button=_("记录处理情况"),
            done=_("已记录。"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        return super().rows().select_related("person", "region", "by__user")

    def list_rows(self) -> QuerySet[Any]:
        return self.rows().filter(is_latest=True)

    def cards(self, row: Any, post: Post) -> list[Panel]:
        """Both sides, where the other side said something."""
        said = json.loads(row.record or "{}")
        if not said:
            return []
        card = Certificate.objects.live().filter(person=row.person_id).first()
        ours = exchange.record_of(row.person)
        here = vars(ours) if ours else {}
        items = [
            ListItem(
                str(name),
                "",
                _("本系统：%(ours)s；国家库：%(theirs)s")
                % {"ours": shown(key, here.get(key)), "theirs": shown(key, said.get(key))},
                *(("returned", _("不一致")) if key in row.differs else ("", "")),
            )
            for key, name in COMPARED.items()
        ]
        url = card.get_absolute_url() if card else ""
        return [Panel(_("两边的记录"), items, ""), *self._way(url)]

    def _way(self, url: str) -> list[Panel]:
        return [Panel(_("残疾人证"), [ListItem(_("查看证件"), url)], "")] if url else []


def shown(key: str, value: Any) -> str:
    """A value of a record as people read it; the number masked."""
    if value in (None, ""):
        return "—"
    if key == "number":
        return mask_number(str(value))
    choices: dict[str, Any] = {
        "category": CATEGORIES,
        "grade": GRADES,
        "state": Certificate.State.choices,
    }
    names: dict[Any, Any] = dict(choices.get(key, ()))
    return str(names.get(value, value))


CHECKS = CheckRegister()

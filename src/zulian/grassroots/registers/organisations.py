"""The register of grassroots organisations (基层组织), and when each had reached its standard."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.middleware import PostRequest
from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem
from zulian.grassroots import forms
from zulian.grassroots.models import Assessment, Organisation, Problem, Standing
from zulian.grassroots.registers.common import (
    BY_PLACE,
    LEVEL,
    UNIT,
    GrassrootsRegister,
    axes_of,
    stands_above,
)
from zulian.grassroots.room import FILL
from zulian.grassroots.services import organisations as services
from zulian.grassroots.services.common import ABOVE
from zulian.registers.actions import Action
from zulian.registers.filters import hidden
from zulian.registers.shown import Shown, in_words

# What may not be known yet.
NUMBERS = ("establishment", "staff", "office_area", "activity_area", "computers", "funds")
WHO = ("established_on", "basis", "head", "contact")
HAS = (
    *(
        "establishment",
        "staff",
        "office",
        "office_area",
        "activity_area",
        "computers",
        "equipment",
        "funds",
    ),
    *(
        "sign",
        "accessible",
        "wall_charter",
        "wall_duties",
        "wall_rules",
        "wall_people",
        "wall_services",
    ),
)


def by_lack(rows: Any, name: str, value: str) -> Any:
    """Organisations that lack one thing that those of their level should have, or anything at all."""
    return (
        rows.exclude(services.complete(today()))
        if value == "any"
        else rows.filter(services.lacking(value, today()))
    )


def reached_words(row: Organisation) -> str:
    """Until when what it has reached counts, or that it counts no more."""
    if row.reached_until is None:
        return ""
    return (
        str(in_words(row.reached_until)) if row.has_reached(today()) else gettext("达标已过有效期")
    )


class OrganisationRegister(GrassrootsRegister):
    """Organisations, one for each county, township and village."""

    model = Organisation
    key, tab, ledger, state = "organisation", "organisations", "organisations", "grade"
    intro = _(
        "县（区）残联、乡镇（街道）残联和村（社区）残协，每个一份：机构、人员、场所、经费、制度。"
    )
    template = "grassroots/organisation.html"
    columns = (
        UNIT,
        LEVEL,
        *(
            "head",
            "staff",
            "office",
            Shown("activity_area", _("场所（平方米）")),
            "sign",
            "grade",
            "reached_until",
            "verified_on",
        ),
    )
    filters = (
        *BY_PLACE,
        "grade",
        hidden(django_filters.CharFilter("lack", label=_("缺项"), method=by_lack)),
    )
    search = ("region__name__contains",)
    facts = (
        *WHO,
        Shown("masked_phone", _("联系电话")),
        *HAS,
        Shown("verified_on", value=lambda row: in_words(row.verified_on) or gettext("尚未核实")),
        Shown("reached_until", value=reached_words),
    )
    beside = (Problem, Assessment, Standing)
    actions = (
        Action(
            key="change",
            label=_("更新情况"),
            title=_("更新组织情况"),
            service=lambda call: services.change(call.pk, call.data),
            fields=(*WHO, "contact_phone", *HAS),
            optional=("established_on", *NUMBERS),
            permission=FILL,
            main=True,
            done=_("已保存，记为今天核实。"),
        ),
        Action(
            key="veto",
            label=_("登记否决事项"),
            icon="alert-triangle",
            service=lambda call: services.fail_veto(
                call.pk, call.post, call.data["item"], call.data["text"]
            ),
            form=forms.VetoForm,
            intro=_("登记后达标状态立即终止，并生成整改问题；整改验收通过后自动恢复。"),
            is_open_for=lambda row: row.has_reached(today()),
            is_for=stands_above,
            whose=ABOVE,
            button=_("登记"),
            done=_("已登记，达标状态已终止。"),
            leads_to=lambda problem: str(problem.get_absolute_url()),
        ),
    )

    def state_of(self, row: Any) -> tuple[str, Any] | None:
        return super().state_of(row) if row.grade else None

    def alert(self, post: Post, row: Any) -> str:
        """What is missing."""
        missing = [need.words for need in services.missing(row, today())]
        words = gettext("按规范化要求还缺 %(n)d 项：%(which)s")
        return words % {"n": len(missing), "which": "、".join(missing)} if missing else ""

    def context(self, request: PostRequest, row: Any) -> dict[str, Any]:
        """What its newest assessment came to, group by group."""
        assessed = Assessment.objects.filter(region=row.region_id, percent__isnull=False)
        return axes_of(assessed.with_names().order_by("-pk").first())

    def searched(self, post: Post, words: str) -> list[QuerySet[Any]]:
        """By the name of its division, whatever the organisation is called there."""
        name = words
        for ending in ("残联", "残协"):  # untranslated: how organisations are called
            name = name.removesuffix(ending)
        return super().searched(post, name) if name and not name.isascii() else []

    def hit_detail(self, row: Any) -> str:
        return str(row.get_grade_display())


class StandingRegister(GrassrootsRegister):
    """The times of having reached the standard (达标记录), on the organisation's page."""

    model = Standing
    key, tab, parent = "standing", "organisations", "organisation"
    has_page = has_list = False
    empty = _("没有达标记录。")

    def item(self, row: Any, post: Post) -> ListItem:
        words = f"{row.get_grade_display()} · {row.since} — {row.ended_on or row.until}"
        return ListItem(words, "", row.ended_why)


ORGANISATIONS = OrganisationRegister()
STANDINGS = StandingRegister()

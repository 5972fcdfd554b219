"""The roster of leaders."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from zulian.documents.official import Official, Table, compose
from zulian.foundation.clock import today
from zulian.leadership.models import Term
from zulian.regions.models import Region


def leader_list(region: Region, terms: Sequence[Term]) -> Official:
    """领导班子名册 as an official paper: who holds which office until when."""
    official = Official(_("领导班子名册"), "", region.official_name, today())
    official.blocks.append(compose(_("现任{n}名，按单位和职务排列。"), n=len(terms)))
    head = (
        _("序号"),
        _("单位"),
        _("职务"),
        _("姓名"),
        _("性别"),
        _("与残疾人的关系"),
        _("任职日期"),
        _("届满日期"),
    )
    lines = tuple(
        (
            str(n),
            t.region.organisation,
            t.office.title,
            t.person.name,
            str(t.person.get_sex_display()),
            str(t.get_tie_display()),
            str(t.since),
            str(t.until),
        )
        for n, t in enumerate(terms, 1)
    )
    official.blocks.append(Table(head, lines))
    return official

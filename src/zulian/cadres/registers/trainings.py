"""The register of trainings of a cadre (培养锻炼)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.cadres import proofs
from zulian.cadres.models import Training
from zulian.cadres.registers.files import OfCadre
from zulian.cadres.services import files as services
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem
from zulian.indicators.proofs import lacking_words
from zulian.registers.actions import Action
from zulian.registers.dates import Day
from zulian.registers.shown import Shown


def is_to_be_said(row: Training) -> bool:
    """Whether something is still to be registered of a training: that it was done, or what proves it."""
    return row.done_on is None or bool(proofs.lacking_of(row, today()))


class TrainingRegister(OfCadre):
    """Trainings (培养锻炼): planned and done."""

    model = Training
    dates = (Day("planned_on", "done_on", takes_place=True),)
    tab, key, prefix = "trainings", "training", "trainings/"
    empty = _("没有安排。")
    columns = (
        Shown("cadre__person__name", _("姓名"), leads="cadre"),
        *("year", "kind", "subject", "planned_on", "done_on", "hours", "region"),
    )
    filters = (
        "year",
        "kind",
        django_filters.BooleanFilter("done_on", "isnull", exclude=True, label=_("已完成")),
    )
    actions = (
        Action(
            key="done",
            label=_("登记完成"),
            title=_("登记培养完成"),
            icon="check",
            service=lambda call: services.finish_training(call.pk, **call.data),
            fields=("done_on", "hours", "result"),
            starts=lambda row: {"hours": row.hours or None},
            intro=lambda row: row.subject,
            is_open_for=is_to_be_said,
            many=True,
            done=_("已登记。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        return f"{row.cadre.person.name} {row.subject}"

    def item(self, row: Any, post: Post) -> ListItem:
        if row.done_on is None:
            words = gettext("计划 %(day)s") % {"day": row.planned_on}
        else:
            words = gettext("%(day)s 完成，%(n)d 学时") % {"day": row.done_on, "n": row.hours}
            lacking = lacking_words(_("已登记完成"), proofs.lacking_of(row, today()))
            words = " · ".join(filter(None, (words, lacking)))
        return ListItem(
            f"{row.year} · {row.get_kind_display()} · {row.subject}",
            "",
            words,
            acts=self.acts(row, post),
        )


TRAININGS = TrainingRegister()

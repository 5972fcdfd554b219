"""Registers of delegates (代表) and of the units that send them (选举单位)."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from zulian.congress import forms
from zulian.congress.models import CongressState, Delegate, DelegateState, Trait, Unit
from zulian.congress.room import ROOM, room_of
from zulian.congress.services import delegates as services
from zulian.foundation.rooms import Room
from zulian.people.tables import name_filter
from zulian.registers.actions import Action
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown


def is_open(row: Any) -> bool:
    """Whether the list can still be changed: its congress is under preparation."""
    return bool(row.congress.state == CongressState.PREPARING)


def ticked(name: str) -> Shown:
    """A column that is marked where it holds."""
    return Shown(name, value=lambda row: "✔" if getattr(row, name) else "—")


def trait_words(row: Delegate) -> str:
    """What the list has in the delegate."""
    return "、".join(str(Trait(trait).label) for trait in sorted(services.traits(row)))


class DelegateRegister(Register):
    """Delegates of all congresses in view."""

    model = Delegate
    room, tab, permission = ROOM, "people", "congress"
    key, prefix, list_prefix = "delegate", "delegate/", "delegates/"
    title, ledger, parent = _("各级代表"), "delegates", "congress"
    related = ("congress__region",)
    columns = (
        *("person__name", "person__sex", "person__ethnicity", "unit", "tie", "category"),
        *(ticked("party"), ticked("grassroots"), "work", ticked("listed"), "state"),
    )
    filters = (
        name_filter(),
        "tie",
        "state",
        django_filters.ChoiceFilter(
            field_name="listed",
            label=_("名单"),
            choices=[("yes", _("在名单中")), ("no", _("备选"))],
            empty_label=ALL,
            method=lambda rows, name, value: rows.filter(listed=value == "yes"),
        ),
    )
    facts = (
        *(
            "unit",
            "how",
            "person__sex",
            "person__birth",
            "person__ethnicity",
            "work",
            "tie",
            "category",
        ),
        Shown("traits", _("构成"), trait_words),
        Shown("need_words", _("无障碍需求")),
        Shown("listed", _("名单"), lambda row: _("在名单中") if row.listed else _("备选")),
        *("seat", "checked_in_at", "note"),
    )
    actions = (
        Action(
            key="qualify",
            label=_("资格审查通过"),
            icon="check",
            service=lambda call: services.review(call.pk, "qualify"),
            sources=[DelegateState.PROPOSED],
            is_open_for=is_open,
            main=True,
            many=True,
            done=_("已登记。"),
        ),
        Action(
            key="elect",
            label=_("确认当选"),
            icon="check",
            service=lambda call: services.review(call.pk, "elect"),
            sources=[DelegateState.QUALIFIED],
            is_open_for=is_open,
            main=True,
            many=True,
            done=_("已登记。"),
        ),
        Action(
            key="change",
            label=_("修改"),
            title=_("修改代表信息"),
            service=lambda call: services.change(call.pk, call.data),
            form=forms.DelegateFields,
            intro=lambda row: row.person.name,
            is_open_for=is_open,
        ),
        Action(
            key="reject",
            label=_("资格审查不通过"),
            icon="x",
            service=lambda call: services.review(call.pk, "reject", call.data["note"]),
            fields=("note",),
            required=("note",),
            intro=lambda row: row.person.name,
            sources=[DelegateState.PROPOSED, DelegateState.QUALIFIED],
            is_open_for=is_open,
            button=_("确定"),
            done=_("已登记。"),
        ),
        Action(
            key="withdraw",
            label=_("退出"),
            icon="x",
            service=lambda call: services.review(call.pk, "withdraw", call.data["note"]),
            fields=("note",),
            required=("note",),
            intro=lambda row: row.person.name,
            sources=[DelegateState.PROPOSED, DelegateState.QUALIFIED, DelegateState.ELECTED],
            is_open_for=is_open,
            button=_("确定"),
            done=_("已登记。"),
        ),
    )

    def place_of(self, row: Any) -> tuple[Room, str]:
        return room_of(row.congress), "delegates"

    def title_of(self, row: Any) -> str:
        return str(row.person.name)


class UnitRegister(Register):
    """Electoral units, on the page of seats and composition."""

    model = Unit
    room, tab, permission = ROOM, "quota", "congress"
    key, prefix, parent, has_page, has_list = "unit", "unit/", "congress", False, False
    related = ("congress__region",)
    actions = (
        Action(
            key="change",
            label=_("修改"),
            service=lambda call: services.change_unit(call.pk, **call.data),
            fields=("weight", "seats"),
            intro=lambda row: row.name,
            is_open_for=is_open,
        ),
        Action(
            key="drop",
            label=_("删除"),
            icon="x",
            service=lambda call: services.drop_unit(call.pk),
            is_open_for=is_open,
            done=_("已删除。"),
        ),
    )

    def home_of(self, row: Any) -> str:
        return ROOM.url("quota", row.congress_id)


DELEGATES = DelegateRegister()
UNITS = UnitRegister()

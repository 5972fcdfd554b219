"""Registers of delegates (代表), of the units that send them (选举单位) and of what their list should be made up of (构成要求)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.congress import forms
from zulian.congress.models import (
    Congress,
    CongressState,
    Delegate,
    DelegateState,
    Target,
    Trait,
    Unit,
)
from zulian.congress.room import ROOM, room_of
from zulian.congress.services import delegates as services
from zulian.congress.services import electoral_units
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.rooms import Room
from zulian.people.forms import person_in
from zulian.people.hub import LeadsToFile
from zulian.people.services import enrol
from zulian.people.tables import name_filter
from zulian.registers.actions import Action, Call
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown

PREPARING = [CongressState.PREPARING]
TARGET_HELP = _("比例和人数可以只填一项；都填 0 则取消这一要求。")
# What is asked of a name beside the person.
NAME = ("unit", "tie", "category", "party", "grassroots", "work", "how")


def is_open(row: Any) -> bool:
    """Whether the list can still be changed: its congress is under preparation."""
    return bool(row.congress.state == CongressState.PREPARING)


def ticked(name: str) -> Shown:
    """A column that is marked where it holds."""
    return Shown(name, value=lambda row: "✔" if getattr(row, name) else "—")


def trait_words(row: Delegate) -> str:
    """The traits that a delegate counts for in the make-up of the list, in words."""
    return "、".join(str(Trait(trait).label) for trait in sorted(services.traits(row)))


def propose(call: Call) -> Delegate:
    """A name for the list of a congress, with the person registered where they are not yet."""
    name = services.Name(**{key: call.data[key] for key in NAME}, needs=tuple(call.data["needs"]))
    return services.propose(call.pk, enrol(person_in(call.data)), name)


# What both ways off the list share.
WITH_REASON: dict[str, Any] = {
    "icon": "x",
    "fields": ("note",),
    "required": ("note",),
    "intro": lambda row: row.person.name,
    "is_open_for": is_open,
    "button": _("确定"),
    "done": _("已登记。"),
}


class DelegateRegister(LeadsToFile):
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
            service=lambda call: services.review(call.pk, "reject", call.data["note"]),
            sources=[DelegateState.PROPOSED, DelegateState.QUALIFIED],
            **WITH_REASON,
        ),
        Action(
            key="withdraw",
            label=_("退出"),
            service=lambda call: services.review(call.pk, "withdraw", call.data["note"]),
            sources=[DelegateState.PROPOSED, DelegateState.QUALIFIED, DelegateState.ELECTED],
            **WITH_REASON,
        ),
    )

    def place_of(self, row: Any) -> tuple[Room, str]:
        return room_of(row.congress), "delegates"

    def title_of(self, row: Any) -> str:
        return str(row.person.name)


class OfCongressRegister(Register):
    """What stands on the page of seats and composition of a congress, and is changed while it is under preparation."""

    room, tab, permission = ROOM, "quota", "congress"
    parent, has_page, has_list = "congress", False, False
    related = ("congress__region",)


class UnitRegister(OfCongressRegister):
    """Electoral units with their seats."""

    model = Unit
    key, prefix, empty, panel_rows = "unit", "unit/", _("还没有选举单位。"), 300
    actions = (
        Action(
            key="change",
            label=_("修改"),
            service=lambda call: electoral_units.change_unit(call.pk, **call.data),
            fields=("weight", "seats"),
            intro=lambda row: row.name,
            is_open_for=is_open,
        ),
        Action(
            key="drop",
            label=_("删除"),
            icon="x",
            service=lambda call: electoral_units.drop_unit(call.pk),
            is_open_for=is_open,
            done=_("已删除。"),
        ),
    )

    def item(self, row: Any, post: Post) -> ListItem:
        words = gettext("名额 %(seats)d · 分配依据数 %(weight)d")
        detail = words % {"seats": row.seats, "weight": row.weight}
        return replace(super().item(row, post), detail=detail)

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel | None:
        """The units, with the seats of all of them."""
        panel = super().panel(parent, post, acts)
        if panel is None or not panel.of:
            return panel
        words = gettext("选举单位（已分配 %(n)d 名）")
        return replace(panel, title=words % {"n": sum(unit.seats for unit in panel.of)})


class TargetRegister(OfCongressRegister):
    """What the list of a congress should be made up of."""

    model = Target
    key, prefix, empty = "target", "target/", _("没有要求。")
    actions = (
        Action(
            key="change",
            label=_("修改"),
            service=lambda call: services.set_target(
                call.row.congress_id, call.row.trait, **call.data
            ),
            fields=("percent", "number"),
            intro=lambda row: f"{row}：{TARGET_HELP}",
            is_open_for=is_open,
        ),
    )

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        """Those that ask for something."""
        return super().rows_on(parent).exclude(percent=0, number=0)

    def item(self, row: Any, post: Post) -> ListItem:
        share = f"≥ {row.percent}%" if row.percent else ""
        number = f"≥ {gettext('%(n)d 人') % {'n': row.number}}" if row.number else ""
        words = " · ".join(filter(None, (share, number)))
        return replace(super().item(row, post), detail=words)


ADDING: dict[str, Any] = {
    "icon": "plus",
    "sources": PREPARING,
    "button": _("添加"),
    "done": _("已添加。"),
}
FOR_ALL: dict[str, Any] = {"icon": "", "sources": PREPARING, "panel": "delegate"}
# What is done to a congress for its units, targets and names.
OF_LIST = (
    Action(
        key="units",
        label=_("按下级区划添加"),
        icon="refresh",
        service=lambda call: electoral_units.units_from_below(call.pk),
        sources=PREPARING,
        panel="unit",
        done=_("已按下级区划添加选举单位，分配依据数为在册残疾人数，可以修改。"),
    ),
    Action(
        key="unit",
        label=_("添加选举单位"),
        service=lambda call: electoral_units.add_unit(call.pk, **call.data),
        model=Unit,
        fields=("name", "weight"),
        panel="unit",
        **ADDING,
    ),
    Action(
        key="share",
        label=_("按依据数分配"),
        title=_("分配名额"),
        service=lambda call: electoral_units.share_out(call.pk, call.data["size"]),
        fields=("size",),
        sources=PREPARING,
        panel="unit",
        inline=True,
        button=_("按依据数分配"),
        done=_("已按最大余额法分配，可逐个调整。"),
    ),
    Action(
        key="target",
        label=_("添加"),
        title=_("构成要求"),
        icon="plus",
        service=lambda call: services.set_target(call.pk, **call.data),
        model=Target,
        fields=("trait", "percent", "number"),
        intro=TARGET_HELP,
        sources=PREPARING,
        panel="target",
    ),
    Action(
        key="name",
        label=_("添加人选"),
        title=_("添加代表人选"),
        service=propose,
        form=forms.DelegateForm,
        main=True,
        panel="delegate",
        **ADDING | {"done": _("已添加，等资格审查。")},
    ),
    Action(
        key="pass-all",
        label=_("其余审查通过"),
        service=lambda call: services.pass_all(call.pk),
        done=_("名单内待审查的人选已全部通过。"),
        **FOR_ALL,
    ),
    Action(
        key="elect-all",
        label=_("确认当选"),
        service=lambda call: services.elect_all(call.pk),
        done=_("名单内审查通过的人选已确认当选。"),
        **FOR_ALL,
    ),
)
# What the steps of the whole list say: how many names in which state they are for.
COUNTED = {
    "congress-pass-all": (DelegateState.PROPOSED, _("其余 %(n)d 名审查通过")),
    "congress-elect-all": (DelegateState.QUALIFIED, _("确认 %(n)d 名当选")),
}


def numbered(congress: Congress, acts: Iterable[Button]) -> Iterator[Button]:
    """The buttons above the list of a congress; a step for all says for how many names, and is left out where there are none."""
    steps = {ROOM.url(name, congress.pk): step for name, step in COUNTED.items()}
    for act in acts:
        if act.url not in steps:
            yield act
            continue
        state, label = steps[act.url]
        if count := congress.delegates.filter(state=state, listed=True).count():
            yield replace(act, words=label % {"n": count})


DELEGATES = DelegateRegister()
UNITS = UnitRegister()
TARGETS = TargetRegister()

"""Registers of rounds (换届轮次) and congresses (代表大会), with the further pages of a congress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import django_filters
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.congress import forms
from zulian.congress.models import (
    Congress,
    CongressState,
    Contest,
    Delegate,
    Round,
    Step,
    Target,
    Unit,
    procedure,
)
from zulian.congress.registers.contests import OF_CONTESTS
from zulian.congress.registers.delegates import OF_LIST, numbered
from zulian.congress.room import ROOM, room_of
from zulian.congress.services import holding, meeting
from zulian.congress.services import rounds as services
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.rooms import Room
from zulian.regions.filters import LEVELS
from zulian.registers.actions import Action, Add
from zulian.registers.dates import Day
from zulian.registers.declared import register_of
from zulian.registers.filters import ALL
from zulian.registers.leaves import Leaf
from zulian.registers.register import Register
from zulian.registers.shown import Shown, state_of

NAMED = 12
LEVEL = django_filters.ChoiceFilter(
    field_name="region__level", label=_("层级"), choices=LEVELS, empty_label=ALL
)


def state_filter(
    choices: Sequence[tuple[Any, Any]], late: Any, when_late: Any
) -> django_filters.ChoiceFilter:
    """The filter by state, where being late is one as well."""

    def narrowed(rows: Any, name: str, value: str) -> Any:
        return when_late(rows) if value == "late" else rows.filter(state=value)

    return django_filters.ChoiceFilter(
        field_name="state",
        label=_("状态"),
        choices=[*choices, ("late", late)],
        method=narrowed,
        empty_label=ALL,
    )


def late_or_state(row: Congress | Step) -> tuple[str, Any]:
    """The colour and the words of a state; being late outweighs it."""
    color, words = state_of(row, "state") or ("", "")
    return ("overdue", f"{gettext('逾期')}·{words}") if row.is_late else (color, words)


STATE = Shown("state", value=lambda row: badge(*late_or_state(row)))


class RoundRegister(Register):
    """Rounds, which open the congresses of a whole tree."""

    model = Round
    room, tab, permission = ROOM, "wave", "congress"
    key, prefix = "round", "round/"
    related = ("region",)
    columns = (
        Shown("ordinal", value=lambda row: row.name),
        *("region", "basis", "opened_on", "township_due", "county_due", "city_due"),
    )
    has_page = False
    actions = (
        Add(
            label=_("部署换届"),
            service=lambda call: services.open_round(call.post, services.Call(**call.data)),
            fields=("ordinal", "basis", "township_due", "county_due", "city_due"),
            permission="congress.round",
            intro=_(
                "给管辖范围内的每个残联建立代表大会和筹备清单，并发出通知。时限先乡级、再县级、后市级。"
            ),
            button=_("部署"),
            done=_("已部署，各单位已收到通知。"),
        ),
        Action(
            key="extend",
            label=_("补充新设单位"),
            icon="refresh",
            service=lambda call: services.extend(call.pk, call.post),
            permission="congress.round",
            is_for=lambda post, row: post.region_id == row.region_id,
            whose=_("由部署这一轮换届的残联补充单位。"),
            done=_("已补充新设的单位。"),
        ),
    )

    def home_of(self, row: Any) -> str:
        return str(row.get_absolute_url())


def open_steps(row: Congress) -> list[Step]:
    """The steps of a congress that are not done, in their order; looked up once for a row."""
    known: dict[str, Any] = vars(row)
    if "open_steps" not in known:
        known["open_steps"] = list(row.steps.open().select_related("congress"))
    return list(known["open_steps"])


def is_preparing(row: Congress) -> bool:
    """Whether a congress is under preparation."""
    return bool(row.state == CongressState.PREPARING)


def meeting_words(row: Congress) -> str:
    """When it was held and who came, or when and where it is to be held."""
    if row.held_on:
        words = gettext("%(day)s 召开，代表 %(size)s 名，实到 %(come)s 名")
        return words % {"day": row.held_on, "size": row.size or "—", "come": row.attended or "—"}
    if row.day is None:
        return ""
    words = gettext("拟于 %(day)s 召开") % {"day": row.day}
    return f"{words}（{row.place}）" if row.place else words


def composition_mark(row: Congress) -> SafeString:
    """Whether its list meets the targets, with the way to see why not; of an empty list nothing is said."""
    if not row.delegates.at_hand().exists():
        return badge("dropped", _("没有录入代表名单"))
    if row.composition_met:
        return badge("done", _("符合要求"))
    url = ROOM.url("congress-composition", row.pk)
    return format_html('<a class="state s-issued" href="{}">{}</a>', url, _("尚未符合"))


def quorum_words(row: Congress) -> str:
    """How many must come."""
    return gettext("应到代表的 %(q)s 以上") % {"q": procedure(row.held_on or today())["quorum"]}


def source_words(row: Congress) -> str:
    """What the rules rest on."""
    rules = procedure(row.held_on or today())
    return f"{rules.source}{gettext('（背景资料，可调整）') if rules.background else ''}"


def presence_words(row: Congress) -> str:
    """Who should come, who is there, and how many must be."""
    presence = meeting.presence(row)
    words = gettext("应到代表 %(due)d 人，已签到 %(have)d 人，达到 %(need)d 人方可召开。")
    return words % {"due": presence.due, "have": presence.present, "need": presence.needed}


def unfinished_words(open_steps: Sequence[Step]) -> str:
    """Which steps are to be done before a congress that was held can be filed; "" for none."""
    names = "、".join(str(step.name) for step in open_steps)
    return (
        gettext("还有步骤没有完成，完成后可以归档：%(names)s。") % {"names": names} if names else ""
    )


def begun(row: Congress) -> dict[str, Any]:
    """What the form of a congress that was held begins with."""
    day = row.day if row.day and row.day <= today() else None
    return {"held_on": day, "attended": meeting.presence(row).present or None}


class CongressRegister(Register):
    """Congresses of all rounds, and of the time before."""

    model = Congress
    dates = (
        Day("day", "held_on", ~Q(state="exempt"), takes_place=True, in_feed=True),
        Day("due", "held_on", ~Q(state="exempt"), in_feed=True),
    )
    room, tab, permission = ROOM, "congresses", "congress"
    key, list_prefix, title, ledger = "congress", "all/", _("历次代表大会"), "congresses"
    columns = (
        "region",
        Shown("ordinal", value=lambda row: row.name),
        STATE,
        *("due", "day", "held_on", "size", "attended"),
        Shown("composition_met", value=lambda row: "✔" if row.composition_met else "—"),
    )
    filters = (
        LEVEL,
        "ordinal",
        state_filter(
            CongressState.choices,
            _("逾期未召开"),
            lambda rows: rows.filter(state=CongressState.PREPARING, due__lt=today()),
        ),
    )
    facts = (
        "due",
        Shown("held_on", _("大会"), meeting_words),
        Shown("delegates", _("当选代表"), lambda row: meeting.presence(row).due),
        Shown("composition_met", _("构成"), composition_mark),
        Shown("quorum", _("到会要求"), quorum_words),
        Shown("source", _("依据"), source_words),
        "note",
    )
    panels = (Step,)
    leaves = (
        Leaf(
            key="quota",
            label=_("名额和构成"),
            panels=[Unit],
            beside=[Target],
            intro=lambda row: f"{row} · {source_words(row)}",
        ),
        Leaf(key="delegates", label=_("代表名单"), rows=Delegate),
        Leaf(key="composition", label=_("代表构成")),
        Leaf(key="contests", label=_("选举"), panels=[Contest]),
        Leaf(key="check-in", label=_("签到")),
    )
    actions = (
        Action(
            key="day",
            label=_("拟定大会日期"),
            icon="calendar",
            service=lambda call: services.set_day(call.pk, **call.data),
            fields=("day", "place"),
            intro=lambda row: gettext("完成时限：%(due)s") % {"due": row.due or "—"},
            sources=[CongressState.PREPARING],
            done=_("已保存，各步骤时限已重新倒推。"),
        ),
        Action(
            key="hold",
            label=_("登记召开"),
            icon="check",
            service=lambda call: holding.hold(call.pk, call.data["held_on"], call.data["attended"]),
            fields=("held_on", "attended"),
            starts=begun,
            intro=presence_words,
            sources=[CongressState.PREPARING],
            is_open_for=lambda row: row.day is not None and row.day <= today(),
            main=True,
            button=_("登记"),
            done=_("已登记召开，请接着登记主席团第一次会议和选举结果报告。"),
        ),
        Action(
            key="file",
            label=_("归档"),
            icon="check",
            service=lambda call: holding.file(call.pk),
            sources=[CongressState.HELD],
            is_open_for=lambda row: not holding.before_filing(row),
            main=True,
            done=_("已归档。"),
        ),
        Action(
            key="exempt",
            label=_("不参加本轮"),
            title=_("不参加本轮换届"),
            icon="ban",
            service=lambda call: services.exempt(call.pk, call.post, call.data["why"]),
            form=forms.ExemptForm,
            permission="congress.round",
            is_for=lambda post, row: post.region_id != row.region_id,
            whose=_("由上级残联决定哪些单位不参加本轮换届。"),
            sources=[CongressState.PREPARING],
            button=_("确定"),
            done=_("已登记。"),
            many=True,
        ),
        *OF_LIST,
        *OF_CONTESTS,
        Action(
            key="seats",
            label=_("排座"),
            icon="",
            service=lambda call: meeting.seat_all(call.pk, call.data["per_row"]),
            form=forms.SeatForm,
            intro=_(
                "轮椅席位排在前几排两端，需要手语翻译的排在前面，其余按选举单位排。重新排座会覆盖原来的座位。"
            ),
            sources=[CongressState.PREPARING],
            panel="check-in",
            button=_("排座"),
            done=lambda seated: gettext("已为 %(n)d 名代表排座。") % {"n": seated},
        ),
    )

    def place_of(self, row: Any) -> tuple[Room, str]:
        return room_of(row), "steps"

    def state_of(self, row: Any) -> tuple[str, Any]:
        return late_or_state(row)

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the minutes of a congress that was held, the list of delegates as a paper."""
        acts = super().acts(row, post, panel)
        if not panel and not any(act.main for act in acts):
            acts = [*self._next_step(row, post), *acts]
        if panel == "delegate":
            paper = ROOM.url("paper", row.pk, "delegates")
            return [*numbered(row, acts), Button(_("名单 Word"), paper, "file-text")]
        if not panel and row.held_on and row.round_id:
            acts.append(Button(_("会议纪要"), ROOM.url("paper", row.pk, "minutes"), "file-text"))
        return acts

    def _next_step(self, row: Congress, post: Post) -> list[Button]:
        """The way to the first step that waits for the post: to be done, or to be judged."""
        if not post.may("congress.write"):
            return []
        steps, is_own = register_of(Step), post.region_id == row.region_id
        key = "report" if is_own else "judge"
        for step in open_steps(row):
            if steps.may(post, steps.action(key), step):
                words = gettext("下一步：%(name)s") if is_own else gettext("审批：%(name)s")
                url = step.get_absolute_url()
                return [Button(words % {"name": step.name}, url, "chevron-right", main=True)]
        return []

    def alert(self, post: Post, row: Any) -> SafeString | str:
        """Which congresses below must be held first; once it was held, which steps are open before it is filed."""
        if row.state == CongressState.HELD:
            return unfinished_words(holding.before_filing(row))
        late = holding.blockers(row) if is_preparing(row) else []
        if not late:
            return ""
        named = ((c.get_absolute_url(), c.region.name) for c in late[:NAMED])
        links = format_html_join("、", '<a href="{}">{}</a>', named)
        words = _("先下级后上级，还有 %(n)d 个下级单位没有召开：") % {"n": len(late)}
        return format_html("{}{}{}", words, links, "…" if len(late) > NAMED else "")

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """The congresses before."""
        before = Congress.objects.filter(region=row.region_id).exclude(pk=row.pk)
        items = [ListItem(c.name, c.get_absolute_url(), str(c.held_on or "—")) for c in before]
        return [Panel(_("以往各次"), items, _("没有登记，可在“历次代表大会”导入。"))]


ROUNDS = RoundRegister()
CONGRESSES = CongressRegister()

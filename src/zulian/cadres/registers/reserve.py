"""Registers of the reserve (后备干部): names on lists, their yearly evaluations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.cadres import forms, proofs
from zulian.cadres.models import ON_LIST, Evaluation, Reserve
from zulian.cadres.registers.trainings import TRAININGS
from zulian.cadres.room import ROOM
from zulian.cadres.services import reserve as services
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.people.tables import name_filter
from zulian.registers.actions import Action
from zulian.registers.register import Register
from zulian.registers.shown import Shown

State = Reserve.State


def about(row: Reserve) -> str:
    """The sentence above a step's form: the cadre that it is about."""
    return f"{row.cadre.person.name} · {row.get_level_display()} · {row.direction}"


def is_to_evaluate(row: Reserve) -> bool:
    """Whether a name was not evaluated this year."""
    return not row.evaluations.filter(year=today().year).exists()


class ReserveRegister(Register):
    """Names on the reserve, from the nomination to the use."""

    model = Reserve
    room, tab, permission = ROOM, "reserve", "cadre"
    key, prefix, ledger = "reserve", "reserve/", "reserves"
    intro = _("提名、联合审核、确定名单、培养考评、推荐使用，一步一登记。")
    empty = _("没有提名。")
    columns = (
        *("cadre__person__name", "cadre__person__birth", "cadre__tie", "level"),
        Shown("period", _("名单期限")),
        *("direction", "state", "region"),
    )
    filters = (
        name_filter("cadre__person"),
        "level",
        "state",
    )
    facts = (
        "level",
        Shown("period", _("名单期限")),
        "direction",
        Shown("region__organisation", _("提名单位")),
        *("nominated_on", "reason", "reviewed_on", "review_note", "confirmed_on", "basis"),
        *(
            "recommended_on",
            "recommended_to",
            "appointed_on",
            "appointed_to",
            "ended_on",
            "ended_why",
        ),
    )
    beside = (Evaluation,)
    links = ((_("名单 Word"), "reserve-paper", "file-text"),)
    actions = (
        Action(
            key="review",
            label=_("登记联合审核"),
            icon="check",
            service=lambda call: services.review(
                call.pk, call.post, call.data["passed"], call.data["note"]
            ),
            form=forms.ReviewForm,
            intro=about,
            sources=[State.NOMINATED],
            main=True,
            many=True,
            done=_("已登记。"),
        ),
        Action(
            key="confirm",
            label=_("确定列入名单"),
            icon="check",
            service=lambda call: services.confirm(call.pk, call.post, call.data["basis"]),
            form=forms.ConfirmForm,
            intro=about,
            sources=[State.REVIEWED],
            main=True,
            many=True,
            done=_("已登记。"),
        ),
        Action(
            key="recommend",
            label=_("推荐使用"),
            icon="send",
            service=lambda call: services.recommend(
                call.pk, call.post, call.data["recommended_to"]
            ),
            form=forms.RecommendForm,
            intro=about,
            sources=[State.CONFIRMED],
            main=True,
            done=_("已登记。"),
        ),
        Action(
            key="appoint",
            label=_("登记任用"),
            icon="check",
            service=lambda call: services.appoint(
                call.pk, call.post, call.data["appointed_to"], call.data["appointed_on"]
            ),
            form=forms.AppointForm,
            intro=about,
            sources=ON_LIST,
            main=True,
            done=_("已登记。"),
        ),
        Action(
            key="evaluate",
            label=_("年度考评"),
            service=lambda call: services.evaluate(
                call.pk, call.post, call.data["verdict"], call.data["reason"]
            ),
            model=Evaluation,
            fields=("verdict", "reason"),
            intro=about,
            sources=ON_LIST,
            is_open_for=is_to_evaluate,
            many=True,
            done=_("已登记。"),
        ),
    )

    def may_act(self, post: Post, row: Any) -> bool:
        return services.is_of_level(post, row)

    def title_of(self, row: Any) -> str:
        return str(row.cadre.person.name)

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """Beside the actions: the file of the cadre."""
        acts = super().acts(row, post, panel)
        return acts if panel else [*acts, Button(_("干部档案"), row.cadre.get_absolute_url())]

    def alert(self, post: Post, row: Any) -> str:
        """What a name on a list still lacks to count."""
        lacking = proofs.RESERVE.sentence(row, today(), _("已列入名单")) if row.confirmed_on else ""
        return lacking and lacking + gettext("可在后备干部台账中补录。")

    def item(self, row: Any, post: Post) -> ListItem:
        state = self.state_of(row) or ("", "")
        return ListItem(
            f"{row.get_level_display()} {row.period}", row.get_absolute_url(), row.direction, *state
        )

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """How the cadre is trained."""
        items = [
            TRAININGS.item(training, post)
            for training in TRAININGS.rows().filter(cadre=row.cadre_id)
        ]
        return [Panel(_("培养锻炼"), items, _("没有安排，请在干部档案中安排。"))]


class EvaluationRegister(Register):
    """Yearly evaluations of a name (年度考评)."""

    model = Evaluation
    room, tab, permission = ROOM, "reserve", "cadre"
    key, state, parent, has_page, has_list = "evaluation", "verdict", "reserve", False, False
    empty = _("还没有考评。")

    def item(self, row: Any, post: Post) -> ListItem:
        words = " · ".join(filter(None, (row.reason, row.by.user.name if row.by else "")))
        return ListItem(row.year, "", words, *(self.state_of(row) or ("", "")))

    def rows(self) -> Any:
        return super().rows().select_related("by__user")


RESERVES = ReserveRegister()
EVALUATIONS = EvaluationRegister()

"""The register of certificates (残疾人证): every card that was made out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.certificates.forms import CardPartsForm
from zulian.certificates.models import Case, Certificate, State
from zulian.certificates.registers.common import HIDDEN, NameFilter, OfSworn, hidden_day
from zulian.certificates.room import COUNTER, ROOM
from zulian.certificates.rules.cards import Kind
from zulian.certificates.services import cards, counter, exchange, statistics
from zulian.certificates.services.holder_lines import LIVES, lives_group
from zulian.foundation.audit import record
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.registers.actions import Action, Look
from zulian.registers.filters import ALL
from zulian.registers.shown import Shown

SEXES = (("male", _("男")), ("female", _("女")))
NUMBER = Shown("masked_number", _("残疾人证号"))


def by_state(rows: Any, name: str, value: str) -> QuerySet[Certificate]:
    """Cards of a state, or those in use."""
    return rows.live() if value == "live" else rows.filter(state=value)  # type: ignore[no-any-return]


def by_lives(rows: Any, name: str, value: str) -> QuerySet[Certificate]:
    """Cards of holders who live there, seen from their household register."""
    return rows.alias(lives=lives_group()).filter(lives=value)  # type: ignore[no-any-return]


def notices(rows: Sequence[Certificate]) -> str:
    """The address of slips about the renewal of some cards."""
    picked = urlencode({"pick": [row.pk for row in rows]}, doseq=True)
    return f"{ROOM.url('expiry-notices')}?{picked}"


class CertificateRegister(OfSworn):
    """Cards, their numbers masked."""

    model, tab, permission, write = Certificate, "cards", "certificate", COUNTER
    key, prefix, ledger = "card", "cards/", "certificates"
    columns = (
        Shown("person__name", _("持证人")),
        NUMBER,
        *("category", "grade", "state", "valid_until", "region"),
    )
    # What the statistics lead to beside: sex, days of birth, of issue and of expiry, and where the holder lives.
    filters = (
        NameFilter(),
        "category",
        "grade",
        django_filters.ChoiceFilter(
            field_name="state",
            label=_("状态"),
            choices=[("live", _("在册")), *Certificate.State.choices],
            method=by_state,
            empty_label=ALL,
        ),
        django_filters.ChoiceFilter(
            field_name="sex",
            label=_("性别"),
            choices=SEXES,
            method=lambda rows, _name, sex: rows.filter(person__sex=sex),
            widget=HIDDEN,
        ),
        hidden_day("born_from", _("出生不早于"), "person__birth__gte"),
        hidden_day("born_until", _("出生不晚于"), "person__birth__lte"),
        hidden_day("issued_from", _("发证不早于"), "issued_on__gte"),
        hidden_day("issued_until", _("发证不晚于"), "issued_on__lte"),
        hidden_day("until_from", _("到期不早于"), "valid_until__gte"),
        hidden_day("until_until", _("到期不晚于"), "valid_until__lte"),
        django_filters.ChoiceFilter(
            field_name="lives",
            label=_("现居住地"),
            choices=LIVES,
            method=by_lives,
            widget=HIDDEN,
        ),
    )
    facts = (
        NUMBER,
        Shown("parts_words", _("各类残疾")),
        *("region", "issued_on", "valid_until", "ended_on", "ended_why"),
    )

    looks = (Look("notices", _("打印换领通知"), notices, "printer"),)
    actions = (
        Action(
            key="parts",
            label=_("补登各类等级"),
            service=lambda call: cards.know_parts(call.pk, call.post, call.data["parts"]),
            form=CardPartsForm,
            is_open_for=lambda row: row.is_live and row.lacks_parts,
            intro=_("照原证和档案填写各类残疾的等级；重新评定时，没有评定的类别按这里保留。"),
            done=_("已补登。"),
        ),
        Action(
            key="renew",
            label=_("开出换领"),
            icon="refresh",
            service=lambda call: counter.start(
                call.row.person, call.post, counter.Application(Kind.RENEWAL)
            ),
            is_open_for=lambda row: row.is_live,
            many=True,
            done=_("已开出换领，材料收齐后即受理。"),
        ),
        Action(
            key="check",
            label=_("核对国家库"),
            icon="search",
            service=lambda call: exchange.ask(call.row.person, call.post),
            is_open_for=lambda row: row.is_live and exchange.is_on(),
            done=lambda check: _("已核对：%(state)s") % {"state": check.get_state_display()},
            leads_to=lambda check: str(check.get_absolute_url()),
        ),
    )

    def opened(self, row: Any) -> None:
        record("certificate.read", row)

    def total(self, post: Post, chosen: dict[str, Any]) -> int | None:
        return statistics.cards_shown(post.region, chosen)

    def state_of(self, row: Any) -> tuple[str, Any] | None:
        """Whether business with it is under way already, where a list looks."""
        if getattr(row, "is_busy", False):
            return "reported", f"{row.get_state_display()}·{gettext('正在办理')}"
        return ("overdue", row.state_words) if row.is_over else super().state_of(row)

    def title_of(self, row: Any) -> str:
        return f"{row.person.name} · {kind_words(row)}"

    def alert(self, post: Post, row: Any) -> str:
        if row.is_live and Case.objects.filter(certificate=row, state=State.HANDOVER).exists():
            return gettext("已制证，未领取：发放前不作为有效证件。")
        return gettext("已过期") if row.is_over else ""

    def acts(self, row: Any, post: Post, panel: str = "") -> list[Button]:
        """The counter's business with the holder, and the holder's file."""
        acts = [Button(_("档案"), row.person.get_absolute_url(), "file-text")]
        if row.is_live and post.may(COUNTER):
            acts.insert(
                0,
                Button(
                    _("办理业务"),
                    self.room.url("counter-person", row.person_id),
                    "clipboard-list",
                    main=True,
                ),
            )
        return acts

    def cards_beside(self, row: Any, post: Post) -> list[Panel]:
        """The holder's cases and other cards."""
        cases = [
            ListItem(
                case.get_kind_display(),
                case.get_absolute_url(),
                f"{case.get_state_display()} · {case.arrived_on}",
            )
            for case in Case.objects.filter(person=row.person_id)
        ]
        others = row.person.certificates.exclude(pk=row.pk).order_by("-issued_on", "-pk")
        earlier = [
            ListItem(
                kind_words(card),
                card.get_absolute_url(),
                f"{card.get_state_display()} · {card.issued_on}",
            )
            for card in others
        ]
        titled = ((_("办件"), cases), (_("以前的证件"), earlier))
        return [Panel(title, items, "") for title, items in titled if items]


def kind_words(card: Certificate) -> str:
    """Category and grade of a card."""
    return f"{card.get_category_display()}{card.get_grade_display()}"


CARDS = CertificateRegister()

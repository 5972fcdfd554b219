"""Registers of leadership (领导班子): offices of federations, and who holds them."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.foundation.cells import badge
from zulian.foundation.clock import today
from zulian.foundation.detail import ListItem
from zulian.foundation.policy import policy
from zulian.leadership import forms, proofs
from zulian.leadership.models import Office, Term
from zulian.leadership.room import ROOM
from zulian.leadership.services import terms as services
from zulian.people.forms import person_in
from zulian.people.services import enrol
from zulian.people.tables import name_filter
from zulian.regions.filters import LEVELS
from zulian.registers.actions import Action, Add, Call
from zulian.registers.dates import Day
from zulian.registers.filters import ALL
from zulian.registers.register import Register
from zulian.registers.shown import Shown, in_words


def by_state(rows: Any, name: str, value: str) -> Any:
    """Offices that are vacant, whose term runs out, or that are meant for disabled people."""
    if value == "vacant":
        return rows.filter(pk__in=Office.objects.vacant(today()).values("pk"))
    if value == "ending":
        days = policy("leadership/offices", today())["warn_days"]
        return rows.filter(pk__in=Term.objects.ending(today(), days).values("office_id"))
    return rows.filter(for_disabled=True)


def holder_cell(row: Office) -> Any:
    """Who holds an office, marked where nobody does or where it rests on nothing."""
    term = row.holding
    if term is None:
        return badge("issued", _("空缺"))
    if not proofs.is_whole(term, today()):
        return badge("returned", _("%(name)s（缺任职依据）") % {"name": term.person.name})
    return f"{term.person.name}（{term.get_tie_display()}）"


def until_cell(row: Office) -> Any:
    """Until when an office is held, marked where that is near."""
    term = row.holding
    if term is None:
        return "—"
    return badge("returned", in_words(term.until)) if term.is_running_out else in_words(term.until)


def is_free(row: Office) -> bool:
    """Whether an office can be taken or abolished: it is in use, and nobody holds it."""
    return row.abolished_on is None and row.holding is None


def take(call: Call) -> Term:
    """Let a person take the office, who is registered first where they are not."""
    data = call.data
    chosen = {name: data[name] for name in ("tie", "how", "since", "until", "source")}
    return services.take(call.row, services.Taking(enrol(person_in(data)), **chosen))


class OfficeRegister(Register):
    """Offices of federations."""

    model = Office
    room, tab, permission = ROOM, "offices", "office"
    key, title = "office", _("领导班子")
    intro = _("各级残联主席团和执行理事会的职务、现任、届满时间和空缺。")
    columns = (
        Shown("title", _("职务")),
        "body",
        Shown("holder", _("现任"), holder_cell),
        Shown("until", _("届满日期"), until_cell),
        Shown("for_disabled", value=lambda row: "✔" if row.for_disabled else "—"),
        "region",
    )
    filters = (
        django_filters.ChoiceFilter(
            field_name="state",
            label=_("范围"),
            method=by_state,
            empty_label=_("全部职务"),
            choices=[
                ("vacant", _("空缺")),
                ("ending", _("一年内届满")),
                ("disabled", _("应由残疾人或亲属担任")),
            ],
        ),
        django_filters.ChoiceFilter(
            field_name="region__level", label=_("层级"), choices=LEVELS, empty_label=ALL
        ),
    )
    facts = (
        Shown("region__organisation", _("单位")),
        "body",
        "rank",
        "leading",
        "for_disabled",
        "abolished_on",
    )
    panels = (Term,)
    links = ((_("名册 Word"), "leader-paper", "file-text"), (_("任职记录"), "term-list", "history"))
    actions = (
        Add(
            label=_("增设职务"),
            service=lambda call: services.add_office(**call.data),
            fields=("region", "body", "rank", "leading", "for_disabled"),
            done=_("已增设。"),
        ),
        Action(
            key="take",
            label=_("登记任职"),
            icon="plus",
            service=take,
            form=forms.TakeForm,
            starts=lambda row: {"how": Term.How.APPOINTED},
            intro=lambda row: f"{row.region.organisation} {row.title}",
            is_open_for=is_free,
            permission="office.term",
            main=True,
            done=_("已登记任职。"),
        ),
        Action(
            key="abolish",
            label=_("撤销职务"),
            icon="x",
            service=lambda call: services.abolish(call.pk),
            is_open_for=is_free,
            done=_("已撤销这个职务。"),
            leads_to=lambda office: ROOM.url("office-list"),
        ),
    )

    def rows(self) -> QuerySet[Any]:
        terms = Prefetch("terms", Term.objects.select_related("person"))
        return super().rows().prefetch_related(terms)

    def list_rows(self) -> QuerySet[Any]:
        return self.rows().filter(abolished_on=None)

    def title_of(self, row: Any) -> str:
        return f"{row.region.organisation} {row.title}"

    def alert(self, post: Post, row: Any) -> str:
        """That nobody holds the office, that a term ends, or that it rests on nothing."""
        term = row.holding
        if term is None:
            return (
                gettext("这个职务已撤销。") if row.abolished_on else gettext("这个职务现在空缺。")
            )
        words = (
            gettext("任期 %(day)s 届满，请安排换届或补选。") % {"day": term.until}
            if term.is_running_out
            else ""
        )
        return words + proofs.TERM.sentence(term, today(), _("现任已登记"))


class TermRegister(Register):
    """Who held which office from when to when."""

    model = Term
    dates = (Day("until", "ended_on"),)
    room, tab, permission = ROOM, "offices", "office"
    key, prefix, title, ledger = "term", "terms/", _("任职记录"), "terms"
    parent, has_page, empty = "office", False, _("还没有任职记录。")
    columns = (
        Shown("person__name", _("姓名")),
        Shown("office__title", _("职务"), leads="office"),
        *("tie", "how", "since", "until", "ended_on", "ended_why", "region"),
    )
    filters = (
        name_filter(),
        django_filters.ChoiceFilter(
            field_name="now",
            label=_("范围"),
            choices=[("now", _("现任")), ("past", _("历任"))],
            empty_label=ALL,
            method=lambda rows, name, value: rows.filter(ended_on__isnull=value == "now"),
        ),
        "how",
    )
    actions = (
        Action(
            key="source",
            label=_("补录任职依据"),
            service=lambda call: services.say_source(call.pk, call.data["source"]),
            form=forms.SourceForm,
            intro=lambda row: f"{row.person.name} · {row.office.title}",
            is_open_for=lambda row: not proofs.is_whole(row, today()),
            permission="office.term",
            many=True,
        ),
        Action(
            key="leave",
            label=_("登记离任"),
            icon="x",
            service=lambda call: services.leave(
                call.pk, call.data["ended_on"], call.data["ended_why"]
            ),
            form=forms.LeaveForm,
            intro=lambda row: f"{row.person.name} · {row.office.title}",
            is_open_for=lambda row: row.ended_on is None,
            permission="office.term",
            many=True,
            done=_("已登记离任，职务空缺。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        return f"{row.office.title} {row.person.name}"

    def item(self, row: Any, post: Post) -> ListItem:
        state = (
            ("reported", gettext("现任")) if row.ended_on is None else ("dropped", gettext("历任"))
        )
        words = [
            f"{row.since} — {row.ended_on or row.until}",
            row.get_tie_display(),
            row.get_how_display(),
        ]
        words += [row.source, row.get_ended_why_display()]
        return ListItem(
            row.person.name, "", " · ".join(filter(None, words)), *state, self.acts(row, post)
        )


OFFICES = OfficeRegister()
TERMS = TermRegister()

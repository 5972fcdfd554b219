"""Registers of contact (联系制度): people kept in contact with, visits, opinions and what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.associations.forms import office as forms
from zulian.associations.models import Contact, Opinion, Visit
from zulian.associations.registers.base import ASSOCIATION, CALLED, OF_KIND, OfAssociation
from zulian.associations.rules.figures import norms
from zulian.associations.services import contacts as services
from zulian.foundation.actor import current_actor
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.people.hub import LeadsToFile
from zulian.registers.actions import Action, Call
from zulian.registers.filters import parent_filter
from zulian.registers.shown import Shown

State = Opinion.State


def is_kept(row: Contact) -> bool:
    """Whether the contact has not ended."""
    return row.ended_on is None


def visit(call: Call) -> Visit:
    """Keep a visit, with an opinion where one was said."""
    opinion = call.data.pop("opinion")
    return services.visit(call.pk, call.post, call.data, opinion)


class ContactRegister(LeadsToFile, OfAssociation):
    """People whom committee members keep in contact with."""

    model = Contact
    tab, key, prefix, has_page, empty = (
        "contacts",
        "contact",
        "contacts/",
        True,
        _("还没有联系对象。"),
    )
    columns = (
        Shown("person__name", _("联系对象")),
        ASSOCIATION,
        Shown("seat__person__name", _("联系人"), leads="seat"),
        *("since", "visited_on", "ended_on"),
    )
    filters, related = (OF_KIND, CALLED, parent_filter("seat")), ("seat__person", "person")
    facts = (
        Shown("seat__person__name", _("联系人")),
        *("association", "since"),
        Shown("visited_on", value=lambda row: row.visited_on or "—"),
        "ended_on",
    )
    panels = (Visit,)
    beside = (Opinion,)
    links = (
        (_("意见建议"), "opinion-list", "inbox"),
        (_("走访记录"), "visit-list", "clipboard-list"),
    )
    actions = (
        Action(
            key="visit",
            label=_("登记走访"),
            icon="plus",
            service=visit,
            form=forms.VisitForm,
            intro=lambda row: row.person.name,
            is_open_for=is_kept,
            main=True,
        ),
        Action(
            key="end",
            label=_("结束联系"),
            icon="x",
            service=lambda call: services.end(call.pk, call.post),
            is_open_for=is_kept,
            many=True,
            done=_("已结束联系。"),
        ),
    )

    def rows_on(self, parent: Any) -> QuerySet[Any]:
        """Those that have not ended."""
        return super().rows_on(parent).filter(ended_on=None)

    def list_intro(self, rows: QuerySet[Any]) -> str:
        words = gettext(
            "每名委员联系 %(n)d 名本类别残疾人，每 %(m)d 个月至少走访一次；从委员页面添加联系对象。"
        )
        here = norms(place=current_actor().region)
        return words % {"n": here["contacts"], "m": here["visit_months"]}

    def title_of(self, row: Any) -> str:
        return str(row.person.name)

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel | None:
        card = super().panel(parent, post, acts)
        title = gettext("联系对象（应联系 %(n)d 人）") % {
            "n": norms(place=parent.region_id)["contacts"]
        }
        return card and replace(card, title=title)

    def item(self, row: Any, post: Post) -> ListItem:
        visited = (
            gettext("最近走访 %(day)s") % {"day": row.visited_on}
            if row.visited_on
            else gettext("还没有走访")
        )
        return ListItem(row.person.name, row.get_absolute_url(), visited)


class VisitRegister(OfAssociation):
    """Visits."""

    model = Visit
    tab, key, prefix, title, empty = (
        "contacts",
        "visit",
        "visits/",
        _("走访记录"),
        _("还没有走访。"),
    )
    parent = "contact"
    columns = (
        "on",
        Shown("contact__person__name", _("联系对象"), leads="contact"),
        Shown("contact__seat__person__name", _("联系人")),
        *("how", "text"),
    )
    filters, related = (), ("contact__person", "contact__seat__person")

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(str(row.on), "", row.text, "signed", row.get_how_display())


class OpinionRegister(OfAssociation):
    """Opinions and what became of them."""

    model = Opinion
    tab, key, prefix, has_page, empty = (
        "contacts",
        "opinion",
        "opinions/",
        True,
        _("还没有意见建议。"),
    )
    columns = ("text", "on", ASSOCIATION, "answered_by", "answered_on", "state")
    filters, related = (OF_KIND, "state", parent_filter("contact")), ("contact__person",)
    facts = (
        "association",
        Shown("contact__person__masked_name", _("提出人")),
        *("on", "text", "answered_by", "answer", "answered_on", "change", "changed_on"),
    )
    actions = (
        Action(
            key="answer",
            label=_("登记答复"),
            icon="send",
            service=lambda call: services.answer(
                call.pk, call.post, call.data["answered_by"], call.data["answer"]
            ),
            fields=("answered_by", "answer"),
            required=("answered_by", "answer"),
            intro=lambda row: row.text,
            sources=[State.OPEN],
            main=True,
            many=True,
        ),
        Action(
            key="follow",
            label=_("登记落实"),
            icon="check",
            service=lambda call: services.follow_up(
                call.pk, call.post, call.data["changed"], call.data["change"]
            ),
            form=forms.FollowForm,
            intro=lambda row: row.text,
            sources=[State.ANSWERED],
            main=True,
        ),
    )

    def item(self, row: Any, post: Post) -> ListItem:
        return ListItem(
            row.text, row.get_absolute_url(), str(row.on), *(self.state_of(row) or ("", ""))
        )


CONTACTS = ContactRegister()
VISITS = VisitRegister()
OPINIONS = OpinionRegister()

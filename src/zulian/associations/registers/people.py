"""Registers of the people of associations: committees (委员会), their members (委员), members (会员)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from zulian.accounts.models import Post
from zulian.associations.forms import office as forms
from zulian.associations.models import Committee, Contact, Member, Seat, Turnout
from zulian.associations.registers.base import ASSOCIATION, CALLED, OF_KIND, OfAssociation
from zulian.associations.registers.bodies import is_standing
from zulian.associations.services import bodies, contacts
from zulian.foundation.clock import today
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.people.forms import person_in
from zulian.people.hub import LeadsToFile
from zulian.registers.actions import Action
from zulian.registers.dates import Day
from zulian.registers.filters import EmptyFilter
from zulian.registers.shown import Shown

BY_OFFICE = Seat.Office.values
PERSON = Shown("person__name", _("姓名"))
THROUGH = Shown("through__masked_name", _("所关联的残疾人"))


def is_there(row: Any) -> bool:
    """Whether a member or a committee member has not left."""
    return row.left_on is None


class CommitteeRegister(OfAssociation):
    """Committees: the newest is shown on the page of its association, with its members."""

    model = Committee
    dates = (Day("until", in_feed=True),)
    tab, key, prefix, has_list = "people", "committee", "committees/", False
    filters = ()
    actions = (
        Action(
            key="seat",
            label=_("登记委员"),
            icon="plus",
            service=lambda call: bodies.take_seat(
                call.pk, call.post, person_in(call.data), call.data
            ),
            form=forms.SeatForm,
            starts=lambda row: {"since": row.since},
            intro=_("主席须由本类别残疾人或其亲属担任。"),
            is_open_for=lambda row: is_standing(row.association),
        ),
    )

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel:
        committee = self.rows_on(parent).first()
        if committee is None:
            return Panel(_("委员会"), [], _("还没有委员会。"), list(acts))
        seats = Seat.objects.open().filter(committee=committee).select_related("person")
        items = [
            ListItem(
                seat.person.name,
                seat.get_absolute_url(),
                gettext("%(tie)s · 联系 %(n)d 人")
                % {"tie": seat.get_tie_display(), "n": seat.contacts},
                "signed",
                seat.get_office_display(),
            )
            for seat in sorted(seats, key=lambda seat: (BY_OFFICE.index(seat.office), seat.pk))
        ]
        title = gettext("%(what)s · 任期至 %(b)s") % {"what": committee, "b": committee.until}
        return Panel(title, items, _("还没有登记委员。"), [*self.acts(committee, post), *acts])


class SeatRegister(LeadsToFile, OfAssociation):
    """Members of committees."""

    model = Seat
    tab, key, prefix, title, has_page = "people", "seat", "seats/", _("协会委员"), True
    columns = (
        PERSON,
        ASSOCIATION,
        "committee",
        "office",
        "tie",
        "how",
        "since",
        "ended_on",
        "contacts",
    )
    filters = (OF_KIND, CALLED, "office", EmptyFilter("ended_on", _("在任")))
    related = ("person", "committee", "through")
    facts = (
        "association",
        "committee",
        "office",
        "tie",
        THROUGH,
        "how",
        "since",
        "ended_on",
        "ended_why",
    )
    beside = (Contact,)
    links = ((_("会员"), "member-list", "users"),)
    actions = (
        Action(
            key="contact",
            label=_("添加联系对象"),
            icon="plus",
            service=lambda call: contacts.assign(
                call.pk, call.post, call.data["id_number"], call.data["since"]
            ),
            form=forms.ContactForm,
            is_open_for=lambda row: not row.is_over,
            main=True,
        ),
        Action(
            key="leave",
            label=_("卸任"),
            icon="x",
            service=lambda call: bodies.leave_seat(call.pk, call.post, **call.data),
            fields=("ended_on", "ended_why"),
            required=("ended_why",),
            starts=lambda row: {"ended_on": today()},
            intro=_("空缺可以届中补选。"),
            is_open_for=lambda row: not row.is_over,
            done=_("已卸任。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        return str(row.person.name)


class MemberRegister(LeadsToFile, OfAssociation):
    """Members of associations."""

    model = Member
    tab, key, prefix, title, has_page = "people", "member", "members/", _("协会会员"), True
    ledger, related = "association-members", ("person", "through")
    columns = (PERSON, ASSOCIATION, "tie", "joined_on", "took_part_on", "left_on")
    filters = (OF_KIND, CALLED, EmptyFilter("left_on", _("在册")))
    facts = ("association", "tie", THROUGH, "joined_on", "left_on")
    beside = (Turnout,)
    links = ((_("委员"), "seat-list", "users"),)
    actions = (
        Action(
            key="leave",
            label=_("退会"),
            icon="x",
            service=lambda call: bodies.leave(call.pk, call.post),
            is_open_for=is_there,
            many=True,
            done=_("已退会。"),
        ),
    )

    def title_of(self, row: Any) -> str:
        return str(row.person.name)

    def panel(self, parent: Any, post: Post, acts: Iterable[Button]) -> Panel:
        """How many there are: their names stand in the list."""
        rolls = Button(
            _("会员名单"), f"{self.url('list')}?association={parent.pk}&left_on=true", "users"
        )
        return Panel(
            _("会员"), [], gettext("%(n)d 人") % {"n": parent.member_count}, [*acts, rolls]
        )


COMMITTEES = CommitteeRegister()
SEATS = SeatRegister()
MEMBERS = MemberRegister()

"""What stands of this room on a person's page: the help that they get, the volunteer that they are, and the next step."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.detail import ListItem, Panel
from zulian.people.hooks import Action, register_action
from zulian.people.hub import panel_of, register_panels
from zulian.people.models import Person
from zulian.registers.shown import choice_of
from zulian.volunteers.models import HelpNeed, Service, Volunteer
from zulian.volunteers.services.common import words_of


@register_action
def offer(post: Post, person: Person) -> Iterator[Action]:
    """The need of help that waits to be taken up."""
    if post.may("volunteer.need"):
        waiting = HelpNeed.objects.filter(person=person, state=HelpNeed.State.NEW).first()
        if waiting is not None:
            yield Action(_("受理服务需求"), waiting.get_absolute_url(), "inbox", main=True)


@register_panels(60)
def help_wanted(post: Post, person: Person) -> Iterator[Panel]:
    """Needs of help, the latest first."""
    yield from panel_of(HelpNeed, post, person, need_line)


def need_line(need: HelpNeed) -> ListItem:
    """A need: what kind, when."""
    detail = " · ".join((words_of(need.kind), need.span))
    return ListItem(need.text, need.get_absolute_url(), detail, *choice_of(need))


@register_panels(70)
def help_received(post: Post, person: Person) -> Iterator[Panel]:
    """Each time of help, the latest first."""
    order, title = ("-on", "-start", "-pk"), _("志愿服务")
    yield from panel_of(
        Service, post, person, service_line, path="need__person", order=order, title=title
    )


def service_line(service: Service) -> ListItem:
    """One time of help: when, what, by whom."""
    by = service.volunteer.person.name if service.volunteer else ""
    detail = " · ".join(filter(None, (words_of(service.need.kind), by)))
    return ListItem(service.span, service.get_absolute_url(), detail, *choice_of(service))


@register_panels(50, is_beside=True)
def volunteer(post: Post, person: Person) -> Iterator[Panel]:
    """The volunteer that the person is."""
    yield from panel_of(Volunteer, post, person, volunteer_line, title=_("志愿者"))


def volunteer_line(row: Volunteer) -> ListItem:
    """A volunteer by number, with what they have done."""
    facts = {"n": row.times_served, "hours": f"{row.hours:f}", "stars": "★" * row.stars}
    detail = _("服务 %(n)d 次，%(hours)s 小时 %(stars)s") % facts
    return ListItem(row.number, row.get_absolute_url(), detail.strip(), *choice_of(row, "status"))

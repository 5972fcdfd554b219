"""Who helps with a task (配合部门): the departments that its words name, and the letters written to any for it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.departments.helping import Helper, helpers
from zulian.departments.models import Letter
from zulian.departments.registers import DEPARTMENTS, LETTERS
from zulian.departments.room import READ, WRITE
from zulian.departments.services import letters
from zulian.foundation.detail import Button, ListItem, Panel
from zulian.foundation.work import unit_of_work
from zulian.plans.models import Assignment
from zulian.plans.services.work import require_own

# The page of an assignment, by whose name and key a letter knows what it was written for.
PAGE = "plans:assignment"
ABOUT_LENGTH = 200


def may_write(assignment: Assignment, post: Post) -> bool:
    """Whether a post may write to departments for an assignment: its own, as long as the plan's year is not closed."""
    is_own = assignment.region_id == post.region_id
    return is_own and post.may(WRITE) and not assignment.circular.is_closed


def partners_panel(assignment: Assignment, post: Post) -> Panel | None:
    """The helpers of an assignment, each with who speaks for it, and its letters; None for who sees no departments.

    Three statements at most, however many there are.
    """
    if not post.may(READ):
        return None
    found = helpers(assignment.task.partners, assignment.region)
    items = [_line(one, assignment, post) for one in found]
    written = Letter.objects.filter(
        source=PAGE, source_pk=assignment.pk, region_id=assignment.region_id
    )
    items += [LETTERS.item(letter, post) for letter in written.select_related("department")]
    if not items:
        return None
    acts = [Button(_("致其他部门"), _letter_url(assignment), "plus")]
    is_open = may_write(assignment, post)
    return Panel(_("配合部门和函件"), items, "", acts if is_open else ())


def _letter_url(assignment: Assignment) -> str:
    return reverse("plans:assignment-letter", args=[assignment.pk])


def _line(helper: Helper, assignment: Assignment, post: Post) -> ListItem:
    """A name as it was read; the department it means, or the way to keep it."""
    may, department = may_write(assignment, post), helper.department
    if department is None:
        url = f"{DEPARTMENTS.url('add')}?{urlencode({'name': helper.name})}"
        is_asked = helper.is_open and may
        acts = [Button(_("登记这个部门"), url, "plus")] if is_asked else []
        return ListItem(helper.name, "", _("未登记") if is_asked else "", acts=acts)
    own = [department.name] if department.name != helper.name else []
    url = f"{_letter_url(assignment)}?to={department.pk}"
    acts = [Button(_("致函"), url, "send")] if may else []
    words = "；".join([*own, *helper.contacts(post)])
    return ListItem(helper.name, department.get_absolute_url(), words, acts=acts)


def about(assignment: Assignment) -> str:
    """For what a letter is written, in words: the plan, its clause, the task."""
    title, path = assignment.circular.title, assignment.clause.path
    return f"《{title}》{path}：{assignment.task.name}"[:ABOUT_LENGTH]  # untranslated: a citation


@unit_of_work
def write(assignment: Assignment, post: Post, values: dict[str, object]) -> Letter:
    """致函 for an assignment of one's own; raises PermissionDenied for another's."""
    require_own(assignment, post)
    return letters.draw_up(post, values, (PAGE, assignment.pk))

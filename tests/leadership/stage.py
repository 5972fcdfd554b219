"""Plain builders of the leadership room: offices, terms, inspections."""

from __future__ import annotations

from datetime import date

from tests.congress.stage import people
from zulian.accounts.models import Post
from zulian.foundation.clock import today
from zulian.leadership.models import Inspection, Office, Term, Tie
from zulian.leadership.services import inspections, terms
from zulian.people.models import Person

SECRET, INSPECTORS = "此人处事公道群众评价很好", "演示第一考察组"


def offices(code: str) -> list[Office]:
    """The posts of a federation by the policy."""
    return list(Office.objects.in_use().with_names().filter(region_id=code).order_by("pk"))


def held(
    office: Office, since: date | None = None, tie: str = Tie.SELF, until: date | None = None
) -> Term:
    """A post that somebody took."""
    [person] = people(office.region_id, 1)
    return terms.take(
        office, terms.Taking(person, since or today(), Term.How.APPOINTED, tie, "演示文件", until)
    )


def inspection(person: Person, post: Post, notes: str = SECRET) -> Inspection:
    """An inspection that only `post` sees."""
    findings = inspections.Findings("换届考察", today(), INSPECTORS, notes, "fit")
    return inspections.inspect(person, post.region, post, findings)

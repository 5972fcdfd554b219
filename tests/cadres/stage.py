"""Plain builders of the cadres room: files, names on the reserve, terms, inspections."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.congress.stage import people
from zulian.accounts.models import Post
from zulian.cadres.models import Cadre, Entry, Inspection, Office, Reserve, Term, Tie
from zulian.cadres.services import files, posts, reserve
from zulian.foundation.clock import today
from zulian.people.models import Person
from zulian.regions.models import Region

SECRET, INSPECTORS = "此人处事公道群众评价很好", "演示第一考察组"


def cadre(keeper: Post, code: str = "", person: Person | None = None, **more: Any) -> Cadre:
    """A file that says everything but has no photograph."""
    place = code or keeper.region_id
    values = {
        "tie": Tie.SELF, "unit": "演示残联", "position": "科员", "education": "bachelor", "party": "member", "work_since": date(2000, 7, 1),
        "strengths": "手语", "sign": "fluent", **more,
    }  # fmt: skip
    return Cadre.objects.create(person=person or people(place, 1)[0], region_id=place, keeper=keeper, **values)


def career(found: Cadre) -> Entry:
    return files.add_entry(found.pk, files.Line("career", "演示单位科员", date(2000, 7, 1), date(2010, 1, 1)))


def nominated(found: Cadre, post: Post, level: str = "county") -> Reserve:
    """A nomination."""
    return reserve.nominate(found, level, "副理事长", "工作踏实")


def on_list(found: Cadre, post: Post, level: str = "county") -> Reserve:
    """A name on a list."""
    made = nominated(found, post, level)
    reserve.review(made.pk, post, True, "组织部门同意")
    return reserve.confirm(made.pk, post, "演示〔2026〕1号")


def offices(code: str) -> list[Office]:
    """The posts of a federation by the policy."""
    return posts.establish(Region.objects.get(code=code))


def held(office: Office, since: date | None = None, tie: str = Tie.SELF, until: date | None = None) -> Term:
    """A post that somebody took."""
    [person] = people(office.region_id, 1)
    return posts.take(office, posts.Taking(person, since or today(), Term.How.APPOINTED, tie, "演示文件", until))


def inspection(person: Person, post: Post, notes: str = SECRET) -> Inspection:
    """An inspection that only `post` sees."""
    findings = files.Findings("换届考察", today(), INSPECTORS, notes, "fit")
    return files.inspect(person, post.region, post, findings)

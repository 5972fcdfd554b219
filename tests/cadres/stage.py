"""Plain builders of the cadres room: files, names on the reserve, terms, inspections."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.congress.stage import people
from zulian.accounts.models import Post
from zulian.cadres.models import Cadre, Entry, Reserve
from zulian.cadres.services import files, reserve
from zulian.leadership.models import Tie
from zulian.people.models import Person


def cadre(keeper: Post, code: str = "", person: Person | None = None, **more: Any) -> Cadre:
    """A file that says everything but has no photograph."""
    place = code or keeper.region_id
    values = {
        "tie": Tie.SELF,
        "unit": "演示残联",
        "position": "科员",
        "education": "bachelor",
        "party": "member",
        "work_since": date(2000, 7, 1),
        "strengths": "手语",
        "sign": "fluent",
        **more,
    }
    return Cadre.objects.create(
        person=person or people(place, 1)[0], region_id=place, keeper=keeper, **values
    )


def career(found: Cadre) -> Entry:
    return files.add_entry(
        found.pk, files.Line("career", "演示单位科员", date(2000, 7, 1), date(2010, 1, 1))
    )


def nominated(found: Cadre, post: Post, level: str = "county") -> Reserve:
    """A nomination."""
    return reserve.nominate(found, level, "副理事长", "工作踏实")


def on_list(found: Cadre, post: Post, level: str = "county") -> Reserve:
    """A name on a list."""
    made = nominated(found, post, level)
    reserve.review(made.pk, post, True, "组织部门同意")
    return reserve.confirm(made.pk, post, "演示〔2026〕1号")

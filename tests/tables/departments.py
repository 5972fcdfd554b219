"""Other departments in the world of the standing tables: three of the county, letters in each state."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.departments import stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.departments.services import departments
from zulian.foundation.clock import today


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """All of the first county; one letter is late, one answered."""
    county = inside[Role.COUNTY_OFFICER]
    affairs, spare, gone = (
        stage.department(county, name) for name in ("民政局", "教育局", "农机局")
    )
    departments.end(gone.pk, county, today())
    yesterday = today() - timedelta(days=1)
    return {
        "department": affairs,
        "department-spare": spare,
        "department-gone": gone,
        "liaison": stage.liaison(county, affairs),
        "letter-draft": stage.draft(county, affairs),
        "letter-sent": stage.sent(
            county, affairs, "演残函〔2026〕1号", days=9, answer_by=yesterday
        ),
        "letter-answered": stage.answered(county, affairs),
    }


PAGES = {
    **{
        f"departments:department{name}": "department"
        for name in ("", "-write", "-liaison", "-change")
    },
    "departments:department-end": "department-spare",
    "departments:department-restore": "department-gone",
    "departments:liaison-change": "liaison",
    "departments:liaison-end": "liaison",
    **{f"departments:letter-{name}": "letter-draft" for name in ("send", "change", "drop")},
    **{
        f"departments:letter{name}": "letter-sent"
        for name in ("", "-answer", "-urge", "-let-go", "-correct", "-paper")
    },
    "departments:letter-finish": "letter-answered",
}
DEPARTMENT = {"name": "卫生健康局", "aliases": "卫健局", "kind": "government", "address": ""}


def letter(world: Any) -> dict[str, Any]:
    """What the form of a letter asks for."""
    own = world.rows["department"].pk
    return {
        "department": own,
        "title": "关于商请的函",
        "text": "请支持。",
        "about": "",
        "answer_by": "",
    }


def dated(world: Any) -> dict[str, Any]:
    """Under which number it goes out, and when."""
    return {"number": "演残函〔2026〕7号", "sent_on": str(today()), "answer_by": str(today())}


SENT: dict[str, Callable[[Any], Any]] = {
    "departments:department-add": lambda w: DEPARTMENT,
    "departments:department-change": lambda w: DEPARTMENT,
    "departments:department-write": letter,
    "departments:department-liaison": lambda w: {
        "name": "演新联",
        "duty": "科长",
        "phone": "",
        "email": "",
        "since": str(today()),
    },
    "departments:department-end": lambda w: {"ended_on": str(today())},
    "departments:department-restore": lambda w: {},
    "departments:liaison-change": lambda w: {"duty": "局长", "phone": "", "email": ""},
    "departments:liaison-end": lambda w: {"until": str(today())},
    "departments:letter-add": letter,
    "departments:letter-change": letter,
    "departments:letter-drop": lambda w: {},
    "departments:letter-send": dated,
    "departments:letter-correct": dated,
    "departments:letter-answer": lambda w: {"answered_on": str(today()), "answer": "同意。"},
    "departments:letter-urge": lambda w: {"urged_on": str(today())},
    "departments:letter-let-go": lambda w: {"outcome": "已口头答复"},
    "departments:letter-finish": lambda w: {"outcome": "已比对"},
}
ACTIONS = {"departments:department-restore", "departments:letter-drop"}
FILES = {"departments:letter-paper"}

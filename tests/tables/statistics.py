"""Statistical returns in the world of the standing tables: the city's quarter, with one of the county in each state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.statistics import own_forms, stage
from zulian.accounts.models import Post
from zulian.accounts.roles import Role
from zulian.foundation.clock import today


def rows(inside: dict[str, Post]) -> dict[str, Any]:
    """Several quarters of the first county: one to be filled, one filled, one handed in, one accepted."""
    city, county = inside[Role.CITY_OFFICER], inside[Role.COUNTY_OFFICER]
    year, quarter = stage.last_quarter()

    def one(years_ago: int) -> Any:
        return stage.of(stage.issued(city, year=year - years_ago, quarter=quarter), county)

    fresh, filling, handed_in, accepted = map(one, range(4))
    return {
        "filing": fresh,
        "filing-filled": stage.filled(filling, county),
        "filing-handed": stage.handed_in(handed_in, county),
        "filing-accepted": stage.accepted(accepted, county, city),
        "own-form": own_forms.in_force(county),
        "own-form-draft": own_forms.draft(county),
        "own-form-read": own_forms.two_sheets(county),
    }


PAGES = {
    **{f"statistics:filing{name}": "filing" for name in ("", "-fill", "-remind", "-put-off")},
    **{
        f"statistics:filing-{name}": "filing-filled"
        for name in ("correct", "hand-in", "workbook", "compared")
    },
    **{f"statistics:filing-{name}": "filing-handed" for name in ("accept", "send-back")},
    "statistics:filing-lock": "filing-accepted",
    **{f"statistics:own-form{name}": "own-form" for name in ("", "-preview", "-version", "-end")},
    **{f"statistics:own-form-{name}": "own-form-draft" for name in ("edit", "enable", "drop")},
    "statistics:own-form-sheet": "own-form-read",
}
SENT: dict[str, Callable[[Any], Any]] = {
    "statistics:filing-issue": lambda w: {
        "code": "annual",
        "year": str(today().year),
        "quarter": "0",
        "due_on": "",
    },
    "statistics:filing-fill": lambda w: {},
    "statistics:filing-correct": lambda w: {"n_18_n": "4", "reason": "核对"},
    "statistics:filing-hand-in": lambda w: {"leader": "演负责", "explanation": "已核对"},
    "statistics:filing-accept": lambda w: {"opinion": "同意"},
    "statistics:filing-send-back": lambda w: {"opinion": "数字有误"},
    "statistics:filing-lock": lambda w: {},
    "statistics:filing-remind": lambda w: {},
    "statistics:filing-put-off": lambda w: {"due_on": str(today())},
    "statistics:own-form-upload": lambda w: {"file": own_forms.yearly()},
    "statistics:own-form-edit": lambda w: own_forms.typed(w.rows["own-form-draft"]),
    "statistics:own-form-enable": lambda w: {"since": str(today())},
    "statistics:own-form-sheet": lambda w: {"sheet": "快报"},
    **{f"statistics:own-form-{name}": lambda w: {} for name in ("version", "end", "drop")},
    "statistics:filing-many": lambda w: {"action": "remind", "row": [w.rows["filing"].pk]},
}
ACTIONS = {
    *(f"statistics:filing-{name}" for name in ("fill", "lock", "remind", "many")),
    *(f"statistics:own-form-{name}" for name in ("version", "end", "drop")),
}
FILES = {"statistics:filing-workbook"}
# Pages of the unit above, which the one that hands in does not see.
READERS = dict.fromkeys(
    (f"statistics:filing-{name}" for name in ("accept", "send-back", "put-off")), Role.CITY_OFFICER
)

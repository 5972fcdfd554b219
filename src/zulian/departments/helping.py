"""Who helps (配合部门): the departments of a division that words name, with who speaks for each; the words stay as they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from zulian.accounts.models import Post
from zulian.departments.models import Department, Liaison
from zulian.departments.rules import is_nobody, level_said, meant, names_in
from zulian.foundation.clock import today
from zulian.regions.models import Level, Region

# The words by which names of departments begin.
LEVELS = {
    "省": Level.PROVINCE,
    "市": Level.CITY,
    "县": Level.COUNTY,
    "区": Level.COUNTY,
}  # untranslated: as departments are named


@dataclass(frozen=True)
class Helper:
    """A name as it was read, and the department that it means; `is_open` where it names one that could be kept here."""

    name: str
    department: Department | None
    is_open: bool = False

    def contacts(self, post: Post) -> list[str]:
        """Who speaks for the department, with the telephone as far as the post may see it."""
        spoken: Iterable[Liaison] = self.department.liaisons.all() if self.department else ()
        return [
            " ".join(filter(None, (one.name, one.duty, one.contact_for(post)))) for one in spoken
        ]


def helpers(words: str, region: Region) -> list[Helper]:
    """The names of a text, each with the department of a division that it means; two statements, none without words."""
    if not words:
        return []
    spoken = Prefetch("liaisons", Liaison.objects.current(today()))
    kept = Department.objects.standing().filter(region_id=region.pk).prefetch_related(spoken)
    known = [(department, department.names) for department in kept]
    found = []
    for name in names_in(words):
        said = LEVELS.get(level_said(name))
        # A department of another level is none of the division's own.
        is_own = said is None or said == region.level
        department = meant(name, known, [region.name]) if is_own else None
        found.append(Helper(name, department, is_own and not is_nobody(name)))
    return found

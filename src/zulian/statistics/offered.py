"""The forms that a unit may ask to be filled: its own, those of the units above it, and those that come with the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zulian.regions.models import Level
from zulian.statistics.models import OwnForm
from zulian.statistics.packaged import Version, in_force


@dataclass(frozen=True)
class Offered:
    """A form in the version that holds, with who made it; "" for those that come with the house."""

    version: Version
    maker: str = ""

    @property
    def label(self) -> str:
        """What it is called where one is chosen."""
        name = self.version.name
        return f"{name}（{self.maker}）" if self.maker else name


def version_of(form: OwnForm) -> Version:
    """A unit's own form as all forms are."""
    assert form.since is not None, f"{form} is a draft"
    return Version(
        code=form.code,
        name=form.name,
        kind=form.kind,
        number=form.number,
        period=form.period,
        lowest=Level(form.lowest),
        version=form.version,
        since=form.since,
        source=form.source,
        is_background=False,
        data=form.data,
    )


def offered(code: str, day: date) -> list[Offered]:
    """What a division may ask to be filled on a day, its own forms and those from above first."""
    rows = OwnForm.objects.with_names().offered_to(code).in_force(day)
    own = [Offered(version_of(row), row.region.organisation) for row in rows.order_by("name", "pk")]
    return [*own, *(Offered(version) for version in in_force(day))]


def form_of(place: str, code: str, day: date) -> Version | None:
    """The version of a form that a division may ask to be filled on a day; None where there is none."""
    return next((one.version for one in offered(place, day) if one.version.code == code), None)

"""What a user does with policies: set a figure for the own division from a day on, or follow the division above again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.figures import Figure, written
from zulian.foundation.policy import (
    Policy,
    PolicyError,
    figures,
    names,
    packaged,
    policy,
    versions,
)
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.foundation.work import unit_of_work
from zulian.policies.models import Setting
from zulian.policies.reading import forget_choices
from zulian.regions.models import Level, Region

NOT_YOURS = gettext_lazy("这一项不由本级确定。")


@dataclass(frozen=True)
class InForce:
    """A figure as it is in force at a place: its value, the version that it stands in, and what was set for it, if anything."""

    figure: Figure
    version: Policy
    value: Any
    setting: Setting | None

    @property
    def words(self) -> str:
        """The value as it is shown."""
        return self.figure.words(self.value)

    @property
    def since(self) -> date:
        """Since when it is in force."""
        return self.setting.since if self.setting else self.version.since

    @property
    def is_fixed(self) -> bool:
        """Whether nobody may choose it."""
        return not self.figure.by or self.figure.key in self.version.fixed


def figure_named(name: str, key: str) -> Figure | None:
    """A figure of a policy, None where there is none."""
    return figures(name).get(key) if name in names() else None


def in_force(wanted: Iterable[Figure], place: str, on: date) -> list[InForce]:
    """Figures as they are in force at a place on a day; one whose policy has no version by then is left out."""
    found = [(figure, policy(figure.policy, on, place)) for figure in wanted if _begun(figure, on)]
    made = [of.chosen[figure.key].number for figure, of in found if figure.key in of.chosen]
    # What counts may have been set above or, before a merger, elsewhere.
    with scope(EVERYTHING):
        settings = Setting.objects.with_names().in_bulk(made) if made else {}
    return [
        InForce(
            figure,
            of,
            figure.of(of.values),
            settings.get(of.chosen[figure.key].number) if figure.key in of.chosen else None,
        )
        for figure, of in found
    ]


def _begun(figure: Figure, on: date) -> bool:
    return versions(figure.policy)[0].since <= on


def all_figures() -> list[Figure]:
    """All figures, policy by policy."""
    return [figure for name in names() for figure in figures(name).values()]


def may_set(post: Post, figure: Figure) -> bool:
    """Whether a post may set a figure for its division: by its permission, its level, and the rules in force."""
    return post.may("policy.write") and may_choose(post.region, figure)


def may_choose(region: Region, figure: Figure) -> bool:
    """Whether a figure is a matter of a division of this level; where the level below is missing, of the one above it."""
    return region.level in figure.by or (region.is_municipality and Level.CITY in figure.by)


@unit_of_work
def set_figure(post: Post, figure: Figure, value: Any, since: date, basis: str) -> Setting:
    """设定: from `since` on the figure is `value` in the own division and below, as far as nobody nearer chose; None follows the one above again.

    The same again adds nothing. Raises PermissionDenied for a level that may not, ValidationError for a value out of bounds, a
    figure that a rule fixes on that day, and a day gone by where kept counts hold the figure.
    """
    if not may_set(post, figure):
        raise PermissionDenied(NOT_YOURS)
    _require_free(figure, since)
    text = "" if value is None else written(figure.check(value))
    # Of two that set at once, the second sees the first.
    Region.objects.select_for_update(no_key=True).get(pk=post.region_id)
    before = Setting.objects.of(figure.policy, figure.key).filter(region_id=post.region_id)
    same = before.filter(since=since).order_by("-pk").first()
    if same is not None and (same.text, same.basis) == (text, basis.strip()):
        return same
    if value is None and not before.filter(since__lte=since).exclude(text="").exists():
        raise ValidationError({"value": _("本级没有设定过，现在就按上级的执行。")})
    made = Setting(
        region=post.region,
        policy=figure.policy,
        key=figure.key,
        text=text,
        since=since,
        basis=basis.strip(),
        by=post,
    )
    with audited("policy.set", made):
        made.save()
    forget_choices()
    return made


def _require_free(figure: Figure, since: date) -> None:
    try:
        version = packaged(figure.policy, since)
    except PolicyError as error:
        raise ValidationError({"since": _("这一天还没有这项政策。")}) from error
    if figure.key in version.fixed:
        words = _("%(day)s起由%(source)s规定，不能另行设定。")
        raise ValidationError({"since": words % {"day": version.since, "source": version.source}})
    if figure.counted and since <= today():
        raise ValidationError({"since": _("这一项只能从明天或以后的某一天起执行，以前的不变。")})

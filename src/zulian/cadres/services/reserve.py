"""The reserve: nomination, joint review, list, yearly evaluation, recommendation, use; and how it is made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.cadres.models import ON_LIST, Cadre, Evaluation, Reserve, ReserveState, quality
from zulian.cadres.rules import Gap, bands, share
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.scopes import code_range, prefix_length
from zulian.foundation.work import unit_of_work
from zulian.leadership.due import LEVEL_NAMES
from zulian.leadership.models import TIED, Office, Term
from zulian.people.hooks import disabilities_of
from zulian.regions.models import Level, Region

LENGTHS = {"city": 4, "county": 6, "township": 9}


@unit_of_work
def nominate(cadre: Cadre, level: str, direction: str, reason: str) -> Reserve:
    """提名 a serving cadre for the list of a level, for the period of the policy.

    Raises ValidationError for who no longer serves, and from the age on that the policy sets for the level.
    """
    rules = quality(today(), cadre.region_id)
    if cadre.status != Cadre.Status.SERVING:
        raise ValidationError(_("已离任、退休的干部不能提名。"))
    age, limit = cadre.person.age_on(today()), rules["reserve_age"][level]
    if age > limit:
        raise ValidationError(
            {
                "level": _("年满 %(age)d 岁，超过这一层级名单的年龄界限 %(limit)d 岁。")
                % {"age": age, "limit": limit}
            }
        )
    year = today().year
    reserve = Reserve(
        cadre=cadre,
        level=level,
        first_year=year,
        last_year=year + rules["list_years"] - 1,
        direction=direction.strip(),
        reason=reason.strip(),
        nominated_on=today(),
    )
    with audited("reserve.nominate", reserve):
        reserve.save()
    return reserve


def is_of_level(post: Post, reserve: Reserve) -> bool:
    """Whether a post is of the level of the name's list or above it: a county does not confirm the city's."""
    return prefix_length(post.region_id) <= LENGTHS[reserve.level]


def _locked(pk: int, post: Post, *states: ReserveState) -> Reserve:
    reserve = Reserve.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    if reserve.state not in states:
        words = _("这名人选现在是“%(state)s”，可能别人刚刚办过这一步，请刷新页面再看。")
        raise ValidationError(words % {"state": reserve.get_state_display()})
    if not is_of_level(post, reserve):
        raise PermissionDenied(
            _("%(level)s名单由同级或上级残联办理。") % {"level": reserve.get_level_display()}
        )
    return reserve


@unit_of_work
def review(pk: int, post: Post, passed: bool, note: str) -> Reserve:
    """联合审核 with the organisation department: its opinion is written down either way.

    Raises ValidationError without an opinion.
    """
    reserve = _locked(pk, post, ReserveState.NOMINATED)
    if not note.strip():
        raise ValidationError({"note": _("请填写会同组织部门审核的意见。")})
    with audited("reserve.review" if passed else "reserve.refuse", reserve):
        if passed:
            reserve.review()
        else:
            reserve.refuse()
        reserve.reviewed_on, reserve.review_note = today(), note.strip()
        reserve.save()
    return reserve


@unit_of_work
def confirm(pk: int, post: Post, basis: str) -> Reserve:
    """确定: onto the list, by which paper.

    Raises ValidationError without the paper it stands on.
    """
    reserve = _locked(pk, post, ReserveState.REVIEWED)
    if not basis.strip():
        raise ValidationError({"basis": _("请填写确定名单的文号或会议。")})
    with audited("reserve.confirm", reserve):
        reserve.confirm()
        reserve.confirmed_on, reserve.basis = today(), basis.strip()
        reserve.save()
    return reserve


@unit_of_work
def evaluate(pk: int, post: Post, verdict: str, reason: str) -> Evaluation:
    """The year's evaluation of a name on the list; who is taken off leaves it at once.

    Raises ValidationError for who is taken off without a reason.
    """
    reserve = _locked(pk, post, *ON_LIST)
    if not reason.strip():
        raise ValidationError({"reason": _("请写明理由。")})
    evaluation = Evaluation(
        reserve=reserve,
        year=today().year,
        verdict=verdict,
        reason=reason.strip(),
        on=today(),
        by=post,
    )
    with audited("reserve.evaluate", evaluation):
        evaluation.save()
    if verdict == Evaluation.Verdict.REMOVE:
        with audited("reserve.remove", reserve):
            reserve.remove()
            reserve.ended_on, reserve.ended_why = today(), reason.strip()
            reserve.save()
    return evaluation


@unit_of_work
def recommend(pk: int, post: Post, to: str) -> Reserve:
    """推荐使用: for which post.

    Raises ValidationError where no office is named.
    """
    reserve = _locked(pk, post, ReserveState.CONFIRMED)
    if not to.strip():
        raise ValidationError({"recommended_to": _("请填写推荐的单位和职务。")})
    with audited("reserve.recommend", reserve):
        reserve.recommend()
        reserve.recommended_on, reserve.recommended_to = today(), to.strip()
        reserve.save()
    return reserve


@unit_of_work
def appoint(pk: int, post: Post, to: str, on: date) -> Reserve:
    """任用: to which post, from which day; the file says so from now on.

    Raises ValidationError for a day before the name was on the list or to come, and where no office is named.
    """
    reserve = _locked(pk, post, *ON_LIST)
    if not reserve.confirmed_on or not reserve.confirmed_on <= on <= today():
        raise ValidationError({"appointed_on": _("任用日期应在列入名单之后、不晚于今天。")})
    if not to.strip():
        raise ValidationError({"appointed_to": _("请填写任用的单位和职务。")})
    with audited("reserve.appoint", reserve):
        reserve.appoint()
        reserve.appointed_on, reserve.appointed_to = on, to.strip()
        reserve.save()
    cadre = Cadre.objects.select_for_update(no_key=True).get(pk=reserve.cadre_id)
    with audited("cadre.change", cadre):
        cadre.position, cadre.since = to.strip(), on
        cadre.save()
    return reserve


# How the reserve is made up


@dataclass(frozen=True)
class Structure:
    """The reserve of a division at one level: people against offices, ages, categories, and the gap at offices for disabled people."""

    level: str
    name: str
    people: int
    offices: int
    ratio: Fraction | None
    wanted: float
    ages: list[tuple[str, int]]
    categories: list[tuple[str, int]]
    women: int
    gap: Gap

    @property
    def enough(self) -> bool:
        return self.ratio is not None and self.ratio >= Fraction(str(self.wanted))

    @property
    def ratio_words(self) -> str:
        """People for each post, to two decimals."""
        return "—" if self.ratio is None else f"{float(self.ratio):.2f}"


def structures(region: Region) -> list[Structure]:
    """How the reserve is made up, for each level at and below a division."""
    names = dict(Reserve.LEVELS)
    levels = [level for level in LEVEL_NAMES if level >= Level(region.level)]
    return [
        _structure(region, LEVEL_NAMES[level], str(names[LEVEL_NAMES[level]])) for level in levels
    ]


def offices_of_level(region: Region, level: str) -> Any:
    """The offices in use of federations of one level within a division."""
    low, high = code_range(region.code)
    number = next(n for n, name in LEVEL_NAMES.items() if name == level)
    return Office.objects.in_use().filter(
        region_id__gte=low, region_id__lt=high, region__level=number, leading=True
    )


def _structure(region: Region, level: str, name: str) -> Structure:
    day = today()
    rows = list(Reserve.objects.on_list().within(region).filter(level=level).with_names())
    offices = offices_of_level(region, level)
    number = offices.count()
    held = Term.objects.held(day).filter(office=OuterRef("pk"), tie__in=TIED)
    meant = offices.filter(for_disabled=True)
    ready = sum(r.cadre.tie in TIED for r in rows)
    return Structure(
        level=level,
        name=name,
        people=len(rows),
        offices=number,
        ratio=share(len(rows), number),
        wanted=quality(day)["reserve_per_office"],
        ages=bands(r.cadre.person.age_on(day) for r in rows),
        categories=_categories(rows),
        women=sum(r.cadre.person.sex == "female" for r in rows),
        gap=Gap(meant.count(), meant.filter(Exists(held)).count(), ready),
    )


def _categories(rows: Sequence[Reserve]) -> list[tuple[str, int]]:
    """How many have each category of disability by the register of certificates; relatives and others by their tie."""
    facts = disabilities_of(r.cadre.person_id for r in rows)
    counted = Counter(
        facts[r.cadre.person_id].words[:2]
        if r.cadre.person_id in facts
        else str(r.cadre.get_tie_display())
        for r in rows
    )
    return counted.most_common()

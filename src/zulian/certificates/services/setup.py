"""Setting the room up: designated hospitals and their assessors."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Assessor, Hospital
from zulian.certificates.services.assessment import ASSESSED
from zulian.certificates.services.common import require_sworn
from zulian.foundation.audit import audited
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Region


@unit_of_work
def add(post: Post, values: dict[str, Any]) -> Hospital:
    """Enter a hospital of the post's own place; one of the same name is changed."""
    require_sworn(post)
    return designate(post.region, **values)


@unit_of_work
def change(hospital: Hospital, values: dict[str, Any]) -> Hospital:
    """Change a hospital.

    Raises ValidationError for a category that no hospital assesses, and for an end before the beginning.
    """
    categories, until = values["categories"], values["until"]
    if not categories or not set(categories) <= ASSESSED:
        raise ValidationError({"categories": _("请选择可评定的类别（视力至精神）。")})
    if until and until < values["since"]:
        raise ValidationError({"until": _("停止日期不能早于指定日期。")})
    with audited("hospital.designate", hospital):
        for name, value in (values | {"categories": sorted(categories)}).items():
            setattr(hospital, name, value)
        hospital.save()
    return hospital


def designate(
    region: Region,
    name: str,
    categories: list[int],
    basis: str,
    since: date,
    until: date | None = None,
) -> Hospital:
    """Enter a hospital designated at province level; a hospital of the same name is changed."""
    name = name.strip()
    hospital = Hospital.objects.filter(region=region, name=name).first() or Hospital(region=region)
    values = {
        "name": name,
        "categories": categories,
        "basis": basis,
        "since": since,
        "until": until,
    }
    return change(hospital, values)


def appoint(hospital: Hospital, post: Post, categories: list[int]) -> Assessor:
    """Let a post assess some of the categories of a hospital.

    Raises ValidationError for one that the hospital itself does not assess.
    """
    if not categories or not set(categories) <= set(hospital.categories):
        raise ValidationError({"categories": _("医生的类别须在医院可评定的类别之内。")})
    assessor = Assessor.objects.filter(post=post).first() or Assessor(post=post)
    with audited("assessor.appoint", assessor):
        assessor.hospital, assessor.region, assessor.categories = (
            hospital,
            hospital.region,
            sorted(categories),
        )
        assessor.save()
    return assessor

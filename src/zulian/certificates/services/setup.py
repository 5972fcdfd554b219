"""Setting the room up: designated hospitals and their assessors."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Assessor, Hospital
from zulian.certificates.services.assessment import ASSESSED
from zulian.foundation.audit import audited
from zulian.regions.models import Region


def designate(
    region: Region, name: str, categories: list[int], basis: str, since: date, until: date | None = None
) -> Hospital:
    """Enter a hospital designated at province level; a hospital of the same name is changed."""
    if not categories or not set(categories) <= ASSESSED:
        raise ValidationError({"categories": _("请选择可评定的类别（视力至精神）。")})
    if until and until < since:
        raise ValidationError({"until": _("停止日期不能早于指定日期。")})
    hospital = Hospital.objects.filter(region=region, name=name.strip()).first() or Hospital(
        region=region, name=name.strip()
    )
    with audited("hospital.designate", hospital):
        hospital.categories, hospital.basis = sorted(categories), basis
        hospital.since, hospital.until = since, until
        hospital.save()
    return hospital


def appoint(hospital: Hospital, post: Post, categories: list[int]) -> Assessor:
    """Let a post assess some of the categories of a hospital."""
    if not categories or not set(categories) <= set(hospital.categories):
        raise ValidationError({"categories": _("医生的类别须在医院可评定的类别之内。")})
    assessor = Assessor.objects.filter(post=post).first() or Assessor(post=post)
    with audited("assessor.appoint", assessor):
        assessor.hospital, assessor.region, assessor.categories = hospital, hospital.region, sorted(categories)
        assessor.save()
    return assessor

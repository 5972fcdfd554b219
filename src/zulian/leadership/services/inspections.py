"""Inspections (考察): recorded, seen by their circle alone, each reading audited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS
from zulian.foundation.audit import audited, record
from zulian.foundation.clock import today
from zulian.foundation.scopes import EVERYTHING, active_scope, scope
from zulian.foundation.work import unit_of_work
from zulian.leadership.models import Inspection
from zulian.people.models import Person
from zulian.regions.models import Region, ancestors

MIN_NOTES = 10


@dataclass(frozen=True)
class Findings:
    """What an inspection found."""

    purpose: str
    on: date
    inspectors: str
    notes: str
    verdict: str


@unit_of_work
def inspect(person: Person, region: Region, post: Post, findings: Findings) -> Inspection:
    """Record an inspection; its circle is the one who records it until others are let in.

    Raises PermissionDenied for a post outside such work; ValidationError for a division beyond the jurisdiction, a day to come, and too few words.
    """
    if not post.may("inspection.read"):
        raise PermissionDenied(_("您的岗位不在考察工作的知悉范围内。"))
    if not active_scope().holds(region.code):
        raise ValidationError({"region": _("管理单位不在您的管辖范围内。")})
    if findings.on > today():
        raise ValidationError({"on": _("考察日期不能晚于今天。")})
    if len(findings.notes.strip()) < MIN_NOTES:
        raise ValidationError({"notes": _("请写明考察情况，至少 %(n)d 个字。") % {"n": MIN_NOTES}})
    inspection = Inspection(
        person=person,
        region=region,
        purpose=findings.purpose.strip(),
        on=findings.on,
        inspectors=findings.inspectors.strip(),
        notes=findings.notes.strip(),
        verdict=findings.verdict,
        by=post,
    )
    with audited("inspection.add", inspection):
        inspection.save()
    inspection.circle.add(post)
    return inspection


def admissible(inspection: Inspection, post: Post) -> Any:
    """The posts that may be let in: by their role, in the jurisdiction or in a federation above it."""
    with scope(EVERYTHING):
        rows = Post.objects.held().filter(role__in=PERMISSIONS["inspection.read"])
        near = Q(region__in=ancestors(post.region_id)) | post.region.scope().condition("region_id")
        return rows.filter(near).exclude(pk__in=inspection.circle.values("pk"))


@unit_of_work
def admit(pk: int, post: Post, other: Post) -> Inspection:
    """Add a post to the circle of an inspection; only a member of the circle may, and only posts that may be members.

    Raises ValidationError for any other.

    Both are told by ValidationError.
    """
    inspection = (
        Inspection.objects.seen_by(post).select_for_update(of=("self",), no_key=True).get(pk=pk)
    )
    if not admissible(inspection, post).filter(pk=other.pk).exists():
        raise ValidationError({"post": _("这个岗位按规定不能接触考察材料，或已在知悉范围内。")})
    inspection.circle.add(other)
    record("inspection.admit", inspection, {"post": [None, other.pk]})
    return inspection


def read_notes(inspection: Inspection, post: Post) -> str:
    """The notes for a post of the circle; each reading is audited.

    Raises PermissionDenied for anybody else.
    """
    if not inspection.circle.filter(pk=post.pk).exists():
        raise PermissionDenied(_("您不在这份考察材料的知悉范围内。"))
    record("inspection.read", inspection)
    return str(inspection.notes)

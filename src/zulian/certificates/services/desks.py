"""办证窗口: where applicants are told to go."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.certificates.models import Desk
from zulian.certificates.services.common import COUNTY, require_sworn, whole
from zulian.foundation.audit import audited
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Region


@unit_of_work
def add(post: Post, values: dict[str, Any]) -> Desk:
    """Enter the desk of the post's own organisation. Raises ValidationError where it stands already."""
    require_sworn(post)
    if Desk.objects.filter(region=post.region).exists():
        raise ValidationError(_("本单位的办证窗口已登记，请在原来的一条上修改。"))
    return change(Desk(region=post.region), values)


@unit_of_work
def change(desk: Desk, values: dict[str, Any]) -> Desk:
    """Change what everybody reads of a desk."""
    with audited("desk.save", desk):
        for name, value in values.items():
            setattr(desk, name, value)
        desk.save()
    return desk


def desk_of(region: Region) -> Desk | None:
    """The desk to which people of a division go, that of its county; None where none is entered."""
    with whole():
        county = region.code[:COUNTY].ljust(12, "0")
        return Desk.objects.filter(region_id=county).with_names().first()


def desk_words(region: Region) -> str:
    """Place, telephone and hours of the desk of a division's county, "" where none is entered."""
    desk = desk_of(region)
    return desk.words if desk else ""

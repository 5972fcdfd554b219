"""What all services of the room share: whose association it is, who belongs to its group, the columns that are kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.associations.models import Activity, Association, Committee, Member, Seat, Staff
from zulian.foundation.audit import audited
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.leadership.models import Tie
from zulian.people.hooks import disabilities_of
from zulian.people.models import Person


def require_own(found: Any, post: Post) -> None:
    """An association's rows are written by its own federation and office alone.

    Raises PermissionDenied for any other division's.
    """
    if found.region_id != post.region_id:
        raise PermissionDenied(_("由协会所在的市、县（区）残联办理。"))


def lock_own_association(pk: int, post: Post, standing: bool = True) -> Association:
    """An association of the post's own division, locked for a step.

    Raises ValidationError where it is asked to stand already and does not; PermissionDenied for another division's.
    """
    association = (
        Association.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    )
    require_own(association, post)
    if standing and association.set_up_on is None:
        raise ValidationError(_("%(name)s还没有成立，请先登记成立日期。") % {"name": association})
    return association


def ensure_belongs(
    association: Association, person: Person, tie: str, through: str
) -> Person | None:
    """Whom a relative belongs through; raises ValidationError where the register knows no certificate of the group.

    People with multiple disability belong to every group (`groups` of the policy).
    """
    if tie == Tie.NONE:
        return None
    if tie == Tie.SELF:
        _ensure_holds(association, person, "id_number")
        return None
    with scope(EVERYTHING):
        found = Person.objects.alive().numbered(through).first()
    if found is None:
        raise ValidationError({"through": _("请填写所关联残疾人的身份证号，须已在残疾人档案中。")})
    _ensure_holds(association, found, "through")
    return found


def _ensure_holds(association: Association, person: Person, field: str) -> None:
    disability = disabilities_of([person.pk]).get(person.pk)
    if disability is None or disability.category not in association.categories:
        raise ValidationError(
            {
                field: _(
                    "档案中没有%(name)s的%(kind)s类别残疾人证；亲属请选“残疾人亲属”并填写所关联的残疾人。"
                )
                % {
                    "name": person.masked_name,
                    "kind": association.get_kind_display().replace(_("协会"), ""),
                }
            }
        )


def keep_up(pk: int) -> Association:
    """Bring the kept columns of an association into step with its rows."""
    association = (
        Association.objects.select_for_update(of=("self",), no_key=True).with_names().get(pk=pk)
    )
    committee = Committee.objects.filter(association=association).order_by("-until").first()
    seats = Seat.objects.open().filter(committee=committee) if committee else Seat.objects.none()
    last = (
        Activity.objects.filter(association=association, state__in=["held", "summed"])
        .order_by("-on")
        .first()
    )
    with audited("association.keep_up", association):
        association.staff_count = Staff.objects.filter(association=association, until=None).count()
        association.member_count = Member.objects.filter(
            association=association, left_on=None
        ).count()
        association.term_until = committee.until if committee else None
        association.chair_tied = seats.filter(
            office=Seat.Office.CHAIR, tie__in=[Tie.SELF, Tie.RELATIVE]
        ).exists()
        association.active_on = last.on if last else None
        association.save()
    return association

"""Departments and who speaks for them: noted, changed, merged into another; each federation keeps those of its own division."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.departments.models import Department, Letter, Liaison
from zulian.departments.rules import names_in
from zulian.foundation.audit import audited
from zulian.foundation.steps import locked
from zulian.foundation.work import unit_of_work

OPEN = (Letter.State.DRAFT, Letter.State.SENT, Letter.State.ANSWERED)


def require_own(row: Department | Letter | Liaison, post: Post) -> None:
    """Raises PermissionDenied for a row that another federation keeps."""
    if row.region_id != post.region_id:
        raise PermissionDenied(_("由所属单位办理。"))


def require_known(department: Department | None, region: str, field: str = "department") -> None:
    """Raises ValidationError for a department that is gone, or kept by another division."""
    if department is not None and (
        department.region_id != region or department.ended_on is not None
    ):
        raise ValidationError({field: _("请选本单位登记的、没有撤并的部门。")})


def _write(row: Department | Liaison, action: str, values: dict[str, Any]) -> None:
    with audited(action, row):
        for name, value in values.items():
            setattr(row, name, value)
        row.save()


def _tidy(values: dict[str, Any]) -> dict[str, Any]:
    """Aliases parted in one way, so that they read alike wherever they came from."""
    aliases = {"aliases": "、".join(names_in(values["aliases"]))} if "aliases" in values else {}
    return values | aliases


@unit_of_work
def add(post: Post, values: dict[str, Any]) -> Department:
    """登记 a department of the post's own division."""
    department = Department(region=post.region)
    _write(department, "department.add", _tidy(values))
    return department


@unit_of_work
def change(pk: int, post: Post, values: dict[str, Any]) -> Department:
    """修改 what is kept of a department."""
    department = locked(Department, pk)
    require_own(department, post)
    _write(department, "department.change", _tidy(values))
    return department


@unit_of_work
def end(pk: int, post: Post, on: date) -> Department:
    """撤并 a department; raises ValidationError while letters to it are open."""
    department = locked(Department, pk)
    require_own(department, post)
    if department.letters.filter(state__in=OPEN).exists():
        raise ValidationError(_("还有没办结的函发给这个部门，请先办结。"))
    _write(department, "department.end", {"ended_on": on})
    return department


@unit_of_work
def restore(pk: int, post: Post) -> Department:
    """恢复 a department that was marked as merged by mistake."""
    department = locked(Department, pk)
    require_own(department, post)
    _write(department, "department.restore", {"ended_on": None})
    return department


@unit_of_work
def add_liaison(pk: int, post: Post, values: dict[str, Any]) -> Liaison:
    """添加 who speaks for a department."""
    department = locked(Department, pk)
    require_own(department, post)
    liaison = Liaison(department=department)
    _write(liaison, "liaison.add", values)
    return liaison


@unit_of_work
def change_liaison(pk: int, post: Post, values: dict[str, Any]) -> Liaison:
    """修改 duty, telephone or e-mail."""
    liaison = locked(Liaison, pk)
    require_own(liaison, post)
    _write(liaison, "liaison.change", values)
    return liaison


@unit_of_work
def end_liaison(pk: int, post: Post, until: date) -> Liaison:
    """停用: somebody else speaks for the department now; raises ValidationError for a day before the first."""
    liaison = locked(Liaison, pk)
    require_own(liaison, post)
    if liaison.since is not None and until < liaison.since:
        raise ValidationError({"until": _("截止日期不能早于起始日期。")})
    _write(liaison, "liaison.end", {"until": until})
    return liaison

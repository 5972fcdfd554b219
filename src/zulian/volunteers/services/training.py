"""Training of volunteers: sessions, sign-in by code or by hand, passing, qualifications."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from zulian.accounts.models import Post
from zulian.foundation.audit import audited
from zulian.foundation.clock import today
from zulian.foundation.dates import months_before
from zulian.foundation.work import unit_of_work
from zulian.volunteers.models import Qualification, Trained, Training, Volunteer
from zulian.volunteers.services.common import figures, numbered, trained_kinds, write


@unit_of_work
def hold(post: Post, values: dict[str, Any]) -> Training:
    """开班.

    Raises ValidationError for a service that needs no qualification.
    """
    if any(key not in trained_kinds() for key in values.get("keys", [])):
        raise ValidationError({"keys": _("请从需要资格的服务项目中选择。")})
    training = Training(region=post.region, **values)
    return write(training, "training.hold")


def _attend(training: Training, volunteer: Volunteer) -> Trained:
    trained = Trained.objects.filter(training=training, volunteer=volunteer).first()
    if trained is not None:
        return trained
    new_trained = Trained(training=training, volunteer=volunteer)
    try:
        with unit_of_work(), audited("trained.attend", new_trained):
            new_trained.save()
    except IntegrityError:
        # Scanned twice at one moment: the first one stands.
        return Trained.objects.get(training=training, volunteer=volunteer)
    return new_trained


@unit_of_work
def sign_in(code: str, volunteer: Volunteer) -> Trained:
    """扫码签到 on the day of the session.

    Raises ValidationError for an unknown code, and on any other day.
    """
    training = Training.objects.filter(code=code).first()
    if training is None:
        raise ValidationError(_("签到码无效，请重新扫描现场的二维码。"))
    if training.on != today():
        raise ValidationError(_("签到只在开班当天（%(day)s）有效。") % {"day": training.on})
    return _attend(training, volunteer)


def _lock_own(pk: int, post: Post) -> Training:
    training = Training.objects.select_for_update(of=("self",), no_key=True).get(pk=pk)
    if training.region_id != post.region_id:
        raise PermissionDenied(_("由举办培训的单位办理。"))
    return training


@unit_of_work
def sign_in_by_hand(pk: int, post: Post, number: str) -> Trained:
    """现场登记 by the volunteer's number."""
    training = _lock_own(pk, post)
    return _attend(training, numbered(number))


@unit_of_work
def passed(pk: int, post: Post, keys: list[int]) -> int:
    """登记合格: qualifications begin for the services that the session is for.

    Raises ValidationError before the session.
    """
    training = _lock_own(pk, post)
    if training.on > today():
        raise ValidationError(_("培训还没有开始。"))
    rows = list(
        training.people.select_for_update(of=("self",), no_key=True).filter(
            pk__in=keys, passed=False
        )
    )
    for row in rows:
        write(row, "trained.pass", passed=True)
        volunteer = Volunteer.objects.get(pk=row.volunteer_id)
        write(
            volunteer,
            "volunteer.trained",
            trained_on=max(volunteer.trained_on or training.on, training.on),
        )
        for key in training.keys:
            qualify(volunteer, key, training.on, training.title)
    return len(rows)


def qualify(volunteer: Volunteer, key: str, on: date, proof: str) -> Qualification:
    """取得或延续服务资格, for the months of the policy."""
    months = int(figures(on)["qualified_months"])
    until = months_before(on, -months)
    qualification = Qualification.objects.filter(
        volunteer=volunteer, key=key
    ).first() or Qualification(volunteer=volunteer, key=key, on=on, until=until)
    return write(
        qualification,
        "qualification.give",
        proof=proof,
        on=on,
        until=max(qualification.until, until),
    )

"""The second factor (动态码): a code of the holder's phone beside the password (TOTP, RFC 6238), or a code kept for its loss.

Roles that must have one are a setting (ZULIAN_SECOND_FACTOR); everybody else may. Who loses both asks for a reset: the
letter of another administrator takes the factor away with the password.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterable

import pyotp
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from zulian.accounts import cutting_off, events
from zulian.accounts.models import Post, RecoveryCode, SecondFactor, User
from zulian.foundation import clock, limits
from zulian.foundation.audit import audited, record
from zulian.foundation.sealing import blind
from zulian.foundation.work import unit_of_work

# Whose codes they are, as the phone shows it.
ISSUER = "组联通"  # untranslated: kept on the phone
PURPOSE = "sign-in.second"
STEP_SECONDS = 30
# Clocks of phones may be so many steps behind or ahead.
STEPS = (0, -1, 1)
CODES, CODE_BYTES, PART = 10, 5, 4


def is_required(user: User, posts: Iterable[Post]) -> bool:
    """Whether one of the posts held is of a role that signs in with a code; accounts of a demo never do."""
    return not user.demo and any(post.role in settings.SECOND_FACTOR_ROLES for post in posts)


def is_on(user: User) -> bool:
    """Whether an account is opened with a code beside its password."""
    return SecondFactor.objects.filter(user=user, confirmed_at__isnull=False).exists()


def of(user: User) -> SecondFactor | None:
    """What an account has, confirmed or not."""
    return SecondFactor.objects.filter(user=user).first()


def address_of(factor: SecondFactor) -> str:
    """What the phone takes over, as an otpauth address: it holds the secret."""
    totp = pyotp.TOTP(factor.secret)
    return totp.provisioning_uri(name=factor.user.username, issuer_name=ISSUER)


@unit_of_work
def begin(user: User) -> SecondFactor:
    """A new secret for an account that has no factor yet; raises ValidationError for one that has."""
    factor = _locked(user)
    if factor is not None and factor.confirmed_at:
        raise ValidationError(_("动态码已经开启。"))
    if factor is None:
        factor = SecondFactor(user=user)
    factor.secret = pyotp.random_base32()
    factor.save()
    record("account.second_begin", user)
    return factor


@unit_of_work
def confirm(user: User, code: str, present: str) -> list[str]:
    """Let the factor count from now on, by a first code of the phone; all sessions but the `present` one end.

    Returns the codes for a lost phone, which are shown this once. Raises ValidationError for a wrong code, and where there
    is nothing to confirm.
    """
    factor = _locked(user)
    if factor is None or factor.confirmed_at:
        raise ValidationError(_("请重新开启动态码。"))
    step = _step(factor, code)
    if not step:
        raise ValidationError({"code": _("动态码不对，请核对手机时间后输入最新的 6 位数字。")})
    with audited("account.second_on", user):
        factor.confirmed_at, factor.last_step = clock.now(), step
        factor.save()
    cutting_off.end_own(user, present, "")
    return _new_codes(user)


def check(user: User, code: str) -> None:
    """Take a code of the phone or one kept for its loss, each once; raises ValidationError for any other, and after too many."""
    limits.count(PURPOSE, str(user.pk), limits.figure("second_codes"))
    if not _take(user, code):
        events.note_second_failure(user)
        words = _("动态码不对或已经用过。请输入手机上最新的 6 位数字，或没有用过的备用码。")
        raise ValidationError({"code": words})


@unit_of_work
def renew_codes(user: User) -> list[str]:
    """New codes for a lost phone; those of before open nothing. The caller has checked a code."""
    with audited("account.second_codes", user):
        return _new_codes(user)


@unit_of_work
def drop(user: User) -> None:
    """Take the factor of an account away, with all that was kept for it; the caller has checked a code."""
    if is_on(user):
        record("account.second_off", user)
    SecondFactor.objects.filter(user=user).delete()
    RecoveryCode.objects.filter(user=user).delete()


def codes_left(user: User) -> int:
    """How many codes for a lost phone were not used yet."""
    return RecoveryCode.objects.filter(user=user, used_at=None).count()


@unit_of_work
def _take(user: User, code: str) -> bool:
    factor = _locked(user)
    if factor is None or not factor.confirmed_at:
        return False
    if step := _step(factor, code):
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return True
    kept = RecoveryCode.objects.filter(user=user, used_at=None, digest=_digest(user, code)).first()
    if kept is None:
        return False
    with audited("account.second_code", user):
        kept.used_at = clock.now()
        kept.save(update_fields=["used_at"])
    return True


def _locked(user: User) -> SecondFactor | None:
    return SecondFactor.objects.select_for_update(no_key=True).filter(user=user).first()


def _step(factor: SecondFactor, code: str) -> int:
    """The step of time that a code is of, 0 for none: later than the last one used."""
    plain = "".join(code.split())
    totp, now = pyotp.TOTP(factor.secret), int(clock.now().timestamp()) // STEP_SECONDS
    for step in (now + ahead for ahead in STEPS):
        if step > factor.last_step and constant_time_compare(totp.generate_otp(step), plain):
            return step
    return 0


def _new_codes(user: User) -> list[str]:
    codes = {base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode() for _n in range(CODES)}
    RecoveryCode.objects.filter(user=user).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user, code)) for code in codes
    )
    return [f"{code[:PART]}-{code[PART:]}" for code in sorted(codes)]


def _digest(user: User, code: str) -> str:
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return blind(f"accounts.recovery|{user.pk}|{plain}")

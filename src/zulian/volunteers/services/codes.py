"""One-time codes and addresses of own pages, by e-mail or text message, through whichever channel is configured."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from zulian.foundation import sending
from zulian.foundation.clock import now
from zulian.foundation.sealing import blind
from zulian.foundation.work import unit_of_work
from zulian.people.rules import tidy
from zulian.volunteers.models import Code
from zulian.volunteers.services.common import figures

DIGITS = 6


def subject() -> str:
    """The subject of every e-mail to volunteers."""
    return _("助残志愿服务")


def _digest(address: str, digits: str) -> str:
    return hashlib.sha256(f"{settings.SECRET_KEY}|{tidy(address)}|{digits}".encode()).hexdigest()


def _count(address: str, digest: str) -> None:
    """Note one message to an address; raises ValidationError where it had its share of the day."""
    index = blind(tidy(address))
    with unit_of_work():
        sent = Code.objects.filter(target_index=index, at__gt=now() - timedelta(days=1)).count()
        if sent >= figures()["codes_a_day"]:
            raise ValidationError(_("今天发送的次数太多，请明天再试，或到联络站核验。"))
        Code.objects.create(target_index=index, digest=digest, at=now(), used=not digest)


def send_link(address: str, words: str) -> None:
    """Send the address of an own page; counts like a code.

    Raises ValidationError where the address had its share of the day.
    """
    with unit_of_work():
        _count(address, "")
        sending.send(address, subject(), words)


def send_code(address: str) -> None:
    """Send a new code, for as long as it is valid; at most so many a day to one address.

    Raises ValidationError where there is no channel, or the address had its share of the day.
    """
    if not sending.reachable(address):
        raise ValidationError(_("本地没有开通这种验证方式，请到联络站核验。"))
    digits = "".join(secrets.choice("0123456789") for _n in range(DIGITS))
    minutes = figures()["code_minutes"]
    text = _("验证码 %(code)s，%(n)d 分钟内有效。请勿告诉他人。") % {"code": digits, "n": minutes}
    with unit_of_work():
        _count(address, _digest(address, digits))
        sending.send(address, subject(), text, timedelta(minutes=minutes))


def check_code(address: str, digits: str) -> bool:
    """Whether this is the last code sent to the address, not used, not too old, not guessed at too often."""
    with unit_of_work():
        code = (
            Code.objects.select_for_update(no_key=True)
            .filter(
                target_index=blind(tidy(address)),
                used=False,
                at__gt=now() - timedelta(minutes=figures()["code_minutes"]),
            )
            .first()
        )
        if code is None or code.tries >= figures()["code_tries"]:
            return False
        code.tries += 1
        code.used = secrets.compare_digest(code.digest, _digest(address, tidy(digits)))
        code.save()
        return bool(code.used)

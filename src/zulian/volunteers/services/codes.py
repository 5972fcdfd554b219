"""One-time codes by e-mail or text message, through whichever channel is configured; no personal data is logged."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import timedelta
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from zulian.foundation.clock import now
from zulian.foundation.sealing import blind
from zulian.foundation.work import unit_of_work
from zulian.people.rules import tidy
from zulian.volunteers.models import Code
from zulian.volunteers.services.common import figures

DIGITS, TIMEOUT = 6, 10


def reachable(address: str) -> bool:
    """Whether a channel for an address is configured: e-mail, or a gateway of text messages."""
    return bool(address) and bool(settings.EMAIL_HOST if "@" in address else settings.SMS_URL)


def deliver(address: str, words: str) -> None:
    """Send words to an e-mail address or a telephone number; raises ValidationError where that fails."""
    try:
        if "@" in address:
            send_mail(_("助残志愿服务"), words, settings.DEFAULT_FROM_EMAIL, [address])
        else:
            body = json.dumps({"phone": address, "text": words}).encode()
            request = Request(settings.SMS_URL, body, {"Content-Type": "application/json"})  # noqa: S310  (set by who runs the site)
            with urlopen(request, timeout=TIMEOUT):  # noqa: S310
                pass
    except OSError as error:
        raise ValidationError(_("信息没有发出去，请稍后再试，或到联络站办理。")) from error


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
    """Send the address of an own page; counts like a code."""
    _count(address, "")
    deliver(address, words)


def send_code(address: str) -> None:
    """Send a new code; at most so many a day to one address."""
    if not reachable(address):
        raise ValidationError(_("本地没有开通这种验证方式，请到联络站核验。"))
    digits = "".join(secrets.choice("0123456789") for _n in range(DIGITS))
    _count(address, _digest(address, digits))
    deliver(
        address,
        _("验证码 %(code)s，%(n)d 分钟内有效。请勿告诉他人。") % {"code": digits, "n": figures()["code_minutes"]},
    )


def check_code(address: str, digits: str) -> bool:
    """Whether this is the last code sent to the address, not used, not too old, not guessed at too often."""
    with unit_of_work():
        found = (
            Code.objects.select_for_update()
            .filter(
                target_index=blind(tidy(address)),
                used=False,
                at__gt=now() - timedelta(minutes=figures()["code_minutes"]),
            )
            .first()
        )
        if found is None or found.tries >= figures()["code_tries"]:
            return False
        found.tries += 1
        found.used = secrets.compare_digest(found.digest, _digest(address, tidy(digits)))
        found.save()
        return bool(found.used)

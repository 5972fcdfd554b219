"""Sending e-mail and text messages: through the queue, with retries, and never inside a request.

A message is one sealed row, written in the transaction of what it tells of; the queue holds the row's number alone. The
row is deleted once the message is delivered or given up. Logs name number and cause, never an address or a text.
"""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from smtplib import SMTPAuthenticationError, SMTPRecipientsRefused, SMTPResponseException
from urllib.error import HTTPError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from zulian.foundation.models import Delivery
from zulian.foundation.work import unit_of_work

QUEUE = "messages"
# Between one attempt and the next; after the last one the message is given up.
PAUSES = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
MAX_ATTEMPTS = len(PAUSES) + 1
LIFETIME = timedelta(days=1)
# After so long past its time the attempt was lost with its worker.
LOST = timedelta(minutes=10)
# Answers of a gateway that another attempt may change, although they name the request as the cause.
PASSING = {
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.REQUEST_TIMEOUT,
    HTTPStatus.TOO_MANY_REQUESTS,
}
# Opened only where they are sent: what another key sealed is a failed attempt, no end of the work.
SEALED = ("address", "subject", "text")
log = logging.getLogger(__name__)


def reachable(address: str) -> bool:
    """Whether messages can be sent to an e-mail address or a telephone number: it is one, and its channel is configured."""
    return bool(address) and bool(settings.EMAIL_HOST if "@" in address else settings.SMS_URL)


def is_configured() -> bool:
    """Whether there is any channel at all."""
    return bool(settings.EMAIL_HOST or settings.SMS_URL)


def send(address: str, subject: str, text: str, lifetime: timedelta = LIFETIME) -> None:
    """Send a text once the transaction is committed; nothing where the address is not `reachable`.

    The subject is for e-mail alone. After `lifetime` nobody wants the message any more, and it is given up.
    """
    if not reachable(address):
        return
    now = timezone.now()
    # One line: a line break in a header would be refused.
    subject = " ".join(subject.split())
    with unit_of_work():
        delivery = Delivery.objects.create(
            is_mail="@" in address,
            address=address,
            subject=subject,
            text=text,
            due_at=now,
            expires_at=now + lifetime,
        )
        # What is not queued here, for whatever reason, `resume` queues.
        transaction.on_commit(partial(deliver.enqueue, delivery.pk), robust=True)


@task(queue_name=QUEUE, priority=10)
def deliver(pk: int) -> None:
    """Try to deliver a message; after a failure that may pass, try again later. Raises nothing: errors hold addresses."""
    delivery = _claim(pk)
    if delivery is None:
        return
    try:
        _transmit(delivery)
    except Exception as error:
        _fail(delivery, error)
    else:
        delivery.delete()


def resume() -> int:
    """Queue messages anew whose attempt was lost, and give up those whose time is over; how many were queued."""
    now, count = timezone.now(), 0
    for delivery in Delivery.objects.defer(*SEALED).filter(due_at__lt=now - LOST):
        if delivery.expires_at < now:
            _give_up(delivery, "too late")
        # Waits again: another process that resumes at this moment finds it taken.
        elif Delivery.objects.filter(pk=delivery.pk, due_at=delivery.due_at).update(due_at=now):
            deliver.enqueue(delivery.pk)
            count += 1
    return count


def _claim(pk: int) -> Delivery | None:
    """The message with one attempt more, not due again before its pause is over; None where there is nothing to do."""
    now = timezone.now()
    with unit_of_work():
        delivery = (
            Delivery.objects.defer(*SEALED)
            .select_for_update(no_key=True)
            .filter(pk=pk, due_at__lte=now)
            .first()
        )
        if delivery is None:
            return None
        if delivery.expires_at < now or delivery.attempts >= MAX_ATTEMPTS:
            _give_up(
                delivery, "too late" if delivery.expires_at < now else "the last attempt was lost"
            )
            return None
        delivery.attempts += 1
        delivery.due_at = now + PAUSES[min(delivery.attempts, len(PAUSES)) - 1]
        delivery.save(update_fields=["attempts", "due_at"])
    return delivery


def _transmit(delivery: Delivery) -> None:
    if delivery.is_mail:
        message = EmailMessage(
            delivery.subject, delivery.text, settings.DEFAULT_FROM_EMAIL, [delivery.address]
        )
        message.send()
        return
    body = json.dumps({"phone": delivery.address, "text": delivery.text}).encode()
    # Whoever runs the site sets the gateway's address.
    request = Request(settings.SMS_URL, body, {"Content-Type": "application/json"})  # noqa: S310
    with urlopen(request, timeout=settings.EMAIL_TIMEOUT):  # noqa: S310
        pass


def _fail(delivery: Delivery, error: Exception) -> None:
    """Plan the next attempt, or give up."""
    cause = _cause(error)
    if (
        _is_final(error)
        or delivery.attempts >= MAX_ATTEMPTS
        or delivery.due_at > delivery.expires_at
    ):
        _give_up(delivery, cause)
        return
    log.warning(
        "Message %d: attempt %d failed (%s), it is tried again",
        delivery.pk,
        delivery.attempts,
        cause,
    )
    deliver.using(run_after=delivery.due_at).enqueue(delivery.pk)


def _give_up(delivery: Delivery, cause: str) -> None:
    way = "e-mail" if delivery.is_mail else "text message"
    log.error(
        "Message %d (%s) is given up after %d attempts: %s",
        delivery.pk,
        way,
        delivery.attempts,
        cause,
    )
    delivery.delete()


def _is_final(error: Exception) -> bool:
    """Whether the same message would be refused again."""
    match error:
        case SMTPAuthenticationError():
            return False
        case SMTPRecipientsRefused():
            return all(code >= 500 for code, _words in error.recipients.values())
        case SMTPResponseException():
            return int(error.smtp_code) >= 500
        case HTTPError():
            return 400 <= error.code < 500 and error.code not in PASSING
        case OSError() | HTTPException():
            return False
    return True


def _cause(error: Exception) -> str:
    """The kind of an error with its code; its words may hold the address."""
    code: object = (
        getattr(error, "smtp_code", None)
        or getattr(error, "code", None)
        or getattr(error, "errno", None)
    )
    if isinstance(error, SMTPRecipientsRefused):
        code = " ".join(sorted({str(code) for code, _words in error.recipients.values()}))
    kind = type(
        getattr(error, "reason", None)
        if isinstance(getattr(error, "reason", None), Exception)
        else error
    )
    return f"{kind.__name__} {code}" if isinstance(code, int | str) else kind.__name__

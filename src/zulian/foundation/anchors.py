"""Verifying the audit trail, and anchors: what the trail was on a day, written where the database's owner cannot rewrite it."""

from __future__ import annotations

import errno
import hmac
import json
import os
import syslog
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from zulian.errors import StartError
from zulian.foundation import clock, sending
from zulian.foundation.audit import digest, is_sealed, plain_digest, seal_of
from zulian.foundation.models import AuditEntry, AuditHead
from zulian.foundation.sealing import chain_digest
from zulian.foundation.work import unit_of_work

CHUNK = 2000
# How each anchor begins, whatever stands before it in its line.
BEGINNING = '{"at"'
SYSTEM_LOGS = ("/dev/log", "/var/run/syslog")


class AnchorError(ValueError):
    """A text is no anchor, or its signature is not this place's."""


class TrailError(ValueError):
    """The trail cannot be sealed as it stands; the message says why."""


@dataclass(frozen=True)
class Anchor:
    """What the trail was: how many entries on a day, and the digest of the last of them; signed with the trail's key."""

    at: str
    count: int
    digest: str
    signature: str = ""

    def signed(self) -> Anchor:
        return Anchor(self.at, self.count, self.digest, self._sign())

    @property
    def is_signed(self) -> bool:
        return hmac.compare_digest(self.signature, self._sign())

    def _sign(self) -> str:
        return chain_digest(f"anchor {self.at} {self.count} {self.digest}")

    def line(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Verdict:
    """Result of a verification: how many entries were read, and what is wrong, one sentence each in English."""

    count: int
    faults: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        return not self.faults


def verify(anchors: Iterable[Anchor] = ()) -> Verdict:
    """Walk the whole chain, oldest first, and compare it with its head and with anchors; must run under the scope of everything."""
    anchors = list(anchors)
    head = AuditHead.objects.first()
    if (head is None or head.count == 0) and not AuditEntry.objects.exists():
        return Verdict(0, (_emptiness(anchors),))
    if head is None:
        return Verdict(0, ("The head is gone, and entries are there: the trail was rewritten.",))
    faults = []
    expected: dict[int, list[Anchor]] = defaultdict(list)
    for anchor in anchors:
        expected[anchor.count].append(anchor)
    previous, count = "", 0
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=CHUNK):
        count += 1
        made = plain_digest(entry) if count <= head.plain else digest(entry)
        if entry.previous != previous or entry.digest != made:
            faults.append(f"The chain breaks at entry {entry.pk}, the {count}th.")
            break
        previous = entry.digest
        if other := next(
            (anchor for anchor in expected.pop(count, ()) if anchor.digest != previous), None
        ):
            faults.append(f"Entry {count} is not the one that was anchored at {other.at}.")
            break
    if not faults:
        faults += _faults_of(head, count, previous)
        beyond = [anchor for known in expected.values() for anchor in known]
        faults += [
            f"{a.count} entries were anchored at {a.at}, only {count} are left: the anchor proves entries that are gone."
            for a in beyond
        ]
    return Verdict(count, tuple(faults))


def _emptiness(anchors: list[Anchor]) -> str:
    """What an empty trail means: only anchors know whether there was one."""
    if not anchors:
        return "The trail is empty: nobody has written yet, or it was deleted."
    last = max(anchors, key=lambda anchor: anchor.count)
    return (
        f"The trail is empty, and the anchors prove entries that are gone: {last.count} were there at {last.at}."
        " It was deleted."
    )


def _faults_of(head: AuditHead, count: int, last: str) -> list[str]:
    if head.count != count:
        return [f"The head counts {head.count} entries, {count} are there."]
    if head.digest != last:
        return ["The head does not bear the digest of the last entry."]
    if not head.seal and head.plain == 0:
        return [
            "The trail was made before 0.3 and is not sealed yet: run `zulian audit seal` once."
        ]
    return (
        []
        if is_sealed(head)
        else ["The head does not bear its seal: the trail was rewritten, or the key is another."]
    )


@unit_of_work
def seal() -> int:
    """Take over a trail that was chained without a key: verify it as it was made, and seal its head. Returns how many entries.

    Once in the life of a place that was filled by a version before 0.3. Raises TrailError where it is sealed already, was
    sealed before, or does not fit together: a rewritten trail gets no seal.
    """
    head = AuditHead.objects.select_for_update(no_key=True).first()
    if head is None or head.count == 0:
        raise TrailError("The trail is empty: there is nothing to seal.")
    if head.seal:
        raise TrailError("The trail is sealed already.")
    if head.plain or _anchored():
        raise TrailError(
            "The trail was sealed before, as its anchors or its head tell, and lost its seal: it was rewritten."
        )
    previous, count = "", 0
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=CHUNK):
        if entry.digest == digest(entry):
            raise TrailError(
                f"Entry {entry.pk} is keyed: the trail was sealed before, and lost its seal."
            )
        if entry.previous != previous or entry.digest != plain_digest(entry):
            raise TrailError(f"The chain breaks at entry {entry.pk}.")
        previous, count = entry.digest, count + 1
    if (head.count, head.digest) != (count, previous):
        raise TrailError("The head does not fit the last entry.")
    AuditHead.objects.filter(pk=head.pk).update(plain=count, seal=seal_of(count, count, previous))
    return count


def _anchored() -> bool:
    """Whether the file to which anchors go holds any, whole or damaged: only a sealed trail is anchored."""
    way, _colon, place = settings.ANCHOR.partition(":")
    if way != "file":
        return False
    try:
        return bool(read(Path(place).read_text(encoding="utf-8", errors="replace")))
    except AnchorError:
        return True
    except OSError:
        return False


def current() -> Anchor | None:
    """The trail's anchor as of now, None while it is empty."""
    head = AuditHead.objects.first()
    if head is None or head.count == 0:
        return None
    return Anchor(clock.now().isoformat(timespec="seconds"), head.count, head.digest).signed()


def read(text: str) -> list[Anchor]:
    """The anchors in a text, wherever they stand in its lines; other lines say nothing.

    Raises AnchorError for an anchor that is damaged, or that bears another signature.
    """
    return [
        anchor
        for number, line in enumerate(text.splitlines(), 1)
        for anchor in _anchors_in(line, number)
    ]


def _anchors_in(line: str, number: int) -> list[Anchor]:
    anchors, at = [], line.find(BEGINNING)
    while at >= 0:
        try:
            facts, end = json.JSONDecoder().raw_decode(line, at)
            anchor = Anchor(
                str(facts["at"]), int(facts["count"]), str(facts["digest"]), str(facts["signature"])
            )
        except (KeyError, TypeError, ValueError) as error:
            raise AnchorError(f"The anchor in line {number} is damaged.") from error
        if not anchor.is_signed:
            raise AnchorError(f"The anchor in line {number} does not bear this place's signature.")
        anchors.append(anchor)
        at = line.find(BEGINNING, end)
    return anchors


def write() -> bool:
    """Write the day's anchor to where ANCHOR says: a file that is added to, an e-mail address, or the system's log.

    Returns whether there was one to write. Raises StartError, in a sentence, where it cannot be written.
    """
    anchor, to = current(), settings.ANCHOR
    if anchor is None or not to:
        return False
    way, _colon, where = to.partition(":")
    try:
        WAYS[way](anchor.line(), where)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StartError(
            f"The trail's anchor could not be written to {to} (ZULIAN_ANCHOR): {reason}."
        ) from error
    return True


def _to_file(line: str, where: str) -> None:
    with Path(where).open("a", encoding="utf-8") as out:
        out.write(line + "\n")
        out.flush()
        os.fsync(out.fileno())


def _to_mail(line: str, where: str) -> None:
    sending.send(where, _("审计日志锚点"), line)


def _to_syslog(line: str, _where: str) -> None:
    # The library says nothing where nobody listens.
    if not any(Path(place).exists() for place in SYSTEM_LOGS):
        raise FileNotFoundError(errno.ENOENT, "this machine has no system log")
    syslog.openlog("zulian", 0, syslog.LOG_AUTHPRIV)
    syslog.syslog(syslog.LOG_NOTICE, f"anchor {line}")


WAYS = {"file": _to_file, "mail": _to_mail, "syslog": _to_syslog}

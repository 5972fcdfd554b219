"""Verifying the audit trail, and anchors: what the trail was on a day, written where the database's owner cannot rewrite it."""

from __future__ import annotations

import hmac
import json
import logging
import syslog
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from zulian.foundation import clock, sending
from zulian.foundation.audit import digest, is_sealed, plain_digest, seal_of
from zulian.foundation.models import AuditEntry, AuditHead
from zulian.foundation.sealing import chain_digest
from zulian.foundation.work import unit_of_work

log = logging.getLogger(__name__)
CHUNK = 2000


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
    head = AuditHead.objects.first()
    if head is None or head.count == 0:
        return Verdict(0, ("The trail is empty: nobody has written yet, or it was deleted.",))
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
        if other := next((anchor for anchor in expected.pop(count, ()) if anchor.digest != previous), None):
            faults.append(f"Entry {count} is not the one that was anchored at {other.at}.")
            break
    if not faults:
        faults += _faults_of(head, count, previous)
        beyond = [anchor for known in expected.values() for anchor in known]
        faults += [f"{a.count} entries were anchored at {a.at}, only {count} are left." for a in beyond]
    return Verdict(count, tuple(faults))


def _faults_of(head: AuditHead, count: int, last: str) -> list[str]:
    if head.count != count:
        return [f"The head counts {head.count} entries, {count} are there."]
    if head.digest != last:
        return ["The head does not bear the digest of the last entry."]
    if not head.seal and head.plain == 0:
        return ["The trail was made before 0.3 and is not sealed yet: run `zulian audit seal` once."]
    return (
        [] if is_sealed(head) else ["The head does not bear its seal: the trail was rewritten, or the key is another."]
    )


@unit_of_work
def seal() -> int:
    """Take over a trail that was chained without a key: verify it as it was made, and seal its head. Returns how many entries.

    Once in the life of a place that was filled by a version before 0.3. Raises TrailError where it is sealed already or
    does not fit together.
    """
    head = AuditHead.objects.select_for_update(no_key=True).first()
    if head is None or head.count == 0 or head.seal:
        raise TrailError("The trail is sealed already, or empty.")
    previous, count = "", 0
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=CHUNK):
        if entry.previous != previous or entry.digest != plain_digest(entry):
            raise TrailError(f"The chain breaks at entry {entry.pk}.")
        previous, count = entry.digest, count + 1
    if (head.count, head.digest) != (count, previous):
        raise TrailError("The head does not fit the last entry.")
    AuditHead.objects.filter(pk=head.pk).update(plain=count, seal=seal_of(count, count, previous))
    return count


def current() -> Anchor | None:
    """The trail's anchor as of now, None while it is empty."""
    head = AuditHead.objects.first()
    if head is None or head.count == 0:
        return None
    return Anchor(clock.now().isoformat(timespec="seconds"), head.count, head.digest).signed()


def read(text: str) -> list[Anchor]:
    """Anchors, one in a line, as they were written; raises AnchorError for what is none or bears another signature."""
    anchors = []
    for number, line in enumerate(text.splitlines(), 1):
        start = line.find("{")
        if start < 0:
            continue
        try:
            anchor = Anchor(**json.loads(line[start:]))
        except (TypeError, ValueError) as error:
            raise AnchorError(f"Line {number} is no anchor.") from error
        if not anchor.is_signed:
            raise AnchorError(f"The anchor in line {number} does not bear this place's signature.")
        anchors.append(anchor)
    return anchors


def write() -> bool:
    """Write the day's anchor to where ANCHOR says: a file that is added to, an e-mail address, or the system's log.

    Returns whether there was one to write. A way that fails is logged; the day's work goes on.
    """
    anchor, to = current(), settings.ANCHOR
    if anchor is None or not to:
        return False
    way, _colon, where = to.partition(":")
    try:
        WAYS[way](anchor.line(), where)
    except OSError:
        log.exception("the trail's anchor could not be written to %s", way)
        return False
    return True


def _to_file(line: str, where: str) -> None:
    with Path(where).open("a", encoding="utf-8") as out:
        out.write(line + "\n")


def _to_mail(line: str, where: str) -> None:
    sending.send(where, _("审计日志锚点"), line)


def _to_syslog(line: str, _where: str) -> None:
    syslog.openlog("zulian", 0, syslog.LOG_AUTHPRIV)
    syslog.syslog(syslog.LOG_NOTICE, f"anchor {line}")


WAYS = {"file": _to_file, "mail": _to_mail, "syslog": _to_syslog}

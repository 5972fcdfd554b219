"""The trail's key, head and anchors: whoever can write to the database alone cannot rewrite what happened unnoticed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from tests.builders import COUNTY
from zulian import cli
from zulian.errors import StartError
from zulian.foundation import anchors
from zulian.foundation.audit import plain_digest, record
from zulian.foundation.models import AuditEntry, AuditHead
from zulian.plans.services import daily as kept
from zulian.plans.services.daily import daily
from zulian.regions.models import Region

WITHOUT_LOG = pytest.mark.skipif(
    any(Path(place).exists() for place in anchors.SYSTEM_LOGS),
    reason="this machine has a system log",
)


@pytest.fixture
def trail(regions: None) -> list[AuditEntry]:
    AuditEntry.objects.all().delete()
    AuditHead.objects.all().delete()
    for n in range(6):
        record(f"step.{n}", Region.objects.get(code=COUNTY))
    return list(AuditEntry.objects.order_by("id"))


def rewrite(entries: list[AuditEntry]) -> None:
    """What somebody does who knows the source and owns the database, but has no key."""
    previous = ""
    for entry in entries:
        entry.previous = previous
        entry.digest = previous = plain_digest(entry)
        AuditEntry.objects.filter(pk=entry.pk).update(
            previous=entry.previous, digest=entry.digest, actor=entry.actor
        )
    AuditHead.objects.update(count=len(entries), digest=previous)


def test_a_trail_is_sound_as_it_was_written(trail: list[AuditEntry]) -> None:
    assert anchors.verify().sound
    assert anchors.verify().count == 6


def test_the_tail_cannot_be_deleted_unnoticed(trail: list[AuditEntry]) -> None:
    AuditEntry.objects.filter(pk__in=[entry.pk for entry in trail[-2:]]).delete()
    AuditHead.objects.update(count=4, digest=trail[3].digest)
    assert "seal" in anchors.verify().faults[0]


def test_an_old_entry_cannot_be_rewritten_with_all_later_digests(trail: list[AuditEntry]) -> None:
    trail[1].actor = "别人"
    rewrite(trail)
    assert not anchors.verify().sound
    # Nor by saying that all of it was made before there was a key.
    AuditHead.objects.update(plain=6)
    assert "seal" in anchors.verify().faults[0]
    AuditHead.objects.update(plain=0, seal="")
    assert not anchors.verify().sound


def test_an_emptied_trail_is_not_sound(trail: list[AuditEntry]) -> None:
    AuditEntry.objects.all().delete()
    AuditHead.objects.all().delete()
    assert "empty" in anchors.verify().faults[0]


def test_the_next_entry_does_not_make_a_rewritten_head_good(trail: list[AuditEntry]) -> None:
    AuditEntry.objects.filter(pk=trail[-1].pk).delete()
    AuditHead.objects.update(count=5, digest=trail[4].digest)
    record("after", Region.objects.get(code=COUNTY))
    assert "seal" in anchors.verify().faults[0]


def test_an_anchor_shows_what_even_the_key_could_hide(trail: list[AuditEntry]) -> None:
    """The trail is thrown away and begun anew by the site itself: sound in itself, but not what was anchored."""
    anchor = anchors.current()
    assert anchor is not None
    assert anchors.verify([anchor]).sound
    AuditEntry.objects.all().delete()
    AuditHead.objects.all().delete()
    record("begun.anew", Region.objects.get(code=COUNTY))
    assert anchors.verify().sound
    assert "only 1 are left" in anchors.verify([anchor]).faults[0]
    for n in range(8):
        record(f"again.{n}", Region.objects.get(code=COUNTY))
    assert "anchored" in anchors.verify([anchor]).faults[0]
    # Nor does an anchor of the new trail at the same count hide the one of the old.
    newer = anchors.Anchor(
        "later", anchor.count, AuditEntry.objects.order_by("id")[anchor.count - 1].digest
    ).signed()
    assert anchors.verify([newer]).sound
    assert "anchored" in anchors.verify([anchor, newer]).faults[0]


def test_an_anchor_bears_this_places_signature(trail: list[AuditEntry]) -> None:
    anchor = anchors.current()
    assert anchor is not None
    assert anchors.read(f"Nov 26 zulian: anchor {anchor.line()}\n\nno anchor\n") == [anchor]
    forged = json.loads(anchor.line()) | {"count": 1}
    with pytest.raises(anchors.AnchorError, match="signature"):
        anchors.read(json.dumps(forged))
    with pytest.raises(anchors.AnchorError, match="line 1 is damaged"):
        anchors.read('{"at": 1')


@pytest.mark.parametrize(
    "before",
    [
        "",
        "Nov 26 zulian[12]: ",
        "{unit} ",
        '{"PRIORITY": "5"} {',
        "} {x: {",
        "<37>1 - zulian - - [a@1 b={] anchor ",
        '"{',
    ],
)
def test_an_anchor_is_read_out_of_any_line(trail: list[AuditEntry], before: str) -> None:
    anchor = anchors.current()
    assert anchor is not None
    text = f"{before}{anchor.line()} }} trailing {{\n{{no: anchor}}\n{before}{anchor.line()}{anchor.line()}"
    assert anchors.read(text) == [anchor] * 3


def test_a_file_without_an_anchor_proves_nothing(
    trail: list[AuditEntry], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "syslog"
    path.write_bytes(b"Nov 26 cron[1]: {job} done \xff\n")
    assert cli.main(["audit", "verify", "--anchors", str(path)]) == 1
    written = capsys.readouterr()
    assert f"There is no anchor in {path}." in written.err
    assert "sound" not in written.out


def test_anchors_prove_what_a_deleted_trail_held(trail: list[AuditEntry]) -> None:
    anchor = anchors.current()
    assert anchor is not None
    AuditEntry.objects.all().delete()
    AuditHead.objects.all().delete()
    [fault] = anchors.verify([anchor]).faults
    assert "prove entries that are gone: 6 were there" in fault
    assert "gone" not in anchors.verify().faults[0]
    record("begun.anew", Region.objects.get(code=COUNTY))
    AuditHead.objects.all().delete()
    assert "head is gone" in anchors.verify([anchor]).faults[0]


@pytest.mark.parametrize(
    "to",
    [
        "file:/no/such/folder/anchors.log",
        "file:/proc/anchors.log",
        pytest.param("syslog:", marks=WITHOUT_LOG),
    ],
)
def test_an_anchor_that_cannot_be_written_ends_the_days_work_in_one_sentence(
    trail: list[AuditEntry],
    to: str,
    settings: Any,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.ANCHOR = to
    assert cli.main(["daily"]) == 1
    [sentence] = capsys.readouterr().err.splitlines()
    assert f"could not be written to {to} (ZULIAN_ANCHOR)" in sentence
    # All else is done by then, and whoever keeps the day's work hears of it, to try it again.
    assert AuditEntry.objects.count() >= 6
    with pytest.raises(StartError):
        daily()


def test_the_kept_days_work_tries_again_in_a_line(
    trail: list[AuditEntry],
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    settings.ANCHOR = "file:/no/such/folder/anchors.log"
    pauses, moments = [], iter([1.0, 1.0, 2.0, 10**6, 10**6, 10**6])
    parents = iter([1, 1, 1, 1, 2])
    monkeypatch.setattr(kept.os, "getppid", lambda: next(parents))
    monkeypatch.setattr(kept.time, "monotonic", lambda: next(moments))
    monkeypatch.setattr(kept.time, "sleep", pauses.append)
    monkeypatch.setattr(kept, "close_old_connections", lambda: None)
    kept.keep_daily()
    told = [record for record in caplog.records if record.name == kept.__name__]
    assert len(pauses) == 3
    # At once and after the pause, not in between.
    assert len(told) == 2
    assert all(
        record.exc_info is None and "tried again in 15 minutes" in record.getMessage()
        for record in told
    )


def test_the_days_work_anchors_the_trail(
    trail: list[AuditEntry],
    tmp_path: Path,
    settings: object,
    django_capture_on_commit_callbacks: Any,
) -> None:
    path = tmp_path / "anchors.log"
    settings.ANCHOR = f"file:{path}"  # type: ignore[attr-defined]
    daily()
    daily()
    assert len(anchors.read(path.read_text(encoding="utf-8"))) == 2
    settings.ANCHOR, settings.EMAIL_HOST = "mail:auditor@example.org", "mail.example.org"  # type: ignore[attr-defined]
    with django_capture_on_commit_callbacks(execute=True):
        assert anchors.write()
    assert anchors.read(mail.outbox[-1].body)[0].count > 5


def test_a_trail_of_a_version_without_key_is_sealed_once(trail: list[AuditEntry]) -> None:
    rewrite(trail)
    AuditHead.objects.update(seal="", plain=0)
    assert "audit seal" in str(anchors.verify().faults) or not anchors.verify().sound
    assert anchors.seal() == 6
    record("after", Region.objects.get(code=COUNTY))
    assert anchors.verify().sound
    with pytest.raises(anchors.TrailError):
        anchors.seal()
    AuditEntry.objects.filter(pk=trail[2].pk).update(actor="别人")
    assert not anchors.verify().sound


def test_a_trail_that_was_sealed_before_is_not_sealed_again(
    trail: list[AuditEntry], tmp_path: Path, settings: object
) -> None:
    """Whoever rewrites the database makes a trail without key; sealing it would make it genuine."""
    AuditHead.objects.update(seal="", plain=0)
    with pytest.raises(anchors.TrailError, match="is keyed"):
        anchors.seal()
    anchor = anchors.current()
    assert anchor is not None
    rewrite(trail)
    AuditHead.objects.update(seal="", plain=3)
    with pytest.raises(anchors.TrailError, match="lost its seal"):
        anchors.seal()
    AuditHead.objects.update(plain=0)
    path = tmp_path / "anchors.log"
    settings.ANCHOR = f"file:{path}"  # type: ignore[attr-defined]
    for text in (f"{anchor.line()}\n", f"{anchor.line()[:-3]}\n"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(anchors.TrailError, match="was rewritten"):
            anchors.seal()
    AuditHead.objects.update(count=0)
    with pytest.raises(anchors.TrailError, match="empty"):
        anchors.seal()


def test_the_command_takes_anchors(
    trail: list[AuditEntry], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["audit", "anchor"]) == 0
    path = tmp_path / "anchors"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert cli.main(["audit", "verify", "--anchors", str(path)]) == 0
    assert "1 anchors agree" in capsys.readouterr().out
    path.write_text(
        '{"at": "x", "count": 1, "digest": "' + hashlib.sha256(b"").hexdigest() + '"}',
        encoding="utf-8",
    )
    assert cli.main(["audit", "verify", "--anchors", str(path)]) == 1
    assert cli.main(["audit", "verify", "--anchors", str(tmp_path / "none")]) == 1


def swap(trail: list[AuditEntry]) -> None:
    second, third = trail[1], trail[2]
    AuditEntry.objects.filter(pk=second.pk).update(action=third.action, digest=third.digest)
    AuditEntry.objects.filter(pk=third.pk).update(action=second.action, digest=second.digest)


def slip_in(trail: list[AuditEntry]) -> None:
    entry = AuditEntry.objects.get(pk=trail[-1].pk)
    entry.pk, entry.action = None, "step.more"
    entry.previous, entry.digest = trail[-1].digest, plain_digest(entry)
    entry.save()
    AuditHead.objects.update(count=len(trail) + 1, digest=entry.digest)


def change(**values: Any) -> Any:
    return lambda trail: AuditEntry.objects.filter(pk=trail[2].pk).update(**values)


def remove(*places: int) -> Any:
    return lambda trail: AuditEntry.objects.filter(pk__in=[trail[n].pk for n in places]).delete()


@pytest.mark.parametrize(
    "tamper",
    [
        remove(0),
        remove(3),
        remove(5),
        remove(*range(6)),
        change(actor="别人"),
        change(action="step.other"),
        change(at="2020-01-01T00:00:00+08:00"),
        change(changes={"a": 1}),
        change(label="别的", object_id="7"),
        change(address="10.0.0.1", region_id=""),
        change(user_id=99, post_id=99),
        swap,
        slip_in,
        lambda _trail: AuditHead.objects.all().delete(),
        lambda _trail: AuditHead.objects.update(count=5),
        lambda trail: AuditHead.objects.update(plain=len(trail)),
        rewrite,
    ],
)
def test_whatever_is_done_to_a_trail_shows(trail: list[AuditEntry], tamper: Any) -> None:
    assert not anchors.verify().faults
    tamper(trail)
    assert anchors.verify().faults

"""What `zulian manage check --deploy` says of a site beyond Django's own checks."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

OTHERS = stat.S_IRWXG | stat.S_IRWXO


@checks.register(checks.Tags.security, deploy=True)
def check_private_files(**_options: Any) -> list[checks.CheckMessage]:
    """The data is readable by the site's account alone."""
    open_paths = [
        path for path in _private_paths() if path.exists() and path.stat().st_mode & OTHERS
    ]
    return [
        checks.Warning(
            f"Other accounts of this machine may reach {path}.",
            hint=f"chmod go= {path}",
            id="zulian.W001",
        )
        for path in open_paths
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_proxies(**_options: Any) -> list[checks.CheckMessage]:
    """A site behind a proxy knows the addresses of its clients."""
    if not settings.HTTPS or settings.PROXIES:
        return []
    words = "Behind the proxy everybody seems to come from its address: five wrong passwords lock an account for everyone."
    return [
        checks.Warning(words, hint="Name the proxy's address in ZULIAN_PROXIES.", id="zulian.W002")
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_mail(**_options: Any) -> list[checks.CheckMessage]:
    """The password of the mail host does not cross the network in clear."""
    encrypted = settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS
    if (
        encrypted
        or not settings.EMAIL_HOST_USER
        or settings.EMAIL_HOST in {"localhost", "127.0.0.1", "::1"}
    ):
        return []
    words = "The password of the mail host is sent without encryption."
    return [
        checks.Warning(
            words, hint="Set ZULIAN_EMAIL_SECURITY to ssl or starttls.", id="zulian.W003"
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_anchor(**_options: Any) -> list[checks.CheckMessage]:
    """The audit trail is anchored, at a place that can be written."""
    way, _colon, place = settings.ANCHOR.partition(":")
    if not way:
        words = "The audit trail is anchored nowhere: whoever owns the database and the keys could begin it anew."
        return [checks.Warning(words, hint="Name a place in ZULIAN_ANCHOR.", id="zulian.W004")]
    if way == "file" and not os.access(
        Path(place) if Path(place).exists() else Path(place).parent, os.W_OK
    ):
        words = f"The trail's anchor cannot be written to {place}."
        return [
            checks.Warning(
                words, hint="The site's account must be able to write there.", id="zulian.W005"
            )
        ]
    return []


def _private_paths() -> list[Path]:
    """The folder of the site, and its database where that is a file."""
    paths = [Path(settings.HOME)]
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        paths.append(Path(database["NAME"]))
    return paths

"""Taking a file in: bounded, sniffed by its bytes, named by its hash."""

from __future__ import annotations

import hashlib
import warnings
from io import BufferedReader, BytesIO
from pathlib import PurePath
from typing import IO

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zulian.accounts.models import Post
from zulian.documents.models import SEAL_CONTEXT, Attachment
from zulian.foundation.audit import audited, record
from zulian.foundation.sealing import seal_bytes
from zulian.foundation.work import unit_of_work
from zulian.regions.models import Region

MAX_BYTES = 20 * 2**20
MAX_PIXELS = 80_000_000
# The same in words, for help and errors alike.
ACCEPTED = gettext_lazy("照片（JPG、PNG）、PDF、Word（.docx）或 Excel（.xlsx）")
# What Pillow may take a picture for: some of its other readers call programs.
PICTURES = ("JPEG", "PNG", "WEBP")
# What may be kept as evidence: suffix found in the bytes → (kind, media type)
KINDS = {
    ".jpg": ("jpg", "image/jpeg"),
    ".jpeg": ("jpg", "image/jpeg"),
    ".jfif": ("jpg", "image/jpeg"),
    ".png": ("png", "image/png"),
    ".webp": ("webp", "image/webp"),
    ".pdf": ("pdf", "application/pdf"),
    ".docx": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
MEDIA_TYPES = {
    **dict(KINDS.values()),
    "html": "text/plain",
    "txt": "text/plain",
    "zip": "application/zip",
}


def sniff(data: bytes, name: str) -> str:
    """The kind of a file by its first bytes, whatever its name says; raises ValidationError for others."""
    try:
        found = {
            match.extension
            for match in puremagic.magic_string(data[: 2**16] + data[-(2**16) :], name)
        }
    except (puremagic.PureError, ValueError):
        found = set()
    kinds = {KINDS[suffix][0] for suffix in found if suffix in KINDS}
    own = KINDS.get(PurePath(name).suffix.lower(), ("",))[0]
    kind = own if own in kinds else next(iter(sorted(kinds - {"docx", "xlsx"})), "")
    if not kind:
        raise ValidationError(
            _("“%(name)s”不是可以上传的文件。请上传%(accepted)s。")
            % {"name": name, "accepted": ACCEPTED}
        )
    if kind in {"jpg", "png", "webp"}:
        _check_picture(data, name)
    return kind


def _check_picture(data: bytes, name: str) -> None:
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=PICTURES) as picture:
                if picture.width * picture.height > MAX_PIXELS:
                    raise ValueError
                picture.verify()
    except Exception as error:  # Pillow raises many kinds for damaged files
        raise ValidationError(
            _("照片“%(name)s”已损坏或尺寸过大，请重新拍摄或选择另一张。") % {"name": name}
        ) from error


def keep(
    source: IO[bytes],
    name: str,
    region: Region,
    by: Post | None,
    kind: str = "",
    permission: str = "",
) -> Attachment:
    """Keep a file for `region`; `kind` is given when a reader has already recognised it.

    A file with a `permission` of its own is about a person: it is sealed, and only posts that hold it may read it.
    Raises ValidationError for an empty file, and for one that is too large.
    """
    data = source.read(MAX_BYTES + 1)
    name = PurePath(name.replace("\\", "/")).name[-120:]
    if len(data) > MAX_BYTES:
        raise ValidationError(
            _("“%(name)s”超过 %(max)d MB，请压缩后再上传。")
            % {"name": name, "max": MAX_BYTES // 2**20}
        )
    if not data:
        raise ValidationError(_("“%(name)s”是空文件，请重新选择。") % {"name": name})
    kind = kind or sniff(data, name)
    digest = hashlib.sha256(data).hexdigest()
    attachment = Attachment(
        region=region, name=name, kind=kind, size=len(data), sha256=digest, by=by
    )
    if permission:
        attachment.permission, attachment.sealed = permission, True
        data = seal_bytes(data, SEAL_CONTEXT)
    with audited("attachment.add", attachment):
        attachment.file.save(f"{digest[:24]}.{kind}", ContentFile(data), save=True)
    return attachment


def keep_large(
    source: BufferedReader,
    name: str,
    region: Region,
    by: Post | None,
    kind: str,
    permission: str,
    limit: int,
) -> Attachment:
    """Keep a file that this site made itself and that may be larger than what comes in; not sealed, read by `permission` alone.

    It is copied piece by piece, so that its size costs no memory.
    Raises ValidationError for one larger than these may be.
    """
    digest = hashlib.file_digest(source, "sha256").hexdigest()
    size = source.tell()
    if size > limit:
        raise ValidationError(
            _("材料超过 %(max)d GB，请按乡镇分次汇编。") % {"max": limit // 2**30}
        )
    source.seek(0)
    attachment = Attachment(
        region=region,
        name=name[-120:],
        kind=kind,
        size=size,
        sha256=digest,
        by=by,
        permission=permission,
    )
    with audited("attachment.add", attachment):
        attachment.file.save(f"{digest[:24]}.{kind}", File(source), save=True)
    return attachment


def forget(attachment: Attachment) -> None:
    """Delete a file that nothing points to any more; the trail keeps its name and hash."""
    with unit_of_work():
        record("attachment.forget", attachment, {"file": attachment.sha256})
        name, storage = str(attachment.file.name), attachment.file.storage
        attachment.delete()
        transaction.on_commit(lambda: storage.delete(name))

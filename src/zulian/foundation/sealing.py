"""Personal data sealed in its column: authenticated encryption, and keyed blind indexes to find it again.

The cipher is AES-256-GCM, or SM4-GCM with `ZULIAN_CIPHER=sm4`; the blind index is HMAC-SHA256, or HMAC-SM3 with it. Both
keys are derived from one data key. What was sealed with either cipher stays readable, for each value names its own.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as keyed
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

AES, SM4 = b"\x01", b"\x02"
NONCE, TAG, INDEX_BYTES = 12, 16, 16
# Among how many of the newest rows a value is looked for.
NEWEST_ROWS = 100


class SealError(ValueError):
    """A sealed value cannot be opened: another key, another column, or it was altered."""


def seal(text: str, context: str) -> str:
    """Seal `text` for the column `context`; twice the same text gives two different values."""
    return base64.b64encode(seal_bytes(text.encode(), context)).decode("ascii")


def seal_many(texts: Iterable[str], context: str) -> list[str]:
    """Seal texts for one column as `seal` does, empty ones left empty; several times as fast for many."""
    if settings.SEAL_CIPHER == "sm4":
        return [seal(text, context) if text else "" for text in texts]
    texts = list(texts)
    encrypt, about, encode = _aes().encrypt, context.encode(), binascii.b2a_base64
    nonces = os.urandom(NONCE * len(texts))
    made = []
    for start, text in zip(range(0, len(nonces), NONCE), texts, strict=True):
        if not text:
            made.append("")
            continue
        nonce = nonces[start : start + NONCE]
        made.append(
            encode(AES + nonce + encrypt(nonce, text.encode(), about), newline=False).decode(
                "ascii"
            )
        )
    return made


def unseal(value: str, context: str) -> str:
    """Open a value sealed for `context`; raises SealError when it does not fit."""
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError as error:
        raise SealError(f"A value of {context} is not sealed") from error
    return unseal_bytes(raw, context).decode()


def seal_bytes(data: bytes, context: str) -> bytes:
    """Seal bytes for `context`: the mark of the cipher, the nonce, the sealed data with its tag."""
    nonce = os.urandom(NONCE)
    if settings.SEAL_CIPHER == "sm4":
        return SM4 + nonce + _sm4_seal(nonce, data, context.encode())
    return AES + nonce + _aes().encrypt(nonce, data, context.encode())


def unseal_bytes(raw: bytes, context: str) -> bytes:
    """Open bytes sealed for `context`; raises SealError when they do not fit."""
    kind, nonce, body = raw[:1], raw[1 : 1 + NONCE], raw[1 + NONCE :]
    try:
        if kind == AES:
            return _aes().decrypt(nonce, body, context.encode())
        if kind == SM4:
            return _sm4_open(nonce, body, context.encode())
    except (InvalidTag, ValueError) as error:
        raise SealError(f"A value of {context} cannot be opened with this key") from error
    raise SealError(f"A value of {context} is not sealed")


def blind(text: str) -> str:
    """The blind index of a text: 32 hexadecimal digits, the same for the same text and key, empty for none."""
    if not text:
        return ""
    if settings.SEAL_CIPHER == "sm4":
        mac = keyed.HMAC(_key("index-sm3", 32), hashes.SM3())
        mac.update(text.encode())
        return mac.finalize()[:INDEX_BYTES].hex()
    return hmac.digest(_key("index", 32), text.encode(), "sha256")[:INDEX_BYTES].hex()


def blind_many(texts: Iterable[str]) -> list[str]:
    """The blind indexes of texts, as `blind` makes each."""
    if settings.SEAL_CIPHER == "sm4":
        return [blind(text) for text in texts]
    key, digest = _key("index", 32), hmac.digest
    return [
        digest(key, text.encode(), "sha256")[:INDEX_BYTES].hex() if text else "" for text in texts
    ]


def chain_digest(text: str) -> str:
    """The keyed digest (64 hexadecimal digits) by which the audit trail is chained; not made without the data key."""
    if settings.SEAL_CIPHER == "sm4":
        mac = keyed.HMAC(_key("trail-sm3", 32), hashes.SM3())
        mac.update(text.encode())
        return mac.finalize().hex()
    return hmac.digest(_key("trail", 32), text.encode(), "sha256").hex()


@cache
def _key(purpose: str, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, None, purpose.encode()).derive(
        base64.b64decode(settings.DATA_KEY)
    )


@cache
def _aes() -> AESGCM:
    return AESGCM(_key("aes-256-gcm", 32))


def _sm4_seal(nonce: bytes, text: bytes, context: bytes) -> bytes:
    sealer = Cipher(algorithms.SM4(_key("sm4-gcm", 16)), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(context)
    return sealer.update(text) + sealer.finalize() + sealer.tag


def _sm4_open(nonce: bytes, body: bytes, context: bytes) -> bytes:
    if len(body) < TAG:
        raise ValueError("too short")
    opener = Cipher(algorithms.SM4(_key("sm4-gcm", 16)), modes.GCM(nonce, body[-TAG:])).decryptor()
    opener.authenticate_additional_data(context)
    return opener.update(body[:-TAG]) + opener.finalize()


class SealedField(models.TextField[str, str]):
    """Text that is sealed in the database and plain in Python; it cannot be searched, its blind index can."""

    def context(self) -> str:
        """What a value of this column is sealed for."""
        return f"{self.model._meta.label_lower}.{self.name}"

    def get_prep_value(self, value: Any) -> Any:
        return seal(str(value), self.context()) if value else ""

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str | None:
        return unseal(value, self.context()) if value else value

    def get_lookup(self, lookup_name: str) -> Any:
        """Only whether there is a value may be asked; comparing sealed texts would never match."""
        if lookup_name not in {"isnull"}:
            raise SealError(f"{self.context()} is sealed: search its blind index instead")
        return super().get_lookup(lookup_name)


def unfit_columns() -> list[str]:
    """The sealed columns of the database whose newest value the key does not open; none where the key is the right one."""
    return [context for context, value in _newest_values() if not _opens(value, context)]


def key_fits() -> bool:
    """Whether the key opens what the database holds: looks at one value, so that every start can afford it."""
    return all(_opens(value, context) for context, value in islice(_newest_values(), 1))


def _opens(value: str, context: str) -> bool:
    try:
        unseal(value, context)
    except SealError:
        return False
    return True


def _newest_values() -> Iterator[tuple[str, str]]:
    """A sealed value of each column that has one among its newest rows, as it stands in the database."""
    for model in apps.get_models():
        columns = [field for field in model._meta.local_fields if isinstance(field, SealedField)]
        if not columns:
            continue
        # Managers would open the values, or ask for a scope.
        newest: models.QuerySet[models.Model] = models.QuerySet(model).order_by("-pk")
        for field in columns:
            stored = Cast(field.name, models.TextField())
            values = newest.annotate(stored_value=stored).values_list("stored_value", flat=True)[
                :NEWEST_ROWS
            ]
            if value := next(filter(None, values), None):
                yield field.context(), value


def mask(text: str, head: int, tail: int, hide: Callable[[int], str] = lambda n: "*" * n) -> str:
    """The first `head` and last `tail` characters, stars between; all stars where nothing would be hidden."""
    if len(text) <= head + tail:
        return hide(len(text))
    return text[:head] + hide(len(text) - head - tail) + text[len(text) - tail :]

"""Plain text in UTF-8, UTF-16 or GB18030."""

import codecs

from django.utils.translation import gettext as _

from zulian.documents.reading.paper import Line, Paper, ReadError

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ALLOWED_CONTROLS = {"\t", "\n", "\r", "\f", "\v", "\u0085"}


def decode(data: bytes) -> str:
    """Decode by byte-order mark, else UTF-8, UTF-16 without mark, GB18030; raises ReadError for binary data."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return _strict(data, name)
    candidates = ["utf-8", "gb18030"]
    if b"\x00" in data[:400]:
        even, odd = data[0:400:2].count(0), data[1:400:2].count(0)
        candidates = ["utf-16-le" if odd >= even else "utf-16-be"]
    for name in candidates:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if not _has_controls(text):
            return text
    return _strict(data, "utf-16-le" if len(data) % 2 == 0 and _looks_utf16(data) else "ascii")


def _looks_utf16(data: bytes) -> bool:
    """UTF-16 text in Chinese without a mark: most high bytes lie in the CJK block."""
    high = data[1:400:2]
    return sum(0x4E <= b <= 0x9F for b in high) > len(high) * 0.6


def _strict(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text = "\x00"
    if _has_controls(text):
        raise ReadError(_("文件不是可以阅读的文字，请另存为 Word（.docx）、PDF 或文本文件后重新上传。"))
    return text


def _has_controls(text: str) -> bool:
    return any(c < " " and c not in ALLOWED_CONTROLS for c in text) or "\ufffe" in text


def read_text(data: bytes) -> Paper:
    """Read a plain-text file; every line that is not blank is a paragraph."""
    lines = (line.strip() for line in decode(data).splitlines())
    return Paper("txt", tuple(Line(line) for line in lines if line))

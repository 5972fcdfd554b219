"""Plain text in UTF-8, UTF-16 or GB18030."""

import codecs

from django.utils.translation import gettext as _

from zulian.documents.reading.paper import Line, Paper, ReadError

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PLAUSIBLE = 0.6
# Controls that are neither tabs nor ends of lines or pages, and the mark of the byte order when it is read the wrong way.
CONTROLS = [*(chr(code) for code in range(0x20) if chr(code) not in "\t\n\v\f\r"), "\ufffe"]


def decode(data: bytes) -> str:
    """Decode by byte-order mark, else UTF-8, UTF-16 without mark, GB18030; raises ReadError for binary data."""
    for mark, name in BOMS:
        if data.startswith(mark):
            return _strict(data, name)
    for name in ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if not _has_controls(text):
            return text
    return _strict(
        data, max(("utf-16-le", "utf-16-be"), key=lambda name: _likely(data[:4000], name))
    )


def _likely(data: bytes, name: str) -> float:
    """The share of characters that a Chinese text would have: UTF-16 without a mark shows its byte order by it."""
    text = data.decode(name, errors="replace")
    usual = sum(
        0x4E00 <= ord(c) <= 0x9FFF or " " <= c <= "~" or c in "\r\n，。、；：（）《》" for c in text
    )
    return usual / len(text) if text else 0.0


def _strict(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        text = "\x00"
    if _has_controls(text) or (
        name in {"utf-16-le", "utf-16-be"} and _likely(data[:4000], name) < PLAUSIBLE
    ):
        raise ReadError(
            _("文件不是可以阅读的文字，请另存为 Word（.docx）、PDF 或文本文件后重新上传。")
        )
    return text


def _has_controls(text: str) -> bool:
    return any(control in text for control in CONTROLS)


def read_text(data: bytes) -> Paper:
    """Read a plain-text file; every line that is not blank is a paragraph."""
    lines = (line.strip() for line in decode(data).splitlines())
    return Paper("txt", tuple(Line(line) for line in lines if line))

"""Reading files in: docx, pdf, html and txt become a `Paper`; everything else a `ReadError` of one sentence."""

from django.utils.translation import gettext as _

from zulian.documents.reading.docx import read_docx
from zulian.documents.reading.html import read_html
from zulian.documents.reading.paper import Block, Grid, Line, Paper, ReadError, squeeze
from zulian.documents.reading.text import read_text

MAX_BYTES = 20 * 2**20
# Hundred times a long circular.
MAX_CHARACTERS = 1_000_000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
WORD_XML = (
    b"schemas.microsoft.com/office/word/2003/wordml",
    b"w:wordDocument",
    b"pkg:package",
    b"Word.Document",
)
IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*")

__all__ = ["Block", "Grid", "Line", "Paper", "ReadError", "read_paper", "squeeze"]


def read_paper(data: bytes) -> Paper:
    """Read a document of whatever kind its first bytes show.

    Raises ReadError with one sentence for the user when nothing can be read; nothing is left behind.
    """
    if not data.strip():
        raise ReadError(_("文件是空的，请检查后重新选择。"))
    if len(data) > MAX_BYTES:
        raise ReadError(
            _("文件超过 %(max)d MB，请压缩图片或拆分后再上传。") % {"max": MAX_BYTES // 2**20}
        )
    if data.startswith(OLE):
        raise ReadError(_("文件是旧版 .doc 或已加密，请在 Word 中解除密码并另存为 .docx 后上传。"))
    if data.startswith(IMAGES):
        raise ReadError(
            _("这是一张图片，没有可读取的文字，请先做文字识别（OCR）或改传 Word 文件。")
        )
    if other := _other_format(data):
        raise ReadError(other)
    if data.startswith(b"PK"):
        paper = read_docx(data)
    elif data[:1024].lstrip().startswith(b"%PDF"):
        from zulian.documents.reading.pdf import read_pdf  # loads the PDF engine

        paper = read_pdf(data)
    elif _is_html(data):
        paper = read_html(data)
    else:
        paper = read_text(data)
    if not paper.blocks:
        raise ReadError(_("文件里没有读到文字，请检查后重新选择。"))
    if sum(len(block.text) for block in paper.blocks) > MAX_CHARACTERS:
        raise ReadError(
            _("文件超过 %(max)d 万字，请只上传文件正文部分。") % {"max": MAX_CHARACTERS // 10_000}
        )
    return paper


def _other_format(data: bytes) -> str:
    """What to do with a file of a kind that Word opens and this site does not; empty for any other."""
    start = data[:4096].replace(b"\x00", b"")
    head = start.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").lower()
    if head.startswith(b"{\\rtf"):
        return _("这是 RTF 文件，请在 Word 中打开后另存为 .docx 再上传。")
    if head.startswith((b"mime-version:", b"from: <saved", b'from: "saved')):
        return _("这是单个文件网页（MHT），请在 Word 中打开后另存为 .docx 再上传。")
    if head.startswith(b"<?xml") and any(mark in start for mark in WORD_XML):
        return _("这是 Word XML 文件，请在 Word 中打开后另存为 .docx 再上传。")
    return ""


def _is_html(data: bytes) -> bool:
    start = data[:1024].replace(b"\x00", b"").lower()
    return any(tag in start for tag in (b"<html", b"<!doctype html", b"<body", b"<p>", b"<div"))

"""Badges of delegates (代表证) as PDF."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from django.utils.translation import gettext as _
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from zulian.congress.models import Congress, Delegate
from zulian.congress.papers import elected_people
from zulian.documents.sheets import PDF_FONT

BADGE_MM, ACROSS, DOWN = (90, 55), 2, 5


def write_badges(congress: Congress, address: Callable[[str], str]) -> bytes:
    """代表证 as PDF, ten on a page: name, unit, seat, and the code of the address that checks the delegate in."""
    pdfmetrics.registerFont(UnicodeCIDFont(PDF_FONT))
    out = BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setTitle(str(congress))
    width, height = BADGE_MM[0] * mm, BADGE_MM[1] * mm
    for n, delegate in enumerate(elected_people(congress)):
        place = n % (ACROSS * DOWN)
        if n and not place:
            canvas.showPage()
        x = 15 * mm + place % ACROSS * width
        y = A4[1] - 11 * mm - (place // ACROSS + 1) * height
        _badge(canvas, delegate, address(delegate.code), (x, y, width, height), str(congress))
    canvas.save()
    return out.getvalue()


def _badge(
    canvas: Canvas, delegate: Delegate, url: str, box: tuple[float, float, float, float], title: str
) -> None:
    x, y, width, height = box
    canvas.rect(x, y, width, height)
    for size, dy, words in (
        (9, 46, title[-22:]),
        (22, 30, delegate.person.name),
        (10, 18, delegate.unit.name),
        (10, 10, _("座位 %(seat)s") % {"seat": delegate.seat} if delegate.seat else ""),
    ):
        canvas.setFont(PDF_FONT, size)
        canvas.drawString(x + 5 * mm, y + dy * mm, words)
    renderPDF.draw(_code(url, 30), canvas, x + width - 34 * mm, y + 8 * mm)


def _code(url: str, size_mm: float) -> Drawing:
    """A QR code of an address."""
    code = QrCodeWidget(url, barLevel="M")
    low_x, low_y, high_x, high_y = code.getBounds()
    size = size_mm * mm
    drawing = Drawing(
        size, size, transform=[size / (high_x - low_x), 0, 0, size / (high_y - low_y), 0, 0]
    )
    drawing.add(code)
    return drawing

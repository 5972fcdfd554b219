"""QR codes on pages."""

from __future__ import annotations


def code_svg(url: str) -> str:
    """A QR code of an address to show on a page: one path, so that it needs no style of its own."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(url)
    code.make()
    size = code.getModuleCount()
    squares = "".join(
        f"M{column} {row}h1v1h-1z"
        for row in range(size)
        for column in range(size)
        if code.isDark(row, column)
    )
    return f'<svg class="qr" viewBox="-3 -3 {size + 6} {size + 6}" role="img" aria-label="QR"><path d="{squares}"></path></svg>'

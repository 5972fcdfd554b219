"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal


def plain(number: Decimal) -> str:
    """A number without zeros that say nothing.

    >>> plain(Decimal("120.00")), plain(Decimal("2.50"))
    ('120', '2.5')
    """
    return f"{number.normalize():f}"

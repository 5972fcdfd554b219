"""The unified social credit code (统一社会信用代码, GB 32100): 18 characters, the last a check by modulus 31 (background). No database here."""

from __future__ import annotations

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, n, 31) for n in range(17))
# The first two characters of what civil affairs registers: 51 associations, 52 non-enterprise units, 53 foundations.
PREFIX = {"group": "51", "service": "52", "foundation": "53"}


class CreditCodeError(ValueError):
    """A code can't be right; `why` is "length", "sign", "check" or "kind"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def check_character(first: str) -> str:
    """The check character of the first 17.

    >>> check_character("91350100M000100Y4")
    '3'
    """
    rest = sum(SIGNS.index(c) * w for c, w in zip(first, WEIGHTS, strict=True)) % 31
    return SIGNS[(31 - rest) % 31]


def read_code(text: str, kind: str = "") -> str:
    """The code in capitals without blanks; with a kind its beginning must be of that kind. Raises CreditCodeError."""
    code = "".join(text.split()).upper()
    if len(code) != 18:
        raise CreditCodeError("length")
    if any(c not in SIGNS for c in code):
        raise CreditCodeError("sign")
    if check_character(code[:17]) != code[17]:
        raise CreditCodeError("check")
    if kind and not code.startswith(PREFIX[kind]):
        raise CreditCodeError("kind")
    return code

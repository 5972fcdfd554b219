"""Keys in addresses, which open one page to whoever was given them."""

from __future__ import annotations

import secrets


def new_key() -> str:
    """A key that nobody guesses."""
    return secrets.token_urlsafe(18)

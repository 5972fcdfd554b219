"""Settings that name addresses of the network: proxies, who reads figures, from where roles are used."""

from __future__ import annotations

from collections.abc import Collection

from zulian.environment import text
from zulian.errors import SettingsError
from zulian.foundation.proxies import Network, parse_proxies


def networks(variable: str) -> tuple[Network, ...]:
    """Addresses and networks, by commas; raises SettingsError for a word that is neither."""
    try:
        return parse_proxies(text(variable))
    except ValueError as error:
        raise SettingsError(
            f"{variable} must hold addresses or networks by commas, such as 127.0.0.1,10.8.0.0/16: {error}."
        ) from error


def networks_by_name(variable: str, names: Collection[str]) -> dict[str, tuple[Network, ...]]:
    """Networks for some of the names that there are: name=networks, one after the other with semicolons between.

    Raises SettingsError for any other name, one that stands twice, and for words that are no networks.
    """
    found: dict[str, tuple[Network, ...]] = {}
    for part in filter(None, (word.strip() for word in text(variable).split(";"))):
        name, _equals, told = (word.strip() for word in part.partition("="))
        try:
            given = parse_proxies(told)
        except ValueError:
            given = ()
        if name not in names or name in found or not given:
            raise SettingsError(
                f"{variable} must hold a role and its networks, such as system_admin=10.8.0.0/16,127.0.0.1;"
                f"audit_admin=10.8.0.0/16, each role once, not “{part}”. The roles: {', '.join(names)}."
            )
        found[name] = given
    return found

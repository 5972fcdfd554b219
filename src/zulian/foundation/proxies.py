"""The client's address behind proxies: only those that ZULIAN_PROXIES names are believed."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def parse_proxies(text: str) -> tuple[Network, ...]:
    """Addresses and networks, separated by commas. Raises ValueError at one that is neither."""
    return tuple(ip_network(word.strip(), strict=False) for word in text.split(",") if word.strip())


def client_address(peer: str, forwarded: str, proxies: Sequence[Network]) -> str:
    """The address of the client: that of the connection, or what a trusted proxy says of it.

    `peer` is the address of the connection, `forwarded` the value of X-Forwarded-For. Each proxy adds the address that it
    was asked from at the right end, so the header is read from the right and trusted addresses are skipped. What stands
    left of the first other address was written by the client and is never read. Where nothing else is told, or something
    that is no address, the connection's own address counts.
    """
    address = _parse(peer)
    if address is None:
        return peer
    if _is_trusted(address, proxies):
        for word in reversed(forwarded.split(",")):
            told = _parse(word.strip())
            if told is None:
                break
            if not _is_trusted(told, proxies):
                return str(told)
    return str(address)


def is_within(address: str, networks: Sequence[Network]) -> bool:
    """Whether an address lies in one of some networks; a word that is none lies in no network."""
    parsed = _parse(address)
    return parsed is not None and _is_trusted(parsed, networks)


def _is_trusted(address: Address, proxies: Sequence[Network]) -> bool:
    return any(address in network for network in proxies)


def _parse(word: str) -> Address | None:
    """An address in its plain form: IPv4 where it is wrapped in IPv6, without the zone of a link; None for other words."""
    try:
        address = ip_address(word)
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        return address.ipv4_mapped or IPv6Address(int(address))
    return address

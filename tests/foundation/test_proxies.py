"""A client's address is what trusted proxies say, and nothing that the client writes itself."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from tests.builders import post
from zulian.accounts.roles import Role
from zulian.foundation.models import AuditEntry
from zulian.foundation.proxies import client_address, parse_proxies

PROXIES = parse_proxies("127.0.0.1, 10.0.0.0/8, fd00::/8")
PEERS = (
    st.ip_addresses(v=4, network="10.0.0.0/8")
    | st.ip_addresses(v=6, network="fd00::/8")
    | st.just("127.0.0.1")
)
CLIENTS = (
    st.ip_addresses().map(ip_address).filter(lambda a: not any(a in network for network in PROXIES))
)
CLIENTS = CLIENTS.filter(lambda a: a.version == 4 or a.ipv4_mapped is None)
# What a client may send of its own: addresses of all kinds, commas, anything that a header can hold.
CLAIMS = st.lists(
    st.ip_addresses().map(str)
    | PEERS.map(str)
    | st.text('0123456789abcdefx:.,;=%/[]" \tÿ', max_size=40),
    max_size=5,
)


@given(CLAIMS, CLIENTS, st.lists(PEERS, max_size=3), PEERS)
def test_a_client_behind_proxies_cannot_choose_its_address(
    claims: list[str], client: object, chain: list[object], peer: object
) -> None:
    forwarded = ", ".join([*claims, str(client), *map(str, chain)])
    assert client_address(str(peer), forwarded, PROXIES) == str(client)


@given(CLAIMS, CLIENTS)
def test_a_client_that_asks_directly_cannot_choose_its_address(
    claims: list[str], client: object
) -> None:
    assert client_address(str(client), ", ".join(claims), PROXIES) == str(client)
    assert client_address(str(client), ", ".join(claims), ()) == str(client)


@given(st.lists(PEERS, min_size=1), PEERS)
def test_one_of_the_proxies_networks_cannot_choose_its_address_either(
    chain: list[object], peer: object
) -> None:
    assert client_address(str(peer), ", ".join(map(str, chain)), PROXIES) == str(peer)


@pytest.mark.parametrize(
    "told",
    [
        "",
        "unknown",
        "8.8.8.8:443",
        "8.8.8.8.8",
        "8.8.8.8,",
        "8.8.8.8, unknown, 10.0.0.2",
        "１.1.1.1",
        "\x00",
    ],
)
def test_what_is_no_address_falls_back_to_the_connection(told: str) -> None:
    assert client_address("127.0.0.1", told, PROXIES) == "127.0.0.1"


def test_addresses_are_kept_in_their_plain_form() -> None:
    assert client_address("::ffff:127.0.0.1", "::ffff:8.8.8.8", PROXIES) == "8.8.8.8"
    assert client_address("fe80::1%eth0", "", PROXIES) == "fe80::1"
    assert client_address("fd00::1", "2001:DB8:0::1", PROXIES) == "2001:db8::1"
    assert client_address("", "8.8.8.8", PROXIES) == ""
    assert client_address("unix:", "8.8.8.8", PROXIES) == "unix:"


def test_a_word_that_is_no_network_is_an_error() -> None:
    assert [str(network) for network in parse_proxies("10.1.2.3/8,::1,")] == [
        "10.0.0.0/8",
        "::1/128",
    ]
    with pytest.raises(ValueError, match="proxy.local"):
        parse_proxies("127.0.0.1,proxy.local")


@pytest.mark.usefixtures("regions")
def test_lockout_and_trail_know_the_client_by_the_same_address(
    client: Client, settings: Settings
) -> None:
    settings.PROXIES = PROXIES
    person = post(Role.COUNTY_OFFICER)
    wrong = {"username": person.user.username, "password": "not-this-one"}

    def sign_in(address: str, form: dict[str, str]) -> int:
        forwarded = f"6.6.6.6, {address}, 10.0.0.3"
        answer = client.post(
            "/accounts/sign-in/", form, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forwarded
        )
        return answer.status_code

    assert [sign_in("203.0.113.5", wrong) for _n in range(5)][-1] == 429
    right = wrong | {"password": "good-pass-2013"}
    assert sign_in("203.0.113.5", right) == 429
    # Failures at one address lock nobody out at another.
    assert sign_in("203.0.113.6", right) == 302
    assert AuditEntry.objects.get(action="sign-in").address == "203.0.113.6"

"""One kind of registry: order, keys, what comes too late."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from zulian.foundation.registry import Registry


@pytest.fixture
def words() -> Registry[str]:
    return Registry("words", key=len)


def test_things_stand_in_their_order_and_under_their_keys(words: Registry[str]) -> None:
    words.add_all("three", "one")
    assert (list(words), words.get(3), words.get(9), 5 in words, len(words)) == (
        ["three", "one"],
        "one",
        None,
        True,
        2,
    )


def test_a_key_stands_once(words: Registry[str]) -> None:
    words.add("one")
    with pytest.raises(ImproperlyConfigured, match="two words 3"):
        words.add("two")
    words.put("own", "six")
    with pytest.raises(ImproperlyConfigured, match="two words 'own'"):
        words.put("own", "seven")


def test_without_keys_the_same_may_stand_twice() -> None:
    lines = Registry[str]("lines")
    lines.add_all("a", "a")
    assert list(lines) == ["a", "a"]


def test_what_comes_after_all_were_read_is_refused(words: Registry[str]) -> None:
    words.close("counting")
    with pytest.raises(
        ImproperlyConfigured, match="read by counting .* further up in INSTALLED_APPS"
    ):
        words.add("one")


def test_what_was_tried_out_is_forgotten(words: Registry[str]) -> None:
    words.add("one")
    words.close("counting")
    with words.temporary():
        words.add("three")
        assert len(words) == 2
    assert list(words) == ["one"]
    with pytest.raises(ImproperlyConfigured):
        words.add("three")

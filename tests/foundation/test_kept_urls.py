"""Addresses that are kept are those that Django gives."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse, set_script_prefix
from django.views.defaults import page_not_found

from zulian.foundation.kept_urls import kept_url, row_url

urlpatterns = [path("elsewhere/<int:pk>/now/", page_not_found, name="home")]


def test_a_row_is_where_django_says() -> None:
    for pk in (1, 987):
        assert row_url("social:organisation", pk) == reverse("social:organisation", args=[pk])
    assert kept_url("home") == kept_url("home") == reverse("home")


def test_a_row_without_a_number_has_none() -> None:
    for pk in (None, "x"):
        with pytest.raises(NoReverseMatch):
            row_url("social:organisation", pk)


def test_the_prefix_of_the_site_and_its_addresses_count() -> None:
    before = row_url("social:organisation", 3), kept_url("home")
    try:
        set_script_prefix("/liaoning/")
        assert row_url("social:organisation", 3) == f"/liaoning{before[0]}"
        assert kept_url("home") == "/liaoning/"
    finally:
        set_script_prefix("/")
    with override_settings(ROOT_URLCONF=__name__):
        assert row_url("home", 3) == "/elsewhere/3/now/"
    assert (row_url("social:organisation", 3), kept_url("home")) == before

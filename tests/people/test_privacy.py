"""The page that says what is kept of people leaves nothing out that is kept."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client

from zulian.foundation.sealing import SealedField
from zulian.people.privacy import TOLD_IN_WORDS, is_about_people, kept

pytestmark = pytest.mark.usefixtures("regions")


def test_everybody_may_read_it_and_each_public_page_leads_there() -> None:
    page = Client().get("/people/privacy/").content.decode()
    assert "档案停用后保管 5 年" in page
    assert 'href="/people/privacy/"' in Client().get("/accounts/sign-in/").content.decode()
    assert 'href="/people/privacy/"' in Client().get("/volunteers/public/").content.decode()


def test_every_sealed_column_stands_in_it() -> None:
    page = Client().get("/people/privacy/").content.decode()
    for model in apps.get_models():
        if model._meta.app_label in TOLD_IN_WORDS:
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                assert is_about_people(model)
                assert str(field.verbose_name) in page, field


def test_names_are_those_of_the_trade() -> None:
    """What is kept under no Chinese name is technical and is not told: no register and no room may be so."""
    for one in kept():
        assert not one.room.isascii() and not one.name.isascii(), one
        assert one.sealed or one.others

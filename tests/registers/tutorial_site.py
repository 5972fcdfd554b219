"""The site with the app of docs/new-register.md, in a process of its own: `python -m tests.registers.tutorial_site FOLDER`.

The folder holds the app as the tutorial writes it; what it brings is tried as its user would.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType

import zulian


def main(folder: str) -> None:
    """Install the app, make its migration and its tables, and use its pages."""
    zulian.__path__.append(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tutorial_settings"
    sys.modules["tutorial_settings"] = _settings()
    import django

    django.setup()
    sys.modules["tutorial_urls"] = _urls()
    from django.core.management import call_command
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    call_command("makemigrations", "aids", verbosity=0)
    assert (Path(folder) / "aids/migrations/0001_initial.py").exists()
    setup_test_environment()
    created = setup_databases(verbosity=0, interactive=False)
    try:
        use()
    finally:
        teardown_databases(created, verbosity=0)


def _settings() -> ModuleType:
    """The settings of the tests, with one app and its addresses more."""
    from tests import settings

    module = ModuleType("tutorial_settings")
    vars(module).update({name: value for name, value in vars(settings).items() if name.isupper()})
    vars(module).update(
        INSTALLED_APPS=[*settings.INSTALLED_APPS, "zulian.aids"], ROOT_URLCONF="tutorial_urls"
    )
    return module


def _urls() -> ModuleType:
    """The addresses of the site, and those of the app."""
    from django.urls import include, path

    from zulian.urls import urlpatterns

    module = ModuleType("tutorial_urls")
    vars(module).update(urlpatterns=[*urlpatterns, path("aids/", include("zulian.aids.urls"))])
    return module


def use() -> None:
    """Lend out, find again, take back alone and with others."""
    from django.test import Client

    from tests import builders
    from zulian.accounts.roles import Role
    from zulian.foundation.models import AuditEntry
    from zulian.foundation.scopes import EVERYTHING, scope

    with scope(EVERYTHING):
        builders.regions()
        officer = builders.post(Role.COUNTY_OFFICER)
    client = Client()
    client.force_login(officer.user)
    for aid in ("轮椅", "拐杖"):
        answer = client.post(
            "/aids/add/", {"aid": aid, "region": builders.COUNTY, "lent_on": "2026-01-05"}
        )
        assert answer.status_code == 302, answer.content.decode()
    refused = client.post(
        "/aids/add/", {"aid": "长" * 41, "region": builders.COUNTY, "lent_on": "2190-01-05"}
    )
    assert "最多 40 个字" in refused.content.decode() and "不能晚于今天" in refused.content.decode()
    page = client.get("/aids/").content.decode()
    assert "轮椅" in page and "借出" in page and 'name="place"' in page
    assert "轮椅" not in client.get("/aids/?aid=杖").content.decode()
    assert client.get("/aids/?export=xlsx").headers["Content-Type"].endswith("sheet")
    assert "归还" in client.get("/aids/1/").content.decode()
    assert client.post("/aids/1/back/").status_code == 302
    assert (
        "归还"
        not in client.get("/aids/1/")
        .content.decode()
        .partition("<dl")[0]
        .partition('class="acts"')[2]
    )
    assert (
        "已办 1 条"
        in client.post("/aids/many/", {"action": "back", "row": [1, 2]}).content.decode()
    )
    assert "轮椅" in client.get("/search/", {"q": "轮", "part": "rest"}).content.decode()
    assert "轮椅" in client.get("/plans/calendar/day/2026-01-05/").content.decode()
    with scope(EVERYTHING):
        assert AuditEntry.objects.filter(action="loan.back").count() == 2


if __name__ == "__main__":
    main(sys.argv[1])

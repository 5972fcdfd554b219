"""The manual on the site: what docs/manual says, readable before sign-in and after, each link leading somewhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import post
from zulian.accounts import help as manual
from zulian.accounts.roles import Role

ROOT = Path(__file__).parent.parent.parent
CHAPTERS = [
    path.stem for path in sorted((ROOT / "docs/manual").glob("*.md")) if path.stem != "README"
]


def test_the_pages_are_what_the_manual_says() -> None:
    done = subprocess.run(
        [sys.executable, "tools/manual.py"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_a_link_out_of_the_manual_is_an_error(tmp_path: Path) -> None:
    code = "import sys; sys.path.insert(0, 'tools'); import manual; manual.page('[x](../operations.md)')"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "is no chapter of the manual" in done.stderr


@pytest.mark.parametrize("name", CHAPTERS)
def test_everybody_reads_each_chapter(name: str, client: Client) -> None:
    page = client.get(reverse("manual:chapter", args=[name]))
    assert page.status_code == 200
    body = page.content.decode()
    assert "<article" in body and "chapter:" not in body and "picture:" not in body
    assert "<script" not in body.partition("<article")[2]
    for link in re.findall(r'<a href="(/help/[^"]+)"', body):
        assert client.get(link).status_code == 200


def test_the_first_page_leads_to_every_chapter(client: Client) -> None:
    body = client.get(reverse("manual:index")).content.decode()
    assert (
        set(re.findall(r'href="/help/([a-z-]+)/"', body))
        == set(CHAPTERS)
        == manual.chapters().keys() - {"index"}
    )


@pytest.mark.parametrize("name", ["index", "nothing", "README"])
def test_what_is_no_chapter_is_not_there(name: str, client: Client) -> None:
    assert client.get(f"/help/{name}/").status_code == 404


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize("role", [Role.CERTIFICATE_CLERK, Role.ASSESSOR, Role.SYSTEM_ADMIN])
def test_it_is_reached_from_the_sign_in_page_and_from_the_menu_of_every_role(
    role: Role, client: Client
) -> None:
    url = reverse("manual:index")
    assert f'href="{url}"' in client.get(reverse("accounts:sign-in")).content.decode()
    client.force_login(post(role).user)
    assert f'href="{url}"' in client.get("/").content.decode()
    assert (
        "您好" not in client.get(url).content.decode()
        and "主导航" in client.get(url).content.decode()
    )


def test_the_words_in_quotes_stand_on_the_site() -> None:
    """What the manual tells people to press or to look for; `…` stands for what differs, `—` leads from a room to its tab."""
    source = ROOT / "src/zulian"
    files = [path for path in source.rglob("*") if path.suffix in {".py", ".html", ".toml", ".js"}]
    site = "\n".join(
        path.read_text(encoding="utf-8") for path in files if manual.PAGES not in path.parents
    )
    said = [
        (path.name, words)
        for path in sorted((ROOT / "docs/manual").glob("*.md"))
        for quoted in re.findall("“([^”]+)”", path.read_text(encoding="utf-8"))
        for words in re.split("[…—]", quoted)
    ]
    assert len(said) > 200
    assert [(name, words) for name, words in said if words not in site] == []

"""The commands of a site's first days, in the order in which the operations page tells them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from zulian.accounts.models import Post
from zulian.cli import main
from zulian.foundation.anchors import verify
from zulian.foundation.models import AuditEntry
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.regions.models import Region

pytestmark = pytest.mark.django_db
CITY = "210900000000"


def test_divisions_first_then_an_administrator_who_signs_in(
    capsys: pytest.CaptureFixture[str], client: Client
) -> None:
    assert main(["divisions", "--fuxin"]) == 0
    assert main(["admin", "guanli", "赵演一", "--division", CITY]) == 0
    password = capsys.readouterr().out.splitlines()[-1].split()[1]
    page = client.post(reverse("accounts:sign-in"), {"username": "guanli", "password": password})
    assert page.status_code == 302
    with scope(EVERYTHING):
        post = Post.objects.get(user__username="guanli")
        assert (post.role, post.region_id, post.user.must_change_password) == (
            "system_admin",
            CITY,
            True,
        )
        assert AuditEntry.objects.filter(action="staff.add").exists()
        assert verify().sound


@pytest.mark.parametrize("role", ["system", "security", "audit"])
def test_each_of_the_three_administrators_is_a_person(role: str) -> None:
    main(["divisions", "--fuxin"])
    assert main(["admin", role, "孙演三", "--division", CITY, "--role", role]) == 0
    with scope(EVERYTHING):
        assert Post.objects.get(user__username=role).role == f"{role}_admin"


def test_a_name_that_is_taken_and_a_division_that_is_not_there_cost_one_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["admin", "guanli", "赵演一", "--division", CITY]) == 1
    assert "load them first" in capsys.readouterr().err
    main(["divisions", "--fuxin"])
    main(["admin", "guanli", "赵演一", "--division", CITY])
    assert main(["admin", "guanli", "钱演二", "--division", CITY]) == 1
    assert "已有人使用" in capsys.readouterr().err


def test_divisions_come_from_a_file_and_repeating_it_adds_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "divisions.csv"
    file.write_text("code,name\n990100000000,演示市\n990121000000,演示县\n", encoding="utf-8")
    assert main(["divisions", str(file)]) == 0
    assert main(["divisions", str(file)]) == 0
    assert capsys.readouterr().out == "2 divisions loaded\n0 divisions loaded\n"
    with scope(EVERYTHING):
        assert Region.objects.filter(code__startswith="99").count() == 2


def test_divisions_of_any_place_come_from_the_shipped_list(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["divisions", "--of", "辽阳"]) == 0
    assert capsys.readouterr().out == "辽宁省辽阳市（211000000000）: 59 divisions loaded\n"
    assert main(["divisions", "--of", "211000"]) == 0
    assert ": 0 divisions" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "said"), [("鼓楼区", "江苏省南京市鼓楼区"), ("蓬莱仙岛", "请写全称")]
)
def test_a_place_that_is_not_clear_costs_one_sentence(
    words: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["divisions", "--of", words]) == 1
    assert said in capsys.readouterr().err
    with scope(EVERYTHING):
        assert not Region.objects.exists()


@pytest.mark.parametrize("text", ["code;name\n1;2\n", "code,name\n9901,演示市\n", "\xff"])
def test_a_file_that_does_not_fit_costs_one_sentence(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "divisions.csv"
    file.write_bytes(text.encode("latin-1", "ignore") if text == "\xff" else text.encode())
    assert main(["divisions", str(file)]) == 1
    assert str(file) in capsys.readouterr().err
    assert main(["divisions", str(tmp_path / "nothing.csv")]) == 1

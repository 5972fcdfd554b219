"""`zulian init`: by options or by questions, and again without harm."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from zulian import serving
from zulian.accounts.models import User
from zulian.cli import main
from zulian.foundation.scopes import EVERYTHING, scope
from zulian.regions.models import Region

pytestmark = pytest.mark.django_db
THREE = [
    *("--system", "guanli", "赵演一"),
    *("--security", "anquan", "钱演二"),
    *("--audit", "shenji", "孙演三"),
]


@pytest.fixture(autouse=True)
def prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables and static files are there."""
    monkeypatch.setattr(serving, "prepare", lambda: None)


def typing(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let somebody type these lines, and nothing after them."""
    typed: Iterator[str] = iter(lines)

    def read(_question: str) -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    monkeypatch.setattr("builtins.input", read)


def test_all_by_options(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ZULIAN_SMS_URL", raising=False)
    assert main(["init", "--place", "辽阳市", *THREE]) == 0
    told = capsys.readouterr().out
    assert "divisions           59, under 辽宁省" in told
    for words in ("guanli", "anquan", "shenji", "data_key", "not set: ZULIAN_SMS_URL", "zulian up"):
        assert words in told
    password = next(line.split()[1] for line in told.splitlines() if line.startswith("  shenji"))
    assert User.objects.get(username="shenji").check_password(password)


def test_a_second_time_it_says_what_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    main(["init", "--place", "辽阳市", *THREE])
    capsys.readouterr()
    assert main(["init", "--place", "鞍山市", *THREE]) == 0
    told = capsys.readouterr().out
    assert "guanli 赵演一" in told
    assert "First passwords" not in told
    assert User.objects.count() == 3
    assert not Region.objects.filter(name="鞍山市").exists()


def test_what_is_not_given_is_asked_until_it_fits(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typing(
        monkeypatch, "鼓楼区", "辽阳", "guanli", "guanli 赵演一", "anquan 钱演二", "shenji 孙演三"
    )
    assert main(["init"]) == 0
    told = capsys.readouterr().out
    assert "江苏省南京市鼓楼区" in told
    assert "请填写姓名" in told
    assert User.objects.count() == 3


def test_where_nobody_answers_it_says_which_option_is_missing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typing(monkeypatch)
    assert main(["init", *THREE]) == 1
    assert "--place" in capsys.readouterr().err
    assert main(["init", "--place", "辽阳", *THREE[:3]]) == 1
    assert "--security" in capsys.readouterr().err
    assert not User.objects.exists()
    with scope(EVERYTHING):
        assert not Region.objects.exists()


@pytest.mark.parametrize(
    "given",
    [
        ["--place", "鼓楼区", *THREE],
        ["--place", "辽阳", *THREE[:-2], "guanli", "孙演三"],
        ["--place", "辽阳", *THREE[:-2], "审计", "孙演三"],
    ],
)
def test_what_does_not_fit_costs_one_sentence_and_writes_nothing(
    given: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", *given]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not User.objects.exists()
    assert not Region.objects.exists()


def test_what_the_commands_of_the_first_days_began_is_completed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["divisions", "--fuxin"])
    main(["admin", "guanli", "赵演一", "--division", "210900000000"])
    capsys.readouterr()
    assert main(["init", *THREE[3:]]) == 0
    told = capsys.readouterr().out
    assert "904, under 阜新市" in told
    assert "\n  guanli" not in told
    assert User.objects.count() == 3
    assert Region.objects.count() == 904


def test_up_prints_the_code_only_while_there_is_no_account(
    capsys: pytest.CaptureFixture[str],
) -> None:
    from zulian.accounts import founding

    listen = serving.Address("127.0.0.1", 8000)
    serving.tell_code(listen)
    told = capsys.readouterr().out
    assert "http://127.0.0.1:8000/start/" in told
    assert founding.code() in told
    main(["init", "--place", "辽阳市", *THREE])
    capsys.readouterr()
    serving.tell_code(listen)
    assert capsys.readouterr().out == ""

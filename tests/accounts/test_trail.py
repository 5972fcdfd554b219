"""The audit trail as the auditor reads it: actions and changes in words, filtered by what was done."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

import zulian
from tests import builders
from tests.builders import COUNTY, VILLAGE
from tests.ledgers.books import number
from zulian.accounts import action_nouns, actions
from zulian.accounts.models import Post
from zulian.accounts.roles import PERMISSIONS, Role
from zulian.accounts.trail import lines_of
from zulian.certificates.models import Case
from zulian.certificates.rules.cards import Kind
from zulian.congress.models import Delegate
from zulian.foundation.audit import audited, record
from zulian.foundation.models import AuditEntry
from zulian.people.models import Person
from zulian.people.services import Entry, correct, register
from zulian.plans.models import ChangeRequest, Circular, Clause, Task
from zulian.regions.models import Region

SOURCE = Path(zulian.__file__).parent
RECORDERS = {"audited", "audited_all", "record"}
ACTION = re.compile(r"[a-z_]+\.[a-z_-]+")


def transitions(model: type[Case] | type[Delegate]) -> list[str]:
    return [name for name in dir(model) if hasattr(getattr(model, name, None), "_django_fsm")]


# Actions that are put together when they are recorded, by what stands in the source.
COMPOSED: dict[str, Iterable[str]] = {
    "f'case.{action}'": [f"case.{name}" for name in transitions(Case)],
    "f'delegate.{step}'": [f"delegate.{name}" for name in transitions(Delegate)],
    "f'certificate.{case.kind}'": [f"certificate.{kind.value}" for kind in Kind],
    "f'assignment.{asked.kind}'": [f"assignment.{kind}" for kind in ChangeRequest.Kind.values],
    "f'{row._meta.model_name}.edit'": [
        f"{model._meta.model_name}.edit" for model in (Circular, Clause, Task)
    ],
}


def recorded() -> Iterator[tuple[str, str]]:
    """Every action that the source records, and where."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and _name(call.func) in RECORDERS and call.args:
                place = f"{path.relative_to(SOURCE)}:{call.lineno}"
                yield from ((action, place) for action in _actions(call.args[0], tree))
            if isinstance(call, ast.Call) and _name(call.func) == "write" and len(call.args) > 1:
                # Rows of volunteers are written and recorded in one.
                words = (n.value for n in ast.walk(call.args[1]) if isinstance(n, ast.Constant))
                place = f"{path.relative_to(SOURCE)}:{call.lineno}"
                yield from ((w, place) for w in words if ACTION.fullmatch(str(w)))


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _actions(argument: ast.expr, tree: ast.Module) -> Iterable[str]:
    if isinstance(argument, ast.JoinedStr):
        return COMPOSED[ast.unparse(argument)]
    # A name is given by the callers, which stand in the same module.
    within = tree if isinstance(argument, ast.Name) else argument
    texts = {
        n.value
        for n in ast.walk(within)
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    if not isinstance(argument, ast.Name):
        return texts
    return {text for text in texts if ACTION.fullmatch(text) and text not in PERMISSIONS}


def test_every_action_that_is_recorded_has_its_words() -> None:
    found = dict(recorded())
    assert len(found) > 300
    assert {action: place for action, place in found.items() if not actions.is_known(action)} == {}
    used = {part for action in found for part in action.split(".")}
    assert (action_nouns.NOUNS.keys() | actions.VERBS.keys()) - used == set(), "words of nothing"
    assert actions.SPECIAL.keys() - found.keys() == set()


def test_every_action_is_found_by_its_word() -> None:
    words = dict(actions.verbs())
    for action, _place in recorded():
        word = actions.words_of(action).partition("：")[2] or actions.words_of(action)
        assert word in words and action in actions.actions_called(word)


@pytest.fixture
def auditor(regions: None) -> Post:
    return builders.post(Role.AUDIT_ADMIN, COUNTY)


def test_a_change_is_told_by_the_names_of_its_fields(regions: None) -> None:
    region = Region.objects.get(code=VILLAGE)
    with audited("region.rename", region):
        region.name = "演新村委会"
        region.save()
    assert lines_of(AuditEntry.objects.get(action="region.rename")) == [
        "名称：演一村委会 → 演新村委会"
    ]


def test_choices_moments_and_sealed_values_are_shown_for_people(
    everything: None, regions: None
) -> None:
    person = register(
        Entry("演一", Region.objects.get(code=VILLAGE), id_number=number(1), phone="12000000001")
    )
    lines = lines_of(AuditEntry.objects.get(action="person.register"))
    assert "姓名：空 → 演一" in lines
    assert "性别：空 → 女" in lines or "性别：空 → 男" in lines
    assert "联系电话：空 → 已填（加密保存）" in lines
    assert not any(" index：" in line or line.startswith(("ID：", "pinyin：")) for line in lines)
    assert not any("+00:00" in line for line in lines)
    assert not any("sealed:" in line or "12000000001" in line for line in lines)
    correct(Person.objects.get(pk=person.pk), {"phone": "12000000002"})
    assert "联系电话：已更改（加密保存，不显示）" in lines_of(
        AuditEntry.objects.get(action="person.correct")
    )
    moment = timezone.make_aware(datetime(2026, 3, 5, 1, 30))
    entry = record(
        "post.end",
        person,
        {"since": [None, moment.astimezone(tz=None)], "reason": "调走", "whole": True},
    )
    assert lines_of(entry)[1:] == ["原因：调走", "完整导出：是"]
    assert lines_of(entry)[0].endswith("空 → 2026-03-05 01:30")


def test_the_list_is_read_and_filtered_in_words(auditor: Post) -> None:
    region = Region.objects.get(code=COUNTY)
    for action in ("ledger.import", "ledger.revert", "person.reveal", "sign-in"):
        record(action, region, {"rows": 12})
    client = Client()
    client.force_login(auditor.user)
    page = client.get("/accounts/audit/").content.decode()
    body = page[page.index("<tbody") :]
    for words in ("台账：导入", "台账：撤销导入", "残疾人档案：查看完整信息", "登录", "行数：12"):
        assert words in body
    assert "ledger.import" not in body

    def found(**query: str) -> set[str]:
        shown = client.get("/accounts/audit/", query).content.decode()
        return {
            words
            for words in ("台账：导入", "台账：撤销导入", "查看完整信息")
            if words in shown[shown.index("<tbody") :]
        }

    assert found(kind="ledger") == {"台账：导入", "台账：撤销导入"}
    assert found(action="导入") == {"台账：导入"}
    assert found(kind="person", action="查看完整信息") == {"查看完整信息"}
    assert found(kind="person", action="导入") == set()

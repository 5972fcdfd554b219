"""Lists that show only their first rows say so; no view, desk or service cuts a query in silence."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client

import zulian
from tests import builders
from tests.builders import CITY
from tests.certificates.office import person
from zulian.accounts.messages import send
from zulian.accounts.roles import Role
from zulian.foundation.few import Few
from zulian.foundation.scopes import scope
from zulian.foundation.searching import MAX_HITS, search_for
from zulian.people.models import Person

SOURCE = Path(zulian.__file__).parent
# Where rows are read for people: what a page, a paper, a search or a service does with them.
LOOKED_AT = (
    "forms",
    "views",
    "todos",
    "services",
    "hooks",
    "papers",
    "ledgers",
    "indicators",
    "calendar",
    "measures",
    "comparison",
)
QUERY_METHODS = {
    "all",
    "annotate",
    "called",
    "confirmed",
    "distinct",
    "exclude",
    "filter",
    "held",
    "live",
    "matching",
    "numbered",
    "order_by",
    "phoned",
    "public",
    "qs",
    "select_related",
    "under",
    "values",
    "values_list",
    "with_names",
    "within",
}
# What cuts a query otherwise than by `Few`, by file and expression, and why nobody is misled.
PAGE = "one page of many, by the project's own paging"
ALLOWED = {
    ("accounts/forms.py", "exact[:2]"): "whether there is more than one",
    ("accounts/forms.py", "regions.matching(words)[:2]"): "whether there is more than one",
    (
        "accounts/region_views.py",
        "regions.matching(words)[:MAX_PICKS]",
    ): "suggestions while somebody types",
    (
        "ledgers/workbooks.py",
        "value[:MAX_TEXT + 1]",
    ): "the text of a cell, which is refused when it is as long",
    ("certificates/views/counter.py", "queue[:SHOWN]"): "the queue has its count and a link to all",
    (
        "plans/services/spot_checks.py",
        "found.values('remark')[:1]",
    ): "a subquery: the first remark alone",
    (
        "commissioners/ledgers.py",
        "Tenure.objects.filter(commissioner=mine).order_by('-since', '-id').values('since')[:1]",
    ): "the latest",
    (
        "commissioners/ledgers.py",
        "Contract.objects.filter(commissioner=mine).order_by('-until', '-id').values('until')[:1]",
    ): "the latest",
    (
        "commissioners/views/work.py",
        "Log.objects.filter(commissioner=own).select_related('person')[:SHOWN]",
    ): "the latest, with a link to all",
    (
        "ledgers/views.py",
        "Job.objects.filter(post=request.post)[:8]",
    ): "the latest, with a link to all",
}


def cuts(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Slices from the beginning of what is a query as far as its function tells, but for the hits of the search."""
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        queries = names_of_queries(function)
        for node in ast.walk(function):
            if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Slice):
                continue
            upper = node.slice.upper
            if (
                upper is None
                or ast.unparse(upper) == "HITS_ASKED"
                or isinstance(upper, ast.UnaryOp)
            ):
                continue
            if is_query(node.value, queries):
                yield node.lineno, ast.unparse(node)


def names_of_queries(function: ast.FunctionDef) -> set[str]:
    """The names that a function gives to queries, and its parameters that may be some."""
    arguments = [*function.args.args, *function.args.kwonlyargs]
    names = {
        a.arg
        for a in arguments
        if a.annotation and ast.unparse(a.annotation).endswith(("Any", "QuerySet[Any]", "QuerySet"))
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and is_query(node.value, names):
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def is_query(node: ast.AST, names: set[str]) -> bool:
    """Whether an expression is a query: a name of one, or a chain of a query's verbs."""
    if isinstance(node, ast.Name):
        return node.id in names
    if isinstance(node, ast.IfExp):
        return is_query(node.body, names) or is_query(node.orelse, names)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in QUERY_METHODS or is_query(node.func.value, names)
    return isinstance(node, ast.Attribute) and (
        node.attr in {"objects", "qs"} or is_query(node.value, set())
    )


def looked_at() -> list[Path]:
    """The files in which rows are read for people."""
    files = (
        path
        for path in SOURCE.rglob("*.py")
        if not {"migrations", "demo", "rules"} & set(path.parts)
    )
    names = {*LOOKED_AT, *(f"{name}.py" for name in LOOKED_AT)}
    return sorted(path for path in files if names & set(path.parts) or path.stem.endswith("_views"))


def test_no_query_is_cut_in_silence() -> None:
    found = {
        (str(path.relative_to(SOURCE)), text)
        for path in looked_at()
        for _line, text in cuts(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found - set(ALLOWED) == set(), (
        "show the first rows by zulian.foundation.few.Few, or page them"
    )
    assert set(ALLOWED) - found == set(), "these are no longer there"


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("def f(): return Person.objects.filter(a=1)[:9]", True),
        ("def f():\n rows = Person.objects.all()\n return rows[:MOST]", True),
        ("def f(rows: Any): return list(rows.order_by('a')[:n])", True),
        ("def f(found): return found.people.select_related('x')[: N]", True),
        ("def f(text: str): return text.strip()[:300]", False),
        ("def f(code: str): return code[:6]", False),
        ("def f(rows: Any): return rows[1:]", False),
        ("def f(rows: Any): return crumbs(rows)[:-1]", False),
    ],
)
def test_a_cut_would_be_seen(source: str, seen: bool) -> None:
    assert bool(list(cuts(ast.parse(source)))) is seen


@pytest.fixture
def people(regions: None) -> list[Person]:
    return [person(name=f"演示{n:02}") for n in range(MAX_HITS + 3)]


def test_few_rows_say_how_many_there_are(people: list[Person]) -> None:
    rows = Person.objects.order_by("name")
    short = Few.of(rows, 4, "/people/")
    assert [p.name for p in short] == [p.name for p in people[:4]] and short.total == len(people)
    assert short.words == f"共 {len(people)} 条，只列出前 4 条。"
    assert Few.of(rows, len(people)).words == ""
    template = engines["django"].from_string("{% cut rows %}")
    told = template.render({"rows": short})
    assert short.words in told and 'href="/people/"' in told
    assert not template.render({"rows": Few.of(rows, len(people))}).strip()
    assert not template.render({"rows": None}).strip()


def test_the_search_says_of_what_there_is_more(people: list[Person]) -> None:
    clerk = builders.post(Role.CERTIFICATE_CLERK)
    with scope(clerk.region.scope()):
        found = search_for(clerk, "演示")
        assert (
            len([hit for hit in found.hits if hit.kind == found.more[0]]) == MAX_HITS
            and len(found.more) == 1
        )
        assert search_for(clerk, people[0].name).more == []
    client = Client()
    client.force_login(clerk.user)
    assert f"更多{found.more[0]}" in client.get("/search/?q=演示").content.decode()
    assert "更多" not in client.get(f"/search/?q={people[0].name}").content.decode()


def test_an_export_of_too_many_rows_is_refused(
    regions: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    client.force_login(builders.post(Role.CITY_OFFICER, CITY).user)
    for n in range(3):
        send(CITY, "x", f"消息{n}", "/", f"key{n}")
    monkeypatch.setattr("zulian.foundation.lists.MAX_EXPORT", 3)
    assert client.get("/accounts/inbox/?export=xlsx").content[:2] == b"PK"
    monkeypatch.setattr("zulian.foundation.lists.MAX_EXPORT", 2)
    response = client.get("/accounts/inbox/?export=xlsx", follow=True)
    assert (
        response.redirect_chain
        and "超过 2 条，不能一次导出，请先筛选。" in response.content.decode()
    )

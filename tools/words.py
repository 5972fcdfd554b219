"""Check the words of the interface: no Chinese outside translation, no template that does not exist.

In templates Chinese stands inside `translate` or `blocktranslate`; in Python inside a gettext call.
Modules that read Chinese (plans/reading), regions' own names and the demo are about Chinese text itself.
"""

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent / "src/zulian"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TRANSLATED = re.compile(
    r"{%\s*blocktranslate.*?endblocktranslate\s*%}|{%.*?%}|{{.*?}}|<!--.*?-->", re.S
)
# The product's own name is the same in every language.
NAME = "组联通"
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext"}
ABOUT_CHINESE = (
    "plans/reading/",
    "documents/reading/numbering.py",
    "plans/demo/",
    "certificates/demo/",
    "people/demo.py",
    "cadres/demo.py",
    "commissioners/demo.py",
    "grassroots/demo/",
    "foundation/spellings.py",
    "grassroots/rules/sheet_words.py",
    "statistics/sheet_words.py",
    "volunteers/demo/",
    "associations/demo/",
    "social/demo.py",
    "handouts/demo.py",
    "departments/demo.py",
    "statistics/demo.py",
    "appraisals/demo.py",
    "leadership/demo.py",
    "congress/demo/",
    "people/ethnicities.py",
    "people/headings.py",
    "regions/called.py",
    "regions/models.py",
    "migrations/",
    "ledgers/workbooks.py",
    "ledgers/words.py",
    "formats/",
    "documents/reading/pdf.py",
)


def templates() -> list[str]:
    faults = []
    for path in ROOT.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        bare = TRANSLATED.sub("", text)
        faults += [
            f"{path}: untranslated: {line.strip()[:60]}"
            for line in bare.splitlines()
            if CHINESE.search(line)
        ]
        for name in re.findall(r'{%\s*(?:extends|include)\s+"([^"]+)"', text):
            if not list(ROOT.glob(f"*/templates/{name}")):
                faults.append(f"{path}: there is no template {name}")
    return faults


def python() -> list[str]:
    faults = []
    for path in ROOT.rglob("*.py"):
        if any(part in path.as_posix() for part in ABOUT_CHINESE):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        allowed = {
            id(n) for call in ast.walk(tree) if _is_gettext(call) for n in ast.walk(call)
        } | _docstrings(tree)
        allowed |= {id(n) for call in ast.walk(tree) for n in _circular_words(call)}
        allowed |= _said(tree, path)
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in allowed
            ):
                if node.value.endswith(".html") and not list(
                    ROOT.glob(f"*/templates/{node.value}")
                ):
                    faults.append(f"{path}:{node.lineno}: there is no template {node.value}")
                if CHINESE.search(node.value.replace(NAME, "")) and "untranslated" not in _line(
                    path, node.lineno
                ):
                    faults.append(f"{path}:{node.lineno}: untranslated: {node.value[:40]}")
    return faults


def _said(tree: ast.Module, path: Path) -> set[int]:
    """What stands in brackets over several lines whose last line says `untranslated`."""
    return {
        id(n)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.expr)
        and outer.end_lineno is not None
        and outer.end_lineno > outer.lineno
        and "untranslated" in _line(path, outer.end_lineno)
        for n in ast.walk(outer)
    }


def _is_gettext(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT
    )


def _circular_words(node: ast.AST) -> list[ast.AST]:
    """Words of circulars and headings of ledgers are data of the field: `words=`, `nouns=`, `synonyms=`."""
    if not isinstance(node, ast.Call):
        return []
    return [
        n
        for keyword in node.keywords
        if keyword.arg in {"words", "nouns", "synonyms"}
        for n in ast.walk(keyword.value)
    ]


def _docstrings(tree: ast.Module) -> set[int]:
    return {
        id(n.value)
        for n in ast.walk(tree)
        if isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant)
    }


def _line(path: Path, number: int) -> str:
    return path.read_text(encoding="utf-8").splitlines()[number - 1]


if __name__ == "__main__":
    found = templates() + python()
    print("\n".join(found))
    sys.exit(bool(found))

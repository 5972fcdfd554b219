"""The editor of a unit's own form: whatever layout is saved is read back the same; what is wrong is told at its field."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from zulian.statistics.editor import layout_of, texts_of
from zulian.statistics.rules import Layout

WORDS = (
    st.text("甲乙丙委员大会 12", min_size=1, max_size=8)
    .map(lambda t: " ".join(t.split()))
    .filter(bool)
)
LEVELS = st.sampled_from(["", "city", "county", "township", "village", "hand"])
MEASURES = [("commissioners.filled", "of"), ("congress.held", "met"), ("volunteers.hours", "")]


def narrowed(level: str) -> dict[str, Any]:
    if level == "hand":
        return {"hand": True}
    return {"where": {"level": level}} if level else {}


@st.composite
def columns(draw: Any) -> list[dict[str, Any]]:
    names = draw(st.lists(WORDS, min_size=1, max_size=5, unique=True))
    levels = [draw(LEVELS) for _name in names]
    found: list[dict[str, Any]] = [
        {"key": f"c{n}", "name": name} | narrowed(level)
        for n, (name, level) in enumerate(zip(names, levels, strict=True), 1)
    ]
    if len(found) > 1 and draw(st.booleans()):
        found[0] = {"key": "c1", "name": names[0], "across": [c["key"] for c in found[1:]]}
    return found


@st.composite
def layouts(draw: Any) -> dict[str, Any]:
    made, lines, plain = draw(columns()), [], []
    for n in range(1, draw(st.integers(1, 8)) + 1):
        no = draw(st.sampled_from([str(n), f"{n}-1", f"第{n}"]))
        line: dict[str, Any] = {"no": no, "name": "  " * draw(st.integers(0, 2)) + draw(WORDS)}
        if draw(st.integers(0, 5)) == 0:
            lines.append(line | {"head": True})
            continue
        line["unit"] = draw(st.sampled_from(["", "个", "人次"]))
        kind = draw(st.sampled_from(["hand", "measure", "sum", "ratio"]))
        if kind == "measure":
            code, part = draw(st.sampled_from(MEASURES))
            line |= {"measure": code} | ({"part": part} if part else {})
        elif kind == "sum" and plain:
            line["sum"] = draw(st.lists(st.sampled_from(plain), min_size=1, max_size=3))
        elif kind == "ratio" and plain:
            line["ratio"] = [draw(st.sampled_from(plain)), draw(st.sampled_from(plain))]
        if len(made) > 1 and draw(st.booleans()):
            line["blank"] = [draw(st.sampled_from(made))["key"]]
        plain.append(no)
        lines.append(line)
    term = st.sampled_from([*plain, "#100"])
    check = st.fixed_dictionaries(
        {
            "left": st.lists(term, min_size=1, max_size=3),
            "op": st.sampled_from(["<=", ">=", "="]),
            "right": st.lists(term, min_size=1, max_size=3),
            "words": WORDS,
        },
        optional={"hard": st.just(True)},
    )
    return {
        "columns": made,
        "lines": lines,
        "checks": draw(st.lists(check, max_size=3)),
        "notes": draw(st.lists(WORDS, max_size=2)),
    }


def again(data: dict[str, Any], more: int = 0) -> Any:
    return layout_of(texts_of(data), len(data["columns"]) + more, len(data["lines"]) + more)


@given(layouts(), st.integers(0, 3))
def test_what_is_saved_is_read_back_the_same(data: dict[str, Any], more: int) -> None:
    said = again(data, more)
    assert said.faults == {}
    assert said.data == data
    assert Layout.of(said.data) == Layout.of(data)


def texts(**more: str) -> dict[str, str]:
    usual = {"c0_key": "c1", "c0_name": "数量", "l0_no": "1", "l0_name": "甲", "l1_no": "2"}
    return usual | {"l1_name": "乙"} | more


def faults(**more: str) -> dict[str, str]:
    return layout_of(texts(**more), 3, 4).faults


def test_faults_are_told_at_their_fields() -> None:
    assert faults() == {}
    for field, more, words in (
        ("l1_no", {"l1_no": "1"}, "重复"),
        ("l1_no", {"l1_no": "1.2"}, "行次用"),
        ("l1_formula", {"l1_formula": "2"}, "绕回"),
        ("l1_formula", {"l1_formula": "9"}, "没有第 9 行"),
        ("l1_formula", {"l1_formula": "x("}, "写成"),
        ("l1_formula", {"l1_formula": "1", "l1_source": "volunteers.hours:"}, "来源请选"),
        ("l1_blank", {"l1_blank": "金额"}, "没有“金额”这一列"),
        ("l1_blank", {"l1_blank": "数量"}, "标题行"),
        ("l2_after", {"l2_name": "丙", "l2_after": "7"}, "没有第 7 行"),
        ("c1_name", {"c1_name": "数量"}, "已有一列"),
        ("c1_name", {"c1_name": "市、县"}, "顿号"),
        ("c0_name", {"c0_name": ""}, "至少要有一列"),
        ("c0_narrow", {"c0_narrow": "across"}, "没有可以相加"),
        ("checks", {"checks": "2 <= 9"}, "第 1 条：没有第 9 行"),
    ):
        found = faults(**more)
        assert list(found) == [field] and words in found[field], (field, found)


def test_lines_are_added_behind_others_and_taken_away() -> None:
    said = layout_of(texts(l2_name="　丙", l2_after="1", l1_name=""), 1, 3)
    assert said.faults == {}
    assert [(line["no"], line["name"]) for line in said.data["lines"]] == [
        ("1", "甲"),
        ("2", "  丙"),
    ]
    added = layout_of(texts(c1_name="金额", c1_key="", l2_name="丙", l2_after="1"), 2, 3)
    assert [line["no"] for line in added.data["lines"]] == ["1", "3", "2"]
    assert [column["key"] for column in added.data["columns"]] == ["c1", "c2"]

"""A paper whose only marks are lines 一是…, 二是…: these are its clauses; within a clause of another mark they stay its duties."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from zulian.documents.reading import read_paper, squeeze
from zulian.plans.reading.circular import Reading, understand
from zulian.plans.reading.printing import as_json, joined

HEAD = """测残联〔2027〕1号
各县（区）残联：
现将工作要求通知如下：
2027年全市残联组织工作要点
"""
TAIL = "测试市残疾人联合会\n2027年1月12日\n"
NUMERALS = "一二三四五六七八九十"
WORDS = (
    "建强组织。各县（区）残联要在3月底前建立台账。",
    "乡镇残联每季度走访残疾人家庭。",
    "县残联12月底前报送总结。",
    "各县（区）残联要开展培训：1.办班；2.考核。",
    "要加强领导。",
)
MORE = ("", "县残联6月底前检查。\n", "具体要求另行通知。\n", "以上工作是重点。\n")


def read(body: str) -> Reading:
    return understand(read_paper((HEAD + body + TAIL).encode()))


def paths_of(body: str) -> list[str]:
    return [node.path for node in read(body).sections]


@given(st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(MORE)), min_size=2, max_size=10))
def test_each_line_is_a_clause_and_the_text_comes_back(parts: list[tuple[str, str]]) -> None:
    body = "".join(
        f"{NUMERALS[place]}是{words}\n{more}" for place, (words, more) in enumerate(parts)
    )
    reading = read(body)
    assert [node.path for node in reading.sections] == [f"{n}是" for n in NUMERALS[: len(parts)]]
    assert not reading.warnings
    text = squeeze(HEAD + body + TAIL)
    printed = joined(json.loads(json.dumps(as_json(reading), ensure_ascii=False)))
    assert squeeze(reading.text()) == squeeze(printed) == text


def test_duties_stand_below_their_lines() -> None:
    reading = read(f"提出如下要求：\n一是{WORDS[0]}\n二是{WORDS[1]}\n三是{WORDS[2]}\n")
    assert [(duty.clause, duty.actors.levels) for duty in reading.duties] == [
        ("一是", ("county",)),
        ("二是", ("township",)),
        ("三是", ("county",)),
    ]
    assert [node.title for node in reading.sections] == ["建强组织", "", ""]
    assert reading.preamble.endswith("提出如下要求：")


def test_two_on_a_line_are_two() -> None:
    assert paths_of("一是办好台账；二是走访家庭；\n三是报送总结。\n") == ["一是", "二是", "三是"]


def test_within_another_clause_they_stay_what_they_were() -> None:
    body = f"一、建强组织\n一是{WORDS[1]}\n二是{WORDS[2]}\n"
    assert paths_of(body) == ["一"]
    assert paths_of(f"一是{WORDS[1]}\n二是{WORDS[2]}\n一、建强组织\n{WORDS[0]}\n") == ["一"]


def test_one_alone_is_none() -> None:
    assert paths_of(f"一是{WORDS[1]}\n") == []
    assert paths_of(f"二是{WORDS[1]}\n三是{WORDS[2]}\n") == []

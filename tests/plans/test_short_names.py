"""What clauses and tasks are called within an official paper."""

from __future__ import annotations

import pytest

from zulian.plans.short_names import (
    LONGEST_NAME,
    counter_of,
    official_marks,
    quotable,
    short_name,
)


@pytest.mark.parametrize(
    ("candidates", "name"),
    [
        (["换届工作。", "筹备召开代表大会"], "换届工作"),
        (
            ["", "筹备召开代表大会，完成换届任务", "认真贯彻落实《意见》"],
            "筹备召开代表大会，完成换届任务",
        ),
        (
            [
                "",
                "",
                "认真贯彻落实省残联印发的《关于做好换届工作的意见》(辽残发〔2013〕1号)精神,完成任务。",
            ],
            "认真贯彻落实省残联印发的有关文件",
        ),
        (["", "学习贯彻《残疾人证管理工作手册》等有关文件"], "学习贯彻有关文件"),
        (
            ["", "健全完善全省乡（镇、街道）、社区（村）残疾人专职委员基本信息电子档案"],
            "要点二（二）",
        ),
        (
            ["", "完善专门协会工作机制，建立健全会议制度、联系制度、调研制度"],
            "完善专门协会工作机制",
        ),
        (["以换届为契机，配齐配强各级残联领导班子和残疾人干部"], "要点二（二）"),
        (["实施“强基育人”工程"], "实施‘强基育人’工程"),
        (["迎接对市、县(区)的检查"], "迎接对市、县（区）的检查"),
    ],
)
def test_a_name_is_short_and_never_cut_within_a_title(candidates: list[str], name: str) -> None:
    found = short_name(candidates, "要点二（二）")
    assert found == name
    assert len(found) <= LONGEST_NAME and not set("《》“”,") & set(found)


def test_marks_are_those_of_an_official_paper() -> None:
    assert (
        official_marks("完成任务,迎接对市、县(区)的检查;做好总结")
        == "完成任务，迎接对市、县（区）的检查；做好总结"
    )
    assert (
        official_marks("比例不低于1,000人，按GB/T 9704 (a,b)")
        == "比例不低于1,000人，按GB/T 9704 (a,b)"
    )
    assert quotable("开展“阳光行动”,做好记录") == "开展‘阳光行动’，做好记录"


@pytest.mark.parametrize(
    ("name", "word"), [("未签承诺的岗位", "个"), ("到期未换的证件", "件"), ("逾期任务", "项")]
)
def test_what_an_indicator_counts_has_its_measure_word(name: str, word: str) -> None:
    assert counter_of(name) == word

"""What circulars of counties and cities say in passing: helpers, who judges and who only answers for it."""

from __future__ import annotations

import pytest

from tests.plans.reading.papers import COUNTY, duties_of
from zulian.plans.reading.duties import Guess


def test_who_judges_units_is_the_issuer() -> None:
    [duty] = duties_of("对排名后三位的乡镇进行约谈。", COUNTY)
    assert duty.actors.levels == ("county",) and Guess.LEVELS in duty.guesses


@pytest.mark.parametrize("kind", ["第一", "直接", "主要"])
def test_who_answers_for_it_is_told_nothing(kind: str) -> None:
    assert not duties_of(f"各乡镇残联理事长为{kind}责任人。", COUNTY)


def test_who_answers_for_it_may_be_told_more() -> None:
    [duty] = duties_of("各乡镇残联理事长为第一责任人，6月底前建立台账。", COUNTY)
    assert duty.title.endswith("建立台账")


def test_rooms_help_together() -> None:
    clause = "12月20日前，由市残联组联部牵头，办公室、维权部配合，完成年终考核。"
    [duty] = duties_of(clause)
    assert duty.actors.departments == ("办公室", "维权部") and Guess.REST not in duty.guesses


def test_help_between_who_leads_and_who_bears_is_no_duty_of_its_own() -> None:
    clause = (
        "由市残联牵头，市民政局、市财政局配合，各县（区）残联具体落实，10月31日前建成残疾人之家30个，"
        "其中彰武县6个、阜蒙县8个，其他县区各3个。"
    )
    [duty] = duties_of(clause)
    assert duty.actors.levels == ("city", "county") and Guess.PARTLY in duty.guesses
    assert duty.actors.departments == ("市民政局", "市财政局")


def test_with_whom_something_is_done_is_no_title() -> None:
    [duty, _further] = duties_of(
        "县残联会同县医院，对重度残疾人每季度上门评残不少于1次，全年不少于200人。", COUNTY
    )
    assert "上门评残" in duty.title and duty.actors.departments == ("县医院",)


def test_seasons_are_marked() -> None:
    [duty] = duties_of("社区残协每年春、秋两季各开展一次摸底。")
    assert Guess.TIMES in duty.guesses


def test_a_title_does_not_begin_with_and() -> None:
    [duty] = duties_of("要求：并做好信息报送。")
    assert duty.title == "做好信息报送"
